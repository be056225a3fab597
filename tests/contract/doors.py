# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both doors of the collection, opened inside the test process: a task as a module, and as an action plugin.

A task that takes what it leaves out from its host, or speaks with other tasks of its run, always begins in the action
plugin: ``run_task`` does all of it in the controller, or hands it to the module as for another machine.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from unittest import mock

from ansible import constants
from ansible.module_utils.testing import patch_module_args
from ansible.playbook.play_context import PlayContext

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.plugin_utils._action import ActionModule
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS

Result = dict[str, Any]
Door = Callable[[str, Mapping[str, Any], bool], Result]


@dataclass(frozen=True)
class Run:
    """One run of ansible-playbook over one host.

    Attributes:
        directory: that Ansible makes for the run and removes. variables: of the host.
        play: what tells the play from every other. door: where its tasks run.
    """

    directory: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    check_mode: bool = False
    play: str = "play"
    door: str = "action"


@contextlib.contextmanager
def new_run(variables: Mapping[str, Any] | None = None, **more: Any) -> Iterator[Run]:
    """Give a run that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="ansible-local-") as directory:
        yield Run(directory, variables or {}, **more)


def module_door(name: str, options: Mapping[str, Any], check_mode: bool) -> Result:
    """Run a task as an ordinary module and return what it prints."""
    printed = io.StringIO()
    with (
        patch_module_args({**options, "_ansible_check_mode": check_mode}),
        contextlib.redirect_stdout(printed),
        contextlib.suppress(SystemExit),
    ):
        _ansible.main(DEFINITIONS[name])
    result: Result = json.loads(printed.getvalue())
    return result


def action_door(name: str, options: Mapping[str, Any], check_mode: bool) -> Result:
    """Run a task as the action plugin does on the controller, in a run of its own."""
    with new_run(check_mode=check_mode) as run:
        return run_task(run, name, options)


class _Elsewhere(ActionModule):
    """The action plugin of a task whose host is reached in another way: the module runs, in this process."""

    def _execute_module(self, **given: Any) -> Result:
        return module_door(self._name, given["module_args"], self._task.check_mode)


def run_task(run: Run, name: str, options: Mapping[str, Any]) -> Result:
    """Run a task as a part of a run."""
    task = SimpleNamespace(
        action=f"mailops.mimecast.{name}",
        args=dict(options),
        check_mode=run.check_mode,
        diff=True,
        async_val=0,
        environment=None,
        until=[],
        delegate_to=None,
        get_play=lambda: SimpleNamespace(_uuid=run.play, compile=list),
    )
    shell = SimpleNamespace(tmpdir=None, env_prefix=lambda **variables: "")
    transport = {"action": "local", "module": "own_machine"}[run.door]
    plugin = {"action": ActionModule, "module": _Elsewhere}[run.door](
        task,
        SimpleNamespace(transport=transport, _shell=shell, has_pipelining=False),
        PlayContext(),
        loader=None,
        templar=SimpleNamespace(template=lambda value: value),
        shared_loader_obj=None,
    )
    plugin.definition = DEFINITIONS[name]
    with mock.patch.object(constants, "DEFAULT_LOCAL_TMP", run.directory):
        return plugin.run(task_vars={"inventory_hostname": "account", **run.variables})


DOORS: dict[str, Door] = {"action": action_door, "module": module_door}
