# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit trail: CONTRACT section 3.10.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from .. import envelopes
from ..account import read_legacy_time
from ..call import Call, Handler, legacy_list
from ..envelopes import Answer, Refused
from ..rows import Row
from ..tables import TABLES

DAYS_KEPT = 60


def get_events(call: Call) -> Answer:
    """Events of a time span, newest first (R7, XSOAR, TMBC: observed).

    Raises Refused for a span that ends before it begins or begins more than 60 days ago (the codes are inferred).
    """
    wanted = call.items[0]
    start, end = read_legacy_time(wanted["startDateTime"]), read_legacy_time(wanted["endDateTime"])
    if start > end:
        raise Refused("err_validation_range", "begins after it ends", field="startDateTime")
    if start < call.account.clock() - timedelta(days=DAYS_KEPT):
        raise Refused("err_validation_range", "is more than 60 days back", field="startDateTime")
    text = wanted.get("query", "").lower()
    categories = wanted.get("categories", [])

    def matches(event: Row) -> bool:
        return (
            start <= read_legacy_time(event["eventTime"]) <= end
            and (not categories or event["category"] in categories)
            and text in f"{event['auditType']} {event['user']} {event['eventInfo']}".lower()
        )

    return legacy_list(call, [event for event in reversed(call.account.audit) if matches(event)], dict)


def get_categories(call: Call) -> Answer:
    """The categories that events can have (the list is inferred)."""
    codes = sorted({table.audit_category for table in TABLES.values()})
    rows = [{"id": str(n), "code": code, "name": code.replace("_", " ").title()} for n, code in enumerate(codes, 1)]
    return Answer(200, envelopes.legacy(rows))


HANDLERS: Mapping[str, Handler] = {"getAuditEvents": get_events, "getAuditCategories": get_categories}
