# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site file may ask for and has to be refused before anything is sent."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import old_name
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Wish, gateway_policies


@dataclass(frozen=True)
class _Folly:
    """An entry, and words that the refusal has to hold."""

    written: Entry
    words: str


_DIRECTORY_USER = "directory.user@example.com"
_KNOWN: Mapping[str, tuple[_Folly, ...]] = {
    "sender_group": (
        _Folly({"name": "Twin", "members": ["x.example"]}, "'Twin'"),
        _Folly({"name": "Domain Users", "members": ["x.example"]}, "from a directory"),
        _Folly({"name": "Blocked Senders", "state": "absent"}, "built in"),
        _Folly({"name": "Lost", "parent": "Nowhere"}, "'Nowhere'"),
    ),
    "delivery_route": (
        _Folly({"name": "Twin route", "port": 26}, "'Twin route'"),
        _Folly({"name": "Lost", "hostname": "a.example.net", "alternate_route": "Twin route"}, "'Twin route'"),
        _Folly({"name": "Lost", "port": 26}, "hostname: is required"),
    ),
    "delivery_route_policy": (_Folly({"name": old_name("delivery_route_policy"), "route": "Nowhere"}, "'Nowhere'"),),
    "ip_permit": (
        _Folly({"name": "Old by group", "override": True}, "permit every sender"),
        _Folly({"name": "Wide", "source_ips": ["0.0.0.0/0"]}, "whole internet"),
    ),
    "blocked_sender_policy": (_Folly({"name": "Default Blocked Senders Policy", "state": "absent"}, "built in"),),
    "user": (_Folly({"email": _DIRECTORY_USER, "disabled": True}, "synchronises"),),
    "role_member": (
        _Folly({"role": "Full Administrator", "members": ["boss@example.com"]}, "protected_role"),
        _Folly({"role": "No such role", "members": ["boss@example.com"]}, "'No such role'"),
    ),
    "dkim_definition": (
        _Folly({"name": old_name("dkim_definition"), "domain": "elsewhere.example"}, "replace_dkim_key"),
    ),
    "managed_url": (
        _Folly({"url": "https://co.uk", "action": "permit", "match_type": "domain"}, "permit_public_suffix"),
        _Folly({"url": "https://example.com", "action": "block", "match_type": "domain"}, "block_own_domain"),
    ),
    "address_alteration_set": (
        _Folly(
            {
                "name": "Lost",
                "definitions": [
                    {
                        "original_address": "@example.org",
                        "new_address": "jo@example.com",
                        "address_type": "all",
                        "routing": "all",
                    }
                ],
            },
            "every address of a domain into one",
        ),
    ),
    "web_security_url_policy": (
        _Folly(
            {
                **samples.first_entry(MANAGED["web_security_url_policy"]),
                "name": "Lost",
                "urls": [{"value": "github.io", "type": "domain", "action": "allow"}],
            },
            "where anybody can have pages",
        ),
    ),
    "internal_domain": (
        _Folly({"domain": "elsewhere.example", "inbound_type": "ldap"}, "there is no internal domain"),
    ),
    "outbound_ip": (
        _Folly({"addresses": ["10.0.0.1"]}, "not an address of the internet"),
        _Folly({"addresses": ["192.0.2.0/24"]}, "is more than one address"),
    ),
    "emergency_contact": (
        _Folly({"alternate_emails": [f"a{number}@example.org" for number in range(5)]}, "at most 4 are possible"),
    ),
    "attachment_set": (
        _Folly({"name": "Default Attachment Set", "state": "absent"}, "built in"),
        _Folly({"name": "Lost", "folder": "A", "notify": {"group": "Twin"}}, "'Twin'"),
    ),
}


def unwise(chance: random.Random, resource: str) -> Wish:
    """Return a wish of one type that has to be refused."""
    folly = chance.choice([*_KNOWN.get(resource, ()), *_of_a_policy(resource)])
    name = MANAGED[resource].key_of(folly.written)
    state = "absent" if folly.written.get("state") == "absent" else "present"
    return Wish(resource, name, folly.written, {}, state=state, unwise=folly.words)


def _of_a_policy(resource: str) -> list[_Folly]:
    """Return what is unwise in every gateway policy: to speak of a group that is not there."""
    if resource not in gateway_policies():
        return []
    nowhere = {"type": "profile_group", "group": "Nowhere"}
    entry = {**samples.first_entry(MANAGED[resource]), "name": "Lost", "applies_to": nowhere}
    return [_Folly(entry, "'Nowhere'")]
