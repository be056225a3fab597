# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the mail engine takes over a large account, beside a loop over all policies for each message.

`python -m ansible_collections.mailops.mimecast.tests.benchmarks.mail_engine` prints seconds of one core and megabytes:
1,000 policies, 100,000 members of groups, 10,000 messages. The account is what a large company has: an anti-spoofing
policy for each domain, exceptions by network, blocks by domain, address, network and group, routes by domain and group.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.tests.unit.mail import naive

DAY = "2026-06-15"
EVERYONE, INSIDE, OUTSIDE = ({"type": kind} for kind in ("everyone", "internal_addresses", "external_addresses"))
OWN = [f"own{number}.example" for number in range(20)]
OTHERS = [f"firm{number}.example" for number in range(3000)]
GROUPS = [f"Group {number}" for number in range(48)]
KINDS: Mapping[str, int] = {
    "anti_spoofing_policy": 80,
    "anti_spoofing_bypass_policy": 10,
    "blocked_sender_policy": 300,
    "ip_permit": 200,
    "greylisting_policy": 100,
    "address_alteration_policy": 10,
    "delivery_route_policy": 120,
    "dkim_policy": 20,
    "impersonation_protection_bypass_policy": 80,
    "url_protection_bypass_policy": 80,
}
"""How many policies of each type there are."""


class World:
    """Everything that is random about an account and its mail, from one seed."""

    def __init__(self, members: int, seed: int = 0) -> None:
        self.chance = random.Random(seed)
        self.members = [f"user{number}@{self.chance.choice(OTHERS)}" for number in range(members)]

    def network(self) -> str:
        return f"{self.chance.randrange(11, 200)}.{self.chance.randrange(256)}.{self.chance.randrange(256)}.0/24"

    def entries(self) -> dict[str, list[dict[str, Any]]]:
        """Return the entries of an account."""
        found = {kind: [self.policy(kind, number) for number in range(many)] for kind, many in KINDS.items()}
        size = len(self.members) // (len(GROUPS) + 2)
        found["sender_group"] = [
            {
                "name": name,
                "members": [{"member": member} for member in self.members[place * size : (place + 1) * size]],
            }
            for place, name in enumerate([*GROUPS, "Blocked Senders", "Permitted senders"])
        ]
        found["internal_domain"] = [{"domain": domain} for domain in OWN]
        found["delivery_route"] = [{"name": f"Route {n}", "hostname": f"mx{n}.example", "port": 25} for n in range(8)]
        definitions = [
            {
                "original_address": f"old{n}@{OWN[0]}",
                "new_address": f"new{n}@{OWN[1]}",
                "address_type": "all",
                "routing": "all",
            }
            for n in range(500)
        ]
        found["address_alteration_set"] = [{"name": "Merger", "definitions": definitions}]
        return {**{name: [] for name in accounts.TYPES}, **found}

    def policy(self, kind: str, number: int) -> dict[str, Any]:
        """Return one policy of a type."""
        shared = {"name": f"{kind} {number}", "addresses_based_on": "return_address", "applies_to": INSIDE}
        by_network = {"applies_from": EVERYONE, "override": True, "source_ips": [self.network(), self.network()]}
        own = {"type": "email_domain", "domain": OWN[number % len(OWN)]}
        if kind == "anti_spoofing_policy":
            if number < len(OWN):
                return {
                    **shared,
                    "applies_from": own,
                    "action": "apply_exclude_mimecast_ips",
                    "addresses_based_on": "both",
                }
            return {**shared, **by_network, "action": "take_no_action"}
        if kind == "blocked_sender_policy":
            return {**shared, "applies_from": self.sender(), "action": "block_sender"}
        if kind == "greylisting_policy":
            return (
                {**shared, **by_network, "action": "take_no_action"}
                if number
                else {
                    **shared,
                    "applies_from": OUTSIDE,
                    "action": "greylist",
                }
            )
        if kind == "delivery_route_policy":
            sender = EVERYONE if number < len(OWN) else {"type": "profile_group", "group": self.chance.choice(GROUPS)}
            return {**shared, "applies_from": sender, "applies_to": own, "route": f"Route {number % 8}"}
        if kind == "dkim_policy":
            return {**shared, "applies_from": own, "applies_to": OUTSIDE, "definition": "Key"}
        does = {
            "ip_permit": {"action": "permit_sender"},
            "anti_spoofing_bypass_policy": {"action": "enable_bypass", "spf_domains": [f"spf{number}.example"]},
            "address_alteration_policy": {"alteration_set": "Merger"},
        }
        return {**shared, **by_network, **does.get(kind, {"option": "Disable"})}

    def sender(self) -> dict[str, Any]:
        """Return whom a policy blocks."""
        way = self.chance.randrange(10)
        if way < 5:
            return {"type": "email_domain", "domain": self.chance.choice(OTHERS)}
        if way < 7:
            return {"type": "email_domain", "domain": f"*.{self.chance.choice(OTHERS)}"}
        if way < 9:
            return {"type": "individual_email_address", "email": self.chance.choice(self.members)}
        return {"type": "profile_group", "group": self.chance.choice(GROUPS[:4])}

    def message(self) -> Message:
        """Return one message: to inside, at times from a member of a group, at times forged."""
        sender = self.chance.choice(self.members) if self.chance.random() < 0.5 else f"x@{self.chance.choice(OTHERS)}"
        header = sender if self.chance.random() < 0.8 else f"y@{self.chance.choice([*OTHERS, *OWN])}"
        ip = self.network().removesuffix("0/24") + str(self.chance.randrange(1, 255))
        return Message(
            sender, f"old{self.chance.randrange(2000)}@{self.chance.choice(OWN)}", DAY, header, ip, "mx.example"
        )


def slowly(entries: Any, messages: list[Message]) -> float:
    """Return the seconds that a loop over all entries takes for each message, under one reading of the rules."""
    readings = {
        **dict.fromkeys(("S4", "S5", "S6", "S7", "M1", "M3", "M5", "M8", "M10", "M12", "M13", "P7", "P14"), "a")
    }
    begun = time.process_time()
    for message in messages:
        asked = {**message.as_data(), "header_from": message.header_from, "hostname": message.hostname}
        naive.effects(naive.World(entries, asked, readings, {f"spf{n}.example": [] for n in range(10)}))
    return (time.process_time() - begun) / len(messages)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--slowly", type=int, default=20, help="messages that the loop is measured with")
    given = parser.parse_args()
    world = World(given.members)
    entries, messages = world.entries(), [world.message() for _number in range(given.messages)]
    begun = time.process_time()
    engine = Engine(accounts.built(entries, spf={f"spf{number}.example": [] for number in range(10)}))
    built = time.process_time()
    certain = sum(len({repr(verdict.effects) for verdict in engine.verdicts(message)}) == 1 for message in messages)
    ended = time.process_time()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = slowly(entries, messages[: given.slowly])
    print(f"policies: {len(engine.account.policies)}, members: {given.members}, messages: {given.messages}")
    print(f"build: {built - begun:.2f} s, messages: {ended - built:.2f} s, together: {ended - begun:.2f} s of one core")
    print(f"largest use of memory, entries and messages included: {megabytes:.0f} MB")
    print(f"certain: {certain / given.messages:.1%}")
    print(
        f"a loop over all policies: {each * 1000:.1f} ms a message, {each * given.messages:.0f} s for all, one reading"
    )


if __name__ == "__main__":
    main()
