# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DKIM definitions: the keys that outbound mail is signed with (CONTRACT 3.4: documented)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import paths, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    Guard,
    Inquiry,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Flag, Number, Text, check_text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed, shown
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.operations import Collection as Path

_PATH = "/policy-management/cloud-gateway/v1/dns-authentication-outbound/definitions"
_DEFINITIONS = Path(
    _PATH, "DnsOutboundDefinition", "DnsOutboundDefinitions", rows=("definitions", "dnsOutboundDefinitions")
)
_KEY = ("domain", "selector", "key_length")
"""What a key is made for. None of it can be changed, and another key is another DNS record."""
_ROTATION = (
    "create a second definition with its own selector, publish its record, change the policy to it, and then delete "
    "this one"
)
_LENGTHS = (1024, 2048)
_LABELS = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\Z")

VERIFY = Operation(
    "verifyDnsOutboundDefinition",
    "POST",
    _PATH + "/{id}/verify",
    writes=True,
    products=("policymanagement", "emailsecurityonboarding"),
    permission="Gateway | Policies | Edit",
    confidence="inferred",
)
"""Lets Mimecast look for the DNS record; it needs the permission to edit, so it probably keeps the result."""


def _check(entry: Entry) -> str:
    """Return what is wrong with the length of a key."""
    length = entry.get("key_length", _LENGTHS[0])
    return (
        "" if length in _LENGTHS else f"key_length {length} is not a length that Mimecast offers, expected 1024 or 2048"
    )


def _selector(value: Any) -> str:
    """Return a selector in lower case, which DNS does not tell from capitals (RFC 6376).

    Raises:
        Malformed: it cannot stand in a name of DNS.
    """
    written = str(spelling.at_most(256)(value)).lower()
    if not _LABELS.match(written):
        raise Malformed(f"{shown(value)} is not possible in DNS; a selector has letters, digits, '-' and dots")
    return written


def _no_dns_record(value: Any, id_of: IdOf) -> Entry:
    """Send nothing: it is told, never set."""
    return {}


def _dns_record(row: Row, name_of: NameOf) -> Any:
    """Return the record to publish, as far as the row tells it.

    That ``publicKey`` is the value of the record is documented. Where it is a bare key, the words that DKIM has before
    it are added (inferred; RFC 6376).
    """
    name, value = (paths.first(row, (member,)) for member in ("dnsAddress", "publicKey"))
    if not name or not value:
        return ABSENT
    check_text(name)
    check_text(value)
    whole = value if "=" in value.rstrip("=") else f"v=DKIM1; k=rsa; p={value}"
    return {"name": name.rstrip("."), "type": "TXT", "value": whole}


def _other_key(before: Entry | None, after: Entry | None) -> list[str]:
    """Return the settings that make it another key, of a definition that is there and stays."""
    if not (before and after):
        return []
    return [name for name in _KEY if name in after and before.get(name) != after[name]]


def _replaces_key(before: Entry | None, after: Entry | None) -> str:
    changed = _other_key(before, after)
    if not changed:
        return ""
    return (
        f"another {listed(changed)} is another key, and its signatures are invalid until its record is in DNS; "
        f"{_ROTATION}"
    )


def _used(mine: Collection[str], _everyone: Collection[str], uses: Mapping[str, Sequence[str]]) -> str:
    """Refuse to replace a key that a policy signs with. ``uses``: definition -> policies; "" for what is not known."""
    policies = [policy for name in (*mine, "") for policy in uses.get(name, ())]
    if not policies:
        return ""
    return (
        f"the policy {listed(policies)} signs with it, and its mail would leave with a signature that nobody can "
        f"check; {_ROTATION}"
    )


def _remark(before: Entry | None, after: Entry) -> str:
    stops = before and before.get("sign_dkim") is True and after.get("sign_dkim") is False
    return "mail of the policies that use it leaves without a DKIM signature" if stops else ""


DKIM_DEFINITION = Resource(
    name="dkim_definition",
    plural="dkim_definitions",
    role="outbound_authentication",
    title="DKIM definition",
    summary="Manage the DKIM keys that sign outbound mail",
    key="name",
    doc=(
        "A DKIM definition is a key for one domain. Mimecast creates it and keeps its private half. Receivers find "
        "the public half in DNS, under the selector of the domain. The key signs nothing by itself. A DKIM policy "
        "(M(mailops.mimecast.mimecast_dkim_policy)) sets which mail it signs.",
        "The result has the record to publish in C(entries) as C(dns_record). "
        "M(mailops.mimecast.mimecast_dkim_info) checks whether DNS serves it.",
        "You can change O(sign_dkim) at any time. Another O(domain), O(selector) or O(key_length) means "
        "another key and another DNS record. The task then creates the new definition and reads it back before it "
        "deletes the old one. It does so only with O(accept_risk=replace_dkim_key), and only if no policy uses "
        "the definition.",
    ),
    notes=(
        "To change the key of a domain without unsigned mail: create a second definition with its own selector, "
        "publish its record, wait for DNS, change the policy to use it, and delete the old definition some days "
        "later.",
        "If your file sets no selector, Mimecast chooses one. The task keeps it, and uses it for a new key too.",
        "No public source says whether Mimecast accepts a second key for a selector that is in use. If it "
        "refuses, the old definition stays as it is. Name another selector then.",
        "A run that is killed while it replaces a definition may leave two with the same name. The next run "
        "recognises the replacement, and deletes the old one.",
    ),
    console=Console("Gateway | Policies | DNS Authentication - Outbound | Definitions", "New DKIM Definition"),
    replace="create_first",
    fields=(
        Text(
            "name",
            ("Description of the definition. It identifies the definition, so it cannot be changed.",),
            console="Description",
            api="description",
            normalize=spelling.name,
            required=True,
            samples=("Key of example.com", "Second key of example.com"),
        ),
        Text(
            "domain",
            ("Domain whose mail is signed.",),
            console="Domain",
            api="domain",
            normalize=spelling.domain,
            required=True,
            create_only=True,
            samples=("example.com", "example.org"),
        ),
        Text(
            "selector",
            ("Selector under which receivers find the key. Default: Mimecast chooses one.",),
            console="Selector",
            api="selector",
            normalize=_selector,
            create_only=True,
            samples=("sales2026", "sales2027"),
        ),
        Number(
            "key_length",
            ("Length of the key in bits, V(1024) or V(2048). Default for a new definition: 2048.",),
            console="DKIM Key Length",
            api="keyLength",
            lowest=_LENGTHS[0],
            highest=_LENGTHS[1],
            on_create=2048,
            create_only=True,
            samples=(2048, 1024),
        ),
        Flag(
            "sign_dkim",
            ("Whether mail is signed. A new definition signs by default.",),
            console="Sign Outbound Mail with DKIM",
            api="signDkim",
            on_create=True,
            samples=(True, False),
        ),
    ),
    computed=(
        Text("dns_address", ("Name of the DNS record.",), read=("dnsAddress",)),
        Text("public_key", ("What Mimecast calls the public key: the value of the DNS record.",), read=("publicKey",)),
        Flag("validated", ("Whether Mimecast has found the record when it last looked.",), read=("validated",)),
        Map(
            "dns_record",
            (
                "The record to publish, as C(name), C(type) and C(value). If Mimecast shows only the key, the DKIM "
                "tags before it are added (inferred).",
            ),
            whole=True,
            to_api=_no_dns_record,
            from_api=_dns_record,
            fields=(
                Text("name", ("Its name.",), required=True),
                Text("type", ("Its type.",), required=True),
                Text("value", ("Its value.",), required=True),
            ),
        ),
    ),
    check=_check,
    guards=(Guard("replace_dkim_key", _replaces_key),),
    inquiries=(
        Inquiry(
            "dkim_key_in_use",
            lambda before, after: [after["name"]] if after and _other_key(before, after) else [],
            "dkim_uses",
            _used,
            "whether a policy signs with the definition that is replaced could not be read",
            overridable=False,
        ),
    ),
    remark=_remark,
    **_DEFINITIONS.operations(),
)
