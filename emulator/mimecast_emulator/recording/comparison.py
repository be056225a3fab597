# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a recording and the contract differ.

May not know about HTTP or how a recording is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..contract import Contract, Json
from . import known
from .known import Known

TYPES = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
    dict: "object",
    list: "array",
}
USUAL_HEADERS = frozenset(
    {"content-type", "content-length", "cache-control", "pragma", "x-robots-tag", "date", "server", "connection"}
)
"""Headers that are no difference: HTTP's own, and what succeeded has them (J1: observed)."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One way in which an operation answers otherwise than the contract says."""

    operation: str
    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.kind}: {self.place}"


def differences(contract: Contract, exchanges: Sequence[Json]) -> Counter[Difference]:
    """Each difference with the number of answers that show it, in order."""
    found = Counter(difference for exchange in exchanges for difference in set(_of_one(contract, exchange)))
    return Counter(dict(sorted(found.items())))


def _of_one(contract: Contract, exchange: Json) -> Iterator[Difference]:
    operation = contract.operations.get(exchange["operation"] or "")
    if operation is None:
        where = f"{exchange['method']} {exchange['path']}"
        yield Difference(where, "unknown operation", f"answered {exchange['status']}")
        return
    status = exchange["status"]
    if status not in known.statuses(contract, operation):
        yield Difference(operation.id, "other status", str(status))
        return
    there = {name for name, _value in exchange["headers"]}
    for name in there - known.PROMISED_HEADERS - USUAL_HEADERS:
        yield Difference(operation.id, "other header", name)
    for name in known.PROMISED_HEADERS - there:
        yield Difference(operation.id, "missing header", name)
    place = known.answers(contract, operation, status)
    for kind, where in _of_body(place, exchange["answer"]):
        yield Difference(operation.id, kind, where)


def _of_body(place: Known, answer: Json) -> Iterator[tuple[str, str]]:
    if answer["kind"] == "json":
        if place.schemas:
            yield from _of_value(place, answer["value"], "")
        else:
            yield "other body", "JSON where none is known"
    elif answer["kind"] == "empty" and place.schemas:
        yield "other body", "none where JSON is known"
    elif answer["kind"] == "opaque":
        yield "other body", f"not JSON but {answer['type']}"


def _of_value(place: Known, value: Any, where: str) -> Iterator[tuple[str, str]]:
    kind = TYPES[type(value)]
    fitting = {kind, "number"} if kind == "integer" else {kind}
    if place.types and not place.types & fitting:
        yield "other type", f"{where or 'the answer'} is {kind}, not {' or '.join(sorted(place.types))}"
    elif isinstance(value, list):
        for item in value:
            yield from _of_value(place.item, item, f"{where}[]")
    elif isinstance(value, dict):
        yield from _of_members(place, value, where)
    elif isinstance(value, str) and place.only_words and value not in place.words:
        yield "unknown enum value", where


def _of_members(place: Known, value: Json, where: str) -> Iterator[tuple[str, str]]:
    if not place.schemas:
        return
    for name in place.required - value.keys():
        yield "missing member", _below(where, name)
    for name, member in value.items():
        if name in place.names:
            yield from _of_value(place.member(name), member, _below(where, name))
        elif place.is_map:
            yield from _of_value(place.member(name), member, _below(where, "*"))
        elif not place.is_open:
            yield "unknown member", _below(where, name)


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
