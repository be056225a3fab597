# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that becomes of a message, before and after a change, under every reading that both have in common."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import made_out
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Pair
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.divisions import Facet
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Branch,
    Endless,
    Leaf,
    Node,
    Settled,
    explored,
    seen_as,
    walked,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.limits import Limited
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict

REFUSED = "refused before it comes to this"


class Value(NamedTuple):
    """What becomes of a message. ``compared``: by which it differs from another. ``told``: how it is told."""

    compared: Any
    told: Any


Difference: TypeAlias = "tuple[Any, Any] | None"
"""What is told of a message before and after; None where that is the same, or does not matter as it is refused."""


class Comparison:
    """Two accounts whose verdicts are compared."""

    def __init__(self, pair: Pair, settled: Settled) -> None:
        self._pair, self._settled = pair, settled
        self._limited: dict[tuple[Facet, frozenset[str]], list[Limited]] = {}

    def differences(self, facet: Facet, kinds: frozenset[str], message: Message) -> Node[Difference]:
        """Return how one thing that becomes of a message differs, as policies of some types alone decide."""
        key = facet, kinds
        if key not in self._limited:
            self._limited[key] = [Limited(matching, facet, kinds, self._settled) for matching in self._pair]
        before, after = (
            seen_as(limited.outcome(message), lambda found: _value(facet, found, message))
            for limited in self._limited[key]
        )
        if before == after:
            return Leaf(None)
        return explored(lambda ask: _difference(walked(before, ask), walked(after, ask)))


def is_changed(node: Node[Difference]) -> bool:
    """Whether anything differs under any reading; what cannot be worked out may."""
    if isinstance(node, Branch):
        return any(is_changed(below) for _reading, below in node.ways)
    return isinstance(node, Endless) or node.outcome is not None


def _value(facet: Facet, found: Verdict, message: Message) -> Value:
    if facet.name == "refused":
        return Value(found.refused_by is not None, found.refused_by is not None)
    if found.refused_by:
        return Value(REFUSED, REFUSED)
    effect = found.effects[facet.name]
    if facet.name == "altered_to":
        return Value(made_out(found, message).altered_to, effect)
    if facet.kind:
        effect = facet.kind in effect
    return Value(effect, effect)


def _difference(before: Value, after: Value) -> Difference:
    if before.compared == after.compared or REFUSED in (before.compared, after.compared):
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
