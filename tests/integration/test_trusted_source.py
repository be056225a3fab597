# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three vendors through the playbook of a site and through the role alone: made, in sync, changed, ended and gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.tests.contract.vendors import (
    BYPASSED,
    CRM,
    PAST,
    SCANNER,
    SIMULATION,
    VENDORS,
    called,
    site,
)
from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

SITE, ALONE = "mailops.mimecast.site", "mailops.mimecast.trusted_source"
HOSTS = {"acorn": SITE, "harbour": ALONE}
"""Account -> what brings it to what its site says."""
PLAIN = {"plain_site": SITE, "plain_role": ALONE}
"""The same for accounts that do not offer everything."""
SECRET = "plain-secret"
MOVED = {**SIMULATION, "networks": ["192.0.2.16/28", "198.51.100.8"]}
TURNS: dict[str, dict[str, Any]] = {
    "made": site(*VENDORS),
    "changed": site(MOVED, CRM, SCANNER),
    "ended": site(MOVED, CRM, SCANNER, valid_until=PAST),
}
WRITES = {"made": 11, "changed": 3, "ended": 11}
"""How many objects of each account a turn makes, changes or deletes."""


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Accounts that offer everything."""
    with RunningEmulator(ACCOUNTS, preview=True, strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def plain() -> Iterator[RunningEmulator]:
    """Accounts that offer what Mimecast offers today."""
    with RunningEmulator(dict.fromkeys(PLAIN, SECRET), preview=False, strict=True) as running:
        yield running


def run_of(ansible: Ansible, hosts: dict[str, dict[str, Any]], *options: str) -> Run:
    """Bring each account to what the variables of its host say, in its own way."""
    by_site, by_role = (
        [host for host, way in {**HOSTS, **PLAIN}.items() if way == wanted and host in hosts]
        for wanted in (SITE, ALONE)
    )
    plays: list[dict[str, Any]] = [
        {"import_playbook": SITE, "vars": {"mimecast_hosts": ",".join(by_site)}},
        {"name": "A vendor", "hosts": ",".join(by_role), "roles": [ALONE]},
    ]
    return ansible.plays(plays, hosts, *options)


def hosts_of(emulator: RunningEmulator, wanted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the hosts of the accounts that offer everything, with the same site."""
    return {account: site_host(emulator, account, mimecast_site=wanted) for account in HOSTS}


def plain_hosts(plain: RunningEmulator, wanted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the hosts of the other accounts, with the same site."""
    return {account: site_host(plain, account, SECRET, mimecast_site=wanted) for account in PLAIN}


def planned(run: Run, account: str) -> list[tuple[str, str, str, str]]:
    """Return what the tasks of the types change in an account, or say they would."""
    return [
        (change["operation"], change["resource"], change["name"], change["where"])
        for result in run.changes
        if result.host == account
        for change in result.data["plan"]
    ]


class Turns(NamedTuple):
    """Check mode and the same for real, turn by turn; the last once more; and a report after the first."""

    runs: dict[str, tuple[Run, Run]]
    repeated: Run
    repeated_writes: int
    report: Run


@pytest.fixture(scope="module")
def turns(any_ansible: Ansible, emulator: RunningEmulator, plain: RunningEmulator) -> Turns:
    """All turns, one after the other; the accounts that do not offer everything are in the runs for real."""
    runs: dict[str, tuple[Run, Run]] = {}
    for account in HOSTS:
        emulator.reset(account)
    handed_over = site(BYPASSED)
    for name, wanted in TURNS.items():
        hosts = hosts_of(emulator, wanted)
        emulator.clear_requests()
        predicted = run_of(any_ansible, hosts, "--check")
        assert writes(emulator) == []
        applied = run_of(any_ansible, {**hosts, **plain_hosts(plain, handed_over)})
        assert len(writes(emulator)) == WRITES[name] * len(HOSTS), (name, applied.failures)
        runs[name] = (predicted, applied)
        if name == "made":
            report = any_ansible.play("mailops.mimecast.drift", hosts)
            done = [
                {"fingerprint": step["fingerprint"], "by": "jo@example.com", "at": "2026-11-27"}
                for step in by_hand(applied, "plain_site")
            ]
            handed_over = {**handed_over, "console_done": done}
        else:
            handed_over = {**handed_over, **site(BYPASSED, valid_until=PAST)}
    emulator.clear_requests()
    repeated = run_of(any_ansible, hosts_of(emulator, TURNS["ended"]))
    return Turns(runs, repeated, len(writes(emulator)), report)


@pytest.mark.parametrize("account", HOSTS)
@pytest.mark.parametrize("turn", TURNS)
def test_check_mode_says_what_applying_does_at_the_place_of_the_user(turns: Turns, turn: str, account: str) -> None:
    predicted, applied = turns.runs[turn]
    assert [predicted.failures, applied.failures] == [[], []]
    assert planned(predicted, account) == planned(applied, account)
    assert len(planned(applied, account)) == WRITES[turn]
    places = {where for _operation, _resource, _name, where in planned(applied, account)}
    assert places <= {f"mimecast_site.trusted_sources[{index}]" for index in range(3)}


def test_a_second_run_does_nothing(turns: Turns) -> None:
    assert (turns.repeated.failures, turns.repeated.changes, turns.repeated_writes) == ([], [], 0)


@pytest.mark.parametrize("account", HOSTS)
def test_the_play_says_what_is_still_checked(turns: Turns, account: str) -> None:
    (said,) = [
        result.data["msg"]
        for result in turns.runs["made"][1].on(account)
        if result.task.endswith("still checks of trusted sources")
    ]
    assert set(said) == {vendor["name"] for vendor in VENDORS}
    assert any(line.startswith("DNS authentication inbound") for line in said["Office scanner"])


def test_a_source_that_has_ended_is_said_once(turns: Turns) -> None:
    output = " ".join(turns.runs["ended"][1].output.split())
    for index in range(3):
        # On the screen for both hosts together, and in the log.
        assert output.count(f"mimecast_site.trusted_sources[{index}]: ended on {PAST}") in (1, 2)


@pytest.mark.parametrize("account", HOSTS)
def test_a_report_finds_all_of_it_in_sync(turns: Turns, account: str) -> None:
    assert turns.report.code == 0
    accounts = json.loads((turns.report.directory / "drift.json").read_text(encoding="utf-8"))["accounts"]
    (found,) = [reported for reported in accounts if reported["name"] == account]
    assert found["status"] == "ok"
    named = {compared["name"] for compared in found["objects"] if compared["status"] == "in_sync"}
    assert {called(vendor) for vendor in VENDORS} <= named


def by_hand(run: Run, account: str) -> list[dict[str, Any]]:
    """Return what a person has to do in an account."""
    steps = [step for result in run.changes if result.host == account for step in result.data.get("manual", [])]
    return sorted(steps, key=lambda step: str(step["fingerprint"]))


@pytest.mark.parametrize("account", PLAIN)
def test_what_has_no_api_is_handed_over_until_it_is_recorded_and_again_at_the_end(turns: Turns, account: str) -> None:
    first, again, ended = (applied for _predicted, applied in turns.runs.values())
    assert [host for run in (first, again, ended) for host, _task, _message in run.failures] == []
    types = {"ip_permit", "url_protection_bypass_policy", "impersonation_protection_bypass_policy"}
    manual = by_hand(first, "plain_site")
    assert by_hand(first, account) == manual
    assert {step["resource"] for step in manual} == types
    assert all(step["fingerprint"] in first.screen for step in manual)
    assert [result.task for result in again.changes if result.host == account] == []
    left = by_hand(ended, account)
    assert {step["resource"] for step in left} == types
    assert all(any(line.startswith("Delete the ") for line in step["steps"]) for step in left)


OWN_ENTRY = {**site(SCANNER), "greylisting_policies": [{"name": called(SCANNER), "enabled": False}]}


@pytest.fixture(scope="module")
def others(any_ansible: Ansible, emulator: RunningEmulator, turns: Turns) -> Run:
    """A site with an entry of the name of one that it stands for; and a variable of its own for all roles of a play."""
    emulator.reset("willow")
    emulator.clear_requests()
    hosts = {
        "acorn": site_host(emulator, "acorn", mimecast_site=OWN_ENTRY),
        "willow": site_host(emulator, "willow", mimecast_trusted_sources=[SCANNER]),
    }
    plays: list[dict[str, Any]] = [
        {"name": "Roles", "hosts": "willow", "roles": ["mailops.mimecast.gateway_policies", ALONE]},
        {"import_playbook": SITE, "vars": {"mimecast_hosts": "acorn"}},
    ]
    return any_ansible.plays(plays, hosts, connection="")


def test_an_entry_of_the_same_name_is_refused_before_any_request(others: Run, emulator: RunningEmulator) -> None:
    assert [(host, message) for host, _task, message in others.failures] == [
        (
            "acorn",
            "mimecast_site.greylisting_policies[0]: greylisting policy 'Trusted source: Office scanner' is managed by "
            "mimecast_site.trusted_sources[0], so it must not have an entry of its own; remove this entry",
        )
    ]
    assert {request["account"] for request in emulator.requests()} == {"willow"}


def test_a_variable_of_its_own_does_for_all_roles_of_a_play(others: Run) -> None:
    assert sorted(resource for _operation, resource, _name, _where in planned(others, "willow")) == [
        "anti_spoofing_policy",
        "greylisting_policy",
        "ip_permit",
    ]
