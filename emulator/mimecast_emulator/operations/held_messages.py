# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Held messages as a queue: how many there are, and what an administrator decides: CONTRACT section 3.17.

May not know about HTTP.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .. import envelopes
from ..account import legacy_time
from ..call import Call, Handler, each_item, legacy_nested
from ..contract import Json
from ..envelopes import Answer, Refused
from ..ids import ForeignIdError
from ..mail.outcomes import tracked
from .message_info import MESSAGE


def count_held(call: Call) -> Answer:
    """How many messages each definition holds (XSOAR: observed)."""
    held = Counter(found.outcome.info for found in tracked(call.account) if found.outcome.status == "held")
    return Answer(200, envelopes.legacy([{"policyInfo": name, "numberOfItems": count} for name, count in held.items()]))


def list_processing(call: Call) -> Answer:
    """Messages that are under way: none, for what a log tells is over (XSOAR: observed)."""
    nothing: list[Json] = []
    return legacy_nested(call, nothing, dict, lambda rows: {"messages": rows})


def release(call: Call) -> Answer:
    """Releases held messages; a message that is not held is refused (the code is inferred)."""

    def act(item: Json) -> Json:
        _decide(call, item["id"], "released")
        return {"id": item["id"], "release": True}

    return each_item(call, act)


def reject(call: Call) -> Answer:
    """Rejects held messages for good; a message that is not held is refused (the code is inferred)."""
    data: list[Json] = []
    fail: list[Json] = []
    for secure_id in (secure_id for item in call.items for secure_id in item["ids"]):
        try:
            _decide(call, secure_id, "rejected")
            data.append({"id": secure_id, "reject": True})
        except Refused as refused:
            fail.append(envelopes.fail_item({"id": secure_id}, refused.code, refused.message, refused.field))
    return Answer(200, envelopes.legacy(data, fail))


def _decide(call: Call, secure_id: str, decision: str) -> None:
    try:
        number = int(call.account.ids.read(secure_id, MESSAGE))
    except ForeignIdError:
        number = -1
    held = (found.message.number for found in tracked(call.account) if found.outcome.status == "held")
    if number not in held:
        raise Refused("err_not_found", "names no held message", field="id")
    log = call.account.mail_log
    decided = {**log.get("decided", {}), str(number): legacy_time(call.account.clock())}
    call.account.mail_log = {**log, decision: [*log.get(decision, ()), number], "decided": decided}


HANDLERS: Mapping[str, Handler] = {
    "getHeldSummary": count_held,
    "listProcessingMessages": list_processing,
    "releaseHeldMessages": release,
    "rejectHeldMessages": reject,
}
