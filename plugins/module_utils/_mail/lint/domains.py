# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of internal domains: nobody may pretend to be one, mail finds its way, no policy is left of a former one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import (
    Account,
    domain_part,
    recipient_of,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._model import patterns
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import mail_flow

_SPOOFING, _BYPASS, _ROUTING = "anti_spoofing_policy", "anti_spoofing_bypass_policy", "delivery_route_policy"
_INBOUND = (_SPOOFING, _BYPASS, "greylisting_policy")
"""Types of policies that are about mail from outside alone."""


def _unprotected(account: Account) -> Iterator[Fault]:
    protecting = _protecting(account)
    for domain in sorted(account.own):
        if not any(_has_all_of(account, entry.get("applies_from"), domain) for entry in protecting):
            told = f"no active anti-spoofing policy covers senders of {domain}"
            yield Fault("internal_domain", domain, "domain", told)


def _protecting(account: Account) -> list[Entry]:
    """Return the policies that reject forged senders from wherever they send."""
    applying = [entry for entry in account.acting(_SPOOFING) if _applies(entry)]
    return [entry for entry in applying if not mail_flow.is_narrowed(entry, "hostnames")]


def _applies(entry: Entry) -> bool:
    return entry.get("action") in ("apply", "apply_exclude_mimecast_ips")


def _half_protected(account: Account) -> Iterator[Fault]:
    protecting = _protecting(account)
    for entry in protecting:
        other, told = _UNSEEN_OF.get(entry.get("addresses_based_on", ""), ("", ""))
        if told and not any(_completes(policy, entry, other) for policy in protecting):
            yield Fault(_SPOOFING, entry["name"], "addresses_based_on", told)


_UNSEEN_OF = {
    "return_address": ("message_from", "a forged sender of the header is not looked at"),
    "message_from": ("return_address", "a forged sender of the envelope is not looked at"),
}


def _completes(policy: Entry, entry: Entry, other: str) -> bool:
    """Whether another policy looks at what an entry does not, for the same senders."""
    scope = policy.get("applies_from")
    same = mail_flow.has_inside(scope) or scope == entry.get("applies_from")
    return same and policy.get("addresses_based_on") in (other, "both", None)


def _without_route(account: Account) -> Iterator[Fault]:
    acting = [entry for entry in account.acting(_ROUTING) if not mail_flow.is_narrowed(entry)]
    for domain in sorted(account.own):
        if not any(_brings(account, entry, domain) for entry in acting):
            told = f"no active delivery route policy takes mail from outside for {domain}"
            yield Fault("internal_domain", domain, "domain", told)


def _brings(account: Account, entry: Entry, domain: str) -> bool:
    """Whether a policy hands mail from outside for a domain to a route, or may do so."""
    return any(
        mail_flow.has_outside(sender) and _may_have_all_of(account, recipient, domain)
        for sender, recipient in mail_flow.directions(entry)
    )


def _has_all_of(account: Account, scope: Any, domain: str) -> bool:
    """Whether a scope has everybody of an internal domain in it, as far as that can be told."""
    if mail_flow.has_inside(scope):
        return True
    group = _group_of(scope)
    if group:
        return not account.knows_members(group) or domain in account.members(group)
    pattern = mail_flow.domain_of(scope)
    return bool(pattern) and patterns.may_be(pattern, domain)


def _may_have_all_of(account: Account, scope: Any, domain: str) -> bool:
    """Whether that may be: who has an attribute is not known, nor whether a group has all people of a domain."""
    if isinstance(scope, Mapping) and scope.get("type") == "address_attribute_value":
        return True
    members = account.members(_group_of(scope))
    return _has_all_of(account, scope, domain) or any(domain_part(member) == domain for member in members)


def _group_of(scope: Any) -> str:
    return str(scope.get("group") or "") if isinstance(scope, Mapping) else ""


def _orphaned(account: Account) -> Iterator[Fault]:
    coming = {entry["domain"] for entry in account.all_of("pending_domain")}
    for entry in account.all_of(_SPOOFING):
        scope = entry.get("applies_from") or {}
        domain = str(scope.get("domain") or "") if scope.get("type") == "email_domain" else ""
        if not domain or domain in coming or not _applies(entry):
            continue
        if not (account.is_own(domain) or any(patterns.may_be(domain, own) for own in account.own)):
            yield Fault(_SPOOFING, entry["name"], "applies_from.domain", f"{domain} is no internal domain", domain)


def _foreign_recipients(account: Account) -> Iterator[Fault]:
    for resource in _INBOUND:
        for entry in account.acting(resource):
            recipient = recipient_of(entry)
            domain = domain_part(recipient)
            if not recipient or entry.get("bidirectional") is True:
                continue
            if not (account.is_own(domain) or any(patterns.may_be(recipient, own) for own in account.own)):
                yield Fault(resource, entry["name"], "applies_to", f"{domain} is no internal domain", domain)


def _open(account: Account) -> Iterator[Fault]:
    for resource in (_SPOOFING, _BYPASS):
        for entry in account.acting(resource):
            told = RESOURCES[resource].alarm(entry)
            if told:
                yield Fault(resource, entry["name"], "source_ips", f"it {told}")


CHECKS = (
    Check(
        "domain_without_anti_spoofing",
        "high",
        "internal domains without protection against forged senders from outside",
        "Mail from outside that claims to come from the domain is not rejected.",
        "P12, P17, documented: Mimecast KB 34000743640851; www.mimecast.com/blog/"
        "common-pitfalls-in-mimecast-email-security-configurations",
        "Create an anti-spoofing policy from the domain to internal addresses, with "
        "action apply_exclude_mimecast_ips and addresses_based_on both.",
        _unprotected,
        ("internal_domain", _SPOOFING, "sender_group"),
        whole=(_SPOOFING,),
    ),
    Check(
        "half_anti_spoofing",
        "medium",
        "anti-spoofing policies that compare only one of the two sender addresses",
        "Mail that forges the other address gets through.",
        "P12, documented: Mimecast KB 34000743640851 (its policy compares both), 34000675645843",
        "Set addresses_based_on to both.",
        _half_protected,
        (_SPOOFING,),
    ),
    Check(
        "open_bypass",
        "high",
        "anti-spoofing bypasses that are open to everybody",
        "Anybody who sends as one of your addresses bypasses anti-spoofing.",
        "P12, documented: Mimecast KB 34000743640851",
        "Name the servers: source_ips, or hostnames, or spf_domains.",
        _open,
        (_SPOOFING, _BYPASS),
    ),
    Check(
        "domain_without_route",
        "high",
        "internal domains without a delivery route policy",
        "Mail for it waits for up to four days and then bounces.",
        "P16, documented: Mimecast KB 34000756346003, DOC-1649",
        "Create a delivery route policy from everyone to the domain.",
        _without_route,
        ("internal_domain", _ROUTING, "sender_group"),
        whole=(_ROUTING,),
    ),
    Check(
        "orphaned_anti_spoofing",
        "medium",
        "anti-spoofing policies for a domain that is not internal",
        "If you remove an internal domain, its policy stays. It rejects mail from the current owner of the domain.",
        "P17: a copy of a Mimecast page (z3nolafintech.zendesk.com 33097340249361), measured in one account",
        "Delete the policy, unless the domain is just being registered.",
        _orphaned,
        (_SPOOFING, "internal_domain", "pending_domain"),
        whole=("internal_domain",),
    ),
    Check(
        "recipients_not_internal",
        "low",
        "policies for mail from outside whose recipients are in no internal domain",
        "Mimecast accepts mail from outside only for internal domains, so the policy does nothing.",
        "P13, documented: Mimecast KB 34000417548819; M8, inferred from the names of the scopes",
        "Correct applies_to, or delete the policy.",
        _foreign_recipients,
        (*_INBOUND, "internal_domain"),
        whole=("internal_domain",),
    ),
)
