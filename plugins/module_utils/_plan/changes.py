# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as data: what is there, what happens to each object, and what the user allows.

It knows nothing of how a plan is made or carried out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Literal, TypeVar

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry

Kind = TypeVar("Kind", bound="Change")


@dataclass(frozen=True)
class Current:
    """One object as the account has it.

    Attributes:
        entry: its settings in the user's words. foreign: why it is not ours to change, or "".
        occupied: what keeps it from being deleted, or "". belongs: listed and purged as one of its type.
        partial: fields of which only a part could be read.
        unreadable: why it cannot be told in the user's words, or "": then nothing is sent about it, and ``entry`` is
            empty. anonymous: its name cannot be read either, so it may be any object of its type.
    """

    key: str
    id: str
    entry: Entry
    foreign: str = ""
    occupied: str = ""
    belongs: bool = True
    partial: frozenset[str] = frozenset()
    unreadable: str = ""
    anonymous: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether a site file may speak of it."""
        return self.belongs and not self.foreign


@dataclass(frozen=True)
class Step:
    """One thing to send for an object; ``values`` may hold secrets and is never shown.

    Attributes:
        kind: what it does. Of members: ``add``; ``confirm``, to see that they are in before others go; ``remove``; and
            ``replace``, to take them out and put them in again, which is how a member changes.
        former: of what is replaced, how it was: it is put back where the new one is refused.
    """

    kind: Literal["create", "update", "delete", "add", "confirm", "remove", "replace"]
    values: Any = field(default=None, repr=False)
    former: Any = field(default=None, repr=False)


MEMBER_STEPS = ("add", "confirm", "remove", "replace")


@dataclass(frozen=True)
class Change:
    """What happens to one object. Each of the classes below is one thing that can happen.

    Attributes:
        operation: the word for it in results: none, create, update, replace, delete or hand_off.
        where: place of the object in the user's file.
        present: the whole object now, or None. entry: the whole object afterwards, or None when it is gone.

    What only some of them have, and every one can be asked:
        before, after: the settings that change, without secrets; for a create or a delete all that are known.
        steps: what is sent, in order.
        counts: owned list -> number of items that stay as they are.
        moves: item of an exclusive list -> object that it leaves.
        replaces: owned list -> items that are taken out and put in again, because they change.
        because: the settings that the API takes only when an object is created, so that it is replaced.
        partial: owned lists of which only a part could be read.
        unverified: names of settings of which it is not known whether they are as they should be.
    """

    operation: ClassVar[str]

    resource: str
    title: str
    key: str
    where: str
    id: str = ""
    present: Entry | None = None
    entry: Entry | None = None
    before: Entry = field(default_factory=dict, init=False)
    after: Entry = field(default_factory=dict, init=False)
    steps: tuple[Step, ...] = field(default=(), init=False)
    counts: Mapping[str, int] = field(default_factory=dict, init=False)
    moves: Mapping[str, str] = field(default_factory=dict, init=False)
    replaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict, init=False)
    because: tuple[str, ...] = field(default=(), init=False)
    partial: tuple[str, ...] = field(default=(), init=False)
    unverified: tuple[str, ...] = field(default=(), init=False)

    @property
    def identity(self) -> tuple[str, str]:
        """What identifies it among the changes of a task: two objects may have one name."""
        return self.where, self.key

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the settings that change."""
        return tuple(sorted({*self.before, *self.after}))

    def become(self, kind: type[Kind], **more: Any) -> Kind:
        """Return another thing that happens to the same object."""
        names = ("resource", "title", "key", "where", "id", "present", "entry")
        return kind(**{**{name: getattr(self, name) for name in names}, **more})

    def narrowed(self, before: Entry, after: Entry) -> Change:
        """Return the change with no other settings than these."""
        own = {known.name for known in fields(self) if known.init}
        told: dict[str, Any] = {"before": before, "after": after}
        return replace(self, **{name: settings for name, settings in told.items() if name in own})


@dataclass(frozen=True)
class Unchanged(Change):
    """It is as it should be, as far as could be read."""

    operation: ClassVar[str] = "none"

    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extra(Change):
    """It exists, and no entry names it."""

    operation: ClassVar[str] = "none"

    before: Entry = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded(Change):
    """A person recorded it as done, and nothing that can be read says otherwise."""

    operation: ClassVar[str] = "none"

    after: Entry = field(default_factory=dict)
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Creation(Change):
    """It is not there and is created."""

    operation: ClassVar[str] = "create"

    after: Entry = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Update(Change):
    """It is there and some of its settings change."""

    operation: ClassVar[str] = "update"

    before: Entry = field(default_factory=dict)
    after: Entry = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    replaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replacement(Change):
    """It is there, and goes, and another one comes in its place, because the API cannot change it so."""

    operation: ClassVar[str] = "replace"

    before: Entry = field(default_factory=dict)
    after: Entry = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deletion(Change):
    """It is there and is deleted."""

    operation: ClassVar[str] = "delete"

    before: Entry = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class HandOff(Change):
    """A person does it; and looks before, where the account could not be read."""

    operation: ClassVar[str] = "hand_off"

    before: Entry = field(default_factory=dict)
    after: Entry = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    partial: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """What the user allows beyond the objects themselves.

    Attributes:
        known: resource -> name -> how many objects have it. assumed: names that an earlier task is to create.
        deletions: all; none, to leave them to a later task; or only, when an earlier task has done the rest.
    """

    purge: bool = False
    purge_match: str = "*"
    max_deletes: int = 10
    accept_risk: frozenset[str] = frozenset()
    known: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    assumed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deletions: str = "all"


@dataclass(frozen=True)
class Scope:
    """What a plan is made within: one type, what the account has of it, and what the user allows."""

    resource: Resource
    current: Sequence[Current]
    options: Options


@dataclass(frozen=True)
class Plan:
    """Ordered changes of one type, and the problems that keep all of them from being made.

    Attributes:
        left: what becomes of the objects that items move out of, whether they are changed themselves or not.
    """

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    left: tuple[Change, ...] = ()

    @property
    def effective(self) -> tuple[Change, ...]:
        """The changes that change something."""
        return tuple(change for change in self.changes if change.operation != "none")
