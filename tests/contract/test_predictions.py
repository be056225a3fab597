# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What check mode says of tasks about one object that follow one another in a run."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import new_run, run_task

GROUP, ROLE = MANAGED["sender_group"], MANAGED["role_member"]


def holding(role: str, *members: str, mode: str = "add") -> tuple[Resource, dict[str, Any]]:
    """Return a task about who holds a role."""
    return ROLE, {"role": role, "members": list(members), "members_mode": mode}


@pytest.mark.parametrize(
    "tasks",
    [
        [
            (GROUP, {"name": "New group", "members": ["a.example"]}),
            (GROUP, {"name": "New group", "members": ["b.example"], "parent": "Vendors"}),
        ],
        [
            (GROUP, {"name": "Vendors", "state": "absent"}),
            (GROUP, {"name": "Vendors", "members": ["b.example"]}),
        ],
        [
            holding("Basic Administrator", "jo@example.com"),
            holding("Gateway Administrator", "jo@example.com"),
            holding("Basic Administrator", "jo@example.com", mode="exact"),
        ],
    ],
    ids=["created and changed", "deleted and named", "moved twice"],
)
def test_check_mode_says_of_tasks_about_one_object_what_they_then_do(
    either_door: Account, tasks: list[tuple[Resource, dict[str, Any]]]
) -> None:
    predicted = either_door.one_after_the_other(tasks, check=True)
    assert either_door.writes() == []
    made = either_door.one_after_the_other(tasks)
    assert all(result["changed"] for result in made)
    for before, after in zip(predicted, made, strict=True):
        for part in ("changed", "diff", "plan", "entries"):
            assert before[part] == after[part], part


def test_check_mode_refuses_what_needs_an_object_that_an_earlier_task_deletes(account: Account) -> None:
    needy = {"name": "New group", "parent": "Vendors"}
    with new_run(check_mode=True) as run:
        for options in ({"name": "Vendors", "state": "absent"}, needy):
            result = run_task(run, "mimecast_sender_group", {**account.connection, **options})
    assert "there is no sender group 'Vendors'" in result["msg"]
    assert account.writes() == []
