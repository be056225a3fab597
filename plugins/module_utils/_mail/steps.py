# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The trace of an answer: what every policy does to a message, or why it does nothing, each with its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Case
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import (
    NOTHING_FITS,
    MailClass,
    Matching,
    idle,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import KINDS, Policy
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import By, Verdict


@dataclass(frozen=True)
class Step:
    """What one policy does, or why not.

    Attributes:
        policy: its type and name. acts: yes, no, or under some readings. why: a sentence. rule: its id. source: of it.
        origin: where the policy is known from.
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
    """Return a step for every policy of an account, those of one type together, those that act first."""
    made = [
        _step(matching, mail, policy, found)
        for kind in KINDS
        for policy in matching.account.policies
        if policy.kind == kind
    ]
    return tuple(made)


def _step(matching: Matching, mail: MailClass, policy: Policy, found: Sequence[Case[Verdict]]) -> Step:
    fitting = [
        candidate
        for candidate in matching.fitting(mail).get(policy.kind, NOTHING_FITS).all
        if candidate.policy == policy
    ]
    acting = sum(any(_names(by, policy) for by in _all_by(case.outcome)) for case in found)
    if acting:
        acts = "yes" if acting == len(found) else "under some readings"
        return _of(policy, acts, "it decides", "S1")
    why = idle(policy, mail.day)
    if why:
        return _of(policy, "no", why, "S9")
    if not fitting:
        return _of(policy, "no", "the sender or the recipient is not in its scope", "S1")
    if not any(candidate.policy == policy for candidate in matching.candidates(policy.kind, mail)):
        return _of(policy, "no", "the message comes from another server", "S1")
    return _of(policy, "no", "another policy goes before it", "S1")


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
