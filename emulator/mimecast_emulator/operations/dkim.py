# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DKIM definitions for outbound mail: CONTRACT section 3.4.

May not know about HTTP.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from ..account import Account
from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "dkim_definitions"
SETTINGS = ("description", "domain", "selector", "signDkim", "keyLength")
CHANGEABLE = ("description", "signDkim")
DER_BYTES = {1024: 162, 2048: 294}


def list_definitions(call: Call) -> Answer:
    """All definitions, with ids."""
    account = call.account

    def render(found: tuple[str, Row]) -> Json:
        key, row = found
        return {"id": account.ids.issue(TABLE, key), **_render(row)}

    return rest_list(call, "definitions", account.tables[TABLE].listed, render)


def get_definition(call: Call) -> Answer:
    """One definition, without its id."""
    return Answer(200, _render(call.account.tables[TABLE][call.path_key(TABLE, "definition_id")]))


def create_definition(call: Call) -> Answer:
    """A new definition with a new key; its selector is generated where none is sent (TF, VELTRIX: documented)."""
    account = call.account
    row = {name: call.body[name] for name in SETTINGS if name in call.body}
    row.setdefault("selector", f"mimecast{account.clock().strftime('%Y%m%d')}")
    key = account.add(TABLE, {**row, "domain": row["domain"].lower()})
    row = account.tables[TABLE][key]
    account.tables[TABLE][key] = {**row, "publicKey": public_key(account, key, row["keyLength"])}
    return Answer(201, {"id": account.ids.issue(TABLE, key)})


def update_definition(call: Call) -> Answer:
    """Changes description and signing; nothing else can be sent (TF: documented)."""
    key = call.path_key(TABLE, "definition_id")
    changes = {name: call.body[name] for name in CHANGEABLE if name in call.body}
    call.account.change(TABLE, key, {**call.account.tables[TABLE][key], **changes})
    return Answer(204)


def delete_definition(call: Call) -> Answer:
    """Deletes a definition that no policy uses; otherwise Refused with 409 (inferred: CONTRACT quirk 44)."""
    key = call.path_key(TABLE, "definition_id")
    if call.account.users(TABLE, key):
        raise Refused("err_definition_in_use", "a policy refers to it", status=409)
    call.account.remove(TABLE, key)
    return Answer(204)


def verify_definition(call: Call) -> Answer:
    """Looks whether DNS serves the record, keeps the result and answers it (all of it inferred)."""
    account = call.account
    key = call.path_key(TABLE, "definition_id")
    row = account.tables[TABLE][key]
    texts = [found["text"] for found in account.dns.get(dns_address(row).lower(), []) if "text" in found]
    account.tables[TABLE][key] = {**row, "validated": row["publicKey"] in texts}
    return Answer(200, {"validated": account.tables[TABLE][key]["validated"]})


def dns_address(row: Row) -> str:
    """The name of the DNS record of a definition: the selector below ``_domainkey`` of the domain (RFC 6376)."""
    return f"{row['selector']}._domainkey.{row['domain']}"


def public_key(account: Account, key: str, length: int) -> str:
    """The value of the record of a new definition: no two are alike, and there is no private key to any."""
    raw = hashlib.shake_128(f"{account.id}\0{key}".encode()).digest(DER_BYTES[length])
    return f"v=DKIM1; k=rsa; p={base64.b64encode(raw).decode()}"


def _render(row: Row) -> Json:
    shown = {name: row[name] for name in (*SETTINGS, "publicKey", "validated")}
    return {**shown, "dnsAddress": dns_address(row)}


HANDLERS: Mapping[str, Handler] = {
    "listDnsOutboundDefinitions": list_definitions,
    "createDnsOutboundDefinition": create_definition,
    "getDnsOutboundDefinition": get_definition,
    "updateDnsOutboundDefinition": update_definition,
    "deleteDnsOutboundDefinition": delete_definition,
    "verifyDnsOutboundDefinition": verify_definition,
}
