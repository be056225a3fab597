# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else who changes the account while a run is at it. Nothing that they do breaks a reference."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import (
    NETWORKS,
    PEOPLE,
    ROLES,
    SENDERS,
    keys_in,
    names_of,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import Struck, operation_name
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import differing, member_of, view
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import (
    Entry,
    Job,
    Strike,
    Tables,
    Wish,
    gateway_policies,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.worlds import World
from mimecast_emulator.state import StateError

RIVAL = "rival"
"""Key of the row that a second writer makes under a name that the run is about to give."""

_STRUCK: Mapping[str, str] = {"sender_group": "member", "user": "user", "role_member": "role"}
_NOTHING: tuple[str, Tables] = ("nothing", {})


class SecondWriter:
    """Strikes before some of the writes of a run.

    Attributes:
        struck: what was done to the task that runs now. busy_with: the type that the run is at.
    """

    def __init__(
        self, world: World, jobs: Sequence[Job], strikes: Sequence[Strike], tell: Callable[[str], None]
    ) -> None:
        self._world = world
        self._wishes = [wish for job in jobs for wish in job.wishes]
        self._strikes = strikes
        self._tell = tell
        self._writes = 0
        self.struck: list[Struck] = []
        self.busy_with = ""

    def before_write(self, operation: str) -> None:
        """Strike, if the time has come, before a write, so that what is read back afterwards holds it."""
        self._writes += 1
        self.busy_with = _writes().get(operation, self.busy_with)
        for strike in self._strikes:
            if strike.before_write == self._writes:
                self._strike(strike)

    def _strike(self, strike: Strike) -> None:
        before = self._world.state(ACCOUNT)
        what, tables = done(before, self._wishes, self.busy_with, random.Random(strike.seed))
        try:
            self._world.set_state(ACCOUNT, tables)
        except StateError as error:
            what = f"nothing ({error})"
        after = self._world.state(ACCOUNT)
        if after != before:
            objects = frozenset(differing(view(before), view(after)))
            self.struck.append(Struck(len(self._world.requests()), objects))
        self._tell(f"    second writer before write {self._writes}: {what}")


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
    resource = chance.choice(["delivery_route", "attachment_set", *gateway_policies()])
    rows = tables[samples.TABLES[resource]]
    known = sorted(key for key, row in rows.items() if row["description"] in names_of(resource))
    if not known:
        return _NOTHING
    act = _deletion if kind == "delete" else _edit
    return act(_Place(tables, resource, chance.choice(known)), wishes, chance)


@dataclass(frozen=True)
class _Place:
    """One row of an account."""

    tables: Tables
    resource: str
    key: str

    @property
    def table(self) -> str:
        return samples.TABLES[self.resource]

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
    if place.row["description"] in spoken or used or place.resource == "delivery_route":
        return _NOTHING
    kept = {key: row for key, row in place.tables[place.table].items() if key != place.key}
    return f"{place.table}/{place.key} deleted", {place.table: kept}


def _edit(place: _Place, wishes: Sequence[Wish], chance: random.Random) -> tuple[str, Tables]:
    row, networks = place.row, chance.sample(NETWORKS, 2)
    edits: Mapping[str, Entry] = {
        "delivery_route": {"port": chance.choice([25, 26, 2525])},
        "ip_permit": {"override": not row.get("override"), "sourceIPs": networks},
        "attachment_set": {"folder": "Elsewhere", "notifySender": not row.get("notifySender")},
    }
    edit = edits.get(place.resource, {"enabled": not row.get("enabled"), "sourceIPs": networks})
    rows = {**place.tables[place.table], place.key: {**row, **edit}}
    return f"{place.table}/{place.key} {edit}", {place.table: rows}


def _rows_of(rows: Any) -> list[Any]:
    return list(rows.values()) if isinstance(rows, dict) else list(rows)


def _rival(tables: Tables, wishes: Sequence[Wish], busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return somebody else's creation of an object that the run is about to create: names are not unique."""
    table = samples.TABLES.get(busy_with, "users")
    if table == "users":
        return _NOTHING
    there = {row["description"] for row in tables[table].values()}
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
    }
    # A policy is like the one that a purge is to find.
    like = tables[table]["old"] if busy_with in gateway_policies() and "old" in tables[table] else {}
    row = {**like, **more.get(busy_with, {}), "description": name}
    return f"{table}: another {name}", {table: {**tables[table], RIVAL: row}}
