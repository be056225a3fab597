# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account consists of: the tables, what a row gets when a member is left out, and which rows refer to which.

May not know about secure ids, HTTP or the API's spelling of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from .rows import Row


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a row that holds the key of a row of another table; in each item of a list where one is on the way."""

    table: str
    path: tuple[str, ...]

    def of(self, row: Row) -> list[str]:
        """The keys that ``row`` holds there."""
        values: list[Any] = [row]
        for part in self.path:
            found = [value.get(part) for value in values if isinstance(value, dict)]
            values = [item for value in found for item in (value if isinstance(value, list) else [value])]
        return [value for value in values if isinstance(value, str)]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``named_by`` is the member that a person would call the row by; ``title`` is used in audit events."""

    name: str
    title: str
    named_by: str
    audit_noun: str
    audit_category: str
    defaults: Callable[[], Row]
    references: tuple[Reference, ...] = ()
    key_is_name: bool = False
    hidden: tuple[str, ...] = ()

    def completed(self, row: Row) -> Row:
        """The row with what it gets for members that are left out."""
        return {**row, **{name: value for name, value in self.defaults().items() if name not in row}}


NO_SECRET: Mapping[str, Any] = {"passwordSet": False, "passwordChanges": 0}
"""What is kept of a password or key: whether there is one, and how often one was sent."""

POLICY_REFERENCES = (Reference("groups", ("from", "group")), Reference("groups", ("to", "group")))


def policy_defaults(compared: str) -> Row:
    """The defaults of a policy: CONTRACT quirk 17 (POSTMAN, VELTRIX, TF: documented)."""
    return {
        "fromPart": compared,
        "from": {"type": "everyone"},
        "to": {"type": "everyone"},
        "enabled": True,
        "enforced": False,
        "override": False,
        "bidirectional": False,
        "sourceIPs": [],
    }


def _policy(name: str, title: str, *references: Reference, compared: str = "envelope_from") -> Table:
    defaults = partial(policy_defaults, compared)
    return Table(name, title, "description", "Policy", "policy_logs", defaults, (*POLICY_REFERENCES, *references))


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "delivery_routes",
            "Delivery Route Definition",
            "description",
            "Definition",
            "policy_logs",
            lambda: {"port": 25, "passwordSet": False, "passwordChanges": 0},
            (Reference("delivery_routes", ("alternateRoute",)),),
            hidden=("passwordSet", "passwordChanges"),
        ),
        _policy("delivery_route_policies", "Delivery Route Policy", Reference("delivery_routes", ("route",))),
        Table(
            "dkim_definitions",
            "DNS Authentication Outbound Definition",
            "description",
            "Definition",
            "policy_logs",
            lambda: {
                "selector": "mimecast20260101",
                "signDkim": False,
                "keyLength": 2048,
                "publicKey": "v=DKIM1; k=rsa; p=TUlNRUNBU1Q=",
                "validated": False,
            },
        ),
        _policy("dkim_policies", "DNS Authentication Outbound Policy", Reference("dkim_definitions", ("dkim",))),
        _policy("permitted_sender_policies", "Permitted Senders Policy"),
        _policy("blocked_sender_policies", "Blocked Senders Policy"),
        _policy("anti_spoofing_policies", "Anti-Spoofing Policy"),
        _policy("anti_spoofing_bypass_policies", "Anti-Spoofing Bypass Policy", compared="both"),
        _policy("greylisting_policies", "Greylisting Policy"),
        Table(
            "address_alteration_sets",
            "Address Alteration Set",
            "description",
            "Definition",
            "policy_logs",
            lambda: {"source": "cloud", "parent": None, "definitions": {}, "made": 0},
            (Reference("address_alteration_sets", ("parent",)),),
            hidden=("definitions", "made"),
        ),
        _policy(
            "address_alteration_policies", "Address Alteration Policy", Reference("address_alteration_sets", ("set",))
        ),
        Table(
            "web_security_url_policies",
            "Web Security URL Policy",
            "description",
            "Policy",
            "policy_logs",
            lambda: {"targets": [], "urls": []},
            (Reference("groups", ("targets", "from", "group")), Reference("groups", ("targets", "to", "group"))),
        ),
        Table(
            "groups",
            "Profile Group",
            "description",
            "Group",
            "profile_group_logs",
            lambda: {"source": "cloud", "parent": None},
            (Reference("groups", ("parent",)),),
            hidden=("members",),
        ),
        Table(
            "managed_urls",
            "Managed URL",
            "url",
            "Managed URL",
            "policy_logs",
            lambda: {
                "matchType": "explicit",
                "comment": "",
                "disableLogClick": False,
                "disableRewrite": False,
                "disableUserAwareness": False,
            },
        ),
        Table("roles", "Role", "roleName", "Role", "user_account_and_role_logs", dict, key_is_name=True),
        Table(
            "users",
            "User",
            "emailAddress",
            "User",
            "user_account_and_role_logs",
            lambda: {
                "disabled": False,
                "source": "cloud",
                "addressType": "created_manually",
                "role": None,
                "passwordSet": False,
                "passwordChanges": 0,
            },
            (Reference("roles", ("role",)), Reference("users", ("aliasFor",))),
            key_is_name=True,
            hidden=("passwordSet", "passwordChanges"),
        ),
        Table(
            "attachment_sets",
            "Attachment Set",
            "description",
            "Definition",
            "policy_logs",
            lambda: {
                "defaultAction": "block",
                "blockDangerousFileTypes": False,
                "imageHoldProbability": None,
                "encryptedArchives": "allow",
                "unreadableArchives": "allow",
                "contentTypes": [],
                "notifyGroup": None,
                "notifySender": False,
                "notifyRecipient": False,
            },
            (Reference("groups", ("notifyGroup",)),),
        ),
        Table(
            "internal_domains",
            "Internal Domain",
            "domain",
            "Domain",
            "account_logs",
            lambda: {"local": True, "sendOnly": False, "inboundType": "known"},
            key_is_name=True,
        ),
        Table(
            "pending_domains",
            "Pending Domain",
            "domain",
            "Domain",
            "account_logs",
            lambda: {"local": True, "sendOnly": False, "inboundType": "known", "token": "", "published": False},
            key_is_name=True,
            hidden=("token", "published"),
        ),
        Table("outbound_ips", "Authorized Outbound", "address", "Address", "account_logs", dict, key_is_name=True),
        Table("emergency_contact", "Emergency Contact", "contactName", "Contact", "account_logs", dict),
        Table("managed_senders", "Managed Sender", "sender", "Managed Sender", "account_logs", dict),
        Table("external_domains", "External Domain", "domain", "Domain", "account_logs", dict, key_is_name=True),
        Table(
            "user_delegates",
            "Delegate User",
            "delegate",
            "User",
            "user_account_and_role_logs",
            dict,
            (Reference("users", ("primary",)), Reference("users", ("delegate",))),
        ),
        Table(
            "journaling_services",
            "Journaling Service",
            "description",
            "Service",
            "account_logs",
            lambda: {
                "messageFormat": "exchange_env",
                "removeJournalHeaders": False,
                "journalNonInternalAddresses": False,
                "journalUnknownInternalAddresses": False,
                **NO_SECRET,
            },
            hidden=(*NO_SECRET,),
        ),
        Table(
            "directory_integrations",
            "Directory Synchronization",
            "description",
            "Connection",
            "account_logs",
            lambda: {"acknowledgeDisabledAccounts": False, "deleteUsers": False, "maxUnlink": "10", **NO_SECRET},
            hidden=(*NO_SECRET,),
        ),
        Table("cloud_integrated_policies", "Cloud Integrated Policy", "name", "Policy", "policy_logs", dict),
        Table(
            "threat_subscriptions",
            "Threat Subscription",
            "resourceType",
            "Subscription",
            "account_logs",
            dict,
            hidden=("secret",),
        ),
        Table("threat_batches", "Hash Batch", "operationType", "Batch", "account_logs", dict),
        Table(
            "dmarc_domains",
            "DMARC Domain",
            "domain",
            "Domain",
            "account_logs",
            lambda: {"activityStatus": "active"},
        ),
        Table(
            "dmarc_domain_groups",
            "DMARC Domain Group",
            "name",
            "Group",
            "account_logs",
            dict,
            (Reference("dmarc_domains", ("includedDomains",)),),
        ),
        Table(
            "dmarc_policy_presets",
            "DMARC Policy Preset",
            "name",
            "Policy",
            "account_logs",
            lambda: {"isDefaultPolicy": False},
        ),
        Table(
            "dmarc_notifications",
            "DMARC Notification",
            "type",
            "Notification",
            "account_logs",
            dict,
            (Reference("dmarc_domains", ("domains",)), Reference("dmarc_domain_groups", ("groups",))),
        ),
        Table(
            "dmarc_users",
            "DMARC User",
            "userEmail",
            "User",
            "account_logs",
            dict,
            (Reference("dmarc_domain_groups", ("allowedGroups",)),),
        ),
        Table("dmarc_vendors", "DMARC Vendor", "name", "Vendor", "account_logs", dict),
    )
}


def referring(tables: Mapping[str, Mapping[str, Row]], table: str, key: str) -> Iterator[tuple[str, str]]:
    """The (table, key) of every row that refers to the row ``key`` of ``table``."""
    for other in TABLES.values():
        for reference in other.references:
            if reference.table == table:
                for other_key, row in tables[other.name].items():
                    if key in reference.of(row):
                        yield other.name, other_key
