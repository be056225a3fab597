# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrator roles that manage roles, and what must not happen to those who hold them (REFERENCE 6.2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed

MANAGES_ROLES = ("Super Administrator", "Full Administrator")


@dataclass(frozen=True)
class Managers:
    """Who can sign in and manage roles.

    Attributes:
        roles: user -> role. complete: whether those are all; else they are those of the users asked about.
    """

    roles: Mapping[str, str]
    complete: bool


def last_manager(mine: Collection[str], going: Collection[str], managers: Managers) -> str:
    """Return a problem if a role that manages roles loses the last user who can sign in, or ""."""
    staying = {role for user, role in managers.roles.items() if user not in going}
    last = [user for user in mine if user in managers.roles and managers.roles[user] not in staying]
    if not (last and managers.complete):
        return ""
    return (
        f"{listed(last)} is the last {managers.roles[last[0]]} who can sign in, and nobody could manage roles any more"
    )


def administrator(mine: Collection[str], going: Collection[str], managers: Managers) -> str:
    """Return a problem if a user who manages roles can no longer sign in, or "".

    No call of the API tells whose application a run is carried out with.
    """
    held = [user for user in mine if user in managers.roles]
    if not held:
        return ""
    unknown = "" if managers.complete else ", and it cannot be read whether they are the last one"
    return f"{listed(held)} is {managers.roles[held[0]]}{unknown}; the application of this run may be theirs"
