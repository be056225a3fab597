# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook mailops.mimecast.site: check mode on empty accounts, for real, and again.

One account has a site of its own, one a baseline beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

SITE_PLAYBOOK = "mailops.mimecast.site"
OWN: dict[str, Any] = {
    "delivery_routes": [
        {"name": "Exchange on-premises", "hostname": "mail.example.com", "alternate_route": "Exchange DR"},
        {"name": "Exchange DR", "hostname": "192.0.2.25"},
    ],
    "delivery_route_policies": [
        {
            "name": "Inbound to Exchange",
            "route": "Exchange on-premises",
            "applies_from": {"type": "everyone"},
            "applies_to": {"type": "email_domain", "domain": "example.com"},
        }
    ],
    "sender_groups": [
        {"name": "Blocked Senders", "members": ["spammer@bad.example", "worse.example"], "members_mode": "exact"},
        {"name": "Permitted Senders", "members": [{"member": "partner.example", "note": "CHG-1234 until 2027-01"}]},
        {"name": "Reviewers", "members": ["jo@example.com"]},
    ],
    "ip_permits": [{"name": "Permitted IP Addresses", "source_ips": ["192.0.2.10", "198.51.100.0/24"]}],
    "users": [{"email": "jo@example.com", "name": "Jo Smith"}],
    "role_members": [{"role": "Basic Administrator", "members": ["jo@example.com"], "members_mode": "exact"}],
    "attachment_sets": [
        {
            "name": "Image control",
            "folder": "Attachment sets",
            "image_hold_probability": 70,
            "notify": {"group": "Reviewers", "sender": False, "recipient": True},
        }
    ],
    "mx": [{"domain": "example.com"}],
}
BASELINE: dict[str, Any] = {
    "sender_groups": [{"name": "Blocked Senders", "members": ["worse.example"]}],
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.0/24"]}],
}
DIFFERENCES: dict[str, Any] = {
    "sender_groups": [{"name": "Blocked Senders", "members": ["mine.example"]}],
    "ip_permits": [{"name": "Scanner", "enabled": False}],
}


class Runs(NamedTuple):
    """Check mode, the same for real, and once more; with the writes that each sent."""

    predicted: Run
    applied: Run
    repeated: Run
    writes: tuple[int, ...]


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Accounts for all tests of this file."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator) -> Runs:
    """The playbook three times, on accounts that are empty at first."""
    for name in ACCOUNTS:
        emulator.reset(name)
    with NameServer({"example.com": []}) as dns:
        hosts = {
            "acorn": {
                **site_host(emulator, "acorn"),
                "mimecast_site": OWN,
                "mimecast_mx_nameservers": ["127.0.0.1"],
                "mimecast_mx_nameserver_port": dns.port,
            },
            "harbour": {**site_host(emulator, "harbour"), "mimecast_baseline": BASELINE, "mimecast_site": DIFFERENCES},
        }
        ended, counts = [], []
        for options in (("--check", "--diff"), ("--diff",), ("--diff",)):
            emulator.clear_requests()
            ended.append(ansible.play(SITE_PLAYBOOK, hosts, *options))
            counts.append(len(writes(emulator)))
    return Runs(ended[0], ended[1], ended[2], tuple(counts))


def test_every_run_succeeds(runs: Runs) -> None:
    assert [(run.code, run.failures) for run in runs[:3]] == [(0, [])] * 3


def test_check_mode_writes_nothing_and_the_second_run_neither(runs: Runs) -> None:
    assert (runs.writes[0], runs.writes[2]) == (0, 0)
    assert runs.writes[1] > 0


def test_check_mode_predicts_every_change_exactly(runs: Runs) -> None:
    def told(run: Run) -> list[tuple[str, str, Any, Any]]:
        ordered = sorted(run.changes, key=lambda result: result.host)
        return [(result.host, result.task, result.data["diff"], result.data["plan"]) for result in ordered]

    assert told(runs.predicted) == told(runs.applied)
    planned = [change["resource"] for _host, _task, _diff, plan in told(runs.applied) for change in plan]
    assert len(planned) == 12
    assert set(planned) == {name for name, resource in MANAGED.items() if resource.plural in OWN}


def test_the_second_run_changes_nothing(runs: Runs) -> None:
    assert [(result.host, result.task) for result in runs.repeated.changes] == []


def test_the_site_is_in_the_account(runs: Runs, emulator: RunningEmulator) -> None:
    state = emulator.state("acorn")
    (policy,) = state["delivery_route_policies"].values()
    assert state["delivery_routes"][policy["route"]]["description"] == "Exchange on-premises"
    assert state["users"]["jo@example.com"]["role"] == "Basic Administrator"
    assert [
        member["emailAddress"] for member in state["groups"]["blocked-senders"]["members"] if "emailAddress" in member
    ] == ["spammer@bad.example"]


def test_the_baseline_and_the_differences_of_an_account_are_both_in_it(runs: Runs, emulator: RunningEmulator) -> None:
    state = emulator.state("harbour")
    assert sorted(member["domain"] for member in state["groups"]["blocked-senders"]["members"]) == [
        "mine.example",
        "worse.example",
    ]
    (permit,) = [row for row in state["permitted_sender_policies"].values() if row["description"] == "Scanner"]
    assert (permit["sourceIPs"], permit["enabled"]) == (["192.0.2.0/24"], False)


def test_the_mx_records_to_publish_are_told(runs: Runs) -> None:
    assert "example.com. IN MX 10 eu-smtp-inbound-1.mimecast.com." in runs.applied.output


LONG = {"sender_groups": [{"name": "Blocked Senders", "members": [f"sender{i}@bulk.example" for i in range(800)]}]}
"""What takes long in a slow account."""


class Others(NamedTuple):
    """A run over other hosts, and which account was asked for what."""

    run: Run
    asked: set[tuple[str, bool]]


@pytest.fixture(scope="module")
def others(ansible: Ansible, emulator: RunningEmulator) -> Others:
    """One run over a host with a mistake, one that lacks a variable, one with a small site, and a slow one."""
    emulator.reset("willow")
    emulator.clear_requests()
    wrong = {**OWN, "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.10/24"]}]}
    unknown = {"delivery_routes": [{"name": "A", "hostname": "{{ nowhere }}"}]}
    small = {"delivery_routes": [{"name": "A", "hostname": "mail.example.com"}]}
    with RunningEmulator({"slow": "slow-secret"}, latency_ms=50, strict=True) as slow:
        hosts = {
            "acorn": site_host(emulator, "acorn", mimecast_site=wrong),
            "harbour": site_host(emulator, "harbour", mimecast_site=unknown, mimecast_baseline=BASELINE),
            "willow": site_host(emulator, "willow", mimecast_site=small),
            "slow": site_host(slow, "slow", "slow-secret", mimecast_site=LONG),
        }
        run = ansible.play(SITE_PLAYBOOK, hosts)
    return Others(run, {(request["account"], request["write"]) for request in emulator.requests()})


def told(others: Others, host: str) -> list[str]:
    """Return the messages with which a host failed."""
    return [message for failed, _task, message in others.run.failures if failed == host]


def test_a_mistake_is_named_by_its_path_before_any_request(others: Others) -> None:
    assert others.run.code == 2
    assert told(others, "acorn") == [
        "mimecast_site.ip_permits[0].source_ips[0]: '192.0.2.10/24' has host bits set, the network is '192.0.2.0/24'"
    ]
    assert "acorn" not in {account for account, _write in others.asked}


def test_one_tag_runs_one_part(ansible: Ansible, emulator: RunningEmulator) -> None:
    emulator.reset("willow")

    run = ansible.play(
        SITE_PLAYBOOK,
        {"willow": {**site_host(emulator, "willow"), "mimecast_site": {**OWN, "mx": []}}},
        "--tags",
        "sender_groups",
    )

    assert (run.code, run.failures) == (0, [])
    assert {result.data["plan"][0]["resource"] for result in run.changes} == {"sender_group"}


def test_the_list_of_tags_is_the_list_of_roles(ansible: Ansible) -> None:
    run = ansible.play(SITE_PLAYBOOK, {}, "--list-tags")
    assert run.code == 0
    of_plays = re.findall(r"TASK TAGS: \[(.*)\]", run.output)
    assert {tag for tags in of_plays for tag in tags.split(", ")} == {
        "always",
        *(resource.role for resource in RESOURCES.values()),
    }


@pytest.mark.parametrize("option", ["--tags", "--skip-tags"])
def test_a_tag_that_there_is_not_warns_with_the_nearest_word(
    ansible: Ansible, emulator: RunningEmulator, option: str
) -> None:
    hosts = {"willow": site_host(emulator, "willow", mimecast_site={"users": OWN["users"]})}
    run = ansible.play(SITE_PLAYBOOK, hosts, "--check", option, "sender_group")
    assert (run.code, run.failures) == (0, [])
    said = " ".join(run.output.split())
    assert "[WARNING]" in said
    assert "no role has the tag 'sender_group', did you mean 'sender_groups'?" in said


def test_a_tag_of_the_whole_playbook_chooses_all_of_it(ansible: Ansible, emulator: RunningEmulator) -> None:
    hosts = {"willow": site_host(emulator, "willow", mimecast_site={"delivery_routes": OWN["delivery_routes"]})}
    plays = [{"import_playbook": SITE_PLAYBOOK, "tags": ["mail"]}]
    run = ansible.plays(plays, hosts, "--check", "--tags", "mail")
    assert (run.code, run.failures) == (0, [])
    assert {change["resource"] for result in run.changes for change in result.data["plan"]} == {"delivery_route"}


def test_a_long_change_tells_how_far_it_is_and_a_short_one_does_not(ansible: Ansible, others: Others) -> None:
    assert told(others, "slow") == []
    assert re.search(r"\[slow\] Blocked Senders: \d+0 of 800 members added", others.run.output)
    with RunningEmulator({"slow": "slow-secret"}, latency_ms=50, strict=True) as slow:
        hosts = {"slow": site_host(slow, "slow", "slow-secret", mimecast_site=LONG)}
        short = ansible.play(SITE_PLAYBOOK, hosts, "--check")
    assert short.code == 0
    assert "[slow] Blocked" not in short.output


def test_without_an_inventory_the_account_of_the_environment_is_managed(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    emulator.reset("willow")

    run = ansible.play(
        SITE_PLAYBOOK,
        {},
        "--check",
        variables={"mimecast_site": {"users": OWN["users"]}},
        environment={
            "MIMECAST_BASE_URL": emulator.base_url,
            "MIMECAST_CLIENT_ID": "willow",
            "MIMECAST_CLIENT_SECRET": ACCOUNTS["willow"],
        },
    )

    assert (run.code, run.failures) == (0, [])
    assert [(result.host, result.data["plan"][0]["name"]) for result in run.changes] == [
        ("localhost", "jo@example.com")
    ]


def test_a_site_in_which_a_variable_is_missing_is_never_left_out(others: Others) -> None:
    (message,) = told(others, "harbour")
    assert "'nowhere' is undefined" in message
    assert ("harbour", True) not in others.asked


def test_roles_of_types_that_a_small_site_does_not_name_have_nothing_to_say(others: Others) -> None:
    assert told(others, "willow") == []
    changes = [result.task for result in others.run.changes if result.host == "willow"]
    assert changes == ["mailops.mimecast.delivery_routing : Delivery routes"]
    assert [result.task for result in others.run.on("willow") if "Nothing to do" in result.task] == []
