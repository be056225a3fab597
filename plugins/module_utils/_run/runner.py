# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of one resource: validated options in, result out. It knows the order of the steps, not Ansible.

validate -> read -> plan -> refuse, or predict (check mode), or execute -> read back -> plan again -> report.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import (
    ApiError,
    Client,
    Connection,
    NotOffered,
    OutcomeUnknown,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome, execute
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import (
    Desired,
    controls,
    duplicates,
    held_twice,
    parse,
    references,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import console_steps, deletions, diff, planner
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    HandOff,
    Options,
    Plan,
    Recorded,
)

MAX_ROUNDS = 3
"""How often a run plans anew after a write whose outcome is not known."""


@dataclass(frozen=True)
class Task:
    """What one task asks for: the options as given, how to connect, and whether anything may change.

    ``progress`` is told how far it is.
    """

    resource: Resource
    params: Mapping[str, Any] = field(repr=False)
    connection: Connection
    check_mode: bool
    progress: Progress = field(default_factory=lambda: Progress(silent), repr=False)


def run(task: Task, resources: Mapping[str, Resource], connect: Callable[[Connection], Client] = Client) -> Entry:
    """Return the result of a task.

    Args:
        resources: every type that a reference may lead to.

    Raises:
        Failure: the input is wrong, the API failed, a change was refused, or something is left to do.
    """
    desired = wanted(task.resource, task.params)
    connection = replace(task.connection, read_only=task.connection.read_only or task.check_mode)
    # Only check mode may believe in what an earlier task is to create: without it, that task is done.
    believed = assumed(task.params.get("assume_present") if task.check_mode else {}, resources)
    with session(connection, connect) as client:
        one = Run(task, desired, client, Reader(client, resources, believed, task.progress), believed)
        refuse(one.judged())
        return one.result()


@contextlib.contextmanager
def session(connection: Connection, connect: Callable[[Connection], Client] = Client) -> Iterator[Client]:
    """Give a client for as long as the block lasts; what the API refuses in it fails the run.

    Raises:
        Failure: in one sentence, or as the block raised it; always with what the run has cost.
    """
    try:
        client = connect(connection)
    except ApiError as error:
        raise Failure(str(error)) from None
    try:
        yield client
    except ApiError as error:
        raise Failure(str(error), {"api": tally(client)}) from None
    except Failure as error:
        raise Failure(str(error), {"api": tally(client), **error.result}) from None
    finally:
        client.close()


def entries(resource: Resource, params: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return (path, entry) for every object that the options name: ``entries``, or the options themselves."""
    names = [one.name for one in (*resource.fields, *controls(resource))]
    flat = {name: params[name] for name in names if params.get(name) is not None}
    given = params.get("entries")
    if given is None:
        return [("", flat)] if flat.keys() - {one.name for one in controls(resource)} or not params.get("purge") else []
    paths = params.get("entry_paths")
    paths = paths if isinstance(paths, list) else []
    result = []
    for index, entry in enumerate(given):
        path = paths[index] if index < len(paths) else f"entries[{index}]"
        written = (
            {name: value for name, value in entry.items() if value is not None} if isinstance(entry, Mapping) else entry
        )
        result.append((path, {**flat, **written} if isinstance(written, Mapping) else written))
    return result


def wanted(resource: Resource, params: Mapping[str, Any]) -> list[Desired]:
    """Return the objects that the options ask for.

    Raises:
        Failure: naming every place in the user's file where something is wrong.
    """
    desired: list[Desired] = []
    problems: list[Problem] = []
    given = params.get("entries")
    if given is not None and params.get(resource.key) is not None:
        problems.append(
            Problem(resource.key, f"goes into each of entries; {resource.key} and entries exclude each other")
        )
    for path, entry in entries(resource, params):
        one, found = parse(resource, entry, path)
        problems += found
        desired += [one] if one else []
    problems += duplicates(resource, desired)
    problems += held_twice(resource, desired)
    refuse(problems)
    return desired


def tally(client: Client) -> Entry:
    """Return what a run has cost."""
    cost = client.tally
    return {
        "reads": cost.reads,
        "writes": cost.writes,
        "tokens": cost.tokens,
        "seconds_waited": round(cost.seconds_waited, 3),
    }


class Planning:
    """Reads what one task speaks of and plans it; changes nothing.

    ``believed`` are names, by type, that are allowed not to be there yet.
    """

    def __init__(self, task: Task, reader: Reader, believed: Mapping[str, frozenset[str]]) -> None:
        self._resource = task.resource
        self._params = task.params
        self._reader = reader
        self._believed = believed

    def plan(self, desired: Sequence[Desired]) -> tuple[Plan, bool]:
        """Return the plan, and whether a person has to carry it out because the API does not offer the calls."""
        via = self._params.get("apply_via") or "auto"
        by_hand = self._resource.support == "preview" and via == "console"
        options = self._options(desired)
        if by_hand and self._resource.list and not self._resource.list.catalogue:
            return planner.plan_unread(self._resource, desired, options), True
        try:
            scan = bool(self._params.get("scan_users"))
            kept = frozenset(one.key for one in desired)
            spoken = [one for one in desired if options.deletions != "only" or one.state == "absent"]
            current = self._reader.current(
                self._resource, spoken, scan, lambda found: deletions.swept(self._resource, kept, found, options)
            )
        except NotOffered:
            if self._resource.support != "preview" or via == "api":
                raise
            return planner.plan_unread(self._resource, desired, options), True
        offered = self._reader.members_offered(self._resource)
        if not offered and via == "api":
            raise Failure(f"{self._resource.title}: the API application does not offer changes of who holds it")
        return planner.plan(self._resource, desired, current, options), by_hand or not offered

    def _options(self, desired: Sequence[Desired]) -> Options:
        params = self._params
        referred = {
            target
            for one in desired
            if one.state == "present"
            for _path, target, _name in references(self._resource, one.values)
        }
        return Options(
            purge=bool(params.get("purge")),
            purge_match=params.get("purge_match") or "*",
            max_deletes=10 if params.get("max_deletes") is None else int(params["max_deletes"]),
            accept_risk=frozenset(params.get("accept_risk") or ()),
            known={name: self._reader.known(name) for name in sorted(referred)},
            assumed=self._believed,
            deletions=params.get("deletions") or "all",
        )

    def hand_off(self, plan: Plan, desired: Sequence[Desired]) -> tuple[Plan, list[Entry], list[str]]:
        """Return the plan as a person has to carry it out, what that person has to do, and warnings.

        What is recorded as done, and not known to differ, is in sync.
        """
        done = list(self._params.get("console_done") or [])
        wanted_by = {(one.where, one.key): one for one in desired}
        changes: list[Change] = []
        manual: list[Entry] = []
        warnings: list[str] = []
        for change in plan.changes:
            mark = console_steps.fingerprint(self._resource, wanted_by[change.identity])
            record = console_steps.record_of(done, mark)
            unknown = change.operation == "hand_off" or (change.operation == "none" and bool(change.unverified))
            if change.operation == "none" and not unknown:
                changes.append(change)
                continue
            if unknown and record:
                unverified = change.fields or (self._resource.key,)
                changes.append(change.become(Recorded, after=change.after, unverified=unverified))
                continue
            if record:
                warnings.append(
                    f"{change.where or change.key}: recorded as done by {record.get('by')} at {record.get('at')}, "
                    "but the account shows otherwise"
                )
            changes.append(change.become(HandOff, after=change.after) if unknown else change)
            steps = console_steps.manual_steps(self._resource, wanted_by[change.identity])
            names = {"resource": self._resource.name, "name": change.key, "where": change.where}
            manual.append({"fingerprint": mark, **names, "steps": steps})
        if manual:
            warnings.append(
                f"{self._resource.title}: {len(manual)} to be done by hand in the Administration Console, see "
                f"'manual'; "
                "the API application does not offer the calls"
            )
        if self._params.get("purge"):
            warnings.append(f"{self._resource.title}: what else there is cannot be read, so nothing is purged")
        return replace(plan, changes=tuple(changes)), manual, warnings


def assumed(names: Mapping[str, Any] | None, resources: Mapping[str, Resource]) -> dict[str, frozenset[str]]:
    """Return names that are to be created before they are needed, given under the site file's keys, by type."""
    return {
        one.name: frozenset(one.same_key(name) for name in (names or {}).get(one.plural) or ())
        for one in resources.values()
    }


class Run:
    """One run of one type: what is wanted, how it is read, and how it is made so. First judged, then carried out."""

    def __init__(
        self,
        task: Task,
        desired: list[Desired],
        client: Client,
        reader: Reader,
        believed: Mapping[str, frozenset[str]],
    ) -> None:
        self.resource = task.resource
        self._task = task
        self._desired = desired
        self._client = client
        self._reader = reader
        self._planning = Planning(task, reader, believed)
        self._warnings: list[str] = []
        self._manual: list[Entry] = []
        self._by_hand = False
        self.plan = Plan(())

    def judged(self) -> Sequence[Problem]:
        """Read and plan, and return what keeps the plan from being carried out.

        Raises:
            ApiError: what is there could not be read.
        """
        if not self._desired and not self._task.params.get("purge"):
            return ()
        self.plan, self._by_hand = self._planning.plan(self._desired)
        self._warnings += self.plan.warnings
        if self._by_hand and not self.plan.problems:
            self.plan, self._manual, warnings = self._planning.hand_off(self.plan, self._desired)
            self._warnings += warnings
        return self.plan.problems

    def result(self) -> Entry:
        """Predict what was planned, or apply it and read it back.

        Raises:
            Failure: something is left to do.
        """
        if self._by_hand or self._task.check_mode or not self.plan.effective:
            return self._report(self.plan, self._manual)
        return self._apply(self.plan)

    def _apply(self, plan: Plan) -> Entry:
        todo = plan.effective
        for _round in range(MAX_ROUNDS):
            outcome = execute(self.resource, todo, self._client, self._reader, self._task.progress)
            if not isinstance(outcome.failure, OutcomeUnknown):
                break
            self._reader.forget(self.resource)
            try:
                again, by_hand = self._planning.plan(self._desired)
            except (ApiError, Failure):
                break
            if by_hand or again.problems:
                break
            todo = again.effective
            if not todo:
                outcome = replace(outcome, failure=None, failed=None)
                break
        return self._verify(plan, outcome)

    def _verify(self, plan: Plan, outcome: Outcome) -> Entry:
        """Read back and plan again: what is left fails the run, by name."""
        self._reader.forget(self.resource)
        try:
            after, by_hand = self._planning.plan(planner.without_secrets(self._desired))
            unread = "the API application does not offer the call any more" if by_hand else ""
        except (ApiError, Failure) as error:
            unread = str(error)
        if unread:
            stopped = f" {outcome.failure}." if outcome.failure else ""
            raise Failure(
                visible(
                    f"changes were sent, but what took effect is not known.{stopped} Reading back failed: {unread}"
                ),
                {"changed": True, "api": tally(self._client)},
            )
        left = {one.identity: one for one in after.effective}
        if not left and not after.problems and not isinstance(outcome.failure, ApiError):
            return self._report(replace(plan, changes=self._with_entries(plan, after)), [])
        made = [part for one in plan.effective if (part := planner.achieved(one, left.get(one.identity)))]
        report = self._report(replace(plan, changes=tuple(made)), [])
        report["entries"] = self._entries({one.identity: one.present for one in after.changes})
        raise Failure(_left_message(plan, left, outcome, after.problems), report)

    def _with_entries(self, plan: Plan, after: Plan) -> tuple[Change, ...]:
        """Return the changes that were made, each with its object as it was read back."""
        read = {one.identity: one.present for one in after.changes}
        return tuple(replace(one, entry=read.get(one.identity)) for one in plan.changes)

    def _entries(self, found: Mapping[tuple[str, str], Entry | None]) -> list[Entry]:
        """Return the objects that the task names and that are there, in the order of the task."""
        there = [found.get((one.where, one.key)) for one in self._desired]
        return [entry for entry in there if entry is not None]

    def _report(self, plan: Plan, manual: list[Entry]) -> Entry:
        effective = plan.effective
        return {
            "changed": bool(effective),
            "diff": diff.render(effective),
            "plan": [describe(self.resource, one) for one in effective],
            "entries": self._entries({one.identity: one.entry for one in plan.changes}),
            "manual": manual,
            "warnings": [visible(one) for one in self._warnings],
            "api": tally(self._client),
        }


def describe(resource: Resource, change: Change) -> Entry:
    """Return a change as plain data, without secrets."""
    operations = {"create": resource.create, "update": resource.update, "delete": resource.delete}
    if resource.members:
        operations = {**operations, "add": resource.members.add, "remove": resource.members.remove}
    calls = [operations[step.kind] for step in change.steps]
    return {
        "operation": change.operation,
        "resource": change.resource,
        "name": change.key,
        "where": change.where,
        "fields": list(change.fields),
        "before": change.before,
        "after": change.after,
        "counts": dict(change.counts),
        "moves": dict(change.moves),
        "calls": [one.id for one in calls if one],
    }


def _left_message(
    plan: Plan, left: Mapping[tuple[str, str], Change], outcome: Outcome, problems: Sequence[Problem]
) -> str:
    """Return what was done and what was not, by name, with the reason."""
    total = len(plan.effective)
    done = sum(one.identity not in left for one in plan.effective)
    parts = [f"{done} of {total} changes are in effect"]
    if left:
        parts.append("not in effect: " + listed(left.values()))
    refused = [f"{change.key}: {name} ({code})" for change, name, code in outcome.refused]
    if refused:
        more = f" and {len(refused) - 20} more" if len(refused) > 20 else ""
        parts.append("refused by the API: " + ", ".join(refused[:20]) + more)
    if outcome.failure:
        place = f" at {outcome.failed.title} {outcome.failed.key}" if outcome.failed else ""
        parts.append(f"stopped{place}: {outcome.failure}")
    parts += [str(one) for one in problems]
    return visible(". ".join(parts))


def listed(changes: Iterable[Change]) -> str:
    """Return changes by name, each with what it is about, for a message."""
    what = {"create": "to be created", "delete": "to be deleted", "hand_off": "to be done by hand"}
    return "; ".join(f"{one.title} {one.key} ({what.get(one.operation, ', '.join(one.fields))})" for one in changes)
