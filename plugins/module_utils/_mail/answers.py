# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer to what happens to a message: in one line, in every case that is open, and step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import verdicts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.alterations import altered
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evaluation import Outcomes, verdict
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    NOTHING_SETTLED,
    Ask,
    Branch,
    Case,
    Exclusion,
    Leaf,
    Node,
    Question,
    Settled,
    View,
    asked,
    cases,
    is_whole,
    seen_as,
    settled_by,
    ways,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import LIMITS
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.steps import Step, steps
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict


@dataclass(frozen=True)
class Answer:
    """What happens to a message.

    Attributes:
        certain: every reading leads to the same. headline: the answer in one line.
        depends_on: the questions that make a difference, in order.
        cases: what follows under every combination of readings of what was asked.
        steps: what every policy does, or why it does nothing. from_site_file: types that could not be read.
        excluded: readings that would have counted, had mail of the account not shown otherwise.
    """

    message: Message
    certain: bool
    headline: str
    depends_on: tuple[Question, ...]
    cases: tuple[Case[Verdict], ...]
    steps: tuple[Step, ...]
    from_site_file: tuple[str, ...]
    excluded: tuple[Exclusion, ...] = ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every verdict that is possible, each once."""
        return tuple(dict.fromkeys(case.outcome for case in self.cases))

    def values(self, effect: str) -> tuple[Any, ...]:
        """Return every value that one of ``Verdict.effects`` can have; it is certain where there is one alone."""
        found = [verdict.effects[effect] for verdict in self.verdicts]
        return tuple(value for place, value in enumerate(found) if value not in found[:place])

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "message": self.message.as_data(),
            "certain": self.certain,
            "headline": self.headline,
            "depends_on": [_question(question) for question in self.depends_on],
            "cases": [
                {
                    "readings": {question.id: reading.id for question, reading in case.readings},
                    "verdict": case.outcome.as_data(),
                }
                for case in self.cases
            ],
            "steps": [step.as_data() for step in self.steps],
            "from_site_file": list(self.from_site_file),
            "excluded": [_exclusion(exclusion) for exclusion in self.excluded],
            "limits": list(LIMITS),
        }


def _exclusion(exclusion: Exclusion) -> dict[str, str]:
    return {"question": exclusion.question, "reading": exclusion.reading, "evidence": exclusion.evidence}


def _question(question: Question) -> dict[str, Any]:
    readings = [{"id": reading.id, "sentence": reading.sentence} for reading in question.readings]
    return {"id": question.id, "sentence": question.sentence, "readings": readings}


class Engine:
    """An account that questions are put to. Messages of one class are worked out once."""

    def __init__(self, account: Account, settled: Settled = NOTHING_SETTLED) -> None:
        """Take an account, and what its mail has shown already."""
        self.account = account
        self.matching = Matching(account)
        self._settled = settled
        self._known: dict[MailClass, Node[Verdict]] = {}
        self._outcomes = Outcomes(self.matching)

    def outcome(self, mail: MailClass) -> Node[Verdict]:
        """Return every verdict that is possible for a class; an altered recipient as the definition writes it."""
        found = self._known.get(mail)
        if found is None:
            found = self._known[mail] = settled_by(self._outcomes.of(mail), self._settled)
        return found

    def verdicts(self, message: Message) -> tuple[Verdict, ...]:
        """Return every verdict that is possible for a message, each once, as far as ``outcome`` is whole."""
        found = cases(self.outcome(self.matching.mail_class(message)))
        return tuple(dict.fromkeys(made_out(case.outcome, message) for case in found))

    def seen(self, message: Message, view: Callable[[Verdict], View]) -> Node[View]:
        """Return what a view shows of every verdict that is possible, by the questions that make a difference to it."""
        return seen_as(self.outcome(self.matching.mail_class(message)), lambda found: view(made_out(found, message)))

    def under(self, message: Message, ask: Ask) -> Verdict:
        """Return the verdict for a message under the readings that ``ask`` takes."""
        return made_out(verdict(self.matching, self.matching.mail_class(message), ask), message)

    def answer(self, message: Message) -> Answer:
        """Return the answer for a message."""
        mail = self.matching.mail_class(message)
        node = self.outcome(mail)
        found = tuple(replace(case, outcome=made_out(case.outcome, message)) for case in cases(node))
        seen = seen_as(node, lambda outcome: _effects(made_out(outcome, message)))
        certain = is_whole(node) and isinstance(seen, Leaf)
        return Answer(
            message=message,
            certain=certain,
            headline=_headline(found, seen, is_whole(node)),
            depends_on=tuple(dict.fromkeys(asked(seen))),
            cases=found,
            steps=steps(self.matching, mail, found),
            from_site_file=self.account.from_site_file,
            excluded=self._excluded(mail),
        )

    def _excluded(self, mail: MailClass) -> tuple[Exclusion, ...]:
        if not self._settled.exclusions:
            return ()
        put = {question.id for question in asked(self._outcomes.of(mail))}
        return tuple(exclusion for exclusion in self._settled.exclusions if exclusion.question in put)


def answer(message: Message, account: Account, settled: Settled = NOTHING_SETTLED) -> Answer:
    """Return what happens to one message; for several, an Engine works the account out once."""
    return Engine(account, settled).answer(message)


def made_out(found: Verdict, message: Message) -> Verdict:
    """Return a verdict of a class for a message of it: with the address that its recipient becomes."""
    if not found.altered_to or found.altered_to == verdicts.NOT_KNOWN:
        return found
    return replace(found, altered_to=altered(message.recipient, found.altered_to))


_Effects = tuple[tuple[str, Any], ...]


def _effects(found: Verdict) -> _Effects:
    return tuple(found.effects.items())


def _headline(found: Sequence[Case[Verdict]], seen: Node[_Effects], whole: bool) -> str:
    if not whole:
        return "not worked out: too many questions are open"
    told: dict[_Effects, list[str]] = {}
    for case in found:
        told.setdefault(_effects(case.outcome), []).append(said(case.outcome))
    words = {effects: " or ".join(dict.fromkeys(lines)) for effects, lines in told.items()}
    if isinstance(seen, Leaf):
        return f"certain: {words[seen.outcome]}"
    leads: dict[_Effects, list[str]] = {}
    for way, effects in ways(seen):
        leads.setdefault(effects, []).append(" and ".join(way))
    ids = dict.fromkeys(question.id for question in asked(seen))
    if too_many(leads):
        return f"depends on {few(ids)}"
    parts = [f"{' or '.join(leading)}: {words[effects]}" for effects, leading in leads.items()]
    if len(ids) == 1:
        parts = [part.removeprefix(f"{seen.question.id} ") for part in parts if isinstance(seen, Branch)]
    return f"depends on {', '.join(ids)}: {'; '.join(parts)}"


MOST_TOLD = 6
"""So many questions, and so many ways to what follows, are told in a line."""


def too_many(leads: Mapping[Any, Sequence[str]]) -> bool:
    """Whether there are more ways to what follows than a line can tell; the questions alone are told then."""
    return sum(map(len, leads.values())) > MOST_TOLD


def few(ids: Iterable[str]) -> str:
    """Return the first of several questions, each once, and how many more there are."""
    found = list(dict.fromkeys(ids))
    more = [f"{len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    return ", ".join([*found[:MOST_TOLD], *more])


def said(found: Verdict) -> str:
    """Return a verdict in words."""
    if found.refused_by:
        return f"refused by {found.refused_by}"
    parts = []
    if found.spoofing_bypassed_by:
        parts.append(f"anti-spoofing bypassed by {found.spoofing_bypassed_by}")
    if found.permitted_by:
        parts.append(f"permitted by {found.permitted_by}, skips {', '.join(found.skips)}")
    if found.greylisted_by:
        parts.append(f"greylisted by {found.greylisted_by}")
    parts += [f"passes {bypass}" for bypass in found.bypasses]
    if found.altered_to == verdicts.NOT_KNOWN:
        parts.append(f"altered by {found.altered_by}")
    elif found.altered_to:
        parts.append(f"altered to {found.altered_to} by {found.altered_by}")
    parts += _said_of_delivery(found)
    return "; ".join(["nothing known refuses it", *parts])


def _said_of_delivery(found: Verdict) -> list[str]:
    parts = []
    if found.routes == (verdicts.WAITS,):
        parts.append("no delivery route: it waits up to 4 days and bounces")
    elif found.routes == (verdicts.NOT_KNOWN,):
        parts.append("its delivery route is not known")
    elif found.routes:
        how = ", at random" if len(found.routes) > 1 else ""
        by = f" by {found.routed_by}" if found.routed_by else ""
        parts.append(f"routed to {' or '.join(found.routes)}{how}{by}")
    if found.signed_by:
        parts.append(f"signed with {found.signed_with} by {found.signed_by}")
    return parts
