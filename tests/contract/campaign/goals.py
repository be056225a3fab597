# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be so: the account as it has to be once a job is done, and what may stand there while it is being done.

It may not know the planner. It works on views of accounts alone.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import Obj, View, covering, differing, fresh
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Job, Wish


def achieved(name: str, value: Any, present: Any, wish: Wish) -> Any:
    """Return what a field has to be after the wish is fulfilled."""
    if name in wish.modes:
        return _owned(name, value, present, wish)
    if name == "smtp_authentication" and value:
        merged = {**present, **{word: inner for word, inner in value.items() if word != "password"}}
        return {word: inner for word, inner in merged.items() if inner}
    return {**present, **value} if name == "notify" else value


def _owned(name: str, value: Any, present: Any, wish: Wish) -> Any:
    mode, drops = wish.modes[name], wish.drops.get(name, frozenset())
    if isinstance(value, list) and name != "source_ips":
        return sorted({*value, *(() if mode == "exact" else set(present) - drops)})
    if isinstance(value, list):
        # Taking a network out takes along what lies in it: both together cover what it covers alone.
        staying = [network for network in present if not any(covering([network, drop]) == [drop] for drop in drops)]
        return covering(value if mode == "exact" else [*value, *staying])
    kept = {} if mode == "exact" else {item: note for item, note in present.items() if item not in drops}
    said = {item: present.get(item, "") if note is None else note for item, note in value.items()}
    return {**kept, **said}


def fulfilled(wish: Wish, found: Obj) -> Obj:
    """Return the object as it has to be once the wish is fulfilled."""
    fields = dict(found.fields)
    for name, value in wish.meant.items():
        if name in fields or name in fresh(wish.resource) or MANAGED[wish.resource].field(name).readable():
            fields[name] = achieved(name, value, fields.get(name), wish)
    login = wish.meant.get("smtp_authentication")
    if login is not None and fields["smtp_authentication"] != found.fields["smtp_authentication"]:
        fields["password_set"] = bool(login) and ("password" in login or fields["password_set"])
    if wish.resource == "user" and not found.key:
        fields["password_set"] = "password" in wish.meant
    return replace(found, fields=fields)


def holds(wish: Wish, seen: View) -> bool:
    """Whether the account is as one wish says."""
    found = [obj for obj in seen[wish.resource] if obj.name == wish.name]
    if wish.goes:
        return not found
    if wish.state == "absent":
        return all(obj.fields["disabled"] for obj in found)
    return len(found) == 1 and all(
        fulfilled(wish, found[0]).fields[name] == found[0].fields[name] for name in found[0].fields
    )


def swept(job: Job, seen: View) -> list[str]:
    """Return the names of what a purge of the job has to take."""
    return [obj.name for obj in seen[job.resource] if job.sweeps(obj.name) and not obj.foreign]


def todo(job: Job, before: View) -> set[str]:
    """Return the names of what a job has to change."""
    return {wish.name for wish in job.active if not holds(wish, before)} | set(swept(job, before))


def expected(jobs: Iterable[Job], before: View) -> View:
    """Return the account as it has to be when all has succeeded; what the jobs do not speak of stays."""
    jobs = list(jobs)
    if any(wish.unwise for job in jobs for wish in job.active):
        return before
    return functools.reduce(lambda after, job: _afterwards(job, after), jobs, before)


def _afterwards(job: Job, before: View) -> View:
    gone = set(swept(job, before))
    after = {resource: list(objs) for resource, objs in before.items()}
    for wish in job.active:
        found = [obj for obj in after[wish.resource] if obj.name == wish.name]
        others = [obj for obj in after[wish.resource] if obj.name != wish.name]
        if wish.state == "present":
            base = found[0] if found else Obj("", wish.name, fresh(wish.resource))
            others.append(replace(fulfilled(wish, base), key=base.key or "new"))
        elif not wish.goes:
            others += [replace(obj, fields={**obj.fields, "disabled": True}) for obj in found]
        elif wish.state == "purged":
            after["role_member"] = [_without(role, {wish.name}) for role in after["role_member"]]
        after[wish.resource] = others
    after[job.resource] = [obj for obj in after[job.resource] if obj.name not in gone]
    return _one_role_each(after, job) if job.resource == "role_member" else after


def let_go(before: View, after: View) -> View:
    """Return ``before`` without the hold on a role of those who are gone: that is no change of the role."""
    gone = {obj.name for obj in before["user"]} - {obj.name for obj in after["user"]}
    return {**before, "role_member": [_without(role, gone) for role in before["role_member"]]}


def _without(role: Obj, users: set[str]) -> Obj:
    return replace(role, fields={"members": {user: "" for user in role.fields["members"] if user not in users}})


def _one_role_each(after: View, job: Job) -> View:
    """Take from every other role who is given one: a user holds one role at most."""
    given = {user: wish.name for wish in job.active for user in wish.meant.get("members", {})}
    roles = [
        _without(role, {user for user in role.fields["members"] if given.get(user, role.name) != role.name})
        for role in after["role_member"]
    ]
    return {**after, "role_member": roles}


def in_between(before: View, after: View, wanted: View) -> set[tuple[str, str]]:
    """Return the objects that are neither as they were, nor as they are to be, nor on the way from one to the other."""
    odd = set()
    for resource, name in differing(after, wanted) & differing(after, before):
        old, new, goal = ([obj for obj in seen[resource] if obj.name == name] for seen in (before, after, wanted))
        if len(new) > max(len(old), len(goal)) or len(new) < min(len(old), len(goal)):
            odd.add((resource, name))
        elif len(new) == 1 and len(old) < 2 and len(goal) < 2:
            start = old[0].fields if old else {**fresh(resource), **_required(resource, goal)}
            end = goal[0].fields if goal else {}
            if not all(_between(start[word], value, end.get(word)) for word, value in new[0].fields.items()):
                odd.add((resource, name))
    return odd


def _required(resource: str, goal: Sequence[Obj]) -> Entry:
    fields = goal[0].fields if goal else {}
    return {
        field.name: fields[field.name] for field in MANAGED[resource].fields if field.required and field.name in fields
    }


def _between(start: Any, value: Any, end: Any) -> bool:
    if isinstance(value, (dict, list)) and isinstance(start, (dict, list)):
        # A note is changed by taking the member out and putting it in again, so it may be missing in between.
        kept = {item for item in start if item in (end or ()) and (isinstance(start, list) or start[item] == end[item])}
        return kept <= set(value) <= {*start, *(end or ())} or value in (start, end)
    return value in (start, end)
