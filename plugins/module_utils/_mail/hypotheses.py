# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions that no source answers, and what follows under each of their answers.

What is worked out asks for a reading where it needs one. It is worked out again for every reading of what it asked, so
only questions that matter are asked. It knows nothing of mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

MOST_CASES = 4096
"""After so many combinations of readings nothing more is worked out, and an answer is not certain."""

Outcome = TypeVar("Outcome")
View = TypeVar("View")


@dataclass(frozen=True)
class Reading:
    """One way to read a rule, or one possible fact.

    Attributes:
        id: a letter for a rule, a word for a fact. sentence: what then holds.
    """

    id: str
    sentence: str


@dataclass(frozen=True)
class Question:
    """What is not known: how a rule is to be read, or a fact.

    Attributes:
        id: the rule, such as ``S7``; or ``unknown:`` and the fact. sentence: what is open.
        readings: all that are admissible.
    """

    id: str
    sentence: str
    readings: tuple[Reading, ...]

    def __hash__(self) -> int:
        # Questions of one id have the same readings all but always, and many are looked up.
        return hash(self.id)


YES, NO = "yes", "no"


def yes_or_no(id: str, sentence: str, *, yes: str, no: str) -> Question:
    """Return the question whether something holds."""
    return Question(id, sentence, (Reading(YES, yes), Reading(NO, no)))


Ask = Callable[[Question], str]
"""Returns the id of the reading that is taken."""


@dataclass(frozen=True)
class Exclusion:
    """A reading that does not hold for one account, and what shows it."""

    question: str
    reading: str
    evidence: str


@dataclass(frozen=True)
class Settled:
    """What mail of one account has shown about open questions."""

    exclusions: tuple[Exclusion, ...] = ()

    def admissible(self, question: Question) -> tuple[Reading, ...]:
        """Return the readings that are left; all of them where none would be."""
        excluded = {exclusion.reading for exclusion in self.exclusions if exclusion.question == question.id}
        return tuple(reading for reading in question.readings if reading.id not in excluded) or question.readings


NOTHING_SETTLED = Settled()


@dataclass(frozen=True)
class Leaf(Generic[Outcome]):
    """What follows once all is answered that was asked on the way."""

    outcome: Outcome


@dataclass(frozen=True)
class Branch(Generic[Outcome]):
    """A question, and what follows under each of its readings.

    Attributes:
        asks: the ids of all questions from here on. leaves: how many outcomes it leads to.
    """

    question: Question
    ways: tuple[tuple[Reading, Node[Outcome]], ...]
    asks: frozenset[str] = field(init=False, repr=False, compare=False)
    leaves: int = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below = [node for _reading, node in self.ways]
        found = {
            "asks": frozenset({self.question.id}).union(*(node.asks for node in below if isinstance(node, Branch))),
            "leaves": sum(node.leaves if isinstance(node, Branch) else 1 for node in below),
            "_hash": hash((self.question.id, *below)),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        # Trees are large, and compared all the time.
        if self is other or not isinstance(other, Branch) or self._hash != other._hash:
            return self is other
        return self.question == other.question and self.ways == other.ways


@dataclass(frozen=True)
class Endless:
    """More than can be worked out."""


Node: TypeAlias = "Leaf[Outcome] | Branch[Outcome] | Endless"


@dataclass(frozen=True)
class Case(Generic[Outcome]):
    """One combination of readings, and what follows under it."""

    readings: tuple[tuple[Question, Reading], ...]
    outcome: Outcome


class _Open(Exception):
    """A question that has no reading yet."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.id)
        self.question = question


def explored(evaluate: Callable[[Ask], Outcome]) -> Node[Outcome]:
    """Return what follows under every combination of readings of what ``evaluate`` asks, without idle questions.

    Args:
        evaluate: works an outcome out; the same for the same readings.
    """
    return _grown(evaluate, {}, [MOST_CASES])


def _grown(evaluate: Callable[[Ask], Outcome], given: Mapping[str, str], left: list[int]) -> Node[Outcome]:
    def ask(question: Question) -> str:
        if question.id not in given:
            raise _Open(question)
        return given[question.id]

    if left[0] <= 0:
        return Endless()
    try:
        outcome = evaluate(ask)
    except TooMuch:
        return Endless()
    except _Open as found:
        question = found.question
    else:
        left[0] -= 1
        return Leaf(outcome)
    return _branched(
        question,
        [(reading, _grown(evaluate, {**given, question.id: reading.id}, left)) for reading in question.readings],
    )


def _branched(question: Question, ways: Sequence[tuple[Reading, Node[Outcome]]]) -> Node[Outcome]:
    """Return a question with what follows, or what follows alone where it is the same under all readings."""
    first = ways[0][1]
    if all(node == first for _reading, node in ways):
        return first
    found = Branch(question, tuple(ways))
    return found if found.leaves <= MOST_CASES else Endless()


def followed(node: Node[Outcome], then: Callable[[Outcome], Node[View]]) -> Node[View]:
    """Return what follows from each outcome of a tree, a question that both ask being read once.

    Args:
        then: outcome -> the tree that follows from it.
    """
    return _followed(node, then, {})


def _followed(
    node: Node[Outcome], then: Callable[[Outcome], Node[View]], known: dict[Node[Outcome], Node[View]]
) -> Node[View]:
    if isinstance(node, Endless):
        return node
    if node not in known:
        if isinstance(node, Leaf):
            known[node] = then(node.outcome)
        else:
            id = node.question.id
            ways = [(way, _answered(_followed(below, then, known), id, way.id, {})) for way, below in node.ways]
            known[node] = _branched(node.question, ways)
    return known[node]


def _answered(node: Node[Outcome], id: str, taken: str, known: dict[Node[Outcome], Node[Outcome]]) -> Node[Outcome]:
    """Return what is left of a tree where one question is answered."""
    if not isinstance(node, Branch) or id not in node.asks:
        return node
    if node.question.id == id:
        return _taken(node, taken)
    if node not in known:
        ways = [(reading, _answered(below, id, taken, known)) for reading, below in node.ways]
        known[node] = _branched(node.question, ways)
    return known[node]


def _taken(node: Branch[Outcome], taken: str) -> Node[Outcome]:
    """Return what is below one reading of the question of a tree."""
    return next(below for reading, below in node.ways if reading.id == taken)


def settled_by(node: Node[Outcome], settled: Settled) -> Node[Outcome]:
    """Return a tree without the readings that are excluded."""
    if not isinstance(node, Branch) or not settled.exclusions:
        return node
    left = {reading.id for reading in settled.admissible(node.question)}
    return _branched(
        node.question, [(reading, settled_by(below, settled)) for reading, below in node.ways if reading.id in left]
    )


class TooMuch(Exception):
    """More readings than can be worked out."""


def walked(node: Node[Outcome], ask: Ask) -> Outcome:
    """Return what follows under the readings that are taken of what a tree asks.

    Raises:
        TooMuch: a part of the tree that is not there is needed.
    """
    while isinstance(node, Branch):
        node = _taken(node, ask(node.question))
    if isinstance(node, Endless):
        raise TooMuch
    return node.outcome


def cases(node: Node[Outcome]) -> Iterator[Case[Outcome]]:
    """Yield every combination of readings in a tree, what could not be worked out left out."""
    yield from _cases(node, ())


def _cases(node: Node[Outcome], readings: tuple[tuple[Question, Reading], ...]) -> Iterator[Case[Outcome]]:
    if isinstance(node, Leaf):
        yield Case(readings, node.outcome)
    elif isinstance(node, Branch):
        for reading, below in node.ways:
            yield from _cases(below, (*readings, (node.question, reading)))


def ways(node: Node[Outcome], way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Outcome]]:
    """Yield which readings lead to which outcome; readings of one question that lead to the same are told together."""
    if isinstance(node, Leaf):
        yield way, node.outcome
    elif isinstance(node, Branch):
        below: dict[Node[Outcome], list[str]] = {}
        for reading, leads_to in node.ways:
            below.setdefault(leads_to, []).append(reading.id if len(reading.id) == 1 else reading.sentence)
        for leads_to, readings in below.items():
            yield from ways(leads_to, (*way, f"{node.question.id} ({', '.join(readings)})"))


def is_whole(node: Node[Outcome]) -> bool:
    """Whether a tree has everything in it."""
    if isinstance(node, Branch):
        return all(is_whole(below) for _reading, below in node.ways)
    return isinstance(node, Leaf)


def seen_as(node: Node[Outcome], view: Callable[[Outcome], View]) -> Node[View]:
    """Return a tree of what a view shows of each outcome, without questions that then make no difference."""
    return followed(node, lambda outcome: Leaf(view(outcome)))


def asked(node: Node[Outcome]) -> Iterator[Question]:
    """Yield the questions of a tree, from its root on; one that is asked in several places as often."""
    if isinstance(node, Branch):
        yield node.question
        for _reading, below in node.ways:
            yield from asked(below)


def fixed(readings: Mapping[str, str]) -> Ask:
    """Return an ask that takes the readings given, and of every other question the first."""

    def ask(question: Question) -> str:
        return readings.get(question.id, question.readings[0].id)

    return ask


def letters(sentences: Sequence[str]) -> tuple[Reading, ...]:
    """Return readings called a, b, c ..."""
    return tuple(Reading(chr(ord("a") + place), sentence) for place, sentence in enumerate(sentences))
