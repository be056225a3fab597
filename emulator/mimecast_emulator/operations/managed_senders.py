# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who permits or blocks whom for one recipient: CONTRACT section 3.7. Nothing lists them.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..call import FORBIDDEN_FOR_ADDRESS, Call, Handler, each_item
from ..contract import Json
from ..envelopes import Answer, Refused

TABLE = "managed_senders"
_TYPES = {"permit": "Permit", "block": "Block"}


def permit_or_block(call: Call) -> Answer:
    """Sets what one recipient says of one sender; saying it again is not refused (R7: observed).

    A recipient who is not the account's is refused (inferred).
    """

    def act(item: Json) -> Json:
        sender, recipient = item["sender"].lower(), item["to"].lower()
        if "action" not in item:
            raise Refused("err_validation_null", "is needed", field="action")
        if not call.account.is_internal(recipient.rpartition("@")[2]):
            raise Refused(FORBIDDEN_FOR_ADDRESS, "is not an address of the account", field="to")
        key = f"{sender} {recipient}"
        row = {"sender": sender, "to": recipient, "type": _TYPES[item["action"]]}
        if key in call.account.tables[TABLE]:
            call.account.change(TABLE, key, row)
        else:
            call.account.add(TABLE, row, key)
        return {"id": f"MTOKEN:{call.account.ids.issue(TABLE, key)}", **row}

    return each_item(call, act)


def delete_many(call: Call) -> Answer:
    """Takes away what recipients say of senders, of one action where one is named (SCRAPE: documented).

    What was decided automatically is never here; that rows are counted in the answer is inferred (AKONIS expects it).
    """
    senders = {name.lower() for name in call.body["ids"]}
    kind = _TYPES.get(call.body.get("action", ""))
    found = [
        key
        for key, row in call.account.tables[TABLE].items()
        if senders & {row["sender"], row["sender"].rpartition("@")[2]}
        and kind in (None, row["type"])
        and call.body.get("type") != "auto"
    ]
    for key in found:
        call.account.remove(TABLE, key)
    return Answer(200, {"deletedCount": len(found)})


HANDLERS: Mapping[str, Handler] = {"permitOrBlockSender": permit_or_block, "bulkDeleteManagedSenders": delete_many}
