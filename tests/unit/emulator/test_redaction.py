# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recording keeps of an exchange: the contract's own words, and stand-ins for everything else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mimecast_emulator import contract
from mimecast_emulator.contract import Operation
from mimecast_emulator.recording import known
from mimecast_emulator.recording.known import Known
from mimecast_emulator.recording.redaction import HEADER_NAMES, Exchange, Redaction
from mimecast_emulator.recording.standins import Standins

CONTRACT = contract.load()
READS = [found for found in CONTRACT.operations.values() if not found.writes and found.style != "token"]
CANARY = "kanarie"
NUMBER = 918273645
CANARIES = (
    CANARY,
    f"{CANARY}@{CANARY}.net",
    f"*.{CANARY}.org",
    f"https://{CANARY}.net/{CANARY}?q={CANARY}",
    f"Two words of {CANARY}\n",
    f"{CANARY.upper()}0a1b2C3d-_==",
    f"err_{CANARY}",
    "1987-06-05T04:03:21+0245",
    "1987-06-05",
    "Fri, 05 Jun 1987 04:03:21 UTC",
    "203.0.113.77",
    "203.0.113.0/28",
    "2001:db8:cafe::77",
    "5ca1ab1e-beef-4bad-8bad-c0ffeec0ffee",
    str(NUMBER),
)
TRACES = re.compile("kanarie|918273645|1987-06|05 Jun|203\\.0\\.113|cafe|5ca1ab1e|c0ffee|04:03|\\+0245", re.IGNORECASE)
DEPTH = 7


def filled(place: Known, number: int = 0, depth: int = 0) -> Any:
    """A value that has every member the contract knows, one more, and a canary in each."""
    text = CANARIES[number % len(CANARIES)]
    if depth > DEPTH:
        return text
    if place.names or place.is_map:
        names = [*sorted(place.names), *([CANARIES[1], CANARY] if place.is_map else [])]
        members = {name: filled(place.member(name), number + step, depth + 1) for step, name in enumerate(names)}
        return {**members, CANARY: text, f"{CANARY}Name": NUMBER, f"{CANARY}.net": {CANARY: [text]}}
    if "array" in place.types:
        return [filled(place.item, number + step, depth + 1) for step in range(2)] + [text]
    return {"integer": NUMBER, "number": NUMBER / 7}.get(next(iter(place.types), ""), text)


def exchange(operation: Operation, status: int, sent: bytes, body: bytes, kind: str) -> Exchange:
    """An answer with a canary in every place that is not the contract's."""
    path = re.sub(r"\{\w+\}", f"{CANARY}-0a1b2c", operation.path)
    headers = [("Content-Type", kind), (f"X-{CANARY}", CANARY), *((name, CANARY) for name in sorted(HEADER_NAMES))]
    return Exchange(operation.method, path, f"pageSize={NUMBER}&{CANARY}={CANARY}", sent, status, headers, body)


def traces(entry: Any) -> set[str]:
    """The canaries that are in a text; also those that only JSON's escapes hide."""
    return {found.lower() for found in TRACES.findall(json.dumps(entry, ensure_ascii=False))}


def cases() -> list[Any]:
    return [
        pytest.param(operation, status, id=f"{operation.id}-{status}")
        for operation in READS
        for status in sorted({*known.statuses(CONTRACT, operation), 299})
    ]


@pytest.mark.parametrize(("operation", "status"), cases())
def test_no_value_of_an_account_is_kept_of_any_read(operation: Operation, status: int) -> None:
    for number in range(len(CANARIES)):
        body = json.dumps(filled(known.answers(CONTRACT, operation, status), number)).encode()
        sent = json.dumps(filled(known.requests(CONTRACT, operation), number)).encode()
        entry = Redaction(CONTRACT).entry(exchange(operation, status, sent, body, "application/json"))
        assert entry["answer"]["kind"] == "json"
        assert traces(entry) == set()


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", f"text/{CANARY}", "application/json", ""])
@pytest.mark.parametrize(
    "body", [CANARY.encode(), b"\x00\xff" + CANARY.encode(), b'{"' + CANARY.encode(), b"[" * 99999]
)
def test_of_what_is_not_json_only_type_and_size_are_kept(kind: str, body: bytes) -> None:
    entry = Redaction(CONTRACT).entry(exchange(READS[0], 200, b"", body, kind))
    assert (entry["answer"]["kind"], entry["answer"]["size"]) == ("opaque", len(body))
    assert traces(entry) == set()


def test_a_path_that_the_contract_does_not_know_is_kept_by_its_known_parts() -> None:
    unknown = Exchange("GET", f"/directory/cloud-gateway/v1/{CANARY}/{CANARY}@x.org", "", b"", 200, [], b"")
    entry = Redaction(CONTRACT).entry(unknown)
    assert entry["path"] == "/directory/cloud-gateway/v1/{name1}/{user2@example.com}"
    assert entry["operation"] is None


SCALARS = st.sampled_from([*CANARIES, NUMBER, -NUMBER, NUMBER / 7, True, None, ""])
NAMES = st.one_of(
    st.sampled_from(CANARIES),
    st.sampled_from(["data", "meta", "id", "from", "status", "code"]),
    st.text(max_size=4).map(lambda text: f"{text}{CANARY}{text}"),
)
BODIES = st.recursive(
    st.one_of(SCALARS, st.text(max_size=4).map(lambda text: f"{text}{CANARY}{text}")),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=25,
)


@given(body=BODIES, operation=st.sampled_from(READS), escaped=st.booleans())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_canary_of_any_body_is_kept(body: Any, operation: Operation, escaped: bool) -> None:
    sent = json.dumps(body, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    entry = Redaction(CONTRACT).entry(exchange(operation, 200, sent, sent, "application/json"))
    assert traces(entry) == set()


@pytest.mark.parametrize(
    ("value", "standin"),
    [
        ("jo@acme.net", "user1@example.com"),
        ("mail.acme.net", "d1.example.com"),
        ("*.acme.net", "*.d1.example.com"),
        ("https://acme.net/a?b", "https://www.example.com/1"),
        ("198.51.100.7", "192.0.2.1"),
        ("198.51.100.0/28", "192.0.2.0/24"),
        ("2001:db8:cafe::77", "2001:db8::1"),
        ("1987-06-05", "2020-01-01"),
        ("1987-06-05T04:03:21+0245", "2020-01-01T00:00:00+0000"),
        ("1987-06-05T04:03:21.123Z", "2020-01-01T00:00:00.000Z"),
        ("Fri, 05 Jun 1987 04:03:21 UTC", "Wed, 01 Jan 2020 00:00:00 UTC"),
        ("5ca1ab1e-beef-4bad-8bad-c0ffeec0ffee", "00000000-0000-4000-8000-000000000001"),
        ("5ca1ab1ebeefc0ffee", "fffffffffffffffff1"),
        ("eNoVzUEKgzAQ0Qw==", "ZZZZZZZZZZZZZZ1=="),
        ("Blocked senders", "text text text "),
        ("4711", "1000"),
        (4711, 1000),
        (-4711, -1000),
        (3.25, 1.5),
        (0, 0),
        (True, True),
        (None, None),
        ("", ""),
    ],
)
def test_a_stand_in_is_of_the_same_kind(value: Any, standin: Any) -> None:
    found = Standins().of(value)
    assert (found, type(found)) == (standin, type(value))


def test_the_same_value_has_the_same_stand_in_and_another_one_another() -> None:
    standins = Standins()
    found = [standins.of(value) for value in ("a@acme.net", "b@acme.net", "a@acme.net")]
    assert found == ["user1@example.com", "user2@example.com", "user1@example.com"]


def kept(operation: str, body: Any, *named: str) -> Any:
    """What is kept of a body that an operation answers."""
    found = CONTRACT.operations[operation]
    seen = Exchange(found.method, found.path, "", b"", 200, [], json.dumps(body).encode())
    return Redaction(CONTRACT, named).entry(seen)["answer"]["value"]


def test_order_sizes_and_the_contracts_own_words_are_kept() -> None:
    row = {"option": "block_sender", "id": "x", "from": {"type": "everyone"}, "fromEternal": True}
    found = kept("listBlockedSendersPolicies", {"definitions": [row, {}], "meta": {}})
    assert list(found["definitions"][0]) == ["option", "id", "from", "fromEternal"]
    assert found["definitions"] == [{**row, "id": "t"}, {}]


def test_a_word_is_kept_only_where_the_contract_knows_it() -> None:
    assert kept("listGroups", {"groups": [{"description": "everyone"}]})["groups"][0]["description"] == "text tex"
    found = kept("listBlockedSendersPolicies", {"definitions": [{"option": "everyone"}]})
    assert found["definitions"][0]["option"] == "text tex"


def test_the_status_and_the_known_codes_of_a_legacy_answer_are_kept() -> None:
    errors = [{"code": "err_validation_null"}, {"code": "err_of_acme"}]
    found = kept("legacyFindGroups", {"meta": {"status": 404}, "data": [], "fail": [{"errors": errors}]})
    assert found["meta"]["status"] == 404
    assert [error["code"] for error in found["fail"][0]["errors"]] == ["err_validation_null", "text text t"]


def test_an_unknown_name_is_kept_if_words_of_the_contract_form_it_or_its_user_says_so() -> None:
    body = {"senderGroup": 1, "acmeGroup": 2, "jo@acme.net": 3, "acme": 4}
    assert list(kept("whoAmI", body)) == ["senderGroup", "name1", "user2@example.com", "name3"]
    assert list(kept("whoAmI", body, "acmeGroup")) == ["senderGroup", "acmeGroup", "user1@example.com", "name2"]


def test_header_values_are_kept_only_in_the_form_that_their_header_has() -> None:
    headers = [("X-RateLimit-Limit", "800"), ("Pragma", "acme"), ("Server", "acme"), ("X-Acme", "800")]
    entry = Redaction(CONTRACT).entry(Exchange("GET", "/identity/whoami", "", b"", 200, headers, b""))
    assert entry["headers"] == [["x-ratelimit-limit", "800"], ["pragma", None], ["server", None], ["name1", None]]
