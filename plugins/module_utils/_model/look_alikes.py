# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that a reader confuses: with letters of other scripts, digits in place of letters, or one typing mistake.

The table of letters holds the common ones and is not complete. It knows nothing of what the texts are.
"""

from __future__ import annotations

import unicodedata

_LOOK_ALIKES = {
    "a": "\u0430\u03b1\u02514",
    "b": "\u0432\u03b2",
    "c": "\u0441\u03f2",
    "d": "\u0501\u0257",
    "e": "\u0435\u0451\u03b53",
    "h": "\u04bb\u043d",
    "i": "\u0456\u0457\u03b9\u0131\u02691",
    "k": "\u043a\u03ba",
    "l": "\u04cf\u217c",
    "m": "\u043c\u217f",
    "n": "\u043f\u0578\u03b7",
    "o": "\u043e\u03bf\u03c30",
    "p": "\u0440\u03c1",
    "r": "\u0433\u1d26",
    "s": "\u0455\ua7315",
    "t": "\u0442\u03c47",
    "": "\u115f\u1160\u3164\uffa0",
}
"""Letters of other scripts, and digits, that are read as a Latin letter; letters that cannot be seen."""

_LATIN = {ord(other): letter for letter, others in _LOOK_ALIKES.items() for other in others}
_UNSEEN = ("Mn", "Cf", "Cc")


def as_read(name: str) -> list[str]:
    """Return the words of a name as a reader takes them: no case, accents or unseen characters, Latin letters."""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_LATIN)
    seen = (character for character in folded if unicodedata.category(character) not in _UNSEEN)
    return "".join(character if character.isalnum() else " " for character in seen).split()


def one_slip_apart(word: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong or in the wrong place is all that tells two words apart."""
    shorter = min(len(word), len(other))
    start = next((index for index in range(shorter) if word[index] != other[index]), shorter)
    rest, wanted = word[start:], other[start:]
    swapped = rest[1::-1] + rest[2:]
    return wanted in (rest, swapped, wanted[:1] + rest[1:], rest[1:]) or rest == wanted[1:]
