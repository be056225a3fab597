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


def of_several(objects: Sequence[Mapping[str, Any]]) -> str:
    """Return in a few words who changed objects in their accounts, and which report had the difference first.

    Args:
        objects: as a report has them.
    """
    seen = sorted(str(found["first_seen"]) for found in objects if found["change"] == "still" and found["first_seen"])
    parts = [_changed([event for found in objects for event in found["changed_by"]])]
    parts += [f"first reported on {readable(seen[0])[:_DAY]}"] if seen else []
    return "; ".join(part for part in parts if part)


def _changed(events: Sequence[Mapping[str, Any]]) -> str:
    people = [event for event in events if not event["api"]]
    days = sorted({readable(str(event["time"]))[:_DAY] for event in people or events})
    if not days:
        return ""
    when = f"on {days[0]}" if len(days) == 1 else f"from {days[0]} to {days[-1]}"
    users = list(dict.fromkeys(str(event["user"]) or "somebody unnamed" for event in people))
    return f"changed {when} {f'by {first_of(users, 3)}' if users else 'through the API'}"


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
