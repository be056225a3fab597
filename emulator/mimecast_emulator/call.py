# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The input of a handler, and the few things that every handler does with it.

May not know about the HTTP server, faults or any one operation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from . import envelopes
from .account import Account
from .contract import Json, Operation
from .envelopes import Answer, Refused
from .ids import ForeignIdError
from .paging import Pager, legacy_pagination, rest_meta

T = TypeVar("T")

ID_MEMBERS = ("id", "parentId")
FORBIDDEN_FOR_ADDRESS = "err_xdk_operation_forbidden_for_address"


@dataclass(frozen=True, slots=True)
class Call:
    """One valid request to one account."""

    account: Account
    operation: Operation
    parameters: Json
    body: Any
    pager: Pager

    @property
    def items(self) -> list[Json]:
        """The items of a legacy body."""
        data: list[Json] = (self.body or {}).get("data", [])
        return data

    def key(self, table: str, secure_id: str, field: str = "id", status: int = 400) -> str:
        """The key of a row that ``secure_id`` names in ``table``.

        Raises GarbledIdError for a broken id, Refused with ``status`` for one that names nothing.
        """
        try:
            key = self.account.ids.read(secure_id, table)
        except ForeignIdError:
            key = ""
        if key not in self.account.tables[table]:
            raise Refused("err_not_found", "names nothing", field=field, status=status)
        return key

    def path_key(self, table: str, name: str) -> str:
        """The key of the row that the path names. Raises GarbledIdError, or Refused with 404."""
        return self.key(table, self.parameters[name], status=404)


Handler = Callable[[Call], Answer]


def rest_list(call: Call, name: str, rows: Sequence[T], render: Callable[[T], Json]) -> Answer:
    """A page of rows in a REST list."""
    page = call.pager.page(rows)
    return Answer(200, {name: [render(row) for row in page.rows], "meta": rest_meta(page)})


def legacy_list(call: Call, rows: Sequence[T], render: Callable[[T], Json]) -> Answer:
    """A page of rows, each an entry of a legacy ``data``."""
    page = call.pager.page(rows)
    return Answer(200, envelopes.legacy([render(row) for row in page.rows], pagination=legacy_pagination(page)))


def legacy_nested(
    call: Call, rows: Sequence[T], render: Callable[[T], Json], wrap: Callable[[list[Json]], Json]
) -> Answer:
    """A page of rows inside the single entry of a legacy ``data``."""
    page = call.pager.page(rows)
    entry = wrap([render(row) for row in page.rows])
    return Answer(200, envelopes.legacy([entry], pagination=legacy_pagination(page)))


def each_item(call: Call, act: Callable[[Json], Json]) -> Answer:
    """Applies ``act`` to each item of a legacy body: results in ``data``, refusals in ``fail``, HTTP 200 in any case.

    Raises GarbledIdError before anything is applied when an id is broken.
    """
    for item in call.items:
        for name in ID_MEMBERS:
            if name in item:
                read_or_foreign(call, item[name])
    data: list[Json] = []
    fail: list[Json] = []
    for item in call.items:
        try:
            data.append(act(item))
        except Refused as refused:
            fail.append(envelopes.fail_item(item, refused.code, refused.message, refused.field))
    return Answer(200, envelopes.legacy(data, fail))


def read_or_foreign(call: Call, secure_id: str) -> None:
    """Raises GarbledIdError for a broken id and accepts every complete one."""
    try:
        call.account.ids.key(secure_id)
    except ForeignIdError:
        return
