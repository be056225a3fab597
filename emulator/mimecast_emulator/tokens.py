# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bearer tokens: CONTRACT section 1.1.

May not know about HTTP.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

LIFETIME = 1799  # seconds (R7: observed)

TokenState = Literal["valid", "expired", "unknown"]


@dataclass(slots=True)
class _Token:
    account: str
    expires: float


class Tokens:
    """Gives out and recognises tokens. Several tokens of an account may live at once."""

    def __init__(self, secrets_by_id: Mapping[str, str], clock: Callable[[], float]) -> None:
        self._secrets = secrets_by_id
        self._clock = clock
        self._tokens: dict[str, _Token] = {}

    def grant(self, client_id: str, client_secret: str) -> str | None:
        """A new token, or None for an unknown client or a wrong secret."""
        known = self._secrets.get(client_id)
        if known is None or not hmac.compare_digest(known.encode(), client_secret.encode()):
            return None
        token = secrets.token_urlsafe(32)
        self._tokens[token] = _Token(client_id, self._clock() + LIFETIME)
        return token

    def look_up(self, token: str) -> tuple[TokenState, str | None]:
        """The state of a token and the account that it belongs to."""
        found = self._tokens.get(token)
        if found is None:
            return "unknown", None
        return ("valid" if self._clock() < found.expires else "expired"), found.account

    def expire(self, token: str) -> None:
        """Ends the life of a token."""
        if token in self._tokens:
            self._tokens[token].expires = self._clock()


def bearer(authorization: str) -> str:
    """The token of an Authorization header, empty when there is none."""
    scheme, _space, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def basic(authorization: str) -> tuple[str, str] | None:
    """Client id and secret of an HTTP Basic header, or None when it is none."""
    scheme, _space, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (client_id, secret) if colon else None
