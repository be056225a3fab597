# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the memory of a run is kept: a file of this run of ansible-playbook alone, for each host and account.

Ansible makes a directory for each of its processes, readable for its owner only, and removes it at the end. So nothing
of one run can reach a later one, whatever a cache of facts keeps. No secret is in the memory, and none in a file name.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory

_WHO = ("base_url", "client_id", "access_token")


class MemoryFile:
    """The file that holds what is remembered of one account.

    Args:
        directory: of this run. play: what tells a play from every other of the run.
        params: checked options, of which those of the connection tell the account.
    """

    def __init__(self, directory: str, host: str, play: str, params: Mapping[str, Any]) -> None:
        who = [host, *(str(params.get(name) or "") for name in _WHO)]
        self._path = Path(directory) / f"mimecast-{hashlib.sha256(json.dumps(who).encode()).hexdigest()[:32]}.json"
        self._play = play

    def recall(self) -> Memory:
        """Return what is remembered; what was found in sync or left over holds for its own play only."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Memory()
        if data["play"] != self._play:
            data = {"belief": data["belief"]}
        return Memory.from_data(data, MANAGED)

    def keep(self, memory: Memory) -> None:
        """Keep what is remembered; a reader sees the former memory or this one, never a part."""
        handle, name = tempfile.mkstemp(dir=self._path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({**memory.as_data(), "play": self._play}, file)
        os.replace(name, self._path)
