# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault campaign: a random account, a random site file and random faults from one seed, and a judge of the outcome.

Half of the seeds apply their site type by type, the other half all of it in one task; one judge reads both.

The judge reads the tables of the emulator and works out by itself what they have to hold. It does not know the planner,
the normalisers or the decoders of the collection: an error there must not be able to excuse itself. Of the descriptors
it takes the names of fields and their samples alone, so that a new field is tried without a change here.
"""

from __future__ import annotations

import copy
import fnmatch
import functools
import io
import ipaddress
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter

from ansible_collections.mailops.mimecast.plugins.module_utils._api import lists
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import runner, site_run
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET
from ansible_collections.mailops.mimecast.tests.contract.doors import Door
from mimecast_emulator import admin, state
from mimecast_emulator.emulator import Emulator, Ending, Request
from mimecast_emulator.state import StateError

Entry = dict[str, Any]
Tables = dict[str, Any]

ORDER = tuple(MANAGED)
FORBIDDEN = "err_xdk_operation_forbidden_for_address"
BENIGN = ("err_folder_group_member_already_exists", "err_folder_email_address_not_found")
PURGED = "Old *"
RETRY_BUDGET = 2.0
"""Seconds that a run may wait. They are counted, not slept, where the client is started by this file."""

# --- Worlds: an emulated account, and a way to run one task against it ------------------------------------------------


class World(Protocol):
    """An emulated account as the campaign needs it; its ``RunningEmulator`` has the same words."""

    def requests(self) -> list[Entry]:
        """The requests so far."""

    def clear_requests(self) -> None:
        """Forget the requests."""

    def state(self, account: str) -> Tables:
        """The tables of an account."""

    def set_state(self, account: str, tables: Tables) -> None:
        """Replace tables of an account."""

    def reset(self, account: str) -> None:
        """Give an account its fresh tables."""

    def set_faults(self, rules: Any) -> None:
        """Replace the faults."""


class InProcess:
    """An emulator without a socket: what the session sends is handed over, so that a run costs no system call."""

    def __init__(self, preview: bool = True, rotate_ids: bool = False) -> None:
        self.emulator = Emulator({ACCOUNT: SECRET}, preview, rotate_ids=rotate_ids)

    def requests(self) -> list[Entry]:
        """Return the log of requests."""
        return self.emulator.journal.entries()

    def clear_requests(self) -> None:
        """Empty the log of requests."""
        self.emulator.journal.clear()

    def state(self, account: str) -> Tables:
        """Return a copy of the tables."""
        tables: Tables = json.loads(json.dumps(state.dump(self.emulator.accounts[account])))
        return tables

    def set_state(self, account: str, tables: Tables) -> None:
        """Replace the tables that are named. Raises StateError."""
        state.replace(self.emulator.accounts[account], json.loads(json.dumps(tables)))

    def reset(self, account: str) -> None:
        """Put the account back to a fresh one."""
        state.reset(self.emulator.accounts[account])

    def set_faults(self, rules: Any) -> None:
        """Replace all fault rules."""
        admin.set_faults(self.emulator, rules)


class _CutShort(io.BytesIO):
    """A body of which only the first half arrives."""

    def stream(self, size: int, decode_content: bool = False) -> Iterator[bytes]:
        yield self.read(len(self.getvalue()) // 2)
        raise requests.exceptions.ChunkedEncodingError("the answer broke off")


class _Handed(BaseAdapter):
    """Hands requests to an emulator instead of a socket.

    ``before`` is told every request before it is handed over; ``late`` are the numbers of those whose answer comes too
    late for the client, although the emulator has carried them out.
    """

    def __init__(self, emulator: Emulator, before: Callable[[str, str], None], late: frozenset[int]) -> None:
        super().__init__()
        self._emulator = emulator
        self._before = before
        self._late = late
        self._count = 0

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        """Return the answer of the emulator, or raise what a broken connection raises."""
        url = urlsplit(request.url or "")
        query = dict(parse_qsl(url.query))
        body = request.body or b""
        self._before(request.method or "", url.path)
        self._count += 1
        answer = self._emulator.respond(
            Request(
                request.method or "",
                url.path,
                query,
                {name.lower(): str(value) for name, value in request.headers.items()},
                body.encode() if isinstance(body, str) else bytes(body),
            )
        )
        if self._count in self._late:
            raise requests.exceptions.ReadTimeout("no answer in time")
        if answer.ending is Ending.RESET:
            raise requests.exceptions.ConnectionError("reset by the other side")
        made = requests.Response()
        made.status_code = answer.status
        made.headers.update(answer.headers)
        made.url, made.request = request.url or "", request
        made.raw = _CutShort(answer.body) if answer.ending is Ending.CUT else io.BytesIO(answer.body)
        return made

    def close(self) -> None:
        """Nothing is open."""


# --- What a scenario consists of -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """One entry of a site file: as it is written, and what that means.

    Attributes:
        meant: field -> value in one spelling; lists of records as {key: note or None where none is written}.
        drops: owned list -> items that must not be there.
        state: present, absent, or purged (a user who is to be put on the purge list).
        unwise: the task has to be refused, and these words have to be in the message.
    """

    resource: str
    name: str
    written: Entry
    meant: Entry
    modes: Mapping[str, str] = field(default_factory=dict)
    drops: Mapping[str, frozenset[str]] = field(default_factory=dict)
    state: str = "present"
    unwise: str = ""


@dataclass(frozen=True)
class Job:
    """What a site run does to one type at a time. ``deletions`` as the module's option of that name."""

    resource: str
    wishes: tuple[Wish, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    deletions: str = "all"

    @property
    def active(self) -> tuple[Wish, ...]:
        """The wishes that this task acts on."""
        deletes = bool(MANAGED[self.resource].delete) and not MANAGED[self.resource].retire
        return tuple(
            one
            for one in self.wishes
            if self.deletions == "all" or not deletes or (one.state == "absent") == (self.deletions == "only")
        )

    @property
    def purges(self) -> bool:
        """Whether this task deletes what the site file does not name."""
        return bool(self.options.get("purge")) and self.deletions != "none"

    def sweeps(self, found: Obj) -> bool:
        """Whether a purge of this task takes an object."""
        return (
            self.purges
            and fnmatch.fnmatchcase(found.name, PURGED)
            and found.name not in {one.name for one in self.wishes}
            and not found.foreign
            and (self.resource != "ip_permit" or bool(found.fields["source_ips"]))
        )

    def params(self, wishes: Iterable[Wish] | None = None) -> Entry:
        """Return the options of the task."""
        options = {**self.options, "entries": [one.written for one in (self.wishes if wishes is None else wishes)]}
        if self.deletions != "all":
            options["deletions"] = self.deletions
        return options


def site_options(jobs: Iterable[Job], split: bool) -> Entry:
    """Return the options of one task that does all ``jobs``.

    Args:
        split: every other entry of each type stands in the baseline.
    """
    jobs = list(jobs)
    site: Entry = {}
    baseline: Entry = {}
    for job in jobs:
        written = [one.written for one in job.wishes]
        plural = MANAGED[job.resource].plural
        site[plural] = written[::2] if split else written
        baseline |= {plural: written[1::2]} if split else {}
    types = {
        MANAGED[job.resource].plural: {word: value for word, value in job.options.items() if word != "scan_users"}
        for job in jobs
    }
    scan = any(job.options.get("scan_users") for job in jobs)
    return {"site": site, "types": types, "scan_users": scan, **({"baseline": baseline} if split else {})}


@dataclass(frozen=True)
class Strike:
    """A second writer: before the ``before_write``-th write of a run, something changes in the account."""

    before_write: int
    seed: int


def is_whole(seed: int) -> bool:
    """Whether the site of a seed is applied in one task; otherwise it is type by type."""
    return seed % 2 == 1


@dataclass(frozen=True)
class Scenario:
    """Everything that follows from one seed."""

    seed: int
    start: Tables
    jobs: tuple[Job, ...]
    faults: Entry
    strikes: tuple[Strike, ...]
    late: frozenset[int]
    page_size: int
    rotate_ids: bool
    preview: bool
    way: str
    """handed (no socket), action or module (through a door, over HTTP)."""

    @property
    def whole(self) -> bool:
        """Whether one task does all of the site."""
        return is_whole(self.seed)

    @property
    def split(self) -> bool:
        """Whether a part of a whole site stands in the baseline."""
        return self.seed % 3 == 0

    @property
    def foretold(self) -> bool:
        """Whether check mode has to tell before each task what it will do."""
        return self.seed % 8 < 2

    @property
    def tasks(self) -> list[tuple[Job, ...]]:
        """What each task of the site run does."""
        return [self.jobs] if self.whole else [(one,) for one in self.jobs]


@dataclass
class Verdict:
    """What came of a seed. ``lies`` is empty when all is well; ``story`` tells what happened, a line each."""

    seed: int
    lies: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


# --- The account in the judge's own words ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Obj:
    """One object of an account: every field in the user's words, lists of records as {key: note or action}."""

    key: str
    name: str
    fields: Entry
    foreign: bool = False


View = dict[str, list[Obj]]

_BASED_ON = {"envelope_from": "return_address", "header_from": "message_from", "both": "both"}
_ACTIONS = {"permit_sender": "permit_sender", "no_action": "take_no_action"}


def view(tables: Tables) -> View:
    """Return the objects of every managed type, read from the tables of the emulator."""
    groups, routes = tables["groups"], tables["delivery_routes"]
    users = {name: row for name, row in tables["users"].items() if name not in tables["purge_list"]}

    def called(rows: Tables, key: Any) -> str:
        return str(rows[key]["description"]) if key else ""

    return {
        "sender_group": [
            Obj(
                key,
                row["description"],
                {
                    "parent": called(groups, row["parent"]),
                    "members": {_member(one): one.get("note", "") for one in row["members"]},
                },
                row["source"] == "ldap",
            )
            for key, row in groups.items()
        ],
        "delivery_route": [
            Obj(
                key,
                row["description"],
                {
                    "hostname": row["hostname"],
                    "port": row["port"],
                    "alternate_route": called(routes, row.get("alternateRoute")),
                    "smtp_authentication": _authentication(row),
                    "password_set": row["passwordSet"],
                },
            )
            for key, row in routes.items()
        ],
        "delivery_route_policy": [
            Obj(key, row["description"], {"route": called(routes, row.get("route")), **_policy(row, groups)})
            for key, row in tables["delivery_route_policies"].items()
        ],
        "ip_permit": [
            Obj(
                key,
                row["description"],
                {"action": _ACTIONS[row.get("option", "permit_sender")], **_policy(row, groups)},
            )
            for key, row in tables["permitted_sender_policies"].items()
        ],
        "user": [
            Obj(
                key,
                key,
                {"name": row.get("name", ""), "disabled": row["disabled"], "password_set": row["passwordSet"]},
                row["source"] == "ldap",
            )
            for key, row in users.items()
        ],
        "role_member": [
            Obj(name, name, {"members": {user: "" for user, row in users.items() if row["role"] == name}})
            for name in tables["roles"]
        ],
        "attachment_set": [
            Obj(
                key,
                row["description"],
                {
                    "folder": row["folder"],
                    "default_action": row["defaultAction"],
                    "block_dangerous_file_types": row["blockDangerousFileTypes"],
                    "image_hold_probability": row["imageHoldProbability"] or "off",
                    "encrypted_archives": row["encryptedArchives"],
                    "unreadable_archives": row["unreadableArchives"],
                    "content_types": {one["type"]: one["action"] for one in row["contentTypes"]},
                    "notify": {
                        "group": called(groups, row["notifyGroup"]),
                        "sender": row["notifySender"],
                        "recipient": row["notifyRecipient"],
                    },
                },
            )
            for key, row in tables["attachment_sets"].items()
        ],
    }


def _member(row: Entry) -> str:
    return str(row.get("emailAddress") or row["domain"])


def _authentication(row: Entry) -> Entry:
    found = row.get("smtpAuthentication", {})
    words = {
        "mechanisms": found.get("authMechanisms"),
        "username": found.get("username"),
        "domain": found.get("domain"),
    }
    return {word: value for word, value in words.items() if value}


def _policy(row: Entry, groups: Tables) -> Entry:
    return {
        "applies_from": _target(row["from"], groups),
        "applies_to": _target(row["to"], groups),
        "addresses_based_on": _BASED_ON[row["fromPart"]],
        "enabled": row["enabled"],
        "override": row["override"],
        "bidirectional": row["bidirectional"],
        "valid_from": row.get("fromDateTime", ""),
        "valid_until": row.get("toDateTime", ""),
        "source_ips": _covering(row["sourceIPs"]),
    }


def _covering(networks: Iterable[str]) -> list[str]:
    """Return the fewest networks that cover the same addresses: what a list of them means to mail."""
    found = [ipaddress.ip_network(network) for network in networks]
    fours = [network for network in found if isinstance(network, ipaddress.IPv4Network)]
    sixes = [network for network in found if isinstance(network, ipaddress.IPv6Network)]
    return sorted(map(str, [*ipaddress.collapse_addresses(fours), *ipaddress.collapse_addresses(sixes)]))


def _target(row: Entry, groups: Tables) -> Entry:
    target = {"type": row["type"]}
    for member, word in (("domain", "domain"), ("emailAddress", "email"), ("attribute", "attribute")):
        if member in row:
            target[word] = row[member]
    if row.get("group"):
        target["group"] = groups[row["group"]]["description"]
    return target


FRESH: Mapping[str, Entry] = {
    "sender_group": {"parent": "", "members": {}},
    "delivery_route": {"port": 25, "alternate_route": "", "smtp_authentication": {}, "password_set": False},
    "user": {"name": "", "disabled": False, "password_set": False},
    "attachment_set": {
        "default_action": "block",
        "block_dangerous_file_types": False,
        "image_hold_probability": "off",
        "encrypted_archives": "allow",
        "unreadable_archives": "allow",
        "content_types": {},
        "notify": {"group": "", "sender": False, "recipient": False},
    },
    "delivery_route_policy": {
        "addresses_based_on": "return_address",
        "enabled": True,
        "override": False,
        "bidirectional": False,
        "valid_from": "",
        "valid_until": "",
        "source_ips": [],
    },
    "ip_permit": {
        "action": "permit_sender",
        "applies_from": {"type": "everyone"},
        "applies_to": {"type": "everyone"},
        "addresses_based_on": "both",
        "enabled": True,
        "override": True,
        "bidirectional": False,
        "valid_from": "",
        "valid_until": "",
        "source_ips": [],
    },
}
"""What a new object has where the site file says nothing: REFERENCE sections 3 to 7, and DESIGN section 5."""


# --- What has to be so ------------------------------------------------------------------------------------------------


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
    if isinstance(value, list):
        # Taking a network out takes along what lies in it: both together cover what it covers alone.
        staying = [network for network in present if not any(_covering([network, drop]) == [drop] for drop in drops)]
        return _covering(value if mode == "exact" else [*value, *staying])
    kept = {} if mode == "exact" else {item: note for item, note in present.items() if item not in drops}
    said = {item: present.get(item, "") if note is None else note for item, note in value.items()}
    return {**kept, **said}


def fulfilled(wish: Wish, found: Obj) -> Obj:
    """Return the object as it has to be once the wish is fulfilled."""
    fields = dict(found.fields)
    for name, value in wish.meant.items():
        if name in fields or name in FRESH.get(wish.resource, {}) or MANAGED[wish.resource].field(name).readable():
            fields[name] = achieved(name, value, fields.get(name), wish)
    login = wish.meant.get("smtp_authentication")
    if login is not None and fields["smtp_authentication"] != found.fields["smtp_authentication"]:
        fields["password_set"] = bool(login) and ("password" in login or fields["password_set"])
    if wish.resource == "user" and not found.key:
        fields["password_set"] = "password" in wish.meant
    return replace(found, fields=fields)


def holds(wish: Wish, seen: View) -> bool:
    """Whether the account is as one wish says."""
    found = [one for one in seen[wish.resource] if one.name == wish.name]
    if wish.state == "purged" or (wish.state == "absent" and wish.resource != "user"):
        return not found
    if wish.state == "absent":
        return all(one.fields["disabled"] for one in found)
    return len(found) == 1 and all(
        fulfilled(wish, found[0]).fields[name] == found[0].fields[name] for name in found[0].fields
    )


def expected(jobs: Iterable[Job], before: View) -> View:
    """Return the account as it has to be when the task has succeeded; what the task does not speak of stays."""
    jobs = list(jobs)
    if any(wish.unwise for job in jobs for wish in job.active):
        return before
    return functools.reduce(lambda after, job: _afterwards(job, after), jobs, before)


def _afterwards(job: Job, before: View) -> View:
    after = {resource: list(rows) for resource, rows in before.items()}
    for wish in job.active:
        found = [one for one in after[wish.resource] if one.name == wish.name]
        others = [one for one in after[wish.resource] if one.name != wish.name]
        if wish.state == "present":
            base = found[0] if found else Obj("", wish.name, copy.deepcopy(dict(FRESH.get(wish.resource, {}))))
            others.append(fulfilled(wish, base))
        elif wish.state == "absent" and wish.resource == "user":
            others += [replace(one, fields={**one.fields, "disabled": True}) for one in found]
        elif wish.state == "purged":
            after["role_member"] = [_without(one, wish.name) for one in after["role_member"]]
        after[wish.resource] = others
    after[job.resource] = [one for one in after[job.resource] if not job.sweeps(one)]
    return _one_role_each(after, job) if job.resource == "role_member" else after


def _let_go(before: View, after: View) -> View:
    """Return ``before`` without the hold on a role of those who are gone: that is no change of the role."""
    gone = {one.name for one in before["user"]} - {one.name for one in after["user"]}
    roles = [
        replace(one, fields={"members": {user: "" for user in one.fields["members"] if user not in gone}})
        for one in before["role_member"]
    ]
    return {**before, "role_member": roles}


def _without(role: Obj, user: str) -> Obj:
    return replace(role, fields={"members": {one: "" for one in role.fields["members"] if one != user}})


def _one_role_each(after: View, job: Job) -> View:
    """Take from every other role who is given one: a user holds one role at most."""
    given = {user: wish.name for wish in job.active for user, _note in wish.meant.get("members", {}).items()}
    roles = [
        replace(
            one,
            fields={"members": {user: "" for user in one.fields["members"] if given.get(user, one.name) == one.name}},
        )
        for one in after["role_member"]
    ]
    return {**after, "role_member": roles}


def _by_name(rows: Sequence[Obj]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for one in rows:
        found.setdefault(one.name, []).append(one.fields)
    return {
        name: twins if len(twins) == 1 else sorted(twins, key=lambda one: json.dumps(one, sort_keys=True))
        for name, twins in found.items()
    }


def differing(one: View, other: View) -> set[tuple[str, str]]:
    """Return the (type, name) of every object that is not the same in two accounts."""
    result = set()
    for resource in ORDER:
        left, right = _by_name(one[resource]), _by_name(other[resource])
        result |= {(resource, name) for name in left.keys() | right.keys() if left.get(name) != right.get(name)}
    return result


def in_between(before: View, after: View, wanted: View) -> set[tuple[str, str]]:
    """Return the objects that are neither as they were, nor as they are to be, nor on the way from one to the other."""
    odd = set()
    for resource, name in differing(after, wanted) & differing(after, before):
        old, new, goal = ([one for one in each[resource] if one.name == name] for each in (before, after, wanted))
        if len(new) > max(len(old), len(goal)) or len(new) < min(len(old), len(goal)):
            odd.add((resource, name))
        elif len(new) == 1 and len(old) < 2 and len(goal) < 2:
            start = old[0].fields if old else {**copy.deepcopy(dict(FRESH[resource])), **_required(resource, goal)}
            end = goal[0].fields if goal else {}
            if not all(_between(start[word], value, end.get(word)) for word, value in new[0].fields.items()):
                odd.add((resource, name))
    return odd


def _required(resource: str, goal: Sequence[Obj]) -> Entry:
    names = (
        [one.name for one in MANAGED[resource].fields if one.required and one.name in goal[0].fields] if goal else []
    )
    return {name: goal[0].fields[name] for name in names}


def _between(start: Any, value: Any, end: Any) -> bool:
    if isinstance(value, (dict, list)) and isinstance(start, (dict, list)):
        # A note is changed by taking the member out and putting it in again, so it may be missing in between.
        kept = {one for one in start if one in (end or ()) and (isinstance(start, list) or start[one] == end[one])}
        return kept <= set(value) <= {*start, *(end or ())} or value in (start, end)
    return value in (start, end)


# --- Judging one task -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """How one task ended. ``crash`` is the text of an exception that no task may end with."""

    result: Entry
    message: str = ""
    crash: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.message or self.crash)


@dataclass(frozen=True)
class Struck:
    """What a second writer did to a task: which objects changed, and how many requests had been sent before."""

    after: int
    objects: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Run:
    """One task that has run: what it was to do, what was there before and after, and what was sent.

    ``whole``: the task applies a site, ``jobs`` type by type in one go; otherwise it does the one job.
    """

    jobs: tuple[Job, ...]
    outcome: Outcome
    raw_before: Tables
    raw_after: Tables
    log: Sequence[Entry]
    strikes: tuple[Struck, ...] = ()
    faulty: bool = True
    whole: bool = False

    @property
    def writes(self) -> list[str]:
        return [str(one["operation"]) for one in self.log if one["write"]]

    @property
    def struck(self) -> frozenset[tuple[str, str]]:
        """The objects that a second writer changed."""
        return frozenset(one for strike in self.strikes for one in strike.objects)

    @property
    def handed(self) -> frozenset[str]:
        """The types that the task leaves to a person."""
        return frozenset(one["resource"] for one in self.outcome.result.get("manual", []))

    @property
    def acting(self) -> list[Job]:
        """The jobs that the task does itself."""
        return [one for one in self.jobs if one.resource not in self.handed]

    @property
    def active(self) -> list[Wish]:
        """The wishes that the task acts on itself."""
        return [wish for job in self.acting for wish in job.active]

    @property
    def unwise(self) -> list[Wish]:
        """What has to be refused."""
        return [wish for job in self.jobs for wish in job.active if wish.unwise]

    @property
    def not_offered(self) -> frozenset[str]:
        """The types of which the account does not offer a call that the task needs."""
        shut = {one["operation"] for one in self.log if one["status"] == 403 and not one["write"]}
        return frozenset(
            job.resource for job in self.jobs if shut & {one.id for one in MANAGED[job.resource].operations}
        )

    def unseen(self) -> set[tuple[str, str]]:
        """Return the objects that a second writer changed after the task had looked at their type for the last time.

        What others use is deleted in a turn of its own, at the end, which looks at nothing but what is to go.
        """
        result = set()
        for strike in self.strikes:
            for resource, name in strike.objects:
                kind = MANAGED[resource]
                operations = [one["operation"] for one in self.log]
                end = len(operations)
                if self.whole and resource in _LAST and kind.delete and _operation(kind.delete) in operations:
                    end = operations.index(_operation(kind.delete))
                if kind.list and kind.list.id not in operations[strike.after : end]:
                    result.add((resource, name))
        return result


_LAST = ("sender_group", "delivery_route", "user")
"""Types that others use."""


def _operation(one: Operation) -> str:
    """Return the name that the emulator gives to an operation."""
    return "addToPurgeList" if one.id == "legacyAddToPurgeList" else one.id


@dataclass(frozen=True)
class Claims:
    """What the message of a task that failed says.

    Attributes:
        failing: the type at which it stopped, or "" where it claims nothing of what took effect.
        left: titles and names of what is not in effect; None when it makes no such claim.
        later: titles and names of what was not begun.
        unknown: it does not know what took effect.
        counted: (changes in effect, changes).
    """

    failing: str = ""
    left: frozenset[str] | None = None
    later: frozenset[str] = frozenset()
    unknown: bool = False
    counted: tuple[int, int] = (0, 0)


_LEFT = re.compile(r"not in effect: ([^;()]+ \([^()]*\)(?:; [^;()]+ \([^()]*\))*)")
_LATER = re.compile(r"\. Not begun: ([^;()]+ \([^()]*\)(?:; [^;()]+ \([^()]*\))*)$")
_COUNTS = re.compile(r"^(-?\d+) of (\d+) changes are in effect")
_TWINS = re.compile(r"(\d+) [\w ]+ objects are called '([^']+)'")
_UNKNOWN = "changes were sent, but what took effect is not known"


def claims(message: str, jobs: Sequence[Job], whole: bool) -> Claims:
    """Return what a message says of what took effect and what did not."""
    failing = jobs[0].resource
    if whole:
        kinds = {MANAGED[job.resource].plural: job.resource for job in jobs}
        plural, _colon, message = message.partition(": ")
        failing = kinds.get(plural, "")
    counts = _COUNTS.match(message)
    unknown = message.startswith(_UNKNOWN)
    if not failing or not (counts or unknown):
        return Claims()
    later = _listed(_LATER.search(message)) if whole else frozenset()
    if counts is None:
        return Claims(failing, None, later, unknown=True)
    left = _listed(_LEFT.search(message.split("\n", maxsplit=1)[0]))
    return Claims(failing, left, later, counted=(int(counts.group(1)), int(counts.group(2))))


def _listed(found: re.Match[str] | None) -> frozenset[str]:
    """Return the titles and names in a list of objects, each with what it is about in brackets."""
    return frozenset(part.rsplit(" (", 1)[0] for part in found.group(1).split("; ")) if found else frozenset()


def judge(run: Run) -> Iterator[str]:
    """Yield every lie that a task told: what its report says that is not so, or does not say that is."""
    outcome = run.outcome
    before, after = view(run.raw_before), view(run.raw_after)
    if outcome.crash:
        yield f"crashed: {outcome.crash}"
        return
    if not run.strikes:
        yield from _new_duplicates(before, after)
        yield from _bystanders(run)
    cost = outcome.result.get("api", {})
    if run.log and cost.get("writes") != len(run.writes):
        yield f"says that {cost.get('writes')} writes were sent, the account saw {len(run.writes)}"
    if not run.strikes and {kind for kind, _name in differing(_let_go(before, after), after)} & run.handed:
        yield "handed work over to a person and changed the account all the same"
    if not run.acting:
        if run.writes:
            yield f"handed everything over to a person and sent {run.writes}"
        return
    if outcome.failed:
        yield from _judge_failure(run, before, after)
    else:
        yield from _judge_success(run, before, after)


def _new_duplicates(before: View, after: View) -> Iterator[str]:
    for resource in ORDER:
        had = Counter(one.name for one in before[resource])
        for name, count in Counter(one.name for one in after[resource]).items():
            if count > max(1, had[name]):
                yield f"made a duplicate: {count} {resource} objects are called {name!r}, there were {had[name]}"


def _bystanders(run: Run) -> Iterator[str]:
    """Yield the rows that changed although the task does not speak of them, hidden members included."""
    for table, rows in run.raw_before.items():
        if table in ("audit", "purge_list"):
            continue
        now = run.raw_after[table]
        for key in rows.keys() | now.keys() if isinstance(rows, dict) else ():
            old, new = rows.get(key), now.get(key)
            if old != new and not any(_speaks(job, table, key, old, new) for job in run.jobs):
                yield f"changed {table}/{key}, of which the task does not speak"


def _speaks(job: Job, table: str, key: str, old: Any, new: Any) -> bool:
    """Whether what a job speaks of covers how a row changed."""
    spoken = {one.name for one in job.active}
    name = (old or new or {}).get("description", key) if isinstance(old or new, dict) else key
    if job.resource == "role_member":
        members = {user for one in job.active for user in {**one.meant.get("members", {})}}
        role_alone = table == "users" and {**(old or {}), "role": None} == {**(new or {}), "role": None}
        return role_alone and (key in members or (old or {}).get("role") in spoken)
    purged = job.purges and fnmatch.fnmatchcase(name, PURGED)
    return table == samples.TABLES[job.resource] and (name in spoken or purged)


def _title(resource: str, name: str) -> str:
    return f"{MANAGED[resource].title} {name}"


def _todo(job: Job, before: View) -> set[str]:
    """Return the titles and names of what a job has to change."""
    swept = {one.name for one in before[job.resource] if job.sweeps(one)}
    wanted = {one.name for one in job.active if not holds(one, before)}
    return {_title(job.resource, name) for name in wanted | swept}


def _judge_success(run: Run, before: View, after: View) -> Iterator[str]:
    unseen = run.unseen()
    if run.unwise:
        yield f"carried out what has to be refused: {run.unwise[0].name} ({run.unwise[0].unwise})"
        return
    for wish in run.active:
        if not holds(wish, after) and (wish.resource, wish.name) not in unseen:
            yield f"says success, but {wish.resource} {wish.name} is not as the site file says"
    for job in run.acting:
        for found in after[job.resource]:
            if job.sweeps(found):
                yield f"says success, but {found.name} was to be purged and is there"
    yield from _judge_entries(run, after)
    if run.strikes:
        return
    for resource, name in sorted(differing(expected(run.acting, before), after)):
        if resource not in run.handed:
            yield f"says success, but {resource} {name} is not what it has to be"
    yield from _judge_plan(run, before, after)
    yield from _judge_changed(run, before, after)
    yield from _judge_unchanged(run, before)
    if run.writes and not differing(before, after):
        yield f"had nothing to do and sent {run.writes}"


def _judge_changed(run: Run, before: View, after: View) -> Iterator[str]:
    changed = bool(differing(before, after))
    if bool(run.outcome.result.get("changed")) != (changed or bool(run.handed)):
        said = run.outcome.result.get("changed")
        yield f"says changed: {said}, the account {'did' if changed else 'did not'} change"


def _judge_unchanged(run: Run, before: View) -> Iterator[str]:
    """Judge the names of what a whole site says was as it is to be."""
    told = run.outcome.result.get("unchanged", {})
    if run.whole and told.keys() != {MANAGED[job.resource].plural for job in run.jobs}:
        yield f"tells what is unchanged of {sorted(told)}"
    for kind, resource in MANAGED.items():
        plural = resource.plural
        if not run.whole or plural not in told or kind in run.handed | run.not_offered:
            continue
        calm = {one.name for one in run.active if one.resource == kind and holds(one, before)}
        if sorted(told[plural]) != sorted(calm):
            yield f"says that of {plural} {sorted(told[plural])} were as they are to be, and {sorted(calm)} were"


def _judge_failure(run: Run, before: View, after: View) -> Iterator[str]:
    outcome = run.outcome
    said = claims(outcome.message, run.jobs, run.whole)
    if run.unwise and (run.writes or (not run.faulty and run.unwise[0].unwise not in outcome.message)):
        refused = run.unwise[0]
        yield f"did not refuse {refused.name} ({refused.unwise}) before any write: {outcome.message}"
    # A new token respells every id, so a row that is repeated across it cannot be told from a second object either.
    respelled = [one["operation"] for one in run.log].count("createToken") > 1
    for count, name in () if respelled else _TWINS.findall(outcome.message):
        most = max(sum(one.name == name for one in seen[kind]) for kind in ORDER for seen in (before, after))
        if int(count) > most:
            yield f"says that {count} objects are called {name!r}, there are {most}"
    if not said.failing:
        if run.writes:
            yield f"sent {run.writes} and says nothing of what took effect: {outcome.message}"
        if outcome.result.get("changed"):
            yield "says changed: true although nothing was sent"
    if not run.strikes:
        for resource, name in sorted(in_between(before, after, expected(run.acting, before))):
            yield f"left {resource} {name} as nobody asked for"
    if not said.failing:
        return
    yield from _judge_claims(run, said, before, after)
    if said.unknown and not outcome.result.get("changed"):
        yield "sent changes, does not know what took effect, and says changed: false"
    if not said.unknown:
        yield from _judge_entries(run, after)
    if run.strikes:
        return
    yield from _judge_plan(run, before, after, vague=said.failing if said.unknown else "")
    if not said.unknown:
        yield from _judge_changed(run, before, after)


def _judge_claims(run: Run, said: Claims, before: View, after: View) -> Iterator[str]:
    """Judge the objects that a message names as not in effect or not begun, and how many it counts."""
    failing = MANAGED[said.failing].title
    left = said.left or frozenset()
    wrong = {_title(one.resource, one.name): (one.resource, one.name) for one in run.active if not holds(one, after)}
    # What only a person can do is not purged, and not begun either, whatever the account has.
    for job in run.acting:
        found = () if job.resource in run.not_offered else after[job.resource]
        wrong |= {_title(job.resource, one.name): (job.resource, one.name) for one in found if job.sweeps(one)}
    struck, unseen = {_title(*one) for one in run.struck}, {_title(*one) for one in run.unseen()}
    by_hand = {_title(one.resource, one.name) for one in run.active if one.resource in run.not_offered}
    for name in sorted(left - set(wrong)):
        yield f"says that {name} is not in effect, and it is"
    for name in sorted(said.later - set(wrong) - struck - by_hand):
        yield f"says that {name} was not begun, and it is as it is to be"
    for name in sorted(one for one in left if not one.startswith(failing)):
        yield f"says that {name} is not in effect while it speaks of {said.failing}"
    touched = {_title(*one) for one in differing(before, after)}
    for name in sorted((said.later & touched) - struck):
        yield f"says that {name} was not begun, and it changed"
    for name, (resource, plain) in sorted(wrong.items()):
        told = name in left | said.later or (said.unknown and resource == said.failing)
        if not told and not (run.strikes and (plain in run.outcome.message or name in unseen)):
            yield f"does not say that {name} is not in effect: {run.outcome.message}"
    made, total = said.counted
    if said.unknown:
        return
    if run.strikes:
        if not 0 <= made <= total:
            yield f"counts wrongly: {run.outcome.message}"
        return
    turns = [one for one in _turns(run, said, before) if not left or left & one]
    if made != total - len(left) or not any(total >= len(one) for one in turns):
        yield f"counts wrongly: {run.outcome.message}; to do were {[sorted(one) for one in turns]}"


def _turns(run: Run, said: Claims, before: View) -> list[set[str]]:
    """Return what there was to change of the type that a message speaks of, turn by turn."""
    todo = set().union(*(_todo(job, before) for job in run.acting if job.resource == said.failing))
    if not run.whole:
        return [todo]
    staying = {_title(one.resource, one.name) for one in run.active if one.state == "present" or _retires(one)}
    return [todo, todo & staying, todo - staying]


def _retires(wish: Wish) -> bool:
    return wish.resource == "user" and wish.state == "absent"


def _judge_plan(run: Run, before: View, after: View, vague: str = "") -> Iterator[str]:
    """Judge the changes that a result says were made; of the type ``vague`` it could not tell them."""
    plan = [one for one in run.outcome.result.get("plan", []) if one["resource"] not in run.handed]
    reported = Counter((one["resource"], one["name"]) for one in plan)
    moved = {(one["resource"], name) for one in plan for name in one["moves"].values()}
    due = differing(_let_go(before, after), after)
    if any(one["operation"] == "legacyGetProfile" and one["fault"] == "app_forbidden" for one in run.log):
        # Where nobody can be asked for their role, it is not known which other role they lose.
        spoken = {one.name for one in run.active}
        moved |= {(kind, name) for kind, name in due if kind == "role_member" and name not in spoken}
    for kind, name in sorted(due - set(reported) - moved):
        if kind != vague:
            yield f"does not report the change of {kind} {name}"
    for kind, name in sorted(set(reported) - differing(before, after)):
        yield f"reports a change of {kind} {name}, which did not change"
    for (kind, name), count in reported.items():
        if count > 1 and count > sum(one.name == name for one in before[kind]):
            yield f"reports {count} changes of {kind} {name}"
    for change in plan:
        found = [one for one in after[change["resource"]] if one.name == change["name"]]
        if change["operation"] == "delete" and run.outcome.failed and found:
            continue
        if (change["operation"] == "delete") != (not found):
            yield f"reports {change['operation']} of {change['name']}, and {len(found)} are there"
        elif len(found) == 1:
            yield from _judge_values(f"the plan of {change['name']}", change["after"], found[0], partly=True)
    blocks = run.outcome.result.get("diff", [])
    if len(blocks) != len(run.outcome.result.get("plan", [])):
        yield "the diff has not one block for each change"


def _judge_entries(run: Run, after: View) -> Iterator[str]:
    """Judge the objects that the result of a task for one type says are there now."""
    for job in () if run.whole else run.jobs:
        resource = MANAGED[job.resource]
        told = {}
        for entry in run.outcome.result.get("entries", []):
            name = entry[resource.key]
            told[name] = entry
            found = [one for one in after[resource.name] if one.name == name]
            if not found:
                yield f"reports {name} among the entries, and it is not there"
            elif len(found) == 1:
                yield from _judge_values(f"the entry of {name}", entry, found[0], partly=False)
        for wish in job.active:
            found = [one for one in after[resource.name] if one.name == wish.name]
            if len(found) == 1 and wish.name not in told:
                yield f"leaves {wish.name} out of the entries, and it is there"


def _judge_values(what: str, told: Entry, found: Obj, partly: bool) -> Iterator[str]:
    """Judge the values of one object; ``partly`` where owned lists name only what came."""
    for name, value in told.items():
        if name not in found.fields or value == "(secret)":
            continue
        actual = found.fields[name]
        said: Any = _plain(value) if value else type(actual)(value)
        said = _covering(said) if name == "source_ips" and not partly else said
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
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {
            str(one.get("member") or one.get("type")): one.get("note", "") if "member" in one else one.get("action", "")
            for one in value
        }
    return value


# --- Making scenarios -------------------------------------------------------------------------------------------------

PEOPLE = ("jo@example.com", "sam@example.com", "kim@example.org", "lee@example.net", "alex@example.com")
SENDERS = tuple(f"sender{number}@bulk.example" for number in range(24)) + tuple(f"d{n}.example" for n in range(6))
NETWORKS = ("192.0.2.0/24", "198.51.100.7/32", "203.0.113.0/25", "2001:db8::/32", "2001:db8:7::9/128")
"""The last one lies in the one before it."""
ROLES = ("Basic Administrator", "Help Desk Administrator", "Gateway Administrator")
NAMES: Mapping[str, tuple[str, ...]] = {
    "sender_group": (
        "Blocked Senders",
        "Permitted senders",
        "IT Helpdesk",
        "Vendors",
        "Partners",
        "VIP",
        "vip",
        "Zebra",
    ),
    "delivery_route": ("Route one", "Route two", "Route three", "route one", "Smart host"),
    "delivery_route_policy": ("Inbound", "Outbound", "Inbound archive", "Legal hold"),
    "ip_permit": ("Permitted scanners", "Payroll", "Backups"),
    "user": (*PEOPLE, "new.one@example.com", "new.two@example.org"),
    "role_member": ROLES,
    "attachment_set": ("Image control", "Strict", "Loose"),
}
"""Names in an order in which an object may refer to an earlier one alone, so that no circle can come about."""


def _disguised(chance: random.Random, value: Any) -> Any:
    """Return a value in another spelling that means the same."""
    if chance.random() < 0.6:
        return value
    if isinstance(value, bool):
        return chance.choice([str(value), "yes" if value else "no", str(value).lower()])
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return value
    if "@" in value:
        return value.upper()
    if value.endswith("/128") or re.fullmatch(r"[0-9.]+/32", value):
        return value.rsplit("/", 1)[0]
    if re.fullmatch(r"[a-z0-9.-]+\.(example|com|org|net)", value):
        return chance.choice([value.title(), value + "."])
    return f" {value.replace(' ', '  ')} " if " " in value else value


class _Maker:
    """Makes the parts of one scenario out of one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.whole = is_whole(seed)
        self.start: Tables = {}
        self.site: dict[str, list[Wish]] = {}
        self.needed: set[tuple[str, str]] = set()
        self.unwise = self.chance.random() < 0.12
        self.preview = self.chance.random() < 0.95

    def scenario(self, seed: int) -> Scenario:
        """Return the scenario of the seed."""
        chance = self.chance
        self._start()
        kinds = [one for one in ORDER if chance.random() < 0.5] or [chance.choice(ORDER)]
        for resource in kinds:
            self._wishes(resource)
        if self.unwise:
            self._unwise(chance.choice(kinds))
        if chance.random() < 0.2:
            self._goes_together()
        jobs = self._jobs([one for one in ORDER if one in self.site])
        way = chance.choices(["handed", "action", "module"], [94, 3, 3])[0]
        handed = way == "handed" or not self.preview
        rotate_ids = handed and chance.random() < 0.25
        return Scenario(
            seed=seed,
            start=self.start,
            jobs=tuple(jobs),
            faults={"seed": seed, "rules": self._faults([one.resource for one in jobs], rotate_ids)},
            strikes=tuple(self._strikes()) if handed else (),
            late=frozenset(chance.sample(range(1, 40), chance.randint(1, 3)))
            if handed and chance.random() < 0.2
            else frozenset(),
            page_size=chance.choice([0, 0, 2, 2, 3, 7]),
            rotate_ids=rotate_ids,
            preview=self.preview,
            way=way if self.preview else "handed",
        )

    # -- the account at the start

    def _start(self) -> None:
        chance = self.chance
        groups: Tables = {
            "blocked-senders": {"description": "Blocked Senders", "members": self._members(12)},
            "permitted-senders": {"description": "Permitted senders", "members": self._members(5)},
            "it-helpdesk": {"description": "IT Helpdesk", "members": self._members(3)},
            "domain-users": {
                "description": "Domain Users",
                "source": "ldap",
                "members": [{"emailAddress": "directory.user@example.com", "type": "created_by_ldap_sync"}],
            },
            "old-list": {"description": "Old list", "members": self._members(3)},
            "twin": {"description": "Twin"},
            "twin-2": {"description": "Twin", "members": self._members(2)},
        }
        for name in NAMES["sender_group"][3:]:
            if chance.random() < 0.5:
                earlier = [key for key in ("it-helpdesk", "vendors") if key in groups]
                row = {"description": name, "members": self._members(4)}
                groups[f"{name.lower()}{'-small' if name == 'vip' else ''}"] = row
                if chance.random() < 0.3:
                    row["parent"] = chance.choice(earlier)
        routes: Tables = {
            "old-route": {"description": "Old route", "hostname": "mail.example.net"},
            "twin": {"description": "Twin route", "hostname": "a.example.net"},
            "twin-2": {"description": "Twin route", "hostname": "b.example.net", "port": 587},
        }
        for number, name in enumerate(NAMES["delivery_route"]):
            if chance.random() < 0.6:
                key = f"route-{number}"
                routes[key] = {"description": name, "hostname": "mail.example.net", "port": chance.choice([25, 2525])}
                if number and "route-0" in routes and chance.random() < 0.3:
                    routes[key]["alternateRoute"] = "route-0"
                if chance.random() < 0.3:
                    login = {"authMechanisms": ["LOGIN", "PLAIN"], "username": "relay", "domain": "example.net"}
                    routes[key] |= {"smtpAuthentication": login, "passwordSet": True, "passwordChanges": 1}
        self.start = {
            "groups": groups,
            "delivery_routes": routes,
            "users": self._people(),
            "attachment_sets": self._sets([one for one in groups if one != "old-list"]),
            "delivery_route_policies": {
                **self._policies(
                    "delivery_route_policy", list(groups)[:4], route=[one for one in routes if one != "old-route"]
                ),
                "old": {"description": "Old policy", "route": "twin", "enabled": False},
            },
            "permitted_sender_policies": {
                **self._policies("ip_permit", list(groups)[:4], sourceIPs=True),
                "old": {"description": "Old permit", "sourceIPs": ["192.0.2.0/24"], "option": "permit_sender"},
                "old-2": {"description": "Old by group", "option": "permit_sender"},
            },
        }

    def _members(self, most: int) -> list[Entry]:
        found = self.chance.sample(SENDERS, self.chance.randint(0, most))
        rows: list[Entry] = [{"emailAddress": one} if "@" in one else {"domain": one} for one in found]
        return [{**row, "note": "CHG-1"} if self.chance.random() < 0.3 else row for row in rows]

    def _people(self) -> Tables:
        users: Tables = {
            "admin@example.com": {"name": "Administrator", "role": "Super Administrator"},
            "boss@example.com": {"name": "Boss"},
            "directory.user@example.com": {
                "name": "Directory User",
                "source": "ldap",
                "addressType": "created_by_ldap_sync",
            },
        }
        for name in PEOPLE:
            users[name] = {"name": name.partition("@")[0].title(), "disabled": self.chance.random() < 0.2}
            if self.chance.random() < 0.5:
                users[name]["role"] = self.chance.choice(ROLES)
        return users

    def _sets(self, groups: Sequence[str]) -> Tables:
        chance = self.chance
        rows: Tables = {
            "default": {"description": "Default Attachment Set", "folder": "Default"},
            "old": {"description": "Old set", "folder": "Archive"},
        }
        for number, name in enumerate(NAMES["attachment_set"]):
            if chance.random() < 0.6:
                rows[f"set-{number}"] = {
                    "description": name,
                    "folder": "Attachment sets",
                    "imageHoldProbability": chance.choice([None, 50, 70]),
                    "contentTypes": [{"type": one, "action": "hold"} for one in chance.sample(["exe", "zip", "js"], 2)],
                    "notifyGroup": chance.choice([None, chance.choice(groups)]),
                    "notifySender": chance.random() < 0.5,
                }
        return rows

    def _policies(self, resource: str, groups: Sequence[str], **needs: Any) -> Tables:
        chance = self.chance
        rows: Tables = {}
        for number, name in enumerate(NAMES[resource]):
            if chance.random() < 0.6:
                row: Entry = {
                    "description": name,
                    "from": chance.choice(
                        [{"type": "everyone"}, {"type": "profile_group", "group": chance.choice(groups)}]
                    ),
                    "to": {"type": "email_domain", "domain": "example.com"},
                    "enabled": chance.random() < 0.7,
                    "fromPart": chance.choice(["envelope_from", "header_from", "both"]),
                    "sourceIPs": chance.sample(NETWORKS, chance.randint(1, 3)),
                }
                if chance.random() < 0.3:
                    row["fromDateTime"] = "2026-01-01"
                row |= {"route": chance.choice(needs["route"])} if "route" in needs else {"option": "permit_sender"}
                rows[f"policy-{number}"] = row
        return rows

    def _names_at_start(self, resource: str) -> Counter[str]:
        if resource == "role_member":
            return Counter(ROLES)
        rows = self.start[samples.TABLES[resource]]
        return Counter(rows) if resource == "user" else Counter(row["description"] for row in rows.values())

    # -- the site file

    def _wishes(self, resource: str) -> None:
        chance = self.chance
        there = self._names_at_start(resource)
        names = list(NAMES[resource])
        chosen = [one for one in names if chance.random() < 0.5] or [chance.choice(names)]
        self.site[resource] = []
        for name in chosen:
            wish = self._wish(resource, name, creates=name not in there)
            if wish.state != "present" or name in there or _complete(wish):
                self.site[resource].append(wish)
        chance.shuffle(self.site[resource])

    def _wish(self, resource: str, name: str, creates: bool) -> Wish:
        chance = self.chance
        descriptor = MANAGED[resource]
        if not creates and resource == "user" and chance.random() < 0.2:
            purged = chance.random() < 0.4
            written = {
                "email": _disguised(chance, name),
                "state": "absent",
                **({"purge_address": True} if purged else {}),
            }
            return Wish(resource, name, written, {}, state="purged" if purged else "absent")
        if chance.random() < 0.12 and self._may_go(resource, name):
            return Wish(resource, name, {descriptor.key: name, "state": "absent"}, {}, state="absent")
        fields = [one for one in descriptor.fields if one.name != descriptor.key]
        needed = [one for one in fields if one.required or one.name in samples.ALSO_NEEDED.get(resource, ())]
        free = [one for one in fields if one not in needed and chance.random() < 0.4]
        # What nobody can read is described as a whole: a person has to make it by hand.
        whole = creates or (not self.preview and descriptor.support == "preview") or chance.random() < 0.5
        picked = [*(needed if whole else []), *free]
        wish = Wish(resource, name, {descriptor.key: self._spelled(name)}, {})
        for one in picked:
            wish = self._with(wish, one, creates)
        return wish

    def _spelled(self, name: str) -> str:
        if name in NAMES["sender_group"][:2] and self.chance.random() < 0.5:
            return name.upper()
        return str(_disguised(self.chance, name))

    def _may_go(self, resource: str, name: str) -> bool:
        """Whether an object can be deleted: nothing refers to it, in the account or in the site file."""
        if resource not in {one.name for one in samples.DELETED} or name in NAMES["sender_group"][:3]:
            return False
        if (resource, name) in self.needed:
            return False
        keys = {key for key, row in self.start[samples.TABLES[resource]].items() if row["description"] == name}
        return not any(keys & set(_keys_in(row)) for rows in self.start.values() for row in rows.values())

    def _refer(self, resource: str, below: str = "") -> str:
        """Return the name of one object that is there before the task that refers to it, and stays."""
        there = self._names_at_start(resource)
        names = NAMES[resource]
        limit = names.index(below) if below in names else len(names)
        coming = {one.name: one.state for one in self.site.get(resource, ())}
        found = [
            one
            for one in names[:limit]
            if coming.get(one, "present") == "present" and (there[one] == 1 or one in coming)
        ]
        if not found:
            return ""
        name = self.chance.choice(found)
        self.needed.add((resource, name))
        return name

    def _with(self, wish: Wish, one: Field, creates: bool) -> Wish:
        """Return the wish with a value for one more field."""
        made = self._value(wish, one, creates)
        if made is None:
            return wish
        meant, written, more = made
        result = replace(
            wish,
            meant={**wish.meant, one.name: meant},
            written={**wish.written, one.name: written, **more.get("and", {})},
        )
        if "mode" in more:
            modes = {**wish.modes, one.name: more["mode"]}
            result = replace(result, modes=modes, drops={**wish.drops, one.name: more.get("drops", frozenset())})
        return result

    def _value(self, wish: Wish, one: Field, creates: bool) -> tuple[Any, Any, Entry] | None:
        """Return what a field is to be, how that is written, and what goes beside it; None to leave it out."""
        chance = self.chance
        if one.name == "members":
            return self._people_of(wish) if wish.resource == "role_member" else self._senders(wish)
        if one.name == "source_ips":
            return self._networks(wish, creates)
        if one.name == "content_types":
            return self._types()
        if one.name in ("applies_from", "applies_to"):
            return self._scope()
        if one.name == "smtp_authentication":
            return self._login()
        if one.name == "notify":
            return self._notified()
        if one.reference:
            name = self._refer(one.reference, wish.name if one.reference == wish.resource else "")
            return (name, self._spelled(name), {}) if name else None
        if one.name in ("valid_from", "valid_until"):
            year = "2026" if one.name == "valid_from" else "2027"
            day = chance.choice(["", f"{year}-01-01", f"{year}-03-31"])
            return day, day, {}
        if one.name == "force_password_change":
            return None
        if one.secret:
            return one.samples[0], one.samples[0], {}
        values = [*one.samples, *one.choices, *([one.clear] if isinstance(one.clear, str) else [])]
        if not values:
            return None
        meant = chance.choice(values)
        return meant, meant if one.choices else _disguised(chance, meant), {}

    def _senders(self, wish: Wish) -> tuple[Any, Any, Entry]:
        chance = self.chance
        mode = chance.choices(["add", "remove", "exact"], [5, 2, 3])[0]
        keep: Entry = {}
        written: list[Any] = []
        drops: set[str] = set()
        for name in chance.sample(SENDERS, chance.randint(1, 14)):
            spelled = _disguised(chance, name)
            if mode == "remove" or (mode == "add" and chance.random() < 0.15):
                drops.add(name)
                written.append(spelled if mode == "remove" else {"member": spelled, "state": "absent"})
                continue
            note = chance.choice([None, None, "CHG-1", "CHG-2", ""])
            keep[name] = note
            written.append(spelled if note is None else {"member": spelled, "note": note})
        return keep, written, {"mode": mode, "drops": frozenset(drops), "and": {"members_mode": mode}}

    def _people_of(self, wish: Wish) -> tuple[Any, Any, Entry] | None:
        taken = {user for one in self.site.get("role_member", ()) for user in {**one.meant.get("members", {})}}
        taken |= {user for one in self.site.get("role_member", ()) for user in one.drops.get("members", ())}
        gone = {one.name for one in self.site.get("user", ()) if one.state == "purged"}
        free = [one for one in PEOPLE if one not in taken and one not in gone]
        if not free:
            return None
        mode = self.chance.choices(["add", "remove", "exact"], [5, 2, 4])[0]
        names = self.chance.sample(free, self.chance.randint(1, min(3, len(free))))
        written = [_disguised(self.chance, one) for one in names]
        keep = {} if mode == "remove" else dict.fromkeys(names)
        drops = frozenset(names if mode == "remove" else ())
        return keep, written, {"mode": mode, "drops": drops, "and": {"members_mode": mode}}

    def _networks(self, wish: Wish, creates: bool) -> tuple[Any, Any, Entry]:
        chance = self.chance
        must = creates or wish.resource == "ip_permit"
        mode = chance.choices(["add", "remove", "exact"], [5, 0 if must else 2, 3])[0]
        # A part of a wider network is not taken out, so what lies in another one is not named alone.
        networks = NETWORKS[:-1] if mode == "remove" else NETWORKS
        found = sorted(chance.sample(networks, chance.randint(1, 4)))
        written = [_disguised(chance, one) for one in found]
        chance.shuffle(written)
        drops = frozenset(found if mode == "remove" else ())
        return (
            [] if mode == "remove" else found,
            written,
            {"mode": mode, "drops": drops, "and": {"source_ips_mode": mode}},
        )

    def _types(self) -> tuple[Any, Any, Entry]:
        chance = self.chance
        mode = chance.choice(["add", "exact"])
        found = {one: chance.choice(["block", "hold", "link"]) for one in chance.sample(["exe", "zip", "js", "iso"], 2)}
        written = [{"type": chance.choice([kind, f".{kind.upper()}"]), "action": done} for kind, done in found.items()]
        return found, written, {"mode": mode, "and": {"content_types_mode": mode}}

    def _scope(self) -> tuple[Any, Any, Entry]:
        chance = self.chance
        meant: Entry = {"type": chance.choice(["everyone", "internal_addresses", "external_addresses"])}
        kind = chance.choice(["plain", "domain", "email", "group", "attribute"])
        group = self._refer("sender_group") if kind == "group" else ""
        if kind == "domain":
            meant = {"type": "email_domain", "domain": chance.choice(["example.org", "partner.example"])}
        elif kind == "email":
            meant = {"type": "individual_email_address", "email": chance.choice(PEOPLE)}
        elif group:
            meant = {"type": "profile_group", "group": group}
        elif kind == "attribute":
            meant = {"type": "address_attribute_value", "attribute": {"id": "attribute-1", "value": "Legal"}}
        return meant, {word: _disguised(chance, value) for word, value in meant.items()}, {}

    def _login(self) -> tuple[Any, Any, Entry]:
        chance = self.chance
        if chance.random() < 0.25:
            return {}, {}, {}
        meant: Entry = {
            "mechanisms": chance.choice([["LOGIN"], ["LOGIN", "PLAIN"], ["PLAIN", "LOGIN"]]),
            "username": chance.choice(["relay", "relay2"]),
            "password": "example-only",
        }
        if chance.random() < 0.4:
            meant["domain"] = chance.choice(["", "example.net", "other.example"])
        return meant, {**meant, "mechanisms": [_lower_case(chance, one) for one in meant["mechanisms"]]}, {}

    def _notified(self) -> tuple[Any, Any, Entry]:
        chance = self.chance
        meant: Entry = {one: chance.random() < 0.5 for one in ("sender", "recipient") if chance.random() < 0.6}
        if chance.random() < 0.5:
            meant["group"] = chance.choice(["", self._refer("sender_group")])
        if not meant:
            meant = {"sender": True}
        return meant, {word: _disguised(chance, value) for word, value in meant.items()}, {}

    def _unwise(self, resource: str) -> None:
        """Put something into the site file that must be refused before anything is sent."""
        choices: dict[str, list[tuple[str, Entry, str]]] = {
            "sender_group": [
                ("Twin", {"name": "Twin", "members": ["x.example"]}, "'Twin'"),
                ("Domain Users", {"name": "Domain Users", "members": ["x.example"]}, "from a directory"),
                ("Blocked Senders", {"name": "Blocked Senders", "state": "absent"}, "built in"),
                ("Lost", {"name": "Lost", "parent": "Nowhere"}, "'Nowhere'"),
            ],
            "delivery_route": [
                ("Twin route", {"name": "Twin route", "port": 26}, "'Twin route'"),
                (
                    "Lost",
                    {"name": "Lost", "hostname": "a.example.net", "alternate_route": "Twin route"},
                    "'Twin route'",
                ),
                ("Lost", {"name": "Lost", "port": 26}, "hostname: is required"),
            ],
            "delivery_route_policy": [("Old policy", {"name": "Old policy", "route": "Nowhere"}, "'Nowhere'")],
            "ip_permit": [
                ("Old by group", {"name": "Old by group", "override": True}, "permit every sender"),
                ("Wide", {"name": "Wide", "source_ips": ["0.0.0.0/0"]}, "whole internet"),
            ],
            "user": [
                (
                    "directory.user@example.com",
                    {"email": "directory.user@example.com", "disabled": True},
                    "synchronises",
                )
            ],
            "role_member": [
                (
                    "Full Administrator",
                    {"role": "Full Administrator", "members": ["boss@example.com"]},
                    "protected_role",
                ),
                ("No such role", {"role": "No such role", "members": ["boss@example.com"]}, "'No such role'"),
            ],
            "attachment_set": [
                ("Default Attachment Set", {"name": "Default Attachment Set", "state": "absent"}, "built in"),
                ("Lost", {"name": "Lost", "folder": "A", "notify": {"group": "Twin"}}, "'Twin'"),
            ],
        }
        name, written, words = self.chance.choice(choices[resource])
        state_ = "absent" if written.get("state") == "absent" else "present"
        wish = Wish(resource, name, written, {}, state=state_, unwise=words)
        kept = [one for one in self.site[resource] if one.name != name]
        if (resource, name) not in self.needed:
            self.site[resource] = [*kept, wish]

    def _goes_together(self) -> None:
        """Let a policy go together with the route that it uses."""
        self.start["delivery_routes"]["leaving"] = {"description": "Leaving route", "hostname": "mail.example.net"}
        self.start["delivery_route_policies"]["leaving"] = {"description": "Leaving policy", "route": "leaving"}
        for resource, name in (("delivery_route", "Leaving route"), ("delivery_route_policy", "Leaving policy")):
            gone = Wish(resource, name, {"name": name, "state": "absent"}, {}, state="absent")
            self.site[resource] = [*self.site.get(resource, []), gone]

    def _jobs(self, kinds: Sequence[str]) -> list[Job]:
        """Return the tasks in the order of the playbook: what others use is created first and deleted last."""
        chance = self.chance
        jobs: list[Job] = []
        last: list[Job] = []
        for resource in kinds:
            wishes = tuple(self.site[resource])
            purge = MANAGED[resource].purgeable and chance.random() < 0.25
            options: Entry = {"max_deletes": 20} if MANAGED[resource].delete else {}
            if purge:
                options |= {"purge": True, "purge_match": PURGED}
            if resource == "sender_group":
                options["accept_risk"] = ["delete_with_members"]
                if not any(one.unwise for one in wishes):
                    options["accept_risk"] = ["delete_with_members", "empty_builtin_group"]
            if resource == "role_member":
                options["scan_users"] = chance.random() < 0.3
            goes = purge or any(one.state == "absent" for one in wishes)
            if resource in ("sender_group", "delivery_route") and goes:
                jobs.append(Job(resource, wishes, options, "none"))
                last.insert(0, Job(resource, wishes, options, "only"))
            else:
                jobs.append(Job(resource, wishes, options))
        return jobs + last

    # -- what goes wrong

    def _faults(self, kinds: Sequence[str], rotate_ids: bool) -> list[Entry]:
        chance = self.chance
        resources = [MANAGED[kind] for kind in kinds]
        operations = [one for each in resources for one in each.operations if one is not each.get]
        # A whole site reads all of its lists first, so a fault in any of them would keep most runs from writing.
        writing = [one for one in operations if one.writes] * (5 if self.whole else 1)
        skips = [0, 0, 1, 1, 1, 2, 3] if self.whole else [0, 0, 0, 0, 1, 1, 3]
        rules = []
        for _number in range(chance.choice([0, 1, 2, 2, 3, 4, 6])):
            operation = chance.choice([*operations, *writing])
            rule: Entry = {"operation": operation.id}
            if chance.random() < 0.15:
                rule = {"method": chance.choice(["GET", "POST", "PATCH", "DELETE"])}
            if chance.random() < 0.08:
                rule = {"operation": "createToken"}
            rule |= {"skip": chance.choice(skips), "times": chance.choice([1, 1, 1, 2, 3, None])}
            if chance.random() < 0.2:
                rule["probability"] = 0.4
            rules.append({**rule, "fault": self._fault(operation.writes)})
        if chance.random() < 0.12:
            rules.append({"method": "GET", "times": None, "fault": {"kind": "repeat_rows"}})
        # Where ids never repeat, a row that comes twice cannot be told from a second object of the name.
        return [one for one in rules if not (rotate_ids and one["fault"]["kind"].startswith("repeat_"))]

    def _fault(self, writes: bool) -> Entry:
        chance = self.chance
        when = chance.choice(["before", "after"])
        plain: list[Entry] = [
            {"kind": "rate_limit", "reset_ms": chance.choice([0, 5, 50, 700, 4000])},
            {"kind": "status", "status": chance.choice([500, 502, 503, 504]), "when": when},
            {"kind": "status", "status": chance.choice([500, 503]), "when": "after"},
            {"kind": "reset", "when": when},
            {"kind": "truncate"},
            {"kind": "not_json"},
            {"kind": "expire_token"},
            {"kind": "slow", "delay_ms": 3},
            {"kind": "empty_400"},
            {"kind": "permission"},
            {"kind": "app_forbidden"},
            {"kind": "redirect", "location": "https://elsewhere.example/"},
        ]
        reading: list[Entry] = [{"kind": "repeat_page_token"}, {"kind": "repeat_rows"}, {"kind": "repeat_rows"}]
        writing: list[Entry] = [
            {"kind": "ignore_write"},
            {"kind": "ignore_write"},
            {
                "kind": "fail_items",
                "code": chance.choice([FORBIDDEN, *BENIGN]),
                "match": chance.choice(["", "[13579]@", "d"]),
            },
            {"kind": "fail_items", "code": FORBIDDEN, "match": "sender1"},
        ]
        return chance.choice([*plain, *(writing if writes else reading)])

    def _strikes(self) -> Iterator[Strike]:
        if self.chance.random() < 0.25:
            for _number in range(self.chance.randint(1, 4)):
                yield Strike(self.chance.choice([1, 1, 2, 2, 3, 4, 5, 8]), self.chance.randrange(1 << 30))


def _complete(wish: Wish) -> bool:
    """Whether a wish says enough to create its object."""
    descriptor = MANAGED[wish.resource]
    return all(one.name in wish.written for one in descriptor.fields if one.required)


def _folded(words: Iterable[str]) -> Iterator[str]:
    """Yield each run of one word as the word and its length."""
    for word, run in itertools.groupby(words):
        count = len(list(run))
        yield f"{word} x{count}" if count > 1 else word


def _lower_case(chance: random.Random, word: str) -> str:
    return word.lower() if chance.random() < 0.3 else word


def _keys_in(value: Any) -> Iterator[str]:
    """Yield every text in a row, among which are the keys of the rows that it refers to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("description", "members"):
                yield from _keys_in(inner)


def scenario(seed: int) -> Scenario:
    """Return what a seed stands for."""
    return _Maker(seed).scenario(seed)


RIVAL = "rival"
"""Key of the row that a second writer makes under a name that the run is about to give."""

_STRUCK: Mapping[str, str] = {"sender_group": "member", "user": "user", "role_member": "role"}


def second_writer(tables: Tables, jobs: Sequence[Job], busy_with: str, seed: int) -> tuple[str, Tables]:
    """Return one thing that somebody else does to the account, as (what, tables to set); nothing breaks a reference.

    Mostly it is done to the type that the run is busy with.
    """
    chance = random.Random(seed)
    wishes = [one for job in jobs for one in job.wishes]
    groups, users = tables["groups"], tables["users"]
    near = chance.random() < 0.7
    kind = chance.choice(["member", "member", "edit", "edit", "role", "delete", "user"])
    if near and chance.random() < 0.3:
        return _rival(tables, wishes, busy_with, chance)
    if near:
        kind = _STRUCK.get(busy_with, kind if kind == "delete" else "edit")
    if kind == "member":
        key = chance.choice([key for key, row in groups.items() if row["source"] == "cloud"])
        name = chance.choice(SENDERS)
        rows = [one for one in groups[key]["members"] if _member(one) != name]
        if len(rows) == len(groups[key]["members"]):
            rows.append({"emailAddress": name} if "@" in name else {"domain": name})
        return f"{name} in or out of {key}", {"groups": {**groups, key: {**groups[key], "members": rows}}}
    if kind in ("role", "user"):
        name = chance.choice([one for one, row in users.items() if row["source"] == "cloud" and one in PEOPLE] or [""])
        if not name:
            return "nothing", {}
        change = (
            {"role": chance.choice([None, *ROLES])} if kind == "role" else {"disabled": not users[name]["disabled"]}
        )
        return f"{name} {change}", {"users": {**users, name: {**users[name], **change}}}
    table = chance.choice(
        ["delivery_routes", "delivery_route_policies", "permitted_sender_policies", "attachment_sets"]
    )
    resource = next(one for one, name in samples.TABLES.items() if name == table)
    rows_ = {key: row for key, row in tables[table].items() if row["description"] in NAMES[resource]}
    if not rows_:
        return "nothing", {}
    key = chance.choice(sorted(rows_))
    row = rows_[key]
    spoken = {one.name for one in wishes if one.resource == resource}
    if kind == "delete":
        used = any(key in set(_keys_in(other)) for name in tables for other in _rows_of(tables[name]))
        if row["description"] in spoken or used or table == "delivery_routes":
            return "nothing", {}
        return f"{table}/{key} deleted", {table: {other: one for other, one in tables[table].items() if other != key}}
    edits: Mapping[str, Entry] = {
        "delivery_routes": {"port": chance.choice([25, 26, 2525])},
        "delivery_route_policies": {"enabled": not row.get("enabled"), "sourceIPs": chance.sample(NETWORKS, 2)},
        "permitted_sender_policies": {"override": not row.get("override"), "sourceIPs": chance.sample(NETWORKS, 2)},
        "attachment_sets": {"folder": "Elsewhere", "notifySender": not row.get("notifySender")},
    }
    return f"{table}/{key} {edits[table]}", {table: {**tables[table], key: {**row, **edits[table]}}}


def _rival(tables: Tables, wishes: Sequence[Wish], busy_with: str, chance: random.Random) -> tuple[str, Tables]:
    """Return somebody else's creation of an object that the run is about to create: names are not unique."""
    table = samples.TABLES.get(busy_with, "users")
    if table == "users":
        return "nothing", {}
    there = {row["description"] for row in tables[table].values()}
    coming = [one.name for one in wishes if one.resource == busy_with and one.state == "present" and not one.unwise]
    free = sorted(set(coming) - there)
    if not free:
        return "nothing", {}
    name = chance.choice(free)
    more: Mapping[str, Entry] = {
        "delivery_routes": {"hostname": "rival.example.net"},
        "permitted_sender_policies": {"sourceIPs": ["192.0.2.0/24"]},
        "attachment_sets": {"folder": "Rival"},
    }
    row = {"description": name, **more.get(table, {})}
    return f"{table}: another {name}", {table: {**tables[table], RIVAL: row}}


def _rows_of(rows: Any) -> list[Any]:
    return list(rows.values()) if isinstance(rows, dict) else list(rows)


# --- Running scenarios ------------------------------------------------------------------------------------------------


Way = Callable[[str, Entry, bool], Outcome]
"""Runs a module through a door: (name, options, check mode)."""

_WRITTEN = {_operation(one): name for name, each in MANAGED.items() for one in each.operations if one.writes}
"""Operation -> the type that a run is busy with when it sends it."""


class Campaign:
    """Runs scenarios one after the other.

    ``over_http`` gives an emulator behind a socket and the doors of the collection, for the scenarios that take one.
    """

    def __init__(self, over_http: tuple[World, str, Mapping[str, Door]] | None = None) -> None:
        self._handed: dict[tuple[bool, bool], InProcess] = {}
        self._over_http = over_http

    def run(self, seed: int) -> Verdict:
        """Run one seed: under faults, then without until it converges, then once more."""
        made = scenario(seed)
        return _Trial(made, *self._place(made)).verdict()

    def _place(self, made: Scenario) -> tuple[World, Way | None]:
        if made.way != "handed" and self._over_http is not None:
            world, url, doors = self._over_http
            return world, _through(doors[made.way], url, made)
        kind = (made.preview, made.rotate_ids)
        if kind not in self._handed:
            self._handed[kind] = InProcess(*kind)
        return self._handed[kind], None


def _through(door: Door, url: str, made: Scenario) -> Way:
    def run(name: str, params: Entry, check: bool) -> Outcome:
        connection = {"base_url": url, "client_id": ACCOUNT, "client_secret": SECRET, "retry_budget": 0.3}
        result = door(name, {**connection, "page_size": made.page_size, **params}, check)
        message = str(result.get("msg", "")) if result.get("failed") else ""
        crash = message if "bug" in message.lower() and "report" in message.lower() else ""
        return Outcome(result, message, crash)

    return run


class _Trial:
    """One scenario as it runs."""

    def __init__(self, made: Scenario, world: World, door: Way | None) -> None:
        self._made = made
        self._world = world
        self._door = door
        self._verdict = Verdict(made.seed)
        self._strikes: list[Struck] = []
        self._busy_with = ""
        self._prediction: Entry | None = None
        self._writes = 0
        self._sent = 0
        self._faulty = True

    def verdict(self) -> Verdict:
        """Run the scenario and return what came of it."""
        world, made = self._world, self._made
        world.set_faults([])
        world.reset(ACCOUNT)
        world.set_state(ACCOUNT, made.start)
        world.set_faults(made.faults)
        how = "in one task" if made.whole else "type by type"
        self._tell(f"seed {made.seed}: {how}, {made.way}, page_size {made.page_size}, rotate_ids {made.rotate_ids}")
        self._tell(f"faults: {json.dumps(made.faults['rules'])}; late answers: {sorted(made.late)}")
        ended = "succeeded under faults"
        for task in made.tasks:
            if self._task(task, "under faults").failed:
                ended = "failed under faults"
                break
        self._verdict.counts[f"{ended}, {how}"] += 1
        self._faulty = False
        world.set_faults([])
        if not self._verdict.lies and self._one_of_each():
            self._converge()
        return self._verdict

    def _one_of_each(self) -> bool:
        """Take away one of two objects of a name that a second writer made, as a person would have to."""
        tables = self._world.state(ACCOUNT)
        for table in samples.TABLES.values():
            name = tables[table].get(RIVAL, {}).get("description")
            twins = [key for key, row in tables[table].items() if name and row.get("description") == name]
            if len(twins) > 1 and not any(self._takes_away(tables, table, key) for key in (RIVAL, *twins)):
                self._verdict.counts["left with two of a name"] += 1
                return False
        return True

    def _takes_away(self, tables: Tables, table: str, key: str) -> bool:
        try:
            self._world.set_state(ACCOUNT, {table: {name: row for name, row in tables[table].items() if name != key}})
        except StateError:
            return False
        self._tell(f"a person takes away {table}/{key}")
        return True

    def _converge(self) -> None:
        tasks = [self._wise(task) for task in self._made.tasks]
        for task in tasks:
            self._predicted(task)
            outcome = self._task(task, "without faults")
            if outcome.failed:
                self._lie(task, f"does not converge: {outcome.message or outcome.crash}")
                return
        for task in tasks:
            outcome = self._task(task, "once more")
            writes = [one["operation"] for one in self._world.requests() if one["write"]]
            if outcome.failed or (outcome.result["changed"] and not outcome.result["manual"]) or writes:
                self._lie(
                    task, f"is not in sync after it converged: {outcome.message or outcome.result['plan']} {writes}"
                )

    def _wise(self, task: tuple[Job, ...]) -> tuple[Job, ...]:
        """Let a task with something unwise be refused, and return it without."""
        if any(one.unwise for job in task for one in job.active):
            outcome = self._task(task, "unwise, without faults")
            if not outcome.failed:
                self._lie(task, "was not refused")
        return tuple(replace(job, wishes=tuple(one for one in job.wishes if not one.unwise)) for job in task)

    def _predicted(self, task: tuple[Job, ...]) -> None:
        """Keep what check mode says, for a part of the seeds."""
        self._prediction = None
        if self._made.foretold:
            outcome = self._outcome(task, check=True)
            if any(one["write"] for one in self._world.requests()):
                self._lie(task, "check mode sent a write")
            self._prediction = outcome.result if not outcome.failed else {"msg": outcome.message}

    def _task(self, task: tuple[Job, ...], when: str) -> Outcome:
        before = self._world.state(ACCOUNT)
        self._strikes = []
        self._busy_with = task[0].resource
        outcome = self._outcome(task, check=False)
        after = self._world.state(ACCOUNT)
        log = self._world.requests()
        faults = [f"{one['operation']}:{one['fault']}" for one in log if one["fault"]]
        self._verdict.counts.update(one["fault"] for one in log if one["fault"])
        self._verdict.counts["tasks for a site" if self._made.whole else "tasks for a type"] += 1
        self._verdict.counts["requests"] += len(log)
        ended = outcome.message or outcome.crash or f"changed: {outcome.result['changed']}"
        name, options = self._asked(task)
        self._tell(f"{when}: {name} {json.dumps(options, default=str)}")
        self._tell(f"    sent {' '.join(_folded(str(one['operation']) for one in log))}; faults {faults}")
        self._tell(f"    {ended}")
        run = Run(task, outcome, before, after, log, tuple(self._strikes), self._faulty, self._made.whole)
        for lie in judge(run):
            self._lie(task, f"{when}: {lie}")
        prediction = self._prediction
        if prediction is not None and when == "without faults":
            told = ("changed", "diff", "plan", "entries", "manual", "warnings", "unchanged")
            wrong = [one for one in told if prediction.get(one) != outcome.result.get(one)]
            if wrong:
                self._lie(task, f"check mode predicted another {wrong[0]}: {prediction} instead of {outcome.result}")
            self._prediction = None
        return outcome

    def _asked(self, task: tuple[Job, ...]) -> tuple[str, Entry]:
        """Return the module that does a task, and its options."""
        if self._made.whole:
            return "mimecast_site", site_options(task, self._made.split)
        return f"mimecast_{task[0].resource}", task[0].params()

    def _outcome(self, task: tuple[Job, ...], check: bool) -> Outcome:
        self._world.clear_requests()
        name, options = self._asked(task)
        if self._door is not None:
            return self._door(name, options, check)
        connection = Connection(
            base_url="http://127.0.0.1:1",
            client_id=ACCOUNT,
            client_secret=SECRET,
            retry_budget=RETRY_BUDGET,
            page_size=self._made.page_size,
        )
        try:
            return Outcome(self._handed(task, options, connection, check))
        except Failure as error:
            return Outcome(error.result, str(error))
        except Exception as error:
            return Outcome({}, "", f"{type(error).__name__}: {error}")

    def _handed(self, task: tuple[Job, ...], options: Entry, connection: Connection, check: bool) -> Entry:
        if not self._made.whole:
            one = runner.Task(MANAGED[task[0].resource], options, connection, check)
            return runner.run(one, RESOURCES, self._connect)
        # One list after the other, so that a seed is the same run every time; over HTTP they are read side by side.
        with mock.patch.object(lists, "SIDE_BY_SIDE", 1):
            return site_run.run(options, connection, RESOURCES, check, Progress(silent), self._connect)

    def _connect(self, connection: Connection) -> Client:
        client = Client(connection, sleep=lambda seconds: None)
        world = self._world
        assert isinstance(world, InProcess)
        late = frozenset(one - self._sent for one in self._made.late) if self._faulty else frozenset()
        client.transport.session.mount("http://127.0.0.1:1", _Handed(world.emulator, self._before, late))
        return client

    def _before(self, method: str, path: str) -> None:
        """Let the second writer strike before a write, so that what is read back afterwards holds it."""
        self._sent += 1
        routed = self._world.emulator.contract.route(method, path) if isinstance(self._world, InProcess) else None
        if not self._faulty or routed is None or not routed[0].writes:
            return
        self._writes += 1
        self._busy_with = _WRITTEN.get(routed[0].id, self._busy_with)
        for strike in self._made.strikes:
            if strike.before_write == self._writes:
                self._strike(strike)

    def _strike(self, strike: Strike) -> None:
        before = self._world.state(ACCOUNT)
        what, tables = second_writer(before, self._made.jobs, self._busy_with, strike.seed)
        try:
            self._world.set_state(ACCOUNT, tables)
        except StateError as error:
            what = f"nothing ({error})"
        after = self._world.state(ACCOUNT)
        if after != before:
            objects = frozenset(differing(view(before), view(after)))
            self._strikes.append(Struck(len(self._world.requests()), objects))
        self._verdict.counts["second writer"] += 1
        self._tell(f"    second writer before write {self._writes}: {what}")

    def _lie(self, task: tuple[Job, ...], text: str) -> None:
        self._verdict.lies.append(f"{'site' if self._made.whole else task[0].resource}: {text}")
        self._tell(f"    LIE: {text}")

    def _tell(self, text: str) -> None:
        self._verdict.story.append(text)
