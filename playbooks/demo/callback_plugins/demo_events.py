# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the collection's tasks answered to a file, one JSON object a line, for the demonstration to compare runs.

It knows nothing of Mimecast. Results hold no secrets, so neither does the file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: demo_events
type: aggregate
short_description: Results of the collection's tasks as JSON lines
description:
  - Appends one JSON object for every result of a task of the collection to the file that E(MIMECAST_DEMO_EVENTS) names.
options: {}
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]  # ansible-core publishes no types
    """Appends results to the file named by MIMECAST_DEMO_EVENTS."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "demo_events"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        """Record a result, changed or not."""
        _record(result, failed=False)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Record a failure."""
        _record(result, failed=True)


def _record(result: Any, failed: bool) -> None:
    if not result.task.action.startswith("mailops.mimecast."):
        return
    answer = result.result
    event = {
        "host": result.host.get_name(),
        "action": result.task.action.rsplit(".", 1)[-1],
        "task": result.task.get_name(),
        "failed": failed,
        **{
            name: answer.get(name)
            for name in ("changed", "msg", "diff", "plan", "unchanged", "manual", "domains", "api")
        },
    }
    with Path(os.environ["MIMECAST_DEMO_EVENTS"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(event, ensure_ascii=False) + "\n")
