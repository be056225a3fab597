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
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Ask,
    Question,
    Reading,
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


@dataclass(frozen=True)
class _Entrant(Candidate):
    """A policy with those that are the same to a contest, the first of them by name."""

    equals: tuple[Policy, ...] = ()


class Contest:
    """Policies of one type that fit a message, ready to be weighed under any readings."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        """Put aside what cannot win under any reading."""
        found = _merged(candidates)
        self._fitting = _unbeaten([entrant for entrant in found if not entrant.conditions])
        self._uncertain = [
            entrant for entrant in found if entrant.conditions and not _is_beaten(entrant, self._fitting)
        ]
        self._known: dict[tuple[bool, ...], list[_Entrant]] = {}

    def decided(self, effect: Effect, ask: Ask, at_random: bool = False) -> Decision:
        """Return what acts.

        Args:
            effect: what a policy does. at_random: a tie is told as it is, all effects as a tuple, for the service takes
                any of them (S8).
        """
        entrants = (*self._fitting, *self._uncertain)
        does = {id(entrant): effect(entrant) for entrant in entrants}
        effects = {*does.values()} | (set() if self._fitting else {None})
        if len(effects) == 1:
            return Decision(effects.pop(), _policies(entrants))
        fitting = self._together(tuple(holds(entrant, ask) for entrant in self._uncertain))
        if not fitting:
            return Decision(None)

        def known(candidate: Candidate) -> Hashable:
            return does[id(candidate)]

        return _decided(_winners(fitting, known, ask), known, ask, at_random)

    def _together(self, held: tuple[bool, ...]) -> list[_Entrant]:
        """Return what can win, with those of which the conditions hold; worked out once, for readings are many."""
        if held not in self._known:
            more = [entrant for entrant, holds in zip(self._uncertain, held, strict=True) if holds]
            self._known[held] = _unbeaten([*self._fitting, *more]) if more else self._fitting
        return self._known[held]


def _merged(candidates: Iterable[Candidate]) -> list[_Entrant]:
    same: dict[Hashable, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.policy.name):
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


def _decided(left: Sequence[_Entrant], effect: Effect, ask: Ask, at_random: bool) -> Decision:
    """Return what acts of policies among which nothing decides any more (S8)."""
    by_effect: dict[Hashable, list[_Entrant]] = {}
    for entrant in left:
        by_effect.setdefault(effect(entrant), []).append(entrant)
    if len(by_effect) == 1:
        return Decision(next(iter(by_effect)), _policies(left))
    if at_random:
        return Decision(tuple(sorted(by_effect, key=str)), _policies(left))
    taken = {
        f"{entrants[0].policy.name} ({'nothing' if does is None else does})": does
        for does, entrants in by_effect.items()
    }
    told = " | ".join(sorted(taken))
    question = Question(
        f"S8 {left[0].policy.kind} {told}",
        f"Which of equally specific policies acts: {told}.",
        tuple(Reading(word, f"{word} does") for word in sorted(taken)),
    )
    does = taken[ask(question)]
    return Decision(does, _policies(by_effect[does]))


def _winners(left: list[_Entrant], effect: Effect, ask: Ask) -> list[_Entrant]:
    """Return the policies that no other one goes before, under the readings that are asked for."""
    steps = (_overriding, _narrowed_first, _most_specific, _narrowed_next, _overriding_last)
    for step in steps:
        if len({effect(candidate) for candidate in left}) == 1:
            return left
        left = step(left, ask)
    return left


def _overriding(left: list[_Entrant], ask: Ask) -> list[_Entrant]:
    return _preferred(left, lambda candidate: candidate.policy.override, lambda: ask(RULES["S7"].question) in "ac")


def _narrowed_first(left: list[_Entrant], ask: Ask) -> list[_Entrant]:
    return _preferred(left, lambda candidate: candidate.policy.narrowed, lambda: ask(RULES["S6"].question) == "c")


def _narrowed_next(left: list[_Entrant], ask: Ask) -> list[_Entrant]:
    return _preferred(left, lambda candidate: candidate.policy.narrowed, lambda: ask(RULES["S6"].question) == "b")


def _overriding_last(left: list[_Entrant], ask: Ask) -> list[_Entrant]:
    return _preferred(left, lambda candidate: candidate.policy.override, lambda: ask(RULES["S7"].question) == "b")


def _preferred(left: list[_Entrant], has: Callable[[_Entrant], bool], counts: Callable[[], bool]) -> list[_Entrant]:
    """Return those that have something, where only some have it and it counts."""
    having = [candidate for candidate in left if has(candidate)]
    return having if having and len(having) < len(left) and counts() else left


def _most_specific(left: list[_Entrant], ask: Ask) -> list[_Entrant]:
    levels = _levels(left, ask)
    ranks = {_ranks(candidate, levels) for candidate in left}
    highest = {pair for pair in ranks if not any(_is_above(other, pair) for other in ranks)}
    if len(highest) > 1:
        measure = _MEASURES[ask(RULES["S5"].question)]
        most = max(measure(*pair) for pair in highest)
        highest = {pair for pair in highest if measure(*pair) == most}
    return [candidate for candidate in left if _ranks(candidate, levels) in highest]


def _levels(left: Sequence[_Entrant], ask: Ask) -> Mapping[str, int]:
    """Return how specific the types of scopes are: of those in the middle as S4 is read, of others as is asked."""
    kinds = {scope.type for candidate in left for scope in (candidate.sender, candidate.recipient)}
    # Where the ranks of both sides are added (S5), the place of one type in the middle is enough to matter.
    levels = LEVELS[ask(RULES["S4"].question) if kinds & {*MIDDLE["a"]} else "a"]
    strange = kinds - levels.keys()
    return {**levels, **{kind: levels[ask(_as_specific_as(kind, levels))] for kind in sorted(strange)}}


def _as_specific_as(kind: str, levels: Iterable[str]) -> Question:
    readings = tuple(Reading(known, f"as specific as {known}") for known in levels)
    return Question(
        f"unknown:specificity {kind}", f"How specific the scope {kind} is, which is not known here.", readings
    )


def _ranks(candidate: Candidate, levels: Mapping[str, int]) -> tuple[Rank, Rank]:
    return rank(candidate.sender, levels), rank(candidate.recipient, levels)


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
    patterns = ("email_domain", "individual_email_address")
    return levels[scope.type], exactness(scope.value) if scope.type in patterns else EXACT


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
