# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes entries that stand for entries of other types, and says in its own words what each of them stands for.

It may not know how the collection works that out. What a person has to do for one is tried by
tests/contract/test_trusted_source.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED, STANDING
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import NETWORKS, disguised
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import covering
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Source, Wish

VENDORS = ("Drill", "Newsletter", "Scanner")
ENDED, FAR = "2020-01-31", "2099-12-31"
"""Last days: one that is over, and one that is not."""

_SPF_DOMAINS = ("spf.vendor.example", "spf2.vendor.example", "spf.mailer.example")
_INSIDE: Entry = {"type": "internal_addresses"}


def name_of(vendor: str) -> str:
    """Return what everything is called that a trusted source stands for."""
    return f"Trusted source: {vendor}"


def links_of(vendor: str) -> tuple[str, ...]:
    """Return the domains that links in the mail of a vendor may lead to."""
    return (f"landing.{vendor.lower()}.example", f"click.{vendor.lower()}.example")


def is_stood_for(resource: str) -> bool:
    """Whether objects of a type may be kept by an entry of another type."""
    return any(other.stands_for and resource in other.stands_for.types for other in STANDING.values())


def sources(chance: random.Random, resource: str) -> list[Source]:
    """Return random entries of a type that stand for others."""
    return [MAKERS[resource](chance, vendor) for vendor in VENDORS if chance.random() < 0.5]


def stood_for(source: Source) -> list[Wish]:
    """Return what an entry stands for."""
    return [
        Wish(resource, name, wish, _meant(wish), _modes(wish), state=str(wish.get("state", "present")), source=source)
        for resource, name, wish in READERS[source.resource](source.written)
    ]


def _meant(wish: Entry) -> Entry:
    beside = ("name", "url", "state")
    return {word: value for word, value in wish.items() if word not in beside and not word.endswith("_mode")}


def _modes(wish: Entry) -> Mapping[str, str]:
    return {word.removesuffix("_mode"): mode for word, mode in wish.items() if word.endswith("_mode")}


# --- Trusted sources --------------------------------------------------------------------------------------------------


def _trusted_source(chance: random.Random, vendor: str) -> Source:
    written: Entry = {"name": vendor, "reason": "CHG-1"}
    parts = chance.choice([("networks",), ("domains",), ("networks", "domains")])
    if "networks" in parts:
        found = chance.sample(NETWORKS, chance.randint(1, 3))
        written["networks"] = [disguised(chance, network) for network in found]
    if "domains" in parts:
        written["domains"] = chance.sample(_SPF_DOMAINS, chance.randint(1, 2))
    if chance.random() < 0.6:
        written["link_domains"] = chance.sample(links_of(vendor), chance.randint(1, 2))
    if chance.random() < 0.6:
        written["valid_until"] = chance.choice([FAR, FAR, ENDED])
    if chance.random() < 0.3:
        written["applies_to"] = {"type": "email_domain", "domain": "example.org"}
    if chance.random() < 0.15:
        written["state"] = "absent"
    return Source("trusted_source", vendor, written)


def _of_trusted_source(written: Entry) -> Iterator[tuple[str, str, Entry]]:
    """Yield (type, name, entry) of everything that a trusted source stands for: REFERENCE section 8."""
    name = name_of(written["name"])
    gone = written.get("state") == "absent" or written.get("valid_until") == ENDED
    absent: Entry = {"name": name, "state": "absent"}
    for resource in (found for found in MANAGED if is_stood_for(found) and found != "managed_url"):
        by_spf = resource == "anti_spoofing_bypass_policy"
        if not gone and written.get("domains" if by_spf else "networks"):
            yield resource, name, {"name": name, **_policy(resource, written)}
        elif resource != "ip_permit" or (gone and ("networks" in written or "domains" not in written)):
            yield resource, name, absent
    for domain in written.get("link_domains", ()):
        url = f"https://{domain}"
        permitted: Entry = {"url": url, "action": "permit", "match_type": "domain", "comment": name}
        yield "managed_url", url, {"url": url, "state": "absent"} if gone else permitted


def _policy(resource: str, written: Entry) -> Entry:
    """Return what a policy says that lets mail of a source pass."""
    shared: Entry = {
        "applies_from": {"type": "everyone"},
        "applies_to": written.get("applies_to", _INSIDE),
        "enabled": True,
        "override": True,
    }
    if "valid_until" in written:
        shared["valid_until"] = written["valid_until"]
    if resource == "anti_spoofing_bypass_policy":
        domains = sorted(written["domains"])
        return {**shared, "action": "enable_bypass", "spf_domains": domains, "spf_domains_mode": "exact"}
    networks = {"source_ips": covering(written["networks"]), "source_ips_mode": "exact"}
    if resource == "ip_permit":
        return {**shared, **networks, "action": "permit_sender", "addresses_based_on": "both"}
    return {**shared, **networks, "action": "take_no_action"}


MAKERS: Mapping[str, Callable[[random.Random, str], Source]] = {"trusted_source": _trusted_source}
"""Type -> what makes an entry of it for a vendor."""
READERS: Mapping[str, Callable[[Entry], Iterator[tuple[str, str, Entry]]]] = {"trusted_source": _of_trusted_source}
"""Type -> what says what an entry of it stands for."""
