# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run that has nothing to do asks of the API: one token, and the pages of the lists that each task needs.

The account of the host ``one`` holds one object of each type, that of the host ``many`` more than fit on a page. Both
are made of the descriptors' samples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples, sites
from ansible_collections.mailops.mimecast.tests.contract.doors import action_door
from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

COUNTS = {"one": 1, "many": 120}
MEMBERS = {"one": 1, "many": 620}
ACCOUNT_OF = {"one": "acorn", "many": "harbour"}
OPERATIONS = {operation.id: operation for resource in MANAGED.values() for operation in resource.operations}


def site_of(host: str) -> sites.Site:
    """Return the site of a host: so many objects of each type, and one of each with so many members."""
    return {resource.plural: entries_of(resource, host) for resource in MANAGED.values()}


def entries_of(resource: Resource, host: str) -> list[dict[str, Any]]:
    """Return what a site says of one type; references lead to the first object of the type that is meant."""
    entries = samples.many_entries(resource, COUNTS[host]) if resource.create else [samples.first_entry(resource)]
    for entry in entries:
        for field in resource.fields:
            if field.reference and field.name in entry:
                entry[field.name] = samples.numbered(MANAGED[field.reference], 0)
    if resource.members:
        members = resource.field(resource.members.field)
        entries[0].update({members.name: _items(resource, members, host), members.mode_name: "exact"})
    return entries


def _items(resource: Resource, members: Field, host: str) -> list[Any]:
    """Return who or what is in an object: the users of a host, or so many that are like the sample."""
    if resource.members and resource.members.scan:
        return [samples.numbered(MANAGED[resource.members.scan], number) for number in range(COUNTS[host])]
    like = samples.value_of(members, 0)[0]
    return [{**like, members.item_key: f"user{number}@example.org"} for number in range(MEMBERS[host])]


def pages(operation: str, rows: int) -> int:
    """How many requests read so many rows."""
    read = OPERATIONS[operation]
    return max(1, ceil(rows / read.page_limit)) if read.paged else 1


def needed(emulator: RunningEmulator, host: str) -> list[Counter[str]]:
    """The requests of each task beside the token, in the order of the play."""
    tables = emulator.state(ACCOUNT_OF[host])
    site = site_of(host)
    found = []
    for resource in MANAGED.values():
        task: Counter[str] = Counter()
        for name in sites.needed(resource, site[resource.plural]):
            operation = sites.LISTS[MANAGED[name].plural]
            task[operation] = pages(operation, len(tables[samples.TABLES[name]]) if name in samples.TABLES else 1)
        if resource.members:
            listed = len(site[resource.plural][0][resource.members.field])
            task[resource.members.list.id] = pages(resource.members.list.id, listed)
        found.append(task)
    return found


def asked(emulator: RunningEmulator, account: str) -> Counter[str]:
    """The requests of an account, in all."""
    return Counter(request["operation"] for request in emulator.requests() if request["account"] == account)


@pytest.fixture(scope="module")
def filled() -> Iterator[RunningEmulator]:
    """An account with one object of each type and one with many."""
    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        for host, account in ACCOUNT_OF.items():
            connection = {"base_url": emulator.base_url, "client_id": account, "client_secret": ACCOUNTS[account]}
            for resource in MANAGED.values():
                entries = entries_of(resource, host)
                made = action_door(f"mimecast_{resource.name}", {**connection, "entries": entries}, False)
                assert not made.get("failed"), made
        yield emulator


@pytest.fixture(scope="module")
def run(ansible: Ansible, filled: RunningEmulator) -> Run:
    """One run for both accounts, which finds all of it as it should be."""
    filled.clear_requests()
    hosts = {host: site_host(filled, ACCOUNT_OF[host], mimecast_site=sites.as_file(site_of(host))) for host in COUNTS}
    tasks = [
        {"name": resource.plural, f"mailops.mimecast.mimecast_{resource.name}": {"from_site": True}}
        for resource in MANAGED.values()
    ]
    return ansible.plays([{"name": "Each type", "hosts": "all", "tasks": tasks}], hosts)


@pytest.mark.parametrize("name", COUNTS)
def test_nothing_is_to_be_done(run: Run, name: str) -> None:
    assert (run.code, run.failures) == (0, [])
    assert [result.data["changed"] for result in run.on(name)] == [False] * len(MANAGED)


@pytest.mark.parametrize("name", COUNTS)
def test_a_run_asks_for_one_token_and_the_pages_that_its_tasks_need(
    run: Run, filled: RunningEmulator, name: str
) -> None:
    assert asked(filled, ACCOUNT_OF[name]) == sum(needed(filled, name), Counter({"createToken": 1}))


def test_many_objects_are_more_than_a_page(filled: RunningEmulator) -> None:
    for task, resource in zip(needed(filled, "many"), MANAGED.values(), strict=True):
        read = OPERATIONS[sites.LISTS[resource.plural]]
        many = resource.create and read.paged and COUNTS["many"] > read.page_limit
        assert not many or task[read.id] > 1
        assert not (resource.members and resource.members.list.paged) or task[resource.members.list.id] > 1


@pytest.mark.parametrize("name", COUNTS)
def test_each_task_reports_what_it_cost(run: Run, filled: RunningEmulator, name: str) -> None:
    costs = [result.data["api"] for result in run.on(name)]
    assert [{**cost, "seconds_waited": 0} for cost in costs] == [
        {"tokens": int(number == 0), "reads": task.total(), "writes": 0, "seconds_waited": 0}
        for number, task in enumerate(needed(filled, name))
    ]
