# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every resource there is, in the order in which they are applied: what is referred to comes first."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.address_alteration_policy import (
    ADDRESS_ALTERATION_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.address_alteration_set import (
    ADDRESS_ALTERATION_SET,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.attachment_set import ATTACHMENT_SET
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.delivery_route import DELIVERY_ROUTE
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.delivery_route_policy import (
    DELIVERY_ROUTE_POLICY,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.ip_permit import IP_PERMIT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.mx import MX
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.role_member import ROLE_MEMBER
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.sender_group import SENDER_GROUP
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
        IP_PERMIT,
        ADDRESS_ALTERATION_SET,
        ADDRESS_ALTERATION_POLICY,
        WEB_SECURITY_URL_POLICY,
        USER,
        ROLE_MEMBER,
        ATTACHMENT_SET,
        MX,
    )
}
MANAGED: dict[str, Resource] = {name: resource for name, resource in RESOURCES.items() if resource.list}
"""Those that the API can list: each has a module of its own."""
