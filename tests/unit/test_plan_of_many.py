# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan over all objects of a task: its order, all that is refused and warned of, and what of it took effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard, JointGuard
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Creation,
    Current,
    Deletion,
    HandOff,
    Options,
    Step,
    Update,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import achieved, plan, plan_unread
from ansible_collections.mailops.mimecast.tests.unit.things import (
    BOX,
    RICH,
    THING,
    at_rest,
    blank,
    there,
    wish,
)


def referring(**beside: str) -> list[Current]:
    return [there(name, beside=other) for name, other in beside.items()]


def gone(*names: str) -> list[Any]:
    return [wish(THING, name=name, state="absent") for name in names]


@pytest.mark.parametrize(
    ("links", "names", "order"),
    [
        ({"A": "", "B": "A", "C": "B", "D": "C"}, "ABCD", "DCBA"),
        ({"A": "", "B": "A", "C": "B", "D": "C"}, "DCBA", "DCBA"),
        ({"A": "X", "B": "A", "C": "A", "D": ""}, "ADBC", "DBCA"),
        ({"A": "", "B": "A", "C": "B", "D": "A", "E": "B"}, "BADEC", "DECBA"),
        ({"A": "B", "B": "A", "C": "A"}, "ABC", "CAB"),
        ({"A": "A", "B": "A"}, "AB", "BA"),
    ],
)
def test_who_refers_to_others_goes_before_them(links: dict[str, str], names: str, order: str) -> None:
    made = plan(THING, gone(*names), referring(**links), Options(max_deletes=9))
    assert "".join(change.key for change in made.changes) == order


@pytest.mark.parametrize(
    ("links", "order"),
    [
        ({"A": "B", "B": "C", "C": "D", "D": ""}, "DCBA"),
        ({"A": "X", "B": "A", "C": "", "D": "B"}, "ACBD"),
        ({"A": "A", "B": "A"}, "AB"),
    ],
)
def test_who_is_referred_to_comes_before_others(links: dict[str, str], order: str) -> None:
    wanted = [wish(THING, name=name, beside=other) for name, other in links.items()]
    made = plan(THING, wanted, [], Options(known={"thing": {"X": 1}}))
    assert "".join(change.key for change in made.changes) == order
    assert made.problems == ()


def test_those_who_refer_to_each_other_in_a_circle_are_named() -> None:
    links = {"A": "", "B": "C", "C": "D", "D": "B"}
    wanted = [wish(THING, f"entries[{name}]", name=name, beside=other) for name, other in links.items()]
    made = plan(THING, wanted, [], Options())
    assert [str(problem) for problem in made.problems] == [
        "entries[B]: B and C and D refer to each other; create one of them without the reference first"
    ]
    assert [change.key for change in made.changes] == ["A", "B", "C", "D"]


def test_what_changes_stands_between_what_comes_and_what_goes() -> None:
    wanted = [*gone("A"), wish(THING, name="B", text="new"), wish(THING, name="C"), wish(THING, name="D")]
    made = plan(THING, wanted, [there("A"), there("B"), there("D")], Options())
    assert [(change.operation, change.key) for change in made.changes] == [
        ("create", "C"), ("update", "B"), ("none", "D"), ("delete", "A")
    ]  # fmt: skip
    later = plan(THING, wanted, [there("A"), there("B"), there("D")], Options(deletions="none"))
    assert [change.key for change in later.changes] == ["C", "B", "D"]
    only = plan(THING, wanted, [there("A"), there("B"), there("D"), there("E")], Options(deletions="only", purge=True))
    assert [change.key for change in only.changes] == ["A", "E"]
    assert only.problems == ()


def test_every_problem_is_said_once_whatever_it_is_about() -> None:
    spoiled = there("A", text="one")
    resource = replace(
        THING,
        guards=(Guard("empty", lambda before, after: "" if after else "it would be gone", overridable=False),),
        joint_guards=(JointGuard("joint", lambda before, after: "together", overridable=False),),
    )
    wanted = [
        wish(resource, "entries[0]", name="A", state="absent"),
        wish(resource, "entries[1]", name="B", beside="X"),
        wish(resource, "entries[2]", name="T"),
        wish(resource, "entries[3]", name="T"),
    ]
    current = [spoiled, there("T"), Current("T", "2", {}), there("P"), there("Q")]
    made = plan(resource, wanted, current, Options(purge=True, max_deletes=1))
    assert [str(problem) for problem in made.problems] == [
        "entries[0]: refused: it would be gone",
        "entries[2]: 2 small thing objects are called 'T'; pick one with id: id-T, 2",
        "entries[3]: 2 small thing objects are called 'T'; pick one with id: id-T, 2",
        "entries[0]: refused: together",
        "entries[1].beside: there is no thing 'X', neither in the account nor in what is applied",
        "purge: P: refused: it would be gone",
        "purge: Q: refused: it would be gone",
        "max_deletes: 3 small thing objects would be deleted, 1 are allowed; raise max_deletes if you mean it",
    ]
    twice = plan(THING, [wish(THING, "entries[0]", name="B", beside="X")] * 2, [], Options())
    assert len(twice.problems) == 1


def test_what_is_worth_a_warning_is_said_at_its_place_and_once() -> None:
    resource = replace(
        THING,
        fields=(*THING.fields, Choice("kind", (), api="kind", choices=("good",))),
        alarm=lambda entry: f"alarm {entry['name']}",
        remark=lambda before, after: f"remark {(before or {}).get('text')} {after.get('text')}",
        joint_remark=lambda before, after: f"joint {len(before)} {len(after)}",
    )
    odd = Current("E", "5", {}, unreadable="it is odd")
    current = [
        there("A", text="one"),
        there("B", text="one", kind="evil"),
        there("C"),
        odd,
        replace(odd, key=""),
        replace(odd, key="F", foreign="theirs"),
        replace(odd, key="G"),
        replace(odd, key="H", belongs=False),
    ]
    wanted = [
        wish(resource, "entries[0]", name="A", text="one"),
        wish(resource, name="B", text="two", kind="good"),
        wish(resource, "entries[2]", name="C", state="absent"),
        wish(resource, "entries[3]", name="D", text="x"),
        wish(resource, "entries[4]", name="G", text="x"),
    ]
    wanted[1] = replace(wanted[1], remarks=("a remark",))
    wanted[2] = replace(wanted[2], remarks=("no remark",))
    made = plan(resource, wanted, current, Options())
    assert made.warnings == (
        "a remark",
        "entries[0]: alarm A",
        "B: alarm B",
        "B: remark one two",
        "B.kind: the account has 'evil', which this collection does not know",
        "entries[3]: alarm D",
        "entries[3]: remark None x",
        "things: joint 3 3",
        "small thing 'E': it is left alone, because it cannot be read: it is odd",
        "small thing without a name: it is left alone, because it cannot be read: it is odd",
    )
    assert plan(THING, [], [], Options()).warnings == ()


# --- What the API does not offer -----------------------------------------------------------------------------------


def test_what_cannot_be_read_is_validated_as_a_whole_and_handed_over() -> None:
    resource = replace(
        RICH,
        builtin=frozenset({"A", "B"}),
        guards=(Guard("text", lambda before, after: str((after or {}).get("text") or "")),),
        joint_guards=(JointGuard("joint", lambda before, after: f"{len(before)} and {len(after)}"),),
        alarm=lambda entry: f"alarm {entry['name']}",
        joint_remark=lambda before, after: f"joint {len(after)}",
    )
    wanted = [
        wish(resource, "entries[0]", name="A", state="absent"),
        wish(resource, "entries[1]", name="B", state="absent"),
        wish(resource, "entries[2]", name="C", text="one", seal="canary"),
        wish(resource, "entries[3]", name="D", text="two", words=["a"], words_mode="remove"),
        wish(resource, "entries[4]", name="E", text="three", beside="X"),
    ]
    wanted[4] = replace(wanted[4], remarks=("a remark",))
    made = plan_unread(resource, wanted, Options())
    first = {"start": "begun", "name": "C", "text": "one"}
    second = {"start": "begun", "name": "D", "text": "two", "words": []}
    third = {"start": "begun", "name": "E", "text": "three", "beside": "X"}
    assert made.changes == (
        blank(resource, "A", "entries[0]").become(HandOff),
        blank(resource, "B", "entries[1]").become(HandOff),
        blank(resource, "C", "entries[2]").become(HandOff, entry=first, after={**first, "seal": "(secret)"}),
        blank(resource, "D", "entries[3]").become(HandOff, entry=second, after=second),
        blank(resource, "E", "entries[4]").become(HandOff, entry=third, after=third),
    )
    assert [str(problem) for problem in made.problems] == [
        "entries[0]: refused: 'A' is built in and never deleted",
        "entries[1]: refused: 'B' is built in and never deleted",
        "entries[2]: refused: one (accept_risk: [text] if you mean it)",
        "entries[4]: refused: three (accept_risk: [text] if you mean it)",
        "entries[2]: refused: 0 and 2 (accept_risk: [joint] if you mean it)",
        "entries[4].beside: there is no thing 'X', neither in the account nor in what is applied",
    ]
    assert made.warnings == ("a remark", "entries[2]: alarm C", "entries[4]: alarm E", "things: joint 2")


# --- What took effect ----------------------------------------------------------------------------------------------

CHANGE = at_rest(BOX, "A").become(
    Update,
    before={"text": "one", "items": [{"item": "a"}, {"item": "b"}]},
    after={"text": "two", "items": [{"item": "b", "note": "x"}, {"item": "c"}], "beside": "B"},
    replaces={"items": ("b",)},
    counts={"items": 3},
)


@pytest.mark.parametrize(
    ("before", "after", "done_before", "done_after", "replaces"),
    [
        (
            {"text": "one"},
            {"text": "two"},
            {"items": [{"item": "a"}, {"item": "b"}]},
            {"items": [{"item": "b", "note": "x"}, {"item": "c"}], "beside": "B"},
            {"items": ("b",)},
        ),
        (
            {"items": [{"item": "a"}, {"item": "b"}]},
            {"items": [{"item": "b", "note": "x"}], "beside": "B"},
            {"text": "one", "items": []},
            {"text": "two", "items": [{"item": "c"}]},
            {},
        ),
        ({"items": [{"item": "a"}, {"item": "b"}]}, {"items": CHANGE.after["items"]}, {"text": "one"},
         {"text": "two", "beside": "B"}, {}),
    ],
)  # fmt: skip
def test_what_is_not_left_to_do_took_effect(
    before: Entry, after: Entry, done_before: Entry, done_after: Entry, replaces: Any
) -> None:
    left = at_rest(BOX, "A").become(Update, before=before, after=after)
    assert achieved(BOX, CHANGE, left) == replace(CHANGE, before=done_before, after=done_after, replaces=replaces)


def test_nothing_took_effect_where_all_is_left() -> None:
    assert achieved(BOX, CHANGE, CHANGE) is None
    assert achieved(BOX, CHANGE, None) is CHANGE


def test_an_object_that_is_still_to_be_created_is_not_there_in_part() -> None:
    creation = at_rest(BOX, "A").become(Creation, after={"text": "one", "items": [{"item": "a"}, {"item": "b"}]})
    assert achieved(BOX, creation, creation) is None
    assert achieved(BOX, creation, replace(creation, after={"items": [{"item": "b"}]})) is None
    left = at_rest(BOX, "A").become(Update, after={"items": [{"item": "b"}]}, before={"items": []})
    assert achieved(BOX, creation, left) == replace(creation, after={"text": "one", "items": [{"item": "a"}]})


def test_of_an_object_that_is_still_there_its_members_may_be_gone() -> None:
    steps = (Step("remove", [{"item": "a"}]), Step("delete"))
    deletion = at_rest(BOX, "A").become(Deletion, before={"text": "one", "items": [{"item": "a"}]}, steps=steps)
    left = at_rest(BOX, "A").become(Deletion, before={"text": "one", "items": []})
    assert achieved(BOX, deletion, left) == at_rest(BOX, "A").become(
        Update, before={"items": [{"item": "a"}]}, steps=steps
    )
    assert achieved(BOX, deletion, deletion) is None
