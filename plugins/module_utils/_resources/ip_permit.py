# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Permitted Senders policies for source IP ranges (REFERENCE section 5).

The public API has no call for them. The paths are those that the policy family would have: inferred.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy

_FAMILY = gateway_policy.Family(
    "permitted-senders",
    products=("policymanagement",),
    inferred=True,
    override=True,
    addresses_based_on="both",
    everyone=True,
)


def _whole_internet(entry: Entry) -> str:
    """Judge the addresses by what they are together: two halves of the internet are the internet."""
    whole = networks.whole_internet(entry.get("source_ips", []))
    return f"source_ips {whole} is the whole internet; name the networks that are meant" if whole else ""


def _permits_everyone(before: Entry | None, after: Entry | None) -> str:
    """Refuse a policy that would permit the world (DESIGN law 8)."""
    if after is None:
        return ""
    if not after.get("source_ips"):
        return "would permit every sender there is; name at least one network in source_ips"
    return _whole_internet(after)


IP_PERMIT = Resource(
    name="ip_permit",
    plural="ip_permits",
    role="ip_permits",
    title="IP permit",
    summary="Manage Permitted Senders policies for source IP ranges",
    support="preview",
    doc=(
        "A Permitted Senders policy for source IP ranges: mail from them skips reputation checks, greylisting and spam "
        "scanning. Virus checks, anti-spoofing and content examination still apply.",
        "A new policy goes from everyone to everyone, based on both addresses, with policy override, where nothing "
        "else "
        "is said. An existing one keeps what is not in the file.",
    ),
    notes=("Ranges wider than needed let attackers in: name the vendor's networks and set O(valid_until).",),
    console=Console("Gateway | Policies | Permitted Senders", "New Policy"),
    fields=_FAMILY.fields(
        gateway_policy.option(
            "Permitted Sender Policy",
            {"permit_sender": "permit_sender", "take_no_action": "no_action"},
            "What the policy does with the sender.",
            default="permit_sender",
            on_create="permit_sender",
        )
    ),
    builtin=frozenset({"Default Permitted Senders Policy"}),
    belongs=lambda row: bool(row.get("sourceIPs")),
    **_FAMILY.shared(_whole_internet, guards=(Guard("permit_everyone", _permits_everyone, overridable=False),)),
)
