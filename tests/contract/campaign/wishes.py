# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario asks for: the entries of a site file and what they mean, and the tasks that bring them about.

It may not know how a scenario is made, run or judged.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import KINDS, MANAGED

Entry = dict[str, Any]
Tables = dict[str, Any]

Moment = Mapping[str, frozenset[str]]
"""Built-in group -> its members, right after a write; and all managed URLs."""

URLS = "managed URLs"
"""What stands for all managed URLs in a moment."""

_PURGED = {"managed_url": "https://old.example/*"}


def purged(resource: str) -> str:
    """Return the pattern of what a purge may take."""
    return _PURGED.get(resource, "Old *")


def used_by_others() -> list[str]:
    """Return the types whose objects others use, in the order of work: what goes of them goes last."""
    used = {target for resource in MANAGED.values() for target in resource.references}
    used |= {resource.members.scan for resource in MANAGED.values() if resource.members}
    return [name for name, resource in MANAGED.items() if name in used and resource.delete]


def gateway_policies() -> list[str]:
    """Return the types that are policies of the gateway: what they share is made and judged alike."""
    return [
        name
        for name, resource in MANAGED.items()
        if {"applies_from", "addresses_based_on"} <= {field.name for field in resource.fields}
    ]


@dataclass(frozen=True)
class Source:
    """An entry of a site file that stands for entries of other types.

    Attributes:
        resource: its type. written: as it stands in the site file.
    """

    resource: str
    name: str
    written: Entry


@dataclass(frozen=True)
class Wish:
    """One entry of a site file: as it is written, and what that means.

    Attributes:
        meant: field -> value in one spelling; lists of records as {key: note or None where none is written}.
        drops: owned list -> items that must not be there.
        state: present, absent, or purged (a user who is to be put on the purge list).
        unwise: the task has to be refused, and these words have to be in the message.
        source: the entry that stands for this one, which is then not written itself.
    """

    resource: str
    name: str
    written: Entry
    meant: Entry
    modes: Mapping[str, str] = field(default_factory=dict)
    drops: Mapping[str, frozenset[str]] = field(default_factory=dict)
    state: str = "present"
    unwise: str = ""
    source: Source | None = None

    @property
    def goes(self) -> bool:
        """Whether the object is deleted, and not only retired."""
        return self.state == "purged" or (self.state == "absent" and not MANAGED[self.resource].retire)


def is_complete(wish: Wish) -> bool:
    """Whether a wish says enough to create its object."""
    needed = [field.name for field in MANAGED[wish.resource].fields if field.required]
    return all(name in wish.written for name in [*needed, *samples.ALSO_NEEDED.get(wish.resource, ())])


def texts_in(value: Any) -> list[str]:
    """Return every text in what a field is to be."""
    if isinstance(value, dict):
        return [text for pair in value.items() for inner in pair for text in texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) else []


@dataclass(frozen=True)
class Job:
    """What is done to one type at a time. ``deletions`` as the module's option of that name.

    ``spared`` are names that no purge can take.
    """

    resource: str
    wishes: tuple[Wish, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    deletions: str = "all"
    spared: frozenset[str] = frozenset()

    @property
    def active(self) -> tuple[Wish, ...]:
        """The wishes that this task acts on."""
        if self.deletions == "none":
            return tuple(wish for wish in self.wishes if not wish.goes)
        if self.deletions == "only":
            return tuple(wish for wish in self.wishes if wish.state != "present")
        return self.wishes

    @property
    def purges(self) -> bool:
        """Whether this task deletes what the site file does not name."""
        return bool(self.options.get("purge")) and self.deletions != "none"

    @property
    def deletes(self) -> bool:
        """Whether the site file has something deleted."""
        return bool(self.options.get("purge")) or any(wish.goes for wish in self.wishes)

    @property
    def wise(self) -> Job:
        """The job without what has to be refused."""
        return replace(self, wishes=tuple(wish for wish in self.wishes if not wish.unwise))

    def sweeps(self, name: str) -> bool:
        """Whether a purge of this task may take an object of this name."""
        kept = {*self.spared, *(wish.name for wish in self.wishes)}
        return self.purges and fnmatch.fnmatchcase(name, purged(self.resource)) and name not in kept

    def takes_out(self, kind: str, name: str, item: str) -> bool:
        """Whether a list of an object is not to hold an item that the site file does not name, or not this one."""
        # Who gets another role leaves the one that they have.
        moves = kind == "role_member" and any(item in wish.meant.get("members", ()) for wish in self.active)
        return moves or any(
            wish.goes or "exact" in wish.modes.values() or any(item in drops for drops in wish.drops.values())
            for wish in self.active
            if (wish.resource, wish.name) == (kind, name)
        )

    @property
    def standing(self) -> dict[str, list[Entry]]:
        """Type -> its entries that stand for wishes of this job, each once."""
        found: dict[str, list[Entry]] = {}
        for source in sources_of([self]):
            found.setdefault(source.resource, []).append(source.written)
        return found

    @property
    def written(self) -> list[Entry]:
        """The entries that are written of the type itself."""
        return [wish.written for wish in self.wishes if wish.source is None]

    def params(self) -> Entry:
        """Return the options of a task that is given its entries."""
        options = {**self.options, "entries": self.written}
        return options if self.deletions == "all" else {**options, "deletions": self.deletions}


def sources_of(jobs: Iterable[Job]) -> tuple[Source, ...]:
    """Return the entries that stand for wishes of some jobs, each once."""
    found = {wish.source.name: wish.source for job in jobs for wish in job.wishes if wish.source}
    return tuple(found.values())


@dataclass(frozen=True)
class Site:
    """A whole site as the variables of a host hold it."""

    jobs: tuple[Job, ...]
    split: bool
    """Whether every other entry of each type stands in the baseline."""

    @property
    def parts(self) -> Entry:
        """``site`` and, where there is one, ``baseline``."""
        single = {MANAGED[job.resource].plural: job for job in self.jobs if MANAGED[job.resource].singleton}
        alone = {plural: next(iter(job.written), {}) for plural, job in single.items()}
        many = {MANAGED[job.resource].plural: job.written for job in self.jobs if not MANAGED[job.resource].singleton}
        for source in sources_of(self.jobs):
            many.setdefault(KINDS[source.resource].plural, []).append(source.written)
        if not self.split:
            return {"site": {**many, **alone}}
        return {
            "site": {**{plural: entries[::2] for plural, entries in many.items()}, **alone},
            "baseline": {plural: entries[1::2] for plural, entries in many.items()},
        }

    @property
    def limits(self) -> dict[str, Entry]:
        """How far the role of each type may go, by the key of the site file."""
        return {
            MANAGED[job.resource].plural: {word: value for word, value in job.options.items() if word != "scan_users"}
            for job in self.jobs
        }

    @property
    def scan_users(self) -> bool:
        """Whether every user is looked at for what the API does not list."""
        return any(job.options.get("scan_users") for job in self.jobs)


@dataclass(frozen=True)
class Strike:
    """A second writer: before the ``before_write``-th write of a run, something changes in the account."""

    before_write: int
    seed: int


@dataclass(frozen=True)
class Kill:
    """A run ends as if its process were killed: at one of its writes, after that took effect or before.

    Attributes:
        share: at which of the writes that the run would send, from 0 to 1. faulty: the faults of the seed are on.
    """

    share: float
    after: bool
    faulty: bool


@dataclass(frozen=True)
class Meddling:
    """Another client: before the ``before_read``-th read of a run, something changes in the account."""

    before_read: int
    seed: int


@dataclass(frozen=True)
class Hardship:
    """What goes wrong beside the faults on the way, of one family.

    Attributes:
        rules: faults beside those of the scenario; ``lasting``: they stay when those end.
        kills: runs that are killed one after the other, before one may end. meddling: of another client.
    """

    family: str = ""
    rules: tuple[Entry, ...] = ()
    lasting: bool = False
    kills: tuple[Kill, ...] = ()
    meddling: tuple[Meddling, ...] = ()


def is_whole(seed: int) -> bool:
    """Whether the site of a seed is applied as site.yml does it; otherwise type by type, without a look beforehand."""
    return seed % 2 == 1


@dataclass(frozen=True)
class Scenario:
    """Everything that follows from one seed.

    Attributes:
        jobs: what is asked of each type, in the order of work; a type may have a second one. way: handed (no socket),
            action or module (through a door, over HTTP). hardship: what else goes wrong.
    """

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
    hardship: Hardship = field(default_factory=Hardship)

    @property
    def whole(self) -> bool:
        """Whether the site is applied as site.yml does it."""
        return is_whole(self.seed)

    @property
    def site(self) -> Site:
        """The whole site; a third of them stand partly in the baseline."""
        return Site(self.jobs, split=self.seed % 3 == 0)

    @property
    def foretold(self) -> bool:
        """Whether check mode has to tell beforehand what the whole run will do."""
        return self.seed % 4 < 2

    @property
    def troubles(self) -> Entry:
        """The faults under which the first run of the site is made."""
        return {**self.faults, "rules": [*self.faults["rules"], *self.hardship.rules]}

    @property
    def lasting(self) -> Entry:
        """The faults that never end."""
        return {"seed": self.seed, "rules": list(self.hardship.rules) if self.hardship.lasting else []}

    def tasks(self, jobs: Iterable[Job]) -> list[Job]:
        """Return the tasks that bring ``jobs`` about: what others use is created first and deleted last."""
        jobs = list(jobs)
        if self.whole:
            named = {job.resource: job for job in jobs}
            jobs = [named.get(resource, Job(resource)) for resource in KINDS]
        used = used_by_others()
        late = [job for job in jobs if job.resource in used and (self.whole or job.deletes)]
        tasks = [replace(job, deletions="none") if job in late else job for job in jobs]
        return [*tasks, *(replace(job, deletions="only") for job in reversed(late))]


def folded(words: Iterable[str]) -> list[str]:
    """Return the words, each run of one word as the word and its length."""
    runs: list[tuple[str, int]] = []
    for word in words:
        runs = [*runs[:-1], (word, runs[-1][1] + 1)] if runs and runs[-1][0] == word else [*runs, (word, 1)]
    return [f"{word} x{count}" if count > 1 else word for word, count in runs]
