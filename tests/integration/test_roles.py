# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each role alone, all roles in one play, single modules one after the other, and the site playbook: they do the same.

Each way has a host and an account of its own, with the same site in the variables of the host. All ways are in each
run: check mode, for real, and again; on empty accounts, and, with the newest ansible-core, on accounts that hold
objects of every type. The hosts have Ansible's default connection and nothing listens there; the plays say nothing
about connections.
"""

from __future__ import annotations

import copy
import functools
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import composition, samples, sites
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.account import SECRET as CONTRACT_SECRET
from ansible_collections.mailops.mimecast.tests.integration.accounts import site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import (
    Ansible,
    Run,
    environments,
    environments_for_once,
)
from mimecast_emulator.testing import RunningEmulator

WAYS = ("alone", "together", "removing", "modules", "site")
SECRET = "roles-secret"
ROLES = list(dict.fromkeys(f"mailops.mimecast.{resource.role}" for resource in MANAGED.values()))
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

    state: str
    predicted: Run
    applied: Run
    repeated: Run
    writes: tuple[int, ...]
    accounts: dict[str, Any]


PLAYED = [
    pytest.param((path, state), id=f"{path.name}-{state}")
    for state, paths in (("empty", environments()), ("filled", environments_for_once()))
    for path in paths
]


@functools.cache
def filled() -> dict[str, Any]:
    """The tables of an account that holds objects of every type."""
    with RunningEmulator({ACCOUNT: CONTRACT_SECRET}, strict=True) as running:
        composition.applied(Account(running), SITES["empty"])
        return running.state(ACCOUNT)


@pytest.fixture(scope="module", params=PLAYED)
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """All runs of one ansible-core from one state, with an account for each way."""
    environment, state = request.param
    ansible = Ansible(environment, tmp_path_factory.mktemp("runs"))
    with RunningEmulator(dict.fromkeys(WAYS, SECRET), strict=True) as emulator:
        for way in WAYS if state == "filled" else ():
            emulator.set_state(way, filled())
        return _runs(ansible, emulator, state)


def _runs(ansible: Ansible, emulator: RunningEmulator, state: str) -> Runs:
    site = sites.as_file(SITES[state])
    hosts = {way: site_host(emulator, way, SECRET, mimecast_site=copy.deepcopy(site)) for way in WAYS}
    ended, counts = [], []
    for options in (["--check"], [], []):
        emulator.clear_requests()
        variables = {"mimecast_hosts": "site"}
        ended.append(ansible.plays(plays(), hosts, "--diff", *options, variables=variables, connection=""))
        counts.append(sum(request["write"] for request in emulator.requests()))
    predicted, applied, repeated = ended
    accounts = {way: emulator.state(way) for way in WAYS}
    return Runs(state, predicted, applied, repeated, tuple(counts), accounts)


def told(run: Run, way: str) -> list[tuple[str, Any, Any]]:
    """Return what each task of a host says that it changes, in order."""
    return [(result.task, result.data["diff"], result.data["plan"]) for result in run.changes if result.host == way]


def objects(run: Run, way: str) -> Objects:
    """Return type and name of every object that a host says it changes."""
    return {(change["resource"], change["name"]) for _task, _diff, plan in told(run, way) for change in plan}


by_way = pytest.mark.parametrize("way", WAYS)


def test_every_run_succeeds(runs: Runs) -> None:
    assert [(run.code, run.failures) for run in (runs.predicted, runs.applied, runs.repeated)] == [(0, [])] * 3


def test_only_the_run_for_real_writes(runs: Runs) -> None:
    predicted, applied, repeated = runs.writes
    assert (predicted, repeated) == (0, 0)
    assert applied > 0


@by_way
def test_each_task_predicts_what_it_then_does(runs: Runs, way: str) -> None:
    assert told(runs.predicted, way) == told(runs.applied, way)


@by_way
def test_every_object_of_every_type_is_changed_and_no_other(runs: Runs, way: str) -> None:
    assert objects(runs.applied, way) == expected(runs.state)


@by_way
def test_the_second_run_changes_nothing(runs: Runs, way: str) -> None:
    assert told(runs.repeated, way) == []


def test_all_ways_show_the_same_diffs(runs: Runs) -> None:
    def diffs(way: str) -> list[str]:
        return sorted(str(block) for _task, diff, _plan in told(runs.applied, way) for block in diff)

    assert len(diffs("site")) == len(expected(runs.state))
    for way in WAYS:
        assert diffs(way) == diffs("site"), way


@by_way
def test_all_ways_leave_the_same_account(runs: Runs, way: str) -> None:
    def tables(account: dict[str, Any]) -> dict[str, Any]:
        return {
            table: {key: {**row, **dict.fromkeys(OWN, "")} for key, row in account[table].items()}
            for table in samples.TABLES.values()
        }

    accounts = runs.accounts
    assert tables(accounts[way]) == tables(accounts["site"])


def test_in_the_site_playbook_roles_that_have_nothing_to_do_ask_for_nothing(runs: Runs) -> None:
    again = [result.task for result in runs.repeated.on("site")]
    assert again == ["Check the whole site before the first change"]
