# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of several policies of one type acts on a message: the contest, under every reading of the rules (S1 to S8).

A question is asked only where policies that do different things are left. It knows no addresses and no types.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Ask,
    Question,
    Reading,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Policy, Scope
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


def contest(candidates: Iterable[Candidate], effect: Effect, ask: Ask, at_random: bool = False) -> Decision:
    """Return what acts of the policies of one type.

    Args:
        candidates: in any order. effect: what a policy does; None is the same as no policy.
        at_random: a tie is told as it is, with all effects as a tuple, for the service takes any of them (S8).
    """
    found = sorted(candidates, key=lambda candidate: (candidate.policy.name, candidate.sender, candidate.seen_by))
    fitting = [candidate for candidate in found if not candidate.conditions]
    uncertain = [candidate for candidate in found if candidate.conditions and not _is_beaten(candidate, fitting)]
    effects = {effect(candidate) for candidate in (*_unbeaten(fitting), *uncertain)} | (set() if fitting else {None})
    if len(effects) == 1:
        return Decision(effects.pop(), _once(candidate.policy for candidate in (*_unbeaten(fitting), *uncertain)))
    fitting += [candidate for candidate in uncertain if _holds(candidate, ask)]
    if not fitting:
        return Decision(None)
    left = _winners(_unbeaten(fitting), effect, ask)
    return _decided(left, effect, ask, at_random)


def _decided(left: Sequence[Candidate], effect: Effect, ask: Ask, at_random: bool) -> Decision:
    """Return what acts of policies among which nothing decides any more (S8)."""
    by_effect: dict[Hashable, list[Policy]] = {}
    for candidate in left:
        by_effect.setdefault(effect(candidate), []).append(candidate.policy)
    if at_random and len(by_effect) > 1:
        effects = tuple(sorted(by_effect, key=str))
        return Decision(effects, _once(policy for policies in by_effect.values() for policy in policies))
    if len(by_effect) == 1:
        ((does, policies),) = by_effect.items()
        return Decision(does, _once(policies))
    taken = {f"{policies[0].name} ({does})": does for does, policies in by_effect.items()}
    told = " | ".join(sorted(taken))
    question = Question(
        f"S8 {left[0].policy.kind} {told}",
        f"Which of equally specific policies acts: {told}.",
        tuple(Reading(word, f"{word} does") for word in sorted(taken)),
    )
    does = taken[ask(question)]
    return Decision(does, _once(by_effect[does]))


def _once(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    return tuple(dict.fromkeys(policies))


def _holds(candidate: Candidate, ask: Ask) -> bool:
    return all(
        any(ask(condition.question) in condition.holds for condition in conditions)
        for conditions in candidate.conditions
    )


def _winners(left: list[Candidate], effect: Effect, ask: Ask) -> list[Candidate]:
    """Return the policies that no other one goes before, under the readings that are asked for."""
    steps = (_overriding, _narrowed_first, _most_specific, _narrowed_next, _overriding_last)
    for step in steps:
        if len({effect(candidate) for candidate in left}) == 1:
            return left
        left = step(left, ask)
    return left


def _overriding(left: list[Candidate], ask: Ask) -> list[Candidate]:
    return _preferred(left, lambda candidate: candidate.policy.override, lambda: ask(RULES["S7"].question) in "ac")


def _narrowed_first(left: list[Candidate], ask: Ask) -> list[Candidate]:
    return _preferred(left, lambda candidate: candidate.policy.narrowed, lambda: ask(RULES["S6"].question) == "c")


def _narrowed_next(left: list[Candidate], ask: Ask) -> list[Candidate]:
    return _preferred(left, lambda candidate: candidate.policy.narrowed, lambda: ask(RULES["S6"].question) == "b")


def _overriding_last(left: list[Candidate], ask: Ask) -> list[Candidate]:
    return _preferred(left, lambda candidate: candidate.policy.override, lambda: ask(RULES["S7"].question) == "b")


def _preferred(left: list[Candidate], has: Callable[[Candidate], bool], counts: Callable[[], bool]) -> list[Candidate]:
    """Return those that have something, where only some have it and it counts."""
    having = [candidate for candidate in left if has(candidate)]
    return having if having and len(having) < len(left) and counts() else left


def _most_specific(left: list[Candidate], ask: Ask) -> list[Candidate]:
    levels = _levels(left, ask)
    ranks = {_ranks(candidate, levels) for candidate in left}
    highest = {pair for pair in ranks if not any(_is_above(other, pair) for other in ranks)}
    if len(highest) > 1:
        measure = _MEASURES[ask(RULES["S5"].question)]
        most = max(measure(*pair) for pair in highest)
        highest = {pair for pair in highest if measure(*pair) == most}
    return [candidate for candidate in left if _ranks(candidate, levels) in highest]


def _levels(left: Sequence[Candidate], ask: Ask) -> Mapping[str, int]:
    """Return how specific the types of scopes are: of those in the middle as S4 is read, of others as is asked."""
    sides = ({candidate.sender for candidate in left}, {candidate.recipient for candidate in left})
    mixed = any(len({scope.type for scope in side} & {*MIDDLE["a"]}) > 1 for side in sides)
    levels = LEVELS[ask(RULES["S4"].question) if mixed else "a"]
    strange = {scope.type for side in sides for scope in side} - levels.keys()
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


def _unbeaten(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if not _is_beaten(candidate, candidates)]


def _is_beaten(candidate: Candidate, others: Iterable[Candidate]) -> bool:
    """Whether another policy goes before it under every reading of S4 to S7."""
    return any(_goes_before(other, candidate) for other in others)


def _goes_before(other: Candidate, candidate: Candidate) -> bool:
    override = other.policy.override - candidate.policy.override
    if override < 0 or other.policy.narrowed < candidate.policy.narrowed:
        return False
    strictly = override > 0
    for theirs, own in ((other.sender, candidate.sender), (other.recipient, candidate.recipient)):
        if theirs == own:
            continue
        if not {theirs.type, own.type} <= LEVELS["a"].keys():
            return False
        pairs = [(rank(theirs, levels), rank(own, levels)) for levels in LEVELS.values()]
        if any(left < right for left, right in pairs):
            return False
        strictly = strictly or all(left > right for left, right in pairs)
    return strictly
