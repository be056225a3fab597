# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What clients send beyond the contract passes by default, is refused by a strict emulator, and is noted by both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import ACCOUNTS, Api
from mimecast_emulator.testing import RunningEmulator

TESTS = Path(__file__).parents[2]
FIND = "/api/directory/find-groups"
EVENTS = "/api/audit/get-audit-events"
GROUPS = "/directory/cloud-gateway/v1/groups"
SPAN = {"startDateTime": "2026-11-01T00:00:00Z", "endDateTime": "2026-11-02T00:00:00Z"}

PATTERNS = {
    "a null page token": (
        FIND,
        {"meta": {"pagination": {"pageToken": None}}},
        "null members: meta.pagination.pageToken",
    ),
    "a null page size of another spelling": (
        FIND,
        {"meta": {"pagination": {"page_size": None}}, "data": []},
        "unknown members: meta.pagination.page_size",
    ),
    "paging inside the item": (EVENTS, {"data": [{**SPAN, "meta": {}}]}, "unknown members: data[0].meta"),
    "a null name": (FIND, {"data": [{"query": None}]}, "null members: data[0].query"),
    "a member of a REST body": (GROUPS, {"description": "New", "colour": 1}, "unknown members: colour"),
}
"""Requests of other people's clients, and what is noted about each."""


@pytest.fixture
def tolerant() -> Iterator[Api]:
    with RunningEmulator(ACCOUNTS, strict=False) as running:
        yield Api(running, "demo")


def remarks(api: Api) -> Any:
    return api.emulator.requests()[-1]["remarks"]


@pytest.mark.parametrize("name", PATTERNS)
def test_requests_of_other_clients_pass_and_are_noted(tolerant: Api, name: str) -> None:
    path, body, noted = PATTERNS[name]
    answer = tolerant.send("POST", path, body)
    assert answer.status_code in (200, 201)
    assert not answer.json().get("fail")
    assert remarks(tolerant) == [noted]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_strict_emulator_refuses_them_and_notes_them_too(api: Api, name: str) -> None:
    path, body, noted = PATTERNS[name]
    assert api.send("POST", path, body).status_code == 400
    assert remarks(api) == [noted]


def test_what_is_passed_over_is_not_kept(tolerant: Api) -> None:
    tolerant.send("POST", GROUPS, {"description": "New", "colour": "red"})
    assert "colour" not in str(tolerant.emulator.state("demo"))
    assert tolerant.emulator.requests()[-1]["body"] == {"description": "New", "colour": "red"}


def test_what_fits_leaves_no_remark(tolerant: Api) -> None:
    tolerant.create(GROUPS, {"description": "New"})
    assert remarks(tolerant) == []


def test_a_null_counts_as_left_out_where_a_value_is_needed(tolerant: Api) -> None:
    assert tolerant.refusal("POST", GROUPS, {"description": None}) == (400, "err_validation_null", "description")
    assert remarks(tolerant) == ["null members: description"]


def test_null_in_the_place_of_the_items_is_refused(tolerant: Api) -> None:
    assert tolerant.send("POST", FIND, {"data": None}).json()["fail"][0]["errors"][0]["code"] == "err_deserialise"


def test_a_wrong_value_is_refused_beside_what_is_passed_over(tolerant: Api) -> None:
    assert tolerant.refusal("POST", GROUPS, {"description": 7, "colour": 1}) == (400, "err_deserialise", "description")


def test_a_remark_never_holds_a_value(tolerant: Api) -> None:
    tolerant.send("POST", GROUPS, {"description": "New", "passphrase": "canary"})
    assert "canary" not in str(tolerant.emulator.requests())


def test_our_own_tests_run_against_strict_emulators() -> None:
    calls = [
        f"{path.relative_to(TESTS)}: {call}"
        for path in TESTS.rglob("*.py")
        for call in re.findall(r"RunningEmulator\((?:[^()]|\([^()]*\))*\)", path.read_text(encoding="utf-8"))
        if "strict=" not in call
    ]
    assert calls == []
