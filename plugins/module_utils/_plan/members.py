# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of adding and removing members, so that there are never fewer than at the start or the end. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Difference, Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Step, Update


def steps(field: Field, difference: Difference) -> list[Step]:
    """Return what to send to change a list of members: additions first, then removals, then replacements."""
    again = set(replaced(field, difference))
    come = [record for record in difference.after if field.identity(record) not in again]
    go = [record for record in difference.before if field.identity(record) not in again]
    result = [Step("add", come)] if come else []
    result += [Step("remove", go)] if go else []
    if again:
        new, former = (
            [record for record in records if field.identity(record) in again]
            for records in (difference.after, difference.before)
        )
        result.append(Step("replace", new, former))
    return confirmed(result)


def replaced(field: Field, difference: Difference) -> tuple[str, ...]:
    """Return the keys of members that stay but change: they have to be removed and added again."""
    former = {field.identity(record) for record in difference.before}
    return tuple(key for key in map(field.identity, difference.after) if key in former)


def all_replaced(resource: Resource, differences: Mapping[str, Difference]) -> dict[str, tuple[str, ...]]:
    """Return the same for every list of members of an object that has any such."""
    found = {name: (resource.field(name), difference) for name, difference in differences.items()}
    again = {name: replaced(field, difference) for name, (field, difference) in found.items() if field.apart}
    return {name: keys for name, keys in again.items() if keys}


def narrowed(resource: Resource, change: Update) -> Update:
    """Return a part of a change, with only those replaced members that this part adds again."""
    again = {name: set(map(resource.field(name).identity, change.after.get(name, ()))) for name in change.replaces}
    kept = {name: tuple(key for key in keys if key in again[name]) for name, keys in change.replaces.items()}
    return dataclasses.replace(change, replaces={name: keys for name, keys in kept.items() if keys})


def confirmed(sent: Sequence[Step]) -> list[Step]:
    """Return the steps. Before a removal, they confirm that new members are in; without one, they confirm nothing."""
    plain = [step for step in sent if step.kind != "confirm"]
    takes = any(step.kind in ("remove", "replace") for step in plain)
    result = []
    for step in plain:
        result += [step, Step("confirm", step.values)] if takes and step.kind == "add" else [step]
    return result
