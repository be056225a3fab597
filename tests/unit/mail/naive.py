# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a message, worked out once more and slowly: loops over entries, and one reading of every rule.

It shares nothing with ``_mail``. It goes by the rules as they are written down: S which policy wins, M what matches,
P in which order.
"""

from __future__ import annotations

import fnmatch
import ipaddress
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Entries = Mapping[str, Sequence[Mapping[str, Any]]]
ORDERS = {
    letter: ["everyone", "internal_addresses", "external_addresses", *middle, "individual_email_address"]
    for letter, middle in {
        "a": ("email_domain", "profile_group", "address_attribute_value"),
        "b": ("profile_group", "email_domain", "address_attribute_value"),
        "c": ("email_domain", "address_attribute_value", "profile_group"),
        "d": ("address_attribute_value", "email_domain", "profile_group"),
        "e": ("profile_group", "address_attribute_value", "email_domain"),
        "f": ("address_attribute_value", "profile_group", "email_domain"),
    }.items()
}
DEFAULT_BLOCK = {
    "name": "Default Blocked Senders Policy",
    "action": "block_sender",
    "applies_from": {"type": "profile_group", "group": "Blocked Senders"},
    "applies_to": {"type": "everyone"},
}
DEFAULT_PERMIT = {
    "name": "Default Permitted Senders Policy",
    "action": "permit_sender",
    "applies_from": {"type": "profile_group", "group": "Permitted senders"},
    "applies_to": {"type": "everyone"},
    "addresses_based_on": "return_address",
}


@dataclass
class Match:
    """A policy that matches, in one direction and by one sender address."""

    policy: Mapping[str, Any]
    sender: Mapping[str, Any]
    recipient: Mapping[str, Any]
    seen_by: str


@dataclass
class World:
    """Entries, one message, and one reading of every rule."""

    entries: Entries
    message: Mapping[str, str]
    readings: Mapping[str, str]
    spf: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def of(self, name: str) -> list[Mapping[str, Any]]:
        found = list(self.entries.get(name, ()))
        return found + {"blocked_sender_policy": [DEFAULT_BLOCK], "ip_permit": [DEFAULT_PERMIT]}.get(name, [])

    def reads(self, rule: str, *letters: str) -> bool:
        return self.readings[rule] in letters


def effects(world: World) -> dict[str, Any]:
    """Return what becomes of the message, in the words of ``Verdict.effects``, and who does it under ``by``."""
    result: dict[str, Any] = {
        "refused": False,
        "permitted": False,
        "skips": (),
        "greylisted": False,
        "spoofing_bypassed": False,
        "routes": (),
        "altered_to": "",
        "bypasses": (),
        "signed_with": "",
        "by": {},
    }
    if not is_internal(world, world.message["to"]):
        if not is_internal(world, world.message["from"]):
            return {**result, "refused": True}
        return deliver(world, result)
    spoofing = stopped(world, "anti_spoofing_policy", ("apply", "apply_exclude_mimecast_ips"))
    if spoofing:
        if not is_bypassed(world):
            return {**result, "refused": True, "by": {"refused": spoofing["name"]}}
        result["spoofing_bypassed"] = True
    block = stopped(world, "blocked_sender_policy", ("block_sender",))
    if block and not is_lifted(world):
        return {**result, "refused": True, "spoofing_bypassed": False, "by": {"refused": block["name"]}}
    permit(world, result)
    if "greylisting" not in result["skips"]:
        found = matching(world, "greylisting_policy")
        if world.reads("P14", "a"):
            found = [match for match in found if match.seen_by == "envelope"]
        greylisting = winner(world, found)
        if greylisting and greylisting["action"] == "greylist":
            result["greylisted"] = True
            result["by"]["greylisted"] = greylisting["name"]
    return deliver(world, result)


def stopped(world: World, kind: str, words: Sequence[str]) -> Mapping[str, Any] | None:
    """Return the policy of a type that refuses the message: by the envelope alone, or by all of it (P14)."""
    every = matching(world, kind)
    rounds = [every]
    if world.reads("P14", "a"):
        rounds.insert(0, [match for match in every if match.seen_by == "envelope"])
    found = [winner(world, matches) for matches in rounds]
    return next((policy for policy in reversed(found) if policy and policy["action"] in words), None)


def is_bypassed(world: World) -> bool:
    """M11: the address of the server counts, not the sender; ten terms are too many. M12: no domain at all."""
    policy = winner(world, matching(world, "anti_spoofing_bypass_policy"))
    if policy is None or policy["action"] != "enable_bypass":
        return False
    domains = policy.get("spf_domains") or []
    if not domains:
        return world.reads("M12", "a")
    return len(domains) < 10 and any(in_networks(world.message["ip"], world.spf.get(domain, ())) for domain in domains)


def is_lifted(world: World) -> bool:
    """S7 (c): a permit that overrides lifts a block."""
    overriding = [match for match in matching(world, "ip_permit") if match.policy.get("override")]
    policy = winner(world, overriding)
    return world.reads("S7", "c") and policy is not None and policy["action"] == "permit_sender"


def permit(world: World, result: dict[str, Any]) -> None:
    """P6, P7, P14: what skips spam scanning, and what skips reputation and greylisting too."""
    every = matching(world, "ip_permit")
    late = winner(world, every)
    enveloped = [match for match in every if match.seen_by == "envelope"]
    headed = [match.policy["name"] for match in every if match.seen_by == "header"]
    names = [match.policy["name"] for match in enveloped]

    def spares(policy: Mapping[str, Any]) -> str:
        counts = policy["name"] in names and not (policy["name"] in headed and world.reads("P7", "b"))
        return "permit" if policy["action"] == "permit_sender" and counts else ""

    first = winner(world, enveloped if world.reads("P14", "a") else every)
    if first and spares(first):
        result["skips"] += ("reputation", "greylisting")
    if late and late["action"] == "permit_sender":
        result["skips"] += ("spam_scanning",)
    if result["skips"]:
        result["permitted"] = True
        acting = late if late and late["action"] == "permit_sender" else first
        result["by"]["permitted"] = acting["name"] if acting else ""


def deliver(world: World, result: dict[str, Any]) -> dict[str, Any]:
    """M9, M10, P16: the recipient may become another one, and a route is taken."""
    outbound = not is_internal(world, world.message["to"])
    policy = winner(world, matching(world, "address_alteration_policy"))
    if policy:
        sets = {entry["name"]: entry["definitions"] for entry in world.entries["address_alteration_set"]}
        altered = alter(world.message["to"], sets[policy["alteration_set"]], "outbound" if outbound else "inbound")
        result["altered_to"] = altered
    to = world.message["to"]
    if result["altered_to"] and world.reads("M10", "b"):
        to = result["altered_to"]
    seen = World(world.entries, {**world.message, "to": to}, world.readings, world.spf)
    signed = winner(seen, matching(seen, "dkim_policy")) if outbound else None
    if signed:
        result |= {"signed_with": signed["definition"], "by": {"signed": signed["name"]}}
    left = strongest(seen, matching(seen, "delivery_route_policy"))
    routes = sorted({match.policy["route"] for match in left})
    hosts = {
        entry["name"]: f"{entry['name']} ({entry['hostname']}:{entry['port']})" for entry in world.of("delivery_route")
    }
    result["routes"] = tuple(hosts[route] for route in routes) or ("MX of the domain" if outbound else "none",)
    return result


def alter(address: str, definitions: Iterable[Mapping[str, str]], way: str) -> str:
    """M9: a definition for an address beats one for a local part, and that one for a domain."""
    local, _at, domain = address.partition("@")
    for original in (address, f"{local}@*", f"@{domain}"):
        for definition in definitions:
            fits = definition["address_type"] in ("all", "envelope_to") and definition["routing"] in ("all", way)
            if fits and definition["original_address"] == original:
                new_local, _at, new_domain = definition["new_address"].partition("@")
                return f"{new_local or local}@{domain if new_domain == '*' else new_domain}"
    return ""


def matching(world: World, kind: str) -> list[Match]:
    """Return the policies of a type that match, each as often as it does (S9 to S11)."""
    found = []
    for policy in world.of(kind):
        if not acts(world, policy):
            continue
        based_on = policy.get("addresses_based_on", "return_address")
        seen = {"return_address": ["envelope"], "message_from": ["header"], "both": ["envelope", "header"]}[based_on]
        sides = (policy["applies_from"], policy["applies_to"])
        ways = [sides, sides[::-1]] if policy.get("bidirectional") else [sides]
        for (sender, recipient), seen_by in itertools.product(ways, seen):
            address = world.message["from" if seen_by == "envelope" else "header_from"]
            if is_in(world, sender, address) and is_in(world, recipient, world.message["to"]):
                found.append(Match(policy, sender, recipient, seen_by))
    return found


def acts(world: World, policy: Mapping[str, Any]) -> bool:
    """S9, M13: switched on, on this day, for this server."""
    day = world.message["day"]
    if (
        policy.get("enabled") is False
        or day < (policy.get("valid_from") or "")
        or day > (policy.get("valid_until") or "9")
    ):
        return False
    asked = []
    if policy.get("source_ips"):
        asked.append(in_networks(world.message["ip"], policy["source_ips"]))
    if policy.get("hostnames"):
        asked.append(world.message["hostname"] in policy["hostnames"])
    return any(asked) if len(asked) == 2 and world.reads("M13", "b") else all(asked)


def in_networks(ip: str, networks: Iterable[str]) -> bool:
    return any(ipaddress.ip_address(ip) in ipaddress.ip_network(network) for network in networks)


def is_internal(world: World, address: str) -> bool:
    """M8."""
    domain = address.partition("@")[2]
    return any(
        domain == own["domain"] or (domain.endswith(f".{own['domain']}") and world.reads("M8", "b"))
        for own in world.of("internal_domain")
    )


def is_in(world: World, scope: Mapping[str, Any], address: str) -> bool:
    """Whether an address is in a scope (M1 to M5, M8)."""
    kind = scope["type"]
    if kind == "everyone":
        return True
    if kind == "internal_addresses":
        return is_internal(world, address)
    if kind == "external_addresses":
        return not is_internal(world, address)
    if kind == "email_domain":
        return fits(world, scope["domain"], address.partition("@")[2])
    if kind == "individual_email_address":
        return fits(world, scope["email"], address)
    if kind == "profile_group":
        return in_group(world, scope["group"], address)
    return world.readings["attribute"] == "yes"


def in_group(world: World, name: str, address: str) -> bool:
    """M4, M5."""
    for group in world.of("sender_group"):
        members = [record["member"] for record in group.get("members", ())]
        if group["name"] == name and (address in members or address.partition("@")[2] in members):
            return True
    below = [group["name"] for group in world.of("sender_group") if group.get("parent") == name]
    return world.reads("M5", "b") and any(in_group(world, child, address) for child in below)


def fits(world: World, pattern: str, name: str) -> bool:
    """M1, M3."""
    if pattern.startswith("^"):
        return bool((re.fullmatch if world.reads("M1", "b") else re.search)(pattern, name))
    if "*" not in pattern:
        return pattern == name
    if "@" in pattern:
        local, _at, domain = pattern.partition("@")
        mailbox, _at, host = name.partition("@")
        return fnmatch.fnmatchcase(mailbox, local) and fits(world, domain, host)
    if pattern == "*":
        return True
    rest = pattern.removeprefix("*.")
    if name == rest:
        return world.reads("M3", "c")
    before = name.removesuffix(f".{rest}")
    return before != name and bool(before) and (world.reads("M3", "b", "c") or "." not in before)


def winner(world: World, matches: Sequence[Match]) -> Mapping[str, Any] | None:
    """Return the policy that acts; of equals the first by name (S8)."""
    left = strongest(world, matches)
    return min((match.policy for match in left), key=lambda policy: str(policy["name"])) if left else None


def strongest(world: World, matches: Sequence[Match]) -> list[Match]:
    """Return the policies that no other goes before (S1 to S7)."""
    left = list(matches)
    if world.reads("S7", "a", "c"):
        left = first(left, overrides)
    if world.reads("S6", "c"):
        left = first(left, lambda match: names_servers(match.policy))
    left = most_specific(world, left)
    if world.reads("S6", "b"):
        left = first(left, lambda match: names_servers(match.policy))
    if world.reads("S7", "b"):
        left = first(left, overrides)
    return left


def first(matches: list[Match], has: Any) -> list[Match]:
    return [match for match in matches if has(match)] or matches


def overrides(match: Match) -> bool:
    return bool(match.policy.get("override"))


def names_servers(policy: Mapping[str, Any]) -> bool:
    return any(policy.get(name) for name in ("source_ips", "hostnames", "spf_domains"))


def most_specific(world: World, matches: list[Match]) -> list[Match]:
    """S3, S4, S5, M2."""
    ranks = [(rank(world, match.sender), rank(world, match.recipient)) for match in matches]

    def is_beaten(own: Any) -> bool:
        for other in ranks:
            if world.reads("S5", "a") and other > own:
                return True
            if world.reads("S5", "b") and other[::-1] > own[::-1]:
                return True
            if world.reads("S5", "c") and added(other) > added(own):
                return True
            if world.reads("S5", "d") and other != own and other[0] >= own[0] and other[1] >= own[1]:
                return True
        return False

    return [match for match, own in zip(matches, ranks, strict=True) if not is_beaten(own)]


def added(ranks: Any) -> tuple[int, int]:
    return ranks[0][0] + ranks[1][0], ranks[0][1] + ranks[1][1]


def rank(world: World, scope: Mapping[str, Any]) -> tuple[int, int]:
    level = ORDERS[world.readings["S4"]].index(scope["type"])
    written = scope.get("domain") or scope.get("email") or ""
    if scope["type"] == "profile_group" or not any(sign in written for sign in "*^"):
        return level, 3
    if written == "*":
        return level, 0
    return level, 1 if written.startswith("^") or "@" in written else 2
