# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which mail of a region policies that all do the same fit for sure between them. It knows no precedence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import Ask, Masks, Version
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask

_Rest = tuple[tuple[int, Mask], ...]
"""What policies ask besides the sender, as far as it is not all of a region: dimensions, and the classes that fit."""


class Cover:
    """The mail of a region that some policies fit for sure; those that ask the same besides the sender are as one."""

    def __init__(self, versions: Iterable[Version], masks: Masks) -> None:
        self._masks = masks
        self._senders: dict[tuple[int, _Rest], Mask] = {}
        for asked in versions:
            dimension = asked.sender.dimension
            mask, rest = masks[dimension] & asked.sender.sure, tuple(self._rest(asked))
            if mask and all(part for _dimension, part in rest):
                key = dimension, rest
                self._senders[key] = self._senders.get(key, 0) | mask

    def _rest(self, asked: Version) -> Iterator[tuple[int, Mask]]:
        for ask in (asked.recipient, *asked.servers):
            mask = self._masks[ask.dimension]
            if mask & ~ask.sure:
                yield ask.dimension, mask & ask.sure

    @property
    def is_whole(self) -> bool:
        """Whether it is all mail of the region."""
        return any(not rest and mask == self._masks[dimension] for (dimension, rest), mask in self._senders.items())

    @property
    def next_ask(self) -> Ask | None:
        """What the region is to be cut by, so that some part of it is covered; None where nothing is for sure."""
        if not self._senders:
            return None
        dimension, rest = min(self._senders, key=lambda key: len(key[1]))
        mask = self._senders[dimension, rest]
        if mask == self._masks[dimension]:
            dimension, mask = rest[0]
        return Ask(dimension, {True: mask}, mask)
