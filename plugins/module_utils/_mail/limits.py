# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What some types of policies alone make of a message. Whatever they do not ask of it is left out of its class, so many
messages are one class and are worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evaluation import Outcomes
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Node, Settled, settled_by
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import OTHER, MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import EXTERNAL, INTERNAL, Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import Facet
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.signatures import Signature
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import Truth

Outcome = TypeVar("Outcome")


class Limited:
    """An account as if it had policies of some types alone."""

    def __init__(self, matching: Matching, facet: Facet, kinds: Collection[str], settled: Settled) -> None:
        found = [policy for policy in matching.account.policies if policy.kind in kinds and facet.is_about(policy)]
        self._matching, self._settled = matching, settled
        self._outcomes = Outcomes(matching.only(found, kinds))
        self._scopes = {
            INTERNAL,
            EXTERNAL,
            *(scope for each in found for scope in (each.applies_from, each.applies_to)),
        }
        spf = matching.account.spf.values() if policies.SPF_BYPASS in kinds else ()
        self._lists = frozenset({*(each.source_ips for each in found), *spf})
        self._hostnames = {name for each in found for name in each.hostnames}
        self._is_altering = policies.ALTERATION in kinds
        self._signatures: dict[tuple[tuple[Scope, Truth], ...], Signature] = {}
        self._known: dict[MailClass, Node[Verdict]] = {}
        self._refused: dict[MailClass, Node[bool]] = {}

    def outcome(self, message: Message) -> Node[Verdict]:
        """Return every verdict that is possible for a message."""
        return self._once(self._known, self._outcomes.of, message)

    def refusals(self, message: Message) -> Node[bool]:
        """Return whether a message is refused, under every reading."""
        return self._once(self._refused, self._outcomes.refusals, message)

    def _once(
        self, known: dict[MailClass, Node[Outcome]], work: Callable[[MailClass], Node[Outcome]], message: Message
    ) -> Node[Outcome]:
        mail = self._bare(self._matching.mail_class(message))
        if mail not in known:
            known[mail] = settled_by(work(mail), self._settled)
        return known[mail]

    def _bare(self, mail: MailClass) -> MailClass:
        """Return a class without what no policy of these types asks."""
        altering = mail.alterations if self._is_altering else ()
        return replace(
            mail,
            sender=self._signature(mail.sender),
            header=self._signature(mail.header),
            recipient=self._signature(mail.recipient),
            places=None if mail.places is None else mail.places & self._lists,
            hostname=mail.hostname if mail.hostname is None or mail.hostname in self._hostnames else OTHER,
            alterations=tuple((alteration, self._signature(became)) for alteration, became in altering),
        )

    def _signature(self, whole: Signature) -> Signature:
        left = tuple((scope, truth) for scope, truth in whole.truths.items() if scope in self._scopes)
        if left not in self._signatures:
            self._signatures[left] = Signature(dict(left))
        return self._signatures[left]
