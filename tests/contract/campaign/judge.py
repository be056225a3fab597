# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges one task of one type: what its report says that is not so, and what it does not say that is.

It reads the tables of the emulator and the report. It may not know the planner, the runner or a decoder.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.tests.contract.campaign.goals import (
    expected,
    holds,
    in_between,
    swept,
    todo,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge_values import judge_entries, judge_plan
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import BUILTIN, TABLES, called
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import (
    LISTS,
    Claims,
    Outcome,
    Run,
    Seen,
    claims,
    title,
    twins,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import (
    View,
    covering,
    differing,
    one_spaced,
    without_slash,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import URLS, Job, purged

BATCH = 10
"""Members that one call of the API can change: CONTRACT section 3.6."""


def judge(run: Run) -> Iterator[str]:
    """Yield every lie that a task told."""
    outcome, seen = run.outcome, run.seen
    before, after = seen.start, seen.end
    if outcome.crash:
        yield f"crashed: {outcome.crash}"
        return
    if not seen.strikes:
        yield from new_duplicates(before, after, run.told_otherwise)
        yield from bystanders([run.job], seen, run.told_otherwise)
    yield from judge_cost(outcome.result.get("api", {}), seen)
    yield from drained([run.job], seen)
    yield from left_open([run.job], seen)
    yield from _judge_overtaken(run, after)
    if outcome.skipped:
        yield from _judge_skipped(run, before, after)
    elif run.by_hand:
        yield from _judge_by_hand(run, before, after)
    elif outcome.failed:
        yield from _judge_failure(run, before, after)
    else:
        yield from _judge_success(run, before, after)


def judge_cost(told: Any, seen: Seen) -> Iterator[str]:
    """Yield a lie about how many writes were sent."""
    if seen.log and told.get("writes") != len(seen.writes):
        yield f"says that {told.get('writes')} writes were sent, the account saw {len(seen.writes)}"


def overlooked(job: Job, seen: Seen, outcome: Outcome) -> set[tuple[str, str]]:
    """Return what is to go and may not have been seen.

    It slipped from one page of its list to another, or it could not be read and a warning names it.
    """
    shifted = seen.shifted(job.resource)
    if not (shifted or seen.lost_members(job.resource)):
        return set()
    going = [*(wish.name for wish in job.active if wish.goes), *swept(job, seen.start)]
    warned = " ".join(outcome.result.get("warnings", []))
    return {(job.resource, name) for name in going if shifted or name in warned}


def judge_twins(message: str, seen: Seen) -> Iterator[str]:
    """Yield a lie about how many objects have one name."""
    # A new token respells every id, so a row that is repeated across it cannot be told from a second object either.
    if seen.operations.count("createToken") > 1:
        return
    accounts = (seen.start, seen.end)
    for count, name in twins(message):
        most = max(sum(obj.name == name for obj in account[kind]) for kind in MANAGED for account in accounts)
        if count > most:
            yield f"says that {count} objects are called {name!r}, there are {most}"


def new_duplicates(before: View, after: View, told: str = "") -> Iterator[str]:
    """Yield the names that more objects have than before, or than one.

    Args:
        told: says of what the service has kept under another name that it could not be taken back.
    """
    for resource in MANAGED:
        had = Counter(obj.name for obj in before[resource])
        for name, count in Counter(obj.name for obj in after[resource]).items():
            if count > max(1, had[name]) and f"calls it {name!r}; it could not be deleted again" not in told:
                yield f"made a duplicate: {count} {resource} objects are called {name!r}, there were {had[name]}"


def bystanders(jobs: Sequence[Job], seen: Seen, told: str = "") -> Iterator[str]:
    """Yield the rows that changed although no job speaks of them, hidden members included.

    Args:
        told: names what is there under another name than was asked for.
    """
    for table, rows in seen.before.items():
        if table in ("audit", "purge_list"):
            continue
        now = seen.after[table]
        for key in rows.keys() | now.keys() if isinstance(rows, dict) else ():
            change = (rows.get(key), now.get(key))
            if change[0] == change[1] or _is_told(change[1], told):
                continue
            if not any(_speaks(job, table, key, change) for job in jobs):
                yield f"changed {table}/{key}, of which the task does not speak"


def _is_told(row: Any, told: str) -> bool:
    """Whether a message names what a row is called."""
    return bool(told) and isinstance(row, dict) and repr(row.get("description")) in told


def drained(jobs: Sequence[Job], seen: Seen) -> Iterator[str]:
    """Yield the built-in groups that held, at some moment, fewer members than start and end allow minus one batch."""
    before = seen.start
    wanted = expected(jobs, before)
    for name in BUILTIN:
        start, end = (_members(account, name) for account in (before, wanted))
        if ("sender_group", name) in seen.struck:
            continue
        for moment in seen.moments:
            staying = len(start & end) - len(start & end & moment[name])
            missing = min(len(start), len(end)) - len(moment[name])
            if max(staying, missing) > BATCH:
                yield f"{name} held {len(moment[name])} members in between: {len(start)} before, {len(end)} wanted"
                break


def left_open(jobs: Sequence[Job], seen: Seen) -> Iterator[str]:
    """Yield when more than one managed URL was gone at once of those that were there before and are to be there."""
    before = seen.start
    names = [{obj.name for obj in account["managed_url"]} for account in (before, expected(jobs, before))]
    staying = (names[0] & names[1]) - {name for kind, name in seen.struck if kind == "managed_url"}
    for moment in seen.moments:
        if len(gone := staying - moment[URLS]) > 1:
            yield f"{sorted(gone)} were gone at once, to be replaced"
            break


def _members(account: View, name: str) -> set[str]:
    return {member for obj in account["sender_group"] if obj.name == name for member in obj.fields["members"]}


def _speaks(job: Job, table: str, key: str, change: tuple[Any, Any]) -> bool:
    """Whether what a job speaks of covers how a row changed, ``change`` being the row before and after."""
    old, new = change
    spoken = {wish.name for wish in job.active}
    if job.resource == "role_member":
        members = {user for wish in job.active for user in wish.meant.get("members", {})}
        role_alone = table == "users" and {**(old or {}), "role": None} == {**(new or {}), "role": None}
        return role_alone and (key in members or (old or {}).get("role") in spoken)
    if table != TABLES.get(job.resource):
        return False
    name = without_slash(one_spaced(called(job.resource, key, old or new or {})))
    return name in spoken or (job.purges and fnmatch.fnmatchcase(name, purged(job.resource)))


def _judge_overtaken(run: Run, after: View) -> Iterator[str]:
    """Yield what somebody else did while the task ran, nobody asked to undo, and the task undid without a word."""
    told = " ".join([run.outcome.message, *run.outcome.result.get("warnings", [])])
    left = {name: fields for strike in run.seen.strikes for name, fields in strike.left.items()}
    added = [(strike, *entry) for strike in run.seen.strikes for entry in sorted(strike.added)]
    for strike, kind, name, item in added:
        if (kind, name) in left and not _lists(left[(kind, name)], item):
            continue  # they took it out again themselves
        found = [obj for obj in after[kind] if obj.name == name]
        holds_it = any(_lists(obj.fields, item) for obj in found)
        spares = kind == run.job.resource and not run.job.takes_out(kind, name, item)
        overwritten = run.seen.overwrote(strike)
        networks = [covering(obj.fields.get("source_ips") or obj.fields.get("addresses") or ()) for obj in found]
        in_that_moment = overwritten is not None and networks == [covering(overwritten)]
        if found and not holds_it and spares and name not in told and not in_that_moment:
            yield f"took {item} out of {kind} {name}, which somebody else had just added, and does not say so"
    spoken = {(wish.resource, wish.name) for wish in run.job.active}
    for (kind, name), fields in sorted(left.items(), key=lambda item: item[0]):
        mine = (kind, name) in spoken or kind == "role_member" or run.job.sweeps(name)
        found = [obj for obj in after[kind] if obj.name == name]
        if not mine and run.job.resource == kind and all(obj.fields != fields for obj in found):
            yield f"changed {kind} {name}, which somebody else had made and of which the task does not speak"


def _lists(fields: Mapping[str, Any], item: str) -> bool:
    """Whether an object has an item in one of its lists."""
    return any(item in fields.get(field, ()) for field in LISTS)


def _judge_skipped(run: Run, before: View, after: View) -> Iterator[str]:
    """Judge a task that says that there is nothing to do without having looked."""
    if run.seen.log or differing(before, after):
        yield "says that it was skipped, and was not"
    for wish in run.job.active:
        if not holds(wish, before) and (wish.resource, wish.name) not in run.moved:
            yield f"was skipped, but {wish.resource} {wish.name} is not as the site file says"
    for name in swept(run.job, before):
        if (run.job.resource, name) not in run.moved:
            yield f"was skipped, but {name} was to be purged and is there"


def _judge_by_hand(run: Run, before: View, after: View) -> Iterator[str]:
    """Judge a task that leaves its work to a person."""
    if not run.seen.strikes and differing(before, after):
        yield "handed work over to a person and changed the account all the same"
    if run.seen.writes:
        yield f"handed everything over to a person and sent {run.seen.writes}"


def _judge_success(run: Run, before: View, after: View) -> Iterator[str]:
    left = overlooked(run.job, run.seen, run.outcome)
    unseen = run.unseen() | left
    if run.unwise and run.seen.hides_twin(run.unwise[0]):
        return
    if run.unwise:
        yield f"carried out what has to be refused: {run.unwise[0].name} ({run.unwise[0].unwise})"
        return
    for wish in run.job.active:
        if not holds(wish, after) and (wish.resource, wish.name) not in unseen:
            yield f"says success, but {wish.resource} {wish.name} is not as the site file says"
    for name in swept(run.job, after):
        if (run.job.resource, name) in unseen:
            continue
        yield f"says success, but {name} was to be purged and is there"
    yield from judge_entries(run, after)
    if run.seen.strikes:
        return
    for resource, name in sorted(
        differing(expected([run.job], before), after) - overlooked(run.job, run.seen, run.outcome)
    ):
        yield f"says success, but {resource} {name} is not what it has to be"
    yield from judge_plan(run, before, after)
    yield from _judge_changed(run, before, after)
    if run.seen.writes and not differing(before, after):
        yield f"had nothing to do and sent {run.seen.writes}"


def _judge_changed(run: Run, before: View, after: View) -> Iterator[str]:
    changed = bool(differing(before, after))
    said = run.outcome.result.get("changed")
    if bool(said) != changed:
        yield f"says changed: {said}, the account {'did' if changed else 'did not'} change"


def _judge_failure(run: Run, before: View, after: View) -> Iterator[str]:
    outcome, seen = run.outcome, run.seen
    said = claims(outcome.message)
    if run.unwise and (seen.writes or (not run.faulty and run.unwise[0].unwise not in outcome.message)):
        refused = run.unwise[0]
        yield f"did not refuse {refused.name} ({refused.unwise}) before any write: {outcome.message}"
    yield from judge_twins(outcome.message, seen)
    if not said.any:
        if seen.writes:
            yield f"sent {seen.writes} and says nothing of what took effect: {outcome.message}"
        if outcome.result.get("changed"):
            yield "says changed: true although nothing was sent"
    if not seen.strikes:
        odd = in_between(before, after, expected([run.job], before))
        for resource, name in sorted(found for found in odd if found[1] not in run.told_otherwise):
            if f"{title(resource, name)} was deleted to be replaced" in outcome.message:
                continue
            yield f"left {resource} {name} as nobody asked for"
    if not said.any:
        return
    yield from _judge_claims(run, said, before, after)
    if said.unknown:
        if not outcome.result.get("changed"):
            yield "sent changes, does not know what took effect, and says changed: false"
        return
    if said.unseen:
        if not outcome.result.get("changed"):
            yield "sent changes that may be in effect, and says changed: false"
        return
    yield from judge_entries(run, after)
    if not seen.strikes:
        yield from judge_plan(run, before, after)
        yield from _judge_changed(run, before, after)


def _judge_claims(run: Run, said: Claims, before: View, after: View) -> Iterator[str]:
    """Judge the objects that a message names as not in effect, and how many it counts."""
    if said.unknown:
        return
    kind, message = run.job.resource, run.outcome.message
    left = said.left or frozenset()
    wrong = {title(kind, name): name for name in todo(run.job, after)}
    unseen = run.unseen()
    for name in sorted(left - said.unseen - set(wrong)):
        yield f"says that {name} is not in effect, and it is"
    for name, plain in sorted(wrong.items()):
        excused = run.seen.strikes and (plain in message or (kind, plain) in unseen)
        if name not in left and not excused:
            yield f"does not say that {name} is not in effect: {message}"
    made, total = said.counted
    if run.seen.strikes or any(request["fault"] == "skip_rows" for request in run.seen.log):
        # What was there when the plan was made is not known.
        if not 0 <= made <= total:
            yield f"counts wrongly: {message}"
        return
    due = todo(run.job, before)
    if made != total - len(left) or total < len(due):
        yield f"counts wrongly: {message}; to do were {sorted(due)}"
