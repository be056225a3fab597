# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A defence of the collection that is taken away, and which test has to fail then."""

from __future__ import annotations

from dataclasses import dataclass

TESTS = "tests/contract/test_bug_classes.py"
CAMPAIGN = "tests/contract/test_torture.py"
LIES = "test_no_seed_makes_a_task_lie"
UTILS = "plugins/module_utils/"


@dataclass(frozen=True)
class Edit:
    """One line of the collection and what stands in its place while the defence is gone."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutation:
    """A defence and what is left when it is gone.

    Attributes:
        bug: class of bugs. where: file and function of the defence. test: fails without it. tests: its file.
    """

    bug: str
    where: str
    what: str
    test: str
    edits: tuple[Edit, ...]
    tests: str = TESTS

    def words(self) -> str:
        """Return what ``-k`` looks at."""
        return f"{self.bug} {self.where} {self.test}".lower()

    @property
    def file(self) -> str:
        """Where its test stands."""
        return CAMPAIGN if self.test == LIES else self.tests


def in_utils(name: str, old: str, new: str) -> Edit:
    """Return an edit of a file of ``module_utils``."""
    return Edit(UTILS + name, old, new)
