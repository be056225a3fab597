# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan must not do: each refusal names its place and, if it may be overridden, the word for that.

Pure: it judges what is wanted and what is there, and plans nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, references
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Guard,
    Inquiry,
    JointGuard,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import folded
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, nearest, shown
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Current, Scope

_WAY_OUT = "fix it in the Administration Console, or remove the entry from the file to leave the object alone"

PURGE_EVERYTHING = "purge_everything"
"""The word for a purge by a list that names nothing."""


def guarded(scope: Scope, where: str, before: Entry | None, after: Entry | None) -> list[Problem]:
    """Return what the guards of a type say about an object that goes from ``before`` to ``after``."""
    accepted = scope.options.accept_risk
    return [
        Problem(where, refused(guard, message))
        for guard in scope.resource.guards
        if not lifted(guard, accepted) and (message := guard.check(before, after))
    ]


def lifted(guard: Guard | JointGuard | Inquiry, accepted: Collection[str]) -> bool:
    """Whether a user has overridden a refusal with its word."""
    return guard.overridable and guard.name in accepted


def refused(guard: Guard | JointGuard | Inquiry, message: str) -> str:
    """Return a refusal with the word that overrides it, if there is one."""
    lift = f" (accept_risk: [{guard.name}] if you mean it)" if guard.overridable else ""
    return f"refused: {message}{lift}"


def together(scope: Scope, changes: Sequence[Change]) -> list[Problem]:
    """Return what is wrong with all objects of a file together, at the change that causes it."""
    before = [change.present for change in changes if change.present]
    after = [change.entry for change in changes if change.entry]
    problems = []
    for guard in scope.resource.joint_guards:
        message = "" if lifted(guard, scope.options.accept_risk) else guard.check(before, after)
        if message:
            problems.append(Problem(_turning_point(guard, changes), refused(guard, message)))
    return problems[:1]


def _turning_point(guard: JointGuard, changes: Sequence[Change]) -> str:
    """Return the place of the first change that makes a file too much, with those in front of it."""
    before = [change.present for change in changes if change.present]
    for index, change in enumerate(changes):
        now = [made.entry for made in changes[: index + 1]] + [to_come.present for to_come in changes[index + 1 :]]
        if guard.check(before, [entry for entry in now if entry]):
            return change.where
    return ""


def foreign(where: str, found: Current) -> list[Problem]:
    """Return a problem when an object is not ours to change."""
    return [Problem(where, f"refused: {found.foreign}")] if found.foreign else []


def unreadable(scope: Scope, wanted: Desired, matches: Sequence[Current]) -> list[Problem]:
    """Return a problem for an object that is there, or may be there, and cannot be read: nothing is sent about it."""
    title, name = scope.resource.title, shown(wanted.key)
    found = next((match for match in matches if match.unreadable), None)
    if found:
        told = f"the {title} {name} exists, but cannot be read: {found.unreadable}"
        return [Problem(wanted.where, f"refused: {told}; {_WAY_OUT}")]
    other = None if matches else next((other for other in scope.current if other.anonymous), None)
    if other:
        told = f"there is a {title} whose name cannot be read, and it may be {name}: {other.unreadable}"
        return [Problem(wanted.where, f"refused: {told}; {_WAY_OUT}")]
    return []


def near_name(scope: Scope, wanted: Desired) -> list[Problem]:
    """Return a problem if the object to create may already exist under a name that the API changed.

    Only for what cannot be deleted: everything else is taken back at once (CONTRACT 4: sets stay).
    """
    resource = scope.resource
    near = (
        [found.key for found in scope.current if folded(wanted.key) == folded(found.key)] if not resource.delete else []
    )
    if not near:
        return []
    told = f"there is no {resource.title} {shown(wanted.key)}, but there is {shown(near[0])}, which cannot be deleted"
    return [Problem(at(wanted.where, resource.key), f"{told}; write that name, or a clearly different one")]


def built_in(resource: Resource, key: str, where: str) -> list[Problem]:
    """Return a problem when an object is one that is never deleted."""
    if key not in resource.builtin:
        return []
    return [Problem(where, f"refused: {shown(key)} is built in and never deleted")]


def too_many(scope: Scope, changes: Sequence[Change]) -> list[Problem]:
    """Return a problem when more objects would be deleted than the user allows."""
    count = sum(change.operation == "delete" for change in changes)
    if count <= max(0, scope.options.max_deletes):
        return []
    message = (
        f"{count} {scope.resource.title} objects would be deleted, {scope.options.max_deletes} are allowed; "
        "raise max_deletes if you mean it"
    )
    return [Problem("max_deletes", message)]


def thinned(scope: Scope, changes: Sequence[Change]) -> list[Problem]:
    """Return a problem if lists lose too many items: only lists that lose more than a quarter of their items count."""
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
    if count <= max(0, scope.options.max_deletes):
        return []
    message = (
        f"{count:,} items would be removed from lists that lose more than a quarter of theirs "
        f"({first_of(list(lost))}), {scope.options.max_deletes} are allowed; raise max_deletes if you mean it"
    )
    return [Problem("max_deletes", message)]


def _lost(field: Field, change: Change) -> tuple[int, int]:
    """Return how many items a list loses, and how many it holds; an item that changes is not lost."""

    def keys(items: Iterable[Any]) -> set[Any]:
        return set(map(field.identity, items))

    before, after = change.before.get(field.name, ()), change.after.get(field.name, ())
    return len(keys(before) - keys(after)), change.counts.get(field.name, 0) + len(before)


def purge_of_all(scope: Scope, desired: Sequence[Desired], purged: Sequence[Change]) -> list[Problem]:
    """Return a problem when a list that names nothing to keep would delete whatever a purge finds."""
    named = any(wanted.state == "present" for wanted in desired)
    if named or not purged or PURGE_EVERYTHING in scope.options.accept_risk:
        return []
    message = (
        f"refused: the list keeps no object, so all {len(purged)} {scope.resource.title} objects that "
        f"match {shown(scope.options.purge_match)} would be deleted (accept_risk: [{PURGE_EVERYTHING}] if "
        "you mean it)"
    )
    return [Problem("purge", message)]


def incomplete(resource: Resource, wanted: Desired, present: Mapping[str, object]) -> list[Problem]:
    """Return a problem for everything that a setting which begins to exist cannot be without."""
    return [
        problem
        for field in resource.fields
        for problem in field.incomplete(wanted.values.get(field.name), present.get(field.name), wanted.where)
    ]


def unfinished(resource: Resource, where: str, entry: Entry) -> list[Problem]:
    """Return a problem for every required setting that a singleton neither has nor gets."""
    missing = [field.name for field in resource.fields if field.required and not entry.get(field.name)]
    told = f"is required: the {resource.title} has none yet"
    return [Problem(at(where, name), told) for name in missing] if resource.singleton else []


def left_behind(scope: Scope, left: Sequence[Change]) -> list[Problem]:
    """Judge what moving items does to the objects that they leave."""
    return [found for change in left for found in guarded(scope, change.where, change.present, change.entry)]


def unknown_references(scope: Scope, desired: Sequence[Desired], there: Collection[str]) -> list[Problem]:
    """Return a problem for every name in ``desired`` that does not refer to exactly one object.

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


def _unknown(title: str, name: str, known: Counter[str], believed: Collection[str]) -> str:
    if known[name]:
        return f"{known[name]} {title} objects are called {shown(name)}; give them different names"
    near = nearest(name, {*known, *believed})
    return f"there is no {title} {shown(name)}, neither in the account nor in what is applied{near}"
