# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that the API cannot change: when to replace one, by what, and in which order. Pure.

What the user does not write is carried over from the old object to the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Difference
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Creation,
    Current,
    Replacement,
    Step,
)

Creating = Callable[[Resource, Mapping[str, object]], list[Step]]
"""(type, settings) -> what is sent to create an object with them."""
Differing = Callable[[Current], Mapping[str, Difference]]
"""(object) -> how it differs from what the user wants."""


def because(resource: Resource, differences: Mapping[str, Difference]) -> tuple[str, ...]:
    """Return the settings that differ and that the API takes only when an object is created."""
    return tuple(name for name in differences if resource.field(name).create_only)


def replaced(resource: Resource, change: Change, creating: Creating) -> Change:
    """Return the change of an existing object, as a replacement if the API cannot make the change.

    What is computed of the new object is not known before it is there.
    """
    fixed = tuple(name for name in change.fields if resource.field(name).create_only)
    if not fixed or change.present is None or change.entry is None:
        return change
    former, entry = resource.settings(change.present), resource.settings(change.entry)
    old, new = (creating(resource, settings)[0].values for settings in (former, entry))
    steps = (Step("create", new), Step("delete"))
    if resource.replace == "delete_first":
        steps = (Step("delete"), Step("create", new, former=old))
    told = {"before": change.before, "after": change.after}
    return replace(change, entry=entry).become(Replacement, **told, steps=steps, because=fixed)


def incomplete(resource: Resource, wanted: Desired, change: Change) -> list[Problem]:
    """Return a problem for every setting that a later run would need to finish an interrupted replacement.

    If the old one is deleted first, the next run finds no object, and has to create it from the file.
    """
    if change.operation != "replace" or resource.replace != "delete_first":
        return []
    told = (
        f"is required, because the {resource.title} has to be replaced: {listed(change.because)} cannot be changed, "
        "and without it, no later run could finish a replacement that was interrupted"
    )
    needed = [field.name for field in resource.fields if field.required and field.name not in wanted.values]
    return [Problem(at(wanted.where, name), told) for name in needed]


def unfinished(resource: Resource, matches: Sequence[Current], differing: Differing) -> Current | None:
    """Return the old one of two objects with one name, if a run ended while it replaced one by the other.

    That is so only if one is as the user wants it and would replace the other: the other is the old one.
    """
    if resource.replace != "create_first" or len(matches) != 2 or any(found.unreadable for found in matches):
        return None
    for old, new in (tuple(matches), tuple(matches[::-1])):
        differences = differing(old)
        if because(resource, differences) and not differing(new):
            become = {**old.entry, **{name: difference.result for name, difference in differences.items()}}
            if resource.settings(become) == resource.settings(new.entry):
                return old
    return None


def finished(change: Change) -> Change:
    """Return what is left of a replacement whose new object already exists: the deletion of the old one."""
    return replace(change, steps=tuple(step for step in change.steps if step.kind == "delete"))


def resumed(change: Change, former: Change | None) -> Change:
    """Return the creation of what was deleted to be replaced by ``former``, with all that is carried over."""
    if former is None or change.operation != "create" or former.entry is None:
        return change
    steps = tuple(step for step in former.steps if step.kind == "create")
    return change.become(Creation, after=former.entry, steps=steps, entry=former.entry)
