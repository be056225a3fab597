# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/lint.md: every check with what it looks for, why, who says so, and what to do.

It knows the checks and Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import SEVERITIES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files, table, with_parts

PATH = ROOT / "docs/lint.md"


def generated() -> Files:
    """Return the text of the page by its path."""
    sections = [_section(severity, meaning) for severity, meaning in SEVERITIES.items()]
    return {PATH: with_parts(PATH.read_text("utf-8"), "\n".join(sections), _looked_at())}


def _section(severity: str, meaning: str) -> str:
    """Return the checks of one severity, the words in which they are told among them."""
    rows = [
        (f"`{check.id}`", check.title, check.why, check.remedy, check.source)
        for check in lint.CHECKS.values()
        if check.severity == severity
    ]
    head = ("Id", "What is found", "Why", "What to do", "Source")
    return f"### {severity.capitalize()}: it {meaning}\n\n{table(head, rows)}"


def _looked_at() -> str:
    head = ("Check", "Looks at", "Needs all of")
    return table(head, (_needs(check) for check in lint.CHECKS.values() if check.reads))


def _needs(check: Check) -> tuple[str, str, str]:
    looked_at = [*_words(check.reads), *(["SPF records"] if check.asks_dns or check.follows_dns else [])]
    return f"`{check.id}`", ", ".join(looked_at), ", ".join(_words(check.whole)) or "-"


def _words(names: Iterable[str]) -> list[str]:
    return [RESOURCES[name].title for name in names if name in RESOURCES]
