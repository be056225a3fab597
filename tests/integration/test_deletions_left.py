# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role leaves to the role removals is deleted once, or said by name: in any composition, whatever is left out.

All compositions are plays of the same runs, check mode and for real, with the same tags. Each has a host and an account
of its own, which holds the route that is to go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

SECRET = "deletions-secret"
OPTIONS = ("--tags", "routes", "--skip-tags", "last")
LEAVES = "mailops.mimecast.delivery_routing"
REMOVES = "mailops.mimecast.removals"
LEAVING: dict[str, Any] = {"role": LEAVES, "tags": ["routes"]}
REMOVING: dict[str, Any] = {"role": REMOVES, "tags": ["routes"]}
APPROVED: dict[str, Any] = {"name": "Approval", "ansible.builtin.set_fact": {"approved": True}, "tags": ["routes"]}


def imported(role: str) -> dict[str, Any]:
    """Return a task that imports a role."""
    return {"name": f"Import {role}", "ansible.builtin.import_role": {"name": role}, "tags": ["routes"]}


DELETING: dict[str, dict[str, Any]] = {
    "tag_that_removals_has_not": {"roles": [LEAVING, REMOVES]},
    "removals_left_out_by_its_tag": {"roles": [LEAVING, {"role": REMOVES, "tags": ["routes", "last"]}]},
    "removals_before_the_role": {"roles": [REMOVING, LEAVING]},
    "tag_that_both_have": {"tasks": [imported(LEAVES)], "post_tasks": [imported(REMOVES)]},
    "removals_after_a_failure_only": {
        "tasks": [{"name": "Try", "block": [imported(LEAVES)], "rescue": [imported(REMOVES)]}],
    },
    "condition_that_holds": {"roles": [LEAVING, {**REMOVING, "when": "cleanup | bool", "vars": {"cleanup": "yes"}}]},
    "one_of_two_conditions_holds": {
        "roles": [LEAVING, {**REMOVING, "when": False}, {**REMOVING, "when": ["true", "not false"]}],
    },
}
"""Compositions in which the route goes."""

NOT_DELETING: dict[str, tuple[str, dict[str, Any]]] = {
    "condition_false": ("false", {"roles": [LEAVING, {**REMOVING, "when": False}]}),
    "condition_of_the_host": ("cleanup | bool", {"roles": [LEAVING, {**REMOVING, "when": "cleanup | bool"}]}),
    "condition_of_a_block": (
        "cleanup | bool",
        {"roles": [LEAVING], "tasks": [{"name": "End", "block": [imported(REMOVES)], "when": "cleanup | bool"}]},
    ),
    "condition_not_known_yet": (
        "approved | bool",
        {"roles": [LEAVING], "tasks": [APPROVED, {**imported(REMOVES), "when": "approved | bool"}]},
    ),
}
"""Compositions in which nobody is sure to delete the route -> the condition, and the play."""

CHANGES_ITS_MIND = "condition_that_holds_no_longer"
"""A composition in which the condition holds when the deletion is left, and not when the play comes to removals."""

PLAYS: dict[str, dict[str, Any]] = {
    **DELETING,
    **{name: play for name, (_condition, play) in NOT_DELETING.items()},
    CHANGES_ITS_MIND: {
        "vars": {"approved": True},
        "roles": [LEAVING],
        "tasks": [
            {**APPROVED, "ansible.builtin.set_fact": {"approved": False}},
            {**imported(REMOVES), "when": "approved | bool"},
        ],
    },
}


class Runs(NamedTuple):
    """Check mode and for real, and what the accounts hold in the end."""

    predicted: Run
    applied: Run
    routes: dict[str, set[str]]


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """An account for each composition."""
    with RunningEmulator(dict.fromkeys(PLAYS, SECRET), strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator) -> Runs:
    """The runs of one ansible-core."""
    for account in PLAYS:
        emulator.reset(account)
        emulator.set_state(
            account, {"delivery_routes": {"main": {"description": "Main", "hostname": "mail.example.com"}}}
        )
    emulator.clear_requests()
    gone = [{"name": "Main", "state": "absent"}, {"name": "Next", "hostname": "next.example.com"}]
    hosts = {name: site_host(emulator, name, SECRET, mimecast_delivery_routes=gone, cleanup=False) for name in PLAYS}
    # A play without a host that goes on would be the last one.
    plays = [{"name": name, "hosts": f"{name},bystander", **play} for name, play in PLAYS.items()]
    hosts["bystander"] = {"cleanup": False}
    predicted = ansible.plays(plays, hosts, "--check", "--diff", *OPTIONS)
    assert not any(request["write"] for request in emulator.requests())
    applied = ansible.plays(plays, hosts, "--diff", *OPTIONS)
    held = {name: emulator.state(name)["delivery_routes"].values() for name in PLAYS}
    return Runs(predicted, applied, {name: {row["description"] for row in rows} for name, rows in held.items()})


def told(run: Run, host: str) -> list[tuple[str, Any, Any]]:
    """Return what each task of a host says that it changes, in order."""
    return [(result.task, result.data["diff"], result.data["plan"]) for result in run.changes if result.host == host]


@pytest.mark.parametrize("composition", PLAYS)
def test_each_task_predicts_what_it_then_does(runs: Runs, composition: str) -> None:
    assert told(runs.predicted, composition) == told(runs.applied, composition)
    failures = [[found for found in run.failures if found[0] == composition] for run in runs[:2]]
    assert failures[0] == failures[1]


@pytest.mark.parametrize("composition", DELETING)
def test_what_a_role_leaves_is_deleted_once_in_any_composition(runs: Runs, composition: str) -> None:
    changes = [
        (change["operation"], change["name"])
        for _host, _task, plan in told(runs.applied, composition)
        for change in plan
    ]
    assert sorted(changes) == [("create", "Next"), ("delete", "Main")]
    assert runs.routes[composition] == {"Next"}
    assert composition not in {host for host, _task, _message in runs.applied.failures}


@pytest.mark.parametrize("composition", NOT_DELETING)
def test_a_role_whose_deletions_nobody_is_sure_to_make_fails_by_name(runs: Runs, composition: str) -> None:
    condition, _play = NOT_DELETING[composition]
    (failure,) = [found for found in runs.applied.failures if found[0] == composition]
    assert failure[1].endswith("Delivery routes")
    assert failure[2] == (
        "not in effect: delivery route Main (to be deleted). That is left to the role removals at the end of the play, "
        f"whose condition does not hold as things are now (when: {condition}). Let it hold before this task, or take "
        "removals out of the play: then each role deletes at once"
    )
    assert runs.routes[composition] == {"Main", "Next"}


def test_what_depends_on_a_condition_is_told_by_name_where_it_is_left(runs: Runs) -> None:
    remarks = {
        result.host: warning
        for result in runs.applied.results
        for warning in result.data.get("warnings", ())
        if warning.startswith("left to ")
    }
    assert remarks.keys() == {"condition_that_holds", "one_of_two_conditions_holds", CHANGES_ITS_MIND}
    assert remarks[CHANGES_ITS_MIND] == (
        "left to the role removals at the end of the play: delivery route Main (to be deleted). It deletes only if its "
        "condition still holds then (when: approved | bool)"
    )
    assert runs.routes[CHANGES_ITS_MIND] == {"Main", "Next"}
