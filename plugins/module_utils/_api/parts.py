# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parts of an object to read: members apart from the rest, details apart from a list.

It sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current


def needs_detail(resource: Resource, wish: Desired, row: Row) -> bool:
    """Whether the user sets something that a row of the list does not show."""
    return any(
        field.detail and wish.values.get(field.name) is not None and first(row, field.detail) is ABSENT
        for field in resource.fields
    )


def empties(wish: Desired, found: Iterable[Current]) -> bool:
    """Whether an object that will be deleted still contains something that has to be deleted first."""
    return wish.state == "absent" and any(current.key == wish.key and current.occupied for current in found)


def without_members(members: Members, current: Current) -> Current:
    """Return the object as its list shows it; its members are read, or predicted, when they are needed."""
    if members.field not in current.entry:
        return current
    return replace(current, entry={name: value for name, value in current.entry.items() if name != members.field})
