# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches of file hashes of an account's own. Facts and their sources: openapi.yaml. They decide about no message here.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..account import legacy_time, read_legacy_time, rest_time
from ..call import Call, Handler, each_item, legacy_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "threat_batches"


def create(call: Call) -> Answer:
    """Takes batches of hashes; a moment of theirs ends with its zone twice (SCRAPE, BLINK: documented)."""

    def act(item: Json) -> Json:
        now = call.account.clock()
        row = {"operationType": item["operationType"], "created": legacy_time(now)}
        key = call.account.add(TABLE, {**row, "hashList": item.get("hashList", [])})
        return {"batchIdToken": call.account.ids.issue(TABLE, key), "completionTime": f"{rest_time(now)}[UTC]"}

    return each_item(call, act)


def list_batches(call: Call) -> Answer:
    """The tokens of all batches, the newest first unless the other order is asked for (inferred): the public row is cut
    off, so nothing else is shown."""
    oldest_first = bool(call.items) and call.items[0].get("order") == "ASC"
    rows = list(call.account.tables[TABLE].listed)

    def created(item: tuple[str, Row]) -> float:
        return read_legacy_time(item[1]["created"]).timestamp()

    rows = sorted(rows if oldest_first else reversed(rows), key=created, reverse=not oldest_first)
    return legacy_list(call, rows, lambda item: {"batchIdToken": call.account.ids.issue(TABLE, item[0])})


def delete(call: Call) -> Answer:
    """Takes one batch away. What is answered is in no source: no row, as for a managed URL."""
    fail: list[Json] = []
    for item in call.items:
        try:
            call.account.remove(TABLE, call.key(TABLE, item["id"]))
        except Refused as refused:
            fail.append(envelopes.fail_item(item, refused.code, refused.message, refused.field))
    return Answer(200, envelopes.legacy((), fail))


HANDLERS: Mapping[str, Handler] = {
    "createThreatBatch": create,
    "listThreatBatches": list_batches,
    "deleteThreatBatch": delete,
}
