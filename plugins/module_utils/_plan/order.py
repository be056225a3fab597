# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of changes: what is referred to comes first and goes last. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import walk
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change


def in_order(resource: Resource, changes: Sequence[Change]) -> tuple[list[Change], list[Problem]]:
    """Return the changes so that what is referred to comes first, and goes last; or a problem where nothing can."""
    own = [field.name for field in walk(resource.fields) if field.reference == resource.name]
    making = {change.key: change for change in changes if change.operation == "create"}
    needs = {
        key: {change.after[name] for name in own if change.after.get(name) in making and change.after[name] != key}
        for key, change in making.items()
    }
    made: dict[str, Change] = {}
    while len(made) < len(making):
        ready = [key for key in making if key not in made and needs[key] <= made.keys()]
        if not ready:
            circle = sorted(making.keys() - made.keys())
            told = f"{' and '.join(circle)} refer to each other; create one of them without the reference first"
            return list(changes), [Problem(making[circle[0]].where, told)]
        made.update({key: making[key] for key in ready})
    going = {change.key: change for change in changes if change.operation == "delete"}
    gone_last = sorted(
        (change for change in changes if change.operation == "delete"), key=lambda change: _depth(change, own, going)
    )
    others = [change for change in changes if change.operation not in ("create", "delete")]
    return [*made.values(), *others, *gone_last], []


def _depth(change: Change, own: Sequence[str], going: Mapping[str, Change]) -> int:
    """Return how many of the objects that go refer to ``change``, directly or not: those go before it."""
    depth, seen, level = 0, {change.key}, {change.key}
    while level:
        level = {
            key
            for key, other in going.items()
            if key not in seen and any(other.before.get(name) in level for name in own)
        }
        seen |= level
        depth += len(level)
    return depth
