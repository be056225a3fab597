# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nested rows, such as folders, as one flat list, whatever part of them an answer leaves out.

It knows neither what the rows mean nor how a list is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row

COUNT = "folderCount"
"""The member that says how many rows stand in a row (TF: documented)."""


def unfolded(client: Client, operation: Operation, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield ``rows`` and the rows in them, each without those in it.

    A row that says it has more in it than the answer shows is asked for by its id (TF: documented). What it does not
    show even then is an empty row.

    Raises:
        ApiError: a row could not be read.
    """
    for row in rows:
        yield {member: value for member, value in row.items() if member != operation.nested}
        inside = _inside(operation, row)
        if _are_missing(row, inside):
            inside = _inside(operation, client.read(operation, {"id": str(row.get("id", ""))}))
            if _are_missing(row, inside):
                # Something is there that is not shown: a row that tells nothing, which may be any object.
                inside = [*inside, {}]
        yield from unfolded(client, operation, inside)


def _inside(operation: Operation, row: Mapping[str, Any]) -> list[Row]:
    """Return the rows in a row; where anything else stands among them, a row that tells nothing is the last one."""
    found = row.get(operation.nested) or []
    items = found if isinstance(found, list) else [found]
    rows = [item for item in items if isinstance(item, Mapping)]
    return rows if len(rows) == len(items) else [*rows, {}]


def _are_missing(row: Mapping[str, Any], inside: list[Row]) -> bool:
    count = row.get(COUNT)
    return isinstance(count, int) and count > len(inside)
