# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request that a client sends, in each shape of a call, and what it makes of each answer, told word for word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import envelopes
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection, Tokens
from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure, Page
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import (
    ApiError,
    OutcomeUnknown,
    ReadOnly,
    Unreachable,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer, NoAnswer, Request
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation

GET = Operation("getX", "GET", "/x/{id}")
LIST = Operation("listX", "GET", "/x", rows=("odd", "things"), paged=True, page_limit=50)
UNPAGED = Operation("listX", "GET", "/x", rows=("things",))
WRITE = Operation("updateX", "PATCH", "/x/{id}", writes=True)
BATCH = Operation("updateX", "POST", "/x", writes=True, rows=("all",))
DELETE = Operation("deleteX", "DELETE", "/x/{id}", writes=True)
OLD = Operation("legacyX", "POST", "/api/x", envelope="legacy", identify="folder")
OLD_LIST = Operation(
    "legacyListX", "POST", "/api/list", envelope="legacy", rows=("things",), paged=True, page_limit=500
)
HOST = "api.example"


def answer(body: Any = None, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, headers or {}, b"" if body is None else json.dumps(body).encode())


class Wire:
    """Stands in for the way to the API: gives one answer after the other, and keeps what was sent."""

    def __init__(self, *answers: Answer | NoAnswer) -> None:
        self.answers = list(answers)
        self.sent: list[Request] = []
        self.waited: list[float] = []
        self.closed = 0
        self.route = SimpleNamespace(host=HOST)

    def send(self, request: Request) -> Answer | NoAnswer:
        self.sent.append(request)
        return self.answers.pop(0)

    def close(self) -> None:
        self.closed += 1

    def client(self, **connection: Any) -> Client:
        """Return a client that sends by this way, with a token unless credentials are given."""
        given = connection if "client_id" in connection else {"access_token": "t", **connection}
        client = Client(Connection(**given), sleep=self.waited.append)
        client.transport = self  # type: ignore[assignment]
        return client


def error_of(call: Any) -> tuple[Any, str, str, int, str]:
    """Return kind, text, operation, status and code of the error that a call ends with."""
    with pytest.raises(ApiError) as told:
        call()
    error = told.value
    return type(error), str(error), error.operation, error.status, error.code


# --- Requests ---------------------------------------------------------------------------------------------------------


def test_a_read_asks_for_one_object_and_returns_it() -> None:
    wire = Wire(answer({"id": "1"}), answer({"data": [{"id": "2"}, {"id": "3"}]}), answer({"data": []}), answer())
    client = wire.client()
    assert client.read(GET, {"id": "a b"}) == {"id": "1"}
    assert client.read(OLD, item={"name": "A"}) == {"id": "2"}
    assert client.read(OLD) == {}
    assert client.read(UNPAGED) == {}
    assert wire.sent == [
        Request("GET", "/x/a%20b", token="t"),
        Request("POST", "/api/x", body={"data": [{"name": "A"}]}, token="t"),
        Request("POST", "/api/x", body={"data": []}, token="t"),
        Request("GET", "/x", token="t"),
    ]
    assert (client.tally.reads, client.tally.writes, client.tally.tokens) == (4, 0, 0)
    client.close()
    assert wire.closed == 1


def test_a_write_sends_its_items_and_returns_those_that_were_refused() -> None:
    refused = {"results": [{"success": True}, {"success": False}, "odd", {"success": None}]}
    failing = {"data": [], "fail": [{"key": {"a": 1}, "errors": [{"code": "err_x"}]}]}
    wire = Wire(answer({"id": "1"}), answer(), answer(refused), answer({"results": "odd"}), answer(failing))
    client = wire.client()
    assert client.write(WRITE, {"id": "1"}, [{"a": 1}, {"a": 2}]) == ({"id": "1"}, [])
    assert client.write(DELETE, {"id": "1"}, [{}]) == ({}, [])
    items = [{"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}]
    assert client.write(BATCH, {}, items) == (refused, [ItemFailure({"a": 2}, "refused")])
    assert client.write(BATCH, {}, items[:1])[1] == []
    assert client.write(OLD, {"id": "7"}, items[:1]) == (failing, [ItemFailure({"a": 1}, "err_x")])
    assert [(request.path, request.body) for request in wire.sent] == [
        ("/x/1", {"a": 1}),
        ("/x/1", None),
        ("/x", {"all": items}),
        ("/x", {"all": items[:1]}),
        ("/api/x", {"data": items[:1]}),
    ]
    assert (client.tally.reads, client.tally.writes) == (1, 4)
    assert envelopes.request_body(WRITE, []) is None


def test_a_list_is_read_page_by_page_to_its_end() -> None:
    pages: tuple[Any, ...] = (
        {"things": [1], "meta": {"nextPage": "p2"}},
        {"things": [{"id": "2"}], "meta": {"nextPage": "p3"}},
        {"things": []},
    )
    wire = Wire(*map(answer, pages))
    assert list(wire.client(page_size=10).rows(LIST)) == [{}, {"id": "2"}]
    assert [request.query for request in wire.sent] == [
        {"pageSize": "10"},
        {"pageSize": "10", "pageToken": "p2"},
        {"pageSize": "10", "pageToken": "p3"},
    ]
    old = [{"data": [{"things": [{"id": "1"}]}], "meta": {"pagination": {"next": "p2"}}}, {"data": [{"things": []}]}]
    wire = Wire(*map(answer, old))
    assert list(wire.client().rows(OLD_LIST, {"id": "7"}, {"kind": "a"})) == [{"id": "1"}]
    assert [request.body for request in wire.sent] == [
        {"meta": {"pagination": {"pageSize": 500}}, "data": [{"id": "7", "kind": "a"}]},
        {"meta": {"pagination": {"pageSize": 500, "pageToken": "p2"}}, "data": [{"id": "7", "kind": "a"}]},
    ]
    assert list(Wire(answer({"things": [{"id": "1"}], "meta": {"nextPage": "p2"}})).client().rows(UNPAGED)) == [
        {"id": "1"}
    ]
    assert envelopes.page_body(OLD, {"id": "7"}, {}, Page(5)) == {"data": [{"folder": "7"}]}
    assert envelopes.page_body(OLD, {}, {}, Page(5)) is None
    assert envelopes.page_query(UNPAGED, Page(5)) == {}


@pytest.mark.parametrize(("asked", "size"), [(0, 50), (10, 10), (50, 50), (99, 50)])
def test_no_page_is_larger_than_the_api_lets(asked: int, size: int) -> None:
    assert Wire().client(page_size=asked).page_size(LIST) == size


def test_a_page_token_that_comes_twice_ends_a_list_that_never_ends() -> None:
    page = {"things": [], "meta": {"nextPage": "p2"}}
    told = "listX: the API gave one page token twice, so the list cannot be read to its end"
    client = Wire(answer(page), answer(page)).client()
    assert error_of(lambda: list(client.rows(LIST))) == (ApiError, told, "listX", 0, "")


@pytest.mark.parametrize("ask", ["read", "rows"])
def test_a_failure_inside_of_a_legacy_answer_is_one(ask: str) -> None:
    failing = answer({"data": [{"things": []}], "fail": [{"errors": [{"code": "err_x"}]}]})
    client = Wire(failing).client()
    kind, text, operation, status, code = error_of(lambda: list(getattr(client, ask)(OLD_LIST)))
    assert (kind, text, operation, status, code) == (
        ApiError,
        "legacyListX: refused with err_x",
        "legacyListX",
        200,
        "err_x",
    )


NO_ROWS: tuple[tuple[Operation, Any, str], ...] = (
    (LIST, {"odd": {}, "other": []}, "listX: the answer holds no rows"),
    (OLD_LIST, {"data": {}}, "legacyListX: the answer holds no rows"),
    (OLD_LIST, {"data": [{"things": {}}]}, "legacyListX: the answer holds no rows"),
)


@pytest.mark.parametrize(("operation", "body", "told"), NO_ROWS)
def test_an_answer_without_rows_is_an_error_of_its_call(operation: Operation, body: Any, told: str) -> None:
    assert error_of(lambda: list(envelopes.rows_of(operation, body))) == (ApiError, told, operation.id, 0, "")


def test_an_answer_about_no_object_is_an_error_of_its_call() -> None:
    told = "legacyX: the answer holds no object"
    assert error_of(lambda: envelopes.first_object(OLD, {"data": ["odd"]})) == (ApiError, told, "legacyX", 0, "")
    not_sent = "getX was not sent: the object has no usable id"
    assert error_of(lambda: envelopes.path_of(GET, {"id": ".."})) == (ApiError, not_sent, "getX", 0, "")


# --- Answers that are none --------------------------------------------------------------------------------------------


def test_nothing_is_written_where_only_reading_is_meant() -> None:
    wire = Wire(answer({"id": "1"}))
    client = wire.client(read_only=True)
    told = (ReadOnly, "updateX was not sent: this run may only read", "updateX", 0, "")
    assert error_of(lambda: client.write(WRITE, {"id": "1"}, [{}])) == told
    assert wire.sent == []
    assert client.read(GET, {"id": "1"}) == {"id": "1"}


LOST = "it is not known whether the change took effect"
ANSWERS: dict[str, tuple[Answer | NoAnswer, tuple[Any, str, int, str], tuple[Any, str, int, str]]] = {
    "a refusal": (
        answer({"errors": [{"code": "err_x"}]}, 400, {"x-request-id": "7"}),
        (ApiError, "getX: refused with err_x [request 7]", 400, "err_x"),
        (ApiError, "updateX: refused with err_x [request 7]", 400, "err_x"),
    ),
    "a status inside": (
        answer({"meta": {"status": 400}}, headers={"x-request-id": "7"}),
        (ApiError, "getX: refused with HTTP 400 [request 7]", 400, ""),
        (ApiError, "updateX: refused with HTTP 400 [request 7]", 400, ""),
    ),
    "a redirect": (
        answer(status=302),
        (
            ApiError,
            f"getX: {HOST} redirects to another address, which is not followed; check base_url",
            302,
            "",
        ),
        (
            ApiError,
            f"updateX: {HOST} redirects to another address, which is not followed; check base_url",
            302,
            "",
        ),
    ),
    "no JSON": (
        Answer(200, {}, b"<html>"),
        (ApiError, f"getX: {HOST} answered something that is not JSON; check base_url and proxy", 200, ""),
        (
            OutcomeUnknown,
            f"updateX: {HOST} answered something that is not JSON; {LOST}; check base_url and proxy",
            200,
            "",
        ),
    ),
    "no object": (
        answer([]),
        (ApiError, "getX: the answer is not a JSON object", 200, ""),
        (ApiError, "updateX: the answer is not a JSON object", 200, ""),
    ),
    "trouble": (
        answer(status=503),
        (ApiError, "getX: the API answers HTTP 503; given up after waiting 0.0 seconds (retry_budget 0)", 503, ""),
        (OutcomeUnknown, f"updateX: HTTP 503; {LOST}", 503, ""),
    ),
    "a rate limit": (
        answer(status=429),
        (ApiError, "getX: the API still limits the rate; given up after waiting 0.0 seconds (retry_budget 0)", 429, ""),
        (
            ApiError,
            "updateX: the API still limits the rate; given up after waiting 0.0 seconds (retry_budget 0)",
            429,
            "",
        ),
    ),
    "a broken connection": (
        NoAnswer("it broke off"),
        (ApiError, "getX: it broke off; given up after waiting 0.0 seconds (retry_budget 0)", 0, ""),
        (OutcomeUnknown, f"updateX: it broke off; {LOST}", 0, ""),
    ),
    "no connection": (
        NoAnswer("it is not there", left=False),
        (ApiError, "getX: it is not there; given up after waiting 0.0 seconds (retry_budget 0)", 0, ""),
        (Unreachable, f"{HOST} cannot be reached; updateX was not sent", 0, ""),
    ),
    "what nothing mends": (
        NoAnswer("the certificate is wrong", left=False, final=True),
        (ApiError, "the certificate is wrong", 0, ""),
        (ApiError, "the certificate is wrong", 0, ""),
    ),
}


@pytest.mark.parametrize(("found", "read", "written"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_that_is_none_is_told_to_who_reads_and_to_who_writes(found: Any, read: Any, written: Any) -> None:
    client = Wire(found, found).client(retry_budget=0.0)
    assert error_of(lambda: client.read(GET, {"id": "1"})) == (*read[:2], "getX", *read[2:])
    assert error_of(lambda: client.write(WRITE, {"id": "1"}, [{}])) == (*written[:2], "updateX", *written[2:])


def test_what_may_be_better_later_is_tried_again_with_longer_and_longer_pauses() -> None:
    trouble: list[Answer | NoAnswer] = [
        answer(status=503),
        NoAnswer("it broke off"),
        answer(status=429, headers={"Retry-After": "3"}),
        answer(status=500),
    ]
    wire = Wire(*trouble, answer({"id": "1"}))
    client = wire.client()
    assert client.read(GET, {"id": "1"}) == {"id": "1"}
    assert wire.waited == [0.25, 0.5, 3.0, 2.0]
    assert (client.tally.reads, client.tally.seconds_waited, client.seconds_left) == (5, 5.75, 120.0 - 5.75)
    assert wire.sent == [Request("GET", "/x/1", token="t")] * 5
    limited = Wire(answer(status=429), answer(status=429), answer({"id": "1"}))
    assert limited.client().write(WRITE, {"id": "1"}, [{}])[0] == {"id": "1"}
    assert limited.waited == [0.25, 0.5]


def test_waiting_ends_with_the_budget_of_the_run() -> None:
    wire = Wire(*[answer(status=503)] * 9)
    client = wire.client(retry_budget=1.75)
    told = "getX: the API answers HTTP 503; given up after waiting 1.8 seconds (retry_budget 2)"
    assert error_of(lambda: client.read(GET, {"id": "1"})) == (ApiError, told, "getX", 503, "")
    assert wire.waited == [0.25, 0.5, 1.0]
    assert client.seconds_left == 0.0
    client.wait(5.0)
    assert (client.seconds_left, wire.waited[-1]) == (0.0, 5.0)


# --- Tokens -----------------------------------------------------------------------------------------------------------


class Kept(Tokens):
    """Keeps tokens for the tasks that come later."""

    def __init__(self, token: str = "") -> None:
        self.token = token

    def recall(self) -> str:
        return self.token

    def keep(self, token: str) -> None:
        self.token = token


GRANTED = answer({"access_token": "new"})
SIGN_IN = Request(
    "POST",
    "/oauth/token",
    form={"grant_type": "client_credentials", "client_id": "me", "client_secret": "canary"},
)


def test_a_token_is_fetched_when_it_is_needed_kept_and_renewed_once_a_call() -> None:
    tokens = Kept()
    refused = answer(status=401)
    wire = Wire(GRANTED, answer({}), refused, answer({"access_token": "newer"}), answer({}), refused, GRANTED, refused)
    client = wire.client(client_id="me", client_secret="canary", tokens=tokens)
    client.read(UNPAGED)
    assert wire.sent == [SIGN_IN, Request("GET", "/x", token="new")]
    assert tokens.token == "new"
    client.read(UNPAGED)
    assert wire.sent[2:] == [Request("GET", "/x", token="new"), SIGN_IN, Request("GET", "/x", token="newer")]
    assert tokens.token == "newer"
    told = "listX: refused with HTTP 401: the token is not accepted, not even a new one"
    assert error_of(lambda: client.read(UNPAGED)) == (ApiError, told, "listX", 401, "")
    assert (client.tally.tokens, client.tally.reads, client.tally.writes) == (3, 5, 0)


def test_a_token_that_is_known_is_used_and_a_given_one_never_renewed() -> None:
    wire = Wire(answer({}))
    wire.client(client_id="me", client_secret="canary", tokens=Kept("kept")).read(UNPAGED)
    assert wire.sent == [Request("GET", "/x", token="kept")]
    wire = Wire(answer(status=401))
    assert error_of(lambda: wire.client().read(UNPAGED))[3] == 401
    assert len(wire.sent) == 1
    wire = Wire(GRANTED)
    client = wire.client(client_id="me", client_secret="canary")
    client.sign_in()
    client.sign_in()
    assert wire.sent == [SIGN_IN]


REFUSED_CREDENTIALS = (
    "the API refused the credentials: check client_id and client_secret, and that the API application is enabled for "
    "this region"
)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        *((answer(status=status), (REFUSED_CREDENTIALS, status)) for status in (400, 401, 403)),
        (answer(status=404), ("createToken: refused with HTTP 404: it does not exist (any more)", 404)),
        (answer({}), ("the API accepted the credentials but gave no token", 200)),
        (answer({"access_token": ""}), ("the API accepted the credentials but gave no token", 200)),
        (answer({"access_token": 5}), ("the API accepted the credentials but gave no token", 200)),
        (NoAnswer("it is gone", final=True), ("it is gone", 0)),
    ],
)
def test_credentials_that_get_no_token_are_told_and_nothing_else_is_sent(found: Any, told: tuple[str, int]) -> None:
    wire = Wire(found)
    client = wire.client(client_id="me", client_secret="canary")
    error = error_of(lambda: client.read(UNPAGED))
    assert (error[1], error[2], error[3]) == (told[0], "createToken", told[1])
    assert (len(wire.sent), client.tally.tokens, client.tally.reads) == (1, 1, 0)


def test_a_token_is_waited_for_like_every_answer() -> None:
    wire = Wire(answer(status=503), answer(status=429), NoAnswer("it broke off"), GRANTED, answer({}))
    wire.client(client_id="me", client_secret="canary").read(UNPAGED)
    assert wire.waited == [0.25, 0.5, 1.0]
    assert wire.sent[:4] == [SIGN_IN] * 4
    unreached = NoAnswer("it is not there", left=False)
    wire = Wire(*[unreached] * 9)
    client = wire.client(client_id="me", client_secret="canary")
    told = "createToken: it is not there; given up after waiting 1.8 seconds (retry_budget 120)"
    assert error_of(lambda: client.read(UNPAGED))[1] == told
    assert wire.waited == [0.25, 0.5, 1.0]
