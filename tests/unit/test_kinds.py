# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the kinds of fields: what is parsed stays so, what is sent comes back, and the same is no difference."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field, Wish
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List, Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import (
    Choice,
    Date,
    Flag,
    Number,
    Percentage,
    Secret,
    Text,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, HIDDEN

WORDS = st.sampled_from(["a.example", "B.EXAMPLE", "jo@c.example", " d.example. "])
NOTES = st.sampled_from(["", "CHG-1", " CHG  1 "])
MEMBER = Text("member", (), normalize=spelling.sender, required=True)
RECORDS = Records("r", (), api="r", owned=True, item_key="member", fields=(MEMBER, Text("note", (), clear="")))
LOGIN = Map(
    "m",
    (),
    fields=(Text("user", (), api="login.user", default=""), Flag("on", (), api="login.on", default=False)),
)
SECRETIVE = Map("m", (), fields=(Text("user", (), api="user"), Secret("word", (), api="word")))

KINDS: dict[str, tuple[Field, st.SearchStrategy[Any]]] = {
    "text": (Text("t", (), api="outer.t"), st.text(st.characters(exclude_categories=["Cc", "Cs"]))),
    "choice": (Choice("c", (), api="c", choices=("add", "remove")), st.sampled_from(["add", "remove"])),
    "number": (
        Number("n", (), api="n", lowest=1, highest=9),
        st.integers(1, 9).flatmap(lambda n: st.sampled_from([n, f" {n}"])),
    ),
    "percentage": (Percentage("p", (), api="p"), st.sampled_from([1, "100", "off", False])),
    "flag": (Flag("f", (), api="f"), st.sampled_from([True, False, "yes", "OFF", 1])),
    "date": (Date("d", (), api="d", clear=""), st.sampled_from(["", "2027-01-31", datetime.date(2027, 1, 31)])),
    "list": (List("l", (), api="l"), st.lists(WORDS)),
    "set": (Set("s", (), api="s", normalize=spelling.sender), st.lists(WORDS)),
    "networks": (
        Networks("s", (), api="s"),
        st.lists(st.sampled_from(["192.0.2.0/25", "192.0.2.128-192.0.2.255", "::1"])),
    ),
    "records": (
        RECORDS,
        st.lists(
            st.fixed_dictionaries({"member": WORDS}, optional={"note": NOTES}),
            unique_by=lambda r: spelling.sender(r["member"]),
        ),
    ),
    "map": (LOGIN, st.fixed_dictionaries({}, optional={"user": WORDS, "on": st.sampled_from(["yes", False])})),
}
every_kind = pytest.mark.parametrize(("field", "written"), KINDS.values(), ids=KINDS)


def no_name(*_more: str) -> str:
    raise AssertionError("none of these fields refers to anything")


def parsed(field: Field, value: Any) -> Any:
    found, problems = field.parse(value, "at")
    assert problems == []
    return found


def wish(field: Field, value: Any, mode: str = "exact", again: bool = False) -> Wish:
    keep, without, problems = field.split(value, mode, "at") if field.owned else (value, frozenset[str](), [])
    assert problems == []
    return Wish(keep, without, mode, again)


@every_kind
@given(data=st.data())
def test_parsing_again_changes_nothing(field: Field, written: st.SearchStrategy[Any], data: st.DataObject) -> None:
    once = parsed(field, data.draw(written))
    assert parsed(field, once) == once


@every_kind
@given(data=st.data())
def test_what_is_sent_comes_back_as_it_was(field: Field, written: st.SearchStrategy[Any], data: st.DataObject) -> None:
    value = parsed(field, data.draw(written))
    assert field.differ(field.decode(field.encode(value, no_name), no_name), wish(field, value)) is None


@every_kind
@given(data=st.data())
def test_a_value_does_not_differ_from_itself(
    field: Field, written: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    value = parsed(field, data.draw(written))
    assert field.differ(field.as_read(value), wish(field, value)) is None


@every_kind
@given(data=st.data())
def test_what_is_made_so_has_nothing_left_to_change(
    field: Field, written: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    there, value = (parsed(field, data.draw(written)) for _side in range(2))
    for mode in ("add", "remove", "exact") if field.owned else ("exact",):
        wanted = wish(field, value, mode)
        difference = field.differ(field.as_read(there), wanted)
        assert difference is None or field.differ(difference.result, wanted) is None


@pytest.mark.parametrize("kind", ["set", "networks", "records"])
@given(data=st.data(), seed=st.integers())
def test_order_does_not_count(kind: str, data: st.DataObject, seed: int) -> None:
    field, written = KINDS[kind]
    items = data.draw(written)
    there = field.as_read(parsed(field, random.Random(seed).sample(items, len(items))))
    assert field.differ(there, wish(field, parsed(field, items))) is None


def test_the_order_of_a_list_counts() -> None:
    field = List("l", ())
    assert field.differ(["a", "b"], Wish(["b", "a"]))
    assert parsed(field, ["a", "a"]) == ["a", "a"]


@given(st.lists(WORDS, min_size=1), st.lists(WORDS))
def test_a_mode_says_what_happens_to_what_is_not_named(named: list[str], there: list[str]) -> None:
    field = Set("s", (), normalize=spelling.sender, owned=True)
    have, want = parsed(field, there), parsed(field, named)
    after = {"add": {*have, *want}, "remove": {*have} - {*want}, "exact": {*want}}
    for mode, expected in after.items():
        difference = field.differ(have, wish(field, want, mode))
        assert set(difference.result if difference else have) == expected


def test_a_mapping_that_names_nothing_asks_for_nothing_unless_that_empties_it() -> None:
    there = {"user": "jo", "on": True}
    assert LOGIN.differ(there, Wish({})) is None
    assert LOGIN.as_read({}) == {"user": "", "on": False}
    cleared = Map("m", (), fields=LOGIN.fields, default={}, clear={}).differ(there, Wish({}))
    assert cleared
    assert (cleared.before, cleared.after, cleared.sent) == (there, {}, {})


def test_a_note_that_is_not_written_is_left_alone_and_an_empty_one_is_none() -> None:
    there = [{"member": "a.example", "note": "CHG-1"}]
    assert RECORDS.differ(there, wish(RECORDS, [{"member": "a.example"}])) is None
    emptied = RECORDS.differ(there, wish(RECORDS, [{"member": "a.example", "note": ""}]))
    assert emptied
    assert (emptied.before, emptied.after, emptied.unchanged) == (there, [{"member": "a.example"}], 0)


def test_a_secret_differs_only_when_it_is_to_be_sent_again_and_is_never_shown() -> None:
    field = Secret("password", ())
    assert field.differ(ABSENT, Wish("canary")) is None
    again = field.differ(ABSENT, Wish("canary", again=True))
    assert again
    assert (again.before, again.after, again.result, again.sent) == (ABSENT, HIDDEN, ABSENT, "canary")
    assert "canary" not in repr(again) + repr(Wish("canary"))
    inside = SECRETIVE.differ({"user": "jo"}, Wish({"user": "jo", "word": "canary"}, again=True))
    assert inside
    assert (inside.before, inside.after) == ({}, {"word": HIDDEN})
    assert SECRETIVE.shown({"word": "canary"}) == {"word": HIDDEN}
    assert SECRETIVE.as_read({"user": "jo", "word": "canary"}) == {"user": "jo"}


def test_a_refused_value_beside_a_secret_is_not_shown() -> None:
    flag = Flag("f", (), expected="true or false")
    choice = Choice("c", (), choices=("a",), expected="a")
    for field, value in ((flag, "canary"), (choice, "canary"), (choice, ["canary"]), (Secret("s", ()), ["canary"])):
        problems = field.parse(value, "at")[1]
        assert len(problems) == 1
        assert "canary" not in str(problems)


@pytest.mark.parametrize(
    ("field", "option"),
    [
        (Text("t", ()), {"type": "str"}),
        (Choice("c", (), choices=("a", "b")), {"type": "str", "choices": ["a", "b"]}),
        (Number("n", (), lowest=1, highest=2), {"type": "int"}),
        (Percentage("p", (), clear="off"), {"type": "raw"}),
        (Flag("force_password_change", ()), {"type": "bool", "no_log": False}),
        (Date("d", ()), {"type": "str"}),
        (Secret("password", ()), {"type": "str", "no_log": True}),
        (List("l", ()), {"type": "list", "elements": "str"}),
        (RECORDS, {"type": "list", "elements": "raw"}),
        (LOGIN, {"type": "dict", "options": {"user": {"type": "str"}, "on": {"type": "bool"}}}),
    ],
)
def test_a_field_is_an_option_of_ansible_as_plain_data(field: Field, option: dict[str, Any]) -> None:
    assert field.option() == option
