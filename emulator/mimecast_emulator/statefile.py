# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the state of all accounts in a file.

May not know about HTTP.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from . import state
from .account import Account
from .contract import Json
from .state import StateError


def load(path: Path, accounts: Mapping[str, Account]) -> Json:
    """Fills the accounts that the file knows; a missing file is an empty one. Returns the content of the file.

    Raises StateError when the file is not one of the emulator.
    """
    if not path.exists():
        return {}
    try:
        content: Json = json.loads(path.read_bytes())
        saved = {name: content[name] for name in accounts.keys() & content.keys()}
        for name, entry in saved.items():
            state.install(accounts[name], entry["tables"])
            accounts[name].retired = set(map(tuple, entry["retired"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateError(f"{path} is not a state file: {error}") from error
    return content


def save(path: Path, accounts: Mapping[str, Account], former: Json) -> None:
    """Writes the accounts, and those of ``former`` that are not served now. Replaces the file as a whole."""
    current = {
        name: {"tables": state.dump(account), "retired": sorted(account.retired)} for name, account in accounts.items()
    }
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({**former, **current}, file, ensure_ascii=False, indent=1)
    os.replace(name, path)
