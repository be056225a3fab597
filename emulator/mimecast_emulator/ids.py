# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secure ids: opaque names of objects, whose spelling changes.

May not know what the objects are.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os

# Not a secret: it only has to tell whole ids from garbled ones, and to keep anybody from parsing them.
_KEY = b"mimecast-emulator"
_NONCE, _SUM, _OWNER = 12, 16, 8
_SMALLEST = 72  # bytes of sealed text, so that the shortest id has 136 characters


class GarbledIdError(ValueError):
    """Not a valid id: cut, changed, or never issued. Mimecast answers 400 with an empty body (TMBC, observed)."""


class ForeignIdError(ValueError):
    """A valid id of another account or another kind of object."""


class IdIssuer:
    """Gives out and reads the ids of one account. Ids stay valid as long as the object lives, also over a restart.

    An object has one spelling until ``renew``, so that what refers to it spells it alike; with ``rotate`` every id that
    is given out is a new one.
    """

    def __init__(self, account: str, rotate: bool = False) -> None:
        self._owner = hashlib.blake2b(account.encode(), digest_size=_OWNER).digest()
        self._rotate = rotate
        self.renew()

    def renew(self) -> None:
        """Spells every id differently from now on; ids that were already issued stay valid."""
        self._session = os.urandom(_NONCE)

    def issue(self, kind: str, key: str) -> str:
        """A spelling (URL-safe, at least 120 characters) for the object ``key`` of ``kind``.

        Length and instability as in CONTRACT quirks 8 and 9 (TF, TMBC: observed).
        """
        plain = self._owner + f"{kind}\0{key}\0".encode()
        size = max(_SMALLEST, len(plain))
        size += -(size + _NONCE + _SUM) % 3  # no base64 padding
        about = hashlib.blake2b(plain, key=self._session, digest_size=_NONCE).digest()
        nonce = os.urandom(_NONCE) if self._rotate else about
        plain += hashlib.shake_128(nonce).digest(size - len(plain))
        sealed = _mix(plain, nonce)
        return base64.urlsafe_b64encode(nonce + sealed + _checksum(nonce + sealed)).decode()

    def read(self, text: str, kind: str) -> str:
        """The key of an id of ``kind``.

        Raises GarbledIdError, or ForeignIdError for an id of another account or kind.
        """
        found, key = self._open(text)
        if found != kind:
            raise ForeignIdError
        return key

    def key(self, text: str) -> str:
        """The key of an id of any kind. Raises GarbledIdError, or ForeignIdError for an id of another account."""
        return self._open(text)[1]

    def _open(self, text: str) -> tuple[str, str]:
        try:
            raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise GarbledIdError from error
        if len(raw) < _NONCE + _SMALLEST + _SUM or _checksum(raw[:-_SUM]) != raw[-_SUM:]:
            raise GarbledIdError
        plain = _mix(raw[_NONCE:-_SUM], raw[:_NONCE])
        if plain[:_OWNER] != self._owner:
            raise ForeignIdError
        kind, key, _rest = plain[_OWNER:].split(b"\0", 2)
        return kind.decode(), key.decode()


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, key=_KEY, digest_size=_SUM).digest()


def _mix(data: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_128(_KEY + nonce).digest(len(data))
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")
