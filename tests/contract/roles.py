# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A role inside the test process: its tasks one after the other, templated by Ansible, through the doors of tasks.

It knows as much of Ansible's task keywords as roles of the collection use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain
from ansible_collections.mailops.mimecast.tests.contract.doors import Result, Run, run_task

ROLES = Path(__file__).resolve().parents[2] / "roles"
KEYWORDS = {"name", "register", "when", "vars", "failed_when"}
COLLECTION = "mailops.mimecast."


class Failed(Exception):
    """A task of the role that failed."""

    def __init__(self, task: str, message: str) -> None:
        super().__init__(f"{task}: {message}")


def run_role(run: Run, role: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Run a role and return what its tasks have registered, and what they have told under ``told``.

    Raises:
        Failed: a task failed.
    """
    loader = DataLoader()
    defaults, tasks = (
        loader.load_from_file(str(ROLES / role / folder / "main.yml"), trusted_as_template=True)
        for folder in ("defaults", "tasks")
    )
    known = {**defaults, **variables, "told": []}
    for task in _flat(tasks):
        _run_one(run, task, known, loader)
    return {name: value for name, value in known.items() if name not in defaults}


def _flat(tasks: list[dict[str, Any]], when: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """Yield the tasks, those of blocks with the conditions of their block."""
    for task in tasks:
        conditions = (*when, *([task["when"]] if "when" in task else []))
        if "block" in task:
            yield from _flat(task["block"], conditions)
        else:
            yield {**task, "when": conditions}


def _run_one(run: Run, task: Mapping[str, Any], known: dict[str, Any], loader: DataLoader) -> None:
    templar = Templar(loader, variables={**known, **task.get("vars", {})})
    (action,) = task.keys() - KEYWORDS
    result: Result = {"changed": False, "skipped": True}
    if all(templar.evaluate_conditional(condition) for condition in task["when"]):
        result = _carried_out(run, action, plain(templar.template(task[action])), known)
        known[task.get("register", "_")] = result
        failed = bool(result.get("failed"))
        if "failed_when" in task:
            failed = Templar(loader, variables=known).evaluate_conditional(task["failed_when"])
        if failed:
            raise Failed(task["name"], str(result.get("msg")))
    known[task.get("register", "_")] = result


def _carried_out(run: Run, action: str, options: Mapping[str, Any], known: dict[str, Any]) -> Result:
    if action.startswith(COLLECTION):
        given = {name: value for name, value in options.items() if not str(value).startswith("__omit_place_holder__")}
        return run_task(run, action.removeprefix(COLLECTION), given)
    if action == "ansible.builtin.debug":
        known["told"].append(options["msg"])
        return {"changed": False}
    assert action == "ansible.builtin.fail", action
    return {"failed": True, "msg": options["msg"]}
