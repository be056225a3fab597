# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a policy applies to a message: plain loops over the rows of an account, as slow as they are simple.

What the vendor does not say is asked of the account's dialect.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from ..account import Account
from ..rows import Row
from .log import Message

ENVELOPE, HEADER = "envelope", "header"
SEVERAL = "multi:"
EXPRESSION = re.compile(r"[?|()\[\]{}^$\\+]")


def matched_by(account: Account, policy: Row, message: Message) -> str:
    """Which sender address makes a policy apply: ``header``, ``envelope``, or an empty text where it does not apply."""
    if not (_is_in_force(policy, message.day) and _is_from_there(policy, message.ip)):
        return ""
    for compared, sender in _senders(policy, message):
        ends = [(sender, message.to)]
        if policy["bidirectional"]:
            ends.append((message.to, sender))
        for one_end, other_end in ends:
            if in_scope(account, policy["from"], one_end) and in_scope(account, policy["to"], other_end):
                return compared
    return ""


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
    """The addresses that a policy compares; where both are compared, the header counts if it fits."""
    if policy["fromPart"] in ("header_from", "both"):
        yield HEADER, message.header_from
    if policy["fromPart"] in ("envelope_from", "both"):
        yield ENVELOPE, message.envelope_from


def in_scope(account: Account, target: Row, address: str) -> bool:
    """Whether an address belongs to one end of a policy. No address has an attribute."""
    domain = address.rpartition("@")[2]
    match target["type"]:
        case "everyone":
            return True
        case "internal_addresses":
            return account.is_internal(domain)
        case "external_addresses":
            return not account.is_internal(domain)
        case "email_domain":
            return fits(account, target["domain"], domain)
        case "individual_email_address":
            return fits(account, target["emailAddress"], address)
        case "profile_group":
            return _is_member(account, target["group"], address)
    return False


def _is_member(account: Account, group: str, address: str) -> bool:
    groups = account.tables["groups"]
    members = groups[group]["members"]
    if address in members or address.rpartition("@")[2] in members:
        return True
    if account.dialect.says("M5", "sub_groups"):
        below = [key for key, row in groups.items() if row["parent"] == group]
        return any(_is_member(account, key, address) for key in below)
    return False


def fits(account: Account, pattern: str, name: str) -> bool:
    """Whether a domain or an address is one that a pattern stands for."""
    if pattern.lower().startswith(SEVERAL):
        parts = re.split(r"[\s,;]+", pattern[len(SEVERAL) :])
        return any(fits(account, part, name) for part in parts if part)
    if is_expression(pattern):
        return re.fullmatch(pattern, name, re.IGNORECASE) is not None
    if pattern == "*":
        return True
    return re.fullmatch(_as_expression(account, pattern), name, re.IGNORECASE) is not None


def is_expression(pattern: str) -> bool:
    """Whether a pattern is a regular expression; a plus is a letter of an address like any other."""
    return EXPRESSION.search(pattern.replace("+", "") if "@" in pattern else pattern) is not None


def _as_expression(account: Account, pattern: str) -> str:
    local, at, domain = pattern.rpartition("@")
    labels = r"[^@.]+" if account.dialect.says("M3", "one_label") else r"[^@]+"
    told = [re.escape(label).replace(r"\*", labels) for label in domain.split(".")]
    return re.escape(local).replace(r"\*", "[^@]*") + at + r"\.".join(told)
