# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three vendors through the playbook of a site and through the role alone: made, in sync, changed, ended and gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

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
    with RunningEmulator(ACCOUNTS, preview=True) as running:
        yield running


def run_of(any_ansible: Ansible, emulator: RunningEmulator, variables: dict[str, Any], *options: str) -> Run:
    """Bring each account to what the variables of its host say, in its own way."""
    hosts = {account: site_host(emulator, account, **variables) for account in HOSTS}
    plays: list[dict[str, Any]] = [
        {"import_playbook": SITE, "vars": {"mimecast_hosts": "acorn"}},
        {"name": "A vendor", "hosts": "harbour", "roles": [ALONE]},
    ]
    return any_ansible.plays(plays, hosts, *options)


def planned(run: Run, account: str) -> list[tuple[str, str, str, str]]:
    """Return what the tasks of the types change in an account, or say they would."""
    return [
        (change["operation"], change["resource"], change["name"], change["where"])
        for result in run.changes
        if result.host == account
        for change in result.data["plan"]
    ]


@pytest.fixture(scope="module")
def turns(any_ansible: Ansible, emulator: RunningEmulator) -> dict[str, tuple[Run, ...]]:
    """Each turn in check mode and for real, one after the other, and once more."""
    found = {}
    for account in HOSTS:
        emulator.reset(account)
    for name, wanted in TURNS.items():
        runs = []
        for options, expected in ((["--check"], 0), ([], WRITES[name] * len(HOSTS))):
            emulator.clear_requests()
            runs.append(run_of(any_ansible, emulator, {"mimecast_site": wanted}, *options))
            assert len(writes(emulator)) == expected, (name, options, runs[-1].failures)
        found[name] = tuple(runs)
    return found


@pytest.mark.parametrize("account", HOSTS)
@pytest.mark.parametrize("turn", TURNS)
def test_check_mode_says_what_applying_does_at_the_place_of_the_user(
    turns: dict[str, tuple[Run, ...]], turn: str, account: str
) -> None:
    predicted, applied = turns[turn]
    assert [predicted.failures, applied.failures] == [[], []]
    assert planned(predicted, account) == planned(applied, account)
    assert len(planned(applied, account)) == WRITES[turn]
    places = {where for _operation, _resource, _name, where in planned(applied, account)}
    assert places <= {f"mimecast_site.trusted_sources[{index}]" for index in range(3)}


def test_a_second_run_does_nothing(
    turns: dict[str, tuple[Run, ...]], any_ansible: Ansible, emulator: RunningEmulator
) -> None:
    assert turns.keys() == TURNS.keys()
    emulator.clear_requests()
    again = run_of(any_ansible, emulator, {"mimecast_site": TURNS["ended"]})
    assert (again.failures, again.changes, writes(emulator)) == ([], [], [])


@pytest.mark.parametrize("account", HOSTS)
def test_the_play_says_what_is_still_checked(turns: dict[str, tuple[Run, ...]], account: str) -> None:
    (said,) = [
        result.data["msg"]
        for result in turns["made"][1].on(account)
        if result.task.endswith("still checked of trusted sources")
    ]
    assert set(said) == {vendor["name"] for vendor in VENDORS}
    assert any(line.startswith("DNS authentication inbound") for line in said["Office scanner"])


def test_a_source_that_has_ended_is_said_once(turns: dict[str, tuple[Run, ...]]) -> None:
    output = " ".join(turns["ended"][1].output.split())
    for index in range(3):
        # On the screen for both hosts together, and in the log.
        assert output.count(f"mimecast_site.trusted_sources[{index}]: ended on {PAST}") in (1, 2)


def test_a_report_finds_all_of_it_in_sync(any_ansible: Ansible, emulator: RunningEmulator) -> None:
    emulator.reset("willow")
    hosts = {"willow": site_host(emulator, "willow", mimecast_site=site(*VENDORS))}
    assert any_ansible.play(SITE, hosts).failures == []
    run = any_ansible.play("mailops.mimecast.drift", hosts)
    (account,) = json.loads((run.directory / "drift.json").read_text(encoding="utf-8"))["accounts"]
    assert (run.code, account["status"]) == (0, "ok")
    named = {found["name"] for found in account["objects"] if found["status"] == "in_sync"}
    assert {called(vendor) for vendor in VENDORS} <= named


def test_an_entry_of_the_same_name_is_refused_before_any_request(
    any_ansible: Ansible, emulator: RunningEmulator
) -> None:
    emulator.clear_requests()
    own = {"greylisting_policies": [{"name": called(SCANNER), "enabled": False}]}
    run = any_ansible.play(SITE, {"acorn": site_host(emulator, "acorn", mimecast_site={**site(SCANNER), **own})})
    assert [message for _host, _task, message in run.failures] == [
        "mimecast_site.greylisting_policies[0]: greylisting policy 'Trusted source: Office scanner' is kept by "
        "mimecast_site.trusted_sources[0], so it has no entry of its own; take it out"
    ]
    assert emulator.requests() == []


def by_hand(run: Run, account: str) -> list[dict[str, Any]]:
    """Return what a person has to do in an account."""
    steps = [step for result in run.changes if result.host == account for step in result.data.get("manual", [])]
    return sorted(steps, key=lambda step: str(step["fingerprint"]))


def test_what_has_no_api_is_handed_over_until_it_is_recorded_and_again_at_the_end(any_ansible: Ansible) -> None:
    with RunningEmulator(ACCOUNTS, preview=False) as plain:
        first = run_of(any_ansible, plain, {"mimecast_site": site(BYPASSED)})
        manual = by_hand(first, "acorn")
        done = [{"fingerprint": step["fingerprint"], "by": "jo@example.com", "at": "2026-11-27"} for step in manual]
        recorded = {**site(BYPASSED), "console_done": done}
        again = run_of(any_ansible, plain, {"mimecast_site": recorded})
        ended = run_of(any_ansible, plain, {"mimecast_site": {**recorded, **site(BYPASSED, valid_until=PAST)}})
    assert (first.failures, again.failures, again.changes, ended.failures) == ([], [], [], [])
    types = {"ip_permit", "url_protection_bypass_policy", "impersonation_protection_bypass_policy"}
    for account in HOSTS:
        assert by_hand(first, account) == manual
        assert {step["resource"] for step in by_hand(first, account)} == types
        printed = [result.data.get("msg") for result in first.on(account) if result.task.endswith("by hand")]
        assert all(step["fingerprint"] in json.dumps(printed) for step in manual)
        left = by_hand(ended, account)
        assert {step["resource"] for step in left} == types
        assert all(any(line.startswith("Delete the ") for line in step["steps"]) for step in left)


def test_a_variable_of_its_own_does_for_all_roles_of_a_play(any_ansible: Ansible, emulator: RunningEmulator) -> None:
    emulator.reset("willow")
    roles = ["mailops.mimecast.gateway_policies", ALONE]
    hosts = {"willow": site_host(emulator, "willow", mimecast_trusted_sources=[SCANNER])}
    run = any_ansible.plays([{"name": "Roles", "hosts": "all", "roles": roles}], hosts, connection="")
    assert run.failures == []
    assert sorted(resource for _operation, resource, _name, _where in planned(run, "willow")) == [
        "anti_spoofing_policy",
        "greylisting_policy",
        "ip_permit",
    ]
