# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the files of a site without the account: what they hold, and whether its mail tests do. Nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, ended
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site


def run(params: Mapping[str, Any], known: Mapping[str, Resource], today: str) -> Entry:
    """Return how many entries each list of a site has, together with its baseline, and what has no effect any more.

    Args:
        params: checked options. known: every type of the site file. today: the present day, as YYYY-MM-DD.

    Raises:
        Failure: a mail test does not hold, whatever the account has.
    """
    merged = site_file.merge(known, params.get("baseline"), params.get("site"))
    types, desired_by_type = site.every_type(known), site.named(known, params, today)
    late = [told for name, desired in desired_by_type.items() for told in ended(types[name], desired, today)]
    tests, warnings = _tested(params, desired_by_type, today)
    return {
        "changed": False,
        "counts": {name: len(found) for name, found in merged.items()},
        "mail_tests": tests,
        "warnings": [visible(warning) for warning in (*site.of_composites(known, params, today), *late, *warnings)],
    }


def _tested(
    params: Mapping[str, Any], desired_by_type: Mapping[str, Sequence[Desired]], today: str
) -> tuple[Sequence[Entry], Sequence[str]]:
    """Return what the mail tests of a site say of its file, and warnings.

    Raises:
        Failure: naming every test that does not hold.
    """
    if not site.mail_tests(params):
        return [], []
    # A site without mail tests does not pay for the engine.
    from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_tests as tests

    made = tests.of_file(params, desired_by_type, today)
    refuse(made.problems, {"mail_tests": made.tests})
    return made.tests, made.warnings
