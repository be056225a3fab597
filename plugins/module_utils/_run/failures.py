# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task says about changes that are not in effect: which, why, and which parts of them are in effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import listed


@dataclass(frozen=True)
class Apart:
    """Changes about which the account shows something else than whether they are in effect.

    Attributes:
        undone: this run did not make them, though nothing of them is left to do.
        unread: their objects can be read no more, so they may be in effect or not.
    """

    undone: Collection[tuple[str, str]] = ()
    unread: Collection[tuple[str, str]] = ()


def not_in_effect(
    plan: Plan,
    left: Mapping[tuple[str, str], Change],
    outcome: Outcome,
    reasons: Sequence[str],
    apart: Apart = Apart(),
) -> str:
    """Return what was done and what was not, by name, with the reason.

    What the API has taken and the account does not show may have been dropped, or show later.
    """
    total = len(plan.effective)
    done = sum(change.identity not in left and change.identity not in apart.undone for change in plan.effective)
    unseen = [change.key for change in left.values() if outcome.took(change)]
    count = f"{done} of {total}"
    unsure = bool(unseen or apart.unread)
    parts = [f"{count} changes are seen to be in effect" if unsure else f"{count} changes are in effect"]
    if left:
        parts.append(f"not {'seen to be ' if unsure else ''}in effect: {listed(left.values())}")
    later = "may show it later: run this again before you change anything else"
    if unseen and not outcome.taken:
        parts.append(f"the API accepted what was sent to {first_of(unseen)} and {later}")
    elif unseen and not reasons:
        parts.append(f"the API accepted all of it and {later}")
    return visible(". ".join([*parts, *_why(outcome), *reasons]))


def in_part(made: Iterable[Change], left: Mapping[tuple[str, str], Change]) -> list[str]:
    """Return which parts of the changes that are not in effect did take effect: items of lists, counted."""
    told = []
    for change in made:
        lists = [name for name in change.fields if isinstance(change.after.get(name, change.before.get(name)), list)]
        for name in lists if change.identity in left else ():
            come, gone = (len(side.get(name) or []) for side in (change.after, change.before))
            told.append(f"in effect for {change.key}: {come:,} {name} added, {gone:,} removed")
    return told


def taken_out(resource: Resource, plan: Plan, present: Mapping[tuple[str, str], Entry | None]) -> list[str]:
    """Return the items that were taken out to be put in again, and that are not there now, by name."""
    told = []
    for change in plan.effective:
        for name, keys in change.replaces.items():
            records = (present.get(change.identity) or {}).get(name)
            there = set(map(resource.field(name).identity, records or ()))
            gone = [key for key in keys if key not in there] if records is not None else []
            if gone:
                told.append(f"removed from {change.key} and not added again: {first_of(gone)}")
    return told


def gone(plan: Plan, left: Mapping[tuple[str, str], Change]) -> list[str]:
    """Return the objects that were deleted to be created anew, and are not there now, a sentence each."""
    return [
        f"the {change.title} {change.key} was deleted to be replaced, and does not exist now"
        for change in plan.effective
        if change.operation == "replace" and change.identity in left and left[change.identity].operation == "create"
    ]


def _why(outcome: Outcome) -> list[str]:
    """Return why changes are not in effect."""
    reasons = []
    refused = [f"{change.key}: {name} ({code})" for change, name, code in outcome.refused]
    if refused:
        reasons.append(f"refused by the API: {first_of(refused)}")
    reasons += [
        f"nothing was removed from {change.key}, because the API did not accept all additions"
        for change in outcome.spared
    ]
    if outcome.failure:
        place = f" at {outcome.failed.title} {outcome.failed.key}" if outcome.failed else ""
        reasons.append(f"stopped{place}: {outcome.failure}")
    return reasons


def not_known_to_be_in(outcome: Outcome) -> str:
    """Return what was taken out or deleted and may not be there again, where the account cannot be read."""
    by_object: dict[str, list[str]] = {}
    for change, name in outcome.out:
        by_object.setdefault(change.key, []).append(name)
    told = [
        f" They were removed from {key}, and it is not known whether they were added again: {first_of(names)}."
        for key, names in by_object.items()
    ]
    told += [
        f" The {change.title} {change.key} was deleted to be replaced, and it is not known whether it exists."
        for change in outcome.gone
    ]
    return "".join(told)
