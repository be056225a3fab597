# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints at the end of a run what it did or would do, below the output of the terminal's callback."""

from __future__ import annotations

DOCUMENTATION = r"""
name: summary
type: notification
short_description: Summarise at the end of a run what it did or would do to each account
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Prints a summary at the end of a run, below the recap of Ansible. It counts what is to create, to change, to
    delete and to do by hand, in total and for each account. If several accounts have the same change, it shows the
    change once. It names mail tests that failed, and findings of M(mailops.mimecast.mimecast_site_check) in the same
    run. If there are too many accounts to show, it still names those that need a person.
  - The playbook C(mailops.mimecast.site) uses it without any configuration. For a play of your own, enable it.
  - Tasks can get the summary too, see P(mailops.mimecast.summary#lookup).
  - If no task of the collection predicts or changes anything, it prints nothing.
requirements:
  - for a play of your own, enabled in the configuration, C(callbacks_enabled = mailops.mimecast.summary)
extends_documentation_fragment:
  - mailops.mimecast.summary_file
seealso:
  - plugin: mailops.mimecast.plan
    plugin_type: callback
  - plugin: mailops.mimecast.summary
    plugin_type: lookup
"""

from typing import Any

from ansible.plugins.callback import CallbackBase

from ansible_collections.mailops.mimecast.plugins.plugin_utils import _run_summary as run_summary


class CallbackModule(CallbackBase):
    """Collects the results of tasks, and shows the summary at the end of the run."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "mailops.mimecast.summary"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._run = run_summary.RunSummary()
        self._tells = True

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """Take the options also from variables of the command line."""
        super().set_options(task_keys, run_summary.with_extra_vars(var_options), direct)

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """Leave the summary to whichever plugin was loaded first."""
        run_summary.keep_what_is_loaded()
        self._tells = run_summary.claim(playbook, self)

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Hand the summary so far to the tasks of the play."""
        if self._tells:
            self._run.begin_play(play)

    def v2_runner_on_start(self, host: Any, task: Any) -> None:
        """Note when a task of a host began."""
        self._run.begin(host.get_name(), task._uuid)

    def v2_runner_on_ok(self, result: Any) -> None:
        """Keep the result of a task."""
        self._run.keep(result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """Keep that a task had nothing to do."""
        self._run.keep(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Keep why a task failed, and what it did before that."""
        self._run.lose(result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Keep why a host could not be reached."""
        self._run.lose(result)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Tell the summary."""
        if not self._tells:
            return
        told = self._run.so_far(lambda host: run_summary.is_lost(stats, host))
        if told:
            run_summary.tell(told, self._display, self.get_option("file"))
