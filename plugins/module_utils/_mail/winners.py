# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of several policies of one type acts on a message: the contest, under every reading of the rules (S1 to S8).

A question is asked only where policies that do different things are left. It knows no addresses and no types.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Ask,
    Branch,
    Leaf,
    Node,
    Question,
    Reading,
    explored,
    followed,
    seen_as,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import BOTH, Policy, Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import MIDDLE, RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    EXACT,
    Condition,
    exactness,
)

ENVELOPE, HEADER = "envelope", "header"
"""By which sender address a policy fits."""

Rank = tuple[int, int]
"""How specific a side is: the level of its scope, and how exact it is inside of the level (M2)."""
Side = tuple[str, int]
"""The type of the scope of a side, and how exact it is inside of the level."""

_ABOVE = ("everyone", "internal_addresses", "external_addresses")
_BELOW = ("individual_email_address",)
LEVELS: Mapping[str, Mapping[str, int]] = {
    reading: {kind: level for level, kind in enumerate((*_ABOVE, *middle, *_BELOW))}
    for reading, middle in MIDDLE.items()
}
"""Reading of S4 -> type of scope -> how specific it is."""


@dataclass(frozen=True)
class Candidate:
    """A policy that fits a message in one direction, for sure or under conditions.

    Attributes:
        sender, recipient: the scopes that the sender and the recipient are in.
        seen_by: which sender address fits. conditions: of each one part has to hold; none where it fits for sure.
    """

    policy: Policy
    sender: Scope
    recipient: Scope
    seen_by: str
    conditions: tuple[tuple[Condition, ...], ...] = ()


@dataclass(frozen=True)
class Decision:
    """What a type of policy does with a message, and which policies may be the ones that do it.

    Attributes:
        effect: None where nothing acts. policies: several where they do the same and it is not known which counts, or
            where the service takes one at random.
    """

    effect: Any
    policies: tuple[Policy, ...] = ()


Effect = Callable[[Candidate], Hashable]
"""What a policy does, None where that is nothing."""

_Does = tuple[Hashable, ...]
_Held = tuple[bool, ...]
"""What each of some policies does, and whether the conditions of each hold."""


@dataclass(frozen=True, eq=False)
class _Entrant(Candidate):
    """A policy with those that are the same to a contest, the first of them by name."""

    equals: tuple[Policy, ...] = ()


class _Standing(NamedTuple):
    """All that counts of a policy among others, but for its name: contests of the same ones end alike.

    Attributes:
        sides: type of scope and how exact, of the sender and the recipient. effect: which of the different ones.
    """

    override: bool
    narrowed: bool
    sides: tuple[Side, Side]
    effect: int


class Contest:
    """Policies of one type that fit a message, ready to be weighed under any readings."""

    def __init__(self, candidates: Iterable[Candidate], is_named: bool = True) -> None:
        """Put aside what cannot win under any reading.

        Args:
            is_named: whether decisions name policies; where they do not, far fewer readings lead to different ones.
        """
        self._is_named = is_named
        found = _merged(candidates)
        self._fitting = _unbeaten([entrant for entrant in found if not entrant.conditions])
        self._uncertain = [
            entrant for entrant in found if entrant.conditions and not _is_beaten(entrant, self._fitting)
        ]
        self._entrants = (*self._fitting, *self._uncertain)
        self._together: dict[_Held, list[_Entrant]] = {}
        self._known: dict[tuple[_Does, _Held, bool], Node[Decision]] = {}

    def decided(self, effect: Callable[[Ask], Effect], at_random: bool = False) -> Node[Decision]:
        """Return what acts, under every reading.

        Args:
            effect: what a policy does. at_random: a tie is told as it is, all effects as a tuple, for the service takes
                any of them (S8).
        """

        def given(ask: Ask) -> tuple[_Does, _Held]:
            does = tuple(map(effect(ask), self._entrants))
            is_settled = len(self._effects(does)) == 1
            return does, () if is_settled else tuple(holds(entrant, ask) for entrant in self._uncertain)

        def then(found: tuple[_Does, _Held]) -> Node[Decision]:
            key = (*found, at_random)
            if key not in self._known:
                self._known[key] = self._among(*key)
            return self._known[key]

        return followed(explored(given), then)

    def _effects(self, does: _Does) -> set[Hashable]:
        return {*does} | (set() if self._fitting else {None})

    def _among(self, does: _Does, held: _Held, at_random: bool) -> Node[Decision]:
        """Return what acts, where it is known what each policy does and which conditions hold."""
        effects = self._effects(does)
        if len(effects) == 1:
            return Leaf(self._decision(effects.pop(), self._entrants))
        fitting = self._that_fit(held)
        if not fitting:
            return Leaf(Decision(None))
        by_id = {id(entrant): effect for entrant, effect in zip(self._entrants, does, strict=True)}
        theirs = [by_id[id(entrant)] for entrant in fitting]

        def then(places: tuple[int, ...]) -> Node[Decision]:
            return self._end([(fitting[place], theirs[place]) for place in places], at_random)

        winning = _winning if self._is_named else _winning_effects
        return followed(winning(_standings(fitting, theirs)), then)

    def _decision(self, effect: Any, entrants: Iterable[_Entrant]) -> Decision:
        return Decision(effect, _policies(entrants) if self._is_named else ())

    def _end(self, left: Sequence[tuple[_Entrant, Hashable]], at_random: bool) -> Node[Decision]:
        """Return what acts of policies, each with what it does, among which nothing decides any more (S8)."""
        by_effect: dict[Hashable, list[_Entrant]] = {}
        for entrant, does in left:
            by_effect.setdefault(does, []).append(entrant)
        all_left = [entrant for entrant, _does in left]
        if len(by_effect) == 1:
            return Leaf(self._decision(next(iter(by_effect)), all_left))
        if at_random:
            return Leaf(self._decision(tuple(sorted(by_effect, key=str)), all_left))
        taken = {
            f"{entrants[0].policy.name} ({'nothing' if does is None else does})": does
            for does, entrants in by_effect.items()
        }
        question = _which(all_left[0].policy.kind, sorted(taken))
        ends = [(way, taken[way.id]) for way in question.readings]
        return Branch(question, tuple((way, Leaf(self._decision(does, by_effect[does]))) for way, does in ends))

    def _that_fit(self, held: _Held) -> list[_Entrant]:
        """Return what can win, with those of which the conditions hold; worked out once, for readings are many."""
        if held not in self._together:
            more = [entrant for entrant, holds in zip(self._uncertain, held, strict=True) if holds]
            self._together[held] = _unbeaten([*self._fitting, *more]) if more else self._fitting
        return self._together[held]


def _standings(fitting: Sequence[_Entrant], effects: Sequence[Hashable]) -> tuple[_Standing, ...]:
    numbers = {effect: number for number, effect in enumerate(dict.fromkeys(effects))}
    return tuple(
        _Standing(
            entrant.policy.override,
            entrant.policy.narrowed,
            (_side(entrant.sender), _side(entrant.recipient)),
            numbers[effect],
        )
        for entrant, effect in zip(fitting, effects, strict=True)
    )


def _merged(candidates: Iterable[Candidate]) -> list[_Entrant]:
    same: dict[Hashable, list[Candidate]] = {}
    for candidate in sorted(candidates, key=_order):
        policy = candidate.policy
        asked = (*_ranked(candidate), candidate.seen_by, candidate.conditions)
        says = (policy.does, policy.override, policy.narrowed, policy.based_on, policy.spf_domains)
        same.setdefault((asked, says), []).append(candidate)
    return [
        _Entrant(
            **{name: getattr(equals[0], name) for name in Candidate.__dataclass_fields__},
            equals=tuple(dict.fromkeys(candidate.policy for candidate in equals)),
        )
        for equals in same.values()
    ]


def _order(candidate: Candidate) -> tuple[str, ...]:
    """Return by what candidates are in order, so that questions come in the same order in every run."""
    sender, recipient = candidate.sender, candidate.recipient
    return candidate.policy.name, candidate.seen_by, sender.type, sender.value, recipient.type, recipient.value


def _ranked(candidate: Candidate) -> tuple[Hashable, ...]:
    """Return how specific both sides are, or the policy where it counts that it is the same that both senders fit."""
    scopes = candidate.sender, candidate.recipient
    if candidate.policy.based_on == BOTH or any(scope.type not in LEVELS["a"] for scope in scopes):
        return scopes
    return tuple(rank(scope, LEVELS["a"]) for scope in scopes)


def _policies(entrants: Iterable[_Entrant]) -> tuple[Policy, ...]:
    return tuple(dict.fromkeys(policy for entrant in entrants for policy in entrant.equals))


def holds(candidate: Candidate, ask: Ask) -> bool:
    """Whether all conditions of a policy hold."""
    return all(
        any(ask(condition.question) in condition.holds for condition in conditions)
        for conditions in candidate.conditions
    )


def _which(kind: str, ways: Sequence[str]) -> Question:
    told = " | ".join(ways)
    readings = tuple(Reading(word, f"{word} does") for word in ways)
    return Question(f"S8 {kind} {told}", f"Which of equally specific policies acts: {told}.", readings)


@lru_cache(maxsize=65536)
def _winning_effects(standings: tuple[_Standing, ...]) -> Node[tuple[int, ...]]:
    """Return the places of the policies that win, or one that does the same where all of them do."""
    places = {standing.effect: place for place, standing in reversed([*enumerate(standings)])}

    def seen(won: tuple[int, ...]) -> tuple[int, ...]:
        effects = {standings[place].effect for place in won}
        return won if len(effects) > 1 else (places[effects.pop()],)

    return seen_as(_winning(standings), seen)


@lru_cache(maxsize=65536)
def _winning(standings: tuple[_Standing, ...]) -> Node[tuple[int, ...]]:
    """Return the places of the policies that no other one goes before, under every reading."""
    return explored(lambda ask: tuple(_winners([*range(len(standings))], standings, ask)))


_Left = list[int]
_Standings = Sequence[_Standing]


def _winners(left: _Left, among: _Standings, ask: Ask) -> _Left:
    """Return the policies that no other one goes before, under the readings that are asked for."""
    steps = (_overriding, _narrowed_first, _most_specific, _narrowed_next, _overriding_last)
    for step in steps:
        if len({among[place].effect for place in left}) == 1:
            return left
        left = step(left, among, ask)
    return left


def _overriding(left: _Left, among: _Standings, ask: Ask) -> _Left:
    return _preferred(left, lambda place: among[place].override, lambda: ask(RULES["S7"].question) in "ac")


def _narrowed_first(left: _Left, among: _Standings, ask: Ask) -> _Left:
    return _preferred(left, lambda place: among[place].narrowed, lambda: ask(RULES["S6"].question) == "c")


def _narrowed_next(left: _Left, among: _Standings, ask: Ask) -> _Left:
    return _preferred(left, lambda place: among[place].narrowed, lambda: ask(RULES["S6"].question) == "b")


def _overriding_last(left: _Left, among: _Standings, ask: Ask) -> _Left:
    return _preferred(left, lambda place: among[place].override, lambda: ask(RULES["S7"].question) == "b")


def _preferred(left: _Left, has: Callable[[int], bool], counts: Callable[[], bool]) -> _Left:
    """Return those that have something, where only some have it and it counts."""
    having = [place for place in left if has(place)]
    return having if having and len(having) < len(left) and counts() else left


def _most_specific(left: _Left, among: _Standings, ask: Ask) -> _Left:
    levels = _levels([among[place] for place in left], ask)
    ranks = {place: _ranks(among[place], levels) for place in left}
    every = {*ranks.values()}
    highest = {pair for pair in every if not any(_is_above(other, pair) for other in every)}
    if len(highest) > 1:
        measure = _MEASURES[ask(RULES["S5"].question)]
        most = max(measure(*pair) for pair in highest)
        highest = {pair for pair in highest if measure(*pair) == most}
    return [place for place in left if ranks[place] in highest]


def _levels(left: _Standings, ask: Ask) -> Mapping[str, int]:
    """Return how specific the types of scopes are: of those in the middle as S4 is read, of others as is asked."""
    kinds = {kind for standing in left for kind, _exactness in standing.sides}
    # Where the ranks of both sides are added (S5), the place of one type in the middle is enough to matter.
    levels = LEVELS[ask(RULES["S4"].question) if kinds & {*MIDDLE["a"]} else "a"]
    strange = kinds - levels.keys()
    return {**levels, **{kind: levels[ask(_as_specific_as(kind, levels))] for kind in sorted(strange)}}


def _as_specific_as(kind: str, levels: Iterable[str]) -> Question:
    readings = tuple(Reading(known, f"as specific as {known}") for known in levels)
    return Question(
        f"unknown:specificity {kind}", f"How specific the scope {kind} is, which is not known here.", readings
    )


def _ranks(standing: _Standing, levels: Mapping[str, int]) -> tuple[Rank, Rank]:
    (sender, how_exact), (recipient, exact) = standing.sides
    return (levels[sender], how_exact), (levels[recipient], exact)


def _is_above(other: tuple[Rank, Rank], pair: tuple[Rank, Rank]) -> bool:
    return other != pair and all(theirs >= own for theirs, own in zip(other, pair, strict=True))


_MEASURES: dict[str, Callable[[Rank, Rank], Any]] = {
    "a": lambda sender, recipient: (sender, recipient),
    "b": lambda sender, recipient: (recipient, sender),
    "c": lambda sender, recipient: (sender[0] + recipient[0], sender[1] + recipient[1]),
    "d": lambda sender, recipient: 0,
}
"""How both sides count together, by the readings of S5; what is less specific on both sides is out already."""


def rank(scope: Scope, levels: Mapping[str, int]) -> Rank:
    """Return how specific a scope is."""
    kind, exact = _side(scope)
    return levels[kind], exact


def _side(scope: Scope) -> Side:
    patterns = ("email_domain", "individual_email_address")
    return scope.type, exactness(scope.value) if scope.type in patterns else EXACT


def _unbeaten(entrants: list[_Entrant]) -> list[_Entrant]:
    return [entrant for entrant in entrants if not _is_beaten(entrant, entrants)]


def _is_beaten(candidate: Candidate, others: Iterable[Candidate]) -> bool:
    return any(goes_before(other, candidate) for other in others)


def goes_before(other: Candidate, candidate: Candidate) -> bool:
    """Whether a policy goes before another one under every reading of S4 to S7."""
    override = other.policy.override - candidate.policy.override
    if override < 0 or other.policy.narrowed < candidate.policy.narrowed:
        return False
    sender = _above_for_sure(other.sender, candidate.sender)
    recipient = _above_for_sure(other.recipient, candidate.recipient)
    if sender is None or recipient is None:
        return False
    return override > 0 or sender or recipient


@lru_cache(maxsize=65536)
def _above_for_sure(scope: Scope, other: Scope) -> bool | None:
    """Whether a scope is more specific than another under every reading of S4; None where it may be less so."""
    if scope == other:
        return False
    if not {scope.type, other.type} <= LEVELS["a"].keys():
        return None
    pairs = [(rank(scope, levels), rank(other, levels)) for levels in LEVELS.values()]
    if any(left < right for left, right in pairs):
        return None
    return all(left > right for left, right in pairs)
