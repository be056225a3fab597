# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a new account holds. Written in the form of the state file.

May not know about the API.
"""

from __future__ import annotations

from typing import Any

SINCE = "2026-01-05T09:00:00Z"
ROLES = (
    "Super Administrator",
    "Partner Administrator",
    "Full Administrator",
    "Basic Administrator",
    "Help Desk Administrator",
    "Gateway Administrator",
    "Discovery Officer",
)
DANGEROUS_TYPES = ("exe", "js", "scr", "vbs")


def fresh_tables(account: str) -> dict[str, Any]:
    """The tables of a fresh account."""
    return {
        "delivery_routes": {},
        "delivery_route_policies": {},
        "dkim_definitions": {},
        "dkim_policies": {},
        "managed_urls": {},
        "permitted_sender_policies": {
            "default-permitted-senders-policy": _group_policy(
                "Default Permitted Senders Policy", "permit_sender", "permitted-senders"
            )
        },
        "blocked_sender_policies": {
            "default-blocked-senders-policy": _group_policy(
                "Default Blocked Senders Policy", "block_sender", "blocked-senders"
            )
        },
        "anti_spoofing_policies": {},
        "anti_spoofing_bypass_policies": {},
        "greylisting_policies": {},
        "address_alteration_sets": {},
        "address_alteration_policies": {},
        "web_security_url_policies": {},
        "groups": _groups(),
        "roles": {name: {} for name in ROLES},
        "users": {
            "admin@example.com": _user("Administrator", role="Super Administrator"),
            "postmaster@example.com": _user("Postmaster"),
            "directory.user@example.com": _user("Directory User", source="ldap", addressType="created_by_ldap_sync"),
        },
        "attachment_sets": {"default-attachment-set": _default_attachment_set()},
        "internal_domains": {"example.com": {}, "example.org": {}, "example.net": {}},
        "pending_domains": {},
        "outbound_ips": {},
        "emergency_contact": {},
        "managed_senders": {},
        "external_domains": {},
        "user_delegates": {},
        "journaling_services": {},
        "directory_integrations": {},
        "cloud_integrated_policies": {"7001": _default_cloud_policy()},
        "threat_subscriptions": {},
        "threat_batches": {},
        "dmarc_domains": {},
        "dmarc_domain_groups": {},
        "dmarc_policy_presets": {},
        "dmarc_notifications": {},
        "dmarc_users": {},
        "dmarc_vendors": {},
        "dns": {},
        "gateway": _gateway(account),
        "audit": [],
        "purge_list": [],
        "snapshots": {},
        "mail_log": {},
    }


def _groups() -> dict[str, Any]:
    """The groups of a fresh account. The spelling of the two built-in ones is observed (R7)."""
    return {
        "blocked-senders": {"description": "Blocked Senders"},
        "permitted-senders": {"description": "Permitted senders"},
        "it-helpdesk": {"description": "IT Helpdesk"},
        "domain-users": {
            "description": "Domain Users",
            "source": "ldap",
            "members": [{"emailAddress": "directory.user@example.com", "type": "created_by_ldap_sync"}],
        },
    }


def _default_attachment_set() -> dict[str, Any]:
    return {
        "description": "Default Attachment Set",
        "folder": "Default",
        "defaultAction": "allow",
        "blockDangerousFileTypes": True,
        "contentTypes": [{"type": name, "action": "block"} for name in DANGEROUS_TYPES],
    }


def _default_cloud_policy() -> dict[str, Any]:
    """The policy that always exists; its values are made up."""
    return {
        "name": "Default Policy",
        "isDefault": True,
        "protectionMode": "MONITOR_ONLY",
        "targets": {"senders": {"route": "ALL"}, "recipients": {"route": "ALL"}, "addressMatch": "BOTH"},
    }


def _gateway(account: str) -> dict[str, Any]:
    return {
        "accountCode": "CUK" + account.upper()[:20],
        "accountName": f"Account {account}",
        "region": "eu",
        "protectionMode": "gateway",
        "status": "active",
        "outboundEnabled": True,
        "outboundHostnames": ["eu-smtp-outbound-2.mimecast.com", "eu-smtp-outbound-1.mimecast.com"],
        "inboundMxRecords": {"hostname": "eu-smtp-inbound-1.mimecast.com", "priority": 10},
        "spf": "v=spf1 include:eu._netblocks.mimecast.com ~all",
    }


def _group_policy(name: str, option: str, group: str) -> dict[str, Any]:
    return {
        "description": name,
        "option": option,
        "from": {"type": "profile_group", "group": group},
        "to": {"type": "everyone"},
    }


def _user(name: str, **members: str) -> dict[str, Any]:
    return {"name": name, "createdDateTime": SINCE, "updatedDateTime": SINCE, **members}
