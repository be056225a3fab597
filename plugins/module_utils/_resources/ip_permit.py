# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Permitted Senders policies for source IP ranges (REFERENCE section 5).

The public API has no call for them. The paths are those that the policy family would have: inferred.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy

_PATH = "/policy-management/cloud-gateway/v1/permitted-senders/policies"
_READ = "Gateway | Policies | Read"
_EDIT = "Gateway | Policies | Edit"
_OPTIONS = {"permit_sender": "permit_sender", "take_no_action": "no_action"}
_WORDS = {member: word for word, member in _OPTIONS.items()}
_NAME, *_OTHERS = gateway_policy.common_fields(override=True, addresses_based_on="both", everyone=True)


def _without_source(before: Entry | None, after: Entry | None) -> str:
    """Refuse a policy that would permit the world (DESIGN law 8)."""
    if after is None:
        return ""
    if not after.get("source_ips"):
        return "would permit every sender there is; name at least one network in source_ips"
    return _check(after)


def _check(entry: Entry) -> str:
    """Judge the addresses by what they are together: two halves of the internet are the internet."""
    whole = networks.whole_internet(entry.get("source_ips", []))
    if whole:
        return f"source_ips {whole} is the whole internet; name the networks that are meant"
    return gateway_policy.check_dates(entry)


def _operation(id: str, method: str, path: str, permission: str, **more: object) -> Operation:
    return Operation(
        id,
        method,
        path,
        writes=method != "GET",
        products=("policymanagement",),
        permission=permission,
        catalogue=False,
        confidence="inferred",
        **more,  # type: ignore[arg-type]  # forwarded as they are
    )


IP_PERMIT = Resource(
    name="ip_permit",
    plural="ip_permits",
    role="ip_permits",
    title="IP permit",
    summary="Manage Permitted Senders policies for source IP ranges",
    key="name",
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
    fields=(
        _NAME,
        *_OTHERS,
        Choice(
            "action",
            ("What the policy does with the sender.",),
            console="Permitted Sender Policy",
            to_api=lambda value, id_of: {"option": _OPTIONS[value]},
            from_api=lambda row, name_of: _WORDS.get(str(row.get("option", "")).lower(), "permit_sender"),
            choices=tuple(_OPTIONS),
            default="permit_sender",
            on_create="permit_sender",
            samples=("take_no_action", "permit_sender"),
        ),
    ),
    builtin=frozenset({"Default Permitted Senders Policy"}),
    check=_check,
    guards=(
        Guard("permit_everyone", _without_source, overridable=False),
        Guard("validity", gateway_policy.dates_guard, overridable=False),
    ),
    belongs=lambda row: bool(row.get("sourceIPs")),
    list=_operation("listPermittedSendersPolicies", "GET", _PATH, _READ, rows=("policies", "definitions"), paged=True),
    get=_operation("getPermittedSendersPolicy", "GET", _PATH + "/{id}", _READ),
    create=_operation("createPermittedSendersPolicy", "POST", _PATH, _EDIT),
    update=_operation("updatePermittedSendersPolicy", "PATCH", _PATH + "/{id}", _EDIT),
    delete=_operation("deletePermittedSendersPolicy", "DELETE", _PATH + "/{id}", _EDIT),
)
