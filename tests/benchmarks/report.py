# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the measured runs say: a table of medians, and each bar with whether it holds.

It may not know how the runs came about.
"""

from __future__ import annotations

import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible.release import __version__ as core_version

from ansible_collections.mailops.mimecast.tests.benchmarks.cases import Case

BEGIN, END = "<!-- begin of the generated part -->", "<!-- end of the generated part -->"
NAMES = {"ours": "a. ours", "uri": "b. uri", "floor": "c. floor"}
FLAT = 0.15
SMALL = 250e6

Runs = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Median:
    """The medians of the runs of one contender at one case.

    wall and cpu are seconds, memory and traffic bytes. ``stopped``: it did not end in the time that it had, so wall is
    a lower bound. ``steady``: every run made the same requests.
    """

    runs: int
    wall: float
    cpu: float
    memory: float
    traffic: float
    operations: Mapping[str, int]
    stopped: bool
    steady: bool

    @property
    def requests(self) -> int:
        """How many requests reached the emulator."""
        return sum(self.operations.values())


class Table:
    """Medians by case, contender, latency and mode."""

    def __init__(self, runs: Runs) -> None:
        self._medians = {key: median(found) for key, found in runs.items() if found}

    def of(self, case: str, contender: str, latency_ms: int, check: bool = False) -> Median | None:
        """Return the medians, or None for what was not measured."""
        return self._medians.get(f"{case} {contender} {latency_ms} {check}")


def median(runs: Sequence[Mapping[str, Any]]) -> Median:
    """Return the medians of some runs of one job."""
    return Median(
        runs=len(runs),
        wall=statistics.median(run["wall"] for run in runs),
        cpu=statistics.median(run["user"] + run["system"] for run in runs),
        memory=statistics.median(run["memory"] for run in runs),
        traffic=statistics.median(run["bytes_received"] + run["bytes_sent"] for run in runs),
        operations=runs[-1]["operations"],
        stopped=any(not run["ended"] for run in runs),
        steady=all(run["operations"] == runs[0]["operations"] for run in runs),
    )


def rows(table: Table, cases: Iterable[Case], latencies: Sequence[int]) -> list[str]:
    """Return the lines of the table of medians."""
    lines = [
        "| case | mode | latency | who | wall s | CPU s | peak MB | requests | MB on the wire | per account s | runs |",
        "|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for case in cases:
        for check in (False, True):
            for latency in latencies:
                for contender, name in NAMES.items():
                    found = table.of(case.name, contender, latency, check)
                    if found is None:
                        continue
                    wall = f"> {found.wall:.0f}" if found.stopped else f"{found.wall:.2f}"
                    each = f"{found.wall / case.size:.3f}" if case.size > 1 and not found.stopped else ""
                    made = "" if found.stopped else f"{found.requests:,}{'' if found.steady else ' (varies)'}"
                    wire = "" if found.stopped else f"{found.traffic / 1e6:.2f}"
                    lines.append(
                        f"| {case.title} | {'check' if check else 'report' if case.drift else 'apply'} | {latency} ms "
                        f"| {name} | {wall} | {found.cpu:.2f} | {found.memory / 1e6:.0f} | {made} | {wire} | {each} "
                        f"| {found.runs} |"
                    )
    return lines


def difference(ours: Median, floor: Median) -> str:
    """Return which requests ours makes more often or less often than the floor."""
    names = sorted({*ours.operations, *floor.operations})
    more = {name: ours.operations.get(name, 0) - floor.operations.get(name, 0) for name in names}
    return ", ".join(f"{name} {count:+}" for name, count in more.items() if count)


def request_bars(table: Table, cases: Iterable[Case], latencies: Sequence[int]) -> list[tuple[bool, str]]:
    """Return the bars on requests: the floor's; where something is to do, also what the tasks of the roles add."""
    bars = []
    for case in cases:
        for check in (False, True):
            for latency in latencies:
                ours, floor = (table.of(case.name, who, latency, check) for who in ("ours", "floor"))
                if ours is None or floor is None:
                    continue
                what = f"{case.title}, {'check' if check else 'apply'}, {latency} ms"
                more = difference(ours, floor)
                counts = f"{ours.requests:,} requests, floor {floor.requests:,}{f' ({more})' if more else ''}"
                most = most_requests(table, case, floor, check)
                if case.changes and most:
                    whole = f"{what}: at most {most:,} with the tasks of its roles: {counts}"
                    bars.append((ours.requests <= most, whole))
                elif not case.changes:
                    bars.append((ours.requests <= floor.requests, f"{what}: no more than the floor: {counts}"))
    return bars


def most_requests(table: Table, case: Case, floor: Median, check: bool) -> int:
    """Return how many requests a case with changes may cost; 0 where what it depends on was not measured.

    The whole account is looked at as the floor does. Then each task that has something to do signs in, reads its own
    lists, and those of what it refers to; looks at each object that is there right before it changes it; and what was
    written is read back: all that the floor does where nothing is to do, but for its token.
    """
    looked, settled = table.of(case.name, "floor", min(case.latencies), True), table.of(case.settled, "floor", 0)
    if looked is None or settled is None:
        return 0
    tasks = case.tasks + case.referring + looked.requests - 1
    return floor.requests + tasks + (0 if check else case.there + settled.requests - 1)


def compared(case: Case, before: Sequence[float], now: Sequence[float], most: float) -> tuple[str, bool]:
    """Return what two checkouts took for a case, in words, and whether the newer one is as fast as it has to be.

    Args:
        before, now: seconds of each run. most: how many times as long the newer one may take.
    """
    old, new = statistics.median(before), statistics.median(now)
    spread = ", ".join(f"{min(times):.2f} to {max(times):.2f} s" for times in (before, now))
    holds = new <= most * old
    verdict = "holds" if holds else "does not hold"
    return (
        f"{verdict}: {case.title}: {old:.2f} s, now {new:.2f} s ({spread}): {new / old:.2f} x, at most {most} x",
        holds,
    )


def wall_bars(table: Table, latencies: Sequence[int]) -> list[tuple[bool, str]]:
    """Return the bars on time that the measured cases speak of."""
    bars: list[tuple[bool, str]] = []
    for latency in latencies:
        ours, uri, floor = (table.of("fifty-noop", who, latency) for who in NAMES)
        if ours and uri:
            share = ours.wall / uri.wall
            bars.append((share <= 0.2, f"50 objects, nothing to do, {latency} ms: at most 0.2 x (b): {share:.2f} x"))
        if ours and floor:
            above = ours.wall - floor.wall
            bars.append(
                (above <= 1.5, f"50 objects, nothing to do, {latency} ms: at most 1.5 s above (c): {above:.2f} s")
            )
    slowest = max(latencies, default=0)
    ours, floor = (table.of("group-empty", who, slowest) for who in ("ours", "floor"))
    if ours and floor:
        share = ours.wall / floor.wall
        bars.append((share <= 1.3, f"10,000 members from empty, {slowest} ms: at most 1.3 x (c): {share:.2f} x"))
    return bars


def drift_bars(table: Table, cases: Iterable[Case], latencies: Sequence[int]) -> list[tuple[bool, str]]:
    """Return the bars on drift: how much faster than by hand, and whether an account costs the same among many."""
    sizes = {case.name: case.size for case in cases if case.drift}
    bars: list[tuple[bool, str]] = []
    for latency in latencies:
        ours, uri = (table.of("drift-200", who, latency) for who in ("ours", "uri"))
        if ours and uri:
            times = uri.wall / ours.wall
            least = "at least " if uri.stopped else ""
            bars.append((times >= 5, f"drift of 200 accounts, {latency} ms: 5 x faster than (b): {least}{times:.1f} x"))
        few = table.of("drift-50", "ours", latency)
        if ours and few:
            each = {name: found.wall / sizes[name] for name, found in (("drift-50", few), ("drift-200", ours))}
            growth = each["drift-200"] / each["drift-50"] - 1
            bars.append(
                (
                    growth <= FLAT,
                    f"drift, {latency} ms: an account among 200 costs at most 15% more than among 50: {growth:+.0%}",
                )
            )
    return bars


def memory_bars(table: Table, latencies: Sequence[int]) -> list[tuple[bool, str]]:
    """Return the bars on memory, of the largest process of a run."""
    found = [(latency, table.of("big-noop", "ours", latency)) for latency in latencies]
    return [
        (ours.memory < SMALL, f"100,000 members, {latency} ms: less than 250 MB: {ours.memory / 1e6:.0f} MB")
        for latency, ours in found
        if ours
    ]


def render(runs: Runs, cases: Sequence[Case], processors: int) -> str:
    """Return the generated part of the document."""
    table = Table(runs)
    latencies = sorted({int(key.split()[2]) for key in runs})
    bars = [
        *request_bars(table, cases, latencies),
        *wall_bars(table, latencies),
        *drift_bars(table, cases, latencies),
        *memory_bars(table, latencies),
    ]
    return "\n".join(
        [
            f"Measured with ansible-core {core_version} on Python {platform.python_version()}, {platform.machine()}, "
            f"{processors} processors.",
            "",
            *rows(table, cases, latencies),
            "",
            "### Targets",
            "",
            *(f"- {'holds' if holds else '**does not hold**'}: {text}" for holds, text in bars),
        ]
    )


def write(document: Path, text: str) -> None:
    """Replace the generated part of the document.

    Raises:
        ValueError: the document has lost its marks.
    """
    written = document.read_text(encoding="utf-8")
    before, begin, rest = written.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document} lacks the lines '{BEGIN}' and '{END}'")
    document.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
