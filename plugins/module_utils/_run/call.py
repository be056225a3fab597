# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a task is run, whatever it does: its connection, whether anything may change, who is told, what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory


@dataclass(frozen=True)
class Call:
    """One call of a module.

    Attributes:
        progress: is told how far a long run is. memory: what the tasks of the run tell each other.
        connect: opens a session. diff: whether a changed file is shown before and after.
    """

    connection: Connection = field(default_factory=Connection)
    check_mode: bool = False
    progress: Progress = field(default_factory=lambda: Progress(silent), repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)
    connect: Callable[[Connection], Client] = Client
    diff: bool = False

    @property
    def guarded(self) -> Connection:
        """The connection, which check mode lets read only."""
        return replace(self._to_be_confirmed, read_only=self.connection.read_only or self.check_mode)

    @property
    def reading(self) -> Connection:
        """The connection of a run that reads only."""
        return replace(self._to_be_confirmed, read_only=True)

    @property
    def _to_be_confirmed(self) -> Connection:
        """The connection, without the code of the account where the run knows already that it reaches that one."""
        known = self.memory.account == self.connection.account_code
        return replace(self.connection, account_code="") if known else self.connection

    @property
    def belief(self) -> Belief:
        """What earlier tasks would have made. Without check mode they have made it, so there is nothing to believe."""
        return self.memory.belief if self.check_mode else Belief()
