# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A setting of a resource, and all that it can do. Each kind of setting has a file of its own.

A planner, a reader or a generator never asks what kind a setting is: it asks the setting to do its part. This file
knows nothing of Ansible and sends nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first, placed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import (
    Contradiction,
    Problem,
    Unreadable,
    at,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import (
    ABSENT,
    HIDDEN,
    Entry,
    IdOf,
    NameOf,
    Row,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import plain, shown, unknown_key

MODES = ("add", "remove", "exact")
"""What an owned list may say about the items that it does not name."""


@dataclass(frozen=True)
class Wish:
    """What a user wants of one setting.

    Attributes:
        value: in its one spelling; of an owned list the items that are to be there.
        without: of an owned list, the keys of items that must not be there. mode: add, remove or exact.
        again: what cannot be read back is sent all the same.
    """

    value: Any = field(repr=False)
    without: frozenset[str] = frozenset()
    mode: str = "add"
    again: bool = False


@dataclass(frozen=True)
class Difference:
    """What has to change so that a setting gets its desired value.

    Attributes:
        before, after: what changes, without secrets; ABSENT where there is nothing to show.
        result: the setting afterwards; ABSENT when it cannot be read. sent: what a request sets it to.
        unchanged: of an owned list, how many items stay. problem: why it cannot be done, or "".
    """

    before: Any
    after: Any
    result: Any
    sent: Any = field(repr=False)
    unchanged: int = 0
    problem: str = ""


_SOUNDING_SECRET = ("password", "key_length")
"""Parts of names that Ansible takes for secrets."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Field(ABC):
    """One setting of a resource.

    Attributes:
        name: the Administration Console's word, as an option name.
        doc: what it does to mail, one paragraph an item.
        console: its label in the Administration Console.
        api: dotted path in a request; ``read`` holds the dotted paths in an answer, the first present one counts.
        to_api, from_api: for what paths cannot say.
        required: needed to create the object.
        unread: written together with the secret, never read back.
        detail: members of a row of which a list must tell one; where it does not, the object is read by itself.
        create: whether a creation takes it. create_only: nothing else does, so a change of it replaces the object.
        default: how an answer without it reads; never sent.
        on_create: what a creation sends where the user says nothing; never compared afterwards.
        clear: the value that empties it. ABSENT: it cannot be emptied.
        samples: two valid values that differ, for tests and documentation.

    What only some kinds have, and every field can be asked:
        secret: written, never read back, never shown.
        choices: the words that it takes. reference: the resource whose name it holds.
        owned: the list belongs to the user as ``<name>_mode`` says (add, remove, exact).
        apart: kept by operations of its own (``Resource.members``), not in the object's row.
        fields: settings inside of it; ``item_key`` names the one that tells records apart, ``beside_key`` those that do
            so together with it.
        whole: a map compared and sent as one value; ``complete`` refuses or finishes it.
    """

    secret: ClassVar[bool] = False

    name: str = field(kw_only=False)
    doc: tuple[str, ...] = field(kw_only=False)
    console: str = ""
    api: str = ""
    read: tuple[str, ...] = ()
    to_api: Callable[[Any, IdOf], Entry] | None = None
    from_api: Callable[[Row, NameOf], Any] | None = None
    required: bool = False
    unread: bool = False
    detail: tuple[str, ...] = ()
    create: bool = True
    create_only: bool = False
    default: Any = ABSENT
    on_create: Any = ABSENT
    clear: Any = ABSENT
    samples: tuple[Any, ...] = ()
    choices: tuple[str, ...] = field(default=(), init=False)
    reference: str = field(default="", init=False)
    owned: bool = field(default=False, init=False)
    apart: bool = field(default=False, init=False)
    fields: tuple[Field, ...] = field(default=(), init=False)
    item_key: str = field(default="", init=False)
    beside_key: tuple[str, ...] = field(default=(), init=False)
    whole: bool = field(default=False, init=False)
    complete: Callable[[Entry], Entry] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        for contradiction, holds in self.contradictions().items():
            if holds:
                raise Contradiction(f"field {self.name}: {contradiction}")

    def contradictions(self) -> dict[str, bool]:
        """Return what would contradict itself, and whether it does."""
        return {
            "to_api and from_api come together": (self.to_api is None) != (self.from_api is None),
            "neither created nor updated, so not a field": self.create_only and not self.create,
            "a required field cannot be cleared": self.required and self.clear is not ABSENT,
            "a default value is not needed where on_create has one": self.required and self.on_create is not ABSENT,
        }

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths in an answer, the first present one counts."""
        return self.read or ((self.api,) if self.api else ())

    @property
    def mode_name(self) -> str:
        """Name of the option that says what the list owns."""
        return f"{self.name}_mode"

    def readable(self) -> bool:
        """Whether an answer of the API can hold it."""
        return not (self.secret or self.unread)

    # --- What a user writes -----------------------------------------------------------------------------------------

    @abstractmethod
    def option(self) -> Entry:
        """Return the option of a module that takes it, in the words of Ansible's argument specifications."""

    def _option(self, type_: str, **more: Any) -> Entry:
        # Ansible warns about a name that sounds like a secret where nothing is said.
        return {
            "type": type_,
            **more,
            **({"no_log": False} if any(word in self.name for word in _SOUNDING_SECRET) else {}),
        }

    @abstractmethod
    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return what a user wrote in its one spelling, and what is wrong with it."""

    def remarks(self, value: Any, where: str) -> list[str]:
        """Return remarks about a value that ``parse`` accepts but that may be a mistake."""
        return []

    def over(self, value: Any, today: str) -> str:
        """Return why an object with this value has no effect any more on a day (YYYY-MM-DD), or an empty string."""
        return ""

    def split(self, items: list[Any], mode: str, where: str) -> tuple[list[Any], frozenset[str], list[Problem]]:
        """Return the items that an owned list should have, the keys of those that it should not have, and problems."""
        return items, frozenset(), []

    def references(self, value: Any) -> list[tuple[str, str, str]]:
        """Return (path, resource referred to, name) for every reference that a value makes."""
        return []

    def incomplete(self, value: Any, present: Any, where: str) -> list[Problem]:
        """Return a problem for everything that the setting needs to begin to exist and that ``value`` lacks."""
        return []

    def identity(self, item: Any) -> Any:
        """Return what identifies an item of a list."""
        return item

    # --- What goes over the wire ------------------------------------------------------------------------------------

    def decode(self, row: Row, name_of: NameOf) -> Any:
        """Return what a row tells of it in the user's words, ABSENT where it tells nothing.

        Raises:
            Unreadable: the value there is not of its kind.
        """
        if self.from_api is not None:
            told = self.from_api(row, name_of)
            if told is not ABSENT:
                self.check_shape(told)
            return told
        found = first(row, self.paths)
        if found is ABSENT or found is None:
            return self.default
        self.check_shape(found)
        return self.named(found, name_of)

    @abstractmethod
    def check_shape(self, value: Any) -> None:
        """Check that a value is of the kind that the setting holds, whatever is in it.

        Raises:
            Unreadable: a list stands for one value, a number for text.
        """

    def named(self, found: Any, name_of: NameOf) -> Any:
        """Return the value of a row in its one spelling, an ID as the name of its object."""
        return self.canonical(found)

    def canonical(self, value: Any) -> Any:
        """Return a value read from the account in its one spelling; what cannot be spelled so stays as it is."""
        return value

    def encode(self, value: Any, id_of: IdOf) -> Entry:
        """Return the part of a request that sets it."""
        return self.to_api(value, id_of) if self.to_api is not None else placed(self.api, value)

    def unknown_words(self, value: Any) -> list[tuple[str, Any]]:
        """Return (path, word) for every word in a value from the account that is not one of its choices."""
        return []

    # --- What changes -----------------------------------------------------------------------------------------------

    def differ(self, present: Any, wish: Wish) -> Difference | None:
        """Return what has to change so that ``present`` becomes the desired value, or None.

        Args:
            present: the setting in the account; ABSENT when it is not told.
        """
        if not self.readable():
            return Difference(ABSENT, self.shown(wish.value), ABSENT, wish.value) if wish.again else None
        present = self.default if present is ABSENT else present
        if wish.value == present:
            return None
        stuck = self.reference and not wish.value and self.clear is ABSENT
        problem = f"the API cannot remove it from {shown(present)}; do that by hand" if stuck else ""
        return Difference(present, wish.value, wish.value, wish.value, problem=problem)

    @property
    def unset(self) -> Any:
        """How an object reads that was created without it, ABSENT where nothing is known."""
        return self.default if self.readable() and not self.apart else ABSENT

    def creating(self, value: Any) -> Any:
        """Return what a creation sends for a value, ABSENT where a new object is so anyway."""
        return ABSENT if value == self.clear or (self.reference and not value) else value

    def as_read(self, value: Any) -> Any:
        """Return a value that can be read as it will read once it is set."""
        return value

    # --- What is shown ----------------------------------------------------------------------------------------------

    def shown(self, value: Any) -> Any:
        """Return a value as it may be shown: a secret as a mark that it is written."""
        return HIDDEN if self.secret else value

    def brief(self, value: Any) -> Any:
        """Return a value as a person would write it."""
        return value

    def words(self, value: Any) -> str:
        """Return a value in the words of the Administration Console."""
        return plain(value) or "nothing"

    def parts(self, value: Any) -> list[tuple[Field, Any]]:
        """Return the settings of the console that a value represents, each with its own value."""
        return [(self, value)]


def walk(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield every field and every field inside one."""
    for outer in fields:
        yield outer
        yield from walk(outer.fields)


def check_members(fields: Iterable[Field], value: Mapping[str, Any]) -> None:
    """Check that the settings that a mapping of the account holds are of their kind.

    Raises:
        Unreadable: naming the first that is not.
    """
    for inner in fields:
        if value.get(inner.name) is not None:
            try:
                inner.check_shape(value[inner.name])
            except Unreadable as error:
                raise Unreadable(f"{inner.name}: {error}") from None


def unknown_keys(words: Iterable[Any], known: Mapping[str, Field], where: str) -> list[Problem]:
    """Return a problem for every word that names no field; a word that goes under another key is told where."""
    return [
        Problem(at(where, str(word)), f"{unknown_key(word, known)}{_indented(word, known)}")
        for word in words
        if word not in known
    ]


def _indented(word: Any, known: Mapping[str, Field]) -> str:
    """Return under which keys a word goes that stands beside them, or an empty string."""
    outer = [name for name, field in known.items() if any(inner.name == word for inner in field.fields)]
    return f"; indent it under {' or '.join(outer)}" if outer else ""


def parse_inside(
    known: Mapping[str, Field], value: Mapping[str, Any], where: str, required: tuple[str, ...]
) -> tuple[Entry, list[Problem]]:
    """Return the settings that a mapping holds, each in its one spelling, and what is wrong with them.

    What has no value counts as not written, and so does an empty secret, as a variable of Ansible Vault is where it is
    not set.
    """
    parsed: Entry = {}
    problems = unknown_keys(value, known, where)
    for name, inner in known.items():
        written = value.get(name)
        if written is not None and not (inner.secret and written == ""):
            parsed[name], found = inner.parse(written, at(where, name))
            problems += found
        elif name in required:
            problems.append(Problem(at(where, name), "is required"))
    return parsed, problems
