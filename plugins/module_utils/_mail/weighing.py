# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One class of messages under one set of readings: what each type of policy does with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    YES,
    Ask,
    Leaf,
    Node,
    Question,
    Reading,
    explored,
    followed,
    walked,
    yes_or_no,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Contestants, MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import Truth
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import (
    Candidate,
    Decision,
)

Outcome = TypeVar("Outcome")
REFUSE = "refuse"
DECIDED = "decided"
"""What is worked out of policies that fit: which of them acts."""
PERMITS = "permits the message"
"""What a permit that is not known may do; the question is one, for it spares checks and may lift a block (S7)."""
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

    def contestants(self, kind: str) -> Contestants:
        """Return the policies of a type that fit the message."""
        return self.matching.contestants(kind, self.mail)

    def decided(self, kind: str, mail: MailClass | None = None) -> Decision:
        """Return what a type does with the message, or with another one."""
        found = self.contestants(kind) if mail is None else self.matching.contestants(kind, mail)
        return self.once(found, DECIDED, lambda: found.contest.decided(effect, at_random=kind == policies.ROUTE))

    def once(self, found: Contestants, what: str, work: Callable[[], Node[Outcome]]) -> Outcome:
        """Return what is worked out of the policies that fit: once, under all readings, and then under those taken."""
        return walked(once(found, what, work), self.ask)

    def refusal(self, kind: str) -> Decision:
        """Return the decision of a type that can refuse."""
        if self.account.is_unknown(kind):
            return Decision(REFUSE) if self.is_so(kind, "refuses the message") else Decision(None)
        found = self.contestants(kind)
        return self.once(found, DECIDED, lambda: _refusal(found))

    def is_so(self, kind: str, does: str) -> bool:
        """Ask what policies of a type do that nobody knows."""
        return is_so(self.ask, kind, does)

    def is_fact(self, id: str, sentence: str) -> bool:
        """Ask whether something is so that is known to nobody here."""
        return self.ask(yes_or_no(f"unknown:{id}", sentence, yes="it is so", no="it is not so")) == YES


def is_so(ask: Ask, kind: str, does: str) -> bool:
    """Ask what policies of a type do that nobody knows."""
    question = yes_or_no(
        f"unknown:{kind}",
        f"What policies of the type {policies.title(kind)} do: it is not known which there are.",
        yes=f"one of them {does}",
        no=f"none of them {does}",
    )
    return ask(question) == YES


def once(found: Contestants, what: str, work: Callable[[], Node[Outcome]]) -> Node[Outcome]:
    """Return what is worked out of policies that fit, once."""
    if what not in found.known:
        found.known[what] = work()
    node: Node[Outcome] = found.known[what]
    return node


def effect(ask: Ask) -> Callable[[Candidate], Hashable]:
    """Return what tells what a policy does, None where that is nothing."""

    def done(candidate: Candidate) -> Hashable:
        policy = candidate.policy
        does = policy.does
        if not does:
            words = policies.choices(policy.kind) or ("something",)
            readings = tuple(Reading(word, f"it says {word}") for word in words)
            does = ask(Question(f"unknown:action of {policy}", f"What {policy} does: nothing is said.", readings))
        return what_it_does(does)

    return done


def what_it_does(does: str) -> Hashable:
    """Return what the word of a policy comes to, None where that is nothing."""
    return None if does in _NOTHING else _SAME.get(does, does)


def _refusal(found: Contestants) -> Node[Decision]:
    """Return the decision of policies that can refuse: what the envelope decides may stand (P14)."""

    def after(late: Decision) -> Node[Decision]:
        if late.effect is not None or not found.some_by_header:
            return Leaf(late)
        return followed(early, lambda first: Leaf(late) if first.effect is None else earlier(first, late))

    early = found.by_envelope.decided(effect)
    return followed(found.contest.decided(effect), after)


def earlier(early: Decision, late: Decision) -> Node[Decision]:
    """Return what acts: what the envelope decides, or what both senders decide together (P14)."""
    return explored(lambda ask: early if ask(RULES["P14"].question) == "a" else late)
