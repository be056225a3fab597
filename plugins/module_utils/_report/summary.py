# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of the tasks of a run -> what it did or would do, account by account and change by change.

Pure: it knows neither Ansible nor HTTP, reads no clock and no file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import remarks
from ansible_collections.mailops.mimecast.plugins.module_utils._report.remarks import Remark
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import title_of
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.mx import MX
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.pending_domain import PENDING_DOMAIN

SCHEMA = 1
LOOK = "site_preflight"
"""The task that judges the whole site: it plans for the tasks that follow, and changes nothing."""
REMARKS = ("mail_tests_failed", "findings")
"""What mail tests and lint remark on an account."""
KINDS = ("create", "change", "delete", "by_hand")
_KIND_OF = {"create": "create", "update": "change", "replace": "change", "delete": "delete", "hand_off": "by_hand"}
STATUSES = ("failed", "different", "changed", "in_sync")
"""What a run found of an account, most urgent first. ``different``: something is to do, by a run or by hand."""
MOST_CHANGES = 200
"""As many groups of equal changes, and of equal remarks, reach a workflow; of more changes, only their number."""


@dataclass(frozen=True)
class Told:
    """The result of one task.

    Attributes:
        resource: type that it is about, or ``LOOK``. check_mode: whether it only predicted.
        result: what it returned. ``plan``, ``manual``, ``impact``, ``domains``, ``failed``, ``mail_tests`` and
            ``lint`` are read.
    """

    resource: str
    check_mode: bool
    result: Mapping[str, Any]


@dataclass(frozen=True)
class Host:
    """What a run knows of one account.

    Attributes:
        error: why the run ended early for it, or "". failed_at: the type whose task failed, or "".
        seconds: that its tasks took.
    """

    name: str
    told: Sequence[Told]
    error: str = ""
    failed_at: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Change:
    """One object that changed or would change, without secrets, as a module reports it."""

    kind: str
    resource: str
    name: str
    plan: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def title(self) -> str:
        """The type in the words of the console."""
        return title_of(self.resource)

    @property
    def essence(self) -> str:
        """What identifies a change, also across accounts: equal changes are one decision."""
        sides = [self.plan.get(part) for part in ("before", "after", "counts", "moves", "manual")]
        return json.dumps([self.kind, self.resource, self.name, sides], sort_keys=True, default=str)


@dataclass(frozen=True)
class Account:
    """What a run did or would do to one account.

    Attributes:
        changes: to do in check mode, done otherwise; what is by hand is always still to do.
        failed: of the task that failed, not in effect or not known to be. not_begun: what no task came to.
        impact: what the changes do to mail, a sentence each.
        remarks: what mail tests and lint remark on it, by ``REMARKS``.
    """

    name: str
    changes: Sequence[Change]
    failed: Sequence[Change]
    not_begun: Sequence[Change]
    error: str
    impact: Sequence[str]
    seconds: float
    remarks: Mapping[str, Sequence[Remark]]

    def count(self, kind: str) -> int:
        """Return how many objects are to change or have changed in this way."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def numbers(self) -> dict[str, int]:
        """How many objects are to change or have changed in each way, and how many remarks there are."""
        counts = {kind: self.count(kind) for kind in KINDS}
        return {**counts, **{name: len(found) for name, found in self.remarks.items()}}


@dataclass(frozen=True)
class Group:
    """One change and the accounts that it concerns."""

    change: Change
    accounts: Sequence[str]


@dataclass(frozen=True)
class Summary:
    """The result of a run. ``applied``: whether the run made its changes, if there were any."""

    accounts: Sequence[Account]
    applied: bool

    def status(self, account: Account) -> str:
        """Return what a run found of an account, one of ``STATUSES``."""
        if account.error:
            return "failed"
        if account.count("by_hand") or (account.changes and not self.applied):
            return "different"
        return "changed" if account.changes else "in_sync"

    def of_status(self, *statuses: str) -> list[Account]:
        """Return the accounts of which a run found that, the most urgent first, then by name."""
        return sorted(
            (account for account in self.accounts if self.status(account) in statuses),
            key=lambda account: (STATUSES.index(self.status(account)), account.name.casefold()),
        )

    @property
    def noticed(self) -> list[Account]:
        """The accounts that are not in sync, and those with a remark, in the same order."""
        every = self.of_status(*STATUSES)
        return [account for account in every if self.status(account) != "in_sync" or any(account.remarks.values())]

    def remarks(self, name: str) -> list[tuple[Remark, list[str]]]:
        """Return equal remarks once, each with the accounts that it is about.

        Args:
            name: one of ``REMARKS``.
        """
        named: dict[Remark, list[str]] = {}
        for account in sorted(self.accounts, key=lambda account: account.name.casefold()):
            for remark in account.remarks[name]:
                named.setdefault(remark, []).append(account.name)
        return list(named.items())

    def groups(self, *kinds: str) -> list[Group]:
        """Return equal changes once, those of most accounts first, then in the order of work."""
        named: dict[str, tuple[Change, list[str]]] = {}
        for account in sorted(self.accounts, key=lambda account: account.name.casefold()):
            for change in account.changes:
                if not kinds or change.kind in kinds:
                    named.setdefault(change.essence, (change, []))[1].append(account.name)
        found = [Group(change, names) for change, names in named.values()]
        return sorted(found, key=lambda group: -len(group.accounts))

    @property
    def totals(self) -> Entry:
        """The numbers of the whole run."""
        states = Counter(self.status(account) for account in self.accounts)
        counts = {kind: sum(account.count(kind) for account in self.accounts) for kind in KINDS}
        left = {name: sum(len(getattr(account, name)) for account in self.accounts) for name in ("failed", "not_begun")}
        left |= {name: sum(len(account.remarks[name]) for account in self.accounts) for name in REMARKS}
        accounts = {"accounts": len(self.accounts), **{f"accounts_{word}": states[word] for word in STATUSES}}
        return {**accounts, **counts, **left}


def summary(hosts: Iterable[Host]) -> Summary:
    """Return what a run did or would do to each account."""
    found = list(hosts)
    applied = any(not told.check_mode for host in found for told in host.told)
    return Summary([_account(host, applied) for host in found], applied)


def as_data(told: Summary) -> Entry:
    """Return a summary for a workflow: numbers, and by name every account that needs a look."""
    groups = told.groups()
    return {
        "schema": SCHEMA,
        "check_mode": not told.applied,
        "totals": told.totals,
        "accounts": [
            {
                "name": account.name,
                "status": told.status(account),
                **account.numbers,
                "failed": len(account.failed),
                "not_begun": len(account.not_begun),
                "error": account.error,
            }
            for account in told.noticed
        ],
        **{
            name: [
                {"text": remark.text, "why": remark.why, "accounts": names}
                for remark, names in told.remarks(name)[:MOST_CHANGES]
            ]
            for name in REMARKS
        },
        "changes": [
            {
                "kind": group.change.kind,
                "resource": group.change.resource,
                "name": group.change.name,
                "fields": fields(group.change),
                "accounts": list(group.accounts),
            }
            for group in groups[:MOST_CHANGES]
        ],
        "changes_left_out": max(0, len(groups) - MOST_CHANGES),
    }


def fields(change: Change) -> list[str]:
    """Return the settings that a change is about; of what comes, goes or is by hand that says nothing."""
    return [str(name) for name in change.plan.get("fields") or []] if change.kind == "change" else []


def _account(host: Host, applied: bool) -> Account:
    planned: dict[tuple[str, str, str], Change] = {}
    done: dict[tuple[str, str, str], Change] = {}
    over: set[str] = set()
    impact: list[str] = []
    for told in host.told:
        for change in _changes(told):
            identity = (change.kind, change.resource, change.name)
            planned[identity] = change
            if change.kind == "by_hand" or not (told.check_mode or told.resource == LOOK):
                done[identity] = change
        if told.resource != LOOK and not (told.result.get("failed") or told.result.get("skipped")):
            over.add(told.resource)
        impact += [str(line) for line in (told.result.get("impact") or {}).get("lines") or []]
    left = [
        change
        for identity, change in planned.items()
        if identity not in done and (change.kind == "delete" or change.resource not in over)
    ]
    stopped = left if applied and host.error else []
    return Account(
        host.name,
        list((done if applied else planned).values()),
        [change for change in stopped if change.resource == host.failed_at],
        [change for change in stopped if change.resource != host.failed_at],
        host.error,
        list(dict.fromkeys(impact)),
        host.seconds,
        {
            "mail_tests_failed": remarks.mail_tests(told.result for told in host.told),
            "findings": remarks.findings(told.result for told in host.told),
        },
    )


def _changes(told: Told) -> list[Change]:
    """Return what a task changed, would change, or leaves to a person."""
    jobs = {(job["resource"], job["name"]): job for job in told.result.get("manual") or []}
    found = [
        Change(_KIND_OF[plan["operation"]], plan["resource"], plan["name"], plan)
        for plan in told.result.get("plan") or []
        if plan["operation"] in _KIND_OF
    ]
    by_hand = [Change("by_hand", *identity, {"manual": _job(job)}) for identity, job in jobs.items()]
    # The look at the whole account names what is by hand, and the task of its type tells the steps.
    others = [change for change in found if (change.resource, change.name) not in jobs]
    return [*others, *by_hand, *_records(told), *_tokens(told)]


def _job(job: Mapping[str, Any]) -> Entry:
    """Return what a person has to do, without its place in a file, which may be another for each account."""
    return {"fingerprint": job["fingerprint"], "steps": list(job["steps"])}


def _records(told: Told) -> list[Change]:
    """Return the MX records that a person changes where the DNS of a domain is kept."""
    return [
        Change("by_hand", MX.name, str(domain["domain"]), {"manual": {"steps": _steps(domain)}})
        for domain in told.result.get("domains") or []
        if domain.get("in_sync") is False
    ]


def _steps(domain: Mapping[str, Any]) -> list[str]:
    return [
        f"{verb} the record: {record}"
        for verb, word in (("Publish", "publish"), ("Remove", "remove"))
        for record in domain.get(word) or []
    ]


def _tokens(told: Told) -> list[Change]:
    """Return the domains that wait until a person publishes their token where their DNS is kept.

    What a run in check mode would still do about a domain comes first: it may change the token.
    """
    if told.resource != PENDING_DOMAIN.name:
        return []
    planned = {plan["name"] for plan in told.result.get("plan") or []} if told.check_mode else set()
    return [
        Change("by_hand", PENDING_DOMAIN.name, str(domain["domain"]), {"manual": {"steps": _to_verify(domain)}})
        for domain in told.result.get("domains") or []
        if domain["status"] == "pending" and not domain.get("served") and domain["domain"] not in planned
    ]


def _to_verify(domain: Mapping[str, Any]) -> list[str]:
    record = domain.get("record")
    publish = (
        f"Publish the record: {record}"
        if record
        else "Look up its token in the console, Directories | Internal Directories, and publish it as a TXT record."
    )
    day = str(domain.get("expires") or "").partition("T")[0]
    until = f" before {day}" if day else ""
    return [publish, f"Run again with mimecast_pending_domains_verify: true{until}. Mimecast then verifies the domain."]
