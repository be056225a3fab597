# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which alterations an account has for a recipient (rule M9). It knows no policies and no signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Definition

_OF_RECIPIENTS = ("all", "envelope_to")
"""Kinds of addresses that the envelope's recipient is among; the others are headers and senders."""

DOMAIN, LOCAL_PART, ADDRESS = 0, 1, 2
"""How exact what a definition begins with is (M9: documented)."""


@dataclass(frozen=True, order=True)
class Alteration:
    """A definition that fits a recipient: how exactly, in which set and direction, and what comes of it."""

    exactness: int
    set: str
    routing: str
    new: str


class Alterations:
    """The definitions of all sets, by what they begin with."""

    def __init__(self, sets: Mapping[str, Sequence[Definition]]) -> None:
        self._by_original: dict[str, list[Alteration]] = {}
        for name, definitions in sets.items():
            for definition in definitions:
                if definition.address_type in _OF_RECIPIENTS:
                    original = definition.original
                    found = Alteration(_exactness(original), name, definition.routing, definition.new)
                    self._by_original.setdefault(original, []).append(found)

    def of(self, address: str) -> tuple[Alteration, ...]:
        """Return all that fit an address."""
        if not self._by_original:
            return ()
        local, _at, domain = address.rpartition("@")
        words = (address, f"{local}@*", f"@{domain}")
        return tuple(sorted({found for word in words for found in self._by_original.get(word, ())}))


def _exactness(original: str) -> int:
    return DOMAIN if original.startswith("@") else LOCAL_PART if original.endswith("@*") else ADDRESS


def altered(address: str, new: str) -> str:
    """Return what an address becomes: ``@domain`` keeps the local part, ``local@*`` the domain."""
    local, _at, domain = address.rpartition("@")
    if new.startswith("@"):
        return local + new
    return new.removesuffix("*") + domain if new.endswith("@*") else new
