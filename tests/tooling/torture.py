# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the fault campaign over many seeds: `torture.py --count 2000 --seed 0`, or one seed in words: `--count 1`.

`--family NAME` gives every seed a hardship of that family: `--family kill --count 500` ends runs at random writes.
It knows the campaign's engine and nothing of what a seed stands for. What is done is kept in .cache/torture, so that a
campaign that was interrupted goes on where it stopped: with the same range, family and sources. The exit code is 1 if
any seed found a lie.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET
from ansible_collections.mailops.mimecast.tests.contract.campaign.hardships import FAMILIES
from ansible_collections.mailops.mimecast.tests.contract.campaign.trial import Campaign, Verdict
from mimecast_emulator.testing import RunningEmulator

ROOT = Path(__file__).resolve().parents[2]
DONE = ROOT / ".cache" / "torture"
PART = 50
"""Seeds that one process takes at a time, and that are done again at most after an interruption."""
Part = dict[str, Any]


def sources() -> str:
    """Return what tells one state of the sources from another: results of other sources count for nothing."""
    digest = hashlib.sha256()
    for folder in ("plugins", "emulator", "tests/contract"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def run_part(seeds: range, family: str = "") -> Part:
    """Run some seeds in this process and return what came of them."""
    counts: Counter[str] = Counter()
    bad: dict[str, list[str]] = {}
    with RunningEmulator({ACCOUNT: SECRET}, preview=True, strict=True) as running:
        campaign = Campaign((running, running.base_url))
        for seed in seeds:
            verdict = campaign.run(seed, family)
            counts += verdict.counts
            if verdict.lies:
                bad[str(seed)] = verdict.lies
    return {"first": seeds.start, "count": len(seeds), "counts": dict(counts), "bad": bad}


def replay(seed: int, family: str) -> Verdict:
    """Run one seed and print what happened, step by step."""
    with RunningEmulator({ACCOUNT: SECRET}, preview=True, strict=True) as running:
        verdict = Campaign((running, running.base_url)).run(seed, family)
    print("\n".join(verdict.story))
    print("\n".join(f"LIE: {lie}" for lie in verdict.lies) or "no lie")
    return verdict


def parts(first: int, count: int) -> Iterator[range]:
    """Yield the range part by part."""
    for start in range(first, first + count, PART):
        yield range(start, min(start + PART, first + count))


def finished(place: Path, wanted: Iterable[range]) -> list[Part]:
    """Return the parts that an earlier run has done."""
    if not place.exists():
        return []
    found = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
    return [part for part in found if range(part["first"], part["first"] + part["count"]) in wanted]


def campaign(first: int, count: int, processes: int, family: str) -> int:
    """Run a range of seeds, print what came of it and return the exit code."""
    DONE.mkdir(parents=True, exist_ok=True)
    place = DONE / f"{sources()}{family}.jsonl"
    wanted = list(parts(first, count))
    done = finished(place, wanted)
    skipped = sum(part["count"] for part in done)
    if skipped:
        print(f"{skipped} seeds were done before", flush=True)
    left = [seeds for seeds in wanted if seeds.start not in {part["first"] for part in done}]
    began = time.monotonic()
    with ProcessPoolExecutor(processes) as pool, place.open("a", encoding="utf-8") as kept:
        for future in as_completed([pool.submit(run_part, seeds, family) for seeds in left]):
            part = future.result()
            kept.write(json.dumps(part) + "\n")
            kept.flush()
            done.append(part)
            for seed, lies in part["bad"].items():
                print(f"seed {seed}: {lies[0]}", flush=True)
            print(f"{sum(part['count'] for part in done)} of {count} seeds", flush=True)
    return summed_up(done, first, count, time.monotonic() - began, count - skipped)


def summed_up(done: Iterable[Part], first: int, count: int, seconds: float, ran: int) -> int:
    """Print the sum of all parts and return the exit code."""
    counts: Counter[str] = Counter()
    bad: list[int] = []
    for part in done:
        counts.update(part["counts"])
        bad += [int(seed) for seed in part["bad"]]
    print(f"seeds {first} to {first + count - 1}: {len(bad)} with a lie; {ran} run in {seconds:.0f} s")
    print(", ".join(f"{name}: {number}" for name, number in sorted(counts.items())))
    if bad:
        print(f"replay one with: make torture COUNT=1 SEED={min(bad)}   (all: {sorted(bad)})")
    return 1 if bad else 0


def main() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(description="Fault campaign: random accounts, site files and faults from seeds.")
    parser.add_argument("--count", type=int, default=2000, help="how many seeds; 1 replays one and tells what happened")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--processes", type=int, default=2, help="how many processes share the work")
    parser.add_argument("--family", default="", choices=["", *FAMILIES], help="the hardship that every seed has")
    given = parser.parse_args()
    if given.count == 1:
        return 1 if replay(given.seed, given.family).lies else 0
    return campaign(given.seed, given.count, given.processes, given.family)


if __name__ == "__main__":
    sys.exit(main())
