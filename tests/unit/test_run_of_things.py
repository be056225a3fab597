# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole runs over an account of made-up things: what is sent, what is waited for, and what the run tells of it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.tests.unit.runs import failed, names, run
from ansible_collections.mailops.mimecast.tests.unit.service import (
    Service,
    answering,
    as_usual,
    failing,
    ignored,
    lost,
    thing,
)
from ansible_collections.mailops.mimecast.tests.unit.things import BOX

REFUSED = ApiError("updateThing: refused with err_x", "updateThing", 409, "err_x")
GONE = {"state": "absent"}
LATER = "the API accepted all of it and may show it later: run this again before you change anything else"


# --- A run that does what it is asked ---------------------------------------------------------------------------------

ASKED = [
    {"name": "A", "text": "two"},
    {"name": "B", **GONE},
    {"name": "N", "text": "new", "beside": "A"},
    {"name": "C", "text": "one"},
]


def test_a_run_makes_what_differs_and_tells_what_it_made_and_what_is_there_now() -> None:
    service = Service(thing("A"), thing("B"), thing("C"), thing("D"))
    result = run(service, *ASKED)
    assert service.sent == [
        ("createThing", {}, [{"name": "N", "text": "new", "besideId": "id-A"}]),
        ("updateThing", {"id": "id-A"}, [{"text": "two"}]),
        ("deleteThing", {"id": "id-B"}, [{}]),
    ]
    blank = {"counts": {}, "moves": {}, "replaces": {}, "because": [], "resource": "thing"}
    new = {"name": "N", "text": "new", "beside": "A"}
    old = {"name": "B", "text": "one", "words": [], "beside": ""}
    assert result == {
        "changed": True,
        "named": True,
        "diff": [
            {
                "before_header": "small thing N (absent)",
                "after_header": "small thing N (present)",
                "before": "",
                "after": "beside: A\nname: N\ntext: new\n",
            },
            {
                "before_header": "small thing A (now)",
                "after_header": "small thing A (wanted)",
                "before": "text: one\n",
                "after": "text: two\n",
            },
            {
                "before_header": "small thing B (present)",
                "after_header": "small thing B (absent)",
                "before": 'beside: ""\nname: B\ntext: one\nwords: []\n',
                "after": "",
            },
        ],
        "plan": [
            {"operation": "create", "name": "N", "where": "entries[2]", "fields": ["beside", "name", "text"],
             "before": {}, "after": new, "calls": ["createThing"], **blank},
            {"operation": "update", "name": "A", "where": "entries[0]", "fields": ["text"], "before": {"text": "one"},
             "after": {"text": "two"}, "calls": ["updateThing"], **blank},
            {"operation": "delete", "name": "B", "where": "entries[1]", "fields": ["beside", "name", "text", "words"],
             "before": old, "after": {}, "calls": ["deleteThing"], **blank},
        ],
        "entries": [
            {"name": "A", "text": "two", "words": [], "beside": ""},
            {"name": "N", "text": "new", "words": [], "beside": "A"},
            {"name": "C", "text": "one", "words": [], "beside": ""},
        ],
        "manual": [],
        "warnings": [],
        "api": {"reads": 4, "writes": 3, "tokens": 0, "seconds_waited": 0.0},
    }  # fmt: skip
    assert service.names() == ["A", "C", "D", "N"]


def test_check_mode_tells_the_same_and_sends_nothing_and_a_second_run_has_nothing_to_do() -> None:
    service = Service(thing("A"), thing("B"), thing("C"))
    predicted = run(service, *ASKED, check=True)
    assert service.sent == []
    applied = run(service, *ASKED)
    assert {**predicted, "api": None} == {**applied, "api": None}
    sent = list(service.sent)
    again = run(service, *ASKED)
    assert (again["changed"], again["plan"], again["diff"], service.sent) == (False, [], [], sent)
    assert again["entries"] == applied["entries"]


def test_a_run_that_is_asked_for_nothing_reads_nothing() -> None:
    service = Service(thing("A"))
    assert run(service)["api"] == {"reads": 0, "writes": 0, "tokens": 0, "seconds_waited": 0.0}
    assert run(service, purge=True, purge_match="X*")["api"]["reads"] == 1


def test_what_is_refused_is_refused_before_anything_is_sent() -> None:
    service = Service(thing("A"))
    message, result = failed(service, {"name": "A", "text": "two", "beside": "X"}, {"name": "B", "beside": "Y"})
    told = "there is no small thing '{}', neither in the account nor in what is applied"
    assert message == (
        "entries[0].beside: there is no thing 'X', neither in the account nor in what is applied\n"
        "entries[1].beside: there is no thing 'Y', neither in the account nor in what is applied"
    ), told
    assert (result, service.sent) == ({"api": {"reads": 1, "writes": 0, "tokens": 0, "seconds_waited": 0.0}}, [])


def test_members_are_read_and_written_batch_by_batch() -> None:
    service = Service(thing("A", items=[{"emailAddress": "a"}, {"emailAddress": "b", "note": "first"}]))
    exact = {"name": "A", "items": [{"item": "b", "note": "second"}, "c", "d", "e"], "items_mode": "exact"}
    result = run(service, exact, of=BOX)
    assert [(call, [item["emailAddress"] for item in items]) for call, _ids, items in service.sent] == [
        ("addItems", ["c", "d"]),
        ("addItems", ["e"]),
        ("removeItems", ["a"]),
        ("addItems", ["b"]),
        ("removeItems", ["b"]),
        ("addItems", ["b"]),
    ]
    assert {ids["id"] for _call, ids, _items in service.sent} == {"id-A"}
    assert result["entries"][0]["items"] == [{"item": "b", "note": "second"}, *({"item": name} for name in "cde")]
    assert result["plan"][0]["calls"] == [
        "addItems", "listItems", "removeItems", "addItems", "removeItems", "addItems", "listItems"
    ]  # fmt: skip


# --- A run that does not reach what it is asked -----------------------------------------------------------------------


def test_what_was_taken_and_is_not_to_be_seen_fails_the_run_by_name() -> None:
    service = Service(thing("A"), thing("B"))
    service.script["updateThing"] = [ignored]
    message, result = failed(service, {"name": "A", "text": "two"}, {"name": "B", "text": "two"})
    assert message == (
        f"1 of 2 changes are seen to be in effect. not seen to be in effect: small thing A (text). {LATER}"
    )
    assert result["changed"]
    assert names(result) == [("update", "B")]
    assert [entry["text"] for entry in result["entries"]] == ["one", "two"]
    service.script["updateThing"] = [ignored]
    message, result = failed(service, {"name": "A", "text": "two"})
    assert (result["changed"], result["plan"], result["diff"]) == (True, [], [])


def test_the_first_refusal_ends_a_run_and_what_is_left_is_named() -> None:
    service = Service(thing("A"), thing("B"), thing("C"))
    service.script["updateThing"] = [as_usual, failing(REFUSED)]
    message, result = failed(service, *({"name": name, "text": "two"} for name in "ABC"))
    assert message == (
        "1 of 3 changes are in effect. not in effect: small thing B (text); small thing C (text). "
        "stopped at small thing B: updateThing: refused with err_x"
    )
    assert result["changed"]
    assert names(result) == [("update", "A")]
    service.script["updateThing"] = [failing(REFUSED)]
    message, result = failed(service, {"name": "B", "text": "two"})
    assert message.startswith("0 of 1 changes are in effect. not in effect: small thing B (text). stopped at")
    assert not result["changed"]


def test_a_refusal_of_what_took_effect_all_the_same_is_told() -> None:
    service = Service(thing("A"))
    service.script["updateThing"] = [lost(REFUSED)]
    message, result = failed(service, {"name": "A", "text": "two"})
    assert message == "1 of 1 changes are in effect. stopped at small thing A: updateThing: refused with err_x"
    assert names(result) == [("update", "A")]


@pytest.mark.parametrize(
    ("turn", "stopped"),
    [(as_usual, ""), (failing(REFUSED), " updateThing: refused with err_x.")],
)
def test_where_nothing_can_be_read_back_nobody_knows_what_took_effect(turn: Any, stopped: str) -> None:
    service = Service(thing("A"))
    service.script["updateThing"] = [turn]
    service.script["listThings"] = [as_usual, failing(ApiError("listThings: HTTP 503"))]
    message, result = failed(service, {"name": "A", "text": "two"})
    assert message == (
        f"changes were sent, but it is not known what took effect.{stopped} Reading back failed: listThings: HTTP 503"
    )
    assert result["changed"] is True
    assert result["api"]["writes"] == 1


def test_where_nothing_can_be_read_back_those_who_may_be_out_are_named() -> None:
    service = Service(thing("A", items=[{"emailAddress": "a", "note": "first"}]))
    service.script["addItems"] = [as_usual, failing(ApiError("no")), failing(ApiError("no"))]
    service.script["listThings"] = [as_usual, failing(ApiError("listThings: HTTP 503"))]
    message, _result = failed(service, {"name": "A", "items": [{"item": "a", "note": "second"}]}, of=BOX)
    assert message == (
        "changes were sent, but it is not known what took effect. no. They were removed from A, and it is not known "
        "whether they were added again: a. Reading back failed: listThings: HTTP 503"
    )


def test_items_that_are_refused_are_named_and_what_is_in_effect_is_counted() -> None:
    service = Service(thing("A", items=[]))

    def refusing(answer: Any) -> Any:
        row = service.row("id-A")
        row["items"] = [item for item in row["items"] if item["emailAddress"] != "b"]
        return {}, [one_type_failure("b")]

    service.script["addItems"] = [answering(refusing)]
    message, result = failed(service, {"name": "A", "items": ["a", "b", "c"]}, of=BOX)
    assert message == (
        "0 of 1 changes are in effect. not in effect: large box A (items). refused by the API: A: b (err_x). "
        "in effect for A: 2 items added, 0 removed"
    )
    assert result["plan"][0]["after"] == {"items": [{"item": "a"}, {"item": "c"}]}


def one_type_failure(name: str) -> Any:
    from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure

    return ItemFailure({"emailAddress": name}, "err_x")


# --- A run that waits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds_left", "pauses"),
    [
        (0.0, []),
        (0.4, []),
        (0.5, [0.25]),
        (1.4, [0.25]),
        (1.5, [0.25, 0.5]),
        (3.4, [0.25, 0.5]),
        (3.5, [0.25, 0.5, 1.0]),
        (1000.0, [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0]),
    ],
)
def test_what_was_taken_is_waited_for_with_half_of_what_may_be_waited(seconds_left: float, pauses: list[float]) -> None:
    service = Service(thing("A"), seconds_left=seconds_left)
    service.script["updateThing"] = [ignored]
    _message, result = failed(service, {"name": "A", "text": "two"})
    assert service.waited == pauses
    assert result["api"]["seconds_waited"] == round(sum(pauses), 3)
    assert service.calls.count("listThings") == 2 + len(pauses)


def test_waiting_ends_when_it_shows() -> None:
    service = Service(thing("A"), seconds_left=100.0)
    stale = [dict(row) for row in service.rows_there]
    service.script["listThings"] = [as_usual, answering(lambda _rows: stale), answering(lambda _rows: stale)]
    assert run(service, {"name": "A", "text": "two"})["changed"]
    assert service.waited == [0.25, 0.5]


def test_what_was_refused_is_not_waited_for() -> None:
    service = Service(thing("A"), seconds_left=100.0)
    service.script["updateThing"] = [failing(REFUSED)]
    failed(service, {"name": "A", "text": "two"})
    assert service.waited == []
