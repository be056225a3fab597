# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a policy applies to a message: plain loops over the rows of an account, as slow as they are simple.

The account's dialect decides what the vendor does not document.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..account import Account
from ..rows import Row
from .log import Message

ENVELOPE, HEADER = "envelope", "header"
SEVERAL = "multi:"
EXPRESSION = re.compile(r"[?|()\[\]{}^$\\+]")


@dataclass(frozen=True)
class Candidate:
    """A policy that matches a message by one of its sender addresses, with the scopes of sender and recipient."""

    policy: Row
    sender: Row
    recipient: Row
    compared: str


def candidates(account: Account, table: str, message: Message) -> list[Candidate]:
    """The policies of a table that fit a message; a policy that fits in several ways comes several times."""
    return [
        Candidate(policy, sender_scope, recipient_scope, compared)
        for policy in account.tables[table].values()
        if _is_in_force(policy, message.day) and _is_from_there(policy, message.ip)
        for compared, sender in _senders(policy, message)
        for sender_scope, recipient_scope in _directions(policy)
        if in_scope(account, sender_scope, sender) and in_scope(account, recipient_scope, message.to)
    ]


def _directions(policy: Row) -> list[tuple[Row, Row]]:
    there, back = (policy["from"], policy["to"]), (policy["to"], policy["from"])
    return [there, back] if policy["bidirectional"] else [there]


def _is_in_force(policy: Row, day: str) -> bool:
    begun = policy.get("fromDateTime", "")[:10] <= day
    over = policy.get("toDateTime", "9999")[:10] < day
    return bool(policy["enabled"]) and begun and not over


def _is_from_there(policy: Row, ip: str) -> bool:
    """Whether the connection fits; messages name no host, and no SPF record is asked for."""
    if policy.get("hostnames") or policy.get("spfDomains"):
        return False
    address = ipaddress.ip_address(ip)
    networks = [ipaddress.ip_network(text, strict=False) for text in policy["sourceIPs"]]
    return not networks or any(address in network for network in networks)


def _senders(policy: Row, message: Message) -> Iterator[tuple[str, str]]:
    """The addresses that a policy compares."""
    if policy["fromPart"] in ("envelope_from", "both"):
        yield ENVELOPE, message.envelope_from
    if policy["fromPart"] in ("header_from", "both"):
        yield HEADER, message.header_from


def in_scope(account: Account, target: Row, address: str) -> bool:
    """Whether an address belongs to one end of a policy. No address has an attribute."""
    domain = address.rpartition("@")[2]
    match target["type"]:
        case "everyone":
            return True
        case "internal_addresses":
            return _is_internal(account, domain)
        case "external_addresses":
            return not _is_internal(account, domain)
        case "email_domain":
            return fits(account, target["domain"], domain)
        case "individual_email_address":
            return fits(account, target["emailAddress"], address)
        case "profile_group":
            return _is_member(account, target["group"], address)
    return False


def _is_internal(account: Account, domain: str) -> bool:
    if account.is_internal(domain):
        return True
    _label, dot, parent = domain.partition(".")
    return bool(dot) and account.dialect.says("M8", "b") and _is_internal(account, parent)


def _is_member(account: Account, group: str, address: str) -> bool:
    groups = account.tables["groups"]
    members = groups[group]["members"]
    if address in members or address.rpartition("@")[2] in members:
        return True
    if account.dialect.says("M5", "b"):
        below = [key for key, row in groups.items() if row["parent"] == group]
        return any(_is_member(account, key, address) for key in below)
    return False


def fits(account: Account, pattern: str, name: str) -> bool:
    """Whether a pattern matches a domain or an address."""
    if pattern.lower().startswith(SEVERAL):
        parts = re.split(r"[\s,;]+", pattern[len(SEVERAL) :])
        return any(fits(account, part, name) for part in parts if part)
    if is_expression(pattern):
        found = (re.search if account.dialect.says("M1", "a") else re.fullmatch)(pattern, name, re.IGNORECASE)
        return found is not None
    local, at, domain = pattern.lstrip("@").rpartition("@")
    own_local, _at, own_domain = name.rpartition("@")
    if at and not re.fullmatch(re.escape(local).replace(r"\*", ".*"), own_local, re.IGNORECASE):
        return False
    return re.fullmatch(_domain_expression(account, domain), own_domain, re.IGNORECASE) is not None


def is_expression(pattern: str) -> bool:
    """Whether a pattern is a regular expression; a plus is a letter of an address like any other."""
    return EXPRESSION.search(pattern.replace("+", "") if "@" in pattern else pattern) is not None


def _domain_expression(account: Account, domain: str) -> str:
    """A domain with stars as a regular expression; nothing but stars is every domain."""
    if not domain.strip("*."):
        return ".*"
    one_label = account.dialect.says("M3", "a")
    if account.dialect.says("M3", "c") and domain.startswith("*."):
        return r"(?:.+\.)?" + _domain_expression(account, domain[2:])
    return re.escape(domain).replace(r"\*", "[^.]+" if one_label else ".+")
