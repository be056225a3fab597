# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found in each account -> one report about all of them, as a document.

Pure: it knows neither Ansible nor HTTP, reads no clock and no file. The document is what docs/drift.schema.json says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import many
from ansible_collections.mailops.mimecast.plugins.module_utils._report import (
    comparison,
    decisions,
    history,
    links,
    mail,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import NAMED, title_of

SCHEMA = 1
STATUSES = ("in_sync", "drifted", "missing", "extra", "unverifiable", "handoff")
ACCOUNT_STATUSES = ("ok", "drift", "error")

WORDS = {
    "in_sync": "in sync",
    "drifted": "drifted",
    "missing": "missing",
    "extra": "extra",
    "unverifiable": "not verifiable",
    "handoff": "by hand",
    "ok": "in sync",
    "drift": "drift",
    "error": "error",
}
_NOT_LOOKED_AT = "nothing is known about this account: the run did not reach it"
_IN_SYNC_WITH_EXTRA = (
    "The account matches its site file, so it is in sync. What only the account has is not drift. You do not have "
    "to do anything."
)
_NOTHING = "Nothing to do."


def document(
    title: str,
    generated: str,
    accounts: Iterable[Mapping[str, Any]],
    former: Mapping[str, Any] | None = None,
    command: str = decisions.COMMAND,
) -> Entry:
    """Return the report over all accounts, those that need attention first.

    Args:
        generated: when the accounts were looked at, as ISO 8601 with a zone.
        accounts: for each one ``name`` and ``result`` (what mimecast_site_plan returns, failed or not) or ``error``,
            and where known ``region`` and ``events`` (audit events, as mimecast_audit_info returns them; without them
            those in the result count). What ``unusable.unusable`` returns are accounts too.
        former: an earlier report, to be compared with.
        command: what a command begins with that is made to be copied, such as ``ansible-playbook -i inventory``.
    """
    found = sorted((_account(given) for given in accounts), key=_urgency)
    compared = comparison.compared(found, generated, former) if former else None
    states = Counter(account["status"] for account in found)
    objects: Counter[str] = Counter()
    for account in found:
        objects.update(account["summary"])
    return {
        "schema": SCHEMA,
        "title": title,
        "generated": generated,
        "totals": {
            "accounts": len(found),
            **{word: states[word] for word in ACCOUNT_STATUSES},
            "unusable": sum(bool(account["file"]) for account in found),
            "objects": {word: objects[word] for word in STATUSES},
        },
        "compared": compared,
        "decisions": decisions.decisions(found, command),
        "accounts": found,
    }


def whole(report: Mapping[str, Any]) -> bool:
    """Return whether what was read from a file has all that a comparison looks at."""
    accounts = report.get("accounts")
    return (
        isinstance(report.get("generated"), str)
        and isinstance(accounts, list)
        and all(
            isinstance(account, Mapping) and {"name", "status", "objects"} <= account.keys() for account in accounts
        )
        and all(
            isinstance(found, Mapping) and {"type", "title", "name", "status"} <= found.keys()
            for account in accounts
            for found in account["objects"]
        )
    )


def summary(report: Mapping[str, Any]) -> Entry:
    """Return what a workflow decides by: the totals, and which accounts differ or could not be looked at."""
    named = {
        word: [account["name"] for account in report["accounts"] if account["status"] == word and not account["file"]]
        for word in ("drift", "error")
    }
    return {
        **report["totals"],
        "drifted_accounts": named["drift"],
        "failed_accounts": named["error"],
        "unusable_files": [account["file"] for account in report["accounts"] if account["file"]],
    }


def sentence(report: Mapping[str, Any]) -> str:
    """Return the whole report as one sentence."""
    totals = report["totals"]
    files = f", {many(totals['unusable'], 'unusable file')}" if totals["unusable"] else ""
    return (
        f"{many(totals['accounts'], 'account')}{files}: {totals['ok']} in sync, {totals['drift']} with drift, "
        f"{totals['error']} not checked"
    )


def versus(report: Mapping[str, Any]) -> str:
    """Return what happened to the differences since the earlier report as one sentence, or "" without one."""
    told = report["compared"]
    if not told:
        return ""
    left = f"; {many(len(told['not_compared']), 'account')} not compared" if told["not_compared"] else ""
    mails = "; mail tests and lint not compared" if any(account["amiss"] for account in report["accounts"]) else ""
    gone = len(told["gone"]) + len(told["recovered"])
    return f"{told['new']} new, {told['still']} still there, {gone} gone{mails}{left}"


def worth_telling(account: Mapping[str, Any]) -> bool:
    """Return whether an account has anything but objects in sync and mail that is as it should be."""
    differs = account["status"] != "ok" or any(found["status"] != "in_sync" for found in account["objects"])
    return differs or bool(mail.sections(account["mail"]))


def _urgency(account: Mapping[str, Any]) -> tuple[int, bool, str]:
    return ("error", "drift", "ok").index(account["status"]), not worth_telling(account), account["name"].casefold()


def _account(given: Mapping[str, Any]) -> Entry:
    result: Mapping[str, Any] = given.get("result") or {}
    events = [event for event in given.get("events") or result.get("events") or [] if isinstance(event, Mapping)]
    days = result.get("audited_days")
    objects = [_object(found, events, days) for found in result.get("objects") or []]
    places = links.of_objects(str(given["name"]), [(found["type"], found["name"]) for found in objects])
    objects = [{**found, "link": place} for found, place in zip(objects, places, strict=True)]
    counts = Counter(found["status"] for found in objects)
    problems = [str(problem) for problem in result.get("problems") or []]
    error = str(given.get("error") or "") or ("" if "objects" in result else str(result.get("msg") or _NOT_LOOKED_AT))
    if problems and not error:
        error = _refused(problems)
    amiss = mail.amiss(result)
    told = {"amiss": amiss, "mail": mail.of_result(result)}
    status = "error" if error else "drift" if amiss or any(counts[word] for word in decisions.TO_DO) else "ok"
    unreadable = {str(name): str(why) for name, why in (result.get("unreadable") or {}).items()}
    since = sorted(found["since"] for found in objects if found["since"])
    return {
        "name": str(given["name"]),
        "link": links.of_account(str(given["name"])),
        "file": str(given.get("file") or ""),
        "region": str(given["region"]) if given.get("region") else None,
        "status": status,
        "change": None,
        "first_seen": None,
        "error": error,
        "advice": _advice(status, bool(problems or given.get("file")), counts + Counter(amiss=len(amiss)), unreadable),
        "since": since[0] if since else None,
        "who": "" if days is not None or events or counts["in_sync"] == len(objects) else history.NOT_ASKED,
        "summary": {word: counts[word] for word in STATUSES},
        "unreadable": unreadable,
        "problems": problems,
        **told,
        "warnings": [str(warning) for warning in result.get("warnings") or []],
        "objects": sorted(objects, key=lambda found: (not mail.tests_broken_by(told, found), *_object_order(found))),
        "api": dict(result["api"]) if result.get("api") else None,
    }


def _object_order(found: Mapping[str, Any]) -> tuple[int, str, str]:
    order = ("drifted", "missing", "handoff", "unverifiable", "extra", "in_sync")
    return order.index(found["status"]), found["type"], found["name"].casefold()


def _refused(problems: Sequence[str]) -> str:
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"an apply would be refused: {problems[0]}{more}"


def _advice(status: str, refused: bool, counts: Mapping[str, int], unreadable: Mapping[str, str]) -> str:
    """Return what to do about an account, in short sentences."""
    if status == "error":
        return (
            "Correct the file where the message says. Then run the report again."
            if refused
            else "Find out why the account could not be read. Nothing is known about it until you run the report again."
        )
    by_api, by_hand = counts["drifted"] + counts["missing"], counts["handoff"]
    parts = []
    if by_api:
        parts.append("Run mailops.mimecast.site to undo the differences, or add what should stay to the site file.")
    if by_hand:
        parts.append("Carry out the steps in the Administration Console, and record them under console_done.")
    if counts["amiss"]:
        parts.append("Correct what the report says about its mail below, or change what the site file expects.")
    if not parts and counts["extra"]:
        parts.append(_IN_SYNC_WITH_EXTRA)
    if not parts and (unreadable or counts["unverifiable"]):
        parts.append("Nothing differs in what could be read. Look at the rest in the Administration Console.")
    return " ".join(parts) or _NOTHING


def _object(given: Mapping[str, Any], events: Sequence[Mapping[str, Any]], days: int | None) -> Entry:
    status = str(given["status"])
    resource, name = str(given["resource"]), str(given["name"])
    changed_by = [] if status == "in_sync" else history.changed_by(name, events)
    manual = given.get("manual")
    known = NAMED.get(resource)
    return {
        "type": str(given.get("type") or (known.plural if known else resource)),
        "resource": resource,
        "title": title_of(resource),
        "name": name,
        "where": str(given.get("where") or ""),
        "status": status,
        "operation": str(given.get("operation") or "none"),
        "fields": [] if status == "in_sync" else _fields(given),
        "moves": {str(item): str(origin) for item, origin in (given.get("moves") or {}).items()},
        "manual": {"fingerprint": str(manual["fingerprint"]), "steps": list(manual["steps"])} if manual else None,
        "reason": str(given.get("reason") or ""),
        "changed_by": changed_by,
        "who": "" if status == "in_sync" else history.who(changed_by, days),
        "since": history.since(changed_by),
        "change": None,
        "first_seen": None,
    }


def _fields(given: Mapping[str, Any]) -> list[Entry]:
    """Return each setting with the sides that it has: a side that is not known is left out, not null.

    Of a list only the items that come and go are told; ``same`` is then how many others stay, and ``partial`` says
    that there may be others that cannot be read.
    """
    before, after, same = (given.get(word) or {} for word in ("before", "after", "counts"))
    return [
        {
            "name": name,
            **({"before": before[name]} if name in before else {}),
            **({"after": after[name]} if name in after else {}),
            **({"same": int(same[name])} if same.get(name) else {}),
            **({"partial": True} if name in (given.get("partial") or ()) else {}),
        }
        for name in sorted({*before, *after})
    ]
