# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address alteration sets and the definitions in them: which address becomes which (CONTRACT 3.5).

A definition has no name. It is told from others by what it acts on: original address, kind of address and direction
(our choice: two that agree in these contradict each other).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    Guard,
    Inquiry,
    JointGuard,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text, check_text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, listed
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.altered_addresses import (
    altered,
    domain_of,
    is_domain,
)

MOST_DEFINITIONS = 3000
"""Most definitions of an account that are made through the API (CONTRACT 3.5: documented)."""

_BATCH = 50
"""Definitions that one request creates; no source tells a limit (inferred)."""

_MEMBERS = {
    "original_address": "originalAddress",
    "new_address": "newAddress",
    "address_type": "addressType",
    "routing": "routing",
}


def _operation(id: str, verb: str, **more: Any) -> Operation:
    return Operation(
        id,
        "POST",
        f"/api/policy/address-alteration/{verb}",
        envelope="legacy",
        products=("policymanagement",),
        permission=f"Gateway | Policies | {'Edit' if more.get('writes') else 'Read'}",
        **more,
    )


def _to_api(record: Entry) -> Entry:
    return {member: record[name] for name, member in _MEMBERS.items()}


def _from_api(row: Row) -> Entry:
    """Read a definition.

    Raises:
        Unreadable: a part of it is missing, or is no text.
    """
    record: Entry = {}
    for name, member in _MEMBERS.items():
        check_text(row.get(member))
        if not row[member]:
            raise Unreadable(f"{member} is missing")
        spelled = altered if name.endswith("_address") else str.lower
        record[name] = spelling.tolerant(spelled)(row[member])
    return record


def _side_by_side(former: Entry, later: Entry) -> Entry:
    """Return two definitions that contradict each other as one that says both: neither is what anybody wrote."""
    both = sorted({*former["new_address"].split(", "), *later["new_address"].split(", ")})
    return {**former, "new_address": ", ".join(both)}


def _coming(before: Entry | None, after: Entry | None) -> list[Entry]:
    """Return the definitions that come, changed ones among them."""
    there = (before or {}).get("definitions") or []
    return [record for record in (after or {}).get("definitions") or [] if record not in there]


def _all_to_one(before: Entry | None, after: Entry | None) -> str:
    """Refuse to hand whatever is sent to or from a whole domain to one address."""
    found = [
        f"{record['original_address']} to {record['new_address']}"
        for record in _coming(before, after)
        if is_domain(record["original_address"]) and not is_domain(record["new_address"])
    ]
    return f"would turn every address of a domain into one: {first_of(found, 3)}; name the addresses" if found else ""


def _new_domains(before: Entry | None, after: Entry | None) -> list[str]:
    """Return the domains that addresses are altered to."""
    return sorted({domain_of(record["new_address"]) for record in _coming(before, after)} - {""})


def _outside(mine: Collection[str], _everything: Collection[str], domains: Collection[str]) -> str:
    strange = sorted(set(mine) - set(domains))
    if not strange:
        return ""
    return f"would alter addresses to {listed(strange)}, which is not an internal domain, and Mimecast accepts no other"


def _too_many(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    former, found = (sum(len(entry.get("definitions") or ()) for entry in entries) for entries in (before, after))
    if found <= max(MOST_DEFINITIONS, former):
        return ""
    return f"{found:,} definitions, but the API creates at most {MOST_DEFINITIONS:,}; create the rest by hand"


ADDRESS_ALTERATION_SET = Resource(
    name="address_alteration_set",
    plural="address_alteration_sets",
    role="address_alteration",
    title="address alteration set",
    summary="Manage address alteration sets and their definitions",
    key="name",
    doc=(
        "An address alteration set has definitions that replace one recipient address with another. For example, "
        "after a merger, mail to C(jo@old.example) reaches C(jo@new.example). A set does nothing until an address "
        "alteration policy (M(mailops.mimecast.mimecast_address_alteration_policy)) names it.",
        "If several definitions of a set match, the most exact one wins. A whole address is more exact than a local "
        "part, and a local part is more exact than a domain.",
    ),
    notes=(
        "The API can neither rename nor delete a set, so there is no O(ignore:state). To empty a set, use "
        "O(definitions_mode=exact) and an empty list. Delete the set in the Administration Console.",
        "A definition cannot be changed. The task adds a new one and reads it back before it removes the old one. If "
        "the API refuses the new one because of the old one, the task removes old ones first, at most 50 at a time. "
        "At the first refusal it adds the removed ones again, and stops.",
        "Definitions outside a set, in the root folder, act on all mail. The module does not manage them.",
        "The API creates at most 3,000 definitions. Those made in the Administration Console do not count, but the "
        "API does not show which these are. If you have such definitions, override the safety check "
        "C(too_many_definitions). If there is no room for another definition, a definition cannot be changed, because "
        "the new one does not fit beside the old one. Then remove some first.",
    ),
    console=Console("Gateway | Policies | Definitions | Address Alterations", "New Address Alteration Set"),
    fields=(
        Text(
            "name",
            (
                "Name of the set. It identifies the set, so it cannot be changed. A new set is created at the top "
                "level. An existing set is found at any level.",
            ),
            console="Address Alteration Set",
            api="description",
            normalize=spelling.name,
            required=True,
            samples=("Merger", "Rebranding"),
        ),
        Records(
            "definitions",
            (
                "Definitions of the set. O(definitions_mode) sets what happens to definitions that you do not "
                "name. The original address, the type and the routing together identify a definition.",
            ),
            console="Address Alteration Definitions",
            owned=True,
            apart=True,
            item_key="original_address",
            beside_key=("address_type", "routing"),
            default=[],
            clear=[],
            samples=(
                [
                    {
                        "original_address": "jo@example.org",
                        "new_address": "jo@example.com",
                        "address_type": "envelope_to",
                        "routing": "inbound",
                    }
                ],
                [
                    {
                        "original_address": "@example.net",
                        "new_address": "@example.com",
                        "address_type": "all",
                        "routing": "inbound",
                    },
                    {
                        "original_address": "jo@example.org",
                        "new_address": "jo@example.com",
                        "address_type": "envelope_to",
                        "routing": "inbound",
                    },
                ],
            ),
            fields=(
                Text(
                    "original_address",
                    (
                        "Address to alter: a single address, V(@example.org) for a whole domain, or V(jo@*) for a "
                        "local part in any domain.",
                    ),
                    console="Original Address",
                    normalize=altered,
                    required=True,
                ),
                Text(
                    "new_address",
                    (
                        "New address, in one of the same forms. Its domain must be an internal domain of the "
                        "account. V(@example.com) keeps the local part.",
                    ),
                    console="New Address",
                    normalize=altered,
                    required=True,
                ),
                Choice(
                    "address_type",
                    ("Where in a message the address is altered.",),
                    console="Address Type",
                    choices=("all", "envelope_from", "envelope_to", "from", "reply_to", "to_cc_bcc", "sender"),
                    required=True,
                ),
                Choice(
                    "routing",
                    ("Direction of the mail whose addresses are altered.",),
                    console="Routing",
                    choices=("all", "inbound", "outbound"),
                    required=True,
                ),
            ),
        ),
    ),
    purgeable=False,
    guards=(Guard("alter_all_to_one", _all_to_one),),
    joint_guards=(JointGuard("too_many_definitions", _too_many),),
    inquiries=(
        Inquiry(
            "alter_to_outside",
            _new_domains,
            "internal_domains",
            _outside,
            "whether addresses are altered to internal domains alone could not be read",
        ),
    ),
    list=_operation(
        "getAddressAlterationSets",
        "get-address-alteration-set",
        identify="folderId",
        asks=(("depth", 1),),
        nested="folders",
    ),
    get=_operation("getAddressAlterationSets", "get-address-alteration-set", identify="folderId", asks=(("depth", 1),)),
    create=_operation("createAddressAlterationSet", "create-address-alteration-set", writes=True),
    members=Members(
        field="definitions",
        list=_operation("getAddressAlterationDefinitions", "get-definition", identify="folderId", rows=("items",)),
        add=_operation("createAddressAlterationDefinitions", "create-definition", identify="folderId", writes=True),
        remove=_operation("deleteAddressAlterationDefinition", "delete-definition", writes=True),
        batch=_BATCH,
        to_api=_to_api,
        from_api=_from_api,
        holder="addressAlterations",
        by_id=True,
        joined=_side_by_side,
    ),
)
