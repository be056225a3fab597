# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What refuses a message: relaying, anti-spoofing unless it is bypassed, and blocks (P2, P3, P12, P13, M11).

It knows nothing of what becomes of a message that is taken, but for permits that may lift a block (S7).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import YES, Ask, yes_or_no
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import By, by, not_known
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import DECIDED, PERMITS, Weighing, effect
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    FALSE,
    Condition,
    Truth,
    either,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import Candidate, Contest

RELAY_POLICY = "External to External"
"""What the policy of every account that refuses mail from outside to outside is called here (P13)."""
MOST_TERMS = 9
"""An SPF record with more terms does not count, and a domain is a term at least (M11: documented)."""


def relaying(weighing: Weighing) -> By | None:
    """Return what refuses mail from outside to outside (P13)."""
    told = "Whether the sender may relay by the default exception for the relay group, which cannot be read."
    return None if weighing.is_fact("relay", told) else By(policies.BLOCK, (RELAY_POLICY,))


def spoofed(weighing: Weighing) -> tuple[By | None, By | None]:
    """Return what refuses a message by anti-spoofing, and what lets it pass that otherwise."""
    spoofing = weighing.refusal(policies.SPOOFING)
    if spoofing.effect is None:
        return None, None
    bypass = _spf_bypass(weighing)
    return (None, bypass) if bypass else (by(policies.SPOOFING, spoofing), None)


def blocked(weighing: Weighing) -> By | None:
    """Return what blocks a message."""
    block = weighing.refusal(policies.BLOCK)
    return None if block.effect is None or _is_lifted(weighing) else by(policies.BLOCK, block)


def _is_lifted(weighing: Weighing) -> bool:
    """Whether a permit with override lifts a block (a reading of S7); one may do so that is not known."""
    if weighing.account.is_unknown(policies.PERMIT):
        return weighing.reading("S7") == "c" and weighing.is_so(policies.PERMIT, PERMITS)
    found = weighing.contestants(policies.PERMIT)
    if not any(candidate.policy.override for candidate in found.candidates) or weighing.reading("S7") != "c":
        return False
    overriding = Contest(filter(lambda candidate: candidate.policy.override, found.candidates), found.is_named)
    return weighing.once(found, "lifts", lambda: overriding.decided(effect)).effect is not None


def _spf_bypass(weighing: Weighing) -> By | None:
    """Return the policy that lets servers of an SPF record pass anti-spoofing, if one does (M11, M12)."""
    kind = policies.SPF_BYPASS
    if weighing.account.is_unknown(kind):
        return not_known(kind) if weighing.is_so(kind, "lets the message pass anti-spoofing") else None
    found = weighing.contestants(kind)
    decision = weighing.once(found, DECIDED, lambda: found.contest.decided(_approves))
    if decision.effect is None:
        return None
    return by(kind, decision) if _is_approved(weighing, decision.effect) else None


def _approves(ask: Ask) -> Callable[[Candidate], Hashable]:
    """Return what tells by which domains a policy lets servers pass, None where by none."""
    does = effect(ask)
    return lambda candidate: None if does(candidate) is None else candidate.policy.spf_domains


def _is_approved(weighing: Weighing, domains: Sequence[str]) -> bool:
    """Whether the connecting address is in the SPF record of one of the domains."""
    if not domains:
        return weighing.reading("M12") == "a"
    return len(domains) <= MOST_TERMS and weighing.holds(either(_in_spf(weighing, domain) for domain in domains))


def _in_spf(weighing: Weighing, domain: str) -> Truth:
    networks = weighing.account.spf.get(domain)
    if networks is not None:
        return weighing.matching.in_networks(networks, weighing.mail) if networks else FALSE
    question = yes_or_no(
        f"unknown:spf {domain}",
        f"Whether the SPF record of {domain} names the connecting address.",
        yes="it does",
        no="it does not",
    )
    return (Condition(question, frozenset({YES})),)
