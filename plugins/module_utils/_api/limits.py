# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of a run, and how long it waits before it repeats a call.

It sends nothing and does not wait itself. Facts: CONTRACT 2.4.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer, NoAnswer
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation

FIRST_PAUSE = 0.25
"""Seconds before the first repetition; every further one waits twice as long."""

LONGEST_PAUSE = 10.0
"""Seconds."""

CONNECT_BUDGET = 2.0
"""Seconds that a run waits at most for a host that cannot be reached."""


@dataclass
class Tally:
    """What a run has cost so far."""

    reads: int = 0
    writes: int = 0
    tokens: int = 0
    seconds_waited: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, reads: int = 0, writes: int = 0, tokens: int = 0, seconds: float = 0.0) -> None:
        """Add to it; calls may be made side by side."""
        with self.lock:
            self.reads += reads
            self.writes += writes
            self.tokens += tokens
            self.seconds_waited += seconds


def is_rate_limit(answer: Answer | NoAnswer) -> bool:
    """Whether the API limits the rate, so that the call has not taken effect."""
    return isinstance(answer, Answer) and answer.status == 429


def is_passing(answer: Answer | NoAnswer) -> bool:
    """Whether the problem may be temporary, so that the same call may succeed a little later."""
    return isinstance(answer, NoAnswer) or answer.status == 429 or answer.status >= 500


def seconds_to_wait(answer: Answer | NoAnswer, pause: float) -> float:
    """Return the seconds before the next repetition: what the API says, or else ``pause``."""
    if isinstance(answer, Answer) and is_rate_limit(answer):
        return reset_seconds(answer.headers, pause)
    return pause


def next_pause(pause: float) -> float:
    """Return the pause that follows ``pause``, in seconds."""
    return min(pause * 2, LONGEST_PAUSE)


def reset_seconds(headers: Mapping[str, str], fallback: float) -> float:
    """Return how long to wait: X-RateLimit-Reset is in milliseconds, Retry-After in seconds (CONTRACT 2.4)."""
    for name, unit in (("X-RateLimit-Reset", 0.001), ("X-Mimecast-RateLimit-Reset", 0.001), ("Retry-After", 1.0)):
        try:
            seconds = float(headers[name]) * unit
        except (KeyError, ValueError):
            continue
        # No time, or next to none again and again, would be a flood of requests.
        return max(seconds, fallback / 25) if math.isfinite(seconds) and seconds > 0 else fallback
    return fallback


def budget_for(answer: Answer | NoAnswer, retry_budget: float) -> float:
    """Return how many seconds a run may wait in all after such an answer."""
    unreached = isinstance(answer, NoAnswer) and not answer.left
    return min(retry_budget, CONNECT_BUDGET) if unreached else retry_budget


def given_up(operation: Operation, answer: Answer | NoAnswer, waited: float, retry_budget: float) -> ApiError:
    """Return the error of a call that is not repeated any more."""
    status = 0 if isinstance(answer, NoAnswer) else answer.status
    after = f"given up after waiting {waited:.1f} seconds (retry_budget {retry_budget:.0f})"
    return ApiError(f"{operation.id}: {_why(answer)}; {after}", operation.id, status)


def _why(answer: Answer | NoAnswer) -> str:
    if isinstance(answer, NoAnswer):
        return answer.reason
    return "the API still limits the rate" if is_rate_limit(answer) else f"the API answers HTTP {answer.status}"
