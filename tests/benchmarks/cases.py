# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: what each account holds before a run, what its site file says, and what it holds afterwards.

It may not know who does the work, nor how it is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.benchmarks import all_types
from ansible_collections.mailops.mimecast.tests.benchmarks.outcomes import SETTINGS, Outcome, Tables
from ansible_collections.mailops.mimecast.tests.contract import sites

Site = dict[str, Any]

GROUP = "Benchmark"
STALE_SHARE = 20
"""One in so many members of the group is stale in the case with 5% stale ones."""

DRIFTING = 10
"""One in so many accounts differs from its site file."""


@dataclass(frozen=True)
class Case:
    """One piece of work.

    Attributes:
        size: accounts. drift: only the difference is asked for, so nothing is to change, with or without check mode.
        site, before: what the site file of an account says and the tables it begins with, by the account's number.
        changes: whether the work changes anything.
        settled: name of the case with nothing to do that this one ends as.
        latencies: milliseconds added to every answer; more than one where waiting is what counts.
        outcome: how it is judged.
        requests: the least of requests, beside the token, where no playbook or script written by hand can do the work.
    """

    name: str
    title: str
    site: Callable[[int], Site]
    before: Callable[[int], Tables]
    changes: bool = False
    drift: bool = False
    size: int = 1
    latencies: tuple[int, ...] = (0,)
    settled: str = ""
    outcome: Outcome = SETTINGS
    requests: Callable[[], list[dict[str, Any]]] | None = None

    @property
    def tasks(self) -> int:
        """How many tasks have something to do where nothing is there yet: one a type."""
        return len(self.site(0))

    @property
    def there(self) -> int:
        """How many objects an account begins with: each is looked at by its id right before it is changed."""
        return sum(len(rows) for rows in self.before(0).values())

    @property
    def referring(self) -> int:
        """How many lists tasks read of types that are not their own: policies name routes."""
        entries: dict[str, list[dict[str, Any]]] = {
            plural: [found] if isinstance(found, dict) else found for plural, found in self.site(0).items()
        }
        types = [resource for resource in MANAGED.values() if resource.plural in entries]
        return sum(len(sites.needed(resource, entries[resource.plural]) - {resource.name}) for resource in types)


def members(count: int, name: str = "sender") -> list[str]:
    """Return addresses of senders."""
    return [f"{name}{number:06}@partner{number % 97}.example" for number in range(count)]


def fifty_objects(_account: int = 0) -> Site:
    """Return a site of 50 objects of 6 types, with a few members in each group."""
    return {
        "sender_groups": [
            {"name": f"Group {number}", "members": members(5, f"group{number}-"), "members_mode": "exact"}
            for number in range(8)
        ],
        "delivery_routes": [
            {"name": f"Route {number}", "hostname": f"mail{number}.example.com", "port": 2525} for number in range(8)
        ],
        "delivery_route_policies": [
            {
                "name": f"Policy {number}",
                "route": f"Route {number}",
                "applies_from": {"type": "everyone"},
                "applies_to": {"type": "email_domain", "domain": f"domain{number}.example.com"},
            }
            for number in range(8)
        ],
        "ip_permits": [{"name": f"Permit {number}", "source_ips": [f"192.0.2.{number}/32"]} for number in range(8)],
        "users": [{"email": f"user{number}@example.com", "name": f"User {number}"} for number in range(12)],
        "attachment_sets": [
            {"name": f"Set {number}", "folder": "Attachment sets", "image_hold_probability": 70} for number in range(6)
        ],
    }


def one_object(_account: int = 0) -> Site:
    """Return a site of one delivery route."""
    return {"delivery_routes": [{"name": "Route 0", "hostname": "mail0.example.com", "port": 2525}]}


def one_customer(_account: int = 0) -> Site:
    """Return a small site, as a customer of a service provider has one."""
    full = fifty_objects()
    counts = {"sender_groups": 2, "delivery_routes": 2, "delivery_route_policies": 2, "ip_permits": 1, "users": 3}
    return {name: full[name][:count] for name, count in counts.items()}


def group_of(count: int, mode: str = "add") -> Callable[[int], Site]:
    """Return a site of one large group."""
    return lambda _account: {"sender_groups": [{"name": GROUP, "members": members(count), "members_mode": mode}]}


def holding(addresses: list[str]) -> Callable[[int], Tables]:
    """Return the tables of an account whose group has these members."""
    rows = [{"emailAddress": address} for address in addresses]
    return lambda _account: {"groups": {"benchmark": {"description": GROUP, "members": rows}}}


def empty(_account: int) -> Tables:
    """Return nothing: the account is as it was made."""
    return {}


def in_sync(site: Callable[[int], Site]) -> Callable[[int], Tables]:
    """Return the tables of accounts that hold what their sites say."""
    return lambda account: tables_of(site(account))


def partly_drifted(account: int) -> Tables:
    """Return the tables of an account that holds what its site says, or, for one in so many, another route."""
    tables = tables_of(one_customer(account))
    if account % DRIFTING == 0:
        tables["delivery_routes"]["route-0"]["hostname"] = "elsewhere.example.com"
    return tables


def tables_of(site: Site) -> Tables:
    """Return the emulator's tables that hold what a site says."""
    everyone = {"from": {"type": "everyone"}, "to": {"type": "everyone"}}

    def slug(name: str) -> str:
        return name.lower().replace(" ", "-")

    made: Tables = {
        "groups": {
            slug(entry["name"]): {
                "description": entry["name"],
                "members": [{"emailAddress": address} for address in entry["members"]],
            }
            for entry in site.get("sender_groups", [])
        },
        "delivery_routes": {
            slug(entry["name"]): {"description": entry["name"], "hostname": entry["hostname"], "port": entry["port"]}
            for entry in site.get("delivery_routes", [])
        },
        "delivery_route_policies": {
            slug(entry["name"]): {
                "description": entry["name"],
                "route": slug(entry["route"]),
                "from": entry["applies_from"],
                "to": entry["applies_to"],
            }
            for entry in site.get("delivery_route_policies", [])
        },
        "permitted_sender_policies": {
            slug(entry["name"]): {
                "description": entry["name"],
                "option": "permit_sender",
                "fromPart": "both",
                "override": True,
                "sourceIPs": entry["source_ips"],
                **everyone,
            }
            for entry in site.get("ip_permits", [])
        },
        "users": {entry["email"]: {"name": entry["name"]} for entry in site.get("users", [])},
        "attachment_sets": {
            slug(entry["name"]): {
                "description": entry["name"],
                "folder": entry["folder"],
                "imageHoldProbability": entry["image_hold_probability"],
            }
            for entry in site.get("attachment_sets", [])
        },
    }
    return {name: rows for name, rows in made.items() if rows}


TEN_THOUSAND = 10_000
HUNDRED_THOUSAND = 100_000
_STALE = TEN_THOUSAND // STALE_SHARE
_WITH_WAITS = (0, 40)

CASES: tuple[Case, ...] = (
    Case("one-noop", "1 object, nothing to do", one_object, in_sync(one_object)),
    Case(
        "fifty-noop",
        "50 objects of 6 types, nothing to do",
        fifty_objects,
        in_sync(fifty_objects),
        latencies=_WITH_WAITS,
    ),
    Case(
        "fifty-empty",
        "50 objects of 6 types, from empty",
        fifty_objects,
        empty,
        changes=True,
        settled="fifty-noop",
        latencies=_WITH_WAITS,
    ),
    Case(
        "all-noop",
        f"{all_types.OBJECTS} objects of all {len(MANAGED)} types, nothing to do",
        all_types.site,
        all_types.in_sync,
        requests=all_types.looking,
    ),
    Case(
        "all-empty",
        f"{all_types.OBJECTS} objects of all {len(MANAGED)} types, from empty",
        all_types.site,
        empty,
        changes=True,
        settled="all-noop",
        outcome=all_types.NAMES,
        requests=all_types.making,
    ),
    Case(
        "group-noop",
        "10,000 members, nothing to do",
        group_of(TEN_THOUSAND),
        holding(members(TEN_THOUSAND)),
        latencies=_WITH_WAITS,
    ),
    Case(
        "group-plus-one",
        "10,000 members, one to add",
        group_of(TEN_THOUSAND),
        holding(members(TEN_THOUSAND)[:-1]),
        changes=True,
        settled="group-noop",
    ),
    Case(
        "group-empty",
        "10,000 members, from empty",
        group_of(TEN_THOUSAND),
        empty,
        changes=True,
        settled="group-noop",
        latencies=_WITH_WAITS,
    ),
    Case(
        "group-stale",
        "10,000 members exactly, 5% stale",
        group_of(TEN_THOUSAND, "exact"),
        holding(members(TEN_THOUSAND) + members(_STALE, "stale")),
        changes=True,
        settled="group-noop",
    ),
    Case("big-noop", "100,000 members, nothing to do", group_of(HUNDRED_THOUSAND), holding(members(HUNDRED_THOUSAND))),
    Case("drift-50", "Drift of 50 accounts", one_customer, partly_drifted, drift=True, size=50),
    Case("drift-200", "Drift of 200 accounts", one_customer, partly_drifted, drift=True, size=200),
)
