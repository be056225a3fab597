# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client against a gateway that refuses, breaks off, redirects, lies or is not there."""

from __future__ import annotations

import math
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import envelopes, limits, transport
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection, check_base_url
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import (
    ApiError,
    NotOffered,
    OutcomeUnknown,
    ReadOnly,
    Unreachable,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from mimecast_emulator.testing import RunningEmulator

ROUTE = MANAGED["delivery_route"]
USER = MANAGED["user"]
SECRET = "canary-secret"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningEmulator]:
    with RunningEmulator({"demo": SECRET}, preview=False, strict=True) as emulator:
        yield emulator


@pytest.fixture
def emulator(running: RunningEmulator) -> RunningEmulator:
    running.set_faults([])
    running.reset("demo")
    running.clear_requests()
    return running


def connection(emulator: RunningEmulator) -> Connection:
    return Connection(emulator.base_url, "demo", SECRET, retry_budget=5.0)


class Waits:
    """Stands in for sleep and keeps what was waited for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def a_client(emulator: RunningEmulator, waits: Waits | None = None) -> Client:
    return Client(connection(emulator), sleep=waits or Waits())


def listed(client: Client, operation: Operation | None = None) -> list[Any]:
    wanted = operation or ROUTE.list
    assert wanted
    return list(client.rows(wanted))


def write(client: Client) -> Any:
    assert ROUTE.create
    return client.write(ROUTE.create, {}, [{"description": "A", "hostname": "a.example", "port": 25}])


def fault(emulator: RunningEmulator, operation: str, times: int | None = None, **kind: Any) -> None:
    emulator.set_faults([{"operation": operation, "times": times, "fault": kind}])


@pytest.mark.parametrize("url", ["https://api.services.mimecast.com/", "http://127.0.0.1:8080", "http://[::1]:8080"])
def test_https_and_numeric_loopback_are_accepted(url: str) -> None:
    assert check_base_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    ["http://api.services.mimecast.com", "http://localhost:8080", "http://192.0.2.1", "ftp://x", "", "https://u:p@x"],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ApiError, match="base_url must be https"):
        check_base_url(url)


def test_no_credentials_is_told_before_anything_is_sent(emulator: RunningEmulator) -> None:
    with pytest.raises(ApiError, match="no credentials: set client_id and client_secret") as refused:
        Client(Connection(emulator.base_url))
    assert "mimecast_client_id" in str(refused.value)
    assert "MIMECAST_CLIENT_SECRET" in str(refused.value)
    assert emulator.requests() == []


@pytest.mark.parametrize("seconds", [-1.0, math.nan, math.inf, 1e9])
def test_a_wait_that_has_no_end_or_is_none_is_refused(emulator: RunningEmulator, seconds: float) -> None:
    with pytest.raises(ApiError, match=r"timeout is .*; write seconds"):
        Client(replace(connection(emulator), timeout=seconds))
    with pytest.raises(ApiError, match=r"retry_budget is .*; write seconds"):
        Client(replace(connection(emulator), retry_budget=seconds))
    assert emulator.requests() == []


def test_no_time_for_an_answer_is_refused_and_no_time_for_repetitions_is_not(emulator: RunningEmulator) -> None:
    with pytest.raises(ApiError, match="timeout is 0; write seconds, more than 0"):
        Client(replace(connection(emulator), timeout=0.0))
    assert Client(replace(connection(emulator), retry_budget=0.0)).tally.reads == 0


def test_less_than_no_rows_are_refused(emulator: RunningEmulator) -> None:
    with pytest.raises(ApiError, match="page_size is -1"):
        Client(replace(connection(emulator), page_size=-1))


@pytest.mark.parametrize("token", ["canary\n", "canary\r\nX-Header: 1", "can ary", "canary\u2026"])
def test_a_token_that_no_header_can_hold_is_refused_without_being_shown(emulator: RunningEmulator, token: str) -> None:
    with pytest.raises(ApiError, match="access_token has a line break") as refused:
        Client(Connection(emulator.base_url, access_token=token))
    assert "canary" not in str(refused.value)
    assert emulator.requests() == []


def test_wrong_credentials_are_told_without_the_secret(emulator: RunningEmulator) -> None:
    with pytest.raises(ApiError, match="the API refused the credentials") as refused:
        listed(Client(replace(connection(emulator), client_secret="canary-wrong")))
    assert "canary" not in str(refused.value)


def test_one_token_serves_all_calls(emulator: RunningEmulator) -> None:
    client = a_client(emulator)
    listed(client)
    listed(client)
    assert [request["operation"] for request in emulator.requests()].count("createToken") == 1


def test_an_expired_token_is_renewed_once_for_reads_and_writes(emulator: RunningEmulator) -> None:
    client = a_client(emulator)
    fault(emulator, "listDeliveryRouteDefinitions", 1, kind="expire_token")
    listed(client)
    fault(emulator, "createDeliveryRouteDefinition", 1, kind="expire_token")
    write(client)
    assert client.tally.tokens == 3
    fault(emulator, "listDeliveryRouteDefinitions", kind="expire_token")
    with pytest.raises(ApiError, match="the token is not accepted"):
        listed(client)


def test_a_token_that_was_given_is_used_and_never_renewed(emulator: RunningEmulator) -> None:
    with pytest.raises(ApiError, match="the token is not accepted"):
        listed(Client(Connection(emulator.base_url, access_token="canary-token"), sleep=Waits()))
    assert [request["operation"] for request in emulator.requests()] == ["listDeliveryRouteDefinitions"]


def test_the_rate_limit_is_waited_for_in_milliseconds(emulator: RunningEmulator) -> None:
    waits = Waits()
    fault(emulator, "listDeliveryRouteDefinitions", 2, kind="rate_limit", reset_ms=1500)
    listed(a_client(emulator, waits))
    assert waits.seconds == [1.5, 1.5]


def test_a_write_is_repeated_after_a_rate_limit(emulator: RunningEmulator) -> None:
    waits = Waits()
    fault(emulator, "createDeliveryRouteDefinition", 1, kind="rate_limit", reset_ms=10)
    write(a_client(emulator, waits))
    assert waits.seconds == [0.01]
    assert len(emulator.state("demo")["delivery_routes"]) == 1


def test_waiting_has_an_end(emulator: RunningEmulator) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", kind="rate_limit", reset_ms=2000)
    with pytest.raises(ApiError, match=r"the API still limits the rate; given up after waiting 4.0 seconds \(retry"):
        listed(a_client(emulator))


@pytest.mark.parametrize(
    "kind", [{"kind": "status", "status": 503, "when": "before"}, {"kind": "reset", "when": "before"}]
)
def test_a_read_is_repeated(emulator: RunningEmulator, kind: dict[str, Any]) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", 2, **kind)
    client = a_client(emulator)
    assert listed(client) == []
    assert client.tally.reads == 3


@pytest.mark.parametrize(
    "kind",
    [
        {"kind": "status", "status": 502, "when": "before"},
        {"kind": "status", "status": 504, "when": "after"},
        {"kind": "reset", "when": "before"},
        {"kind": "reset", "when": "after"},
        {"kind": "truncate"},
        {"kind": "not_json"},
    ],
)
def test_a_write_is_never_repeated_when_its_outcome_is_not_known(
    emulator: RunningEmulator, kind: dict[str, Any]
) -> None:
    fault(emulator, "createDeliveryRouteDefinition", **kind)
    client = a_client(emulator)
    with pytest.raises(OutcomeUnknown, match="it is not known whether the change took effect"):
        write(client)
    assert client.tally.writes == 1


def test_a_write_that_never_left_is_told_as_such() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        client = Client(Connection(f"http://127.0.0.1:{port}", access_token="x"), sleep=Waits())
        with pytest.raises(Unreachable, match="cannot be reached; createDeliveryRouteDefinition was not sent"):
            write(client)


def test_a_host_that_is_not_there_is_given_up_soon() -> None:
    waits = Waits()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ApiError, match=f"127.0.0.1:{port} cannot be reached, check base_url"):
            listed(Client(Connection(f"http://127.0.0.1:{port}", "a", "b"), sleep=waits))
    assert sum(waits.seconds) <= 2.0


def test_a_slow_answer_is_a_time_out(emulator: RunningEmulator) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", kind="slow", delay_ms=400)
    client = Client(replace(connection(emulator), timeout=0.1, retry_budget=0), sleep=Waits())
    with pytest.raises(ApiError, match="did not answer in time"):
        listed(client)


def test_something_that_is_not_json_is_told_without_its_text(emulator: RunningEmulator) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", kind="not_json")
    with pytest.raises(ApiError, match="answered something that is not JSON; check base_url and proxy") as told:
        listed(a_client(emulator))
    assert "<" not in str(told.value)


def test_a_redirect_is_not_followed(emulator: RunningEmulator) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", kind="redirect", location="http://127.0.0.1:1/")
    with pytest.raises(ApiError, match="redirects to another address, which is not followed"):
        listed(a_client(emulator))


def test_an_answer_without_end_is_given_up(emulator: RunningEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 1 << 20)
    fault(emulator, "listDeliveryRouteDefinitions", kind="huge", bytes=3 << 20)
    with pytest.raises(ApiError, match="is larger than 1 MiB"):
        listed(a_client(emulator))


def test_a_call_that_is_not_offered_names_product_and_permission(emulator: RunningEmulator) -> None:
    wanted = MANAGED["ip_permit"].list
    with pytest.raises(NotOffered) as told:
        listed(a_client(emulator), wanted)
    assert "app_forbidden" in str(told.value)
    assert "not in Mimecast's public catalogue" in str(told.value)
    assert "needs product policymanagement, role permission 'Gateway | Policies | Read'" in str(told.value)


def test_a_missing_permission_names_it(emulator: RunningEmulator) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", kind="permission")
    with pytest.raises(ApiError, match=r"role permission 'Gateway \| Policies \| Read'") as told:
        listed(a_client(emulator))
    assert not isinstance(told.value, NotOffered)


def test_an_empty_400_is_told_and_not_repeated(emulator: RunningEmulator) -> None:
    fault(emulator, "listDeliveryRouteDefinitions", kind="empty_400")
    client = a_client(emulator)
    with pytest.raises(ApiError, match="refused with HTTP 400"):
        listed(client)
    assert client.tally.reads == 1


def test_a_read_only_client_opens_no_socket_for_a_write(emulator: RunningEmulator) -> None:
    client = Client(replace(connection(emulator), read_only=True), sleep=Waits())
    with pytest.raises(ReadOnly, match="was not sent: this run may only read"):
        write(client)
    assert emulator.requests() == []


def test_a_failure_inside_a_success_is_seen(emulator: RunningEmulator) -> None:
    assert USER.create
    failures = a_client(emulator).write(
        USER.create, {}, [{"emailAddress": "jo@elsewhere.example", "password": SECRET}]
    )[1]
    assert len(failures) == 1
    assert SECRET not in failures[0].code


@pytest.mark.parametrize(
    "answer",
    [
        {"meta": {"nextPage": "t"}},
        {"meta": {"nextPageToken": "t"}},
        {"meta": {"pagination": {"next": "t"}}},
        {"meta": {"pagination": {"nextPage": "t"}}},
        {"meta": {"pagination": {"nextPageToken": "t"}}},
    ],
)
def test_every_spelling_of_the_next_page_is_followed(answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    pages = iter([{**answer, "definitions": [{"id": "1"}]}, {"definitions": [{"id": "2"}]}])
    client = Client(Connection(access_token="x"))
    asked: list[Any] = []

    def call(operation: Operation, ids: Any, body: Any = None, query: Any = None) -> Any:
        asked.append(query)
        return next(pages)

    monkeypatch.setattr(client, "_call", call)
    assert [row["id"] for row in listed(client)] == ["1", "2"]
    assert asked[1]["pageToken"] == "t"


@pytest.mark.parametrize("answer", [{}, {"data": []}, {"definitions": None}, {"policies": []}])
def test_an_answer_without_rows_is_an_error_and_not_an_empty_list(
    answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(Connection(access_token="x"))
    monkeypatch.setattr(client, "_call", lambda *call, **query: answer)
    with pytest.raises(ApiError, match="the answer holds no rows"):
        listed(client)


@pytest.mark.parametrize(
    "body",
    [
        b'{"fail":[{"code":"err_x","message":"canary"}]}',
        b'{"fail":[{"key":{"a":"canary"},"errors":[{"code":"err_x","message":"canary"}]}]}',
        b'{"errors":[{"code":"err_x","message":"canary"}]}',
        b'{"errors":[{"code":"err_x\\u001b[31m canary<b>","message":"canary"}]}',
    ],
)
def test_every_shape_of_an_error_gives_its_code_and_nothing_else(body: bytes) -> None:
    code = envelopes.code_of(body)
    assert code.startswith("err_x")
    assert set(code) <= set("abcdefghijklmnopqrstuvwxyz_0123456789[.")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"fail":[]}', b'{"errors":"x"}'])
def test_an_error_without_a_code_is_an_error_all_the_same(body: bytes) -> None:
    assert envelopes.code_of(body) == ""


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "2500"}, 2.5),
        ({"X-Mimecast-RateLimit-Reset": "500"}, 0.5),
        ({"Retry-After": "3"}, 3.0),
        ({"X-RateLimit-Reset": "soon"}, 0.25),
        ({"X-RateLimit-Reset": "soon", "Retry-After": "3"}, 3.0),
        ({"X-RateLimit-Reset": "500", "Retry-After": "3"}, 0.5),
        ({"X-RateLimit-Reset": "0"}, 0.25),
        ({"X-RateLimit-Reset": "-500"}, 0.25),
        ({"X-RateLimit-Reset": "inf"}, 0.25),
        ({"Retry-After": "nan"}, 0.25),
        ({"X-RateLimit-Reset": "1"}, 0.01),
        ({"X-RateLimit-Reset": "0.0001"}, 0.01),
        ({"X-RateLimit-Reset": "11"}, 0.011),
        ({}, 0.25),
    ],
)
def test_how_long_to_wait_is_read_from_what_the_api_says(headers: dict[str, str], seconds: float) -> None:
    assert limits.reset_seconds(headers, 0.25) == seconds


def test_a_connection_shown_by_mistake_shows_no_secret() -> None:
    assert "canary" not in repr(Connection(client_secret="canary", access_token="canary"))
