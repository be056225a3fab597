# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Worlds: an emulated account, and how requests get to it without a socket. They know nothing of what is asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import BUILTIN
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import without_slash
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import URLS, Entry, Moment, Tables
from mimecast_emulator import admin, state
from mimecast_emulator.emulator import Emulator
from mimecast_emulator.messages import Ending, Request

URL = "http://127.0.0.1:1"
RETRY_BUDGET = 2.0
"""Seconds that a run may wait. They are counted, not slept, where the client is started by this file."""


class World(Protocol):
    """An emulated account as the campaign needs it; its ``RunningEmulator`` has the same words."""

    def requests(self) -> list[Entry]:
        """The requests so far."""

    def clear_requests(self) -> None:
        """Forget the requests."""

    def state(self, account: str) -> Tables:
        """The tables of an account."""

    def set_state(self, account: str, tables: Tables) -> None:
        """Replace tables of an account."""

    def reset(self, account: str) -> None:
        """Give an account its fresh tables."""

    def set_faults(self, rules: Any) -> None:
        """Replace the faults."""


class InProcess:
    """An emulator without a socket: what the session sends is handed over, so that a run costs no system call."""

    def __init__(self, preview: bool = True, rotate_ids: bool = False) -> None:
        self.emulator = Emulator({ACCOUNT: SECRET}, preview, rotate_ids=rotate_ids, strict=True)

    def requests(self) -> list[Entry]:
        """Return the log of requests."""
        return self.emulator.journal.entries()

    def clear_requests(self) -> None:
        """Empty the log of requests."""
        self.emulator.journal.clear()

    def state(self, account: str) -> Tables:
        """Return a copy of the tables."""
        tables: Tables = json.loads(json.dumps(state.dump(self.emulator.accounts[account])))
        return tables

    def set_state(self, account: str, tables: Tables) -> None:
        """Replace the tables that are named. Raises StateError."""
        state.replace(self.emulator.accounts[account], json.loads(json.dumps(tables)))

    def reset(self, account: str) -> None:
        """Put the account back to a fresh one."""
        state.reset(self.emulator.accounts[account])

    def set_faults(self, rules: Any) -> None:
        """Replace all fault rules."""
        admin.set_faults(self.emulator, rules)


class Killed(BaseException):
    """The process of a run ends here. Nothing of a run may catch it."""


class Wire:
    """Sessions whose requests are handed to an emulator.

    Attributes:
        before: is told the operation of every request before it is handed over, and whether that writes.
        late: numbers of the requests, over all sessions, whose answer comes too late for the client although the
            emulator has carried them out.
        moments: who is in the groups that are watched, after each write. writes: how many were handed over.
    """

    def __init__(self, emulator: Emulator, before: Callable[[str, bool], None], late: frozenset[int]) -> None:
        self._emulator = emulator
        self._before = before
        self._count = 0
        self._end: tuple[int, bool] | None = None
        self._dead = False
        self.late = late
        self.writes = 0
        self.moments: list[Moment] = []

    def end_at(self, write: int, after: bool) -> None:
        """Kill the run at this of its writes, counted from 1: after it took effect, or before."""
        self._end, self.writes = (write, after), 0

    def revive(self) -> None:
        """Let the next run send again."""
        self._end, self._dead = None, False

    def connect(self, connection: Connection) -> Client:
        """Open a session; what it waits is counted and not slept."""
        client = Client(connection, sleep=lambda seconds: None)
        client.transport.session.mount(URL, _Handed(self.respond))
        # The run ends where it waits for an answer, and not where that is made.
        vars(client.transport)["send"] = self._mortal(client.transport.send)
        return client

    def _mortal(self, send: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return what sends a request and raises Killed when the run has ended."""

        def send_or_die(request: Any) -> Any:
            answer = send(request)
            if self._dead:
                raise Killed
            return answer

        return send_or_die

    def respond(self, request: Request) -> Any:
        """Return the answer of the emulator. Raises ReadTimeout for one that comes too late or to a run that ended."""
        routed = self._emulator.contract.route(request.method, request.path)
        writes = routed is not None and routed[0].writes
        if routed is not None:
            self._before(routed[0].id, writes)
        self.writes += writes
        self._live(writes, after=False)
        self._count += 1
        answer = self._emulator.respond(request)
        if writes:
            self.moments.append(watched(self._emulator))
        self._live(writes, after=True)
        if self._count in self.late:
            raise requests.exceptions.ReadTimeout("no answer in time")
        return answer

    def _live(self, writes: bool, after: bool) -> None:
        """Raise ReadTimeout where the run ends, and for whatever it would send after its end."""
        self._dead = self._dead or (writes and self._end == (self.writes, after))
        if self._dead:
            raise requests.exceptions.ReadTimeout("the run is no more")


def watched(emulator: Emulator) -> Moment:
    """Return who is in the built-in groups, and the managed URLs, as the account stands."""
    tables = emulator.accounts[ACCOUNT].tables
    groups = [row for row in tables["groups"].values() if row["description"] in BUILTIN]
    urls = frozenset(without_slash(row["url"]) for row in tables["managed_urls"].values())
    return {**{row["description"]: frozenset(row["members"]) for row in groups}, URLS: urls}


class _CutShort(io.BytesIO):
    """A body of which only the first half arrives."""

    def stream(self, size: int, decode_content: bool = False) -> Iterator[bytes]:
        yield self.read(len(self.getvalue()) // 2)
        raise requests.exceptions.ChunkedEncodingError("the answer broke off")


class _Handed(BaseAdapter):
    """Hands the requests of a session over instead of sending them."""

    def __init__(self, respond: Callable[[Request], Any]) -> None:
        super().__init__()
        self._respond = respond

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        """Return the answer, or raise what a broken connection raises."""
        url = urlsplit(request.url or "")
        body = request.body or b""
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        sent = body.encode() if isinstance(body, str) else bytes(body)
        answer = self._respond(Request(request.method or "", url.path, dict(parse_qsl(url.query)), headers, sent))
        if answer.ending is Ending.RESET:
            raise requests.exceptions.ConnectionError("reset by the other side")
        made = requests.Response()
        made.status_code = answer.status
        made.headers.update(answer.headers)
        made.url, made.request = request.url or "", request
        made.raw = _CutShort(answer.body) if answer.ending is Ending.CUT else io.BytesIO(answer.body)
        return made

    def close(self) -> None:
        """Nothing is open."""
