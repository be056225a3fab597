# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the account of a scenario as it is at the start, as tables of the emulator."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import (
    ALTERED,
    BECOMING,
    NETWORKS,
    PEOPLE,
    PLACES,
    ROLES,
    SENDERS,
    TABLES,
    called,
    names_of,
    old_name,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.standing import (
    VENDORS,
    is_stood_for,
    links_of,
    name_of,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import (
    compared_by,
    own_fields,
    own_member,
    sent_values,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Tables, gateway_policies

OUTBOUND = ("192.0.2.10", "198.51.100.7", "203.0.113.80")


def account(chance: random.Random) -> Tables:
    """Return the tables of a random account, with twins, objects of a directory, and what a purge is to find."""
    groups = _groups(chance)
    routes = _routes(chance)
    tables: Tables = {
        "groups": groups,
        "delivery_routes": routes,
        "users": _people(chance),
        "attachment_sets": _sets(chance, [key for key in groups if key != "old-list"]),
        "managed_urls": _urls(chance),
        "dkim_definitions": _keys(chance),
        "internal_domains": _domains(chance),
        "outbound_ips": {address: {} for address in OUTBOUND if chance.random() < 0.5},
        "emergency_contact": _contact(chance),
    }
    alterations = tables["address_alteration_sets"] = _alterations(chance)
    targets = {
        "sender_group": list(groups)[:4],
        "delivery_route": [key for key in routes if key != "old-route"],
        "dkim_definition": [key for key in tables["dkim_definitions"] if key != "old"],
        "address_alteration_set": list(alterations),
    }
    tables["web_security_url_policies"] = _web_policies(chance, targets["sender_group"])
    for resource in gateway_policies():
        tables[TABLES[resource]] = _policies(chance, resource, targets)
    return tables


def names_at_start(tables: Tables, resource: str) -> Counter[str]:
    """Return how many objects of one type have each name."""
    if resource == "role_member":
        return Counter(ROLES)
    rows = tables[TABLES[resource]]
    if resource == "outbound_ip":
        return Counter(names_of(resource))  # a list that is empty is there too
    return Counter(called(resource, key, row) for key, row in rows.items())


def _groups(chance: random.Random) -> Tables:
    groups: Tables = {
        "blocked-senders": {"description": "Blocked Senders", "members": _members(chance, 12)},
        "permitted-senders": {"description": "Permitted senders", "members": _members(chance, 5)},
        "it-helpdesk": {"description": "IT Helpdesk", "members": _members(chance, 3)},
        "domain-users": {
            "description": "Domain Users",
            "source": "ldap",
            "members": [{"emailAddress": "directory.user@example.com", "type": "created_by_ldap_sync"}],
        },
        "old-list": {"description": old_name("sender_group"), "members": _members(chance, 3)},
        "twin": {"description": "Twin"},
        "twin-2": {"description": "Twin", "members": _members(chance, 2)},
    }
    for name in names_of("sender_group")[3:]:
        if chance.random() < 0.5:
            earlier = [key for key in ("it-helpdesk", "vendors") if key in groups]
            row = {"description": name, "members": _members(chance, 4)}
            groups[f"{name.lower()}{'-small' if name == 'vip' else ''}"] = row
            if chance.random() < 0.3:
                row["parent"] = chance.choice(earlier)
    return groups


def _members(chance: random.Random, most: int) -> list[Entry]:
    found = chance.sample(SENDERS, chance.randint(0, most))
    rows: list[Entry] = [{"emailAddress": name} if "@" in name else {"domain": name} for name in found]
    return [{**row, "note": "CHG-1"} if chance.random() < 0.3 else row for row in rows]


def _routes(chance: random.Random) -> Tables:
    routes: Tables = {
        "old-route": {"description": old_name("delivery_route"), "hostname": "mail.example.net"},
        "twin": {"description": "Twin route", "hostname": "a.example.net"},
        "twin-2": {"description": "Twin route", "hostname": "b.example.net", "port": 587},
    }
    for number, name in enumerate(names_of("delivery_route")):
        if chance.random() < 0.6:
            key = f"route-{number}"
            routes[key] = {"description": name, "hostname": "mail.example.net", "port": chance.choice([25, 2525])}
            if number and "route-0" in routes and chance.random() < 0.3:
                routes[key]["alternateRoute"] = "route-0"
            if chance.random() < 0.3:
                login = {"authMechanisms": ["LOGIN", "PLAIN"], "username": "relay", "domain": "example.net"}
                routes[key] |= {"smtpAuthentication": login, "passwordSet": True, "passwordChanges": 1}
    return routes


def _people(chance: random.Random) -> Tables:
    users: Tables = {
        "admin@example.com": {"name": "Administrator", "role": "Super Administrator"},
        "boss@example.com": {"name": "Boss"},
        "directory.user@example.com": {
            "name": "Directory User",
            "source": "ldap",
            "addressType": "created_by_ldap_sync",
        },
    }
    for name in PEOPLE:
        users[name] = {"name": name.partition("@")[0].title(), "disabled": chance.random() < 0.2}
        if chance.random() < 0.5:
            users[name]["role"] = chance.choice(ROLES)
    return users


def _sets(chance: random.Random, groups: Sequence[str]) -> Tables:
    rows: Tables = {
        "default": {"description": "Default Attachment Set", "folder": "Default"},
        "old": {"description": old_name("attachment_set"), "folder": "Archive"},
    }
    for number, name in enumerate(names_of("attachment_set")):
        if chance.random() < 0.6:
            rows[f"set-{number}"] = {
                "description": name,
                "folder": "Attachment sets",
                "imageHoldProbability": chance.choice([None, 50, 70]),
                "contentTypes": [{"type": kind, "action": "hold"} for kind in chance.sample(["exe", "zip", "js"], 2)],
                "notifyGroup": chance.choice([None, chance.choice(groups)]),
                "notifySender": chance.random() < 0.5,
            }
    return rows


def _keys(chance: random.Random) -> Tables:
    rows: Tables = {"old": {"description": old_name("dkim_definition"), "domain": "example.com"}}
    for number, name in enumerate(names_of("dkim_definition")):
        if not number or chance.random() < 0.6:
            rows[f"key-{number}"] = {
                "description": name,
                "domain": chance.choice(["example.com", "example.org"]),
                "selector": f"key{number}",
                "keyLength": chance.choice([1024, 2048]),
                "signDkim": chance.random() < 0.7,
            }
    return rows


def _urls(chance: random.Random) -> Tables:
    rows: Tables = {"old": {"url": old_name("managed_url"), "action": "block"}}
    for number, url in enumerate(names_of("managed_url")):
        if chance.random() < 0.6:
            rows[f"url-{number}"] = {
                "url": chance.choice([url, f"{url}/"]) if url.count("/") == 2 else url,
                "action": chance.choice(["block", "permit"]),
                "comment": chance.choice(["", "CHG-1"]),
                "disableRewrite": chance.random() < 0.3,
            }
    for link in (domain for vendor in VENDORS for domain in links_of(vendor)):
        if chance.random() < 0.2:
            rows[link] = {"url": f"https://{link}", "action": chance.choice(["block", "permit"])}
    return rows


def _domains(chance: random.Random) -> Tables:
    """Return the domains that every account has: links to them may not be blocked."""
    kinds = ("known", "ldap", "smtp", "any")
    return {name: {"inboundType": chance.choice(kinds)} for name in names_of("internal_domain")}


def _contact(chance: random.Random) -> Tables:
    if chance.random() < 0.3:
        return {}
    row: Entry = {"contactName": "Lee", "contactEmailAddress": "lee@example.net", "mobilePhone": "+447700900789"}
    if chance.random() < 0.5:
        row |= {"telephone": "12", "alternateEmailAddresses": chance.sample(PEOPLE, chance.randint(0, 3))}
    return {"contact": row}


def _web_policies(chance: random.Random, groups: Sequence[str]) -> Tables:
    everyone: Entry = {"description": "Target", "from": {"type": "everyone"}, "to": {"type": "everyone"}}
    rows: Tables = {"old": {"description": old_name("web_security_url_policy"), "targets": [everyone]}}
    for number, name in enumerate(names_of("web_security_url_policy")):
        if chance.random() < 0.6:
            group = {"type": "profile_group", "group": chance.choice(groups)}
            target = {**everyone, "from": chance.choice([{"type": "everyone"}, group]), "comment": "Kept"}
            found = [place.rpartition(" ") for place in chance.sample(PLACES, chance.randint(0, len(PLACES)))]
            urls = [
                {"value": value, "type": kind.strip("()"), "action": chance.choice(["allow", "block"])}
                for value, _space, kind in found
            ]
            rows[f"web-{number}"] = {"description": name, "targets": [target], "urls": urls}
    return rows


def _alterations(chance: random.Random) -> Tables:
    rows: Tables = {"old-set": {"description": old_name("address_alteration_set")}}
    for number, name in enumerate(names_of("address_alteration_set")):
        if chance.random() < 0.6:
            found = chance.sample(ALTERED, chance.randint(0, len(ALTERED)))
            definitions = {str(count): _alteration(chance, address) for count, address in enumerate(found, 1)}
            parent = chance.choice([None, "old-set"])
            rows[f"set-{number}"] = {
                "description": name,
                "parent": parent,
                "definitions": definitions,
                "made": len(definitions),
            }
    return rows


def _alteration(chance: random.Random, address: str) -> Entry:
    return {
        "originalAddress": address,
        "newAddress": "@example.com" if address.startswith("@") else chance.choice(BECOMING),
        "addressType": chance.choice(["all", "envelope_to"]),
        "routing": chance.choice(["all", "inbound"]),
    }


def _policies(chance: random.Random, resource: str, targets: dict[str, list[str]]) -> Tables:
    """Return the policies of one type. ``targets``: type -> keys of the objects that a policy may refer to."""
    old = {"description": old_name(resource), "fromPart": compared_by(resource)[0], "enabled": False}
    rows: Tables = {"old": {**_own(chance, resource, targets), **old}}
    builtin = sorted(MANAGED[resource].builtin)
    rows |= {f"built-in-{number}": {**rows["old"], "description": name} for number, name in enumerate(builtin)}
    if resource == "ip_permit":
        rows["old"] |= {"sourceIPs": ["192.0.2.0/24"]}
        rows["old-2"] = {"description": "Old by group", "option": "permit_sender"}
    stood_for = [name_of(vendor) for vendor in VENDORS] if is_stood_for(resource) else []
    for number, name in enumerate([*names_of(resource), *stood_for]):
        if chance.random() < (0.3 if name in stood_for else 0.6):
            group = {"type": "profile_group", "group": chance.choice(targets["sender_group"])}
            row: Entry = {
                "description": name,
                "from": chance.choice([{"type": "everyone"}, group]),
                "to": {"type": "email_domain", "domain": "example.com"},
                "enabled": chance.random() < 0.7,
                "fromPart": chance.choice(compared_by(resource)),
                "sourceIPs": chance.sample(NETWORKS, chance.randint(1, 3)),
            }
            if chance.random() < 0.3:
                row["fromDateTime"] = "2026-01-01"
            rows[f"policy-{number}"] = {**row, **_own(chance, resource, targets)}
    return rows


def _own(chance: random.Random, resource: str, targets: dict[str, list[str]]) -> Entry:
    """Return the members that policies of one type have beside what all share."""
    members: dict[str, Any] = {}
    for field in own_fields(resource):
        values = targets[field.reference] if field.reference else sent_values(resource, field)
        members[own_member(resource, field)] = chance.choice(values)
    return members
