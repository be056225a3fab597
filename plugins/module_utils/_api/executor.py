# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends the steps of a plan, in order, and stops at the first that fails, with what was sent and what was not.

It claims nothing: what took effect is found out by reading again. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import ApiError, Client, NotFound
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wire import encode
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Step

_NEW_ID = ("policyId", "id")


@dataclass
class Outcome:
    """How far an execution came.

    Attributes:
        refused: (object, item, code) of items that the API refused one by one.
        failure: what ended it early; ``failed`` is the change that it was at.
    """

    refused: list[tuple[Change, str, str]] = field(default_factory=list)
    failure: ApiError | None = None
    failed: Change | None = None


def execute(
    resource: Resource, changes: Sequence[Change], client: Client, reader: Reader, progress: Progress
) -> Outcome:
    """Send every step of ``changes`` in order, telling ``progress``; the first failure ends it."""
    outcome = Outcome()
    for number, change in enumerate(changes):
        progress.tell(f"{resource.title}: {number:,} of {len(changes):,} changes made")
        object_id = change.id
        try:
            for step in change.steps:
                object_id = _run(resource, change, step, object_id, client, reader, progress, outcome.refused)
        except ApiError as error:
            outcome.failure, outcome.failed = error, change
            return outcome
    return outcome


def _run(
    resource: Resource,
    change: Change,
    step: Step,
    object_id: str,
    client: Client,
    reader: Reader,
    progress: Progress,
    refused: list[tuple[Change, str, str]],
) -> str:
    """Send one step and return the id of its object."""
    if step.kind in ("add", "remove") and resource.members:
        _edit_members(resource, resource.members, change, step, object_id, client, progress, refused)
        return object_id
    operation = {"create": resource.create, "update": resource.update, "delete": resource.delete}[step.kind]
    if operation is None:
        raise ApiError(f"the API has no call to {step.kind} a {resource.title}")
    body = encode(resource, step.values or {}, reader.id_of)
    if step.kind == "create":
        answer, failures = client.write(operation, {}, [body])
        _raise_first(operation, change, failures)
        rows = answer.get("data") if operation.envelope == "legacy" else None
        new_id = first(rows[0] if rows else answer, _NEW_ID)
        object_id = str(new_id) if new_id else ""
        reader.register(resource, change.key, object_id)
        return object_id
    try:
        failures = client.write(operation, {"id": object_id}, [{**_identity(operation, change, object_id), **body}])[1]
        _raise_first(operation, change, failures)
    except NotFound:
        if step.kind != "delete":
            raise
    return object_id


def _identity(operation: Operation, change: Change, object_id: str) -> Entry:
    """Return the member of a legacy item that names the object; a REST call has it in its path."""
    if operation.envelope == "rest":
        return {}
    value: Any = {"id": object_id, "key": change.key, "keys": [change.key]}[operation.identify_by]
    return {operation.identify: value}


def _raise_first(operation: Operation, change: Change, failures: Sequence[Any]) -> None:
    if failures:
        code = failures[0].code
        kind = NotFound if code.endswith("_not_found") else ApiError
        raise kind(f"{operation.id}: refused with {code} for {change.title} {change.key}", operation.id, 200, code)


def _edit_members(
    resource: Resource,
    members: Members,
    change: Change,
    step: Step,
    object_id: str,
    client: Client,
    progress: Progress,
    refused: list[tuple[Change, str, str]],
) -> None:
    """Add or remove members batch by batch. A refused item does not keep the others back, a refused batch does."""
    operation = members.add if step.kind == "add" else members.remove
    key = resource.field(members.field).item_key
    records = step.values if step.kind == "add" else [{key: record[key]} for record in step.values]
    for start in range(0, len(records), members.batch):
        batch = [
            _item(operation, members.to_api, record, object_id) for record in records[start : start + members.batch]
        ]
        failures = client.write(operation, {"id": object_id}, batch)[1]
        names = {_essence(item): records[start + index][key] for index, item in enumerate(batch)}
        failures = [one for one in failures if one.code not in members.benign]
        refused += [
            (change, names.get(_essence(one.item), "an item that the API does not name"), one.code) for one in failures
        ]
        if failures and len(failures) >= len(batch):
            raise ApiError(
                f"{operation.id}: every one of {len(batch)} members was refused ({failures[0].code})",
                operation.id,
                200,
                failures[0].code,
            )
        done = "added" if step.kind == "add" else "removed"
        progress.tell(f"{change.key}: {start + len(batch):,} of {len(records):,} {members.field} {done}")


def _item(operation: Operation, to_api: Callable[[Entry], Entry], record: Entry, object_id: str) -> Entry:
    item = to_api(record)
    return {operation.identify: object_id, **item} if operation.envelope == "legacy" else item


def _essence(item: Mapping[str, Any]) -> str:
    """Return what tells one member of a batch from another, whatever else the API echoes."""
    return str(item.get("emailAddress") or item.get("domain") or "").lower()
