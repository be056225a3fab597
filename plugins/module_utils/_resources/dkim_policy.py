# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DKIM policies: which outbound mail is signed with which key (CONTRACT 3.2, family dns-authentication-outbound)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy

_FAMILY = gateway_policy.Family("dns-authentication-outbound")

DKIM_POLICY = Resource(
    name="dkim_policy",
    plural="dkim_policies",
    role="outbound_authentication",
    title="DKIM policy",
    summary="Manage which outbound mail is signed with which key",
    doc=(
        "A DKIM policy sets which key (M(mailops.mimecast.mimecast_dkim_definition)) signs which mail. Mail that "
        "matches no policy is not signed.",
        "Publish the DNS record of the definition before a policy uses it. Until receivers find the record, the "
        "signature has no value.",
    ),
    console=Console("Gateway | Policies | DNS Authentication - Outbound", "New Policy"),
    fields=_FAMILY.fields(
        Text(
            "definition",
            ("Name of the DKIM definition that signs the mail.",),
            console="DNS Authentication - Outbound Definition",
            api="definitionId",
            normalize=spelling.name,
            required=True,
            reference="dkim_definition",
        ),
    ),
    **_FAMILY.shared(),
)
