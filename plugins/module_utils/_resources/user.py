# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Internal users that no directory synchronises (CONTRACT 3.9)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Inquiry, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Flag, Secret, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import roles
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.directory import is_synchronised

_PRODUCTS = ("userandgroupmanagement",)
_EDIT = "Directories | Internal | Edit"


def _foreign(row: Row) -> str:
    return "a directory synchronises it, change it there" if is_synchronised(row) else ""


def _going(before: Entry | None, after: Entry | None) -> list[str]:
    """Return the user when it could sign in and cannot any more."""
    if not before or before.get("disabled") is True:
        return []
    return [before["email"]] if after is None or after.get("disabled") is True else []


_UNREAD = "whether a user who is disabled or purged is an administrator could not be read"

USER = Resource(
    name="user",
    plural="users",
    role="administrators",
    title="user",
    summary="Manage internal users that are not synchronised from a directory",
    key="email",
    doc=(
        "Manages the internal users that you create yourself, in a domain that the account already has. A user that "
        "is synchronised from a directory is refused. Change such a user in the directory.",
        "The API cannot delete a user. O(state=absent) disables the user. The user can no longer sign in, but "
        "Mimecast still delivers mail to the user.",
    ),
    notes=(
        "The API does not show whether a user may use POP or SMTP, and whether a password expires. So the module "
        "does not manage these settings.",
        "Mimecast purges an address some time later. Until then, the user is still listed, and the task fails and "
        "says so.",
    ),
    console=Console("Directories | Internal Directories | <domain>", "New Address"),
    fields=(
        Text(
            "email",
            ("Email address. It identifies the user, so it cannot be changed.",),
            console="Email Address",
            api="emailAddress",
            normalize=spelling.address,
            required=True,
            samples=("alex@example.com", "kim@example.com"),
        ),
        Text(
            "name",
            ("Display name.",),
            console="Global Name",
            api="name",
            normalize=spelling.name,
            default="",
            samples=("Jo Smith", "Jo Smith-Jones"),
        ),
        Flag(
            "disabled",
            ("Whether the user is prevented from signing in.",),
            console="Disable account",
            api="accountDisabled",
            read=("disabled",),
            create=False,
            default=False,
            samples=(True, False),
        ),
        Secret(
            "password",
            ("Cloud password. Mimecast does not return it, see O(update_password).",),
            console="Password",
            api="password",
            samples=("Example-only-1", "Example-only-2"),
        ),
        Flag(
            "force_password_change",
            ("Whether the user must choose a new password at the next sign-in. Sent together with O(password).",),
            console="Force change at logon",
            api="forcePasswordChange",
            expected="true or false",
            unread=True,
            samples=(True, False),
        ),
    ),
    belongs=lambda row: row.get("internal") is not False and not row.get("isAlias"),
    foreign=_foreign,
    inquiries=(
        Inquiry("last_role_manager", _going, "role_managers", roles.last_manager, _UNREAD, overridable=False),
        Inquiry("disable_administrator", _going, "role_managers", roles.administrator, _UNREAD),
    ),
    retire={"disabled": True},
    retire_unless="purge_address",
    purgeable=False,
    list=Operation(
        "listUsers",
        "GET",
        "/user/cloud-gateway/v1/users",
        rows=("users",),
        paged=True,
        products=("userandgroupmanagement", "emailsecurityonboarding"),
        permission="Directories | Internal | Read",
    ),
    create=Operation(
        "legacyCreateUser",
        "POST",
        "/api/user/create-user",
        envelope="legacy",
        writes=True,
        products=_PRODUCTS,
        permission=_EDIT,
    ),
    update=Operation(
        "legacyUpdateUsers",
        "POST",
        "/api/user/update-user",
        envelope="legacy",
        writes=True,
        products=_PRODUCTS,
        permission=_EDIT,
        identify="emailAddress",
        identify_by="key",
    ),
    delete=Operation(
        "legacyAddToPurgeList",
        "POST",
        "/api/user/add-to-purge-list",
        envelope="legacy",
        writes=True,
        products=_PRODUCTS,
        permission="Directories | Internal | Purge Address",
        identify="emailAddresses",
        identify_by="keys",
        confidence="inferred",
    ),
)
