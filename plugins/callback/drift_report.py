# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the drift report from what the modules predict in any run in check mode.

It reads the structured plan of each result, never the diff, which Ansible rewrites. How a report is made and written is
not known here.
"""

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_report
type: notification
short_description: Write a drift report from a run in check mode
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Writes C(drift.json), C(drift.md) and C(drift.html) at the end of any run in check mode that uses the modules of
    this collection, such as C(ansible-playbook mailops.mimecast.site --check --diff). Each host of the inventory is one
    account of the report.
  - Only tasks that ran in check mode count. A run without any of them writes nothing.
  - A host is in the report as an error if its run failed, or if C(no_log) hides its result.
  - Such a run does not know which objects an account has beyond its site file, so it reports none of them as extra.
    Use the playbook C(mailops.mimecast.drift) to see those too.
requirements:
  - enabled in the configuration, C(callbacks_enabled = mailops.mimecast.drift_report)
options:
  directory:
    description:
      - Directory for the files. It must exist.
    type: path
    default: .
    ini:
      - section: callback_mimecast_drift_report
        key: directory
    env:
      - name: MIMECAST_DRIFT_REPORT_DIRECTORY
  formats:
    description:
      - Files to write.
    type: list
    elements: str
    choices: [json, md, html]
    default: [json, md, html]
    ini:
      - section: callback_mimecast_drift_report
        key: formats
    env:
      - name: MIMECAST_DRIFT_REPORT_FORMATS
  title:
    description:
      - Title of the report.
    type: str
    default: Mimecast drift report
    ini:
      - section: callback_mimecast_drift_report
        key: title
    env:
      - name: MIMECAST_DRIFT_REPORT_TITLE
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._report import document, files, predictions
from ansible_collections.mailops.mimecast.plugins.module_utils._report.unusable import unusable
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _events as events
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain


class CallbackModule(CallbackBase):
    """Collects what the modules predict, and writes the report when the run ends."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "mailops.mimecast.drift_report"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._predicted: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        self._compared: dict[str, Mapping[str, Any]] = {}
        self._errors: dict[str, str] = {}
        self._left_out: list[Mapping[str, Any]] = []
        self._began = files.now()

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Remember which account files the inventory could not use."""
        self._left_out = events.left_out(play)

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """Warn at the start if the report could not be written at the end."""
        try:
            files.check_directory(self._directory())
        except Failure as error:
            self._display.warning(f"there will be no drift report: {error}")

    def v2_runner_on_ok(self, result: Any) -> None:
        """Keep what a task predicted."""
        self._keep(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Keep why a host failed, and what was predicted before that."""
        self._keep(result)
        if events.in_check_mode(result) or events.resource_of(result):
            self._lose(result, events.message(events.part(result, "result")))

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Keep why a host could not be reached."""
        self._lose(result, events.message(events.part(result, "result")))

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Write the report, unless no task of the collection ran in check mode."""
        if not self._predicted and not self._compared:
            return
        accounts = [*self._accounts(), *unusable(self._left_out)]
        report = document.document(self.get_option("title"), self._began, accounts)
        try:
            paths = files.write(report, self._directory(), self.get_option("formats"))
        except Failure as error:
            self._display.warning(f"there is no drift report: {error}")
        else:
            self._display.display(f"Drift report: {document.sentence(report)}. {', '.join(paths.values())}")

    def _directory(self) -> Path:
        return Path(self.get_option("directory")).absolute()

    def _accounts(self) -> Iterator[dict[str, Any]]:
        for name in sorted({*self._predicted, *self._compared, *self._errors}):
            found = self._compared.get(name) or predictions.of_tasks(self._predicted.get(name, []))
            yield {"name": name, "result": found, "error": self._errors.get(name, "")}

    def _keep(self, result: Any) -> None:
        resource = events.resource_of(result)
        if not resource:
            return
        host = events.host_of(result)
        if not events.in_check_mode(result):
            self._forget(host, resource)
            return
        for item in events.items(plain(events.part(result, "result"))):
            if "objects" in item:
                self._compared[host] = item
            elif resource in events.PREDICTS:
                self._predicted.setdefault(host, []).append((resource, item))
                if "censored" in item:
                    self._lose(result, "the result is hidden by no_log")

    def _forget(self, host: str, resource: str) -> None:
        """Drop what was predicted of a type before: it is carried out now."""
        left = [prediction for prediction in self._predicted.pop(host, []) if prediction[0] != resource]
        if left:
            self._predicted[host] = left

    def _lose(self, result: Any, why: str) -> None:
        task = events.part(result, "task").get_name()
        self._errors.setdefault(events.host_of(result), f"{task}: {why}")
