# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every defence that can be taken away is where its mutation looks for it, and its test is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.mailops.mimecast.tests.tooling.defences._all import ALL
from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation

ROOT = Path(__file__).resolve().parents[2]


def out_of_date(mutation: Mutation) -> list[str]:
    """Return what a mutation looks for and does not find."""
    lines = [edit.old for edit in mutation.edits if edit.old not in (ROOT / edit.file).read_text("utf-8")]
    test = f"def {mutation.test.partition('[')[0]}("
    return lines if test in (ROOT / mutation.file).read_text("utf-8") else [*lines, test]


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: f"{mutation.where}: {mutation.what}")
def test_a_mutation_finds_the_lines_that_it_takes_away_and_the_test_that_notices(mutation: Mutation) -> None:
    assert out_of_date(mutation) == []


def test_a_mutation_whose_lines_are_gone_is_named() -> None:
    first = ALL[0]
    gone = Mutation(first.bug, first.where, first.what, "test_that_is_not_there", first.edits, first.tests)
    assert out_of_date(gone) == ["def test_that_is_not_there("]
