# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journaling services. Changes spell some members otherwise than everything else does.

Facts and their sources: openapi.yaml.
May not know about HTTP, and receives no mail: state and queue are what the table says.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..account import legacy_time, read_legacy_time
from ..call import Call, Handler
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "journaling_services"
SMTP, POP3 = "smtpJournalingConnection", "pop3JournalingConnection"
PROTOCOLS: Mapping[str, str] = {SMTP: "smtp", POP3: "pop3"}
GENERAL = (
    "description",
    "enabled",
    "messageFormat",
    "removeJournalHeaders",
    "journalNonInternalAddresses",
    "journalUnknownInternalAddresses",
)
NEEDED: Mapping[str, tuple[str, ...]] = {
    SMTP: ("emailAddress",),
    POP3: ("emailAddress", "mailbox", "password", "host"),
}
DEFAULTS: Mapping[str, Json] = {
    SMTP: {
        "usesAuthentication": True,
        "usesTls": True,
        "prefersClearText": False,
        "extendedDeduplication": False,
        "deliveryWaitAttempts": 3,
        "inactivityTimeout": 180,
        "processInitialDelay": 0,
    },
    POP3: {"port": 995, "usesPOP3S": True, "encryptionIsRelaxed": False, "detailedLoggingIsEnabled": False},
}
CHANGED_AS: Mapping[str, str] = {
    "useAuthentication": "usesAuthentication",
    "useTls": "usesTls",
    "preferClearText": "prefersClearText",
    "usePop3": "usesPOP3S",
    "relaxedEncryption": "encryptionIsRelaxed",
    "detailedLogging": "detailedLoggingIsEnabled",
}
"""How a change spells a member -> how creations and reads spell it (TF, SCRAPE: documented)."""

HOSTNAMES = ("journal-a.example.net",)
LEGACY_SMTP = frozenset({"emailAddress", "ipRanges", *DEFAULTS[SMTP]})


def list_services(call: Call) -> Answer:
    """All services; the list has no pages (TF: documented)."""
    rows = [_shown(call, key, row) for key, row in call.account.tables[TABLE].listed]
    return Answer(200, {"journalingServices": rows, "meta": {}})


def get_service(call: Call) -> Answer:
    """One service."""
    key = call.path_key(TABLE, "journaling_id")
    return Answer(200, _shown(call, key, call.account.tables[TABLE][key]))


def create_service(call: Call) -> Answer:
    """A new service; its protocol follows from the connection that is sent."""
    member = SMTP if SMTP in call.body else POP3
    row = {name: call.body[name] for name in GENERAL if name in call.body}
    key = call.account.add(TABLE, _connected({**row, "passwordChanges": 0}, member, call.body[member]))
    return Answer(201, {"id": call.account.ids.issue(TABLE, key)})


def update_service(call: Call) -> Answer:
    """Changes the members that are sent and no other, also within the connection (inferred).

    Another protocol needs its whole connection; the connection of the other protocol is refused (both inferred).
    """
    key = call.path_key(TABLE, "journaling_id")
    row = call.account.tables[TABLE][key]
    protocol = call.body.get("transferProtocol", PROTOCOLS[_connection(row)])
    member, other = (SMTP, POP3) if protocol == "smtp" else (POP3, SMTP)
    if other in call.body:
        raise Refused("err_validation_value_not_allowed", f"is not of the protocol {protocol}", field=other)
    changed = {**row, **{name: call.body[name] for name in GENERAL if name in call.body}}
    if member in call.body or member not in row:
        sent = {CHANGED_AS.get(name, name): value for name, value in call.body.get(member, {}).items()}
        changed = _connected(changed, member, sent)
    call.account.change(TABLE, key, changed)
    return Answer(204)


def delete_service(call: Call) -> Answer:
    """Deletes a service."""
    call.account.remove(TABLE, call.path_key(TABLE, "journaling_id"))
    return Answer(204)


def legacy_get_services(call: Call) -> Answer:
    """The same services in the legacy style, all or one (DOCS1, POSTMAN: documented)."""
    rows = call.account.tables[TABLE]
    wanted = [call.key(TABLE, item["id"]) for item in call.items if "id" in item] or list(rows)
    return Answer(200, envelopes.legacy([_legacy_shown(call, key, rows[key]) for key in wanted]))


def _connection(row: Row) -> str:
    return SMTP if SMTP in row else POP3


def _connected(row: Row, member: str, sent: Json) -> Row:
    """A row with the one connection ``member``. The password is not kept: only that there is one, and how often one was
    sent. Raises Refused where a new connection lacks what it needs."""
    if member not in row:
        for name in NEEDED[member]:
            if name not in sent:
                raise Refused("err_validation_null", "must be given", field=f"{member}.{name}")
        row = {name: value for name, value in row.items() if name not in PROTOCOLS}
        row = {**row, member: DEFAULTS[member], "passwordSet": False}
    if "password" in sent:
        row = {**row, "passwordSet": True, "passwordChanges": row["passwordChanges"] + 1}
    kept = {name: value for name, value in sent.items() if name != "password"}
    return {**row, member: {**row[member], **kept}}


def _shown(call: Call, key: str, row: Row) -> Json:
    member = _connection(row)
    given = {"hostnames": list(HOSTNAMES)} if member == SMTP else {}
    received = {name: row[name] for name in ("lastReceivedDateTime",) if name in row}
    return {
        "id": call.account.ids.issue(TABLE, key),
        **{name: row[name] for name in GENERAL if name in row},
        "transferProtocol": PROTOCOLS[member],
        "queueSize": row.get("queueSize", 0),
        member: {**row[member], **given},
        "statusInfo": {"status": row.get("status", "not_active"), **received},
    }


def _legacy_shown(call: Call, key: str, row: Row) -> Json:
    """A row of the legacy style: no source shows a POP3 connection in it."""
    shown = {name: value for name, value in _shown(call, key, row).items() if name not in PROTOCOLS}
    received = row.get("lastReceivedDateTime")
    info = {"id": shown["id"], "status": shown["statusInfo"]["status"], "queueSize": shown["queueSize"]}
    if received:
        info["lastReceived"] = legacy_time(read_legacy_time(received))
    if SMTP in row:
        shown[SMTP] = {name: value for name, value in row[SMTP].items() if name in LEGACY_SMTP}
    return {**shown, "statusInfo": info}


HANDLERS: Mapping[str, Handler] = {
    "listJournalingServices": list_services,
    "getJournalingService": get_service,
    "createJournalingService": create_service,
    "updateJournalingService": update_service,
    "deleteJournalingService": delete_service,
    "legacyGetJournalingServices": legacy_get_services,
}
