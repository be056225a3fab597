# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans a whole site in one go: one token, each list read once, lists side by side. It can only read.

Every object gets one word: in_sync, drifted, missing, extra, unverifiable or handoff. On request the audit log is asked
who changed what differs. It knows nothing of Ansible and reads no clock.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import (
    ApiError,
    Client,
    Connection,
    NotOffered,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Extra, Plan, Unchanged
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit, runner

STATUSES = ("in_sync", "drifted", "missing", "extra", "unverifiable", "handoff")
_BY_OPERATION = {
    "none": "in_sync",
    "create": "missing",
    "update": "drifted",
    "delete": "drifted",
    "hand_off": "handoff",
}


def run(
    params: Mapping[str, Any], connection: Connection, known: Mapping[str, Resource], now: datetime.datetime
) -> Entry:
    """Return the state of every object of a site, and of every object that the site does not name.

    Args:
        params: checked options. known: every type of the site file; those without a list are passed over.
        now: the present moment, in UTC; audit events are read up to it.

    Raises:
        Failure: audit_days is negative, or the account cannot be read.
    """
    baseline, site = params.get("baseline"), params.get("site")
    days = int(params.get("audit_days") or 0)
    if days < 0:
        refuse([Problem("audit_days", f"{days} is negative, expected how many days to look back")])
    managed = {name: one for name, one in known.items() if one.list}
    task_params = {
        "console_done": site_file.console_done(baseline, site),
        "scan_users": params.get("scan_users"),
        "apply_via": params.get("apply_via"),
        "accept_risk": _all_risks(managed),
    }
    wanted = named(managed, known, baseline, site)
    with runner.session(replace(connection, read_only=True)) as client:
        result = _Account(client, managed, wanted, task_params).result()
        result.update(_who(client, result, days, now))
        return {**result, "api": runner.tally(client)}


def named(
    managed: Mapping[str, Resource], known: Mapping[str, Resource], baseline: Any, site: Any
) -> dict[str, list[Desired]]:
    """Return what a site wants of each type that it names; an empty list is named too."""
    merged = site_file.merge(known, baseline, site)
    paths = site_file.entry_paths(known, baseline, site)
    return {
        name: runner.wanted(one, {"entries": merged[one.plural], "entry_paths": paths[one.plural]})
        for name, one in managed.items()
        if any((part or {}).get(one.plural) is not None for part in (baseline, site))
    }


def believed(wanted: Mapping[str, Sequence[Desired]]) -> dict[str, frozenset[str]]:
    """Return the names, by type, that are there when the site is applied: others may refer to them."""
    return {name: frozenset(one.key for one in desired if one.state == "present") for name, desired in wanted.items()}


def read_side_by_side(reader: Reader, managed: Mapping[str, Resource], wanted: Mapping[str, Sequence[Desired]]) -> None:
    """Read the lists that planning ``wanted`` needs, those of references included."""
    needed = {name for name, desired in wanted.items() if desired}
    needed |= {target for name in needed for target in managed[name].references}
    reader.prefetch(one for name, one in managed.items() if name in needed)


def _who(client: Client, result: Mapping[str, Any], days: int, now: datetime.datetime) -> Entry:
    """Return ``events`` about what is not in sync, and ``warnings`` with one more where they cannot be read."""
    names = list(dict.fromkeys(one["name"] for one in result["objects"] if one["status"] != "in_sync"))
    if not (days and names):
        return {"events": []}
    try:
        return {"events": audit.events(client, {"objects": names}, audit.days_back(days, now), now)}
    except ApiError as error:
        told = f"who changed it is not known, the audit log could not be read: {error}"
        return {"events": [], "warnings": [*result["warnings"], told]}


def _all_risks(managed: Mapping[str, Resource]) -> list[str]:
    """Return every word of accept_risk: a plan that is never carried out risks nothing, and is to be shown."""
    return sorted({"delete_with_members", *(guard.name for one in managed.values() for guard in one.guards)})


class _Account:
    """One account as the site sees it."""

    def __init__(
        self,
        client: Client,
        managed: Mapping[str, Resource],
        wanted: Mapping[str, list[Desired]],
        params: Mapping[str, Any],
    ) -> None:
        self._managed = managed
        self._wanted = wanted
        self._params = params
        self._believed = believed(wanted)
        self._reader = Reader(client, managed, self._believed)
        self._objects: list[Entry] = []
        self._plans: list[Entry] = []
        self._manual: list[Entry] = []
        self._warnings: list[str] = []
        self._problems: list[Problem] = []
        self._unreadable: dict[str, str] = {}

    def result(self) -> Entry:
        """Read everything, plan everything, and tell the state of each object."""
        read_side_by_side(self._reader, self._managed, self._wanted)
        for name, desired in self._wanted.items():
            self._plan(self._managed[name], desired)
        counts = Counter(one["status"] for one in self._objects)
        return {
            "changed": bool(self._problems) or any(counts[word] for word in ("drifted", "missing", "handoff")),
            "objects": self._objects,
            "summary": {word: counts[word] for word in STATUSES},
            "unreadable": self._unreadable,
            "problems": [str(one) for one in self._problems],
            "plan": self._plans,
            "diff": [one["diff"] for one in self._objects if one["diff"] and one["status"] != "extra"],
            "manual": self._manual,
            "warnings": self._warnings,
        }

    def _plan(self, resource: Resource, desired: Sequence[Desired]) -> None:
        task = runner.Task(resource, self._params, Connection(), check_mode=True)
        planning = runner.Planning(task, self._reader, self._believed)
        try:
            plan, by_hand = planning.plan(desired)
        except NotOffered as error:
            self._unreadable[resource.plural] = str(error)
            blank = [Unchanged(resource.name, resource.title, one.key, one.where) for one in desired]
            self._objects += [_object(resource, one, "unverifiable", None, str(error)) for one in blank]
            return
        manual: list[Entry] = []
        warnings: list[str] = []
        if by_hand:
            plan, manual, warnings = planning.hand_off(plan, desired)
        self._warnings += [*plan.warnings, *warnings]
        self._manual += manual
        self._plans += [runner.describe(resource, one) for one in plan.effective]
        self._tell(resource, desired, plan, manual)
        self._extra(resource, desired)

    def _tell(self, resource: Resource, desired: Sequence[Desired], plan: Plan, manual: Sequence[Entry]) -> None:
        by_hand = {(one["where"], one["name"]): one for one in manual}
        refused = {(one.where, one.key): _reason(one, plan.problems) for one in desired}
        self._problems += plan.problems
        for change in plan.changes:
            reason = refused.get(change.identity, "")
            status = (
                "unverifiable"
                if reason or (change.operation == "none" and change.unverified)
                else ("handoff" if change.identity in by_hand else _BY_OPERATION[change.operation])
            )
            self._objects.append(_object(resource, change, status, by_hand.get(change.identity), reason))
        told = {change.identity for change in plan.changes}
        for one in desired:
            if (one.where, one.key) not in told:
                blank = Unchanged(resource.name, resource.title, one.key, one.where)
                self._objects.append(_object(resource, blank, "unverifiable", None, refused[(one.where, one.key)]))

    def _extra(self, resource: Resource, desired: Sequence[Desired]) -> None:
        """Tell what the account has and the site does not name, whatever could be purged."""
        if resource.create is None or resource.plural in self._unreadable:
            return
        named = {one.key for one in desired}
        try:
            there = self._reader.everything(resource, False, False)
        except NotOffered as error:
            self._unreadable[resource.plural] = str(error)
            return
        for one in there:
            if one.key not in named and one.key not in resource.builtin and one.belongs and not one.foreign:
                change = Extra(resource.name, resource.title, one.key, "", before=one.entry)
                self._objects.append(_object(resource, change, "extra", None, "it is not in the site file"))


def _reason(wanted: Desired, problems: Sequence[Problem]) -> str:
    """Return why an object cannot be judged, or an empty string."""
    mine = [
        str(one.message) for one in problems if one.where == wanted.where or one.where.startswith(f"{wanted.where}.")
    ]
    return "; ".join(mine)


def _object(resource: Resource, change: Change, status: str, manual: Entry | None, reason: str) -> Entry:
    rendered = diff.render([change])
    return {
        "resource": resource.name,
        "type": resource.plural,
        "name": change.key,
        "where": change.where,
        "status": status,
        "operation": change.operation,
        "fields": list(change.fields) if status != "extra" else [],
        "before": change.before,
        "after": change.after,
        "counts": dict(change.counts),
        "moves": dict(change.moves),
        "diff": rendered[0] if rendered else None,
        "manual": {"fingerprint": manual["fingerprint"], "steps": manual["steps"]} if manual else None,
        "reason": reason,
    }
