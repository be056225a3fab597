# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change of an account would have done to mail that really came: counts, and examples of each kind.

Both accounts are judged under the same readings, so a message changes, may change, or does not. It knows no API.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine, said
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import INBOUND, OUTBOUND, Tracked
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    NOTHING_SETTLED,
    Node,
    Settled,
    cases,
    followed,
    is_whole,
    seen_as,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict

EXAMPLES = 5
"""So many messages of each kind are told."""

_NOT_WORKED_OUT = "not worked out: too many questions are open"


@dataclass(frozen=True)
class Shift:
    """What happened to messages of one kind, and what would.

    Attributes:
        certain: whatever the readings are; otherwise under some of them.
    """

    before: str
    after: str
    certain: bool


@dataclass
class Replay:
    """What a change would have done to mail.

    Attributes:
        messages: those that were judged. left_out: those that stayed inside. shifts: kind -> how many messages, and the
            first of them.
    """

    messages: int = 0
    left_out: int = 0
    shifts: dict[Shift, tuple[int, list[Tracked]]] = field(default_factory=dict)

    def add(self, shift: Shift, message: Tracked) -> None:
        """Count a message of a kind."""
        count, examples = self.shifts.get(shift, (0, []))
        self.shifts[shift] = (count + 1, [*examples, message] if len(examples) < EXAMPLES else examples)

    def count(self, certain: bool) -> int:
        """Return how many messages change for sure, or may change."""
        return sum(count for shift, (count, _examples) in self.shifts.items() if shift.certain == certain)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values, the most frequent kind first."""
        ordered = sorted(self.shifts.items(), key=lambda found: (-found[1][0], found[0].before, found[0].after))
        return {
            "messages": self.messages,
            "left_out": self.left_out,
            "changed": self.count(certain=True),
            "may_change": self.count(certain=False),
            "changes": [
                {
                    "before": shift.before,
                    "after": shift.after,
                    "certain": shift.certain,
                    "messages": count,
                    "examples": [message.as_data() for message in examples],
                }
                for shift, (count, examples) in ordered
            ],
        }


def replayed(
    before: Account, after: Account, messages: Iterable[Tracked], day: str, settled: Settled = NOTHING_SETTLED
) -> Replay:
    """Return what the way from one account to the other does to mail such as these messages.

    Args:
        day: the day that they are judged on; policies of a plan may begin no earlier.
        settled: readings that mail of the account has excluded already.
    """
    pair = _Pair(Engine(before, settled), Engine(after, settled), day)
    found = Replay()
    for message in messages:
        if message.direction not in (INBOUND, OUTBOUND):
            found.left_out += 1
            continue
        found.messages += 1
        shift = pair.shift(message)
        if shift:
            found.add(shift, message)
    return found


class _Pair:
    """Two accounts; messages that neither tells apart are worked out once."""

    def __init__(self, before: Engine, after: Engine, day: str) -> None:
        self._before, self._after, self._day = before, after, day
        self._known: dict[tuple[MailClass, MailClass], Shift | None] = {}

    def shift(self, message: Tracked) -> Shift | None:
        """Return what becomes of a message before and after, or None where that is the same."""
        judged = replace(message.message, day=self._day)
        key = (self._before.matching.mail_class(judged), self._after.matching.mail_class(judged))
        if key not in self._known:
            self._known[key] = _shift(self._before.outcome(key[0]), self._after.outcome(key[1]))
        return self._known[key]


def _shift(before: Node[Verdict], after: Node[Verdict]) -> Shift | None:
    """Return what differs between all that may become of a message, and all that would, reading by reading."""
    if before == after:
        return None
    node = followed(before, lambda was: seen_as(after, lambda becomes: (was, becomes)))
    if not is_whole(node):
        return Shift(_NOT_WORKED_OUT, _NOT_WORKED_OUT, certain=False)
    pairs = [case.outcome for case in cases(node)]
    differing = [(was, becomes) for was, becomes in pairs if was.effects != becomes.effects]
    if not differing:
        return None
    was, becomes = (" or ".join(dict.fromkeys(map(said, side))) for side in zip(*differing, strict=True))
    return Shift(was, becomes, certain=len(differing) == len(pairs))
