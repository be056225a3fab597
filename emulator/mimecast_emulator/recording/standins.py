# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins: for each value another one of the same kind, of which nothing but kind and size is the account's.

May not know about the contract or HTTP.
"""

from __future__ import annotations

import ipaddress
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?P<time>(?P<between>[T ])\d\d:\d\d(?P<seconds>:\d\d)?(?P<fraction>\.\d+)?)?"
    r"(?P<zone> ?(?:Z(?:\[UTC\])?|UTC|[+-]\d\d:?\d\d))?",
    re.ASCII,
)
MAIL_DATE = re.compile(
    r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?P<zone> (?:UTC|GMT|[+-]\d{4}))", re.ASCII
)
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
URL = re.compile(r"(?P<scheme>https?)://\S+", re.IGNORECASE)
DOMAIN = re.compile(r"(?P<star>\*\.|\.)?(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")
ID = re.compile(r"[A-Za-z0-9_+/.-]{12,}(?P<padding>={0,2})", re.ASCII)
DIGITS = re.compile(r"[0-9]+")
FILLING = "text "
ALPHABETS = (string.digits + "abcdef", string.digits + "ABCDEF", string.digits + string.ascii_lowercase)


@dataclass(slots=True)
class Standins:
    """Gives the same stand-in to the same value, within one recording. What it remembers is written nowhere."""

    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def of(self, value: Any) -> Any:
        """The stand-in of a value that is neither a list nor an object. Null, booleans and "" stay."""
        if value is None or isinstance(value, bool) or value == "":
            return value
        if isinstance(value, int):
            return -_digits(-value) if value < 0 else _digits(value)
        if isinstance(value, float):
            return -1.5 if value < 0 else 1.5
        text = str(value)
        return next((found for kind in KINDS if (found := kind(self, text)) is not None), _text(text))

    def name(self, name: str) -> str:
        """The stand-in of the name of a member or a part of a path."""
        number = self.number("name", name)
        return f"user{number}@example.com" if ADDRESS.fullmatch(name) else f"name{number}"

    def number(self, kind: str, value: str) -> int:
        """The place of a value among those of its kind, from 1 on."""
        known = self._numbers.get((kind, value))
        if known is None:
            known = self._numbers[kind, value] = self._counts[kind] = self._counts.get(kind, 0) + 1
        return known


def _digits(number: int) -> int:
    return int(10 ** (len(str(number)) - 1)) if number else 0


def _text(text: str) -> str:
    return (FILLING * (len(text) // len(FILLING) + 1))[: len(text)]


def _digit_text(_standins: Standins, text: str) -> str | None:
    return "1" + "0" * (len(text) - 1) if DIGITS.fullmatch(text) else None


def _moment(_standins: Standins, text: str) -> str | None:
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    time = ""
    if found["time"]:
        fraction = "." + "0" * (len(found["fraction"]) - 1) if found["fraction"] else ""
        time = f"{found['between']}00:00{':00' if found['seconds'] else ''}{fraction}"
    return f"2020-01-01{time}{_zone(found['zone'])}"


def _zone(zone: str | None) -> str:
    """The zone as it is spelled, without telling which one it is."""
    return re.sub("[+-]", "+", re.sub(r"[0-9]", "0", zone or ""))


def _mail_date(_standins: Standins, text: str) -> str | None:
    found = MAIL_DATE.fullmatch(text)
    return f"Wed, 01 Jan 2020 00:00:00{_zone(found['zone'])}" if found else None


def _network(standins: Standins, text: str) -> str | None:
    try:
        found = ipaddress.ip_interface(text)
    except ValueError:
        return None
    number = standins.number("ip", text)
    if "/" in text:
        return "192.0.2.0/24" if found.version == 4 else "2001:db8::/64"
    return f"192.0.2.{(number - 1) % 254 + 1}" if found.version == 4 else f"2001:db8::{number:x}"


def _address(standins: Standins, text: str) -> str | None:
    return f"user{standins.number('address', text)}@example.com" if ADDRESS.fullmatch(text) else None


def _url(standins: Standins, text: str) -> str | None:
    found = URL.fullmatch(text)
    return f"{found['scheme'].lower()}://www.example.com/{standins.number('url', text)}" if found else None


def _domain(standins: Standins, text: str) -> str | None:
    found = DOMAIN.fullmatch(text)
    return f"{found['star'] or ''}d{standins.number('domain', text)}.example.com" if found else None


def _uuid(standins: Standins, text: str) -> str | None:
    return f"00000000-0000-4000-8000-{standins.number('id', text):012d}" if UUID.fullmatch(text) else None


def _id(standins: Standins, text: str) -> str | None:
    """An opaque id: one of the same length and, as far as one text shows it, of the same alphabet."""
    found = ID.fullmatch(text)
    if found is None or (not DIGITS.search(text) and text.lower() == text):
        return None
    size = len(text) - len(found["padding"])
    alphabet = next((letters for letters in ALPHABETS if set(text) <= set(letters)), string.ascii_uppercase)
    return f"{standins.number('id', text)}".rjust(size, alphabet[-1])[-size:] + found["padding"]


KINDS: tuple[Callable[[Standins, str], str | None], ...] = (
    _digit_text,
    _moment,
    _mail_date,
    _uuid,
    _network,
    _url,
    _address,
    _domain,
    _id,
)
"""The kinds of text, the narrowest first; what is none of them is text of the same length."""
