# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation that public sources show is served and answers, or the README says why not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from mimecast_emulator import contract

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

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
    told = (
        f"Public sources show {len(SHOWN)} operations. The emulator serves {len(SERVED)} of them, and {preview} preview"
    )
    assert told in README


def test_every_operation_that_is_served_answers(api: Api) -> None:
    """An empty request is enough: it is done, or refused by the operation itself and never by the gateway."""
    answers = {
        found.id: api.send(found.method, re.sub(r"\{\w+\}", "x", found.path), {} if found.takes_body else None)
        for found in OPERATIONS
        if not found.preview and found.id != "createToken"
    }
    assert {name for name, answer in answers.items() if answer.status_code not in (200, 201, 204, 400, 404)} == set()
    assert len(answers) == len(SERVED) - 1


BODIES = [found for found in OPERATIONS if found.takes_body]


@pytest.mark.parametrize("operation", BODIES, ids=lambda found: str(found.id))
def test_a_member_that_no_source_documents_is_named_and_can_be_passed_over(operation: contract.Operation) -> None:
    loaded = contract.load()
    assert "canary" in {found.field for found in loaded.body(operation, {"canary": 1})}
    fitted, remarks = loaded.fitted(operation, {"canary": 1})
    assert (fitted, remarks) == ({}, ["unknown members: canary"])
