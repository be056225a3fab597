# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that becomes of a message, before and after a change, under every reading that both have in common."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import made_out
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Pair
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Branch,
    Endless,
    Leaf,
    Node,
    Settled,
    followed,
    seen_as,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.limits import Limited
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import Facet, Region
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import GREYLISTING, Verdict


class Value(NamedTuple):
    """What becomes of a message. ``compared``: by which it differs from another. ``told``: how it is told."""

    compared: Any
    told: Any


_REFUSED, _PASSES = Value("refused before it comes to this", None), Value(None, None)

Difference: TypeAlias = "tuple[Any, Any] | None"
"""What is told of a message before and after; None where that is the same, or does not matter as it is refused."""


Values: TypeAlias = "tuple[Node[Value], Node[Value]]"
"""What becomes of a message before and after, as types that decide it tell by themselves."""


class Comparison:
    """Two accounts whose verdicts are compared.

    Attributes:
        unfinished: names of facets of which there may be more differences than were worked out.
        skipping: day -> the regions that differ in the checks that permits skip.
    """

    def __init__(self, pair: Pair, settled: Settled) -> None:
        self.unfinished: set[str] = set()
        self.skipping: dict[str, list[tuple[Region, Values]]] = {}
        self._pair, self._settled = pair, settled
        self._limited: dict[Hashable, list[Limited]] = {}

    def values(self, facet: Facet, message: Message) -> Values:
        """Return what becomes of a message in one respect, as the types that decide it tell."""
        if facet.name == "refused":
            return self._refusals(facet, facet.own, message, Value(False, False), Value(True, True))
        before, after = (
            seen_as(limited.outcome(message), lambda verdict: _value(facet, verdict, message))
            for limited in self._both(facet, facet.own)
        )
        return before, after

    def of_message(self, stage: Facet, message: Message) -> Values:
        """Return what one message comes to by all types that decide, before and after."""
        values = self.values(stage, message)
        return self.together(stage, values, self.values(stage.other, message)) if stage.beside else values

    def together(self, facet: Facet, own: Values, beside: Values) -> Values:
        """Return what becomes of a message, as all types that decide it tell: a permit spares it greylisting (P6)."""
        spared, greylisted = (own, beside) if policies.PERMIT in facet.own else (beside, own)
        before, after = (_turned_away(*each) for each in zip(spared, greylisted, strict=True))
        return before, after

    def refusals(self, facet: Facet, message: Message) -> Values:
        """Return what becomes of a message where other types refuse it before, and else nothing."""
        stopped = Value(True, True) if facet.name == "refused" else _REFUSED
        return self._refusals(replace(facet, name="refused"), facet.under, message, _PASSES, stopped)

    def _refusals(self, facet: Facet, kinds: frozenset[str], message: Message, passes: Value, stopped: Value) -> Values:
        before, after = (
            seen_as(limited.refusals(message), lambda is_refused: stopped if is_refused else passes)
            for limited in self._both(facet, kinds)
        )
        return before, after

    def _both(self, facet: Facet, kinds: frozenset[str]) -> list[Limited]:
        key = facet.name == "refused", facet.own, kinds  # No more of a facet counts.
        if key not in self._limited:
            self._limited[key] = [Limited(matching, facet, kinds, self._settled) for matching in self._pair]
        return self._limited[key]


def spares_greylisting(values: Values) -> Values:
    """Return whether a permit spares a message greylisting, where it is known which checks it skips."""
    before, after = (seen_as(node, _spares) for node in values)
    return before, after


def _spares(skipped: Value) -> Value:
    if skipped == _REFUSED:
        return skipped
    is_spared = GREYLISTING in skipped.told
    return Value(is_spared, is_spared)


def _turned_away(spared: Node[Value], greylisted: Node[Value]) -> Node[Value]:
    nothing = Value(False, False)
    return followed(
        spared,
        lambda skip: (
            Leaf(skip)
            if skip == _REFUSED
            else followed(greylisted, lambda found: Leaf(nothing if skip.told and found != _REFUSED else found))
        ),
    )


def difference(values: Values) -> Node[Difference]:
    """Return how what becomes of a message differs."""
    before, after = values
    if before == after:
        return Leaf(None)
    return followed(before, lambda old: followed(after, lambda new: Leaf(_difference(old, new))))


def difference_in_the_end(values: Values, refusals: Values) -> Node[Difference]:
    """Return how what becomes of a message differs, where other types may refuse it before."""
    if values[0] == values[1] and refusals[0] == refusals[1]:
        return Leaf(None)
    before, after = (_in_the_end(*each) for each in zip(values, refusals, strict=True))
    return difference((before, after))


def _in_the_end(value: Node[Value], refusal: Node[Value]) -> Node[Value]:
    return followed(refusal, lambda stopped: followed(value, Leaf) if stopped == _PASSES else Leaf(stopped))


def is_changed(node: Node[Difference]) -> bool:
    """Whether anything differs under any reading; what cannot be worked out may."""
    if isinstance(node, Branch):
        return any(is_changed(below) for _reading, below in node.ways)
    return isinstance(node, Endless) or node.outcome is not None


def _value(facet: Facet, found: Verdict, message: Message) -> Value:
    if found.refused_by:
        return _REFUSED
    if facet.name == "greylisted" and facet.own == {policies.PERMIT}:
        return _spares(Value(found.skips, found.skips))
    effect = found.effects[facet.name]
    if facet.name == "altered_to":
        return Value(made_out(found, message).altered_to, effect)
    if facet.kind:
        effect = facet.kind in effect
    return Value(effect, effect)


def _difference(before: Value, after: Value) -> Difference:
    if before.compared == after.compared or _REFUSED in (before, after):
        return None
    return before.told, after.told


def permits(facet: Facet, difference: Difference) -> bool:
    """Whether mail passes what stopped or checked it before: a refusal, a check that is skipped or bypassed."""
    if difference is None:
        return False
    before, after = difference
    if facet.name == "refused":
        return bool(before) and not after
    if facet.name == "skips":
        return not {*after} <= {*before}
    return facet.name in ("spoofing_bypassed", "bypasses") and bool(after)
