# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges what a result says was changed and what is there now, value by value. It may not know a decoder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.tests.contract.campaign.goals import let_go
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import KINDS
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import Run
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import Obj, View, covering, differing
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry


def judge_plan(run: Run, before: View, after: View) -> Iterator[str]:
    """Judge the changes that a result says were made."""
    plan = run.outcome.result.get("plan", [])
    yield from _judge_names(run, before, after)
    for change in plan:
        found = [obj for obj in after[change["resource"]] if obj.name == change["name"]]
        deleted = change["operation"] == "delete"
        if deleted and run.outcome.failed and found:
            continue
        if deleted != (not found):
            yield f"reports {change['operation']} of {change['name']}, and {len(found)} are there"
        elif len(found) == 1:
            yield from _judge_values(f"the plan of {change['name']}", change["after"], found[0], partly=True)
    if len(run.outcome.result.get("diff", [])) != len(plan):
        yield "the diff has not one block for each change"


def _judge_names(run: Run, before: View, after: View) -> Iterator[str]:
    """Judge which objects a result says were changed, and how often."""
    plan = run.outcome.result.get("plan", [])
    reported = Counter((change["resource"], change["name"]) for change in plan)
    moved = {(change["resource"], name) for change in plan for name in change["moves"].values()}
    due = {found for found in differing(let_go(before, after), after) if found[1] not in run.told_otherwise}
    if any(sent["operation"] == "legacyGetProfile" and sent["fault"] == "app_forbidden" for sent in run.seen.log):
        # Where nobody can be asked for their role, it is not known which other role they lose.
        spoken = {wish.name for wish in run.job.active}
        moved |= {(kind, name) for kind, name in due if kind == "role_member" and name not in spoken}
    for kind, name in sorted(due - set(reported) - moved):
        yield f"does not report the change of {kind} {name}"
    for kind, name in sorted(set(reported) - differing(before, after)):
        yield f"reports a change of {kind} {name}, which did not change"
    for (kind, name), count in reported.items():
        if count > 1 and count > sum(obj.name == name for obj in before[kind]):
            yield f"reports {count} changes of {kind} {name}"


def judge_entries(run: Run, after: View) -> Iterator[str]:
    """Judge the objects that a result says are there now."""
    resource = KINDS[run.job.resource]
    told = {resource.key_of(entry): entry for entry in run.outcome.result.get("entries", [])}
    unseen = run.unseen()
    for name, entry in told.items():
        if (resource.name, name) in unseen:
            continue
        found = [obj for obj in after[resource.name] if obj.name == name]
        if not found:
            yield f"reports {name} among the entries, and it is not there"
        elif len(found) == 1:
            yield from _judge_values(f"the entry of {name}", entry, found[0], partly=False)
    for wish in run.job.active:
        found = [obj for obj in after[resource.name] if obj.name == wish.name]
        hidden = run.seen.shifted(resource.name) or wish.name in run.unread
        if len(found) == 1 and wish.name not in told and not hidden:
            yield f"leaves {wish.name} out of the entries, and it is there"


def _judge_values(what: str, told: Mapping[str, Any], found: Obj, partly: bool) -> Iterator[str]:
    """Judge the values of one object; ``partly`` where owned lists name only what came."""
    for name, value in told.items():
        if name not in found.fields or value == "(secret)":
            continue
        actual = found.fields[name]
        said: Any = _plain(value) if value else type(actual)(value)
        said = covering(said) if name == "source_ips" and not partly else said
        if isinstance(actual, dict) and partly:
            wrong = [item for item, inner in said.items() if inner != "(secret)" and actual.get(item, "") != inner]
        elif isinstance(actual, list) and partly:
            wrong = [item for item in said if item not in actual]
        else:
            wrong = [] if said == actual else [said]
        if wrong:
            yield f"{what} says {name}: {said!r}, the account has {actual!r}"


def _plain(value: Any) -> Any:
    """Return records as {key: note or action}, so that they can be compared with an account."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return value
    return {_acts_on(record): _beside(record) for record in value}


def _acts_on(record: Entry) -> str:
    if "original_address" in record:
        return f"{record['original_address']} ({record['address_type']}, {record['routing']})"
    if "value" in record:
        return f"{record['value']} ({record['type']})"
    return str(record.get("member") or record.get("type"))


def _beside(record: Entry) -> Any:
    if "original_address" in record:
        return record["new_address"]
    return record.get("note", "") if "member" in record else record.get("action", "")
