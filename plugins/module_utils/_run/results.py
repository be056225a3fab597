# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a run: its changes as plain data, and what was not done, by name and with the reason. No secrets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change

_CALLS = {"replace": ("add", "remove", "add", "confirm")}
_WHAT = {
    "create": "to be created",
    "replace": "to be replaced",
    "delete": "to be deleted",
    "hand_off": "to be done by hand",
}


def describe(resource: Resource, change: Change) -> Entry:
    """Return a change as plain data, without secrets."""
    return {
        "operation": change.operation,
        "resource": change.resource,
        "name": change.key,
        "where": change.where,
        "fields": list(change.fields),
        "before": change.before,
        "after": change.after,
        "counts": dict(change.counts),
        "moves": dict(change.moves),
        "because": list(change.because),
        "replaces": {name: list(keys) for name, keys in change.replaces.items()},
        "calls": [operation.id for operation in calls(resource, change)],
    }


def calls(resource: Resource, change: Change) -> list[Operation]:
    """Return the operations that a change needs, in order."""
    operations = {"create": resource.create, "update": resource.update, "delete": resource.delete}
    if resource.members:
        members = resource.members
        operations |= {"add": members.add, "remove": members.remove, "confirm": members.list}
    needed = [operations[kind] for step in change.steps for kind in _CALLS.get(step.kind, (step.kind,))]
    return [operation for operation in needed if operation]


def together(results: Sequence[Entry]) -> Entry:
    """Return the results of the steps of one task as one result."""
    whole = dict(results[0])
    for result in results[1:]:
        lists = {name: [*whole.get(name, []), *value] for name, value in result.items() if isinstance(value, list)}
        api = {name: round(whole["api"][name] + spent, 3) for name, spent in result.get("api", {}).items()}
        whole |= {**lists, "changed": whole["changed"] or bool(result.get("changed")), "api": {**whole["api"], **api}}
    return whole


def listed(changes: Iterable[Change]) -> str:
    """Return changes by name, each with its settings, for a message."""
    return "; ".join(
        f"{change.title} {change.key} ({_WHAT.get(change.operation, ', '.join(change.fields))})" for change in changes
    )
