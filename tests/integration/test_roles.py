# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each role alone, all roles in one play, single modules one after the other, and the site playbook: they do the same.

Each way has a host and an account of its own, with the same site in the variables of the host. All ways are in each
run: check mode, for real, and again, first on empty accounts and then on those that the first runs have filled. The
hosts have Ansible's default connection and nothing listens there; the plays say nothing about connections.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples, sites
from ansible_collections.mailops.mimecast.tests.integration.accounts import site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

WAYS = ("alone", "together", "removing", "modules", "site")
SECRET = "roles-secret"
ROLES = list(dict.fromkeys(f"mailops.mimecast.{resource.role}" for resource in MANAGED.values()))
STATES = ("empty", "filled")
Objects = set[tuple[str, str]]


def filling_site() -> sites.Site:
    """Return a site that makes objects of every type, one of each that nobody speaks of among them."""
    site = sites.whole_site()
    for resource in MANAGED.values():
        if resource.create:
            site[resource.plural].append(sites.leaver(resource))
    return site


def changing_site() -> sites.Site:
    """Return a site that changes an object of every type, and makes go what nobody speaks of."""
    site = sites.changed_site(sites.whole_site())
    for resource in MANAGED.values():
        if resource.delete and not resource.singleton:
            site[resource.plural].append(sites.gone(resource))
    return site


OWN = ("createdDateTime", "updatedDateTime", "publicKey")
"""What no two accounts have alike."""
SITES = {"empty": filling_site(), "filled": changing_site()}


def expected(state: str) -> Objects:
    """Return type and name of every object that the site of a state changes."""
    every = {
        (resource.name, resource.key_of(entry))
        for resource in MANAGED.values()
        for entry in SITES[state][resource.plural]
    }
    least = {(name, sites.name_of(name, 1)) for name, resource in MANAGED.items() if resource.create}
    return every if state == "empty" else every - least


def plays() -> list[dict[str, Any]]:
    """Return the plays of a user who composes the collection in each of the ways."""
    alone = [{"name": f"{role} alone", "hosts": "alone", "roles": [role]} for role in ROLES]
    modules = [
        {"name": resource.plural, f"mailops.mimecast.mimecast_{resource.name}": {"from_site": True}}
        for resource in MANAGED.values()
    ]
    return [
        *alone,
        {"name": "Roles in one play", "hosts": "together", "roles": ROLES},
        {"name": "And removals", "hosts": "removing", "roles": [*ROLES, "mailops.mimecast.removals"]},
        {"name": "Single modules", "hosts": "modules", "tasks": modules},
        {"import_playbook": "mailops.mimecast.site"},
    ]


class Runs(NamedTuple):
    """The runs of one state: check mode, for real, again; the writes of each; the accounts in the end."""

    predicted: Run
    applied: Run
    repeated: Run
    writes: tuple[int, ...]
    accounts: dict[str, Any]


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """An account for each way."""
    with RunningEmulator(dict.fromkeys(WAYS, SECRET)) as running:
        yield running


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator) -> dict[str, Runs]:
    """All runs of one ansible-core, by state."""
    for way in WAYS:
        emulator.reset(way)
    return {state: _runs(ansible, emulator, SITES[state]) for state in STATES}


def _runs(ansible: Ansible, emulator: RunningEmulator, site: sites.Site) -> Runs:
    hosts = {way: site_host(emulator, way, SECRET, mimecast_site=copy.deepcopy(sites.as_file(site))) for way in WAYS}
    ended, counts = [], []
    for options in (["--check"], [], []):
        emulator.clear_requests()
        variables = {"mimecast_hosts": "site"}
        ended.append(ansible.plays(plays(), hosts, "--diff", *options, variables=variables, connection=""))
        counts.append(sum(request["write"] for request in emulator.requests()))
    predicted, applied, repeated = ended
    return Runs(predicted, applied, repeated, tuple(counts), {way: emulator.state(way) for way in WAYS})


def told(run: Run, way: str) -> list[tuple[str, Any, Any]]:
    """Return what each task of a host says that it changes, in order."""
    return [(result.task, result.data["diff"], result.data["plan"]) for result in run.changes if result.host == way]


def objects(run: Run, way: str) -> Objects:
    """Return type and name of every object that a host says it changes."""
    return {(change["resource"], change["name"]) for _task, _diff, plan in told(run, way) for change in plan}


by_state = pytest.mark.parametrize("state", STATES)
by_way = pytest.mark.parametrize("way", WAYS)


@by_state
def test_every_run_succeeds(runs: dict[str, Runs], state: str) -> None:
    assert [(run.code, run.failures) for run in runs[state][:3]] == [(0, [])] * 3


@by_state
def test_only_the_run_for_real_writes(runs: dict[str, Runs], state: str) -> None:
    predicted, applied, repeated = runs[state].writes
    assert (predicted, repeated) == (0, 0)
    assert applied > 0


@by_way
@by_state
def test_each_task_predicts_what_it_then_does(runs: dict[str, Runs], state: str, way: str) -> None:
    assert told(runs[state].predicted, way) == told(runs[state].applied, way)


@by_way
@by_state
def test_every_object_of_every_type_is_changed_and_no_other(runs: dict[str, Runs], state: str, way: str) -> None:
    assert objects(runs[state].applied, way) == expected(state)


@by_way
@by_state
def test_the_second_run_changes_nothing(runs: dict[str, Runs], state: str, way: str) -> None:
    assert told(runs[state].repeated, way) == []


@by_state
def test_all_ways_show_the_same_diffs(runs: dict[str, Runs], state: str) -> None:
    def diffs(way: str) -> list[str]:
        return sorted(str(block) for _task, diff, _plan in told(runs[state].applied, way) for block in diff)

    assert len(diffs("site")) == len(expected(state))
    for way in WAYS:
        assert diffs(way) == diffs("site"), way


@by_way
@by_state
def test_all_ways_leave_the_same_account(runs: dict[str, Runs], state: str, way: str) -> None:
    def tables(account: dict[str, Any]) -> dict[str, Any]:
        return {
            table: {key: {**row, **dict.fromkeys(OWN, "")} for key, row in account[table].items()}
            for table in samples.TABLES.values()
        }

    accounts = runs[state].accounts
    assert tables(accounts[way]) == tables(accounts["site"])


@by_state
def test_in_the_site_playbook_roles_that_have_nothing_to_do_ask_for_nothing(runs: dict[str, Runs], state: str) -> None:
    again = [result.task for result in runs[state].repeated.on("site")]
    assert again == ["Judge the whole site before anything is changed"]
