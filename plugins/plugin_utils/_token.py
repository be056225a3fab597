# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the token of a run is kept, so that not every task fetches one: in a file of the run, sealed.

The key of the seal is made of the credentials: whoever can open the file could fetch a token as well, and no other
credentials open it, not even a new secret of the same application. ansible-core brings the library that seals.
"""

from __future__ import annotations

import base64
import hashlib
import json

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection, Tokens
from ansible_collections.mailops.mimecast.plugins.plugin_utils._run_file import RunFile

try:
    from cryptography.fernet import Fernet, InvalidToken

    HAS_CRYPTOGRAPHY = True
except ImportError:
    HAS_CRYPTOGRAPHY = False

if HAS_CRYPTOGRAPHY:
    # The first seal sets the library up. Ansible imports this before it forks, so tasks need not do it one by one.
    Fernet(Fernet.generate_key()).encrypt(b"")


def tokens_of(directory: str, connection: Connection) -> Tokens:
    """Return where tasks of a run keep the token: where nothing can seal it, nowhere, and each fetches its own."""
    return SealedToken(directory, connection) if HAS_CRYPTOGRAPHY else Tokens()


class SealedToken(Tokens):
    """The token of one API application, for the run that ``directory`` belongs to."""

    def __init__(self, directory: str, connection: Connection) -> None:
        application = [connection.base_url, connection.client_id]
        self._file = RunFile(directory, "token", "", application)
        key = hashlib.sha256(json.dumps([*application, connection.client_secret]).encode()).digest()
        self._seal = Fernet(base64.urlsafe_b64encode(key))

    def recall(self) -> str:
        """Return the token that an earlier task has fetched with the same credentials, or an empty string."""
        try:
            return self._seal.decrypt(self._file.read()).decode()
        except InvalidToken:
            return ""

    def keep(self, token: str) -> None:
        """Keep a token for the tasks that come later."""
        self._file.write(self._seal.encrypt(token.encode()))
