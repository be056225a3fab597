# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans a whole site at once: one token, each list read once, lists in parallel. It can only read.

Every object gets one status: in_sync, drifted, missing, extra, unverifiable or handoff. On request, it asks the audit
log who changed what differs. It knows nothing of Ansible and reads no clock.
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import deletions, diff
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Extra, Plan, Unchanged
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit, site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import APPLY_VIA, SCAN_USERS, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Planning, Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import describe
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.plugins.module_utils._run.site import (
    believing,
    every_type,
    named,
    of_composites,
    read_side_by_side,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.whole_site import Planned

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts

STATUSES = ("in_sync", "drifted", "missing", "extra", "unverifiable", "handoff")
NAMELESS = "(without a name)"
_BY_OPERATION = {
    "none": "in_sync",
    "create": "missing",
    "update": "drifted",
    "replace": "drifted",
    "delete": "drifted",
    "hand_off": "handoff",
}

OPTIONS: Options = {
    **site.MAIL_TESTS,
    **site.LINT,
    "lint": {**site.LINT["lint"], "default": "off"},
    **site.IMPACT,
    "scan_users": SCAN_USERS,
    "apply_via": APPLY_VIA,
    "audit_days": {"type": "int", "default": 0},
    "replay_days": {"type": "int", "default": 0},
}


def run(params: Mapping[str, Any], known: Mapping[str, Resource], now: datetime.datetime, call: Call) -> Entry:
    """Return the state of every object of a site, and of every object that the site does not name.

    Args:
        params: checked options. known: every type of the site file; those without a list are ignored.
        now: the present moment, in UTC; audit events are read up to it.

    Raises:
        Failure: a number of days or a name server is not possible, or the account cannot be read.
    """
    days = int(params.get("audit_days") or 0)
    if days < 0:
        refuse([Problem("audit_days", f"{days} is negative, expected a number of days to look back")])
    refuse(site.check_name_servers(params))
    if params.get("replay_days"):
        # What is not asked for is not loaded.
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import replaying

        refuse(replaying.check(params))
    types = every_type(known)
    today = now.date().isoformat()
    settings = Settings(
        apply_via=params.get("apply_via") or "auto",
        scan_users=bool(params.get("scan_users")),
        console_done=tuple(site_file.console_done(params.get("baseline"), params.get("site"))),
        accept_risk=_all_risks(types),
        max_deletes=sys.maxsize,
    )
    desired_by_type = named(known, params, today)
    with session(call.reading, call.connect, call.memory.confirm) as client:
        belief = believing(Belief(), desired_by_type)
        reader = Reader(client, types, belief, call.progress)
        read_side_by_side(reader, types, desired_by_type)
        account = _Account(settings, belief, reader, of_composites(known, params, today))
        for name, desired in desired_by_type.items():
            account.compare(types[name], desired)
        result = account.result()
        result.update(_who(client, result, days, now))
        mail = _Mail(params, reader, account.plans, desired_by_type, today)
        result.update(mail.told(result))
        result.update(mail.replayed(client, result, now))
        return {**result, "api": tally(client)}


@dataclass(frozen=True)
class _Mail:
    """What there is to tell of the mail of an account, once the site is compared with it."""

    params: Mapping[str, Any]
    reader: Reader
    plans: Sequence[Planned]
    wanted: Mapping[str, Sequence[Desired]]
    today: str

    def told(self, result: Mapping[str, Any]) -> Entry:
        """Return the results of mail tests and lint for the present account, and their effect on the task's result."""
        told: Entry = {"mail_tests": [], "lint": [], "impact": self._impact()}
        amiss: list[Problem] = []
        warnings = [*result["warnings"]]
        # What is not asked for is not loaded.
        if site.mail_tests(self.params):
            from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_tests

            made = mail_tests.made(self.params, self._accounts.present, self.today)
            told["mail_tests"] = self._with_causes(made.tests, result["objects"])
            amiss += made.problems
            warnings += made.warnings
        if self.params.get("lint", "off") != "off":
            from ansible_collections.mailops.mimecast.plugins.module_utils._run import linting

            linted = linting.of_account(self.params, self.reader, self.wanted, self.today)
            told["lint"] = linted.findings
            amiss += linted.problems
            warnings += linted.warnings
        return {
            **told,
            "changed": result["changed"] or bool(amiss),
            "amiss": [str(problem) for problem in amiss],
            "warnings": warnings,
        }

    def _with_causes(self, tests: Sequence[Entry], objects: Sequence[Entry]) -> list[Entry]:
        """Return mail tests, each with the differences that break it."""
        if not any(test["why"] for test in tests):
            return [{**test, "broken_by": []} for test in tests]
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import breaking

        return breaking.with_causes(self.params, self._accounts, tests, objects, self.today)

    def replayed(self, client: Client, result: Mapping[str, Any], now: datetime.datetime) -> Entry:
        """Return what applying the site would have done to the mail of the last days, and warnings."""
        days = int(self.params.get("replay_days") or 0)
        if not days:
            return {"replay": {}}
        from ansible_collections.mailops.mimecast.plugins.module_utils._mail import settling
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import replaying

        known = settling.of_site(self.params.get("site"))
        replay = replaying.of_plan(
            client, lambda: (self._accounts.present.account, self._accounts.planned.account), days, now, known
        )
        return {"replay": replay, "warnings": [*result["warnings"], *replay.get("warnings", [])]}

    @cached_property
    def _accounts(self) -> Accounts:
        from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts

        return Accounts(self.reader, believing(Belief(), self.wanted), self.plans, self.wanted)

    def _impact(self) -> Entry:
        """Return what applying the site would do to mail."""
        if not (site.tells_impact(self.params) and any(plan.changes for plan in self.plans)):
            return {}
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_impact

        return mail_impact.as_data(mail_impact.of_plans(self._accounts, self.today, self.params.get("site")))


def _who(client: Client, result: Mapping[str, Any], days: int, now: datetime.datetime) -> Entry:
    """Return ``events`` about what is not in sync, and ``warnings`` with one more where they cannot be read.

    ``audited_days`` says how many days of them were read, 0 where that was refused; without it nobody asked.
    """
    names = list(dict.fromkeys(found["name"] for found in result["objects"] if found["status"] != "in_sync"))
    if not (days and names):
        return {"events": []}
    try:
        found = audit.events(client, {"objects": names}, audit.days_back(days, now), now)
        return {"events": found, "audited_days": min(days, audit.REACH.days)}
    except ApiError as error:
        told = f"it is not known who changed it, because the audit log could not be read: {error}"
        return {"events": [], "audited_days": 0, "warnings": [*result["warnings"], told]}


def _all_risks(types: Mapping[str, Resource]) -> frozenset[str]:
    """Return every word of accept_risk: a plan that is never carried out risks nothing, and is to be shown."""
    guards = (guard.name for resource in types.values() for guard in resource.refusals)
    return frozenset({deletions.DELETE_WITH_MEMBERS, *guards})


class _Account:
    """One account as the site sees it, type by type.

    Attributes:
        plans: what applying the site would do to each type.
    """

    def __init__(self, settings: Settings, belief: Belief, reader: Reader, warnings: Sequence[str]) -> None:
        self._settings = settings
        self._belief = belief
        self._reader = reader
        self._objects: list[Entry] = []
        self._plans: list[Entry] = []
        self._manual: list[Entry] = []
        self._warnings = list(warnings)
        self._problems: list[Problem] = []
        self._unreadable: dict[str, str] = {}
        self.plans: list[Planned] = []

    def result(self) -> Entry:
        """Return the state of every object that was compared."""
        counts = Counter(found["status"] for found in self._objects)
        return {
            "changed": bool(self._problems) or any(counts[word] for word in ("drifted", "missing", "handoff")),
            "objects": self._objects,
            "summary": {word: counts[word] for word in STATUSES},
            "unreadable": self._unreadable,
            "problems": [str(problem) for problem in self._problems],
            "plan": self._plans,
            "diff": [found["diff"] for found in self._objects if found["diff"] and found["status"] != "extra"],
            "manual": self._manual,
            "warnings": self._warnings,
        }

    def compare(self, resource: Resource, desired: Sequence[Desired]) -> None:
        """Plan one type and record the state of each of its objects."""
        planning = Planning(Task(resource, desired, self._settings, check_mode=True, belief=self._belief), self._reader)
        try:
            plan, by_hand = planning.plan(desired)
        except NotOffered as error:
            self._unreadable[resource.plural] = str(error)
            self._objects += [
                _object(resource, _blank(resource, wish), "unverifiable", None, str(error)) for wish in desired
            ]
            return
        manual: list[Entry] = []
        warnings: list[str] = []
        if by_hand:
            plan, manual, warnings = planning.hand_off(plan, desired)
        self._warnings += [*plan.warnings, *warnings]
        self._manual += manual
        self._plans += [describe(resource, change) for change in plan.effective]
        self.plans.append(Planned(resource, plan.effective, bool(manual)))
        self._tell(resource, desired, plan, manual)
        self._extra(resource, desired)

    def _tell(self, resource: Resource, desired: Sequence[Desired], plan: Plan, manual: Sequence[Entry]) -> None:
        by_hand = {(step["where"], step["name"]): step for step in manual}
        refused = {(wish.where, wish.key): _reason(wish, plan.problems) for wish in desired}
        self._problems += plan.problems
        for change in plan.changes:
            reason = refused.get(change.identity, "")
            status = (
                "unverifiable"
                if reason or (change.operation == "none" and change.unverified)
                else ("handoff" if change.identity in by_hand else _BY_OPERATION[change.operation])
            )
            self._objects.append(_object(resource, change, status, by_hand.get(change.identity), reason))
        told = {change.identity for change in plan.changes}
        for wish in desired:
            identity = (wish.where, wish.key)
            if identity not in told:
                blank = _blank(resource, wish)
                self._objects.append(_object(resource, blank, "unverifiable", None, refused[identity]))

    def _extra(self, resource: Resource, desired: Sequence[Desired]) -> None:
        """Tell what the account has and the site does not name, whatever could be purged."""
        if resource.create is None or resource.plural in self._unreadable:
            return
        names = {wish.key for wish in desired}
        try:
            there = self._reader.everything(resource, False, False)
        except NotOffered as error:
            self._unreadable[resource.plural] = str(error)
            return
        for found in there:
            ours = found.is_ours and (found.unreadable or found.key not in resource.builtin)
            if ours and found.key not in names:
                change = Extra(resource.name, resource.title, found.key or NAMELESS, "", before=found.entry)
                alarm = "" if found.unreadable else resource.alarm(found.entry)
                status = "unverifiable" if found.unreadable else "extra"
                reason = found.unreadable or f"it is not in the site file{f' and {alarm}' if alarm else ''}"
                self._objects.append(_object(resource, change, status, None, reason))
                if alarm:
                    self._warnings.append(visible(f"{resource.title} {found.key}: {reason}"))


def _blank(resource: Resource, wish: Desired) -> Change:
    return Unchanged(resource.name, resource.title, wish.key, wish.where)


def _reason(wanted: Desired, problems: Sequence[Problem]) -> str:
    """Return why an object cannot be judged, or an empty string."""
    inside = f"{wanted.where}."
    mine = [problem for problem in problems if problem.where == wanted.where or problem.where.startswith(inside)]
    return "; ".join(str(problem.message) for problem in mine)


def _object(resource: Resource, change: Change, status: str, manual: Entry | None, reason: str) -> Entry:
    rendered = diff.render([change])
    return {
        "resource": resource.name,
        "type": resource.plural,
        "name": change.key,
        "where": change.where,
        "status": status,
        "operation": change.operation,
        "fields": list(change.fields) if status != "extra" else [],
        "before": change.before,
        "after": change.after,
        "counts": dict(change.counts),
        "moves": dict(change.moves),
        "partial": list(change.partial),
        "diff": rendered[0] if rendered else None,
        "manual": {"fingerprint": manual["fingerprint"], "steps": manual["steps"]} if manual else None,
        "reason": reason,
    }
