# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is deleted: objects that should be absent, and those that a purge deletes. Pure."""

from __future__ import annotations

import fnmatch

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import refusals
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Current,
    Deletion,
    Options,
    Scope,
    Step,
    Unchanged,
)

DELETE_WITH_MEMBERS = "delete_with_members"


def deletion(scope: Scope, found: Current, blank: Change) -> tuple[Change, list[Problem]]:
    """Return how to delete an object, and what prevents it. Its members are removed first."""
    resource, where = scope.resource, blank.where
    problems = refusals.guarded(scope, where, found.entry, None)
    problems += refusals.foreign(where, found)
    problems += refusals.built_in(resource, found.key, where)
    steps = [Step("delete")]
    if found.occupied:
        problems += _occupied(scope, found, where)
        members = found.entry.get(resource.members.field) if resource.members else None
        if members:
            steps.insert(0, Step("remove", members))
    return blank.become(Deletion, before=resource.settings(found.entry), steps=tuple(steps)), problems


def _occupied(scope: Scope, found: Current, where: str) -> list[Problem]:
    """Return a problem unless the user accepts that members go with it; sub-groups never do."""
    stuck = "sub-groups" in found.occupied
    if DELETE_WITH_MEMBERS in scope.options.accept_risk and not stuck:
        return []
    lift = "" if stuck else f" (accept_risk: [{DELETE_WITH_MEMBERS}] removes them first)"
    return [Problem(where, f"refused: {found.occupied}{lift}")]


def swept(resource: Resource, kept: frozenset[str], found: Current, options: Options) -> bool:
    """Whether a purge deletes an object: ours, not built in, not among ``kept``, and its name matches."""
    if not options.purge or found.key in kept or found.key in resource.builtin or not found.is_ours or found.unreadable:
        return False
    return fnmatch.fnmatchcase(found.key, options.purge_match)


def purge(scope: Scope, kept: frozenset[str]) -> tuple[list[Change], list[Problem]]:
    """Return the deletions of a purge, and what prevents them."""
    changes: list[Change] = []
    problems: list[Problem] = []
    resource = scope.resource
    for found in scope.current:
        if swept(resource, kept, found, scope.options):
            blank = Unchanged(resource.name, resource.title, found.key, f"purge: {found.key}", id=found.id)
            change, refused = deletion(scope, found, blank)
            changes.append(change)
            problems += refused
    return changes, problems
