# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows a run over many accounts as one plan: equal changes once, nothing that is in sync, and the summary last."""

from __future__ import annotations

DOCUMENTATION = r"""
name: plan
type: stdout
short_description: Show a run over many accounts as one plan
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Shows what differs or changed. If several accounts have the same change, it shows the change once, with their
    names. With C(--diff) it shows each difference line by line.
  - Tasks of this collection print nothing while they run. The reason for a failure comes once, at the end, with all
    accounts that failed for it. Other tasks print what changed and what failed, as with the default callback.
  - In a play that neither predicts nor changes anything, such as C(mailops.mimecast.drift), tasks of the collection
    print their messages.
  - At the end, it prints the summary of P(mailops.mimecast.summary#callback), with the time that each account took.
  - With C(-v), it prints everything like the default callback, and the summary at the end.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
  - mailops.mimecast.summary_file
requirements:
  - set as stdout in the configuration, C(stdout_callback = mailops.mimecast.plan)
seealso:
  - plugin: mailops.mimecast.summary
    plugin_type: callback
"""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible import constants, context
from ansible.plugins.callback.default import CallbackModule as Default
from ansible.utils.color import stringc

from ansible_collections.mailops.mimecast.plugins.module_utils._report import summary, summary_text
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _events as events
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _run_summary as run_summary

_COLLECTION = Path(__file__).resolve().parents[2]
_HIDDEN = ("display_ok_hosts", "display_skipped_hosts")
_TIME_LINES = 6
_COLOURS = {
    "+": constants.COLOR_DIFF_ADD,
    "-": constants.COLOR_DIFF_REMOVE,
}


class CallbackModule(Default):
    """Prints little while tasks run, and the plan when the run ends."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "mailops.mimecast.plan"

    def __init__(self) -> None:
        super().__init__()
        self._run = run_summary.RunSummary()
        self._is_told = False

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """Take the options, and show no task that changed nothing."""
        super().set_options(task_keys, run_summary.with_extra_vars(var_options), direct)
        if not self._in_full:
            for option in _HIDDEN:
                self.set_option(option, False)

    @property
    def _in_full(self) -> bool:
        return bool(self._display.verbosity > 0)

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """Be the plugin that prints the summary."""
        run_summary.keep_what_is_loaded()
        super().v2_playbook_on_start(playbook)
        run_summary.claim(playbook, self)

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Hand the summary so far to the tasks of the play."""
        super().v2_playbook_on_play_start(play)
        self._run.begin_play(play)
        self._is_told = False

    def v2_runner_on_start(self, host: Any, task: Any) -> None:
        """Note when a task of a host began."""
        super().v2_runner_on_start(host, task)
        self._run.begin(host.get_name(), task._uuid)

    def v2_runner_on_ok(self, result: Any) -> None:
        """Show what other tasks changed or say; the end of the run shows what tasks of the collection did."""
        self._run.keep(result)
        self._is_told |= run_summary.is_told(result)
        if self._in_full:
            super().v2_runner_on_ok(result)
        elif events.resource_of(result) or (self._is_told and _is_ours(result)):
            self._warn(result)
        elif "_ansible_verbose_always" in events.part(result, "result"):
            self.set_option("display_ok_hosts", True)
            super().v2_runner_on_ok(result)
            self.set_option("display_ok_hosts", False)
        else:
            super().v2_runner_on_ok(result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """Keep that a task had nothing to do."""
        self._run.keep(result)
        super().v2_runner_on_skipped(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Show why a task failed; for tasks of the collection, the end of the run shows it, once for all accounts."""
        self._run.lose(result)
        if self._in_full or not events.resource_of(result):
            super().v2_runner_on_failed(result, ignore_errors)
        else:
            self._warn(result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Show why a host could not be reached."""
        self._run.lose(result)
        super().v2_runner_on_unreachable(result)

    def v2_on_file_diff(self, result: Any) -> None:
        """Show a difference; those of the collection come at the end."""
        if self._in_full or not _is_ours(result):
            super().v2_on_file_diff(result)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Print the plan and the summary."""

        def lost(host: str) -> bool:
            return run_summary.is_lost(stats, host)

        told = self._run.so_far(lost)
        if not self._in_full:
            if told:
                self._tell_changes(told)
            self._tell_failures(self._run.failures(lost))
        if told is None or self._in_full:
            super().v2_playbook_on_stats(stats)
        if told is None:
            return
        if not self._in_full:
            self._tell_times(told)
            self._display.display("")
        run_summary.tell(told, self._display, self.get_option("file"), summary_text.TODO_LINES)

    def _tell_changes(self, told: summary.Summary) -> None:
        """Print each difference line by line where the command line asks for it; the summary names the changes."""
        if not context.CLIARGS.get("diff"):
            return
        for group in told.groups("delete", "change", "create"):
            self._display.display("")
            self._display.display(stringc(summary_text.change_of(group), constants.COLOR_HIGHLIGHT))
            for line in summary_text.diff_lines(group):
                # A colour of its own would be taken for the level of a line of the log, and not every one is one.
                self._display.display(f"  {stringc(line, _COLOURS.get(line[:1], constants.COLOR_HIGHLIGHT))}")

    def _tell_failures(self, failures: Mapping[str, Sequence[str]]) -> None:
        for error, names in failures.items():
            self._display.display("")
            self._display.display(f"failed: {summary_text.accounts(names)}", color=constants.COLOR_ERROR)
            for line in error.splitlines():
                self._display.display(f"  {line}", color=constants.COLOR_ERROR)

    def _tell_times(self, told: summary.Summary) -> None:
        slowest = sorted(told.accounts, key=lambda account: -account.seconds)
        times = ", ".join(f"{account.name} {account.seconds:.1f}s" for account in slowest)
        self._display.display("")
        for line in textwrap.wrap(
            f"Time: {times}", summary_text.WIDTH, subsequent_indent="  ", max_lines=_TIME_LINES, placeholder=" ..."
        ):
            self._display.display(line)

    def _warn(self, result: Any) -> None:
        self._handle_warnings(events.part(result, "result"))


def _is_ours(result: Any) -> bool:
    """Whether a task stands in the collection, or is one of its modules."""
    if events.resource_of(result):
        return True
    file = str(events.part(result, "task").get_path() or "").rsplit(":", 1)[0]
    return bool(file) and _COLLECTION in Path(file).resolve().parents
