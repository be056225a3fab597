# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of an account, each read once per run, and how to identify the rows in them.

It does not know what a row means in the user's words, or what the user wants.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.folders import unfolded
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import SINGLE, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row

SIDE_BY_SIDE = 4
"""Lists read at one time: each has a rate limit of its own (CONTRACT 2.4)."""


class Lists:
    """Reads the list of each type through ``client`` when it is first asked for; ``progress`` is told how far it is."""

    def __init__(self, client: Client, progress: Progress) -> None:
        self._client = client
        self._progress = progress
        self._rows: dict[str, list[Row]] = {}
        self._by_key: dict[str, dict[str, list[Row]]] = {}
        self._paged: set[str] = set()
        self._failed: dict[str, ApiError] = {}

    def read(self, resource: Resource) -> list[Row]:
        """Return every object of one type as the API answers it; pages that repeat rows are folded (quirk 26).

        Raises:
            ApiError: the list could not be read to its end.
        """
        if resource.name in self._failed:
            raise self._failed[resource.name]
        if resource.name not in self._rows:
            if resource.read is None:
                raise ApiError(f"{resource.title} cannot be listed")
            single = resource.singleton
            self._rows[resource.name] = (
                [self._client.read(resource.read, {})] if single else self._read_pages(resource, resource.read)
            )
        return self._rows[resource.name]

    def read_again(self, resource: Resource) -> bool:
        """Read a list of several pages once more, cut elsewhere, and return whether it shows more objects now.

        Where somebody deletes a row of a page that was read, the first row of the next page slips through.

        Raises:
            ApiError: the list could not be read to its end.
        """
        if resource.list is None or resource.name not in self._paged:
            return False
        known = Counter(self.read_keys(resource))
        size = self._client.page_size(resource.list)
        again = self._read_pages(resource, resource.list, size - 1 if size == resource.list.page_limit else size + 1)
        # By their names: the same object may have another id in every answer (CONTRACT quirk 8).
        missed = (Counter(row_key(resource, row) for row in again) - known).keys()
        kept = [row for row in self._rows[resource.name] if row_key(resource, row) not in missed]
        self._rows[resource.name] = [*kept, *(row for row in again if row_key(resource, row) in missed)]
        self._by_key.pop(resource.name, None)
        self._paged.discard(resource.name)
        return bool(missed)

    def _read_pages(self, resource: Resource, operation: Operation, size: int = 0) -> list[Row]:
        found: dict[str, Row] = {}
        for number, page in enumerate(self._client.pages(operation, size or self._client.page_size(operation))):
            if number:
                self._paged.add(resource.name)
            for row in unfolded(self._client, operation, page) if operation.nested else page:
                found.setdefault(row_id(row) or f"row {len(found)}", row)
                self._progress.tell(f"{resource.title}: {len(found):,} read")
        return list(found.values())

    def add(self, resource: Resource, row: Row) -> None:
        """Add an object that was read by its id to the list, which does not show it yet."""
        self._rows[resource.name] = [*self.read(resource), row]
        self._by_key.pop(resource.name, None)

    def find(self, resource: Resource, key: str) -> list[Row]:
        """Return the objects of one natural key, in the order of the list, however long that is.

        Raises:
            ApiError: the list could not be read to its end.
        """
        if resource.name not in self._by_key:
            by_key: dict[str, list[Row]] = {}
            for row in self.read(resource):
                by_key.setdefault(row_key(resource, row), []).append(row)
            self._by_key[resource.name] = by_key
        return self._by_key[resource.name].get(key, [])

    def read_keys(self, resource: Resource) -> list[str]:
        """Return the natural key of every object of one type.

        Raises:
            ApiError: the list could not be read to its end.
        """
        return [row_key(resource, row) for row in self.read(resource)]

    def prefetch(self, resources: Iterable[Resource]) -> None:
        """Read several lists in parallel; a list that cannot be read raises its error when it is used."""
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
        """Read this type again when it is needed next."""
        self._rows.pop(resource.name, None)
        self._by_key.pop(resource.name, None)
        self._paged.discard(resource.name)


def row_id(row: Row) -> str:
    """Return the id that a row carries, or ""."""
    return word_of(row.get("id"))


def row_key(resource: Resource, row: Row) -> str:
    """Return the natural key of a row in its one spelling, or as it is when it has none; "" for a nameless object."""
    if resource.singleton:
        return SINGLE
    found = _name_in(resource, row)
    return resource.same_key(found) if isinstance(found, str) else ""


def has_name(resource: Resource, row: Row) -> bool:
    """Whether a row has the name of its object, even an empty one; if not, it may be any object."""
    return resource.singleton or isinstance(_name_in(resource, row), str)


def _name_in(resource: Resource, row: Row) -> Any:
    """Return what a row says that its object is called, be it in several members; ABSENT where it says nothing."""
    key = resource.key_field
    return key.from_api(row, lambda *_reference: "") if key.from_api else first(row, key.paths)


def word_of(value: Any) -> str:
    """Return an id as text, or "" for anything that cannot be one."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
