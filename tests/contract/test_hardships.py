# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hardships of the fault campaign: that seeds have them, that they bite, and that the judge sees what they lead to.

Some runs are killed for good here, as processes of their own.
"""

from __future__ import annotations

import copy
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from ansible_collections.mailops.mimecast.tests.contract.campaign import hardships
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge import drained, judge, left_open, overlooked
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge_composition import (
    Look,
    judge_killed,
    judge_look,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import BUILTIN
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import Outcome, Run, Seen, Struck
from ansible_collections.mailops.mimecast.tests.contract.campaign.scenarios import scenario
from ansible_collections.mailops.mimecast.tests.contract.campaign.second_writer import RIVAL, done
from ansible_collections.mailops.mimecast.tests.contract.campaign.trial import Campaign
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import URLS, Job, Wish, gateway_policies
from ansible_collections.mailops.mimecast.tests.contract.campaign.worlds import URL, InProcess, Wire

BLOCKED = BUILTIN[0]
WROTE = {"operation": "updatePermittedSendersPolicy", "write": True, "status": 200, "fault": None}


@pytest.mark.parametrize("family", sorted(hardships.TRIED))
def test_the_short_campaign_has_every_hardship_that_is_tried(family: str) -> None:
    found = Counter(scenario(seed).hardship.family for seed in range(100))
    assert found[family] >= 2
    assert set(found) == {"", *hardships.TRIED}


def test_a_family_that_is_switched_off_changes_no_seed_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {seed: scenario(seed) for seed in range(40)}
    monkeypatch.setattr(hardships, "TRIED", hardships.TRIED - {"kill"})
    for seed, made in before.items():
        assert scenario(seed).start == made.start
        assert (scenario(seed) == made) is (made.hardship.family != "kill")


@pytest.mark.parametrize("family", hardships.FAMILIES)
def test_any_seed_can_have_any_hardship_and_the_same_every_time(family: str) -> None:
    made = [scenario(seed, family) for seed in range(20)]
    assert made == [scenario(seed, family) for seed in range(20)]
    assert sum(bool(found.hardship.family) for found in made) >= 15
    assert {found.hardship.family for found in made} <= {family, ""}


def test_what_is_called_spoilt_is_spoilt_in_what_is_read() -> None:
    world = InProcess()
    wire = Wire(world.emulator, lambda operation, writes: None, frozenset())
    for seed in range(150):
        made = scenario(seed, "spoilt")
        for rule in made.hardship.rules[:1]:
            world.set_faults([])
            world.reset(ACCOUNT)
            world.set_state(ACCOUNT, made.start)
            listed = next(kind.list for kind in MANAGED.values() if kind.list and kind.list.id == rule["operation"])
            client = wire.connect(Connection(URL, ACCOUNT, SECRET))
            sound = [*client.rows(listed)]
            world.set_faults([rule])
            assert sum(row not in sound for row in client.rows(listed)) == 1, (seed, rule)


def test_nobody_makes_a_policy_of_which_the_account_has_none_to_go_by() -> None:
    world = InProcess()
    world.set_state(ACCOUNT, scenario(1).start)
    start = world.state(ACCOUNT)
    for kind in gateway_policies():
        wish = Wish(kind, "New", {}, {})
        table = samples.TABLES[kind]
        for rows, makes in ({"old": start[table]["old"]}, True), ({}, False):
            deeds = [done({**start, table: rows}, [wish], kind, random.Random(seed))[1] for seed in range(60)]
            assert any(RIVAL in deed.get(table, {}) for deed in deeds) is makes, kind


def test_who_may_empty_a_built_in_group_may_do_so_beside_what_is_unwise() -> None:
    groups = [job for seed in range(900, 1000) for job in scenario(seed).jobs if job.resource == "sender_group"]
    beside = [job for job in groups if any(wish.unwise for wish in job.wishes)]
    assert beside
    assert all("empty_builtin_group" in job.options["accept_risk"] for job in groups)


def test_runs_are_killed_and_the_next_one_makes_the_site() -> None:
    campaign, counts = Campaign(), Counter[str]()
    for seed in (2, 3, 5, 6):
        verdict = campaign.run(seed, "kill")
        assert verdict.lies == [], "\n".join(verdict.story)
        counts += verdict.counts
    assert counts["runs killed at a write"] >= 4


# --- The judge -------------------------------------------------------------------------------------------------------


def crowded(*members: str, state: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return an account in which Blocked Senders has these members."""
    world = InProcess()
    tables = copy.deepcopy(dict(state or world.state(ACCOUNT)))
    tables["groups"]["blocked-senders"]["members"] = [{"emailAddress": member} for member in members]
    world.set_state(ACCOUNT, {"groups": tables["groups"]})
    return world.state(ACCOUNT)


MANY = tuple(f"crowd{number}@bulk.example" for number in range(30))


@pytest.mark.parametrize(
    ("wanted", "moments", "bad"),
    [
        (MANY, [MANY[:20], MANY], False),
        (MANY, [MANY[:19], MANY], True),
        (MANY, [[], MANY], True),
        ((), [MANY[:5], ()], False),
        (MANY[:15], [MANY[:15], MANY[:4]], True),
        ([f"other-{member}" for member in MANY], [MANY[:20]], False),
        ([f"other-{member}" for member in MANY], [MANY[:19]], True),
    ],
)
def test_the_judge_finds_a_built_in_group_that_is_drained_in_between(
    wanted: Any, moments: list[Any], bad: bool
) -> None:
    tables = crowded(*MANY)
    entry = {"members": dict.fromkeys(wanted, "")}
    job = Job("sender_group", (Wish("sender_group", BLOCKED, {}, entry, {"members": "exact"}),))
    seen = Seen(tables, tables, moments=[{name: frozenset(found) for name in BUILTIN} for found in moments])
    assert bool([lie for lie in drained([job], seen) if BLOCKED in lie]) is bad
    struck = Struck(0, frozenset({("sender_group", BLOCKED)}))
    assert not any(BLOCKED in lie for lie in drained([job], Seen(tables, tables, (), (struck,), seen.moments)))


@pytest.mark.parametrize(("there", "bad"), [(("a", "b"), False), (("b",), False), ((), True)])
def test_the_judge_finds_urls_that_are_gone_at_once(there: tuple[str, ...], bad: bool) -> None:
    world = InProcess()
    world.set_state(ACCOUNT, {"managed_urls": {name: {"url": name, "action": "block"} for name in ("a", "b")}})
    tables = world.state(ACCOUNT)
    job = Job("managed_url", tuple(Wish("managed_url", name, {}, {"action": "permit"}) for name in ("a", "b")))
    seen = Seen(tables, tables, moments=[{URLS: frozenset(there)}])
    assert bool([*left_open([job], seen)]) is bad
    struck = Struck(0, frozenset({("managed_url", "a")}))
    assert not [*left_open([job], Seen(tables, tables, (), (struck,), seen.moments))]
    gone = Job("managed_url", tuple(Wish("managed_url", name, {}, {}, state="absent") for name in ("a", "b")))
    assert not [*left_open([gone], seen)]


PERMIT = Wish("ip_permit", "Partner", {}, {"source_ips": ["192.0.2.0/24"]}, {"source_ips": "add"})
ADDED = ("ip_permit", "Partner", "198.51.100.200/32")


def permits(**networks: list[str]) -> dict[str, Any]:
    """Return an account with these policies, each with its networks."""
    world = InProcess()
    rows = {name: {"description": name, "sourceIPs": found} for name, found in networks.items()}
    world.set_state(ACCOUNT, {"permitted_sender_policies": rows})
    return world.state(ACCOUNT)


def overtaken(after: dict[str, Any], *wishes: Wish, told: str = "", left: Any = None) -> list[str]:
    """Return what the judge says of what became of somebody else's changes."""
    struck = Struck(0, frozenset({ADDED[:2]}), left or {}, frozenset({ADDED}))
    seen = Seen(permits(Partner=[]), after, [WROTE], (struck,))
    result = {"changed": True, "api": {"writes": 1}, "warnings": [told] if told else []}
    found = judge(Run(Job("ip_permit", wishes or (PERMIT,)), Outcome(result), seen))
    return [lie for lie in found if "somebody else" in lie]


def test_the_judge_finds_an_item_of_somebody_else_that_the_task_removed_silently() -> None:
    lost, kept = permits(Partner=["192.0.2.0/24"]), permits(Partner=["192.0.2.0/24", ADDED[2]])
    assert "which somebody else had just added, and does not say so" in overtaken(lost)[0]
    assert overtaken(kept) == []
    assert overtaken(lost, told="somebody else changed source_ips of Partner") == []
    exact = Wish("ip_permit", "Partner", {}, PERMIT.meant, {"source_ips": "exact"})
    assert overtaken(lost, exact) == []


LOOK = {"operation": "getPermittedSendersPolicy", "write": False, "status": 200, "fault": None, "path": "/policies/1"}
WHOLE = {**WROTE, "path": LOOK["path"], "body": {"sourceIPs": ["192.0.2.0/24"]}}
TOKEN = {"operation": "createToken", "write": False, "status": 200, "fault": None, "path": "/oauth/token"}
LISTED = {**LOOK, "path": "/policies"}


@pytest.mark.parametrize(
    ("log", "after", "found"),
    [
        ([LOOK, WHOLE], 1, False),
        ([LOOK, {**WHOLE, "status": 401}, TOKEN, WHOLE], 3, False),
        ([LOOK, WHOLE], 0, True),
        ([LISTED, WHOLE], 1, True),
        ([WHOLE, WHOLE], 1, True),
        ([LOOK, LISTED, WHOLE], 2, True),
        ([LOOK, {**WHOLE, "path": "/policies/2"}], 1, True),
        ([LOOK, {**WHOLE, "body": {"sourceIPs": ["203.0.113.0/24"]}}], 1, True),
        ([LOOK, {**WHOLE, "body": {"enabled": True}}], 1, True),
    ],
)
def test_only_a_change_between_a_read_and_the_write_right_after_it_may_be_lost_silently(
    log: list[dict[str, Any]], after: int, found: bool
) -> None:
    struck = Struck(after, frozenset({ADDED[:2]}), {}, frozenset({ADDED}))
    seen = Seen(permits(Partner=[]), permits(Partner=["192.0.2.0/24"]), log, (struck,))
    result = {"changed": True, "api": {"writes": sum(sent["write"] for sent in log)}, "warnings": []}
    lies = judge(Run(Job("ip_permit", (PERMIT,)), Outcome(result), seen))
    assert any("somebody else had just added" in lie for lie in lies) is found


def test_the_judge_finds_that_something_was_done_to_what_somebody_else_made() -> None:
    theirs = {("ip_permit", "Taken over"): {"source_ips": ["192.0.2.0/24"]}}
    kept = permits(Partner=[], Other=[])
    found = overtaken(kept, told="Partner", left=theirs)
    assert found == ["changed ip_permit Taken over, which somebody else had made and of which the task does not speak"]


def test_the_judge_finds_what_a_killed_run_left_that_nobody_asked_for() -> None:
    before, after = permits(Partner=[]), permits(Partner=["192.0.2.0/24"], Other=[])
    jobs = [Job("ip_permit", (PERMIT,))]
    assert list(judge_killed(jobs, Seen(before, before))) == []
    assert list(judge_killed(jobs, Seen(before, permits(Partner=["192.0.2.0/24"])))) == []
    assert any("of which the task does not speak" in lie for lie in judge_killed(jobs, Seen(before, after)))
    odd = permits(Partner=["203.0.113.0/24"])
    assert any("as nobody asked for" in lie for lie in judge_killed(jobs, Seen(before, odd)))


def test_only_what_is_to_go_may_slip_between_pages_unseen() -> None:
    gone = Wish("ip_permit", "Partner", {}, {}, state="absent")
    shifted = {"operation": "listPermittedSendersPolicies", "write": False, "status": 200, "fault": "skip_rows"}
    tables = permits(Partner=[])
    for wish, log, names in (
        (gone, [shifted], {("ip_permit", "Partner")}),
        (PERMIT, [shifted], set()),
        (gone, [{**shifted, "fault": None}], set()),
    ):
        assert overlooked(Job("ip_permit", (wish,)), Seen(tables, tables, log), Outcome({})) == names


def test_an_object_to_delete_may_stay_if_its_members_are_unreadable_and_a_warning_names_it() -> None:
    gone = Job("sender_group", (Wish("sender_group", "Crowd", {}, {}, state="absent"),))
    tables = crowded("a.example")
    lost = {"operation": "legacyGetGroupMembers", "write": False, "status": 400, "fault": "empty_400"}
    for log, warnings, names in (
        ([lost], ["sender group Crowd: it is left alone"], {("sender_group", "Crowd")}),
        ([lost], ["sender group Other: it is left alone"], set()),
        ([{**lost, "fault": None}], ["sender group Crowd: it is left alone"], set()),
    ):
        assert overlooked(gone, Seen(tables, tables, log), Outcome({"warnings": warnings})) == names


def test_only_one_of_two_objects_with_the_same_name_may_slip_between_pages_unnoticed() -> None:
    twin, open_wide = (Wish("ip_permit", "Twin", {}, {}, unwise=words) for words in ("'Twin'", "whole internet"))
    tables = permits(Partner=[])
    slipped = {"operation": "listPermittedSendersPolicies", "write": False, "status": 200, "fault": "skip_rows"}
    for wish, fault, found in ((twin, "skip_rows", False), (twin, None, True), (open_wide, "skip_rows", True)):
        seen = Seen(tables, tables, [{**slipped, "fault": fault}])
        passed = Look((Job("ip_permit", (wish,)),), Outcome({"changed": False, "api": {"writes": 0}}), seen)
        done = Run(Job("ip_permit", (wish,)), Outcome({"changed": False, "api": {"writes": 0}}), seen)
        assert any("lets pass what has to be refused" in lie for lie in judge_look(passed)) is found
        assert any("carried out what has to be refused" in lie for lie in judge(done)) is found


# --- Processes that are killed ---------------------------------------------------------------------------------------

KILL_SECONDS = 60.0
PROCESS = """
import json, sys
from ansible_collections.mailops.mimecast.tests.contract.doors import action_door
print(action_door("mimecast_sender_group", json.load(sys.stdin), False)["changed"])
"""
MEMBERS = [{"member": member, "note": "CHG-2"} for member in MANY]
ENTRIES = {"entries": [{"name": "New one", "members": ["a.example"]}, {"name": BLOCKED, "members": MEMBERS}]}


def kill_at(account: Account, operation: str, skip: int) -> None:
    """Start a task in a process of its own and kill it once a write has taken effect, before its answer comes."""
    hangs = {"kind": "slow", "delay_ms": int(KILL_SECONDS * 2000)}
    account.running.set_faults([{"operation": operation, "skip": skip, "fault": hangs}])
    account.running.clear_requests()
    command = [sys.executable, "-c", PROCESS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stdin
        process.stdin.write(json.dumps({**account.connection, **ENTRIES}))
        process.stdin.close()
        give_up = time.monotonic() + KILL_SECONDS
        while not any(sent["fault"] == "slow" for sent in account.running.requests()):
            assert process.poll() is None, "the task ended before it was killed"
            assert time.monotonic() < give_up, "the write never came"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        assert process.wait(KILL_SECONDS) == -signal.SIGKILL
    account.running.set_faults([])


@pytest.mark.parametrize(
    ("operation", "skip"), [("createGroup", 0), ("legacyAddGroupMembers", 0), ("legacyAddGroupMembers", 2)]
)
def test_a_task_whose_process_is_killed_at_a_write_is_finished_by_the_next_and_nothing_is_there_twice(
    account: Account, operation: str, skip: int
) -> None:
    account.set_table("groups", crowded(*MANY, state=account.running.state(ACCOUNT))["groups"])
    kill_at(account, operation, skip)
    group = MANAGED["sender_group"]
    assert account.apply(group, ENTRIES)["changed"]
    account.unchanged(group, ENTRIES)
    rows = account.table("groups").values()
    assert [count for count in Counter(row["description"] for row in rows).values() if count > 1] == []
    blocked = next(row["members"] for row in rows if row["description"] == BLOCKED)
    assert sorted((row["emailAddress"], row["note"]) for row in blocked) == sorted((name, "CHG-2") for name in MANY)
