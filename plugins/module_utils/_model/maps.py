# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A setting that is a mapping of settings.

It is compared member by member, unless it is ``whole``. It may not know which resource has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import (
    Difference,
    Field,
    Wish,
    check_members,
    parse_inside,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import merge
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, Unreadable, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import (
    ABSENT,
    HIDDEN,
    Entry,
    IdOf,
    NameOf,
    Row,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, plain


@dataclass(frozen=True, kw_only=True, eq=False)
class Map(Field):
    """Settings inside of a setting."""

    fields: tuple[Field, ...] = ()
    whole: bool = False
    complete: Callable[[Entry], Entry] | None = None

    def contradictions(self) -> dict[str, bool]:
        """Return what would contradict itself, and whether it does."""
        return {**super().contradictions(), "a map needs fields": not self.fields}

    @property
    def _parted(self) -> bool:
        """Whether its members are kept as settings of their own, each with what it is when nobody speaks of it."""
        return not self.whole and self.default is ABSENT

    def option(self) -> Entry:
        """Return the option of a module that takes it, with those inside."""
        return self._option("dict", options={inner.name: inner.option() for inner in self.fields})

    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return what a user wrote, each member in its one spelling, and what is wrong with it."""
        if not isinstance(value, Mapping):
            return None, [Problem(where, f"expected a mapping, got {kind(value)}")]
        known = {inner.name: inner for inner in self.fields}
        required = tuple(inner.name for inner in self.fields if inner.required) if self.whole else ()
        parsed, problems = parse_inside(known, value, where, required)
        if problems or parsed == self.clear or self.complete is None:
            return parsed, problems
        try:
            return self.complete(parsed), []
        except Malformed as error:
            return None, [Problem(where, str(error))]

    def references(self, value: Any) -> list[tuple[str, str, str]]:
        """Return (path, resource referred to, name) for every reference inside."""
        return [
            (at(self.name, path), target, name)
            for inner, setting in self._inside(value)
            for path, target, name in inner.references(setting)
        ]

    def incomplete(self, value: Any, present: Any, where: str) -> list[Problem]:
        """Return a problem for every member without which the map cannot begin to exist."""
        if self.whole or not value or present:
            return []
        return [
            Problem(at(where, f"{self.name}.{inner.name}"), f"is required to set {self.name}")
            for inner in self.fields
            if inner.required and inner.name not in value
        ]

    def decode(self, row: Row, name_of: NameOf) -> Any:
        """Return what a row tells of its members."""
        if self.from_api is not None:
            return super().decode(row, name_of)
        told = {inner.name: inner.decode(row, name_of) for inner in self.fields if inner.readable()}
        return {name: value for name, value in told.items() if value is not ABSENT}

    def check_shape(self, value: Any) -> None:
        """Check that it is a mapping whose members are of their kind."""
        if not isinstance(value, Mapping):
            raise Unreadable(f"expected a mapping, got {kind(value)}")
        check_members(self.fields, value)

    def encode(self, value: Any, id_of: IdOf) -> Entry:
        """Return the part of a request that sets the members which ``value`` has."""
        if self.to_api is not None:
            return self.to_api(value, id_of)
        body: Entry = {}
        for inner, setting in self._inside(value):
            merge(body, inner.encode(setting, id_of))
        return body

    def differ(self, present: Any, wish: Wish) -> Difference | None:
        """Return which members have to change, or None. Where paths do not say how, all of them are sent."""
        present = {} if present is ABSENT else present
        if self.whole or not (wish.value or self._parted):
            return super().differ(present, wish)
        inside = self._inside(wish.value)
        readable = {inner.name: setting for inner, setting in inside if inner.readable()}
        now = {inner.name: present.get(inner.name, inner.default) for inner in self.fields}
        differing = {name: setting for name, setting in readable.items() if setting != now[name]}
        secrets = {inner.name: setting for inner, setting in inside if inner.secret}
        if not differing and not (secrets and wish.again):
            return None
        result = {**present, **readable}
        return Difference(
            before={name: now[name] for name in differing},
            after={**differing, **dict.fromkeys(secrets, HIDDEN)},
            result=result if self._parted else _not_empty(result),
            sent={**result, **secrets} if self.to_api else differing,
        )

    @property
    def unset(self) -> Any:
        """How an object reads that was created without it."""
        return self._defaults() if self._parted else super().unset

    def _defaults(self) -> Entry:
        return {inner.name: inner.default for inner in self.fields if inner.default is not ABSENT}

    def creating(self, value: Any) -> Any:
        """Return what a creation sends for a value: not the members that a new object does not have anyway."""
        sent = super().creating(value)
        if sent is ABSENT or self.whole:
            return sent
        return {inner.name: setting for inner, setting in self._inside(value) if setting != inner.clear}

    def as_read(self, value: Any) -> Any:
        """Return a value as it will read once it is set, with the defaults of what it does not name."""
        if self.whole or not (value or self._parted):
            return value
        readable = {inner.name: setting for inner, setting in self._inside(value) if inner.readable()}
        return {**self._defaults(), **readable} if self._parted else _not_empty(readable)

    def shown(self, value: Any) -> Any:
        """Return a value as it may be shown, the secrets inside as marks that they are written."""
        return {inner.name: inner.shown(setting) for inner, setting in self._inside(value)}

    def words(self, value: Any) -> str:
        """Return its type and what goes with it."""
        scope = str(value.get("type", "")).replace("_", " ").title()
        return ": ".join([scope, *(plain(setting) for name, setting in value.items() if name != "type")])

    def unknown_words(self, value: Any) -> list[tuple[str, Any]]:
        """Return (path, word) for every word inside that is not one of the choices."""
        return [
            (at(self.name, path), word)
            for inner, setting in (self._inside(value) if isinstance(value, Mapping) else ())
            for path, word in inner.unknown_words(setting)
        ]

    def parts(self, value: Any) -> list[tuple[Field, Any]]:
        """Return its members, which the console shows as settings of their own, or a whole one as it is."""
        return [(self, value)] if self.whole else self._inside(value)

    def _inside(self, value: Any) -> list[tuple[Field, Any]]:
        """Return the members that a value has, each with its field, in the order of the fields."""
        return [(inner, value[inner.name]) for inner in self.fields if inner.name in value]


def _not_empty(members: Entry) -> Entry:
    return {name: setting for name, setting in members.items() if setting}
