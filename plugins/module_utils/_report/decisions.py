# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of a report -> what a person has to decide, each thing once with all the accounts that it is about.

Pure, and it knows no field of any object.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import history, mail, values
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import NAMED

COMMAND = "ansible-playbook"
_ORDER = ("error", "mail", "breaks", "drifted", "missing", "handoff", "unverifiable", "extra")
TO_DO = ("drifted", "missing", "handoff")
"""States of an object that make its account differ from its site file."""
_APPLIED = ("drifted", "missing")
"""States of an object that applying the site file ends."""
_LATER = ("unverifiable", "extra")
"""States that nobody has to decide about for an account to be as its site file says."""
TEST = "mail test"
"""What the title of a decision about a mail test is."""
NOT_ENOUGH = "not broken by the differences below: fixing them all does not make it pass"
BREAKING_EXTRA = "If nobody needs it, delete it. If it has to stay, change what the mail test expects."
"""What to do about an object of the account alone that breaks a mail test."""
MISSING = "The account has nothing with this name: it was deleted or renamed there, or never created."
"""What is known about an object that is missing."""
SHOW_FIX = "See what a fix would change. Without `--check`, the same command makes the fix:"
LOOK_AGAIN = "Look again:"
SHORT = 60
"""Values stand beside their settings if all of them together are no longer than this."""
LATER_TITLE = "In the account only, or not verifiable"
LATER_NOTE = (
    "You do not have to do anything here: this is not drift. To manage an object that only the account has, add it to "
    "the site file. If an object is not verifiable, look at it in the Administration Console."
)
Group = list[tuple[Mapping[str, Any], Mapping[str, Any]]]
"""(account, object) for everything that differs in one way; of what is not about an object, the account twice."""


def decisions(accounts: Sequence[Mapping[str, Any]], command: str = COMMAND) -> list[Entry]:
    """Return the decisions to make, the most urgent and then the most frequent first.

    Args:
        command: what a command begins with that is made to be copied, such as ``ansible-playbook -i inventory``.
    """
    groups: dict[tuple[str, ...], Group] = {}
    for account in accounts:
        for key, found in _of_account(account):
            groups.setdefault(key, []).append((account, found))
    made = [_decision(key[0], key[1], group, command) for key, group in groups.items()]
    return sorted(made, key=lambda each: (_urgency(each), -len(each["accounts"])))


def is_later(decision: Mapping[str, Any]) -> bool:
    """Whether nobody has to decide about it for an account to be as its site file says."""
    return decision["status"] in _LATER and not decision["breaks"]


def label(decision: Mapping[str, Any]) -> str:
    """Return a decision in a few words, such as ``delivery route old-server: hostname``."""
    if not decision["title"]:
        return wording.visible(str(decision["text"]))
    return wording.visible(f"{decision['title']} {decision['name']}: {what(decision)}")


def lines(told: Sequence[Mapping[str, Any]], most: int = 30) -> list[str]:
    """Return decisions as lines for a terminal: those without which no account is as its site file says.

    Args:
        most: as many lines at most, with one that tells how many more there are.
    """
    urgent = [each for each in told if not is_later(each)]
    shown = [f"{label(each)} ({_named(each['accounts'])}){_aside(each)}" for each in urgent]
    if len(shown) <= most:
        return shown
    return [*shown[: most - 1], f"and {len(shown) - most + 1} more decisions, see the report"]


def _urgency(decision: Mapping[str, Any]) -> int:
    return _ORDER.index("breaks" if decision["breaks"] else decision["status"])


def _aside(decision: Mapping[str, Any]) -> str:
    told = [wording.visible(str(told)) for told in (decision["cause"], breaks(decision)) if told]
    return f"; {'; '.join(told)}" if told else ""


def breaks(decision: Mapping[str, Any]) -> str:
    """Return which mail tests something breaks in a few words, or ""."""
    named = [f"{TEST} {name}" for name in decision["breaks"]]
    return f"breaks {wording.first_of(named, 3)}" if named else ""


def _named(accounts: Sequence[str]) -> str:
    several = f"{len(accounts)} accounts: " if len(accounts) > 1 else ""
    return several + wording.first_of([wording.visible(name) for name in accounts])


def what(decision: Mapping[str, Any]) -> str:
    """Return what is wrong: the settings of the object that differ, with their values if they are short, or its state.

    Of a mail test it is why it fails.
    """
    if decision["title"] == TEST:
        return mail.why(str(decision["text"]), str(decision["name"]))
    if decision["operation"] == "delete":
        return "to be deleted"
    if decision["status"] == "drifted" and decision["settings"]:
        return str(decision["values"]) or ", ".join(decision["settings"])
    return {"drifted": "drifted", "handoff": "by hand", "unverifiable": "not verifiable"}.get(
        decision["status"], str(decision["status"])
    )


def advice(decision: Mapping[str, Any]) -> str:
    """Return what to do about a decision beyond its command and its steps, or ""."""
    if decision["title"] == TEST:
        return mail.BROKEN_TEST if decision["broken_by"] else mail.FAILED_TEST
    if decision["status"] == "mail":
        return mail.FINDING
    if decision["status"] == "extra" and decision["breaks"]:
        return BREAKING_EXTRA
    return MISSING if decision["status"] == "missing" else ""


def commands(decision: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the commands of a decision in their order, each with what it does in words."""
    shows = decision["command"] if decision["status"] in _APPLIED else decision["fix"]
    looks = decision["command"] if decision["status"] not in _APPLIED else ""
    return [(words, command) for words, command in ((SHOW_FIX, shows), (LOOK_AGAIN, looks)) if command]


def _of_account(account: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    if account["error"]:
        yield ("error", account["error"]), account
    for told in account["amiss"]:
        test = mail.test_of(account["mail"], told)
        yield ("mail", told, mail.cause(test) if test else ""), account
    for found in account["objects"]:
        if found["status"] != "in_sync":
            identity = (found["resource"], found["name"], found["operation"])
            # An account whose mail it breaks is another decision than one with the difference alone.
            broken = ", ".join(mail.tests_broken_by(account, found))
            yield (found["status"], "", broken, *identity, *_settings(found)), found


def _settings(found: Mapping[str, Any]) -> list[str]:
    return [field["name"] for field in found["fields"]] if found["status"] == "drifted" else []


def _decision(status: str, text: str, group: Group, command: str) -> Entry:
    account, found = group[0]
    test = mail.test_of(account["mail"], text) if status == "mail" else None
    equal = len({_written(each) for _account, each in group}) == 1
    about = {"title": "", "resource": "", "name": "", "operation": "none", "settings": []}
    if test:
        about |= {"title": TEST, "name": test["name"]}
    elif "resource" in found:
        about = {
            **{word: found[word] for word in ("title", "resource", "name", "operation")},
            "settings": _settings(found),
        }
    return {
        "status": status,
        "text": text,
        **about,
        "accounts": list(dict.fromkeys(account["name"] for account, _found in group)),
        "links": [each["link"] for _account, each in group],
        "broken_by": test["broken_by"] if test else [],
        "cause": _cause(test, group) if test else "",
        "breaks": mail.tests_broken_by(account, found) if "resource" in found else [],
        "history": history.of_several([(each["name"], found) for each, found in group if "changed_by" in found]),
        "new": 0 if status == "mail" else sum(each["change"] == "new" for _account, each in group),
        "equal": equal,
        "values": _values(found) if equal and status == "drifted" else "",
        "command": _command(status, found, group, command),
        "fix": _apply(_breaking(test["broken_by"], account), group, command) if test else "",
    }


def _cause(test: Mapping[str, Any], group: Group) -> str:
    """Return which differences break a mail test, or that none does; "" where its accounts have none."""
    differ = any(account["summary"][word] for account, _found in group for word in TO_DO)
    return mail.cause(test) or (NOT_ENOUGH if differ else "")


def _written(found: Mapping[str, Any]) -> str:
    steps = found["manual"]["steps"] if found.get("manual") else []
    return json.dumps([found.get("fields"), found.get("moves"), found.get("reason"), steps], sort_keys=True)


def _values(found: Mapping[str, Any]) -> str:
    """Return each setting with what the account has and what the site file wants, or "" where that is long."""
    rows = [row for field in found["fields"] for row in values.rows(field)]
    if any(row["same"] or len(row[side] or ()) != 1 for row in rows for side in ("before", "after")):
        return ""
    told = "; ".join(f"{row['setting']}: {row['before'][0]}, wanted {row['after'][0]}" for row in rows)
    return told if len(told) <= SHORT else ""


def _command(status: str, found: Mapping[str, Any], group: Group, command: str) -> str:
    """Return the command that shows what applying would do, or that looks again, or "" where there is none."""
    if status in _APPLIED:
        return _apply([found["resource"]], group, command)
    limit = _limit(group)
    looks = status in ("error", "mail", "unverifiable")
    return f"{command} mailops.mimecast.drift {limit}" if looks and limit else ""


def _breaking(broken_by: Sequence[Mapping[str, str]], account: Mapping[str, Any]) -> list[str]:
    """Return the types of the objects that break a mail test and that applying the site file changes."""
    applied = [(each["resource"], each["name"]) for each in account["objects"] if each["status"] in _APPLIED]
    return [each["resource"] for each in broken_by if (each["resource"], each["name"]) in applied]


def _apply(resources: Sequence[str], group: Group, command: str) -> str:
    """Return the command that shows what applying objects of these types would do, or "" where there is none."""
    limit = _limit(group)
    if not (resources and limit):
        return ""
    roles = list(dict.fromkeys(NAMED[resource].role for resource in resources if resource in NAMED))
    tags = f" --tags {','.join(roles)}" if roles else ""
    return f"{command} mailops.mimecast.site {limit}{tags} --check --diff"


def _limit(group: Group) -> str:
    hosts = dict.fromkeys(account["name"] for account, _found in group if not account["file"])
    return f"--limit {shlex.quote(','.join(hosts))}" if hosts else ""
