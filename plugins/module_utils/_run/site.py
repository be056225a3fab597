# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a whole site asks for, type by type, and the lists that planning it needs. It knows nothing of Ansible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, ended
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import wanted

_WHOLE: dict[str, Any] = {"type": "dict", "no_log": True}
# Ansible cannot tell the secrets inside from the rest, so it takes all of it for secret; ``hidden_values`` can.
OPTIONS: Options = {"site": _WHOLE, "baseline": _WHOLE}
LISTS: Options = {"lists": _WHOLE}


def check(written: Mapping[str, Any], known: Mapping[str, Resource]) -> list[Problem]:
    """Return everything that is wrong with a site and its baseline as written."""
    return site_file.check(known, written.get("baseline"), written.get("site"))


def check_what_is_said(written: Mapping[str, Any], known: Mapping[str, Resource]) -> list[Problem]:
    """Return the same for a module that compares a site with its account: there, saying nothing is a mistake too."""
    silence = [] if written.get("lists") else site_file.nothing_said(written.get("baseline"), written.get("site"))
    return silence or check(written, known)


def count(params: Mapping[str, Any], known: Mapping[str, Resource], today: str) -> Entry:
    """Return how many entries each list of a site has, together with its baseline, and what has no effect any more."""
    merged = site_file.merge(known, params.get("baseline"), params.get("site"))
    return {
        "changed": False,
        "counts": {name: len(found) for name, found in merged.items()},
        "warnings": [
            visible(told)
            for name, desired in named(known, params).items()
            for told in ended(known[name], desired, today)
        ],
    }


def secrets(params: Mapping[str, Any], known: Mapping[str, Resource]) -> set[str]:
    """Return the secrets that stand in the site, the baseline and the lists of checked options."""
    return site_file.secrets(known, *(params.get(name) for name in (*OPTIONS, *LISTS)))


def named(known: Mapping[str, Resource], said: Mapping[str, Any]) -> dict[str, list[Desired]]:
    """Return what a site wants of each type that it names and that the API manages; an empty list is named too.

    Args:
        said: ``baseline`` and ``site``; and ``lists``, which are given instead of what those two say of a type.
    """
    lists = said.get("lists") or {}
    found = site_file.lists(known, said.get("baseline"), said.get("site"))
    for resource in known.values():
        if resource.plural in lists:
            found[resource.plural] = _given(resource, lists[resource.plural])
    return {
        name: wanted(resource, {"entries": found[resource.plural][0], "entry_paths": found[resource.plural][1]})
        for name, resource in known.items()
        if resource.managed and resource.plural in found
    }


def _given(resource: Resource, value: Any) -> tuple[list[Any], list[str]]:
    """Return what a variable of a role gives: the entries, and where each of them stands."""
    found = site_file.placed(resource, value, f"mimecast_{resource.plural}")
    return [entry for entry, _place in found], [place for _entry, place in found]


def expected(desired_by_type: Mapping[str, Sequence[Desired]]) -> dict[str, frozenset[str]]:
    """Return the names, by type, that are there when the site is applied: others may refer to them."""
    return {
        name: frozenset(wish.key for wish in desired if wish.state == "present")
        for name, desired in desired_by_type.items()
    }


def believing(belief: Belief, desired_by_type: Mapping[str, Sequence[Desired]]) -> Belief:
    """Return a belief that also expects what the site creates."""
    return replace(belief, names=expected(desired_by_type))


def read_side_by_side(
    reader: Reader, managed: Mapping[str, Resource], desired_by_type: Mapping[str, Sequence[Desired]]
) -> None:
    """Read the lists that planning the site needs, those of references included."""
    needed = {name for name, desired in desired_by_type.items() if desired}
    needed |= {target for name in needed for target in managed[name].references}
    reader.prefetch(resource for name, resource in managed.items() if name in needed)
