# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What mail tests and lint remark on one account, taken from the results of its tasks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import title_of

READS = ("mail_tests", "lint")
"""What is read of a result."""


@dataclass(frozen=True)
class Remark:
    """One remark; equal ones of several accounts have the same ``text``.

    Attributes:
        text: name of the mail test, or what lint has found. why: what is not as expected, or "".
    """

    text: str
    why: str = field(default="", compare=False)


def mail_tests(results: Iterable[Mapping[str, Any]]) -> list[Remark]:
    """Return the mail tests that failed, in their order. Of several results about a test, the last one counts."""
    last = {str(test["name"]): test for result in results for test in result.get("mail_tests") or []}
    return [Remark(name, str(test.get("why") or "")) for name, test in last.items() if test["status"] != "holds"]


def findings(results: Iterable[Mapping[str, Any]]) -> list[Remark]:
    """Return what lint has found, each finding once, without those that the site file accepts."""
    told = [
        Remark(f"{found['severity']}: {title_of(found['resource'])} {found['name']}: {found['what']} ({found['id']})")
        for result in results
        for found in result.get("lint") or []
        if not found.get("accepted")
    ]
    return list(dict.fromkeys(told))
