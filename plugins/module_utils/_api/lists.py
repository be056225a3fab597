# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of an account, each read once a run, and how the rows in them are told apart.

It knows neither what a row means in the user's words nor what anybody wants of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row

SIDE_BY_SIDE = 4
"""Lists read at one time: each has a rate limit of its own (CONTRACT 2.4)."""


class Lists:
    """Reads the list of each type through ``client`` when it is first asked for; ``progress`` is told how far it is."""

    def __init__(self, client: Client, progress: Progress) -> None:
        self._client = client
        self._progress = progress
        self._rows: dict[str, list[Row]] = {}
        self._failed: dict[str, ApiError] = {}

    def read(self, resource: Resource) -> list[Row]:
        """Return every object of one type as the API answers it; pages that repeat rows are folded (quirk 26).

        Raises:
            ApiError: the list could not be read to its end.
        """
        if resource.name in self._failed:
            raise self._failed[resource.name]
        if resource.name not in self._rows:
            if resource.list is None:
                raise ApiError(f"{resource.title} cannot be listed")
            found: dict[str, Row] = {}
            for row in self._client.rows(resource.list):
                found.setdefault(row_id(row) or str(len(found)), row)
                self._progress.tell(f"{resource.title}: {len(found):,} read")
            self._rows[resource.name] = list(found.values())
        return self._rows[resource.name]

    def read_keys(self, resource: Resource) -> list[str]:
        """Return the natural key of every object of one type.

        Raises:
            ApiError: the list could not be read to its end.
        """
        return [row_key(resource, row) for row in self.read(resource)]

    def prefetch(self, resources: Iterable[Resource]) -> None:
        """Read several lists side by side; a list that cannot be read says so when it is asked for."""
        wanted = [resource for resource in resources if resource.name not in self._rows]
        if len(wanted) < 2:
            return
        self._client.sign_in()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(self._try_to_read, wanted))

    def _try_to_read(self, resource: Resource) -> None:
        try:
            self.read(resource)
        except ApiError as error:
            self._failed[resource.name] = error

    def forget(self, resource: Resource) -> None:
        """Read this type again when it is next asked for."""
        self._rows.pop(resource.name, None)


def row_id(row: Row) -> str:
    """Return the id that a row carries, or ""."""
    return word_of(row.get("id"))


def row_key(resource: Resource, row: Row) -> str:
    """Return the natural key of a row in its one spelling, or as it is when it has none; "" for a nameless object."""
    return resource.same_key(first(row, resource.key_field.paths)) if has_name(resource, row) else ""


def has_name(resource: Resource, row: Row) -> bool:
    """Whether a row says what its object is called, be it by an empty text; if not, it may be any object."""
    return isinstance(first(row, resource.key_field.paths), str)


def word_of(value: Any) -> str:
    """Return an id as text, or "" for what can be none."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
