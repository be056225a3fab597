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

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
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
    assert {(one.whole, one.way == "handed") for one in made} == {
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    }
    assert sum(one.whole for one in made) == len(made) // 2
    assert {(one.whole, one.split, one.foretold) for one in made} >= {(True, True, True), (True, False, True)}
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
    change = {
        "operation": "update",
        "resource": "user",
        "name": name,
        "before": {},
        "after": {"disabled": True},
        "moves": {},
    }
    plan = [change] if changed else []
    return {
        "changed": changed,
        "plan": plan,
        "diff": plan,
        "entries": [ENTRY],
        "manual": [],
        "api": {"writes": 1},
        **more,
    }


def lies(tables: dict[str, Any], after: Mapping[str, Any], outcome: Outcome, *wishes: Wish, sent: int = 1) -> list[str]:
    """Return what the judge says of a run that left the users as ``after``."""
    now = copy.deepcopy(tables)
    for name, members in after.items():
        now["users"][name] = {**now["users"].get(name, now["users"]["admin@example.com"]), **members}
    log = [{"operation": "legacyUpdateUsers", "write": True, "status": 200, "fault": None}] * sent
    run = Run((Job("user", wishes or (JO,)),), outcome, tables, now, log)
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
        (DISABLED, Outcome(told(False)), "does not report the change of user jo@example.com"),
        (DISABLED, Outcome({**told(True), "changed": False}), "says changed: False, the account did change"),
        (DISABLED, Outcome(told(True, "sam@example.com")), "reports a change of user sam@example.com"),
        (DISABLED, Outcome({**told(True), "entries": []}), "leaves jo@example.com out of the entries"),
        (DISABLED, Outcome({**told(True), "entries": [{**ENTRY, "disabled": False}]}), "the entry of jo@example.com"),
        (DISABLED, Outcome({**told(True), "api": {"writes": 2}}), "says that 2 writes were sent, the account saw 1"),
        (DISABLED, Outcome({**told(True), "api": {}}), "says that None writes were sent, the account saw 1"),
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
    run = Run((Job("delivery_route", (wish,)),), Outcome(told(True)), before, world.state(ACCOUNT), [])
    assert "made a duplicate: 2 delivery_route objects are called 'Route', there were 0" in list(torture.judge(run))


def test_the_judge_finds_that_something_unwise_was_done(tables: dict[str, Any]) -> None:
    unwise = replace(JO, unwise="synchronises")
    assert any("has to be refused" in lie for lie in lies(tables, DISABLED, Outcome(told(True)), unwise))


# --- The judge of a whole site ----------------------------------------------------------------------------------------

ROUTE = Wish("delivery_route", "Main", {"name": "Main", "port": 26}, {"port": 26})
LEAVING = Wish("delivery_route", "Old", {"name": "Old", "state": "absent"}, {}, state="absent")
WHOLE = (
    Job("delivery_route", (ROUTE, LEAVING), deletions="none"),
    Job("user", (JO,)),
    Job("delivery_route", (ROUTE, LEAVING), deletions="only"),
)
UPDATE = {
    "operation": "update",
    "resource": "delivery_route",
    "name": "Main",
    "before": {"port": 25},
    "after": {"port": 26},
    "moves": {},
}
DELETE = {**UPDATE, "operation": "delete", "name": "Old", "before": {"port": 25}, "after": {}}
CALM: dict[str, list[str]] = {"delivery_routes": [], "users": []}


@pytest.fixture
def routes(tables: dict[str, Any]) -> dict[str, Any]:
    """An account in which Jo is not disabled, and there are two routes on port 25."""
    world = torture.InProcess()
    rows = {key: {"description": key.title(), "hostname": "a.example.net", "port": 25} for key in ("main", "old")}
    world.set_state(ACCOUNT, {"users": tables["users"], "delivery_routes": rows})
    return world.state(ACCOUNT)


def after_all(routes: dict[str, Any], done: str) -> dict[str, Any]:
    """Return the account after the parts of the run that ``done`` names by their first letters."""
    now = copy.deepcopy(routes)
    if "m" in done:
        now["delivery_routes"]["main"]["port"] = 26
    if "j" in done:
        now["users"]["jo@example.com"]["disabled"] = True
    if "o" in done:
        del now["delivery_routes"]["old"]
    return now


def whole_lies(routes: dict[str, Any], done: str, outcome: Outcome, *jobs: Job) -> list[str]:
    """Return what the judge says of a whole site of which ``done`` was done, with a write each."""
    log = [{"operation": "anything", "write": True, "status": 200, "fault": None}] * len(done)
    result = {"api": {"writes": len(done)}, **outcome.result}
    run = Run(jobs or WHOLE, replace(outcome, result=result), routes, after_all(routes, done), log, whole=True)
    return list(torture.judge(run))


def whole(*plan: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the result of a whole site that reports these changes."""
    changes = list(plan)
    return {"changed": bool(changes), "plan": changes, "diff": changes, "manual": [], "warnings": [], **more}


JOS = told(True)["plan"][0]
STOPPED = "users: 0 of 1 changes are in effect. not in effect: user jo@example.com (disabled). stopped: no answer"
LATER = "delivery route Old (to be deleted)"
MIXED = STOPPED.replace("(disabled)", f"(disabled); {LATER}")


def test_the_judge_has_nothing_against_the_truth_about_a_whole_site(routes: dict[str, Any]) -> None:
    assert whole_lies(routes, "mjo", Outcome(whole(UPDATE, JOS, DELETE, unchanged=CALM))) == []
    assert whole_lies(routes, "m", Outcome(whole(UPDATE), f"{STOPPED}. Not begun: {LATER}")) == []
    unknown = f"users: changes were sent, but what took effect is not known. Not begun: {LATER}"
    assert whole_lies(routes, "m", Outcome(whole(UPDATE), unknown)) == []
    assert whole_lies(routes, "mj", Outcome(whole(UPDATE), unknown)) == []
    assert whole_lies(routes, "", Outcome({"changed": False}, "users: listUsers: no answer")) == []


@pytest.mark.parametrize(
    ("done", "outcome", "said"),
    [
        ("mj", Outcome(whole(UPDATE, JOS, DELETE, unchanged=CALM)), "delivery_route Old is not as the site file says"),
        ("mjo", Outcome(whole(UPDATE, JOS, unchanged=CALM)), "does not report the change of delivery_route Old"),
        ("mjo", Outcome(whole(UPDATE, JOS, JOS, DELETE, unchanged=CALM)), "reports 2 changes of user jo@example.com"),
        ("mjo", Outcome(whole(UPDATE, JOS, DELETE, unchanged={"users": []})), "tells what is unchanged of ['users']"),
        (
            "mjo",
            Outcome(whole(UPDATE, JOS, DELETE, unchanged={**CALM, "users": ["jo@example.com"]})),
            "says that of users ['jo@example.com'] were as they are to be, and [] were",
        ),
        ("m", Outcome(whole(UPDATE), STOPPED), "does not say that delivery route Old is not in effect"),
        (
            "",
            Outcome(whole(), f"{STOPPED}. Not begun: {LATER}"),
            "does not say that delivery route Main is not in effect",
        ),
        ("m", Outcome(whole(), f"{STOPPED}. Not begun: {LATER}"), "does not report the change of delivery_route Main"),
        (
            "mo",
            Outcome(whole(UPDATE, DELETE), f"{STOPPED}. Not begun: {LATER}"),
            "says that delivery route Old was not begun, and it is as it is to be",
        ),
        (
            "mo",
            Outcome(whole(UPDATE), f"{STOPPED}. Not begun: {LATER}"),
            "says that delivery route Old was not begun, and it changed",
        ),
        (
            "m",
            Outcome(whole(UPDATE), f"{STOPPED.replace('0 of 1', '1 of 1')}. Not begun: {LATER}"),
            "counts wrongly",
        ),
        ("m", Outcome(whole(UPDATE), MIXED), "says that delivery route Old is not in effect while it speaks of user"),
        ("m", Outcome(whole(UPDATE), "no answer"), "says nothing of what took effect"),
        (
            "m",
            Outcome({**whole(), "changed": False}, "users: changes were sent, but what took effect is not known"),
            "says changed: false",
        ),
    ],
)
def test_the_judge_finds_a_lie_about_a_whole_site(
    routes: dict[str, Any], done: str, outcome: Outcome, said: str
) -> None:
    found = whole_lies(routes, done, outcome)
    assert any(said in lie for lie in found), found


def test_the_judge_finds_a_write_before_something_unwise_is_refused(routes: dict[str, Any]) -> None:
    unwise = Job("user", (replace(JO, unwise="synchronises"),))
    message = "mimecast_site.users[0]: refused: a directory synchronises it, change it there"
    assert whole_lies(routes, "", Outcome(whole(), message), WHOLE[0], unwise) == []
    found = whole_lies(routes, "m", Outcome(whole(UPDATE), message), WHOLE[0], unwise)
    assert any("did not refuse jo@example.com (synchronises) before any write" in lie for lie in found), found


def test_the_judge_lets_a_person_do_what_is_handed_over_and_nothing_else(routes: dict[str, Any]) -> None:
    hand_off = {**JOS, "operation": "hand_off"}
    manual = [{"resource": "user", "name": "jo@example.com"}]
    outcome = Outcome(whole(UPDATE, hand_off, DELETE, unchanged=CALM, manual=manual))
    assert whole_lies(routes, "mo", outcome) == []
    assert "handed work over to a person and changed the account all the same" in whole_lies(routes, "mjo", outcome)


def test_what_a_second_writer_did_after_the_last_look_is_no_lie_of_a_whole_site(routes: dict[str, Any]) -> None:
    listed = {"operation": "listDeliveryRouteDefinitions", "write": False, "status": 200, "fault": None}
    written = {"operation": "legacyUpdateUsers", "write": True, "status": 200, "fault": None}
    outcome = Outcome(whole(JOS, api={"writes": 1}, unchanged=CALM))
    struck = torture.Struck(1, frozenset({("delivery_route", "Main")}))
    jobs = (Job("delivery_route", (ROUTE,)), Job("user", (JO,)))
    for log, known in (([listed, written], False), ([listed, written, listed], True)):
        run = Run(jobs, outcome, routes, after_all(routes, "j"), log, (struck,), whole=True)
        assert list(torture.judge(run)) == (
            ["says success, but delivery_route Main is not as the site file says"] if known else []
        )
