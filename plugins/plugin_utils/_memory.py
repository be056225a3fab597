# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a run keeps its memory: a file for each host and account. It holds no secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory
from ansible_collections.mailops.mimecast.plugins.plugin_utils._run_file import RunFile

_WHO = ("base_url", "client_id", "access_token")


class MemoryFile:
    """The file that holds what is remembered of one account.

    Args:
        directory: of this run. play: what tells a play from every other of the run.
        params: checked options, of which those of the connection tell the account.
    """

    def __init__(self, directory: str, host: str, play: str, params: Mapping[str, Any]) -> None:
        self._file = RunFile(directory, "memory", host, [str(params.get(name) or "") for name in _WHO])
        self._play = play

    def recall(self) -> Memory:
        """Return what is remembered; what was found in sync or left over holds for its own play only."""
        content = self._file.read()
        return self._remembered(content) if content else Memory()

    def refuse_left_elsewhere(self, resource: Resource, call: Call) -> None:
        """Refuse a task whose deletions at the end of the play were left under another connection.

        Raises:
            Failure: this play has left deletions of the type, and none of its tasks did so under this connection.
        """
        others = [self._remembered(content) for content in self._file.others()]
        found = [left.told for memory in others for left in memory.left_for(resource, call.check_mode)]
        if found and resource.name not in call.memory.left:
            names = visible("; ".join(found))
            raise Failure(
                f"left to the end of the play under another connection than this task has: {names}. "
                "Give the connection to the host, or to the role removals as well"
            )

    def _remembered(self, content: bytes) -> Memory:
        data = json.loads(content)
        of_the_run = {"belief": data["belief"], "account": data.get("account")}
        return Memory.from_data(data if data["play"] == self._play else of_the_run, MANAGED)

    def keep(self, memory: Memory) -> None:
        """Keep what is remembered."""
        self._file.write(json.dumps({**memory.as_data(), "play": self._play}).encode())
