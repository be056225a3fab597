# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole site planned over its account: each list read once, lists in parallel, a run for each type. It only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.judging import Part
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import (
    module_options,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings


@dataclass(frozen=True)
class Planned:
    """What will happen to one type.

    Attributes:
        changes: those that change something. by_hand: whether a person makes them.
    """

    resource: Resource
    changes: tuple[Change, ...]
    by_hand: bool


@dataclass(frozen=True)
class Judged:
    """A whole site, planned over its account.

    Attributes:
        parts: a run of each type. reader: what was read. belief: what the parts were planned over.
    """

    parts: Sequence[Part]
    reader: Reader
    belief: Belief

    @property
    def plans(self) -> list[Planned]:
        """What will happen to each type."""
        return [Planned(part.resource, part.plan.effective, bool(part.manual)) for part in self.parts]


def judged(
    params: Mapping[str, Any],
    desired_by_type: Mapping[str, Sequence[Desired]],
    types: Mapping[str, Resource],
    call: Call,
    client: Client,
) -> Judged:
    """Plan everything, all over one reader.

    Raises:
        Failure: naming everything that prevents the site from being applied, each problem once.
    """
    belief = site.believing(call.belief, desired_by_type)
    reader = Reader(client, types, belief, call.progress)
    site.read_side_by_side(reader, types, desired_by_type)
    parts = []
    problems: list[Problem] = []
    for name, desired in desired_by_type.items():
        allowed = settings(params, types[name])
        part = Part(Task(types[name], desired, allowed, call.check_mode, call.progress, belief), client, reader)
        parts.append(part)
        try:
            problems += part.judged()
        except (ApiError, Failure) as error:
            problems.append(Problem(part.resource.plural, str(error)))
    refuse(list(dict.fromkeys(problems)))
    return Judged(parts, reader, belief)


def settings(params: Mapping[str, Any], resource: Resource) -> Settings:
    """Return how far the role of a type may go: its own settings, and the shared settings that it has."""
    done = site_file.console_done(params.get("baseline"), params.get("site"))
    shared = {"console_done": done, "apply_via": params.get("apply_via"), "scan_users": params.get("scan_users")}
    known = module_options(resource)
    own = (params.get("limits") or {}).get(resource.plural) or {}
    return Settings.of({word: value for word, value in {**shared, **own}.items() if word in known})
