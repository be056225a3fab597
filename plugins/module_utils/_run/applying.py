# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out the plan of one type: reads each object right before it writes it, and reads the result.

Somebody else may write at the same time, and a write may take a while to show. Such changes are reported, and
what this run has created is never created again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from ansible_collections.mailops.mimecast.plugins.module_utils._api import limits
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, OutcomeUnknown
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Executor, Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import planner, replacement
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Current, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._run.creations import Creations

MAX_ROUNDS = 3
"""How often a run plans anew after a write whose outcome is not known."""

LONGEST_LAG = 30.0
"""Seconds that a run waits at most for an account to show what was written to it."""

Identity = tuple[str, str]


class Planner(Protocol):
    """Makes the plans of a run."""

    def plan_now(self, desired: Sequence[Desired]) -> tuple[Plan, bool]:
        """Read and plan what to do now, and return whether a person has to do it."""

    def plan_one(self, wish: Desired, found: Current) -> Plan:
        """Plan one object that was just read."""


class Applying:
    """Carries out a plan through ``executor``, for what ``desired`` says.

    Attributes:
        creations: what was created. undone: changes that are not this run's, though what they ask for may be so.
        told: what somebody else did in the meantime, a sentence each.
    """

    def __init__(self, executor: Executor, planning: Planner, desired: Sequence[Desired]) -> None:
        self._executor = executor
        self._resource = executor.resource
        self._client = executor.client
        self._reader = executor.reader
        self._planning = planning
        self._desired = desired
        self._wishes = {(wish.where, wish.key): wish for wish in desired}
        self._instead: dict[Identity, Change] = {}
        self._begun: set[Identity] = set()
        self._untouched: set[Identity] = set()
        self._made_anew: Change | None = None
        self.creations = Creations(self._resource, self._reader)
        self.told: list[str] = []

    @property
    def undone(self) -> set[Identity]:
        """The changes that were not made, or taken back."""
        return self._untouched | self.creations.withdrawn

    def send(self, plan: Plan) -> Outcome:
        """Send what a plan asks for; where an outcome is not known, look what is left and send that."""
        todo = plan.effective
        out: list[tuple[Change, str]] = []
        gone: list[Change] = []
        replaced = {change.identity: change for change in todo if change.operation == "replace"}
        for _round in range(MAX_ROUNDS):
            outcome = self._executor.execute(todo, self._as_it_is)
            self.creations.note(todo, outcome)
            out += outcome.out
            gone += outcome.gone
            if not isinstance(outcome.failure, OutcomeUnknown):
                break
            try:
                again, by_hand = self._look(outcome, self._desired)
            except (ApiError, Failure):
                break
            if by_hand or again.problems:
                break
            if not again.effective:
                return replace(outcome, failure=None, failed=None)
            todo = tuple(
                replacement.resumed(change, replaced.get(change.identity))
                for change in again.effective
                if not self.creations.is_made(change)
            )
            if not todo:
                break
        return replace(outcome, out=out, gone=gone)

    def look_back(self, outcome: Outcome) -> tuple[Plan, bool]:
        """Read and plan again when everything was sent: what is left, and whether a person has to do it.

        Raises:
            ApiError, Failure: the account could not be read.
        """
        return self._look(outcome, planner.without_secrets(self._desired))

    def _look(self, outcome: Outcome, desired: Sequence[Desired]) -> tuple[Plan, bool]:
        """Read and plan again, and wait for as long as the account may not show yet what was written."""
        pauses = self._pauses()
        while True:
            self._reader.forget(self._resource)
            self.creations.look()
            if self._take_back():
                continue
            after, by_hand = self._planning.plan_now(desired)
            told = tuple(problem for problem in after.problems if problem.where not in self.creations.twofold)
            after = replace(after, problems=told)
            awaited = self.creations.awaited or self._may_come(after, outcome)
            pause = next(pauses, 0.0) if awaited and not by_hand else 0.0
            if not pause:
                return after, by_hand
            self._client.wait(pause)

    def _may_come(self, after: Plan, outcome: Outcome) -> bool:
        """Whether something is left that the API has taken, or may have, so that it may only not show yet."""
        unsettled = [change for change in after.effective if change.identity not in self.creations.settled]
        left = [change for change in unsettled if outcome.took(change) or _is_unsure(change, outcome)]
        # What has to be purged is purged by Mimecast later.
        later = any(self._resource.retire and change.operation == "delete" for change in left)
        return bool(left) and not later

    def _pauses(self) -> Iterator[float]:
        """Yield how long to wait before each further look: half of what the budget has left, and not for ever."""
        left = min(LONGEST_LAG, self._client.seconds_left / 2)
        pause = limits.FIRST_PAUSE
        while pause <= left:
            yield pause
            left -= pause
            pause = limits.next_pause(pause)

    # --- What somebody else does in the meantime ---------------------------------------------------------------------

    def _as_it_is(self, change: Change) -> Change:
        """Look at an object right before it is written, and return what is to be done to it now.

        Raises:
            ApiError: it is not the one any more that was judged, so nothing is sent to it.
        """
        try:
            looked = self._looked_at(change)
        except ApiError:
            # What an earlier round sent to it may be in effect.
            if change.identity not in self._begun:
                self._untouched.add(change.identity)
            raise
        self._begun.add(change.identity)
        return looked

    def _looked_at(self, change: Change) -> Change:
        if change.operation == "replace" and self._resource.replace == "delete_first":
            self._see_the_last_replacement(change)
        if self._resource.singleton:
            return self._compared(change, self._reader.look_at_single(self._resource))
        if not change.id or self._resource.get is None:
            return change
        return self._compared(change, self._reader.look(self._resource, change.id))

    def _see_the_last_replacement(self, change: Change) -> None:
        """Wait until what the last replacement created is to be seen, so that never more than one object is gone.

        Raises:
            ApiError: it is not to be seen, so the next object stays as it is.
        """
        last, self._made_anew = self._made_anew, change
        if last is None or last.identity == change.identity:
            return
        pauses = self._pauses()
        while not self._is_shown(last):
            pause = next(pauses, 0.0)
            if not pause:
                name = f"{last.title} {shown(last.key)}"
                raise ApiError(f"the new {name} is not visible yet; the next one stays unchanged until it is")
            self._client.wait(pause)

    def _is_shown(self, change: Change) -> bool:
        """Whether the list shows an object alone of its name, with the settings that were changed."""
        self._reader.forget(self._resource)
        found = [current for current in self._reader.all_of(self._resource.name) if current.key == change.key]
        wanted = change.entry or {}
        return len(found) == 1 and all(found[0].entry.get(name) == wanted.get(name) for name in change.fields)

    def _compared(self, change: Change, found: Current | None) -> Change:
        name = f"{change.title} {shown(change.key)}"
        if found is None:
            if change.operation == "delete":
                return replace(change, steps=())
            raise ApiError(f"somebody else has deleted the {name} since it was read; nothing was sent to it")
        if found.key != change.key:
            raise ApiError(
                f"somebody else has renamed the {name} to {shown(found.key)} since it was read; nothing was sent to it"
            )
        if found.unreadable:
            raise ApiError(f"the {name} cannot be read any more: {found.unreadable}; nothing was sent to it")
        wish = self._wishes.get(change.identity)
        differing = self._differing(change, wish, found.entry) if wish else []
        if wish is None or change.operation not in ("update", "replace") or not differing:
            return change
        return self._planned_anew(change, wish, found, differing)

    def _differing(self, change: Change, wish: Desired, present: Entry) -> list[str]:
        """Return the settings that a user speaks of, or that are carried over, and that are not as they were.

        What replaces all of an object touches every setting of it.
        """
        former = self._resource.settings(change.present or {})
        whole = change.operation == "replace" or self._resource.singleton
        spoken = former if whole else wish.values
        names = [name for name in spoken if name in former and not self._resource.field(name).apart]
        return [name for name in names if present.get(name) != former[name]]

    def _planned_anew(self, change: Change, wish: Desired, found: Current, differing: Sequence[str]) -> Change:
        """Return what is to be done to an object that somebody else has changed since it was read.

        Raises:
            ApiError: it would be refused now.
        """
        plan = self._planning.plan_one(wish, replace(found, entry={**(change.present or {}), **found.entry}))
        if plan.problems:
            raise ApiError("; ".join(str(problem) for problem in plan.problems))
        again = next(made for made in plan.changes if made.identity == change.identity)
        self._instead[change.identity] = again
        self.told.append(
            f"{change.title} {change.key}: somebody else changed {', '.join(differing)} while this task ran; the task "
            "compared the new values with what you want, and kept those that your entry does not change"
        )
        return again

    def _take_back(self) -> bool:
        """Delete what this run created beside another of its name, or under a name that nobody asked for."""
        deletions = self.creations.to_take_back()
        for deletion in deletions:
            outcome = self._executor.execute([deletion], self._as_it_is)
            refused = [f"{item} ({code})" for _change, item, code in outcome.refused]
            # Of what may be gone the next look says whether it is.
            failure = None if isinstance(outcome.failure, OutcomeUnknown) else outcome.failure
            self.creations.taken_back(deletion, str(failure or ", ".join(refused)))
        return bool(deletions)

    # --- What is told ------------------------------------------------------------------------------------------------

    def carried_out(self, plan: Plan) -> Plan:
        """Return a plan with the changes that were made of objects which somebody else had changed."""
        return replace(plan, changes=tuple(self._instead.get(change.identity, change) for change in plan.changes))

    def compare(self, plan: Plan, present: Mapping[Identity, Entry | None]) -> None:
        """Tell which of the settings that were written are not as they were written, though they are as wanted."""
        for change in plan.effective:
            found = present.get(change.identity)
            if found is None or change.entry is None:
                continue
            self._compare_unspoken(change)
            written = [name for name in change.fields if not self._resource.field(name).apart]
            differing = [name for name in written if name in change.entry and found.get(name) != change.entry[name]]
            if differing:
                self.told.append(
                    f"{change.title} {change.key}: somebody else changed {', '.join(differing)} right after this task "
                    "did; it still has what you want"
                )

    def _compare_unspoken(self, change: Change) -> None:
        """Tell what of an object that was written as a whole reads otherwise, though no setting stands for it."""
        full = self._resource.full_update
        row = self._reader.looked_at(self._resource, change.id)
        if full is None or change.operation != "update" or row is None:
            return
        former = full.unspoken(row)
        now = full.unspoken(self._reader.listed(self._resource, change.key))
        differing = sorted(path for path in former.keys() | now.keys() if former.get(path) != now.get(path))
        if differing:
            self.told.append(
                f"{change.title} {change.key}: {', '.join(differing)} of it changed, although this task did not set "
                "it; look at it in the Administration Console"
            )


def _is_unsure(change: Change, outcome: Outcome) -> bool:
    """Whether a change would create what a replacement of unknown outcome may have created already."""
    lost = outcome.failed if isinstance(outcome.failure, OutcomeUnknown) else None
    replaced = lost is not None and lost.operation == "replace" and lost.identity == change.identity
    return replaced and any(step.kind == "create" for step in change.steps)
