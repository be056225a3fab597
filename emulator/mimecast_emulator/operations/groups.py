# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Directory groups and their members, in both styles: CONTRACT section 3.6.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from ..account import API_ACTOR, Account, describe
from ..call import Call, Handler, each_item, legacy_nested, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..ids import ForeignIdError
from ..rows import Row, Rows
from ..tables import TABLES

TABLE = "groups"
ROOT = ""  # the unlisted parent of the top groups

ALREADY_MEMBER = "err_folder_group_member_already_exists"
NO_MEMBER = "err_folder_email_address_not_found"

# The same number has another name in each style: CONTRACT quirk 5 (TF, R7).
SubgroupsName = Literal["groupCount", "folderCount"]


def render_group(account: Account, key: str, subgroups: SubgroupsName) -> Json:
    """A group as it is read, with a new spelling of its id."""
    row = account.tables[TABLE][key]
    return {
        "id": account.ids.issue(TABLE, key),
        "description": row["description"],
        "source": row["source"],
        "parentId": account.ids.issue(TABLE, row["parent"] or ROOT),
        "userCount": len(row["members"]),
        subgroups: sum(1 for other in account.tables[TABLE].values() if other["parent"] == key),
    }


def list_groups(call: Call) -> Answer:
    """Groups by part of the name and by source."""
    keys = _matching(call.account, call.parameters.get("query"), call.parameters.get("source"))
    return rest_list(call, "groups", keys, lambda key: render_group(call.account, key, "groupCount"))


def get_group(call: Call) -> Answer:
    """One group, without its id (TF: documented)."""
    shown = render_group(call.account, call.path_key(TABLE, "group_id"), "groupCount")
    del shown["id"]
    return Answer(200, shown)


def create_group(call: Call) -> Answer:
    """A new cloud group; answers its ``id`` (TF: documented)."""
    return Answer(201, {"id": call.account.ids.issue(TABLE, _create(call, call.body))})


def list_members(call: Call) -> Answer:
    """Members of a group; a whole domain has ``emailAddress`` equal to ``domain`` (TF: observed)."""
    members: Rows = call.account.tables[TABLE][call.path_key(TABLE, "group_id")]["members"]
    return rest_list(call, "groupMembers", members.listed, lambda item: _rest_member(call.account, item[1]))


def add_members(call: Call) -> Answer:
    """Adds members; ``success`` is false for one that is already in the group."""
    return _change_members(call, _add)


def remove_members(call: Call) -> Answer:
    """Removes members; ``success`` is false for one that is not in the group."""
    return _change_members(call, _remove)


def find_groups(call: Call) -> Answer:
    """Groups by part of the name, of the cloud unless ``source`` says otherwise (that default is inferred)."""
    wanted = call.items[0] if call.items else {}
    source = wanted.get("source", "cloud")
    keys = _matching(call.account, wanted.get("query"), source)
    echo = {"query": wanted["query"]} if "query" in wanted else {}
    return legacy_nested(
        call,
        keys,
        lambda key: render_group(call.account, key, "folderCount"),
        lambda folders: {"source": source, **echo, "folders": folders},
    )


def legacy_create_groups(call: Call) -> Answer:
    """New cloud groups."""
    return each_item(call, lambda item: render_group(call.account, _create(call, item), "folderCount"))


def legacy_update_groups(call: Call) -> Answer:
    """Renames and moves cloud groups."""

    def update(item: Json) -> Json:
        key = _writable(call, item["id"])
        row = dict(call.account.tables[TABLE][key])
        if "parentId" in item:
            row["parent"] = _parent(call, item["parentId"])
        row["description"] = item.get("description", row["description"])
        call.account.change(TABLE, key, row)
        shown = render_group(call.account, key, "folderCount")
        return {name: shown[name] for name in ("id", "description", "parentId")}

    return each_item(call, update)


def legacy_delete_groups(call: Call) -> Answer:
    """Deletes groups without members and sub-groups (POSTMAN: documented); the codes are inferred, as is the
    refusal of a group that a policy or an attachment set uses."""

    def delete(item: Json) -> Json:
        key = _writable(call, item["id"])
        if call.account.tables[TABLE][key]["members"]:
            raise Refused("err_folder_not_empty", "the group has members", field="id")
        if call.account.users(TABLE, key):
            raise Refused("err_folder_in_use", "the group has sub-groups or is used by a policy", field="id")
        call.account.remove(TABLE, key)
        return {"id": item["id"]}

    return each_item(call, delete)


def legacy_get_members(call: Call) -> Answer:
    """Members of a group; a whole domain has an empty ``emailAddress`` (J1, MPS: observed)."""
    key = call.key(TABLE, call.items[0]["id"], status=404)
    members: Rows = call.account.tables[TABLE][key]["members"]
    return legacy_nested(
        call,
        members.listed,
        lambda item: _legacy_member(call.account, item[1]),
        lambda rows: {"groupMembers": rows},
    )


def legacy_add_members(call: Call) -> Answer:
    """Adds members; one that is already in the group is an error (R7: observed)."""
    return each_item(call, lambda item: _legacy_change(call, item, _add))


def legacy_remove_members(call: Call) -> Answer:
    """Removes members; one that is not in the group is an error (R7: observed)."""
    return each_item(call, lambda item: _legacy_change(call, item, _remove))


def _matching(account: Account, query: str | None, source: str | None) -> list[str]:
    wanted = (query or "").lower()
    return [
        key
        for key, row in account.tables[TABLE].listed
        if wanted in row["description"].lower() and source in (None, row["source"])
    ]


def _create(call: Call, wanted: Json) -> str:
    parent = _parent(call, wanted["parentId"]) if "parentId" in wanted else None
    return call.account.add(TABLE, {"description": wanted["description"], "parent": parent, "members": Rows()})


def _parent(call: Call, secure_id: str) -> str | None:
    try:
        if call.account.ids.read(secure_id, TABLE) == ROOT:
            return None
    except ForeignIdError as error:
        raise Refused("err_not_found", "names nothing", field="parentId") from error
    return call.key(TABLE, secure_id, "parentId")


def _writable(call: Call, secure_id: str) -> str:
    key = call.key(TABLE, secure_id)
    _refuse_directory_group(call.account.tables[TABLE][key])
    return key


def _refuse_directory_group(group: Row) -> None:
    # That they are read only is documented (CONTRACT section 3.6); how the refusal looks is inferred.
    if group["source"] == "ldap":
        raise Refused("err_folder_read_only", "the group belongs to a directory", field="id")


def _member_key(member: Json) -> str:
    return str(member.get("emailAddress") or member["domain"]).lower()


def _add(members: Rows, sent: Json) -> str:
    key = _member_key(sent)
    if key in members:
        raise Refused(ALREADY_MEMBER, "is a member of the group already")
    name = "emailAddress" if "emailAddress" in sent else "domain"
    note = sent.get("note", sent.get("notes"))
    members[key] = {"type": "created_manually", name: key, **({"note": note} if note else {})}
    return f"Member Added: {key}"


def _remove(members: Rows, sent: Json) -> str:
    key = _member_key(sent)
    if key not in members:
        raise Refused(NO_MEMBER, "is not a member of the group")
    del members[key]
    return f"Member Removed: {key}"


Change = Callable[[Rows, Json], str]


def _change_members(call: Call, change: Change) -> Answer:
    group = call.account.tables[TABLE][call.path_key(TABLE, "group_id")]
    _refuse_directory_group(group)
    done: list[str] = []
    results: list[Json] = []
    for sent in call.body["groupMembers"]:
        try:
            done.append(change(group["members"], sent))
        except Refused:
            results.append({"success": False})
        else:
            results.append({"success": True})
    _record(call.account, group, done)
    return Answer(200, {"results": results})


def _legacy_change(call: Call, item: Json, change: Change) -> Json:
    key = _writable(call, item["id"])
    group = call.account.tables[TABLE][key]
    _record(call.account, group, [change(group["members"], item)])
    member = _member_key(item)
    return {
        "id": call.account.ids.issue("membership", f"{key} {member}"),
        "folderId": call.account.ids.issue(TABLE, key),
        "emailAddress" if "emailAddress" in item else "domain": member,
        "internal": call.account.is_internal(member.rpartition("@")[2]),
    }


def _record(account: Account, group: Row, done: list[str]) -> None:
    if done:
        account.record(TABLES[TABLE], "Existing {} Changed", group, API_ACTOR, describe(done))


def _rest_member(account: Account, row: Row) -> Json:
    shown = _member(account, row)
    shown["emailAddress"] = row.get("emailAddress") or row["domain"]
    if "note" in row:
        shown["note"] = row["note"]
    return shown


def _legacy_member(account: Account, row: Row) -> Json:
    shown = _member(account, row)
    shown["emailAddress"] = row.get("emailAddress", "")
    if "note" in row:
        shown["notes"] = row["note"]
    return shown


def _member(account: Account, row: Row) -> Json:
    domain = row["emailAddress"].rpartition("@")[2] if "emailAddress" in row else row["domain"]
    shown: Json = {"domain": domain, "internal": account.is_internal(domain), "type": row["type"]}
    if "name" in row:
        shown["name"] = row["name"]
    return shown


HANDLERS: Mapping[str, Handler] = {
    "listGroups": list_groups,
    "createGroup": create_group,
    "getGroup": get_group,
    "listGroupMembers": list_members,
    "addGroupMembers": add_members,
    "removeGroupMembers": remove_members,
    "legacyFindGroups": find_groups,
    "legacyCreateGroups": legacy_create_groups,
    "legacyUpdateGroups": legacy_update_groups,
    "legacyDeleteGroups": legacy_delete_groups,
    "legacyGetGroupMembers": legacy_get_members,
    "legacyAddGroupMembers": legacy_add_members,
    "legacyRemoveGroupMembers": legacy_remove_members,
}
