# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the collection against playbooks written by hand and a bare script, on the same work.

Every case is done by each contender several times against an emulator that is put back before each run. Whether the
work was really done is looked up in the emulator. Each run is kept in .cache/bench as soon as it has ended, so that a
measurement that was interrupted goes on where it was; --fresh begins anew. It may not know how any contender works.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import yaml

from ansible_collections.mailops.mimecast.tests.benchmarks import report
from ansible_collections.mailops.mimecast.tests.benchmarks.cases import CASES, Case
from ansible_collections.mailops.mimecast.tests.benchmarks.results import (
    RESULTS,
    Measured,
    identity,
    keep,
    load,
    source_state,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
SECRET = "benchmark-secret"
CONTENDERS = ("ours", "uri", "floor")
RUN_SECONDS = 120.0
URI_SECONDS = 30.0
URI_TIMES = 5.5
"""A playbook written by hand is stopped after that, for drift after so many times what ours took, and not run again."""
LONG_SECONDS = 10.0
"""A playbook written by hand that takes longer is measured once."""

COMPARED = {"fifty-noop": 1.1, "drift-200": 1.05}
"""Cases in which two checkouts are compared -> how many times as long as the older one the newer may take."""


@dataclass(frozen=True)
class Job:
    """One contender at one case.

    ``checkout``: whose collection runs the playbooks; None for the one that is installed.
    """

    case: Case
    contender: str
    latency_ms: int
    check: bool
    checkout: Path | None = None

    @property
    def key(self) -> dict[str, Any]:
        """What tells its runs from those of others."""
        return {
            "case": self.case.name,
            "contender": self.contender,
            "latency_ms": self.latency_ms,
            "check": self.check,
        }


class Bench:
    """One emulator with the accounts of one case, and the files that describe them."""

    def __init__(self, case: Case, latency_ms: int, directory: Path, process: subprocess.Popen[str]) -> None:
        self._case = case
        self._directory = directory
        self._process = process
        self._names = [f"account-{number:04}" for number in range(case.size)]
        self._session = requests.Session()
        self._session.trust_env = False
        self._url = self._line()
        self._began: dict[str, Any] = {}
        self._latency_ms = latency_ms
        self._write_files()

    def _line(self) -> str:
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise RuntimeError("the emulator ended")
        return line.strip()

    def _write_files(self) -> None:
        """Write the inventory that both playbooks read, and the same as one file for the floor."""
        sites = {name: self._case.site(number) for number, name in enumerate(self._names)}
        shared = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "base_url": self._url,
            "secret": SECRET,
            "mimecast_base_url": self._url,
            "mimecast_client_id": "{{ inventory_hostname }}",
            "mimecast_client_secret": SECRET,
        }
        hosts = {"all": {"hosts": dict.fromkeys(self._names), "vars": shared}}
        (self._directory / "hosts.yml").write_text(yaml.safe_dump(hosts), encoding="utf-8")
        (self._directory / "host_vars").mkdir()
        for name, site in sites.items():
            file = self._directory / "host_vars" / f"{name}.yml"
            file.write_text(yaml.dump({"mimecast_site": site}, Dumper=yaml.CSafeDumper), encoding="utf-8")
        requests_made = self._case.requests() if self._case.requests else []
        run = {"base_url": self._url, "secret": SECRET, "accounts": sites, "requests": requests_made}
        (self._directory / "run.json").write_text(json.dumps(run), encoding="utf-8")

    def _admin(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._session.request(method, f"{self._url}/_emulator/{path}", json=body, timeout=RUN_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def put_back(self) -> None:
        """Give every account what it holds before a run."""
        for number, name in enumerate(self._names):
            self._admin("PUT", f"state?account={name}&reset=true", {})
            before = self._case.before(number)
            if before:
                fresh = self._admin("GET", f"state?account={name}")
                merged = {table: {**fresh[table], **rows} for table, rows in before.items()}
                self._admin("PUT", f"state?account={name}", merged)
        if self._case.changes:
            self._began = self._held()

    def _held(self) -> dict[str, list[Any]]:
        """Return what the first account holds, as it is judged."""
        return self._case.outcome.held(self._admin("GET", f"state?account={self._names[0]}"))

    def run(self, job: Job, seconds: float) -> Measured:
        """Let a contender do its work once, and return what it cost.

        Args:
            seconds: after which it is stopped.

        Raises:
            RuntimeError: it failed, or did not do what it should.
        """
        self._take()
        result = self._directory / "measured.json"
        with (self._directory / "output.log").open("wb") as output:
            subprocess.run(
                [sys.executable, "-S", HERE / "measure.py", result, str(seconds), *self._command(job)],
                cwd=self._directory,
                env=self._environment(job),
                stdout=output,
                stderr=subprocess.STDOUT,
                check=True,
            )
        measured: Measured = {**json.loads(result.read_bytes()), **self._take()}
        if measured["ended"]:
            self._judge(job, measured)
        elif job.contender != "uri":
            raise RuntimeError(f"{job.key}: not done after {seconds:.0f} s")
        return measured

    def _take(self) -> Measured:
        if self._process.stdin is None:
            raise RuntimeError("the emulator has no input")
        self._process.stdin.write("take\n")
        self._process.stdin.flush()
        told: Measured = json.loads(self._line())
        return told

    def _command(self, job: Job) -> list[str]:
        read_only = job.check or (job.case.drift and job.contender in ("uri", "floor"))
        check = ["--check"] if read_only else []
        if job.contender == "floor":
            return [sys.executable, str(HERE / "floor.py"), "run.json", *check]
        ours = "mailops.mimecast.drift" if job.case.drift else "mailops.mimecast.site"
        playbook = str(HERE / "uri_site.yml") if job.contender == "uri" else ours
        return [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.yml", playbook, *check]

    def _environment(self, job: Job) -> dict[str, str]:
        """Return what a run sees of the environment: nothing that belongs to a developer's own account or settings."""
        return {
            **(self._collections(job.checkout) if job.checkout else {}),
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self._directory),
            "LC_ALL": "C.UTF-8",
            "no_proxy": "127.0.0.1",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCAL_TEMP": str(self._directory / "tmp"),
            "ANSIBLE_REMOTE_TEMP": str(self._directory / "tmp"),
        }

    def _collections(self, checkout: Path) -> dict[str, str]:
        """Return the settings with which Ansible finds the collection of a checkout, and no other."""
        path = self._directory / hashlib.sha256(str(checkout).encode()).hexdigest()[:16]
        place = path / "ansible_collections" / "mailops" / "mimecast"
        if not place.exists():
            place.parent.mkdir(parents=True)
            place.symlink_to(checkout)
        return {"ANSIBLE_COLLECTIONS_PATH": str(path), "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false"}

    def _judge(self, job: Job, measured: Measured) -> None:
        """Raise RuntimeError unless the work was done, and nothing but the work."""
        failed = f"{job.key}: " + (self._directory / "output.log").read_text(encoding="utf-8", errors="replace")[-2000:]
        if measured["code"] != 0 or measured["refused"]:
            raise RuntimeError(f"it failed: {failed}")
        writes = self._case.changes and not job.check
        if bool(measured["writes"]) != writes:
            raise RuntimeError(f"{measured['writes']} writes: {failed}")
        if writes:
            wanted = self._case.outcome.wanted(self._began, self._case.site(0))
            if self._held() != wanted:
                raise RuntimeError(f"the account is not as the site says: {failed}")


@contextmanager
def bench(case: Case, latency_ms: int) -> Iterator[Bench]:
    """Start the emulator for a case, and end it."""
    directory = Path(tempfile.mkdtemp(prefix="mimecast-bench-"))
    process = subprocess.Popen(
        [sys.executable, HERE / "counted_emulator.py", str(case.size), str(latency_ms)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Bench(case, latency_ms, directory, process)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(directory)


def jobs(case: Case, latency_ms: int, check: bool, contenders: Sequence[str]) -> list[Job]:
    """Return who does a case."""
    able = [name for name in CONTENDERS if name in contenders and not (name == "uri" and case.requests)]
    return [Job(case, name, latency_ms, check) for name in able]


def enough(done: Sequence[Mapping[str, Any]], job: Job, runs: int) -> bool:
    """Whether a job was measured as often as it should be."""
    if job.contender == "uri" and any(job.check or not run["ended"] or run["wall"] > LONG_SECONDS for run in done):
        return True
    return len(done) >= runs


def allowed(job: Job, ours: Sequence[Mapping[str, Any]]) -> float:
    """Return how many seconds a job may take, given what ours took at the same."""
    if job.contender != "uri":
        return RUN_SECONDS
    return max([URI_SECONDS, *(URI_TIMES * float(run["wall"]) for run in ours if job.case.drift)])


def measure(todo: Sequence[tuple[Case, int, bool]], contenders: Sequence[str], runs: int, mark: str) -> None:
    """Measure what was not measured often enough, contenders in turn so that a slow spell hits all of them."""
    done = load(mark)
    for case, latency_ms, check in todo:
        wanted = jobs(case, latency_ms, check, contenders)
        if all(enough(done.get(identity(job.key), []), job, runs) for job in wanted):
            continue
        with bench(case, latency_ms) as place:
            for _round in range(runs):
                for job in wanted:
                    mine = done.setdefault(identity(job.key), [])
                    if enough(mine, job, runs):
                        continue
                    place.put_back()
                    ours = done.get(identity({**job.key, "contender": "ours"}), [])
                    measured = {**job.key, **place.run(job, allowed(job, ours))}
                    keep({**measured, "source": mark})
                    mine.append(measured)
                    say(job, measured, len(mine))


def say(job: Job, measured: Measured, number: int) -> None:
    """Print a line on one run."""
    mode = "check" if job.check else "apply"
    outcome = f"{measured['wall']:7.2f} s" if measured["ended"] else f"stopped after {measured['wall']:.0f} s"
    requests_made = sum(measured["operations"].values())
    print(
        f"{time.strftime('%H:%M:%S')} {job.case.name:15} {mode} {job.latency_ms:2} ms {job.contender:5} #{number} "
        f"{outcome} {requests_made:5} requests {measured['memory'] / 1e6:4.0f} MB",
        flush=True,
    )


def planned(options: argparse.Namespace) -> list[tuple[Case, int, bool]]:
    """Return cases, latencies and modes in the order in which they are measured."""
    chosen = [case for case in CASES if not options.case or case.name in options.case]
    modes = [mode == "check" for mode in ("apply", "check") if mode in options.mode]
    return [
        (case, latency, check)
        for check in modes
        for case in chosen
        for latency in case.latencies
        if not options.latency or latency in options.latency
        # A drift report has one mode. Check mode is what apply does first, to which latency adds only waits.
        if not (check and (case.drift or latency != min(case.latencies)))
    ]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--case", action="append", choices=[case.name for case in CASES], help="only this case")
    made.add_argument("--contender", action="append", choices=CONTENDERS, help="only this contender")
    made.add_argument("--latency", action="append", type=int, help="only this latency in ms")
    made.add_argument("--mode", action="append", choices=("apply", "check"), help="only this mode (default: both)")
    made.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts (default: 5)")
    made.add_argument("--fresh", action="store_true", help="forget former runs")
    made.add_argument("--no-document", action="store_true", help="print the report, leave docs/benchmarks.md alone")
    made.add_argument(
        "--compare-site", type=Path, metavar="OLD_CHECKOUT", help="only measure the site playbook against an older one"
    )
    return made


def compare(old: Path, runs: int, chosen: Sequence[str]) -> int:
    """Measure two checkouts in turns, print what came of it, and return 1 if one is slower than it may be."""
    slower = 0
    for name, most in COMPARED.items():
        if name not in chosen:
            continue
        case = next(case for case in CASES if case.name == name)
        times: dict[str, list[float]] = {"before": [], "now": []}
        jobs = [
            Job(case, "before", min(case.latencies), False, old.resolve()),
            Job(case, "now", min(case.latencies), False, ROOT),
        ]
        with bench(case, min(case.latencies)) as place:
            for number in range(runs + 1):
                for job in jobs if number % 2 else reversed(jobs):
                    place.put_back()
                    measured = place.run(job, RUN_SECONDS)
                    say(job, measured, number)
                    if number:  # the first run compiles what it imports
                        times[job.contender].append(measured["wall"])
        line, holds = report.compared(case, times["before"], times["now"], most)
        print(line, flush=True)
        slower += not holds
    return 1 if slower else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write the document. Returns 0 also where a bar does not hold: that is what the report says."""
    options = parser().parse_args(arguments)
    if options.compare_site:
        return compare(options.compare_site, options.runs, options.case or [*COMPARED])
    options.mode = options.mode or ["apply", "check"]
    if options.fresh:
        RESULTS.unlink(missing_ok=True)
    began = time.monotonic()
    mark = source_state()
    measure(planned(options), options.contender or CONTENDERS, options.runs, mark)
    text = report.render(load(mark), CASES, os.cpu_count() or 0)
    print(text)
    if not options.no_document:
        report.write(DOCUMENT, text)
    print(f"{time.monotonic() - began:.0f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
