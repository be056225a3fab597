# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells of its changes, word for word: what is in effect, what is not, and why."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Creation,
    Deletion,
    HandOff,
    Plan,
    Step,
    Update,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run import failures, results
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, THING, at_rest

ALPHA = at_rest(BOX, "Alpha", "entries[0]").become(Creation, after={"text": "one"})
BETA = at_rest(BOX, "Beta", "entries[1]").become(
    Update,
    before={"text": "one", "items": []},
    after={"text": "two", "items": [{"item": "a"}, {"item": "b"}]},
    replaces={"items": ("a", "b", "c")},
)
GAMMA = at_rest(BOX, "Gamma", "entries[2]").become(Deletion, before={"text": "one"})
PLAN = Plan((ALPHA, BETA, GAMMA, at_rest(BOX, "Delta", "entries[3]")))
REFUSED = ApiError("addItems: refused with err_x")


def left(*changes: Change) -> dict[tuple[str, str], Change]:
    return {change.identity: change for change in changes}


def test_a_change_is_told_as_plain_data_with_the_calls_that_it_needs() -> None:
    change = at_rest(BOX, "Alpha", "entries[0]").become(
        Update,
        before={"text": "one"},
        after={"text": "two", "items": [{"item": "a"}]},
        steps=tuple(Step(kind) for kind in ("update", "add", "confirm", "remove", "replace")),
        counts={"items": 2},
        moves={"a": "Beta"},
        replaces={"items": ("a",)},
    )
    replacing = ["addItems", "removeItems", "addItems", "listItems"]
    assert results.describe(BOX, change) == {
        "operation": "update",
        "resource": "box",
        "name": "Alpha",
        "where": "entries[0]",
        "fields": ["items", "text"],
        "before": {"text": "one"},
        "after": {"text": "two", "items": [{"item": "a"}]},
        "counts": {"items": 2},
        "moves": {"a": "Beta"},
        "replaces": {"items": ["a"]},
        "because": [],
        "calls": ["updateThing", "addItems", "listItems", "removeItems", *replacing],
    }


@pytest.mark.parametrize(
    ("kind", "step", "call"), [(Creation, "create", "createThing"), (Deletion, "delete", "deleteThing")]
)
def test_what_comes_and_what_goes_is_told_with_its_call(kind: Any, step: Any, call: str) -> None:
    told = results.describe(THING, at_rest(THING, "Alpha").become(kind, steps=(Step(step),)))
    assert told["operation"] == step
    assert told["calls"] == [call]


def test_the_results_of_several_parts_are_one_that_adds_up() -> None:
    first = {"changed": False, "diff": [1], "entries": [], "api": {"reads": 1, "seconds_waited": 0.1}, "named": True}
    second = {"changed": True, "diff": [2], "plan": [3], "api": {"reads": 2, "seconds_waited": 0.2004}, "named": False}
    assert results.together([first, second]) == {
        "changed": True,
        "diff": [1, 2],
        "entries": [],
        "plan": [3],
        "api": {"reads": 3, "seconds_waited": 0.3},
        "named": True,
    }
    assert results.together([second, first])["changed"] is True
    assert results.together([first, {"diff": [2]}]) == {**first, "diff": [1, 2]}
    assert results.together([first]) == first
    assert first["diff"] == [1]


IN_EFFECT = {
    "all": (left(), Outcome(), (), "3 of 3 changes are in effect"),
    "all but what was not done by this run": (left(), Outcome(), [ALPHA.identity], "2 of 3 changes are in effect"),
    "taken and not to be seen": (
        left(ALPHA, GAMMA),
        Outcome(),
        (),
        "1 of 3 changes are seen to be in effect. not seen to be in effect: large box Alpha (to be created); large box "
        "Gamma (to be deleted). the API accepted all of it and may show it later: run this again before you change "
        "anything else",
    ),
    "a call failed": (
        left(BETA),
        Outcome(failure=REFUSED, failed=BETA),
        (),
        "2 of 3 changes are in effect. not in effect: large box Beta (items, text). "
        "stopped at large box Beta: addItems: refused with err_x",
    ),
    "a call failed before any change": (
        left(BETA),
        Outcome(failure=ApiError("gone")),
        (),
        "2 of 3 changes are in effect. not in effect: large box Beta (items, text). stopped: gone",
    ),
    "items were refused": (
        left(BETA),
        Outcome(refused=[(BETA, "a", "err_x"), (BETA, "b", "err_y")], spared=[BETA]),
        (),
        "2 of 3 changes are in effect. not in effect: large box Beta (items, text). refused by the API: Beta: a "
        "(err_x), Beta: b (err_y). nothing was removed from Beta, because the API did not accept all additions",
    ),
}


@pytest.mark.parametrize(("rest", "outcome", "undone", "told"), IN_EFFECT.values(), ids=IN_EFFECT.keys())
def test_what_is_in_effect_and_what_is_not_is_told_by_name(rest: Any, outcome: Outcome, undone: Any, told: str) -> None:
    assert failures.not_in_effect(PLAN, rest, outcome, [], failures.Apart(undone)) == told


def test_a_reason_stands_in_the_place_of_the_advice_to_wait_and_acts_on_no_terminal() -> None:
    told = failures.not_in_effect(PLAN, left(ALPHA), Outcome(), ["first", "bell\x07"])
    assert told == (
        "2 of 3 changes are seen to be in effect. not seen to be in effect: large box Alpha (to be created). first. "
        "bell\\u0007"
    )


def test_what_is_to_be_done_by_hand_is_listed_as_that() -> None:
    assert results.listed([at_rest(BOX, "Alpha").become(HandOff)]) == "large box Alpha (to be done by hand)"
    assert results.listed([]) == ""


def test_what_of_a_list_is_in_effect_is_counted_where_not_all_of_it_is() -> None:
    lists = at_rest(BOX, "Alpha", "entries[0]").become(
        Update,
        before={"items": [{"item": "a"}], "text": "one", "words": ["a"] * 1000},
        after={"items": [{"item": "b"}, {"item": "c"}], "text": "two"},
    )
    assert failures.in_part([lists], left(lists)) == [
        "in effect for Alpha: 2 items added, 1 removed",
        "in effect for Alpha: 0 words added, 1,000 removed",
    ]
    assert failures.in_part([lists], left(BETA)) == []
    assert len(failures.in_part([BETA, ALPHA, lists], left(lists, BETA))) == 3


def test_items_that_were_taken_out_and_are_not_there_are_named() -> None:
    def told(entry: Any) -> list[str]:
        return failures.taken_out(BOX, PLAN, {BETA.identity: entry})

    assert told({"items": [{"item": "b"}]}) == ["removed from Beta and not added again: a, c"]
    assert told({"items": []}) == ["removed from Beta and not added again: a, b, c"]
    assert told({"items": [{"item": name} for name in "abc"]}) == []
    assert told({"text": "one"}) == []
    assert told(None) == []
    assert failures.taken_out(BOX, PLAN, {}) == []


def test_items_that_may_be_out_are_named_object_by_object() -> None:
    out = [(ALPHA, "a"), (BETA, "b"), (ALPHA, "c")]
    assert failures.not_known_to_be_in(Outcome(out=out)) == (
        " They were removed from Alpha, and it is not known whether they were added again: a, c."
        " They were removed from Beta, and it is not known whether they were added again: b."
    )
    assert failures.not_known_to_be_in(Outcome()) == ""
