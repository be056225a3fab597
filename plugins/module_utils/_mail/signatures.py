# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no policy tells apart behaves alike: every address, network and host name is known by what policies ask of it.

An atom is one thing that a policy asks: is it this address, in this domain, in this group, internal; is the connecting
address in these networks. A signature is all atoms that hold of an address. It knows no precedence.
"""

from __future__ import annotations

import bisect
import ipaddress
from collections.abc import Hashable, Iterable, Iterator, Mapping

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import (
    DOMAIN,
    Account,
    Group,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import NO, YES, yes_or_no
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import (
    EVERYONE,
    EXTERNAL,
    INTERNAL,
    Scope,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    FALSE,
    Condition,
    Truth,
    either,
    fixed_end,
    is_pattern,
    matcher,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks


class Signature:
    """The scopes that an address is in, or may be in under a condition. Addresses in the same ones share one object.

    Attributes:
        truths: scope -> whether the address is in it; what is not there does not hold.
    """

    __slots__ = ("truths",)

    def __init__(self, truths: Mapping[Scope, Truth]) -> None:
        self.truths = truths

    def __repr__(self) -> str:
        return f"Signature({', '.join(str(scope) for scope in self.truths)})"


class Addresses:
    """Which scopes an address is in."""

    def __init__(self, account: Account, scopes: Iterable[Scope]) -> None:
        """Take the scopes that policies name; internal and external addresses are always told apart."""
        self.scopes = tuple(
            sorted({*scopes, EVERYONE, INTERNAL, EXTERNAL}, key=lambda scope: (scope.type, scope.value))
        )
        self._account = account
        self._exact: dict[str, list[Scope]] = {}
        self._patterns: dict[str, dict[str, list[Scope]]] = {"email_domain": {}, "individual_email_address": {}}
        self._open: list[tuple[Scope, Truth]] = []
        self._below = _below(account.groups.values())
        self._members: dict[str, list[tuple[Scope, Truth]]] = {}
        self._of_domains: dict[str, list[tuple[Scope, Truth]]] = {}
        self._known: dict[str, Signature] = {}
        self._like_domains: dict[str, int | None] = {}
        self._same_domains: dict[tuple[tuple[Scope, Truth], ...], int] = {}
        self._same: dict[tuple[tuple[Scope, Truth], ...], Signature] = {}
        self._places = {scope: place for place, scope in enumerate(self.scopes)}
        for scope in self.scopes:
            self._file(scope)

    def signature(self, address: str) -> Signature:
        """Return the signature of an address; "" is the empty sender."""
        found = self._known.get(address)
        if found is None:
            holding = tuple(sorted(self._holding(address), key=lambda pair: self._places[pair[0]]))
            if holding not in self._same:
                self._same[holding] = Signature(dict(holding))
            found = self._known[address] = self._same[holding]
        return found

    def likeness(self, address: str) -> Hashable:
        """Return what addresses of one signature may have in common: two with the same likeness have one signature.

        It is found much quicker than a signature. What lists and patterns of addresses name is alike to nothing.
        """
        domain = address.rpartition("@")[2]
        if domain not in self._like_domains:
            ends = ("", domain, *_parents(domain))
            by_address = any(self._patterns["individual_email_address"].get(end) for end in ends)
            held = None if by_address else tuple(self._of_domain(domain))
            number = self._same_domains.setdefault(held, len(self._same_domains) + 1) if held is not None else None
            self._like_domains[domain] = number
        like = self._like_domains[domain]
        if not address or not like or address in self._exact:
            return address
        return like, tuple(map(id, self._members.get(address, ())))

    @property
    def named(self) -> set[str]:
        """Every address and domain that is named, be it as a member of a group."""
        return {*self._members, *self._exact}

    def _file(self, scope: Scope) -> None:
        if scope.type in self._patterns:
            if is_pattern(scope.value):
                self._patterns[scope.type].setdefault(fixed_end(scope.value), []).append(scope)
            else:
                self._exact.setdefault(scope.value, []).append(scope)
        elif scope.type == "profile_group":
            self._file_group(scope)
        elif scope not in (EVERYONE, INTERNAL, EXTERNAL):
            question = yes_or_no(
                f"unknown:scope {scope}",
                f"Whether the address is in the scope {scope}, which cannot be read here.",
                yes="it is",
                no="it is not",
            )
            self._open.append((scope, (Condition(question, frozenset({YES}), personal=True),)))

    def _file_group(self, scope: Scope) -> None:
        own = self._account.groups.get(scope.value) or Group(scope.value, None)
        self._file_members(scope, own, True)
        for group in _all_below(own.name, self._below).values():
            self._file_members(scope, group, (Condition(RULES["M5"].question, frozenset("b")),))

    def _file_members(self, scope: Scope, group: Group, truth: Truth) -> None:
        """Note who is in a group; of one that cannot be looked into, be it a sub-group, that it is not known."""
        if group.members is None:
            question = yes_or_no(
                f"unknown:group {group.name}",
                f"Whether the address is in the group {group.name}, whose members are not known.",
                yes="it is",
                no="it is not",
            )
            self._open.append((scope, (Condition(question, frozenset({YES}), personal=True),)))
        held = (scope, truth)
        for member in group.members or ():
            self._members.setdefault(member, []).append(held)

    def _holding(self, address: str) -> Iterator[tuple[Scope, Truth]]:
        yield EVERYONE, True
        if not address:
            yield EXTERNAL, _NO_SENDER
            return
        domain = address.rpartition("@")[2]
        if domain not in self._of_domains:
            self._of_domains[domain] = [*self._of_domain(domain)]
        found: dict[Scope, Truth] = {}
        for scope, truth in (
            *self._of_domains[domain],
            *self._members.get(address, ()),
            *((scope, True) for scope in self._exact.get(address, ())),
            *self._by_pattern("individual_email_address", address, domain),
            *self._open,
        ):
            if truth:
                found[scope] = either((found.get(scope, FALSE), truth))
        yield from found.items()

    def _of_domain(self, domain: str) -> Iterator[tuple[Scope, Truth]]:
        """Yield what holds of every address of a domain."""
        yield from ((scope, True) for scope in self._exact.get(domain, ()))
        yield from self._members.get(domain, ())
        yield from self._by_pattern("email_domain", domain, domain)
        yield from self._sides(domain)

    def _by_pattern(self, kind: str, name: str, domain: str) -> Iterator[tuple[Scope, Truth]]:
        """Yield the patterns that may stand for a name: those whose end without a star is the end of its domain."""
        patterns = self._patterns[kind]
        for end in ("", domain, *_parents(domain)) if patterns else ():
            for scope in patterns.get(end, ()):
                yield scope, matcher(scope.value)(name)

    def _sides(self, domain: str) -> Iterator[tuple[Scope, Truth]]:
        """Yield whether a domain is internal or external (M8)."""
        if domain in self._account.domains:
            yield INTERNAL, True
        elif self._account.is_unknown(DOMAIN):
            question = yes_or_no(
                f"unknown:internal_domain {domain}",
                f"Whether {domain} is an internal domain: those are not known.",
                yes="it is",
                no="it is not",
            )
            yield INTERNAL, (Condition(question, frozenset({YES})),)
            yield EXTERNAL, (Condition(question, frozenset({NO})),)
        elif any(parent in self._account.domains for parent in _parents(domain)):
            yield INTERNAL, (Condition(RULES["M8"].question, frozenset("b")),)
            yield EXTERNAL, (Condition(RULES["M8"].question, frozenset("a")),)
        else:
            yield EXTERNAL, True


_NO_SENDER: Truth = (
    Condition(
        yes_or_no(
            "unknown:empty_sender",
            "Whether a bounce, which has no sender, counts as mail of an external address.",
            yes="it does",
            no="it does not",
        ),
        frozenset({YES}),
    ),
)


def _parents(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    return (".".join(labels[place:]) for place in range(1, len(labels)))


def _below(groups: Iterable[Group]) -> dict[str, list[Group]]:
    """Return the groups that stand in each group."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.parent, []).append(group)
    return found


def _all_below(name: str, below: Mapping[str, list[Group]]) -> dict[str, Group]:
    """Return the groups that stand in a group, directly or not, by name."""
    found: dict[str, Group] = {}
    left = [name]
    while left:
        for group in below.get(left.pop(), ()):
            if group.name not in found and group.name != name:
                found[group.name] = group
                left.append(group.name)
    return found


_MAPPED = 0xFFFF << 32
"""Where IPv4 addresses stand inside of IPv6: from this address on."""


def _inside_of_ipv6(spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the IPv4 addresses that networks of IPv6 hold."""
    for version, first, last in spans:
        low, high = max(first, _MAPPED), min(last, _MAPPED + 2**32 - 1)
        if version == 6 and low <= high:
            yield 4, low - _MAPPED, high - _MAPPED


_KINDS = {4: (ipaddress.IPv4Address, 2**32), 6: (ipaddress.IPv6Address, 2**128)}
"""Version of IP -> its addresses, and how many there are."""


Places = frozenset[tuple[str, ...]]
"""The lists of networks that hold an address."""


class Sources:
    """Which lists of networks an IP address is in, by elementary intervals of all of them."""

    def __init__(self, lists: Iterable[tuple[str, ...]]) -> None:
        self._starts: dict[int, list[int]] = {4: [0], 6: [0]}
        self._places: dict[int, list[Places]] = {4: [frozenset()], 6: [frozenset()]}
        self.unreadable: dict[tuple[str, ...], str] = {}
        ends: dict[int, list[tuple[int, int, tuple[str, ...]]]] = {4: [], 6: []}
        for names in set(lists):
            spans, odd = networks.spans(names)
            for version, first, last in [*spans, *_inside_of_ipv6(spans)]:
                ends[version] += [(first, 1, names), (last + 1, -1, names)]
            if odd:
                self.unreadable[names] = str(odd[0])
        for version, found in ends.items():
            self._sweep(version, sorted(found))

    def _sweep(self, version: int, ends: list[tuple[int, int, tuple[str, ...]]]) -> None:
        held: dict[tuple[str, ...], int] = {}
        for number, step, names in ends:
            held[names] = held.get(names, 0) + step
            if not held[names]:
                del held[names]
            if self._starts[version][-1] != number:
                self._starts[version].append(number)
                self._places[version].append(frozenset())
            self._places[version][-1] = frozenset(held)

    def places(self, ip: str) -> Places:
        """Return the lists of networks that an address is in; IPv4 inside of IPv6 counts as IPv4."""
        address = ipaddress.ip_address(ip)
        address = getattr(address, "ipv4_mapped", None) or address
        starts = self._starts[address.version]
        return self._places[address.version][bisect.bisect_right(starts, int(address)) - 1]

    def witnesses(self, among: Iterable[tuple[str, ...]]) -> dict[Places, str]:
        """Return one address for every combination of ``among`` that an address can be in, the empty one first."""
        wanted = frozenset(among)
        found: dict[Places, str] = {}
        for first, _last, places in self.intervals():
            found.setdefault(places & wanted, first)
        return dict(sorted(found.items(), key=lambda pair: (len(pair[0]), pair[1])))

    def intervals(self) -> Iterator[tuple[str, str, Places]]:
        """Yield the first and the last address of every stretch that no list of networks divides, and its lists."""
        for version, starts in self._starts.items():
            kind, end = _KINDS[version]
            ends = [*starts[1:], end]
            for start, after, places in zip(starts, ends, self._places[version], strict=True):
                if start < end:
                    yield str(kind(start)), str(kind(min(after, end) - 1)), places
