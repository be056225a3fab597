# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs make targets two at a time, prints the log of each when it ends, and sums them up: `run_parts.py TARGET...`.

It knows make, and the JUnit reports that pytest writes as .cache/reports/TARGET.xml, but not what a target does.
The exit code is 1 if any target failed. What this machine could not test is said last, in capitals.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache"
# One per core of the smallest machine that the checks are meant for.
LANES = 2
UNTESTED = "NOT TESTED: "
"""What the reason begins with for which a test is skipped that this machine cannot run."""


@dataclass(frozen=True)
class Tests:
    """Counts of tests; `failed` includes errors outside a test's body."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Tests) -> Tests:
        return Tests(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


@dataclass(frozen=True)
class Outcome:
    """How one target ended. `tests` is None where the target wrote no report of tests.

    `untested` counts tests that this machine could not run, by what they would have tested.
    """

    target: str
    exit_code: int
    seconds: float
    log: Path
    tests: Tests | None
    untested: Counter[str]


def read_report(report: Path) -> Tests | None:
    """Count the tests of a JUnit report; None if there is no report."""
    if not report.exists():
        return None
    counted = Tests()
    for suite in ET.parse(report).getroot().iter("testsuite"):
        total, failures, errors, skipped = (
            int(suite.attrib[key]) for key in ("tests", "failures", "errors", "skipped")
        )
        failed = failures + errors
        counted += Tests(passed=total - failed - skipped, failed=failed, skipped=skipped)
    return counted


def read_untested(report: Path) -> Counter[str]:
    """Count the tests of a JUnit report that were skipped because this machine has not what they need, by reason."""
    if not report.exists():
        return Counter()
    reasons = (skipped.attrib.get("message", "") for skipped in ET.parse(report).getroot().iter("skipped"))
    return Counter(reason.removeprefix(UNTESTED) for reason in reasons if reason.startswith(UNTESTED))


def run(target: str) -> Outcome:
    """Run one target to its end, its output going to .cache/logs/TARGET.log."""
    log = CACHE / "logs" / f"{target}.log"
    report = CACHE / "reports" / f"{target}.xml"
    for path in (log, report):
        path.parent.mkdir(parents=True, exist_ok=True)
        # A report of an earlier run must not pass for one of this run.
        path.unlink(missing_ok=True)
    started = time.monotonic()
    with log.open("wb") as output:
        done = subprocess.run(
            [os.environ.get("MAKE", "make"), "--no-print-directory", target],
            env={**os.environ, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return Outcome(target, done.returncode, time.monotonic() - started, log, read_report(report), read_untested(report))


def run_all(targets: Sequence[str]) -> Iterator[Outcome]:
    """Yield the outcome of each target as it ends. They are started in the order given."""
    with ThreadPoolExecutor(LANES) as lanes:
        for future in as_completed([lanes.submit(run, target) for target in targets]):
            yield future.result()


def verdict(outcome: Outcome) -> str:
    """One word for the summary."""
    return "ok" if outcome.exit_code == 0 else "FAILED"


def main(targets: Sequence[str]) -> int:
    started = time.monotonic()
    outcomes = []
    for outcome in run_all(targets):
        outcomes.append(outcome)
        print(f"===== {outcome.target}: {verdict(outcome)} =====", flush=True)
        print(outcome.log.read_text(errors="replace"), flush=True)

    print("===== summary =====")
    for outcome in outcomes:
        print(f"{outcome.target:16} {verdict(outcome):7} {outcome.seconds:6.1f} s   {outcome.tests or ''}")
    print(f"{'all':16} {'':7} {time.monotonic() - started:6.1f} s")
    failed = [outcome.target for outcome in outcomes if outcome.exit_code != 0]
    if failed:
        print(f"failed: {', '.join(failed)}")
    print(sum((outcome.tests for outcome in outcomes if outcome.tests), Tests()))
    for reason, count in sum((outcome.untested for outcome in outcomes), Counter[str]()).items():
        print(f"NOT TESTED, {count} TESTS: {reason.upper()}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
