# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, addresses and networks of which accounts and site files are made, and other ways to spell them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import SINGLE
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from mimecast_emulator.tables import TABLES as EMULATED

TABLES: dict[str, str] = {
    name: table
    for name, resource in MANAGED.items()
    if (table := samples.TABLES.get(name, resource.plural)) in EMULATED
}
"""Type -> the emulator's table of it; of roles there is none of their members."""
PEOPLE = ("jo@example.com", "sam@example.com", "kim@example.org", "lee@example.net", "alex@example.com")
SENDERS = tuple(f"sender{number}@bulk.example" for number in range(24)) + tuple(f"d{n}.example" for n in range(6))
NETWORKS = ("192.0.2.0/24", "198.51.100.7/32", "203.0.113.0/25", "2001:db8::/32", "2001:db8:7::9/128")
"""The last one lies in the one before it."""
ALTERED = ("jo@example.org", "sam@example.org", "@example.net", "kim@*")
"""What definitions of an address alteration set act on, and what that becomes."""
PLACES = (
    "tools.example (domain)",
    "games.example (domain)",
    "https://tools.example/Login (url)",
    "portal.example (url)",
)
"""What web security URL policies speak of, and of what type it is."""
BECOMING = ("jo@example.com", "sam@example.com", "lee@example.com")
ROLES = ("Basic Administrator", "Help Desk Administrator", "Gateway Administrator")
TOGETHER = "Leaving"
"""How the names begin of two objects that go together, because one uses the other."""
BUILTIN = ("Blocked Senders", "Permitted senders")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "sender_group": (*BUILTIN, "IT Helpdesk", "Vendors", "Partners", "VIP", "vip", "Zebra"),
    "delivery_route": ("Route one", "Route two", "Route three", "route one", "Smart host"),
    "user": (*PEOPLE, "new.one@example.com", "new.two@example.org"),
    "role_member": ROLES,
    "managed_url": (
        "https://www.partner.example",
        "https://shop.other.example/offer?id=1",
        "https://files.other.example/A",
        "https://files.other.example/a",
        "http://intranet.partner.example:8080",
    ),
    "internal_domain": ("example.com", "example.org", "example.net"),
}
_OLD_NAMES = {"managed_url": "https://old.example/page"}


def names_of(resource: str) -> tuple[str, ...]:
    """Return the names that a site file speaks of, in an order in which an object may refer to an earlier one alone.

    So no circle can come about.
    """
    if MANAGED[resource].singleton:
        return (SINGLE,)
    return _NAMES.get(resource) or tuple(samples.numbered(MANAGED[resource], index).title() for index in range(4))


def called(resource: str, key: str, row: Mapping[str, Any]) -> str:
    """Return what a person calls the object of a row."""
    if MANAGED[resource].singleton:
        return SINGLE
    return str(row.get(EMULATED[TABLES[resource]].named_by, key))


def old_name(resource: str) -> str:
    """Return the name of an object that a purge takes."""
    return _OLD_NAMES.get(resource, f"Old {MANAGED[resource].title}")


def disguised(chance: random.Random, value: Any) -> Any:
    """Return a value in another spelling that means the same."""
    if chance.random() < 0.6:
        return value
    if isinstance(value, bool):
        return chance.choice([str(value), "yes" if value else "no", str(value).lower()])
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return value
    if "@" in value:
        return value.upper()
    if value.endswith("/128") or re.fullmatch(r"[0-9.]+/32", value):
        return value.rsplit("/", 1)[0]
    if value.startswith("https://"):
        host, slash, page = value.removeprefix("https://").partition("/")
        return f"HTTPS://{host.title()}{slash or chance.choice(['', '/'])}{page}"
    if re.fullmatch(r"[a-z0-9.-]+\.(example|com|org|net)", value):
        return chance.choice([value.title(), value + "."])
    return f" {value.replace(' ', '  ')} " if " " in value else value


def spelled(chance: random.Random, name: str) -> str:
    """Return a name as a user may write it; of built-in groups the capitals do not count."""
    if name in BUILTIN and chance.random() < 0.5:
        return name.upper()
    return str(disguised(chance, name))


def keys_in(value: Any) -> Iterator[str]:
    """Yield every text in a row, among which are the keys of the rows that it refers to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("description", "members"):
                yield from keys_in(inner)
