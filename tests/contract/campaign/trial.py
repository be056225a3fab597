# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs scenarios: under faults, then without until the site holds, then once more; and has each task judged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge import judge, new_duplicates, overlooked
from ansible_collections.mailops.mimecast.tests.contract.campaign.judge_composition import (
    Look,
    judge_foretold,
    judge_killed,
    judge_look,
    judge_not_begun,
    judge_play,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import TABLES, called
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import Outcome, Run, Seen
from ansible_collections.mailops.mimecast.tests.contract.campaign.scenarios import scenario
from ansible_collections.mailops.mimecast.tests.contract.campaign.second_writer import RIVAL, SecondWriter
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import view
from ansible_collections.mailops.mimecast.tests.contract.campaign.ways import Handed, Play, ThroughDoor, Way
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import (
    Job,
    Kill,
    Scenario,
    Site,
    Tables,
    folded,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.worlds import InProcess, Killed, Wire, World
from mimecast_emulator.state import StateError


@dataclass
class Verdict:
    """What came of a seed. ``lies`` is empty when all is well; ``story`` tells what happened, a line each."""

    seed: int
    lies: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def tell(self, text: str) -> None:
        """Add a line to the story."""
        self.story.append(text)

    def lie(self, of: str, text: str) -> None:
        """Note a lie."""
        self.lies.append(f"{of}: {text}")
        self.tell(f"    LIE: {text}")


class Campaign:
    """Runs scenarios one after the other.

    ``over_http`` gives an emulator behind a socket and its URL, for the scenarios that go through a door of Ansible.
    """

    def __init__(self, over_http: tuple[World, str] | None = None) -> None:
        self._handed: dict[tuple[bool, bool], InProcess] = {}
        self._over_http = over_http

    def run(self, seed: int, family: str = "") -> Verdict:
        """Run one seed, with a hardship of this family whatever its own is."""
        made = scenario(seed, family)
        if made.way != "handed" and self._over_http is not None:
            world, url = self._over_http
            return Trial(made, world, ThroughDoor(url, made.page_size, made.way == "module")).verdict()
        kind = (made.preview, made.rotate_ids)
        if kind not in self._handed:
            self._handed[kind] = InProcess(*kind)
        return Trial(made, self._handed[kind], None).verdict()


class Trial:
    """One scenario as it runs. ``way``: None to hand the requests to the emulator of the world, without a socket."""

    def __init__(self, made: Scenario, world: World, way: Way | None) -> None:
        self._made = made
        self._world = world
        self._verdict = Verdict(made.seed)
        self._rival = SecondWriter(world, made, self._verdict.tell)
        self._wire: Wire | None = None
        if way is None:
            assert isinstance(world, InProcess)
            self._wire = Wire(world.emulator, self._before, made.late)
            way = Handed(self._wire, made.page_size)
        self._way = way
        self._faulty = True

    def verdict(self) -> Verdict:
        """Run the scenario and return what came of it."""
        made, world = self._made, self._world
        world.set_faults([])
        world.reset(ACCOUNT)
        world.set_state(ACCOUNT, made.start)
        world.set_faults(made.troubles)
        self._verdict.counts[f"hardship: {made.hardship.family}"] += bool(made.hardship.family)
        how = "as site.yml does" if made.whole else "type by type"
        self._verdict.tell(
            f"seed {made.seed}: {how}, {made.way}, page_size {made.page_size}, rotate_ids {made.rotate_ids}"
        )
        self._verdict.tell(f"faults: {json.dumps(made.troubles['rules'])}; late answers: {sorted(made.late)}")
        ended = "failed" if self._played(made.jobs, "under faults")[-1].failed else "succeeded"
        self._verdict.counts[f"{ended} under faults, {how}"] += 1
        self._end_faults()
        wise = tuple(job.wise for job in made.jobs)
        if not self._verdict.lies and self._one_of_each():
            self._refused()
            self._converge(wise)
        if made.hardship.kills and self._wire is not None and not self._verdict.lies:
            self._restarted(wise, self._wire)
        return self._verdict

    def _before(self, operation: str, writes: bool) -> None:
        if self._faulty and writes:
            self._rival.before_write(operation)
        elif self._faulty:
            self._rival.before_read()

    def _end_faults(self) -> None:
        self._faulty = False
        self._world.set_faults(self._made.lasting)
        if self._wire is not None:
            self._wire.late = frozenset()

    def _one_of_each(self) -> bool:
        """Take away one of two objects of a name that a second writer made, as a person would have to."""
        tables = self._world.state(ACCOUNT)
        for resource, table in TABLES.items():
            found = tables[table].get(RIVAL)
            name = called(resource, RIVAL, found) if found else ""
            rows = tables[table].items()
            twins = [key for key, row in rows if name and called(resource, key, row) == name]
            if len(twins) > 1 and not any(self._takes_away(tables, table, key) for key in (RIVAL, *twins)):
                self._verdict.counts["left with two of a name"] += 1
                return False
        return True

    def _takes_away(self, tables: Tables, table: str, key: str) -> bool:
        try:
            self._world.set_state(ACCOUNT, {table: {name: row for name, row in tables[table].items() if name != key}})
        except StateError:
            return False
        self._verdict.tell(f"a person takes away {table}/{key}")
        return True

    # -- without faults

    def _refused(self) -> None:
        """Let what is unwise be refused: by the look at the whole account, or by the task of its type."""
        unwise = [job for job in self._made.jobs if any(wish.unwise for wish in job.wishes)]
        plays = [self._made.jobs] if self._made.whole else [(job,) for job in unwise]
        for jobs in plays if unwise else []:
            if not self._played(jobs, "unwise, without faults")[-1].failed:
                self._verdict.lie(jobs[0].resource, "was not refused")

    def _converge(self, jobs: tuple[Job, ...]) -> None:
        """Demand that the site is reached, as check mode has foretold, and that nothing is left to do then."""
        foretold = self._foretold(jobs) if self._made.foretold else None
        applied = self._played(jobs, "without faults")
        for lie in judge_foretold(foretold, applied) if foretold else ():
            self._verdict.lie("play", lie)
        if applied[-1].failed:
            self._verdict.lie("play", f"does not converge: {applied[-1].message or applied[-1].crash}")
            return
        for outcome in self._played(jobs, "once more"):
            result = outcome.result
            changed = result.get("changed") and not result.get("manual")
            if outcome.failed or changed or result.get("api", {}).get("writes"):
                self._verdict.lie("play", f"is not in sync after it converged: {outcome.message or result}")

    def _foretold(self, jobs: tuple[Job, ...]) -> list[Outcome]:
        """Return what check mode says of a whole play."""
        self._world.clear_requests()
        play = self._way.play(check=True)
        outcomes = [outcome for _job, outcome in self._tasks(play, jobs)]
        if any(sent["write"] for sent in self._world.requests()):
            self._verdict.lie("play", "check mode sent a write")
        return outcomes

    # -- runs that are killed

    def _restarted(self, jobs: tuple[Job, ...], wire: Wire) -> None:
        """Kill runs of the same site on the same account, and demand of the one after them what every run has to do."""
        made = self._made
        writes = self._writes_of(jobs, wire)
        if not writes:
            return
        self._world.set_state(ACCOUNT, made.start)
        start = self._ready()
        for kill in made.hardship.kills:
            self._world.set_faults(made.troubles if kill.faulty else [])
            wire.end_at(1 + int(kill.share * writes), kill.after)
            self._killed(jobs, kill, wire)
        self._world.set_faults([])
        self._converge(jobs)
        for lie in new_duplicates(view(start), view(self._world.state(ACCOUNT))):
            self._verdict.lie("play", f"after restart: {lie}")

    def _writes_of(self, jobs: tuple[Job, ...], wire: Wire) -> int:
        """Return how many writes a run sends that nothing goes wrong for."""
        self._world.reset(ACCOUNT)
        self._world.set_state(ACCOUNT, self._made.start)
        wire.writes = 0
        for _task in self._tasks(self._way.play(check=False), jobs):
            pass
        return wire.writes

    def _killed(self, jobs: tuple[Job, ...], kill: Kill, wire: Wire) -> None:
        before = self._ready()
        try:
            for _task in self._tasks(self._way.play(check=False), jobs):
                pass
        except Killed:
            self._verdict.counts["runs killed at a write"] += 1
        wire.revive()
        seen = Seen(before, self._world.state(ACCOUNT), self._world.requests(), moments=tuple(wire.moments))
        self._verdict.tell(f"killed {'after' if kill.after else 'before'} write {wire.writes}")
        self._verdict.tell(f"    sent {' '.join(folded(seen.operations))}")
        self._lies("play", judge_killed(jobs, seen), "killed")

    # -- one play

    def _tasks(self, play: Play, jobs: tuple[Job, ...]) -> Iterator[tuple[Job | None, Outcome]]:
        """Run the tasks of a play until one fails, each with the job that it does; the look at the account has none."""
        site = Site(jobs, self._made.site.split)
        if self._made.whole:
            look = play.look(site)
            yield None, look
            if look.failed or not look.result["roles"]:
                return
        for job in self._made.tasks(jobs):
            outcome = play.from_site(site, job) if self._made.whole else play.task(job)
            yield job, outcome
            if outcome.failed:
                return

    def _played(self, jobs: tuple[Job, ...], when: str) -> list[Outcome]:
        """Run a play, have it judged, and return how its tasks ended."""
        look: Look | None = None
        runs: list[Run] = []
        moved: frozenset[tuple[str, str]] = frozenset()
        before = self._ready()
        for job, outcome in self._tasks(self._way.play(check=False), jobs):
            moments = tuple(self._wire.moments) if self._wire else ()
            struck = tuple(self._rival.struck)
            seen = Seen(before, self._world.state(ACCOUNT), self._world.requests(), struck, moments)
            self._tell(job, outcome, seen, when)
            if job is None:
                look = Look(jobs, outcome, seen, self._faulty)
                self._lies("look", judge_look(look), when)
            else:
                runs.append(Run(job, outcome, seen, self._faulty, moved))
                self._lies(job.resource, judge(runs[-1]), when)
            moved |= seen.struck
            moved |= {name for wanted in jobs for name in overlooked(wanted, seen, outcome)}
            before = self._ready()
        self._lies("play", judge_play(look, runs), when)
        self._lies("play", judge_not_begun(look, runs, self._made.tasks(jobs)[len(runs) :]), when)
        return [*([look.outcome] if look else []), *(run.outcome for run in runs)]

    def _ready(self) -> Tables:
        """Forget what was sent and return the account as the next task finds it."""
        self._world.clear_requests()
        self._rival.struck = []
        if self._wire is not None:
            self._wire.moments = []
        return self._world.state(ACCOUNT)

    def _lies(self, of: str, lies: Iterator[str], when: str) -> None:
        for lie in lies:
            self._verdict.lie(of, f"{when}: {lie}")

    def _tell(self, job: Job | None, outcome: Outcome, seen: Seen, when: str) -> None:
        faults = [f"{sent['operation']}:{sent['fault']}" for sent in seen.log if sent["fault"]]
        counts = self._verdict.counts
        counts.update(sent["fault"] for sent in seen.log if sent["fault"])
        counts["looks at a whole account" if job is None else "tasks skipped" if outcome.skipped else "tasks"] += 1
        counts["requests"] += len(seen.log)
        counts["second writer"] += len(seen.strikes)
        ended = outcome.message or outcome.crash or ("skipped" if outcome.skipped else "")
        asked = "the whole account" if job is None else f"{job.resource} {json.dumps(job.params(), default=str)}"
        self._verdict.tell(f"{when}: {asked}")
        self._verdict.tell(f"    sent {' '.join(folded(seen.operations))}; faults {faults}")
        self._verdict.tell(f"    {ended or 'changed: ' + str(outcome.result['changed'])}")
