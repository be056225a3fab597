# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that stand for all others: at least one for everything that accounts can ask of an address at once.

Every address that is named stands for itself. For the rest there is a fresh local part at every domain that is named,
and at a fresh domain for each way to be below a domain or in patterns. It knows no policies.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
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
    changes = [
        (each.original, each.new) for account in accounts for found in account.alterations.values() for each in found
    ]
    originals = {original for original, _new in changes}
    known = {*named, *originals}
    addresses = {name for name in known if "@" in name.strip("@") and not name.endswith("@*")}
    addresses |= {address for address in _becoming(changes, addresses) if address not in addresses}
    internal = {domain for account in accounts for domain in account.domains}
    domains = {name.lstrip("@") for name in known if "@" not in name.lstrip("@")} | internal
    if patterns.expressions:
        domains |= {address.rpartition("@")[2] for address in addresses}
    below, whole = _below(patterns, internal, domains)
    taken = {address.partition("@")[0] for address in addresses | {each for change in changes for each in change}}
    locals_, whole_locals = _locals(patterns, taken)
    fresh, spare = (unused(word, taken) for word in (_LOCAL, _SPARE))
    halves = {original.removesuffix("@*") for original in originals if original.endswith("@*")}
    ends = {domain: _ends(domain, changes) for domain in (*domains, *below)}
    others = {
        f"{local}@{domain}"
        for domain, possible in ends.items()
        for local in (fresh, *halves, *(locals_ if _is_in_addresses(patterns, possible) else ()))
    }
    missing = (*patterns.expressions, *(() if whole and whole_locals else patterns.addresses + patterns.domains))
    return Witnesses(frozenset(addresses), tuple(sorted(others)), spare, tuple(sorted(set(missing))))


def _becoming(changes: Sequence[tuple[str, str]], addresses: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that alterations make named ones of, and those of which two alterations make the same."""
    locals_: dict[str, set[str]] = {}
    domains: dict[str, set[str]] = {}
    for original, new in changes:
        if original.endswith("@*") and new.endswith("@*"):
            locals_.setdefault(new.removesuffix("@*"), set()).add(original.removesuffix("@*"))
        elif original.startswith("@") and new.startswith("@"):
            domains.setdefault(new.removeprefix("@"), set()).add(original.removeprefix("@"))
    results = {new for _original, new in changes if not new.startswith("@") and not new.endswith("@*")}
    for address in {*addresses, *results}:
        local, _at, domain = address.rpartition("@")
        yield from (f"{before}@{domain}" for before in locals_.get(local, ()))
        yield from (f"{local}@{before}" for before in domains.get(domain, ()))
    for original in (original for original, _new in changes if original.startswith("@")):
        yield from (f"{new.partition('@')[0]}{original}" for _original, new in changes if not new.startswith("@"))
    halves = [original.removesuffix("@*") for original, _new in changes if original.endswith("@*")]
    ends = {new.rpartition("@")[2] for _original, new in changes} - {"*"}
    yield from (f"{half}@{end}" for half in halves for end in ends)


def _ends(domain: str, changes: Sequence[tuple[str, str]]) -> list[str]:
    """Return a domain, and those that alterations make of it."""
    became = [new[1:] for original, new in changes if original == f"@{domain}" and new.startswith("@")]
    return [domain, *became]


def _is_in_addresses(patterns: _Patterns, domains: Iterable[str]) -> bool:
    """Whether patterns tell addresses of one of some domains apart."""
    ends = [each.rpartition("@")[2] for each in patterns.addresses]
    return any(matcher(end)(domain) for end in ends for domain in domains)


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
    label, top = unused(_LABEL, labels), unused(_TOP, suffixes)
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


def unused(word: str, taken: Container[str]) -> str:
    """Return a word, or it with a number, that is not taken."""
    return next(name for name in chain((word,), (f"{word}{number}" for number in count(2))) if name not in taken)
