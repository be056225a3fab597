# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Permitted Senders policies for source IP ranges (REFERENCE section 5).

The public API has no call for them. The paths are those that the policy family would have: inferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    Guard,
    JointGuard,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import (
    gateway_policy,
    mail_flow,
    source_ranges,
)

_DEFAULT = "Default Permitted Senders Policy"
_FAMILY = gateway_policy.Family(
    "permitted-senders",
    products=("policymanagement",),
    inferred=True,
    override=True,
    addresses_based_on="both",
    everyone=True,
)


def _permits(entry: Entry) -> bool:
    """Whether a policy acts and permits: one that is switched off, or takes no action, lets nobody pass."""
    return entry.get("enabled", True) is not False and entry.get("action") != "take_no_action"


def _acting(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if _permits(entry)]


def _is_open(entry: Entry) -> bool:
    return _permits(entry) and not entry.get("source_ips")


def _alarm(entry: Entry) -> str:
    """Say that a policy permits senders wherever they send from."""
    if not _is_open(entry):
        return "permits the whole internet" if _whole_internet(entry) else ""
    scope = entry.get("applies_from")
    if not isinstance(scope, Mapping) or mail_flow.has_outside(scope):
        return "permits every sender: it has no source addresses"
    return "permits the senders in its scope from every server: it has no source addresses"


def _whole_internet(entry: Entry) -> str:
    """Judge the addresses by what they are together: two halves of the internet are the internet."""
    return _is_whole(source_ranges.whole_internet(_acting([entry])))


def _permits_everyone(before: Entry | None, after: Entry | None) -> str:
    """Refuse a policy that would permit the world (docs/architecture.md, law 8)."""
    if after is None:
        return ""
    if _is_open(after):
        return "would permit every sender; name at least one network in source_ips"
    return _whole_internet(after)


def _whole_together(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    whole = source_ranges.whole_internet(_acting(after))
    return "" if whole == source_ranges.whole_internet(_acting(before)) else _is_whole(whole)


def _is_whole(networks: str) -> str:
    return f"source_ips {networks} is the whole internet; name the networks that you mean" if networks else ""


def _too_wide(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    wide = source_ranges.grown_over(source_ranges.REFUSED, _acting(before), _acting(after))
    return f"{wide}; name the networks that you mean" if wide else ""


def _rather_wide(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    return source_ranges.grown_over(source_ranges.TOLD, (), _acting(after))


IP_PERMIT = Resource(
    name="ip_permit",
    plural="ip_permits",
    role="ip_permits",
    title="IP permit",
    summary="Manage Permitted Senders policies for source IP ranges",
    support="preview",
    doc=(
        "This module manages Permitted Senders policies for source IP ranges. Mail from these ranges skips reputation "
        "checks, greylisting and spam scanning. Virus checks, anti-spoofing and content examination still apply.",
        "Unless you set it otherwise, a new policy applies from everyone to everyone, based on both addresses, "
        "with policy override. An existing policy keeps every setting that is not in the file.",
        "A policy without source addresses permits every sender. The collection lists, exports and purges an "
        "existing one, and warns about it. You can switch it off or delete it. The collection never creates or "
        "otherwise changes one.",
    ),
    notes=(
        "Ranges wider than needed let attackers in: name the vendor's networks and set O(valid_until).",
        "All permits of a task count together, by the public addresses that they cover. More than an IPv4 /8 or "
        "an IPv6 /20 network is refused. More than an IPv4 /16 or an IPv6 /32 network is a warning.",
    ),
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
    builtin=frozenset({_DEFAULT}),
    belongs=lambda row: row.get("description") != _DEFAULT,
    alarm=_alarm,
    joint_guards=(
        JointGuard("permit_everyone", _whole_together, overridable=False),
        JointGuard("wide_permit", _too_wide),
    ),
    joint_remark=_rather_wide,
    **_FAMILY.shared(_whole_internet, guards=(Guard("permit_everyone", _permits_everyone, overridable=False),)),
)
