# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the live service that are public, compared member by member with what the emulator answers.

`recorded.yaml` holds the facts of each recording: status, names and types of members, values that do not depend on the
account, and where it is from. `known.yaml` lists where the emulator differs; it has to shrink.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.tests.fidelity.asked import ASKED
from ansible_collections.mailops.mimecast.tests.fidelity.shapes import differences, members
from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import ACCOUNTS, Api
from mimecast_emulator.testing import RunningEmulator

HERE = Path(__file__).parent
RECORDED: list[dict[str, Any]] = yaml.safe_load((HERE / "recorded.yaml").read_text(encoding="utf-8"))
KNOWN: dict[str, dict[str, str]] = yaml.safe_load((HERE / "known.yaml").read_text(encoding="utf-8")) or {}


@pytest.fixture
def api() -> Iterator[Api]:
    """A fresh account."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield Api(running, "demo")


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded["case"].replace(" ", "-"))
def test_the_emulator_answers_as_was_recorded_but_for_known_differences(api: Api, recorded: dict[str, Any]) -> None:
    answer = ASKED[recorded["case"]](api)
    found = differences(recorded, answer.status_code, answer.headers, answer.json())
    assert found == list(KNOWN.get(recorded["case"], {}))


def test_each_recording_is_asked_for_and_says_where_it_is_from() -> None:
    assert {recorded["case"] for recorded in RECORDED} == set(ASKED)
    assert Counter(recorded["case"] for recorded in RECORDED).most_common(1)[0][1] == 1
    assert all("github.com/" in recorded["source"] for recorded in RECORDED)


def test_each_known_difference_is_of_a_recording_and_has_a_reason() -> None:
    assert KNOWN.keys() <= ASKED.keys()
    assert all(reason for reasons in KNOWN.values() for reason in reasons.values())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"rows": [{"id": "a", "size": 7}]}, []),
        ({"rows": [{"id": "a"}]}, ["missing rows[].size: integer"]),
        ({"rows": [{"id": "a", "size": "7"}]}, ["type of rows[].size: integer", "value of rows[].size: 7"]),
        ({"rows": [{"id": "a", "size": 8}]}, ["value of rows[].size: 7"]),
        ({"rows": [{"id": "a", "size": 7, "colour": ""}]}, ["unrecorded rows[].colour"]),
    ],
)
def test_a_difference_is_told_by_its_member(body: Any, found: list[str]) -> None:
    recorded = {
        "status": 200,
        "members": {"rows[].id": "string", "rows[].size": "integer"},
        "values": {"rows[].size": 7},
    }
    assert differences(recorded, 200, {}, body) == found


def test_other_statuses_and_headers_are_told_too() -> None:
    recorded = {"status": 200, "members": {}, "headers": {"pragma": "no-cache"}}
    assert differences(recorded, 201, {}, {}) == ["status: 200", "unrecorded ", "header pragma: no-cache"]


def test_rows_share_their_paths_and_addresses_are_no_names() -> None:
    body = {"rows": [{"id": 1}, {"id": "a"}], "of": {"jo@example.com": None, "sam@example.com": None}, "none": []}
    assert members(body) == {"none": "array", "of.*": "null", "rows[].id": "integer or string"}
