# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that are lists: in this order, in any order, and of records that a key tells apart.

An owned list belongs to the user as far as its mode says. It knows how lists are compared; it may not know which
resource has one.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import (
    Difference,
    Field,
    Wish,
    check_members,
    parse_inside,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, Unreadable, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text, check_text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Normalizer, tolerant
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, plain, shown

STATE = "state"
"""What a record of an owned list may say about itself."""


class Items(Field):
    """What all lists have in common."""

    def check_shape(self, value: Any) -> None:
        """Check that it is a list whose items are of their kind."""
        if not isinstance(value, list):
            raise Unreadable(f"expected a list, got {kind(value)}")
        for number, item in enumerate(value, 1):
            try:
                self.check_item(item)
            except Unreadable as error:
                raise Unreadable(f"item {number}: {error}") from None

    @abstractmethod
    def check_item(self, item: Any) -> None:
        """Check that an item is of the kind that the list holds."""

    def places(self, value: Any, where: str) -> Iterator[tuple[str, Any]]:
        """Yield each item that a user wrote with its place."""
        for index, item in enumerate(value):
            yield f"{where}[{index}]", item

    def words(self, value: Any) -> str:
        """Return the items side by side."""
        return ", ".join(plain(item) for item in value) or "nothing"


@dataclass(frozen=True, kw_only=True, eq=False)
class List(Items):
    """Texts in an order that counts. ``normalize`` is for each of them."""

    normalize: Normalizer = spelling.text

    def option(self) -> Entry:
        """Return the option of a module that takes it."""
        return self._option("list", elements="str")

    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return what a user wrote, each item in its one spelling, and what is wrong with it."""
        problems = not_a_list(value, where)
        if problems:
            return None, problems
        text = Text(self.name, (), normalize=self.normalize)
        items = []
        for place, item in self.places(value, where):
            parsed, found = text.parse(item, place)
            problems += found
            if not found:
                items.append(parsed)
        return items, problems

    def check_item(self, item: Any) -> None:
        """Check that it is text."""
        check_text(item)

    def canonical(self, value: Any) -> Any:
        """Return a list read from the account, each item in its one spelling, empty ones left out."""
        return [tolerant(self.normalize)(item) for item in value if item != ""]


@dataclass(frozen=True, kw_only=True, eq=False)
class Set(List):
    """Texts in any order, each of which counts once."""

    owned: bool = False

    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return what a user wrote, each item once in its one spelling, and what is wrong with it."""
        items, problems = super().parse(value, where)
        return None if items is None else sorted(set(items)), problems

    def canonical(self, value: Any) -> Any:
        """Return a list read from the account, each item once in its one spelling."""
        return sorted(set(super().canonical(value)))

    def split(self, items: list[Any], mode: str, where: str) -> tuple[list[Any], frozenset[str], list[Problem]]:
        """Return the items that should be there, and those that should not."""
        return ([], frozenset(items), []) if mode == "remove" else (items, frozenset(), [])

    def differ(self, present: Any, wish: Wish) -> Difference | None:
        """Return which items have to come and go, or None."""
        if not self.owned:
            return super().differ(present, wish)
        have = set(present or ())
        want = set(wish.value) if wish.mode == "exact" else (have | set(wish.value)) - wish.without
        if want == have:
            return None
        result = sorted(want)
        return Difference(sorted(have - want), sorted(want - have), result, result, len(have & want))


@dataclass(frozen=True, kw_only=True, eq=False)
class Records(Items):
    """Mappings that a key tells apart, in any order; a key is one setting, or one together with others."""

    fields: tuple[Field, ...] = ()
    item_key: str = ""
    beside_key: tuple[str, ...] = ()
    owned: bool = False
    apart: bool = False

    def contradictions(self) -> dict[str, bool]:
        """Return what would contradict itself, and whether it does."""
        return {
            **super().contradictions(),
            "records need an item_key among their fields": self.item_key not in [inner.name for inner in self.fields],
            "what stands beside the key is required": any(
                not inner.required for inner in self.fields if inner.name in self.beside_key
            ),
        }

    def identity(self, item: Any) -> Any:
        """Return what identifies a record: its key, and in brackets the settings beside it."""
        key = item[self.item_key]
        return f"{key} ({', '.join(str(item[name]) for name in self.beside_key)})" if self.beside_key else key

    def option(self) -> Entry:
        """Return the option of a module that takes it: a record may be written as its key alone."""
        return self._option("list", elements="raw")

    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return what a user wrote, each record once, and what is wrong with it."""
        problems = not_a_list(value, where)
        if problems:
            return None, problems
        known = self._known()
        required = tuple(inner.name for inner in self.fields if inner.required)
        seen: dict[Any, Entry] = {}
        for place, item in self.places(value, where):
            record = item if isinstance(item, Mapping) else {self.item_key: item}
            parsed, found = parse_inside(known, record, place, required)
            problems += found
            if found:
                continue
            identity = self.identity(parsed)
            former = seen.setdefault(identity, parsed)
            if former != parsed:
                both = former.get(STATE) != parsed.get(STATE)
                told = "is both added and removed" if both else "appears twice, with different settings"
                problems.append(Problem(place, f"{shown(identity)} {told}"))
        return list(seen.values()), problems

    def _known(self) -> dict[str, Field]:
        """Return what a record may hold; in an owned list also whether it is to be there."""
        known = {inner.name: inner for inner in self.fields}
        return {**known, STATE: Choice(STATE, (), choices=("present", "absent"))} if self.owned else known

    def check_item(self, item: Any) -> None:
        """Check that it is a record that says which one it is."""
        if not isinstance(item, Mapping):
            raise Unreadable(f"expected a mapping, got {kind(item)}")
        check_members(self.fields, item)
        for name in (self.item_key, *self.beside_key):
            if not item.get(name):
                raise Unreadable(f"{name} is missing")

    def canonical(self, value: Any) -> Any:
        """Return records read from the account, each setting in its one spelling, in the order of their keys."""
        records = [
            {inner.name: inner.canonical(item[inner.name]) for inner in self.fields if inner.name in item}
            for item in value
        ]
        return sorted(records, key=lambda record: str(self.identity(record)))

    def split(self, items: list[Any], mode: str, where: str) -> tuple[list[Any], frozenset[str], list[Problem]]:
        """Return the records that should be there, the keys of those that should not, and contradictions."""
        keep, drop, problems = [], set(), []
        for index, item in enumerate(items):
            if mode == "remove" and item.get(STATE) == "present":
                problems.append(Problem(at(f"{where}[{index}]", STATE), f"contradicts {self.mode_name}: remove"))
            if item.get(STATE, "absent" if mode == "remove" else "present") == "absent":
                drop.add(self.identity(item))
            else:
                keep.append({name: value for name, value in item.items() if name != STATE})
        return sorted(keep, key=lambda record: str(self.identity(record))), frozenset(drop), problems

    def differ(self, present: Any, wish: Wish) -> Difference | None:
        """Return which records have to come and go, or None. What a record does not say it keeps."""
        if not self.owned:
            return super().differ(present, wish)
        have = {self.identity(record): record for record in present or ()}
        exact = wish.mode == "exact"
        want = {} if exact else {name: record for name, record in have.items() if name not in wish.without}
        for record in wish.value:
            former = have.get(self.identity(record))
            want[self.identity(record)] = record if record == former else _said({**(former or {}), **record})
        gone = [have[name] for name in sorted(name for name in have if have[name] != want.get(name))]
        come = [want[name] for name in sorted(name for name in want if want[name] != have.get(name))]
        if not (gone or come):
            return None
        result = [want[name] for name in sorted(want)]
        return Difference(gone, come, result, result, len(have) - len(gone))

    def unknown_words(self, value: Any) -> list[tuple[str, Any]]:
        """Return (path, word) for every word in a record that is not one of the choices."""
        return [
            (at(self.name, path), word)
            for record in value
            if isinstance(record, Mapping)
            for inner in self.fields
            if inner.name in record
            for path, word in inner.unknown_words(record[inner.name])
        ]

    def as_read(self, value: Any) -> Any:
        """Return the records as they will read."""
        return [_said(record) for record in value]

    def brief(self, value: Any) -> Any:
        """Return a record as its key if it has nothing else."""
        return [record[self.item_key] if set(record) == {self.item_key} else record for record in value]


def not_a_list(value: Any, where: str) -> list[Problem]:
    """Return a problem when a value is not a list."""
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        return [Problem(where, f"expected a list, got {kind(value)}; begin each item with '- '")]
    return []


def _said(record: Entry) -> Entry:
    """Return a record without what is empty: an empty note and no note are the same."""
    return {name: value for name, value in record.items() if value != ""}
