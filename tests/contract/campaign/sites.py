# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the site file of a scenario: what is asked of each type, and how far each task may go."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign.accounts import names_at_start
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED, STANDING
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import (
    PEOPLE,
    TABLES,
    TOGETHER,
    called,
    disguised,
    keys_in,
    names_of,
    spelled,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.standing import sources, stood_for
from ansible_collections.mailops.mimecast.tests.contract.campaign.unwise import unwise
from ansible_collections.mailops.mimecast.tests.contract.campaign.values import Values
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import (
    Entry,
    Job,
    Tables,
    Wish,
    gateway_policies,
    is_complete,
    purged,
)


class SiteMaker:
    """Makes a site file for one account out of one source of chance.

    Args:
        preview: whether the API offers more than the public catalogue.
    """

    def __init__(self, chance: random.Random, start: Tables, preview: bool) -> None:
        self._chance = chance
        self._start = start
        self._preview = preview
        self._site: dict[str, list[Wish]] = {}
        self._needed: set[tuple[str, str]] = set()
        self._values = Values(chance, self._refer)

    def jobs(self, has_unwise: bool) -> list[Job]:
        """Return what is asked of each type, in the order of work."""
        chance = self._chance
        kinds = [name for name in MANAGED if chance.random() < 0.5] or [chance.choice(list(MANAGED))]
        for resource in kinds:
            self._wishes(resource)
        if has_unwise:
            self._add_unwise(chance.choice(kinds))
        if chance.random() < 0.25:
            self._stand_for()
        if chance.random() < 0.2:
            self._goes_together()
        return [self._job(resource) for resource in MANAGED if resource in self._site]

    def _wishes(self, resource: str) -> None:
        there = names_at_start(self._start, resource)
        names = names_of(resource)
        chosen = [name for name in names if self._chance.random() < 0.5] or [self._chance.choice(names)]
        self._site[resource] = []
        for name in chosen:
            wish = self._wish(resource, name, creates=name not in there)
            if wish.state != "present" or name in there or is_complete(wish):
                self._site[resource].append(wish)
        self._chance.shuffle(self._site[resource])

    def _wish(self, resource: str, name: str, creates: bool) -> Wish:
        chance = self._chance
        descriptor = MANAGED[resource]
        if not creates and resource == "user" and chance.random() < 0.2:
            return self._leaver(name)
        if chance.random() < 0.12 and self._may_go(resource, name):
            return Wish(resource, name, {descriptor.key: name, "state": "absent"}, {}, state="absent")
        fields = [field for field in descriptor.fields if field.name != descriptor.key]
        needed = [field for field in fields if field.required or field.name in samples.ALSO_NEEDED.get(resource, ())]
        free = [field for field in fields if field not in needed and chance.random() < 0.4]
        # What nobody can read is described as a whole: a person has to make it by hand. What is replaced is too.
        by_hand = not self._preview and descriptor.support == "preview"
        whole = creates or descriptor.replace == "delete_first" or by_hand or chance.random() < 0.5
        if descriptor.singleton and not (whole or free):
            free = [chance.choice(fields)]  # an entry that says nothing is none
        key = {} if descriptor.singleton else {descriptor.key: spelled(chance, name)}
        wish = Wish(resource, name, key, {})
        for field in [*(needed if whole else []), *free]:
            value = self._values.of(wish, field, creates, self._free_people())
            wish = value.joins(wish, field.name) if value else wish
        return wish

    def _leaver(self, name: str) -> Wish:
        """Return a user who is to be disabled, or purged."""
        purged = self._chance.random() < 0.4
        written: Entry = {"email": disguised(self._chance, name), "state": "absent"}
        if purged:
            written["purge_address"] = True
        return Wish("user", name, written, {}, state="purged" if purged else "absent")

    def _free_people(self) -> list[str]:
        """Return who is spoken of by no role and stays."""
        spoken = {user for wish in self._site.get("role_member", ()) for user in wish.meant.get("members", {})}
        spoken |= {user for wish in self._site.get("role_member", ()) for user in wish.drops.get("members", ())}
        gone = {wish.name for wish in self._site.get("user", ()) if wish.state == "purged"}
        return [name for name in PEOPLE if name not in spoken and name not in gone]

    def _may_go(self, resource: str, name: str) -> bool:
        """Whether an object can be deleted: nothing refers to it, in the account or in the site file."""
        if MANAGED[resource] not in samples.DELETED or name in names_of("sender_group")[:3]:
            return False
        if (resource, name) in self._needed:
            return False
        rows = self._start[TABLES[resource]]
        keys = {key for key, row in rows.items() if called(resource, key, row) == name}
        return not any(keys & set(keys_in(row)) for rows in self._start.values() for row in rows.values())

    def _refer(self, resource: str, below: str) -> str:
        """Return the name of one object that is there before the task that refers to it, and stays."""
        there = names_at_start(self._start, resource)
        names = names_of(resource)
        limit = names.index(below) if below in names else len(names)
        coming = {wish.name: wish.state for wish in self._site.get(resource, ())}
        found = [
            name
            for name in names[:limit]
            if coming.get(name, "present") == "present" and (there[name] == 1 or name in coming)
        ]
        if not found:
            return ""
        name = self._chance.choice(found)
        self._needed.add((resource, name))
        return name

    def _add_unwise(self, resource: str) -> None:
        """Put something into the site file that must be refused before anything is sent."""
        wish = unwise(self._chance, resource)
        if (resource, wish.name) not in self._needed:
            self._site[resource] = [*(other for other in self._site[resource] if other.name != wish.name), wish]

    def _stand_for(self) -> None:
        """Let entries stand for objects of other types."""
        for source in (source for resource in STANDING for source in sources(self._chance, resource)):
            for wish in stood_for(source):
                self._site.setdefault(wish.resource, []).append(wish)

    def _goes_together(self) -> None:
        """Let a policy go together with the route that it uses."""
        self._start["delivery_routes"]["leaving"] = {"description": f"{TOGETHER} route", "hostname": "mail.example.net"}
        self._start["delivery_route_policies"]["leaving"] = {"description": f"{TOGETHER} policy", "route": "leaving"}
        for resource, name in (
            ("delivery_route", f"{TOGETHER} route"),
            ("delivery_route_policy", f"{TOGETHER} policy"),
        ):
            gone = Wish(resource, name, {"name": name, "state": "absent"}, {}, state="absent")
            self._site[resource] = [*self._site.get(resource, []), gone]

    def _job(self, resource: str) -> Job:
        descriptor = MANAGED[resource]
        wishes = tuple(self._site[resource])
        options: Entry = {"max_deletes": 20} if descriptor.delete else {}
        if descriptor.purgeable and self._chance.random() < 0.25:
            options |= {"purge": True, "purge_match": purged(resource)}
        if descriptor.purgeable:
            options["accept_risk"] = ["purge_everything"]
        if resource == "sender_group":
            # Chance may name every member of a built-in group, beside what is unwise too.
            options["accept_risk"] += ["delete_with_members", "empty_builtin_group"]
        meant = _meant(descriptor)
        if meant:
            options["accept_risk"] = [*options.get("accept_risk", []), *meant]
        if descriptor.members and descriptor.members.scan:
            options["scan_users"] = self._chance.random() < 0.3
        return Job(resource, wishes, options)


def _meant(descriptor: Resource) -> list[str]:
    """Return the words for what chance may ask for and a user has to mean."""
    if descriptor.name == "user":
        return ["disable_administrator"]
    lifted = [refusal.name for refusal in descriptor.refusals if refusal.overridable]
    only_changed = descriptor.singleton or descriptor.adopt_only
    return list(dict.fromkeys(lifted)) if descriptor.name in gateway_policies() or only_changed else []


def apart(jobs: Sequence[Job]) -> list[Job]:
    """Return jobs of which none has both what is written of its type and what other entries stand for."""
    own = [replace(job, wishes=tuple(wish for wish in job.wishes if not wish.source)) for job in jobs]
    rest = [replace(job, wishes=tuple(wish for wish in job.wishes if wish.source), options=limits(job)) for job in jobs]
    return [*own, *(job for job in rest if job.wishes)]


def limits(job: Job) -> Entry:
    """Return the options of a job but for those of a purge."""
    return {word: value for word, value in job.options.items() if not word.startswith("purge")}


def in_two_turns(jobs: Sequence[Job]) -> list[Job]:
    """Return jobs, where it can be two for one: what is needed first, the other settings in a second task."""
    halves = [halved(job) for job in jobs]
    return [*(first for first, _second in halves), *(second for _first, second in halves if second.wishes)]


def halved(job: Job) -> tuple[Job, Job]:
    """Return a job in two, the second of which changes what the first has brought about."""
    descriptor = MANAGED[job.resource]
    needed = [field.name for field in descriptor.fields if field.required]
    needed += [*([] if descriptor.singleton else [descriptor.key]), *samples.ALSO_NEEDED.get(job.resource, ())]
    if samples.lifted(descriptor):
        needed += [field.name for field in descriptor.fields if field.create_only]
    if any(wish.unwise for wish in job.wishes):
        return job, Job(job.resource)
    firsts, seconds = [], []
    for wish in job.wishes:
        whole = wish.state != "present" or wish.source is not None
        later = [] if whole else [name for name in wish.meant if name not in needed]
        if descriptor.singleton and later and set(later) == set(wish.meant):
            later = later[1:]  # of what an account has once, an entry that says nothing is none
        firsts.append(_without(wish, later))
        if later:
            # What is replaced has to be said as a whole.
            said = needed if descriptor.replace == "delete_first" else []
            seconds.append(_without(wish, [name for name in wish.meant if name not in (*later, *said)]))
    return replace(job, wishes=tuple(firsts)), Job(job.resource, tuple(seconds), limits(job))


def _without(wish: Wish, names: Sequence[str]) -> Wish:
    """Return a wish that says nothing of some fields."""
    words = {*names, *(f"{name}_mode" for name in names)}
    return replace(
        wish,
        written={word: value for word, value in wish.written.items() if word not in words},
        meant={name: value for name, value in wish.meant.items() if name not in names},
    )
