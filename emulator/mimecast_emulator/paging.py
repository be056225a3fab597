# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages: which rows a list answer shows and the tokens that lead to the others.

May not know what the rows are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .contract import Json
from .ids import ForeignIdError, GarbledIdError, IdIssuer

T = TypeVar("T")

REST_PAGE = 25  # when the caller names no size; inferred
UNPAGED_ROWS = 999  # where a legacy read without meta.pagination stops, without a word (TMBC: observed)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows, with the tokens of the pages before and after."""

    rows: Sequence[T]
    total: int
    next: str | None
    previous: str | None


class BadTokenError(ValueError):
    """A page token that this list never gave out."""


class Pager:
    """Cuts the page that one request asks for. Tokens are opaque and belong to one list of one account."""

    def __init__(self, ids: IdIssuer, scope: str, size: int | None, token: str | None) -> None:
        self._ids = ids
        self._scope = scope
        self.size = size
        self.token = token
        self.offset = 0 if token is None else self._offset(token)

    def page(self, rows: Sequence[T]) -> Page[T]:
        """The page of ``rows``; without a size, everything up to 999 rows and no token."""
        if self.size is None:
            return Page(rows[:UNPAGED_ROWS], len(rows), None, None)
        end = self.offset + self.size
        return Page(
            rows[self._first(self.offset) : end],
            len(rows),
            self._next(end, len(rows)),
            self._token(max(0, self.offset - self.size)) if self.offset else None,
        )

    def _first(self, offset: int) -> int:
        return offset

    def _next(self, end: int, total: int) -> str | None:
        return self._token(end) if end < total else None

    def _token(self, offset: int) -> str:
        return self._ids.issue("page", f"{self._scope} {offset}")

    def _offset(self, token: str) -> int:
        try:
            scope, _space, offset = self._ids.read(token, "page").rpartition(" ")
        except (GarbledIdError, ForeignIdError) as error:
            raise BadTokenError from error
        if scope != self._scope:
            raise BadTokenError
        return int(offset)


class RowRepeatingPager(Pager):
    """Starts each page with the last row of the one before (MPS: observed)."""

    def _first(self, offset: int) -> int:
        return max(0, offset - 1)


class RowSkippingPager(Pager):
    """Starts each page one row late, as when a row of a former page was deleted in the meantime (inferred)."""

    def _first(self, offset: int) -> int:
        return offset + 1 if offset else 0


class TokenRepeatingPager(Pager):
    """Never ends: each page names a next token that was given before."""

    def _next(self, end: int, total: int) -> str | None:
        return self.token or self._token(end if end < total else 0)


def rest_meta(page: Page[T]) -> Json:
    """``meta`` of a REST list (TF fixtures: documented, no live sample)."""
    return {} if page.next is None else {"nextPage": page.next}


def legacy_pagination(page: Page[T]) -> Json:
    """``meta.pagination`` of a legacy list: ``pageSize`` counts the rows answered, and an empty result has no
    ``totalCount`` (R7: observed)."""
    pagination: Json = {"pageSize": len(page.rows)}
    if page.total:
        pagination["totalCount"] = page.total
    if page.next is not None:
        pagination["next"] = page.next
    if page.previous is not None:
        pagination["previous"] = page.previous
    return pagination
