# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what goes wrong beside faults on the way: one family of hardship in a seed at most, each behind a switch.

Each family takes its chance from a source of its own: switching one off, or on, changes no seed of another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.mailops.mimecast.tests.contract.campaign.faults import FORBIDDEN
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import (
    BUILTIN,
    TABLES,
    called,
    keys_in,
    names_of,
    old_name,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import (
    Entry,
    Hardship,
    Job,
    Kill,
    Meddling,
    Scenario,
    Wish,
    gateway_policies,
    texts_in,
)
from mimecast_emulator.tables import TABLES as EMULATED

SHARE = 0.5
"""Of the seeds, so many have a hardship."""

CROWD = tuple(f"crowd{number}@bulk.example" for number in range(60))


def made_harder(made: Scenario, family: str) -> Scenario:
    """Return a scenario with its hardship, as far as that family is tried; with one of ``family`` if that is named."""
    chance = random.Random(f"hardship {made.seed}")
    drawn = chance.choice(list(FAMILIES)) if chance.random() < SHARE else ""
    chosen = family or (drawn if drawn in TRIED else "")
    return FAMILIES[chosen](made, chance) if chosen else made


def _alone(made: Scenario, hardship: Hardship) -> Scenario:
    """Return a scenario in which nothing goes wrong but a hardship."""
    return replace(made, faults={"seed": made.seed, "rules": []}, strikes=(), late=frozenset(), hardship=hardship)


def _kinds(made: Scenario) -> list[str]:
    return list(dict.fromkeys(job.resource for job in made.jobs))


# --- Runs that end in between -----------------------------------------------------------------------------------------


def _killed(made: Scenario, chance: random.Random) -> Scenario:
    """Let runs be killed at a write each, one after the other."""
    kills = tuple(
        Kill(chance.random(), chance.random() < 0.6, chance.random() < 0.4) for _number in range(chance.randint(1, 3))
    )
    return replace(made, hardship=Hardship("kill", kills=kills))


# --- A role that may remove and not add -------------------------------------------------------------------------------


def _one_way(made: Scenario, chance: random.Random) -> Scenario:
    """Let a crowded built-in group get other notes or other members, mostly by a role that may not add any."""
    name = chance.choice(BUILTIN)
    found = chance.sample(CROWD, chance.randint(15, 50))
    rows = [{"emailAddress": member, "note": "CHG-1"} for member in found]
    key = next(key for key, row in made.start["groups"].items() if row["description"] == name)
    groups = {**made.start["groups"], key: {"description": name, "members": rows}}
    coming = found if chance.random() < 0.6 else chance.sample(CROWD, len(found))
    note = chance.choice(["CHG-1", "CHG-2", "CHG-2", ""])
    mode = chance.choice(["add", "exact"])
    entry = {"name": name, "members": [{"member": member, "note": note} for member in coming], "members_mode": mode}
    wish = Wish("sender_group", name, entry, {"members": dict.fromkeys(coming, note)}, {"members": mode})
    refusals: list[Entry] = [
        {"kind": "permission"},
        {"kind": "app_forbidden"},
        {"kind": "status", "status": 503, "when": "before"},
        {"kind": "fail_items", "code": FORBIDDEN, "match": ""},
        {"kind": "fail_items", "code": FORBIDDEN, "match": "crowd[1-4]"},
    ]
    rule = {
        "operation": "legacyAddGroupMembers",
        "skip": chance.choice([0, 0, 1, 2]),
        "times": chance.choice([1, None]),
    }
    rules = [{**rule, "fault": chance.choice(refusals)}] if chance.random() < 0.8 else []
    hardship = Hardship("one_way", rules=tuple(rules))
    return replace(_alone(made, hardship), start={**made.start, "groups": groups}, jobs=_with_wish(made.jobs, wish))


def _with_wish(jobs: Sequence[Job], wish: Wish) -> tuple[Job, ...]:
    """Return the jobs with one wish in the place of all others about its object."""
    options: Entry = {"accept_risk": ["delete_with_members", "empty_builtin_group"]}
    others = [replace(job, wishes=tuple(kept for kept in job.wishes if kept.name != wish.name)) for job in jobs]
    same = [job for job in others if job.resource == wish.resource]
    first = same[0] if same else Job(wish.resource, (), options)
    first = replace(first, wishes=(*first.wishes, wish), options={**first.options, "max_deletes": 200})
    rest = [job for job in others if job is not (same[0] if same else None)]
    order = list(MANAGED)
    before = [job for job in rest if order.index(job.resource) < order.index(wish.resource)] if not same else []
    return (*before, first, *(job for job in rest if job not in before))


# --- Answers that are hard to read ------------------------------------------------------------------------------------


def _reads_of(kinds: Sequence[str]) -> list[str]:
    """Return the operations that read objects of some types and who is in them."""
    operations = [operation for kind in kinds for operation in MANAGED[kind].operations]
    return list(dict.fromkeys(operation.id for operation in operations if not operation.writes))


def _nulls(made: Scenario, chance: random.Random) -> Scenario:
    """Let what has no value be null in every answer, also when nothing else goes wrong any more."""
    rules = tuple(
        {"operation": operation, "times": None, "fault": {"kind": "nulls"}} for operation in _reads_of(list(MANAGED))
    )
    return replace(made, hardship=Hardship("nulls", rules=rules, lasting=True))


_SPOILT: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "sender_group": {"parentId": ({"id": "x"}, ["x"])},
    "delivery_route": {
        "hostname": (None, 7, ["mail.example.net"], {}),
        "port": ([25], {"port": 25}),
        "smtpAuthentication": ("LOGIN", 7, ["LOGIN"]),
    },
    "user": {"disabled": (["no"], {"no": True}), "name": (7, {"first": "Jo"}, ["Jo"])},
    "managed_url": {"action": (None, 7, ["block"]), "comment": (7, {})},
    "attachment_set": {
        "folder": (7, {}, ["Archive"]),
        "contentTypes": (7, "exe", [None], [7]),
        "defaultAction": ({}, ["block"]),
    },
    "internal_domain": {"inboundType": (["ldap"], {"ldap": True})},
    "address_alteration_policy": {
        "from": (7, "everyone", ["everyone"]),
        "to.type": (7, []),
        "enabled": ([], {"enabled": True}),
        "conditions.sourceIPs": (7, "any", {"a": 1}),
        "addressAlterationSetId": ({}, ["x"]),
    },
}
"""Type -> the members of its rows, with values of which nobody can tell what they mean."""
_SPOILT_POLICY: Mapping[str, Sequence[Any]] = {
    "from": (7, "everyone", {}, {"type": "email_domain"}, {"type": "profile_group"}),
    "to.type": (None, 7, []),
    "enabled": ([], {"enabled": True}),
    "sourceIPs": (7, "any", [None], ["none such"], {"a": 1}),
    "override": ([], {"override": True}),
}


_NOT_IN_EVERY_ROW = ("smtpAuthentication", "sourceIPs", "contentTypes")


def _spoilt(made: Scenario, chance: random.Random) -> Scenario:
    """Let one object be unreadable for good: mostly one that nobody speaks of, else what is said of it is refused."""
    known = [kind for kind in _kinds(made) if kind in (*_SPOILT, *gateway_policies())]
    # What is not offered is not read at all.
    kinds = [kind for kind in known if made.preview or MANAGED[kind].support != "preview"]
    there = [(kind, name) for kind in kinds for name in _free(made, kind)]
    if not there:
        return made
    kind, name = chance.choice(there)
    members = _SPOILT.get(kind, _SPOILT_POLICY)
    row = next(row for key, row in made.start[TABLES[kind]].items() if called(kind, key, row) == name)
    # Not every row has one: what is not there cannot be spoilt.
    member = chance.choice([word for word in members if word not in _NOT_IN_EVERY_ROW or row.get(word)])
    fault: Entry = {"kind": "spoil", "member": member, "value": chance.choice(members[member])}
    fault["match"] = _row_of(kind, name)
    rules = [
        {"operation": operation.id, "times": None, "fault": fault}
        for operation in (MANAGED[kind].list, MANAGED[kind].get)
        if operation
    ]
    jobs = tuple(_told_unreadable(job.wise, name) if job.resource == kind else job.wise for job in made.jobs)
    hardship = Hardship("spoilt", rules=tuple(rules), lasting=True)
    return replace(_alone(made, hardship), jobs=jobs)


def _row_of(kind: str, name: str) -> str:
    """Return a pattern that the answered row of an object fits, and no other."""
    if kind == "managed_url":
        found = urlsplit(name)
        return f'"domain": "{re.escape(found.hostname or "")}".*"path": "{re.escape(found.path or "/")}"'
    return f'"{EMULATED[TABLES[kind]].named_by}": "{re.escape(name)}"'


def _free(made: Scenario, kind: str) -> list[str]:
    """Return the names of objects that are there once and that no other object or wish refers to."""
    rows = made.start[TABLES[kind]]
    used = {key for table in made.start.values() for row in table.values() for key in keys_in(row)}
    said = {text.lower() for job in made.jobs for wish in job.wishes for text in texts_in(wish.meant)}
    named = {key: called(kind, key, row) for key, row in rows.items()}
    known = (*names_of(kind), old_name(kind))
    return [name for key, name in named.items() if name in known and key not in used and name.lower() not in said]


def _told_unreadable(job: Job, name: str) -> Job:
    wishes = tuple(replace(wish, unwise=repr(name)) if wish.name == name else wish for wish in job.wishes)
    return replace(job, wishes=wishes, spared=frozenset({name}))


# --- Lists that do not tell how it is ---------------------------------------------------------------------------------


def _lag(made: Scenario, chance: random.Random) -> Scenario:
    """Let lists, or all reads, be behind what was written, for no longer than a run waits.

    Those of users are not: that they go takes time by itself, so a run does not wait for that.
    """
    return _behind(made, chance, "lag", chance.choice([1, 1, 2]))


def _long_lag(made: Scenario, chance: random.Random) -> Scenario:
    """Let lists, or all reads, be behind what was written for longer than a run waits."""
    return _behind(made, chance, "long_lag", chance.choice([4, 12, 50]))


def _behind(made: Scenario, chance: random.Random, family: str, reads: int) -> Scenario:
    operations = {
        kind: [MANAGED[kind].read, *([MANAGED[kind].get] * chance.choice([0, 1]))]
        for kind in _kinds(made)
        if family == "long_lag" or kind != "user"
    }
    fault = {"kind": "lag", "reads": reads}
    rules = [
        {"operation": operation.id, "times": None, "fault": fault}
        for found in operations.values()
        for operation in found
        if operation
    ]
    return _alone(made, Hardship(family, rules=tuple(rules)))


def _renaming(made: Scenario, chance: random.Random) -> Scenario:
    """Let the service keep another name than it is given; what cannot be deleted again would stay so for good."""
    fault = {"kind": "rename", "to": chance.choice(["upper", "lower", "short", "wide"])}
    creations = [MANAGED[kind].create for kind in _kinds(made) if MANAGED[kind].delete]
    rules = [
        {"operation": operation.id, "times": chance.choice([1, None]), "fault": fault}
        for operation in creations
        if operation
    ]
    return _alone(made, Hardship("renaming", rules=tuple(rules)))


def _page_shift(made: Scenario, chance: random.Random) -> Scenario:
    """Let a row slip from one page to the one before it while a list is read.

    Not of roles and users: which role somebody leaves is not known of one that is not seen.
    """
    lists = [MANAGED[kind].list for kind in _kinds(made) if kind not in ("role_member", "user")]
    rules = [
        {"operation": operation.id, "skip": chance.randint(1, 4), "times": 1, "fault": {"kind": "skip_rows"}}
        for operation in lists
        if operation
    ]
    return replace(_alone(made, Hardship("page_shift", rules=tuple(rules))), page_size=chance.choice([2, 3]))


def _second_client(made: Scenario, chance: random.Random) -> Scenario:
    """Let another client change the account between what a run reads and what it then writes."""
    meddling = tuple(
        Meddling(chance.randint(2, 25), chance.randrange(1 << 30)) for _number in range(chance.randint(1, 3))
    )
    return _alone(made, Hardship("second_client", meddling=meddling))


FAMILIES: Mapping[str, Callable[[Scenario, random.Random], Scenario]] = {
    "kill": _killed,
    "one_way": _one_way,
    "nulls": _nulls,
    "spoilt": _spoilt,
    "lag": _lag,
    "long_lag": _long_lag,
    "renaming": _renaming,
    "page_shift": _page_shift,
    "second_client": _second_client,
}
TRIED = frozenset(FAMILIES) - {"long_lag"}
"""The families that seeds have."""
