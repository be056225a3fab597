# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the planner: applying a plan gives what was wanted, and then there is nothing left to plan."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current, Options, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import achieved, plan
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import accepted_risks

ANYTHING_GOES = Options(
    max_deletes=1000,
    accept_risk=frozenset(word for resource in MANAGED.values() for word in accepted_risks(resource)),
    assumed={
        "delivery_route": frozenset({"R0", "R1"}),
        "dkim_definition": frozenset({"D0", "D1"}),
        "sender_group": frozenset({"G0", "G1"}),
        "address_alteration_set": frozenset({"A0", "A1"}),
    },
)
NAMES = {
    "delivery_route": ("R0", "R1"),
    "dkim_definition": ("D0", "D1"),
    "sender_group": ("G0", "G1"),
    "address_alteration_set": ("A0", "A1"),
}
KEYS = ("alpha", "beta", "gamma", "delta")


def key_of(resource: Resource, name: str) -> str:
    return {"email": f"{name}@example.com", "url": f"https://{name}.example"}.get(resource.key, name)


def values_of(resource: Resource, name: str) -> list[Any]:
    field = resource.field(name)
    if field.reference:
        return list(NAMES[field.reference])
    clear = [] if field.clear is None or repr(field.clear) == "ABSENT" else [field.clear]
    return [*field.samples, *clear]


@st.composite
def raw_entry(draw: st.DrawFn, resource: Resource, key: str, whole: bool) -> Entry:
    """An entry as a user may write it; with ``whole`` every setting is there."""
    entry: Entry = {resource.key: key_of(resource, key)}
    for field in resource.fields:
        choices = values_of(resource, field.name)
        if field.name == resource.key or not choices or (field.name, resource.name) == ("parent", "sender_group"):
            continue
        if whole or field.required or field.name == "source_ips" or draw(st.booleans()):
            entry[field.name] = draw(st.sampled_from(choices))
            if field.owned and not whole:
                entry[field.mode_name] = draw(st.sampled_from(["add", "remove", "exact"]))
    if resource.name == "ip_permit":
        entry["source_ips"], entry["source_ips_mode"] = ["192.0.2.0/24"], draw(st.sampled_from(["add", "exact"]))
    if "valid_from" in entry and "valid_until" in entry:
        del entry["valid_from"]
    if resource.delete and not whole and draw(st.integers(0, 4)) == 0:
        entry = {resource.key: entry[resource.key], "state": "absent"}
    return entry


@st.composite
def cases(draw: st.DrawFn) -> tuple[Resource, list[Desired], list[Current]]:
    """A resource, what is wanted of it, and what is there."""
    resource = draw(st.sampled_from([managed for managed in MANAGED.values() if managed.create]))
    there = draw(st.lists(st.sampled_from(KEYS), unique=True))
    wanted = draw(st.lists(st.sampled_from(KEYS), unique=True))
    current = []
    for name in there:
        desired = parse(resource, draw(raw_entry(resource, name, whole=True)), name)[0]
        assert desired
        current.append(applied(resource, plan(resource, [desired], [], ANYTHING_GOES), [])[0])
    return resource, parsed(resource, [draw(raw_entry(resource, name, whole=False)) for name in wanted]), current


def parsed(resource: Resource, entries: Sequence[Entry]) -> list[Desired]:
    found = []
    for index, entry in enumerate(entries):
        desired, problems = parse(resource, entry, f"[{index}]")
        assert desired, problems
        found.append(desired)
    return found


def applied(resource: Resource, made: Plan, current: Sequence[Current]) -> list[Current]:
    """Return the account after a plan was carried out, by a model that knows nothing of the API."""
    assert not made.problems, made.problems
    there = {found.key: found for found in current}
    for change in made.changes:
        if change.operation == "delete":
            del there[change.key]
        elif change.operation != "none" and change.entry is not None:
            there[change.key] = Current(change.key, change.id or f"id-{change.key}", change.entry)
    return list(there.values())


def solvable(made: Plan) -> bool:
    """Whether a plan can be carried out; a purge of a list that a guard protects, for example, cannot."""
    return not made.problems


@settings(max_examples=400, deadline=None)
@given(cases())
def test_after_a_plan_nothing_is_left_to_plan(case: tuple[Resource, list[Desired], list[Current]]) -> None:
    resource, desired, current = case
    made = plan(resource, desired, current, ANYTHING_GOES)
    if not solvable(made):
        return
    again = plan(resource, desired, applied(resource, made, current), ANYTHING_GOES)
    assert [change.operation for change in again.effective] == []


@settings(max_examples=200, deadline=None)
@given(cases(), st.integers())
def test_the_order_of_what_is_there_and_of_sets_does_not_count(
    case: tuple[Resource, list[Desired], list[Current]], seed: int
) -> None:
    resource, desired, current = case
    shuffled = random.Random(seed).sample(current, len(current))
    first, second = plan(resource, desired, current, ANYTHING_GOES), plan(resource, desired, shuffled, ANYTHING_GOES)
    assert first.changes == second.changes


@settings(max_examples=200, deadline=None)
@given(cases())
def test_only_what_is_written_changes(case: tuple[Resource, list[Desired], list[Current]]) -> None:
    resource, desired, current = case
    there = {found.key: found.entry for found in current}
    for wanted, change in [
        (wanted, each) for wanted in desired for each in plan(resource, desired, current, ANYTHING_GOES).changes
    ]:
        if change.key == wanted.key and change.operation in ("update", "replace"):
            written = set(wanted.values) | set(resource.retire if wanted.state == "absent" else ())
            assert set(change.fields) <= written
            assert change.entry is not None
            untouched = set(there[change.key]) - set(change.fields)
            assert {name: change.entry[name] for name in untouched} == {
                name: there[change.key][name] for name in untouched
            }


@settings(max_examples=100, deadline=None)
@given(cases())
def test_planning_leaves_what_it_is_given_as_it_was(case: tuple[Resource, list[Desired], list[Current]]) -> None:
    resource, desired, current = case
    before = repr((desired, current))
    diff.render(plan(resource, desired, current, ANYTHING_GOES).effective)
    assert repr((desired, current)) == before


@settings(max_examples=100, deadline=None)
@given(cases())
def test_a_plan_with_nothing_done_achieves_nothing_and_a_finished_one_achieves_all(
    case: tuple[Resource, list[Desired], list[Current]],
) -> None:
    resource, desired, current = case
    made = plan(resource, desired, current, ANYTHING_GOES)
    if not solvable(made):
        return
    assert [achieved(resource, change, change) for change in made.effective] == [None] * len(made.effective)
    assert [achieved(resource, change, None) for change in made.effective] == list(made.effective)


def wanted(resource: str, *entries: Entry) -> list[Desired]:
    return parsed(MANAGED[resource], entries)


def test_what_is_referred_to_is_created_first_and_deleted_last() -> None:
    route = MANAGED["delivery_route"]
    entries = [
        {"name": "A", "hostname": "a.example", "alternate_route": "B"},
        {"name": "B", "hostname": "b.example", "alternate_route": "C"},
        {"name": "C", "hostname": "c.example"},
    ]
    made = plan(route, wanted("delivery_route", *entries), [], Options())
    assert [change.key for change in made.changes] == ["C", "B", "A"]
    there = applied(route, made, [])
    gone = plan(
        route, wanted("delivery_route", *({"name": name, "state": "absent"} for name in "CBA")), there, Options()
    )
    assert [change.key for change in gone.changes] == ["A", "B", "C"]


def test_two_new_objects_that_refer_to_each_other_are_refused() -> None:
    entries = [
        {"name": "A", "hostname": "a.example", "alternate_route": "B"},
        {"name": "B", "hostname": "b.example", "alternate_route": "A"},
    ]
    made = plan(MANAGED["delivery_route"], wanted("delivery_route", *entries), [], Options())
    assert "A and B refer to each other" in str(made.problems[0])


def test_what_a_directory_owns_is_refused_only_when_it_would_change() -> None:
    user = MANAGED["user"]
    there = [
        Current("jo@example.com", "1", {"email": "jo@example.com", "name": "Jo", "disabled": False}, foreign="ldap")
    ]
    same = plan(user, wanted("user", {"email": "jo@example.com", "name": "Jo"}), there, Options())
    other = plan(user, wanted("user", {"email": "jo@example.com", "name": "Joe"}), there, Options())
    assert not same.problems
    assert "refused: ldap" in str(other.problems[0])


def test_a_validity_is_judged_with_the_end_that_the_account_has() -> None:
    policy = MANAGED["delivery_route_policy"]
    entry = {"name": "A", "valid_from": "2027-05-01", "valid_until": "", "route": "R"}
    made = plan(
        policy,
        wanted("delivery_route_policy", {"name": "A", "valid_until": "2027-04-01"}),
        [Current("A", "1", entry)],
        Options(),
    )
    assert "valid_until 2027-04-01 is before valid_from 2027-05-01" in str(made.problems[0])


@pytest.mark.parametrize(("accepted", "refused"), [(frozenset(), True), (frozenset({"empty_builtin_group"}), False)])
def test_a_built_in_group_is_emptied_only_on_purpose(accepted: frozenset[str], refused: bool) -> None:
    entry = {"name": "Blocked Senders", "members": [{"member": "a.example"}]}
    made = plan(
        MANAGED["sender_group"],
        wanted("sender_group", {"name": "Blocked Senders", "members": [], "members_mode": "exact"}),
        [Current("Blocked Senders", "1", entry)],
        Options(accept_risk=accepted),
    )
    assert bool(made.problems) == refused


def test_a_built_in_group_is_never_deleted_nor_purged() -> None:
    group = MANAGED["sender_group"]
    there = [Current("Blocked Senders", "1", {"name": "Blocked Senders"}), Current("Other", "2", {"name": "Other"})]
    absent = plan(group, wanted("sender_group", {"name": "blocked senders", "state": "absent"}), there, Options())
    assert "built in and never deleted" in str(absent.problems[0])
    purged = plan(group, [], there, Options(purge=True, accept_risk=frozenset({"purge_everything"})))
    assert [change.key for change in purged.effective] == ["Other"]


def test_a_role_that_manages_roles_keeps_its_last_member() -> None:
    role = MANAGED["role_member"]
    held = [{"member": "jo@example.com"}]
    there = [
        Current("Super Administrator", "1", {"role": "Super Administrator", "members": held}),
        Current("Basic Administrator", "2", {"role": "Basic Administrator", "members": []}),
    ]
    emptied = {"role": "Super Administrator", "members": ["jo@example.com"], "members_mode": "remove"}
    moved = {"role": "Basic Administrator", "members": ["jo@example.com"]}
    for entry in (emptied, moved):
        made = plan(role, wanted("role_member", entry), there, Options(accept_risk=frozenset({"last_role_manager"})))
        assert "nobody could manage roles" in str(made.problems[0]), entry


def test_deletions_can_be_left_to_a_later_task() -> None:
    route = MANAGED["delivery_route"]
    there = [Current("A", "1", {"name": "A", "hostname": "a.example"})]
    entries = [{"name": "A", "state": "absent"}, {"name": "B", "hostname": "b.example"}]
    for deletions, expected in (("none", ["create"]), ("only", ["delete"]), ("all", ["create", "delete"])):
        made = plan(route, wanted("delivery_route", *entries), there, Options(deletions=deletions))
        assert [change.operation for change in made.effective] == expected


def test_more_deletions_than_allowed_are_refused() -> None:
    there = [Current(name, name, {"name": name}) for name in KEYS]
    everything = frozenset({"purge_everything"})
    made = plan(MANAGED["delivery_route"], [], there, Options(purge=True, max_deletes=3, accept_risk=everything))
    assert "4 delivery route objects would be deleted, 3 are allowed" in str(made.problems[0])
