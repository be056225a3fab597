# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as a person has to carry it out: what is left to do by hand, and what is recorded as done. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import console_steps
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, HandOff, Plan, Recorded


def handed_off(
    resource: Resource, plan: Plan, desired: Sequence[Desired], done: Sequence[Mapping[str, Any]]
) -> tuple[Plan, list[Entry], list[str]]:
    """Return the plan as a person has to carry it out, what that person has to do, and warnings.

    What is recorded as done, and not known to differ, is in sync.

    Args:
        done: the records of what was done by hand.
    """
    wanted_by = {(wish.where, wish.key): wish for wish in desired}
    changes: list[Change] = []
    manual: list[Entry] = []
    warnings: list[str] = []
    for change in plan.changes:
        mark = console_steps.fingerprint(resource, wanted_by[change.identity])
        record = console_steps.record_of(list(done), mark)
        unknown = change.operation == "hand_off" or (change.operation == "none" and bool(change.unverified))
        if change.operation == "none" and not unknown:
            changes.append(change)
            continue
        if unknown and record:
            unverified = change.fields or (resource.key,)
            changes.append(change.become(Recorded, after=change.after, unverified=unverified))
            continue
        if record:
            warnings.append(
                f"{change.title} {change.key}: recorded as done by {record.get('by')} at {record.get('at')}, "
                "but the account shows otherwise"
            )
        told = ("before", "after", "counts", "moves", "partial")
        changes.append(change.become(HandOff, **{name: getattr(change, name) for name in told}))
        steps = console_steps.manual_steps(resource, wanted_by[change.identity])
        names = {"resource": resource.name, "name": change.key, "where": change.where}
        manual.append({"fingerprint": mark, **names, "steps": steps})
    return replace(plan, changes=tuple(changes)), manual, warnings
