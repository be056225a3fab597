# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site playbook asks of the API: the floor where nothing differs, and little more for each task that works."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples, sites
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.composition import applied

SITE = sites.whole_site()
FLOOR = sites.floor(SITE)
DOMAINS = Counter({"listInternalDomains": 2})
"""What the preflight and then the task ask before an address is altered: which domains are the account's own."""

NOBODY_ELSE = Counter({"listRoles": 1, "listRoleMembers": 4})
"""What the preflight and then the task ask before a user goes: who holds one of the two roles that manage roles."""


@pytest.fixture(autouse=True)
def empty(either_door: Account) -> None:
    """The account holds nothing that a site speaks of."""
    either_door.running.reset(ACCOUNT)


def token(account: Account) -> Counter[str]:
    """Return what a task pays for its token: on the controller the run has one, elsewhere a task fetches its own."""
    return Counter({"createToken": int(account.door == "module")})


def own(resource: Resource, entries: list[dict[str, Any]]) -> Counter[str]:
    """Return what reading one type and who is in its objects costs, when all of them are there."""
    return Counter({sites.LISTS[resource.plural]: 1}) + sites.member_reads(resource, entries)


def looked(resource: Resource) -> Counter[str]:
    """Return what it costs to look at one object right before it is changed or deleted by its id."""
    return Counter({resource.get.id: 1}) if resource.get else Counter()


def built_on(resource: Resource, entries: list[dict[str, Any]]) -> Counter[str]:
    """Return what it costs to look at each new object before another new one of its type refers to it."""
    own = [field.name for field in resource.fields if field.reference == resource.name]
    made = {resource.key_of(entry) for entry in entries}
    used = {entry[name] for entry in entries for name in own if entry.get(name) in made}
    return Counter({resource.get.id: len(used)}) if resource.get and used else Counter()


def joined(resource: Resource) -> Counter[str]:
    """Return what the preflight and then the task ask about one new member, of a type that asks who a member is."""
    profile = resource.members.profile if resource.members else None
    return Counter({profile.id: 2}) if profile else Counter()


def asked(resource: Resource) -> Counter[str]:
    """Return what the preflight and then the task ask where a whole site of a type, changed, raises a question."""
    entries = sites.changed_site(SITE)[resource.plural]
    raised = any(
        inquiry.fact == "internal_domains" and inquiry.raised(None, {resource.members.field: [], **entry})
        for inquiry in resource.inquiries
        if resource.members
        for entry in entries
    )
    return DOMAINS if raised else Counter()


def test_a_site_in_sync_costs_one_token_and_one_read_of_each_list(either_door: Account) -> None:
    applied(either_door, SITE)
    played = applied(either_door, SITE)
    assert either_door.reads() == FLOOR
    assert either_door.writes() == []
    assert played.steps == []
    assert played.cost == {"reads": FLOOR.total() - 1, "writes": 0, "tokens": 1, "seconds_waited": 0}


def test_purges_and_entries_that_are_absent_make_nothing_be_read_twice(either_door: Account) -> None:
    absent = {
        resource.plural: [{resource.key: samples.key_of(resource, "Leaving"), **sites.GONE}]
        for resource in MANAGED.values()
        if resource.create and resource.delete
    }
    site = {plural: [*entries, *absent.get(plural, [])] for plural, entries in SITE.items()}
    purges: dict[str, Any] = {
        f"mimecast_{resource.plural}_{word}": value
        for resource in MANAGED.values()
        if resource.purgeable
        for word, value in (("purge", True), ("purge_match", "Old *"))
    }
    applied(either_door, site, **purges)
    assert applied(either_door, site, **purges).steps == []
    assert either_door.reads() == FLOOR


def test_a_task_that_works_costs_its_own_lists_and_reads_back_once(either_door: Account) -> None:
    applied(either_door, SITE)
    there = sum(
        (sites.member_reads(kept, SITE[kept.plural]) for kept in MANAGED.values() if not kept.create), Counter()
    )
    tasks: Counter[str] = Counter()
    for resource in MANAGED.values():
        entries = SITE[resource.plural]
        already = sites.member_reads(resource, entries) if not resource.create else Counter()
        tasks += (
            token(either_door)
            + sites.list_reads(resource, entries)
            + already
            + own(resource, entries)
            + joined(resource)
            + (Counter() if resource.create else looked(resource))
            + built_on(resource, entries)
        )
    preflight = Counter({name: count for name, count in FLOOR.items() if name not in _member_operations()}) + there
    assert either_door.reads() == preflight + tasks + DOMAINS


def _member_operations() -> set[str]:
    return {resource.members.list.id for resource in MANAGED.values() if resource.members}


@pytest.mark.parametrize("resource", MANAGED.values())
def test_with_one_change_only_its_type_costs_more_than_the_floor(either_door: Account, resource: Resource) -> None:
    applied(either_door, SITE)
    site = copy.deepcopy(SITE)
    site[resource.plural] = sites.changed_site(SITE)[resource.plural]
    played = applied(either_door, site)
    assert {name for _operation, name, _key in played.planned} == {resource.name}
    assert [plural for plural, _turn in played.steps] == [resource.plural]
    entries = site[resource.plural]
    task = (
        token(either_door)
        + sites.list_reads(resource, entries)
        + sites.member_reads(resource, entries)
        + own(resource, entries)
        + looked(resource)
    )
    assert either_door.reads() == FLOOR + task + joined(resource) + asked(resource)


def test_in_check_mode_a_task_that_works_costs_its_own_lists(either_door: Account) -> None:
    applied(either_door, SITE)
    site = sites.changed_site(SITE)
    applied(either_door, site, check=True)
    tasks: Counter[str] = Counter()
    for resource in MANAGED.values():
        entries = site[resource.plural]
        tasks += (
            token(either_door)
            + sites.list_reads(resource, entries)
            + sites.member_reads(resource, entries)
            + joined(resource)
        )
    assert either_door.reads() == FLOOR + tasks + DOMAINS
    assert either_door.writes() == []


@pytest.mark.parametrize("resource", [MANAGED[name] for name in sorted(sites.USED) if MANAGED[name].delete])
def test_deletions_at_the_end_cost_a_task_and_do_not_read_who_is_in_what_stays(
    either_door: Account, resource: Resource
) -> None:
    applied(either_door, SITE)
    applied(either_door, {resource.plural: [sites.leaver(resource)]})
    site = {**SITE, resource.plural: [*SITE[resource.plural], sites.gone(resource)]}
    played = applied(either_door, site)
    assert played.planned == [("delete", resource.name, samples.key_of(resource, sites.LEAVER))]
    assert played.steps == [(resource.plural, "none"), (resource.plural, "only")]
    both = sites.list_reads(resource, SITE[resource.plural]) + sites.member_reads(resource, SITE[resource.plural])
    last = Counter({sites.LISTS[resource.plural]: 2})
    asked = NOBODY_ELSE if resource.name == "user" else Counter()
    assert (
        either_door.reads() == FLOOR + token(either_door) + both + token(either_door) + last + looked(resource) + asked
    )


@pytest.mark.parametrize(
    "resource", [resource for resource in MANAGED.values() if {*resource.references} - {resource.name}]
)
def test_a_type_that_others_refer_to_is_read_though_the_site_does_not_name_it(
    either_door: Account, resource: Resource
) -> None:
    applied(either_door, SITE)
    part = {resource.plural: SITE[resource.plural]}
    assert applied(either_door, part).steps == []
    assert either_door.reads() == sites.floor(part)
    read = {name for name, operation in sites.LISTS.items() if either_door.reads()[operation]}
    assert resource.plural in read
    assert len(read) > 1


def test_lists_that_name_nothing_are_not_read(either_door: Account) -> None:
    played = applied(either_door, {resource.plural: [] for resource in MANAGED.values()})
    assert played.steps == []
    assert either_door.operations() == []
