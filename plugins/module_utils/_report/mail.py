# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells about mail: tests that do not hold, what applying does to mail, real mail among it, and lint.

Pure: it knows results of modules, and neither Ansible nor HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import many

FAILED_TEST = "Correct the policies for this mail, or what the test expects."
"""What to do about a mail test that does not hold, everywhere."""
FINDING = "Do what Lint says in the account, or accept the finding in the site file."
"""What to do about a finding of lint that counts."""
_TEST = ("name", "where", "status", "why")
_FINDING = ("id", "severity", "resource", "name", "place", "item", "what", "why", "source", "remedy")


class Section(NamedTuple):
    """A part that is worth a reader's time: heading and lines, and what to do about it, or ""."""

    heading: str
    lines: list[str]
    advice: str = ""


def of_result(result: Mapping[str, Any]) -> Entry:
    """Return the part of a report that is about the mail of an account.

    Args:
        result: what mimecast_site_plan returns; what was not looked at is empty.
    """
    impact = result.get("impact") or {}
    return {
        "replay": _replay(result),
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


def _replay(result: Mapping[str, Any]) -> Entry | None:
    """Return what applying would have done to mail that came, and what that mail shows of open rules; else None.

    Mail that could not be read is told as that, without counts.
    """
    replay = result.get("replay")
    if not replay or not (replay["unreadable"] or result.get("plan") or replay["mail_rules"]):
        return None
    if replay["unreadable"]:
        return {"days": replay["days"], "unreadable": str(replay["unreadable"])}
    return {
        "days": replay["days"],
        "unreadable": "",
        "mail_rules": [dict(record) for record in replay["mail_rules"]],
        **{word: replay[word] for word in ("since", "messages", "changed", "may_change")},
        "changes": [
            {
                **{word: change[word] for word in ("before", "after", "certain", "messages")},
                "example": "{from} to {to}".format_map(change["examples"][0]),
            }
            for change in replay["changes"]
        ],
    }


def amiss(result: Mapping[str, Any]) -> list[str]:
    """Return why the mail of an account is not as its site file says. What it is about comes first, its place last."""
    places = [f"{test['where']}: " for test in result.get("mail_tests") or []]
    return [_place_last(str(told), places) for told in result.get("amiss") or []]


def _place_last(told: str, places: Sequence[str]) -> str:
    place = next((place for place in places if told.startswith(place)), "")
    return f"{told[len(place) :]} ({place[:-2]})" if place else told


def advice(told: str) -> str:
    """Return what to do about one of the texts that ``amiss`` returns."""
    return FAILED_TEST if told.startswith("mail test ") else FINDING


def sections(mail: Mapping[str, Any]) -> list[Section]:
    """Return what is worth a reader's time."""
    failed = [f"{test['name']}: {test['why']}" for test in mail["tests"] if test["status"] != "holds"]
    replayed = _replayed(mail["replay"])
    found = [
        Section("Mail tests that do not hold", failed, FAILED_TEST),
        Section("What applying the site file does to mail", mail["impact"]),
        Section("What applying the site file would have done to the mail of the last days", replayed),
        Section("What mail shows about open rules, for mail_rules of the site file", _shown(mail["replay"])),
        Section("Lint", [_finding(finding) for finding in mail["lint"]]),
    ]
    return [section for section in found if section.lines]


def _replayed(replay: Mapping[str, Any] | None) -> list[str]:
    if replay is None:
        return []
    if replay["unreadable"]:
        return [f"not known, mail could not be read: {replay['unreadable']}"]
    told = (
        f"of {many(replay['messages'], 'message')} since {replay['since']}, "
        f"{replay['changed']} would be treated differently"
    )
    maybe = f", {replay['may_change']} may" if replay["may_change"] else ""
    return [f"{told}{maybe}", *map(_change, replay["changes"])]


def _shown(replay: Mapping[str, Any] | None) -> list[str]:
    records = (replay or {}).get("mail_rules") or []
    return [f"reading {record['excluded']} of {record['rule']} is excluded: {record['evidence']}" for record in records]


def _change(change: Mapping[str, Any]) -> str:
    would = "" if change["certain"] else "perhaps "
    what = f"{change['before']} -> {would}{change['after']}"
    return f"{many(change['messages'], 'message')}, such as {change['example']}: {what}"


def _finding(finding: Mapping[str, Any]) -> str:
    kind = finding["resource"].replace("_", " ")
    accepted = finding["accepted"]
    told = f" Accepted until {accepted['until']}: {accepted['reason']}" if accepted else f" {finding['remedy']}"
    return f"{finding['severity']}: {kind} {finding['name']}: {finding['what']} ({finding['id']}).{told}"
