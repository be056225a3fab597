# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One class of messages under one set of readings: what each type of policy does with it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    YES,
    Ask,
    Question,
    Reading,
    yes_or_no,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import Truth
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import (
    ENVELOPE,
    Candidate,
    Decision,
    contest,
)

REFUSE = "refuse"
_NOTHING = ("take_no_action", "disable_bypass")
_SAME = dict.fromkeys(("apply", "apply_exclude_mimecast_ips", "block_sender"), REFUSE)
"""Words of policies that do the same here: a message is taken to come from an address that is not Mimecast's."""


class Weighing:
    """What is needed to work out a verdict."""

    def __init__(self, matching: Matching, mail: MailClass, ask: Ask) -> None:
        self.account = matching.account
        self.matching, self.mail, self.ask = matching, mail, ask

    def holds(self, truth: Truth) -> bool:
        """Whether something holds, asking for what it depends on."""
        return truth is True or any(self.ask(condition.question) in condition.holds for condition in truth)

    def reading(self, rule: str) -> str:
        """Return how a rule is read."""
        return self.ask(RULES[rule].question)

    def candidates(self, kind: str) -> list[Candidate]:
        """Return the policies of a type that fit the message."""
        return self.matching.candidates(kind, self.mail)

    def resolved(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Return those whose conditions hold."""
        return [candidate for candidate in candidates if all(map(self.holds, candidate.conditions))]

    def decided(self, kind: str, candidates: Iterable[Candidate] | None = None) -> Decision:
        """Return what a type does: with all that fit, or with some of them."""
        found = self.candidates(kind) if candidates is None else candidates
        return contest(found, self.effect, self.ask, at_random=kind == policies.ROUTE)

    def effect(self, candidate: Candidate) -> Hashable:
        """Return what a policy does, None where that is nothing."""
        policy = candidate.policy
        does = policy.does
        if not does:
            words = policies.choices(policy.kind) or ("something",)
            readings = tuple(Reading(word, f"it says {word}") for word in words)
            does = self.ask(Question(f"unknown:action of {policy}", f"What {policy} does: nothing is said.", readings))
        return None if does in _NOTHING else _SAME.get(does, does)

    def refusal(self, kind: str) -> Decision:
        """Return the decision of a type that can refuse: what the envelope decides may stand (P14)."""
        if self.account.is_unknown(kind):
            return Decision(REFUSE) if self.is_so(kind, "refuses the message") else Decision(None)
        found = self.candidates(kind)
        late = self.decided(kind, found)
        by_envelope = [candidate for candidate in found if candidate.seen_by == ENVELOPE]
        if late.effect is not None or len(by_envelope) == len(found):
            return late
        early = self.decided(kind, by_envelope)
        return early if early.effect is not None and self.reading("P14") == "a" else late

    def is_so(self, kind: str, does: str) -> bool:
        """Ask what policies of a type do that nobody knows."""
        question = yes_or_no(
            f"unknown:{kind}",
            f"What policies of the type {policies.title(kind)} do: it is not known which there are.",
            yes=f"one of them {does}",
            no=f"none of them {does}",
        )
        return self.ask(question) == YES

    def is_fact(self, id: str, sentence: str) -> bool:
        """Ask whether something is so that is known to nobody here."""
        return self.ask(yes_or_no(f"unknown:{id}", sentence, yes="it is so", no="it is not so")) == YES
