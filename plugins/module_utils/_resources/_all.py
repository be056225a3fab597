# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every resource, in the order in which they are applied: an object comes before the objects that refer to it."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.address_alteration_policy import (
    ADDRESS_ALTERATION_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.address_alteration_set import (
    ADDRESS_ALTERATION_SET,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.anti_spoofing_bypass_policy import (
    ANTI_SPOOFING_BYPASS_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.anti_spoofing_policy import (
    ANTI_SPOOFING_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.attachment_set import ATTACHMENT_SET
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.blocked_sender_policy import (
    BLOCKED_SENDER_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.delivery_route import DELIVERY_ROUTE
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.delivery_route_policy import (
    DELIVERY_ROUTE_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.dkim_definition import DKIM_DEFINITION
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.dkim_policy import DKIM_POLICY
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.emergency_contact import EMERGENCY_CONTACT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.greylisting_policy import GREYLISTING_POLICY
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.internal_domain import INTERNAL_DOMAIN
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.ip_permit import IP_PERMIT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.managed_url import MANAGED_URL
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.mx import MX
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.outbound_ip import OUTBOUND_IP
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.pending_domain import PENDING_DOMAIN
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.role_member import ROLE_MEMBER
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.sender_group import SENDER_GROUP
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.trusted_source import TRUSTED_SOURCE
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.user import USER
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.web_security_url_policy import (
    WEB_SECURITY_URL_POLICY,
)

RESOURCES: dict[str, Resource] = {
    resource.name: resource
    for resource in (
        SENDER_GROUP,
        DELIVERY_ROUTE,
        DELIVERY_ROUTE_POLICY,
        DKIM_DEFINITION,
        DKIM_POLICY,
        IP_PERMIT,
        BLOCKED_SENDER_POLICY,
        ANTI_SPOOFING_POLICY,
        ANTI_SPOOFING_BYPASS_POLICY,
        GREYLISTING_POLICY,
        ADDRESS_ALTERATION_SET,
        ADDRESS_ALTERATION_POLICY,
        MANAGED_URL,
        WEB_SECURITY_URL_POLICY,
        USER,
        ROLE_MEMBER,
        ATTACHMENT_SET,
        TRUSTED_SOURCE,
        PENDING_DOMAIN,
        INTERNAL_DOMAIN,
        OUTBOUND_IP,
        EMERGENCY_CONTACT,
        MX,
    )
}
MANAGED: dict[str, Resource] = {name: resource for name, resource in RESOURCES.items() if resource.managed}
"""Those of which the API can read what there is: each has a module of its own."""
BY_HAND: dict[str, Resource] = composites.by_hand(RESOURCES)
"""Those that entries of other types stand for, and that only a person can keep."""
NAMED: dict[str, Resource] = {**RESOURCES, **BY_HAND}
"""Those that a result may name."""


def title_of(name: str) -> str:
    """Return a type of a result in the words of the console; a type that is not known, by its own name."""
    return NAMED[name].title if name in NAMED else name.replace("_", " ")
