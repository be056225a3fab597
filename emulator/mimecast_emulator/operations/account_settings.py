# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has once: its outbound addresses and its emergency contact, CONTRACT section 3.10.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Call, Handler
from ..envelopes import Answer, Refused

OUTBOUND, CONTACT = "outbound_ips", "emergency_contact"
ONLY = "contact"
"""The key of the one row that the table of the emergency contact may have."""


def get_outbound(call: Call) -> Answer:
    """The addresses, as objects: CONTRACT quirk 33 (TF: observed)."""
    return Answer(200, {"outboundIpAddresses": [{"outboundIpAddress": key} for key in call.account.tables[OUTBOUND]]})


def put_outbound(call: Call) -> Answer:
    """Replaces all addresses by those of the body."""
    wanted = call.body["outboundIpAddresses"]
    for gone in set(call.account.tables[OUTBOUND]) - set(wanted):
        call.account.remove(OUTBOUND, gone)
    for address in wanted:
        if address not in call.account.tables[OUTBOUND]:
            call.account.add(OUTBOUND, {"address": address}, address)
    return Answer(204)


def delete_outbound(call: Call) -> Answer:
    """Removes all addresses."""
    for address in list(call.account.tables[OUTBOUND]):
        call.account.remove(OUTBOUND, address)
    return Answer(204)


def get_contact(call: Call) -> Answer:
    """The contact; empty if none is set (inferred)."""
    return Answer(200, dict(call.account.tables[CONTACT].get(ONLY, {})))


def put_contact(call: Call) -> Answer:
    """Replaces the contact: members that the body leaves out are lost."""
    if ONLY in call.account.tables[CONTACT]:
        call.account.change(CONTACT, ONLY, dict(call.body))
    else:
        call.account.add(CONTACT, dict(call.body), ONLY)
    return Answer(204)


def patch_contact(call: Call) -> Answer:
    """Changes only the sent members of the contact (SCRAPE: documented); a contact must exist."""
    present = call.account.tables[CONTACT].get(ONLY)
    if present is None:
        raise Refused("err_not_found", "no contact is set")
    call.account.change(CONTACT, ONLY, {**present, **call.body})
    return Answer(204)


HANDLERS: Mapping[str, Handler] = {
    "getOutboundIps": get_outbound,
    "putOutboundIps": put_outbound,
    "deleteOutboundIps": delete_outbound,
    "getEmergencyContact": get_contact,
    "putEmergencyContact": put_contact,
    "patchEmergencyContact": patch_contact,
}
