# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachment sets: a preview, no source shows such operations.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..account import Account
from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer
from ..rows import Row

TABLE = "attachment_sets"
COPIED = (
    "description",
    "folder",
    "defaultAction",
    "blockDangerousFileTypes",
    "imageHoldProbability",
    "encryptedArchives",
    "unreadableArchives",
    "contentTypes",
    "notifySender",
    "notifyRecipient",
)


def list_sets(call: Call) -> Answer:
    """All attachment sets, with ids (inferred)."""
    account = call.account

    def render(item: tuple[str, Row]) -> Json:
        return {"id": account.ids.issue(TABLE, item[0]), **_render(account, item[1])}

    return rest_list(call, "definitions", account.tables[TABLE].listed, render)


def get_set(call: Call) -> Answer:
    """One attachment set, without its id (inferred)."""
    return Answer(200, _render(call.account, call.account.tables[TABLE][call.path_key(TABLE, "definition_id")]))


def create_set(call: Call) -> Answer:
    """A new attachment set; answers its ``id`` (inferred)."""
    key = call.account.add(TABLE, _with_changes(call, {}, call.body))
    return Answer(201, {"id": call.account.ids.issue(TABLE, key)})


def update_set(call: Call) -> Answer:
    """Changes only the sent members (inferred)."""
    key = call.path_key(TABLE, "definition_id")
    call.account.change(TABLE, key, _with_changes(call, call.account.tables[TABLE][key], call.body))
    return Answer(204)


def delete_set(call: Call) -> Answer:
    """Deletes an attachment set (inferred)."""
    call.account.remove(TABLE, call.path_key(TABLE, "definition_id"))
    return Answer(204)


def _with_changes(call: Call, row: Row, body: Json) -> Row:
    changed = {**row, **{name: body[name] for name in COPIED if name in body}}
    if "notifyGroupId" in body:
        group = body["notifyGroupId"]
        changed["notifyGroup"] = call.key("groups", group, "notifyGroupId") if group else None
    return changed


def _render(account: Account, row: Row) -> Json:
    shown: Json = {name: row[name] for name in COPIED if row[name] not in (None, [])}
    group = row["notifyGroup"]
    if group is not None:
        shown["notifyGroup"] = {
            "id": account.ids.issue("groups", group),
            "description": account.tables["groups"][group]["description"],
        }
    return shown


HANDLERS: Mapping[str, Handler] = {
    "listAttachmentSets": list_sets,
    "createAttachmentSet": create_set,
    "getAttachmentSet": get_set,
    "updateAttachmentSet": update_set,
    "deleteAttachmentSet": delete_set,
}
