# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault campaign in short, and tests of its judges: one that never finds a lie would prove nothing.

``make torture`` runs thousands of seeds and replays any of them.
"""

from __future__ import annotations

import ast
import copy
import datetime
import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge import judge
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge_composition import (
    Look,
    judge_foretold,
    judge_look,
    judge_not_begun,
    judge_play,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import ELSEWHERE, KINDS, MANAGED, STANDING
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import Outcome, Run, Seen, Struck
from ansible_collections.mailops.mimecast.tests.contract.campaign.scenarios import scenario
from ansible_collections.mailops.mimecast.tests.contract.campaign.standing import MAKERS, READERS, sources, stood_for
from ansible_collections.mailops.mimecast.tests.contract.campaign.trial import Campaign
from ansible_collections.mailops.mimecast.tests.contract.campaign.unwise import unwise
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import view
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Job, Source, Wish, sources_of
from ansible_collections.mailops.mimecast.tests.contract.campaign.worlds import InProcess
from mimecast_emulator.testing import RunningEmulator

ROOT = Path(__file__).resolve().parents[2]
SEEDS = range(100)
PART = 20


@pytest.fixture(scope="module")
def campaign(emulator: RunningEmulator) -> Campaign:
    """A campaign that goes through the doors too."""
    return Campaign((emulator, emulator.base_url))


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, PART))
def test_no_seed_makes_a_task_lie(campaign: Campaign, first: int) -> None:
    for seed in range(first, first + PART):
        verdict = campaign.run(seed)
        assert verdict.lies == [], "\n".join(verdict.story)


def test_the_seeds_try_every_type_every_kind_of_fault_and_every_way() -> None:
    made = [scenario(seed) for seed in SEEDS]
    assert {(found.whole, found.way == "handed") for found in made} == {
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    }
    assert sum(found.whole for found in made) == len(made) // 2
    assert {(found.whole, found.site.split, found.foretold) for found in made} >= {
        (True, True, True),
        (True, False, True),
    }
    assert {job.resource for found in made for job in found.jobs} == set(MANAGED)
    assert {source.resource for found in made for source in sources_of(found.jobs)} == set(STANDING)
    assert {found.way for found in made} == {"handed", "action", "module"}
    kinds = Counter(rule["fault"]["kind"] for found in made for rule in found.faults["rules"])
    assert len(kinds) >= 14
    assert sum(bool(found.strikes) for found in made) >= 10
    assert sum(found.rotate_ids for found in made) >= 10
    assert sum(any(wish.unwise for job in found.jobs for wish in job.wishes) for found in made) >= 5


@pytest.mark.parametrize("resource", MANAGED.values())
def test_the_judge_sees_every_setting_that_can_be_read(account: Account, resource: Resource) -> None:
    account.apply(resource, samples.full_entry(resource))
    name = resource.key_of(samples.first_entry(resource))
    seen = next(found for found in view(account.running.state(ACCOUNT))[resource.name] if found.name == name)
    readable = {field.name for field in resource.fields if field.readable() and field.name != resource.key}
    assert readable <= seen.fields.keys()


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_every_type_takes_part_or_says_which_tests_try_it(name: str) -> None:
    assert (name in KINDS) != (name in ELSEWHERE)
    assert name in KINDS or name in (ROOT / ELSEWHERE[name]).read_text("utf-8")


@pytest.mark.parametrize("resource", MANAGED.values())
def test_of_every_type_something_is_known_that_has_to_be_refused(resource: Resource) -> None:
    assert unwise(random.Random(1), resource.name).unwise


@pytest.mark.parametrize("name", STANDING)
def test_the_campaign_says_in_its_own_words_what_an_entry_stands_for(name: str) -> None:
    assert name in MAKERS
    assert name in READERS
    today = datetime.date.today().isoformat()
    for seed in range(20):
        for source in sources(random.Random(seed), name):
            stands_for = STANDING[name].stands_for
            assert stands_for
            entry = {"state": "present", **source.written}
            told = {
                (kind, found.get("state")) for kind, them in stands_for.entries(entry, today).items() for found in them
            }
            mine = {(wish.resource, wish.written.get("state")) for wish in stood_for(source)}
            assert {found for found in told if found[0] in MANAGED} == mine


def test_a_seed_is_the_same_scenario_every_time() -> None:
    assert scenario(7) == scenario(7)
    assert scenario(7) != scenario(8)


# --- The judge of a task ---------------------------------------------------------------------------------------------

JO = Wish("user", "jo@example.com", {"email": "jo@example.com", "disabled": True}, {"disabled": True})
JOS = Job("user", (JO,))
ENTRY = {"email": "jo@example.com", "name": "Jo", "disabled": True}
DISABLED = {"jo@example.com": {"disabled": True}}
UPDATE = {
    "operation": "update",
    "resource": "user",
    "name": "jo@example.com",
    "before": {},
    "after": {"disabled": True},
    "moves": {},
}
UNKNOWN = "changes were sent, but it is not known what took effect. Reading back failed: no answer"
WRITTEN = {"operation": "legacyUpdateUsers", "write": True, "status": 200, "fault": None}
LISTED = {"operation": "listUsers", "write": False, "status": 200, "fault": None}


@pytest.fixture
def tables() -> dict[str, Any]:
    """An account in which Jo is not disabled and Sam has no name."""
    world = InProcess()
    users = {"jo@example.com": {"name": "Jo"}, "sam@example.com": {}, "admin@example.com": {"name": "A"}}
    world.set_state(ACCOUNT, {"users": users})
    return world.state(ACCOUNT)


def told(changed: bool, name: str = "jo@example.com", **more: Any) -> dict[str, Any]:
    """Return a result that reports one change of Jo, or none."""
    plan = [{**UPDATE, "name": name}] if changed else []
    rest = {"plan": plan, "diff": plan, "entries": [ENTRY], "manual": [], "api": {"writes": 1}}
    return {"changed": changed, **rest, **more}


def users_after(tables: dict[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the account once users have these settings."""
    now = copy.deepcopy(tables)
    for name, members in after.items():
        now["users"][name] = {**now["users"].get(name, now["users"]["admin@example.com"]), **members}
    return now


def lies(tables: dict[str, Any], after: Mapping[str, Any], outcome: Outcome, *wishes: Wish) -> list[str]:
    """Return what the judge says of a task that left the users as ``after``."""
    seen = Seen(tables, users_after(tables, after), [WRITTEN])
    return list(judge(Run(Job("user", wishes or (JO,)), outcome, seen)))


def test_the_judge_has_nothing_against_the_truth(tables: dict[str, Any]) -> None:
    assert lies(tables, DISABLED, Outcome(told(True))) == []
    message = "0 of 1 changes are in effect. not in effect: user jo@example.com (disabled). stopped: no answer"
    result = {**told(False), "entries": [{**ENTRY, "disabled": False}]}
    assert lies(tables, {}, Outcome(result, message)) == []
    for after in ({}, DISABLED):
        assert lies(tables, after, Outcome(told(True), UNKNOWN)) == []


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
        (
            {},
            Outcome(told(False), "1 of 1 changes are in effect. not in effect: user jo@example.com (disabled)"),
            "counts wrongly",
        ),
        (DISABLED, Outcome(told(False), UNKNOWN), "does not know what took effect, and says changed: false"),
        (DISABLED, Outcome({**told(True), "plan": [UPDATE, UPDATE]}), "reports 2 changes of user jo@example.com"),
        (DISABLED, Outcome({**told(True), "diff": []}), "the diff has not one block for each change"),
        ({}, Outcome({**told(False), "skipped": True}), "says that it was skipped, and was not"),
    ],
)
def test_the_judge_finds_a_lie(tables: dict[str, Any], after: dict[str, Any], outcome: Outcome, said: str) -> None:
    assert any(said in lie for lie in lies(tables, after, outcome)), lies(tables, after, outcome)


def test_the_judge_finds_a_duplicate() -> None:
    world = InProcess()
    before = world.state(ACCOUNT)
    row = {"description": "Route", "hostname": "a.example.net"}
    world.set_state(ACCOUNT, {"delivery_routes": {"one": row, "two": row}})
    wish = Wish("delivery_route", "Route", {"name": "Route"}, {"hostname": "a.example.net"})
    run = Run(Job("delivery_route", (wish,)), Outcome(told(True)), Seen(before, world.state(ACCOUNT)))
    assert "made a duplicate: 2 delivery_route objects are called 'Route', there were 0" in list(judge(run))


def test_the_judge_finds_that_something_unwise_was_done(tables: dict[str, Any]) -> None:
    unwise = replace(JO, unwise="synchronises")
    assert any("has to be refused" in lie for lie in lies(tables, DISABLED, Outcome(told(True)), unwise))


def test_the_judge_finds_a_write_before_something_unwise_is_refused(tables: dict[str, Any]) -> None:
    run = Run(
        Job("user", (replace(JO, unwise="synchronises"),)), Outcome({}, "a directory synchronises it"), Seen({}, {})
    )
    calm = replace(
        run, outcome=replace(run.outcome, result={"api": {"writes": 0}}), seen=Seen(tables, tables, [LISTED])
    )
    assert list(judge(calm)) == []
    found = list(judge(replace(calm, seen=Seen(tables, users_after(tables, DISABLED), [WRITTEN]))))
    assert any("did not refuse jo@example.com (synchronises) before any write" in lie for lie in found), found


def test_the_judge_finds_a_task_that_is_skipped_and_has_something_to_do(tables: dict[str, Any]) -> None:
    skipped = Run(JOS, Outcome({"changed": False, "skipped": True, "api": {}}), Seen(tables, tables))
    assert list(judge(skipped)) == ["was skipped, but user jo@example.com is not as the site file says"]
    assert list(judge(replace(skipped, moved=frozenset({("user", "jo@example.com")})))) == []


def test_a_task_that_is_skipped_is_to_purge_what_did_not_slip_between_pages_before() -> None:
    world = InProcess()
    rows = {"old": {"description": "Old set", "folder": "attachment_definitions"}}
    world.set_state(ACCOUNT, {"attachment_sets": rows})
    there = world.state(ACCOUNT)
    job = Job("attachment_set", (), {"purge": True})
    skipped = Run(job, Outcome({"changed": False, "skipped": True, "api": {}}), Seen(there, there))
    assert list(judge(skipped)) == ["was skipped, but Old set was to be purged and is there"]
    assert list(judge(replace(skipped, moved=frozenset({("attachment_set", "Old set")})))) == []


def test_what_a_message_names_as_unreadable_may_be_left_out_of_the_entries(tables: dict[str, Any]) -> None:
    wishes = (JO, Wish("user", "sam@example.com", {"email": "sam@example.com"}, {}))
    message = (
        "0 of 1 changes are in effect. not in effect: user jo@example.com (disabled). entries[1]: refused: the user "
        "'sam@example.com' exists, but cannot be read: listUsers: refused"
    )
    result = {**told(False), "entries": [{**ENTRY, "disabled": False}]}
    lost = {**LISTED, "status": 400, "fault": "empty_400"}
    left_out = "leaves sam@example.com out of the entries, and it is there"
    for text, log, found in (
        (message, [WRITTEN, lost], []),
        (message, [WRITTEN, LISTED], [left_out]),
        (message.partition(" entries")[0], [WRITTEN, lost], [left_out]),
    ):
        run = Run(Job("user", wishes), Outcome(result, text), Seen(tables, tables, log))
        assert [lie for lie in judge(run) if "out of the entries" in lie] == found


def test_the_judge_finds_more_objects_of_a_name_than_there_are(tables: dict[str, Any]) -> None:
    said = Outcome({"api": {"writes": 0}}, "2 user objects are called 'jo@example.com'; pick one with id: 1, 2")
    seen = Seen(tables, tables, [LISTED])
    assert list(judge(Run(JOS, said, seen))) == ["says that 2 objects are called 'jo@example.com', there are 1"]


@pytest.mark.parametrize(
    ("resource", "refused", "shut"),
    [
        ("attachment_set", {"fault": None}, True),
        ("attachment_set", {"fault": "app_forbidden"}, True),
        ("attachment_set", {"fault": "permission"}, False),
        ("attachment_set", {"fault": None, "status": 200}, False),
        ("user", {"operation": "listUsers", "fault": "app_forbidden"}, False),
    ],
)
def test_only_a_gateway_that_refuses_a_first_read_leaves_the_work_to_a_person(
    resource: str, refused: dict[str, Any], shut: bool
) -> None:
    read = {"operation": "listAttachmentSets", "write": False, "status": 403, **refused}
    written = {"operation": "updateAttachmentSet", "write": True, "status": 200, "fault": None}
    assert Seen({}, {}, [LISTED, read]).not_offered(resource) is shut
    assert not Seen({}, {}, [written, read]).not_offered(resource)


def test_the_judge_lets_a_person_do_what_is_handed_over_and_nothing_else(tables: dict[str, Any]) -> None:
    by_hand = told(True, manual=[{"resource": "user", "name": "jo@example.com"}], api={"writes": 0})
    by_hand["plan"][0]["operation"] = "hand_off"
    unsent = Run(JOS, Outcome(by_hand), Seen(tables, tables))
    assert list(judge(unsent)) == []
    done = Run(JOS, Outcome(by_hand), Seen(tables, users_after(tables, DISABLED), [WRITTEN]))
    assert list(judge(done)) != []


def test_a_purge_of_what_the_account_does_not_show_has_to_be_said() -> None:
    world = InProcess()
    world.set_state(
        ACCOUNT, {"attachment_sets": {"old": {"description": "Old set", "folder": "attachment_definitions"}}}
    )
    there = world.state(ACCOUNT)
    shut = {"operation": "listAttachmentSets", "write": False, "status": 403, "fault": "app_forbidden"}
    job = Job("attachment_set", (), {"purge": True})
    said = "attachment set: other objects cannot be read, so nothing is purged"
    result = {"changed": False, "plan": [], "diff": [], "entries": [], "manual": [], "api": {"writes": 0}}
    told_so = Run(job, Outcome({**result, "warnings": [said]}), Seen(there, there, [shut]))
    assert list(judge(told_so)) == []
    for run in (
        replace(told_so, outcome=Outcome({**result, "warnings": []})),
        replace(told_so, seen=Seen(there, there, [{**shut, "status": 200, "fault": None}])),
    ):
        assert "says success, but Old set was to be purged and is there" in list(judge(run))


def test_a_task_cannot_know_what_a_second_writer_did_after_its_last_look(tables: dict[str, Any]) -> None:
    struck = Struck(1, frozenset({("user", "jo@example.com")}))
    calm = {**told(False), "api": {"writes": 0}}
    before = users_after(tables, DISABLED)
    unseen = Run(JOS, Outcome(calm), Seen(before, tables, [LISTED], (struck,)))
    seen = Run(JOS, Outcome(calm), Seen(before, tables, [LISTED, LISTED], (struck,)))
    assert (unseen.unseen(), seen.unseen()) == ({("user", "jo@example.com")}, set())
    assert not any("is not as the site file says" in lie for lie in judge(unseen))
    assert any("is not as the site file says" in lie for lie in judge(seen))


# --- The judge of a look at the whole account, and of a play ----------------------------------------------------------


def look(tables: dict[str, Any], outcome: Outcome, *wishes: Wish, log: Any = (LISTED,)) -> list[str]:
    """Return what the judge says of a look at the account before the first task."""
    calm = {
        "api": {"writes": 0, "reads": len(log)},
        "roles": [],
        "plan": [],
        "changed": False,
        "unchanged": {"users": []},
    }
    result = {**calm, **outcome.result}
    made = Look((Job("user", wishes or (JO,)),), replace(outcome, result=result), Seen(tables, tables, log), False)
    return list(judge_look(made))


DIFFERS = {"plan": [UPDATE], "roles": ["administrators"]}


def test_the_judge_has_nothing_against_the_truth_about_a_whole_account(tables: dict[str, Any]) -> None:
    assert look(tables, Outcome(DIFFERS)) == []
    unwise = replace(JO, unwise="synchronises")
    assert look(tables, Outcome({}, "mimecast_site.users[0]: a directory synchronises it"), unwise) == []


@pytest.mark.parametrize(
    ("outcome", "wish", "log", "said"),
    [
        (Outcome({}), JO, (LISTED,), "says that of user [] differ, and ['jo@example.com'] do"),
        (Outcome({**DIFFERS, "roles": []}), JO, (LISTED,), "names the roles []"),
        (Outcome({**DIFFERS, "unchanged": {}}), JO, (LISTED,), "tells what is unchanged of []"),
        (
            Outcome({**DIFFERS, "unchanged": {"users": ["jo@example.com"]}}),
            JO,
            (LISTED,),
            "says that of user ['jo@example.com'] are as they are to be, and [] are",
        ),
        (Outcome({**DIFFERS, "changed": True}), JO, (LISTED,), "says that it changed something"),
        (Outcome(DIFFERS), JO, (LISTED, WRITTEN), "changed the account"),
        (Outcome(DIFFERS), replace(JO, unwise="synchronises"), (LISTED,), "lets pass what has to be refused"),
        (Outcome({}, "no answer"), replace(JO, unwise="synchronises"), (LISTED,), "did not refuse jo@example.com"),
        (Outcome({}, "", "KeyError: 'x'"), JO, (LISTED,), "crashed: KeyError"),
    ],
)
def test_the_judge_finds_a_lie_about_a_whole_account(
    tables: dict[str, Any], outcome: Outcome, wish: Wish, log: Any, said: str
) -> None:
    found = look(tables, outcome, wish, log=log)
    assert any(said in lie for lie in found), found


def test_the_judge_finds_a_role_that_is_not_named_for_what_an_entry_stands_for(tables: dict[str, Any]) -> None:
    stood_for_by = Source("trusted_source", "Drill", {"name": "Drill"})
    wish = replace(JO, source=stood_for_by)
    both = {**DIFFERS, "roles": ["administrators", "trusted_source"]}
    assert look(tables, Outcome(both), wish) == []
    assert any("names the roles ['administrators']" in lie for lie in look(tables, Outcome(DIFFERS), wish))
    assert any("names the roles" in lie for lie in look(tables, Outcome(both)))


def test_the_judge_finds_a_type_that_was_in_sync_and_is_read_again(tables: dict[str, Any]) -> None:
    calm = Look((JOS,), Outcome({"plan": []}), Seen(tables, tables))
    for log, lie in (((), []), ((LISTED,), ["user was in sync, and was looked at once more"])):
        run = Run(JOS, Outcome({"skipped": True}), Seen(users_after(tables, DISABLED), tables, log))
        assert [found for found in judge_play(calm, [run]) if "once more" in found] == lie


def test_the_judge_finds_that_all_tasks_together_did_not_make_the_site(tables: dict[str, Any]) -> None:
    run = Run(JOS, Outcome(told(False)), Seen(tables, tables))
    assert list(judge_play(None, [run])) == ["all tasks succeeded, but user jo@example.com is not what it has to be"]


ROUTE = Job("delivery_route", (Wish("delivery_route", "Old", {}, {}, state="absent"),))
NOT_BEGUN = "delivery route Old (to be deleted)"
BEGUN = "0 of 1 changes are in effect. not in effect: user jo@example.com (disabled). stopped: no answer"
UNREAD = "listUsers: no answer. Not begun: user jo@example.com (disabled)"


def broken_off(tables: dict[str, Any], message: str, *routes: str, strikes: tuple[Struck, ...] = ()) -> list[str]:
    """Return what the judge says of a play that broke off at the users with this message, before routes went."""
    rows = {
        name: {"description": name, "hostname": "a.example.net", "port": 25, "passwordSet": False} for name in routes
    }
    now = {**tables, "delivery_routes": rows}
    look = Look((JOS, ROUTE), Outcome({"plan": []}), Seen(now, now))
    run = Run(JOS, Outcome({}, message), Seen(now, now, [LISTED], strikes))
    return list(judge_not_begun(look, [run], [replace(ROUTE, deletions="only")]))


def test_the_judge_finds_what_is_said_wrongly_of_what_was_not_begun(tables: dict[str, Any]) -> None:
    assert broken_off(tables, f"{BEGUN}. Not begun: {NOT_BEGUN}", "Old") == []
    assert broken_off(tables, f"{UNREAD}; {NOT_BEGUN}", "Old") == []
    assert broken_off(tables, BEGUN) == []
    for message, routes, lie in (
        (BEGUN, ("Old",), "does not say that delivery route Old was not begun"),
        (
            f"{BEGUN}. Not begun: {NOT_BEGUN}",
            (),
            "says that delivery route Old was not begun, but there is nothing to do",
        ),
        ("listUsers: no answer", (), "does not say that user jo@example.com was not begun"),
    ):
        found = broken_off(tables, message, *routes)
        assert [said for said in found if lie in said] == found != [], found
    struck = Struck(0, frozenset({("delivery_route", "Old")}))
    unread = Outcome({}, "listDeliveryRouteDefinitions: no answer. Not begun: user jo@example.com (disabled)")
    named = {**JO.meant, "name": "Joan"}
    after = Seen(tables, users_after(tables, DISABLED), [LISTED])
    two = Job("user", (replace(JO, meant=named),))
    found = list(judge_not_begun(Look((two,), Outcome({}), after), [Run(Job("delivery_route"), unread, after)], [two]))
    assert found == ["says that user jo@example.com was not begun, and it changed"]
    assert broken_off(tables, BEGUN, "Old", strikes=(struck,)) == []


def test_the_judge_finds_what_check_mode_foretold_wrongly() -> None:
    made = Outcome(told(True))
    assert list(judge_foretold([made], [made])) == []
    assert any("foretold another changed" in lie for lie in judge_foretold([Outcome(told(False))], [made]))
    assert any("check mode ended after 0 tasks" in lie for lie in judge_foretold([], [made]))
    assert any("check mode said" in lie for lie in judge_foretold([Outcome({}, "refused")], [made]))


# --- What the judge may know ------------------------------------------------------------------------------------------

JUDGES = ("judge", "judge_values", "judge_composition", "goals", "view", "reports")
HOUSE = "ansible_collections.mailops.mimecast.plugins.module_utils."
TESTS = "ansible_collections.mailops.mimecast.tests."
KNOWN_TO_JUDGES = {"_model.fields", "_model.operations", "_model.resources", "_model.values", "_resources._all"}
"""What describes a type; nothing that reads, compares, plans, sends or reports."""


def imports_of(text: str) -> set[str]:
    """Return the dotted name of everything that a Python text imports."""
    nodes = list(ast.walk(ast.parse(text)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return whole | {f"{node.module}.{alias.name}" for node in parts for alias in node.names}


def known_to(name: str, seen: set[Path]) -> set[str]:
    """Return the files of the collection that a module of the tests knows, itself or through other modules of theirs.

    ``name`` may be that of something in a module.
    """
    path = ROOT.joinpath("tests", *name.removeprefix(TESTS).split("."))
    path = next((place for place in (path.with_suffix(".py"), path.parent.with_suffix(".py")) if place.exists()), path)
    if path in seen or not path.exists():
        return set()
    seen.add(path)
    found = imports_of(path.read_text("utf-8"))
    own = {".".join(known.removeprefix(HOUSE).split(".")[:2]) for known in found if known.startswith(HOUSE)}
    return own.union(*(known_to(known, seen) for known in sorted(found) if known.startswith(TESTS)))


@pytest.mark.parametrize("judge_module", JUDGES)
def test_the_judge_is_a_second_opinion(judge_module: str) -> None:
    found = known_to(f"{TESTS}contract.campaign.{judge_module}", set())
    assert "_resources._all" in found
    assert found <= KNOWN_TO_JUDGES


def test_an_import_that_would_make_the_judge_a_party_is_noticed() -> None:
    text = f"def later():\n    from {HOUSE}_plan import planner\nimport {HOUSE}_run.one_type\n"
    assert imports_of(text) == {f"{HOUSE}_plan.planner", f"{HOUSE}_run.one_type"}
    assert "_run.one_type" in known_to(f"{TESTS}contract.campaign.ways", set())


# --- A type that is new ----------------------------------------------------------------------------------------------


def test_a_family_of_policies_takes_part_as_its_descriptor_stands() -> None:
    name, calls = "greylisting_policy", "GreylistingPolic"
    engine = (ROOT / "tests/contract/campaign").glob("*.py")
    assert not [path.name for path in engine if "greylisting" in path.read_text("utf-8")]
    campaign = Campaign()
    seeds = [seed for seed in range(30) if name in {job.resource for job in scenario(seed).jobs}]
    assert len(seeds) >= 5
    told = []
    for seed in seeds:
        verdict = campaign.run(seed)
        assert verdict.lies == [], "\n".join(verdict.story)
        told += [line for line in verdict.story if calls in line]
    assert {call for line in told for call in re.findall(rf"\w+{calls}\w+", line)} >= {
        operation.id for operation in MANAGED[name].operations
    }
