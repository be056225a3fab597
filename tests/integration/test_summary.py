# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a terminal, a workflow and a pull request get of a run over many accounts: one unreachable, one file broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

SITE = "mailops.mimecast.site"
SECRETS = {f"cust{number:02}": f"secret-of-{number}" for number in range(1, 61)}
DIFFERENT = [f"cust{number:02}" for number in range(1, 9)]
UNREACHABLE, BROKEN = "cust11", "cust21"
SCREEN = 40
CALM = {"delivery_routes": [{"name": "Old", "state": "absent"}]}
WANTED = {
    "delivery_routes": [{"name": "DR", "hostname": "dr.example.com"}],
    "sender_groups": [{"name": "Blocked Senders", "members": ["worse.example"]}],
    "attachment_sets": [{"name": "Image control", "folder": "Attachment sets", "image_hold_probability": 70}],
}
STARTER = Path(__file__).resolve().parents[2] / "docs/examples/repository/ansible.cfg"
PLAN = {"ANSIBLE_CONFIG": str(STARTER)}


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Sixty empty accounts whose API offers what the real one does today."""
    with RunningEmulator(SECRETS, preview=False, strict=True) as running:
        yield running


def hosts(emulator: RunningEmulator, names: list[str]) -> dict[str, dict[str, Any]]:
    """What the hosts of these accounts are to be; eight differ, one has the wrong address and one a broken site."""
    found: dict[str, dict[str, Any]] = {
        name: {
            "mimecast_base_url": emulator.base_url,
            "mimecast_client_id": name,
            "mimecast_client_secret": SECRETS[name],
            "mimecast_retry_budget": 0,
            "mimecast_site": WANTED if name in DIFFERENT else CALM,
        }
        for name in names
    }
    if UNREACHABLE in found:
        found[UNREACHABLE]["mimecast_base_url"] = "http://127.0.0.1:1"
    if BROKEN in found:
        found[BROKEN]["mimecast_site"] = "{{ 'delivery_routes: [' | ansible.builtin.from_yaml }}"
    return found


@pytest.fixture(scope="module")
def default(ansible: Ansible, emulator: RunningEmulator) -> Run:
    """Sixty accounts in check mode with Ansible's own callback, in a workflow, with a file for a pull request."""
    return ansible.play(
        SITE,
        hosts(emulator, list(SECRETS)),
        "--check",
        "--diff",
        variables={"mimecast_summary_file": "summary.md", "awx_job_id": 7},
        environment={"ANSIBLE_SHOW_CUSTOM_STATS": "1"},
    )


@pytest.fixture(scope="module")
def plan(ansible: Ansible, emulator: RunningEmulator) -> Run:
    """The same with the settings of the repository that users start from, which name the callback of the collection."""
    return ansible.play(SITE, hosts(emulator, list(SECRETS)), "--check", "--diff", environment=PLAN)


def has_it_all_on_the_last_screen(run: Run) -> bool:
    """Whether what is on a terminal at the end has every number and every account that needs a person."""
    screen = "\n".join(run.screen.rstrip("\n").splitlines()[-SCREEN:])
    numbers = (
        "60 accounts: 2 failed, 8 to do, 50 in sync (check mode, nothing was changed)",
        "8 to create, 8 to change, 0 to delete, 8 by hand",
    )
    people = screen.partition("Changes:")[2]
    return all(words in screen for words in numbers) and all(
        name in people for name in (*DIFFERENT, UNREACHABLE, BROKEN)
    )


def test_the_last_screen_says_it_all_with_the_callback_of_ansible(default: Run) -> None:
    assert default.code == 2
    assert has_it_all_on_the_last_screen(default), default.screen[-4000:]


def test_the_last_screen_says_it_all_with_the_callback_of_the_collection(plan: Run) -> None:
    assert plan.code == 2
    assert has_it_all_on_the_last_screen(plan), plan.screen[-4000:]


def test_a_run_over_sixty_accounts_prints_little_with_the_callback_of_the_collection(plan: Run) -> None:
    assert len(plan.screen.splitlines()) <= 80
    assert plan.screen.count("dr.example.com") == 1
    assert "cannot be reached" in plan.screen


def test_what_is_to_do_by_hand_stands_once_for_all_accounts(default: Run) -> None:
    assert default.screen.count("Set Folder to Attachment sets.") == 1
    assert default.screen.index("PLAY RECAP") < default.screen.index("Set Folder to Attachment sets.")


def test_a_part_that_no_account_needs_is_one_skipped_task(default: Run) -> None:
    assert default.screen.count("TASK [mailops.mimecast.backup : ") == 2
    assert default.screen.count("TASK [mailops.mimecast.trusted_source : ") == 3


def test_a_play_of_roles_without_the_summary_prints_what_is_to_do_by_hand(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    play = {"hosts": "all", "roles": ["mailops.mimecast.attachment_sets"]}
    enabled = {"ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.summary"}
    alone, told = (
        ansible.plays([play], hosts(emulator, DIFFERENT[:1]), "--check", environment=given) for given in ({}, enabled)
    )
    assert [run.screen.count("Set Folder to Attachment sets.") for run in (alone, told)] == [1, 1]
    assert "PLAY RECAP" in alone.screen.partition("Set Folder to Attachment sets.")[2]
    assert "PLAY RECAP" not in told.screen.partition("Set Folder to Attachment sets.")[2]


def test_a_workflow_gets_the_summary(default: Run) -> None:
    shown = default.screen.partition("CUSTOM STATS")[2].partition("RUN: ")[2]
    told = json.JSONDecoder().raw_decode(shown)[0]["mimecast_summary"]

    assert told["totals"]["accounts"] == 60
    assert {account["name"] for account in told["accounts"]} == {*DIFFERENT, UNREACHABLE, BROKEN}


def test_a_pull_request_gets_the_summary(default: Run) -> None:
    text = (default.directory / "summary.md").read_text(encoding="utf-8")
    assert text.index(f"`{UNREACHABLE}`") < text.index("console_done:") < text.index("dr.example.com")


def test_applying_tells_what_was_done_and_then_that_all_is_in_sync(ansible: Ansible, emulator: RunningEmulator) -> None:
    route = {"delivery_routes": [{"name": "Applied", "hostname": "mail.example.com"}]}
    account = {"cust60": {**hosts(emulator, ["cust60"])["cust60"], "mimecast_site": route}}
    emulator.set_state("cust60", {"delivery_routes": {}})
    first, second = (ansible.play(SITE, account) for _time in range(2))

    assert first.screen.rstrip().endswith("1 account: 1 changed\n  1 created, 0 changed, 0 deleted, 0 by hand")
    assert second.screen.rstrip().endswith("1 account: 1 in sync\n  0 created, 0 changed, 0 deleted, 0 by hand")


def test_a_domain_that_waits_for_its_token_in_dns_is_by_hand_once_it_is_registered(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    site = {"pending_domains": [{"domain": "new.example"}]}
    account = {"cust58": {**hosts(emulator, ["cust58"])["cust58"], "mimecast_site": site}}
    emulator.set_state("cust58", {"pending_domains": {}})
    predicted, first, second = (ansible.play(SITE, account, *flags) for flags in (["--check"], [], []))
    token = emulator.state("cust58")["pending_domains"]["new.example"]["token"]
    step = f'1.1 Publish the record: new.example. IN TXT "{token}"'

    assert predicted.screen.rstrip().endswith("1 to create, 0 to change, 0 to delete, 0 by hand")
    assert first.screen.rstrip().endswith("1 created, 0 changed, 0 deleted, 1 by hand")
    assert second.screen.rstrip().endswith("0 created, 0 changed, 0 deleted, 1 by hand")
    assert [run.screen.count(step) for run in (predicted, first, second)] == [0, 1, 1]
    assert [run.screen.count(token) for run in (first, second)] == [1, 1]


def test_a_play_of_roles_has_the_summary_of_the_callback_that_it_enables(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    enabled = {"ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.summary"}
    play = {"hosts": "all", "roles": ["mailops.mimecast.delivery_routing"]}
    run = ansible.plays([play], hosts(emulator, DIFFERENT[:1]), "--check", environment=enabled)

    assert run.screen.rstrip().endswith("1 to create, 0 to change, 0 to delete, 0 by hand")


def test_the_summary_stands_once_whichever_callbacks_are_loaded(ansible: Ansible, emulator: RunningEmulator) -> None:
    both = {**PLAN, "ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.summary"}
    run = ansible.play(SITE, hosts(emulator, DIFFERENT[:1]), "--check", environment=both)

    assert run.screen.count("Mimecast: 1 account") == 1


def test_the_callback_of_the_collection_shows_why_a_check_failed_though_there_is_no_summary(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    mistaken = {"delivery_routes": [{"name": "DR", "hostnam": "dr.example.com"}]}
    account = {"cust01": {**hosts(emulator, ["cust01"])["cust01"], "mimecast_site": mistaken}}
    run = ansible.play("mailops.mimecast.check", account, environment=PLAN)

    assert run.code == 2
    assert "failed: cust01\n  mimecast_site.delivery_routes[0].hostnam: unknown key" in run.screen


def test_the_callback_shows_the_messages_of_a_playbook_that_only_reads(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    account = hosts(emulator, ["cust59"])
    drift = ansible.play("mailops.mimecast.drift", account, environment=PLAN)
    mail = {"from": "ann@partner.example", "to": "jo@example.com", "against": "site_file"}
    answer = ansible.play("mailops.mimecast.mail_check", account, variables=mail, environment=PLAN)

    assert "1 account: 1 in sync" in drift.screen
    assert "ann@partner.example to jo@example.com: " in answer.screen


def test_a_failed_mail_test_that_only_warns_and_findings_of_lint_are_in_the_summary(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    site = {
        "sender_groups": [{"name": "Blocked Senders", "members": ["a@b.example", "gmail.com"]}],
        "mail_tests": [
            {
                "name": "Orders arrive",
                "message": {"from": "a@b.example", "to": "jo@example.com"},
                "expect": {"refused": False},
            }
        ],
    }
    account = {**hosts(emulator, ["cust58"])["cust58"], "mimecast_site": site, "mimecast_mail_tests": "warn"}
    play = {
        "hosts": "all",
        "tasks": [
            {"mailops.mimecast.mimecast_site_check": None},
            {"mailops.mimecast.mimecast_site_preflight": None},
        ],
    }
    run = ansible.plays([play], {"cust58": account}, "--check", environment=PLAN)

    assert "Mail tests failed:\n  cust58: Orders arrive" in run.screen
    assert "Lint:\n  cust58: low: sender group Blocked Senders: " in run.screen
    assert run.screen.rstrip().endswith("; 1 mail test failed, 1 finding of lint")


def test_a_playbook_that_changes_nothing_has_no_summary(ansible: Ansible, emulator: RunningEmulator) -> None:
    run = ansible.play("mailops.mimecast.check", hosts(emulator, DIFFERENT[:1]))
    assert "Mimecast: " not in run.screen
