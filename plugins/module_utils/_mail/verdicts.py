# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a class of messages, over all types of policies in their order (P2 to P16).

Never "delivered": what is not told here may still stop a message.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    YES,
    Ask,
    Question,
    Reading,
    yes_or_no,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import (
    INTERNAL,
    Policy,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.signatures import Signature
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    FALSE,
    Condition,
    Truth,
    either,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import (
    ENVELOPE,
    HEADER,
    Candidate,
    Decision,
    contest,
)

INBOUND, OUTBOUND, WITHIN, RELAY = "inbound", "outbound", "internal", "relay"
REPUTATION, GREYLISTING, SPAM = SKIPS = ("reputation", "greylisting", "spam_scanning")
NOT_KNOWN = "not known"
REFUSE = "refuse"
_NOTHING = ("take_no_action", "disable_bypass")
_SAME = dict.fromkeys(("apply", "apply_exclude_mimecast_ips", "block_sender"), REFUSE)
"""Words of policies that do the same here: a message is taken to come from an address that is not Mimecast's."""
TO_MX, WAITS = "MX of the domain", "none"
RELAY_POLICY = "External to External"
"""What the policy of every account that refuses mail from outside to outside is called here (P13)."""

MOST_TERMS = 9
"""An SPF record with more terms does not count, and one domain is one term at least (M11)."""


@dataclass(frozen=True)
class By:
    """The policies that may have done something: several where they do the same and it is open which counts."""

    kind: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        told = " or ".join(f'"{name}"' for name in self.names)
        return f"{policies.title(self.kind)} {told}"


@dataclass(frozen=True)
class Verdict:
    """What is known to become of a message, each part with the policies that do it.

    Attributes:
        direction: inbound, outbound, internal or relay.
        refused_by: then the rest is empty, for nothing later happens. permitted_by: with what is skipped in ``skips``.
        greylisted_by: the first attempt of a sender that is not known is turned away.
        spoofing_bypassed_by: it would have been refused by anti-spoofing otherwise.
        routes: the delivery routes, one of which is taken at random where there are several; "MX of the domain", or
            "none" where mail waits and bounces. routed_by: the policies.
        altered_to: the recipient becomes this address. altered_by: the policies.
        bypasses: further checks that it passes, as far as a site file says. signed_with: the DKIM definition.
    """

    direction: str
    refused_by: By | None = None
    permitted_by: By | None = None
    skips: tuple[str, ...] = ()
    greylisted_by: By | None = None
    spoofing_bypassed_by: By | None = None
    routes: tuple[str, ...] = ()
    routed_by: By | None = None
    altered_to: str = ""
    altered_by: By | None = None
    bypasses: tuple[By, ...] = ()
    signed_with: str = ""
    signed_by: By | None = None

    @property
    def effects(self) -> dict[str, Any]:
        """What becomes of the message, without the names of policies: what tests and comparisons look at."""
        return {
            "refused": self.refused_by is not None,
            "permitted": self.permitted_by is not None,
            "skips": self.skips,
            "greylisted": self.greylisted_by is not None,
            "spoofing_bypassed": self.spoofing_bypassed_by is not None,
            "routes": self.routes,
            "altered_to": self.altered_to,
            "bypasses": tuple(bypass.kind for bypass in self.bypasses),
            "signed_with": self.signed_with,
        }

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        by = {
            "refused_by": self.refused_by,
            "permitted_by": self.permitted_by,
            "greylisted_by": self.greylisted_by,
            "spoofing_bypassed_by": self.spoofing_bypassed_by,
            "routed_by": self.routed_by,
            "altered_by": self.altered_by,
            "signed_by": self.signed_by,
        }
        told = {name: str(value) if value else "" for name, value in by.items()}
        effects = {name: list(value) if isinstance(value, tuple) else value for name, value in self.effects.items()}
        return {"direction": self.direction, **effects, **told, "bypasses": [str(bypass) for bypass in self.bypasses]}


def verdict(matching: Matching, mail: MailClass, ask: Ask) -> Verdict:
    """Return what becomes of a class of messages under the readings that ``ask`` takes."""
    return _Evaluation(matching, mail, ask).verdict()


class _Evaluation:
    """One class under one set of readings."""

    def __init__(self, matching: Matching, mail: MailClass, ask: Ask) -> None:
        self._matching, self._mail, self._ask = matching, mail, ask
        self._fitting = matching.candidates(mail)

    def verdict(self) -> Verdict:
        inside = [self._is_internal(signature) for signature in (self._mail.sender, self._mail.recipient)]
        direction = {(False, True): INBOUND, (True, False): OUTBOUND, (True, True): WITHIN}.get(
            (inside[0], inside[1]), RELAY
        )
        if direction == RELAY:
            return self._relayed()
        if direction == OUTBOUND:
            return self._handed_on(Verdict(direction))
        return self._received(direction)

    def _is_internal(self, signature: Signature) -> bool:
        truth = dict(signature).get(INTERNAL, FALSE)
        return truth is True or self._any(truth)

    def _any(self, truth: Truth) -> bool:
        """Whether something holds, asking for what it depends on."""
        return truth is True or any(self._ask(condition.question) in condition.holds for condition in truth)

    def _relayed(self) -> Verdict:
        question = yes_or_no(
            "unknown:relay",
            "Whether the sender may relay by the default exception for the relay group, which cannot be read.",
            yes="it may",
            no="it may not",
        )
        if self._ask(question) == YES:
            return Verdict(RELAY)
        return Verdict(RELAY, refused_by=By(policies.BLOCK, (RELAY_POLICY,)))

    def _candidates(self, kind: str) -> list[Candidate]:
        return self._matching.from_server(self._fitting.get(kind, ()), self._mail)

    def _contest(self, kind: str, candidates: Iterable[Candidate]) -> Decision:
        return contest(candidates, self._effect, self._ask, at_random=kind == policies.ROUTE)

    def _effect(self, candidate: Candidate) -> Hashable:
        """Return what a policy does, None where that is nothing."""
        policy = candidate.policy
        does = policy.does
        if not does:
            words = policies.choices(policy.kind) or ("something",)
            readings = tuple(Reading(word, f"it says {word}") for word in words)
            does = self._ask(Question(f"unknown:action of {policy}", f"What {policy} does: nothing is said.", readings))
        return None if does in _NOTHING else _SAME.get(does, does)

    def _weighed(self, kind: str) -> Decision:
        """Return the decision of a type that can refuse: what the envelope decides may stand (P14)."""
        found = self._candidates(kind)
        late = self._contest(kind, found)
        by_envelope = [candidate for candidate in found if candidate.seen_by == ENVELOPE]
        if late.effect is None and len(by_envelope) < len(found):
            early = self._contest(kind, by_envelope)
            late = early if early.effect is not None and self._ask(RULES["P14"].question) == "a" else late
        if self._matching.account.is_unknown(kind):
            return Decision(REFUSE) if self._is_so(kind, "refuses the message") else Decision(None)
        return late

    def _is_so(self, kind: str, does: str) -> bool:
        """Ask what policies of a type do that nobody knows."""
        title = policies.title(kind)
        question = yes_or_no(
            f"unknown:{kind}",
            f"What policies of the type {title} do: it is not known which there are.",
            yes=f"one of them {does}",
            no=f"none of them {does}",
        )
        return self._ask(question) == YES

    def _received(self, direction: str) -> Verdict:
        spoofing = self._weighed(policies.SPOOFING)
        bypass = self._spf_bypass() if spoofing.effect is not None else None
        if spoofing.effect is not None and bypass is None:
            return Verdict(direction, refused_by=_by(policies.SPOOFING, spoofing))
        block = self._weighed(policies.BLOCK)
        if block.effect is not None and not self._is_lifted():
            return Verdict(direction, refused_by=_by(policies.BLOCK, block))
        permit, skips = self._permit()
        found = Verdict(
            direction,
            permitted_by=permit,
            skips=skips,
            greylisted_by=None if GREYLISTING in skips else self._greylisting(),
            spoofing_bypassed_by=bypass,
            bypasses=self._bypasses(),
        )
        return self._handed_on(found)

    def _is_lifted(self) -> bool:
        """Whether a permit with override lifts a block (S7, one of its readings)."""
        permits = self._candidates(policies.PERMIT)
        if not any(candidate.policy.override for candidate in permits) or self._ask(RULES["S7"].question) != "c":
            return False
        overriding = [candidate for candidate in permits if candidate.policy.override]
        return self._contest(policies.PERMIT, overriding).effect is not None

    def _spf_bypass(self) -> By | None:
        """Return the policy that lets servers of an SPF record pass anti-spoofing, if one does (M11, M12)."""
        if self._matching.account.is_unknown(policies.SPF_BYPASS):
            known = self._is_so(policies.SPF_BYPASS, "lets the message pass anti-spoofing")
            return By(policies.SPF_BYPASS, (NOT_KNOWN,)) if known else None

        def effect(candidate: Candidate) -> Hashable:
            does = self._effect(candidate)
            return None if does is None else (does, candidate.policy.spf_domains)

        decision = contest(self._candidates(policies.SPF_BYPASS), effect, self._ask)
        if decision.effect is None:
            return None
        _word, domains = decision.effect
        return _by(policies.SPF_BYPASS, decision) if self._is_approved(domains) else None

    def _is_approved(self, domains: Sequence[str]) -> bool:
        """Whether the connecting address is in the SPF record of one of the domains."""
        if not domains:
            return self._ask(RULES["M12"].question) == "a"
        return len(domains) <= MOST_TERMS and self._any(either(self._in_spf(domain) for domain in domains))

    def _in_spf(self, domain: str) -> Truth:
        account = self._matching.account
        if domain in account.spf:
            return self._matching.in_networks(account.spf[domain], self._mail) if account.spf[domain] else FALSE
        question = yes_or_no(
            f"unknown:spf {domain}",
            f"Whether the SPF record of {domain} names the connecting address.",
            yes="it does",
            no="it does not",
        )
        return (Condition(question, frozenset({YES})),)

    def _permit(self) -> tuple[By | None, tuple[str, ...]]:
        """Return what permits a message, and which checks it skips (P6, P7)."""
        if self._matching.account.is_unknown(policies.PERMIT) and self._is_so(policies.PERMIT, "permits the message"):
            return By(policies.PERMIT, (NOT_KNOWN,)), SKIPS
        found = self._candidates(policies.PERMIT)
        late = self._contest(policies.PERMIT, found)
        early = self._early_permit(found, late)
        skips = ((REPUTATION, GREYLISTING) if early else ()) + ((SPAM,) if late.effect else ())
        acting = late if late.effect else early or late
        return (_by(policies.PERMIT, acting) if skips else None), skips

    def _early_permit(self, found: Sequence[Candidate], late: Decision) -> Decision | None:
        """Return what permits a message by its envelope, before its header is known, if anything does (P7, P14)."""
        by_header = {candidate.policy for candidate in found if candidate.seen_by == HEADER}
        by_envelope = [candidate for candidate in found if candidate.seen_by == ENVELOPE]
        if not by_header:
            return late if late.effect else None
        early = self._contest(policies.PERMIT, by_envelope)
        seen = {candidate.policy for candidate in by_envelope}
        together = (
            self._seen_first(found, seen) if early.effect != late.effect or not {*late.policies} <= seen else early
        )
        if (early.effect is None) != (together.effect is None):
            early = early if self._ask(RULES["P14"].question) == "a" else together
        if early.effect is None:
            return None
        if not by_header.isdisjoint(early.policies) and self._ask(RULES["P7"].question) == "b":
            return None
        return early

    def _seen_first(self, found: Sequence[Candidate], seen: Collection[Policy]) -> Decision:
        """Return what permits by the envelope where all policies are weighed together."""

        def effect(candidate: Candidate) -> Hashable:
            return self._effect(candidate) if candidate.policy in seen else None

        return contest(found, effect, self._ask)

    def _greylisting(self) -> By | None:
        kind = policies.GREYLISTING
        if self._matching.account.is_unknown(kind):
            return By(kind, (NOT_KNOWN,)) if self._is_so(kind, "greylists the message") else None
        found = self._candidates(kind)
        by_envelope = [candidate for candidate in found if candidate.seen_by == ENVELOPE]
        early, late = self._contest(kind, by_envelope), self._contest(kind, found)
        if early.effect != late.effect:
            early = early if self._ask(RULES["P14"].question) == "a" else late
        return _by(kind, early) if early.effect else None

    def _bypasses(self) -> tuple[By, ...]:
        """Return the policies that let a message pass further checks, as far as a site file names them."""
        found = []
        for kind in policies.BYPASSES:
            fitting = [
                candidate
                for candidate in self._candidates(kind)
                if all(self._any(conditions) for conditions in candidate.conditions)
            ]
            names = tuple(sorted({candidate.policy.name for candidate in fitting}))
            found += [By(kind, names)] if names else []
        return tuple(found)

    def _handed_on(self, found: Verdict) -> Verdict:
        """Return a verdict with what becomes of a message that is taken: altered, routed, signed."""
        alteration = self._alteration(found.direction)
        routes, routed_by = self._routed(found.direction, alteration)
        signed = self._signature() if found.direction == OUTBOUND else Decision(None)
        return replace(
            found,
            altered_to=alteration.new if alteration else "",
            altered_by=alteration.by if alteration else None,
            routes=routes,
            routed_by=routed_by,
            signed_with=str(signed.effect or ""),
            signed_by=_by(policies.SIGNING, signed) if signed.policies and signed.effect else None,
        )

    def _alteration(self, direction: str) -> _Altered | None:
        kind = policies.ALTERATION
        account = self._matching.account
        if account.is_unknown(kind):
            known = self._is_so(kind, "alters the recipient")
            return _Altered(NOT_KNOWN, By(kind, (NOT_KNOWN,)), None) if known else None
        decision = self._contest(kind, self._candidates(kind))
        if decision.effect is None:
            return None
        if decision.effect not in account.alterations:
            question = yes_or_no(
                f"unknown:alteration_set {decision.effect}",
                f"Whether the address alteration set {decision.effect} alters the recipient: it is not known.",
                yes="it does",
                no="it does not",
            )
            known = self._ask(question) == YES
            return _Altered(NOT_KNOWN, _by(kind, decision), None) if known else None
        way = OUTBOUND if direction == OUTBOUND else INBOUND
        fitting = [
            (alteration, signature)
            for alteration, signature in self._mail.alterations
            if alteration.set == decision.effect and alteration.routing in ("all", way)
        ]
        most = max((alteration.exactness for alteration, _signature in fitting), default=0)
        best = {alteration.new: signature for alteration, signature in fitting if alteration.exactness == most}
        if not best:
            return None
        new = sorted(best)[0] if len(best) == 1 else self._which(sorted(best))
        return _Altered(new, _by(kind, decision), best[new])

    def _which(self, new: Sequence[str]) -> str:
        told = " | ".join(new)
        readings = tuple(Reading(address, f"to {address}") for address in new)
        return self._ask(Question(f"M9 {told}", "Which of equally exact definitions alters the recipient.", readings))

    def _routed(self, direction: str, alteration: _Altered | None) -> tuple[tuple[str, ...], By | None]:
        """Return the delivery routes of a message (P16, S8), by the recipient as it came or as it was altered (M10)."""
        if self._matching.account.is_unknown(policies.ROUTE):
            return (NOT_KNOWN,), None
        plain = self._route_of(direction, self._mail)
        if alteration is None:
            return plain
        if alteration.signature is None:
            other: tuple[tuple[str, ...], By | None] = ((NOT_KNOWN,), None)
        else:
            other = self._route_of(direction, replace(self._mail, recipient=alteration.signature, alterations=()))
        return other if other[0] != plain[0] and self._ask(RULES["M10"].question) == "b" else plain

    def _route_of(self, direction: str, mail: MailClass) -> tuple[tuple[str, ...], By | None]:
        kind = policies.ROUTE
        fitting = self._matching.candidates(mail).get(kind, ())
        decision = self._contest(kind, self._matching.from_server(fitting, mail))
        if decision.effect is None:
            return (TO_MX if direction == OUTBOUND else WAITS,), None
        names = decision.effect if isinstance(decision.effect, tuple) else (decision.effect,)
        hosts = self._matching.account.routes
        return tuple(f"{name} ({hosts[name]})" if hosts.get(name) else name for name in names), _by(kind, decision)

    def _signature(self) -> Decision:
        if self._matching.account.is_unknown(policies.SIGNING):
            return Decision(NOT_KNOWN)
        return self._contest(policies.SIGNING, self._candidates(policies.SIGNING))


@dataclass(frozen=True)
class _Altered:
    """What becomes of a recipient: the new address or what it is made of, and its signature, None if not known."""

    new: str
    by: By
    signature: Signature | None


def _by(kind: str, decision: Decision) -> By:
    return By(kind, tuple(sorted({policy.name for policy in decision.policies})) or (NOT_KNOWN,))
