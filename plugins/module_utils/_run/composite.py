# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of entries that represent entries of other types: these entries, manual steps, and what still applies.

It sends nothing: the tasks of those types do the work. It knows neither Ansible nor the API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import references
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff, planner
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.hand_off import handed_off
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import describe
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import entries, is_named, wanted


def check(resource: Resource, written: Mapping[str, Any], known: Mapping[str, Resource]) -> list[Problem]:
    """Return what is wrong with the entries in options, and with the entries that they represent."""
    if not isinstance(written.get("entries", []), (list, tuple)) or not is_named(resource, written):
        return []
    return composites.check({**known, resource.name: resource}, _written(resource, written))


def run(resource: Resource, params: Mapping[str, Any], known: Mapping[str, Resource], call: Call) -> Entry:
    """Return the entries that each entry represents, and what a person has to do.

    Args:
        known: every type of the site file.

    Raises:
        Failure: the input is wrong.
    """
    if params.get("from_site") and not is_named(resource, params):
        nothing: Entry = {name: [] for name in ("sources", "console_done", "manual", "plan", "diff", "warnings")}
        lists = _lists_of_types(resource, {}, known)
        return {"changed": False, "named": False, **nothing, "lists": lists, "api": nothing_spent()}
    today, written = planning.today(), _written(resource, params)
    lists = composites.joined(known, written, today)
    done = Settings.of(params).console_done
    plans = [_handed_off(kept, lists, done) for kept in composites.by_hand({resource.name: resource}).values()]
    for kept in (resource, *composites.by_hand({resource.name: resource}).values()):
        call.memory.begun(kept, call.check_mode)
    changes = [change for plan in plans for change in plan.changes]
    return {
        "changed": bool(changes),
        "named": True,
        "sources": [_source(found, known, today) for found in composites.found(known, written)[0]],
        "lists": _lists_of_types(resource, lists, known),
        "console_done": [dict(record) for record in done],
        "manual": [step for plan in plans for step in plan.manual],
        "plan": [describe(plan.resource, change) for plan in plans for change in plan.changes],
        "diff": diff.render(changes),
        "warnings": [visible(warning) for warning in composites.told(known, written, today)],
        "api": nothing_spent(),
    }


@dataclass(frozen=True)
class _ByHand:
    """What a person has to do of one type."""

    resource: Resource
    changes: tuple[Change, ...]
    manual: list[Entry]


def _written(resource: Resource, params: Mapping[str, Any]) -> composites.Lists:
    """Return the entries that options name, and where each of them stands."""
    named = entries(resource, params)
    return {resource.plural: ([entry for _path, entry in named], [path for path, _entry in named])}


def _handed_off(kept: Resource, lists: composites.Lists, done: Sequence[Entry]) -> _ByHand:
    """Plan the policies of one type that only a person can keep; whether a group is there, others find out."""
    named, paths = lists.get(kept.plural, ([], []))
    desired = wanted(kept, {"entries": named, "entry_paths": paths})
    referred = [found for wish in desired for found in references(kept, wish.values)]
    targets = {target for _path, target, _name in referred}
    assumed = {target: frozenset(name for _path, other, name in referred if other == target) for target in targets}
    options = Options(assumed=assumed)
    plan, manual, _warnings = handed_off(kept, planner.plan_unread(kept, desired, options), desired, done)
    return _ByHand(kept, plan.effective, manual)


def _lists_of_types(resource: Resource, lists: composites.Lists, known: Mapping[str, Resource]) -> Entry:
    """Return the entries for the module of each type, and where each of them stands."""
    types = resource.stands_for.types if resource.stands_for else ()
    plurals = [known[name].plural for name in types if name in known]
    found = {plural: lists.get(plural, ([], [])) for plural in plurals}
    return {plural: {"entries": named, "entry_paths": paths} for plural, (named, paths) in found.items()}


def _source(found: composites.Composite, known: Mapping[str, Resource], today: str) -> Entry:
    """Return what one entry comes to on a day."""
    every = {**known, **composites.by_hand(known)}
    stood = {every[name].plural: list(made) for name, made in found.entries(today).items() if name in every and made}
    return {
        "name": found.wish.key,
        "where": found.wish.where,
        "stands_for": stood,
        "still_checked": list(found.stands_for.remains(found.entry, today)),
        "told": list(found.stands_for.told(found.entry, today)),
    }
