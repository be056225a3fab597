# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many calls are left, as the headers of every answer tell it. Counted, never enforced.

May not know about requests or answers.
"""

from __future__ import annotations

from collections.abc import Callable

LIMIT = 800
UNKNOWN_CALLER_LIMIT = 5000
WINDOW_MS = 5000


class Rates:
    """One counter for each account over all of its calls: CONTRACT section 2.4 (J1: observed)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[str | None, tuple[float, int]] = {}

    def headers(self, account: str | None) -> dict[str, str]:
        """Counts one call of an account, or of a caller that is no account; the window is told in milliseconds."""
        limit = LIMIT if account is not None else UNKNOWN_CALLER_LIMIT
        now = self._clock()
        start, used = self._windows.get(account, (now, 0))
        passed_ms = int((now - start) * 1000)
        if passed_ms >= WINDOW_MS:
            start, used, passed_ms = now, 0, 0
        self._windows[account] = (start, used + 1)
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - used - 1)),
            "X-RateLimit-Reset": str(WINDOW_MS - passed_ms),
        }
