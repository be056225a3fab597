# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do about one type of object, and what prevents it. It can only read.

validate -> read -> plan -> refuse. It knows the order of the steps, not Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import NotSure
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import (
    changes,
    diff,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Plan,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run import inquiries
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Planning, Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import calls, describe
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import tally


class Part:
    """The part of a run for one type: read, planned and judged.

    Attributes:
        plan: what is to be done now. left: deletions that are left to the end of the play.
        manual: what a person has to do. by_hand: a person has to do all of it.
    """

    def __init__(self, task: Task, client: Client, reader: Reader) -> None:
        self.resource = task.resource
        self.settings = task.settings
        self.task = task
        self.client = client
        self.reader = reader
        self._planning = Planning(task, reader)
        self.by_hand = False
        self.plan = Plan(())
        self.left: tuple[Change, ...] = ()
        self.manual: list[Entry] = []
        self.warnings: list[str] = []

    def judged(self) -> Sequence[Problem]:
        """Read and plan, and return what prevents the plan.

        Raises:
            ApiError: what is there could not be read.
        """
        if not self.task.desired and not self.task.settings.purge:
            return ()
        plan, self.by_hand = self._planning.plan(self.task.desired)
        self.plan, self.left = self._now_and_later(plan)
        self.warnings += plan.warnings
        if plan.problems:
            return plan.problems
        if self.by_hand:
            self.plan, self.manual, warnings = self._planning.hand_off(self.plan, self.task.desired)
            self.warnings += warnings
        unsure = self._unsure()
        if unsure:
            return unsure
        problems, unread = inquiries.answered(
            self.resource,
            (*self.plan.effective, *self.plan.left),
            self.settings.accept_risk,
            inquiries.Facts(self.client, self.reader),
        )
        self.warnings += unread
        return problems

    def _unsure(self) -> list[Problem]:
        """Return the changes that need a call which is less sure than this run wants its calls to be."""
        problems = []
        for change in (*self.would_make, *self.left):
            try:
                for operation in calls(self.resource, change):
                    self.client.demand(operation)
            except NotSure as error:
                problems.append(Problem(change.where, f"{change.title} {shown(change.key)}: {error}"))
        return problems

    def _now_and_later(self, plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
        """Return the plan without the deletions that are left to the end of the play, and those."""
        if self.task.settings.deletions != "none":
            return plan, ()
        now = tuple(change for change in plan.changes if change.operation != "delete")
        return replace(plan, changes=now), tuple(change for change in plan.changes if change.operation == "delete")

    @property
    def would_make(self) -> tuple[Change, ...]:
        """The changes that applying makes, without the manual steps."""
        return () if self.by_hand else self.plan.effective

    def plan_now(self, desired: Sequence[Desired]) -> tuple[Plan, bool]:
        """Read and plan what to do now, and return whether a person has to do it."""
        plan, by_hand = self._planning.plan(desired)
        return self._now_and_later(plan)[0], by_hand

    def plan_one(self, wish: Desired, found: changes.Current) -> Plan:
        """Plan one object that was just read."""
        return self._planning.plan_one(wish, found)

    def entries(self, found: Mapping[tuple[str, str], Entry | None]) -> list[Entry]:
        """Return the existing objects that the task names, in the order of the task."""
        there = [found.get((wish.where, wish.key)) for wish in self.task.desired]
        return [entry for entry in there if entry is not None]

    def report(self, plan: Plan) -> Entry:
        """Return the result of a task that did what a plan says."""
        effective = plan.effective
        return {
            "changed": bool(effective),
            "diff": diff.render(effective),
            "plan": [describe(self.resource, change) for change in effective],
            "entries": self.entries({change.identity: change.entry for change in plan.changes}),
            "manual": self.manual,
            "warnings": [visible(warning) for warning in self.warnings],
            "api": tally(self.client),
        }
