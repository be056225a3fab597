# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrator roles; their members are a preview, no source shows such operations.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer
from ..rows import Row

TABLE = "roles"


def list_roles(call: Call) -> Answer:
    """All roles (TF: documented)."""
    return rest_list(
        call,
        "roles",
        list(call.account.tables[TABLE]),
        lambda name: {"id": call.account.ids.issue(TABLE, name), "roleName": name},
    )


def list_members(call: Call) -> Answer:
    """The users who hold a role (inferred)."""
    role = call.path_key(TABLE, "role_id")
    holders = [(address, row) for address, row in call.account.visible_users() if row["role"] == role]
    return rest_list(call, "roleMembers", holders, _render)


def add_members(call: Call) -> Answer:
    """Gives a role to users, who lose the one they held (inferred); ``success`` is false for unknown users and for
    those who hold it already."""
    role = call.path_key(TABLE, "role_id")
    return _change(call, role, lambda held: held != role)


def remove_members(call: Call) -> Answer:
    """Takes a role from users (inferred); ``success`` is false for those who do not hold it."""
    role = call.path_key(TABLE, "role_id")
    return _change(call, None, lambda held: held == role)


def _change(call: Call, new_role: str | None, applies: Callable[[str | None], bool]) -> Answer:
    visible = dict(call.account.visible_users())
    results: list[Json] = []
    for sent in call.body["roleMembers"]:
        address = sent["emailAddress"].lower()
        row = visible.get(address)
        success = row is not None and applies(row["role"])
        if row is not None and success:
            visible[address] = {**row, "role": new_role}
            call.account.change("users", address, visible[address])
        results.append({"success": success})
    return Answer(200, {"results": results})


def _render(item: tuple[str, Row]) -> Json:
    address, row = item
    return {"emailAddress": address, **({"name": row["name"]} if row.get("name") else {})}


HANDLERS: Mapping[str, Handler] = {
    "listRoles": list_roles,
    "listRoleMembers": list_members,
    "addRoleMembers": add_members,
    "removeRoleMembers": remove_members,
}
