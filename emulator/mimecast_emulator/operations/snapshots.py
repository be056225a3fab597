# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Configuration snapshots: CONTRACT section 3.10. No source shows an answer: all answers are inferred.

May not know about HTTP. Snapshots of managed senders and of managed URLs are empty.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping

from .. import envelopes
from ..account import Account, legacy_time
from ..call import Call, Handler, each_item
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row, Rows

GROUPS, SENDERS, URLS = "profilegroups", "managedsenders", "managedurls"
TABLES_OF: Mapping[str, str] = {SENDERS: "managed_senders", URLS: "managed_urls"}
URL_ACTIONS: Mapping[str, str] = {"blocked": "block", "permitted": "permit"}


def create(call: Call) -> Answer:
    """Takes a snapshot and keeps it in the account."""

    def take(item: Json) -> Json:
        guid = str(uuid.uuid4())
        call.account.snapshots[guid] = {
            "backupType": item["backupType"],
            "name": item["name"],
            "createTime": legacy_time(call.account.clock()),
            "content": _content(call.account, item["backupType"]),
            **({"comment": item["comment"]} if "comment" in item else {}),
        }
        return _render(guid, call.account.snapshots[guid])

    return each_item(call, take)


def list_snapshots(call: Call) -> Answer:
    """The snapshots of one type."""
    wanted = call.items[0]["backupType"]
    rows = [_render(guid, row) for guid, row in call.account.snapshots.items() if row["backupType"] == wanted]
    return Answer(200, envelopes.legacy(rows))


def export(call: Call) -> Answer:
    """A snapshot with its content."""

    def show(item: Json) -> Json:
        row = _snapshot(call.account, item["exportSource"], "exportSource")
        return {**_render(item["exportSource"], row), "content": row["content"]}

    return each_item(call, show)


def restore(call: Call) -> Answer:
    """Puts rows back: ``append`` adds what is gone, ``overwrite`` also replaces what is there."""

    def put_back(item: Json) -> Json:
        source = item["restoreSource"]
        row = _snapshot(call.account, source, "restoreSource")
        if row["backupType"] != item["backupType"]:
            raise Refused("err_validation_value_not_allowed", "is of another type", field="backupType")
        wanted = _in_scope(row, item["scope"])
        for saved in wanted:
            if row["backupType"] == GROUPS:
                _restore_group(call.account, saved, item["mode"])
            else:
                _restore_row(call.account, TABLES_OF[row["backupType"]], saved, item["mode"])
        return {"restoreSource": source, "restored": len(wanted)}

    return each_item(call, put_back)


def _content(account: Account, kind: str) -> list[Row]:
    """What a snapshot holds. Its form is in no source (inferred)."""
    if kind == GROUPS:
        return _groups(account)
    return [{"id": key, **row} for key, row in account.tables[TABLES_OF[kind]].listed]


def _groups(account: Account) -> list[Row]:
    return [
        {
            "id": key,
            "description": row["description"],
            "parent": row["parent"],
            "members": copy.deepcopy(list(row["members"].values())),
        }
        for key, row in account.tables["groups"].listed
        if row["source"] == "cloud"
    ]


def _snapshot(account: Account, guid: str, field: str) -> Row:
    if guid not in account.snapshots:
        raise Refused("err_not_found", "names no snapshot", field=field)
    return account.snapshots[guid]


def _in_scope(snapshot: Row, scope: Json) -> list[Row]:
    """The rows of a snapshot that a scope means. Raises Refused for a unit that its type does not have."""
    content: list[Row] = snapshot["content"]
    wanted = scope.get("value", [])
    match snapshot["backupType"], scope["unit"]:
        case _, "all":
            return content
        case "profilegroups", "groupid":
            return [row for row in content if row["id"] in wanted]
        case "managedsenders", "recipient":
            recipients = [address.lower() for address in wanted]
            return [row for row in content if row["to"] in recipients]
        case "managedurls", ("blocked" | "permitted") as unit:
            return [row for row in content if row["action"] == URL_ACTIONS[unit]]
    raise Refused("err_validation_value_not_allowed", "is not a scope of this type", field="scope.unit")


def _restore_row(account: Account, table: str, saved: Row, mode: str) -> None:
    key = saved["id"]
    row = {name: value for name, value in saved.items() if name != "id"}
    if key not in account.tables[table]:
        account.retired.discard((table, key))
        account.add(table, row, key)
    elif mode == "overwrite":
        account.change(table, key, row)


def _restore_group(account: Account, saved: Row, mode: str) -> None:
    groups = account.tables["groups"]
    members = Rows((str(row.get("emailAddress") or row["domain"]), dict(row)) for row in saved["members"])
    parent = saved["parent"] if saved["parent"] in groups else None
    present = groups.get(saved["id"])
    if present is None:
        account.retired.discard(("groups", saved["id"]))
        row = {"description": saved["description"], "parent": parent, "members": members}
        account.add("groups", row, key=saved["id"])
    elif mode == "overwrite":
        account.change("groups", saved["id"], {**present, "description": saved["description"], "members": members})
    else:
        merged = Rows([*members.listed, *present["members"].listed])
        account.change("groups", saved["id"], {**present, "members": merged})


def _render(guid: str, row: Row) -> Json:
    shown: Json = {name: row[name] for name in ("backupType", "name", "comment", "createTime") if name in row}
    return {"id": guid, **shown, "itemCount": len(row["content"])}


HANDLERS: Mapping[str, Handler] = {
    "createSnapshot": create,
    "listSnapshot": list_snapshots,
    "exportSnapshot": export,
    "restoreSnapshot": restore,
}
