# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible tells callback plugins of a task's result, the same for every ansible-core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible import context

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain

_PREFIX = "mailops.mimecast.mimecast_"
PREDICTS = {*MANAGED, *composites.standing(RESOURCES), "site_preflight"}
"""What follows the prefix in the names of modules that predict a change."""


def part(result: Any, name: str) -> Any:
    """Return a part of a task's result, which ansible-core made public in 2.19."""
    return getattr(result, name if hasattr(result, name) else f"_{name}")


def host_of(result: Any) -> str:
    """Return the name of the host of a result."""
    return str(part(result, "host").get_name())


def resource_of(result: Any) -> str:
    """Return what follows the prefix in the name of the collection's modules, or an empty string."""
    task = part(result, "task")
    action = str(getattr(task, "resolved_action", None) or task.action)
    return action[len(_PREFIX) :] if action.startswith(_PREFIX) else ""


def in_check_mode(result: Any) -> bool:
    """Return whether a task only predicted."""
    said = part(result, "task").check_mode
    # A template in the playbook is not resolved here; the command line then decides.
    return said if isinstance(said, bool) else bool(context.CLIARGS.get("check"))


def left_out(play: Any) -> list[Mapping[str, Any]]:
    """Return the account files that the inventory could not use, each with its ``file`` and ``reason``."""
    inventory = getattr(play.get_variable_manager(), "_inventory", None)
    everywhere = inventory.groups["all"].get_vars() if inventory else {}
    return list(plain(everywhere.get("mimecast_left_out") or []))


def items(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the results of a loop, or the one result."""
    looped = data.get("results")
    return [item for item in looped if isinstance(item, Mapping)] if isinstance(looped, list) else [data]


def message(data: Mapping[str, Any]) -> str:
    """Return why a task failed; of a loop, why its first failed item did."""
    failed = [item for item in items(data) if item.get("failed")]
    return str((failed or [data])[0].get("msg") or data.get("msg") or "failed without a message")
