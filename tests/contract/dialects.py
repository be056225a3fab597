# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialects that together take every side of every question: one run for each will do."""

from __future__ import annotations

from mimecast_emulator.dialect import READINGS


def dialect(number: int) -> tuple[str, ...]:
    """Return the words of one dialect: each question has its answer of this number, counted around."""
    answers = {question: list(words) for question, words in READINGS.items()}
    return tuple(f"{question}={words[number % len(words)]}" for question, words in answers.items())


DIALECTS = [dialect(number) for number in range(1, max(map(len, READINGS.values())))]
"""All but the one that is spoken where nothing is said, which every other contract test speaks."""
