# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who changed what: the account's audit events, by time, text and object (CONTRACT 3.10: observed).

It knows nothing of Ansible.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._run import moments
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally

REACH = datetime.timedelta(days=60)
"""How far back events are kept for the API (CONTRACT 3.10: observed)."""

_SLACK = datetime.timedelta(hours=1)
"""Kept away from that limit: clocks differ, and what is read before the events takes its time."""

EVENTS = Operation(
    "getAuditEvents",
    "POST",
    "/api/audit/get-audit-events",
    envelope="legacy",
    paged=True,
    page_limit=500,
    products=("auditevents",),
    permission="Account | Logs | Read",
    confidence="observed",
)

OPTIONS: Options = {
    "start": {"type": "str"},
    "end": {"type": "str"},
    "query": {"type": "str"},
    "categories": {"type": "list", "elements": "str"},
    "objects": {"type": "list", "elements": "str"},
}


def run(params: Mapping[str, Any], connection: Connection, now: datetime.datetime) -> Entry:
    """Return ``events``, oldest first.

    Args:
        now: the present moment, in UTC; the end of the period where none is given.

    Raises:
        Failure: the period is malformed, or the account cannot be read.
    """
    start, end = period(params, now)
    with session(connection) as client:
        return {
            "changed": False,
            "events": events(client, params, start, end),
            "api": tally(client),
        }


def events(client: Client, params: Mapping[str, Any], start: datetime.datetime, end: datetime.datetime) -> list[Entry]:
    """Return the events of a period, oldest first.

    Args:
        params: ``query`` and ``categories`` as Mimecast filters; with ``objects`` only events whose text names one.

    Raises:
        ApiError: the events cannot be read.
    """
    item: Entry = {"startDateTime": moments.written(start), "endDateTime": moments.written(end)}
    item.update({name: params[name] for name in ("query", "categories") if params.get(name)})
    found = [_event(row, params.get("objects") or []) for row in client.rows(EVENTS, item=item)]
    named = [event for event in found if event["object"] or not params.get("objects")]
    return sorted(named, key=lambda event: event["time"])


def days_back(days: int, now: datetime.datetime) -> datetime.datetime:
    """Return the moment this many days before ``now``, or the earliest one for which there may be events."""
    return max(now - datetime.timedelta(days=min(days, REACH.days)), now - REACH + _SLACK)


def period(params: Mapping[str, Any], now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the period asked for; by default, the day before ``now``.

    Raises:
        Failure: a moment is malformed, the end is before the start, or the start is out of reach.
    """
    problems: list[Problem] = []
    end = _moment("end", params.get("end"), now, problems)
    start = _moment("start", params.get("start"), end - datetime.timedelta(days=1), problems)
    if not problems and end < start:
        problems.append(Problem("end", "is before start"))
    if not problems and start < now - REACH:
        problems.append(
            Problem("start", f"is more than {REACH.days} days back, which is all that Mimecast keeps for the API")
        )
    refuse(problems)
    return start, end


def _moment(name: str, value: Any, otherwise: datetime.datetime, problems: list[Problem]) -> datetime.datetime:
    if value in (None, ""):
        return otherwise
    try:
        moment = datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00").replace("+0000", "+00:00"))
    except ValueError:
        problems.append(Problem(name, f"{wording.shown(value)} is not a moment, expected '2026-01-31T08:00:00Z'"))
        return otherwise
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)


def _event(row: Row, objects: Sequence[str]) -> Entry:
    text = str(row.get("eventInfo") or "")
    named = [name for name in objects if name.lower() in text.lower()]
    return {
        "id": str(row.get("id") or ""),
        "time": str(row.get("eventTime") or ""),
        "user": str(row.get("user") or ""),
        "kind": str(row.get("auditType") or ""),
        "category": str(row.get("category") or ""),
        "object": max(named, key=len) if named else "",
        "text": text,
    }
