# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who holds an administrator role (CONTRACT 3.9, REFERENCE 6.2).

The public API lists roles and, in a call outside the catalogue, tells the role of one user (observed). Changing who
holds a role has no call: those paths are inferred.
"""

from __future__ import annotations

from collections.abc import Collection

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Inquiry, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.roles import MANAGES_ROLES

_PATH = "/role/cloud-gateway/v1/roles"
_PRODUCTS = ("emailsecurityonboarding",)
_PROTECTED = (*MANAGES_ROLES, "Discovery Officer", "Partner Administrator")


def _from_api(row: Row) -> Entry:
    """Read a holder; Unreadable where the address is missing."""
    address = row.get("emailAddress")
    if not isinstance(address, str) or not address:
        raise Unreadable("it has no address")
    return {"member": spelling.tolerant(spelling.address)(address)}


def _last_manager(before: Entry | None, after: Entry | None) -> str:
    if before and after and before["role"] in MANAGES_ROLES and before.get("members") and after.get("members") == []:
        return "would take the role from the last member, and nobody could manage roles any more"
    return ""


def _staying(before: Entry | None, after: Entry | None) -> list[str]:
    """Return who keeps a role that manages roles when somebody loses it."""
    if not (before and after) or before["role"] not in MANAGES_ROLES:
        return []
    staying = [record["member"] for record in after.get("members", [])]
    lost = [record for record in before.get("members", []) if record["member"] not in staying]
    return staying if lost else []


def _all_disabled(mine: Collection[str], _everyone: Collection[str], disabled: Collection[str]) -> str:
    if not set(mine) <= set(disabled):
        return ""
    return f"would leave the role to {listed(mine)}, who cannot sign in, and nobody could manage roles any more"


def _protected(before: Entry | None, after: Entry | None) -> str:
    held = {record["member"] for record in (before or {}).get("members", [])}
    given = sorted({record["member"] for record in (after or {}).get("members", [])} - held)
    if after and after["role"] in _PROTECTED and given:
        return f"would give protected rights to {', '.join(given)}; a Super Administrator does that in the console"
    return ""


ROLE_MEMBER = Resource(
    name="role_member",
    plural="role_members",
    role="administrators",
    title="administrator role",
    summary="Manage who holds an administrator role",
    key="role",
    support="preview",
    doc=(
        "This module manages which users have an administrator role. A user has at most one role, so a new role "
        "replaces the old one. The diff shows the old one.",
        "If the API does not offer a call to change it, the task says what to do in the console. It reads the role of "
        "every named user, so it sees when this is done.",
    ),
    notes=(
        "To find out who else holds a role, the task has to read every user of the account, one request each. "
        "O(members_mode=exact) needs O(scan_users=true) for this.",
    ),
    console=Console("Account | Roles", "Add User to Role"),
    fields=(
        Text(
            "role",
            ("Name of the role, as the console shows it. Create roles in the console.",),
            console="Role",
            api="roleName",
            normalize=spelling.name,
            required=True,
            samples=("Basic Administrator", "Help Desk Administrator"),
        ),
        Records(
            "members",
            ("Email addresses of the users who hold the role.",),
            console="Users in this role",
            owned=True,
            apart=True,
            item_key="member",
            default=[],
            clear=[],
            samples=([{"member": "jo@example.com"}], [{"member": "jo@example.com"}, {"member": "sam@example.com"}]),
            fields=(Text("member", ("Email address.",), normalize=spelling.address, required=True),),
        ),
    ),
    purgeable=False,
    guards=(Guard("last_role_manager", _last_manager, overridable=False), Guard("protected_role", _protected)),
    inquiries=(
        Inquiry(
            "last_role_manager",
            _staying,
            "disabled_users",
            _all_disabled,
            "whether those who keep the role can sign in could not be read",
            overridable=False,
        ),
    ),
    list=Operation(
        "listRoles",
        "GET",
        _PATH,
        rows=("roles",),
        paged=True,
        products=_PRODUCTS,
        permission="Directories | Roles | Read",
    ),
    members=Members(
        field="members",
        list=Operation(
            "listRoleMembers",
            "GET",
            _PATH + "/{id}/members",
            rows=("roleMembers",),
            paged=True,
            products=_PRODUCTS,
            permission="Directories | Roles | Read",
            catalogue=False,
            confidence="inferred",
        ),
        add=Operation(
            "addRoleMembers",
            "POST",
            _PATH + "/{id}/members",
            rows=("roleMembers",),
            writes=True,
            products=_PRODUCTS,
            permission="Directories | Roles | Edit",
            catalogue=False,
            confidence="inferred",
        ),
        remove=Operation(
            "removeRoleMembers",
            "POST",
            _PATH + "/{id}/remove-members",
            rows=("roleMembers",),
            writes=True,
            products=_PRODUCTS,
            permission="Directories | Roles | Edit",
            catalogue=False,
            confidence="inferred",
        ),
        batch=10,
        to_api=lambda record: {"emailAddress": record["member"]},
        from_api=_from_api,
        profile=Operation(
            "legacyGetProfile",
            "POST",
            "/api/user/get-profile",
            envelope="legacy",
            identify="emailAddress",
            products=("userandgroupmanagement",),
            permission="Directories | Internal | Read",
            catalogue=False,
            confidence="observed",
        ),
        profile_name="role",
        exclusive=True,
        scan="user",
    ),
)
