# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members that can be in one object only: a move puts them in, and nobody is emptied by it unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Current,
    Options,
    Step,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan
from ansible_collections.mailops.mimecast.tests.unit.things import (
    BOX,
    there,
    wish,
)

assert BOX.members
SHELF = replace(BOX, members=replace(BOX.members, exclusive=True))
FULL = replace(
    SHELF, guards=(Guard("empty", lambda before, after: "" if (after or {}).get("items") else "empty", False),)
)


def held(**items: str) -> list[Current]:
    """Return objects with their members, one letter each."""
    return [there(name, items=[{"item": item} for item in letters]) for name, letters in items.items()]


def exactly(resource: Resource, **items: str) -> list[Any]:
    return [
        wish(resource, f"entries[{name}]", name=name, items=list(letters), items_mode="exact")
        for name, letters in items.items()
    ]


def shown(changes: Sequence[Change]) -> list[tuple[str, str]]:
    """Return each change with its members afterwards."""
    return [
        (change.key, "".join(record["item"] for record in (change.entry or {}).get("items", ()))) for change in changes
    ]


def test_a_member_that_moves_is_put_in_and_not_taken_out() -> None:
    made = plan(SHELF, exactly(SHELF, A="", B="ac"), held(A="ab", B="c"), Options())
    out_of, into = made.changes
    assert (into.key, into.moves, into.steps) == ("B", {"a": "A"}, (Step("add", [{"item": "a"}]),))
    assert (out_of.key, out_of.steps, out_of.counts) == ("A", (Step("remove", [{"item": "b"}]),), {"items": 0})
    assert shown(made.changes) == [("A", ""), ("B", "ac")]
    assert [(change.key, change.where, change.id) for change in made.left] == [("A", "entries[A]", "id-A")]
    assert shown(made.left) == [("A", "")]
    assert made.left[0].present == {"name": "A", "items": [{"item": "a"}, {"item": "b"}]}


def test_what_moves_leaves_nothing_to_be_taken_out() -> None:
    made = plan(SHELF, exactly(SHELF, A="b", B="a"), held(A="ab", B=""), Options())
    assert [(change.key, [step.kind for step in change.steps]) for change in made.changes] == [
        ("A", []),
        ("B", ["add"]),
    ]
    assert made.changes[0].counts == {"items": 1}


def test_who_comes_is_looked_for_once_although_others_move_away() -> None:
    made = plan(SHELF, exactly(SHELF, A="c", B="a"), held(A="ab", B=""), Options())
    come = [{"item": "c"}]
    assert made.changes[0].steps == (Step("add", come), Step("confirm", come), Step("remove", [{"item": "b"}]))


def test_an_object_that_nobody_speaks_of_is_told_without_what_moves_out_of_it() -> None:
    current = [*held(A="abc", B=""), replace(held(C="d")[0], partial=frozenset({"items"}))]
    wanted = [
        wish(SHELF, f"entries[{name}]", name=name, items=items) for name, items in (("B", ["a", "d"]), ("D", ["b"]))
    ]
    made = plan(SHELF, wanted, current, Options())
    assert [(change.key, change.where) for change in made.left] == [("A", "entries[B]")]
    assert shown(made.left) == [("A", "bc")]
    added = plan(SHELF, [wish(SHELF, name="A", items=["e"]), wish(SHELF, name="B", items=["a"])], current, Options())
    assert shown(added.left) == [("A", "bce")]
    assert [change.counts for change in added.changes if change.key == "A"] == [{"items": 2}]
    assert [change.entry for change in added.changes if change.key == "A"] == [
        {"name": "A", "items": [{"item": name} for name in "bce"]}
    ]
    assert plan(BOX, [wish(BOX, name="B", items=["a"])], held(A="a", B=""), Options()).left == ()


def test_an_object_gains_members_before_it_loses_others_and_in_a_swap_the_never_empty_one_is_first() -> None:
    swap = exactly(SHELF, A="b", B="a", C="c")
    assert [change.key for change in plan(SHELF, swap, held(A="a", B="b", C=""), Options()).changes] == ["A", "B", "C"]
    never = replace(
        SHELF,
        guards=(
            Guard(
                "empty",
                lambda before, after: (
                    "B" if before and before["name"] == "B" and not (after or before)["items"] else ""
                ),
                overridable=False,
            ),
        ),
    )
    made = plan(never, exactly(never, A="b", B="a", C="c"), held(A="a", B="b", C=""), Options())
    assert [change.key for change in made.changes] == ["B", "A", "C"]
    lifted = replace(never, guards=(replace(never.guards[0], overridable=True),))
    made = plan(lifted, exactly(lifted, A="b", B="a", C="c"), held(A="a", B="b", C=""), Options())
    assert [change.key for change in made.changes] == ["A", "B", "C"]
    into = exactly(SHELF, B="a", A="c")
    assert [change.key for change in plan(SHELF, into, held(A="a", B=""), Options()).changes] == ["A", "B"]
    apart = exactly(SHELF, B="b", A="a")
    assert [change.key for change in plan(SHELF, apart, held(A="", B=""), Options()).changes] == ["B", "A"]


def test_an_object_that_would_be_left_empty_by_a_move_is_refused_at_the_move() -> None:
    made = plan(FULL, [wish(FULL, "entries[0]", name="B", items=["a"])], held(A="a", B="b"), Options())
    assert [str(problem) for problem in made.problems] == ["entries[0]: refused: empty"]
