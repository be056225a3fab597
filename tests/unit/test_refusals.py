# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan must not do is refused in one sentence, at its place, with the word that lifts it where one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard, JointGuard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import deletions, refusals
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Creation,
    Current,
    Deletion,
    Options,
    Scope,
    Step,
    Unchanged,
    Update,
)
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, THING, at_rest, wish


def scope(resource: Resource = THING, current: Sequence[Current] = (), **options: Any) -> Scope:
    """Return what a plan is made within; ``accept_risk`` is one word."""
    word = options.pop("accept_risk", "")
    return Scope(resource, current, Options(accept_risk=frozenset({word}), **options))


def said(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def loud(before: Entry | None, after: Entry | None) -> str:
    return f"{before} became {after}" if after != before else ""


LOUD, STRICT = Guard("loud", loud), Guard("strict", loud, overridable=False)


# --- Guards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guard", "word", "told"),
    [
        (LOUD, "", "entries[0]: refused: None became {} (accept_risk: [loud] if you mean it)"),
        (LOUD, "strict", "entries[0]: refused: None became {} (accept_risk: [loud] if you mean it)"),
        (LOUD, "loud", ""),
        (STRICT, "strict", "entries[0]: refused: None became {}"),
    ],
)
def test_a_guard_speaks_unless_its_word_is_given_and_may_lift_it(guard: Guard, word: str, told: str) -> None:
    within = scope(replace(THING, guards=(guard,)), accept_risk=word)
    assert said(refusals.guarded(within, "entries[0]", None, {})) == ([told] if told else [])
    assert refusals.guarded(within, "entries[0]", {}, {}) == []


def test_every_guard_is_heard() -> None:
    within = scope(replace(THING, guards=(LOUD, STRICT)))
    assert len(refusals.guarded(within, "", None, {})) == 2


def test_objects_that_lose_items_are_judged_where_they_stand() -> None:
    loses = replace(at_rest(THING, "Alpha", "entries[0]"), present={"text": "one"}, entry={"text": "two"})
    stays = at_rest(THING, "Beta", "entries[1]", {})
    within = scope(replace(THING, guards=(STRICT,)))
    told = "entries[0]: refused: {'text': 'one'} became {'text': 'two'}"
    assert said(refusals.left_behind(within, [stays, loses])) == [told]


def sizes(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    total = sum(entry["size"] for entry in after)
    return f"{total} in the place of {sum(entry['size'] for entry in before)}" if total > 10 else ""


def sized(name: str, before: int | None, after: int | None) -> Change:
    """Return a change of how large an object is; None where there is none."""
    present, entry = (None if size is None else {"size": size} for size in (before, after))
    return replace(at_rest(THING, name, name), present=present, entry=entry)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([sized("A", 1, 4), sized("B", 1, 4)], ""),
        ([sized("A", 1, 4), sized("B", 1, 7)], "B: refused: 11 in the place of 2"),
        ([sized("A", None, 11), sized("B", None, 7)], "A: refused: 18 in the place of 0"),
        ([sized("A", 9, 9), sized("B", 1, 2), sized("C", 1, 2)], "A: refused: 13 in the place of 11"),
        ([sized("A", 1, 9), sized("B", 1, 2), sized("C", 1, 3)], "A: refused: 14 in the place of 3"),
        ([sized("A", 1, 2), sized("B", 1, 9), sized("C", 1, 3)], "B: refused: 14 in the place of 3"),
        ([sized("A", 20, None), sized("B", None, 12)], "B: refused: 12 in the place of 20"),
        ([sized("A", 9, None), sized("B", None, 12)], "B: refused: 12 in the place of 9"),
    ],
)
def test_objects_that_are_too_much_together_are_refused_at_the_first_one_that_exceeds_the_limit(
    changes: list[Change], told: str
) -> None:
    joint = JointGuard("too_large", sizes)
    within = scope(replace(THING, joint_guards=(joint, joint)))
    lift = " (accept_risk: [too_large] if you mean it)"
    assert said(refusals.together(within, changes)) == ([told + lift] if told else [])
    assert refusals.together(scope(within.resource, accept_risk="too_large"), changes) == []
    firm = replace(THING, joint_guards=(replace(joint, overridable=False),))
    assert said(refusals.together(scope(firm, accept_risk="too_large"), changes)) == ([told] if told else [])


def test_what_is_too_much_without_any_change_has_no_place() -> None:
    always = JointGuard("always", lambda before, after: f"{len(before)} and {len(after)}", overridable=False)
    assert said(refusals.together(scope(replace(THING, joint_guards=(always,))), [])) == ["refused: 0 and 0"]


# --- What is not ours, cannot be read, or stays -----------------------------------------------------------------------


def test_what_others_own_is_refused_with_the_reason() -> None:
    assert said(refusals.foreign("entries[0]", Current("A", "1", {}, foreign="it is theirs"))) == [
        "entries[0]: refused: it is theirs"
    ]
    assert refusals.foreign("entries[0]", Current("A", "1", {})) == []


WAY_OUT = "fix it in the Administration Console, or remove the entry from the file to leave the object alone"


def test_nothing_is_sent_about_what_cannot_be_read_or_may_be_what_cannot() -> None:
    mute = Current("A", "1", {}, unreadable="it is odd")
    nameless = Current("", "2", {}, unreadable="it has no name", anonymous=True)
    fine = Current("A", "3", {})
    named = "entries[0]: refused: the small thing 'A' exists, but cannot be read: it is odd; " + WAY_OUT
    perhaps = (
        "entries[0]: refused: there is a small thing whose name cannot be read, and it may be 'A': it has no name; "
        + WAY_OUT
    )

    def told(current: Sequence[Current], matches: Sequence[Current]) -> list[str]:
        return said(refusals.unreadable(scope(current=current), wish(THING, "entries[0]", name="A"), matches))

    assert told([mute], [mute]) == [named]
    assert told([nameless, mute], [fine, mute]) == [named]
    assert told([mute, nameless], []) == [perhaps]
    assert told([nameless, fine], [fine]) == []
    assert told([mute], []) == []
    assert told([fine], []) == []


def test_what_is_built_in_stays() -> None:
    resource = replace(THING, builtin=frozenset({"A"}))
    assert said(refusals.built_in(resource, "A", "entries[0]")) == [
        "entries[0]: refused: 'A' is built in and never deleted"
    ]
    assert refusals.built_in(resource, "B", "entries[0]") == []


# --- How much goes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("allowed", "refused"), [(3, False), (2, False), (1, True), (0, True), (-1, True)])
def test_more_objects_than_allowed_do_not_go(allowed: int, refused: bool) -> None:
    going = [at_rest(THING, name).become(Deletion) for name in "AB"]
    told = f"max_deletes: 2 small thing objects would be deleted, {allowed} are allowed"
    message = f"{told}; raise max_deletes if you mean it"
    within = scope(max_deletes=allowed)
    assert said(refusals.too_many(within, [*going, at_rest(THING, "C").become(Creation)])) == [message] * refused
    assert refusals.too_many(within, []) == []


def loses(name: str, gone: int, stay: int, **more: Any) -> Change:
    """Return a change that takes some of the words of an object."""
    before = {"words": [f"word {number}" for number in range(gone)], **more}
    return at_rest(THING, name).become(Update, before=before, after={"words": []}, counts={"words": stay})


def test_lists_that_lose_more_than_a_quarter_lose_no_more_items_than_allowed() -> None:
    def told(changes: Sequence[Change], allowed: int = 0) -> list[str]:
        return said(refusals.thinned(scope(max_deletes=allowed), changes))

    message = (
        "max_deletes: 1,501 items would be removed from lists that lose more than a quarter of theirs ('A': 1,500 of "
        "2,000 words, 'B': 1 of 3 words), {} are allowed; raise max_deletes if you mean it"
    )
    much = [loses("A", 1500, 500), loses("B", 1, 2, text="one"), loses("C", 1, 3), loses("D", 0, 5)]
    assert told(much) == [message.format(0)]
    assert told(much, 1500) == [message.format(1500)]
    assert told(much, -1) == [message.format(-1)]
    assert told(much, 1501) == []
    assert told([loses("C", 1, 3)]) == []
    assert told([loses("C", 1, 3)], -1) == []
    assert told([at_rest(THING, "A").become(Deletion, before={"words": ["a"]})]) == []


def test_an_item_that_changes_is_not_lost() -> None:
    both = {"items": [{"item": "a", "note": "first"}, {"item": "b"}]}
    changes = at_rest(BOX, "A").become(Update, before=both, after={"items": [{"item": "a", "note": "second"}]})
    told = said(refusals.thinned(scope(BOX, max_deletes=0), [changes]))
    assert len(told) == 1
    assert "1 items would be removed" in told[0]
    assert "'A': 1 of 2 items" in told[0]


def test_a_purge_needs_something_that_is_to_stay_or_its_word() -> None:
    purged = [at_rest(THING, name).become(Deletion) for name in "AB"]
    message = (
        "purge: refused: the list keeps no object, so all 2 small thing objects that match 'A*' would be "
        "deleted (accept_risk: [purge_everything] if you mean it)"
    )
    gone, stays = wish(THING, name="C", state="absent"), wish(THING, name="C")
    within = scope(purge_match="A*")
    assert said(refusals.purge_of_all(within, [], purged)) == [message]
    assert said(refusals.purge_of_all(within, [gone], purged)) == [message]
    assert refusals.purge_of_all(within, [gone, stays], purged) == []
    assert refusals.purge_of_all(within, [], []) == []
    assert refusals.purge_of_all(scope(accept_risk="purge_everything"), [], purged) == []


# --- What is referred to ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "assumed", "told"),
    [
        ({"B": 1}, (), ""),
        ({"B": 1}, ("B",), ""),
        ({}, ("B",), ""),
        ({"B": 2}, ("B",), "2 small thing objects are called 'B'; give them different names"),
        ({}, (), "there is no small thing 'B', neither in the account nor in what is applied"),
        (
            {"Bb": 1},
            (),
            "there is no small thing 'B', neither in the account nor in what is applied, did you mean 'Bb'?",
        ),
        (
            {},
            ("bB",),
            "there is no small thing 'B', neither in the account nor in what is applied, did you mean 'bB'?",
        ),
    ],
)
def test_a_name_leads_to_one_object(known: dict[str, int], assumed: Sequence[str], told: str) -> None:
    beside = replace(THING.field("beside"), reference="small_thing")
    resource = replace(THING, name="small_thing", fields=(*THING.fields[:3], beside))
    within = scope(resource, known={"small_thing": known}, assumed={"small_thing": frozenset(assumed)})
    wanted = wish(resource, "entries[0]", name="A", beside="B")
    problems = said(refusals.unknown_references(within, [wanted], {"A"}))
    assert problems == ([f"entries[0].beside: {told}"] if told else [])
    assert refusals.unknown_references(within, [wish(resource, name="A", beside="B", state="absent")], ()) == []


def test_a_name_may_lead_to_what_the_same_file_makes_and_nobody_else_has() -> None:
    within = scope(known={"thing": {"A": 1, "C": 1}})
    refers = [wish(THING, "entries[0]", name="A", beside="B"), wish(THING, "entries[1]", name="B", beside="C")]
    assert refusals.unknown_references(within, refers, {"A", "C"}) == []
    assert len(refusals.unknown_references(within, refers, {"A", "B", "C"})) == 1
    assert len(refusals.unknown_references(within, refers[:1], {"A", "C"})) == 1
    gone = wish(THING, "entries[1]", name="B", state="absent")
    assert len(refusals.unknown_references(within, [refers[0], gone], {"A", "C"})) == 1
    lost = [wish(THING, f"entries[{index}]", name=name, beside="X") for index, name in enumerate("AB")]
    assert len(refusals.unknown_references(scope(), lost, {"A", "B"})) == 2


# --- What goes --------------------------------------------------------------------------------------------------------


def gone(found: Current, resource: Resource = BOX, **options: Any) -> tuple[Change, list[str]]:
    blank = Unchanged(resource.name, resource.title, found.key, "entries[0]", found.id, present=found.entry)
    change, problems = deletions.deletion(scope(resource, **options), found, blank)
    return change, said(problems)


def test_an_object_goes_whole_and_its_members_before_it() -> None:
    entry = {"name": "A", "text": "one", "items": [{"item": "a"}]}
    change, problems = gone(Current("A", "1", entry))
    expected = Unchanged("box", "large box", "A", "entries[0]", "1", present=entry).become(
        Deletion, before=entry, steps=(Step("delete"),)
    )
    assert (change, problems) == (expected, [])
    full = Current("A", "1", entry, occupied="it holds 1 item")
    lift = " (accept_risk: [delete_with_members] removes them first)"
    change, problems = gone(full)
    assert problems == [f"entries[0]: refused: it holds 1 item{lift}"]
    change, problems = gone(full, accept_risk="delete_with_members")
    assert problems == []
    assert change.steps == (Step("remove", [{"item": "a"}]), Step("delete"))
    for empty in (Current("A", "1", {"items": []}, occupied="it"), Current("A", "1", {}, occupied="it")):
        assert gone(empty)[0].steps == (Step("delete"),)
    assert gone(full, THING)[0].steps == (Step("delete"),)


def test_sub_groups_never_go_with_their_group() -> None:
    found = Current("A", "1", {}, occupied="it has sub-groups")
    assert gone(found, accept_risk="delete_with_members")[1] == ["entries[0]: refused: it has sub-groups"]


def test_everything_that_speaks_against_a_deletion_is_said() -> None:
    resource = replace(BOX, guards=(STRICT,), builtin=frozenset({"A"}))
    found = Current("A", "1", {"text": "one"}, foreign="it is theirs", occupied="it is full")
    assert gone(found, resource)[1] == [
        "entries[0]: refused: {'text': 'one'} became None",
        "entries[0]: refused: it is theirs",
        "entries[0]: refused: 'A' is built in and never deleted",
        "entries[0]: refused: it is full (accept_risk: [delete_with_members] removes them first)",
    ]


def test_a_purge_takes_what_is_ours_matches_and_is_not_named() -> None:
    resource = replace(THING, builtin=frozenset({"A built in"}))
    there = [
        Current("A kept", "1", {}),
        Current("A built in", "2", {}),
        Current("A theirs", "3", {}, foreign="theirs"),
        Current("A other type", "4", {}, belongs=False),
        Current("A odd", "5", {}, unreadable="odd"),
        Current("B", "6", {}),
        Current("A extra", "7", {"text": "one"}),
        Current("A full", "8", {}, occupied="full"),
        Current("A full too", "9", {}, occupied="full"),
    ]
    within = scope(resource, there, purge=True, purge_match="A*")
    changes, problems = deletions.purge(within, frozenset({"A kept"}))
    assert [(change.key, change.id, change.where) for change in changes] == [
        (name, number, f"purge: {name}") for name, number in (("A extra", "7"), ("A full", "8"), ("A full too", "9"))
    ]
    assert [change.operation for change in changes] == ["delete"] * 3
    assert [problem.where for problem in problems] == ["purge: A full", "purge: A full too"]
    assert not any(deletions.swept(resource, frozenset(), found, Options()) for found in there)
    assert not deletions.swept(resource, frozenset(), there[6], Options(purge=True, purge_match="a*"))
