# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that add, remove and show members of one object: what goes into a request, and which members it refuses.

Members are items of a group, or objects of their own that stand in it. It knows neither order nor batches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import row_id
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row

UNNAMED = "an item that the API does not name"

Refusals = dict[str, str]
"""Member -> code, of those that the API did not take."""


class MemberCalls:
    """Calls about members that are items of an object, such as those of a group."""

    def __init__(self, resource: Resource, members: Members, client: Client) -> None:
        self._field = resource.field(members.field)
        self._members = members
        self._client = client

    def name_of(self, record: Entry) -> str:
        """Return what identifies a member."""
        return str(self._field.identity(record))

    def is_so(self, code: str) -> bool:
        """Whether a refusal means that a member is already as it should be."""
        return code in self._members.benign

    def add(self, records: Sequence[Entry], object_id: str) -> Refusals:
        """Add members."""
        return self._write(self._members.add, [self._members.to_api(record) for record in records], records, object_id)

    def remove(self, records: Sequence[Entry], object_id: str, keep: Sequence[Entry] = ()) -> Refusals:
        """Remove members.

        Args:
            keep: members that stay although they have the name of one that goes.
        """
        key = self._field.item_key
        items = [self._members.to_api({key: record[key]}) for record in records]
        return self._write(self._members.remove, items, records, object_id)

    def not_seen(self, records: Sequence[Entry], object_id: str, title: str) -> list[str]:
        """Return the names of those that the API does not show.

        Raises:
            ApiError: who is there cannot be read.
        """
        there = {self.name_of(record) for record, _id in self.standing(object_id, title)}
        return [name for name in map(self.name_of, records) if name not in there]

    def standing(self, object_id: str, title: str) -> list[tuple[Entry, str]]:
        """Return every member as the API shows it right now, with its id.

        Raises:
            ApiError: who is there cannot be read.
        """
        rows = self._client.rows(self._members.list, {"id": object_id})
        try:
            return [(self._members.from_api(row), row_id(row)) for row in rows]
        except Unreadable as error:
            told = f"{self._members.list.id}: the members of {title} cannot be read any more: {error}"
            raise ApiError(told, self._members.list.id) from None

    def _write(
        self, operation: Operation, items: Sequence[Entry], records: Sequence[Entry], object_id: str
    ) -> Refusals:
        if not items:
            return {}
        sent = [_item(operation, item, object_id) for item in items]
        names = {_essence(item): self.name_of(record) for item, record in zip(sent, records, strict=True)}
        failures = self._client.write(operation, {"id": object_id}, sent)[1]
        return {names.get(_essence(failure.item), UNNAMED): failure.code for failure in failures}


class ChildCalls(MemberCalls):
    """Calls about members that are objects of their own: added many at a time, removed each by its id."""

    def is_so(self, code: str) -> bool:
        """Whether a refusal means that a member is already as it should be (inferred from codes of other families)."""
        return "_exists" in code or code.endswith("_not_found")

    def add(self, records: Sequence[Entry], object_id: str) -> Refusals:
        """Add members. Where all are refused together, each is tried alone: one does not keep the others back."""
        if not records:
            return {}
        item: Row = {
            self._members.add.identify: object_id,
            self._members.holder: [self._members.to_api(record) for record in records],
        }
        failures = self._client.write(self._members.add, {"id": object_id}, [item])[1]
        if failures and len(records) == 1:
            return {self.name_of(records[0]): failures[0].code}
        alone = records if failures else ()
        return {name: code for record in alone for name, code in self.add([record], object_id).items()}

    def remove(self, records: Sequence[Entry], object_id: str, keep: Sequence[Entry] = ()) -> Refusals:
        """Remove members by the ids that they have right now: ids do not last (CONTRACT quirk 8: observed)."""
        going = {self.name_of(record) for record in records}
        refused: Refusals = {}
        for record, id_now in self.standing(object_id, self._field.name):
            name = self.name_of(record)
            if name in going and record not in keep:
                code = self._remove_one(object_id, id_now)
                refused |= {name: code} if code else {}
        return refused

    def _remove_one(self, object_id: str, id_now: str) -> str:
        """Remove the member that has an id, and return the code of a refusal; one that is gone already is gone."""
        operation = self._members.remove
        try:
            failures = self._client.write(operation, {"id": object_id}, [{operation.identify: id_now}])[1]
        except NotFound:
            return ""
        return failures[0].code if failures else ""

    def not_seen(self, records: Sequence[Entry], object_id: str, title: str) -> list[str]:
        """Return the names of those that the API does not show word for word."""
        there = [record for record, _id in self.standing(object_id, title)]
        return [self.name_of(record) for record in records if record not in there]


def calls_of(resource: Resource, members: Members, client: Client) -> MemberCalls:
    """Return the calls about the members of a type."""
    return (ChildCalls if members.by_id else MemberCalls)(resource, members, client)


def _item(operation: Operation, item: Entry, object_id: str) -> Entry:
    return {operation.identify: object_id, **item} if operation.envelope == "legacy" else item


def _essence(item: Mapping[str, Any]) -> str:
    """Return what tells one member of a batch from another, whatever else the API echoes."""
    return str(item.get("emailAddress") or item.get("domain") or "").lower()
