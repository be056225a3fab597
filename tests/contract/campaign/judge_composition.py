# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges what the tasks of one play say together: the look before the first of them, and where all of them lead.

It may not know the planner or the runner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign.goals import expected, holds, in_between, todo
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge import (
    bystanders,
    drained,
    judge_cost,
    judge_twins,
    left_open,
    new_duplicates,
    overlooked,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import KINDS, MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import (
    Outcome,
    Run,
    Seen,
    claims,
    not_begun,
    title,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import View, differing
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Job, sources_of

TOLD = ("changed", "diff", "plan", "entries", "manual", "warnings", "named", "skipped", "roles", "unchanged")
"""What check mode has to say as applying does."""


@dataclass(frozen=True)
class Look:
    """The look at the whole account before the first task of a play."""

    jobs: tuple[Job, ...]
    outcome: Outcome
    seen: Seen
    faulty: bool = True


def judge_look(look: Look) -> Iterator[str]:
    """Yield every lie of the look: what it says differs, and what it lets pass."""
    outcome, seen = look.outcome, look.seen
    unwise = [wish for job in look.jobs for wish in job.active if wish.unwise]
    if outcome.crash:
        yield f"crashed: {outcome.crash}"
        return
    if seen.writes or (not seen.strikes and differing(seen.start, seen.end)):
        yield f"changed the account: {seen.writes}"
    if outcome.result.get("changed"):
        yield "says that it changed something"
    yield from judge_cost(outcome.result.get("api", {}), seen)
    if outcome.failed:
        yield from judge_twins(outcome.message, seen)
        if unwise and not look.faulty and unwise[0].unwise not in outcome.message:
            yield f"did not refuse {unwise[0].name} ({unwise[0].unwise}): {outcome.message}"
    elif unwise and seen.hides_twin(unwise[0]):
        return
    elif unwise:
        yield f"lets pass what has to be refused: {unwise[0].name} ({unwise[0].unwise})"
    else:
        yield from _judge_differences(look)


def _judge_differences(look: Look) -> Iterator[str]:
    before = look.seen.start
    plan = look.outcome.result["plan"]
    differing_types = {change["resource"] for change in plan}
    for job in look.jobs:
        if look.seen.not_offered(job.resource):
            continue
        struck = {
            name for kind, name in look.seen.struck | overlooked(job, look.seen, look.outcome) if kind == job.resource
        }
        due = todo(job, before) - struck
        said = {change["name"] for change in plan if change["resource"] == job.resource} - struck
        if due != said:
            yield f"says that of {job.resource} {sorted(said)} differ, and {sorted(due)} do"
    named = {(change["resource"], change["name"]) for change in plan}
    sources = sources_of(
        replace(job, wishes=tuple(wish for wish in job.wishes if (wish.resource, wish.name) in named))
        for job in look.jobs
    )
    types = [*(name for name in MANAGED if name in differing_types), *(source.resource for source in sources)]
    roles = list(dict.fromkeys(KINDS[name].role for name in types))
    if look.outcome.result["roles"] != roles:
        yield f"names the roles {look.outcome.result['roles']}, its plan has something for {roles}"
    yield from _judge_unchanged(look, before)


def _judge_unchanged(look: Look, before: View) -> Iterator[str]:
    """Judge the names of what the look says is as it is to be."""
    told = look.outcome.result["unchanged"]
    if told.keys() != {MANAGED[job.resource].plural for job in look.jobs}:
        yield f"tells what is unchanged of {sorted(told)}"
        return
    for job in look.jobs:
        struck = {
            name for kind, name in look.seen.struck | overlooked(job, look.seen, look.outcome) if kind == job.resource
        }
        said = [name for name in told[MANAGED[job.resource].plural] if name not in struck]
        calm = sorted(wish.name for wish in job.active if holds(wish, before) and wish.name not in struck)
        if sorted(said) != calm and not look.seen.not_offered(job.resource):
            yield f"says that of {job.resource} {sorted(said)} are as they are to be, and {calm} are"


def judge_play(look: Look | None, runs: Sequence[Run]) -> Iterator[str]:
    """Yield what is wrong with all tasks of a play together; each of them has been judged by itself."""
    if look is not None:
        differing_types = {change["resource"] for change in look.outcome.result.get("plan", [])}
        for run in runs:
            if run.job.resource not in differing_types and run.seen.log:
                yield f"{run.job.resource} was in sync, and was looked at once more"
    if any(run.outcome.failed or run.seen.strikes or run.by_hand for run in runs) or not runs:
        return
    start, end = runs[0].seen.start, runs[-1].seen.end
    slipped = runs[-1].moved | {name for run in runs for name in overlooked(run.job, run.seen, run.outcome)}
    for resource, name in sorted(differing(expected([run.job for run in runs], start), end) - slipped):
        yield f"all tasks succeeded, but {resource} {name} is not what it has to be"


def judge_not_begun(look: Look | None, runs: Sequence[Run], rest: Sequence[Job]) -> Iterator[str]:
    """Yield what a play that broke off says wrongly of what it has not begun.

    Only where the whole account was looked at before can it be known what was still to come.

    Args:
        rest: the jobs of the tasks that were to follow.
    """
    if not runs or not runs[-1].outcome.message:
        return
    last, message = runs[-1], runs[-1].outcome.message
    after, told = last.seen.end, not_begun(message)
    waiting = [*rest] if claims(message).any else [last.job, *rest]
    due = {title(job.resource, name) for job in waiting for name in todo(_own(job), after)}
    excused = {title(*found) for found in last.moved | last.seen.struck}
    # Of what only a person can do, nobody knows what is there.
    by_hand = [job for job in waiting if look is not None and look.seen.not_offered(job.resource)]
    excused |= {title(job.resource, name) for job in by_hand for name in [*todo(job, after), *_names(job)]}
    for name in sorted(told - due - excused):
        yield f"says that {name} was not begun, but there is nothing to do: {message}"
    for name in sorted(due - told - excused) if look is not None else ():
        yield f"does not say that {name} was not begun: {message}"
    # Who gets another role, or goes, leaves the role that they have.
    touched = {changed for changed in differing(runs[0].seen.start, after) if changed[0] != "role_member"}
    for name in sorted(told & {title(*changed) for changed in touched} - excused):
        yield f"says that {name} was not begun, and it changed"


def _own(job: Job) -> Job:
    """Return a job without what another task of the play has done: who is disabled is not deleted at the end."""
    if job.deletions != "only":
        return job
    return replace(job, wishes=tuple(wish for wish in job.wishes if wish.goes or wish.state == "present"))


def _names(job: Job) -> list[str]:
    return [wish.name for wish in job.wishes]


def judge_killed(jobs: Sequence[Job], seen: Seen) -> Iterator[str]:
    """Yield what a run that was killed on its way left behind and nobody asked for."""
    before, after = seen.start, seen.end
    yield from new_duplicates(before, after)
    yield from bystanders(jobs, seen)
    yield from drained(jobs, seen)
    yield from left_open(jobs, seen)
    # One URL may be gone that was to be replaced: the next run creates it.
    odd = sorted(in_between(before, after, expected(jobs, before)))
    gone = [found for found in odd if found[0] == "managed_url" and not _is_there(after, found[1])][:1]
    for resource, name in [found for found in odd if found not in gone]:
        yield f"left {resource} {name} as nobody asked for"


def _is_there(account: View, url: str) -> bool:
    return any(obj.name == url for obj in account["managed_url"])


def judge_foretold(foretold: Sequence[Outcome], applied: Sequence[Outcome]) -> Iterator[str]:
    """Yield what check mode said of a play that applying it then says otherwise, task by task."""
    if len(foretold) != len(applied):
        yield f"check mode ended after {len(foretold)} tasks, applying after {len(applied)}"
    for number, (told, made) in enumerate(zip(foretold, applied, strict=False)):
        if told.message != made.message:
            yield f"task {number}: check mode said {told.message!r} instead of {made.message!r}"
        wrong = [word for word in TOLD if samples.foretold(told.result, word) != samples.foretold(made.result, word)]
        if wrong and not (told.failed or made.failed):
            yield f"task {number}: check mode foretold another {wrong[0]}: {told.result} instead of {made.result}"
