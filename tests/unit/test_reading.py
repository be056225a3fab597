# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader makes of an account of made-up things: objects, names and ids, and what it asks for to know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Creation, Current, Deletion, Update
from ansible_collections.mailops.mimecast.tests.unit.service import Service, answering, as_usual, failing, thing
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, THING, at_rest, wish

BROKEN = failing(ApiError("HTTP 503", status=503))
NOT_OFFERED = failing(NotOffered("not offered", status=403))
assert BOX.members
SHELF = replace(
    BOX,
    members=replace(
        BOX.members, exclusive=True, profile=Operation("getHolder", "POST", "/x"), profile_name="holder", scan="thing"
    ),
)
MARKED = replace(
    BOX,
    foreign=lambda row: str(row.get("theirs") or ""),
    belongs=lambda row: not row.get("other"),
    occupied=lambda row: str(row.get("full") or ""),
)
"""Whose rows say whether they are ours, of this type, and full."""


def reader(service: Service, belief: Belief | None = None, **resources: Resource) -> Reader:
    return Reader(service.client, {"thing": THING, "box": BOX, **resources}, belief)


def current(
    service: Service, resource: Resource, desired: Sequence[Any], scan: bool = False, **more: Any
) -> list[Current]:
    """Return what a task reads that purges nothing, unless ``swept`` is given."""
    swept = more.pop("swept", lambda found: False)
    return reader(service, more.get("belief")).current(resource, desired, scan, swept)


def members(*names: str) -> list[Any]:
    return [{"emailAddress": name} for name in names]


def items(*names: str) -> list[Any]:
    return [{"item": name} for name in names]


def read(name: str, **more: Any) -> Current:
    """Return an object as it is read of a row without anything particular."""
    return Current(name, f"id-{name}", {"name": name, "text": "one", "words": [], "beside": "", **more})


# --- Objects ----------------------------------------------------------------------------------------------------------


def test_an_object_is_told_with_all_that_matters_of_its_row() -> None:
    service = Service(
        thing("A", besideId="id-B"),
        thing("B", theirs="it is theirs"),
        thing("C", other=True),
        thing("D", full="it is full"),
    )
    assert current(service, MARKED, []) == [
        read("A", beside="B"),
        replace(read("B"), foreign="it is theirs"),
        replace(read("C"), belongs=False),
        replace(read("D"), occupied="it is full"),
    ]
    assert service.calls == ["listThings"] * 2


def test_what_cannot_be_told_is_told_by_its_name_and_what_is_wrong() -> None:
    service = Service(
        thing("A", text=["odd"]),
        thing("A2", text=["odd"], other=True),
        {"id": "1", "name": "", "text": "one"},
        {"id": "2", "text": "one", "other": True},
        {"name": "B"},
        thing("C\x07"),
        thing("D", besideId="id-X"),
    )
    assert current(service, MARKED, []) == [
        Current("A", "id-A", {}, unreadable="text: expected text, got a list"),
        Current("A2", "id-A2", {}, unreadable="text: expected text, got a list", belongs=False),
        Current("", "1", {}, unreadable="it has no name; it is number 3 of the list"),
        Current("", "2", {}, unreadable="it has no name; it is number 4 of the list", anonymous=True),
        Current("B", "", {}, unreadable="it has no id"),
        replace(
            Current("C\x07", "id-C\x07", {}),
            unreadable="a site file cannot contain its name: 'C\\x07' holds control characters",
        ),
        Current("D", "id-D", {}, unreadable="beside: it refers to a small thing that does not exist"),
    ]


def test_an_object_without_an_id_is_fine_where_no_request_needs_one() -> None:
    assert THING.update
    assert THING.delete
    by_name = replace(
        THING, update=replace(THING.update, identify_by="key"), delete=replace(THING.delete, identify_by="key")
    )
    assert current(Service({"name": "B", "text": "one"}), by_name, []) == [replace(read("B"), id="")]


DETAILED = replace(THING, fields=(*THING.fields, Text("more", (), api="more", detail=("more", "also"), default="none")))


def test_an_object_is_read_separately_only_if_the_list_lacks_a_setting_of_the_entry() -> None:
    def calls(hidden: set[str], *desired: Any, **row: Any) -> tuple[list[str], list[Any]]:
        service = Service(thing("A", **row), thing("B", **row))
        service.hidden = hidden
        found = current(service, DETAILED, desired)
        return service.calls, [current.entry.get("more") for current in found]

    speaking, other = wish(DETAILED, name="A", more="x"), wish(DETAILED, name="A", text="x")
    assert calls({"more"}, speaking, more="told") == (["listThings", "getThing"], ["told", "none"])
    assert calls({"more"}, other, more="told") == (["listThings"], ["none", "none"])
    assert calls(set(), speaking, more="told") == (["listThings"], ["told", "told"])
    assert calls({"also"}, speaking, also="x", more="told")[0] == ["listThings"]
    assert calls({"more"}, replace(speaking, id="id-A"), more="told")[0] == ["listThings"]
    assert calls({"more"}, speaking, more="told", text=["odd"])[0] == ["listThings"]


def test_what_is_in_the_list_and_not_by_itself_cannot_be_read() -> None:
    service = Service(thing("A", more="told"))
    service.hidden = {"more"}
    service.script["getThing"] = [failing(ApiError("odd id", status=400)), BROKEN]
    (found,) = current(service, DETAILED, [wish(DETAILED, name="A", more="x")])
    assert found.unreadable == "it is in the list, but cannot be read on its own"
    with pytest.raises(ApiError, match="HTTP 503"):
        current(service, DETAILED, [wish(DETAILED, name="A", more="x")])


def test_an_object_that_is_picked_by_its_id_is_read_where_the_list_has_another_id_for_it() -> None:
    twins = [thing("A"), thing("A", id="id-2"), thing("B")]
    assert [found.id for found in current(Service(*twins), THING, [wish(THING, name="A", id="id-2")])] == [
        "id-2",
        "id-B",
    ]
    service = Service(*twins)
    service.script["listThings"] = [answering(lambda rows: [{**row, "id": f"other-{row['id']}"} for row in rows])]
    assert [found.id for found in current(service, THING, [wish(THING, name="A", id="id-2")])] == ["other-id-B", "id-2"]
    assert service.calls == ["listThings", "getThing"]
    assert [found.key for found in current(Service(*twins), THING, [wish(THING, name="A", id="id-B")])] == ["B"]
    assert [found.key for found in current(Service(*twins), THING, [wish(THING, name="A", id="id-9")])] == ["B"]
    assert len(current(Service(*twins), THING, [wish(THING, name="A")])) == 3


def test_an_object_that_is_picked_is_told_with_what_is_believed_of_it() -> None:
    belief = Belief().after(THING, [at_rest(THING, "A").become(Update, entry={"text": "two"}, after={"text": "two"})])
    service = Service(thing("A"))
    service.script["listThings"] = [answering(lambda rows: [])] * 2
    found = current(service, THING, [wish(THING, name="A", id="id-A")], belief=belief)
    assert [(each.id, each.entry["text"]) for each in found if each.id] == [("id-A", "two")]
    gone = Belief().after(THING, [at_rest(THING, "A").become(Deletion)])
    assert current(service, THING, [wish(THING, name="A", id="id-A")], belief=gone) == []


def test_one_object_is_looked_at_as_it_is_now() -> None:
    service = Service(thing("A", text="two"))
    reading = reader(service)
    assert reading.look(THING, "id-A") == read("A", text="two")
    assert reading.look(THING, "id-X") is None
    assert reading.read_alone(THING, "id-A") == {"id": "id-A", "name": "A", "text": "two"}
    assert reading.read_alone(THING, "id-X") == {}
    service.script["getThing"] = [NOT_OFFERED, NOT_OFFERED, BROKEN, BROKEN]
    assert reading.read_alone(THING, "id-A") == {}
    with pytest.raises(NotOffered):
        reading.look(THING, "id-A")
    for ask in (reading.look, reading.read_alone):
        with pytest.raises(ApiError, match="HTTP 503"):
            ask(THING, "id-A")
    assert reading.read_alone(replace(THING, get=None), "id-A") == {}


def test_ids_and_names_are_those_of_the_list() -> None:
    service = Service(thing("A"), thing("B"), thing("A", id="id-2"))
    reading = reader(service)
    assert reading.ids_of(THING, "A") == ["id-A", "id-2"]
    assert reading.ids_of(THING, "X") == []
    assert (reading.key_of(THING, "id-2"), reading.key_of(THING, "id-X")) == ("A", "")
    assert reading.known("thing") == {"A": 2, "B": 1}
    assert reading.add(THING, {"id": "id-C", "name": "C"}) == "C"
    assert reading.ids_of(THING, "C") == ["id-C"]
    assert service.calls == ["listThings"]
    reading.forget(THING)
    assert reading.ids_of(THING, "C") == []


# --- Names of what is referred to -------------------------------------------------------------------------------------


def test_the_name_behind_an_id_is_asked_for_once_where_the_list_has_another_id() -> None:
    service = Service(thing("A"), thing("B"))
    reading = reader(service)
    assert reading.name_of("thing", "id-A", "") == "A"
    assert reading.name_of("thing", "id-A", "beside it") == "beside it"
    assert reading.name_of("thing", "", "") == ""
    assert service.calls == ["listThings"]
    service.rows_there.append(thing("C"))
    assert [reading.name_of("thing", "id-C", "") for _time in range(2)] == ["C", "C"]
    assert service.calls == ["listThings", "getThing"]
    with pytest.raises(Unreadable, match=r"^it refers to a small thing that does not exist$"):
        reading.name_of("thing", "id-X", "")
    service.script["getThing"] = [NOT_OFFERED, BROKEN]
    with pytest.raises(Unreadable, match=r"^the small thing that it refers to cannot be read: not offered$"):
        reading.name_of("thing", "id-Y", "")
    with pytest.raises(ApiError, match="HTTP 503"):
        reading.name_of("thing", "id-Z", "")


ROOTED = replace(THING, unlisted_root="besideId")


def test_the_root_that_no_list_holds_has_no_name() -> None:
    def name_of(object_id: str, *rows: Any) -> tuple[str, int]:
        service = Service(*rows)
        return reader(service, thing=ROOTED).name_of("thing", object_id, ""), service.calls.count("getThing")

    rooted = [thing("A", besideId="root"), thing("B", besideId="id-A"), thing("C", besideId=None), thing("D")]
    assert name_of("root", *rooted) == ("", 0)
    assert name_of("root", *rooted, thing("E", besideId="root2")) == ("", 1)
    assert name_of("elsewhere", *rooted) == ("", 1)
    assert name_of("root", thing("A", besideId="root"), {"name": "nameless", "besideId": "root"}) == ("", 0)


def test_an_id_is_that_of_the_only_object_of_a_name() -> None:
    reading = reader(Service(thing("A"), thing("B"), thing("B", id="id-2"), {"name": "N"}))
    assert reading.id_of("thing", "A") == "id-A"
    for name, told in (
        ("B", "2 small thing objects are called 'B', one is needed"),
        ("X", "0 small thing objects are called 'X', one is needed"),
        ("N", "the small thing 'N' has no id by which it could be named"),
    ):
        with pytest.raises(ApiError, match=f"^{told}$"):
            reading.id_of("thing", name)


def test_what_was_just_created_is_referred_to_by_its_id_once_its_name_is_seen() -> None:
    service = Service(thing("A"))
    reading = reader(service)
    reading.register(THING, "N", "id-N")
    service.rows_there.append(thing("N"))
    assert [reading.id_of("thing", "N") for _time in range(3)] == ["id-N"] * 3
    assert service.calls == ["getThing"]
    reading.register(THING, "M", "id-A")
    with pytest.raises(
        ApiError, match=r"^the small thing 'M' is called 'A' by the API, so nothing was made to refer to it$"
    ):
        reading.id_of("thing", "M")
    reading.register(THING, "L", "id-L")
    assert reading.id_of("thing", "L") == "id-L"
    reading.register(THING, "K", "")
    assert reading.id_of("thing", "K") == ""
    assert service.calls.count("getThing") == 3
    reading.forget(THING)
    with pytest.raises(ApiError, match="0 small thing objects"):
        reading.id_of("thing", "L")
    reading.register(THING, "N", "id-N")
    reading.id_of("thing", "N")
    assert service.calls.count("getThing") == 4


# --- Members ----------------------------------------------------------------------------------------------------------


def filled(**more: list[Any]) -> list[Any]:
    return [thing(name, items=held) for name, held in more.items()]


def test_members_are_read_only_for_the_named_objects_and_sorted_by_name() -> None:
    service = Service(*filled(A=members("b", "a", "b"), B=members("c"), C=members("d")))
    reading = reader(service)
    desired = [wish(BOX, name="A", items=["x"]), wish(BOX, name="B", text="x")]
    for _time in range(2):
        found = reading.current(BOX, desired, False, lambda found: False)
        assert found == [read("A", items=items("a", "b")), read("B"), read("C")]
    assert service.reads() == {"listThings": 1, "listItems": 1}
    assert reading.members_offered(BOX)
    reading.forget(THING)
    reading.current(BOX, desired, False, lambda found: False)
    assert service.calls.count("listItems") == 1
    reading.forget(BOX)
    reading.current(BOX, desired, False, lambda found: False)
    assert service.calls.count("listItems") == 2


def test_members_matter_of_what_goes_while_it_holds_any() -> None:
    rows = [thing(name, full="full", items=members("a")) for name in "ABC"] + [thing("D", items=members("a"))]

    def read_of(desired: Any, **more: Any) -> list[str]:
        return [found.key for found in current(Service(*rows), MARKED, desired, **more) if "items" in found.entry]

    gone = [wish(BOX, name=name, state="absent") for name in "AD"]
    assert read_of(gone) == ["A"]
    assert read_of([wish(BOX, name="A", text="x")]) == []
    assert read_of([], swept=lambda found: found.key in "CD") == ["C"]


def test_members_that_cannot_be_read_make_their_object_unreadable_and_a_call_that_fails_is_no_answer() -> None:
    desired = [wish(BOX, name="A", items=["x"])]
    service = Service(*filled(A=members("a")))
    odd = replace(BOX, members=replace(BOX.members, from_api=_unreadable))  # type: ignore[type-var]
    (found,) = current(service, odd, desired)
    assert (found.entry, found.unreadable) == ({}, "items: item 1: it is odd")
    service = Service(*filled(A=members("a")))
    service.script["listItems"] = [failing(ApiError("odd id", status=400)), BROKEN]
    (found,) = current(service, BOX, desired)
    assert (found.entry, found.unreadable) == ({}, "items: odd id")
    with pytest.raises(ApiError, match="HTTP 503"):
        current(service, BOX, desired)
    (unread,) = current(Service(thing("A", text=["odd"])), BOX, desired)
    assert unread.unreadable == "text: expected text, got a list"


def _unreadable(_row: Any) -> Any:
    raise Unreadable("it is odd")


def test_if_the_api_lists_no_members_the_named_ones_are_read_one_by_one() -> None:
    rows = filled(A=members("a", "b"), B=members("c"))
    desired = [
        wish(SHELF, name="A", items=["c", {"item": "a", "state": "absent"}]),
        wish(SHELF, name="B", items=["x"], items_mode="remove"),
    ]

    def asked(scan: bool) -> tuple[list[Current], Service, Reader]:
        service = Service(*rows)
        service.script["listItems"] = [NOT_OFFERED]
        reading = reader(service, box=SHELF)
        return reading.current(SHELF, desired, scan, lambda found: False), service, reading

    found, service, reading = asked(scan=False)
    part = frozenset({"items"})
    assert found == [
        replace(read("A", items=items("a")), partial=part),
        replace(read("B", items=items("c")), partial=part),
    ]
    assert service.reads() == {"listThings": 1, "listItems": 1, "getHolder": 3}
    assert not reading.members_offered(SHELF)
    assert reading.members_offered(THING)
    found, service, _reading = asked(scan=True)
    assert found == [read("A", items=items("a")), read("B", items=items("c"))]
    assert service.calls.count("getHolder") == 5
    service = Service(*rows)
    service.script["listItems"] = [NOT_OFFERED]
    with pytest.raises(NotOffered):
        current(service, BOX, desired)


def test_where_a_member_comes_from_is_found_out_with_who_else_is_there() -> None:
    rows = filled(A=members("a", "b"), B=members("c"), C=members("d"))
    desired = [wish(SHELF, name="B", items=["a", "c"])]
    service = Service(*rows)
    assert current(service, SHELF, desired) == [
        read("A", items=items("a", "b")),
        read("B", items=items("c")),
        read("C"),
    ]
    assert service.reads() == {"listThings": 1, "listItems": 2, "getHolder": 1}
    service = Service(*rows)
    service.script["getHolder"] = [NOT_OFFERED]
    assert [found.key for found in current(service, SHELF, desired) if "items" in found.entry] == ["B"]
    service = Service(*rows)
    service.script["listItems"] = [as_usual, failing(ApiError("odd id", status=400))]
    with pytest.raises(ApiError, match=r"^the members of 'A' cannot be read: items: odd id$"):
        current(service, SHELF, desired)
    service = Service(*rows)
    assert len(current(service, BOX, desired)) == 3
    assert service.reads() == {"listThings": 1, "listItems": 1}
    assert SHELF.members
    shared = replace(SHELF, members=replace(SHELF.members, exclusive=False))
    for resource, items_wanted in ((SHELF, ["c"]), (shared, ["a", "c"])):
        service = Service(*rows)
        current(service, resource, [wish(resource, name="B", items=items_wanted)])
        assert "getHolder" not in service.calls


HOLDERS: dict[str, tuple[Any, str]] = {
    "mixed case": (answering(lambda _row: {"holder": "A"}), "A"),
    "nobody": (answering(lambda _row: {"holder": None}), ""),
    "nothing": (answering(lambda _row: {}), ""),
}


@pytest.mark.parametrize(("turn", "holder"), HOLDERS.values(), ids=HOLDERS.keys())
def test_a_member_is_where_its_profile_says(turn: Any, holder: str) -> None:
    service = Service(*filled(A=[], B=[]))
    service.script["listItems"] = [NOT_OFFERED]
    service.script["getHolder"] = [turn]
    found = current(service, SHELF, [wish(SHELF, name="B", items=["x"])])
    assert [each.key for each in found if each.entry["items"]] == ([holder] if holder else [])


FOREIGN = ApiError("refused with err_x", "getHolder", 403, "err_xdk_operation_forbidden_for_address")


def test_somebody_whom_the_account_does_not_know_is_no_member_unless_still_to_come() -> None:
    def held(turn: Any, belief: Belief | None = None) -> list[str]:
        service = Service(*filled(A=[], B=[]))
        service.script["listItems"] = [NOT_OFFERED]
        service.script["getHolder"] = [turn]
        found = current(service, SHELF, [wish(SHELF, name="B", items=["x"])], belief=belief)
        return [each.key for each in found if each.entry["items"]]

    with pytest.raises(ApiError) as told:
        held(failing(FOREIGN))
    assert str(told.value) == "x is not a user of the account, or cannot be read: refused with err_x"
    assert (told.value.operation, told.value.status, told.value.code) == ("getHolder", 403, FOREIGN.code)
    assert held(failing(FOREIGN), Belief(names={"thing": frozenset({"x"})})) == []
    with pytest.raises(ApiError, match="HTTP 503"):
        held(BROKEN)
    with pytest.raises(ApiError, match=r"^x: the API returns no name for its large box$") as told:
        held(answering(lambda _row: {"holder": ["odd"]}))
    assert told.value.operation == "getHolder"


def test_what_is_believed_of_members_needs_no_request() -> None:
    made = at_rest(SHELF, "A").become(
        Update, entry={"name": "A", "items": items("x")}, after={"items": items("x")}, before={"items": []}
    )
    service = Service(*filled(A=members("a"), B=members("b")))
    found = current(service, SHELF, [wish(SHELF, name="B", items=["x"])], belief=Belief().after(SHELF, [made]))
    assert [each.entry["items"] for each in found] == [items("x"), items("b")]
    assert service.reads() == {"listThings": 1, "listItems": 1}


def test_everything_of_a_type_is_told_with_members_only_where_they_are_asked_for() -> None:
    rows = [
        *filled(A=members("T"), B=members("O")),
        thing("T", theirs="theirs", items=members("t")),
        thing("O", text=[]),
    ]
    service = Service(*rows)
    reading = reader(service)
    assert [found.key for found in reading.everything(MARKED, False, True)] == ["A", "B", "T", "O"]
    assert service.calls == ["listThings"]
    full = reading.everything(MARKED, True, False)
    assert [(found.key, found.entry.get("items")) for found in full] == [
        ("A", items("T")), ("B", items("O")), ("T", None), ("O", None)
    ]  # fmt: skip
    assert reader(Service(*rows)).everything(THING, True, True)[0] == read("A")
    service = Service(*rows)
    service.script["listItems"] = [NOT_OFFERED] * 3
    assert [found.entry.get("items") for found in reader(service, thing=BOX).everything(SHELF, True, True)][:2] == [
        items("T"),
        items("O"),
    ]
    for resource, scan in ((SHELF, False), (BOX, True)):
        with pytest.raises(NotOffered):
            reader(service).everything(resource, True, scan)


def test_who_is_in_some_objects_is_told_with_whether_those_are_all() -> None:
    rows = filled(A=members("a", "b"), B=members("c"), C=members("d"))
    service = Service(*rows)
    assert reader(service).holders("thing", ["A"], ["a"]) == ({}, True)
    assert service.calls == []
    assert reader(service).holders("box", ["A", "B"], []) == ({"a": "A", "b": "A", "c": "B"}, True)
    assert service.reads() == {"listThings": 1, "listItems": 2}
    service = Service(*rows)
    service.script["listItems"] = [NOT_OFFERED]
    assert reader(service, box=SHELF).holders("box", ["A", "B"], ["a", "d", "x"]) == ({"a": "A"}, False)
    service = Service(*rows)
    service.script["listItems"] = [failing(ApiError("odd id", status=400))]
    with pytest.raises(ApiError, match=r"^the members of 'A' cannot be read: items: odd id$") as told:
        reader(service).holders("box", ["A"], [])
    assert told.value.operation == "listItems"
    service.script["listItems"] = [NOT_OFFERED]
    with pytest.raises(ApiError, match=r"^large box: members cannot be asked for one by one$"):
        reader(service).holders("box", ["A"], ["a"])


def test_a_list_that_came_in_pages_can_be_read_again() -> None:
    service = Service(*map(thing, "ABCD"))
    service.page = 2
    service.script["listThings"] = [answering(lambda rows: rows[:3])]
    reading = reader(service)
    assert reading.known("thing") == {"A": 1, "B": 1, "C": 1}
    assert reading.read_again(THING)
    assert reading.known("thing") == {"A": 1, "B": 1, "C": 1, "D": 1}
    assert not reading.read_again(THING)


def test_what_is_only_believed_is_told_without_an_id() -> None:
    belief = Belief().after(THING, [replace(at_rest(THING, "N"), id="").become(Creation, entry={"name": "N"})])
    service = Service(thing("A"))
    reading = reader(service, belief)
    assert reading.known("thing") == {"A": 1, "N": 1}
    assert [(found.key, found.id) for found in reading.all_of("thing")] == [("A", "id-A"), ("N", "")]
