# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What spares a message checks: permits, with what they skip, greylisting that does not act, bypasses (P6 to P8, P11).

Reputation and greylisting come before the header is known, spam scanning after it (P7, P14).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import (
    GREYLISTING,
    REPUTATION,
    SKIPS,
    SPAM,
    By,
    by,
    not_known,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import Weighing
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import (
    ENVELOPE,
    HEADER,
    Candidate,
    Decision,
    contest,
)


def permitted(weighing: Weighing) -> tuple[By | None, tuple[str, ...]]:
    """Return what permits a message, and which checks it skips."""
    kind = policies.PERMIT
    if weighing.account.is_unknown(kind) and weighing.is_so(kind, "permits the message"):
        return not_known(kind), SKIPS
    found = weighing.candidates(kind)
    if any(candidate.seen_by == HEADER for candidate in found):
        found = weighing.resolved(found)
    late = weighing.decided(kind, found)
    early = _early(weighing, found)
    skips = ((REPUTATION, GREYLISTING) if early.effect else ()) + ((SPAM,) if late.effect else ())
    acting = late if late.effect else early
    return (by(kind, acting) if skips else None), skips


def _early(weighing: Weighing, found: Sequence[Candidate]) -> Decision:
    """Return what permits a message by its envelope, so that reputation and greylisting are skipped.

    Args:
        found: what fits; where something fits the header, without conditions.
    """
    by_header = {candidate.policy for candidate in found if candidate.seen_by == HEADER}
    by_envelope = [candidate for candidate in found if candidate.seen_by == ENVELOPE]
    seen = {candidate.policy for candidate in by_envelope}

    def effect(candidate: Candidate) -> Hashable:
        does = weighing.effect(candidate)
        if does is None or candidate.policy not in seen:
            return None
        return None if candidate.policy in by_header and weighing.reading("P7") == "b" else does

    early = contest(by_envelope, effect, weighing.ask)
    if not by_header:
        return early
    together = contest(found, effect, weighing.ask)
    if early.effect == together.effect:
        return early
    return early if weighing.reading("P14") == "a" else together


def greylisted(weighing: Weighing) -> By | None:
    """Return what turns the first attempt of an unknown sender away (P11); it knows the envelope alone (P7, P14)."""
    kind = policies.GREYLISTING
    if weighing.account.is_unknown(kind):
        return not_known(kind) if weighing.is_so(kind, "greylists the message") else None
    found = weighing.candidates(kind)
    decision = weighing.decided(kind, found)
    by_envelope = [candidate for candidate in found if candidate.seen_by == ENVELOPE]
    if len(by_envelope) < len(found):
        early = weighing.decided(kind, by_envelope)
        if early.effect != decision.effect and weighing.reading("P14") == "a":
            decision = early
    return by(kind, decision) if decision.effect else None


def bypasses(weighing: Weighing) -> tuple[By, ...]:
    """Return the policies that let a message pass further checks, as far as a site file names them (P8, P9, S2)."""
    found = []
    for kind in policies.BYPASSES:
        names = {candidate.policy.name for candidate in weighing.resolved(weighing.candidates(kind))}
        found += [By(kind, tuple(sorted(names)))] if names else []
    return tuple(found)
