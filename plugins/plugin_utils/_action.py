# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The door for tasks on the controller itself: the same definitions as the modules, inside the controller's process.

A module's start costs far more than what it does here, so every module of the collection has an action plugin of its
name that is this one. A task that runs anywhere else, or in the background, runs as an ordinary module.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible, _runner


class ActionModule(ActionBase):
    """Runs one module of the collection."""

    TRANSFERS_FILES = False
    _supports_async = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the result that the module would return."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        name = self._task.action.rsplit(".", 1)[-1]
        if self._connection.transport != "local" or self._task.async_val or self._play_context.become:
            elsewhere: dict[str, Any] = self._execute_module(
                module_name=f"mailops.mimecast.{name}", task_vars=task_vars, wrap_async=self._task.async_val
            )
            return elsewhere
        return {**result, **_run(name, plain(self._task.args), bool(self._task.check_mode))}


def plain(value: Any) -> Any:
    """Return plain Python values: what Ansible hands over may be templated, decrypted or tagged when it is looked at."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value if isinstance(value, (bool, int, float, datetime.date, type(None))) else str(value)


def _run(name: str, written: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Validate the options as a module does, run it, and take every secret out of the result."""
    definition = _ansible.DEFINITIONS[name]
    validation = ArgumentSpecValidator(definition.spec).validate(written)
    secrets = validation._no_log_values
    missing = _ansible.missing_requirement()
    problems = [str(one) for one in definition.check(written)] or list(validation.error_messages)
    if missing or problems:
        return _clean({"failed": True, "msg": missing or "\n".join(problems)}, secrets)
    params = validation.validated_parameters
    try:
        result = definition.run(params, _ansible.connection_of(params), check_mode)
    except _runner.Failure as error:
        result = {**error.result, "failed": True, "msg": str(error)}
    except Exception as error:  # a bug: its type is told, its text could hold a value that must not be shown
        result = {"failed": True, "msg": _ansible.bug_message(error)}
    return _clean(result, secrets)


def _clean(result: dict[str, Any], secrets: set[str]) -> dict[str, Any]:
    cleaned: dict[str, Any] = remove_values(result, secrets)
    return cleaned
