# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mimecast's own backups of managed senders, managed URLs and profile groups (CONTRACT 3.10).

The requests are documented; no source shows an answer, so answers are read tolerantly and handed on as they are. It
knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally

TYPES = {"managed_senders": "managedsenders", "managed_urls": "managedurls", "profile_groups": "profilegroups"}
UNITS = {
    "managed_senders": ("all", "recipient"),
    "managed_urls": ("all", "blocked", "permitted"),
    "profile_groups": ("all", "groupid"),
}
_PRODUCTS = ("accountmanagement",)
_MENU = "Account Menu | Config Snapshot"

OPTIONS: Options = {
    "operation": {"type": "str", "choices": ["create", "list", "export", "restore"], "default": "list"},
    "type": {"type": "str", "choices": list(TYPES)},
    "name": {"type": "str"},
    "comment": {"type": "str"},
    "source": {"type": "str"},
    "mode": {"type": "str", "choices": ["append", "overwrite"]},
    "unit": {"type": "str", "choices": ["all", "recipient", "blocked", "permitted", "groupid"], "default": "all"},
    "values": {"type": "list", "elements": "str"},
}


def _operation(id: str, verb: str, permission: str, writes: bool) -> Operation:
    return Operation(
        id,
        "POST",
        f"/config-snapshot/v1/{verb}",
        envelope="legacy",
        writes=writes,
        products=_PRODUCTS,
        permission=f"{_MENU} | {permission}",
    )


CREATE = _operation("createSnapshot", "create", "Backup", True)
LIST = _operation("listSnapshot", "list", "List", False)
EXPORT = _operation("exportSnapshot", "export", "Export", False)
RESTORE = _operation("restoreSnapshot", "restore", "Export", True)
_CALLS = {"create": CREATE, "list": LIST, "export": EXPORT, "restore": RESTORE}


def run(params: Mapping[str, Any], connection: Connection, check_mode: bool) -> Entry:
    """Carry out one operation and return ``snapshots`` (list, export) or what changed.

    Raises:
        Failure: an option is missing or does not go with another, or the API failed.
    """
    refuse(check(params))
    with session(connection) as client:
        return {**_carry_out(params, client, check_mode), "api": tally(client)}


def check(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the options."""
    operation, unit = params.get("operation") or "list", params.get("unit") or "all"
    needed = {
        "create": ("type", "name"),
        "list": ("type",),
        "export": ("source",),
        "restore": ("type", "source", "mode"),
    }
    problems = [
        Problem(name, f"is required to {operation}") for name in needed.get(operation, ()) if not params.get(name)
    ]
    units = UNITS.get(str(params.get("type")), ())
    if operation == "restore" and units and unit not in units:
        problems.append(Problem("unit", f"of {params.get('type')} is one of {', '.join(units)}"))
    if operation == "restore" and unit in ("recipient", "groupid") and not params.get("values"):
        problems.append(Problem("values", f"is required with unit {unit}"))
    return problems


def _carry_out(params: Mapping[str, Any], client: Client, check_mode: bool) -> Entry:
    operation = params.get("operation") or "list"
    client.demand(_CALLS[operation])
    kind = TYPES.get(str(params.get("type")), "")
    if operation == "export":
        return {"changed": False, "snapshots": _rows(client, EXPORT, {"exportSource": params["source"]})}
    if operation == "list":
        return {"changed": False, "snapshots": _rows(client, LIST, {"backupType": kind})}
    if operation == "create":
        there = [row for row in _rows(client, LIST, {"backupType": kind}) if _name(row) == params["name"]]
        if there:
            return {"changed": False, "snapshots": there}
        item = {"backupType": kind, "name": params["name"], **_given(params, "comment")}
        return {"changed": True, "snapshots": [] if check_mode else _sent(client, CREATE, item)}
    scope = {"unit": params.get("unit") or "all", "value": list(params.get("values") or [])}
    item = {"backupType": kind, "mode": params["mode"], "restoreSource": params["source"], "scope": scope}
    return {"changed": True, "snapshots": [] if check_mode else _sent(client, RESTORE, item)}


def _given(params: Mapping[str, Any], name: str) -> Entry:
    return {name: params[name]} if params.get(name) else {}


def _rows(client: Client, operation: Operation, item: Entry) -> list[Row]:
    return list(client.rows(operation, item=item))


def _sent(client: Client, operation: Operation, item: Entry) -> list[Row]:
    """Send a write; the API says nothing by which it could be read back, other than its own list."""
    answer, failures = client.write(operation, {}, [item])
    if failures:
        raise ApiError(f"{operation.id}: refused with {failures[0].code}", operation.id, 200, failures[0].code)
    rows = answer.get("data")
    return list(rows) if isinstance(rows, list) else []


def _name(row: Row) -> str:
    """Return the name of a snapshot, under any of the members that it may stand (inferred)."""
    return str(row.get("name") or row.get("backupName") or row.get("description") or "")
