# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that let a sender past one check, and that no API reaches: a person keeps them (REFERENCE section 8.1).

Their menus and options are those that Mimecast's pages name (documented); nothing of them can be read.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.ip_permit import IP_PERMIT

_SHARED = ("applies_from", "applies_to", "enabled", "override", "valid_until", "source_ips")
"""Settings that they have in common with a Permitted Senders policy."""


def _bypass(name: str, title: str, menu: str, setting: Text, note: str = "") -> Resource:
    """Return one type of policy.

    Args:
        menu: what stands below Gateway | Policies. setting: what says which check is passed over. note: one more step.
    """
    return Resource(
        name=name,
        plural=f"{name[:-1]}ies" if name.endswith("y") else f"{name}s",
        role="trusted_source",
        title=title,
        summary=f"{title} of a trusted source",
        key="name",
        doc=(f"A policy of the type {menu}.",),
        fields=(IP_PERMIT.key_field, setting, *(IP_PERMIT.field(shared) for shared in _SHARED)),
        console=Console(f"Gateway | Policies | {menu}", "New Policy", note),
        support="console",
        purgeable=False,
    )


def _option(console: str) -> Text:
    return Text("option", ("What the policy does.",), console=console)


BYPASSES: dict[str, tuple[Resource, str]] = {
    "impersonation_protection": (
        _bypass(
            "impersonation_protection_bypass_policy",
            "impersonation protection bypass policy",
            "Impersonation Protection Bypass",
            _option("the definition to bypass"),
            "Create one such policy for each Impersonation Protection definition that is in use.",
        ),
        "an Impersonation Protection definition that is in use",
    ),
    "url_protection": (
        _bypass(
            "url_protection_bypass_policy",
            "URL protection bypass policy",
            "URL Protection Bypass",
            _option("Select Option"),
        ),
        "Disable URL Protection",
    ),
    "attachment_protection": (
        _bypass(
            "attachment_protection_bypass_policy",
            "attachment protection bypass policy",
            "Attachment Protection Bypass",
            _option("Select Option"),
        ),
        "Disable Attachment Protection",
    ),
    "attachment_management": (
        _bypass(
            "attachment_management_bypass_policy",
            "attachment management bypass policy",
            "Attachment Management Bypass",
            _option("Select Option"),
        ),
        "Disable Attachment Management",
    ),
    "dns_authentication": (
        _bypass(
            "inbound_dns_authentication_policy",
            "inbound DNS authentication policy",
            "DNS Authentication - Inbound",
            _option("the definition"),
            "If there is no such definition, create it first.",
        ),
        "a definition that takes no action",
    ),
}
"""Word for the check -> the type of the policy, and the option to choose in it."""
