# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address alteration policies: whose mail a set of alterations is for (CONTRACT 3.5)."""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    FullUpdate,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import (
    legacy_policy,
    scopes,
    validity,
)

_SET = "addressAlterationSetId"
_POLICY = legacy_policy.PLACE


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


def _whole(row: Row, sent: Entry) -> Entry:
    """Return the whole of a policy, with what changes in its place."""
    row = legacy_policy.without_nulls(row)
    policy = row.get(_POLICY) or {}
    body = {**row, **sent, _POLICY: legacy_policy.changed(policy, sent.get(_POLICY) or {})}
    return {name: value for name, value in body.items() if name != "id"}


def _unspoken(row: Row) -> Entry:
    found = {f"{_POLICY}.{name}": value for name, value in legacy_policy.unspoken(row.get(_POLICY) or {}).items()}
    others = legacy_policy.without_nulls(row)
    return {**found, **{name: value for name, value in others.items() if name not in ("id", _SET, _POLICY)}}


ADDRESS_ALTERATION_POLICY = Resource(
    name="address_alteration_policy",
    plural="address_alteration_policies",
    role="address_alteration",
    title="address alteration policy",
    summary="Manage address alteration policies",
    key="name",
    doc=(
        "An address alteration set (M(mailops.mimecast.mimecast_address_alteration_set)) does nothing without a "
        "policy. The policy sets which mail the set changes.",
    ),
    notes=(
        "The API replaces a policy as a whole. Right before it writes, the task reads the policy. It sends back the "
        "settings that you do not name as it read them, including the comment, and warns if they differ afterwards. If "
        "somebody changes the policy between that read and the write, their change is lost. The "
        "API has no way to prevent this.",
        "A change applies from the next message that Mimecast handles. Mail that it has already handled stays as "
        "it is.",
    ),
    console=Console("Gateway | Policies | Address Alteration", "New Policy"),
    fields=tuple(
        field if field.name == "alteration_set" else legacy_policy.placed(field)
        for field in legacy_policy.FAMILY.fields(
            Text(
                "alteration_set",
                ("Name of the address alteration set to apply.",),
                console="Address Alteration Set",
                api=_SET,
                normalize=spelling.name,
                required=True,
                reference="address_alteration_set",
            )
        )
    ),
    check=validity.check_dates,
    guards=(scopes.GUARD, validity.GUARD),
    list=_operation("getAddressAlterationPolicies", "get-policy"),
    get=_operation("getAddressAlterationPolicies", "get-policy"),
    create=_operation("createAddressAlterationPolicy", "create-policy", writes=True),
    update=_operation("updateAddressAlterationPolicy", "update-policy", writes=True),
    delete=_operation("deleteAddressAlterationPolicies", "delete-policy", writes=True),
    full_update=FullUpdate(_whole, _unspoken),
)
