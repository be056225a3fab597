# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that takes long says how far it is, at a pace that a person can read, and a short one says nothing."""

from __future__ import annotations

import itertools

from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import EVERY, Progress


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_run_that_is_over_before_the_first_line_is_due_says_nothing() -> None:
    lines: list[str] = []
    clock = Clock()
    progress = Progress(lines.append, clock)
    clock.seconds += EVERY - 0.1
    progress.tell("user: 12 read")
    assert lines == []


def test_a_line_is_said_when_it_is_due_and_those_before_it_are_dropped() -> None:
    lines: list[str] = []
    clock = Clock()
    progress = Progress(lines.append, clock)
    progress.tell("user: 100 read")
    clock.seconds += EVERY
    progress.tell("user: 200 read")
    assert lines == ["user: 200 read"]


def test_between_two_lines_there_is_always_the_same_time_at_least() -> None:
    said: list[float] = []
    clock = Clock()
    progress = Progress(lambda _line: said.append(clock.seconds), clock)
    for _step in range(400):
        clock.seconds += 0.25
        progress.tell("user: more read")
    assert len(said) == 400 * 0.25 // EVERY
    assert min(later - earlier for earlier, later in itertools.pairwise(said)) >= EVERY


def test_after_a_long_silence_one_line_is_said_and_not_one_for_each_that_was_due() -> None:
    lines: list[str] = []
    clock = Clock()
    progress = Progress(lines.append, clock)
    clock.seconds += 20 * EVERY
    progress.tell("first")
    progress.tell("second")
    assert lines == ["first"]


def test_a_name_in_an_account_cannot_forge_a_line() -> None:
    lines: list[str] = []
    clock = Clock()
    progress = Progress(lines.append, clock)
    clock.seconds += EVERY
    progress.tell("Vendors\nok: [localhost] \x1b[2J: 3 read")
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert "\x1b" not in lines[0]
