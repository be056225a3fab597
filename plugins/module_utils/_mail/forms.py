# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which classes of mail each policy of two accounts asks for, side by side: before and after a change.

It knows no precedence, and not what policies do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.alterations import Alteration
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import (
    HEADERS,
    HOSTNAMES,
    RECIPIENTS,
    SENDERS,
    SENT,
    SERVERS,
    Ask,
    Form,
    Masks,
    Version,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import (
    AddressClass,
    AddressClasses,
    Mask,
    Pair,
    ServerClasses,
    masked,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import OTHER, directions, idle, sees
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import INTERNAL, Policy, Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.unions import united
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import FALSE
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import ENVELOPE, HEADER, Candidate


class Mail:
    """All mail on one day, as two accounts tell it apart, and all policies over it."""

    def __init__(self, pair: Pair, addresses: AddressClasses, day: str) -> None:
        self.pair, self.addresses, self.day = pair, addresses, day
        accounts = [matching.account for matching in pair]
        self.servers = ServerClasses(accounts)
        self.hostnames = (
            OTHER,
            *sorted({name for account in accounts for each in account.policies for name in each.hostnames}),
        )
        recipients = addresses.all & ~1
        self.all: Masks = (addresses.all, addresses.all, recipients, self.servers.all, (1 << len(self.hostnames)) - 1)
        self._alters = tuple(
            {each.does for each in account.policies if each.kind == policies.ALTERATION and not idle(each, day)}
            for account in accounts
        )
        self._asked = lru_cache(maxsize=None)(self._ask)
        self._altered = lru_cache(maxsize=None)(self._ask_altered)
        self._altered_truths = lru_cache(maxsize=None)(self._truths_of_altered)
        self._alterations = lru_cache(maxsize=None)(self._ask_alterations)
        self._moved_alterations = lru_cache(maxsize=None)(self._moved_by_alterations)
        self._places_altered = [place for place, found in enumerate(addresses.classes) if any(found.altering)]
        self.forms = united([*self._all_forms(accounts)], self.all)

    def of_scope(self, dimension: int, scope: Scope, version: int) -> Ask:
        """Return what a scope asks in a dimension."""
        return self._asked(dimension, scope, version)

    def classes(self, message: Message) -> Masks:
        """Return the class of a message in each dimension.

        Raises:
            LookupError: what policies ask of one of its addresses was not foreseen.
        """
        parts = (message.envelope_from, message.header_from, message.recipient)
        sender, header, recipient = (1 << self.addresses.place(address) for address in parts)
        name = self.hostnames.index(message.hostname) if message.hostname in self.hostnames else 0
        return sender, header, recipient, 1 << self.servers.place(message.ip), 1 << name

    def moved(self, scope: Scope) -> Mask:
        """Return the classes that are otherwise in a scope than before."""
        return _moved(*(self.addresses.truths(scope, version) for version in (0, 1)))

    def _all_forms(self, accounts: Sequence[Account]) -> Iterable[Form]:
        acting = [
            dict.fromkeys(_bare(policy) for policy in account.policies if not idle(policy, self.day))
            for account in accounts
        ]
        for policy in sorted({*acting[0], *acting[1]}, key=_order):
            there = tuple(policy in found for found in acting)
            for sender, recipient in directions(policy):
                for seen_by in (ENVELOPE, HEADER):
                    if sees(policy, seen_by):
                        yield self._form(Candidate(policy, sender, recipient, seen_by), there)

    def _form(self, candidate: Candidate, there: tuple[bool, ...]) -> Form:
        before, after = (self._version(candidate, version) if there[version] else None for version in (0, 1))
        moved = self.moved(candidate.sender), self.moved(candidate.recipient)
        if candidate.policy.kind == policies.ROUTE and any(self._alters):
            moved = moved[0], _moved(*(self._altered_truths(candidate.recipient, version) for version in (0, 1)))
        if candidate.policy.kind == policies.ALTERATION:
            moved = moved[0], moved[1] | self._moved_alterations(candidate.policy.does)
        return Form(candidate, (before, after), moved, self._is_detached(candidate.policy))

    def _is_detached(self, policy: Policy) -> bool:
        before, after = (matching.account for matching in self.pair)
        if policy.kind == policies.ROUTE:
            return before.routes.get(policy.does) != after.routes.get(policy.does)
        if policy.kind == policies.ALTERATION:
            return (policy.does in before.alterations) != (policy.does in after.alterations)
        return any(before.spf.get(domain) != after.spf.get(domain) for domain in policy.spf_domains)

    def _version(self, candidate: Candidate, version: int) -> Version:
        policy = candidate.policy
        sender = self.of_scope(HEADERS if candidate.seen_by == HEADER else SENDERS, candidate.sender, version)
        if policy.kind == policies.ROUTE and self._alters[version]:
            recipient = self._altered(candidate.recipient, version)
        elif candidate.recipient == INTERNAL and policy.kind not in SENT:
            recipient = self._inside(version)
        else:
            recipient = self.of_scope(RECIPIENTS, candidate.recipient, version)
        details: tuple[Ask, ...] = ()
        if policy.kind == policies.SPF_BYPASS:
            spf = self.pair[version].account.spf
            details = tuple(self._networks(spf[domain]) for domain in policy.spf_domains if spf.get(domain))
        elif policy.kind == policies.ALTERATION:
            details = (self._alterations(policy.does),)
        return Version(sender, recipient, self._of_servers(policy), details)

    def _of_servers(self, policy: Policy) -> tuple[Ask, ...]:
        asks = [self._networks(policy.source_ips)] if policy.source_ips else []
        if policy.hostnames:
            named = masked([self.hostnames.index(name) for name in policy.hostnames], len(self.hostnames))
            asks.append(Ask(HOSTNAMES, {True: named}, named))
        return tuple(asks)

    def _networks(self, names: tuple[str, ...]) -> Ask:
        inside = self.servers.inside(names)
        if self.servers.is_readable(names):
            return Ask(SERVERS, {True: inside}, inside)
        return Ask(SERVERS, {(names, True): inside, (names, False): self.servers.all & ~inside}, inside)

    def _inside(self, version: int) -> Ask:
        """Return what a policy for internal addresses asks of recipients of mail that comes in: nothing more (M8)."""
        inside = self.of_scope(RECIPIENTS, INTERNAL, version).any
        return Ask(RECIPIENTS, {True: inside}, inside)

    def _ask(self, dimension: int, scope: Scope, version: int) -> Ask:
        truths = self.addresses.truths(scope, version)
        personal = 0
        for truth, mask in truths.items():
            personal |= mask if truth is not True and any(condition.personal for condition in truth) else 0
        return Ask(dimension, truths, truths.get(True, 0), personal)

    def _ask_altered(self, scope: Scope, version: int) -> Ask:
        truths = self._altered_truths(scope, version)
        sure = 0
        for key, mask in truths.items():
            sure |= mask if _is_all_true(key) else 0
        return Ask(RECIPIENTS, truths, sure, self.of_scope(RECIPIENTS, scope, version).personal)

    def _truths_of_altered(self, scope: Scope, version: int) -> Mapping[Hashable, Mask]:
        """Return how recipients fit a scope, as they come and as alterations make them, without those that never do."""
        places: dict[Hashable, list[int]] = {}
        plain = ~masked(self._places_altered, self.addresses.size)
        truths = self.addresses.truths(scope, version)
        unaltered: dict[Hashable, Mask] = {(truth, ()): mask & plain for truth, mask in truths.items() if mask & plain}
        for place in self._places_altered:
            found = self.addresses.classes[place]
            own = found.signatures[version].truths.get(scope, FALSE)
            altering = [each for each in found.altering[version] if each[0].set in self._alters[version]]
            became = [signature.truths.get(scope, FALSE) for _alteration, signature in altering]
            if own or any(became):
                key = own, tuple(zip(_nameless([each for each, _signature in altering]), became, strict=True))
                places.setdefault(key, []).append(place)
        altered = {key: masked(found, self.addresses.size) for key, found in places.items()}
        return {key: unaltered.get(key, 0) | altered.get(key, 0) for key in (*unaltered, *altered)}

    def _ask_alterations(self, name: str) -> Ask:
        """Return which recipients a set alters alike."""
        places: dict[Hashable, list[int]] = {}
        for place in self._places_altered:
            found = self.addresses.classes[place]
            fitting = _of_set(found, name)
            if any(fitting):
                places.setdefault((fitting, found.alike), []).append(place)
        return Ask(RECIPIENTS, {key: masked(found, self.addresses.size) for key, found in places.items()}, 0)

    def _moved_by_alterations(self, name: str) -> Mask:
        classes = self.addresses.classes
        places = [place for place in self._places_altered if len({*_of_set(classes[place], name)}) > 1]
        return masked(places, self.addresses.size)


def _of_set(found: AddressClass, name: str) -> tuple[tuple[Alteration, ...], ...]:
    """Return the alterations of a set that fit a class, before and after."""
    return tuple(tuple(each for each, _signature in altering if each.set == name) for altering in found.altering)


def _nameless(altering: Sequence[Alteration]) -> list[Hashable]:
    """Return alterations without what they make of an address, but where one of several has to be chosen by it (M9)."""
    rivals = Counter((each.set, each.exactness) for each in altering)
    return [each if rivals[each.set, each.exactness] > 1 else replace(each, new="") for each in altering]


def _is_all_true(key: Hashable) -> bool:
    own, became = cast("tuple[Any, Any]", key)
    return own is True and all(truth is True for _alteration, truth in became)


def _moved(before: Mapping[Any, Mask], after: Mapping[Any, Mask]) -> Mask:
    """Return the classes that two mappings put elsewhere."""
    found = 0
    for key in {*before, *after}:
        found |= before.get(key, 0) ^ after.get(key, 0)
    return found


def _bare(policy: Policy) -> Policy:
    """Return a policy without where it is known from, which changes nothing that it does."""
    return replace(policy, origin="")


def _order(policy: Policy) -> tuple[str, str, str]:
    return policy.kind, policy.name, repr(policy)
