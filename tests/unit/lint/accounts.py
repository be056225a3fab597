# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account with nothing wrong in it, as real ones are, and ways to change it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import Finding
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

Entries = dict[str, list[dict[str, Any]]]
DAY = "2026-11-27"

CLEAN = yaml.safe_load("""
internal_domain:
  - {domain: acorn.example}
  - {domain: joinery-acorn.example}
  - {domain: acorn-holding.example}
pending_domain:
  - {domain: acorn-new.example}
delivery_route:
  - {name: Exchange, hostname: mail.acorn.example, alternate_route: Exchange DR}
  - {name: Exchange DR, hostname: 192.0.2.25}
  - {name: Partner line, hostname: line.partner.example}
delivery_route_policy:
  - name: Inbound
    route: Exchange
    applies_from: {type: everyone}
    applies_to: {type: email_domain, domain: acorn.example}
  - name: Inbound, joinery
    route: Exchange
    applies_from: {type: everyone}
    applies_to: {type: email_domain, domain: joinery-acorn.example}
  - name: Inbound, holding
    route: Exchange DR
    applies_from: {type: external_addresses}
    applies_to: {type: profile_group, group: Holding people}
  - name: To the partner
    route: Partner line
    applies_from: {type: internal_addresses}
    applies_to: {type: email_domain, domain: partner.example}
  - {name: Migration, route: Exchange DR, enabled: false, applies_from: {type: everyone}, applies_to: {type: everyone}}
sender_group:
  - {name: Permitted senders, members: [partner.example, bank.example, jo@gmail.com, orders@gone.example]}
  - {name: Blocked Senders, members: [spam.example, news@bank.example, gone.example]}
  - {name: Holding people, members: [ceo@acorn-holding.example, cfo@acorn-holding.example]}
  - {name: Vendors, members: [vendor.example]}
  - {name: Vendors abroad, parent: Vendors, members: [vendor-abroad.example]}
  - {name: Helpdesk, members: [sam@acorn.example]}
  - {name: Spare, members: []}
ip_permit:
  - {name: Scanner, source_ips: [192.0.2.10, 198.51.100.0/24], applies_from: {type: everyone},
     applies_to: {type: everyone}}
  - {name: Drill, source_ips: [203.0.113.0/26], valid_from: 2026-01-01, valid_until: 2027-03-31,
     applies_from: {type: everyone}, applies_to: {type: internal_addresses}, addresses_based_on: both}
  - {name: Own newsletter, source_ips: [192.0.2.128/28], applies_from: {type: email_domain, domain: acorn.example},
     applies_to: {type: internal_addresses}, addresses_based_on: message_from, enabled: false}
blocked_sender_policy:
  - {name: Casino network, action: block_sender, source_ips: [203.0.113.128/25], applies_from: {type: everyone},
     applies_to: {type: internal_addresses}}
  - {name: One of a blocked domain, action: take_no_action, applies_to: {type: internal_addresses},
     applies_from: {type: individual_email_address, email: orders@gone.example}}
anti_spoofing_policy:
  - {name: Anti-spoofing, action: apply_exclude_mimecast_ips, addresses_based_on: both,
     applies_from: {type: email_domain, domain: acorn.example}, applies_to: {type: internal_addresses}}
  - {name: Anti-spoofing joinery, action: apply, addresses_based_on: return_address,
     applies_from: {type: email_domain, domain: joinery-acorn.example}, applies_to: {type: internal_addresses}}
  - {name: Anti-spoofing joinery header, action: apply, addresses_based_on: message_from,
     applies_from: {type: email_domain, domain: joinery-acorn.example}, applies_to: {type: internal_addresses}}
  - {name: Anti-spoofing holding, action: apply, addresses_based_on: both,
     applies_from: {type: email_domain, domain: "acorn-h*.example"}, applies_to: {type: internal_addresses}}
  - {name: Newsletter may, action: take_no_action, source_ips: [198.51.100.128/28], override: true,
     applies_from: {type: everyone}, applies_to: {type: internal_addresses}}
  - {name: Payroll may, action: take_no_action, hostnames: [out.payroll.example], override: true,
     applies_from: {type: everyone}, applies_to: {type: internal_addresses}}
anti_spoofing_bypass_policy:
  - {name: Survey may, action: enable_bypass, spf_domains: [spf.survey.example], applies_to: {type: internal_addresses},
     applies_from: {type: email_domain, domain: acorn.example}, addresses_based_on: both}
greylisting_policy:
  - {name: Greylist, action: greylist, applies_from: {type: everyone}, applies_to: {type: internal_addresses}}
  - {name: Not the vendors, action: take_no_action, applies_to: {type: internal_addresses},
     applies_from: {type: profile_group, group: Vendors}}
dkim_definition:
  - {name: Key, domain: acorn.example}
dkim_policy:
  - {name: Sign, definition: Key, applies_from: {type: email_domain, domain: acorn.example},
     applies_to: {type: external_addresses}}
attachment_set:
  - {name: Images, folder: Sets, notify: {group: Helpdesk}}
address_alteration_set: []
address_alteration_policy: []
web_security_url_policy: []
user: []
""")
DNS = {
    "spf.survey.example": "v=spf1 ip4:192.0.2.0/28 include:more.survey.example -all",
    "more.survey.example": "v=spf1 mx -all",
}


def spelled(said: Mapping[str, Sequence[Mapping[str, Any]]]) -> Entries:
    """Return objects as a site file has them, each value in its one spelling."""
    found: Entries = {}
    for name, entries in said.items():
        found[name] = []
        for entry in entries:
            wish, problems = parse(RESOURCES[name], entry, name)
            assert wish is not None, problems
            found[name].append(wish.values)
    return found


def clean() -> Entries:
    """Return the account with nothing wrong in it."""
    return spelled(CLEAN)


def with_more(**more: Sequence[Mapping[str, Any]]) -> Entries:
    """Return the clean account with further objects; one of the same name takes the place of the one that is there."""
    account = clean()
    for name, entries in more.items():
        key = RESOURCES[name].key
        for entry in spelled({name: entries})[name]:
            account[name] = [present for present in account[name] if present[key] != entry[key]] + [entry]
    return account


def without(name: str, *keys: str) -> Entries:
    """Return the clean account without some objects of a type."""
    account = clean()
    account[name] = [entry for entry in account[name] if entry[RESOURCES[name].key] not in keys]
    return account


def member(group: str, *members: str) -> Entries:
    """Return the clean account with further members of a group, as an account may hold them."""
    account = copy.deepcopy(clean())
    for entry in account["sender_group"]:
        if entry["name"] == group:
            entry["members"] += [{"member": name} for name in members]
    return account


def policy(name: str, sender: str, recipient: str = "internal_addresses", **more: Any) -> dict[str, Any]:
    """Return a policy from and to ends that are written as ``type`` or ``domain:example.com``."""
    return {"name": name, "applies_from": scope(sender), "applies_to": scope(recipient), **more}


def scope(said: str) -> dict[str, str]:
    """Return an end of a policy: a type alone, or one of domain, email, group and what it is."""
    word, colon, value = said.partition(":")
    kinds = {"domain": "email_domain", "email": "individual_email_address", "group": "profile_group"}
    return {"type": kinds[word], word: value} if colon else {"type": said}


def found(account: Mapping[str, Sequence[Any]], dns: Mapping[str, str] | None = None) -> list[Finding]:
    """Return what lint finds on the day of these tests."""
    return lint.findings(account, DAY, dns=DNS if dns is None else dns)


def told(account: Mapping[str, Sequence[Any]], dns: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Return id, name and item of what lint finds."""
    return [(finding.id, finding.name, finding.item) for finding in found(account, dns)]
