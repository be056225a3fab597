# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One type of object and everything Mimecast-specific about it: what a file of ``_resources/`` is made of.

A contradiction in one is refused when it is imported. This file knows nothing of Ansible and sends nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field, walk
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Contradiction
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Scalar
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, Row

SINGLE = "of the account"
"""What the one object of a singleton is called: messages read "emergency contact of the account"."""


@dataclass(frozen=True)
class Guard:
    """A refusal made before any request is sent.

    Attributes:
        name: the word for ``accept_risk``. overridable: whether that word lifts it.
        check: (before or None, after or None) -> message, or "" when all is well.
    """

    name: str
    check: Callable[[Entry | None, Entry | None], str]
    overridable: bool = True


@dataclass(frozen=True)
class JointGuard:
    """A refusal that judges all objects of one type in a file together.

    Attributes:
        name: the word for ``accept_risk``. overridable: whether that word lifts it.
        check: (those that are there, those that will be there) -> message, or "" when all is well.
    """

    name: str
    check: Callable[[Sequence[Entry], Sequence[Entry]], str]
    overridable: bool = True


@dataclass(frozen=True)
class Inquiry:
    """A refusal that needs more than the objects themselves tell; the account is asked only where a change raises it.

    Attributes:
        name: the word for ``accept_risk``. overridable: whether that word lifts it.
        raised: (before or None, after or None) -> what the question is about, nothing when it does not arise.
        fact: what of the account answers it.
        check: (what one change is about, what all changes are about, the fact) -> message, or "".
        unread: what is warned of where the API application may not read the fact.
    """

    name: str
    raised: Callable[[Entry | None, Entry | None], Collection[str]]
    fact: Literal["internal_domains", "role_managers", "disabled_users", "dkim_uses"]
    check: Callable[[Collection[str], Collection[str], Any], str]
    unread: str
    overridable: bool = True


@dataclass(frozen=True)
class FullUpdate:
    """An update call that takes the whole object: what a request leaves out is lost (CONTRACT quirk 18: documented).

    Attributes:
        body: (row as it was read right before, body that sets what changes) -> body of the whole object.
        unspoken: row -> what it holds that no setting stands for, by its path. It has to read the same afterwards.
        creation: body that sets what the user wrote -> body of a creation.
    """

    body: Callable[[Row, Entry], Entry]
    unspoken: Callable[[Row], Entry]
    creation: Callable[[Entry], Entry] = lambda body: body


@dataclass(frozen=True)
class Console:
    """Where a person does the same by hand.

    Attributes:
        menu: path in the Administration Console. new: the button that makes one. note: one more thing to know.
    """

    menu: str
    new: str
    note: str = ""


@dataclass(frozen=True)
class StandsFor:
    """The entries of other types that an entry represents, for a type without calls of its own.

    Attributes:
        types: the names of those types. by_hand: further types, which only a person can keep in the console.
        lacks: entry with its state, whatever a baseline says of it among it -> what is wrong with it as a whole, or "".
        entries: (entry with its state, the present day as YYYY-MM-DD) -> name of a type -> entries of it.
        told: (the same) -> what of it is worth a warning.
        remains: (the same) -> what still applies to mail, a sentence each; nothing when all of it is to go.
    """

    types: tuple[str, ...]
    lacks: Callable[[Entry], str]
    entries: Callable[[Entry, str], Mapping[str, Sequence[Entry]]]
    told: Callable[[Entry, str], Sequence[str]]
    remains: Callable[[Entry, str], Sequence[str]]
    by_hand: tuple[Resource, ...] = ()


@dataclass(frozen=True, eq=False)
class Resource:
    """Everything Mimecast-specific about one type of object.

    Attributes:
        role: the role that calls its module. title: what one object is called. summary: what its module does, in a few
            words.
        key: the field that identifies an object. check: what is wrong with an entry as written, or "".
        singleton: every account has exactly one, so it has no key, no list and no end. ``get`` reads it, ``update``
            replaces all of it, ``delete`` empties it.
        adopt_only: how an object comes into being that no call of the API makes, for a message.
        builtin: keys that are never deleted. belongs: whether a row is listed and purged as one of this type.
        foreign: why a row is not ours to change, or "". occupied: what keeps it from being deleted, or "".
        full_update: how an update is made where the call takes the whole object.
        unlisted_root: the member of a row that may hold the id of an object that is in no list.
        guards, joint_guards, inquiries: what is refused.
        remark: what of a change, as (before or None, after), is worth a warning, or "". joint_remark: the same over all
            objects of a file together.
        alarm: what is dangerous about an object as it stands, or "".
        support: whether its calls are in the public catalogue, are inferred and may not be offered (preview), or do not
            exist, so that a person keeps its objects (console).
        stands_for: the entries of other types that an entry stands for.
        retire: what ``state: absent`` sets where the API cannot delete, unless ``retire_unless`` is true.
        replace: how an object goes when a setting changes that only a creation takes. ``create_first``: two of one name
            may exist at once, so the new one is there before the old one goes. ``delete_first``: the API refuses a
            second one, so the old one goes first, and is put back where the new one is refused; ``exists_code`` is how
            it refuses a second one.
        computed: what the API tells of an object and nobody can set; returned, never compared, sent or exported.
    """

    name: str
    plural: str
    role: str
    title: str
    summary: str
    doc: tuple[str, ...]
    fields: tuple[Field, ...]
    console: Console
    key: str = ""
    singleton: bool = False
    adopt_only: str = ""
    list: Operation | None = None
    get: Operation | None = None
    create: Operation | None = None
    update: Operation | None = None
    delete: Operation | None = None
    full_update: FullUpdate | None = None
    support: Literal["catalogue", "preview", "console"] = "catalogue"
    members: Members | None = None
    builtin: frozenset[str] = frozenset()
    belongs: Callable[[Row], bool] = lambda row: True
    foreign: Callable[[Row], str] = lambda row: ""
    occupied: Callable[[Row], str] = lambda row: ""
    unlisted_root: str = ""
    retire: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    retire_unless: str = ""
    replace: Literal["", "create_first", "delete_first"] = ""
    exists_code: str = ""
    computed: tuple[Field, ...] = ()
    purgeable: bool = True
    stands_for: StandsFor | None = None
    guards: tuple[Guard, ...] = ()
    joint_guards: tuple[JointGuard, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    remark: Callable[[Entry | None, Entry], str] = lambda before, after: ""
    joint_remark: Callable[[Sequence[Entry], Sequence[Entry]], str] = lambda before, after: ""
    alarm: Callable[[Entry], str] = lambda entry: ""
    check: Callable[[Entry], str] = lambda entry: ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = [field for field in self.fields if field.name == self.key]
        names = [field.name for field in (*self.fields, *self.computed)]
        apart = [field for field in self.fields if field.apart]
        checks = {
            "two fields of one name": len(names) != len(set(names)),
            "its key is not a field": not (keys or self.singleton),
            "its key is not one value": any(not isinstance(field, Scalar) for field in keys),
            "its key cannot be cleared": any(field.clear is not ABSENT for field in keys),
            "an apart field needs members": bool(apart) != (self.members is not None),
            "purged without a delete operation": self.purgeable and self.list is not None and self.delete is None,
            "a list has to say under which names its rows come": self.list is not None
            and self.list.envelope == "rest"
            and not self.list.rows,
            "a full update needs a call that reads one object": self.full_update is not None and self.get is None,
            "retired by a field it does not have": any(name not in names for name in self.retire),
            "stands for others or has calls of its own": bool(self.stands_for or self.support == "console")
            and bool(self.operations),
            **self._of_replacement(),
            "adopted, and created all the same": bool(self.adopt_only and self.create),
            "a singleton is read and replaced, nothing else": self.singleton and not self._is_single(),
        }
        for contradiction, holds in checks.items():
            if holds:
                raise Contradiction(f"resource {self.name}: {contradiction}")

    def _of_replacement(self) -> dict[str, bool]:
        """Return what would contradict itself about replacing objects, and whether it does."""
        fixed = [field for field in self.fields if field.create_only]
        others = [field for field in self.fields if not (field.create_only or field.apart or field.name == self.key)]
        return {
            "a field that only a creation takes needs a way to replace objects": bool(fixed) != bool(self.replace),
            "replaced without a call to create and one to delete": bool(self.replace)
            and not (self.create and self.delete),
            "replaced with what cannot be read, or not be created": bool(self.replace)
            and not all(field.create and field.readable() and not field.apart for field in self.fields),
            "nobody knows how a second one is refused": (self.replace == "delete_first") != bool(self.exists_code),
            "created, never updated, and not replaced": bool(self.create and others) and self.update is None,
        }

    def _is_single(self) -> bool:
        """Whether a singleton has the calls of one, and none of those of objects that have a name."""
        never = (self.key, self.list, self.create, self.members, self.retire, self.purgeable)
        return bool(self.get and self.update) and not any(never)

    def field(self, name: str) -> Field:
        """Return the field called ``name``, even a computed one; KeyError if there is none."""
        for candidate in (*self.fields, *self.computed):
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def settings(self, entry: Entry) -> Entry:
        """Return an object without what the API computes of it."""
        return {field.name: entry[field.name] for field in self.fields if field.name in entry}

    @property
    def key_field(self) -> Field:
        """The field that identifies an object."""
        return self.field(self.key)

    @property
    def managed(self) -> bool:
        """Whether the API can read all objects of the type, so that it has a module of its own."""
        return self.singleton or self.list is not None

    @property
    def read(self) -> Operation | None:
        """The operation that reads all objects of the type: their list, or the only one."""
        return self.get if self.singleton else self.list

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation the resource uses."""
        return tuple(operation for _use, operation in self.uses)

    @property
    def uses(self) -> tuple[tuple[str, Operation], ...]:
        """What the resource uses each of its operations for, and the operation."""
        own = [
            ("list", self.list),
            ("read" if self.singleton else "read one in full", self.get),
            ("create", self.create),
            ("replace" if self.singleton else "change", self.update),
            ("empty" if self.singleton else "delete", self.delete),
        ]
        if self.members:
            own += [
                ("list the members", self.members.list),
                ("add members", self.members.add),
                ("remove members", self.members.remove),
                ("read one member", self.members.profile),
            ]
        return tuple((use, operation) for use, operation in own if operation)

    @property
    def is_named_by_id(self) -> bool:
        """Whether a request about an object names it by its id."""
        calls = [self.update, self.delete, *([self.members.add, self.members.remove] if self.members else [])]
        return not self.singleton and any(call.identify_by == "id" for call in calls if call)

    @property
    def refusals(self) -> tuple[Guard | JointGuard | Inquiry, ...]:
        """Everything that may be refused of its objects."""
        return (*self.guards, *self.joint_guards, *self.inquiries)

    @property
    def references(self) -> tuple[str, ...]:
        """Names of the resources that its fields refer to, nested ones included, each once."""
        return tuple(dict.fromkeys(field.reference for field in walk(self.fields) if field.reference))

    @property
    def has_secret(self) -> bool:
        """Whether any field is a secret."""
        return any(field.secret for field in walk(self.fields))

    def key_of(self, entry: Mapping[str, Any]) -> str:
        """Return the natural key of an object of the account, or of an entry that is known to have one."""
        return SINGLE if self.singleton else str(entry[self.key])

    def same_key(self, value: Any) -> str:
        """Return the natural key in its one spelling, or as it is when it has none."""
        return SINGLE if self.singleton else str(self.key_field.canonical(value))
