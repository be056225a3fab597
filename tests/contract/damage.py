# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the API in which one row is not what it should be."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation

Row = Any
Damage = tuple[tuple[str | int, ...], str, Callable[[Row], Row]]
"""The place of what is damaged (nothing for the whole row), what stands there instead, and what puts it there."""
MISSING = object()
VALUES: Mapping[str, Any] = {
    "missing": MISSING,
    "null": None,
    "a number": 5,
    "text": "odd",
    "a list": ["odd", None],
    "a mapping": {"odd": 1},
}


class Answers:
    """Stands between the client and an account, and damages a row of what the account answers.

    Unless it is ``live``, every answer is asked for once, so that each kind of damage costs no request, and what is
    written is not sent.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, live: bool = False) -> None:
        self._kept: dict[str, Any] = {}
        self._damage: tuple[str, Callable[[Row], Row], str, bool] | None = None
        self.writes: list[tuple[str, Any]] = []
        call = Client._call

        def answer(client: Client, operation: Operation, ids: Any, body: Any = None, query: Any = None) -> Any:
            if operation.writes:
                self.writes.append((operation.id, body))
                return call(client, operation, ids, body, query) if live else {}
            if live:
                return self._damaged(operation, call(client, operation, ids, body, query))
            asked = json.dumps([operation.id, dict(ids), body, query])
            if asked not in self._kept:
                self._kept[asked] = call(client, operation, ids, body, query)
            return self._damaged(operation, copy.deepcopy(self._kept[asked]))

        monkeypatch.setattr(Client, "_call", answer)

    def damage(
        self, operation: Operation | None, change: Callable[[Row], Row], name: str = "", after_writes: bool = False
    ) -> None:
        """Change a row of a list in every answer from now on.

        Args:
            name: of the object whose row it is, without one it is the first. after_writes: not before anything is sent.
        """
        assert operation
        self._damage = (operation.id, change, name, after_writes)
        self.writes.clear()

    def heal(self) -> None:
        """Answer as the account did."""
        self._damage = None

    def _damaged(self, operation: Operation, answer: Any) -> Any:
        if self._damage and self._damage[0] == operation.id and (self.writes or not self._damage[3]):
            if operation.envelope == "rest" and not operation.rows:
                return self._damage[1](answer)
            rows = rows_of(operation, answer)
            for index, row in enumerate(rows):
                if is_called(row, self._damage[2]) or (not self._damage[2] and not index):
                    rows[index] = self._damage[1](row)
        return answer


def is_called(row: Row, name: str) -> bool:
    """Whether a row is that of an object of this name, which a legacy policy has one level deeper."""
    inside = row.get("policy")
    return name in row.values() or (isinstance(inside, dict) and name in inside.values())


def rows_of(operation: Operation, answer: Any) -> list[Row]:
    """Return the rows of an answer, to be changed in place."""
    if operation.envelope == "legacy":
        rows: list[Row] = answer["data"][0][operation.rows[0]] if operation.rows else answer["data"]
        return rows
    return next(answer[name] for name in operation.rows if name in answer)


def damages(row: Mapping[str, Any]) -> Iterator[Damage]:
    """Yield every kind of damage to a row, to the whole of it and to each of its members."""
    yield from (((), kind, replaced(value)) for kind, value in VALUES.items() if value is not MISSING)
    for path in paths(row):
        for kind, value in VALUES.items():
            yield path, kind, put(path, value)


def paths(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every member of a mapping and of the first item of a list, however deep."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for name, member in inner:
        yield (*place, name)
        yield from paths(member, (*place, name))


def replaced(value: Any) -> Callable[[Row], Row]:
    """Return what puts a value into the place of a row."""
    return lambda row: copy.deepcopy(value)


def put(path: tuple[str | int, ...], value: Any) -> Callable[[Row], Row]:
    """Return what puts a value, or ``MISSING``, into the place of another one."""

    def change(row: Row) -> Row:
        inside = row
        for step in path[:-1]:
            inside = inside[step]
        if value is MISSING:
            del inside[path[-1]]
        else:
            inside[path[-1]] = copy.deepcopy(value)
        return row

    return change
