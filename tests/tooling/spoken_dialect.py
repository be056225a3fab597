# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plugin of pytest: `--dialect QUESTION=ANSWER`, once or repeated, is what emulators of a run speak.

A test that gives an emulator a dialect itself is about that dialect: its own answers come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from mimecast_emulator import testing
from mimecast_emulator.dialect import Dialect, dialect_of


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a whole run speak another dialect."""
    parser.addoption(
        "--dialect", action="append", default=[], metavar="QUESTION=ANSWER", help="side to take; repeat it"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Put the words of the run before those of each test. Raises ValueError for a word that is not known."""
    spoken: Sequence[str] = config.getoption("--dialect")
    dialect_of(spoken)

    def told(words: Iterable[str]) -> Dialect:
        return dialect_of([*spoken, *words])

    pytest.MonkeyPatch().setattr(testing, "dialect_of", told)
