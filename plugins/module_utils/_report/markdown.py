# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as Markdown, for a pull request or a chat.

Pure, and it knows no field of any object. Everything that comes from an account is inside code, where no
character has a meaning.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import many
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._report import decisions, document, history, mail
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import cell as _cell
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import code as _code
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import escaped as _escaped
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import fenced as _fenced

_LINES = 40
"""As many lines of a comparison are shown; of more, only their number."""


def markdown(report: Mapping[str, Any]) -> str:
    """Return the report for a pull request or a chat. Everything that comes from an account is inside code."""
    versus = document.versus(report)
    since = f"\n\nSince the report of {history.readable(report['compared']['generated'])}: {versus}." if versus else ""
    parts = [
        f"# {_escaped(report['title'])}",
        f"{document.sentence(report)}. Read on {history.readable(report['generated'])}.{since}",
        history.NOT_ASKED if any(account["who"] for account in report["accounts"]) else "",
        _decided(report, "What needs a decision", lambda each: not decisions.is_later(each)),
        _gone(report),
        _table(report),
    ]
    parts += [_account_text(account, _told_once(report)) for account in report["accounts"] if _told(account)]
    parts.append(_decided(report, decisions.LATER_TITLE, decisions.is_later, note=decisions.LATER_NOTE))
    return "\n\n".join(part for part in parts if part) + "\n"


def _told(account: Mapping[str, Any]) -> bool:
    return bool(document.worth_telling(account) and (account["status"] != "ok" or _notes(account)))


def _table(report: Mapping[str, Any]) -> str:
    """Return the accounts that are not in sync as a table, and the others as one line."""
    urgent = [account for account in report["accounts"] if account["status"] != "ok"]
    calm = len(report["accounts"]) - len(urgent)
    head = "| Account | State | " + " | ".join(document.WORDS[word].capitalize() for word in document.STATUSES) + " |"
    lines = [
        f"| {_cell(account['name'])} | {document.WORDS[account['status']]} | "
        + " | ".join(str(account["summary"][word]) for word in document.STATUSES)
        + " |"
        for account in urgent
    ]
    table = "\n".join([head, "|---|---|" + "---:|" * len(document.STATUSES), *lines]) if lines else ""
    silent = f"{many(calm, 'more account' if lines else 'account')} in sync." if calm else ""
    return "\n\n".join(part for part in (table, silent) if part)


def _decided(
    report: Mapping[str, Any], heading: str, chosen: Callable[[Mapping[str, Any]], bool], note: str = ""
) -> str:
    """Return some of the decisions, each with its accounts and the command to copy."""
    lines = [_decision(each) for each in report["decisions"] if chosen(each)]
    return "\n".join([f"## {heading}\n", *([f"{note}\n"] if note else []), *lines]) if lines else ""


def _decision(decision: Mapping[str, Any]) -> str:
    about = (
        f"{_escaped(decision['title'])} {_code(decision['name'])}: {_escaped(decisions.what(decision))}"
        if decision["title"]
        else _code(decision["text"])
    )
    accounts = decision["accounts"]
    several = f"{len(accounts)} accounts: " if len(accounts) > 1 else ""
    named = ", ".join(_code(name) for name in accounts)
    since = f"; {_escaped(decision['history'])}" if decision["history"] else ""
    advice = decisions.advice(decision)
    mail = [_code(told) for told in (decision["cause"], decisions.breaks(decision)) if told]
    commands = [f"{words} {_code(command)}" for words, command in decisions.commands(decision)]
    below = [*mail, *([advice] if advice else []), *commands]
    return "\n  ".join([f"- {about} ({several}{named}{since})", *below])


def _gone(report: Mapping[str, Any]) -> str:
    told = report["compared"] or {"gone": [], "recovered": []}
    lines = [f"- {_code(name)} can be read again" for name in told["recovered"]]
    lines += [
        f"- {_escaped(found['title'])} {_code(found['name'])} ({_code(found['account'])})" for found in told["gone"]
    ]
    return "\n".join(["## Gone since then\n", *lines]) if lines else ""


def _told_once(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return, by place, the decision of each object that is told in full at the first of its accounts only."""
    return {
        link: decision
        for decision in report["decisions"]
        if decision["title"] and decision["equal"]
        for link in decision["links"][1:]
    }


def _notes(account: Mapping[str, Any]) -> list[str]:
    """Return what there is to tell of an account beside its objects."""
    parts = []
    if account["problems"][1:]:
        parts.append("\n".join(f"- {_code(problem)}" for problem in account["problems"]))
    if account["unreadable"]:
        parts.append(
            "\n".join(f"- not readable: {_code(name)}: {_code(why)}" for name, why in account["unreadable"].items())
        )
    if account["warnings"]:
        parts.append("\n".join(f"- {_code(warning)}" for warning in account["warnings"]))
    for heading, lines, advice in mail.sections(account["mail"]):
        listed = "\n".join([f"### {heading}\n", *(f"- {_code(line)}" for line in lines)])
        parts.append(f"{listed}\n\n{advice}" if advice else listed)
    return parts


def _account_text(account: Mapping[str, Any], once: Mapping[str, Mapping[str, Any]]) -> str:
    region = f", {_code(account['region'])}" if account["region"] else ""
    change = f" ({account['change']})" if account["change"] else ""
    parts = [f"## {_code(account['name'])}: {document.WORDS[account['status']]}{change}{region}"]
    if account["error"]:
        parts.append(_code(account["error"]))
    parts.append(account["advice"])
    if account["since"]:
        parts.append(f"First change that the audit log knows of: {history.readable(account['since'])}.")
    if account["who"]:
        parts.append(account["who"])
    parts += _notes(account)
    parts += [_object_text(found, once) for found in account["objects"] if found["status"] not in ("in_sync", "extra")]
    return "\n\n".join(parts)


def _object_text(found: Mapping[str, Any], once: Mapping[str, Mapping[str, Any]]) -> str:
    parts = [f"### {_escaped(found['title'])} {_code(found['name'])}: {_state(found)}"]
    notes = [f"at {_code(found['where'])}" if found["where"] else "", _code(found["reason"]) if found["reason"] else ""]
    told = [", ".join(note for note in notes if note), _code(found["who"]) if found["who"] else ""]
    parts += [part for part in told if part]
    if found["link"] in once:
        return "\n\n".join([*parts, f"The same as in {_code(once[found['link']]['accounts'][0])}."])
    if found["fields"] and not found["manual"]:
        parts.append(_fenced("diff", _diff_lines(found)))
    if found["manual"]:
        parts.append("\n".join(f"- [ ] {_code(step)}" for step in found["manual"]["steps"]))
    return "\n\n".join(parts)


def _state(found: Mapping[str, Any]) -> str:
    word = "to be deleted" if found["operation"] == "delete" else document.WORDS[found["status"]]
    if found["change"] == "still":
        return f"{word}, first reported on {history.readable(found['first_seen'])}"
    return f"{word}, new in this report" if found["change"] else word


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
