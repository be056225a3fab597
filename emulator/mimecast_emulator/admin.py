# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The admin endpoints, which are not Mimecast's: request log, state, faults, dialects, health.

May not know about the HTTP server.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from . import state
from .contract import Json
from .dialect import READINGS, Dialect
from .emulator import Emulator
from .envelopes import encoded
from .faults import Faults
from .messages import Request, Response
from .state import StateError

PREFIX = "/_emulator/"
JSON_HEADERS = {"Content-Type": "application/json"}


class AdminError(Exception):
    """A request that the admin endpoints cannot carry out."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def respond(emulator: Emulator, request: Request) -> Response:
    """Answers a request to a path under ``/_emulator/``."""
    action = ACTIONS.get((request.method, request.path.removeprefix(PREFIX)))
    try:
        if action is None:
            raise AdminError(404, "no such admin endpoint")
        return Response(200, JSON_HEADERS, encoded(action(emulator, request)))
    except AdminError as error:
        return Response(error.status, JSON_HEADERS, encoded({"error": str(error)}))
    except StateError as error:
        return Response(400, JSON_HEADERS, encoded({"error": str(error)}))


def set_faults(emulator: Emulator, definition: Any) -> None:
    """Replaces all fault rules. Raises StateError for rules that do not fit."""
    state.check("faults", definition)
    emulator.faults = Faults.of(definition)
    emulator.past.forget()


def _health(_emulator: Emulator, _request: Request) -> Json:
    return {"status": "ok"}


def _requests(emulator: Emulator, _request: Request) -> list[Json]:
    return emulator.journal.entries()


def _clear_requests(emulator: Emulator, _request: Request) -> Json:
    emulator.journal.clear()
    return {}


def _get_state(emulator: Emulator, request: Request) -> Json:
    if "account" in request.query:
        return state.dump(emulator.accounts[_account(emulator, request)])
    return {name: state.dump(account) for name, account in emulator.accounts.items()}


def _put_state(emulator: Emulator, request: Request) -> Json:
    account = emulator.accounts[_account(emulator, request)]
    tables = _body(request)
    if request.query.get("reset") == "true":
        state.reset(account)
    state.replace(account, tables)
    return {}


def _get_dialects(emulator: Emulator, _request: Request) -> Json:
    return {
        question: {"answer": emulator.dialect.answer(question), "answers": dict(answers)}
        for question, answers in READINGS.items()
    }


def _put_dialects(emulator: Emulator, request: Request) -> Json:
    chosen = _body(request)
    state.check("dialects", chosen)
    try:
        emulator.speak(Dialect(chosen))
    except ValueError as error:
        raise AdminError(400, str(error)) from error
    return {}


def _put_faults(emulator: Emulator, request: Request) -> Json:
    set_faults(emulator, _body(request))
    return {}


def _account(emulator: Emulator, request: Request) -> str:
    name = request.query.get("account", "")
    if name not in emulator.accounts:
        raise AdminError(404, f"no account {name!r}")
    return name


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise AdminError(400, "the body is not JSON") from error


ACTIONS: Mapping[tuple[str, str], Callable[[Emulator, Request], Any]] = {
    ("GET", "health"): _health,
    ("GET", "requests"): _requests,
    ("DELETE", "requests"): _clear_requests,
    ("GET", "state"): _get_state,
    ("PUT", "state"): _put_state,
    ("PUT", "faults"): _put_faults,
    ("GET", "dialects"): _get_dialects,
    ("PUT", "dialects"): _put_dialects,
}
