# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the mail of an account shows about open questions: readings under which it cannot have happened are excluded.

Every exclusion keeps the fewest messages that show it together. A message that contradicts every reading is told and
excludes nothing. It knows no API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine, said
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import INBOUND, Tracked
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Exclusion,
    Question,
    Reading,
    Settled,
    cases,
    is_whole,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import BLOCK
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict

MOST_TOLD = 10
"""So many messages of a kind are told as examples."""

_Way = frozenset[tuple[str, str]]
"""Readings of rules that together lead to what happened; an empty one is: whatever they are."""


@dataclass(frozen=True)
class Proof:
    """A reading that does not hold for an account, and the messages that show it together."""

    question: Question
    reading: Reading
    messages: tuple[Tracked, ...]

    @property
    def exclusion(self) -> Exclusion:
        """The same for whoever evaluates mail."""
        return Exclusion(self.question.id, self.reading.id, "; ".join(str(message) for message in self.messages))


@dataclass(frozen=True)
class Contradiction:
    """A message that met a fate which no reading leads to, and the verdicts that readings lead to."""

    message: Tracked
    verdicts: tuple[str, ...]


@dataclass(frozen=True)
class Calibration:
    """What messages have shown.

    Attributes:
        considered: messages that were looked at; those of other ways, and blocks that may be personal, are not.
        proofs: what does not hold. contradictions: a few of the messages that contradict every reading; how many there
            are in all is ``contradicting``.
        conflict: messages that contradict each other, whatever holds; then nothing is excluded.
    """

    considered: int
    proofs: tuple[Proof, ...] = ()
    contradicting: int = 0
    contradictions: tuple[Contradiction, ...] = ()
    conflict: tuple[Tracked, ...] = ()

    @property
    def settled(self) -> Settled:
        """The readings that are excluded, for whoever evaluates mail."""
        return Settled(tuple(proof.exclusion for proof in self.proofs))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "considered": self.considered,
            "excluded": [
                {
                    "question": proof.question.id,
                    "about": proof.question.sentence,
                    "reading": proof.reading.id,
                    "sentence": proof.reading.sentence,
                    "evidence": [message.as_data() for message in proof.messages],
                }
                for proof in self.proofs
            ],
            "contradicting": self.contradicting,
            "contradictions": [
                {"message": found.message.as_data(), "expected": list(found.verdicts)} for found in self.contradictions
            ],
            "conflict": [message.as_data() for message in self.conflict],
        }


def calibrated(engine: Engine, messages: Iterable[Tracked]) -> Calibration:
    """Return what messages show about the account of an engine.

    Args:
        engine: of the account as it was when the messages came, with nothing settled.
        messages: what tracking shows of them.
    """
    looked_at = _telling([message for message in messages if message.direction == INBOUND])
    clues: dict[frozenset[_Way], Tracked] = {}
    questions: dict[str, Question] = {}
    contradictions: list[Contradiction] = []
    for message in looked_at:
        possible, ways = _ways(engine, message, questions)
        if not ways:
            told = tuple(dict.fromkeys(said(verdict) for verdict in possible))
            contradictions.append(Contradiction(message, told))
        elif frozenset() not in ways:
            clues.setdefault(ways, message)
    told_first = tuple(contradictions[:MOST_TOLD])
    if not _is_possible([*clues], {}):
        conflict = tuple(clues[ways] for ways in _fewest([*clues], {}))
        return Calibration(len(looked_at), (), len(contradictions), told_first, conflict)
    proofs = tuple(_proofs(clues, questions))
    return Calibration(len(looked_at), proofs, len(contradictions), told_first)


def _telling(messages: Sequence[Tracked]) -> list[Tracked]:
    """Return the messages without those whose sender is blocked for one recipient alone, who may do so himself."""
    blocked = [message for message in messages if message.evidence.refused_by == BLOCK]
    recipients: dict[str, set[str]] = {}
    for message in blocked:
        recipients.setdefault(message.message.envelope_from, set()).add(message.message.recipient)
    personal = {sender for sender, found in recipients.items() if len(found) == 1}
    return [
        message
        for message in messages
        if message.evidence.refused_by != BLOCK or message.message.envelope_from not in personal
    ]


def _ways(
    engine: Engine, message: Tracked, questions: dict[str, Question]
) -> tuple[tuple[Verdict, ...], frozenset[_Way]]:
    """Return the verdicts that are possible for a message, and the readings of rules that lead to what happened.

    Args:
        questions: is told of the rules that were asked about.
    """
    node = engine.outcome(engine.matching.mail_class(message.message))
    if not is_whole(node):
        return (), frozenset({frozenset()})
    found = tuple(cases(node))
    questions.update(
        {question.id: question for case in found for question, _reading in case.readings if question.id in RULES}
    )
    ways = {
        frozenset((question.id, reading.id) for question, reading in case.readings if question.id in RULES)
        for case in found
        if not message.evidence.contradicts(case.outcome)
    }
    fewest = frozenset(way for way in ways if not any(other < way for other in ways))
    return tuple(case.outcome for case in found), fewest


def _proofs(clues: Mapping[frozenset[_Way], Tracked], questions: Mapping[str, Question]) -> Iterable[Proof]:
    for id in sorted(questions):
        for reading in questions[id].readings:
            taken = {id: reading.id}
            if not _is_possible([*clues], taken):
                shown = _fewest([*clues], taken)
                yield Proof(questions[id], reading, tuple(clues[ways] for ways in shown))


def _is_possible(clues: Sequence[frozenset[_Way]], taken: Mapping[str, str]) -> bool:
    """Whether some reading of every rule leads to all that happened, with those that are taken already."""
    left: list[frozenset[_Way]] = []
    for ways in clues:
        fitting = frozenset(way for way in ways if all(taken.get(rule, reading) == reading for rule, reading in way))
        if not fitting:
            return False
        if not any(way <= taken.items() for way in fitting):
            left.append(fitting)
    if not left:
        return True
    return any(_is_possible(left, {**taken, **dict(way)}) for way in min(left, key=len))


def _fewest(clues: Sequence[frozenset[_Way]], taken: Mapping[str, str]) -> list[frozenset[_Way]]:
    """Return as few clues as still rule out what is taken; none of them can be left out."""
    needed = list(clues)
    for ways in clues:
        others = [other for other in needed if other != ways]
        if not _is_possible(others, taken):
            needed = others
    return needed
