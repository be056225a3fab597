# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets stand nowhere: not in the output at -vvvv, not in the log, not in a result, through either door.

Each secret is a word of its own that nothing else holds, so a leak names itself. One host a situation and door, in one
run for each ansible-core, with the output as talkative as support asks for.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from ansible_collections.mailops.mimecast.tests.integration.accounts import DOORS
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

CLIENT_SECRET = "canary-client-secret-5f1c"
WRONG_CLIENT_SECRET = "canary-wrong-client-secret-77ab"
WRONG_TOKEN = "canary-wrong-token-0d9e"
PROXY_PASSWORD = "canary-proxy-password-b3c4"
ROUTE = {"name": "Exchange", "hostname": "mail.example.com"}
JO = {"email": "jo@example.com"}
OK, FAILED = "ok", "failed"


def signing_in(password: Any, **more: Any) -> dict[str, Any]:
    """A route that signs in to its mail server."""
    authentication = {"mechanisms": ["LOGIN"], "username": "relay", "password": password, **more}
    return {**ROUTE, "smtp_authentication": authentication}


# What becomes of a task, and its options. Each holds a secret that begins with "canary-".
SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "created from entries": (
        OK,
        {
            "delivery_routes": {"entries": [signing_in("canary-smtp-entries-1a2b")]},
            "users": {"entries": [{**JO, "password": "canary-user-entries-3c4d"}]},
        },
    ),
    "created from options": (
        OK,
        {
            "delivery_routes": signing_in("canary-smtp-options-5e6f"),
            "users": {**JO, "password": "canary-user-options-7a8b"},
        },
    ),
    "sent again": (
        OK,
        {
            "delivery_routes": {
                "entries": [{**signing_in("canary-smtp-again-9c0d"), "name": "Old", "update_password": "always"}]
            },
            "users": {
                "email": "postmaster@example.com",
                "password": "canary-user-again-1e2f",
                "update_password": "always",
            },
        },
    ),
    "beside a mistake in options": (FAILED, {"delivery_routes": {**signing_in("canary-smtp-mistake-3a4b"), "port": 0}}),
    "beside a mistake in entries": (
        FAILED,
        {"users": {"entries": [{**JO, "password": "canary-user-mistake-5c6d", "disabled": "maybe"}]}},
    ),
    "beside an unknown key": (
        FAILED,
        {"delivery_routes": {"entries": [signing_in("canary-smtp-beside-7e8f", user_name="relay")]}},
    ),
    "beside a mistake of the connection": (
        FAILED,
        {"users": {**JO, "password": "canary-user-timeout-2f3a", "timeout": "soon"}},
    ),
    "under a misspelt key": (FAILED, {"users": {"entries": [{**JO, "passwrod": "canary-user-misspelt-9a0b"}]}}),
    "under a misspelt option": (FAILED, {"users": {**JO, "pasword": "canary-user-misspelt-1c2d"}}),
    "in a list": (FAILED, {"users": {"entries": [{**JO, "password": ["canary-user-list-3e4f"]}]}}),
    "in place of a mapping": (
        FAILED,
        {"delivery_routes": {"entries": [{**ROUTE, "smtp_authentication": "canary-smtp-text-5a6b"}]}},
    ),
    "in place of an entry": (FAILED, {"users": {"entries": ["email=jo@example.com password=canary-user-text-7c8d"]}}),
    "refused by the API": (
        FAILED,
        {"users": {"entries": [{"email": "refused@example.com", "password": "canary-user-refused-9e0f"}]}},
    ),
    "with a wrong client secret": (FAILED, {"users": JO, "client_secret": WRONG_CLIENT_SECRET}),
    "with a wrong token": (FAILED, {"users": JO, "access_token": WRONG_TOKEN}),
    "behind a proxy": (FAILED, {"users": {**JO, "proxy": f"http://ops:{PROXY_PASSWORD}@127.0.0.1:9"}}),
}


@pytest.fixture(scope="module")
def run(ansible: Ansible) -> Run:
    """One run of all situations through both doors, at -vvvv and with diffs."""
    accounts = {f"{name}: {door}": CLIENT_SECRET for name in SITUATIONS for door in DOORS}
    with RunningEmulator(accounts, strict=True) as emulator:
        for account in accounts:
            emulator.set_state(
                account, {"delivery_routes": {"old": {"description": "Old", "hostname": "mail.example.com"}}}
            )
        refused = {"kind": "fail_items", "code": "err_user_refused", "match": "refused@example.com"}
        emulator.set_faults([{"operation": "legacyCreateUser", "times": None, "fault": refused}])
        hosts = {
            f"{name}: {door}": {
                "base_url": emulator.base_url,
                "client_id": f"{name}: {door}",
                "client_secret": CLIENT_SECRET,
                **options,
                **through,
            }
            for name, (_outcome, options) in SITUATIONS.items()
            for door, through in DOORS.items()
        }
        return ansible.run_modules(hosts, "-vvvv", "--diff")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_each_situation_comes_to_what_it_is_meant_to_be(run: Run, name: str, door: str) -> None:
    assert {result.status for result in run.on(f"{name}: {door}")} == {SITUATIONS[name][0]}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_no_result_holds_a_secret(run: Run, name: str, door: str) -> None:
    shown = json.dumps([result.data for result in run.on(f"{name}: {door}")])
    assert secrets_in(shown) == []


def test_neither_the_output_nor_the_log_holds_a_secret(run: Run) -> None:
    assert secrets_in(run.output) == []


def test_a_password_that_is_written_shows_as_a_mark_in_the_diff(run: Run) -> None:
    for door in DOORS:
        for result in run.on(f"sent again: {door}"):
            assert "password: (secret)" in result.data["diff"][0]["after"].replace('"', "")


def test_a_token_that_works_stands_nowhere(ansible: Ansible) -> None:
    with RunningEmulator({"acorn": CLIENT_SECRET}, strict=True) as emulator:
        form = {"grant_type": "client_credentials", "client_id": "acorn", "client_secret": CLIENT_SECRET}
        token = requests.post(f"{emulator.base_url}/oauth/token", data=form, timeout=5).json()["access_token"]
        hosts = {
            door: {"base_url": emulator.base_url, "access_token": token, "users": JO, **through}
            for door, through in DOORS.items()
        }

        run = ansible.run_modules(hosts, "-vvvv", "--check")

    assert (run.code, run.failures) == (0, [])
    assert token not in run.output
    assert token not in json.dumps([result.data for result in run.results])


def secrets_in(text: str) -> list[str]:
    """The secrets of this file that a text holds, whole or in part."""
    return sorted(set(re.findall(r"canary-[a-z0-9-]*", text)))
