# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a message that is taken: its recipient is altered, it gets a route and a signature (M9, M10, P16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Question, Reading
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.signatures import Signature
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import (
    INBOUND,
    NOT_KNOWN,
    OUTBOUND,
    TO_MX,
    WAITS,
    By,
    Verdict,
    by,
    not_known,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import Weighing
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import Decision

Routes: TypeAlias = "tuple[tuple[str, ...], By | None]"
"""The delivery routes of a message, and the policies that choose them."""


@dataclass(frozen=True)
class _Altered:
    """What becomes of a recipient: as the definition writes it, by whom, and its signature; None if not known."""

    new: str
    by: By
    signature: Signature | None


def handed_on(weighing: Weighing, taken: Verdict) -> Verdict:
    """Return a verdict with what becomes of a message that nothing known refuses."""
    alteration = _alteration(weighing, taken.direction)
    routes, routed_by = _routed(weighing, taken.direction, alteration)
    signed = _signed(weighing, alteration) if taken.direction == OUTBOUND else Decision(None)
    return replace(
        taken,
        altered_to=alteration.new if alteration else "",
        altered_by=alteration.by if alteration else None,
        routes=routes,
        routed_by=routed_by,
        signed_with=str(signed.effect or ""),
        signed_by=by(policies.SIGNING, signed) if signed.effect and signed.policies else None,
    )


def _alteration(weighing: Weighing, direction: str) -> _Altered | None:
    kind = policies.ALTERATION
    if weighing.account.is_unknown(kind):
        known = weighing.is_so(kind, "alters the recipient")
        return _Altered(NOT_KNOWN, not_known(kind), None) if known else None
    decision = weighing.decided(kind)
    if decision.effect is None:
        return None
    if decision.effect not in weighing.account.alterations:
        told = f"Whether the address alteration set {decision.effect}, which is not known, alters the recipient."
        known = weighing.is_fact(f"alteration_set {decision.effect}", told)
        return _Altered(NOT_KNOWN, by(kind, decision), None) if known else None
    way = OUTBOUND if direction == OUTBOUND else INBOUND
    fitting = [
        (alteration, signature)
        for alteration, signature in weighing.mail.alterations
        if alteration.set == decision.effect and alteration.routing in ("all", way)
    ]
    most = max((alteration.exactness for alteration, _signature in fitting), default=0)
    best = {alteration.new: signature for alteration, signature in fitting if alteration.exactness == most}
    if not best:
        return None
    new = next(iter(best)) if len(best) == 1 else _which(weighing, sorted(best))
    return _Altered(new, by(kind, decision), best[new])


def _which(weighing: Weighing, new: Sequence[str]) -> str:
    told = " | ".join(new)
    readings = tuple(Reading(address, f"to {address}") for address in new)
    return weighing.ask(Question(f"M9 {told}", "Which of equally exact definitions alters the recipient.", readings))


def _routed(weighing: Weighing, direction: str, alteration: _Altered | None) -> Routes:
    """Return the routes of a message, by the recipient as it came or as it was altered (M10)."""
    if weighing.account.is_unknown(policies.ROUTE):
        return (NOT_KNOWN,), None
    plain = _route_of(weighing, direction, weighing.mail)
    if alteration is None:
        return plain
    mail = _seen_altered(weighing, alteration)
    other: Routes = _route_of(weighing, direction, mail) if mail else ((NOT_KNOWN,), None)
    return other if other[0] != plain[0] and weighing.reading("M10") == "b" else plain


def _seen_altered(weighing: Weighing, alteration: _Altered) -> MailClass | None:
    """Return the class of a message with its new recipient, None where that is not known."""
    if alteration.signature is None:
        return None
    return replace(weighing.mail, recipient=alteration.signature, alterations=())


def _route_of(weighing: Weighing, direction: str, mail: MailClass) -> Routes:
    """Return the routes by one recipient; several are taken at random (S8), none is told as such (P16)."""
    kind = policies.ROUTE
    decision = weighing.decided(kind, mail)
    if decision.effect is None:
        return (TO_MX if direction == OUTBOUND else WAITS,), None
    names = decision.effect if isinstance(decision.effect, tuple) else (decision.effect,)
    return tuple(map(weighing.account.route_shown, names)), by(kind, decision)


def _signed(weighing: Weighing, alteration: _Altered | None) -> Decision:
    """Return what signs a message, by the recipient as it came or as it was altered (M10)."""
    if weighing.account.is_unknown(policies.SIGNING):
        return Decision(NOT_KNOWN)
    plain = weighing.decided(policies.SIGNING)
    if alteration is None:
        return plain
    mail = _seen_altered(weighing, alteration)
    other = weighing.decided(policies.SIGNING, mail) if mail else Decision(NOT_KNOWN)
    return other if other.effect != plain.effect and weighing.reading("M10") == "b" else plain
