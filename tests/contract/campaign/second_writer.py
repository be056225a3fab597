# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else who changes the account while a run is at it. Nothing that they do breaks a reference."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import (
    BUILTIN,
    NETWORKS,
    PEOPLE,
    ROLES,
    SENDERS,
    TABLES,
    TOGETHER,
    called,
    keys_in,
    names_of,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import LISTS, Struck, operation_name
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import (
    View,
    differing,
    member_of,
    view,
    without_slash,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import (
    Entry,
    Scenario,
    Tables,
    Wish,
    gateway_policies,
    is_complete,
    texts_in,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.worlds import World
from mimecast_emulator.state import StateError
from mimecast_emulator.tables import TABLES as EMULATED

RIVAL = "rival"
"""Key of the row that a second writer makes under a name that the run is about to give."""

COLLEAGUE = "198.51.100.200/32"
"""A network that no site file speaks of."""
_ADDRESS = COLLEAGUE.partition("/")[0]

_STRUCK: Mapping[str, str] = {"sender_group": "member", "user": "user", "role_member": "role"}
_ONLY_CHANGED = tuple(name for name, resource in MANAGED.items() if resource.singleton or resource.adopt_only)
"""Types of which nobody makes an object."""
_NOTHING: tuple[str, Tables] = ("nothing", {})
Deed = Callable[[Tables, Sequence[Wish], str, random.Random], tuple[str, Tables]]
"""What somebody else does to an account, given what a run wants and which type it is busy with."""


class SecondWriter:
    """Strikes before some of the writes, or reads, of a run.

    Attributes:
        struck: what was done to the task that runs now. busy_with: the type that the run is at.
    """

    def __init__(self, world: World, made: Scenario, tell: Callable[[str], None]) -> None:
        self._world = world
        self._wishes = [wish for job in made.jobs for wish in job.wishes]
        self._strikes = {strike.before_write: strike.seed for strike in made.strikes}
        self._meddling = {meddling.before_read: meddling.seed for meddling in made.hardship.meddling}
        self._tell = tell
        self._reads = 0
        self._writes = 0
        self.struck: list[Struck] = []
        self.busy_with = ""

    def before_write(self, operation: str) -> None:
        """Strike, if the time has come, before a write, so that what is read back afterwards holds it."""
        self._writes += 1
        self.busy_with = _writes().get(operation, self.busy_with)
        if self._writes in self._strikes:
            self._strike(self._strikes[self._writes], f"write {self._writes}", done)

    def before_read(self) -> None:
        """Strike, if the time has come, before a read: between two pages, or between a list and a later write."""
        self._reads += 1
        if self._reads in self._meddling:
            self._strike(self._meddling[self._reads], f"read {self._reads}", meddled)

    def _strike(self, seed: int, when: str, deed: Deed) -> None:
        before = self._world.state(ACCOUNT)
        what, tables = deed(before, self._wishes, self.busy_with, random.Random(seed))
        try:
            self._world.set_state(ACCOUNT, tables)
        except StateError as error:
            what = f"nothing ({error})"
        after = self._world.state(ACCOUNT)
        if after != before:
            old, new = view(before), view(after)
            objects = frozenset(differing(old, new))
            made = {(kind, obj.name): obj.fields for kind, objs in new.items() for obj in objs}
            left = {name: made[name] for name in objects if name in made}
            self.struck.append(Struck(len(self._world.requests()), objects, left, added(old, left)))
        self._tell(f"    second writer before {when}: {what}")


def added(before: View, left: Mapping[tuple[str, str], Entry]) -> frozenset[tuple[str, str, str]]:
    """Return the (type, name, item) of what lists of objects hold now and did not hold before."""
    found = set()
    for (kind, name), fields in left.items():
        former = [obj.fields for obj in before[kind] if obj.name == name]
        for field in [field for field in LISTS if field in fields] if former else ():
            found |= {(kind, name, item) for item in fields[field] if item not in former[0][field]}
    return frozenset(found)


def _writes() -> dict[str, str]:
    """Return operation -> the type that a run is busy with when it sends it."""
    return {
        operation_name(operation): name
        for name, resource in MANAGED.items()
        for operation in resource.operations
        if operation.writes
    }


def done(tables: Tables, wishes: Sequence[Wish], busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return one thing that somebody else does, as (what, tables to set); mostly to the type that is being changed."""
    near = chance.random() < 0.7
    kind = chance.choice(["member", "member", "edit", "edit", "role", "delete", "user"])
    if near and chance.random() < 0.3:
        return _rival(tables, wishes, busy_with, chance)
    if near:
        kind = _STRUCK.get(busy_with, kind if kind == "delete" else "edit")
    if kind == "member":
        return _member(tables, chance)
    if kind in ("role", "user"):
        return _person(tables, kind, chance)
    resource = chance.choice(["delivery_route", "attachment_set", "managed_url", *_ONLY_CHANGED, *gateway_policies()])
    rows = tables[TABLES[resource]]
    known = sorted(key for key, row in rows.items() if called(resource, key, row) in names_of(resource))
    if not known:
        return _NOTHING
    act = _deletion if kind == "delete" and resource not in _ONLY_CHANGED else _edit
    return act(_Place(tables, resource, chance.choice(known)), wishes, chance)


def meddled(tables: Tables, wishes: Sequence[Wish], busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return what another client does to what a run speaks of: mostly adding what nobody asks it to take away."""
    act = chance.choice([_network, _network, _renamed, _fewer, _twin, done])
    return act(tables, wishes, busy_with, chance)


def _spoken(tables: Tables, wishes: Sequence[Wish], chance: random.Random, field: str = "") -> tuple[str, str] | None:
    """Return (type, key) of a row that a wish speaks of, or of the field of it."""
    found = [
        (wish.resource, key)
        for wish in wishes
        if wish.resource in TABLES
        and wish.resource not in _ONLY_CHANGED
        and not wish.unwise
        and (not field or field in wish.meant)
        for key, row in tables[TABLES[wish.resource]].items()
        if called(wish.resource, key, row) == wish.name
    ]
    return chance.choice(found) if found else None


def _network(tables: Tables, wishes: Sequence[Wish], _busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return a colleague's network in a policy whose networks the run changes too, or an address that may send."""
    if chance.random() < 0.3:
        return _address(tables)
    found = _spoken(tables, wishes, chance, "source_ips")
    if found is None:
        return _member(tables, chance)
    table, key = TABLES[found[0]], found[1]
    row = tables[table][key]
    rows = {**tables[table], key: {**row, "sourceIPs": [*row["sourceIPs"], COLLEAGUE]}}
    return f"{table}/{key} gets {COLLEAGUE}", {table: rows}


def _address(tables: Tables) -> tuple[str, Tables]:
    """Return an address of a colleague's server that may send."""
    return f"outbound_ips gets {_ADDRESS}", {"outbound_ips": {**tables["outbound_ips"], _ADDRESS: {}}}


def _renamed(tables: Tables, wishes: Sequence[Wish], _busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return another name for an object that the run speaks of."""
    # What the site file can make anew under the old name, and nothing else in it refers to.
    whole = [wish for wish in wishes if is_complete(wish) or (wish.goes and not wish.name.startswith(TOGETHER))]
    found = _spoken(tables, whole, chance)
    if found is None or found[0] in ("user", "managed_url"):  # nobody can rename these
        return _NOTHING
    table, key = TABLES[found[0]], found[1]
    name = tables[table][key]["description"]
    if name in BUILTIN or any(name in texts_in(wish.meant) for wish in wishes):
        return _NOTHING
    rows = {**tables[table], key: {**tables[table][key], "description": f"Taken over {key}"}}
    return f"{table}/{key} renamed", {table: rows}


def _fewer(tables: Tables, wishes: Sequence[Wish], _busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return the deletion of the first row of a list that nothing uses: the others move to earlier pages."""
    resource = chance.choice([name for name in TABLES if name not in ("user", "sender_group", *_ONLY_CHANGED)])
    spoken = {wish.name for wish in wishes if wish.resource == resource}
    for key, row in tables[TABLES[resource]].items():
        used = any(key in set(keys_in(other)) for rows in tables.values() for other in _rows_of(rows))
        name = called(resource, key, row)
        if not used and name not in spoken and name not in names_of(resource):
            return _deletion(_Place(tables, resource, key), wishes, chance)
    return _NOTHING


def _twin(tables: Tables, wishes: Sequence[Wish], busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    coming = [wish.resource for wish in wishes if _is_made(wish.resource)]
    return _rival(tables, wishes, chance.choice(coming) if coming else busy_with, chance)


@dataclass(frozen=True)
class _Place:
    """One row of an account."""

    tables: Tables
    resource: str
    key: str

    @property
    def table(self) -> str:
        return TABLES[self.resource]

    @property
    def row(self) -> Entry:
        row: Entry = self.tables[self.table][self.key]
        return row


def _member(tables: Tables, chance: random.Random) -> tuple[str, Tables]:
    groups = tables["groups"]
    key = chance.choice([key for key, row in groups.items() if row["source"] == "cloud"])
    name = chance.choice(SENDERS)
    rows = [row for row in groups[key]["members"] if member_of(row) != name]
    if len(rows) == len(groups[key]["members"]):
        rows.append({"emailAddress": name} if "@" in name else {"domain": name})
    return f"{name} in or out of {key}", {"groups": {**groups, key: {**groups[key], "members": rows}}}


def _person(tables: Tables, kind: str, chance: random.Random) -> tuple[str, Tables]:
    users = tables["users"]
    known = [name for name, row in users.items() if row["source"] == "cloud" and name in PEOPLE]
    if not known:
        return _NOTHING
    name = chance.choice(known)
    change = {"role": chance.choice([None, *ROLES])} if kind == "role" else {"disabled": not users[name]["disabled"]}
    return f"{name} {change}", {"users": {**users, name: {**users[name], **change}}}


def _deletion(place: _Place, wishes: Sequence[Wish], chance: random.Random) -> tuple[str, Tables]:
    spoken = {wish.name for wish in wishes if wish.resource == place.resource}
    used = any(place.key in set(keys_in(row)) for rows in place.tables.values() for row in _rows_of(rows))
    name = called(place.resource, place.key, place.row)
    if name in spoken or used or place.resource == "delivery_route":
        return _NOTHING
    kept = {key: row for key, row in place.tables[place.table].items() if key != place.key}
    return f"{place.table}/{place.key} deleted", {place.table: kept}


def _edit(place: _Place, wishes: Sequence[Wish], chance: random.Random) -> tuple[str, Tables]:
    row, networks = place.row, chance.sample(NETWORKS, 2)
    edits: Mapping[str, Entry] = {
        "delivery_route": {"port": chance.choice([25, 26, 2525])},
        "ip_permit": {"override": not row.get("override"), "sourceIPs": networks},
        "attachment_set": {"folder": "Elsewhere", "notifySender": not row.get("notifySender")},
        "internal_domain": {"inboundType": chance.choice(["known", "ldap"])},
        "emergency_contact": {"telephone": "99"},
    }
    if place.resource == "managed_url":
        return _replaced(place, chance)
    if place.resource == "outbound_ip":
        return _address(place.tables)
    edit = edits.get(place.resource, {"enabled": not row.get("enabled"), "sourceIPs": networks})
    rows = {**place.tables[place.table], place.key: {**row, **edit}}
    return f"{place.table}/{place.key} {edit}", {place.table: rows}


def _replaced(place: _Place, chance: random.Random) -> tuple[str, Tables]:
    """Return a URL with another comment: a colleague too can only delete it and create it anew."""
    kept = {key: row for key, row in place.tables[place.table].items() if key != place.key}
    key = f"{place.key}-{chance.randrange(1 << 30)}"
    return f"{place.table}/{place.key} replaced by {key}", {
        place.table: {**kept, key: {**place.row, "comment": "Theirs"}}
    }


def _rows_of(rows: Any) -> list[Any]:
    return list(rows.values()) if isinstance(rows, dict) else list(rows)


def _is_made(resource: str) -> bool:
    """Whether somebody else can make an object of a type under a name that a site speaks of."""
    return resource in TABLES and resource not in ("user", *_ONLY_CHANGED)


def _rival(tables: Tables, wishes: Sequence[Wish], busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return somebody else's creation of an object that the run is about to create: names are not unique."""
    if not _is_made(busy_with) or busy_with == "dkim_definition":  # another key is replaced on purpose only
        return _NOTHING
    table = TABLES[busy_with]
    there = {without_slash(called(busy_with, key, row)) for key, row in tables[table].items()}
    coming = {
        wish.name for wish in wishes if wish.resource == busy_with and wish.state == "present" and not wish.unwise
    }
    free = sorted(coming - there)
    if not free:
        return _NOTHING
    name = chance.choice(free)
    more: Mapping[str, Entry] = {
        "delivery_route": {"hostname": "rival.example.net"},
        "ip_permit": {"sourceIPs": ["192.0.2.0/24"]},
        "attachment_set": {"folder": "Rival"},
        "managed_url": {"action": "permit", "comment": "Rival"},
        "web_security_url_policy": {"targets": [{"description": "Rival"}]},
    }
    # A policy is like the one that a purge is to find; without any, somebody else would make one that is none.
    like = tables[table].get("old", {}) if busy_with in gateway_policies() else {}
    if busy_with in gateway_policies() and not like:
        return _NOTHING
    row = {**like, **more.get(busy_with, {}), EMULATED[table].named_by: name}
    return f"{table}: another {name}", {table: {**tables[table], RIVAL: row}}
