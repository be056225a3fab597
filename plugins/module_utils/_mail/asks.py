# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What policies ask of mail, as sets of classes in each of its dimensions. It knows no precedence."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Policy
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import HEADER, Candidate

SENDERS, HEADERS, RECIPIENTS, SERVERS, HOSTNAMES = range(5)
"""The dimensions of mail: who is in the envelope, who in the header, who gets it, where it comes from."""

SENT = frozenset({policies.ALTERATION, policies.ROUTE, policies.SIGNING})
"""Types that mail asks for that goes out."""

Masks = tuple[Mask, Mask, Mask, Mask, Mask]
"""A set of classes in each dimension."""


@dataclass(eq=False)
class Ask:
    """What a policy asks in one dimension.

    Attributes:
        pieces: how it fits -> the classes that it fits so; those that it never fits are left out. any: all of these.
        sure: those that it fits without a condition. personal: those that depend on the address itself.
    """

    dimension: int
    pieces: Mapping[Any, Mask]
    sure: Mask
    personal: Mask = 0
    any: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.any = 0
        for piece in self.pieces.values():
            self.any |= piece

    def divides(self, mask: Mask) -> bool:
        """Whether it treats classes differently."""
        return not (mask & self.any == 0 or any(mask & piece == mask for piece in self.pieces.values()))

    def divided(self, mask: Mask) -> list[Mask]:
        """Return the parts of a mask that it treats alike."""
        return [part for part in (*(mask & piece for piece in self.pieces.values()), mask & ~self.any) if part]

    def how(self, mask: Mask) -> Hashable:
        """Return how it fits classes that it does not divide, None where it does not."""
        return next((how for how, piece in self.pieces.items() if mask & piece), None)


@dataclass(eq=False)
class Version:
    """A policy in one of both accounts: what it asks of addresses and of servers, and in detail once it fits."""

    sender: Ask
    recipient: Ask
    servers: tuple[Ask, ...]
    details: tuple[Ask, ...]

    def fits(self, masks: Masks) -> bool:
        """Whether it may fit some of the mail."""
        sender, recipient = self.sender, self.recipient
        if not (masks[sender.dimension] & sender.any and masks[RECIPIENTS] & recipient.any):
            return False
        return not self.servers or any(masks[ask.dimension] & ask.any for ask in self.servers)

    def is_sure(self, masks: Masks) -> bool:
        """Whether it fits all of the mail, without a condition."""
        return all(masks[ask.dimension] & ~ask.sure == 0 for ask in (self.sender, self.recipient, *self.servers))


@dataclass(eq=False)
class Form:
    """A policy in one direction, as it compares one of both senders, before and after.

    Attributes:
        versions: None where it is not there or does nothing. moved: classes of senders and of recipients that it treats
            otherwise than before. detached: what it stands for is another thing now.
        like: what it is to a contest; None where it is like no other.
    """

    candidate: Candidate
    versions: tuple[Version | None, Version | None]
    moved: tuple[Mask, Mask]
    detached: bool
    like: Hashable = None

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.candidate.policy

    def is_changed(self, masks: Masks) -> bool:
        """Whether it may treat some of the mail otherwise than before."""
        if None in self.versions or self.detached:
            return True
        sender = HEADERS if self.candidate.seen_by == HEADER else SENDERS
        return bool(masks[sender] & self.moved[0] or masks[RECIPIENTS] & self.moved[1])
