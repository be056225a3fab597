# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells: its changes as plain data, and what was not done, by name and with the reason. Without secrets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Plan

MOST_REFUSED = 20
"""How many refused members a message names."""
_WHAT = {"create": "to be created", "delete": "to be deleted", "hand_off": "to be done by hand"}


def describe(resource: Resource, change: Change) -> Entry:
    """Return a change as plain data, without secrets."""
    operations = {"create": resource.create, "update": resource.update, "delete": resource.delete}
    if resource.members:
        operations = {**operations, "add": resource.members.add, "remove": resource.members.remove}
    calls = [operations[step.kind] for step in change.steps]
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
        "calls": [operation.id for operation in calls if operation],
    }


def together(results: Sequence[Entry]) -> Entry:
    """Return the results of one task that had several things to do, one after the other, as one."""
    whole = dict(results[0])
    for result in results[1:]:
        lists = {name: [*whole.get(name, []), *value] for name, value in result.items() if isinstance(value, list)}
        api = {name: round(whole["api"][name] + spent, 3) for name, spent in result.get("api", {}).items()}
        whole |= {**lists, "changed": whole["changed"] or bool(result.get("changed")), "api": {**whole["api"], **api}}
    return whole


def not_in_effect(
    plan: Plan,
    left: Mapping[tuple[str, str], Change],
    outcome: Outcome,
    reasons: Sequence[str],
    undone: Collection[tuple[str, str]] = (),
) -> str:
    """Return what was done and what was not, by name, with the reason.

    Args:
        undone: changes that this run did not make, though nothing of them is left to do.
    """
    total = len(plan.effective)
    done = sum(change.identity not in left and change.identity not in undone for change in plan.effective)
    parts = [f"{done} of {total} changes are in effect"]
    if left:
        parts.append("not in effect: " + listed(left.values()))
    refused = [f"{change.key}: {name} ({code})" for change, name, code in outcome.refused]
    if refused:
        more = f" and {len(refused) - MOST_REFUSED} more" if len(refused) > MOST_REFUSED else ""
        parts.append("refused by the API: " + ", ".join(refused[:MOST_REFUSED]) + more)
    if outcome.failure:
        place = f" at {outcome.failed.title} {outcome.failed.key}" if outcome.failed else ""
        parts.append(f"stopped{place}: {outcome.failure}")
    parts += reasons
    return visible(". ".join(parts))


def listed(changes: Iterable[Change]) -> str:
    """Return changes by name, each with what it is about, for a message."""
    return "; ".join(
        f"{change.title} {change.key} ({_WHAT.get(change.operation, ', '.join(change.fields))})" for change in changes
    )
