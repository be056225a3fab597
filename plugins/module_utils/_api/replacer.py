# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replaces an object by another one. Neither a refusal nor a lost answer leaves the account without an object.

Where two may exist at once, the new one is there, and was read back, before the old one goes. Where the API refuses a
second one, the old one goes first, and is put back as it was when the new one is not taken. It knows nothing of
Ansible.
"""

from __future__ import annotations

from typing import Protocol

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, OutcomeUnknown
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Step


class Writes(Protocol):
    """Sends what makes and deletes objects of one type."""

    def create(self, change: Change, values: Entry) -> str:
        """Create an object that counts as made by the run, and return its id, as far as the answer tells it."""

    def put_back(self, change: Change, values: Entry) -> None:
        """Create an object as it was."""

    def delete(self, change: Change, object_id: str) -> None:
        """Delete an object. What is gone already needs no deletion."""


class Replacer:
    """Replaces objects of one type.

    Attributes:
        gone: objects that were deleted to be created anew, and are not known to be there again.
    """

    def __init__(self, resource: Resource, writes: Writes, reader: Reader) -> None:
        self._resource = resource
        self._writes = writes
        self._reader = reader
        self.gone: list[Change] = []

    def send(self, change: Change) -> None:
        """Replace one object.

        Raises:
            ApiError: a call failed or was refused; what could be put back, or taken back, was.
        """
        steps = {step.kind: step for step in change.steps}
        if "create" not in steps:
            self._writes.delete(change, change.id)
        elif change.steps[0].kind == "create":
            self._new_before_old(change, steps["create"])
        else:
            self._old_before_new(change, steps["create"])

    def _new_before_old(self, change: Change, creation: Step) -> None:
        new_id = self._writes.create(change, creation.values)
        try:
            self._look_for(change, new_id)
            self._writes.delete(change, change.id)
        except OutcomeUnknown:
            raise  # the old one may be gone, so the new one stays
        except ApiError as error:
            raise self._taken_back(change, new_id, error) from None

    def _look_for(self, change: Change, new_id: str) -> None:
        """Check that the new object is visible as it was made.

        Raises:
            ApiError: it is not.
        """
        found = self._reader.look(self._resource, new_id) if new_id else None
        wanted = change.entry or {}
        if found is None or found.unreadable or any(found.entry.get(name) != value for name, value in wanted.items()):
            raise ApiError(
                f"the new {change.title} {change.key} is not visible with the settings that "
                "were sent; the old one was kept"
            )

    def _taken_back(self, change: Change, new_id: str, error: ApiError) -> ApiError:
        """Delete the new object again, and return why the old one stays, and what is left where that fails."""
        try:
            self._writes.delete(change, new_id)
        except ApiError as failure:
            return ApiError(f"{error}; the new {change.title} could not be deleted again: {failure}", error.operation)
        return error

    def _old_before_new(self, change: Change, creation: Step) -> None:
        try:
            self._writes.delete(change, change.id)
        except OutcomeUnknown:
            self._put_back(change, creation)
            raise
        try:
            self._writes.create(change, creation.values)
        except Exception:
            self._put_back(change, creation)
            raise

    def _put_back(self, change: Change, creation: Step) -> None:
        """Create the old object as it was. Where one is there all the same, a second one is refused, without harm."""
        self.gone.append(change)
        try:
            self._writes.put_back(change, creation.former)
        except ApiError as error:
            if error.code != self._resource.exists_code:
                return
        self.gone.remove(change)
