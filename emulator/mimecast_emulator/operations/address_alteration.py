# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address alteration: sets, the definitions in them, and policies: CONTRACT section 3.5.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..account import API_ACTOR, Account
from ..call import Call, Handler, each_item
from ..contract import Json
from ..envelopes import Answer, Refused
from ..ids import ForeignIdError
from ..rows import Row
from ..tables import TABLES
from . import legacy_policies

SETS, POLICIES, DEFINITION = "address_alteration_sets", "address_alteration_policies", "alteration"
ROOT = ""  # the unlisted folder that the top sets stand in
MEMBERS = ("addressType", "originalAddress", "newAddress", "routing")
MOST = 3000
"""Definitions that can be made through the API (SCRAPE: documented)."""

EXISTS = "err_address_alteration_definition_exists"
"""The code for a definition that is in the set already, word for word (inferred)."""


def get_sets(call: Call) -> Answer:
    """The top sets, or one set, each with as many levels of sets below it as ``depth`` says (TF: documented)."""
    asked = call.items[0] if call.items else {}
    depth = asked.get("depth", 1)
    if "folderId" in asked:
        keys = [call.key(SETS, asked["folderId"], "folderId", status=404)]
    else:
        keys = _below(call.account, None)
    return Answer(200, envelopes.legacy([_rendered_set(call.account, key, depth) for key in keys]))


def create_set(call: Call) -> Answer:
    """A new set."""

    def create(item: Json) -> Json:
        parent = call.key(SETS, item["parentId"], "parentId") if "parentId" in item else None
        key = call.account.add(SETS, {"description": item["description"], "parent": parent})
        return _rendered_set(call.account, key, 0)

    return each_item(call, create)


def _below(account: Account, parent: str | None) -> list[str]:
    return [key for key, row in account.tables[SETS].listed if row["parent"] == parent]


def _rendered_set(account: Account, key: str, depth: int) -> Json:
    row = account.tables[SETS][key]
    below = _below(account, key)
    shown: Json = {
        "id": account.ids.issue(SETS, key),
        "description": row["description"],
        "parentId": account.ids.issue(SETS, row["parent"] or ROOT),
        "source": row["source"],
        "folderCount": len(below),
        "userCount": 0,
    }
    return {**shown, "folders": [_rendered_set(account, inner, depth - 1) for inner in below]} if depth else shown


def get_definitions(call: Call) -> Answer:
    """The definitions that fit every filter, all at once and without their set (TF: documented)."""
    asked = call.items[0]
    sets = dict(call.account.tables[SETS].listed)
    if "folderId" in asked:
        key = call.key(SETS, asked["folderId"], "folderId", status=404)
        sets = {key: sets[key]}
    wanted = {name: value for name, value in asked.items() if name in MEMBERS}
    items = [
        {"id": call.account.ids.issue(DEFINITION, f"{key} {number}"), **definition}
        for key, row in sets.items()
        for number, definition in row["definitions"].items()
        if wanted.items() <= definition.items()
    ]
    return Answer(200, envelopes.legacy([{"items": items}]))


def create_definitions(call: Call) -> Answer:
    """New definitions in a set: all of an item, or none of them (inferred).

    Without a set they would be in the root, which the account does not keep: refused (inferred).
    """

    def create(item: Json) -> Json:
        if "folderId" not in item:
            raise Refused("err_validation_null", "the emulator keeps no definitions in the root", field="folderId")
        key = call.key(SETS, item["folderId"], "folderId")
        row = call.account.tables[SETS][key]
        sent = [{name: wanted[name] for name in MEMBERS} for wanted in item["addressAlterations"]]
        for definition in sent:
            _check(call.account, row, definition)
        if _count(call.account) + len(sent) > MOST:
            raise Refused("err_address_alteration_limit", f"at most {MOST} can be made")
        first = row["made"] + 1
        made = {str(number): definition for number, definition in enumerate(sent, first)}
        changed = {**row, "definitions": {**row["definitions"], **made}, "made": row["made"] + len(sent)}
        _changed(call.account, key, changed)
        return {"id": call.account.ids.issue(DEFINITION, f"{key} {first}"), "success": True}

    return each_item(call, create)


def _check(account: Account, row: Row, definition: Json) -> None:
    """Refuses a domain that is not internal (SCRAPE: documented; the code is inferred) and what is there already."""
    for name in ("originalAddress", "newAddress"):
        domain = definition[name].rpartition("@")[2].lower()
        if domain != "*" and not account.is_internal(domain):
            raise Refused("err_address_alteration_domain_not_internal", "the domain is not internal", field=name)
    if definition in row["definitions"].values():
        raise Refused(EXISTS, "is in the set already")


def _count(account: Account) -> int:
    return sum(len(row["definitions"]) for row in account.tables[SETS].values())


def delete_definition(call: Call) -> Answer:
    """Deletes a definition."""

    def delete(item: Json) -> Json:
        key, number = _definition(call, item["id"])
        row = call.account.tables[SETS][key]
        kept = {other: definition for other, definition in row["definitions"].items() if other != number}
        _changed(call.account, key, {**row, "definitions": kept})
        return {"id": item["id"], "success": True}

    return each_item(call, delete)


def _definition(call: Call, secure_id: str) -> tuple[str, str]:
    """The set and the number of the definition that an id names. Raises Refused for one that is not there."""
    try:
        key, _space, number = call.account.ids.read(secure_id, DEFINITION).rpartition(" ")
    except ForeignIdError:
        key, number = "", ""
    if number not in call.account.tables[SETS].get(key, {}).get("definitions", {}):
        raise Refused("err_not_found", "names nothing", field="id", status=404)
    return key, number


def _changed(account: Account, key: str, row: Row) -> None:
    account.tables[SETS][key] = row
    account.record(TABLES[SETS], "Existing {} Changed", row, API_ACTOR, f"{len(row['definitions'])} definitions")


def get_policies(call: Call) -> Answer:
    """The policies that are asked for by their ids; all without one (TF: documented)."""
    account = call.account
    named = [call.key(POLICIES, item["id"], status=404) for item in call.items if "id" in item]
    keys = named if named else list(account.tables[POLICIES])
    return Answer(200, envelopes.legacy([_rendered_policy(account, key) for key in keys]))


def create_policy(call: Call) -> Answer:
    """A new policy."""

    def create(item: Json) -> Json:
        key = call.account.add(POLICIES, _row(call, item))
        return _rendered_policy(call.account, key)

    return each_item(call, create)


def update_policy(call: Call) -> Answer:
    """Replaces a whole policy: members that are left out are lost (CONTRACT quirk 18: XSOAR)."""

    def update(item: Json) -> Json:
        key = call.key(POLICIES, item["id"], status=404)
        call.account.change(POLICIES, key, _row(call, {"policy": {}, **item}))
        return _rendered_policy(call.account, key)

    return each_item(call, update)


def delete_policies(call: Call) -> Answer:
    """Deletes policies."""

    def delete(item: Json) -> Json:
        call.account.remove(POLICIES, call.key(POLICIES, item["id"], status=404))
        return {"id": item["id"], "deleted": True}

    return each_item(call, delete)


def _row(call: Call, item: Json) -> Row:
    policy = item["policy"]
    if "description" not in policy:
        raise Refused("err_validation_null", "must be given", field="policy.description")
    key = call.key(SETS, item["addressAlterationSetId"], "addressAlterationSetId")
    return {**legacy_policies.stored(call, policy), "set": key}


def _rendered_policy(account: Account, key: str) -> Json:
    row = account.tables[POLICIES][key]
    return {
        "id": account.ids.issue(POLICIES, key),
        "addressAlterationSetId": account.ids.issue(SETS, row["set"]),
        "policy": legacy_policies.rendered(account, row),
    }


HANDLERS: Mapping[str, Handler] = {
    "createAddressAlterationSet": create_set,
    "getAddressAlterationSets": get_sets,
    "createAddressAlterationDefinitions": create_definitions,
    "getAddressAlterationDefinitions": get_definitions,
    "deleteAddressAlterationDefinition": delete_definition,
    "createAddressAlterationPolicy": create_policy,
    "getAddressAlterationPolicies": get_policies,
    "updateAddressAlterationPolicy": update_policy,
    "deleteAddressAlterationPolicies": delete_policies,
}
