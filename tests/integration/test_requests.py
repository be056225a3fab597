# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run that has nothing to do asks of the API: one token, and the pages of the lists that the task needs.

The account of the host ``one`` holds one object of each type, that of the host ``many`` 500.
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

COUNTS = {"one": 1, "many": 500}
ACCOUNT_OF = {"one": "acorn", "many": "harbour"}
REST_PAGE = 100
LEGACY_PAGE = 500
SEEDED_GROUPS, SEEDED_PERMITS, SEEDED_SETS, SEEDED_USERS = 4, 1, 1, 3


def fill(emulator: RunningEmulator, account: str, count: int) -> None:
    """Give an account ``count`` objects of each type beside what a fresh one has."""
    fresh = emulator.state(account)
    numbers = range(count)
    emulator.set_state(
        account,
        {
            "groups": {
                **fresh["groups"],
                **{f"group-{number}": {"description": f"Group {number}"} for number in numbers},
                "group-0": {
                    "description": "Group 0",
                    "members": [{"domain": f"d{number}.example"} for number in numbers],
                },
            },
            "delivery_routes": {
                f"route-{number}": {
                    "description": f"Route {number}",
                    "hostname": f"mail{number}.example.com",
                    "port": 25,
                }
                for number in numbers
            },
            "delivery_route_policies": {
                f"policy-{number}": {
                    "description": f"Policy {number}",
                    "route": f"route-{number}",
                    "from": {"type": "everyone"},
                    "to": {"type": "email_domain", "domain": f"d{number}.example"},
                }
                for number in numbers
            },
            "permitted_sender_policies": {
                **fresh["permitted_sender_policies"],
                **{
                    f"permit-{number}": {
                        "description": f"Permit {number}",
                        "option": "permit_sender",
                        "from": {"type": "everyone"},
                        "to": {"type": "everyone"},
                        "sourceIPs": ["192.0.2.0/24"],
                    }
                    for number in numbers
                },
            },
            "users": {
                **fresh["users"],
                **{f"u{number}@example.com": {"name": f"User {number}", "role": ROLE} for number in numbers},
            },
            "attachment_sets": {
                **fresh["attachment_sets"],
                **{f"set-{number}": {"description": f"Set {number}", "folder": "Sets"} for number in numbers},
            },
        },
    )


ROLE = "Help Desk Administrator"


def options(count: int) -> dict[str, Any]:
    """The options of one task a type that asks for just what the account holds."""
    numbers = range(count)
    users = [f"u{number}@example.com" for number in numbers]
    return {
        "sender_groups": {
            "entries": [
                {"name": "Group 0", "members": [f"d{number}.example" for number in numbers], "members_mode": "exact"}
            ]
            + [{"name": f"Group {number}"} for number in numbers[1:]]
        },
        "delivery_routes": {
            "entries": [{"name": f"Route {number}", "hostname": f"mail{number}.example.com"} for number in numbers]
        },
        "delivery_route_policies": {
            "entries": [
                {
                    "name": f"Policy {number}",
                    "route": f"Route {number}",
                    "applies_from": {"type": "everyone"},
                    "applies_to": {"type": "email_domain", "domain": f"d{number}.example"},
                }
                for number in numbers
            ]
        },
        "ip_permits": {"entries": [{"name": f"Permit {number}", "source_ips": ["192.0.2.0/24"]} for number in numbers]},
        "users": {"entries": [{"email": one, "name": f"User {number}"} for number, one in enumerate(users)]},
        "role_members": {"entries": [{"role": ROLE, "members": users, "members_mode": "exact"}]},
        "attachment_sets": {"entries": [{"name": f"Set {number}", "folder": "Sets"} for number in numbers]},
    }


def pages(rows: int, size: int = REST_PAGE) -> int:
    """How many requests read so many rows."""
    return max(1, ceil(rows / size))


def needed(count: int) -> list[Counter[str]]:
    """The requests of each task, in the order of the playbook."""
    lists = [
        {
            "listGroups": pages(SEEDED_GROUPS + count),
            "legacyGetGroupMembers": pages(count, LEGACY_PAGE),
        },
        {"listDeliveryRouteDefinitions": pages(count)},
        {"listDeliveryRoutePolicies": pages(count), "listDeliveryRouteDefinitions": pages(count)},
        {"listPermittedSendersPolicies": pages(SEEDED_PERMITS + count)},
        {"listUsers": pages(SEEDED_USERS + count)},
        {"listRoles": 1, "listRoleMembers": pages(count)},
        {"listAttachmentSets": pages(SEEDED_SETS + count)},
    ]
    return [Counter({"createToken": 1, **one}) for one in lists]


def by_task(emulator: RunningEmulator, account: str) -> list[Counter[str]]:
    """The requests of an account, cut where a task begins: with its token."""
    tasks: list[Counter[str]] = []
    for one in emulator.requests():
        if one["account"] == account:
            if one["operation"] == "createToken":
                tasks.append(Counter())
            tasks[-1][one["operation"]] += 1
    return tasks


@pytest.fixture(scope="module")
def filled() -> Any:
    """An account with one object of each type and one with 500."""
    with RunningEmulator(ACCOUNTS) as emulator:
        for name, count in COUNTS.items():
            fill(emulator, ACCOUNT_OF[name], count)
        yield emulator


@pytest.fixture(scope="module")
def run(ansible: Ansible, filled: RunningEmulator) -> Run:
    """One run for both accounts, which finds all of it as it should be."""
    filled.clear_requests()
    hosts = {name: host(filled, ACCOUNT_OF[name], **options(count)) for name, count in COUNTS.items()}
    return ansible.run_modules(hosts)


@pytest.mark.parametrize("name", COUNTS)
def test_nothing_is_to_be_done(run: Run, name: str) -> None:
    assert (run.code, run.failures) == (0, [])
    assert [one.data["changed"] for one in run.on(name)] == [False] * len(needed(1))


@pytest.mark.parametrize("name", COUNTS)
def test_each_task_asks_for_one_token_and_the_pages_that_it_needs(run: Run, filled: RunningEmulator, name: str) -> None:
    assert by_task(filled, ACCOUNT_OF[name]) == needed(COUNTS[name])


@pytest.mark.parametrize("name", COUNTS)
def test_each_task_reports_what_it_cost(run: Run, name: str) -> None:
    costs = [one.data["api"] for one in run.on(name)]
    assert [{**one, "seconds_waited": 0} for one in costs] == [
        {"tokens": 1, "reads": one.total() - 1, "writes": 0, "seconds_waited": 0} for one in needed(COUNTS[name])
    ]
