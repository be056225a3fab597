# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that are put into the clean account: for each check at least one account with exactly that fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.tests.unit.lint.accounts import (
    Entries,
    clean,
    member,
    policy,
    with_more,
    without,
)


@dataclass(frozen=True)
class Plant:
    """An account with one fault, and where it is to be found: id of the check, name, item."""

    account: Callable[[], Entries]
    found: tuple[str, str, str]
    dns: Mapping[str, str] | None = None


def _changed(resource: str, name: str, **settings: Any) -> Entries:
    """Return the clean account with other settings of one object."""
    account = clean()
    for entry in account[resource]:
        if name in (entry.get("name"), entry.get("domain")):
            entry.update(settings)
    return account


def _permit(name: str, *networks: str, sender: str = "everyone", **more: Any) -> Entries:
    return with_more(ip_permit=[policy(name, sender, source_ips=list(networks), **more)])


def _bypass(*domains: str) -> Entries:
    return _changed("anti_spoofing_bypass_policy", "Survey may", spf_domains=list(domains))


def _twin(**more: Any) -> Entries:
    """Return the clean account with one more policy about the mail of the delivery route policy Inbound."""
    twin = policy("Inbound again", "everyone", "domain:acorn.example", **{"route": "Exchange DR", **more})
    return with_more(delivery_route_policy=[twin])


_TEN = "v=spf1 " + " ".join(f"include:s{number}.survey.example" for number in range(10)) + " -all"
_NESTED = {
    "spf.survey.example": "v=spf1 a mx exists:%{i}.survey.example redirect=more.survey.example",
    "more.survey.example": "v=spf1 ptr a:one.example mx/24 ~include:five.survey.example +a -mx ip4:192.0.2.1 -all",
    "five.survey.example": "v=spf1 ip4:192.0.2.0/24 -all",
}

PLANTS: dict[str, Plant] = {
    "a permit without networks": Plant(
        lambda: with_more(ip_permit=[policy("Open", "everyone", "domain:acorn.example")]),
        ("permit_everyone", "Open", ""),
    ),
    "a permit of all outside": Plant(
        lambda: _permit("Open", sender="external_addresses"), ("permit_everyone", "Open", "")
    ),
    "halves of the internet": Plant(
        lambda: with_more(
            ip_permit=[
                policy("Lower", "everyone", "domain:acorn.example", source_ips=["0.0.0.0/1"]),
                policy("Upper", "everyone", "domain:joinery-acorn.example", source_ips=["128.0.0.0/1"]),
            ]
        ),
        ("permit_everyone", "Lower", ""),
    ),
    "more than a /8": Plant(lambda: _permit("Cloud", "8.0.0.0/7"), ("wide_permit", "Cloud", "")),
    "more than a /20 of IPv6": Plant(lambda: _permit("Cloud", "2001::/19"), ("wide_permit", "Cloud", "")),
    "more than a /16": Plant(lambda: _permit("Provider", "8.0.0.0/15"), ("broad_permit", "Provider", "")),
    "own domain in the group": Plant(
        lambda: member("Permitted senders", "acorn.example"),
        ("permit_own_domain", "Permitted senders", "acorn.example"),
    ),
    "own domain in a permit": Plant(
        lambda: _permit("Us", sender="domain:acorn.example"), ("permit_own_domain", "Us", "acorn.example")
    ),
    "free mail in the group": Plant(
        lambda: member("Permitted senders", "gmail.com"), ("permit_free_mail", "Permitted senders", "gmail.com")
    ),
    "free mail in a permit": Plant(
        lambda: _permit("Mail", sender="email:*@yahoo.co.uk"), ("permit_free_mail", "Mail", "yahoo.co.uk")
    ),
    "a letter swapped": Plant(
        lambda: member("Permitted senders", "joineyr-acorn.example"),
        ("permit_look_alike", "Permitted senders", "joineyr-acorn.example"),
    ),
    "an address of a look-alike": Plant(
        lambda: _permit("Boss", sender="email:boss@ac0rn.example"),
        ("permit_look_alike", "Boss", "boss@ac0rn.example"),
    ),
    "a permit of the header": Plant(
        lambda: _permit("Head", "192.0.2.64/28", sender="domain:partner.example", addresses_based_on="message_from"),
        ("header_only_permit", "Head", ""),
    ),
    "own domain blocked in the group": Plant(
        lambda: member("Blocked Senders", "acorn.example"), ("block_own_domain", "Blocked Senders", "acorn.example")
    ),
    "own domain blocked by a policy": Plant(
        lambda: with_more(
            blocked_sender_policy=[
                policy("Us", "domain:acorn.example", "external_addresses", action="block_sender"),
            ]
        ),
        ("block_own_domain", "Us", "acorn.example"),
    ),
    "free mail blocked": Plant(
        lambda: member("Blocked Senders", "aol.com"), ("block_free_mail", "Blocked Senders", "aol.com")
    ),
    "a domain permitted and blocked": Plant(
        lambda: member("Permitted senders", "spam.example"),
        ("blocked_and_permitted", "Permitted senders", "spam.example"),
    ),
    "an address of a blocked domain": Plant(
        lambda: member("Permitted senders", "jo@gone.example"),
        ("blocked_and_permitted", "Permitted senders", "jo@gone.example"),
    ),
    "permitted, and blocked by a policy": Plant(
        lambda: with_more(
            blocked_sender_policy=[policy("Bank", "domain:bank.example", action="block_sender")],
        ),
        ("blocked_and_permitted", "Permitted senders", "bank.example"),
    ),
    "servers permitted and blocked": Plant(
        lambda: _permit("Casino", "203.0.113.192/28"), ("blocked_and_permitted", "Casino", "")
    ),
    "a wildcard in a group": Plant(
        lambda: member("Permitted senders", "*.partner.example"),
        ("wildcard_member", "Permitted senders", "*.partner.example"),
    ),
    "a policy for nobody": Plant(
        lambda: with_more(greylisting_policy=[policy("Spare", "group:Spare", action="take_no_action")]),
        ("empty_group", "Spare", "Spare"),
    ),
    "a group that nothing uses": Plant(
        lambda: with_more(sender_group=[{"name": "Old vendors", "members": ["old-vendor.example"]}]),
        ("unused_group", "Old vendors", ""),
    ),
    "nobody protects a domain": Plant(
        lambda: without("anti_spoofing_policy", "Anti-spoofing"),
        ("domain_without_anti_spoofing", "acorn.example", ""),
    ),
    "protection is switched off": Plant(
        lambda: _changed("anti_spoofing_policy", "Anti-spoofing", enabled=False),
        ("domain_without_anti_spoofing", "acorn.example", ""),
    ),
    "protection has not begun": Plant(
        lambda: _changed("anti_spoofing_policy", "Anti-spoofing", valid_from="2026-11-28"),
        ("domain_without_anti_spoofing", "acorn.example", ""),
    ),
    "protection from some servers": Plant(
        lambda: _changed("anti_spoofing_policy", "Anti-spoofing", source_ips=["192.0.2.0/24"]),
        ("domain_without_anti_spoofing", "acorn.example", ""),
    ),
    "protection of the envelope": Plant(
        lambda: _changed("anti_spoofing_policy", "Anti-spoofing", addresses_based_on="return_address"),
        ("half_anti_spoofing", "Anti-spoofing", ""),
    ),
    "anybody may send as you": Plant(
        lambda: with_more(
            anti_spoofing_policy=[policy("Anybody may", "internal_addresses", "everyone", action="take_no_action")]
        ),
        ("open_bypass", "Anybody may", ""),
    ),
    "a bypass without domains": Plant(_bypass, ("open_bypass", "Survey may", "")),
    "mail for a domain goes nowhere": Plant(
        lambda: without("delivery_route_policy", "Inbound"), ("domain_without_route", "acorn.example", "")
    ),
    "mail of one sender alone has a route": Plant(
        lambda: _changed(
            "delivery_route_policy", "Inbound", applies_from={"type": "email_domain", "domain": "partner.example"}
        ),
        ("domain_without_route", "acorn.example", ""),
    ),
    "protection of a former domain": Plant(
        lambda: with_more(
            anti_spoofing_policy=[policy("Old", "domain:old.example", action="apply", addresses_based_on="both")]
        ),
        ("orphaned_anti_spoofing", "Old", "old.example"),
    ),
    "recipients of a former domain": Plant(
        lambda: with_more(greylisting_policy=[policy("Old", "everyone", "domain:old.example", action="greylist")]),
        ("recipients_not_internal", "Old", "old.example"),
    ),
    "a bypass over Microsoft 365": Plant(
        lambda: _bypass("spf.protection.outlook.com"), ("spf_shared_cloud", "Survey may", "spf.protection.outlook.com")
    ),
    "a bypass that leads to Google": Plant(
        clean,
        ("spf_shared_cloud", "Survey may", "spf.survey.example"),
        {
            "spf.survey.example": "v=spf1 include:more.example -all",
            "more.example": "v=spf1 ?include:_spf.google.com -all",
        },
    ),
    "a record that ends in +all": Plant(
        clean, ("spf_all", "Survey may", "spf.survey.example"), {"spf.survey.example": "v=spf1 mx +all"}
    ),
    "an included record that ends in all": Plant(
        clean,
        ("spf_all", "Survey may", "spf.survey.example"),
        {"spf.survey.example": "v=spf1 include:b.example -all", "b.example": "v=spf1 all"},
    ),
    "ten terms": Plant(clean, ("spf_too_many_terms", "Survey may", "spf.survey.example"), {"spf.survey.example": _TEN}),
    "ten terms in several records": Plant(clean, ("spf_too_many_terms", "Survey may", "spf.survey.example"), _NESTED),
    "no record": Plant(clean, ("spf_no_record", "Survey may", "spf.survey.example"), {"spf.survey.example": ""}),
    "all mail on one route": Plant(
        lambda: _changed("delivery_route_policy", "Migration", enabled=True), ("route_everything", "Migration", "")
    ),
    "an inbound policy from outside": Plant(
        lambda: _changed("greylisting_policy", "Greylist", applies_from={"type": "external_addresses"}),
        ("inbound_scope", "Greylist", ""),
    ),
    "greylisting of the header": Plant(
        lambda: with_more(
            greylisting_policy=[
                policy("News", "domain:news.example", action="take_no_action", addresses_based_on="message_from")
            ]
        ),
        ("header_only_greylisting", "News", ""),
    ),
    "servers on a default policy": Plant(
        lambda: with_more(
            greylisting_policy=[
                policy(
                    "Default Greylisting Policy",
                    "external_addresses",
                    "everyone",
                    action="greylist",
                    source_ips=["192.0.2.0/24"],
                )
            ]
        ),
        ("default_policy_narrowed", "Default Greylisting Policy", ""),
    ),
    "the same twice": Plant(lambda: _twin(route="Exchange"), ("duplicate_policy", "Inbound again", "Inbound")),
    "some of the same again": Plant(
        lambda: with_more(
            ip_permit=[policy("Again", "everyone", "everyone", source_ips=["198.51.100.16/28", "192.0.2.10"])]
        ),
        ("duplicate_policy", "Again", "Scanner"),
    ),
    "never before the one that overrides": Plant(
        lambda: _twin(override=True), ("shadowed_policy", "Inbound", "Inbound again")
    ),
    "two routes for the same mail": Plant(_twin, ("tied_policies", "Inbound", "Inbound again")),
    "two bypasses for one flow": Plant(
        lambda: with_more(
            anti_spoofing_bypass_policy=[
                policy(
                    "Tool may",
                    "domain:acorn.example",
                    action="enable_bypass",
                    spf_domains=["spf.tool.example"],
                    addresses_based_on="both",
                )
            ]
        ),
        ("tied_policies", "Survey may", "Tool may"),
    ),
    "a policy that has ended": Plant(
        lambda: _changed("ip_permit", "Drill", valid_until="2026-11-26", enabled=False), ("expired", "Drill", "")
    ),
    "a policy that ends soon": Plant(
        lambda: _changed("ip_permit", "Drill", valid_until="2026-12-27"), ("expires_soon", "Drill", "")
    ),
    "a policy that ends today": Plant(
        lambda: _changed("ip_permit", "Drill", valid_until="2026-11-27"), ("expires_soon", "Drill", "")
    ),
    "a route that is not there": Plant(
        lambda: _changed("delivery_route_policy", "Inbound", route="Exchnage"),
        ("missing_reference", "Inbound", "Exchnage"),
    ),
    "a group that is not there": Plant(
        lambda: with_more(greylisting_policy=[policy("Not them", "group:Vendor", action="take_no_action")]),
        ("missing_reference", "Not them", "Vendor"),
    ),
}
