# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole run of tests in another dialect: every emulator speaks it, and a test's own words come first."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from ansible_collections.mailops.mimecast.tests.tooling import spoken_dialect
from mimecast_emulator import testing
from mimecast_emulator.dialect import dialect_of

Configure = Callable[..., None]


@pytest.fixture
def run_speaks(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Begin a run with these words, until the test ends."""
    # A name that is set is also put back, and with it what the plugin makes of it.
    monkeypatch.setattr(testing, "dialect_of", dialect_of)

    def configure(*words: str) -> None:
        config: Any = SimpleNamespace(getoption=lambda _name: words)
        spoken_dialect.pytest_configure(config)

    return configure


def answer(running: testing.RunningEmulator, question: str) -> str:
    told = requests.get(f"{running.base_url}/_emulator/dialects", timeout=5).json()
    return str(told[question]["answer"])


def test_every_emulator_speaks_the_dialect_of_the_run(run_speaks: Configure) -> None:
    run_speaks("created=id", "S7=b")
    with testing.RunningEmulator(strict=True) as running:
        assert [answer(running, question) for question in ("created", "S7", "S6")] == ["id", "b", "a"]


def test_the_words_of_a_test_come_first_and_the_others_stay(run_speaks: Configure) -> None:
    run_speaks("created=id", "S7=b")
    with testing.RunningEmulator(dialect=["created=both"], strict=True) as running:
        assert [answer(running, question) for question in ("created", "S7")] == ["both", "b"]
        running.set_dialect([])
        assert [answer(running, question) for question in ("created", "S7")] == ["id", "b"]


def test_a_word_that_is_not_known_ends_the_run_at_once(run_speaks: Configure) -> None:
    with pytest.raises(ValueError, match="created=perhaps is not known"):
        run_speaks("created=perhaps")
