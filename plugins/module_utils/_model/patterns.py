# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains and addresses that may be patterns: the wildcards and regular expressions of the Administration Console.

How the console reads a pattern is documented, that the API takes one is not (CONTRACT 3.19: inferred). So a pattern is
kept and sent as it is written, and its effect is judged by more than it may mean. It knows nothing of resources.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

_SIGNS = frozenset("*?|()[]{}^$\\")
_SEVERAL = "multi:"
"""What a list of patterns begins with."""

_STARS = re.compile(r"[^\s@?+|()\[\]{}^$\\:]+")
"""A domain in which nothing but a star stands for something else."""

_SOME_DOMAINS = ("a.com", "q7.de", "ex.co.uk", "b-z.org", "mx.d.net", "ny.info", "k.io", "h3.edu")
"""A few domains of all kinds; they are short, so that no expression takes long over them."""


def domain(value: Any) -> str:
    """Return a domain in its one spelling, or a pattern of domains as it is written, stars in lower case.

    Raises:
        Malformed: it is neither.
    """
    written = spelling.text(value)
    if not _is_pattern(written):
        return spelling.domain(written)
    if not _STARS.fullmatch(written):
        return written
    labels = written.lower().rstrip(".").split(".")
    if "" in labels:
        raise Malformed(f"{shown(value)} has a dot too many, expected a pattern such as '*.example.com'")
    first = max(place for place, label in enumerate(labels) if "*" in label) + 1
    fixed = ".".join(labels[first:])
    known = spelling.domain(fixed) if "." in fixed else fixed
    return ".".join([*labels[:first], *([known] if known else [])])


def address(value: Any) -> str:
    """Return an email address in its one spelling, or a pattern of addresses as it is written, stars in lower case.

    Raises:
        Malformed: it is neither.
    """
    written = spelling.text(value)
    if not _is_pattern(written):
        return spelling.address(written)
    local, at, right = written.rpartition("@")
    if not at or not all(_STARS.fullmatch(part) for part in (local, right)):
        return written
    return f"{local.lower()}@{domain(right)}"


def is_everybody(pattern: str) -> bool:
    """Whether a domain or an address matches every one that exists, or most of a few examples of all kinds."""
    return any(_matches_most(part) for part in _parts(pattern))


def whole_domain(pattern: str) -> str:
    """Return the domain, or the pattern of domains, if an address matches all of its addresses, or ""."""
    local, at, right = pattern.rpartition("@")
    if not at:
        return pattern if _is_pattern(pattern) else ""
    if local and not local.strip("*"):
        return right
    return "" if _is_stars(pattern) else pattern


def may_be(pattern: str, name: str) -> bool:
    """Whether a pattern may match a domain: anything that is not a wildcard may match any domain."""
    if not _is_pattern(pattern):
        return pattern == name
    return fnmatch.fnmatchcase(name, pattern.rpartition("@")[2]) if _is_stars(pattern) else True


def stands_for(pattern: str, name: str) -> bool:
    """Whether a domain or a wildcard certainly matches a domain: a star for one label, or for a part of one.

    It is not known whether a star matches several labels. Regular expressions are not checked.
    """
    if not _is_pattern(pattern):
        return pattern == name
    domain_part = pattern.rpartition("@")[2]
    if not _is_stars(pattern) or domain_part.count(".") != name.count("."):
        return False
    return fnmatch.fnmatchcase(name, domain_part)


def _is_pattern(written: str) -> bool:
    # A plus is a letter like any other in an address, and nothing else than a sign in a domain.
    signs = _SIGNS if "@" in written else _SIGNS | {"+"}
    return written.lower().startswith(_SEVERAL) or not signs.isdisjoint(written)


def _is_stars(pattern: str) -> bool:
    return all(_STARS.fullmatch(part) for part in pattern.lstrip("@").split("@"))


def _parts(pattern: str) -> list[str]:
    """Return the patterns that a list of them holds, or the one there is."""
    if not pattern.lower().startswith(_SEVERAL):
        return [pattern]
    return [part for part in re.split(r"[\s,;]+", pattern[len(_SEVERAL) :]) if part]


def _matches_most(pattern: str) -> bool:
    if not _is_pattern(pattern):
        return False
    if not pattern.strip("*.@"):
        return True
    matches = _matcher(pattern)
    told = [matches(f"{name[0]}@{name}" if "@" in pattern.lstrip("@") else name) for name in _SOME_DOMAINS]
    return sum(map(bool, told)) * 2 > len(told)


def _matcher(pattern: str) -> Callable[[str], Any]:
    """Return what tells whether a pattern stands for a name; what cannot be read stands for none."""
    if _is_stars(pattern):
        return lambda name: fnmatch.fnmatchcase(name, pattern.lstrip("@"))
    try:
        return re.compile(pattern, re.IGNORECASE).search
    except re.error:
        return lambda name: False
