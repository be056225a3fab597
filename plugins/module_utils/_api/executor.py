# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends the steps of a plan, in order, and stops at the first that fails, with what was sent and what was not.

It claims nothing: what took effect is found out by reading again. It knows nothing of Ansible.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import word_of
from ansible_collections.mailops.mimecast.plugins.module_utils._api.member_writer import MemberWriter, Target
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._api.replacer import Replacer
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wire import encode
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    MEMBER_STEPS,
    Change,
    Step,
)

_NEW_ID = ("policyId", "id")


@dataclass
class Outcome:
    """How far an execution got.

    Attributes:
        refused: (object, item, code) of items that the API refused one by one.
        failure: what ended it early; ``failed`` is the change that it was at.
        created: natural key -> id of what was created, "" where the answer does not tell it.
        out: (object, item) of items that were taken out to be put in again, and are not known to be back.
        spared: objects that nothing was removed from, because not all that comes was taken.
        gone: objects that were deleted to be created anew, and are not known to be there again.
        sent: the changes of which every step was sent and answered.
    """

    refused: list[tuple[Change, str, str]] = field(default_factory=list)
    failure: ApiError | None = None
    failed: Change | None = None
    created: dict[str, str] = field(default_factory=dict)
    out: list[tuple[Change, str]] = field(default_factory=list)
    spared: list[Change] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    sent: list[Change] = field(default_factory=list, compare=False)

    @property
    def taken(self) -> bool:
        """Whether the API accepted everything that was sent."""
        return not (self.failure or self.refused)

    def took(self, change: Change) -> bool:
        """Whether the API accepted everything that was sent for one change, whatever happened to later changes."""
        refused = {other.identity for other, _item, _code in self.refused}
        sent = {other.identity for other in self.sent} - refused
        return self.taken or change.identity in sent


class Executor:
    """Changes objects of one type through ``client``; ``progress`` is told how far it is."""

    def __init__(self, resource: Resource, client: Client, reader: Reader, progress: Progress) -> None:
        self.resource = resource
        self.client = client
        self.reader = reader
        self._progress = progress

    def execute(self, changes: Sequence[Change], looked: Callable[[Change], Change] = lambda change: change) -> Outcome:
        """Send every step of ``changes`` in order; the first failure ends it.

        Args:
            looked: is asked right before an object is written, and returns what is to be done to it now.
        """
        execution = _Execution(self.resource, self.client, self.reader, self._progress)
        for number, change in enumerate(changes):
            self._progress.tell(f"{self.resource.title}: {number:,} of {len(changes):,} changes made")
            try:
                execution.send_steps(looked(change))
            except ApiError as error:
                return replace(execution.outcome(error, change), sent=list(changes[:number]))
        return replace(execution.outcome(), sent=list(changes))


class _Execution:
    """Sends what changes objects of one type, and keeps what was created."""

    def __init__(self, resource: Resource, client: Client, reader: Reader, progress: Progress) -> None:
        self._resource = resource
        self._client = client
        self._reader = reader
        self.created: dict[str, str] = {}
        members = resource.members
        self._members = MemberWriter(resource, members, client, progress) if members else None
        self._replacer = Replacer(resource, self, reader)

    def outcome(self, failure: ApiError | None = None, failed: Change | None = None) -> Outcome:
        """Return how far it got."""
        if self._members is None:
            return Outcome(failure=failure, failed=failed, created=self.created, gone=self._replacer.gone)
        members = self._members
        return Outcome(members.refused, failure, failed, self.created, members.out, members.spared)

    def send_steps(self, change: Change) -> None:
        """Send every step of one change.

        Raises:
            ApiError: a step failed; those after it were not sent.
        """
        if change.operation == "replace":
            self._replacer.send(change)
            return
        object_id = change.id
        for step in change.steps:
            if self._members and step.kind in MEMBER_STEPS:
                if not self._members.send(step, Target(change, object_id)):
                    return
                if step.kind == "confirm":
                    self._check_is_same(change, object_id)
            elif step.kind == "create":
                object_id = self.create(change, step.values or {})
            elif step.kind == "delete":
                self.delete(change, object_id)
            else:
                self._update(change, step, object_id)

    def _check_is_same(self, change: Change, object_id: str) -> None:
        """Check that an object still has its name: its members are read by its ID, and that read returns no name.

        Raises:
            ApiError: it does not, or it could not be read.
        """
        if self._resource.get is None:
            return
        found = self._reader.look(self._resource, object_id)
        if found is None or found.key != change.key:
            now = f"renamed it to {shown(found.key)}" if found else "deleted it"
            told = f"somebody else has {now} while {shown(change.key)} was changed; nothing was removed from it"
            raise ApiError(told, self._resource.get.id)

    def create(self, change: Change, values: Entry) -> str:
        """Create an object that counts as made by the run, and return its id, as far as the answer tells it."""
        object_id = self._sent_creation(change, values)
        self._reader.register(self._resource, change.key, object_id)
        self.created[change.key] = object_id
        return object_id

    def put_back(self, change: Change, values: Entry) -> None:
        """Create an object as it was."""
        self._sent_creation(change, values)

    def delete(self, change: Change, object_id: str) -> None:
        """Delete an object. What is gone already needs no deletion."""
        operation = self._operation("delete")
        with contextlib.suppress(NotFound):
            self._write(operation, change, object_id, {})

    def _sent_creation(self, change: Change, values: Entry) -> str:
        operation = self._operation("create")
        body = encode(self._resource, values, self._reader.id_of)
        if self._resource.full_update:
            body = self._resource.full_update.creation(body)
        answer, failures = self._client.write(operation, {}, [body])
        _raise_first(operation, change, failures)
        return _new_id(operation, answer)

    def _update(self, change: Change, step: Step, object_id: str) -> None:
        body = {**self._kept(), **encode(self._resource, step.values or {}, self._reader.id_of)}
        if self._resource.full_update:
            body = self._resource.full_update.body(self._looked_at(change, object_id), body)
        self._write(self._operation("update"), change, object_id, body)

    def _looked_at(self, change: Change, object_id: str) -> Row:
        """Return the row of an object that is written whole, as it was read right before."""
        row = self._reader.looked_at(self._resource, object_id)
        if row is None:
            told = (
                f"the {self._resource.title} {change.key!r} was not read right before the write, so it was not written"
            )
            raise ApiError(told, self._operation("update").id)
        return row

    def _kept(self) -> Row:
        """Return what a request that replaces all of an object has to repeat: everything that was read of it."""
        if not self._resource.singleton:
            return {}
        return {name: value for name, value in self._reader.row_of_single(self._resource).items() if value is not None}

    def _write(self, operation: Operation, change: Change, object_id: str, body: Entry) -> None:
        item = {**body, **_identity(operation, change, object_id)}
        ids = {} if self._resource.singleton else {"id": object_id}
        failures = self._client.write(operation, ids, [item])[1]
        _raise_first(operation, change, failures)

    def _operation(self, kind: str) -> Operation:
        resource = self._resource
        operation = {"create": resource.create, "update": resource.update, "delete": resource.delete}[kind]
        if operation is None:
            raise ApiError(f"the API has no call to {kind} a {resource.title}")
        return operation


def _new_id(operation: Operation, answer: Row) -> str:
    """Return the id that the answer to a creation gives, or "": what is new is then found by reading back."""
    told: Any = answer
    if operation.envelope == "legacy":
        data = answer.get("data")
        told = data[0] if isinstance(data, list) and data else {}
    return word_of(first(told, _NEW_ID))


def _identity(operation: Operation, change: Change, object_id: str) -> Entry:
    """Return the member of a legacy item that names the object; a REST call has it in its path."""
    if operation.envelope == "rest":
        return {}
    value: Any = {"id": object_id, "key": change.key, "keys": [change.key]}[operation.identify_by]
    return {operation.identify: value}


def _raise_first(operation: Operation, change: Change, failures: Sequence[ItemFailure]) -> None:
    if failures:
        code = failures[0].code
        kind = NotFound if code.endswith("_not_found") else ApiError
        raise kind(f"{operation.id}: refused with {code} for {change.title} {change.key}", operation.id, 200, code)
