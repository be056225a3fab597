# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains and addresses that may be patterns: what they stand for (rules M1 to M3), and how exact they are (M2).

What nobody can be sure of is told as such: a star by its readings, an expression that cannot be read as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, Union

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    YES,
    Question,
    yes_or_no,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES

SEVERAL = "multi:"
_SIGNS = frozenset("*?|()[]{}^$\\")
_STARS = re.compile(r"[^\s?+|()\[\]{}^$\\:]+")
_QUANTIFIERS = re.compile(r"(?<!\\)[*+{]")
_NESTED = re.compile(r"\)[*+{]|\\[1-9]|\(\?[^:]")
_MOST_QUANTIFIERS = 3
"""With more of them, or one after a group, an expression may take for ever over a long address."""

EXACT, WILDCARD, EXPRESSION, CATCH_ALL = 3, 2, 1, 0
"""How exact a domain or an address is (M2: documented)."""


@dataclass(frozen=True)
class Condition:
    """What holds under some readings of a question alone.

    Attributes:
        holds: the readings under which it does. personal: the question is about one address, and not about a rule.
    """

    question: Question
    holds: frozenset[str]
    personal: bool = False


# pylint takes a bar between types for an operation on values.
Truth: TypeAlias = Union[Literal[True], tuple[Condition, ...]]  # noqa: UP007
"""Whether something holds: for sure, or if any of the conditions does; not at all where there is none."""
FALSE: tuple[Condition, ...] = ()


def either(truths: Iterable[Truth]) -> Truth:
    """Return whether any of several things holds."""
    found: dict[Condition, None] = {}
    for truth in truths:
        if truth is True:
            return True
        found.update(dict.fromkeys(truth))
    return tuple(found)


def sure(holds: object) -> Truth:
    """Return a truth without a condition."""
    return True if holds else FALSE


def is_pattern(written: str) -> bool:
    """Whether a domain or an address stands for more than itself."""
    signs = _SIGNS if "@" in written else _SIGNS | {"+"}
    return written.lower().startswith(SEVERAL) or not signs.isdisjoint(written)


def fixed_end(written: str) -> str:
    """Return the labels that every domain ends with that a pattern stands for, as far as that is plain."""
    if written.lower().startswith(SEVERAL) or not is_stars(written):
        return ""
    labels = written.lower().rpartition("@")[2].split(".")
    first = max((place for place, label in enumerate(labels) if "*" in label), default=-1) + 1
    return ".".join(labels[first:])


@lru_cache(maxsize=4096)
def exactness(written: str) -> int:
    """Return how exact a domain or an address is (M2). A star in an address is taken as an expression (inferred)."""
    if not is_pattern(written):
        return EXACT
    if written.lower().startswith(SEVERAL):
        return WILDCARD
    if is_stars(written):
        if not written.strip("*.@"):
            return CATCH_ALL
        return EXPRESSION if "@" in written.lstrip("@") else WILDCARD
    return CATCH_ALL if written in (".*", ".+", "^.*$", "^.+$") else EXPRESSION


@lru_cache(maxsize=4096)
def matcher(written: str) -> Callable[[str], Truth]:
    """Return what tells whether a pattern stands for a domain or an address.

    Args:
        written: a pattern, or several after ``multi:`` (that blanks, commas or semicolons part them is inferred).
    """
    matchers = [_single(part) for part in parts(written)]
    return matchers[0] if len(matchers) == 1 else lambda name: either(matches(name) for matches in matchers)


def parts(written: str) -> list[str]:
    """Return the patterns that several of them are made of, or the one that it is."""
    if not written.lower().startswith(SEVERAL):
        return [written]
    return [part for part in re.split(r"[\s,;]+", written[len(SEVERAL) :]) if part]


def _single(written: str) -> Callable[[str], Truth]:
    if not is_pattern(written):
        return lambda name: sure(name == written)
    if is_stars(written):
        return _by_stars(written.lstrip("@"))
    return _by_expression(written)


def is_stars(written: str) -> bool:
    """Whether nothing but stars stands for something else. A dot before a star is read as an expression (inferred)."""
    bare = written.lstrip("@")
    local = bare.rpartition("@")[0]
    plain = bare.count("@") <= 1 and all(_STARS.fullmatch(part) for part in bare.split("@"))
    return plain and ".*" not in local and "" not in bare.rpartition("@")[2].split(".")


def _by_stars(written: str) -> Callable[[str], Truth]:
    """Return the matcher of a pattern with stars: a star for a label is read in three ways (M3)."""
    local, at, domain = written.rpartition("@")
    domains = [re.compile(domain_expression(domain, reading), re.DOTALL) for reading in "abc"]
    before = re.compile(local_expression(local), re.DOTALL) if at else None

    def matches(name: str) -> Truth:
        mailbox, _at, host = name.rpartition("@")
        if before is not None and not before.fullmatch(mailbox):
            return FALSE
        holds = frozenset(reading for reading, domain in zip("abc", domains, strict=True) if domain.fullmatch(host))
        return (Condition(RULES["M3"].question, holds),) if 0 < len(holds) < len(domains) else sure(holds)

    return matches


def local_expression(local: str) -> str:
    """Return the local part of an address with stars as a regular expression."""
    return ".*".join(map(re.escape, local.split("*")))


def domain_expression(domain: str, reading: str) -> str:
    """Return a domain with stars as a regular expression, under a reading of M3."""
    if not domain.strip("*."):
        return ".*"
    labels = domain.lower().split(".")
    found = []
    for place, label in enumerate(labels):
        dot = "" if place == len(labels) - 1 else r"\."
        if label.strip("*"):
            found.append(("[^.]*" if reading == "a" else ".*").join(map(re.escape, label.split("*"))) + dot)
        elif label and reading == "c" and dot:
            found.append(r"(?:.+\.)?")
        else:
            found.append((("[^.]+" if reading == "a" else ".+") if label else "") + dot)
    return "".join(found)


def _by_expression(written: str) -> Callable[[str], Truth]:
    expression = _readable(written)
    if expression is None:
        question = yes_or_no(
            f"unknown:expression {written}",
            f"Whether the expression {written} stands for the address: it is not one that can be judged here.",
            yes="it does",
            no="it does not",
        )
        return lambda name: (Condition(question, frozenset({YES}), personal=True),)

    def matches(name: str) -> Truth:
        whole, part = expression.fullmatch(name), expression.search(name)
        if bool(whole) == bool(part):
            return sure(whole)
        return (Condition(RULES["M1"].question, frozenset("a")),)

    return matches


def _readable(written: str) -> re.Pattern[str] | None:
    if _NESTED.search(written) or len(_QUANTIFIERS.findall(written)) > _MOST_QUANTIFIERS:
        return None
    try:
        return re.compile(written, re.IGNORECASE)
    except re.error:
        return None
