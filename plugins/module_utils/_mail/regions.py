# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of all mail, and the things that become of it, each with the types of policies that it depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import HEADERS, SENDERS, Masks
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Policy

REFUSAL = (policies.SPOOFING, policies.SPF_BYPASS, policies.BLOCK, policies.PERMIT)
"""Types that decide whether a message is refused; a permit with Policy Override may lift a block (S7)."""

STAGES = (frozenset(REFUSAL[:2]), frozenset(REFUSAL[2:]))
"""Of these, those that refuse together: what one type does may undo what the other does."""

ANY, SAME, DIFFERENT = "any", "same", "different"
"""How both senders of a message are to each other: it makes no difference, one address, two."""


class Region(NamedTuple):
    """A part of all mail: sets of classes, and how both senders are to each other."""

    masks: Masks
    senders: str = ANY

    def cut(self, dimension: int, mask: Mask) -> Region:
        """Return its part with some of the classes of one dimension."""
        masks = list(self.masks)
        masks[dimension] = mask
        if self.senders == SAME and dimension in (SENDERS, HEADERS):
            masks[SENDERS] = masks[HEADERS] = mask
        return Region((masks[0], masks[1], masks[2], masks[3], masks[4]), self.senders)

    def meets(self, other: Region) -> bool:
        """Whether there may be mail of both."""
        return self.senders == other.senders and all(
            own & theirs for own, theirs in zip(self.masks, other.masks, strict=True)
        )

    def holds(self, classes: Masks, is_same: bool) -> bool:
        """Whether it holds mail of one class in each dimension."""
        if self.senders == (DIFFERENT if is_same else SAME):
            return False
        return all(own & theirs for own, theirs in zip(self.masks, classes, strict=True))


@dataclass(frozen=True)
class Facet:
    """One thing that becomes of mail.

    Attributes:
        name: of Verdict.effects. own: types that decide about it. under: others that may refuse the message before.
        detailed: types of which more counts than which policy acts. kind: the type of bypass that it is about.
        beside: types that decide about it too, but are looked at apart.
    """

    name: str
    own: frozenset[str]
    under: frozenset[str]
    detailed: frozenset[str] = frozenset({policies.SPF_BYPASS})
    kind: str = ""
    beside: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """All types that it depends on."""
        return self.own | self.under

    @property
    def stages(self) -> tuple[Facet, ...]:
        """It by types that decide together, each for mail of which the ones before have not changed."""
        if self.name == "greylisted":
            kinds = (frozenset({policies.PERMIT}), frozenset({policies.GREYLISTING}))
            return tuple(replace(self, own=own, beside=self.own - own) for own in kinds)
        if self.name != "refused":
            return (self,)
        return tuple(replace(self, own=own, under=self.all - own) for own in STAGES)

    @property
    def other(self) -> Facet:
        """What the types beside it decide."""
        return replace(self, own=self.beside, beside=frozenset())

    def is_about(self, policy: Policy) -> bool:
        """Whether a policy of these types may count: of permits, where it is about refusals, those that override."""
        if policy.kind != policies.PERMIT or policy.override:
            return True
        return policy.kind in self.own and self.name != "refused"
