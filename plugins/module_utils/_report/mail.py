# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells about mail: tests that do not hold, what applying does to mail, and lint.

Pure: it knows results of modules, and neither Ansible nor HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry

_TEST = ("name", "where", "status", "why")
_FINDING = ("id", "severity", "resource", "name", "place", "item", "what", "why", "source", "remedy")


def of_result(result: Mapping[str, Any]) -> Entry:
    """Return the part of a report that is about the mail of an account.

    Args:
        result: what mimecast_site_plan returns; what was not looked at is empty.
    """
    impact = result.get("impact") or {}
    return {
        "tests": [{word: str(test[word]) for word in _TEST} for test in result.get("mail_tests") or []],
        "impact": [str(change["sentence"]) for change in impact.get("changes") or []],
        "permits_something_new": bool(impact.get("permits_something_new")),
        "lint": [
            {
                **{word: str(finding.get(word) or "") for word in _FINDING},
                "accepted": dict(finding["accepted"]) if finding.get("accepted") else None,
            }
            for finding in result.get("lint") or []
        ],
    }


def sections(mail: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what is worth a reader's time: headings, each with its lines."""
    found = {
        "Mail tests that do not hold": [
            f"{test['name']}: {test['why']}" for test in mail["tests"] if test["status"] != "holds"
        ],
        "What applying the site file does to mail": mail["impact"],
        "Lint": [_finding(finding) for finding in mail["lint"]],
    }
    return [(heading, lines) for heading, lines in found.items() if lines]


def _finding(finding: Mapping[str, Any]) -> str:
    kind = finding["resource"].replace("_", " ")
    accepted = finding["accepted"]
    told = f" Accepted until {accepted['until']}: {accepted['reason']}" if accepted else f" {finding['remedy']}"
    return f"{finding['severity']}: {kind} {finding['name']}: {finding['what']} ({finding['id']}).{told}"
