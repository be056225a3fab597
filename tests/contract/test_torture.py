# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault campaign in short, and tests of its judge: one that never finds a lie would prove nothing.

``make torture`` runs thousands of seeds and replays any of them.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._fields import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples, torture
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS
from ansible_collections.mailops.mimecast.tests.contract.torture import Job, Outcome, Run, Wish
from mimecast_emulator.testing import RunningEmulator

SEEDS = range(100)
PART = 20


@pytest.fixture(scope="module")
def campaign(emulator: RunningEmulator) -> torture.Campaign:
    """A campaign that goes through the doors too."""
    return torture.Campaign((emulator, emulator.base_url, DOORS))


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, PART))
def test_no_seed_makes_a_task_lie(campaign: torture.Campaign, first: int) -> None:
    for seed in range(first, first + PART):
        verdict = campaign.run(seed)
        assert verdict.lies == [], "\n".join(verdict.story)


def test_the_seeds_try_every_type_every_kind_of_fault_and_every_way() -> None:
    made = [torture.scenario(seed) for seed in SEEDS]
    assert {job.resource for one in made for job in one.jobs} == set(MANAGED)
    assert {one.way for one in made} == {"handed", "action", "module"}
    kinds = Counter(rule["fault"]["kind"] for one in made for rule in one.faults["rules"])
    assert len(kinds) >= 14
    assert sum(bool(one.strikes) for one in made) >= 10
    assert sum(one.rotate_ids for one in made) >= 10
    assert sum(any(wish.unwise for job in one.jobs for wish in job.wishes) for one in made) >= 5


@pytest.mark.parametrize("resource", MANAGED.values())
def test_the_judge_sees_every_setting_that_can_be_read(account: Account, resource: Resource) -> None:
    account.apply(resource, samples.full_entry(resource))
    name = samples.first_entry(resource)[resource.key]
    seen = next(one for one in torture.view(account.running.state(ACCOUNT))[resource.name] if one.name == name)
    readable = {one.name for one in resource.fields if one.readable() and one.name != resource.key}
    assert readable <= seen.fields.keys()


def test_a_seed_is_the_same_scenario_every_time() -> None:
    assert torture.scenario(7) == torture.scenario(7)
    assert torture.scenario(7) != torture.scenario(8)


# --- The judge -------------------------------------------------------------------------------------------------------

JO = Wish("user", "jo@example.com", {"email": "jo@example.com", "disabled": True}, {"disabled": True})

ENTRY = {"email": "jo@example.com", "name": "Jo", "disabled": True}


@pytest.fixture
def tables() -> dict[str, Any]:
    """An account in which Jo is not disabled and Sam has no name."""
    world = torture.InProcess()
    users = {"jo@example.com": {"name": "Jo"}, "sam@example.com": {}, "admin@example.com": {"name": "A"}}
    world.set_state(ACCOUNT, {"users": users})
    return world.state(ACCOUNT)


def told(changed: bool, name: str = "jo@example.com", **more: Any) -> dict[str, Any]:
    """Return a result that reports one change of Jo."""
    change = {"operation": "update", "name": name, "before": {}, "after": {"disabled": True}, "moves": {}}
    plan = [change] if changed else []
    return {"changed": changed, "plan": plan, "diff": plan, "entries": [ENTRY], "manual": [], **more}


def lies(tables: dict[str, Any], after: Mapping[str, Any], outcome: Outcome, *wishes: Wish, sent: int = 1) -> list[str]:
    """Return what the judge says of a run that left the users as ``after``."""
    now = copy.deepcopy(tables)
    for name, members in after.items():
        now["users"][name] = {**now["users"].get(name, now["users"]["admin@example.com"]), **members}
    log = [{"operation": "legacyUpdateUsers", "write": True, "fault": None}] * sent
    run = Run(Job("user", wishes or (JO,)), outcome, tables, now, log, struck=False, faulty=True)
    return list(torture.judge(run))


DISABLED = {"jo@example.com": {"disabled": True}}


def test_the_judge_has_nothing_against_the_truth(tables: dict[str, Any]) -> None:
    assert lies(tables, DISABLED, Outcome(told(True))) == []
    message = "0 of 1 changes are in effect. not in effect: user jo@example.com (disabled). stopped: no answer"
    result = {**told(False), "entries": [{**ENTRY, "disabled": False}]}
    assert lies(tables, {}, Outcome(result, message)) == []


@pytest.mark.parametrize(
    ("after", "outcome", "said"),
    [
        ({}, Outcome(told(True)), "is not as the site file says"),
        (DISABLED, Outcome(told(False)), "does not report the change of jo@example.com"),
        (DISABLED, Outcome({**told(True), "changed": False}), "says changed: False, the account did change"),
        (DISABLED, Outcome(told(True, "sam@example.com")), "reports a change of sam@example.com"),
        (DISABLED, Outcome({**told(True), "entries": []}), "leaves jo@example.com out of the entries"),
        (DISABLED, Outcome({**told(True), "entries": [{**ENTRY, "disabled": False}]}), "the entry of jo@example.com"),
        (DISABLED, Outcome({**told(True), "api": {"writes": 2}}), "says that 2 writes were sent, the account saw 1"),
        ({**DISABLED, "sam@example.com": {"name": "X"}}, Outcome(told(True)), "changed users/sam@example.com"),
        ({**DISABLED, "new@example.com": {}}, Outcome(told(True)), "changed users/new@example.com"),
        (DISABLED, Outcome({}, "no answer"), "says nothing of what took effect"),
        (DISABLED, Outcome({}, "", "KeyError: 'x'"), "crashed: KeyError"),
        (
            {},
            Outcome({**told(False), "entries": []}, "1 of 1 changes are in effect"),
            "does not say that user jo@example.com is not in effect",
        ),
        (
            DISABLED,
            Outcome(told(True), "0 of 1 changes are in effect. not in effect: user jo@example.com (disabled)"),
            "says that user jo@example.com is not in effect, and it is",
        ),
    ],
)
def test_the_judge_finds_a_lie(tables: dict[str, Any], after: dict[str, Any], outcome: Outcome, said: str) -> None:
    assert any(said in lie for lie in lies(tables, after, outcome)), lies(tables, after, outcome)


def test_the_judge_finds_a_duplicate() -> None:
    world = torture.InProcess()
    before = world.state(ACCOUNT)
    row = {"description": "Route", "hostname": "a.example.net"}
    world.set_state(ACCOUNT, {"delivery_routes": {"one": row, "two": row}})
    wish = Wish("delivery_route", "Route", {"name": "Route"}, {"hostname": "a.example.net"})
    run = Run(Job("delivery_route", (wish,)), Outcome(told(True)), before, world.state(ACCOUNT), [], False, True)
    assert "made a duplicate: 2 delivery_route objects are called 'Route', there were 0" in list(torture.judge(run))


def test_the_judge_finds_that_something_unwise_was_done(tables: dict[str, Any]) -> None:
    unwise = replace(JO, unwise="synchronises")
    assert any("has to be refused" in lie for lie in lies(tables, DISABLED, Outcome(told(True)), unwise))
