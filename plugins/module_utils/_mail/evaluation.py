# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a class of messages, over all types of policies in their order (P2, P8).

The direction of a message follows from the internal domains of the account (M8).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.delivery import handed_on
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Ask,
    Leaf,
    Node,
    explored,
    followed,
    seen_as,
    walked,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.permits import (
    Skipped,
    bypasses,
    greylisted,
    permitted,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import EXTERNAL, INTERNAL
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.refusals import blocked, relaying, spoofed
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import (
    GREYLISTING,
    INBOUND,
    OUTBOUND,
    RELAY,
    WITHIN,
    By,
    Verdict,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import Weighing
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import FALSE

Outcome = TypeVar("Outcome")
STOPPING = (policies.SPOOFING, policies.SPF_BYPASS)
BLOCKING = (policies.BLOCK, policies.PERMIT)
SPARING = (policies.PERMIT, policies.GREYLISTING, *policies.BYPASSES)
DELIVERING = (policies.ALTERATION, policies.ROUTE, policies.SIGNING)
"""The types of policies that decide about the parts of a verdict."""


@dataclass(frozen=True)
class _Spared:
    """What a message is spared, and what turns it away for now."""

    permitted_by: By | None
    skips: tuple[str, ...]
    greylisted_by: By | None
    bypasses: tuple[By, ...]


def verdict(matching: Matching, mail: MailClass, ask: Ask) -> Verdict:
    """Return what becomes of a class of messages under the readings that ``ask`` takes."""
    weighing = Weighing(matching, mail, ask)
    direction = _direction(weighing)
    if direction == RELAY:
        return Verdict(RELAY, refused_by=relaying(weighing))
    if direction == OUTBOUND:
        return handed_on(weighing, Verdict(OUTBOUND))
    refused_by, bypassed_by = spoofed(weighing)
    refused_by = refused_by or blocked(weighing)
    if refused_by:
        return Verdict(direction, refused_by=refused_by)
    return handed_on(weighing, _taken(direction, bypassed_by, walked(_spared(matching, mail), ask)))


def _direction(weighing: Weighing) -> str:
    mail = weighing.mail
    if weighing.holds(mail.recipient.truths.get(INTERNAL, FALSE)):
        # Whom a message is from makes no difference to what is looked at, so nobody is asked.
        return WITHIN if mail.sender.truths.get(INTERNAL) is True else INBOUND
    return RELAY if weighing.holds(mail.sender.truths.get(EXTERNAL, FALSE)) else OUTBOUND


def _spared(matching: Matching, mail: MailClass) -> Node[_Spared]:
    """Return what a class is spared, and what turns it away, under every reading."""
    passed = bypasses(matching, mail)
    grey = greylisted(matching, mail)

    def turned_away(permit: Skipped) -> Node[_Spared]:
        found: Node[By | None] = Leaf(None) if GREYLISTING in permit[1] else grey
        return followed(found, lambda by: followed(passed, lambda bypassed: Leaf(_Spared(*permit, by, bypassed))))

    return followed(permitted(matching, mail), turned_away)


def _taken(direction: str, bypassed_by: By | None, spared: _Spared) -> Verdict:
    return Verdict(
        direction,
        permitted_by=spared.permitted_by,
        skips=spared.skips,
        greylisted_by=spared.greylisted_by,
        spoofing_bypassed_by=bypassed_by,
        bypasses=spared.bypasses,
    )


class Outcomes:
    """The verdicts of an account under all readings. What several classes have in common is worked out once."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._known: dict[Hashable, Any] = {}

    def of(self, mail: MailClass) -> Node[Verdict]:
        """Return every verdict that is possible for a class."""
        return followed(self._way(mail), lambda direction: self._of(mail, direction))

    def refusals(self, mail: MailClass) -> Node[bool]:
        """Return whether a class is refused, as far as it is possible."""
        return followed(self._way(mail), lambda direction: self._is_refused(mail, direction))

    def _way(self, mail: MailClass) -> Node[str]:
        sides = (
            mail.recipient.truths.get(INTERNAL),
            mail.sender.truths.get(INTERNAL),
            mail.sender.truths.get(EXTERNAL),
        )
        return self._once(("direction", sides), mail, _direction)

    def _is_refused(self, mail: MailClass, direction: str) -> Node[bool]:
        if direction == RELAY:
            return seen_as(self._of(mail, direction), lambda found: found.refused_by is not None)
        if direction == OUTBOUND:
            return Leaf(False)
        return seen_as(self._stopped(mail), lambda found: found[0] is not None)

    def _of(self, mail: MailClass, direction: str) -> Node[Verdict]:
        if direction == RELAY:
            return self._once((RELAY,), mail, lambda weighing: Verdict(RELAY, refused_by=relaying(weighing)))
        delivered = self._delivered(mail, direction)
        if direction == OUTBOUND:
            return delivered
        stopped = self._stopped(mail)
        spared = self._kept(("spared", *self._contestants(mail, *SPARING)), lambda: _spared(self._matching, mail))
        key = (direction, id(stopped), id(spared), id(delivered))

        def go_on(found: tuple[By | None, By | None]) -> Node[Verdict]:
            if found[0]:
                return Leaf(Verdict(direction, refused_by=found[0]))
            return followed(
                spared, lambda more: followed(delivered, lambda end: Leaf(_joined(direction, found[1], more, end)))
            )

        return self._kept(key, lambda: followed(stopped, go_on))

    def _stopped(self, mail: MailClass) -> Node[tuple[By | None, By | None]]:
        """Return what refuses a class, and what lets it pass anti-spoofing otherwise."""
        spoofing = self._once(("spoofed", *self._servers(mail), *self._contestants(mail, *STOPPING)), mail, spoofed)
        block = self._once(("blocked", *self._contestants(mail, *BLOCKING)), mail, blocked)

        def go_on(found: tuple[By | None, By | None]) -> Node[tuple[By | None, By | None]]:
            return Leaf(found) if found[0] else followed(block, lambda refused: Leaf((refused, found[1])))

        return self._kept(("stopped", id(spoofing), id(block)), lambda: followed(spoofing, go_on))

    def _delivered(self, mail: MailClass, direction: str) -> Node[Verdict]:
        altered = [replace(mail, recipient=signature, alterations=()) for _alteration, signature in mail.alterations]
        seen_later = [self._contestants(other, policies.ROUTE, policies.SIGNING) for other in altered]
        key = ("delivered", direction, mail.alterations, *map(tuple, seen_later), *self._contestants(mail, *DELIVERING))
        return self._once(key, mail, lambda weighing: handed_on(weighing, Verdict(direction)))

    def _contestants(self, mail: MailClass, *kinds: str) -> list[Hashable]:
        return [self._matching.contestants(kind, mail) for kind in kinds]

    def _servers(self, mail: MailClass) -> tuple[Hashable, ...]:
        """Return what SPF records tell apart, where a policy names any."""
        candidates = self._matching.contestants(policies.SPF_BYPASS, mail).candidates
        if not any(candidate.policy.spf_domains for candidate in candidates):
            return ()
        return (mail.places,) if mail.places is not None else (mail,)

    def _once(self, key: Hashable, mail: MailClass, work: Callable[[Weighing], Outcome]) -> Node[Outcome]:
        return self._kept(key, lambda: explored(lambda ask: work(Weighing(self._matching, mail, ask))))

    def _kept(self, key: Hashable, work: Callable[[], Node[Outcome]]) -> Node[Outcome]:
        if key not in self._known:
            self._known[key] = work()
        node: Node[Outcome] = self._known[key]
        return node


def _joined(direction: str, bypassed_by: By | None, spared: _Spared, delivered: Verdict) -> Verdict:
    taken = _taken(direction, bypassed_by, spared)
    return replace(
        delivered,
        permitted_by=taken.permitted_by,
        skips=taken.skips,
        greylisted_by=taken.greylisted_by,
        spoofing_bypassed_by=bypassed_by,
        bypasses=taken.bypasses,
    )
