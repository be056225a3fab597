# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of whom a policy is about: all mail on one route, inbound types, headers that come too late, defaults."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import POLICIES, Account, sender_of
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import mail_flow
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.scopes import INSIDE, OUTSIDE

_ROUTING, _GREYLISTING = "delivery_route_policy", "greylisting_policy"


def _everything_routed(account: Account) -> Iterator[Fault]:
    for entry in account.acting(_ROUTING):
        ends = (entry.get("applies_from"), entry.get("applies_to"))
        if all(map(mail_flow.is_everyone, ends)) and not mail_flow.is_narrowed(entry):
            told = f"it sends all mail, including outbound mail, to the route {entry.get('route')}"
            yield Fault(_ROUTING, entry["name"], "applies_to", told)


def _inbound(account: Account) -> Iterator[Fault]:
    for resource in (_ROUTING, _GREYLISTING):
        for entry in account.acting(resource):
            sender, recipient = ((entry.get(side) or {}).get("type") for side in ("applies_from", "applies_to"))
            if (sender, recipient) == (OUTSIDE, INSIDE) and entry.get("action") != "take_no_action":
                told = "it is from external addresses, so mail from outside with a forged internal sender is not in it"
                yield Fault(resource, entry["name"], "applies_from", told)


def _late_header(account: Account) -> Iterator[Fault]:
    for entry in account.acting(_GREYLISTING):
        if entry.get("addresses_based_on") == "message_from" and sender_of(entry):
            told = f"it compares only the header with {sender_of(entry)}"
            yield Fault(_GREYLISTING, entry["name"], "addresses_based_on", told)


def _on_defaults(account: Account) -> Iterator[Fault]:
    for resource in POLICIES:
        for entry in account.all_of(resource):
            if not _is_default(resource, entry["name"]):
                continue
            for place in ("source_ips", "hostnames"):
                if entry.get(place):
                    yield Fault(resource, entry["name"], place, f"it names {len(entry[place])} of them")


def _is_default(resource: str, name: str) -> bool:
    return name in RESOURCES[resource].builtin or name.casefold().split()[:1] == ["default"]


CHECKS = (
    Check(
        "route_everything",
        "high",
        "delivery route policies that hand all mail to one route",
        "Outbound mail also takes this route: it goes to this one server, not to the recipient's server.",
        "Documented: Mimecast KB 34000678847379",
        "Set applies_to to the recipients that you mean.",
        _everything_routed,
        (_ROUTING,),
    ),
    Check(
        "inbound_scope",
        "low",
        'policies for all inbound mail whose scope is not "from everyone to internal addresses"',
        "A policy for all inbound mail should be from everyone to internal addresses.",
        "Documented: Mimecast KB 34000675645843; inferred, M8: whose mail such a policy misses",
        "Set applies_from to everyone.",
        _inbound,
        (_ROUTING, _GREYLISTING),
    ),
    Check(
        "header_only_greylisting",
        "medium",
        "greylisting policies that compare only the header",
        "Greylisting happens while Mimecast knows only the envelope, so the policy never matches its sender.",
        "P7, measured: a note in the console's own dialog; P11, documented: Mimecast KB 34000377381907",
        "Set addresses_based_on to return_address.",
        _late_header,
        (_GREYLISTING,),
    ),
    Check(
        "default_policy_narrowed",
        "medium",
        "default policies that are limited to certain servers",
        "The policy is no longer a default: mail from all other servers has no default policy.",
        "Documented: Mimecast KB 34000675645843; www.mimecast.com/blog/"
        "common-pitfalls-in-mimecast-email-security-configurations. A default policy is recognised by its name",
        "Create a separate policy for these servers, and remove them from the default policy.",
        _on_defaults,
        POLICIES,
    ),
)
