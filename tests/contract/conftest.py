# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulated account for each test, and a task runner for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS
from mimecast_emulator.testing import RunningEmulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[RunningEmulator]:
    """An emulator that offers everything."""
    with RunningEmulator({ACCOUNT: SECRET}, preview=True, strict=True) as running:
        yield running


@pytest.fixture(scope="session")
def plain_emulator() -> Iterator[RunningEmulator]:
    """An emulator that offers what the public catalogue does."""
    with RunningEmulator({ACCOUNT: SECRET}, preview=False, strict=True) as running:
        yield running


def fresh(running: RunningEmulator, door: str) -> Account:
    """Return a fresh account that holds what entries refer to."""
    running.set_faults([])
    running.set_dialect([])
    running.reset(ACCOUNT)
    running.set_state(ACCOUNT, samples.prepare(running.state(ACCOUNT)))
    running.clear_requests()
    return Account(running, door)


@pytest.fixture
def account(emulator: RunningEmulator) -> Account:
    """An account reached through the action plugin, the door that users take."""
    return fresh(emulator, "action")


@pytest.fixture
def plain_account(plain_emulator: RunningEmulator) -> Account:
    """An account whose API offers what the public catalogue does."""
    return fresh(plain_emulator, "action")


@pytest.fixture(params=sorted(DOORS))
def either_door(request: pytest.FixtureRequest, emulator: RunningEmulator) -> Account:
    """An account reached through one door after the other."""
    return fresh(emulator, request.param)


def pytest_make_parametrize_id(config: pytest.Config, val: Any, argname: str) -> str | None:
    """Name a parameter by what it is called in the descriptors."""
    if isinstance(val, Resource):
        return val.name
    name = getattr(val, "name", None)
    return name if isinstance(name, str) and not isinstance(val, Mapping) else None
