# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of one task for one type, and its manual steps. Changes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, ended, references
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import (
    changes,
    deletions,
    planner,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Options, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.hand_off import handed_off
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings


def today() -> str:
    """Return the present day in UTC, as YYYY-MM-DD."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


@dataclass(frozen=True)
class Task:
    """What a task wants of one type, and how far the run may go."""

    resource: Resource
    desired: Sequence[Desired] = field(repr=False)
    settings: Settings
    check_mode: bool = False
    progress: Progress = field(default_factory=lambda: Progress(silent), repr=False)
    belief: Belief = field(default_factory=Belief, repr=False)
    today: str = field(default_factory=today)


class Planning:
    """Reads what one task needs and plans it; changes nothing."""

    def __init__(self, task: Task, reader: Reader) -> None:
        self._task = task
        self._resource = task.resource
        self._settings = task.settings
        self._reader = reader

    def plan(self, desired: Sequence[Desired]) -> tuple[Plan, bool]:
        """Return the plan, and whether a person has to carry it out because the API does not offer the calls."""
        plan, by_hand = self._plan(desired)
        late = ended(self._resource, desired, self._task.today)
        return replace(plan, warnings=(*plan.warnings, *late)), by_hand

    def _plan(self, desired: Sequence[Desired]) -> tuple[Plan, bool]:
        via = self._settings.apply_via
        preview = self._resource.support == "preview"
        by_hand = preview and via == "console"
        options = self._options(desired)
        if self._resource.support == "console":
            return planner.plan_unread(self._resource, desired, options), True
        if by_hand and self._resource.list and not self._resource.list.catalogue:
            return planner.plan_unread(self._resource, desired, options), True
        unsure = self._reader.unsure(self._resource)
        if unsure and via == "api":
            raise Failure(unsure)
        try:
            current = self._current(desired, options)
        except NotOffered:
            if not preview or via == "api":
                raise
            return planner.plan_unread(self._resource, desired, options), True
        offered = self._reader.members_offered(self._resource)
        if not offered and via == "api":
            raise Failure(
                f"{self._resource.title}: the API application does not offer the calls to change who holds it"
            )
        found = planner.plan(self._resource, desired, current, options)
        creating = any(change.operation == "create" for change in found.changes)
        if creating and self._reader.read_again(self._resource):
            found = planner.plan(self._resource, desired, self._current(desired, options), self._options(desired))
        return found, by_hand or not offered

    def plan_one(self, wish: Desired, found: changes.Current) -> Plan:
        """Return the plan for one object that was just read."""
        return planner.plan(self._resource, [wish], [found], self._options([wish]))

    def _current(self, desired: Sequence[Desired], options: Options) -> list[changes.Current]:
        kept = frozenset(wish.key for wish in desired)
        spoken = [wish for wish in desired if options.deletions != "only" or wish.state == "absent"]
        return self._reader.current(
            self._resource,
            spoken,
            self._settings.scan_users,
            lambda found: deletions.swept(self._resource, kept, found, options),
        )

    def _options(self, desired: Sequence[Desired]) -> Options:
        referred = {
            target
            for wish in desired
            if wish.state == "present"
            for _path, target, _name in references(self._resource, wish.values)
        }
        settings = self._settings
        return Options(
            purge=settings.purge,
            purge_match=settings.purge_match,
            max_deletes=settings.max_deletes,
            accept_risk=settings.accept_risk,
            known={name: self._reader.known(name) for name in sorted(referred)},
            assumed=self._task.belief.names,
            deletions="only" if settings.deletions == "only" else "all",
        )

    def hand_off(self, plan: Plan, desired: Sequence[Desired]) -> tuple[Plan, list[Entry], list[str]]:
        """Return the plan as a person has to carry it out, what that person has to do, and warnings."""
        plan, manual, warnings = handed_off(self._resource, plan, desired, self._settings.console_done)
        via_console = self._settings.apply_via == "console"
        unsure = "" if via_console or not manual else self._reader.unsure(self._resource)
        return plan, manual, [*warnings, *([unsure] if unsure else []), *self._by_hand_warnings(manual)]

    def _by_hand_warnings(self, manual: Sequence[Entry]) -> list[str]:
        title = self._resource.title
        warnings = []
        if manual:
            names = first_of([visible(job["name"]) for job in manual], 5)
            warnings.append(
                f"by hand in the Administration Console: {title} {names}; the API application does not offer the calls"
            )
        if self._settings.purge:
            warnings.append(f"{title}: other objects cannot be read, so nothing is purged")
        return warnings
