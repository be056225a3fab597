# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account as readable JSON and back: what the state file holds and what the state endpoint shows.

May not know about HTTP.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

import yaml

from .account import CONSOLE_ACTOR, Account, legacy_time
from .contract import Json, compile_schema
from .rows import Row, Rows
from .seed import fresh_tables
from .tables import TABLES, Table


class StateError(ValueError):
    """A state that does not fit; the message names the place and what is wrong."""


@functools.cache
def _schemas() -> Json:
    text = resources.files(__package__).joinpath("admin.yaml").read_bytes()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    components: Json = yaml.load(text, Loader=loader)["components"]  # nosec B506  # a safe loader either way
    return components


@functools.cache
def _validator(name: str) -> Callable[[Any], Iterable[Any]]:
    return compile_schema({"$ref": f"#/components/{name}"}, _schemas())


def check(name: str, instance: Any) -> None:
    """Raises StateError unless ``instance`` fits the schema ``name`` of admin.yaml."""
    for error in _validator(name)(instance):
        place = "/".join(str(part) for part in error.instance_path) or "(top)"
        raise StateError(f"{place}: {error.message}")


def dump(account: Account) -> Json:
    """The tables of an account, as plain rows under readable keys. Holds no secret: passwords are never kept."""
    tables: Json = {name: {key: _plain(row) for key, row in rows.items()} for name, rows in account.tables.items()}
    return {
        **tables,
        "dns": account.dns,
        "gateway": account.gateway,
        "audit": account.audit,
        "purge_list": list(account.purge_list),
        "snapshots": account.snapshots,
        "mail_log": account.mail_log,
    }


def replace(account: Account, tables: Json) -> None:
    """Replaces the tables that are named in ``tables`` and leaves the others alone.

    Every row that differs leaves an audit event, as if an administrator had changed it in the console.
    Raises StateError, and changes nothing, when a table or a row does not fit.
    """
    before = account.tables
    install(account, tables)
    _record_differences(account, before)


def install(account: Account, tables: Json) -> None:
    """Does what ``replace`` does and leaves no audit event. Raises StateError."""
    check("tables", tables)
    candidate = dict(account.tables)
    for name in TABLES.keys() & tables.keys():
        candidate[name] = Rows(_rows(TABLES[name], tables[name]))
    problems = list(dangling(candidate))
    if problems:
        raise StateError("; ".join(problems))
    account.tables = candidate
    account.audit = list(tables.get("audit", account.audit))
    account.purge_list = {address.lower(): None for address in tables.get("purge_list", account.purge_list)}
    account.dns = {name.lower(): records for name, records in tables.get("dns", account.dns).items()}
    account.gateway = tables.get("gateway", account.gateway)
    account.snapshots = tables.get("snapshots", account.snapshots)
    account.mail_log = _begun(account, tables.get("mail_log", account.mail_log))


def _begun(account: Account, log: Row) -> Row:
    """A message log that knows when it ends: now, where nothing is said."""
    return {"until": legacy_time(account.clock()), **log} if log else {}


def reset(account: Account) -> None:
    """Puts an account back to the fresh seed, with an empty audit trail."""
    install(account, fresh_tables(account.id))
    account.retired = set()


def dangling(tables: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    """Says for each reference that leads nowhere where it is."""
    for table in TABLES.values():
        for reference in table.references:
            known = tables[reference.table]
            for key, row in tables[table.name].items():
                for target in reference.of(row):
                    if target not in known:
                        place = ".".join(reference.path)
                        yield f"{table.name}/{key}/{place}: {target!r} is not in {reference.table}"


def member_key(member: Row) -> str:
    """What a group member is known by: the address, else the domain, in lower case."""
    return str(member.get("emailAddress") or member["domain"]).lower()


def _rows(table: Table, rows: Json) -> Iterator[tuple[str, Row]]:
    for key, given in rows.items():
        row = table.completed(given)
        if table.key_is_name:
            row[table.named_by] = key
        if table.name == "groups":
            row["members"] = Rows((member_key(member), _member(member)) for member in given.get("members", ()))
        yield key, row


def _member(given: Row) -> Row:
    member = {"type": "created_manually", **given}
    for name in ("emailAddress", "domain"):
        if name in member:
            member[name] = member[name].lower()
    return member


def _plain(row: Row) -> Row:
    if "members" in row:
        return {**row, "members": list(row["members"].values())}
    return dict(row)


def _record_differences(account: Account, before: Mapping[str, Rows]) -> None:
    for table in TABLES.values():
        old, new = before[table.name], account.tables[table.name]
        if old is new:
            continue
        for key, row in new.items():
            if key not in old:
                account.record(table, "New {}", row, CONSOLE_ACTOR)
            elif old[key] != row:
                account.record(table, "Existing {} Changed", row, CONSOLE_ACTOR)
        for key, row in old.items():
            if key not in new:
                account.retired.add((table.name, key))
                account.record(table, "{} Deleted", row, CONSOLE_ACTOR)
