# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several accounts in one run, and credentials from other places than options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, DOORS, host, operations
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

USER: dict[str, Any] = {"users": {"email": "jo@example.com", "name": "Jo Smith"}}


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """An account for each host."""
    with RunningEmulator({**ACCOUNTS, "elm": "elm-secret"}, strict=True) as running:
        yield running


class Asked(NamedTuple):
    """A run, and how often it asked for each operation of each account."""

    run: Run
    operations: dict[str, Counter[str]]


@pytest.fixture(scope="module")
def several(ansible: Ansible, emulator: RunningEmulator) -> Asked:
    """One run over all accounts, of which one has a wrong secret."""
    for account in (*ACCOUNTS, "elm"):
        emulator.reset(account)
    emulator.clear_requests()
    hosts = {name: host(emulator, name, **USER) for name in ACCOUNTS}
    hosts["elm"] = {**hosts["acorn"], "client_id": "elm", "client_secret": "wrong"}
    run = ansible.run_modules(hosts)
    return Asked(run, {name: operations(emulator, name) for name in ACCOUNTS})


def test_one_failing_account_does_not_keep_the_others_back(several: Asked, emulator: RunningEmulator) -> None:
    assert several.run.code == 2
    names = (*ACCOUNTS, "elm")
    assert {name: several.run.of(name).status for name in names} == {**dict.fromkeys(ACCOUNTS, "ok"), "elm": "failed"}
    assert {name: "jo@example.com" in emulator.state(name)["users"] for name in names} == {
        **dict.fromkeys(ACCOUNTS, True),
        "elm": False,
    }


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_account_is_asked_with_its_own_credentials(several: Asked, name: str) -> None:
    assert several.run.of(name).data["changed"] is True
    assert several.operations[name] == {"createToken": 1, "listUsers": 2, "legacyCreateUser": 1}


@pytest.fixture(scope="module")
def from_environment(ansible: Ansible, emulator: RunningEmulator) -> Asked:
    """A run that may only read, with credentials in the environment, and with others that are options."""
    emulator.reset("elm")
    emulator.clear_requests()
    environment = {
        "MIMECAST_BASE_URL": emulator.base_url,
        "MIMECAST_CLIENT_ID": "acorn",
        "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"],
        "MIMECAST_READ_ONLY": "true",
    }
    elm = {"client_id": "elm", "client_secret": "elm-secret"}
    reading = {f"reads: {name}": {**door, "users": {"email": "postmaster@example.com"}} for name, door in DOORS.items()}
    writing = {f"writes: {name}": {**door, **elm, **USER} for name, door in DOORS.items()}
    run = ansible.run_modules({**reading, **writing}, environment=environment)
    return Asked(run, {name: operations(emulator, name) for name in ("acorn", "elm")})


@pytest.mark.parametrize("door", DOORS)
def test_credentials_come_from_the_environment_through_both_doors(from_environment: Asked, door: str) -> None:
    assert from_environment.run.of(f"reads: {door}").status == "ok"
    assert from_environment.operations["acorn"] == {"createToken": 2, "listUsers": 2}


@pytest.mark.parametrize("door", DOORS)
def test_a_read_only_run_refuses_to_write_through_both_doors(from_environment: Asked, door: str) -> None:
    assert from_environment.run.code == 2
    message = from_environment.run.message(f"writes: {door}")
    assert "legacyCreateUser was not sent: this run may only read" in message
    assert from_environment.operations["elm"]["legacyCreateUser"] == 0


def test_keywords_of_a_task_mean_what_they_mean_for_any_module(ansible: Ansible, emulator: RunningEmulator) -> None:
    emulator.reset("acorn")
    run = ansible.play("keywords.yml", {"acorn": host(emulator, "acorn")})

    assert (run.code, run.failures) == (0, [])
    assert run.of("acorn", "In the background").data["changed"] is True
    assert run.of("acorn", "With credentials of its own environment").data["changed"] is False
    assert run.of("acorn", "With defaults of the module").data["entries"][0]["name"] == "Sam Lee"
    assert run.of("acorn", "Delegated to a machine that is reached in another way").data["changed"] is False
    assert run.of("acorn", "Item by item").data["changed"] is True
    assert "censored" in run.of("acorn", "Without a word").data
    assert run.of("acorn", "In check mode").data["changed"] is True
    assert sorted(emulator.state("acorn")["users"]) == [
        "admin@example.com",
        "directory.user@example.com",
        "jo@example.com",
        "kim@example.com",
        "lou@example.com",
        "postmaster@example.com",
        "quiet@example.com",
        "sam@example.com",
    ]
