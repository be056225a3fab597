# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the API in every shape, wrong ones too: a refusal stays a refusal, and a missing row is not the end."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import envelopes
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Executor
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Step, Unchanged, Update
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED

READ = Operation("getX", "GET", "/x/{id}", rows=("things",))
WRITE = Operation("updateX", "PATCH", "/x/{id}", writes=True)
OLD = Operation("legacyX", "POST", "/api/x", envelope="legacy", writes=True)
OLD_LIST = Operation("legacyListX", "POST", "/api/list-x", envelope="legacy", rows=("things",))


def answered(body: Any, operation: Operation = READ, status: int = 200) -> Any:
    """Return what the client makes of an answer."""
    return envelopes.parse_answer(operation, "api.example", Answer(status, {}, json.dumps(body).encode()))


@pytest.mark.parametrize(
    ("fail", "codes"),
    [
        (None, []),
        ([], []),
        ("", []),
        ([{"errors": [{"code": "err_x"}]}], ["err_x"]),
        ([{"errors": {"code": "err_x"}}], ["err_x"]),
        ([{"errors": "err_x"}], ["err_x"]),
        ([{"errors": ["err_x"]}], ["err_x"]),
        ([{"errors": None, "code": "err_x"}], ["err_x"]),
        ([{"errors": [None]}], ["refused"]),
        ([{"errors": 5}], ["refused"]),
        ([{"errors": "the password canary is too short"}], ["refused"]),
        ([None, "err_x", 5, ["odd"]], ["refused", "err_x", "refused", "refused"]),
        ({"errors": [{"code": "err_x"}]}, ["err_x"]),
        ({"code": {"odd": 1}}, ["refused"]),
        ("err_x", ["err_x"]),
        ("the password canary is too short", ["refused"]),
        (5, ["refused"]),
    ],
)
def test_a_failure_of_any_shape_is_a_refusal_with_its_code_and_nothing_else(fail: Any, codes: list[str]) -> None:
    answer = {"meta": {"status": 200}, "data": [], "fail": fail}
    assert [failure.code for failure in envelopes.failures_of(answer)] == codes
    assert [failure.code for failure in envelopes.refused_items(OLD, [{}], answer)] == codes
    if codes:
        with pytest.raises(ApiError, match=f"refused with {codes[0]}"):
            envelopes.check_failures(OLD, answer)
    else:
        envelopes.check_failures(OLD, answer)


def test_the_item_that_failed_is_told_where_the_answer_tells_it() -> None:
    failures = envelopes.failures_of({"fail": [{"key": {"domain": "a.example"}, "errors": []}, {"key": "odd"}]})
    assert [failure.item for failure in failures] == [{"domain": "a.example"}, {}]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, "400", 599])
def test_a_status_inside_of_an_answer_counts_although_the_answer_says_200(status: Any) -> None:
    with pytest.raises(ApiError, match=f"refused with HTTP {status}") as told:
        answered({"meta": {"status": status}, "data": []})
    assert told.value.status == int(status)
    with pytest.raises(ApiError):
        answered({"meta": {"status": status}}, WRITE)


@pytest.mark.parametrize("status", [200, 204, 399, "200", None, "ok", True, {}])
def test_a_status_inside_of_an_answer_that_is_no_failure_stops_nothing(status: Any) -> None:
    assert answered({"meta": {"status": status}, "data": []})["data"] == []


def test_failures_inside_an_answer_count_whatever_its_status_says() -> None:
    answer = answered({"meta": {"status": 400}, "fail": [{"errors": [{"code": "err_x"}]}]}, OLD)
    assert [failure.code for failure in envelopes.failures_of(answer)] == ["err_x"]


@pytest.mark.parametrize("odd", [None, 5, "text", ["list"]])
def test_a_row_that_is_no_object_counts_and_tells_nothing(odd: Any) -> None:
    rows = list(envelopes.rows_of(READ, {"things": [{"id": "1"}, odd, {"id": "2"}]}))
    assert rows == [{"id": "1"}, {}, {"id": "2"}]
    assert list(envelopes.rows_of(OLD_LIST, {"data": [{"things": [odd, {"id": "2"}]}]})) == [{}, {"id": "2"}]
    assert list(envelopes.rows_of(OLD, {"data": [odd, {"id": "2"}]})) == [{}, {"id": "2"}]


@pytest.mark.parametrize("answer", [{"data": [None]}, {"data": ["x"]}, {"data": [{"things": None}]}, {"data": None}])
def test_an_answer_whose_rows_are_no_list_is_an_error_and_not_the_end(answer: Any) -> None:
    with pytest.raises(ApiError, match="the answer holds no rows"):
        list(envelopes.rows_of(OLD_LIST, answer))


@pytest.mark.parametrize("data", [[None], ["x"], {"0": {}}, "x", 5])
def test_an_answer_about_one_object_that_holds_none_is_an_error(data: Any) -> None:
    with pytest.raises(ApiError, match="the answer holds no object"):
        envelopes.first_object(OLD, {"data": data})


@pytest.mark.parametrize(("data", "found"), [([], {}), (None, {}), ([{"id": "1"}, None], {"id": "1"})])
def test_an_answer_about_one_object_gives_the_first(data: Any, found: Any) -> None:
    assert envelopes.first_object(OLD, {"data": data}) == found


def test_every_character_of_an_id_that_means_something_in_a_path_is_quoted() -> None:
    marks = "/?#%&=+ .;:@,$!*'()[]{}<>|\\^`\"~\u00e9\n\x00"
    path = envelopes.path_of(READ, {"id": f"a{marks}b"})
    assert path.startswith("/x/a")
    assert set(path.removeprefix("/x/")) <= set("ABCDEFabcdef0123456789%.~")
    for operation in {call.id: call for resource in MANAGED.values() for call in resource.operations}.values():
        if "{id}" in operation.path:
            assert envelopes.path_of(operation, {"id": "a/b?c#d"}) == operation.path.replace("{id}", "a%2Fb%3Fc%23d")


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_an_id_that_would_be_another_path_is_never_sent(value: str) -> None:
    with pytest.raises(ApiError, match="updateX was not sent: the object has no usable id"):
        envelopes.path_of(WRITE, {"id": value})


def test_the_code_of_an_error_names_the_member_of_the_request_that_it_is_about() -> None:
    assert envelopes.code_of(b'{"errors":[{"code":"err_x","field":"port"}]}') == "err_x.port"
    assert envelopes.code_of(b'{"errors":[{"code":"err_x","field":null}]}') == "err_x"


@pytest.mark.parametrize(
    "body", [b'{"errors":[]}', b'{"errors":["err_x"]}', b'{"errors":{"code":"err_x"}}', b'{"errors":[[]]}']
)
def test_errors_of_another_shape_have_no_code(body: bytes) -> None:
    assert envelopes.code_of(body) == ""


@pytest.mark.parametrize(("told", "token"), [("t", "t"), (None, ""), ("", ""), (7, "7")])
def test_a_page_without_a_token_for_the_next_is_the_last(told: Any, token: str) -> None:
    listing = Operation("listX", "GET", "/x", rows=("things",), paged=True)
    assert envelopes.next_page_token(listing, {"meta": {"nextPage": told}}) == token
    assert envelopes.next_page_token(listing, {}) == ""
    assert envelopes.next_page_token(READ, {"meta": {"nextPage": told}}) == ""


def test_what_is_no_json_says_whether_something_may_have_been_changed() -> None:
    for operation, unsure in ((WRITE, "; it is not known whether the change took effect"), (READ, "")):
        with pytest.raises(ApiError) as told:
            envelopes.parse_answer(operation, "api.example", Answer(200, {}, b"<html>"))
        expected = f"{operation.id}: api.example answered something that is not JSON{unsure}; check base_url and proxy"
        assert str(told.value) == expected


def test_an_object_of_a_legacy_answer_that_has_no_rows_has_none() -> None:
    assert list(envelopes.rows_of(OLD_LIST, {"data": [{"id": "1"}, {"things": [{"id": "2"}]}]})) == [{"id": "2"}]


def test_what_the_api_refuses_of_one_object_is_told_with_its_code() -> None:
    class Refusing:
        def write(self, *_given: Any) -> tuple[Any, list[envelopes.ItemFailure]]:
            return {}, [envelopes.ItemFailure({}, "err_x")]

    group = MANAGED["sender_group"]
    change = Unchanged("sender_group", group.title, "Vendors", "", id="an-id").become(
        Update, steps=(Step("update", {}),)
    )
    client = cast(Client, Refusing())
    outcome = Executor(group, client, Reader(client, MANAGED), Progress(silent)).execute([change])
    assert outcome.failure
    assert (outcome.failure.operation, outcome.failure.status, outcome.failure.code) == (
        "legacyUpdateGroups",
        200,
        "err_x",
    )
    assert str(outcome.failure) == "legacyUpdateGroups: refused with err_x for sender group Vendors"
    assert outcome.failed is change
