# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of what is permitted: too much of the internet, senders that anybody can be, names that look like your own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import Account, domain_part, sender_of
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.look_alikes import OwnNames
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, patterns
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import (
    broad_domains,
    mail_flow,
    source_ranges,
)

_READS = ("sender_group", "ip_permit")
_SKIPS = (
    "Mail of a permitted sender skips reputation checks, greylisting and spam scanning, and a sender's address is "
    "easily forged."
)
_SKIPS_SOURCE = "P6, documented: Mimecast KB 34000390156947 and DOC-1427"


def _everyone(account: Account) -> Iterator[Fault]:
    permits = account.permits()
    for entry in permits:
        scope = entry.get("applies_from")
        if not entry.get("source_ips") and (scope is None or mail_flow.has_outside(scope)):
            yield Fault("ip_permit", entry["name"], "source_ips", "it permits every sender there is")
    whole = source_ranges.whole_internet(permits)
    if whole:
        widest = _widest(permits)
        alone = source_ranges.whole_internet([entry for entry in permits if entry["name"] == widest])
        told = f"it lets {whole} pass{'' if alone else ' together with other permits'}, which is the whole internet"
        yield Fault("ip_permit", widest, "source_ips", told)


def _more_than(lengths: dict[int, int], account: Account) -> str:
    return "" if source_ranges.whole_internet(account.permits()) else _grown(lengths, account)


def _grown(lengths: dict[int, int], account: Account) -> str:
    return source_ranges.grown_over(lengths, (), account.permits())


def _wide(account: Account) -> Iterator[Fault]:
    told = _more_than(source_ranges.REFUSED, account)
    if told:
        yield Fault("ip_permit", _widest(account.permits()), "source_ips", told)


def _broad(account: Account) -> Iterator[Fault]:
    told = "" if _grown(source_ranges.REFUSED, account) else _more_than(source_ranges.TOLD, account)
    if told:
        yield Fault("ip_permit", _widest(account.permits()), "source_ips", told)


def _widest(permits: Sequence[Entry]) -> str:
    """Return the name of the permit that lets most addresses pass, of several the first one."""
    widths = [(-max(networks.public_addresses(entry.get("source_ips") or ()).values()), entry) for entry in permits]
    return str(min((width, entry["name"]) for width, entry in widths)[1])


def _own_domain(account: Account) -> Iterator[Fault]:
    for resource, name, place, sender in account.permitted_senders():
        for own in account.own_in(_all_of(sender)):
            yield Fault(resource, name, place, f"{own} is permitted, which is your own", own)


def _free_mail(account: Account) -> Iterator[Fault]:
    for resource, name, place, sender in account.permitted_senders():
        domain = _all_of(sender)
        if broad_domains.is_free_mail(domain):
            yield Fault(resource, name, place, f"everybody who has an address at {domain} is permitted", domain)


def _all_of(sender: str) -> str:
    """Return the domain, or the pattern of domains, all of whose addresses a sender is, or ""."""
    return patterns.whole_domain(sender) if "@" in sender else sender


def _look_alike(account: Account) -> Iterator[Fault]:
    own = OwnNames.of(account.own)
    for resource, name, place, sender in account.permitted_senders():
        like = own.alike(domain_part(sender))
        if like:
            yield Fault(resource, name, place, f"{sender} is permitted, and looks like your own domain {like}", sender)


def _header_only(account: Account) -> Iterator[Fault]:
    for entry in account.permits():
        if entry.get("addresses_based_on") == "message_from" and sender_of(entry):
            told = f"it compares only the header, and permits {sender_of(entry)}"
            yield Fault("ip_permit", entry["name"], "addresses_based_on", told)


CHECKS = (
    Check(
        "permit_everyone",
        "high",
        "permits that let the whole internet through, one alone or several together",
        "Mail from everywhere skips reputation checks, greylisting and spam scanning.",
        _SKIPS_SOURCE,
        "Name the networks of the sender in source_ips, or delete the permit.",
        _everyone,
        ("ip_permit",),
    ),
    Check(
        "wide_permit",
        "high",
        "permits that together cover more than an IPv4 /8 or an IPv6 /20 network",
        "Most of those addresses belong to others, whose mail skips reputation checks, greylisting and spam scanning.",
        f"{_SKIPS_SOURCE}; the limit is that of this collection",
        "Name the networks that the sender really sends from.",
        _wide,
        ("ip_permit",),
    ),
    Check(
        "broad_permit",
        "medium",
        "permits that together cover more than an IPv4 /16 or an IPv6 /32 network",
        "Most of those addresses belong to others, whose mail skips reputation checks, greylisting and spam scanning.",
        f"{_SKIPS_SOURCE}; the limit is that of this collection",
        "Name the networks that the sender really sends from.",
        _broad,
        ("ip_permit",),
    ),
    Check(
        "permit_own_domain",
        "high",
        "internal domains that are permitted",
        "Mail that forges one of your addresses also skips spam checks.",
        f"{_SKIPS_SOURCE}; whole domains among permitted senders are a pitfall that Mimecast's engineers name "
        "(www.mimecast.com/blog/common-pitfalls-in-mimecast-email-security-configurations)",
        "Remove the domain. For a server that may send as you, create an anti-spoofing policy with its addresses.",
        _own_domain,
        (*_READS, "internal_domain"),
    ),
    Check(
        "permit_free_mail",
        "high",
        "free-mail domains that are permitted",
        f"Anybody can get an address there. {_SKIPS}",
        f"{_SKIPS_SOURCE}; whole domains among permitted senders are a pitfall that Mimecast's engineers name "
        "(www.mimecast.com/blog/common-pitfalls-in-mimecast-email-security-configurations)",
        "Remove the domain, and name the addresses that you mean.",
        _free_mail,
        _READS,
    ),
    Check(
        "permit_look_alike",
        "high",
        "permitted senders whose domain looks like an internal one",
        "Such a domain is registered to deceive your users, and its mail skips spam checks.",
        f"{_SKIPS_SOURCE}; inferred: a name like yours is meant to deceive",
        "Find out whose domain it is. Remove it unless you know its owner.",
        _look_alike,
        (*_READS, "internal_domain"),
    ),
    Check(
        "header_only_permit",
        "medium",
        "permits that compare only the header",
        "Reputation checks and greylisting know only the envelope sender, so such a permit skips neither.",
        "P7, measured: a note in the console's own dialog; P11, documented: Mimecast KB 34000377381907",
        "Set addresses_based_on to return_address or both.",
        _header_only,
        ("ip_permit",),
    ),
)
