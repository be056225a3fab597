# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the files of a site without the account: their contents, mail tests and lint. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, ended
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site


def run(params: Mapping[str, Any], known: Mapping[str, Resource], today: str) -> Entry:
    """Return how many entries each list of a site has, together with its baseline, and what has no effect any more.

    Args:
        params: checked options. known: every type of the site file. today: the present day, as YYYY-MM-DD.

    Raises:
        Failure: a mail test fails whatever the account has; or lint has a finding that fails the task.
    """
    refuse(site.check_name_servers(params))
    merged = site_file.merge(known, params.get("baseline"), params.get("site"))
    types, desired_by_type = site.every_type(known), site.named(known, params, today)
    late = [past for name, desired in desired_by_type.items() for past in ended(types[name], desired, today)]
    told, warnings = _about_mail(params, desired_by_type, today)
    return {
        "changed": False,
        "counts": {name: len(found) for name, found in merged.items()},
        **told,
        "warnings": [visible(warning) for warning in (*site.of_composites(known, params, today), *late, *warnings)],
    }


def _about_mail(
    params: Mapping[str, Any], desired_by_type: Mapping[str, Sequence[Desired]], today: str
) -> tuple[Entry, list[str]]:
    """Return what mail tests and lint say of the files of a site, and warnings.

    Raises:
        Failure: naming every test that does not hold, and what lint has found where that is to fail.
    """
    told: Entry = {"mail_tests": [], "lint": []}
    problems: list[Problem] = []
    warnings: list[str] = []
    # What is not asked for is not loaded.
    if site.mail_tests(params):
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_tests

        made = mail_tests.of_file(params, desired_by_type, today)
        told["mail_tests"] = made.tests
        problems += made.problems
        warnings += made.warnings
    if params.get("lint") != "off":
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import linting

        linted = linting.of_file(params, desired_by_type, today)
        told["lint"] = linted.findings
        problems += linted.problems
        warnings += linted.warnings
    refuse(problems, told)
    return told, warnings
