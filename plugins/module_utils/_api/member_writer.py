# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends who comes into an object and who goes, batch by batch, so that it is never emptier than it has to be.

An existing member cannot be added again (CONTRACT quirk 28: observed), so one that changes is taken out and put in
again. The addition is tried first all the same: where it would be refused, nobody is taken out. It knows nothing of
Ansible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Step

PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds between looks for members that the API has taken, until they are to be seen."""
UNNAMED = "an item that the API does not name"
_DONE = {"add": "added", "remove": "removed", "replace": "replaced"}


@dataclass(frozen=True)
class Target:
    """The object whose members change."""

    change: Change
    object_id: str


class MemberWriter:
    """Changes members of objects of one type.

    Attributes:
        refused: (object, member, code) of members that the API refused one by one.
        out: (object, member) of members that were taken out to be put in again, and are not known to be back.
        spared: objects that nobody was taken out of, because not all members that come were taken.
    """

    def __init__(self, resource: Resource, members: Members, client: Client, progress: Progress) -> None:
        self._key = resource.field(members.field).item_key
        self._members = members
        self._client = client
        self._progress = progress
        self.refused: list[tuple[Change, str, str]] = []
        self.out: list[tuple[Change, str]] = []
        self.spared: list[Change] = []

    def send(self, step: Step, target: Target) -> bool:
        """Send one step and return whether those behind it may follow.

        Raises:
            ApiError: a call failed, or all members of a batch were refused; nothing of the step was sent after that.
        """
        if step.kind == "confirm":
            return self._are_in(step.values, target)
        for start in range(0, len(step.values), self._members.batch):
            batch = slice(start, start + self._members.batch)
            if step.kind == "replace":
                self._replace(step.values[batch], step.former[batch], target)
            else:
                self._send(step.kind, step.values[batch], target)
            done = f"{min(batch.stop, len(step.values)):,} of {len(step.values):,}"
            self._progress.tell(f"{target.change.key}: {done} {self._members.field} {_DONE[step.kind]}")
        return True

    def _are_in(self, records: Sequence[Entry], target: Target) -> bool:
        """Whether all who come were taken, so that others may go.

        Raises:
            ApiError: the API took them, and does not show them.
        """
        if any(change is target.change for change, _name, _code in self.refused):
            self.spared.append(target.change)
            return False
        self._look_for(records, target)
        return True

    def _look_for(self, records: Sequence[Entry], target: Target) -> None:
        """Read until every record is to be seen.

        Raises:
            ApiError: some are not, or who is there cannot be read.
        """
        missing = self._not_seen(records, target)
        for pause in PAUSES:
            if not missing or self._client.seconds_left < pause:
                break
            self._client.wait(pause)
            missing = self._not_seen(records, target)
        if missing:
            told = f"accepted, but not to be seen in {target.change.key}: {first_of(missing, 3)}"
            raise ApiError(f"{self._members.add.id}: {told}")

    def _not_seen(self, records: Sequence[Entry], target: Target) -> list[str]:
        rows = self._client.rows(self._members.list, {"id": target.object_id})
        try:
            there = {self._members.from_api(row)[self._key] for row in rows}
        except Unreadable as error:
            told = f"{self._members.list.id}: who is in {target.change.key} cannot be read any more: {error}"
            raise ApiError(told, self._members.list.id) from None
        return [record[self._key] for record in records if record[self._key] not in there]

    def _replace(self, records: Sequence[Entry], former: Sequence[Entry], target: Target) -> None:
        """Set members anew: those that can be added as they are, and those that have to be taken out before.

        Raises:
            ApiError: the API did not take those back that were taken out, be it as they were.
        """
        answers = self._send("add", records, target)
        if UNNAMED in answers:
            raise ApiError(f"{self._members.add.id}: refused a member and does not name it", self._members.add.id)
        there = {name for name, code in answers.items() if code in self._members.benign}
        if not there:
            return
        leaving = [record for record in former if record[self._key] in there]
        self.out += [(target.change, name) for name in sorted(there)]
        try:
            stuck = self._refused_of(self._send("remove", leaving, target))
            again = [record for record in records if record[self._key] in there - stuck]
            failed = self._refused_of(self._send("add", again, target))
            if failed:
                raise ApiError(f"{self._members.add.id}: refused {', '.join(sorted(failed))}", self._members.add.id)
            self._look_for(again, target)
        except Exception:
            self._put_back(leaving, target)
            raise
        self._are_back(there, target)

    def _put_back(self, former: Sequence[Entry], target: Target) -> None:
        """Put members in again as they were. Who is there all the same cannot be added: that does no harm."""
        try:
            answers = self._write(self._members.add, former, target)
        except ApiError:
            return
        if UNNAMED not in answers:
            self._are_back({record[self._key] for record in former} - self._refused_of(answers), target)

    def _are_back(self, names: Collection[str], target: Target) -> None:
        self.out = [(change, name) for change, name in self.out if change is not target.change or name not in names]

    def _refused_of(self, answers: Mapping[str, str]) -> set[str]:
        """Return the members that were refused; one that is as it is to be was not."""
        return {name for name, code in answers.items() if code not in self._members.benign}

    def _send(self, kind: str, records: Sequence[Entry], target: Target) -> dict[str, str]:
        """Add or remove one batch and return the codes of the members that were not; a refusal is remembered.

        Raises:
            ApiError: the call failed, or every one was refused: one refused member does not keep the others back.
        """
        operation = self._members.add if kind == "add" else self._members.remove
        answers = self._write(operation, records, target)
        refused = self._refused_of(answers)
        self.refused += [(target.change, name, answers[name]) for name in sorted(refused)]
        if refused and len(refused) >= len(records):
            code = answers[min(refused)]
            message = f"{operation.id}: every one of {len(records)} members was refused ({code})"
            raise ApiError(message, operation.id, 200, code)
        return answers

    def _write(self, operation: Operation, records: Sequence[Entry], target: Target) -> dict[str, str]:
        """Send one batch and return member -> code of those that the API did not take."""
        if not records:
            return {}
        whole = operation is self._members.add
        items = [
            _item(
                operation, self._members.to_api(record if whole else {self._key: record[self._key]}), target.object_id
            )
            for record in records
        ]
        names = {_essence(item): record[self._key] for item, record in zip(items, records, strict=True)}
        failures = self._client.write(operation, {"id": target.object_id}, items)[1]
        return {names.get(_essence(failure.item), UNNAMED): failure.code for failure in failures}


def _item(operation: Operation, item: Entry, object_id: str) -> Entry:
    return {operation.identify: object_id, **item} if operation.envelope == "legacy" else item


def _essence(item: Mapping[str, Any]) -> str:
    """Return what tells one member of a batch from another, whatever else the API echoes."""
    return str(item.get("emailAddress") or item.get("domain") or "").lower()
