# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells about mail: tests that do not hold, what applying does to mail, real mail among it, and lint.

Pure: it knows results of modules, and neither Ansible nor HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, many, shown
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import title_of

FAILED_TEST = "Correct the policies for this mail, or what the test expects."
"""What to do about a mail test that does not hold, everywhere."""
BROKEN_TEST = "Fix what breaks this test, or change what it expects."
"""What to do about a mail test that does not hold, where it is known which differences break it."""
FINDING = "Do what Lint says in the account, or accept the finding in the site file."
"""What to do about a finding of lint that counts."""
MOST_CAUSES = 5
"""As many of the differences that break a mail test are named; of more, only their number."""
_PLACE = re.compile(r"(\w+)\.mail_tests\[(\d+)\]")
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
        "tests": [_test(test) for test in result.get("mail_tests") or []],
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


def _test(test: Mapping[str, Any]) -> Entry:
    broken_by = [{word: str(found[word]) for word in ("resource", "name")} for found in test.get("broken_by") or []]
    return {**{word: str(test[word]) for word in _TEST}, "broken_by": broken_by}


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


def test_of(mail: Mapping[str, Any], told: str) -> Mapping[str, Any] | None:
    """Return the mail test that one of the texts of ``amiss`` is about, or None where it is about something else."""
    return next((test for test in mail["tests"] if _is_about(told, test)), None)


def _is_about(told: str, test: Mapping[str, Any]) -> bool:
    return told.startswith(_named(test)) and told.endswith(f" ({test['where']})")


def _named(test: Mapping[str, Any]) -> str:
    return f"mail test {shown(test['name'])}: "


def why(told: str, name: str) -> str:
    """Return why a mail test fails, from what ``amiss`` returns of it: without its name and its place."""
    return told[len(_named({"name": name})) :].rpartition(" (")[0]


def place(told: str) -> str:
    """Return in words where a mail test is written, from what ``amiss`` returns of it."""
    where = told.rpartition(" (")[2][:-1]
    found = _PLACE.fullmatch(where)
    return f"number {int(found[2]) + 1} under mail_tests in the variable {found[1]}" if found else where


def tests_broken_by(account: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return the names of the mail tests that have to pass and that an object of an account breaks by its difference.

    Args:
        account, found: as a report has them.
    """
    wanted = {word: found[word] for word in ("resource", "name")}
    return [
        test["name"]
        for test in account["mail"]["tests"]
        if wanted in test["broken_by"] and any(_is_about(told, test) for told in account["amiss"])
    ]


def cause(test: Mapping[str, Any]) -> str:
    """Return which differences break a mail test in a few words, or "" where none is known to."""
    named = [called(found) for found in test["broken_by"]]
    return f"broken by {first_of(named, MOST_CAUSES)}" if named else ""


def called(found: Mapping[str, Any]) -> str:
    """Return an object by its type and name, as a person says them."""
    return f"{title_of(found['resource'])} {found['name']}"


def sections(mail: Mapping[str, Any]) -> list[Section]:
    """Return what is worth a reader's time."""
    failed = [_failed(test) for test in mail["tests"] if test["status"] != "holds"]
    replayed = _replayed(mail["replay"])
    found = [
        Section("Mail tests that do not hold", failed, FAILED_TEST),
        Section("What applying the site file does to mail", mail["impact"]),
        Section("What applying the site file would have done to the mail of the last days", replayed),
        Section("What mail shows about open rules, for mail_rules of the site file", _shown(mail["replay"])),
        Section("Lint", [_finding(finding) for finding in mail["lint"]]),
    ]
    return [section for section in found if section.lines]


def _failed(test: Mapping[str, Any]) -> str:
    return "; ".join(part for part in (f"{test['name']}: {test['why']}", cause(test)) if part)


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
