# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desired and current objects of one type -> Plan: what changes, in which order, and what is refused.

Pure: it knows neither Ansible nor HTTP, reads nothing and sends nothing. Check mode and apply use the same plan.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import (
    ABSENT,
    HIDDEN,
    Desired,
    Entry,
    Field,
    Resource,
    walk,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at

DELETE_WITH_MEMBERS = "delete_with_members"


@dataclass(frozen=True)
class Current:
    """One object as the account has it.

    Attributes:
        entry: its settings in the user's words. foreign: why it is not ours to change, or "".
        occupied: what keeps it from being deleted, or "". belongs: listed and purged as one of its type.
        partial: fields of which only a part could be read.
    """

    key: str
    id: str
    entry: Entry
    foreign: str = ""
    occupied: str = ""
    belongs: bool = True
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One thing to send for an object; ``values`` may hold secrets and is never shown."""

    kind: Literal["create", "update", "delete", "add", "remove"]
    values: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class Change:
    """What happens to one object.

    Attributes:
        operation: none, create, update, delete, or hand_off (the account could not be read: a person does it).
        before, after: the settings that change, without secrets; for a create or a delete all that are known.
        entry: the whole object afterwards, or None when it is gone. present: the whole object now, or None.
        counts: owned list -> number of items that stay as they are.
        moves: item of an exclusive list -> object that it leaves.
    """

    resource: str
    title: str
    key: str
    where: str
    operation: Literal["none", "create", "update", "delete", "hand_off"]
    id: str = ""
    before: Entry = field(default_factory=dict)
    after: Entry = field(default_factory=dict)
    entry: Entry | None = None
    present: Entry | None = None
    steps: tuple[Step, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    unverified: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from every other change of a task: two objects may have one name."""
        return self.where, self.key

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the settings that change."""
        return tuple(sorted({*self.before, *self.after}))


@dataclass(frozen=True)
class Options:
    """What the user allows beyond the objects themselves.

    Attributes:
        known: resource -> name -> how many objects have it. assumed: names that an earlier task is to create.
        deletions: all; none, to leave them to a later task; or only, when an earlier task has done the rest.
    """

    purge: bool = False
    purge_match: str = "*"
    max_deletes: int = 10
    accept_risk: frozenset[str] = frozenset()
    known: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    assumed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deletions: str = "all"


@dataclass(frozen=True)
class Plan:
    """Ordered changes of one type, and the problems that keep all of them from being made."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def effective(self) -> tuple[Change, ...]:
        """The changes that change something."""
        return tuple(one for one in self.changes if one.operation != "none")


def plan(resource: Resource, desired: Sequence[Desired], current: Sequence[Current], options: Options) -> Plan:
    """Return what has to change so that ``current`` becomes what ``desired`` says."""
    kept = frozenset(one.key for one in desired)
    if options.deletions == "only":
        desired = [one for one in desired if one.state == "absent"]
    problems: list[Problem] = []
    changes: list[Change] = []
    by_key: dict[str, list[Current]] = {}
    for one in current:
        by_key.setdefault(one.key, []).append(one)
    for wanted in desired:
        found = [one for one in by_key.get(wanted.key, []) if not wanted.id or one.id == wanted.id]
        if len(found) > 1:
            ids = ", ".join(one.id for one in found)
            problems.append(
                Problem(
                    wanted.where,
                    f"{len(found)} {resource.title} objects are called "
                    f"{spelling.shown(wanted.key)}; pick one with id: {ids}",
                )
            )
            continue
        if wanted.id and not found:
            problems.append(Problem(at(wanted.where, "id"), f"no {resource.title} has this id and this {resource.key}"))
            continue
        change, refused = _change(resource, wanted, found[0] if found else None, current, options)
        problems += refused
        changes.append(
            _without_parts(change, _unspoken(resource, wanted) | (found[0].partial if found else frozenset()))
        )
    problems += _unknown_references(resource, desired, by_key, options)
    if options.purge:
        purged, refused = _purge(resource, kept, current, options)
        changes += purged
        problems += refused
    deletions = [one for one in changes if one.operation == "delete"]
    if len(deletions) > options.max_deletes:
        problems.append(
            Problem(
                "max_deletes",
                f"{len(deletions)} {resource.title} objects would be deleted, "
                f"{options.max_deletes} are allowed; raise max_deletes if that is meant",
            )
        )
    changes = _departed(resource, changes)
    if options.deletions == "none":
        changes = [one for one in changes if one.operation != "delete"]
    ordered, cycle = _in_order(resource, changes)
    problems += cycle
    return Plan(tuple(ordered), tuple(problems), tuple(_warnings(changes)))


def plan_unread(resource: Resource, desired: Sequence[Desired], options: Options) -> Plan:
    """Return the plan for a type that the API does not offer: everything is validated, nothing is known."""
    changes, problems = [], []
    for wanted in desired:
        blank = Change(resource.name, resource.title, wanted.key, wanted.where, "hand_off")
        if wanted.state == "absent":
            problems += _never_deleted(resource, wanted)
            changes.append(blank)
            continue
        start = {one.name: one.on_create for one in resource.fields if one.on_create is not ABSENT}
        values = {**start, **wanted.values}
        if not any(mode == "remove" for mode in wanted.modes.values()):
            problems += _guarded(resource, wanted.where, None, _readable(resource, values), options)
        changes.append(replace(blank, after=_shown(resource, values), entry=_readable(resource, values)))
    problems += _unknown_references(resource, desired, {}, options)
    return Plan(tuple(changes), tuple(problems))


def achieved(change: Change, left: Change | None) -> Change | None:
    """Return the part of ``change`` that took effect, when ``left`` is what reading back says is still to do."""
    if left is None:
        return change
    if left.operation == change.operation == "create":
        return None
    if left.operation == change.operation == "delete":
        change = replace(change, operation="update", after={})
    before = {name: _minus(value, left.before.get(name)) for name, value in change.before.items()}
    after = {name: _minus(value, left.after.get(name)) for name, value in change.after.items()}
    kept = {
        name
        for name in change.fields
        if before.get(name, ABSENT) not in (ABSENT, []) or after.get(name, ABSENT) not in (ABSENT, [])
    }
    if not kept:
        return None
    return replace(
        change,
        before={name: value for name, value in before.items() if name in kept and value is not ABSENT},
        after={name: value for name, value in after.items() if name in kept and value is not ABSENT},
    )


def _minus(value: Any, left: Any) -> Any:
    """Return what of a changed setting is not left to do: items of a list, or the setting as a whole."""
    if isinstance(value, list) and isinstance(left, list):
        return [item for item in value if item not in left]
    return value if left is None else ABSENT


def without_secrets(desired: Sequence[Desired]) -> list[Desired]:
    """Return ``desired`` as it can be read back: passwords that are sent on every run count as sent."""
    return [replace(one, update_password="on_create") for one in desired]


def _change(
    resource: Resource, wanted: Desired, found: Current | None, current: Sequence[Current], options: Options
) -> tuple[Change, list[Problem]]:
    blank = Change(resource.name, resource.title, wanted.key, wanted.where, "none")
    if found is not None:
        blank = replace(blank, id=found.id, present=found.entry)
    if wanted.state == "absent":
        if found is None:
            return blank, []
        if wanted.delete:
            return _deletion(resource, found, blank, options)
        wanted = replace(wanted, values={resource.key: wanted.key, **resource.retire}, without={}, modes={})
    if found is None:
        return _creation(resource, wanted, blank, current, options)
    return _update(resource, wanted, found, blank, current, options)


def _guarded(
    resource: Resource, where: str, before: Entry | None, after: Entry | None, options: Options
) -> list[Problem]:
    problems = []
    for guard in resource.guards:
        message = guard.check(before, after)
        if message and not (guard.overridable and guard.name in options.accept_risk):
            lift = f" (accept_risk: [{guard.name}] if that is meant)" if guard.overridable else ""
            problems.append(Problem(where, f"refused: {message}{lift}"))
    return problems


def _deletion(resource: Resource, found: Current, blank: Change, options: Options) -> tuple[Change, list[Problem]]:
    problems = _guarded(resource, blank.where, found.entry, None, options)
    if found.foreign:
        problems.append(Problem(blank.where, f"refused: {found.foreign}"))
    problems += _never_deleted(resource, blank)
    steps: tuple[Step, ...] = ()
    if found.occupied:
        members = found.entry.get(resource.members.field, []) if resource.members else []
        if DELETE_WITH_MEMBERS not in options.accept_risk or "sub-groups" in found.occupied:
            lift = (
                ""
                if "sub-groups" in found.occupied
                else f" (accept_risk: [{DELETE_WITH_MEMBERS}] takes them out first)"
            )
            problems.append(Problem(blank.where, f"refused: {found.occupied}{lift}"))
        steps = (Step("remove", members),) if members else ()
    return (
        replace(blank, operation="delete", id=found.id, before=dict(found.entry), steps=(*steps, Step("delete"))),
        problems,
    )


def _never_deleted(resource: Resource, one: Desired | Change) -> list[Problem]:
    if one.key not in resource.builtin:
        return []
    return [Problem(one.where, f"refused: {spelling.shown(one.key)} is built in and never deleted")]


def _creation(
    resource: Resource, wanted: Desired, blank: Change, current: Sequence[Current], options: Options
) -> tuple[Change, list[Problem]]:
    if resource.create is None:
        near = spelling.nearest(wanted.key, (one.key for one in current))
        return blank, [
            Problem(at(wanted.where, resource.key), f"there is no {resource.title} {spelling.shown(wanted.key)}{near}")
        ]
    start = {one.name: one.on_create for one in resource.fields if one.on_create is not ABSENT}
    values = {**start, **wanted.values}
    problems = [
        Problem(at(wanted.where, one.name), f"is required to create the {resource.title} {spelling.shown(wanted.key)}")
        for one in resource.fields
        if one.required and one.name not in values
    ]
    problems += _incomplete_maps(resource, wanted, {})
    defaults = {
        one.name: one.default
        for one in resource.fields
        if one.readable() and one.default is not ABSENT and not one.apart
    }
    shown = _shown(resource, values)
    entry = {**_map_defaults(resource), **defaults, **_readable(resource, values)}
    problems += _guarded(resource, wanted.where, None, entry, options)
    sent = {
        name: _without_clears(resource.field(name), value)
        for name, value in values.items()
        if not (resource.field(name).apart or _nothing(resource.field(name), value))
    }
    steps = [Step("create", {name: value for name, value in sent.items() if resource.field(name).create})]
    later = {
        name: value
        for name, value in sent.items()
        if not resource.field(name).create and value != resource.field(name).default
    }
    if later:
        steps.append(Step("update", later))
    if resource.members and values.get(resource.members.field):
        steps.append(Step("add", values[resource.members.field]))
    return replace(blank, operation="create", after=shown, entry=entry, steps=tuple(steps)), problems


def _nothing(one: Field, value: Any) -> bool:
    """Whether a value says what a new object is anyway: empty, or referring to nothing."""
    return bool(value == one.clear or (one.reference and not value))


def _without_clears(one: Field, value: Any) -> Any:
    """Return ``value`` without the members that a new object does not have anyway."""
    if one.kind != "map" or one.whole:
        return value
    known = {inner.name: inner for inner in one.fields}
    return {inner: setting for inner, setting in value.items() if setting != known[inner].clear}


def _map_defaults(resource: Resource) -> Entry:
    return {
        one.name: {inner.name: inner.default for inner in one.fields if inner.default is not ABSENT}
        for one in resource.fields
        if one.kind == "map" and not one.whole and one.default is ABSENT
    }


def _readable(resource: Resource, values: Mapping[str, Any]) -> Entry:
    """Return ``values`` as they will read: no secrets, maps with the defaults of what they do not name."""
    entry: Entry = {}
    for name, value in values.items():
        one = resource.field(name)
        if not one.readable():
            continue
        if one.kind == "records":
            value = [said(record) for record in value]
        if one.kind == "map" and not one.whole and value:
            known = {inner.name: inner for inner in one.fields}
            value = {inner: setting for inner, setting in value.items() if known[inner].readable()}
            if one.default is ABSENT:
                value = {**_map_defaults(resource)[name], **value}
            else:
                value = {inner: setting for inner, setting in value.items() if setting}
        entry[name] = value
    return entry


def _shown(resource: Resource, values: Mapping[str, Any]) -> Entry:
    """Return ``values`` as they may be shown: a secret as a mark that it is written."""
    entry: Entry = {}
    for name, value in values.items():
        one = resource.field(name)
        if one.secret:
            value = HIDDEN
        elif one.kind == "map":
            known = {inner.name: inner for inner in one.fields}
            value = {inner: HIDDEN if known[inner].secret else setting for inner, setting in value.items()}
        entry[name] = value
    return entry


def _incomplete_maps(resource: Resource, wanted: Desired, present: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for every map that would begin to exist without a member that it cannot be without."""
    return [
        Problem(at(wanted.where, f"{one.name}.{inner.name}"), f"is required to set {one.name}")
        for one in resource.fields
        if one.kind == "map" and not one.whole and wanted.values.get(one.name) and not present.get(one.name)
        for inner in one.fields
        if inner.required and inner.name not in wanted.values[one.name]
    ]


def _update(
    resource: Resource,
    wanted: Desired,
    found: Current,
    blank: Change,
    current: Sequence[Current],
    options: Options,
) -> tuple[Change, list[Problem]]:
    before: Entry = {}
    after: Entry = {}
    entry = dict(found.entry)
    sent: Entry = {}
    steps: list[Step] = []
    counts: dict[str, int] = {}
    moves: dict[str, str] = {}
    unverified: list[str] = []
    for name, value in wanted.values.items():
        one = resource.field(name)
        if name == resource.key or not one.readable():
            continue
        present = found.entry.get(name, {} if one.kind == "map" else one.default)
        if one.owned:
            edit = _edit_list(one, value, wanted.without.get(name, frozenset()), wanted.modes[name], present)
            if name in found.partial and wanted.modes[name] == "exact":
                unverified.append(name)
            if not edit.differs:
                continue
            before[name], after[name], entry[name] = edit.gone, edit.come, edit.result
            counts[name] = edit.unchanged
            if one.apart:
                moves.update(_moves(resource, one, edit.come, found, current))
                steps += [Step("remove", edit.gone)] if edit.gone else []
                steps += [Step("add", edit.come)] if edit.come else []
            else:
                sent[name] = edit.result
        elif one.kind == "map" and not one.whole and value:
            known = {inner.name: inner for inner in one.fields}
            differing = {
                inner: setting
                for inner, setting in value.items()
                if known[inner].readable() and setting != present.get(inner, known[inner].default)
            }
            secrets = {inner: setting for inner, setting in value.items() if known[inner].secret}
            again = bool(secrets) and wanted.update_password == "always"
            if not differing and not again:
                continue
            whole = {**present, **{inner: setting for inner, setting in value.items() if known[inner].readable()}}
            before[name] = {inner: present.get(inner, known[inner].default) for inner in differing}
            after[name] = {**differing, **dict.fromkeys(secrets, HIDDEN)}
            entry[name] = {inner: setting for inner, setting in whole.items() if one.default is ABSENT or setting}
            sent[name] = {**whole, **secrets} if one.encode else differing
        elif value != present:
            before[name], after[name], entry[name], sent[name] = present, value, value, value
    if wanted.update_password == "always" and wanted.state == "present":
        secret_values = {name: value for name, value in wanted.values.items() if not resource.field(name).readable()}
        if any(resource.field(name).secret for name in secret_values):
            sent.update(secret_values)
            after.update(_shown(resource, secret_values))
    if sent:
        steps.insert(0, Step("update", sent))
    problems = _incomplete_maps(resource, wanted, found.entry)
    problems += [
        Problem(
            at(wanted.where, name), f"the API cannot take it out of {spelling.shown(before[name])}; do that by hand"
        )
        for name in after
        if resource.field(name).reference and not after[name] and resource.field(name).clear is ABSENT
    ]
    if not steps:
        return replace(blank, id=found.id, entry=found.entry, unverified=tuple(unverified)), problems
    if found.foreign:
        problems.append(Problem(wanted.where, f"refused: {found.foreign}"))
    problems += _guarded(resource, wanted.where, found.entry, entry, options)
    problems += _left_behind(resource, wanted.where, moves, current, options)
    change = replace(
        blank,
        operation="update",
        id=found.id,
        before=before,
        after=after,
        entry=entry,
        steps=tuple(steps),
        counts=counts,
        moves=moves,
        unverified=tuple(unverified),
    )
    return change, problems


@dataclass(frozen=True)
class _Edit:
    """What an owned list loses, what it gains, what it becomes, and how many of its items stay."""

    gone: list[Any]
    come: list[Any]
    result: list[Any]
    unchanged: int

    @property
    def differs(self) -> bool:
        return bool(self.gone or self.come)


def _edit_list(one: Field, wanted: list[Any], without: frozenset[str], mode: str, present: Any) -> _Edit:
    if one.kind == "set":
        have = set(present)
        want = set(wanted) if mode == "exact" else (have | set(wanted)) - without
        return _Edit(sorted(have - want), sorted(want - have), sorted(want), len(have & want))
    key = one.item_key
    present_by_key = {item[key]: item for item in present}
    result = {} if mode == "exact" else {name: item for name, item in present_by_key.items() if name not in without}
    for record in wanted:
        result[record[key]] = said({**present_by_key.get(record[key], {}), **record})
    gone = [present_by_key[name] for name in sorted(present_by_key) if present_by_key[name] != result.get(name)]
    come = [result[name] for name in sorted(result) if result[name] != present_by_key.get(name)]
    return _Edit(gone, come, [result[name] for name in sorted(result)], len(present_by_key) - len(gone))


def said(record: Entry) -> Entry:
    """Return a record without what is empty: an empty note and no note are the same."""
    return {name: value for name, value in record.items() if value != ""}


def _moves(
    resource: Resource, one: Field, come: Iterable[Entry], found: Current, current: Sequence[Current]
) -> dict[str, str]:
    """Return, for an exclusive list, which object each item that comes leaves."""
    if resource.members is None or not resource.members.exclusive:
        return {}
    coming = {record[one.item_key] for record in come}
    return {
        record[one.item_key]: other.key
        for other in current
        if other.key != found.key
        for record in other.entry.get(one.name, [])
        if record[one.item_key] in coming
    }


def _unspoken(resource: Resource, wanted: Desired) -> frozenset[str]:
    """Return the list of members that the user does not speak of: it was read only by chance, if at all."""
    field_name = resource.members.field if resource.members else ""
    return frozenset({field_name} - set(wanted.values) - {""})


def _without_parts(change: Change, partial: frozenset[str]) -> Change:
    """Leave out of the whole object what could be read in part only: it would claim that there is nothing else."""
    if not partial:
        return change
    whole = [
        {name: value for name, value in entry.items() if name not in partial} if entry is not None else None
        for entry in (change.entry, change.present)
    ]
    return replace(change, entry=whole[0], present=whole[1])


def _departed(resource: Resource, changes: Sequence[Change]) -> list[Change]:
    """Take members that move to another object out of the one that they leave; the move is what removes them."""
    moving = {member: origin for one in changes for member, origin in one.moves.items()}
    if resource.members is None or not moving:
        return list(changes)
    name = resource.members.field
    key = resource.field(name).item_key

    def staying(records: Sequence[Entry], origin: str) -> list[Entry]:
        return [record for record in records if moving.get(record[key]) != origin]

    result = []
    for one in changes:
        steps = [
            replace(step, values=staying(step.values, one.key)) if step.kind == "remove" else step for step in one.steps
        ]
        change = replace(one, steps=tuple(step for step in steps if step.kind != "remove" or step.values))
        held = (one.entry or {}).get(name, [])
        kept = staying(held, one.key)
        if one.entry is not None and len(kept) < len(held):
            counts = {each: count - len(held) + len(kept) for each, count in one.counts.items()}
            change = replace(change, entry={**one.entry, name: kept}, counts=counts)
        result.append(change)
    return result


def _left_behind(
    resource: Resource, where: str, moves: Mapping[str, str], current: Sequence[Current], options: Options
) -> list[Problem]:
    """Judge what moving items does to the objects that they leave."""
    problems: list[Problem] = []
    for origin in sorted(set(moves.values())):
        other = next(one for one in current if one.key == origin)
        if resource.members and resource.members.field not in other.partial:
            name, key = resource.members.field, resource.field(resource.members.field).item_key
            staying = [record for record in other.entry[name] if record[key] not in moves]
            problems += _guarded(resource, where, other.entry, {**other.entry, name: staying}, options)
    return problems


def _unknown_references(
    resource: Resource, desired: Sequence[Desired], by_key: Mapping[str, Sequence[Current]], options: Options
) -> list[Problem]:
    problems = []
    to_come = Counter({one.key: 1 for one in desired if one.state == "present" and one.key not in by_key})
    for wanted in desired:
        if wanted.state != "present":
            continue
        for path, target, name in references(resource, wanted.values):
            known = Counter(options.known.get(target, {}))
            if target == resource.name:
                known += to_come
            if known[name] == 1 or (not known[name] and name in options.assumed.get(target, frozenset())):
                continue
            title = target.replace("_", " ")
            if known[name] > 1:
                message = f"{known[name]} {title} objects are called {spelling.shown(name)}; names must tell them apart"
            else:
                near = spelling.nearest(name, {*known, *options.assumed.get(target, ())})
                message = (
                    f"there is no {title} {spelling.shown(name)}, neither in the account nor in what is applied{near}"
                )
            problems.append(Problem(at(wanted.where, path), message))
    return problems


def references(resource: Resource, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (path in the entry, resource referred to, name) for every reference that ``values`` make."""
    found = []
    for name, value in values.items():
        one = resource.field(name)
        inside = {inner.name: inner for inner in one.fields} if one.kind == "map" else {}
        if one.reference and value:
            found.append((name, one.reference, value))
        for inner, setting in value.items() if inside else ():
            if inside[inner].reference and setting:
                found.append((f"{name}.{inner}", inside[inner].reference, setting))
    return found


def swept(resource: Resource, kept: frozenset[str], one: Current, options: Options) -> bool:
    """Whether a purge takes an object: ours, not built in, not among ``kept``, and its name matches."""
    if not options.purge or one.key in kept or one.key in resource.builtin or one.foreign or not one.belongs:
        return False
    return fnmatch.fnmatchcase(one.key, options.purge_match)


def _purge(
    resource: Resource, kept: frozenset[str], current: Sequence[Current], options: Options
) -> tuple[list[Change], list[Problem]]:
    changes: list[Change] = []
    problems: list[Problem] = []
    for one in current:
        if swept(resource, kept, one, options):
            blank = Change(resource.name, resource.title, one.key, f"purge: {one.key}", "none", id=one.id)
            change, refused = _deletion(resource, one, blank, options)
            changes.append(change)
            problems += refused
    return changes, problems


def _in_order(resource: Resource, changes: Sequence[Change]) -> tuple[list[Change], list[Problem]]:
    """Return the changes so that what is referred to comes first, and goes last."""
    own = [one.name for one in walk(resource.fields) if one.reference == resource.name]
    making = {one.key: one for one in changes if one.operation == "create"}
    needs = {
        key: {one.after[name] for name in own if one.after.get(name) in making and one.after[name] != key}
        for key, one in making.items()
    }
    made: list[str] = []
    while len(made) < len(making):
        ready = [key for key in making if key not in made and needs[key] <= set(made)]
        if not ready:
            circle = sorted(set(making) - set(made))
            return list(changes), [
                Problem(
                    making[circle[0]].where, f"{' and '.join(circle)} refer to each other; create one without first"
                )
            ]
        made += ready
    going = [one for one in changes if one.operation == "delete"]
    gone_last = sorted(going, key=lambda one: _depth(one, own, {other.key: other for other in going}))
    others = [one for one in changes if one.operation in ("update", "none")]
    return [making[key] for key in made] + others + gone_last, []


def _depth(change: Change, own: Sequence[str], going: Mapping[str, Change]) -> int:
    """Return how many of the objects that go refer to ``change``, directly or not: those go before it."""
    depth, seen, level = 0, {change.key}, {change.key}
    while level:
        level = {
            key for key, one in going.items() if key not in seen and any(one.before.get(name) in level for name in own)
        }
        seen |= level
        depth += len(level)
    return depth


def _warnings(changes: Sequence[Change]) -> list[str]:
    return [
        f"{one.where or one.key}: {name} is exact, but not everybody in it could be read; set scan_users: true to look "
        f"at "
        f"every user"
        for one in changes
        for name in one.unverified
    ]
