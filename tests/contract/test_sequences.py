# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single modules one after the other in one run: check mode says of each what applying all of them then does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge_composition import TOLD
from ansible_collections.mailops.mimecast.tests.contract.doors import Result, new_run, run_task

GROUP, ROUTE, ROLE = MANAGED["sender_group"], MANAGED["delivery_route"], MANAGED["role_member"]
POLICY, USER = MANAGED["delivery_route_policy"], MANAGED["user"]
Tasks = Sequence[tuple[Resource, Mapping[str, Any]]]


def played(account: Account, tasks: Tasks, check: bool) -> list[Result]:
    """Run tasks until one fails, as Ansible would."""
    results: list[Result] = []
    with new_run(check_mode=check, door=account.door) as run:
        for resource, options in tasks:
            results.append(run_task(run, f"mimecast_{resource.name}", {**account.connection, **options}))
            if results[-1].get("failed"):
                break
    return results


def foretold(account: Account, *tasks: tuple[Resource, Mapping[str, Any]]) -> list[Result]:
    """Run tasks in check mode and for real: each has to say the same. Return what they say."""
    account.running.clear_requests()
    told = played(account, tasks, check=True)
    assert account.writes() == []
    made = played(account, tasks, check=False)
    assert len(told) == len(made)
    for before, after in zip(told, made, strict=True):
        for part in (*TOLD, "msg"):
            assert samples.foretold(before, part) == samples.foretold(after, part), part
    return made


def test_what_one_task_creates_the_next_changes_and_the_third_deletes(either_door: Account) -> None:
    made = foretold(
        either_door,
        (ROUTE, {"name": "To come", "hostname": "a.example.net"}),
        (ROUTE, {"name": "To come", "port": 587}),
        (ROUTE, {"name": "To come", "hostname": "a.example.net", "port": 587}),
        (ROUTE, {"name": "To come", "state": "absent"}),
    )
    operations = [[change["operation"] for change in result["plan"]] for result in made]
    assert operations == [["create"], ["update"], [], ["delete"]]
    assert made[1]["plan"][0]["before"] == {"port": 25}


def test_members_that_come_in_one_task_go_in_the_next(either_door: Account) -> None:
    made = foretold(
        either_door,
        (GROUP, {"name": "Vendors", "members": ["a.example", {"member": "b.example", "note": "CHG-1"}]}),
        (GROUP, {"name": "Vendors", "members": ["b.example"], "members_mode": "exact"}),
        (GROUP, {"name": "Vendors", "members": ["b.example"], "members_mode": "remove"}),
    )
    assert [result["changed"] for result in made] == [True, True, True]
    assert made[-1]["entries"][0]["members"] == []


def test_a_group_that_one_task_deletes_the_next_cannot_use(either_door: Account) -> None:
    target = {"type": "profile_group", "group": "Vendors"}
    everyone = {"type": "everyone"}
    made = foretold(
        either_door,
        (GROUP, {"name": "Vendors", "state": "absent"}),
        (POLICY, {"name": "New", "route": "Route one", "applies_from": everyone, "applies_to": target}),
    )
    assert "there is no sender group 'Vendors'" in made[-1]["msg"]


def test_a_group_that_one_task_deletes_the_next_makes_anew_without_its_members(either_door: Account) -> None:
    made = foretold(
        either_door,
        (GROUP, {"name": "Vendors", "members": ["a.example"]}),
        (GROUP, {"name": "Vendors", "state": "absent", "accept_risk": ["delete_with_members"]}),
        (GROUP, {"name": "Vendors", "members": ["b.example"]}),
    )
    assert made[-1]["plan"][0]["operation"] == "create"
    assert made[-1]["entries"][0]["members"] == [{"member": "b.example"}]


def test_somebody_who_moves_twice_leaves_the_role_of_the_first_move(either_door: Account) -> None:
    first, second, third = "Basic Administrator", "Help Desk Administrator", "Gateway Administrator"
    made = foretold(
        either_door,
        (ROLE, {"role": first, "members": ["jo@example.com"]}),
        (ROLE, {"role": second, "members": ["jo@example.com"]}),
        (ROLE, {"role": third, "members": ["jo@example.com", "sam@example.com"]}),
        (ROLE, {"role": second, "members": ["jo@example.com"], "members_mode": "remove"}),
    )
    assert [change["moves"] for result in made for change in result["plan"]] == [
        {},
        {"jo@example.com": first},
        {"jo@example.com": second},
    ]


def test_a_user_who_is_made_gets_a_role_and_is_disabled(either_door: Account) -> None:
    made = foretold(
        either_door,
        (USER, {"email": "new@example.com", "name": "New"}),
        (ROLE, {"role": "Basic Administrator", "members": ["new@example.com"]}),
        (USER, {"email": "new@example.com", "state": "absent"}),
    )
    assert made[-1]["plan"][0]["after"] == {"disabled": True}
