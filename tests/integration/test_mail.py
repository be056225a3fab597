# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail tests stop the playbook before a write, in check mode with the same words; one command answers for a message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import CHECKOUT, Ansible, Run
from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

SITE_PLAYBOOK, ASK = "mailops.mimecast.site", "mailops.mimecast.mail_check"
MESSAGE = {"from": "a@bad.example", "to": "jo@example.com", "ip": "192.0.2.10"}
BLOCKED = [{"name": "Blocked Senders", "members": ["bad.example"]}]


def site(refused: bool) -> dict[str, Any]:
    test = {"name": "What becomes of bad.example", "message": MESSAGE, "expect": {"refused": refused}}
    return {"sender_groups": BLOCKED, "mail_tests": [test]}


TOLD = (
    "mimecast_site.mail_tests[0]: mail test 'What becomes of bad.example': expected refused: false, got true, decided "
    'by blocked sender policy "Default Blocked Senders Policy"'
)
WARNED = {"mimecast_mail_tests": "warn"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Accounts for all tests of this file."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Names of three accounts."""
    return [*ACCOUNTS][:3]


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator, names: list[str]) -> dict[str, Run]:
    """Check mode and the same for real: an account whose test would break, one that is warned, one whose test holds."""
    for name in names:
        emulator.reset(name)
    breaks, warned, holds = names
    hosts: dict[str, dict[str, Any]] = {
        breaks: site_host(emulator, breaks, mimecast_site=site(refused=False)),
        warned: {**site_host(emulator, warned, mimecast_site=site(refused=False)), **WARNED},
        holds: site_host(emulator, holds, mimecast_site=site(refused=True)),
    }
    return {
        mode: ansible.play(SITE_PLAYBOOK, hosts, *options) for mode, options in (("check", ["--check"]), ("real", []))
    }


@pytest.mark.parametrize("mode", ["check", "real"])
def test_a_test_that_would_break_stops_its_account_alone_and_names_itself(
    runs: dict[str, Run], names: list[str], mode: str
) -> None:
    assert [(host, message) for host, _task, message in runs[mode].failures] == [(names[0], TOLD)]
    assert "[WARNING]: mimecast_site.mail_tests[0]: mail test" in runs[mode].output
    assert {result.host for result in runs[mode].changes} == {*names[1:]}


def test_nothing_is_written_to_an_account_whose_test_would_break(
    runs: dict[str, Run], names: list[str], emulator: RunningEmulator
) -> None:
    assert runs["real"].code == 2
    changed = [bool(emulator.state(name)["groups"]["blocked-senders"]["members"]) for name in names]
    assert changed == [False, True, True]
    assert {request["account"] for request in writes(emulator)} == {*names[1:]}


def test_drift_tells_of_a_test_that_does_not_hold(
    ansible: Ansible, runs: dict[str, Run], names: list[str], emulator: RunningEmulator
) -> None:
    hosts: dict[str, dict[str, Any]] = {
        names[0]: site_host(emulator, names[0], mimecast_site={**site(refused=True), "sender_groups": []}),
        names[2]: site_host(emulator, names[2], mimecast_site=site(refused=True)),
    }
    before = writes(emulator)
    run = ansible.play("mailops.mimecast.drift", hosts, "-e", "mimecast_drift_fail=true")
    report = json.loads((run.directory / "drift.json").read_text(encoding="utf-8"))
    statuses = {
        account["name"]: (account["status"], account["mail"]["tests"][0]["status"]) for account in report["accounts"]
    }
    assert statuses == {names[0]: ("drift", "fails"), names[2]: ("ok", "holds")}
    assert (run.code, writes(emulator)) == (2, before)
    assert "### Mail tests that do not hold" in (run.directory / "drift.md").read_text(encoding="utf-8")


def test_drift_replays_the_mail_of_the_last_days_and_only_reads(
    ansible: Ansible, names: list[str], emulator: RunningEmulator
) -> None:
    stops: dict[str, Any] = {
        "blocked_sender_policies": [
            {
                "name": "Partner",
                "action": "block_sender",
                "applies_from": {"type": "email_domain", "domain": "partner.example"},
                "applies_to": {"type": "everyone"},
            }
        ]
    }
    for name in names[:2]:
        emulator.reset(name)
        emulator.set_state(name, {"mail_log": {"seed": 11, "count": 60, "days": 2}})
    refused = {"operation": "searchMessages", "times": None, "fault": {"kind": "app_forbidden"}, "account": names[1]}
    emulator.set_faults([refused])
    before = writes(emulator)
    hosts = {name: site_host(emulator, name, mimecast_site=stops) for name in names[:2]}
    run = ansible.play("mailops.mimecast.drift", hosts, "-e", "mimecast_drift_replay_days=3")
    emulator.set_faults([])
    report = json.loads((run.directory / "drift.json").read_text(encoding="utf-8"))
    read, unread = (account["mail"]["replay"] for account in report["accounts"])
    assert read["changed"] >= 1
    assert [change["after"] for change in read["changes"]] == ['refused by blocked sender policy "Partner"']
    assert ("messages" in unread, "searchMessages" in unread["unreadable"]) == (False, True)
    assert (run.code, writes(emulator)) == (0, before)
    assert f"{read['changed']} would be treated differently" in (run.directory / "drift.md").read_text(encoding="utf-8")


def test_lint_asks_dns_where_a_variable_says_so(ansible: Ansible) -> None:
    bypass = {
        "name": "Survey may",
        "action": "enable_bypass",
        "spf_domains": ["spf.survey.example"],
        "applies_from": {"type": "everyone"},
        "applies_to": {"type": "internal_addresses"},
    }
    said = {"mimecast_site": {"anti_spoofing_bypass_policies": [bypass]}, "mimecast_lint": "fail"}
    with NameServer({}, texts={"spf.survey.example": ["v=spf1 +all"]}) as dns:
        servers = {"mimecast_nameservers": ["127.0.0.1"], "mimecast_nameserver_port": dns.port}
        hosts: dict[str, dict[str, Any]] = {
            "asks": {**said, **servers, "mimecast_lint_dns": True},
            "does not": {**said, **servers},
        }
        run = ansible.play("mailops.mimecast.check", hosts)
    assert [(host, "(spf_all)" in message) for host, _task, message in run.failures] == [("asks", True)]


def test_the_file_alone_is_tested_without_an_account(ansible: Ansible) -> None:
    closed: dict[str, Any] = {
        "internal_domains": [{"domain": "example.com"}],
        "anti_spoofing_policies": [],
        "anti_spoofing_bypass_policies": [],
        "blocked_sender_policies": [],
        "ip_permits": [],
    }
    hosts: dict[str, dict[str, Any]] = {
        "breaks": {"mimecast_site": {**closed, **site(refused=False)}},
        "off": {"mimecast_site": {**closed, **site(refused=False)}, "mimecast_mail_tests": "off"},
        "holds": {"mimecast_site": {**closed, **site(refused=True)}},
    }
    run = ansible.play("mailops.mimecast.check", hosts)
    assert [(host, message) for host, _task, message in run.failures] == [("breaks", TOLD)]


def test_one_command_of_the_page_at_the_door_answers_for_a_message(ansible: Ansible) -> None:
    page = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    (command,) = [line for line in page.splitlines() if f"{ASK} -i playbooks/demo" in line]
    words = command.removeprefix("$ ansible-playbook ").split()
    options = [str(CHECKOUT / word) if word.startswith("playbooks/") else word for word in words[1:]]
    run = ansible.play(words[0], {}, *options)
    assert run.code == 0, run.output
    assert (
        "sam@acorn.example to jo@acorn.example by 203.0.113.7: certain: refused by anti-spoofing policy" in run.output
    )


def test_many_messages_are_answered_from_a_file_on_the_account_as_it_will_be(
    ansible: Ansible, emulator: RunningEmulator, names: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "messages.yml"
    file.write_text(json.dumps({"messages": [MESSAGE, {"from": "<>", "to": "jo@example.com"}]}), encoding="utf-8")
    emulator.reset(names[0])
    run = ansible.play(
        ASK,
        {names[0]: site_host(emulator, names[0], mimecast_site=site(refused=False))},
        "-e",
        f"@{file}",
        "-e",
        "against=planned",
    )
    headlines = run.of(names[0], "Ask").data["headlines"]
    assert len(headlines) == 2
    assert headlines[0].startswith("a@bad.example to jo@example.com by 192.0.2.10: certain: refused by blocked sender")
