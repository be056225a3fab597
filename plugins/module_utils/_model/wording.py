# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a message shows a value: without terminal escapes, with a limited length, and never a secret.

The bottom of the house: it knows nothing of what the values are.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

_MANY = 20
"""So many words are too many to read where the nearest one is named."""


def visible(text: str) -> str:
    """Return text with a number in place of every character that acts instead of being visible.

    Those are control characters, terminal escapes, line ends, and marks that turn the direction of writing.
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _number(character) for character in text)


def _number(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``", did you mean 'x'?"`` for the known word nearest to ``word``, or an empty string."""
    by_lower = {name.lower(): name for name in known}
    matches = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return f", did you mean '{visible(by_lower[matches[0]])}'?" if matches else ""


def shown(value: Any) -> str:
    """Return ``value`` as it may stand in a message: quoted, control characters escaped, at most 80 characters."""
    text = ascii(value) if not isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def kind(value: Any) -> str:
    """Return what a value is, for a message that must not show it: it may be a secret in the wrong place."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple, set)):
        return "a list"
    return "text" if isinstance(value, str) else "nothing" if value is None else "a number or a truth value"


def made_by_yaml(value: Any) -> str:
    """Return what YAML made of words without quotes, where text is expected."""
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    word = "time" if isinstance(value, datetime.datetime) else "date" if isinstance(value, datetime.date) else "number"
    return f"the {word} {value}"


def plain(value: Any) -> str:
    """Return ``value`` as it stands in a sentence; of a mapping, its settings side by side."""
    if isinstance(value, Mapping):
        return " ".join(str(setting) for setting in value.values() if setting)
    return str(value)


def many(count: int, word: str) -> str:
    """Return a number and what is counted, such as ``1 account`` or ``3 accounts``."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def first_of(names: Sequence[str], most: int = 20) -> str:
    """Return the first of many names side by side, ``most`` of them, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def listed(words: Collection[str]) -> str:
    """Return the first few of ``words`` in their order, and how many more there are."""
    return first_of(sorted(words), 5)


def unknown_word(word: Any) -> str:
    """Return the warning about a value of the account that the collection has no name for."""
    return f"the account has {shown(word)}, which this collection does not know"


def unknown_key(word: Any, known: Collection[str]) -> str:
    """Return the message about an unknown key, with the nearest known key, and with all known keys if there are few."""
    near = nearest(str(word), known)
    listed_too = "" if near and len(known) > _MANY else f" (known: {', '.join(sorted(known))})"
    return f"unknown key{near}{listed_too}"
