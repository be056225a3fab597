# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desired and current objects of one type -> Plan: what changes, in which order, and what is refused.

Pure: it knows neither Ansible nor HTTP, reads nothing and sends nothing. Check mode and apply use the same plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Difference
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest, shown, unknown_word
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import (
    deletions,
    lists,
    members,
    refusals,
    replacement,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Creation,
    Current,
    Deletion,
    HandOff,
    Options,
    Plan,
    Scope,
    Step,
    Unchanged,
    Update,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.order import in_order


def plan(resource: Resource, desired: Sequence[Desired], current: Sequence[Current], options: Options) -> Plan:
    """Return what has to change so that ``current`` becomes what ``desired`` says."""
    scope = Scope(resource, current, options)
    kept = frozenset(wanted.key for wanted in desired)
    named = desired
    if options.deletions == "only":
        desired = [wanted for wanted in desired if wanted.state == "absent"]
    by_key: dict[str, list[Current]] = {}
    for found in current:
        by_key.setdefault(found.key, []).append(found)
    changes: list[Change] = []
    problems: list[Problem] = []
    for wanted in desired:
        matches = [found for found in by_key.get(wanted.key, []) if not wanted.id or found.id == wanted.id]
        old = _left_behind(resource, wanted, matches)
        matches = [old] if old else matches
        refused = _not_told_apart(resource, wanted, matches) or refusals.unreadable(scope, wanted, matches)
        if not refused:
            match = matches[0] if matches else None
            change, refused = _change(scope, wanted, match)
            change = replacement.finished(change) if old else change
            changes.append(lists.told(resource, wanted, match, change))
        problems += refused
    left = lists.left_behind(scope, changes)
    problems += refusals.left_behind(scope, left) + refusals.together(scope, changes)
    remarks = (*_remarks(desired), *_of_changes(resource, changes))
    problems += refusals.unknown_references(scope, desired, by_key)
    if options.purge:
        purged, refused = deletions.purge(scope, kept)
        changes += purged
        problems += refused
        problems += refusals.purge_of_all(scope, named, purged)
    problems += refusals.too_many(scope, changes) + refusals.thinned(scope, changes)
    changes = lists.gaining_first(resource, lists.departed(resource, changes))
    if options.deletions == "none":
        changes = [change for change in changes if change.operation != "delete"]
    ordered, circle = in_order(resource, changes)
    warnings = (*remarks, *_unread(changes), *_left_alone(scope, kept))
    return Plan(tuple(ordered), tuple(dict.fromkeys((*problems, *circle))), warnings, tuple(left))


def plan_unread(resource: Resource, desired: Sequence[Desired], options: Options) -> Plan:
    """Return the plan for a type that the API does not offer: everything is validated, nothing is known."""
    scope = Scope(resource, (), options)
    changes: list[Change] = []
    judged: list[Change] = []
    problems: list[Problem] = []
    for wanted in desired:
        blank = _blank(resource, wanted)
        if wanted.state == "absent":
            problems += refusals.built_in(resource, wanted.key, wanted.where)
            changes.append(blank.become(HandOff))
            continue
        values = {**_start(resource), **wanted.values}
        entry = _as_read(resource, values)
        changes.append(blank.become(HandOff, after=_shown(resource, values), entry=entry))
        # What is left where items are taken out, nobody knows.
        if "remove" not in wanted.modes.values():
            problems += refusals.guarded(scope, wanted.where, None, entry)
            judged.append(changes[-1])
    problems += refusals.together(scope, judged)
    problems += refusals.unknown_references(scope, desired, ())
    return Plan(tuple(changes), tuple(problems), (*_remarks(desired), *_of_changes(resource, judged)))


def achieved(resource: Resource, change: Change, left: Change | None) -> Change | None:
    """Return the part of ``change`` that took effect, when ``left`` is what reading back says is still to do."""
    if left is None:
        return change
    if left.operation == change.operation == "create":
        return None
    if change.operation == "replace" and left.operation == "create":
        return change.become(Deletion, entry=None, before=dict(change.present or {}), steps=change.steps)
    if left.operation == change.operation == "delete":
        change = change.become(Update, before=change.before, steps=change.steps)
    before = {name: _minus(value, left.before.get(name)) for name, value in change.before.items()}
    after = {name: _minus(value, left.after.get(name)) for name, value in change.after.items()}
    nothing: tuple[Any, ...] = (ABSENT, [])
    kept = {
        name
        for name in change.fields
        if before.get(name, ABSENT) not in nothing or after.get(name, ABSENT) not in nothing
    }
    if not kept:
        return None
    done = change.narrowed(
        before={name: value for name, value in before.items() if name in kept and value is not ABSENT},
        after={name: value for name, value in after.items() if name in kept and value is not ABSENT},
    )
    return members.narrowed(resource, done) if isinstance(done, Update) else done


def _minus(value: Any, left: Any) -> Any:
    """Return what of a changed setting is not left to do: items of a list, or the setting as a whole."""
    if isinstance(value, list) and isinstance(left, list):
        return [item for item in value if item not in left]
    return value if left is None else ABSENT


def without_secrets(desired: Sequence[Desired]) -> list[Desired]:
    """Return ``desired`` as it can be read back: passwords that are sent on every run count as sent."""
    return [replace(wanted, update_password="on_create") for wanted in desired]


def _blank(resource: Resource, wanted: Desired, found: Current | None = None) -> Change:
    """Return that nothing happens to an object, of which nothing but its place is known yet."""
    blank = Unchanged(resource.name, resource.title, wanted.key, wanted.where)
    return replace(blank, id=found.id, present=found.entry) if found else blank


def _not_told_apart(resource: Resource, wanted: Desired, matches: Sequence[Current]) -> list[Problem]:
    """Return a problem unless it is clear which object is meant: one of this name, or none."""
    if len(matches) > 1:
        ids = ", ".join(found.id for found in matches)
        way_out = f"pick one with id: {ids}" if resource.get else "delete all but one in the Administration Console"
        told = f"{len(matches)} {resource.title} objects are called {shown(wanted.key)}; {way_out}"
        return [Problem(wanted.where, told)]
    if wanted.id and not matches:
        return [Problem(at(wanted.where, "id"), f"no {resource.title} has this id and this {resource.key}")]
    return []


def _left_behind(resource: Resource, wanted: Desired, matches: Sequence[Current]) -> Current | None:
    """Return the old one of two objects of one name, where a run ended while it replaced the one by the other."""
    return replacement.unfinished(resource, matches, lambda found: _differences(resource, wanted, found.entry))


def _change(scope: Scope, wanted: Desired, found: Current | None) -> tuple[Change, list[Problem]]:
    resource = scope.resource
    blank = _blank(resource, wanted, found)
    if wanted.state == "absent":
        if found is None:
            return blank, []
        if resource.singleton:
            wanted = _emptied(resource, wanted)
        elif wanted.delete:
            return deletions.deletion(scope, found, blank)
        else:
            wanted = replace(wanted, values={resource.key: wanted.key, **resource.retire}, without={}, modes={})
    return _creation(scope, wanted, blank) if found is None else _update(scope, wanted, found, blank)


def _emptied(resource: Resource, wanted: Desired) -> Desired:
    """Return the wish that nothing is set in the one object of an account, which cannot go."""
    cleared = [field for field in resource.fields if field.clear is not ABSENT]
    return replace(
        wanted,
        values={field.name: field.clear for field in cleared},
        modes={field.name: "exact" for field in cleared if field.owned},
        without={},
    )


def _creation(scope: Scope, wanted: Desired, blank: Change) -> tuple[Change, list[Problem]]:
    resource, name = scope.resource, shown(wanted.key)
    if resource.create is None:
        near = nearest(wanted.key, (found.key for found in scope.current))
        how = f"; {resource.adopt_only}" if resource.adopt_only else ""
        return blank, [Problem(at(wanted.where, resource.key), f"there is no {resource.title} {name}{near}{how}")]
    values = {**_start(resource), **wanted.values}
    problems = [
        Problem(at(wanted.where, field.name), f"is required to create the {resource.title} {name}")
        for field in resource.fields
        if field.required and field.name not in values
    ]
    problems += refusals.incomplete(resource, wanted, {}) + refusals.near_name(scope, wanted)
    unset = {field.name: field.unset for field in resource.fields if field.unset is not ABSENT}
    entry = {**unset, **_as_read(resource, values)}
    problems += refusals.guarded(scope, wanted.where, None, entry)
    change = blank.become(
        Creation, entry=entry, after=_shown(resource, values), steps=tuple(_creating(resource, values))
    )
    return change, problems


def _creating(resource: Resource, values: Mapping[str, Any]) -> list[Step]:
    """Return what is sent to create an object: what the creation does not take comes in an update behind it."""
    created: Entry = {}
    updated: Entry = {}
    for name, value in values.items():
        field = resource.field(name)
        sent = ABSENT if field.apart else field.creating(value)
        if sent is ABSENT:
            continue
        if field.create:
            created[name] = sent
        elif sent != field.default:
            updated[name] = sent
    steps = [Step("create", created)]
    if updated:
        steps.append(Step("update", updated))
    if resource.members and values.get(resource.members.field):
        steps.append(Step("add", values[resource.members.field]))
    return steps


def _update(scope: Scope, wanted: Desired, found: Current, blank: Change) -> tuple[Change, list[Problem]]:
    resource, where = scope.resource, wanted.where
    differences = _differences(resource, wanted, found.entry)
    unverified = tuple(name for name, mode in wanted.modes.items() if mode == "exact" and name in found.partial)
    problems = refusals.incomplete(resource, wanted, found.entry)
    if not differences:
        return blank.become(Unchanged, entry=found.entry, unverified=unverified), problems
    moves: dict[str, str] = {}
    for name, difference in differences.items():
        if difference.problem:
            problems.append(Problem(at(where, name), difference.problem))
        if resource.field(name).apart:
            moves |= lists.moves(scope, resource.field(name), difference.after, found)
    entry = {**found.entry, **_told({name: difference.result for name, difference in differences.items()})}
    problems += refusals.foreign(where, found)
    problems += refusals.unfinished(resource, where, entry)
    problems += refusals.guarded(scope, where, found.entry, entry)
    change = blank.become(
        Update,
        entry=entry,
        before=_told({name: difference.before for name, difference in differences.items()}),
        after=_told({name: difference.after for name, difference in differences.items()}),
        steps=tuple(_emptying(resource, entry) or _updating(resource, differences)),
        counts={name: found.unchanged for name, found in differences.items() if resource.field(name).owned},
        moves=moves,
        replaces=members.all_replaced(resource, differences),
        partial=tuple(name for name in differences if name in found.partial),
        unverified=unverified,
    )
    made = replacement.replaced(resource, change, _creating)
    return made, [*problems, *replacement.incomplete(resource, wanted, made)]


def _differences(resource: Resource, wanted: Desired, present: Mapping[str, Any]) -> dict[str, Difference]:
    """Ask each setting that the user wrote once how it differs from what is there."""
    secret_written = any(resource.field(name).secret for name in wanted.values)
    differences = {}
    for name in wanted.values:
        field = resource.field(name)
        if name == resource.key or (field.unread and not secret_written):
            continue
        difference = field.differ(present.get(name, ABSENT), wanted.wish(name))
        if difference:
            differences[name] = difference
    return differences


def _updating(resource: Resource, differences: Mapping[str, Difference]) -> list[Step]:
    """Return what is sent to change an object: its settings in one request, then what changes its members."""
    sent: Entry = {}
    steps: list[Step] = []
    for name, difference in differences.items():
        if not resource.field(name).apart:
            sent[name] = difference.sent
            continue
        steps += members.steps(resource.field(name), difference)
    return [Step("update", sent), *steps] if sent else steps


def _emptying(resource: Resource, entry: Entry) -> list[Step]:
    """Return the deletion that empties the one object of an account, where it is to hold nothing any more."""
    empty = all(entry.get(field.name) in (field.clear, None) for field in resource.fields)
    return [Step("delete")] if resource.singleton and resource.delete and empty else []


def _told(settings: Mapping[str, Any]) -> Entry:
    return {name: value for name, value in settings.items() if value is not ABSENT}


def _start(resource: Resource) -> Entry:
    """Return what a creation sends where the user says nothing."""
    return {field.name: field.on_create for field in resource.fields if field.on_create is not ABSENT}


def _as_read(resource: Resource, values: Mapping[str, Any]) -> Entry:
    """Return ``values`` as they will read once they are set: no secrets."""
    readable = {name: resource.field(name) for name in values if resource.field(name).readable()}
    return {name: field.as_read(values[name]) for name, field in readable.items()}


def _shown(resource: Resource, values: Mapping[str, Any]) -> Entry:
    """Return ``values`` as they may be shown: a secret as a mark that it is written."""
    return {name: resource.field(name).shown(value) for name, value in values.items()}


def _remarks(desired: Sequence[Desired]) -> list[str]:
    return [remark for wanted in desired if wanted.state == "present" for remark in wanted.remarks]


def _left_alone(scope: Scope, kept: Collection[str]) -> list[str]:
    """Return a sentence for every object that cannot be read and that nobody speaks of."""
    title = scope.resource.title
    return [
        f"{title} {shown(found.key) if found.key else 'without a name'}: it is left alone, because it cannot be read: "
        f"{found.unreadable}"
        for found in scope.current
        if found.unreadable and found.is_ours and found.key not in kept
    ]


def _of_changes(resource: Resource, changes: Sequence[Change]) -> list[str]:
    """Return what is worth a warning of the objects that are to be there, each and all together."""
    told = []
    for change in changes:
        if change.entry is None:
            continue
        place = change.where or change.key
        remark = resource.remark(change.present, change.entry) if change.operation != "none" else ""
        told += [f"{place}: {message}" for message in (resource.alarm(change.entry), remark) if message]
        told += [f"{place}.{path}: {unknown_word(word)}" for path, word in _unknown_words(resource, change)]
    joint = resource.joint_remark(
        [change.present for change in changes if change.present],
        [change.entry for change in changes if change.entry],
    )
    return [*told, *([f"{resource.plural}: {joint}"] if joint else [])]


def _unknown_words(resource: Resource, change: Change) -> list[tuple[str, str]]:
    """Return (setting, word) for every word of a setting that changes and that nobody here knows."""
    return [found for name, value in change.before.items() for found in resource.field(name).unknown_words(value)]


def _unread(changes: Sequence[Change]) -> list[str]:
    return [
        f"{change.where or change.key}: {name} is exact, but not all members could be read; set scan_users: true to "
        "read every user"
        for change in changes
        for name in change.unverified
    ]
