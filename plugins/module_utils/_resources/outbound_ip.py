# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authorized Outbounds: the addresses that may send the account's mail through Mimecast (CONTRACT 3.10, quirk 33)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, listed

_PATH = "/email/cloud-gateway/v1/outbound-ip-addresses"
_PRODUCTS = ("cloudgateway", "emailsecurityonboarding")
_MEMBER = "outboundIpAddresses"
_EDIT = "Account | Settings | Edit"


def _from_api(row: Row, name_of: NameOf) -> list[str]:
    """Read addresses, texts and objects alike: the contract has texts, the service was seen to answer objects.

    Raises:
        Unreadable: the list is not there, and what is not read must not be replaced; or an item holds no address.
    """
    if _MEMBER not in row:
        raise Unreadable(f"{_MEMBER} is missing, so it is not known which addresses there are")
    found = row[_MEMBER] or []
    if not isinstance(found, list):
        raise Unreadable(f"{_MEMBER}: expected a list, got {kind(found)}")
    addresses = [item.get("outboundIpAddress") if isinstance(item, dict) else item for item in found]
    for number, address in enumerate(addresses, 1):
        if not isinstance(address, str) or not address:
            raise Unreadable(f"{_MEMBER}: item {number} holds no address")
    return sorted({spelling.tolerant(networks.single_address)(address) for address in addresses})


def _to_api(addresses: list[str], id_of: IdOf) -> Entry:
    return {_MEMBER: addresses}


ADDRESSES = Set(
    "addresses",
    (
        "Public IP addresses of your own mail servers. Mimecast accepts only single addresses, no networks. "
        "O(addresses_mode) sets what happens to addresses that you do not name.",
    ),
    console="IP Address",
    normalize=networks.single_address,
    owned=True,
    to_api=_to_api,
    from_api=_from_api,
    default=[],
    clear=[],
    samples=(["192.0.2.10", "198.51.100.7"], ["192.0.2.10", "203.0.113.25"]),
)


def _come(before: Entry | None, after: Entry | None) -> list[str]:
    there = (before or {}).get("addresses") or []
    return [address for address in (after or {}).get("addresses") or [] if address not in there]


def _private(before: Entry | None, after: Entry | None) -> str:
    private = [address for address in _come(before, after) if not any(networks.public_addresses([address]).values())]
    told = "not an address of the internet, so Mimecast never sees it; name the address that your servers send from"
    return f"{listed(private)}: {told}" if private else ""


def _emptied(before: Entry | None, after: Entry | None) -> str:
    there = (before or {}).get("addresses") or []
    if not there or (after or {}).get("addresses"):
        return ""
    return f"would remove all {len(there)} addresses, and then none of your servers can send mail through Mimecast"


OUTBOUND_IP = Resource(
    name="outbound_ip",
    plural="outbound_ips",
    role="account",
    title="outbound IP list",
    summary="Manage the IP addresses that may send mail through Mimecast",
    singleton=True,
    doc=(
        "Mimecast accepts outbound mail of your organisation only from these addresses. It rejects a server that "
        "is not in the list with V(Open relay not allowed). Anyone who can send from a listed address can send as "
        "you.",
        "An account has one such list. The API replaces all of it. So the task reads it right before it writes "
        "it, and keeps what you do not name.",
    ),
    notes=(
        "A change can take two hours to reach all of Mimecast's servers. Add a new server before you move mail to "
        "it. Remove an old server after mail has stopped leaving through it.",
        "If somebody changes the list in the console between the last read and the write, their change is lost. "
        "The API has no way to prevent this.",
    ),
    console=Console("Gateway | Authorized Outbounds", "", "The console shows the list; Mimecast's support changes it."),
    purgeable=False,
    fields=(ADDRESSES,),
    guards=(
        Guard("private_address", _private, overridable=False),
        Guard("no_outbound_ips", _emptied),
    ),
    get=Operation(
        "getOutboundIps",
        "GET",
        _PATH,
        products=_PRODUCTS,
        permission="Account | Settings | Read",
        confidence="observed",
    ),
    update=Operation("putOutboundIps", "PUT", _PATH, writes=True, products=_PRODUCTS, permission=_EDIT),
    delete=Operation("deleteOutboundIps", "DELETE", _PATH, writes=True, products=_PRODUCTS, permission=_EDIT),
)
