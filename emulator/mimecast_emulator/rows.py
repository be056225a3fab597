# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ordered, keyed collection that is cheap both to look up and to page through.

May not know what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

Row = dict[str, Any]


class Rows(MutableMapping[str, Row]):
    """Rows by key, in the order in which they were added. A page costs the page, not the collection."""

    def __init__(self, rows: Iterable[tuple[str, Row]] = ()) -> None:
        self._rows: dict[str, Row] = dict(rows)
        self._listed: list[tuple[str, Row]] | None = None

    def __getitem__(self, key: str) -> Row:
        return self._rows[key]

    def __setitem__(self, key: str, row: Row) -> None:
        self._rows[key] = row
        self._listed = None

    def __delitem__(self, key: str) -> None:
        del self._rows[key]
        self._listed = None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def listed(self) -> list[tuple[str, Row]]:
        """Keys and rows as a list, built once after each change. Not to be changed by the caller."""
        if self._listed is None:
            self._listed = list(self._rows.items())
        return self._listed
