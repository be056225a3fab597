# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the API does not offer is handed to a person: changed until the file records it as done, anew if it differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, host, site_host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Result, Run
from mimecast_emulator.testing import RunningEmulator

TYPES = ("IP permits", "Role members", "Attachment sets")
ENTRIES: dict[str, list[dict[str, Any]]] = {
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.10"]}],
    "role_members": [{"role": "Basic Administrator", "members": ["postmaster@example.com"]}],
    "attachment_sets": [
        {"name": "Image control", "folder": "Sets", "image_hold_probability": 70, "notify": {"group": "IT Helpdesk"}}
    ],
}
OTHER_ENTRIES: dict[str, list[dict[str, Any]]] = {
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.11"]}],
    "role_members": [{"role": "Basic Administrator", "members": ["postmaster@example.com", "jo@example.com"]}],
    "attachment_sets": [
        {"name": "Image control", "folder": "Sets", "image_hold_probability": 60, "notify": {"group": "IT Helpdesk"}}
    ],
}


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """An account as it is today, without the operations that Mimecast does not offer yet."""
    with RunningEmulator(ACCOUNTS, preview=False, strict=True) as running:
        users = running.state("acorn")["users"]
        running.set_state("acorn", {"users": {**users, "jo@example.com": {"name": "Jo Smith"}}})
        yield running


def options(entries: dict[str, list[dict[str, Any]]], done: list[dict[str, str]]) -> dict[str, Any]:
    """The options of one task a type, each told what is recorded as done."""
    return {name: {"entries": given, "console_done": done} for name, given in entries.items()}


def record(result: Result) -> list[dict[str, str]]:
    """What a person writes into the site file after doing what a result asks for."""
    return [
        {"fingerprint": step["fingerprint"], "by": "ops@example.com", "at": "2026-06-15"}
        for step in result.data["manual"]
    ]


@pytest.fixture(scope="module")
def handed_off(ansible: Ansible, emulator: RunningEmulator) -> Run:
    """The first run: nobody has done anything yet."""
    return ansible.run_modules({"acorn": host(emulator, "acorn", **options(ENTRIES, []))}, "--diff")


@pytest.fixture(scope="module")
def done(handed_off: Run) -> list[dict[str, str]]:
    """The record of all that the first run asked for."""
    return [step for task in TYPES for step in record(handed_off.of("acorn", task))]


@pytest.fixture(scope="module")
def recorded(ansible: Ansible, emulator: RunningEmulator, done: list[dict[str, str]]) -> Run:
    """A run with the record, of the same entries and of others; done in the console for the role only."""
    users = emulator.state("acorn")["users"]
    promoted = {**users, "postmaster@example.com": {**users["postmaster@example.com"], "role": "Basic Administrator"}}
    emulator.set_state("acorn", {"users": promoted})
    try:
        return ansible.run_modules(
            {
                "same": host(emulator, "acorn", **options(ENTRIES, done)),
                "other": host(emulator, "acorn", **options(OTHER_ENTRIES, done)),
                "unrecorded": host(emulator, "acorn", role_members={"entries": ENTRIES["role_members"]}),
            },
        )
    finally:
        emulator.set_state("acorn", {"users": users})


@pytest.mark.parametrize("task", TYPES)
def test_what_the_api_does_not_offer_is_changed_with_steps_and_a_fingerprint(handed_off: Run, task: str) -> None:
    result = handed_off.of("acorn", task)

    assert result.data["changed"] is True
    (manual,) = result.data["manual"]
    assert re.fullmatch(r"[0-9a-f]{16}", manual["fingerprint"])
    assert manual["steps"][0].startswith("Log in to the Mimecast Administration Console and open ")
    assert manual["fingerprint"] in manual["steps"][-1]
    assert manual["where"] == "entries[0]"


def test_the_steps_name_the_exact_values(handed_off: Run) -> None:
    (manual,) = handed_off.of("acorn", "IP permits").data["manual"]
    assert any("192.0.2.10/32" in step for step in manual["steps"])


@pytest.mark.parametrize("task", TYPES)
def test_the_diff_shows_what_is_wanted(handed_off: Run, task: str) -> None:
    (block,) = handed_off.of("acorn", task).data["diff"]
    assert block["after"]
    assert block["after_header"].endswith("(by hand in the console)")


def test_a_warning_says_that_there_is_something_to_do_by_hand(handed_off: Run) -> None:
    assert handed_off.output.count("by hand in the Administration Console: ") >= len(TYPES)


@pytest.mark.parametrize("task", TYPES)
def test_what_is_recorded_as_done_is_ok(recorded: Run, task: str) -> None:
    result = recorded.of("same", task)
    assert (result.status, result.data["changed"], result.data["manual"]) == ("ok", False, [])


@pytest.mark.parametrize("task", TYPES)
def test_other_settings_have_another_fingerprint_and_are_changed(
    recorded: Run, done: list[dict[str, str]], task: str
) -> None:
    result = recorded.of("other", task)

    assert result.data["changed"] is True
    (manual,) = result.data["manual"]
    assert manual["fingerprint"] not in [step["fingerprint"] for step in done]


def test_a_role_that_the_user_holds_is_ok_without_a_record(recorded: Run) -> None:
    result = recorded.of("unrecorded", "Role members")
    assert (result.data["changed"], result.data["manual"]) == (False, [])


def test_nothing_is_written(recorded: Run, emulator: RunningEmulator) -> None:
    assert recorded.code == 0
    assert writes(emulator) == []


def test_the_steps_of_two_types_are_told_apart_where_their_objects_have_one_name(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    site = {name: [{**ENTRIES[name][0], "name": "Twin"}] for name in ("ip_permits", "attachment_sets")}
    variables = site_host(emulator, "acorn", mimecast_site=site)
    play = {"hosts": "all", "roles": ["mailops.mimecast.ip_permits", "mailops.mimecast.attachment_sets"]}
    run = ansible.plays([play], {"acorn": variables})
    told = {
        result.task.removeprefix("mailops.mimecast."): result.data["msg"]
        for result in run.on("acorn")
        if result.task.endswith("to be done by hand")
    }
    assert {task: steps[0] for task, steps in told.items()} == {
        "ip_permits : IP permits to be done by hand": "1. IP permit Twin",
        "attachment_sets : Attachment sets to be done by hand": "1. attachment set Twin",
    }
    assert all("console_done:" in steps for steps in told.values())
