# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments as legacy calls read and write them: to the second, in UTC (CONTRACT 2.1: observed).

It knows nothing else.
"""

from __future__ import annotations

import datetime
from typing import Any

_FORMAT = "%Y-%m-%dT%H:%M:%S%z"


def written(moment: datetime.datetime) -> str:
    """Return a moment as a request needs it; a later moment is also the greater text."""
    return moment.astimezone(datetime.timezone.utc).strftime(_FORMAT)


def told(text: Any) -> datetime.datetime | None:
    """Return the moment of an answer in UTC, or None if it is not a moment."""
    try:
        found = datetime.datetime.strptime(str(text), _FORMAT)
    except ValueError:
        return None
    return found.astimezone(datetime.timezone.utc)
