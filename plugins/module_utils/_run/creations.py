# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run has created, and its state: visible or not yet, alone or beside another, and under which name.

It knows its own creations by the ids that the API answered, and it sends nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import OutcomeUnknown
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Deletion, Step

Sight = Literal["listed", "alone", "hidden", "renamed", "former", "latter", "unclear", "twofold", "lingering", "gone"]
"""How a creation is seen: in the list; by its id alone; not at all; under another name; before or behind another of its
name, or nobody knows which; beside one that is gone; taken back and still in the list; taken back."""

_WAITING: frozenset[Sight] = frozenset({"alone", "hidden", "former", "twofold", "lingering"})
_AMISS: frozenset[Sight] = frozenset({"renamed", "former", "latter", "unclear", "lingering", "gone"})
_LATER = "run again in a few minutes; a run before that might create it a second time"


@dataclass
class Made:
    """An object that a run created.

    Attributes:
        id: "" where it is not known. row: the object as it was read by its id. called: its name in the account.
        failed: why it could not be taken back, or "".
    """

    change: Change
    id: str
    sight: Sight = "hidden"
    row: Row = field(default_factory=dict)
    called: str = ""
    failed: str = ""

    @property
    def name(self) -> str:
        """What it was to be called, for a message."""
        return f"{self.change.title} {shown(self.change.key)}"


class Creations:
    """The objects of one type that a run created."""

    def __init__(self, resource: Resource, reader: Reader) -> None:
        self._resource = resource
        self._reader = reader
        self._made: dict[str, Made] = {}

    def note(self, changes: Sequence[Change], outcome: Outcome) -> None:
        """Remember what was created of ``changes``, and what may have been."""
        self._made = {key: made for key, made in self._made.items() if made.id or made.sight != "hidden"}
        for change in changes:
            lost = isinstance(outcome.failure, OutcomeUnknown) and change.operation == "create"
            unsure = lost and outcome.failed is not None and outcome.failed.identity == change.identity
            if change.key in outcome.created or unsure:
                self._made[change.key] = Made(change, outcome.created.get(change.key, ""))

    def is_made(self, change: Change) -> bool:
        """Whether a change would create what was created already."""
        made = self._made.get(change.key)
        return change.operation == "create" and made is not None and bool(made.id)

    def look(self) -> None:
        """Look for each creation in the list, and by its id where the list does not show it.

        Raises:
            ApiError: the account could not be read.
        """
        for made in self._made.values():
            made.sight = self._sight(made)

    def _sight(self, made: Made) -> Sight:
        if made.sight in ("gone", "lingering"):
            return "lingering" if self._reader.key_of(self._resource, made.id) else "gone"
        made.called = ""
        ids = self._reader.ids_of(self._resource, made.change.key)
        if len(ids) > 1 and self._resource.exists_code:
            return "twofold"  # The API refuses a second one, so the other one is gone and the list is behind.
        if made.change.operation == "replace" and len(ids) == 2:
            return "listed"  # The other one is what it replaces, and is yet to go.
        if len(ids) > 1:
            return "unclear" if made.id not in ids else "former" if ids[0] == made.id else "latter"
        if ids:
            return "listed"
        made.called = self._reader.key_of(self._resource, made.id) if made.id else ""
        if not made.called and made.id:
            made.row = made.row or self._reader.read_alone(self._resource, made.id)
            made.called = self._reader.add(self._resource, made.row) if made.row else ""
        if not made.called:
            return "hidden"
        return "alone" if made.called == made.change.key else "renamed"

    @property
    def awaited(self) -> bool:
        """Whether waiting may make any of them show, or go."""
        return any(made.sight in _WAITING for made in self._made.values())

    @property
    def twofold(self) -> set[str]:
        """The places of those that the list shows beside a deleted one: it looks like a second one."""
        return {made.change.where for made in self._made.values() if made.sight == "twofold"}

    @property
    def settled(self) -> set[tuple[str, str]]:
        """Those that are not what was wanted: no waiting changes that."""
        return {made.change.identity for made in self._made.values() if made.sight in _AMISS}

    @property
    def withdrawn(self) -> set[tuple[str, str]]:
        """Those that were taken back."""
        return {made.change.identity for made in self._made.values() if made.sight in ("gone", "lingering")}

    def to_take_back(self) -> list[Change]:
        """Return the deletions of what was created beside another of its name, and of what got another name.

        Of two runs that create one name at once, that one yields whose object the list shows behind the other's: both
        see one list, so never both yield (inferred: the API lists objects in one order).
        """
        if self._resource.delete is None or self._resource.retire:
            return []
        return [self._deletion(made) for made in self._made.values() if not made.failed and self._is_amiss(made)]

    def _is_amiss(self, made: Made) -> bool:
        return made.sight == "latter" or (
            made.sight == "renamed" and spelling.is_rewritten(made.change.key, made.called)
        )

    def _deletion(self, made: Made) -> Change:
        members = [replace(step, kind="remove") for step in made.change.steps if step.kind == "add"]
        deletion = made.change.become(Deletion, steps=(*members, Step("delete")))
        return replace(deletion, id=made.id, key=made.called or made.change.key)

    def taken_back(self, deletion: Change, failed: str) -> None:
        """Remember how the deletion of a creation ended: ``failed`` says why it did not work, or nothing."""
        for made in self._made.values():
            if made.id == deletion.id:
                made.failed = failed
                made.sight = made.sight if failed else "gone"

    def remarks(self) -> list[str]:
        """Return remarks about creations that do not belong to this run any more, a sentence each."""
        return [
            f"somebody else created a {made.name} at the same time, so the one created here was deleted again"
            for made in self._made.values()
            if made.change.identity in self.withdrawn and not made.called
        ]

    def failures(self) -> list[str]:
        """Return why creations are not as they should be, a sentence each."""
        return [told for made in self._made.values() if (told := self._failure(made))]

    def _failure(self, made: Made) -> str:
        kept = f"; it could not be deleted again: {made.failed}" if made.failed else ""
        if made.called and made.called != made.change.key:
            again = ", and was deleted again" if made.sight == "gone" else ""
            return (
                f"the API accepted the {made.name} and calls it {shown(made.called)}{again}{kept}: write this name in "
                "your file"
            )
        if made.sight == "alone":
            return f"the API accepted the {made.name} and returns it by its ID, but does not list it yet: {_LATER}"
        if made.sight == "hidden" and made.id:
            return f"the API accepted the {made.name}, but it is not visible yet: {_LATER}"
        if made.sight == "twofold":
            return f"the list still shows the former {made.name} beside the new one; run again in a few minutes"
        if made.sight in ("former", "unclear", "latter"):
            return f"somebody else created a {made.name} at the same time{kept}"
        return ""
