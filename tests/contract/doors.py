# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both doors of the collection, opened inside the test process: a task as a module, and as an action plugin."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from ansible.module_utils.testing import patch_module_args
from ansible.playbook.play_context import PlayContext

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.plugin_utils._action import ActionModule

Result = dict[str, Any]
Door = Callable[[str, Mapping[str, Any], bool], Result]


def module_door(name: str, options: Mapping[str, Any], check_mode: bool) -> Result:
    """Run a task as an ordinary module and return what it prints."""
    printed = io.StringIO()
    with (
        patch_module_args({**options, "_ansible_check_mode": check_mode}),
        contextlib.redirect_stdout(printed),
        contextlib.suppress(SystemExit),
    ):
        _ansible.main(name)
    result: Result = json.loads(printed.getvalue())
    return result


def action_door(name: str, options: Mapping[str, Any], check_mode: bool) -> Result:
    """Run a task as the action plugin does on the controller."""
    task = SimpleNamespace(
        action=f"mailops.mimecast.{name}",
        args=dict(options),
        check_mode=check_mode,
        diff=True,
        async_val=0,
        environment=None,
        until=[],
        delegate_to=None,
        get_play=lambda: None,
    )
    shell = SimpleNamespace(tmpdir=None, env_prefix=lambda **variables: "")
    connection = SimpleNamespace(transport="local", _shell=shell, has_pipelining=False)
    plugin = ActionModule(
        task,
        connection,
        PlayContext(),
        loader=None,
        templar=SimpleNamespace(template=lambda value: value),
        shared_loader_obj=None,
    )
    return plugin.run(task_vars={})


DOORS: dict[str, Door] = {"action": action_door, "module": module_door}
