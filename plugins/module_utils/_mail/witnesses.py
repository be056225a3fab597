# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that stand for all others: at least one for everything that accounts can ask of an address at once.

Every address that is named stands for itself. For the rest there is a fresh local part at every domain that is named,
and at a fresh domain for each way to be below a domain or in patterns. It knows no policies.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import stars
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    CATCH_ALL,
    domain_expression,
    exactness,
    is_pattern,
    is_stars,
    local_expression,
    matcher,
    parts,
)

_PATTERNS = ("email_domain", "individual_email_address")
_LABEL, _TOP, _LOCAL, _SPARE = "other", "example", "someone", "somebody"
"""What names that nobody asks for begin with."""


@dataclass(frozen=True)
class Witnesses:
    """Addresses to look at.

    Attributes:
        named: those that stand for themselves. others: those that stand for more than themselves.
        spare: a local part that nobody names, to make a second of them. missing: patterns that may tell more apart.
    """

    named: frozenset[str]
    others: tuple[str, ...]
    spare: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Patterns:
    """What scopes hold besides names: domains and local parts with stars, addresses of both, and expressions."""

    domains: tuple[str, ...]
    locals: tuple[str, ...]
    addresses: tuple[str, ...]
    expressions: tuple[str, ...]


def witnesses(accounts: Sequence[Account], scopes: Iterable[Scope], named: Iterable[str]) -> Witnesses:
    """Return addresses that stand for all.

    Args:
        scopes: all that policies name. named: addresses and domains that scopes and members of groups are.
    """
    patterns = _patterns(scopes)
    altered = [each for account in accounts for found in account.alterations.values() for each in found]
    originals = {each.original for each in altered}
    news = {each.new for each in altered}
    known = {*named, *originals}
    addresses = {name for name in known if "@" in name.strip("@") and not name.endswith("@*")}
    internal = {domain for account in accounts for domain in account.domains}
    domains = {name.lstrip("@") for name in known if "@" not in name.lstrip("@")} | internal
    below, whole = _below(patterns, internal, domains)
    if patterns.expressions:
        domains |= {address.rpartition("@")[2] for address in addresses}
    locals_, whole_locals = _locals(patterns, {address.partition("@")[0] for address in addresses | news})
    halves = {name.removesuffix("@*") for name in originals if name.endswith("@*")}
    everywhere = [*domains, *below, *({new.rpartition("@")[2] for new in news} - {"*"} if halves else ())]
    at_some = [
        f"{local}@{domain}" for domain in everywhere for local in (*_fitting(patterns, domain, locals_), *halves)
    ]
    collisions = [
        f"{new.partition('@')[0]}{original}" for original in originals if original.startswith("@") for new in news
    ]
    taken = {address.partition("@")[0] for address in (*addresses, *originals, *news)}
    fresh, spare = (_unused(word, taken) for word in (_LOCAL, _SPARE))
    missing = (*patterns.expressions, *(() if whole and whole_locals else patterns.addresses + patterns.domains))
    return Witnesses(
        frozenset(addresses | {each for each in collisions if not each.startswith(("@", "*"))}),
        tuple(sorted({*at_some, *(f"{fresh}@{domain}" for domain in everywhere)})),
        spare,
        tuple(sorted(set(missing))),
    )


def _patterns(scopes: Iterable[Scope]) -> _Patterns:
    domains, locals_, addresses, expressions = set(), set(), set(), set()
    written = {scope.value for scope in scopes if scope.type in _PATTERNS and is_pattern(scope.value)}
    for part in (part for value in written for part in parts(value)):
        if not is_stars(part):
            expressions |= {part} if exactness(part) != CATCH_ALL else set()
            continue
        local, at, domain = part.lstrip("@").rpartition("@")
        domains.add(domain.lower())
        locals_ |= {local} if at else set()
        addresses |= {part} if at and local.strip("*") else set()
    return _Patterns(*(tuple(sorted(found)) for found in (domains, locals_, addresses, expressions)))


def _below(patterns: _Patterns, internal: Iterable[str], named: set[str]) -> tuple[list[str], bool]:
    """Return domains that nobody names: one for each way to be in patterns and below internal domains."""
    odd = [domain for domain in patterns.domains if not _is_leading(domain)]
    if odd:
        found = stars.names(
            [
                *(domain_expression(domain, reading) for domain in patterns.domains for reading in "abc"),
                *(rf".+\.{re.escape(domain)}" for domain in sorted(internal)),
            ],
            lambda name: name not in named,
            of_domains=True,
        )
        return list(found.names), found.all
    suffixes = {domain.lstrip("*.") for domain in patterns.domains} | {*internal}
    labels = {label for domain in suffixes | named for label in domain.split(".")}
    label, top = _unused(_LABEL, labels), _unused(_TOP, suffixes)
    most = max((domain.count("*") for domain in patterns.domains), default=0) + 2
    below = [
        ".".join([label] * times + ([suffix] if suffix else []))
        for suffix in sorted(suffixes | {top})
        for times in range(most + 1)
    ]
    return [name for name in below if "." in name and name not in named], True


def _is_leading(domain: str) -> bool:
    """Whether stars stand for whole labels in front of a domain, and for nothing else."""
    labels = domain.split(".")
    return "*" not in "".join(label for label in labels if label != "*") and "*" not in domain.lstrip("*.")


def _locals(patterns: _Patterns, named: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Return local parts that nobody names: one for each way to be in patterns."""
    if not patterns.locals:
        return (), True
    taken = {*named}
    expressions = [local_expression(local) for local in patterns.locals]
    found = stars.names(expressions, lambda name: name not in taken, of_domains=False)
    return (*found.names, *(local for local in patterns.locals if "*" not in local)), found.all


def _fitting(patterns: _Patterns, domain: str, locals_: tuple[str, ...]) -> tuple[str, ...]:
    """Return the local parts that matter at a domain."""
    ends = (each.rpartition("@")[2] for each in patterns.addresses)
    return locals_ if any(matcher(end)(domain) for end in ends) else ()


def _unused(word: str, taken: Container[str]) -> str:
    """Return a word, or it with a number, that is not taken."""
    return next(name for name in chain((word,), (f"{word}{number}" for number in count(2))) if name not in taken)
