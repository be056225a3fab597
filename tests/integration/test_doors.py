# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module inside the controller and as an ordinary module: the same results, predicted, applied, and then nothing.

Three runs for each ansible-core: check mode on an empty account, for real, and again. The host ``action`` manages one
account inside the controller, the host ``module`` another, equal one by ordinary modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, DOORS, host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

ACCOUNT_OF = {"action": "acorn", "module": "harbour"}
RESOURCES = (
    "Sender groups",
    "Delivery routes",
    "Delivery route policies",
    "IP permits",
    "Users",
    "Role members",
    "Attachment sets",
)
MX_RECORD = {"hostname": "eu-smtp-inbound-1.mimecast.com", "priority": 10}

SITE: dict[str, Any] = {
    "sender_groups": [
        {"name": "Blocked Senders", "members": ["spammer@bad.example", "worse.example"], "members_mode": "exact"},
        {"name": "Partners", "members": [{"member": "Partner.Example", "note": "CHG-1234"}, "jo@bücher.example"]},
        {"name": "Close partners", "parent": "Partners"},
    ],
    "delivery_routes": [
        {
            "name": "Exchange on-premises",
            "hostname": "Mail.Example.com",
            "alternate_route": "Exchange DR",
            "smtp_authentication": {"mechanisms": ["login"], "username": "relay", "password": "Relay-password-1"},
        },
        {"name": "Exchange DR", "hostname": "192.0.2.25", "port": 2525},
    ],
    "delivery_route_policies": [
        {
            "name": "Inbound to Exchange",
            "route": "Exchange on-premises",
            "applies_from": {"type": "everyone"},
            "applies_to": {"type": "email_domain", "domain": "example.com"},
        },
        {
            "name": "From partners",
            "route": "Exchange DR",
            "applies_from": {"type": "profile_group", "group": "Partners"},
            "applies_to": {"type": "internal_addresses"},
            "valid_from": "2026-01-01",
            "valid_until": "2027-01-01",
        },
    ],
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.10", "2001:DB8::/48"]}],
    "users": [
        {"email": "Jo@example.com", "name": "Jo Smith", "password": "Jo-password-1"},
        {"email": "sam@example.com", "name": "Sam Lee", "disabled": True},
    ],
    "role_members": [{"role": "Basic Administrator", "members": ["jo@example.com"]}],
    "attachment_sets": [
        {
            "name": "Image control",
            "folder": "Attachment sets",
            "image_hold_probability": 70,
            "content_types": [{"type": "exe", "action": "block"}],
            "notify": {"group": "Partners", "recipient": True},
        }
    ],
}
CHANGES: dict[str, Any] = {
    "sender_groups": [
        {"name": "Blocked Senders", "members": ["worse.example", "new@bad.example"], "members_mode": "exact"},
        {"name": "Partners", "members": [{"member": "partner.example", "note": "CHG-5678"}]},
        {"name": "Close partners", "state": "absent"},
    ],
    "delivery_routes": [
        {"name": "Exchange on-premises", "port": 587, "alternate_route": "", "smtp_authentication": {}},
        {"name": "Exchange new", "hostname": "new.example.com", "alternate_route": "Exchange DR"},
    ],
    "delivery_route_policies": [
        {"name": "Inbound to Exchange", "route": "Exchange new", "valid_until": "2028-01-01"},
        {"name": "From partners", "state": "absent"},
    ],
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.10/32"], "source_ips_mode": "remove"}],
    "users": [{"email": "jo@example.com", "state": "absent"}, {"email": "sam@example.com", "name": "Sam Lee-Jones"}],
    "role_members": [{"role": "Help Desk Administrator", "members": ["jo@example.com"]}],
    "attachment_sets": [
        {"name": "Image control", "image_hold_probability": "off", "content_types": [], "content_types_mode": "exact"}
    ],
}


def tasks(site: dict[str, Any]) -> dict[str, Any]:
    """The options of one task for each list of a site."""
    return {name: {"entries": entries} for name, entries in site.items()}


class Sequence(NamedTuple):
    """Check mode, the same for real, and once more; how many writes each sent, and the accounts in the end."""

    predicted: Run
    applied: Run
    repeated: Run
    writes: tuple[int, int, int]
    accounts: dict[str, Any]


def sequence(
    ansible: Ansible, emulator: RunningEmulator, hosts: dict[str, Any], reading: dict[str, Any] | None = None
) -> Sequence:
    """Run modules.yml three times; for real with ``reading``, the options of modules that only read, for each host."""
    more = reading or {}
    all_of_it = {door: {**given, **more} for door, given in hosts.items()}
    runs, counts = [], []
    for inventory, options in (
        ({**hosts, "action": all_of_it["action"]}, ("--check", "--diff")),
        (all_of_it, ("--diff", "-vvv")),
        (hosts, ("--diff",)),
    ):
        emulator.clear_requests()
        runs.append(ansible.run_modules(inventory, *options))
        counts.append(len(writes(emulator)))
    accounts = {door: emulator.state(account) for door, account in ACCOUNT_OF.items()}
    return Sequence(runs[0], runs[1], runs[2], (counts[0], counts[1], counts[2]), accounts)


@pytest.fixture(scope="module")
def dns() -> Iterator[NameServer]:
    """A name server that knows one domain."""
    with NameServer({"example.com": [MX_RECORD]}) as running:
        yield running


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Fresh accounts for all tests of this file."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator, dns: NameServer) -> Sequence:
    """The site of this file, on empty accounts, through both doors."""
    for account in ACCOUNTS:
        emulator.reset(account)
    reading = {
        "site_check": {"site": SITE},
        "site_plan": {"site": SITE},
        "mx": {"domains": ["example.com"], "nameservers": ["127.0.0.1"], "nameserver_port": dns.port},
        "info": {"types": ["delivery_routes", "sender_groups"]},
    }
    hosts = {door: host(emulator, account, door, **tasks(SITE)) for door, account in ACCOUNT_OF.items()}
    return sequence(ansible, emulator, hosts, reading)


@pytest.fixture(scope="module")
def changing_runs(ansible: Ansible, emulator: RunningEmulator, runs: Sequence) -> Sequence:
    """Updates and removals on the account that the former runs have filled, inside the controller."""
    return sequence(ansible, emulator, {"action": host(emulator, "acorn", **tasks(CHANGES))})


def test_every_run_succeeds(runs: Sequence) -> None:
    assert [(run.code, run.failures) for run in runs[:3]] == [(0, [])] * 3


def test_each_host_goes_through_its_own_door(runs: Sequence) -> None:
    assert "<module> EXEC " in runs.applied.output
    assert "<action> EXEC " not in runs.applied.output


def test_nothing_is_deprecated(runs: Sequence) -> None:
    assert "DEPRECATION" not in runs.applied.output


def reported(run: Run, door: str, task: str) -> dict[str, Any]:
    """Return what a task reports, but for its tokens: on the controller a run has one, elsewhere a task has its own."""
    result = run.of(door, task).as_reported()
    return {**result, "api": {**result["api"], "tokens": 0}} if "api" in result else result


@pytest.mark.parametrize("task", ["Site check", *RESOURCES, "MX", "Info", "Site plan"])
def test_both_doors_give_the_same_result(runs: Sequence, task: str) -> None:
    for run in runs[:3] if task in RESOURCES else [runs.applied]:
        assert reported(run, "action", task) == reported(run, "module", task)


@pytest.mark.parametrize("task", RESOURCES)
def test_a_task_on_another_machine_fetches_its_own_token(runs: Sequence, task: str) -> None:
    assert runs.applied.of("module", task).data["api"]["tokens"] == 1


@pytest.mark.parametrize(
    "table",
    ["groups", "delivery_routes", "delivery_route_policies", "permitted_sender_policies", "users", "attachment_sets"],
)
def test_both_doors_make_the_same_account(runs: Sequence, table: str) -> None:
    rows = {
        door: {key: {**row, "createdDateTime": "", "updatedDateTime": ""} for key, row in account[table].items()}
        for door, account in runs.accounts.items()
    }
    assert rows["action"] == rows["module"]


def test_check_mode_writes_nothing(runs: Sequence) -> None:
    assert runs.writes[0] == 0


def test_the_second_run_changes_nothing_and_writes_nothing(runs: Sequence) -> None:
    changed = [(result.host, result.task) for result in runs.repeated.results if result.data.get("changed")]
    assert (changed, runs.writes[2]) == ([], 0)


@pytest.mark.parametrize("task", RESOURCES)
@pytest.mark.parametrize("door", DOORS)
def test_check_mode_predicts_an_empty_account_exactly(runs: Sequence, door: str, task: str) -> None:
    predicted, applied = (run.of(door, task).as_reported() for run in (runs.predicted, runs.applied))

    assert applied["changed"] is True
    for part in ("changed", "diff", "plan", "manual", "entries"):
        assert predicted[part] == applied[part]


def test_what_was_applied_is_in_the_account(runs: Sequence) -> None:
    info = runs.applied.of("module", "Info").data["site"]

    assert {route["name"]: route["alternate_route"] for route in info["delivery_routes"]} == {
        "Exchange on-premises": "Exchange DR",
        "Exchange DR": "",
    }
    assert {
        "name": "Partners",
        "parent": "",
        "members": ["jo@xn--bcher-kva.example", {"member": "partner.example", "note": "CHG-1234"}],
    } in info["sender_groups"]


def test_the_mx_report_is_the_same_through_both_doors_and_tells_the_missing_twin(runs: Sequence) -> None:
    for door in DOORS:
        (report,) = runs.applied.of(door, "MX").data["domains"]
        assert report["publish"] == ["example.com. IN MX 10 eu-smtp-inbound-2.mimecast.com."]


def test_the_plan_of_the_site_finds_everything_missing_at_first_and_in_sync_when_applied(runs: Sequence) -> None:
    before, after = (run.of("action", "Site plan").data["summary"] for run in (runs.predicted, runs.applied))
    assert before["in_sync"] == 0
    assert after["in_sync"] == sum(len(entries) for entries in SITE.values())


def test_updates_and_removals_succeed(changing_runs: Sequence) -> None:
    assert [(run.code, run.failures) for run in changing_runs[:3]] == [(0, [])] * 3


@pytest.mark.parametrize("task", RESOURCES)
def test_check_mode_predicts_updates_and_removals_exactly(changing_runs: Sequence, task: str) -> None:
    predicted, applied = (
        run.of("action", task).as_reported() for run in (changing_runs.predicted, changing_runs.applied)
    )

    assert applied["changed"] is True
    for part in ("changed", "diff", "plan", "manual", "entries"):
        assert predicted[part] == applied[part]


def test_after_updates_and_removals_nothing_is_left_to_do(changing_runs: Sequence) -> None:
    changed = [result.task for result in changing_runs.repeated.results if result.data.get("changed")]
    assert (changed, changing_runs.writes[0], changing_runs.writes[2]) == ([], 0, 0)
