# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the impact of a change takes, and how much memory: 1,000 policies, 100,000 members of groups, 10 changes.

`impact_of_a_change.py [--account large|contested] [--seed N]`. The large account is the one of `mail_engine`: what a
large company has. In the contested one, policies compete with each other as in no account of a company: senders and
recipients are drawn by lot, one policy in twenty is for everyone, one in ten overrides, one in five names servers.
Seconds are those of the processor, so that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.impact import impact
from ansible_collections.mailops.mimecast.tests.benchmarks.mail_engine import DAY, KINDS, OTHERS, World

OWN = [f"own{number}.example" for number in range(30)]
PARTNERS = [f"partner{number}.example" for number in range(3000)]
GROUPS = [f"Group {number}" for number in range(200)]
MIX: dict[str, tuple[int, Sequence[str]]] = {
    policies.SPOOFING: (60, ["apply"] * 9 + ["take_no_action"]),
    policies.SPF_BYPASS: (20, ["enable_bypass"]),
    policies.BLOCK: (350, ["block_sender"] * 19 + ["take_no_action"]),
    policies.PERMIT: (300, ["permit_sender"]),
    policies.GREYLISTING: (60, ["greylist"] * 4 + ["take_no_action"]),
}
Entries = dict[str, list[dict[str, Any]]]


def large(seed: int, members: int = 100_000) -> tuple[Account, Account]:
    """Return the account of a large company, and the same account after ten changes and new members of a group."""
    world, pick = World(members, seed), random.Random(seed)
    before = world.entries()
    after = {name: [*found] for name, found in before.items()}
    for kind, changed in (
        (policies.BLOCK, lambda: {"applies_from": world.sender()}),
        (policies.PERMIT, lambda: {"source_ips": [world.network()]}),
    ):
        after[kind].pop(pick.randrange(len(after[kind])))
        after[kind].append(world.policy(kind, len(after[kind]) + 1))
        _change(after[kind], pick, changed())
    _change(after[policies.GREYLISTING], pick, {"enabled": False})
    _change(after[policies.SPOOFING], pick, {"enabled": False})
    _change(after[policies.ROUTE], pick, {"route": "Route 1"})
    _change(after["url_protection_bypass_policy"], pick, {"source_ips": [world.network()]})
    after[accounts.GROUP] = [*_with_others(after[accounts.GROUP], _used(after), OTHERS[0])]
    spf: Mapping[str, list[str]] = {f"spf{place}.example": [] for place in range(KINDS[policies.SPF_BYPASS])}
    return accounts.built(before, spf=spf), accounts.built(after, spf=spf)


def _change(found: list[dict[str, Any]], pick: random.Random, values: Mapping[str, Any]) -> None:
    place = pick.randrange(len(found))
    found[place] = {**found[place], **values}


def _used(found: Entries) -> str:
    """Return a group that a policy blocks."""
    return str(next(each["applies_from"]["group"] for each in found[policies.BLOCK] if "group" in each["applies_from"]))


def contested(seed: int) -> tuple[Account, Account]:
    """Return an account whose policies compete, and the same account after ten changes and new members of a group."""
    pick = random.Random(seed)
    before = account(pick)
    return accounts.built(before), accounts.built(changed(before, pick))


def account(pick: random.Random) -> Entries:
    """Return the entries of a large account."""
    found: Entries = {kind: [] for kind in accounts.TYPES}
    members = [f"user{number}@{OWN[number % 30]}" for number in range(70_000)]
    members += [f"user{number}@{PARTNERS[number % 1000]}" for number in range(27_000)] + PARTNERS
    pick.shuffle(members)
    found[accounts.GROUP] = [
        {"name": name, "members": members[place * 500 : place * 500 + 500], "parent": ""}
        for place, name in enumerate(GROUPS)
    ]
    found[accounts.DOMAIN] = [{"domain": domain} for domain in OWN]
    found[accounts.DELIVERY_ROUTE] = [
        {"name": f"Route {place}", "hostname": f"mx{place}.{OWN[0]}", "port": 25} for place in range(20)
    ]
    found[accounts.ALTERATION_SET] = [_set(place) for place in range(5)]
    for kind, (count, actions) in MIX.items():
        found[kind] = [policy(pick, f"Policy {place}", pick.choice(actions)) for place in range(count)]
    for place, entry in enumerate(found[policies.SPF_BYPASS]):
        entry["spf_domains"] = [f"spf{place}.example"]
    found[policies.ROUTE] = [_using(pick, place, route=f"Route {place % 20}") for place in range(100)]
    found[policies.ALTERATION] = [_using(pick, place, alteration_set=f"Set {place % 5}") for place in range(80)]
    found[policies.SIGNING] = [_using(pick, place, definition=f"Key {place}") for place in range(30)]
    return found


def _set(place: int) -> dict[str, Any]:
    ends = {"original_address": f"@{OWN[place]}", "new_address": f"@{OWN[place + 1]}"}
    return {"name": f"Set {place}", "definitions": [{**ends, "address_type": "envelope_to", "routing": "all"}]}


def _using(pick: random.Random, place: int, **uses: str) -> dict[str, Any]:
    sides = {"applies_from": {"type": "everyone"}, "applies_to": recipient(pick)}
    return {"name": f"Policy {place}", **uses, **sides}


def sender(pick: random.Random) -> dict[str, str]:
    """Return the sender side of a policy."""
    kind = pick.choices(("group", "domain", "stars", "address", "all"), (40, 20, 15, 20, 5))[0]
    return {
        "group": {"type": "profile_group", "group": pick.choice(GROUPS)},
        "domain": {"type": "email_domain", "domain": pick.choice(PARTNERS)},
        "stars": {"type": "email_domain", "domain": f"*.{pick.choice(PARTNERS)}"},
        "address": {"type": "individual_email_address", "email": f"user{pick.randrange(9000)}@{pick.choice(PARTNERS)}"},
        "all": {"type": pick.choice(("everyone", "external_addresses"))},
    }[kind]


def recipient(pick: random.Random) -> dict[str, str]:
    """Return the recipient side of a policy."""
    kind = pick.choices(("all", "domain", "address"), (60, 25, 15))[0]
    return {
        "all": {"type": pick.choice(("everyone", "internal_addresses"))},
        "domain": {"type": "email_domain", "domain": pick.choice(OWN)},
        "address": {"type": "individual_email_address", "email": f"user{pick.randrange(500)}@{pick.choice(OWN)}"},
    }[kind]


def policy(pick: random.Random, name: str, action: str) -> dict[str, Any]:
    """Return a policy of one of the types that look at senders."""
    networks = [f"198.{18 + pick.randrange(2)}.{pick.randrange(256)}.0/24"] if pick.random() < 0.2 else []
    return {
        "name": name,
        "action": action,
        "applies_from": sender(pick),
        "applies_to": recipient(pick),
        "override": pick.random() < 0.1,
        "addresses_based_on": pick.choice(["return_address"] * 9 + ["both"]),
        "source_ips": networks,
    }


def changed(before: Entries, pick: random.Random) -> Entries:
    """Return the account after ten changes: policies that come, go and change, and members of a group that is used."""
    after = {name: [*found] for name, found in before.items()}
    for kind in (policies.BLOCK, policies.PERMIT):
        after[kind].pop(pick.randrange(len(after[kind])))
        after[kind].append(policy(pick, "New", MIX[kind][1][0]))
        _change(after[kind], pick, {"applies_from": sender(pick)})
    for kind in (policies.GREYLISTING, policies.SPOOFING):
        _change(after[kind], pick, {"enabled": False})
    _change(after[policies.ROUTE], pick, {"route": "Route 9"})
    after[accounts.GROUP] = [*_with_others(after[accounts.GROUP], _used(after), PARTNERS[0])]
    return after


def _with_others(groups: list[dict[str, Any]], name: str, domain: str) -> Iterator[dict[str, Any]]:
    """Yield groups, one of them with five other members."""
    for group in groups:
        more = [{"member": f"new{number}@{domain}"} for number in range(5)]
        yield {**group, "members": [*group["members"][5:], *more]} if group["name"] == name else group


ACCOUNTS: Mapping[str, Callable[[int], tuple[Account, Account]]] = {"large": large, "contested": contested}


def main() -> None:
    """Print what it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--account", choices=ACCOUNTS, default="large")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pair = ACCOUNTS[given.account](given.seed)
    began = time.process_time()
    found = impact(*pair, DAY)
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(pair[0].policies)} policies, 10 changes: {seconds:.2f} s, {memory:.0f} MB")
    print(f"{len(found.changes)} sentences")
    print("\n".join(found.not_exact) or "worked out in full")


if __name__ == "__main__":
    main()
