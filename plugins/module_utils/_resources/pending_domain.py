# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains that are registered and not proved yet: a TXT record with a token makes them internal (CONTRACT 3.8).

What a request to register or to verify holds is inferred: no source shows it.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text

_PATH = "/domain/cloud-gateway/v1/pending-domains"
_PRODUCTS = ("domainmanagement", "emailsecurityonboarding")
_PERMISSION = "Directories | Internal | Register New Domain"

LIST = Operation(
    "listPendingDomains",
    "GET",
    _PATH,
    rows=("domains",),
    paged=True,
    products=_PRODUCTS,
    permission=_PERMISSION,
)
CREATE = Operation(
    "createPendingDomain",
    "POST",
    _PATH,
    writes=True,
    products=_PRODUCTS,
    permission=_PERMISSION,
    confidence="inferred",
)
EXTEND = Operation(
    "generatePendingDomainTokens",
    "POST",
    f"{_PATH}/generate-token",
    writes=True,
    products=("domainmanagement",),
    permission=_PERMISSION,
)
VERIFY = Operation(
    "verifyPendingDomains",
    "POST",
    f"{_PATH}/verify",
    writes=True,
    products=_PRODUCTS,
    permission=_PERMISSION,
    confidence="inferred",
)
DELETE = Operation(
    "deletePendingDomain",
    "DELETE",
    _PATH + "/{id}",
    writes=True,
    products=_PRODUCTS,
    permission=_PERMISSION,
)

PENDING_DOMAIN = Resource(
    name="pending_domain",
    plural="pending_domains",
    role="domain_registration",
    title="pending domain",
    summary="Register domains and prove that you own them",
    key="domain",
    doc=(
        "First you register a new domain of the account, and Mimecast gives you a token. Publish the token in a TXT "
        "record in the DNS of the domain. The token is valid for at most 30 days. When Mimecast has seen it, the "
        "domain becomes internal. A sub-domain of one of your domains becomes internal at once.",
        "This takes several runs, and each continues where the last one ended. An internal domain is in sync. For "
        "a pending domain, the result has the record to publish. An expired token is extended.",
        "It is inferred what the requests to register and to verify a domain contain, and that the TXT record is at "
        "the domain itself. No public source shows this.",
    ),
    notes=(
        "Name a domain in C(internal_domains) only when it is internal: a file that names it there before is refused.",
        "For a new internal domain, Mimecast creates an anti-spoofing policy. The policy stays when the domain is "
        "deleted.",
    ),
    console=Console("Directories | Internal Directories", "Register New Domain"),
    purgeable=False,
    fields=(
        Text(
            "domain",
            ("Name of the domain.",),
            console="Domain Name",
            api="domain",
            normalize=spelling.domain,
            required=True,
            samples=("new.example", "other.example"),
        ),
    ),
    create=CREATE,
    delete=DELETE,
)
