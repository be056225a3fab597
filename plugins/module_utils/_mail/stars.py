# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One name for every combination of patterns with stars that a name can fit, and for no other.

The expressions that patterns stand for (``wildcards``) are walked together, letter by letter, as automata are. It knows
no policies.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_STATES = 20_000
"""After so many states no more names are looked for, and what was found is not all there is."""

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz-_"
_TOKEN = re.compile(r"\[\^\.\][*+]|\.[*+]|\(\?:\.\+\\\.\)\?|\\.|.", re.DOTALL)
_REPEATED = 40
"""How often the letter that no pattern has is repeated at most, for a name that nothing else has."""

_ANY, _NO_DOT = "any", "no dot"
_State = tuple[int, bool, bool, bool]
"""Places; whether a label has begun, there was a dot, and there is a letter that no pattern has."""


@dataclass(frozen=True)
class Names:
    """Names for all combinations of patterns. ``all``: whether none is missing."""

    names: tuple[str, ...]
    all: bool = True


class _Automaton:
    """Expressions as one automaton: a state is the set of places that are reached, as the bits of a number."""

    def __init__(self, expressions: Sequence[str]) -> None:
        self._steps: list[list[tuple[str, int]]] = []
        self._also: dict[int, int] = {}
        self.start = self.ends = 0
        for expression in expressions:
            self._read(expression)
        self._known: dict[tuple[int, str], int] = {}

    def _place(self) -> int:
        self._steps.append([])
        return len(self._steps) - 1

    def _read(self, expression: str) -> None:
        here = self._place()
        self.start |= 1 << here
        for token in _TOKEN.findall(expression):
            if token in (".*", "[^.]*"):
                self._steps[here].append((_ANY if token == ".*" else _NO_DOT, here))
                continue
            there = self._place()
            if token in (".+", "[^.]+"):
                sign = _ANY if token == ".+" else _NO_DOT
                self._steps[here].append((sign, there))
                self._steps[there].append((sign, there))
            elif token.startswith("(?:"):
                between = there
                there = self._place()
                self._steps[here].append((_ANY, between))
                self._steps[between] += [(_ANY, between), (".", there)]
                self._also[here] = there
            else:
                self._steps[here].append((token[-1], there))
            here = there
        self.ends |= 1 << here

    def closed(self, state: int) -> int:
        """Return a state with all that is reached without a letter."""
        for here in range(len(self._steps)):
            if state >> here & 1 and here in self._also:
                state |= 1 << self._also[here]
        return state

    def after(self, state: int, letter: str) -> int:
        """Return the state after one more letter."""
        key = state, letter
        if key not in self._known:
            signs = (letter, _ANY) if letter == "." else (letter, _ANY, _NO_DOT)
            reached, left = 0, state
            while left:
                lowest = left & -left
                left ^= lowest
                for sign, there in self._steps[lowest.bit_length() - 1]:
                    if sign in signs:
                        reached |= 1 << there
            self._known[key] = self.closed(reached)
        return self._known[key]


def names(expressions: Sequence[str], is_free: Callable[[str], bool], *, of_domains: bool) -> Names:
    """Return one free name for every set of expressions that a name can fit at once, the empty set among them.

    Args:
        expressions: as ``wildcards`` writes them. is_free: whether nothing else asks for a name.
        of_domains: names are domains of two labels or more; otherwise they are local parts.
    """
    letters = {token[-1] for each in expressions for token in _TOKEN.findall(each) if len(token.lstrip("\\")) == 1}
    other = next((letter for letter in _LETTERS if letter not in letters), "")
    alphabet = [*([other] if other else []), *sorted(letters | ({"."} if of_domains else set()))]
    automaton = _Automaton(expressions)
    words = _reached(automaton, alphabet, "." if of_domains else "")
    found: dict[int, str] = {}
    for (state, is_label, has_dot, _is_fresh), word in words.items():
        ends = state & automaton.ends
        if ends not in found and is_label and has_dot == of_domains:
            free = _free(word, other, is_free)
            found.update({ends: free} if free else {})
    return Names(tuple(found.values()), len(words) < MOST_STATES)


def _reached(automaton: _Automaton, alphabet: Sequence[str], dot: str) -> dict[_State, str]:
    """Return the shortest name for each state, one with the first letter of the alphabet apart from others."""
    begin = (automaton.closed(automaton.start), False, False, False)
    words: dict[_State, str] = {begin: ""}
    queue = deque([begin])
    while queue:
        here = queue.popleft()
        state, is_label, has_dot, is_fresh = here
        for letter in alphabet:
            is_dot = letter == dot
            if is_dot and not is_label:
                continue
            there = (automaton.after(state, letter), not is_dot, has_dot or is_dot, is_fresh or letter == alphabet[0])
            if there not in words and len(words) < MOST_STATES:
                words[there] = words[here] + letter
                queue.append(there)
    return words


def _free(word: str, other: str, is_free: Callable[[str], bool]) -> str:
    """Return a name that ends in the same state and that nothing else asks for, or "".

    A letter that no expression has fits stars alone, so it can be repeated.
    """
    if not other or other not in word:
        return word if is_free(word) else ""
    longer = (word.replace(other, other * times) for times in range(1, _REPEATED))
    return next((name for name in longer if is_free(name)), "")
