# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What spares a message checks: permits, with what they skip, greylisting that does not act, bypasses (P6 to P8, P11).

Reputation and greylisting come before the header is known, spam scanning after it (P7, P14).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Ask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Contestants
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import (
    GREYLISTING,
    REPUTATION,
    SPAM,
    By,
    by,
    not_known,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import DECIDED, Weighing, effect, once
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import (
    ENVELOPE,
    HEADER,
    Candidate,
    Decision,
    holds,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.mail_tests import SKIPS


def permitted(weighing: Weighing) -> tuple[By | None, tuple[str, ...]]:
    """Return what permits a message, and which checks it skips."""
    kind = policies.PERMIT
    if weighing.account.is_unknown(kind) and weighing.is_so(kind, "permits the message"):
        return not_known(kind), SKIPS
    found = weighing.contestants(kind)
    return weighing.once(found, DECIDED, lambda ask: _permitted(found, ask))


def _permitted(found: Contestants, ask: Ask) -> tuple[By | None, tuple[str, ...]]:
    late = once(found, "permitted late", lambda ask: found.contest.decided(effect(ask), ask), ask)
    early = _early(found, ask) if found.some_by_header else late
    skips = ((REPUTATION, GREYLISTING) if early.effect else ()) + ((SPAM,) if late.effect else ())
    acting = late if late.effect else early
    return (by(policies.PERMIT, acting) if skips else None), skips


def _early(found: Contestants, ask: Ask) -> Decision:
    """Return what permits a message by its envelope, so that reputation and greylisting are skipped (P7, P14)."""
    early = once(found, "permitted early", lambda ask: found.by_envelope.decided(_spares(found, ask), ask), ask)
    together = once(found, "permitted together", lambda ask: found.contest.decided(_spares(found, ask), ask), ask)
    if early.effect == together.effect:
        return early
    return early if ask(RULES["P14"].question) == "a" else together


def _spares(found: Contestants, ask: Ask) -> Callable[[Candidate], Hashable]:
    """Return what tells what a permit does before the header is known."""
    fitting = [candidate for candidate in found.candidates if holds(candidate, ask)]
    by_header = {id(candidate.policy) for candidate in fitting if candidate.seen_by == HEADER}
    by_envelope = {id(candidate.policy) for candidate in fitting if candidate.seen_by == ENVELOPE}

    def spares(candidate: Candidate) -> Hashable:
        does = effect(ask)(candidate)
        if does is None or id(candidate.policy) not in by_envelope:
            return None
        return None if id(candidate.policy) in by_header and ask(RULES["P7"].question) == "b" else does

    return spares


def greylisted(weighing: Weighing) -> By | None:
    """Return what turns the first attempt of an unknown sender away (P11); it knows the envelope alone (P7, P14)."""
    kind = policies.GREYLISTING
    if weighing.account.is_unknown(kind):
        return not_known(kind) if weighing.is_so(kind, "greylists the message") else None
    found = weighing.contestants(kind)
    return weighing.once(found, DECIDED, lambda ask: _greylisted(found, ask))


def _greylisted(found: Contestants, ask: Ask) -> By | None:
    decision = found.contest.decided(effect(ask), ask)
    if found.some_by_header:
        early = found.by_envelope.decided(effect(ask), ask)
        if early.effect != decision.effect and ask(RULES["P14"].question) == "a":
            decision = early
    return by(policies.GREYLISTING, decision) if decision.effect else None


def bypasses(weighing: Weighing) -> tuple[By, ...]:
    """Return the policies that let a message pass further checks, as far as a site file names them (P8, P9, S2)."""
    found = []
    for kind in policies.BYPASSES:
        names = {
            candidate.policy.name
            for candidate in weighing.contestants(kind).candidates
            if holds(candidate, weighing.ask)
        }
        found += [By(kind, tuple(sorted(names)))] if names else []
    return tuple(found)
