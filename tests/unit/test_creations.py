# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of an object that a run created: waited for, taken back or told, in every way in which it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, OutcomeUnknown
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Creation,
    Deletion,
    Replacement,
    Step,
    Update,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.creations import Creations
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, ONLY, THING, at_rest

MINE, OTHER = ("id-1", "Alpha"), ("id-2", "Alpha")
IDENTITY = ("entries[0]", "Alpha")
LATER = "run again in a few minutes; a run before that might create it a second time"
ALONE = f"the API accepted the small thing 'Alpha' and returns it by its ID, but does not list it yet: {LATER}"
AT_ONCE = "somebody else created a small thing 'Alpha' at the same time"


@dataclass
class Shown:
    """Stands in for a reader: (id, name) of what the list shows, and id -> name of what is read by its id."""

    listed: list[tuple[str, str]] = field(default_factory=list)
    alone: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def ids_of(self, _resource: Resource, key: str) -> list[str]:
        return [object_id for object_id, name in self.listed if name == key]

    def key_of(self, _resource: Resource, object_id: str) -> str:
        return next((name for shown, name in self.listed if shown == object_id), "")

    def read_alone(self, _resource: Resource, object_id: str) -> Row:
        self.asked.append(object_id)
        return {"id": object_id, "name": self.alone[object_id]} if object_id in self.alone else {}

    def add(self, _resource: Resource, row: Row) -> str:
        return str(row["name"])


def creations(shown: Shown, object_id: str = "id-1", resource: Resource = THING) -> Creations:
    """Return that one object was created, which the answer gave this id."""
    made = Creations(resource, cast(Reader, shown))
    creation = replace(at_rest(resource, "Alpha", "entries[0]"), id="").become(Creation, steps=(Step("create", {}),))
    made.note([creation], Outcome(created={"Alpha": object_id}))
    return made


@dataclass(frozen=True)
class Told:
    """What is to be known of a creation."""

    awaited: bool = False
    settled: bool = False
    withdrawn: bool = False
    to_take_back: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


def told(made: Creations) -> Told:
    """Return all that creations tell."""
    assert made.settled <= {IDENTITY}
    assert made.withdrawn <= {IDENTITY}
    deletions = made.to_take_back()
    assert {change.operation for change in deletions} <= {"delete"}
    return Told(
        made.awaited,
        bool(made.settled),
        bool(made.withdrawn),
        tuple((change.id, change.key) for change in deletions),
        tuple(made.remarks()),
        tuple(made.failures()),
    )


def calls_it(name: str, more: str = "") -> str:
    return f"the API accepted the small thing 'Alpha' and calls it '{name}'{more}: write this name in your file"


SIGHTS = {
    "listed": (Shown([MINE]), Told()),
    "by its id alone": (
        Shown(alone={"id-1": "Alpha"}),
        Told(
            awaited=True,
            failures=(ALONE,),
        ),
    ),
    "not at all": (
        Shown(),
        Told(awaited=True, failures=(f"the API accepted the small thing 'Alpha', but it is not visible yet: {LATER}",)),
    ),
    "in another spelling": (
        Shown([("id-1", "ALPHA")]),
        Told(settled=True, to_take_back=(("id-1", "ALPHA"),), failures=(calls_it("ALPHA"),)),
    ),
    "in another spelling by its id alone": (
        Shown(alone={"id-1": "ALPHA"}),
        Told(settled=True, to_take_back=(("id-1", "ALPHA"),), failures=(calls_it("ALPHA"),)),
    ),
    "under a name that somebody gave it": (
        Shown([("id-1", "Beta")]),
        Told(settled=True, failures=(calls_it("Beta"),)),
    ),
    "before another": (Shown([MINE, OTHER]), Told(awaited=True, settled=True, failures=(AT_ONCE,))),
    "behind another": (
        Shown([OTHER, MINE]),
        Told(settled=True, to_take_back=(("id-1", "Alpha"),), failures=(AT_ONCE,)),
    ),
    "between two others": (
        Shown([OTHER, MINE, ("id-3", "Alpha")]),
        Told(settled=True, to_take_back=(("id-1", "Alpha"),), failures=(AT_ONCE,)),
    ),
    "as one of two others": (Shown([OTHER, ("id-3", "Alpha")]), Told(settled=True, failures=(AT_ONCE,))),
}


@pytest.mark.parametrize(("shown", "expected"), SIGHTS.values(), ids=SIGHTS.keys())
def test_what_is_told_of_a_creation_and_done_with_it_is_as_it_is_seen(shown: Shown, expected: Told) -> None:
    made = creations(shown)
    for _look in range(2):
        made.look()
        assert told(made) == expected


@pytest.mark.parametrize("listed", [[OTHER, MINE], [MINE, OTHER], [OTHER, ("id-3", "Alpha")]])
def test_where_there_can_be_one_only_the_other_one_is_gone_and_waited_for(listed: list[tuple[str, str]]) -> None:
    made = creations(Shown(listed), resource=ONLY)
    assert made.twofold == set()
    made.look()
    former = "the list still shows the former small thing 'Alpha' beside the new one; run again in a few minutes"
    assert told(made) == Told(awaited=True, failures=(former,))
    assert made.twofold == {"entries[0]"}


@pytest.mark.parametrize("listed", [[OTHER, MINE], [MINE, OTHER], [OTHER, ("id-3", "Alpha")]])
def test_only_the_replaced_object_is_beside_its_replacement(
    listed: list[tuple[str, str]],
) -> None:
    replacement = at_rest(THING, "Alpha", "entries[0]").become(Replacement)
    made = Creations(THING, cast(Reader, Shown(listed)))
    made.note([replacement], Outcome(created={"Alpha": "id-1"}))
    made.look()
    assert told(made) == Told()


def test_what_an_answer_gave_no_id_is_found_by_its_name_only() -> None:
    for shown, expected in ((Shown([MINE]), Told()), (Shown([("", "Beta")]), Told(awaited=True))):
        made = creations(shown, object_id="")
        made.look()
        assert told(made) == expected
        assert shown.asked == []


def test_an_object_that_the_list_does_not_show_is_read_by_its_id_once() -> None:
    shown = Shown(alone={"id-1": "Alpha"})
    made = creations(shown)
    for _look in range(3):
        made.look()
    assert shown.asked == ["id-1"]


def test_what_was_taken_back_is_waited_for_while_the_list_shows_it() -> None:
    shown = Shown([OTHER, MINE])
    made = creations(shown)
    made.look()
    (deletion,) = made.to_take_back()
    made.taken_back(replace(deletion, id="id-9"), "")
    assert made.to_take_back()
    made.taken_back(deletion, "")
    remark = (f"{AT_ONCE}, so the one created here was deleted again",)
    assert told(made) == Told(settled=True, withdrawn=True, remarks=remark)
    for listed, awaited in (([OTHER, MINE], True), ([OTHER], False), ([OTHER, MINE], True)):
        shown.listed = listed
        made.look()
        assert told(made) == Told(awaited=awaited, settled=True, withdrawn=True, remarks=remark)


def test_what_was_taken_back_because_of_its_name_is_a_failure_and_no_remark() -> None:
    shown = Shown([("id-1", "ALPHA")])
    made = creations(shown)
    made.look()
    made.taken_back(made.to_take_back()[0], "")
    shown.listed = []
    made.look()
    assert told(made) == Told(settled=True, withdrawn=True, failures=(calls_it("ALPHA", ", and was deleted again"),))


@pytest.mark.parametrize(
    ("shown", "failure"),
    [
        (Shown([OTHER, MINE]), f"{AT_ONCE}; it could not be deleted again: refused"),
        (Shown([("id-1", "ALPHA")]), calls_it("ALPHA", "; it could not be deleted again: refused")),
    ],
)
def test_what_could_not_be_taken_back_is_not_tried_again(shown: Shown, failure: str) -> None:
    made = creations(shown)
    made.look()
    made.taken_back(made.to_take_back()[0], "refused")
    assert told(made) == Told(settled=True, failures=(failure,))


def test_members_are_taken_out_before_an_object_is_taken_back() -> None:
    made = Creations(BOX, cast(Reader, Shown([OTHER, MINE])))
    steps = (Step("create", {"name": "Alpha"}), Step("update", {"text": "one"}), Step("add", [{"item": "a"}]))
    made.note([at_rest(BOX, "Alpha", "entries[0]").become(Creation, steps=steps)], Outcome(created={"Alpha": "id-1"}))
    made.look()
    (deletion,) = made.to_take_back()
    assert isinstance(deletion, Deletion)
    assert deletion.steps == (Step("remove", [{"item": "a"}]), Step("delete"))
    assert deletion.where == "entries[0]"


@pytest.mark.parametrize(
    "resource", [replace(THING, delete=None, purgeable=False), replace(THING, retire={"text": ""})]
)
def test_what_cannot_be_deleted_for_good_is_not_taken_back(resource: Resource) -> None:
    made = creations(Shown([OTHER, MINE]), resource=resource)
    made.look()
    assert made.to_take_back() == []
    assert made.failures() == [AT_ONCE]


def test_a_creation_is_remembered_with_its_id_or_because_its_answer_was_lost() -> None:
    alpha, beta = (at_rest(THING, name, name).become(Creation) for name in ("Alpha", "Beta"))
    update = at_rest(THING, "Alpha", "Alpha").become(Update)
    made = Creations(THING, cast(Reader, Shown()))
    made.note([alpha, beta], Outcome(failure=ApiError("refused"), failed=alpha))
    assert not told(made).awaited
    made.note([update], Outcome(failure=OutcomeUnknown("lost"), failed=update))
    assert not told(made).awaited
    made.note([alpha, beta], Outcome(failure=OutcomeUnknown("lost"), failed=beta))
    assert told(made).awaited
    assert not made.is_made(beta)
    made.look()
    made.note([alpha], Outcome(created={"Alpha": "id-1"}))
    assert made.is_made(alpha)
    assert not made.is_made(update)
    assert not made.is_made(beta)


def test_a_creation_that_may_not_have_been_made_is_forgotten_when_it_is_sent_again() -> None:
    alpha = at_rest(THING, "Alpha", "Alpha").become(Creation)
    lost = Outcome(failure=OutcomeUnknown("lost"), failed=alpha)
    made = Creations(THING, cast(Reader, Shown()))
    made.note([alpha], lost)
    made.note([], Outcome())
    assert not made.awaited
    seen = Creations(THING, cast(Reader, Shown([MINE, OTHER])))
    seen.note([alpha], lost)
    seen.look()
    seen.note([], Outcome())
    assert seen.failures() == [AT_ONCE]


def test_a_reader_that_cannot_read_is_not_taken_for_one_that_shows_nothing() -> None:
    class Broken(Shown):
        def ids_of(self, _resource: Resource, key: str) -> list[str]:
            raise ApiError("broken")

    with pytest.raises(ApiError, match="broken"):
        creations(Broken()).look()
