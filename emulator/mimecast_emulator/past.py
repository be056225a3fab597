# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What accounts were like before their last writes, for reads that lag behind.

May not know about faults other than what one of the kind ``lag`` says, or about requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .account import Account
from .contract import Json

KEPT = 200  # writes; the oldest go first


@dataclass(slots=True)
class Moment:
    """An account right before a write, and how often each operation has been asked since."""

    account: Account
    at: float
    reads: Counter[str] = field(default_factory=Counter)


class Past:
    """Remembers each account right before its last writes. ``now`` tells the seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._moments: dict[str, list[Moment]] = {}

    def forget(self) -> None:
        """Forgets everything."""
        self._moments.clear()

    def keep(self, account: Account) -> None:
        """Remembers an account as it is, right before a write."""
        moments = self._moments.setdefault(account.id, [])
        moments.append(Moment(account.copy(), self._now()))
        del moments[:-KEPT]

    def behind(self, account: Account, operation: str, lag: Json) -> Account:
        """The account as a lagging read shows it: a write appears ``ms`` after it, or after ``reads`` such reads."""
        moments = self._moments.get(account.id, [])
        if "ms" in lag:
            hidden = [moment for moment in moments if self._now() - moment.at < lag["ms"] / 1000]
        else:
            hidden = [moment for moment in moments if moment.reads[operation] < lag["reads"]]
        for moment in moments:
            moment.reads[operation] += 1
        return hidden[0].account if hidden else account
