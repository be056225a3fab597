# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Message tracking, held messages, what was decided about them, and rejections: CONTRACT section 3.17. They only read.

May not know about HTTP, nor how policies decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from .. import envelopes
from ..account import API_ACTOR, legacy_time, read_legacy_time
from ..call import Call, Handler, legacy_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..ids import ForeignIdError
from ..mail.outcomes import SPAM_HELD, Tracked, tracked
from ..paging import Page, legacy_pagination
from . import message_info
from .message_info import MESSAGE

DAYS_BACK = timedelta(days=30)
DEFAULT_SPAN = timedelta(days=1)  # where a search names no start (inferred)
UNPAGED_ROWS = 100  # what one answer holds where tracking has no pages (inferred)
TEXT_OPTIONS = ("from", "to", "subject", "senderIP", "url")

Test = Callable[[Tracked], bool]
T = TypeVar("T")


def search(call: Call) -> Answer:
    """Messages by sender, recipient, address, route, status and time, newest first (R7, XSOAR, TMBC: observed).

    A domain matches itself and no sub-domain (TMBC: observed for the sender, inferred for the recipient); a sender is
    looked for in envelope and header (inferred). Raises Refused for a search of everything, and for a start of 30 days
    ago or earlier (both codes: TMBC, observed).
    """
    wanted = call.items[0]
    options = wanted.get("advancedTrackAndTraceOptions", {})
    if "messageId" not in wanted and not any(options.get(name) for name in TEXT_OPTIONS):
        raise Refused("err_validation_at_least_one_not_null", "name what to look for")
    start, end = _span(call, wanted)
    if start <= call.account.clock() - DAYS_BACK:
        raise Refused("err_track_and_trace_invalid_start_date", "is 30 days back or more", field="start")
    routes = _words(options.get("route", [])) | _words(wanted.get("route", []))
    tests = [
        lambda found: start <= found.message.received <= end,
        lambda found: not routes or bool(routes & {"all", found.message.route}),
        lambda found: not wanted.get("status") or found.outcome.status in wanted["status"],
        lambda found: not wanted.get("attachments"),
        *(_test(name, str(value)) for name, value in options.items() if name in TEXT_OPTIONS),
        *(_nothing for name in ("messageId",) if name in wanted),
    ]
    return _nested(call, "trackedEmails", _matching(call, tests), lambda found: _tracked_email(call, found))


def get_info(call: Call) -> Answer:
    """What happened to one message (XSOAR, TMBC: observed). Raises Refused for an id that names nothing (inferred)."""
    try:
        number = int(call.account.ids.read(call.items[0]["id"], MESSAGE))
    except ForeignIdError:
        number = -1
    for found in tracked(call.account):
        if found.message.number == number:
            return Answer(200, envelopes.legacy([message_info.rendered(call.account, found)]))
    raise Refused("err_not_found", "names nothing", field="id", status=404)


def list_held(call: Call) -> Answer:
    """Held messages, newest first: the rows are ``data`` itself (XSOAR, SUMO: observed)."""
    wanted = call.items[0]
    start, end = _span(call, wanted)
    tests: list[Test] = [
        lambda found: found.outcome.status == "held",
        lambda found: start <= found.message.received <= end,
        *_searched(wanted.get("searchBy", {}), {"sender": "from", "recipient": "to", "senderIP": "senderIP"}),
    ]
    return legacy_list(call, _matching(call, tests), lambda found: _held_message(call, found))


def list_rejections(call: Call) -> Answer:
    """Messages that were refused, newest first, from the beginning of the day where no start is given.

    The members are documented (BLINK), their values are inferred: no live row is public.
    """
    wanted = call.items[0]
    midnight = call.account.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    start, end = _span(call, {"start": legacy_time(midnight), **wanted})
    tests: list[Test] = [
        lambda found: found.outcome.status == "rejected",
        lambda found: start <= found.message.received <= end,
        *_searched(wanted.get("searchBy", {}), {"from": "from", "to": "to", "remoteIp": "senderIP"}),
    ]
    return _nested(call, "rejections", _matching(call, tests), lambda found: _rejection(call, found))


def list_decisions(call: Call) -> Answer:
    """What administrators decided about held messages, the newest decision first, of 30 days where no start is given.

    The members are documented (BLINK, ELASTIC), their values are inferred.
    """
    wanted = call.items[0]
    start, end = _span(call, {"start": legacy_time(call.account.clock() - DAYS_BACK), **wanted})
    log = call.account.mail_log
    decisions = {number: word for word in ("released", "rejected") for number in log.get(word, ())}
    rows = [
        _decision(call, found, decisions[found.message.number])
        for found in tracked(call.account)
        if found.message.number in decisions
    ]
    chosen = [
        row
        for row in rows
        if start <= read_legacy_time(row["released"]) <= end
        and _row_fits(row, wanted.get("searchBy", {}))
        and all(_row_passes(row, item) for item in wanted.get("filterBy", ()))
    ]
    chosen.sort(key=lambda row: read_legacy_time(row["released"]), reverse=True)
    return _nested(call, "heldReleaseLogs", chosen, lambda row: row)


def _row_fits(row: Json, search_by: Json) -> bool:
    """Whether a decision is found by a search in one of its members, or in any."""
    field, value = search_by.get("fieldName", "all"), search_by.get("value", "").lower()
    texts = {
        "operator": [row["operator"]["emailAddress"]],
        "from": [row["fromEnv"]["emailAddress"], row["fromHdr"]["emailAddress"]],
        "to": [to["emailAddress"] for to in row["to"]],
        "subject": [row["subject"]],
        "heldReason": [row["heldReason"]],
        "info": [],
    }
    shown = [text for texts_of in texts.values() for text in texts_of] if field == "all" else texts[field]
    return not value or any(value in text.lower() for text in shown)


def _row_passes(row: Json, item: Json) -> bool:
    """Whether a decision has the value that a filter asks for."""
    field, value = item.get("fieldName"), item.get("value", "")
    return field is None or str(row[field]).lower() == value.lower()


def _span(call: Call, wanted: Json) -> tuple[datetime, datetime]:
    end = read_legacy_time(wanted["end"]) if "end" in wanted else call.account.clock()
    start = read_legacy_time(wanted["start"]) if "start" in wanted else end - DEFAULT_SPAN
    return start, end


def _words(value: str | list[str]) -> set[str]:
    return {value} if isinstance(value, str) else set(value)


def _matching(call: Call, tests: list[Test]) -> list[Tracked]:
    return [found for found in reversed(tracked(call.account)) if all(test(found) for test in tests)]


def _searched(search_by: Json, names: Mapping[str, str]) -> list[Test]:
    """The test of a search for one value; a field that messages do not show finds nothing."""
    field = search_by.get("fieldName", "all")
    if field == "all" or not search_by.get("value"):
        return []
    return [_test(names[field], search_by["value"]) if field in names else _nothing]


def _nothing(_found: Tracked) -> bool:
    return False


def _test(name: str, value: str) -> Test:
    """Whether a message fits one word of a search."""

    def fits(found: Tracked) -> bool:
        message = found.message
        shown = {
            "from": (message.envelope_from, message.header_from),
            "to": (message.to,),
            "senderIP": (message.ip,),
        }.get(name, ())
        if name == "subject":
            return value.lower() in found.subject.lower()
        return any(value.lower() in (text, text.rpartition("@")[2]) for text in shown)

    return fits


def _nested(call: Call, member: str, rows: list[T], render: Callable[[T], Json]) -> Answer:
    """Rows in the one entry of ``data``, with ``pageSize`` 0 whatever there is (R7: observed).

    Where tracking has no pages, the oldest rows are left out without a word (the sources disagree about pages).
    """
    if call.account.dialect.says("tracking_pages", "yes"):
        page = call.pager.page(rows)
    else:
        page = Page(rows[:UNPAGED_ROWS], min(len(rows), UNPAGED_ROWS), None, None)
    pagination = {**legacy_pagination(page), "pageSize": 0}
    return Answer(200, envelopes.legacy([{member: [render(row) for row in page.rows]}], pagination=pagination))


def _tracked_email(call: Call, found: Tracked) -> Json:
    message = found.message
    # What was refused has never been looked into (R7: observed).
    seen = found.outcome.status != "rejected"
    return {
        "id": call.account.ids.issue(MESSAGE, str(message.number)),
        "status": found.outcome.status,
        "info": found.outcome.info,
        "fromEnv": {"emailAddress": message.envelope_from},
        "fromHdr": {"emailAddress": message.header_from, **({"displayableName": ""} if seen else {})},
        "to": [{"emailAddress": message.to, "displayableName": ""}],
        "received": legacy_time(message.received),
        "sent": legacy_time(message.received),
        "subject": found.subject,
        "senderIP": message.ip,
        **({"attachments": False} if seen else {}),
        "route": message.route,
        "spamScore": found.spam_score,
        "detectionLevel": "",
    }


def _held_message(call: Call, found: Tracked) -> Json:
    message = found.message
    return {
        "id": call.account.ids.issue(MESSAGE, str(message.number)),
        "reason": found.outcome.info,
        "reasonId": "SPAM_SIGNATURE",
        "reasonCode": "spam_signature",
        "from": {"emailAddress": message.envelope_from, "displayableName": ""},
        "fromHeader": {"emailAddress": message.header_from, "displayableName": ""},
        "to": {"emailAddress": message.to, "displayableName": ""},
        "subject": found.subject,
        "route": message.route.upper(),
        "hasAttachments": False,
        "size": 2048,
        "dateReceived": legacy_time(message.received),
        "policyInfo": found.outcome.info,
    }


def _rejection(call: Call, found: Tracked) -> Json:
    message = found.message
    return {
        "id": call.account.ids.issue(MESSAGE, str(message.number)),
        "created": legacy_time(message.received),
        "type": 1,
        "info": found.outcome.info,
        "fromAddress": message.envelope_from,
        "toAddress": message.to,
        "ipAddress": message.ip,
        "manageRecipient": False,
    }


def _decision(call: Call, found: Tracked, word: str) -> Json:
    message = found.message
    moment = call.account.mail_log.get("decided", {}).get(str(message.number), legacy_time(message.received))
    return {
        "id": call.account.ids.issue(MESSAGE, str(message.number)),
        "attachments": False,
        "fromEnv": {"emailAddress": message.envelope_from},
        "fromHdr": {"emailAddress": message.header_from},
        "to": [{"emailAddress": message.to}],
        "heldReason": SPAM_HELD,
        "operator": {"emailAddress": API_ACTOR},
        "released": moment,
        "route": message.route,
        "spamScore": found.spam_score,
        "status": word,
        "subject": found.subject,
    }


HANDLERS: Mapping[str, Handler] = {
    "searchMessages": search,
    "getMessageInfo": get_info,
    "listHeldMessages": list_held,
    "listRejections": list_rejections,
    "listHeldReleases": list_decisions,
}
