# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Internal domains: whose recipients Mimecast takes mail for, and how it checks them (CONTRACT 3.8)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx

_ONE = mx.INTERNAL_DOMAINS.path + "/{id}"
_PRODUCTS = ("domainmanagement", "emailsecurityonboarding")


def _takes_anybody(before: Entry | None, after: Entry | None) -> str:
    """Refuse that recipients are checked no more: whatever a spammer guesses would be taken, and bounced later."""
    former = (before or {}).get("inbound_type")
    if (after or {}).get("inbound_type") != "any" or former == "any":
        return ""
    return f"would accept mail for any recipient of the domain, even if it does not exist; now it is {former}"


INTERNAL_DOMAIN = Resource(
    name="internal_domain",
    plural="internal_domains",
    role="domains",
    title="internal domain",
    summary="Manage how recipients of internal domains are checked",
    key="domain",
    adopt_only="register it with mimecast_pending_domain; it becomes internal when Mimecast has verified it",
    doc=(
        "Mimecast accepts mail only for internal domains of the account. A domain has a setting for how Mimecast "
        "checks that a recipient exists. It is the only setting of a domain that the API can change.",
        "This module neither creates nor deletes a domain. The module C(mimecast_pending_domain) registers a "
        "domain, which becomes internal when it is verified. Delete a domain in the console.",
    ),
    notes=(
        "Mimecast rejects mail for recipients that the check does not find. First make sure that the directory is "
        "complete.",
    ),
    console=Console("Directories | Internal Directories", ""),
    purgeable=False,
    guards=(Guard("take_any_recipient", _takes_anybody),),
    fields=(
        Text(
            "domain",
            ("Name of the domain. It identifies the domain, so it cannot be changed.",),
            console="Domain Name",
            api="domain",
            normalize=spelling.domain,
            required=True,
            samples=("example.com", "example.org"),
        ),
        Choice(
            "inbound_type",
            (
                "How Mimecast checks a recipient. V(known) accepts recipients that Mimecast knows, V(ldap) those "
                "in the directory. V(smtp) asks your mail server, V(smtp_null) asks it with an empty sender. "
                "V(backup_mx) is for a domain for which Mimecast is the second mail exchanger. V(any) accepts "
                "every recipient.",
            ),
            console="Inbound Checks",
            api="inboundType",
            choices=("any", "smtp", "ldap", "known", "backup_mx", "smtp_null"),
            samples=("ldap", "smtp"),
        ),
    ),
    list=mx.INTERNAL_DOMAINS,
    get=Operation("getInternalDomain", "GET", _ONE, products=_PRODUCTS, permission="Directories | Internal | Read"),
    update=Operation(
        "updateInternalDomain",
        "PATCH",
        _ONE,
        writes=True,
        products=_PRODUCTS,
        permission="Directories | Internal | Edit",
    ),
)
