# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may open whose mailbox. Facts and their sources: openapi.yaml.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..call import Call, Handler, each_item
from ..contract import Json
from ..envelopes import Answer
from ..rows import Row
from .users import managed

TABLE, USERS = "user_delegates", "users"


def find(call: Call) -> Answer:
    """The delegates of one mailbox; a delegate's own answer does not list the mailboxes (DELEG: observed)."""
    primary = call.items[0]["primaryAddress"].lower()
    managed(call.account, primary, "primaryAddress")

    def render(key: str, row: Row) -> Json:
        user = call.account.tables[USERS][row["delegate"]]
        name = {"name": user["name"]} if user.get("name") else {}
        secure_id = call.account.ids.issue(TABLE, key)
        return {"id": secure_id, "emailAddress": row["delegate"], **name, "source": user["source"]}

    rows = [render(key, row) for key, row in call.account.tables[TABLE].listed if row["primary"] == primary]
    return Answer(200, envelopes.legacy([{"delegateUsers": rows}]))


def add(call: Call) -> Answer:
    """Lets one user open another's mailbox. Both have to be users of the account, and saying it again changes nothing
    (both inferred)."""

    def act(item: Json) -> Json:
        primary, delegate = item["primaryAddress"].lower(), item["delegateAddress"].lower()
        managed(call.account, primary, "primaryAddress")
        managed(call.account, delegate, "delegateAddress")
        key = f"{primary} {delegate}"
        if key not in call.account.tables[TABLE]:
            call.account.add(TABLE, {"primary": primary, "delegate": delegate}, key)
        return {"id": call.account.ids.issue(TABLE, key), "success": True}

    return each_item(call, act)


def remove(call: Call) -> Answer:
    """Ends relations by their ids; one that is not there is refused (the code is inferred)."""

    def act(item: Json) -> Json:
        call.account.remove(TABLE, call.key(TABLE, item["id"]))
        return {"id": item["id"], "success": True}

    return each_item(call, act)


HANDLERS: Mapping[str, Handler] = {
    "findDelegateUsers": find,
    "addDelegateUser": add,
    "removeDelegateUser": remove,
}
