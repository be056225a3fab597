# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan must not do: each refusal names its place and, where that is sane, the word that lifts it.

Pure: it judges what is wanted and what is there, and plans nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, references
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, nearest, shown
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Current, Scope

PURGE_EVERYTHING = "purge_everything"
"""The word for a purge by a list that names nothing."""


def guarded(scope: Scope, where: str, before: Entry | None, after: Entry | None) -> list[Problem]:
    """Return what the guards of a type say about an object that goes from ``before`` to ``after``."""
    problems = []
    for guard in scope.resource.guards:
        message = guard.check(before, after)
        if message and not (guard.overridable and guard.name in scope.options.accept_risk):
            lift = f" (accept_risk: [{guard.name}] if that is meant)" if guard.overridable else ""
            problems.append(Problem(where, f"refused: {message}{lift}"))
    return problems


def foreign(where: str, found: Current) -> list[Problem]:
    """Return a problem when an object is not ours to change."""
    return [Problem(where, f"refused: {found.foreign}")] if found.foreign else []


def built_in(resource: Resource, key: str, where: str) -> list[Problem]:
    """Return a problem when an object is one that is never deleted."""
    if key not in resource.builtin:
        return []
    return [Problem(where, f"refused: {shown(key)} is built in and never deleted")]


def too_many(scope: Scope, changes: Sequence[Change]) -> list[Problem]:
    """Return a problem when more objects would be deleted than the user allows."""
    count = sum(change.operation == "delete" for change in changes)
    if count <= scope.options.max_deletes:
        return []
    message = (
        f"{count} {scope.resource.title} objects would be deleted, {scope.options.max_deletes} are allowed; "
        "raise max_deletes if that is meant"
    )
    return [Problem("max_deletes", message)]


def thinned(scope: Scope, changes: Sequence[Change]) -> list[Problem]:
    """Return a problem when lists lose too many items: those count that lose more than a quarter of what they hold."""
    lost = {
        f"{shown(change.key)}: {gone:,} of {held:,} {name}": gone
        for change in changes
        if change.operation == "update"
        for name in change.before
        if scope.resource.field(name).owned
        for gone, held in [_lost(scope.resource.field(name), change)]
        if gone * 4 > held
    }
    count = sum(lost.values())
    if count <= scope.options.max_deletes:
        return []
    message = (
        f"{count:,} items would be taken out of lists that lose more than a quarter of theirs "
        f"({first_of(list(lost))}), {scope.options.max_deletes} are allowed; raise max_deletes if that is meant"
    )
    return [Problem("max_deletes", message)]


def _lost(field: Field, change: Change) -> tuple[int, int]:
    """Return how many items a list loses, and how many it holds; an item that changes is not lost."""

    def keys(items: Iterable[Any]) -> set[Any]:
        return {item[field.item_key] if field.item_key else item for item in items}

    before, after = change.before.get(field.name, ()), change.after.get(field.name, ())
    return len(keys(before) - keys(after)), change.counts.get(field.name, 0) + len(before)


def purge_of_all(scope: Scope, desired: Sequence[Desired], purged: Sequence[Change]) -> list[Problem]:
    """Return a problem when a list that names nothing to keep would delete whatever a purge finds."""
    named = any(wanted.state == "present" for wanted in desired)
    if named or not purged or PURGE_EVERYTHING in scope.options.accept_risk:
        return []
    message = (
        f"refused: the list names nothing that is to stay, so all {len(purged)} {scope.resource.title} objects that "
        f"match {shown(scope.options.purge_match)} would be deleted (accept_risk: [{PURGE_EVERYTHING}] if "
        "that is meant)"
    )
    return [Problem("purge", message)]


def incomplete(resource: Resource, wanted: Desired, present: Mapping[str, object]) -> list[Problem]:
    """Return a problem for everything that a setting which begins to exist cannot be without."""
    return [
        problem
        for field in resource.fields
        for problem in field.incomplete(wanted.values.get(field.name), present.get(field.name), wanted.where)
    ]


def left_behind(scope: Scope, where: str, moves: Mapping[str, str]) -> list[Problem]:
    """Judge what moving items does to the objects that they leave."""
    members = scope.resource.members
    if members is None:
        return []
    key = scope.resource.field(members.field).item_key
    problems: list[Problem] = []
    for origin in sorted(set(moves.values())):
        other = next(found for found in scope.current if found.key == origin)
        if members.field not in other.partial:
            staying = [record for record in other.entry[members.field] if record[key] not in moves]
            problems += guarded(scope, where, other.entry, {**other.entry, members.field: staying})
    return problems


def unknown_references(scope: Scope, desired: Sequence[Desired], there: Collection[str]) -> list[Problem]:
    """Return a problem for every name that ``desired`` refers to and that is no one object.

    Args:
        there: keys of the objects of this type that the account has.
    """
    wanted_there = [wanted for wanted in desired if wanted.state == "present"]
    to_come = Counter({wanted.key: 1 for wanted in wanted_there if wanted.key not in there})
    problems = []
    for wanted in wanted_there:
        for path, target, name in references(scope.resource, wanted.values):
            known = Counter(scope.options.known.get(target, {}))
            if target == scope.resource.name:
                known += to_come
            believed = scope.options.assumed.get(target, frozenset())
            if known[name] != 1 and not (not known[name] and name in believed):
                message = _unknown(target.replace("_", " "), name, known, believed)
                problems.append(Problem(at(wanted.where, path), message))
    return problems


def _unknown(title: str, name: str, known: Mapping[str, int], believed: Collection[str]) -> str:
    count = known.get(name, 0)
    if count > 1:
        return f"{count} {title} objects are called {shown(name)}; names must tell them apart"
    near = nearest(name, {*known, *believed})
    return f"there is no {title} {shown(name)}, neither in the account nor in what is applied{near}"
