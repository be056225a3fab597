# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A callback that writes the result of every task to a file, one JSON object a line, for the integration tests.

May not know about the collection.
"""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: task_results
type: aggregate
short_description: Write the result of every task to a file
description:
  - Appends one JSON object a task and host to the file that the environment variable TASK_RESULTS_FILE names.
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]  # ansible-core publishes no types
    """Writes what each task of each host came to: ok, failed, skipped or unreachable."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "task_results"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        """Write the result of a task that succeeded."""
        _write("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Write the result of a task that failed."""
        _write("failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """Write the result of a task that was skipped."""
        _write("skipped", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Write the result of a task whose host could not be reached."""
        _write("unreachable", result)


def _write(status: str, result: Any) -> None:
    line = {
        "status": status,
        "host": _part(result, "host").get_name(),
        "task": _part(result, "task").get_name(),
        "data": _part(result, "result"),
    }
    with open(os.environ["TASK_RESULTS_FILE"], "a", encoding="utf-8") as file:
        file.write(json.dumps(line, default=str) + "\n")


def _part(result: Any, name: str) -> Any:
    """Return a part of a task's result, which ansible-core made public in 2.19."""
    return getattr(result, name if hasattr(result, name) else f"_{name}")
