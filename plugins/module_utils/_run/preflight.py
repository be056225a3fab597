# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges a whole site before anything is changed: one token, each list read once, lists side by side. It can only read.

What would be refused anywhere keeps everything from being changed. Types that are in sync are remembered, so that the
tasks that follow in the run leave them alone. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning, site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.judging import Part
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Asked
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import (
    APPLY_VIA,
    MEMORY,
    SCAN_USERS,
    Options,
    module_options,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import describe, listed
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session, tally
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import wanted

ALL_TAGS = ("all", "tagged")
OTHER_TAGS = (*ALL_TAGS, "untagged", "always", "never")

OPTIONS: Options = {
    "limits": {"type": "dict"},
    "tags": {"type": "list", "elements": "str", "default": ["all"]},
    "skip_tags": {"type": "list", "elements": "str", "default": []},
    "scan_users": SCAN_USERS,
    "apply_via": APPLY_VIA,
    "memory": MEMORY,
}


def run(params: Mapping[str, Any], known: Mapping[str, Resource], call: Call) -> Entry:
    """Return which roles have something to do for a site.

    Args:
        params: checked options. known: every type of the site file.

    Raises:
        Failure: the account cannot be read, or something would be refused; every reason is named.
    """
    call.memory.look_anew()
    chosen, warnings = _chosen(known, params.get("tags") or ["all"], params.get("skip_tags") or [])
    today = planning.today()
    desired_by_type = _wanted(known, chosen, params, today)
    warnings += site.of_composites(composites.standing(known), params, today)
    compared = [
        resource
        for resource in chosen.values()
        if not (resource.managed or resource.stands_for) and _is_named(resource, params)
    ]
    parts: list[Part] = []
    api = nothing_spent()
    if desired_by_type:
        with session(call.reading, call.connect, call.memory.confirm) as client:
            parts = _judged(params, desired_by_type, site.every_type(known), call, client)
            api = tally(client)
    for part in parts:
        if not _differs(part):
            asked = Asked(part.settings, desired_by_type[part.resource.name], call.check_mode)
            call.memory.found_in_sync(part.resource, asked)
            warnings += part.warnings
        elif part.plan.effective:
            call.memory.to_come[part.resource.name] = listed(part.plan.effective)
    differing = [part for part in parts if _differs(part)]
    standing = _standing_for(differing, composites.standing(chosen), params, call)
    named = {part.resource.name for part in parts} | {resource.name for resource in compared}
    for name, resource in chosen.items():
        if name not in named and not resource.stands_for:
            # The playbook's role of a type that the site does not speak of has nothing to do, and nothing to say.
            settings = _settings(params, resource) if resource.managed else Settings()
            call.memory.found_in_sync(resource, Asked(settings, None, call.check_mode))
    return {
        "changed": False,
        "roles": _roles([*(part.resource for part in differing), *standing, *compared]),
        "plan": [describe(part.resource, change) for part in differing for change in part.plan.effective],
        "unchanged": {part.resource.plural: _unchanged(part) for part in parts},
        "warnings": [visible(warning) for warning in warnings],
        "api": api,
    }


def _chosen(
    known: Mapping[str, Resource], tags: Sequence[str], skip_tags: Sequence[str]
) -> tuple[dict[str, Resource], list[str]]:
    """Return the types whose roles run with these tags, and a warning for every tag that no role has."""
    roles = dict.fromkeys(resource.role for resource in known.values())
    warnings = [
        f"no role has the tag '{tag}'{nearest(tag, roles)} (tags: {', '.join(roles)})"
        for tag in (*tags, *skip_tags)
        if tag not in roles and tag not in OTHER_TAGS
    ]
    # A play may have a tag of its own, and with it roles of any type.
    every = any(tag in ALL_TAGS or tag not in (*roles, *OTHER_TAGS) for tag in tags)
    none = any(tag in skip_tags for tag in ALL_TAGS)
    chosen = {
        name: resource
        for name, resource in known.items()
        if (every or resource.role in tags) and not none and resource.role not in skip_tags
    }
    return chosen, warnings


def _wanted(
    known: Mapping[str, Resource], chosen: Mapping[str, Resource], params: Mapping[str, Any], today: str
) -> dict[str, list[Desired]]:
    """Return what the site wants of the types that are chosen, whichever entry stands for it."""
    desired_by_type = site.named({**chosen, **composites.standing(known)}, params, today)
    of_chosen = site.every_type(chosen)
    return {name: desired for name, desired in desired_by_type.items() if name in of_chosen}


def _standing_for(
    differing: Sequence[Part], standing: Mapping[str, Resource], params: Mapping[str, Any], call: Call
) -> list[Resource]:
    """Return the types with an entry that stands for something that differs; remember of the others that none does."""
    places = {change.where for part in differing for change in part.plan.effective}
    lists = site.lists_of(standing, params)
    found = []
    for resource in standing.values():
        entries, paths = lists.get(resource.plural, (None, []))
        if places.intersection(paths):
            found.append(resource)
            continue
        desired = None if entries is None else wanted(resource, {"entries": entries, "entry_paths": paths})
        call.memory.found_in_sync(resource, Asked(_settings(params, resource), desired, call.check_mode))
    return found


def _is_named(resource: Resource, said: Mapping[str, Any]) -> bool:
    """Whether a site has something to compare of a type that the API does not manage."""
    given = (said.get("lists") or {}).get(resource.plural)
    lists = site_file.lists({resource.name: resource}, said.get("baseline"), said.get("site"))
    entries, _paths = lists.get(resource.plural, ([], []))
    return bool(entries if given is None else given)


def _judged(
    params: Mapping[str, Any],
    desired_by_type: Mapping[str, Sequence[Desired]],
    types: Mapping[str, Resource],
    call: Call,
    client: Client,
) -> list[Part]:
    """Plan everything, all over one reader.

    Raises:
        Failure: naming all that keeps the site from being applied, each problem once.
    """
    belief = site.believing(call.belief, desired_by_type)
    reader = Reader(client, types, belief, call.progress)
    site.read_side_by_side(reader, types, desired_by_type)
    parts = []
    problems: list[Problem] = []
    for name, desired in desired_by_type.items():
        settings = _settings(params, types[name])
        part = Part(Task(types[name], desired, settings, call.check_mode, call.progress, belief), client, reader)
        parts.append(part)
        try:
            problems += part.judged()
        except (ApiError, Failure) as error:
            problems.append(Problem(part.resource.plural, str(error)))
    refuse(list(dict.fromkeys(problems)))
    return parts


def _settings(params: Mapping[str, Any], resource: Resource) -> Settings:
    """Return how far the role of a type may go: its own words, and of those that roles share the ones it has."""
    done = site_file.console_done(params.get("baseline"), params.get("site"))
    shared = {"console_done": done, "apply_via": params.get("apply_via"), "scan_users": params.get("scan_users")}
    known = module_options(resource)
    own = (params.get("limits") or {}).get(resource.plural) or {}
    return Settings.of({word: value for word, value in {**shared, **own}.items() if word in known})


def _differs(part: Part) -> bool:
    return bool(part.plan.effective or part.manual)


def _unchanged(part: Part) -> list[str]:
    """Return the names of the objects that are as the site says, each once."""
    return list(dict.fromkeys(change.key for change in part.plan.changes if change.operation == "none"))


def _roles(resources: Iterable[Resource]) -> list[str]:
    """Return the roles of types, each once, in the order of work."""
    return list(dict.fromkeys(resource.role for resource in resources))
