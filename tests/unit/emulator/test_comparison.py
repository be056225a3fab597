# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``compare`` tells of a recording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mimecast_emulator import contract
from mimecast_emulator.cli import main
from mimecast_emulator.recording.comparison import differences
from mimecast_emulator.recording.redaction import Exchange, Redaction

CONTRACT = contract.load()
RATES = [(f"X-RateLimit-{name}", "1") for name in ("Limit", "Remaining", "Reset")]
HEADERS = [("Content-Type", "application/json"), *RATES]
ROW = {"id": "x", "description": "Acme", "option": "block_sender", "from": {"type": "everyone"}}


def told(
    body: Any,
    status: int = 200,
    path: str = "/policy-management/cloud-gateway/v1/blocked-senders/policies",
    **more: Any,
) -> list[str]:
    """The differences of a recorded answer."""
    sent = b"" if body is None else json.dumps(body).encode()
    seen = Exchange("GET", path, "", b"", status, more.get("headers", HEADERS), more.get("raw", sent))
    return [str(found) for found in differences(CONTRACT, [Redaction(CONTRACT).entry(seen)])]


def listed(**changed: Any) -> Any:
    return {"definitions": [{**ROW, **changed}], "meta": {}}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (listed(), []),
        (listed(option="deny_sender"), ["unknown enum value: definitions[].option"]),
        (listed(description=7), ["other type: definitions[].description is integer, not string"]),
        (listed(senderGroup=7), ["unknown member: definitions[].senderGroup"]),
        (listed(acme=7), ["unknown member: definitions[].name1"]),
        ({"definitions": []}, ["missing member: meta"]),
        ({"policies": [], "meta": {}}, ["missing member: definitions", "unknown member: policies"]),
        ([], ["other type: the answer is array, not object"]),
        (None, ["other body: none where JSON is known"]),
    ],
)
def test_a_difference_is_told_by_its_place(body: Any, found: list[str]) -> None:
    assert told(body) == [f"listBlockedSendersPolicies: {line}" for line in found]


def test_other_statuses_headers_bodies_and_operations_are_told() -> None:
    name = "listBlockedSendersPolicies"
    assert told(listed(), status=206) == [f"{name}: other status: 206"]
    assert told(listed(), headers=[*HEADERS, ("ETag", "7")]) == [f"{name}: other header: etag"]
    assert told(listed(), headers=HEADERS[:-1]) == [f"{name}: missing header: x-ratelimit-reset"]
    html = [("Content-Type", "text/html"), *RATES]
    assert told(None, raw=b"<p>Acme", headers=html) == [f"{name}: other body: not JSON but text/html"]
    assert told({}, path="/directory/Acme") == ["GET /directory/{name1}: unknown operation: answered 200"]


def test_a_difference_is_counted_once_for_each_answer() -> None:
    body = json.dumps({"definitions": [{**ROW, "colour": 1}, {**ROW, "colour": 2}], "meta": {}}).encode()
    path = "/policy-management/cloud-gateway/v1/blocked-senders/policies"
    redaction = Redaction(CONTRACT, ["colour"])
    entries = [redaction.entry(Exchange("GET", path, "", b"", 200, HEADERS, body)) for _time in range(3)]
    assert {str(found): count for found, count in differences(CONTRACT, entries).items()} == {
        "listBlockedSendersPolicies: unknown member: definitions[].colour": 3
    }


def test_the_command_fails_if_there_is_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "recording.json"
    entry = Redaction(CONTRACT).entry(Exchange("GET", "/Acme", "", b"", 200, HEADERS, b"{}"))
    file.write_text(json.dumps({"format": "mimecast-emulator recording 1", "exchanges": [entry]}))
    assert main(["compare", str(file)]) == 1
    told = "GET /{name1}: unknown operation: answered 200 (1)\n1 answers, 1 differences\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"format": "another", "exchanges": []}'])
def test_a_file_that_is_no_recording_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "recording.json"
    file.write_text(content)
    assert main(["compare", str(file)]) == 1
    assert "recording.json" in capsys.readouterr().err
