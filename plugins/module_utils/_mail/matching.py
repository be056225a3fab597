# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which policies fit a message, and why the others do not (rules S9 to S11, M1 to M8, M13).

A message is its class: what policies ask of its sender, its recipient, its connecting address and its host name. It
knows no precedence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.alterations import (
    Alteration,
    Alterations,
    altered,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    YES,
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
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import ENVELOPE, HEADER, Candidate
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


@dataclass(frozen=True)
class Fitting:
    """The policies of one type that fit the addresses of a class, by what they ask of the server.

    Attributes:
        anywhere: nothing. by_networks: to be in a list of networks. others: a host name, or what cannot be read.
    """

    anywhere: tuple[Candidate, ...]
    by_networks: Mapping[tuple[str, ...], tuple[Candidate, ...]]
    others: tuple[Candidate, ...]

    @property
    def all(self) -> tuple[Candidate, ...]:
        """All of them."""
        return (*self.anywhere, *(each for found in self.by_networks.values() for each in found), *self.others)


NOTHING_FITS = Fitting((), {}, ())


class Matching:
    """The policies of an account, by what they ask of a message."""

    def __init__(self, account: Account) -> None:
        self.account = account
        found = account.policies
        self.addresses = Addresses(account, (side for policy in found for side in _sides(policy)))
        spf = [networks for networks in account.spf.values() if networks]
        self.sources = Sources([*(policy.source_ips for policy in found if policy.source_ips), *spf])
        self._alterations = Alterations(account.alterations)
        self._hostnames = frozenset(name for policy in found for name in policy.hostnames)
        self._policies: dict[Scope, dict[Scope, list[Policy]]] = {}
        for policy in found:
            for sender, recipient in _directions(policy):
                self._policies.setdefault(sender, {}).setdefault(recipient, []).append(policy)
        self._fitting: dict[_Key, dict[str, Fitting]] = {}
        self._questions: dict[_Key, tuple[Question, dict[str, Places]]] = {}
        self._placed: dict[str, Places] = {}

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
                for alteration in self._alterations.of(message.recipient)
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
            by_kind: dict[str, list[Candidate]] = {}
            for candidate in self._fitting_addresses(mail):
                by_kind.setdefault(candidate.policy.kind, []).append(candidate)
            found = self._fitting[key] = {kind: self._sorted_out(candidates) for kind, candidates in by_kind.items()}
        return found

    def _fitting_addresses(self, mail: MailClass) -> Iterator[Candidate]:
        recipients = mail.recipient.truths
        for seen_by, signature in ((ENVELOPE, mail.sender), (HEADER, mail.header)):
            who = "sender" if mail.is_same else f"{seen_by} sender"
            for scope, truth in signature.truths.items():
                by_recipient = self._policies.get(scope, {})
                for other in recipients.keys() & by_recipient.keys():
                    conditions = _about(truth, who) + _about(recipients[other], "recipient")
                    for policy in by_recipient[other]:
                        if sees(policy, seen_by) and not idle(policy, mail.day):
                            yield Candidate(policy, scope, other, seen_by, conditions)

    def _sorted_out(self, candidates: Iterable[Candidate]) -> Fitting:
        anywhere: list[Candidate] = []
        by_networks: dict[tuple[str, ...], list[Candidate]] = {}
        others: list[Candidate] = []
        for candidate in candidates:
            policy = candidate.policy
            if policy.hostnames or policy.source_ips in self.sources.unreadable:
                others.append(candidate)
            elif policy.source_ips:
                by_networks.setdefault(policy.source_ips, []).append(candidate)
            else:
                anywhere.append(candidate)
        return Fitting(tuple(anywhere), {names: tuple(found) for names, found in by_networks.items()}, tuple(others))

    def candidates(self, kind: str, mail: MailClass) -> list[Candidate]:
        """Return the policies of a type that fit a class; what is not known of its server is a condition of them."""
        fitting = self.fitting(mail).get(kind, NOTHING_FITS)
        if mail.places is None:
            asked = [*fitting.others, *(each for found in fitting.by_networks.values() for each in found)]
            found = [*fitting.anywhere]
        else:
            asked = [*fitting.others]
            near = [fitting.by_networks[names] for names in mail.places if names in fitting.by_networks]
            found = [*fitting.anywhere, *(each for each_list in near for each in each_list)]
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


def _directions(policy: Policy) -> list[tuple[Scope, Scope]]:
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
