# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of one type of object: checked options in, result out. It knows the order of the steps, not Ansible.

validate -> read -> plan -> refuse, or predict (check mode), or execute -> read back -> plan again -> report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Executor, Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import (
    planner,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Plan,
    Unchanged,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.applying import Applying
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.failures import (
    Apart,
    gone,
    in_part,
    not_in_effect,
    not_known_to_be_in,
    taken_out,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.judging import Part
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Asked
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import listed, together
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import is_named, wanted


def run(resource: Resource, params: Mapping[str, Any], resources: Mapping[str, Resource], call: Call) -> Entry:
    """Return the result of a task.

    Args:
        resources: every type that a reference may lead to.

    Raises:
        Failure: the input is wrong, the API failed, a change was refused, or something is left to do. It also names
            what the play has not begun, as far as the whole account was judged before.
    """
    results: list[Entry] = []
    try:
        for asked in _asked_for(resource, params, call):
            results.append(_predicted_or_applied(resource, asked, resources, call, bool(params.get("from_site"))))
    except Failure as error:
        left = call.memory.not_begun(call.check_mode)
        message = f"{error}. Not begun: {visible(left)}" if left else str(error)
        raise Failure(message, together([*results, error.result])) from None
    return together(results) if results else nothing_named()


def _predicted_or_applied(
    resource: Resource, asked: Asked, resources: Mapping[str, Resource], call: Call, from_site: bool
) -> Entry:
    settings = asked.settings
    task = Task(resource, asked.desired or (), settings, call.check_mode, call.progress, call.belief)
    with session(call.guarded, call.connect, call.memory.confirm) as client:
        part = Run(task, client, Reader(client, resources, call.belief, call.progress))
        refuse(part.judged())
        call.memory.begun(resource, call.check_mode)
        if settings.deletions == "only":
            call.memory.begin_removal(resource, asked, call.check_mode)
        elif part.left and from_site:
            # Before the first write, so that a task that breaks off names these too as not begun.
            call.memory.leave(resource, asked, listed(part.left))
        result = part.carry_out()
    if call.check_mode:
        call.memory.believe(resource, part.would_make)
    return {**result, "named": True}


def spared(resource: Resource, params: Mapping[str, Any], call: Call) -> str:
    """Return why a task that takes its objects from the site does not need to read the account, or an empty string."""
    if not params.get("from_site"):
        return ""
    settings, memory = Settings.of(params), call.memory
    if settings.deletions == "only" and params.get("entries") is None:
        left = memory.left_for(resource, call.check_mode)
        return "" if left else "no deletion was left to the end of the play"
    if settings.deletions == "none":
        # Whether there are any or not: the end of the play has to know that this account was asked.
        memory.leave(resource, Asked(settings, None, call.check_mode))
    if resource.name not in memory.in_sync:
        return ""
    desired = wanted(resource, params) if is_named(resource, params) else None
    asked = Asked(settings, desired, call.check_mode)
    return "nothing to do, according to the check of the whole account" if memory.is_in_sync(resource, asked) else ""


def nothing_named() -> Entry:
    """Return the result of a task that takes its objects from a site that does not name their type."""
    empty: Entry = {name: [] for name in ("diff", "plan", "entries", "manual", "warnings")}
    return {"changed": False, "named": False, **empty, "api": nothing_spent()}


def _asked_for(resource: Resource, params: Mapping[str, Any], call: Call) -> list[Asked]:
    """Return what a task is about, one after the other; nothing where a site says nothing of the type."""
    settings = Settings.of(params)
    if params.get("from_site") and params.get("entries") is None:
        if settings.deletions == "only":
            return [left.asked for left in call.memory.left_for(resource, call.check_mode)]
        if not is_named(resource, params):
            return []
    return [Asked(settings, wanted(resource, params), call.check_mode)]


class Run(Part):
    """One run of one type: first judged, then carried out."""

    def carry_out(self) -> Entry:
        """Predict what was planned, or apply it and read it back.

        Raises:
            Failure: something is left to do.
        """
        if self.by_hand or self.task.check_mode or not self.plan.effective:
            return self.report(self.plan)
        executor = Executor(self.resource, self.client, self.reader, self.task.progress)
        applying = Applying(executor, self, self.task.desired)
        return self._verify(self.plan, applying, applying.send(self.plan))

    def _verify(self, plan: Plan, applying: Applying, outcome: Outcome) -> Entry:
        """Read back and plan again: what is left fails the run, by name."""
        try:
            after, by_hand = applying.look_back(outcome)
            unread = "the API application does not offer the call any more" if by_hand else ""
        except (ApiError, Failure) as error:
            unread = str(error)
        if unread:
            stopped = f" {outcome.failure}." if outcome.failure else ""
            unsure = not_known_to_be_in(outcome)
            told = f"changes were sent, but it is not known what took effect.{stopped}{unsure}"
            raise Failure(visible(f"{told} Reading back failed: {unread}"), {"changed": True})
        left = {change.identity: change for change in after.effective}
        present = {change.identity: change.present for change in after.changes}
        plan = applying.carried_out(plan)
        unknown = {change.identity: change for change in plan.effective if self._is_unknown(change, present)}
        left.update(unknown)
        applying.compare(plan, present)
        amiss = applying.creations.failures()
        self.warnings += [*applying.told, *applying.creations.remarks()]
        if not (left or after.problems or amiss or isinstance(outcome.failure, ApiError)):
            mine = [
                change.become(Unchanged) if change.identity in applying.undone else change for change in plan.changes
            ]
            read_back = tuple(replace(change, entry=present.get(change.identity)) for change in mine)
            return self.report(replace(plan, changes=read_back))
        made = [
            part
            for change in plan.effective
            if change.identity not in applying.undone
            if (part := planner.achieved(self.resource, change, left.get(change.identity)))
        ]
        report = self.report(replace(plan, changes=tuple(made)))
        report["entries"] = self.entries(present)
        apart = Apart(applying.undone, unknown.keys() - applying.undone)
        may_be = bool(apart.unread) or any(map(outcome.took, left.values()))
        report["changed"] = report["changed"] or may_be
        on_the_way = [*in_part(made, left), *taken_out(self.resource, plan, present), *gone(plan, left)]
        reasons = [*on_the_way, *amiss, *applying.creations.remarks(), *map(str, after.problems)]
        raise Failure(not_in_effect(plan, left, outcome, reasons, apart), report)

    def _is_unknown(self, change: Change, present: Mapping[tuple[str, str], Entry | None]) -> bool:
        """Whether reading back tells nothing of an object that the task names: it can be read no more."""
        named = {(wish.where, wish.key) for wish in self.task.desired}
        return change.identity in named and change.identity not in present
