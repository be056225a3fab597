# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The handlers of all operations, by operation id."""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Handler
from . import (
    about,
    account_settings,
    address_alteration,
    aliases,
    attachments,
    audit,
    cloud_integrated,
    delegates,
    delivery_routes,
    directory_integrations,
    dkim,
    dmarc,
    domains,
    external_domains,
    groups,
    held_messages,
    journaling,
    legacy_gateway_policies,
    managed_senders,
    managed_urls,
    message_tracking,
    pending_domains,
    policies,
    roles,
    snapshots,
    threat_batches,
    threat_subscriptions,
    users,
    web_urls,
)

HANDLERS: Mapping[str, Handler] = {
    **policies.HANDLERS,
    **address_alteration.HANDLERS,
    **web_urls.HANDLERS,
    **delivery_routes.HANDLERS,
    **dkim.HANDLERS,
    **managed_urls.HANDLERS,
    **attachments.HANDLERS,
    **groups.HANDLERS,
    **users.HANDLERS,
    **roles.HANDLERS,
    **domains.HANDLERS,
    **about.HANDLERS,
    **account_settings.HANDLERS,
    **managed_senders.HANDLERS,
    **pending_domains.HANDLERS,
    **audit.HANDLERS,
    **snapshots.HANDLERS,
    **message_tracking.HANDLERS,
    **held_messages.HANDLERS,
    **legacy_gateway_policies.HANDLERS,
    **aliases.HANDLERS,
    **delegates.HANDLERS,
    **external_domains.HANDLERS,
    **journaling.HANDLERS,
    **directory_integrations.HANDLERS,
    **cloud_integrated.HANDLERS,
    **threat_subscriptions.HANDLERS,
    **threat_batches.HANDLERS,
    **dmarc.HANDLERS,
}
