# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The door for tasks on the controller itself: the same definitions as the modules, inside the controller's process.

A module's start costs far more than what it does here, so every module of the collection has an action plugin of its
name that is this one. A task that runs anywhere else, or in the background, runs as an ordinary module.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible

DISPLAY = Display()
LARGE = frozenset({"site", "baseline", "entries", "entry_paths", "accounts", "assume_present", "members"})
"""Options that may hold a whole account."""


class ActionModule(ActionBase):
    """Runs one module of the collection."""

    TRANSFERS_FILES = False
    _supports_async = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the result that the module would return.

        The options are judged here whichever door is taken: in the words of the collection, and before a module of an
        older ansible-core could show an option that it refuses.
        """
        result: dict[str, Any] = super().run(tmp, task_vars)
        name = self._task.action.rsplit(".", 1)[-1]
        written = plain(self._task.args)
        environment: dict[str, str] = {}
        self._compute_environment_string(environment)
        with _environment(environment):
            validation = ArgumentSpecValidator(_ansible.DEFINITIONS[name].spec).validate(written)
            here = self._connection.transport == "local" and not (self._task.async_val or self._play_context.become)
            refused = _refusal(name, written, validation)
            if refused:
                return {**result, **remove_values(refused, validation._no_log_values)}
            if here and not self._task.until:
                # Ansible sends a task's arguments back with its result, each value with the place it was written at.
                self._task.args = {name: value for name, value in self._task.args.items() if name not in LARGE}
            if here:
                host = (task_vars or {}).get("inventory_hostname", "")
                made = _ansible.carry_out(
                    name,
                    validation.validated_parameters,
                    bool(self._task.check_mode),
                    lambda line: DISPLAY.display(f"[{host}] {line}"),
                )
                return {**result, **remove_values(made, validation._no_log_values)}
        elsewhere: dict[str, Any] = self._execute_module(
            module_name=f"mailops.mimecast.{name}", task_vars=task_vars, wrap_async=self._task.async_val
        )
        return elsewhere


def plain(value: Any) -> Any:
    """Return plain Python values: what Ansible hands over may be templated, decrypted or tagged on the way."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value if isinstance(value, (bool, int, float, datetime.date, type(None))) else str(value)


@contextlib.contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Give this process what the keyword ``environment`` gives the process of a module."""
    before = dict(os.environ)
    os.environ.update({str(name): str(value) for name, value in given.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _refusal(name: str, written: dict[str, Any], validation: ValidationResult) -> dict[str, Any]:
    """Return the result of a task whose options are not right, or an empty one.

    They are judged as they were written: Ansible would turn text into a list, and a list into text.
    """
    missing = _ansible.missing_requirement()
    if missing:
        return {"failed": True, "msg": missing}
    problems = [str(one) for one in _ansible.DEFINITIONS[name].check(written)] or list(validation.error_messages)
    return {"failed": True, "msg": "\n".join(problems)} if problems else {}
