# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which policies fit a message, and why the others do not (rules S9 to S11, M1 to M8, M13).

A message is its class: what policies ask of its sender, its recipient, its connecting address and its host name. It
knows no precedence.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import ACCOUNT, DOMAIN, Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.alterations import (
    Alteration,
    Alterations,
    altered,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    YES,
    Node,
    Question,
    Reading,
    yes_or_no,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Policy, Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.signatures import (
    Addresses,
    Places,
    Signature,
    Sources,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    FALSE,
    Condition,
    Truth,
    either,
    sure,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import ENVELOPE, HEADER, Candidate, Contest
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of

_Key = tuple[Signature, Signature, Signature, bool, str]
Conditions = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True)
class MailClass:
    """What policies can tell of a message. Messages of one class meet the same fate.

    Attributes:
        sender, header, recipient: signatures of the envelope from, the header from and the recipient.
        is_same: whether both senders are one address. day: as YYYY-MM-DD.
        places: the lists of networks that hold the connecting address; None where that is not known.
        alterations: those that fit the recipient, each with the signature of what it makes of it.
        hostname: the host name if a policy names it, ``other`` if none does; None where it is not known.
    """

    sender: Signature
    header: Signature
    recipient: Signature
    is_same: bool
    day: str
    places: Places | None
    hostname: str | None
    alterations: tuple[tuple[Alteration, Signature], ...] = ()


OTHER = "other"


class Contestants:
    """Policies of one type that fit a class, its server included. Classes that the same ones fit share one object.

    Attributes:
        candidates: in any order. some_by_header: whether some fit by the header. known: what was worked out of them.
        is_named: whether decisions name policies.
    """

    def __init__(self, candidates: Sequence[Candidate], is_named: bool) -> None:
        self.candidates, self.is_named = candidates, is_named
        self.some_by_header = any(candidate.seen_by == HEADER for candidate in candidates)
        self.known: dict[str, Node[Any]] = {}

    @cached_property
    def contest(self) -> Contest:
        """The contest of all of them."""
        return Contest(self.candidates, self.is_named)

    @cached_property
    def by_envelope(self) -> Contest:
        """The contest of those that fit by the envelope."""
        by_envelope = [candidate for candidate in self.candidates if candidate.seen_by == ENVELOPE]
        return Contest(by_envelope, self.is_named)


class Fitting:
    """The policies of one type that fit the addresses of a class, by what they ask of the server.

    Attributes:
        anywhere: nothing. by_networks: to be in a list of networks. others: a host name, or what cannot be read.
        from_server: those that fit a server too, by what was asked.
    """

    def __init__(self, candidates: Sequence[Candidate], unreadable: Collection[tuple[str, ...]]) -> None:
        self.all = candidates
        self.anywhere: list[Candidate] = []
        self.by_networks: dict[tuple[str, ...], list[Candidate]] = {}
        self.others: list[Candidate] = []
        self.from_server: dict[Hashable, Contestants] = {}
        for candidate in candidates:
            policy = candidate.policy
            if policy.hostnames or policy.source_ips in unreadable:
                self.others.append(candidate)
            elif policy.source_ips:
                self.by_networks.setdefault(policy.source_ips, []).append(candidate)
            else:
                self.anywhere.append(candidate)


class _Pair:
    """The policies of one type between two scopes that see one sender address. Pairs are told apart by identity."""

    __slots__ = ("candidates",)

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []


_Index = dict[str, dict[Scope, dict[Scope, dict[str, _Pair]]]]
"""By which sender address -> scope of the sender -> scope of the recipient -> type -> policies."""


class Matching:
    """The policies of an account, by what they ask of a message."""

    def __init__(self, account: Account) -> None:
        self.account, self._is_named = account, True
        found = account.policies
        self.addresses = Addresses(account, (side for policy in found for side in _sides(policy)))
        spf = [networks for networks in account.spf.values() if networks]
        self.sources = Sources([*(policy.source_ips for policy in found if policy.source_ips), *spf])
        self.alterations = Alterations(account.alterations)
        self._hostnames = frozenset(name for policy in found for name in policy.hostnames)
        self._days: dict[str, _Index] = {}
        self._fitting: dict[_Key, dict[str, Fitting]] = {}
        self._same: dict[frozenset[tuple[_Pair, Conditions]], Fitting] = {}
        self._nothing = {kind: Fitting((), ()) for kind in policies.KINDS}
        self._questions: dict[_Key, tuple[Question, dict[str, Places]]] = {}
        self._placed: dict[str, Places] = {}

    def only(self, kept: Iterable[Policy], kinds: Collection[str]) -> Matching:
        """Return it as if there were some policies alone, all of them known but of some types. Classes are the same.

        Decisions name no policies then.
        """
        origins = {name: origin if name in kinds else ACCOUNT for name, origin in self.account.origins.items()}
        found = copy(self)
        found._is_named = False
        found.account = replace(
            self.account, policies=tuple(kept), origins={**origins, DOMAIN: self.account.origins[DOMAIN]}
        )
        found._days, found._fitting, found._same, found._questions = {}, {}, {}, {}
        found._nothing = {kind: Fitting((), ()) for kind in policies.KINDS}
        return found

    def mail_class(self, message: Message) -> MailClass:
        """Return the class of a message."""
        return MailClass(
            self.addresses.signature(message.envelope_from),
            self.addresses.signature(message.header_from),
            self.addresses.signature(message.recipient),
            message.envelope_from == message.header_from,
            message.day,
            self._places(message.ip),
            self._hostname(message.hostname),
            tuple(
                (alteration, self.addresses.signature(altered(message.recipient, alteration.new)))
                for alteration in self.alterations.of(message.recipient)
            ),
        )

    def _places(self, ip: str) -> Places | None:
        if not ip:
            return None
        if ip not in self._placed:
            self._placed[ip] = self.sources.places(ip)
        return self._placed[ip]

    def _hostname(self, name: str) -> str | None:
        if not name:
            return None
        return name if name in self._hostnames else OTHER

    def fitting(self, mail: MailClass) -> Mapping[str, Fitting]:
        """Return the policies of each type that fit the addresses of a class on its day, whatever server it is from."""
        key = _key(mail)
        found = self._fitting.get(key)
        if found is None:
            found = self._fitting[key] = {kind: self._joined(pairs) for kind, pairs in self._pairs(mail).items()}
        return found

    def _pairs(self, mail: MailClass) -> dict[str, list[tuple[_Pair, Conditions]]]:
        found: dict[str, list[tuple[_Pair, Conditions]]] = {}
        recipients = mail.recipient.truths
        index = self._index(mail.day)
        for seen_by, signature in ((ENVELOPE, mail.sender), (HEADER, mail.header)):
            who = "sender" if mail.is_same else f"{seen_by} sender"
            for scope, truth in signature.truths.items():
                by_recipient = index[seen_by].get(scope, {})
                for other in recipients.keys() & by_recipient.keys():
                    conditions = _about(truth, who) + _about(recipients[other], "recipient")
                    for kind, pair in by_recipient[other].items():
                        found.setdefault(kind, []).append((pair, conditions))
        return found

    def _joined(self, pairs: Iterable[tuple[_Pair, Conditions]]) -> Fitting:
        """Return the policies of several pairs; the same object for the same ones."""
        ordered = tuple(pairs)
        key = frozenset(ordered)
        found = self._same.get(key)
        if found is None:
            candidates = [
                replace(candidate, conditions=conditions) if conditions else candidate
                for pair, conditions in ordered
                for candidate in pair.candidates
            ]
            found = self._same[key] = Fitting(candidates, self.sources.unreadable)
        return found

    def _index(self, day: str) -> _Index:
        """Return the policies that act on a day."""
        if day not in self._days:
            index: _Index = {ENVELOPE: {}, HEADER: {}}
            for policy in self.account.policies:
                if idle(policy, day):
                    continue
                for seen_by in (ENVELOPE, HEADER):
                    for sender, recipient in directions(policy) if sees(policy, seen_by) else ():
                        by_kind = index[seen_by].setdefault(sender, {}).setdefault(recipient, {})
                        pair = by_kind.setdefault(policy.kind, _Pair())
                        pair.candidates.append(Candidate(policy, sender, recipient, seen_by))
            self._days[day] = index
        return self._days[day]

    def contestants(self, kind: str, mail: MailClass) -> Contestants:
        """Return the policies of a type that fit a class; what is not known of its server is a condition of them."""
        fitting = self.fitting(mail).get(kind) or self._nothing[kind]
        near = frozenset(mail.places or ()).intersection(fitting.by_networks)
        key: Hashable = near
        if fitting.others or (mail.places is None and fitting.by_networks):
            key = (near, mail.places, mail.hostname, _key(mail))
        found = fitting.from_server.get(key)
        if found is None:
            found = fitting.from_server[key] = Contestants(self._from_server(fitting, mail), self._is_named)
        return found

    def _from_server(self, fitting: Fitting, mail: MailClass) -> list[Candidate]:
        found, asked = [*fitting.anywhere], [*fitting.others]
        for names, candidates in fitting.by_networks.items():
            if mail.places is None:
                asked += candidates
            elif names in mail.places:
                found += candidates
        for candidate in asked:
            conditions = self.server_conditions(candidate.policy, mail)
            if conditions is not None:
                found.append(replace(candidate, conditions=candidate.conditions + conditions))
        return found

    def server_conditions(self, policy: Policy, mail: MailClass) -> Conditions | None:
        """Return what has to hold for a policy to fit a server, or None where it does not fit."""
        if not (policy.source_ips or policy.hostnames):
            return ()
        address = self.in_networks(policy.source_ips, mail)
        name = self._has_name(policy, mail)
        if policy.source_ips and policy.hostnames:
            enough: Truth = (Condition(RULES["M13"].question, frozenset("b")),)
            needed = [either((address, name)), either((address, enough)), either((name, enough))]
        else:
            needed = [address if policy.source_ips else name]
        if FALSE in needed:
            return None
        return tuple(truth for truth in needed if truth is not True)

    def in_networks(self, names: tuple[str, ...], mail: MailClass) -> Truth:
        """Return whether a message comes from an address in a list of networks."""
        if mail.places is None:
            question, places = self._unknown_address(mail)
            holds = frozenset(ip for ip, found in places.items() if names in found)
            truth: Truth = (Condition(question, holds),) if holds else FALSE
        else:
            truth = sure(names in mail.places)
        odd = self.sources.unreadable.get(names)
        return either((truth, (_unreadable(odd),))) if odd else truth

    def _unknown_address(self, mail: MailClass) -> tuple[Question, dict[str, Places]]:
        """Return the question which address a message comes from: one of each kind that policies for it tell apart."""
        key = _key(mail)
        if key not in self._questions:
            fitting = {candidate.policy for found in self.fitting(mail).values() for candidate in found.all}
            lists = {policy.source_ips for policy in fitting}
            lists |= {self.account.spf.get(domain, ()) for policy in fitting for domain in policy.spf_domains}
            places = {ip: found for found, ip in self.sources.witnesses(lists - {()}).items()}
            readings = tuple(Reading(ip, _told(found)) for ip, found in places.items())
            question = Question("unknown:ip", "Which address the message comes from.", readings)
            self._questions[key] = question, places
        return self._questions[key]

    def _has_name(self, policy: Policy, mail: MailClass) -> Truth:
        if mail.hostname is not None:
            return sure(mail.hostname in policy.hostnames)
        every = {name for found in self.fitting(mail).values() for each in found.all for name in each.policy.hostnames}
        names = sorted(every)
        readings = (*(Reading(name, f"from {name}") for name in names), Reading(OTHER, "from none that a policy names"))
        question = Question("unknown:hostname", "Which host name the connecting server has.", readings)
        return (Condition(question, frozenset(policy.hostnames)),)


def _key(mail: MailClass) -> _Key:
    return (mail.sender, mail.header, mail.recipient, mail.is_same, mail.day)


def _unreadable(network: str) -> Condition:
    question = yes_or_no(
        f"unknown:network {network}",
        f"Whether the connecting address is in {network}, which is no network that can be read.",
        yes="it is",
        no="it is not",
    )
    return Condition(question, frozenset({YES}))


def _told(places: Places) -> str:
    names = sorted({name for networks in places for name in networks})
    return f"an address in {first_of(names, 3)}" if names else "an address in no network that a policy names"


def _about(truth: Truth, who: str) -> Conditions:
    """Return the conditions of a truth; a question about an address says about whose."""
    if truth is True:
        return ()
    return (tuple(_asked_of(condition, who) for condition in truth),)


def _asked_of(condition: Condition, who: str) -> Condition:
    if not condition.personal:
        return condition
    question = replace(condition.question, id=f"{condition.question.id} ({who})")
    return Condition(question, condition.holds)


def _sides(policy: Policy) -> tuple[Scope, Scope]:
    return policy.applies_from, policy.applies_to


def directions(policy: Policy) -> list[tuple[Scope, Scope]]:
    """Return the sides of a policy in each direction it acts in (S10)."""
    sides = _sides(policy)
    return [sides, sides[::-1]] if policy.bidirectional and sides[0] != sides[1] else [sides]


def idle(policy: Policy, day: str) -> str:
    """Return why a policy does nothing on a day, or "" (S9)."""
    if not policy.enabled:
        return "it is disabled"
    if policy.valid_from and day < policy.valid_from:
        return f"it begins on {policy.valid_from}"
    return f"it ended on {policy.valid_until}" if policy.valid_until and day > policy.valid_until else ""


def sees(policy: Policy, seen_by: str) -> bool:
    """Whether a policy compares a sender address (S11)."""
    return policy.based_on == policies.BOTH or policy.based_on == _BASED_ON[seen_by]


_BASED_ON = {ENVELOPE: policies.ENVELOPE, HEADER: policies.HEADER}
