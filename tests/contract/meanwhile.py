# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else who writes to the account while a task is at it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from mimecast_emulator import state
from mimecast_emulator.emulator import Emulator
from mimecast_emulator.messages import Request, Response

Rows = dict[str, Any]


@contextlib.contextmanager
def meanwhile(
    account: Account, operation: str, table: str, act: Callable[[Rows], Rows], after: bool = False
) -> Iterator[None]:
    """Change a table once: right before the first request of an operation is answered, or right ``after``."""
    answer = Emulator.respond
    left = [act]

    def strike(emulator: Emulator) -> None:
        there = emulator.accounts[ACCOUNT]
        state.replace(there, {table: left.pop()(json.loads(json.dumps(state.dump(there)[table])))})

    def respond(emulator: Emulator, request: Request) -> Response:
        routed = emulator.contract.route(request.method, request.path)
        meant = routed is not None and routed[0].id == operation and bool(left)
        if meant and not after:
            strike(emulator)
        answered = answer(emulator, request)
        if meant and after:
            strike(emulator)
        return answered

    account.running.clear_requests()
    with mock.patch.object(Emulator, "respond", respond):
        yield
    assert not left, f"{operation} was never sent"
