# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains whose MX records are looked after, and the calls that tell what the account expects (CONTRACT 3.8, 3.10).

Nothing of the account changes, so the resource has no operations of its own.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text

GATEWAY_DETAILS = Operation(
    "getGatewayDetails",
    "GET",
    "/email/cloud-gateway/v1/gateway-details",
    products=("cloudgateway", "emailsecurityonboarding"),
    permission="Account | Settings | Read",
)
INTERNAL_DOMAINS = Operation(
    "listInternalDomains",
    "GET",
    "/domain/cloud-gateway/v1/internal-domains",
    rows=("domains",),
    paged=True,
    products=("domainmanagement", "emailsecurityonboarding"),
    permission="Directories | Internal | Read",
)
VERIFY = Operation(
    "verifyInternalDomains",
    "POST",
    "/domain/cloud-gateway/v1/internal-domains/verify",
    products=("domainmanagement", "emailsecurityonboarding"),
    permission="Gateway | Policies | Read",
)

MX = Resource(
    name="mx",
    plural="mx",
    role="mx",
    title="MX domain",
    summary="Compare MX records",
    key="domain",
    doc=("A domain whose MX records are compared with those that the account expects.",),
    console=Console(
        "Directories | Internal Directories", "", "You publish MX records at the DNS provider of the domain."
    ),
    purgeable=False,
    fields=(
        Text(
            "domain",
            ("Domain that receives mail.",),
            normalize=spelling.domain,
            required=True,
            samples=("example.com", "example.org"),
        ),
    ),
)
