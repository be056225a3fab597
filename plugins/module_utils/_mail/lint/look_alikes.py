# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which domains read like one of your own: another script, a digit for a letter, one slip of the hand.

It does not see the same name under another ending (.co for .com), a word added to it (example-login.com), letters that
the table of ``_model/look_alikes.py`` does not have, and of names with less than five letters it sees no slip: too many
honest ones are that near.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._model import look_alikes
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import broad_domains

_SHORTEST = 5
_TWINS = (("rn", "m"), ("vv", "w"), ("l", "i"))
"""Letters that side by side read as another one."""


Like = tuple[str, str]
"""How the name of an own domain reads, and the domain."""


@dataclass(frozen=True)
class OwnNames:
    """Own domains, to be found by how they read.

    Attributes:
        near: ending -> how a name reads, or that without one of its letters -> the domains that read so.
    """

    near: Mapping[str, Mapping[str, frozenset[Like]]]

    @classmethod
    def of(cls, domains: Collection[str]) -> OwnNames:
        """Return them, ready to be looked up."""
        near: dict[str, dict[str, frozenset[Like]]] = {}
        for domain in domains:
            name, ending = _registered(domain)
            reading = _reading(name)
            known = near.setdefault(ending, {})
            for piece in _pieces(reading):
                known[piece] = known.get(piece, frozenset()) | {(reading, f"{name}.{ending}")}
        return cls(near)

    def alike(self, domain: str) -> str:
        """Return the own domain that a reader takes ``domain`` for, of several the first one, or ""."""
        name, ending = _registered(domain)
        known = self.near.get(ending)
        if not known:
            return ""
        reading = _reading(name)
        found = {like for piece in _pieces(reading) for like in known.get(piece, ())}
        if any(own == f"{name}.{ending}" for _own_reading, own in found):
            return ""
        return min((own for other, own in found if _is_near(reading, other)), default="")


def _is_near(reading: str, other: str) -> bool:
    long_enough = min(len(reading), len(other)) >= _SHORTEST
    return reading == other or (long_enough and look_alikes.one_slip_apart(reading, other))


def _pieces(reading: str) -> Iterator[str]:
    """Yield a name and all that it becomes without one of its letters: names one slip apart have one in common."""
    yield reading
    for index in range(len(reading)):
        yield reading[:index] + reading[index + 1 :]


def _registered(domain: str) -> tuple[str, str]:
    """Return the label that somebody has registered, and what is registered below: ("example", "co.uk")."""
    labels = domain.split(".")
    for index in range(1, len(labels)):
        ending = ".".join(labels[index:])
        if index == len(labels) - 1 or broad_domains.is_suffix(ending):
            return labels[index - 1], ending
    return domain, ""


def _reading(label: str) -> str:
    """Return a label as a reader takes it, hyphens left out."""
    read = "".join(look_alikes.as_read(_in_letters(label)))
    for letters, twin in _TWINS:
        read = read.replace(letters, twin)
    return read


def _in_letters(label: str) -> str:
    """Return a label that stands in punycode in its letters; one that cannot be read stays as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
