# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has to do because the API does not offer it, until it is recorded, and what is said of the account."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import console_steps, planner
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    HandOff,
    Options,
    Plan,
    Recorded,
    Unchanged,
    Update,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Planning, Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.tests.unit.runs import failed, run
from ansible_collections.mailops.mimecast.tests.unit.service import Service, answering, as_usual, failing, thing
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, THING, at_rest, wish

NOT_OFFERED = failing(NotOffered("listThings: the API application does not offer this call", "listThings", 403))
assert THING.list
assert BOX.members
NEW = replace(THING, support="preview")
PRIVATE = replace(NEW, list=replace(THING.list, catalogue=False))
ROLE = replace(
    BOX,
    support="preview",
    members=replace(
        BOX.members, exclusive=True, profile=Operation("getHolder", "POST", "/x"), profile_name="holder", scan="thing"
    ),
)


def task(settings: Settings | None = None, **more: Any) -> Task:
    return Task(more.pop("resource", NEW), more.pop("desired", ()), settings or Settings(), today="2027-01-02", **more)


def reader() -> Reader:
    return Reader(Service().client, {})


# --- Who does it ------------------------------------------------------------------------------------------------------


def test_what_the_api_does_not_list_is_handed_over_without_being_known() -> None:
    service = Service(thing("A"))
    service.script["listThings"] = [NOT_OFFERED, NOT_OFFERED]
    entry = {"name": "A", "text": "two"}
    result = run(service, entry, of=NEW)
    assert service.sent == []
    assert (result["changed"], result["plan"][0]["operation"], result["plan"][0]["calls"]) == (True, "hand_off", [])
    assert result["diff"][0]["before_header"] == "small thing A (not readable through the API)"
    assert result["entries"] == [entry]
    mark = console_steps.fingerprint(NEW, wish(NEW, **entry))
    assert result["manual"] == [
        {
            "fingerprint": mark,
            "resource": "thing",
            "name": "A",
            "where": "entries[0]",
            "steps": console_steps.manual_steps(NEW, wish(NEW, **entry)),
        }
    ]
    assert result["warnings"] == [
        "by hand in the Administration Console: small thing A; the API application does not offer the calls"
    ]
    assert {**run(service, entry, of=NEW, check=True), "api": {}} == {**result, "api": {}}


@pytest.mark.parametrize(("of", "via"), [(THING, "auto"), (THING, "console"), (NEW, "api")])
def test_what_is_to_be_offered_and_is_not_fails(of: Any, via: str) -> None:
    service = Service(thing("A"))
    service.script["listThings"] = [NOT_OFFERED]
    message, _result = failed(service, {"name": "A", "text": "two"}, of=of, apply_via=via)
    assert message == "listThings: the API application does not offer this call"


def test_who_wants_to_do_it_by_hand_is_told_what_differs_where_it_can_be_read() -> None:
    service = Service(thing("A"))
    result = run(service, {"name": "A", "text": "two"}, of=NEW, apply_via="console")
    assert result["diff"][0]["before"] == "text: one\n"
    assert result["diff"][0]["before_header"] == "small thing A (now)"
    assert len(result["manual"]) == 1
    assert service.sent == []
    same = run(service, {"name": "A", "text": "one"}, of=NEW, apply_via="console")
    assert (same["changed"], same["manual"], same["warnings"]) == (False, [], [])
    assert run(Service(thing("A")), {"name": "A", "text": "two"}, apply_via="console")["manual"] == []


def test_a_list_outside_of_the_catalogue_is_not_asked_for_where_a_person_does_it() -> None:
    service = Service(thing("A"))
    assert run(service, {"name": "A", "text": "two"}, of=PRIVATE, apply_via="console")["manual"]
    assert service.calls == []
    assert run(service, {"name": "A", "text": "two"}, of=PRIVATE)["manual"] == []
    assert service.writes() == ["updateThing"]


def test_a_call_that_is_not_offered_any_more_leaves_it_unknown_what_took_effect() -> None:
    service = Service(thing("A"))
    service.script["listThings"] = [as_usual, NOT_OFFERED]
    message, result = failed(service, {"name": "A", "text": "two"}, of=NEW)
    assert message == (
        "changes were sent, but it is not known what took effect. Reading back failed: the "
        "API application does not offer "
        "the call any more"
    )
    assert result["changed"] is True


def test_where_members_are_not_listed_each_is_asked_for_and_a_person_does_it() -> None:
    service = Service(thing("A", items=[{"emailAddress": "a"}]), thing("B"))
    service.script["listItems"] = [NOT_OFFERED] * 9
    result = run(service, {"name": "B", "items": ["a", "c"]}, of=ROLE)
    assert service.reads() == {"listThings": 1, "listItems": 1, "getHolder": 2}
    assert result["plan"][0]["moves"] == {"a": "A"}
    assert result["plan"][0]["after"] == {"items": [{"item": "a"}, {"item": "c"}]}
    assert "# items: its other items cannot be read" in result["diff"][0]["after"]
    assert len(result["manual"]) == 1
    message, _result = failed(service, {"name": "B", "items": ["a"]}, of=ROLE, apply_via="api")
    assert message == "large box: the API application does not offer the calls to change who holds it"


# --- Until it is recorded ---------------------------------------------------------------------------------------------


def test_what_is_recorded_is_in_sync_unless_the_account_shows_otherwise() -> None:
    wishes = [wish(NEW, f"entries[{name}]", name=name, text="two") for name in "ABCDEF"]
    wishes[5] = replace(wishes[5], where="")
    marks = {found.key: console_steps.fingerprint(NEW, found) for found in wishes}
    records = [{"fingerprint": marks[name].upper(), "by": "jo", "at": "monday"} for name in "ABCF"]
    blank = {found.key: at_rest(NEW, found.key, found.where, {"name": found.key}) for found in wishes}
    unread = blank["A"].become(HandOff, after={"text": "two"})
    unsure = blank["B"].become(Unchanged, unverified=("words",))
    differs = blank["C"].become(
        Update, before={"text": "one"}, after={"text": "two"}, counts={"words": 1}, moves={"a": "b"}, partial=("words",)
    )
    same = blank["D"]
    open_one = blank["E"].become(HandOff, after={"text": "two"}, before={"text": "one"})
    nameless = blank["F"].become(Update, before={"text": "one"}, after={"text": "two"})
    plan = Plan((unread, unsure, differs, same, open_one, nameless), warnings=("a warning",))
    settings = Settings(console_done=tuple(records), purge=True)
    made, manual, warnings = Planning(task(settings), reader()).hand_off(plan, wishes)
    assert made == replace(
        plan,
        changes=(
            blank["A"].become(Recorded, after={"text": "two"}, unverified=("text",)),
            blank["B"].become(Recorded, after={}, unverified=("name",)),
            blank["C"].become(
                HandOff,
                before={"text": "one"},
                after={"text": "two"},
                counts={"words": 1},
                moves={"a": "b"},
                partial=("words",),
            ),
            same,
            open_one,
            blank["F"].become(HandOff, before={"text": "one"}, after={"text": "two"}),
        ),
    )
    assert manual == [
        {
            "fingerprint": marks[name],
            "resource": "thing",
            "name": name,
            "where": where,
            "steps": console_steps.manual_steps(NEW, wishes["ABCDEF".index(name)]),
        }
        for name, where in (("C", "entries[C]"), ("E", "entries[E]"), ("F", ""))
    ]
    assert warnings == [
        "small thing C: recorded as done by jo at monday, but the account shows otherwise",
        "small thing F: recorded as done by jo at monday, but the account shows otherwise",
        "by hand in the Administration Console: small thing C, E, F; the API application does not offer the calls",
        "small thing: other objects cannot be read, so nothing is purged",
    ]


def test_a_record_that_fits_no_entry_is_told_with_the_nearest_that_does() -> None:
    about = {"98ae73b71c0b3582": "IP permit Scanner", "0123456789abcdef": "IP permit Printer"}
    who = {"by": "jo", "at": "2026-02-02"}
    records = [{"fingerprint": mark, **who} for mark in ("98AE73B71C0B3582", "98ae73b71c0b3528", "ffffffffffffffff")]

    assert console_steps.fitting_nothing(records, about) == [
        "console_done: the record 98ae73b71c0b3528 (by jo at 2026-02-02) matches no entry; "
        "did you mean 98ae73b71c0b3582, IP permit Scanner?",
        "console_done: the record ffffffffffffffff (by jo at 2026-02-02) matches no entry; "
        "its entry was changed or removed later; remove the record too",
    ]


def test_what_nobody_could_verify_and_nobody_recorded_is_handed_over() -> None:
    wished = wish(NEW, "entries[0]", name="A", text="two")
    unsure = at_rest(NEW, "A", "entries[0]").become(Unchanged, unverified=("words",))
    made, manual, warnings = Planning(task(), reader()).hand_off(Plan((unsure,)), [wished])
    assert [change.operation for change in made.changes] == ["hand_off"]
    assert (len(manual), len(warnings)) == (1, 1)
    done = Planning(task(), reader()).hand_off(Plan((at_rest(NEW, "A", "entries[0]"),)), [wished])
    assert done[1:] == ([], [])


# --- What a plan is made of -------------------------------------------------------------------------------------------


def test_an_object_whose_last_day_has_passed_is_warned_of() -> None:
    resource = replace(THING, fields=(*THING.fields, Date("until", (), api="until", last=True)))
    desired = [wish(resource, "entries[0]", name="A", until="2027-01-01"), wish(resource, name="B", until="2027-01-02")]
    service = Service(thing("A"), thing("C", text=["odd"]))
    made, by_hand = Planning(task(resource=resource, desired=desired), reader_of(service)).plan(desired)
    assert made.warnings == (
        "small thing 'C': it is left alone, because it cannot be read: text: expected text, got a list",
        "entries[0].until: 2027-01-01 has passed, so it has no effect any more; remove it, or set state: absent",
    )
    assert not by_hand
    assert len(planning.today()) == len("2027-01-01")


def reader_of(service: Service, belief: Belief | None = None) -> Reader:
    return Reader(service.client, {"thing": THING, "box": BOX}, belief)


def test_the_settings_of_a_task_are_what_its_plan_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        purge=True, purge_match="X*", max_deletes=3, accept_risk=frozenset({"a"}), deletions="only", scan_users=True
    )
    belief = Belief(names={"thing": frozenset({"Z"})})
    service = Service(thing("A"), thing("A", id="id-2"), thing("X"), thing("X2"))
    seen: list[Any] = []
    allowed: list[Options] = []
    make = planner.plan

    def watched(*given: Any) -> Plan:
        allowed.append(given[-1])
        return make(*given)

    monkeypatch.setattr(planner, "plan", watched)

    class Watched(Reader):
        def current(self, *given: Any) -> Any:
            seen.append(given)
            return super().current(*given)

    reader = Watched(service.client, {"thing": THING}, belief)
    desired = [
        wish(NEW, name="A", beside="X"),
        wish(NEW, name="B", state="absent", beside="Y"),
        wish(NEW, name="X", state="absent"),
    ]
    made, _by_hand = Planning(task(settings, belief=belief, desired=desired), reader).plan(desired)
    assert made.changes[0].operation == "none"
    (resource, spoken, scan, swept) = seen[0]
    assert (resource, spoken, scan) == (NEW, desired[1:], True)
    assert [swept(found) for found in reader.all_of("thing")] == [False, False, False, True]
    expected = Options(
        purge=True,
        purge_match="X*",
        max_deletes=3,
        accept_risk=frozenset({"a"}),
        known={"thing": {"A": 2, "X": 1, "X2": 1}},
        assumed={"thing": frozenset({"Z"})},
        deletions="only",
    )
    Planning(task(Settings(deletions="none")), reader).plan(desired[1:])
    assert allowed == [expected, Options()]
    assert seen[1][1] == desired[1:]
    assert seen[1][2] is False


def test_a_purge_of_a_task_takes_what_it_does_not_name() -> None:
    service = Service(thing("A"), thing("X1"), thing("X2", items=[{"emailAddress": "a"}]))
    result = run(service, {"name": "A"}, {"name": "X1"}, purge=True, purge_match="X*")
    assert [change["where"] for change in result["plan"]] == ["purge: X2"]


def test_one_object_is_planned_by_itself_and_nothing_else_is_purged() -> None:
    service = Service(thing("A"), thing("X"))
    reader = reader_of(service)
    desired = wish(NEW, name="A", text="two", beside="X")
    found = reader.look(THING, "id-A")
    assert found
    made = Planning(task(Settings(purge=True)), reader).plan_one(desired, found)
    assert [(change.operation, change.fields) for change in made.changes] == [("update", ("beside", "text"))]
    assert made.problems == ()


def test_a_list_of_several_pages_is_read_again_before_anything_is_created() -> None:
    service = Service(*map(thing, "ABCD"))
    service.page = 2
    service.script["listThings"] = [answering(lambda rows: rows[:3])]
    result = run(service, {"name": "D", "text": "one", "beside": "C"}, check=True)
    assert result["plan"][0]["operation"] == "update"
    assert service.calls == ["listThings", "listThings"]
    service.calls.clear()
    assert run(service, {"name": "A", "text": "two"}, check=True)["changed"]
    assert service.calls == ["listThings"]


def test_a_task_says_nothing_of_what_it_wants_where_it_is_shown() -> None:
    assert "canary" not in repr(task(desired=[wish(NEW, name="A", text="canary")]))


def test_what_cannot_be_read_fails_before_anything_is_planned() -> None:
    service = Service(thing("A"))
    service.script["listThings"] = [failing(ApiError("listThings: HTTP 503"))]
    assert failed(service, {"name": "A", "text": "two"}, of=NEW)[0] == "listThings: HTTP 503"
