# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator inside a test process.

May not know about the API.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, TypeVar

from . import admin, state
from .contract import Json
from .dialect import dialect_of
from .emulator import Emulator
from .server import Server

T = TypeVar("T")

DEFAULT_ACCOUNTS: Mapping[str, str] = {"demo": "demo-secret"}
START_SECONDS = 10.0


class RunningEmulator:
    """Serves from a background thread, on a free port, for as long as the ``with`` block lasts.

    ``accounts`` maps client ids to secrets; ``dialect`` holds words such as ``S7=b``; a ``strict`` one refuses unknown
    members and nulls. What the methods return is a copy: changing it changes nothing.
    """

    def __init__(
        self,
        accounts: Mapping[str, str] | None = None,
        preview: bool = True,
        latency_ms: int = 0,
        rotate_ids: bool = False,
        dialect: Iterable[str] = (),
        strict: bool = False,
    ) -> None:
        self.base_url = ""
        self._emulator = Emulator(
            accounts or DEFAULT_ACCOUNTS,
            preview,
            rotate_ids=rotate_ids,
            dialect=dialect_of(dialect),
            strict=strict,
        )
        self._latency_ms = latency_ms
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mimecast-emulator", daemon=True)
        self._server: Server | None = None

    def __enter__(self) -> RunningEmulator:
        self._thread.start()
        self.base_url = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(START_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(START_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()

    def requests(self) -> list[Json]:
        """The log of requests, in order; the README of the emulator names what each entry holds."""
        return self._inside(lambda: _copy(self._emulator.journal.entries()))

    def clear_requests(self) -> None:
        """Empties the log of requests."""
        self._inside(self._emulator.journal.clear)

    def state(self, account: str) -> Json:
        """The tables of an account. Raises KeyError for an unknown one."""
        return self._inside(lambda: _copy(state.dump(self._emulator.accounts[account])))

    def set_state(self, account: str, tables: Json) -> None:
        """Replaces the tables that are named. Raises StateError when they do not fit, KeyError for no account."""
        self._inside(lambda: state.replace(self._emulator.accounts[account], _copy(tables)))

    def reset(self, account: str) -> None:
        """Puts an account back to the fresh seed. Raises KeyError for an unknown one."""
        self._inside(lambda: state.reset(self._emulator.accounts[account]))

    def set_faults(self, rules: Any) -> None:
        """Replaces all fault rules: a list, or an object with ``seed`` and ``rules``. Raises StateError."""
        self._inside(lambda: admin.set_faults(self._emulator, rules))

    def set_dialect(self, words: Iterable[str]) -> None:
        """Takes other sides where sources disagree; questions that are not named are answered as by default.

        Raises ValueError for a word that is not known.
        """
        dialect = dialect_of(words)
        self._inside(lambda: self._emulator.speak(dialect))

    async def _start(self) -> str:
        self._server = Server(self._emulator, self._latency_ms)
        return await self._server.start(0)

    def _inside(self, work: Callable[[], T]) -> T:
        if not self._thread.is_alive():
            raise RuntimeError("the emulator runs only inside its with block")

        # In the server's own thread: state never changes while a request is answered.
        async def run() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))
