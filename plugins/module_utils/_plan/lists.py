# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of members across objects: which are read in part only, what moves, and what the object left behind loses.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import members
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Current,
    Scope,
    Unchanged,
    Update,
)


def moves(scope: Scope, field: Field, come: Iterable[Entry], found: Current) -> dict[str, str]:
    """Return, for an exclusive list, which object each item that comes leaves."""
    if scope.resource.members is None or not scope.resource.members.exclusive:
        return {}
    coming = {record[field.item_key] for record in come}
    return {
        record[field.item_key]: other.key
        for other in scope.current
        if other.key != found.key
        for record in other.entry.get(field.name, [])
        if record[field.item_key] in coming
    }


def left_behind(scope: Scope, changes: Sequence[Change]) -> list[Change]:
    """Return what happens to every object that loses items to others, with its own changes and all others together.

    Each has its own place if the user names it, otherwise the place of the first change that takes an item.
    """
    members = scope.resource.members
    if members is None:
        return []
    leaving: dict[str, dict[str, str]] = {}
    for change in changes:
        for item, origin in change.moves.items():
            leaving.setdefault(origin, {})[item] = change.where
    named = {change.key: change for change in changes}
    field = scope.resource.field(members.field)
    return [
        _without_items(scope.resource, found, named.get(found.key), field, leaving[found.key])
        for found in scope.current
        if found.key in leaving and field.name not in found.partial
    ]


def _without_items(
    resource: Resource, found: Current, own: Change | None, field: Field, leaving: Mapping[str, str]
) -> Change:
    """Return what becomes of one object without the items that leave it, each with the place that takes it."""
    after = own.entry if own and own.entry and field.name in own.entry else found.entry
    staying = [record for record in after[field.name] if record[field.item_key] not in leaving]
    where = own.where if own else next(iter(leaving.values()))
    entry = {**after, field.name: staying}
    return Unchanged(resource.name, resource.title, found.key, where, found.id, present=found.entry, entry=entry)


def gaining_first(resource: Resource, changes: Sequence[Change]) -> list[Change]:
    """Return changes so that an object has got what comes to it before others take items out of it.

    Where two objects swap items, one that may never be empty is the first.
    """
    origins = {origin for change in changes for origin in change.moves.values()}

    def rank(change: Change) -> int:
        return 2 if change.key not in origins else 0 if _never_empty(resource, change) else 1

    return sorted(changes, key=rank) if origins else list(changes)


def _never_empty(resource: Resource, change: Change) -> bool:
    """Whether no word lifts the refusal to empty an object."""
    if resource.members is None or change.entry is None:
        return False
    emptied = {**change.entry, resource.members.field: []}
    return any(guard.check(change.present, emptied) for guard in resource.guards if not guard.overridable)


def told(resource: Resource, wanted: Desired, found: Current | None, change: Change) -> Change:
    """Leave out of the whole object what was read in part only: it would claim that there is nothing else.

    The list of members that the user does not speak of was read only by chance, if at all.
    """
    unspoken = {resource.members.field} - wanted.values.keys() if resource.members else set()
    partial = unspoken | (found.partial if found else frozenset())
    if not partial:
        return change
    return replace(change, entry=_without(change.entry, partial), present=_without(change.present, partial))


def _without(entry: Entry | None, names: Iterable[str]) -> Entry | None:
    return None if entry is None else {name: value for name, value in entry.items() if name not in names}


def departed(resource: Resource, changes: Sequence[Change]) -> list[Change]:
    """Take members that move to another object out of the one that they leave; the move is what removes them."""
    moving = {member: origin for change in changes for member, origin in change.moves.items()}
    if resource.members is None or not moving:
        return list(changes)
    field = resource.field(resource.members.field)
    return [_left(change, field, moving) for change in changes]


def _left(change: Change, field: Field, moving: Mapping[str, str]) -> Change:
    """Return a change of which the members that move elsewhere are no part."""

    def staying(records: Sequence[Entry]) -> list[Entry]:
        return [record for record in records if moving.get(record[field.item_key]) != change.key]

    if change.steps:
        steps = [replace(step, values=staying(step.values)) if step.kind == "remove" else step for step in change.steps]
        kept_steps = [step for step in steps if step.kind != "remove" or step.values]
        change = replace(change, steps=tuple(members.confirmed(kept_steps)))
    held = (change.entry or {}).get(field.name, [])
    kept = staying(held)
    if change.entry is not None and len(kept) < len(held):
        change = replace(change, entry={**change.entry, field.name: kept})
        if isinstance(change, Update):
            fewer = {name: count - len(held) + len(kept) for name, count in change.counts.items()}
            change = replace(change, counts=fewer)
    return change
