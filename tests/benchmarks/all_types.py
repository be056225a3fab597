# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site with objects of every type, made of the descriptors' samples as the contract tests make theirs.

A type that is added is in it by itself. No script knows all types, so the floor of this work is told which requests it
takes at least. It may not know who does the work, nor how it is measured.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.benchmarks.outcomes import Outcome, Tables
from ansible_collections.mailops.mimecast.tests.contract import composition, samples, sites
from ansible_collections.mailops.mimecast.tests.contract.account import SECRET, Account
from mimecast_emulator.testing import RunningEmulator

OBJECTS = 300
ACCOUNT = "account-0000"
"""The first account of every case: an id says which account it is of."""

Request = dict[str, Any]
MANY = [resource for resource in MANAGED.values() if resource.create and not resource.singleton]
"""The types that an account has any number of objects of."""


def site(_account: int = 0) -> dict[str, Any]:
    """Return the file of a site: two objects of each type with all that they can say, and more until there are 300."""
    return sites.as_file(_entries())


def _entries() -> sites.Site:
    entries = sites.whole_site()
    for number in range(OBJECTS - sum(map(len, entries.values()))):
        index, place = divmod(number, len(MANY))
        resource = MANY[place]
        entry = sites.linked(resource, samples.first_entry(resource))
        entries[resource.plural].append({**entry, resource.key: samples.numbered(resource, index)})
    return entries


@dataclass(frozen=True)
class Work:
    """What the site takes.

    ``tables``: of an account that is as it says. ``looking``: the requests that tell so, each once. ``making``: those
    that make an empty account so.
    """

    tables: Tables
    looking: tuple[Request, ...]
    making: tuple[Request, ...]


@functools.cache
def work() -> Work:
    """Apply the site to an emulated account, and return what it took.

    Raises:
        RuntimeError: the account that it was applied to is not seen to be in sync, or not by the least of requests.
    """
    with RunningEmulator({ACCOUNT: SECRET}, strict=True) as running:
        account = Account(running)
        account.connection["client_id"] = ACCOUNT
        composition.applied(account, _entries(), check=True)
        before = _each_once(running.requests())
        composition.applied(account, _entries())
        writes = [request for request in running.requests() if request["write"]]
        again = composition.applied(account, _entries())
        looking = _each_once(running.requests())
        operations = [request["operation"] for request in looking]
        least = {name: count for name, count in sites.floor(_entries()).items() if name != "createToken"}
        if again.changed or {name: operations.count(name) for name in operations} != least:
            raise RuntimeError(f"in sync, the account is asked for {sorted(operations)}; the least is {least}")
        tables = {name: rows for name, rows in running.state(ACCOUNT).items() if isinstance(rows, dict)}
        return Work(tables, tuple(looking), (*before, *writes))


def _each_once(requests: Iterable[Mapping[str, Any]]) -> list[Request]:
    """Return the different requests that read something, but for those of tokens."""
    reads = [request for request in requests if not request["write"] and request["operation"] != "createToken"]
    return list({json.dumps([request[name] for name in _SENT]): dict(request) for request in reads}.values())


_SENT = ("method", "path", "query", "body")


def in_sync(_account: int) -> Tables:
    """Return the tables of an account that is as the site says."""
    return work().tables


def looking() -> list[Request]:
    """Return the requests that tell that the account is in sync."""
    return list(work().looking)


def making() -> list[Request]:
    """Return the requests that make an empty account as the site says."""
    return list(work().making)


def _held(tables: Tables) -> dict[str, list[str]]:
    """Return the names of the objects of each type."""
    return {
        name: sorted(samples.called(name, key, row) for key, row in tables[table].items())
        for name, table in samples.TABLES.items()
        if not MANAGED[name].singleton
    }


def _wanted(began: Mapping[str, list[str]], _site: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names that an account holds which is then brought to what its site says."""
    entries = _entries()
    keys = {name: [str(entry[MANAGED[name].key]) for entry in entries[MANAGED[name].plural]] for name in began}
    return {name: sorted({*held, *keys[name]}) for name, held in began.items()}


NAMES = Outcome(_held, _wanted)
"""Judges the work by which objects there are of each type."""
