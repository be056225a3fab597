# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audit events -> since when an object differs and who changed it, as far as that can be known.

Pure, and it knows no field of any object.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of

NOT_ASKED = (
    "It is not known who changed it and when, because the audit log was not read. To read it, set "
    "mimecast_drift_audit: true."
)
_DAY = len("2026-01-31")
_WAYS = 3
"""As many different changes of objects are told one by one."""
# How the text of an event names what it was done with (observed for sign-ins, inferred for other events).
_APPLICATION = re.compile(r"\bApplication:\s*([^,=:]+)")
_API = re.compile(r"\bAPI\b", re.IGNORECASE)


def changed_by(name: str, events: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Return the audit events that name an object, the earliest first.

    ``api`` says of each whether it came through the API, as what this collection does: then it is nobody's.
    """
    if not (name and events):
        return []
    inside = re.compile(rf"(?<![\w.@-]){re.escape(name)}(?![\w@-]|\.\w)", re.IGNORECASE)
    found = [
        {
            "time": _moment(event.get("time")),
            "user": str(event.get("user") or ""),
            "kind": str(event.get("kind") or ""),
            "api": _through_the_api(str(event.get("text") or "")),
        }
        for event in events
        if _names(event, name, inside)
    ]
    return sorted(found, key=lambda event: str(event["time"]))


def since(events: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the time of the earliest event that was somebody's, or None."""
    return next((str(event["time"]) for event in events if not event["api"]), None)


def who(events: Sequence[Mapping[str, Any]], days: int | None) -> str:
    """Return by whom and when an object was changed, or why that cannot be known, as a sentence.

    Args:
        events: what ``changed_by`` returned. days: how many days of the audit log were read, None or 0 where none.
    """
    people = [event for event in events if not event["api"]]
    if people:
        last = people[-1]
        user = last["user"] or "somebody unnamed"
        return f"Last changed in the account by {user} on {readable(last['time'])}: {last['kind']}."
    if events:
        return (
            f"Changed through the API on {readable(events[-1]['time'])}, as this collection does. No person is known "
            "to have changed it."
        )
    if not days:
        return ""
    return f"Who changed it is not known: no audit event of the last {days} days names it."


def of_several(found: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """Return in a few words who changed objects in which accounts, and which report had the difference first.

    Args:
        found: (account, object) for each; the object as a report has it.
    """
    objects = [each for _account, each in found]
    seen = sorted(str(each["first_seen"]) for each in objects if each["change"] == "still" and each["first_seen"])
    parts = _changes(found)
    parts += [f"first reported on {readable(seen[0])[:_DAY]}"] if seen else []
    return "; ".join(parts)


def _changes(found: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Return who changed objects, with the accounts where there are several."""
    told: dict[str, list[str]] = {}
    for account, each in found:
        if each["changed_by"]:
            told.setdefault(_changed(each["changed_by"], each["status"]), []).append(account)
    if len(found) == 1:
        return list(told)
    if len(told) <= _WAYS:
        return [f"{text} in {_which(accounts, len(found))}" for text, accounts in told.items()]
    every = [event for _account, each in found for event in each["changed_by"]]
    return [f"{_changed(every, '')} in {_which([name for names in told.values() for name in names], len(found))}"]


def _which(accounts: Sequence[str], of: int) -> str:
    return "each account" if len(accounts) == of else first_of(accounts, 3)


def _changed(events: Sequence[Mapping[str, Any]], status: str) -> str:
    """Return when and by whom something was changed; of what is missing, what the audit log says of it last."""
    missing = status == "missing"
    told = events[-1:] if missing else [event for event in events if not event["api"]] or events
    done = f'"{told[-1]["kind"]}"' if missing and told[-1]["kind"] else "changed"
    days = sorted({readable(str(event["time"]))[:_DAY] for event in told})
    when = f"on {days[0]}" if len(days) == 1 else f"from {days[0]} to {days[-1]}"
    users = list(dict.fromkeys(str(event["user"]) or "somebody unnamed" for event in told if not event["api"]))
    return f"{done} {when} {f'by {first_of(users, 3)}' if users else 'through the API'}"


def readable(time: str) -> str:
    """Return an ISO 8601 time as a person reads it, in UTC; what is not such a time as it is."""
    try:
        moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    except ValueError:
        return time
    in_utc = moment.astimezone(datetime.timezone.utc) if moment.tzinfo else moment
    return f"{in_utc:%Y-%m-%d %H:%M} UTC"


def _through_the_api(text: str) -> bool:
    named = _APPLICATION.search(text)
    return bool(named and _API.search(named[1]))


def _moment(value: Any) -> str:
    """Return a time of the audit log, which is ISO 8601 but for the colon in its zone, as ISO 8601."""
    return re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", str(value or ""))


def _names(event: Mapping[str, Any], name: str, inside: re.Pattern[str]) -> bool:
    named, text = str(event.get("object") or ""), str(event.get("text") or "")
    return named.casefold() in ("", name.casefold()) and bool(inside.search(text or named))
