# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of requests that tests read. Never holds a secret.

May not know about accounts or the meaning of requests.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from .contract import Json

SECRET_MEMBERS = frozenset(
    {"client_secret", "password", "access_token", "passphrase", "key", "clientState", "oldClientState"}
)
KEPT = 100_000  # requests; the oldest go first


def redacted(body: Any) -> Any:
    """A copy of ``body`` in which the values of secret members are replaced by ``***``."""
    if isinstance(body, Mapping):
        return {name: "***" if name in SECRET_MEMBERS else redacted(value) for name, value in body.items()}
    if isinstance(body, list):
        return [redacted(item) for item in body]
    return body


class Journal:
    """The last requests, in order."""

    def __init__(self) -> None:
        self._entries: deque[Json] = deque(maxlen=KEPT)

    def add(self, entry: Json) -> None:
        """Adds a request, with its body redacted."""
        self._entries.append({**entry, "body": redacted(entry["body"])})

    def entries(self) -> list[Json]:
        """All requests that are kept."""
        return list(self._entries)

    def clear(self) -> None:
        """Forgets all requests."""
        self._entries.clear()
