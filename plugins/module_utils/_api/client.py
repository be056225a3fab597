# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One session with the Mimecast API: token, pages, repetitions, read-only guard.

It knows which calls may be repeated, not how they travel, how they are spelled, or what the objects mean.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api import envelopes, limits
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection, check
from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure, Page
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import (
    ApiError,
    OutcomeUnknown,
    ReadOnly,
    Unreachable,
    not_sure,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer, NoAnswer, Request
from ansible_collections.mailops.mimecast.plugins.module_utils._api.limits import Tally
from ansible_collections.mailops.mimecast.plugins.module_utils._api.transport import Transport
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row

_CREATE_TOKEN = Operation("createToken", "POST", "/oauth/token")


class Client:
    """Calls of one account over one keep-alive session. Without a known token, one is fetched when it is needed."""

    def __init__(self, connection: Connection, sleep: Callable[[float], None] = time.sleep) -> None:
        self._connection = connection
        self.transport = Transport(check(connection))
        self._sleep = sleep
        self._token = connection.access_token or connection.tokens.recall()
        self._signing_in = threading.Lock()
        self.tally = Tally()

    def close(self) -> None:
        """End the session."""
        self.transport.close()

    def read(
        self, operation: Operation, ids: Mapping[str, str] | None = None, item: Mapping[str, Any] | None = None
    ) -> Row:
        """Return one answer: the whole body (REST) or the first row (legacy), empty where there is none.

        Raises:
            ApiError: it could not be read.
        """
        asked = envelopes.item_of(operation, ids or {}, item or {}) if operation.envelope == "legacy" else item
        answer = self._call(operation, ids or {}, envelopes.request_body(operation, [asked] if asked else []))
        if operation.envelope == "rest":
            return answer
        envelopes.check_failures(operation, answer)
        return envelopes.first_object(operation, answer)

    def rows(
        self,
        operation: Operation,
        ids: Mapping[str, str] | None = None,
        item: Mapping[str, Any] | None = None,
    ) -> Iterator[Row]:
        """Yield every row of a list, page after page.

        Args:
            item: what a legacy list is asked for, beside the object whose rows they are.

        Raises:
            ApiError: a page could not be read, its rows are not there, or a page token was given twice.
        """
        for page in self.pages(operation, self.page_size(operation), ids, item):
            yield from page

    def page_size(self, operation: Operation) -> int:
        """Return how many rows of a list to request at a time."""
        return min(self._connection.page_size or operation.page_limit, operation.page_limit)

    def pages(
        self,
        operation: Operation,
        size: int,
        ids: Mapping[str, str] | None = None,
        item: Mapping[str, Any] | None = None,
    ) -> Iterator[list[Row]]:
        """Yield the rows of every page of a list, with ``size`` of them asked for at a time. As ``rows`` otherwise."""
        page = Page(size)
        seen: set[str] = set()
        while True:
            answer = self._read_page(operation, ids or {}, item or {}, page)
            yield list(envelopes.rows_of(operation, answer))
            token = envelopes.next_page_token(operation, answer)
            if not token:
                return
            if token in seen:
                raise ApiError(
                    f"{operation.id}: the API gave one page token twice, so the list cannot be read to its end",
                    operation.id,
                )
            seen.add(token)
            page = replace(page, token=token)

    def _read_page(self, operation: Operation, ids: Mapping[str, str], item: Mapping[str, Any], page: Page) -> Row:
        if operation.envelope == "rest":
            return self._call(operation, ids, query=envelopes.page_query(operation, page))
        answer = self._call(operation, ids, envelopes.page_body(operation, ids, item, page))
        envelopes.check_failures(operation, answer)
        return answer

    def write(
        self, operation: Operation, ids: Mapping[str, str], items: Sequence[Mapping[str, Any]]
    ) -> tuple[Row, list[ItemFailure]]:
        """Send one write and return its answer and the items that were refused.

        A REST call takes one item, the body itself, unless the operation has ``rows``: then the items go under it.

        Raises:
            OutcomeUnknown: it may or may not have taken effect. ReadOnly, NotSure: nothing was sent.
        """
        answer = self._call(operation, ids, envelopes.request_body(operation, items))
        return answer, envelopes.refused_items(operation, items, answer)

    def demand(self, operation: Operation) -> None:
        """Check that a call is as sure as this run wants its calls to be.

        Raises:
            NotSure: it is not; nothing was sent.
        """
        if not operation.reaches(self._connection.min_confidence):
            raise not_sure(operation, self._connection.min_confidence)

    def _call(
        self, operation: Operation, ids: Mapping[str, str], body: Any = None, query: Mapping[str, str] | None = None
    ) -> Row:
        """Send a call, again where that is safe and may help, and return the object that the answer holds."""
        self.demand(operation)
        if operation.writes and self._connection.read_only:
            raise ReadOnly(f"{operation.id} was not sent: this run may only read", operation.id)
        request = Request(operation.method, envelopes.path_of(operation, ids), query or {}, body)
        self.sign_in()
        renewed = False
        pause = limits.FIRST_PAUSE
        while True:
            token = self._token
            self.tally.add(writes=int(operation.writes), reads=int(not operation.writes))
            answer = self._send(operation, replace(request, token=token))
            if _is_refused_token(answer) and not renewed and not self._connection.access_token:
                renewed = True
                self._renew(token)
                continue
            if isinstance(answer, Answer) and not limits.is_passing(answer):
                return envelopes.parse_answer(operation, self.transport.route.host, answer)
            if operation.writes and not limits.is_rate_limit(answer):
                raise _outcome_unknown(operation, answer)
            self._wait(operation, answer, pause)
            pause = limits.next_pause(pause)

    def _send(self, operation: Operation, request: Request) -> Answer | NoAnswer:
        """Send one request and return its answer, or why none came where it is worth trying again.

        Raises:
            ApiError: no repetition mends it. Unreachable: a write was not sent.
        """
        answer = self.transport.send(request)
        if isinstance(answer, NoAnswer) and answer.final:
            raise ApiError(answer.reason, operation.id)
        if isinstance(answer, NoAnswer) and operation.writes and not answer.left:
            host = self.transport.route.host
            raise Unreachable(f"{host} cannot be reached; {operation.id} was not sent", operation.id)
        return answer

    def sign_in(self) -> None:
        """Fetch a token unless there is one, so that parallel calls do not each fetch their own."""
        self._renew("")

    def _renew(self, spent: str) -> None:
        """Fetch a token in the place of ``spent``, unless a call side by side has done so."""
        with self._signing_in:
            if self._token == spent:
                self._token = self._fetch_token()
                self._connection.tokens.keep(self._token)

    def _fetch_token(self) -> str:
        """Return a new token; the credentials travel in the form only (CONTRACT 1.1: observed)."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._connection.client_id,
            "client_secret": self._connection.client_secret,
        }
        request = Request(_CREATE_TOKEN.method, _CREATE_TOKEN.path, form=form)
        pause = limits.FIRST_PAUSE
        while True:
            self.tally.add(tokens=1)
            answer = self._send(_CREATE_TOKEN, request)
            if isinstance(answer, Answer) and not limits.is_passing(answer):
                return envelopes.parse_token(_CREATE_TOKEN, self.transport.route.host, answer)
            self._wait(_CREATE_TOKEN, answer, pause)
            pause = limits.next_pause(pause)

    @property
    def seconds_left(self) -> float:
        """How long the run may still wait."""
        return max(0.0, self._connection.retry_budget - self.tally.seconds_waited)

    def wait(self, seconds: float) -> None:
        """Wait until an account may show a write."""
        self._sleep(seconds)
        self.tally.add(seconds=seconds)

    def _wait(self, operation: Operation, answer: Answer | NoAnswer, pause: float) -> None:
        """Wait before a repetition.

        Raises:
            ApiError: the budget of the run would be exceeded.
        """
        seconds = limits.seconds_to_wait(answer, pause)
        budget = self._connection.retry_budget
        waited = self.tally.seconds_waited
        if waited + seconds > limits.budget_for(answer, budget):
            raise limits.given_up(operation, answer, waited, budget)
        self.wait(seconds)


def _is_refused_token(answer: Answer | NoAnswer) -> bool:
    return isinstance(answer, Answer) and answer.status == 401


def _outcome_unknown(operation: Operation, answer: Answer | NoAnswer) -> OutcomeUnknown:
    status, reason = (0, answer.reason) if isinstance(answer, NoAnswer) else (answer.status, f"HTTP {answer.status}")
    return OutcomeUnknown(
        f"{operation.id}: {reason}; it is not known whether the change took effect", operation.id, status
    )
