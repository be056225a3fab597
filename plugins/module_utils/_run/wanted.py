# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options of a task want: the desired state of each object, or every place where something is wrong.

It knows neither Ansible nor the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import (
    Desired,
    controls,
    duplicates,
    held_twice,
    parse,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry


def is_named(resource: Resource, params: Mapping[str, Any]) -> bool:
    """Whether the options name objects of this type; an empty list of entries counts."""
    return params.get("entries") is not None or bool(_flat(resource, params)) or bool(params.get("purge"))


def _flat(resource: Resource, params: Mapping[str, Any]) -> Entry:
    """Return the options that describe one object, or stand for each of the entries, without the defaults alone."""
    options = [field.name for field in (*resource.fields, *controls(resource))]
    flat = {name: params[name] for name in options if params.get(name) is not None}
    return flat if flat.keys() - {field.name for field in controls(resource)} else {}


def entries(resource: Resource, params: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return (path, entry) for every object that the options name: ``entries``, or the options themselves."""
    names = [field.name for field in (*resource.fields, *controls(resource))]
    shared = {name: params[name] for name in names if params.get(name) is not None}
    given = params.get("entries")
    if given is None:
        alone = _flat(resource, params) or not (params.get("purge") or params.get("from_site"))
        return [("", shared)] if alone else []
    paths = params.get("entry_paths")
    paths = paths if isinstance(paths, list) else []
    result = []
    for index, entry in enumerate(given):
        if resource.singleton and isinstance(entry, Mapping) and not _written(entry):
            continue  # it says nothing, as an empty list does of a type that has many
        path = paths[index] if index < len(paths) else f"entries[{index}]"
        result.append((path, {**shared, **_written(entry)} if isinstance(entry, Mapping) else entry))
    return result


def _written(entry: Mapping[str, Any]) -> Entry:
    return {name: value for name, value in entry.items() if value is not None}


def wanted(resource: Resource, params: Mapping[str, Any]) -> list[Desired]:
    """Return the objects that the options ask for.

    Raises:
        Failure: naming every place in the user's file where something is wrong.
    """
    desired: list[Desired] = []
    problems: list[Problem] = []
    if params.get("entries") is not None and params.get(resource.key) is not None:
        problems.append(
            Problem(resource.key, f"goes into each of the entries; {resource.key} and entries exclude each other")
        )
    for path, entry in entries(resource, params):
        parsed, found = parse(resource, entry, path)
        problems += found
        desired += [parsed] if parsed else []
    refuse([*problems, *duplicates(resource, desired), *held_twice(resource, desired)])
    return desired


def check(resource: Resource, written: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the objects in options, before anything else reads them."""
    if not isinstance(written.get("entries", []), (list, tuple)):
        return []
    try:
        wanted(resource, written)
    except Failure as error:
        return [Problem("", line) for line in str(error).splitlines()]
    return []
