# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The seeded message log: which messages came, from whom, for whom, and when.

The same description gives the same messages. May not know about policies or operations.
"""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..account import read_legacy_time
from ..rows import Row

SENDERS = (
    "sam@partner.example",
    "ann@partner.example",
    "news@mail.partner.example",
    "noreply@a.b.partner.example",
    "jo@vendor.example",
    "billing@vendor.example",
    "list@news.example",
)
RECIPIENTS = ("postmaster@example.com", "jo@example.com", "kim@example.org")
IPS = ("192.0.2.10", "192.0.2.77", "198.51.100.5", "203.0.113.9")

OUTBOUND, INTERNAL = 0.12, 0.08  # shares of all messages; the others come from outside
SPOOFED, ANOTHER_HEADER = 0.15, 0.2  # shares of what comes from outside
SPAM, NOBODY = 0.1, 0.03


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one recipient. ``route`` tells the way it took, ``spam`` what scanning would say of it."""

    number: int
    received: datetime
    route: str
    envelope_from: str
    header_from: str
    to: str
    ip: str
    spam: bool

    @property
    def day(self) -> str:
        """The day it came, such as ``2026-01-31``."""
        return self.received.date().isoformat()

    @property
    def is_for_nobody(self) -> bool:
        """Whether there is no such recipient."""
        return self.to.startswith("nobody@")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who writes to whom, and from where."""

    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    ips: tuple[str, ...]

    def message(self, chance: random.Random, number: int, received: datetime) -> Message:
        """The next message."""
        outside, inside = chance.choice(self.senders), chance.choice(self.recipients)
        ip, kind, spam = chance.choice(self.ips), chance.random(), chance.random() < SPAM
        if kind < OUTBOUND:
            return Message(number, received, "outbound", inside, inside, outside, ip, False)
        if kind < OUTBOUND + INTERNAL:
            colleague = chance.choice(self.recipients)
            return Message(number, received, "internal", colleague, colleague, inside, ip, False)
        envelope, header = self._from(chance, outside)
        to = f"nobody@{inside.rpartition('@')[2]}" if chance.random() < NOBODY else inside
        return Message(number, received, "inbound", envelope, header, to, ip, spam)

    def _from(self, chance: random.Random, outside: str) -> tuple[str, str]:
        """Envelope and header sender of what comes from outside, now and then one of the account's own addresses."""
        kind = chance.random()
        if kind < SPOOFED:
            own = chance.choice(self.recipients)
            return (own, own) if chance.random() < 1 / 3 else (outside, own)
        if kind < SPOOFED + ANOTHER_HEADER:
            return outside, chance.choice(self.senders)
        return outside, outside


def messages(log: Row) -> tuple[Message, ...]:
    """The messages of a log, oldest first, evenly over its days; none without a description."""
    if not log:
        return ()
    words = tuple(tuple(log.get(name, default)) for name, default in _WORDS)
    return _messages(log["seed"], log["count"], log["days"], read_legacy_time(log["until"]), Correspondence(*words))


_WORDS = (("senders", SENDERS), ("recipients", RECIPIENTS), ("ips", IPS))


@functools.lru_cache(maxsize=8)
def _messages(
    seed: int, count: int, days: float, until: datetime, correspondence: Correspondence
) -> tuple[Message, ...]:
    chance = random.Random(seed)  # nosec B311  # a log has to come out the same, not to be secret
    apart = timedelta(days=days) / max(1, count)
    return tuple(
        correspondence.message(chance, number, (until - apart * (count - number)).replace(microsecond=0))
        for number in range(count)
    )
