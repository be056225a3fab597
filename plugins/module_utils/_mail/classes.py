# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The finitely many classes of addresses and servers that two accounts tell apart, so that one set serves for both.

A set of classes is a number with a bit for each, so sets are cut and joined at once. It knows no precedence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.alterations import Alteration, altered
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.signatures import Places, Signature, Sources
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import Truth
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.witnesses import witnesses

Mask = int
"""A set of classes: a number with a bit for each."""
Pair = tuple[Matching, Matching]
"""An account before and after a change."""

_Altering = tuple[tuple[Alteration, Signature], ...]
_Key = tuple[tuple[Signature, _Altering], tuple[Signature, _Altering], tuple[int, ...]]


def lowest(mask: Mask) -> int:
    """Return the place of the first bit of a mask that has any."""
    return (mask & -mask).bit_length() - 1


def bits(mask: Mask) -> list[int]:
    """Return the places of the bits of a mask."""
    return [place for place, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]


def masked(places: Iterable[int], size: int) -> Mask:
    """Return the mask of some places, of ``size`` that there are."""
    found = bytearray(size // 8 + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


@dataclass(eq=False)
class AddressClass:
    """Addresses that neither account tells apart.

    Attributes:
        signatures: before and after. altering: the alterations that fit, before and after. alike: for each of these
            the first one that makes the same of an address of the class.
        named: those that stand for themselves. others: those that stand for more that nobody names.
    """

    signatures: tuple[Signature, Signature]
    altering: tuple[_Altering, _Altering]
    alike: tuple[int, ...]
    named: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def witness(self) -> str:
        """An address of the class."""
        return self.others[0] if self.others else self.named[0]


class AddressClasses:
    """The classes of addresses of two accounts. The first is the empty sender."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        accounts = [matching.account for matching in pair]
        scopes = {scope for matching in pair for scope in matching.addresses.scopes}
        found = witnesses(accounts, scopes, {name for matching in pair for name in matching.addresses.named})
        self.missing, self._spare = found.missing, found.spare
        self._places: dict[_Key, int] = {}
        self._alike: dict[Hashable, AddressClass] = {}
        self.classes: list[AddressClass] = []
        self._add("").named.append("")
        for address in sorted(found.named):
            self._add(address).named.append(address)
        for address in found.others:
            self._add(address).others.append(address)
        self.size = len(self.classes)
        self.all = (1 << self.size) - 1
        self._truths = tuple(self._by_scope(version) for version in (0, 1))

    def _key(self, address: str) -> _Key:
        told = [_told(matching, address) for matching in self._pair]
        became = [altered(address, alteration.new) for _signature, altering in told for alteration, _new in altering]
        return told[0], told[1], tuple(became.index(each) for each in became)

    def _likeness(self, address: str) -> Hashable:
        """Return what is the same for addresses of one class alone, and is found quicker than the class."""
        changes = [(matching, matching.alterations.of(address)) for matching in self._pair]
        became = [altered(address, each.new) for _matching, altering in changes for each in altering]
        return (
            tuple(matching.addresses.likeness(address) for matching in self._pair),
            tuple(became.index(each) for each in became),
            tuple(
                (each, matching.addresses.likeness(altered(address, each.new)))
                for matching, altering in changes
                for each in altering
            ),
        )

    def _add(self, address: str) -> AddressClass:
        likeness = self._likeness(address)
        if likeness not in self._alike:
            self._alike[likeness] = self._class_of(address)
        return self._alike[likeness]

    def _class_of(self, address: str) -> AddressClass:
        key = self._key(address)
        if key not in self._places:
            self._places[key] = len(self.classes)
            (before, fit_before), (after, fit_after), alike = key
            self.classes.append(AddressClass((before, after), (fit_before, fit_after), alike))
        return self.classes[self._places[key]]

    def _by_scope(self, version: int) -> Mapping[Scope, Mapping[Truth, Mask]]:
        places: dict[Scope, dict[Truth, list[int]]] = {}
        for place, found in enumerate(self.classes):
            for scope, truth in found.signatures[version].truths.items():
                places.setdefault(scope, {}).setdefault(truth, []).append(place)
        return {
            scope: {truth: masked(found, self.size) for truth, found in by_truth.items()}
            for scope, by_truth in places.items()
        }

    def place(self, address: str) -> int:
        """Return the place of the class of an address.

        Raises:
            LookupError: none was found for it.
        """
        return self._places[self._key(address)]

    def truths(self, scope: Scope, version: int) -> Mapping[Truth, Mask]:
        """Return whether addresses are in a scope, before (0) or after (1), without those of which it does not hold."""
        return self._truths[version].get(scope, {})

    def two(self, place: int) -> tuple[str, str] | None:
        """Return two addresses of a class, if there are two."""
        found = self.classes[place]
        known = [*found.others, *found.named]
        if len(known) == 1 and found.others:
            known += [f"{self._spare}@{known[0].rpartition('@')[2]}"]
        same = [address for address in known[:2] if self._places.get(self._key(address)) == place]
        return (same[0], same[1]) if len(same) > 1 else None


def _told(matching: Matching, address: str) -> tuple[Signature, _Altering]:
    if not matching.account.alterations:
        return matching.addresses.signature(address), ()
    mail = matching.mail_class(Message("", address, ""))
    return mail.recipient, mail.alterations


class ServerClasses:
    """The classes of connecting addresses that the networks of two accounts tell apart."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        lists = {names for account in accounts for names in _lists(account)}
        self._sources = Sources(lists)
        self._spans: dict[Places, list[tuple[str, str]]] = {}
        for first, last, places in self._sources.intervals():
            if self._sources.places(first) == places:  # IPv4 inside of IPv6 counts as IPv4, where it stands already
                self._spans.setdefault(places, []).append((first, last))
        self._places = {places: place for place, places in enumerate(self._spans)}
        self.size = len(self._places)
        self.all = (1 << self.size) - 1
        self.elsewhere = masked([self._places[frozenset()]] if frozenset() in self._places else [], self.size)
        inside: dict[tuple[str, ...], list[int]] = {names: [] for names in lists}
        for places, place in self._places.items():
            for names in places:
                inside[names].append(place)
        self._inside = {names: masked(found, self.size) for names, found in inside.items()}

    def inside(self, names: tuple[str, ...]) -> Mask:
        """Return the classes that are in a list of networks."""
        return self._inside.get(names, 0)

    def is_readable(self, names: tuple[str, ...]) -> bool:
        """Whether it is known which addresses a list of networks holds."""
        return names not in self._sources.unreadable

    def place(self, ip: str) -> int:
        """Return the place of the class of an address."""
        return self._places[self._sources.places(ip)]

    def spans(self, mask: Mask) -> list[tuple[str, str]]:
        """Return the first and last addresses of all stretches of some classes."""
        found = [*self._spans.values()]
        return [span for place in bits(mask) for span in found[place]]

    def witness(self, mask: Mask) -> str:
        """Return an address of some classes."""
        return self.spans(mask & -mask)[0][0]


def _lists(account: Account) -> Iterable[tuple[str, ...]]:
    yield from (policy.source_ips for policy in account.policies if policy.source_ips)
    yield from (networks for networks in account.spf.values() if networks)
