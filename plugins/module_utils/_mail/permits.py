# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What spares a message checks: permits, with what they skip, greylisting that does not act, bypasses (P6 to P8, P11).

Reputation and greylisting come before the header is known, spam scanning after it (P7, P14).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeAlias

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Ask,
    Leaf,
    Node,
    explored,
    followed,
    seen_as,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Contestants, MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import (
    GREYLISTING,
    REPUTATION,
    SPAM,
    By,
    by,
    not_known,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import (
    DECIDED,
    PERMITS,
    earlier,
    effect,
    is_so,
    once,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import (
    ENVELOPE,
    HEADER,
    Candidate,
    Decision,
    holds,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.mail_tests import SKIPS

Skipped: TypeAlias = "tuple[By | None, tuple[str, ...]]"
"""What permits a message, and which checks it skips."""


def permitted(matching: Matching, mail: MailClass) -> Node[Skipped]:
    """Return what permits a message, and which checks it skips, under every reading."""
    found = matching.contestants(policies.PERMIT, mail)
    known = once(found, DECIDED, lambda: _permitted(found))
    if not matching.account.is_unknown(policies.PERMIT):
        return known
    unknown: Node[Skipped] = Leaf((not_known(policies.PERMIT), SKIPS))
    return followed(explored(lambda ask: is_so(ask, policies.PERMIT, PERMITS)), lambda so: unknown if so else known)


def _permitted(found: Contestants) -> Node[Skipped]:
    def then(late: Decision) -> Node[Skipped]:
        if not found.some_by_header:
            return Leaf(_skipped(late, late))
        return followed(early, lambda first: Leaf(_skipped(first, late)))

    early = _early(found) if found.some_by_header else Leaf(Decision(None))
    return followed(found.contest.decided(effect), then)


def _skipped(early: Decision, late: Decision) -> Skipped:
    skips = ((REPUTATION, GREYLISTING) if early.effect else ()) + ((SPAM,) if late.effect else ())
    acting = late if late.effect else early
    return (by(policies.PERMIT, acting) if skips else None), skips


def _early(found: Contestants) -> Node[Decision]:
    """Return what permits a message by its envelope, so that reputation and greylisting are skipped (P7, P14)."""

    def spares(ask: Ask) -> Callable[[Candidate], Hashable]:
        return _spares(found, ask)

    def after(early: Decision) -> Node[Decision]:
        return followed(together, lambda other: Leaf(early) if early.effect == other.effect else earlier(early, other))

    together = found.contest.decided(spares)
    return followed(found.by_envelope.decided(spares), after)


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


def greylisted(matching: Matching, mail: MailClass) -> Node[By | None]:
    """Return what turns the first attempt of an unknown sender away (P11); it knows the envelope alone (P7, P14)."""
    kind = policies.GREYLISTING
    if matching.account.is_unknown(kind):
        return explored(lambda ask: not_known(kind) if is_so(ask, kind, "greylists the message") else None)
    found = matching.contestants(kind, mail)
    return once(found, DECIDED, lambda: _greylisted(found))


def _greylisted(found: Contestants) -> Node[By | None]:
    def after(late: Decision) -> Node[Decision]:
        if not found.some_by_header:
            return Leaf(late)
        return followed(early, lambda first: Leaf(late) if first.effect == late.effect else earlier(first, late))

    early = found.by_envelope.decided(effect)
    decided = followed(found.contest.decided(effect), after)
    return seen_as(decided, lambda decision: by(policies.GREYLISTING, decision) if decision.effect else None)


def bypasses(matching: Matching, mail: MailClass) -> Node[tuple[By, ...]]:
    """Return the policies that let a message pass further checks, as far as a site file names them (P8, P9, S2)."""
    fitting = {kind: matching.contestants(kind, mail).candidates for kind in policies.BYPASSES}

    def held(ask: Ask) -> tuple[By, ...]:
        found = []
        for kind, candidates in fitting.items():
            names = {candidate.policy.name for candidate in candidates if holds(candidate, ask)}
            found += [By(kind, tuple(sorted(names)))] if names else []
        return tuple(found)

    return explored(held)
