# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent for a plan, call by call: objects by their ids, members batch by batch, and what stops it where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound, OutcomeUnknown
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Executor, Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Creation,
    Deletion,
    Step,
    Update,
)
from ansible_collections.mailops.mimecast.tests.unit.service import (
    Service,
    after,
    answering,
    as_usual,
    failing,
    ignored,
    thing,
)
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, THING, at_rest

assert THING.create
assert THING.update
assert THING.delete
assert BOX.members
REFUSED = ApiError("no", "addItems", 403, "err_no")
LEGACY = replace(
    THING,
    create=replace(THING.create, envelope="legacy"),
    update=replace(THING.update, envelope="legacy", identify="folder"),
    delete=replace(THING.delete, envelope="legacy", identify="names", identify_by="keys"),
)


def carried_out(service: Service, *changes: Change, of: Resource = THING, **more: Any) -> Outcome:
    """Carry out changes of an account."""
    reader = Reader(service.client, {"thing": THING, "box": BOX})
    progress = Progress(more.pop("say", lambda line: None), more.pop("clock", lambda: 0.0))
    return Executor(of, service.client, reader, progress).execute(changes, *more.values())


def update(name: str, *steps: Step, of: Resource = THING) -> Change:
    return at_rest(of, name).become(Update, steps=steps or (Step("update", {"text": "two"}),))


def create(name: str, **values: Any) -> Change:
    made = at_rest(THING, name).become(Creation, steps=(Step("create", {"name": name, **values}),))
    return replace(made, id="")


def said(outcome: Outcome) -> tuple[str, str]:
    """Return what ended an execution, and at which object."""
    return str(outcome.failure or ""), outcome.failed.key if outcome.failed else ""


# --- Objects ----------------------------------------------------------------------------------------------------------


def test_changes_are_sent_in_order_with_the_ids_of_what_was_made_before() -> None:
    service = Service(thing("A"), thing("D"))
    gone = at_rest(THING, "D").become(Deletion, steps=(Step("delete"),))
    more = create("C")
    changes = [create("B", beside="A"), replace(more, steps=(*more.steps, Step("update", {"beside": "B"}))), gone]
    outcome = carried_out(service, *changes)
    assert service.sent == [
        ("createThing", {}, [{"name": "B", "besideId": "id-A"}]),
        ("createThing", {}, [{"name": "C"}]),
        ("updateThing", {"id": "new-C"}, [{"besideId": "new-B"}]),
        ("deleteThing", {"id": "id-D"}, [{}]),
    ]
    assert outcome == Outcome(created={"B": "new-B", "C": "new-C"})
    assert outcome.taken
    assert carried_out(service) == Outcome()


def test_the_first_failure_ends_it_and_tells_where_it_was() -> None:
    service = Service(thing("A"), thing("B"), thing("C"))
    service.script["updateThing"] = [as_usual, failing(REFUSED)]
    outcome = carried_out(service, create("N"), update("A"), update("B"), update("C"))
    assert (outcome.failure, outcome.failed, outcome.created) == (REFUSED, update("B"), {"N": "new-N"})
    assert not outcome.taken
    assert service.writes() == ["createThing", "updateThing", "updateThing"]


def test_an_object_is_looked_at_right_before_it_is_written() -> None:
    service = Service(thing("A"), thing("B"))

    def look(change: Change) -> Change:
        service.calls.append(f"look at {change.key}")
        if change.key == "B":
            raise REFUSED
        return replace(change, steps=(Step("update", {"text": "three"}),))

    outcome = carried_out(service, update("A"), update("B"), looked=look)
    assert service.calls == ["look at A", "updateThing", "look at B"]
    assert service.sent == [("updateThing", {"id": "id-A"}, [{"text": "three"}])]
    assert (outcome.failure, outcome.failed) == (REFUSED, update("B"))


def test_what_is_gone_already_needs_no_deletion_and_every_other_failure_is_one() -> None:
    gone = at_rest(THING, "X").become(Deletion, steps=(Step("delete"),))
    assert carried_out(Service(), gone) == Outcome()
    assert said(carried_out(Service(), update("X"))) == ("no thing has the id 'id-X'", "X")
    service = Service(thing("X"))
    service.script["deleteThing"] = [failing(REFUSED)]
    assert said(carried_out(service, gone)) == ("no", "X")
    service.script["deleteThing"] = [answering(lambda _told: ({}, [ItemFailure({}, "err_thing_not_found")]))]
    assert carried_out(service, gone) == Outcome()


def test_what_is_refused_inside_of_an_answer_is_a_failure_with_its_code() -> None:
    service = Service(thing("A"))
    refusing = answering(lambda _told: ({}, [ItemFailure({}, "err_x"), ItemFailure({}, "err_y")]))
    service.script = {"updateThing": [refusing], "createThing": [refusing]}
    for change, call in ((update("A"), "updateThing"), (create("N"), "createThing")):
        outcome = carried_out(service, change)
        assert said(outcome) == (f"{call}: refused with err_x for small thing {change.key}", change.key)
        assert outcome.failure
        assert outcome.failure.__class__ is ApiError
        assert (outcome.failure.operation, outcome.failure.status, outcome.failure.code) == (call, 200, "err_x")
        assert outcome.created == {}


def test_what_the_api_has_no_call_for_is_said() -> None:
    for kind, missing in (
        ("create", {"create": None}),
        ("update", {"update": None, "create": None}),
        ("delete", {"delete": None}),
    ):
        resource = replace(THING, purgeable=False, **missing)  # type: ignore[arg-type]
        change = at_rest(THING, "A").become(Update, steps=(Step(kind, {}),))  # type: ignore[arg-type]
        service = Service(thing("A"))
        assert said(carried_out(service, change, of=resource)) == (f"the API has no call to {kind} a small thing", "A")
        assert service.sent == []


def test_a_legacy_call_names_its_object_inside_of_the_item() -> None:
    service = Service(thing("A"))
    service.script["createThing"] = [answering(lambda told: ({"data": [{"id": 7}]}, []))] * 1
    gone = at_rest(THING, "A").become(Deletion, steps=(Step("delete"),))
    outcome = carried_out(service, create("N"), update("A"), gone, of=LEGACY)
    assert outcome.created == {"N": "7"}
    assert service.sent[1:] == [
        ("updateThing", {"id": "id-A"}, [{"folder": "id-A", "text": "two"}]),
        ("deleteThing", {"id": "id-A"}, [{"names": ["A"]}]),
    ]
    by_key = replace(LEGACY, update=replace(LEGACY.update, identify_by="key"))  # type: ignore[type-var]
    carried_out(service, update("A"), of=by_key)
    assert service.sent[-1][2] == [{"folder": "A", "text": "two"}]


@pytest.mark.parametrize(
    ("answer", "envelope", "told"),
    [
        ({"id": "1"}, "rest", "1"),
        ({"policyId": "2", "id": "1"}, "rest", "2"),
        ({"id": True}, "rest", ""),
        ({"data": [{"id": "3"}]}, "rest", ""),
        ({}, "rest", ""),
        ({"data": [{"id": "3"}]}, "legacy", "3"),
        ({"data": []}, "legacy", ""),
        ({"data": {"id": "3"}}, "legacy", ""),
        ({"id": "1"}, "legacy", ""),
    ],
)
def test_the_id_of_what_is_new_is_told_where_the_answer_tells_it(answer: Any, envelope: Any, told: str) -> None:
    assert THING.create
    service = Service()
    service.script["createThing"] = [answering(lambda _told: (answer, []))]
    resource = replace(THING, create=replace(THING.create, envelope=envelope))
    assert carried_out(service, create("N"), of=resource).created == {"N": told}


def test_how_far_it_is_is_told_now_and_then() -> None:
    lines: list[str] = []
    ticks = iter(range(0, 9000, 3))
    many = [update("A")] * 1001
    carried_out(Service(thing("A")), *many, say=lines.append, clock=lambda: float(next(ticks)))
    assert lines[:2] == ["small thing: 0 of 1,001 changes made", "small thing: 1 of 1,001 changes made"]
    assert lines[-1] == "small thing: 1,000 of 1,001 changes made"


# --- Members ----------------------------------------------------------------------------------------------------------


def records(*names: str, note: str = "") -> list[dict[str, str]]:
    return [{"item": name, **({"note": note} if note else {})} for name in names]


def held(service: Service) -> dict[str, str]:
    return {row["emailAddress"]: row.get("note", "") for row in service.row("id-A").get("items", [])}


def full(*names: str, note: str = "", **more: Any) -> Service:
    """Return an account whose only object holds some members."""
    rows = [{"emailAddress": name, **({"note": note} if note else {})} for name in names]
    return Service(thing("A", items=rows), **more)


def sent(service: Service) -> list[tuple[str, str]]:
    """Return each write with the members that it is about."""
    return [(call, "".join(item["emailAddress"] for item in items)) for call, _ids, items in service.sent]


def replacing(*names: str) -> Step:
    return Step("replace", records(*names, note="new"), records(*names, note="old"))


def refusing(*names: str, code: str = "err_x") -> Callable[[Any], Any]:
    """Return what takes a batch but for some members, which it names in capitals."""

    def turn(perform: Any) -> Any:
        answer, failures = perform()
        return answer, [*failures, *(ItemFailure({"emailAddress": name.upper(), "id": 5}, code) for name in names)]

    return turn


def boxed(service: Service, *steps: Step, of: Resource = BOX) -> Outcome:
    return carried_out(service, update("A", *steps, of=of), of=of)


def test_members_go_in_and_out_in_batches_and_a_removal_names_them_only() -> None:
    service = full("a", "b", "c", note="old")
    steps = Step("add", records(*"defgh", note="new")), Step("remove", records(*"abc", note="old"))
    lines: list[str] = []
    ticks = iter(range(0, 900, 3))
    carried_out(service, update("A", *steps, of=BOX), of=BOX, say=lines.append, clock=lambda: float(next(ticks)))
    assert sent(service) == [
        ("addItems", "de"), ("addItems", "fg"), ("addItems", "h"), ("removeItems", "ab"), ("removeItems", "c")
    ]  # fmt: skip
    assert service.sent[0][1:] == (
        {"id": "id-A"},
        [{"id": "id-A", "emailAddress": "d", "note": "new"}, {"id": "id-A", "emailAddress": "e", "note": "new"}],
    )
    assert service.sent[3][2] == [{"id": "id-A", "emailAddress": "a"}, {"id": "id-A", "emailAddress": "b"}]
    assert lines[1:] == [
        "A: 2 of 5 items added", "A: 4 of 5 items added", "A: 5 of 5 items added",
        "A: 2 of 3 items removed", "A: 3 of 3 items removed",
    ]  # fmt: skip
    assert BOX.members
    rest = replace(BOX.members, add=replace(BOX.members.add, envelope="rest"))
    plain = full()
    boxed(plain, Step("add", records("a")), of=replace(BOX, members=rest))
    assert plain.sent == [("addItems", {"id": "id-A"}, [{"emailAddress": "a"}])]


def test_members_of_what_was_just_made_go_by_its_id() -> None:
    service = Service()
    steps = (Step("create", {"name": "N"}), Step("add", records("a")))
    outcome = carried_out(service, replace(at_rest(BOX, "N").become(Creation, steps=steps), id=""), of=BOX)
    assert service.sent[1] == ("addItems", {"id": "new-N"}, [{"id": "new-N", "emailAddress": "a"}])
    assert outcome.created == {"N": "new-N"}


def test_one_refused_member_is_remembered_and_keeps_no_other_back() -> None:
    service = full()
    service.script["addItems"] = [refusing("b", code="err_x"), refusing("d", code="err_y")]
    change = update("A", Step("add", records(*"abcde")), of=BOX)
    outcome = carried_out(service, change, of=BOX)
    assert outcome == Outcome(refused=[(change, "b", "err_x"), (change, "d", "err_y")])
    assert not outcome.taken
    assert sent(service) == [("addItems", "ab"), ("addItems", "cd"), ("addItems", "e")]


def test_what_is_so_already_is_not_refused() -> None:
    assert boxed(full("a", "b"), Step("add", records("a", "b"))) == Outcome()


def test_a_batch_of_which_all_are_refused_ends_it() -> None:
    service = full()
    service.script["addItems"] = [refusing("b", "a")]
    change = update("A", Step("add", records(*"abc")), Step("remove", records("z")), of=BOX)
    outcome = carried_out(service, change, of=BOX)
    assert said(outcome) == ("addItems: every one of 2 members was refused (err_x)", "A")
    assert outcome.failure
    assert (outcome.failure.operation, outcome.failure.status, outcome.failure.code) == ("addItems", 200, "err_x")
    assert outcome.refused == [(change, "a", "err_x"), (change, "b", "err_x")]
    assert sent(service) == [("addItems", "ab")]


def test_a_refused_member_that_is_not_named_is_told_as_that() -> None:
    service = full()
    service.script["addItems"] = [refusing("other")]
    assert [name for _change, name, _code in boxed(service, Step("add", records(*"ab"))).refused] == [
        "an item that the API does not name"
    ]


# --- Who comes is seen before anybody goes ----------------------------------------------------------------------------

SWAP = (Step("add", records(*"abcd")), Step("confirm", records(*"abcd")), Step("remove", records("z")))


def test_nobody_goes_where_not_all_come_were_taken() -> None:
    service = full("z")
    service.script["addItems"] = [refusing("a")]
    change, other = update("A", *SWAP, of=BOX), update("A", *SWAP[:2], of=BOX)
    outcome = carried_out(service, change, of=BOX)
    assert (outcome.spared, outcome.failure) == ([change], None)
    assert sent(service) == [("addItems", "ab"), ("addItems", "cd")]
    assert "listItems" not in service.calls
    service.script["addItems"] = [refusing("a")]
    outcome = carried_out(service, other, replace(change, where="entries[1]"), of=BOX)
    assert (outcome.spared, sent(service)[-1]) == ([other], ("removeItems", "z"))


WAITED = [(0.0, []), (0.24, []), (0.25, [0.25]), (1.0, [0.25, 0.5]), (99.0, [0.25, 0.5, 1.0, 2.0, 4.0])]


@pytest.mark.parametrize(("seconds_left", "waited"), WAITED)
def test_who_is_not_to_be_seen_is_waited_for_a_while_and_then_nobody_goes(
    seconds_left: float, waited: Sequence[float]
) -> None:
    service = full("z", seconds_left=seconds_left)
    service.script["addItems"] = [ignored, ignored]
    outcome = boxed(service, *SWAP)
    assert said(outcome) == ("addItems: accepted, but not visible in A: a, b, c and 1 more", "A")
    assert service.waited == waited
    assert held(service) == {"z": ""}


def test_waiting_ends_when_all_who_come_are_to_be_seen() -> None:
    service = full("z", seconds_left=99.0)
    service.script["listItems"] = [answering(lambda rows: rows[:3]), as_usual]
    assert boxed(service, *SWAP) == Outcome()
    assert service.waited == [0.25]
    assert set(held(service)) == set("abcd")


def test_where_it_cannot_be_read_who_is_there_nobody_goes() -> None:
    def odd(_row: Any) -> Any:
        raise Unreadable("it is odd")

    assert BOX.members
    service = full("z")
    outcome = boxed(service, *SWAP, of=replace(BOX, members=replace(BOX.members, from_api=odd)))
    assert said(outcome) == ("listItems: the members of A cannot be read any more: it is odd", "A")
    assert outcome.failure
    assert outcome.failure.operation == "listItems"
    assert "z" in held(service)


# --- Who changes is taken out and put in again ------------------------------------------------------------------------


def test_who_changes_is_taken_out_and_put_in_again_batch_by_batch() -> None:
    service = full(*"abc", note="old")
    assert boxed(service, replacing(*"abc")) == Outcome()
    assert sent(service) == [
        ("addItems", "ab"), ("removeItems", "ab"), ("addItems", "ab"), ("addItems", "c"), ("removeItems", "c"),
        ("addItems", "c"),
    ]  # fmt: skip
    assert held(service) == dict.fromkeys("abc", "new")
    assert service.calls.count("listItems") == 2


def test_who_is_gone_already_is_only_put_in() -> None:
    service = full("b", note="old")
    assert boxed(service, replacing("a", "b")) == Outcome()
    assert sent(service) == [("addItems", "ab"), ("removeItems", "b"), ("addItems", "b")]
    empty = full()
    assert boxed(empty, replacing("a", "b")) == Outcome()
    assert sent(empty) == [("addItems", "ab")]


def test_nobody_is_taken_out_where_it_is_not_told_who_is_there() -> None:
    service = full("a", "b", note="old")
    service.script["addItems"] = [answering(lambda _told: ({}, [ItemFailure({}, "err_there")]))]
    outcome = boxed(service, replacing("a", "b"))
    assert said(outcome) == ("addItems: refused a member and does not name it", "A")
    assert outcome.failure
    assert outcome.failure.operation == "addItems"
    assert sent(service) == [("addItems", "ab")]
    assert outcome.out == []


def test_who_cannot_be_taken_out_stays_as_it_is() -> None:
    service = full("a", "b", note="old")

    def keep(perform: Any) -> Any:
        perform()
        service.row("id-A")["items"].append({"emailAddress": "a", "note": "old"})
        return {}, [ItemFailure({"emailAddress": "A"}, "err_x")]

    service.script["removeItems"] = [keep]
    outcome = boxed(service, replacing("a", "b"))
    assert [(name, code) for _change, name, code in outcome.refused] == [("a", "err_x")]
    assert sent(service) == [("addItems", "ab"), ("removeItems", "ab"), ("addItems", "b")]
    assert held(service) == {"a": "old", "b": "new"}
    assert outcome.out == []


@pytest.mark.parametrize("error", [REFUSED, OutcomeUnknown("it broke off")])
def test_who_was_taken_out_and_cannot_be_put_in_anew_is_put_back(error: ApiError) -> None:
    service = full(*"abc", note="old")
    service.script["addItems"] = [as_usual, failing(error)]
    outcome = boxed(service, replacing(*"abc"))
    assert said(outcome) == (str(error), "A")
    assert sent(service) == [("addItems", "ab"), ("removeItems", "ab"), ("addItems", "ab"), ("addItems", "ab")]
    assert service.sent[-1][2][0]["note"] == "old"
    assert held(service) == dict.fromkeys("abc", "old")
    assert outcome.out == []


def test_who_is_refused_when_put_in_anew_is_put_back_and_named() -> None:
    service = full(*"ab", note="old")

    def refuse(perform: Any) -> Any:
        perform()
        service.row("id-A")["items"] = [row for row in service.row("id-A")["items"] if row["emailAddress"] != "b"]
        return {}, [ItemFailure({"emailAddress": "b"}, "err_x")]

    service.script["addItems"] = [as_usual, refuse]
    outcome = boxed(service, replacing(*"ab"))
    assert said(outcome) == ("addItems: refused b", "A")
    assert outcome.failure
    assert outcome.failure.operation == "addItems"
    assert held(service) == {"a": "new", "b": "old"}
    assert outcome.out == []


def test_all_who_are_refused_when_put_in_anew_are_named() -> None:
    assert BOX.members
    service = full(*"abc", note="old")
    refusals = [ItemFailure({"emailAddress": name}, "err_x") for name in "cb"]
    service.script["addItems"] = [as_usual, answering(lambda told: (told[0], refusals))]
    outcome = boxed(service, replacing(*"abc"), of=replace(BOX, members=replace(BOX.members, batch=3)))
    assert said(outcome) == ("addItems: refused b, c", "A")


def test_who_cannot_be_put_back_is_named_and_none_of_those_behind_is_taken_out() -> None:
    service = full(*"abcd", note="old")
    service.script["addItems"] = [as_usual, failing(REFUSED), failing(OutcomeUnknown("it broke off"))]
    change = update("A", replacing(*"abcd"), of=BOX)
    outcome = carried_out(service, change, of=BOX)
    assert outcome.failure is REFUSED
    assert outcome.out == [(change, "a"), (change, "b")]
    assert held(service) == dict.fromkeys("cd", "old")


def test_of_those_who_are_put_back_the_ones_that_are_refused_are_out() -> None:
    service = full(*"ab", note="old")
    service.script["addItems"] = [as_usual, failing(REFUSED), refusing("b")]
    assert [name for _change, name in boxed(service, replacing(*"ab")).out] == ["b"]
    service = full(*"ab", note="old")
    unnamed = answering(lambda _told: ({}, [ItemFailure({}, "err_x")]))
    service.script["addItems"] = [as_usual, failing(REFUSED), unnamed]
    assert [name for _change, name in boxed(service, replacing(*"ab")).out] == ["a", "b"]


def test_who_was_put_in_anew_and_is_not_to_be_seen_is_put_back() -> None:
    service = full(*"ab", note="old")
    service.script["addItems"] = [as_usual, ignored]
    outcome = boxed(service, replacing(*"ab"))
    assert said(outcome) == ("addItems: accepted, but not visible in A: a, b", "A")
    assert held(service) == dict.fromkeys("ab", "old")


def test_who_is_out_of_one_object_is_not_back_because_of_another() -> None:
    service = Service(
        thing("A", items=[{"emailAddress": "a", "note": "old"}]),
        thing("B", items=[{"emailAddress": "a", "note": "old"}]),
    )
    first, second = update("A", replacing("a"), of=BOX), update("B", replacing("a"), of=BOX)
    reader = Reader(service.client, {"box": BOX, "thing": THING})
    executor = Executor(BOX, service.client, reader, Progress(lambda line: None))
    service.script["addItems"] = [as_usual, as_usual, as_usual, failing(REFUSED), failing(REFUSED)]
    outcome = executor.execute([first, second])
    assert outcome.out == [(second, "a")]


def test_a_domain_is_told_from_another_like_an_address() -> None:
    assert BOX.members
    domains = replace(BOX.members, to_api=lambda record: {"domain": record["item"]})
    service = full()
    failures = [ItemFailure({"domain": "A.example"}, "err_x"), ItemFailure({"emailAddress": None}, "err_y")]
    service.script["addItems"] = [lambda _perform: ({}, failures)]
    outcome = boxed(service, Step("add", records("a.example", "b.example")), of=replace(BOX, members=domains))
    assert [(name, code) for _change, name, code in outcome.refused] == [
        ("a.example", "err_x"),
        ("an item that the API does not name", "err_y"),
    ]


def test_an_error_is_kept_as_it_came() -> None:
    service = full("a")
    service.script["addItems"] = [after(lambda: None), failing(NotFound("gone", "addItems", 404))]
    outcome = boxed(service, Step("add", records("b")), Step("add", records("c")), Step("add", records("d")))
    assert said(outcome) == ("gone", "A")
    assert sent(service) == [("addItems", "b"), ("addItems", "c")]
