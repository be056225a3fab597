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
from ansible_collections.mailops.mimecast.plugins.module_utils._report import history, mail
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import NAMED

COMMAND = "ansible-playbook"
_ORDER = ("error", "mail", "drifted", "missing", "handoff", "unverifiable", "extra")
LATER = ("unverifiable", "extra")
"""States that nobody has to decide about for an account to be as its site file says."""
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
    return sorted(made, key=lambda each: (_ORDER.index(each["status"]), -len(each["accounts"])))


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
    urgent = [each for each in told if each["status"] not in LATER]
    shown = [f"{label(each)} ({_named(each['accounts'])})" for each in urgent]
    if len(shown) <= most:
        return shown
    return [*shown[: most - 1], f"and {len(shown) - most + 1} more decisions, see the report"]


def _named(accounts: Sequence[str]) -> str:
    several = f"{len(accounts)} accounts: " if len(accounts) > 1 else ""
    return several + wording.first_of([wording.visible(name) for name in accounts])


def what(decision: Mapping[str, Any]) -> str:
    """Return what is wrong with the object of a decision: the settings that differ, or its state."""
    if decision["operation"] == "delete":
        return "to be deleted"
    if decision["status"] == "drifted" and decision["settings"]:
        return ", ".join(decision["settings"])
    return {"drifted": "drifted", "handoff": "by hand", "unverifiable": "not verifiable"}.get(
        decision["status"], str(decision["status"])
    )


def advice(decision: Mapping[str, Any]) -> str:
    """Return what to do about a decision beyond its command and its steps, or ""."""
    return mail.advice(str(decision["text"])) if decision["status"] == "mail" else ""


def _of_account(account: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    if account["error"]:
        yield ("error", account["error"]), account
    for told in account["amiss"]:
        yield ("mail", told), account
    for found in account["objects"]:
        if found["status"] != "in_sync":
            identity = (found["resource"], found["name"], found["operation"])
            yield (found["status"], "", *identity, *_settings(found)), found


def _settings(found: Mapping[str, Any]) -> list[str]:
    return [field["name"] for field in found["fields"]] if found["status"] == "drifted" else []


def _decision(status: str, text: str, group: Group, command: str) -> Entry:
    found = group[0][1]
    about = {"title": "", "resource": "", "name": "", "operation": "none", "settings": []}
    if "resource" in found:
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
        "history": history.of_several([each for _account, each in group if "changed_by" in each]),
        "equal": len({_written(each) for _account, each in group}) == 1,
        "command": _command(status, found, group, command),
    }


def _written(found: Mapping[str, Any]) -> str:
    steps = found["manual"]["steps"] if found.get("manual") else []
    return json.dumps([found.get("fields"), found.get("moves"), found.get("reason"), steps], sort_keys=True)


def _command(status: str, found: Mapping[str, Any], group: Group, command: str) -> str:
    """Return the command that shows what applying would do, or that looks again, or "" where there is none."""
    hosts = list(dict.fromkeys(account["name"] for account, _found in group if not account["file"]))
    if not hosts:
        return ""
    limit = f"--limit {shlex.quote(','.join(hosts))}"
    if status in ("error", "mail", "unverifiable"):
        return f"{command} mailops.mimecast.drift {limit}"
    if status not in ("drifted", "missing"):
        return ""
    known = NAMED.get(found["resource"])
    tags = f" --tags {known.role}" if known else ""
    return f"{command} mailops.mimecast.site {limit}{tags} --check --diff"
