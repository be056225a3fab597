# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for a module that the development machine does not have: writes down what a task gave it, and does nothing.

May not know which module it stands in for, beyond the name that it is copied to.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):  # type: ignore[misc]  # ansible-core publishes no types
    """Appends one JSON object a task to the file that RECORDED_CALLS_FILE names."""

    TRANSFERS_FILES = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Record the arguments and return an unchanged result."""
        call = {"module": Path(__file__).stem, "arguments": self._task.args, "no_log": bool(self._task.no_log)}
        with open(os.environ["RECORDED_CALLS_FILE"], "a", encoding="utf-8") as file:
            file.write(json.dumps(call, default=str) + "\n")
        return {**super().run(tmp, task_vars), "changed": False}
