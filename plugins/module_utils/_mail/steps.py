# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The trace of an answer: what every policy does to a message, or why it does nothing, each with its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Case, cases
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass, Matching, idle, sees
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import KINDS, Policy, Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import OUTBOUND, RELAY, By, Verdict
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import effect, what_it_does
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import ENVELOPE, HEADER

YES, NO, DEPENDS = "yes", "no", "depends"


@dataclass(frozen=True)
class Step:
    """What one policy does, or why not.

    Attributes:
        policy: its type and name. acts: yes, no or depends. why: in one sentence.
        rule: the id of the rule it follows from. source: of the rule. origin: where the policy is known from.
    """

    policy: str
    acts: str
    why: str
    rule: str
    source: str
    origin: str

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def steps(matching: Matching, mail: MailClass, found: Sequence[Case[Verdict]]) -> tuple[Step, ...]:
    """Return a step for every policy of an account: type by type in their order, first what acts.

    Args:
        mail: the class of the message. found: every case of its verdict.
    """
    verdicts = [case.outcome for case in found]
    made: list[Step] = []
    for kind in KINDS:
        trace = _Trace(matching, mail, verdicts, kind)
        of_kind = [trace.step(policy) for policy in matching.account.policies if policy.kind == kind]
        made += sorted(of_kind, key=lambda step: (step.acts == NO, step.policy))
    return tuple(made)


class _Trace:
    """What the policies of one type do to a message."""

    def __init__(self, matching: Matching, mail: MailClass, verdicts: Sequence[Verdict], kind: str) -> None:
        self._matching, self._mail, self._verdicts, self._kind = matching, mail, verdicts, kind
        fitting = matching.fitting(mail).get(kind)
        self._fitting = {candidate.policy for candidate in fitting.all} if fitting else set()
        contestants = matching.contestants(kind, mail)
        self._near = {candidate.policy for candidate in contestants.candidates}
        decisions = cases(contestants.contest.decided(effect, at_random=kind == policies.ROUTE))
        self._decisions = [case.outcome for case in decisions]
        self._first = {policy: None for found in self._decisions for policy in found.policies}

    def step(self, policy: Policy) -> Step:
        """Return what one policy does."""
        named = sum(any(_names(by, policy) for by in _all_by(verdict)) for verdict in self._verdicts)
        if named:
            return _of(policy, YES if named == len(self._verdicts) else DEPENDS, f"it says {policy.does}", "S1")
        if what_it_does(policy.does) is None and policy in self._first and self._is_reached():
            return self._without_action(policy)
        if self._is_open(policy):
            return _of(policy, DEPENDS, "which other policies of its type there are is not known", "S1")
        why, rule = self._idle(policy)
        return _of(policy, NO, why, rule)

    def _without_action(self, policy: Policy) -> Step:
        """Return what a policy does that says to do nothing: no other one of its type acts."""
        is_reached = all(_is_looked_at(self._kind, verdict) for verdict in self._verdicts)
        is_first = all(policy in decision.policies for decision in self._decisions)
        others = any(by.kind == self._kind for verdict in self._verdicts for by in _all_by(verdict))
        acts = YES if is_reached and is_first and not others else DEPENDS
        why = f"it says {policy.does}, so that no other policy of its type acts"
        return _of(policy, acts, why, "P4" if self._kind == policies.BLOCK else "S1")

    def _is_open(self, policy: Policy) -> bool:
        """Whether a policy goes before all that are known of its type, and others may be there."""
        return self._matching.account.is_unknown(self._kind) and policy in self._first and self._is_reached()

    def _idle(self, policy: Policy) -> tuple[str, str]:
        """Return why a policy does nothing, and by which rule."""
        because = idle(policy, self._mail.day)
        if because:
            return because, "S9"
        if policy not in self._fitting:
            return _out_of_scope(policy, self._mail)
        if policy not in self._near:
            servers = ", ".join((*policy.source_ips, *policy.hostnames))
            return f"the message does not come from {servers}", "S1"
        if not self._is_reached():
            return self._unreached()
        if policy in self._first:
            return self._outweighed(policy)
        others = " or ".join(f'"{other.name}"' for other in self._first)
        ahead = any(other.override and not policy.override for other in self._first)
        return f"{others} goes before it: {'it overrides' if ahead else 'it is more specific'}", "S7" if ahead else "S1"

    def _is_reached(self) -> bool:
        """Whether the type is looked at in any case."""
        return any(_is_looked_at(self._kind, verdict) for verdict in self._verdicts)

    def _unreached(self) -> tuple[str, str]:
        verdict = self._verdicts[0]
        if verdict.refused_by:
            return (
                f"the message is refused before, by {verdict.refused_by}",
                "P3" if self._kind == policies.PERMIT else "P2",
            )
        if verdict.permitted_by and self._kind == policies.GREYLISTING:
            return f"greylisting is skipped, by {verdict.permitted_by}", "P6"
        return f"the message is {verdict.direction}, and the type is not looked at", "P2"

    def _outweighed(self, policy: Policy) -> tuple[str, str]:
        """Return why a policy does nothing that goes before all others of its type."""
        if self._kind == policies.SPF_BYPASS:
            return "no SPF record that it names has the connecting address, or nothing was to be bypassed", "M11"
        if self._kind == policies.ALTERATION:
            return "its set has no definition for the recipient", "M9"
        return "what the header says comes too late for it, or another policy undoes it", "P14"


_AFTER_REFUSALS = (policies.PERMIT, policies.GREYLISTING, *policies.BYPASSES, policies.ALTERATION, policies.ROUTE)


def _is_looked_at(kind: str, verdict: Verdict) -> bool:
    if verdict.direction in (OUTBOUND, RELAY):
        return verdict.direction == OUTBOUND and kind in (policies.ALTERATION, policies.ROUTE, policies.SIGNING)
    if kind in _AFTER_REFUSALS and verdict.refused_by:
        return False
    if kind == policies.BLOCK and verdict.refused_by and verdict.refused_by.kind == policies.SPOOFING:
        return False
    return kind != policies.SIGNING and not (kind == policies.GREYLISTING and "greylisting" in verdict.skips)


def _out_of_scope(policy: Policy, mail: MailClass) -> tuple[str, str]:
    """Return which side of a policy a message is not in, and by which rule."""
    compared = {
        seen_by: signature
        for seen_by, signature in ((ENVELOPE, mail.sender), (HEADER, mail.header))
        if sees(policy, seen_by)
    }
    if not any(policy.applies_from in signature.truths for signature in compared.values()):
        senders = " and of the ".join(compared)
        return f"the sender of the {senders} is not in its scope, {policy.applies_from}", _rule_of(policy.applies_from)
    return f"the recipient is not in its scope, {policy.applies_to}", _rule_of(policy.applies_to)


_RULES = {"profile_group": "M4", "internal_addresses": "M8", "external_addresses": "M8", "email_domain": "M2"}


def _rule_of(scope: Scope) -> str:
    return _RULES.get(scope.type, "S1")


def _of(policy: Policy, acts: str, why: str, rule: str) -> Step:
    return Step(str(policy), acts, why, rule, RULES[rule].source, policy.origin)


def _names(by: By, policy: Policy) -> bool:
    return by.kind == policy.kind and policy.name in by.names


def _all_by(verdict: Verdict) -> list[By]:
    found = (
        verdict.refused_by,
        verdict.permitted_by,
        verdict.greylisted_by,
        verdict.spoofing_bypassed_by,
        verdict.routed_by,
        verdict.altered_by,
        verdict.signed_by,
        *verdict.bypasses,
    )
    return [by for by in found if by]
