# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of an account: read once, folded by id, side by side; and what a repeated call waits for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import limits
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer, NoAnswer
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import Lists, row_id, row_key
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED

GROUP, ROUTE, USER = MANAGED["sender_group"], MANAGED["delivery_route"], MANAGED["user"]
PATIENCE = 10.0
"""Seconds that a thread waits for the others at most."""


class Rows:
    """Stands in for a client that answers every list with the same rows."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], meet: int = 1) -> None:
        self._rows = rows
        self._meeting = threading.Barrier(meet)
        self.asked: list[str] = []
        self.signed_in = 0

    def sign_in(self) -> None:
        self.signed_in += 1

    def page_size(self, operation: Operation) -> int:
        return operation.page_limit

    def pages(self, operation: Operation, size: int) -> Iterator[Sequence[Mapping[str, Any]]]:
        self.asked.append(operation.id)
        self._meeting.wait(PATIENCE)
        yield self._rows


def lists_of(client: Rows) -> Lists:
    return Lists(cast(Client, client), Progress(silent))


def test_a_row_that_comes_twice_counts_once_and_the_first_is_kept() -> None:
    rows = [{"id": "a", "page": 1}, {"id": "b", "page": 1}, {"id": "a", "page": 2}]
    assert lists_of(Rows(rows)).read(ROUTE) == rows[:2]


def test_rows_without_an_id_are_all_kept() -> None:
    rows: list[Mapping[str, Any]] = [{}, {"id": "a"}, {}, {"id": None}, {"id": ["odd"]}, {"id": True}]
    assert lists_of(Rows(rows)).read(ROUTE) == rows


def test_a_list_is_read_once_until_it_is_forgotten() -> None:
    client = Rows([{"id": "a"}])
    lists = lists_of(client)
    for _time in range(2):
        lists.read(ROUTE)
    lists.prefetch([ROUTE])
    lists.prefetch([ROUTE, GROUP])
    assert client.asked == ["listDeliveryRouteDefinitions"]
    lists.forget(ROUTE)
    lists.forget(GROUP)
    lists.read(ROUTE)
    assert client.asked == ["listDeliveryRouteDefinitions"] * 2


def test_two_lists_are_read_side_by_side_after_signing_in_once() -> None:
    client = Rows([{"id": "a"}], meet=2)
    lists = lists_of(client)
    lists.prefetch([ROUTE, GROUP])
    assert client.signed_in == 1
    assert sorted(client.asked) == ["listDeliveryRouteDefinitions", "listGroups"]
    assert lists.read(GROUP) == lists.read(ROUTE)
    assert len(client.asked) == 2


def test_one_list_is_not_worth_a_thread() -> None:
    client = Rows([])
    lists_of(client).prefetch([ROUTE])
    assert client.asked == []
    assert client.signed_in == 0


def test_a_list_that_could_not_be_read_ahead_says_so_when_it_is_asked_for() -> None:
    class Broken(Rows):
        def pages(self, operation: Operation, size: int) -> Iterator[Sequence[Mapping[str, Any]]]:
            if operation is ROUTE.list:
                raise ApiError("broken")
            return super().pages(operation, size)

    lists = lists_of(Broken([{"id": "a"}]))
    lists.prefetch([ROUTE, GROUP])
    for _time in range(2):
        with pytest.raises(ApiError, match="broken"):
            lists.read(ROUTE)
    assert lists.read(GROUP) == [{"id": "a"}]


@pytest.mark.parametrize(("found", "told"), [("a", "a"), (5, "5"), (None, ""), (True, ""), ([], ""), ({"x": 1}, "")])
def test_what_can_be_no_name_and_no_id_is_none(found: Any, told: str) -> None:
    assert row_id({"id": found}) == told
    assert row_key(ROUTE, {"description": found}) == (told if isinstance(found, str) else "")
    assert row_id({}) == row_key(ROUTE, {}) == ""


def test_the_name_of_a_row_has_its_one_spelling() -> None:
    assert row_key(USER, {"emailAddress": "Jo@Example.COM"}) == "jo@example.com"
    assert lists_of(Rows([{"description": "blocked senders"}])).read_keys(GROUP) == ["Blocked Senders"]


def answer(status: int) -> Answer:
    return Answer(status, {}, b"")


@pytest.mark.parametrize(
    ("status", "passing", "limited"),
    [
        *((status, False, False) for status in (200, 400, 428, 430, 499)),
        *((status, True, False) for status in (500, 501, 503)),
        (429, True, True),
    ],
)
def test_which_answers_may_be_better_later(status: int, passing: bool, limited: bool) -> None:
    assert limits.is_passing(answer(status)) is passing
    assert limits.is_rate_limit(answer(status)) is limited


def test_no_answer_may_be_better_later_and_is_no_rate_limit() -> None:
    assert limits.is_passing(NoAnswer("gone"))
    assert not limits.is_rate_limit(NoAnswer("gone"))


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [limits.FIRST_PAUSE]
    while pauses[-1] < limits.LONGEST_PAUSE:
        pauses.append(limits.next_pause(pauses[-1]))
    assert pauses == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0]
    assert limits.next_pause(10.0) == 10.0


def test_only_a_rate_limit_says_how_long_to_wait() -> None:
    headers = {"Retry-After": "7"}
    assert limits.seconds_to_wait(Answer(429, headers, b""), 0.25) == 7.0
    assert limits.seconds_to_wait(Answer(503, headers, b""), 0.25) == 0.25
    assert limits.seconds_to_wait(NoAnswer("gone"), 0.5) == 0.5


def test_a_host_that_was_never_reached_is_waited_for_no_longer_than_a_little() -> None:
    assert limits.budget_for(NoAnswer("gone", left=False), 120.0) == limits.CONNECT_BUDGET
    assert limits.budget_for(NoAnswer("gone", left=False), 1.0) == 1.0
    assert limits.budget_for(NoAnswer("broken off", left=True), 120.0) == 120.0
    assert limits.budget_for(answer(503), 120.0) == 120.0


@pytest.mark.parametrize(
    ("found", "status", "told"),
    [
        (answer(429), 429, "listX: the API still limits the rate; given up after waiting 1.2 seconds (retry_budget 5)"),
        (answer(503), 503, "listX: the API answers HTTP 503; given up after waiting 1.2 seconds (retry_budget 5)"),
        (NoAnswer("it is gone"), 0, "listX: it is gone; given up after waiting 1.2 seconds (retry_budget 5)"),
    ],
)
def test_what_is_given_up_says_why_and_after_how_long(found: Answer | NoAnswer, status: int, told: str) -> None:
    error = limits.given_up(Operation("listX", "GET", "/x"), found, 1.24, 5.0)
    assert (str(error), error.operation, error.status) == (told, "listX", status)


def test_what_a_run_has_cost_adds_up() -> None:
    tally = limits.Tally()
    for _time in range(2):
        tally.add(reads=1, writes=2, tokens=3, seconds=0.5)
    tally.add()
    assert (tally.reads, tally.writes, tally.tokens, tally.seconds_waited) == (2, 4, 6, 1.0)


@pytest.mark.parametrize(("asked", "again"), [(2, 3), (99, 100), (100, 99)])
def test_a_second_read_of_a_list_uses_other_page_sizes_within_the_limit_of_the_api(asked: int, again: int) -> None:
    class Paged(Rows):
        sizes: ClassVar[list[int]] = []

        def page_size(self, operation: Operation) -> int:
            return asked

        def pages(self, operation: Operation, size: int) -> Iterator[Sequence[Mapping[str, Any]]]:
            self.sizes.append(size)
            yield self._rows
            yield [{"id": "c", "description": "C"}] if len(self.sizes) > 1 else []

    client = Paged([{"id": "a", "description": "A"}, {"id": "b", "description": "B"}])
    client.sizes.clear()
    lists = lists_of(client)
    assert lists.read_keys(ROUTE) == ["A", "B"]
    assert lists.read_again(ROUTE)
    assert lists.read_keys(ROUTE) == ["A", "B", "C"]
    assert not lists.read_again(ROUTE)
    assert client.sizes == [asked, again]
    lists.forget(ROUTE)
    lists.read_keys(ROUTE)
    assert not lists.read_again(ROUTE)
    lists.read_keys(ROUTE)


def test_a_list_of_one_page_or_none_is_not_read_again() -> None:
    client = Rows([{"id": "a", "description": "A"}])
    lists = lists_of(client)
    lists.read(ROUTE)
    assert not lists.read_again(ROUTE)
    assert client.asked == ["listDeliveryRouteDefinitions"]
    with pytest.raises(ApiError, match=r"^delivery route cannot be listed$"):
        lists.read(replace(ROUTE, name="unlisted", list=None, purgeable=False))
    assert not lists.read_again(replace(ROUTE, name="unlisted", list=None, purgeable=False))


def test_how_many_rows_were_read_is_told_now_and_then() -> None:
    lines: list[str] = []
    ticks = iter(range(0, 90, 3))
    client = Rows([{"id": "a"}, {"id": "b"}])
    Lists(cast(Client, client), Progress(lines.append, lambda: float(next(ticks)))).read(ROUTE)
    assert lines == ["delivery route: 1 read", "delivery route: 2 read"]
