# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the progress of a long run: a line every few seconds, and none if the run ends sooner.

It knows neither what is done nor where its lines are shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible

EVERY = 3.0
"""Seconds between two lines, and before the first."""


class Progress:
    """Shows a line when it is time for one. ``say`` prints it, ``clock`` counts seconds."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._due = clock() + EVERY

    def tell(self, line: str) -> None:
        """Show the progress, unless the last line is too recent."""
        now = self._clock()
        if now >= self._due:
            self._due = now + EVERY
            self._say(visible(line))


def silent(_line: str) -> None:
    """Show nothing: for a run that nobody watches."""
