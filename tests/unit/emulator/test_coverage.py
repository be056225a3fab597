# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation that public sources show is served, or the README says why not."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from mimecast_emulator import contract

HERE = Path(__file__).parent
README = (HERE.parents[2] / "emulator/README.md").read_text(encoding="utf-8")


def unnamed(operation: str) -> str:
    """An operation whose path has no names of parameters."""
    return re.sub(r"\{\w+\}", "{}", operation)


SHOWN = {unnamed(line) for line in yaml.safe_load((HERE / "contract_operations.yaml").read_text(encoding="utf-8"))}
OPERATIONS = contract.load().operations.values()
SERVED = {unnamed(f"{found.method} {found.path}") for found in OPERATIONS if not found.preview}
REASONS = [
    (re.findall(r"`([^`]+)`", paths), int(count), reason.strip())
    for paths, count, reason in re.findall(r"^\| (`/.+`) \| (\d+) \| (.+) \|$", README, re.MULTILINE)
]


def test_nothing_is_served_that_no_source_shows_but_for_preview() -> None:
    assert SERVED <= SHOWN


def test_each_operation_is_served_or_one_line_of_the_readme_says_why_not() -> None:
    left = {operation.split()[1]: operation for operation in SHOWN - SERVED}
    for paths, count, reason in REASONS:
        matching = [operation for operation in SHOWN - SERVED if operation.split()[1].startswith(tuple(paths))]
        assert (paths, len(matching)) == (paths, count)
        assert reason
        left = {path: operation for path, operation in left.items() if not path.startswith(tuple(paths))}
    assert left == {}
    assert sum(count for _paths, count, _reason in REASONS) == len(SHOWN - SERVED)


def test_the_readme_counts_what_is_served() -> None:
    preview = sum(1 for found in OPERATIONS if found.preview)
    told = f"Of the {len(SHOWN)} operations that public sources show, {len(SERVED)} are served, and {preview} preview"
    print(told)
    assert told in README
