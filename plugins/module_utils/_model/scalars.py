# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of one value: text, words to choose from, numbers, truth values, days, secrets.

It knows how each is spelled and compared; it may not know which resource has it.
"""

from __future__ import annotations

import datetime
import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed, Normalizer, tolerant
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, IdOf, NameOf
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, made_by_yaml, plain, shown


@dataclass(frozen=True, kw_only=True, eq=False)
class Scalar(Field):
    """A setting of one value.

    Attributes:
        expected: what a refusal says instead of showing the value: beside a secret it may be the secret.
    """

    expected: str = ""

    @abstractmethod
    def spell(self, value: Any) -> Any:
        """Return a value in its one spelling.

        Raises:
            Malformed: it cannot be right.
        """

    def judged(self, value: Any) -> Any:
        """Return what a user wrote in its one spelling, judged more strictly than what an account holds.

        Raises:
            Malformed: it cannot be right.
        """
        return self._spelled(value)

    def _spelled(self, value: Any) -> Any:
        if not self.expected:
            return self.spell(value)
        try:
            return self.spell(value)
        except Malformed:
            pass  # what is raised here would carry the value along
        raise Malformed(f"expected {self.expected}")

    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return what a user wrote in its one spelling, and what is wrong with it."""
        if self.clear is not ABSENT and value == self.clear:
            return self.clear, []
        try:
            return self.judged(value), []
        except Malformed as error:
            return None, [Problem(where, str(error))]

    def check_shape(self, value: Any) -> None:
        """Check that it is one value."""
        if isinstance(value, (Mapping, list)):
            raise Unreadable(f"expected one value, got {kind(value)}")

    def canonical(self, value: Any) -> Any:
        """Return a value read from the account in its one spelling; what cannot be spelled so stays as it is."""
        return tolerant(self.spell)(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Text(Scalar):
    """Text, in the spelling that ``normalize`` gives it."""

    normalize: Normalizer = spelling.text
    reference: str = ""

    def option(self) -> Entry:
        """Return the option of a module that takes it."""
        return self._option("str")

    def spell(self, value: Any) -> Any:
        """Return a value in its one spelling."""
        return self.normalize(value)

    def judged(self, value: Any) -> Any:
        """Return what a user wrote in its one spelling; what is required is not empty."""
        _expect_text(value)
        if self.required:
            spelling.name(value)
        return self._spelled(value)

    def check_shape(self, value: Any) -> None:
        """Check that it is text, or an id."""
        if self.reference:
            super().check_shape(value)
        else:
            check_text(value)

    def references(self, value: Any) -> list[tuple[str, str, str]]:
        """Return (path, resource referred to, name) where it names an object."""
        return [(self.name, self.reference, value)] if self.reference and value else []

    def named(self, found: Any, name_of: NameOf) -> Any:
        """Return the value of a row in its one spelling, an ID as the name of its object."""
        if not self.reference:
            return self.canonical(found)
        return name_of(self.reference, str(found), "") if found else ""

    def encode(self, value: Any, id_of: IdOf) -> Entry:
        """Return the part of a request that sets it, names as ids."""
        if self.reference and value and self.to_api is None:
            value = id_of(self.reference, value)
        return super().encode(value, id_of)


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice(Scalar):
    """One of a few words."""

    choices: tuple[str, ...] = ()

    def contradictions(self) -> dict[str, bool]:
        """Return what would contradict itself, and whether it does."""
        return {**super().contradictions(), "a choice needs words": not self.choices}

    def option(self) -> Entry:
        """Return the option of a module that takes it."""
        return self._option("str", choices=list(self.choices))

    def spell(self, value: Any) -> str:
        """Return the word, whatever its case."""
        return str(spelling.choice(*self.choices)(value))

    def judged(self, value: Any) -> Any:
        """Return the word that a user wrote, which has to be written as it is."""
        _expect_one_value(value)
        if self.required:
            spelling.name(value)
        word = self._spelled(value)
        if word != value:
            raise Malformed(f"{shown(value)} is written '{word}'")
        return word

    def check_shape(self, value: Any) -> None:
        """Check that it is text."""
        check_text(value)

    def words(self, value: Any) -> str:
        """Return a word as the console writes it."""
        return plain(value).replace("_", " ")

    def unknown_words(self, value: Any) -> list[tuple[str, Any]]:
        """Return it where it is none of the choices."""
        return [] if value in self.choices else [(self.name, value)]


def word_of(words: Mapping[str, str], found: Any, missing: Any) -> Any:
    """Return the word for a value of the API; a value that there is no word for as it is.

    Args:
        words: value of the API -> word. missing: what an answer without a value means.
    """
    return words.get(str(found).lower(), found) if found not in (None, "") else missing


@dataclass(frozen=True, kw_only=True, eq=False)
class Number(Scalar):
    """A whole number from ``lowest`` to ``highest``."""

    lowest: int
    highest: int

    def option(self) -> Entry:
        """Return the option of a module that takes it; what empties it may be a word."""
        return self._option("int" if self.clear is ABSENT else "raw")

    def spell(self, value: Any) -> Any:
        """Return the number."""
        return spelling.integer(self.lowest, self.highest)(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Percentage(Number):
    """A percentage, or the word "off"."""

    lowest: int = 1
    highest: int = 100

    def spell(self, value: Any) -> int | str:
        """Return the percentage or "off"."""
        return spelling.percentage_or_off(value)


class Flag(Scalar):
    """A truth value."""

    def option(self) -> Entry:
        """Return the option of a module that takes it."""
        return self._option("bool")

    def spell(self, value: Any) -> bool:
        """Return the truth value."""
        return spelling.boolean(value)

    def words(self, value: Any) -> str:
        """Return the position of the console's switch."""
        return "on" if value else "off"


@dataclass(frozen=True, kw_only=True, eq=False)
class Date(Scalar):
    """A day, or an empty text for "for ever".

    Attributes:
        last: the last day on which the object has an effect.
    """

    last: bool = False

    def option(self) -> Entry:
        """Return the option of a module that takes it."""
        return self._option("str")

    def check_shape(self, value: Any) -> None:
        """Check that it is text."""
        check_text(value)

    def spell(self, value: Any) -> str:
        """Return the day as YYYY-MM-DD."""
        return spelling.date(value)

    def judged(self, value: Any) -> Any:
        """Return the day that a user wrote; neither a time of day nor what stands for "for ever" means what it says."""
        day = self._spelled(value)
        if isinstance(value, datetime.datetime) or re.match(r"\s*\d{4}-\d\d-\d\d[T ]*\d", str(value)):
            meant = f"; write '{day}'" if day else ""
            raise Malformed(f"{shown(str(value))} has a time of day, and only whole days can be set{meant}")
        if not day and str(value).strip():
            raise Malformed(f"{shown(str(value))} is how Mimecast writes 'for ever'; write '' if you mean it")
        return day

    def over(self, value: Any, today: str) -> str:
        """Return that the last day has passed, or an empty string."""
        past = self.last and value and value < today
        return f"{value} has passed, so it has no effect any more; remove it, or set state: absent" if past else ""


class Secret(Scalar):
    """What is written and never read back, nor shown."""

    secret: ClassVar[bool] = True

    def contradictions(self) -> dict[str, bool]:
        """Return what would contradict itself, and whether it does."""
        return {**super().contradictions(), "a secret has no default": self.default is not ABSENT}

    def option(self) -> Entry:
        """Return the option of a module that takes it, which Ansible keeps out of its logs."""
        return {"type": "str", "no_log": True}

    def spell(self, value: Any) -> str:
        """Return the secret exactly as it was written."""
        return spelling.secret(value)

    def judged(self, value: Any) -> Any:
        """Return the secret; a refusal does not show it."""
        _expect_one_value(value)
        if not isinstance(value, str):
            raise Malformed(f"expected text, but YAML read something else; {_QUOTE}")
        return self._spelled(value)


def check_text(value: Any) -> None:
    """Check that a value of the account is text.

    Raises:
        Unreadable: it is none.
    """
    if not isinstance(value, str):
        raise Unreadable(f"expected text, got {kind(value)}")


_QUOTE = "put it in quotes, or use the filter string in a template"


def _expect_one_value(value: Any) -> None:
    if not isinstance(value, str) and isinstance(value, (Mapping, list, tuple)):
        raise Malformed(f"expected text, got {kind(value)}")


def _expect_text(value: Any) -> None:
    """Raise Malformed for what is no text: which words YAML made it of cannot be known any more."""
    _expect_one_value(value)
    if not isinstance(value, str):
        raise Malformed(f"expected text, but YAML read {made_by_yaml(value)}; {_QUOTE}")
