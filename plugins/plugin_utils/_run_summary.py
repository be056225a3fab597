# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects the results of the tasks of a run, for the summary at its end and for the task that informs a workflow.

Callback plugins are told of every result, also of a task that failed before it began.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.parsing.dataloader import DataLoader
from ansible.utils.vars import load_extra_vars

from ansible_collections.mailops.mimecast.plugins.module_utils._report import remarks, summary, summary_text
from ansible_collections.mailops.mimecast.plugins.module_utils._report.unusable import unusable
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import today
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _events as events
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain
from ansible_collections.mailops.mimecast.plugins.plugin_utils._run_file import RunFile

_READ = ("plan", "manual", "impact", "domains", "failed", "skipped", *remarks.READS)
"""What the summary reads of a result: a whole account need not be kept."""
_TELLS = {*events.PREDICTS, "mx_info", "pending_domain"}
_REMARKS = {"site_check", "site_plan"}
"""Modules of which the summary takes what mail tests and lint say: a run that only looks has no summary."""


def told_file() -> RunFile:
    """Return the file of this run in which the summary so far is kept for its tasks."""
    return RunFile(constants.DEFAULT_LOCAL_TMP, "summary", "", ())


def _teller() -> RunFile:
    """Return the file of this run that is there if a callback plugin tells the summary at the end."""
    return RunFile(constants.DEFAULT_LOCAL_TMP, "teller", "", ())


def is_told_at_the_end() -> bool:
    """Whether a callback plugin of the collection tells the summary at the end of this run."""
    return bool(_teller().read())


class RunSummary:
    """The results of a run so far."""

    def __init__(self) -> None:
        self._told: dict[str, list[summary.Told]] = {}
        self._errors: dict[str, tuple[str, str]] = {}
        self._went_on: set[str] = set()
        self._begun: dict[tuple[str, str], float] = {}
        self._seconds: dict[str, float] = {}
        self._left_out: list[Mapping[str, Any]] = []

    def begin_play(self, play: Any) -> None:
        """Hand the summary so far to the tasks of a play, and keep which account files its inventory could not use."""
        self._left_out = events.left_out(play)
        told = self.so_far(lambda host: host not in self._went_on)
        if told:
            told_file().write(json.dumps(summary.as_data(told)).encode())

    def begin(self, host: str, task: str) -> None:
        """Note when a task of a host began."""
        self._begun[host, task] = time.monotonic()

    def keep(self, result: Any) -> None:
        """Keep the result of a task if it belongs to the collection."""
        self._note_time(result)
        self._went_on.add(events.host_of(result))
        resource = events.resource_of(result)
        if resource not in _TELLS | _REMARKS:
            return
        reads = remarks.READS if resource in _REMARKS else _READ
        check_mode = resource in _REMARKS or events.in_check_mode(result)
        for item in events.items(events.part(result, "result")):
            read = {name: plain(item[name]) for name in reads if name in item}
            self._told.setdefault(events.host_of(result), []).append(summary.Told(resource, check_mode, read))

    def lose(self, result: Any) -> None:
        """Keep why a task failed, which may end the run of its host."""
        self.keep(result)
        self._went_on.discard(events.host_of(result))
        why, resource = events.message(events.part(result, "result")), events.resource_of(result)
        # Of a task that is not one of the collection, its name says what the message is about.
        told = why if resource else f"{events.part(result, 'task').get_name()}: {why}"
        self._errors[events.host_of(result)] = (told, resource)

    def so_far(self, lost: Callable[[str], bool]) -> summary.Summary | None:
        """Return the results of the run, or None if no task of the collection predicted or changed anything.

        Args:
            lost: whether the run ended early for a host.
        """
        judged = {name for name, found in self._told.items() if any(told.resource in _TELLS for told in found)}
        if not judged:
            return None
        hosts = [
            summary.Host(
                name,
                self._told.get(name, ()),
                *(self._errors.get(name, ("", "")) if lost(name) else ("", "")),
                seconds=self._seconds.get(name, 0.0),
            )
            for name in sorted({*judged, *(failed for failed in self._errors if lost(failed))})
        ]
        files = [summary.Host(given["name"], (), given["error"]) for given in unusable(self._left_out)]
        return summary.summary([*hosts, *files])

    def failures(self, lost: Callable[[str], bool]) -> dict[str, list[str]]:
        """Return why the run ended early, each reason with the hosts that it ended for."""
        found: dict[str, list[str]] = {}
        for host, (why, _resource) in sorted(self._errors.items()):
            if lost(host):
                found.setdefault(why, []).append(host)
        return found

    def _note_time(self, result: Any) -> None:
        host = events.host_of(result)
        begun = self._begun.pop((host, events.part(result, "task")._uuid), None)
        if begun is not None:
            self._seconds[host] = self._seconds.get(host, 0.0) + time.monotonic() - begun


def is_told(result: Any) -> bool:
    """Whether the summary shows the result of a task."""
    return events.resource_of(result) in _TELLS


def is_lost(stats: Any, host: str) -> bool:
    """Whether the run ended early for a host: a failure that was ignored or rescued does not count."""
    counts = stats.summarize(host)
    return bool(counts["failures"] or counts["unreachable"])


def tell(told: summary.Summary, display: Any, file: str | None, todo_lines: int | None = None) -> None:
    """Show what is to do by hand and the summary, as the last of a run, and write it into a file where one is named.

    Args:
        todo_lines: as many lines at most for what is to do by hand. None: all of it, which the roles did not print.
    """
    by_hand = summary_text.todo(told, today(), todo_lines)
    for line in [*by_hand, *([""] if by_hand else []), *summary_text.lines(told)]:
        display.display(line)
    if file:
        _write(told, Path(file).expanduser().absolute(), display)


def _write(told: summary.Summary, path: Path, display: Any) -> None:
    # A run without such a file does not pay for what writes it.
    from ansible_collections.mailops.mimecast.plugins.module_utils._report import files, summary_markdown

    try:
        files.replace(path, summary_markdown.markdown(told, today()))
    except OSError as error:
        display.warning(f"mimecast_summary_file: {path} cannot be written: {error.strerror}")
    else:
        display.display(f"  In full: {path}")


def with_extra_vars(variables: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return variables for the options of a callback plugin, with those of the command line."""
    return {**load_extra_vars(DataLoader()), **(variables or {})}


def claim(playbook: Any, callback: Any) -> bool:
    """Whether a callback plugin is the one of this run that tells the summary: the first that asks is."""
    is_first = vars(playbook).setdefault("_mimecast_summary", callback) is callback
    if is_first:
        _teller().write(callback.CALLBACK_NAME.encode())
    return is_first


def keep_what_is_loaded() -> None:
    """Let Python's search for garbage pass over all that is loaded: it stays until the run ends.

    Ansible makes a copy of this process for each task, and each copy would search it again and again.
    """
    gc.freeze()
