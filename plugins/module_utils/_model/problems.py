# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a descriptor, with the user's file, or with a run: each in one line that says where.

The bottom of the house: it knows nothing but how a text is shown.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible


class Contradiction(Exception):
    """A descriptor that cannot be right."""


@dataclass(frozen=True)
class Problem:
    """Something that keeps a run from starting: where in the user's file, and what would be right there."""

    where: str
    message: str

    def __str__(self) -> str:
        return visible(f"{self.where}: {self.message}" if self.where else self.message)


class Unreadable(Exception):
    """An object of an account that cannot be expressed in a site file; its text says what is wrong with it."""


class Failure(Exception):
    """A run that did not reach its goal: one message, and what it still has to report."""

    def __init__(self, message: str, result: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.result = dict(result or {})


def at(where: str, name: str) -> str:
    """Return the path of ``name`` inside of ``where``."""
    return f"{where}.{name}" if where else name


def refuse(problems: Sequence[Problem], result: Mapping[str, Any] | None = None) -> None:
    """Raise Failure when there is any problem, with one line for each.

    Args:
        result: what there still is to report.
    """
    if problems:
        raise Failure("\n".join(str(problem) for problem in problems), result)


def bug_message(error: Exception) -> str:
    """Return what a user can report about an unexpected error, without any value: it could be a secret."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"unexpected {type(error).__name__} in {place.name} (line {place.lineno}); please report this as a bug"
