# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds members to an object and removes members, batch by batch, so that it is never emptier than necessary.

An existing member cannot be added again (CONTRACT quirk 28: observed), so one that changes is taken out and put in
again. Still, the addition is tried first: if it would be refused, nobody is removed. A member that is an
object of its own may be added beside its former self; then that goes behind it. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.member_calls import UNNAMED, calls_of
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Step

PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds between looks for members that the API has taken, until they are to be seen."""
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
        self._calls = calls_of(resource, members, client)
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
        # Those that are removed by their ids are looked up once, and go one by one anyway.
        size = len(step.values) if self._members.by_id and step.kind == "remove" else self._members.batch
        for start in range(0, len(step.values), size or 1):
            batch = slice(start, start + size)
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
            ApiError: the API accepted them, and does not show them.
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
            told = f"accepted, but not visible in {target.change.key}: {first_of(missing, 3)}"
            raise ApiError(f"{self._members.add.id}: {told}")

    def _not_seen(self, records: Sequence[Entry], target: Target) -> list[str]:
        return self._calls.not_seen(records, target.object_id, target.change.key)

    def _replace(self, records: Sequence[Entry], former: Sequence[Entry], target: Target) -> None:
        """Set members anew: those that can be added as they are, and those that have to be taken out before.

        Raises:
            ApiError: the API did not take those back that were taken out, be it as they were.
        """
        coming = list(records)
        if self._members.by_id:
            standing = [record for record, _id in self._calls.standing(target.object_id, target.change.key)]
            names = set(map(self._calls.name_of, records))
            former = [record for record in standing if self._calls.name_of(record) in names]
            coming = [record for record in records if record not in standing]
        answers = self._send("add", coming, target)
        if UNNAMED in answers:
            raise ApiError(f"{self._members.add.id}: refused a member and does not name it", self._members.add.id)
        if self._members.by_id:
            self._take_former_out([record for record in records if self._calls.name_of(record) not in answers], target)
        there = {name for name, code in answers.items() if self._calls.is_so(code)}
        if there:
            self._take_out_and_put_in(
                [record for record in records if self._calls.name_of(record) in there],
                [record for record in former if self._calls.name_of(record) in there],
                target,
            )

    def _take_former_out(self, records: Sequence[Entry], target: Target) -> None:
        """Take out what bears the names of ``records`` and is not as they are, once they are seen to be in.

        Raises:
            ApiError: they are not, or what is in cannot be read.
        """
        if records:
            self._look_for(records, target)
            self._remember(self._calls.remove(records, target.object_id, keep=records), target)

    def _take_out_and_put_in(self, records: Sequence[Entry], former: Sequence[Entry], target: Target) -> None:
        """Take members out and put them in again otherwise; at a refusal they are put back as they were.

        Raises:
            ApiError: the API did not take those back that were taken out.
        """
        there = set(map(self._calls.name_of, records))
        self.out += [(target.change, name) for name in sorted(there)]
        try:
            stuck = self._refused_of(self._send("remove", former, target))
            again = [record for record in records if self._calls.name_of(record) not in stuck]
            failed = self._refused_of(self._send("add", again, target))
            if failed:
                raise ApiError(f"{self._members.add.id}: refused {', '.join(sorted(failed))}", self._members.add.id)
            self._look_for(again, target)
        except Exception:
            self._put_back(former, target)
            raise
        self._are_back(there, target)

    def _put_back(self, former: Sequence[Entry], target: Target) -> None:
        """Put members in again as they were. Who is there all the same cannot be added: that does no harm."""
        try:
            answers = self._calls.add(former, target.object_id)
        except ApiError:
            return
        if UNNAMED not in answers:
            self._are_back(set(map(self._calls.name_of, former)) - self._refused_of(answers), target)

    def _are_back(self, names: Collection[str], target: Target) -> None:
        self.out = [(change, name) for change, name in self.out if change is not target.change or name not in names]

    def _refused_of(self, answers: Mapping[str, str]) -> set[str]:
        """Return the members that were refused; one that is as it is to be was not."""
        return {name for name, code in answers.items() if not self._calls.is_so(code)}

    def _send(self, kind: str, records: Sequence[Entry], target: Target) -> dict[str, str]:
        """Add or remove one batch and return the codes of the members that were not; a refusal is remembered.

        Raises:
            ApiError: the call failed, or every one was refused: one refused member does not keep the others back.
        """
        send = self._calls.add if kind == "add" else self._calls.remove
        answers = send(records, target.object_id)
        refused = self._remember(answers, target)
        if refused and len(refused) >= len(records):
            operation = self._members.add if kind == "add" else self._members.remove
            code = answers[min(refused)]
            message = f"{operation.id}: every one of {len(records)} members was refused ({code})"
            raise ApiError(message, operation.id, 200, code)
        return answers

    def _remember(self, answers: Mapping[str, str], target: Target) -> set[str]:
        """Remember the refusals among the answers, and return whom they are about."""
        refused = self._refused_of(answers)
        self.refused += [(target.change, name, answers[name]) for name in sorted(refused)]
        return refused
