# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as Markdown, for a pull request or a chat.

Pure, and it knows no field of any object. Everything that comes from an account stands in code, where it means nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import many
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._report import document, mail
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import cell as _cell
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import code as _code
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import escaped as _escaped
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import fenced as _fenced

_LINES = 40
"""As many lines of a comparison are shown; of more, only their number."""


def markdown(report: Mapping[str, Any]) -> str:
    """Return the report for a pull request or a chat. Everything that comes from an account stands in code."""
    totals = report["totals"]
    parts = [
        f"# {_escaped(report['title'])}",
        f"{document.sentence(report)}. Looked at on {report['generated']}.",
        "| Account | State | " + " | ".join(document.WORDS[word].capitalize() for word in document.STATUSES) + " |",
    ]
    lines = [
        f"| {_cell(account['name'])} | {document.WORDS[account['status']]} | "
        + " | ".join(str(account["summary"][word]) for word in document.STATUSES)
        + " |"
        for account in report["accounts"]
        if document.worth_telling(account)
    ]
    parts[-1] = "\n".join([parts[-1], "|---|---|" + "---:|" * len(document.STATUSES), *lines]) if lines else ""
    silent = totals["accounts"] - len(lines)
    if silent and lines:
        parts.append(f"{many(silent, 'more account')} in sync, with nothing extra.")
    parts += [_account_text(account) for account in report["accounts"] if document.worth_telling(account)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _account_text(account: Mapping[str, Any]) -> str:
    region = f", {_code(account['region'])}" if account["region"] else ""
    parts = [f"## {_code(account['name'])}: {document.WORDS[account['status']]}{region}"]
    if account["error"]:
        parts.append(_code(account["error"]))
    parts.append(account["advice"])
    if account["since"]:
        parts.append(f"First change that the audit log knows of: {_code(account['since'])}.")
    if len(account["problems"]) > 1:
        parts.append("\n".join(f"- {_code(problem)}" for problem in account["problems"]))
    if account["unreadable"]:
        parts.append(
            "\n".join(f"- not readable: {_code(name)}: {_code(why)}" for name, why in account["unreadable"].items())
        )
    for heading, lines in mail.sections(account["mail"]):
        parts.append("\n".join([f"### {heading}\n", *(f"- {_code(line)}" for line in lines)]))
    parts += [_object_text(found) for found in account["objects"] if found["status"] not in ("in_sync", "extra")]
    extras = [found for found in account["objects"] if found["status"] == "extra"]
    if extras:
        named = "\n".join(f"- {extra['title']} {_code(extra['name'])}{_by(extra)}" for extra in extras)
        parts.append(f"### There, but not in the site file\n\n{named}")
    return "\n\n".join(parts)


def _object_text(found: Mapping[str, Any]) -> str:
    parts = [f"### {_escaped(found['title'])} {_code(found['name'])}: {_state(found)}"]
    notes = [f"at {_code(found['where'])}" if found["where"] else "", _code(found["reason"]) if found["reason"] else ""]
    told = ", ".join(note for note in notes if note)
    if told or found["changed_by"]:
        parts.append(f"{told}{_by(found)}".strip())
    if found["fields"] and not found["manual"]:
        parts.append(_fenced("diff", _diff_lines(found)))
    if found["manual"]:
        parts.append("\n".join(f"- [ ] {_code(step)}" for step in found["manual"]["steps"]))
    return "\n\n".join(parts)


def _state(found: Mapping[str, Any]) -> str:
    return "to be deleted" if found["operation"] == "delete" else document.WORDS[found["status"]]


def _by(found: Mapping[str, Any]) -> str:
    if not found["changed_by"]:
        return ""
    last = found["changed_by"][-1]
    return f" (last changed by {_code(last['user'] or 'unknown')} on {_code(last['time'])}: {_code(last['kind'])})"


def _diff_lines(found: Mapping[str, Any]) -> list[str]:
    told = {
        field["name"]: diff.notes(field.get("same", 0), partial=field.get("partial", False))
        for field in found["fields"]
    }
    sides = [
        diff.text({field["name"]: field[side] for field in found["fields"] if side in field}, told, found["moves"])
        for side in ("before", "after")
    ]
    before, after = (side.splitlines() for side in sides)
    # With all lines as context there is one hunk; its heading and those of the two sides say nothing.
    lines = list(difflib.unified_diff(before, after, n=len(before) + len(after), lineterm=""))[3:]
    more = len(lines) - _LINES
    return [*lines[:_LINES], f"# {more} more lines, see drift.json"] if more > 0 else lines
