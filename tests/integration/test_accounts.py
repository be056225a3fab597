# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several accounts in one run, and credentials from other places than options."""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, DOORS, host, operations
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible
from mimecast_emulator.testing import RunningEmulator

USER: dict[str, Any] = {"users": {"email": "jo@example.com", "name": "Jo Smith"}}


def test_one_failing_account_does_not_keep_the_others_back(ansible: Ansible, emulator: RunningEmulator) -> None:
    hosts = {name: host(emulator, name, **USER) for name in ACCOUNTS}
    hosts["harbour"]["client_secret"] = "wrong"

    run = ansible.run_modules(hosts)

    assert run.code == 2
    assert {name: run.of(name).status for name in ACCOUNTS} == {"acorn": "ok", "harbour": "failed", "willow": "ok"}
    assert {name: "jo@example.com" in emulator.state(name)["users"] for name in ACCOUNTS} == {
        "acorn": True,
        "harbour": False,
        "willow": True,
    }


def test_each_account_is_asked_with_its_own_credentials(ansible: Ansible, emulator: RunningEmulator) -> None:
    ansible.run_modules({name: host(emulator, name, **USER) for name in ACCOUNTS})

    for name in ACCOUNTS:
        assert operations(emulator, name) == {"createToken": 1, "listUsers": 2, "legacyCreateUser": 1}


def test_credentials_come_from_the_environment_through_both_doors(ansible: Ansible, emulator: RunningEmulator) -> None:
    environment = {
        "MIMECAST_BASE_URL": emulator.base_url,
        "MIMECAST_CLIENT_ID": "acorn",
        "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"],
        "MIMECAST_READ_ONLY": "true",
    }
    hosts = {name: {**door, "users": {"email": "postmaster@example.com"}} for name, door in DOORS.items()}

    run = ansible.run_modules(hosts, environment=environment)

    assert (run.code, run.failures) == (0, [])
    assert operations(emulator, "acorn") == {"createToken": 2, "listUsers": 2}


def test_a_read_only_run_refuses_to_write_through_both_doors(ansible: Ansible, emulator: RunningEmulator) -> None:
    hosts = {door: host(emulator, "acorn", door, **USER) for door in DOORS}

    run = ansible.run_modules(hosts, environment={"MIMECAST_READ_ONLY": "true"})

    assert run.code == 2
    for door in DOORS:
        assert "legacyCreateUser was not sent: this run may only read" in run.message(door)
    assert operations(emulator, "acorn")["legacyCreateUser"] == 0


def test_keywords_of_a_task_mean_what_they_mean_for_any_module(ansible: Ansible, emulator: RunningEmulator) -> None:
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
