# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the belief: planning over it is planning over the account that applying the earlier tasks would leave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, held_twice, parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current, HandOff, Options, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED

GROUP, ROLE, ROUTE = MANAGED["sender_group"], MANAGED["role_member"], MANAGED["delivery_route"]
NAMES = {
    "sender_group": ("alpha", "beta", "gamma", "Blocked Senders"),
    "role_member": ("Help Desk", "Auditors", "Helpers"),
    "user": ("jo@example.com", "sam@example.com", "kim@example.com"),
}
MEMBERS = ("jo@example.com", "sam@example.com", "kim@example.com")
Task = tuple[list[Desired], Options]


def names_of(resource: Resource) -> tuple[str, ...]:
    return NAMES.get(resource.name, ("one", "two", "three"))


@st.composite
def entries(draw: st.DrawFn, resource: Resource, key: str) -> Entry:
    """An entry of a task: some settings, or that the object is to go."""
    if (resource.delete or resource.retire) and draw(st.integers(0, 3)) == 0:
        return {resource.key: key, "state": "absent"}
    entry: Entry = {resource.key: key}
    for setting in resource.fields:
        choices = [*setting.samples, *([] if setting.clear is ABSENT else [setting.clear])]
        if setting.apart:
            choices = [sorted(draw(st.sets(st.sampled_from(MEMBERS))))]
        elif setting.reference:
            choices = list(names_of(resource)) if setting.reference == resource.name else []
        if setting.name == resource.key or not choices:
            continue
        if setting.required or draw(st.booleans()):
            entry[setting.name] = draw(st.sampled_from(choices))
            if setting.owned:
                entry[setting.mode_name] = draw(st.sampled_from(["add", "remove", "exact"]))
    if "valid_from" in entry and "valid_until" in entry:
        del entry["valid_from"]
    return entry


def wanted(resource: Resource, written: Sequence[Entry]) -> list[Desired]:
    parsed = [parse(resource, entry, f"[{index}]") for index, entry in enumerate(written)]
    return [desired for desired, _problems in parsed if desired]


@st.composite
def tasks(draw: st.DrawFn, resource: Resource) -> Task:
    keys = draw(st.lists(st.sampled_from(names_of(resource)), unique=True, min_size=1))
    written = [draw(entries(resource, key)) for key in keys]
    options = Options(
        purge=resource.purgeable and draw(st.integers(0, 4)) == 0,
        accept_risk=frozenset({"protected_role", "empty_builtin_group"})
        | (frozenset({"delete_with_members"}) if draw(st.booleans()) else frozenset()),
    )
    desired = wanted(resource, written)
    # What does not pass the first look is no task.
    assume(len(desired) == len(written) and not held_twice(resource, desired))
    return desired, options


@st.composite
def plays(draw: st.DrawFn, tasks_of_a_play: int) -> tuple[Resource, list[Current], list[Task]]:
    """A type, the account, and tasks of a play one after the other."""
    resource = draw(st.sampled_from([resource for resource in MANAGED.values() if resource.create or resource.members]))
    there = [Current(name, f"id of {name}", {resource.key: name}) for name in names_of(resource)]
    if resource.create:
        first = draw(st.lists(tasks(resource), max_size=2))
        there = []
        for task in first:
            there = account_after(resource, planned(resource, task, there), there)
    elif resource.members:
        filled: Entry = {resource.members.field: []}
        there = [replace(found, entry={**found.entry, **filled}) for found in there]
        there = account_after(resource, planned(resource, draw(tasks(resource)), there), there)
    there = [replace(found, id=f"id of {found.key}") for found in there]
    return resource, there, [draw(tasks(resource)) for _task in range(tasks_of_a_play)]


def planned(resource: Resource, task: Task, current: Sequence[Current], known: Counter[str] | None = None) -> Plan:
    desired, options = task
    counts = Counter(found.key for found in current) if known is None else known
    return plan(resource, desired, current, replace(options, known={resource.name: counts}))


def account_after(resource: Resource, made: Plan, current: Sequence[Current]) -> list[Current]:
    """Carry out the steps of a plan, one by one, in an account that knows nothing of beliefs."""
    if made.problems:
        return list(current)
    name = resource.members.field if resource.members else ""
    item = resource.field(name).item_key if resource.members else ""
    objects = {found.key: found for found in current}

    def members(key: str) -> dict[str, Entry]:
        return {record[item]: record for record in objects[key].entry.get(name, [])}

    def keep(key: str, records: dict[str, Entry]) -> None:
        kept = [records[member] for member in sorted(records)]
        objects[key] = replace(objects[key], entry={**objects[key].entry, name: kept})

    for change in made.effective:
        key, settings = change.key, {word: value for word, value in (change.entry or {}).items() if word != name}
        for step in change.steps:
            if step.kind == "create":
                objects[key] = Current(key, "", {**settings, **({name: []} if name else {})})
            elif step.kind == "update":
                objects[key] = replace(objects[key], entry={**objects[key].entry, **settings})
            elif step.kind == "delete":
                del objects[key]
            elif step.kind == "remove":
                gone = {record[item] for record in step.values}
                keep(key, {member: record for member, record in members(key).items() if member not in gone})
            elif step.kind in ("add", "replace"):
                come = {record[item]: record for record in step.values}
                for other in objects if resource.members and resource.members.exclusive else ():
                    keep(other, {member: record for member, record in members(other).items() if member not in come})
                keep(key, {**members(key), **come})
    inside = Counter(str(found.entry.get("parent", "")) for found in objects.values())
    return [
        replace(
            found,
            occupied=resource.occupied({"userCount": len(found.entry.get(name, [])), "groupCount": inside[found.key]}),
        )
        for found in objects.values()
    ]


def without_ids(made: Plan) -> Plan:
    """Return a plan as it is shown: nobody can know the id of what is not there yet."""
    return replace(made, changes=tuple(replace(change, id="") for change in made.changes))


def seen(current: Sequence[Current]) -> list[Any]:
    return [(found.key, found.entry, found.occupied, found.foreign, found.belongs) for found in current]


@settings(max_examples=250, deadline=None)
@given(plays(4))
def test_each_task_plans_over_the_belief_what_it_plans_after_the_others_were_applied(
    play: tuple[Resource, list[Current], list[Task]],
) -> None:
    resource, there, play_tasks = play
    account, belief = there, Belief()
    for task in play_tasks:
        known = belief.known(resource.name, Counter(found.key for found in there))
        predicted = planned(resource, task, belief.over(resource, there), known)
        real = planned(resource, task, account)
        assert without_ids(predicted) == without_ids(real)
        if not predicted.problems:
            belief = belief.after(resource, predicted.changes)
        account = account_after(resource, real, account)
        assert seen(belief.over(resource, there)) == seen(account)


@settings(max_examples=60, deadline=None)
@given(plays(1))
def test_what_was_planned_once_is_not_planned_again(play: tuple[Resource, list[Current], list[Task]]) -> None:
    resource, there, (task,) = play
    first = planned(resource, task, there)
    assume(not first.problems)
    believed = Belief().after(resource, first.changes).over(resource, there)
    assert planned(resource, task, believed).effective == ()


@settings(max_examples=60, deadline=None)
@given(plays(2))
def test_two_plans_one_after_the_other_are_both_at_once(play: tuple[Resource, list[Current], list[Task]]) -> None:
    resource, there, (earlier, other) = play
    first = planned(resource, earlier, there)
    assume(not first.problems)
    belief = Belief().after(resource, first.changes)
    second = planned(resource, other, belief.over(resource, there))
    assume(not second.problems)
    assert belief.after(resource, second.changes) == Belief().after(resource, [*first.changes, *second.changes])


@settings(max_examples=60, deadline=None)
@given(plays(3))
def test_a_belief_survives_its_way_as_plain_data(play: tuple[Resource, list[Current], list[Task]]) -> None:
    resource, there, play_tasks = play
    belief = Belief(names={"user": frozenset({"jo@example.com"})})
    for task in play_tasks:
        made = planned(resource, task, belief.over(resource, there))
        belief = belief if made.problems else belief.after(resource, made.changes)
    assert Belief.from_data(json.loads(json.dumps(belief.as_data()))) == belief


def test_a_belief_holds_no_secret() -> None:
    signing_in = {"mechanisms": ["LOGIN"], "username": "demo", "password": "canary"}
    written = {"name": "Route", "hostname": "mx.example.com", "smtp_authentication": signing_in}
    desired, problems = parse(ROUTE, written, "[0]")
    assert desired, problems
    belief = Belief().after(ROUTE, plan(ROUTE, [desired], [], Options()).changes)
    assert belief.is_expected("delivery_route", "Route")
    assert "demo" in json.dumps(belief.as_data())
    assert "canary" not in json.dumps(belief.as_data())


def test_what_a_person_does_by_hand_is_not_believed() -> None:
    there = [Current("alpha", "1", {"name": "alpha", "parent": "", "members": []})]
    (change,) = plan(GROUP, wanted(GROUP, [{"name": "alpha", "members": ["jo@example.com"]}]), there, Options()).changes
    assert Belief().after(GROUP, [change.become(HandOff, after=change.after)]) == Belief()


def test_a_name_that_is_only_allowed_is_expected_and_not_counted() -> None:
    belief = Belief(names={"sender_group": frozenset({"alpha"})})
    assert belief.is_expected("sender_group", "alpha")
    assert not belief.is_expected("sender_group", "beta")
    assert not belief.is_expected("user", "alpha")
    assert belief.known("sender_group", Counter({"beta": 1})) == Counter({"beta": 1})
    assert belief.over(GROUP, []) == []


def test_what_will_be_gone_is_neither_expected_nor_counted() -> None:
    belief = Belief(made={"sender_group": {"alpha": None}})
    assert not belief.is_expected("sender_group", "alpha")
    assert belief.known("sender_group", Counter({"alpha": 1, "beta": 1})) == Counter({"beta": 1})


def test_of_several_objects_of_one_name_nothing_is_believed() -> None:
    there = [Current("alpha", "1", {"name": "alpha"}), Current("alpha", "2", {"name": "alpha"})]
    belief = Belief(made={"sender_group": {"alpha": None}})
    assert belief.over(GROUP, there) == there
    assert belief.known("sender_group", Counter({"alpha": 2})) == Counter({"alpha": 2})


@pytest.mark.parametrize("known_members", [True, False])
def test_a_member_that_moves_and_is_taken_out_comes_back_nowhere(known_members: bool) -> None:
    entry: Entry = {"role": "Help Desk", "members": [{"member": "jo@example.com"}]}
    there = [Current("Help Desk", "1", entry), Current("Auditors", "2", {"role": "Auditors", "members": []})]
    belief = Belief()
    if known_members:
        task = wanted(ROLE, [{"role": "Help Desk", "members": ["sam@example.com"]}])
        belief = belief.after(ROLE, plan(ROLE, task, there, Options()).changes)
    for mode in ("add", "remove"):
        task = wanted(ROLE, [{"role": "Auditors", "members": ["jo@example.com"], "members_mode": mode}])
        belief = belief.after(ROLE, plan(ROLE, task, belief.over(ROLE, there), Options()).changes)
    held = {found.key: [record["member"] for record in found.entry["members"]] for found in belief.over(ROLE, there)}
    assert held == {"Help Desk": ["sam@example.com"] if known_members else [], "Auditors": []}
    assert belief.holder(ROLE, "jo@example.com") is None


def test_a_group_that_was_emptied_deleted_and_made_anew_is_occupied_by_what_comes_into_it() -> None:
    there = [
        Current("alpha", "1", {"name": "alpha", "parent": "", "members": []}, occupied="it still has 1 sub-groups"),
        Current("beta", "2", {"name": "beta", "parent": "alpha", "members": []}),
    ]
    belief = Belief()
    for written in (
        {"name": "beta", "state": "absent"},
        {"name": "alpha", "state": "absent"},
        {"name": "alpha", "members": ["jo@example.com"]},
        {"name": "beta", "parent": "alpha"},
    ):
        made = planned(GROUP, (wanted(GROUP, [written]), Options()), belief.over(GROUP, there))
        assert made.problems == ()
        belief = belief.after(GROUP, made.changes)
    occupied = {found.key: found.occupied for found in belief.over(GROUP, there)}
    assert occupied == {"alpha": "it still has 1 members and 1 sub-groups", "beta": ""}
