# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found in each account -> one report over all of them, as a document and as Markdown.

Pure: it knows neither Ansible nor HTTP, reads no clock and no file. The document is what docs/drift.schema.json says.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

SCHEMA = 1
STATUSES = ("in_sync", "drifted", "missing", "extra", "unverifiable", "handoff")
ACCOUNT_STATUSES = ("ok", "drift", "error")
TO_DO = ("drifted", "missing", "handoff")
"""States of an object that make its account differ from its site file."""

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
_MARKDOWN_LINES = 40
_NOT_LOOKED_AT = "nothing is known about this account: the run did not get as far as looking at it"


def document(title: str, generated: str, accounts: Iterable[Mapping[str, Any]]) -> Entry:
    """Return the report over all accounts, those that need attention first.

    Args:
        generated: when the accounts were looked at, as ISO 8601 with a zone.
        accounts: for each one ``name`` and ``result`` (what mimecast_site_plan returns, failed or not) or ``error``,
            and where known ``region`` and ``events`` (audit events, as mimecast_audit_info returns them; without them
            those in the result count).
    """
    found = sorted((_account(one) for one in accounts), key=_urgency)
    states = Counter(one["status"] for one in found)
    objects: Counter[str] = Counter()
    for one in found:
        objects.update(one["summary"])
    return {
        "schema": SCHEMA,
        "title": title,
        "generated": generated,
        "totals": {
            "accounts": len(found),
            **{word: states[word] for word in ACCOUNT_STATUSES},
            "objects": {word: objects[word] for word in STATUSES},
        },
        "accounts": found,
    }


def summary(report: Mapping[str, Any]) -> Entry:
    """Return what a workflow decides by: the totals, and which accounts differ or could not be looked at."""
    named = {
        word: [one["name"] for one in report["accounts"] if one["status"] == word] for word in ("ok", "drift", "error")
    }
    return {**report["totals"], "drifted_accounts": named["drift"], "failed_accounts": named["error"]}


def sentence(report: Mapping[str, Any]) -> str:
    """Return the whole report as one sentence."""
    totals = report["totals"]
    return (
        f"{_many(totals['accounts'], 'account')}: {totals['ok']} in sync, {totals['drift']} with drift, "
        f"{_many(totals['error'], 'error')}"
    )


def _urgency(account: Mapping[str, Any]) -> tuple[int, bool, str]:
    return ("error", "drift", "ok").index(account["status"]), not _worth_telling(account), account["name"].casefold()


def _account(given: Mapping[str, Any]) -> Entry:
    result: Mapping[str, Any] = given.get("result") or {}
    events = [one for one in given.get("events") or result.get("events") or [] if isinstance(one, Mapping)]
    objects = [_object(one, events) for one in result.get("objects") or []]
    counts = Counter(one["status"] for one in objects)
    problems = [str(one) for one in result.get("problems") or []]
    error = str(given.get("error") or "") or ("" if "objects" in result else str(result.get("msg") or _NOT_LOOKED_AT))
    if problems and not error:
        error = _refused(problems)
    status = "error" if error else "drift" if any(counts[word] for word in TO_DO) else "ok"
    unreadable = {str(name): str(why) for name, why in (result.get("unreadable") or {}).items()}
    since = sorted(one["since"] for one in objects if one["since"])
    return {
        "name": str(given["name"]),
        "region": str(given["region"]) if given.get("region") else None,
        "status": status,
        "error": error,
        "advice": _advice(status, bool(problems), counts, unreadable),
        "since": since[0] if since else None,
        "summary": {word: counts[word] for word in STATUSES},
        "unreadable": unreadable,
        "problems": problems,
        "warnings": [str(one) for one in result.get("warnings") or []],
        "objects": sorted(objects, key=_object_order),
        "api": dict(result["api"]) if result.get("api") else None,
    }


def _object_order(one: Mapping[str, Any]) -> tuple[int, str, str]:
    order = ("drifted", "missing", "handoff", "unverifiable", "extra", "in_sync")
    return order.index(one["status"]), one["type"], one["name"].casefold()


def _refused(problems: Sequence[str]) -> str:
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"an apply would be refused: {problems[0]}{more}"


def _advice(status: str, refused: bool, counts: Mapping[str, int], unreadable: Mapping[str, str]) -> str:
    """Return what to do about an account, in one sentence."""
    if status == "error":
        return (
            "Correct the site file where the message says, then run the report again."
            if refused
            else "Find out why the account could not be read, then run the report again: nothing is known until then."
        )
    by_api, by_hand = counts["drifted"] + counts["missing"], counts["handoff"]
    parts = []
    if by_api:
        parts.append(
            "run mailops.mimecast.site to bring the account back, or take what is meant to stay into the site file"
        )
    if by_hand:
        parts.append("carry out the steps in the Administration Console and record them under console_done")
    if not parts and counts["extra"]:
        parts.append("take what is extra into the site file, or delete it")
    if not parts and (unreadable or counts["unverifiable"]):
        parts.append("nothing differs in what could be read; look at the rest in the Administration Console")
    told = "; ".join(parts) or "nothing is to be done"
    return f"{told[0].upper()}{told[1:]}."


def _object(given: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Entry:
    status = str(given["status"])
    resource, name = str(given["resource"]), str(given["name"])
    changed_by = [] if status == "in_sync" else _changed_by(name, events)
    manual = given.get("manual")
    known = RESOURCES.get(resource)
    return {
        "type": str(given.get("type") or (known.plural if known else resource)),
        "resource": resource,
        "title": known.title if known else resource.replace("_", " "),
        "name": name,
        "where": str(given.get("where") or ""),
        "status": status,
        "operation": str(given.get("operation") or "none"),
        "fields": [] if status == "in_sync" else _fields(given),
        "moves": {str(item): str(origin) for item, origin in (given.get("moves") or {}).items()},
        "manual": {"fingerprint": str(manual["fingerprint"]), "steps": list(manual["steps"])} if manual else None,
        "reason": str(given.get("reason") or ""),
        "changed_by": changed_by,
        "since": changed_by[0]["time"] if changed_by else None,
    }


def _fields(given: Mapping[str, Any]) -> list[Entry]:
    """Return each setting with the sides that it has: a side that is not known is left out, not null.

    Of a list only the items that come and go are told; ``same`` is then how many others stay.
    """
    before, after, same = (given.get(word) or {} for word in ("before", "after", "counts"))
    return [
        {
            "name": name,
            **({"before": before[name]} if name in before else {}),
            **({"after": after[name]} if name in after else {}),
            **({"same": int(same[name])} if same.get(name) else {}),
        }
        for name in sorted({*before, *after})
    ]


def _changed_by(name: str, events: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Return the audit events that name an object, the earliest first."""
    inside = re.compile(rf"(?<![\w.@-]){re.escape(name)}(?![\w@-]|\.\w)", re.IGNORECASE)
    found = [
        {"time": _moment(one.get("time")), "user": str(one.get("user") or ""), "kind": str(one.get("kind") or "")}
        for one in events
        if name and _names(one, name, inside)
    ]
    return sorted(found, key=lambda one: one["time"])


def _moment(value: Any) -> str:
    """Return a time of the audit log, which is ISO 8601 but for the colon in its zone, as ISO 8601."""
    return re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", str(value or ""))


def _names(event: Mapping[str, Any], name: str, inside: re.Pattern[str]) -> bool:
    named, text = str(event.get("object") or ""), str(event.get("text") or "")
    return named.casefold() in ("", name.casefold()) and bool(inside.search(text or named))


def of_tasks(results: Iterable[tuple[str, Mapping[str, Any]]]) -> Entry:
    """Return what the modules of an account predicted in the shape that mimecast_site_plan has.

    Args:
        results: (resource or "site", result) for each task that ran in check mode, in order.
    """
    objects: list[Entry] = []
    cost: Counter[str] = Counter()
    for resource, result in results:
        objects += _planned(resource, result)
        cost.update(result.get("api") or {})
    latest = {(one["resource"], one["name"]): one for one in _calmest_first(objects)}
    return {"objects": list(latest.values()), "api": dict(cost) or None}


def _calmest_first(objects: Sequence[Entry]) -> list[Entry]:
    """Return objects so that of two tasks about one object the one that found something counts."""
    return sorted(objects, key=lambda one: one["status"] != "in_sync")


def _planned(resource: str, result: Mapping[str, Any]) -> list[Entry]:
    by_hand = {(one["resource"], one["name"]): one for one in result.get("manual") or []}
    states = {"create": "missing", "update": "drifted", "delete": "drifted", "hand_off": "handoff"}
    planned = [
        {
            **one,
            "status": "handoff" if (one["resource"], one["name"]) in by_hand else states[one["operation"]],
            "manual": by_hand.get((one["resource"], one["name"])),
        }
        for one in result.get("plan") or []
    ]
    told = {(one["resource"], one["name"]) for one in planned}
    calm = [
        {"resource": one, "name": name, "status": "in_sync"}
        for one, name in _as_wanted(resource, result)
        if (one, name) not in told
    ]
    return [*planned, *calm]


def _as_wanted(resource: str, result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return type and name of the objects that a task found as they should be, among others that it planned."""
    if resource in RESOURCES:
        key = RESOURCES[resource].key
        return [(resource, str(one[key])) for one in result.get("entries") or [] if one.get(key)]
    types = {one.plural: name for name, one in RESOURCES.items()}
    return [(types[plural], name) for plural, names in (result.get("unchanged") or {}).items() for name in names]


# --- Values as text --------------------------------------------------------------------------------------------------


def rows(field: Mapping[str, Any]) -> list[Entry]:
    """Return a setting as rows to put side by side: ``setting``, and ``before`` and ``after`` as lists of lines.

    A side that is not there is None, an empty list has no lines, and ``same`` says how many items of a list stay. A
    mapping has one row for each of its settings that differs.
    """
    sides = {side: field[side] for side in ("before", "after") if side in field}
    if sides and all(isinstance(value, Mapping) for value in sides.values()):
        names = list(dict.fromkeys(name for value in sides.values() for name in value))
        inner = [
            {
                "name": f"{field['name']}.{name}",
                **{side: value[name] for side, value in sides.items() if name in value},
            }
            for name in names
            if len(sides) == 1 or any(name not in value for value in sides.values()) or not _same(sides, name)
        ]
        return [row for one in inner for row in rows(one)]
    return [
        {
            "setting": visible(str(field["name"])),
            "before": _lines(sides["before"]) if "before" in sides else None,
            "after": _lines(sides["after"]) if "after" in sides else None,
            "same": field.get("same", 0),
        }
    ]


def _same(sides: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    return bool(sides["before"][name] == sides["after"][name])


def _lines(value: Any) -> list[str]:
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else [_plain(value)]


def _plain(value: Any) -> str:
    """Return one value as a person reads it."""
    if isinstance(value, Mapping):
        known = {name: setting for name, setting in value.items() if setting not in ("", None)}
        first = next(iter(known), None)
        rest = ", ".join(f"{visible(str(name))}: {_plain(known[name])}" for name in known if name != first)
        return (_plain(known[first]) if first is not None else "(nothing)") + (f" ({rest})" if rest else "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(one) for one in value) or "(nothing)"
    if value is None:
        return "(nothing)"
    return visible(str(value)) or "(empty)"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


# --- Markdown --------------------------------------------------------------------------------------------------------


def markdown(report: Mapping[str, Any]) -> str:
    """Return the report for a pull request or a chat. Everything that comes from an account stands in code."""
    totals = report["totals"]
    parts = [
        f"# {_escaped(report['title'])}",
        f"{sentence(report)}. Looked at on {report['generated']}.",
        "| Account | State | " + " | ".join(WORDS[word].capitalize() for word in STATUSES) + " |",
    ]
    lines = [
        f"| {_code(one['name'], table=True)} | {WORDS[one['status']]} | "
        + " | ".join(str(one["summary"][word]) for word in STATUSES)
        + " |"
        for one in report["accounts"]
        if _worth_telling(one)
    ]
    parts[-1] = "\n".join([parts[-1], "|---|---|" + "---:|" * len(STATUSES), *lines]) if lines else ""
    silent = totals["accounts"] - len(lines)
    if silent and lines:
        parts.append(f"{_many(silent, 'more account')} in sync, with nothing extra.")
    parts += [_account_text(one) for one in report["accounts"] if _worth_telling(one)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _worth_telling(account: Mapping[str, Any]) -> bool:
    return account["status"] != "ok" or any(one["status"] != "in_sync" for one in account["objects"])


def _account_text(account: Mapping[str, Any]) -> str:
    region = f", {_code(account['region'])}" if account["region"] else ""
    parts = [f"## {_code(account['name'])}: {WORDS[account['status']]}{region}"]
    if account["error"]:
        parts.append(_code(account["error"]))
    parts.append(account["advice"])
    if account["since"]:
        parts.append(f"First change that the audit log knows of: {_code(account['since'])}.")
    if len(account["problems"]) > 1:
        parts.append("\n".join(f"- {_code(one)}" for one in account["problems"]))
    if account["unreadable"]:
        parts.append(
            "\n".join(f"- not readable: {_code(name)}: {_code(why)}" for name, why in account["unreadable"].items())
        )
    parts += [_object_text(one) for one in account["objects"] if one["status"] not in ("in_sync", "extra")]
    extras = [one for one in account["objects"] if one["status"] == "extra"]
    if extras:
        named = "\n".join(f"- {one['title']} {_code(one['name'])}{_by(one)}" for one in extras)
        parts.append(f"### There, but not in the site file\n\n{named}")
    return "\n\n".join(parts)


def _object_text(one: Mapping[str, Any]) -> str:
    parts = [f"### {_escaped(one['title'])} {_code(one['name'])}: {_state(one)}"]
    notes = [f"at {_code(one['where'])}" if one["where"] else "", _code(one["reason"]) if one["reason"] else ""]
    told = ", ".join(note for note in notes if note)
    if told or one["changed_by"]:
        parts.append(f"{told}{_by(one)}".strip())
    if one["fields"] and not one["manual"]:
        parts.append(_fenced("diff", _diff_lines(one)))
    if one["manual"]:
        parts.append("\n".join(f"- [ ] {_code(step)}" for step in one["manual"]["steps"]))
    return "\n\n".join(parts)


def _state(one: Mapping[str, Any]) -> str:
    return "to be deleted" if one["operation"] == "delete" else WORDS[one["status"]]


def _by(one: Mapping[str, Any]) -> str:
    if not one["changed_by"]:
        return ""
    last = one["changed_by"][-1]
    return f" (last changed by {_code(last['user'] or 'unknown')} on {_code(last['time'])}: {_code(last['kind'])})"


def _diff_lines(one: Mapping[str, Any]) -> list[str]:
    same = {field["name"]: field["same"] for field in one["fields"] if "same" in field}
    sides = [
        diff.text({field["name"]: field[side] for field in one["fields"] if side in field}, same, one["moves"])
        for side in ("before", "after")
    ]
    before, after = (side.splitlines() for side in sides)
    # With all lines as context there is one hunk; its heading and those of the two sides say nothing.
    lines = list(difflib.unified_diff(before, after, n=len(before) + len(after), lineterm=""))[3:]
    more = len(lines) - _MARKDOWN_LINES
    return [*lines[:_MARKDOWN_LINES], f"# {more} more lines, see drift.json"] if more > 0 else lines


def _fenced(kind: str, lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + _longest_run(text))
    return f"{fence}{kind}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def _code(text: str, table: bool = False) -> str:
    """Return text as a code span, where no character of Markdown, no mention and no link means anything."""
    shown = visible(text) or " "
    fence = "`" * (1 + _longest_run(shown))
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    span = f"{fence}{pad}{shown}{pad}{fence}"
    # A cell of a table ends at a bar even inside code.
    return span.replace("|", "\\|") if table else span


def _escaped(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", visible(text))
