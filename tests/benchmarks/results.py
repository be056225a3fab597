# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The runs that were measured. They are kept in .cache/bench, so that a measurement can go on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / ".cache" / "bench" / "runs.jsonl"

Measured = dict[str, Any]


def identity(key: Mapping[str, Any]) -> str:
    """Return the name under which runs of one job are found."""
    return " ".join(str(key[name]) for name in ("case", "contender", "latency_ms", "check"))


def source_state() -> str:
    """Return a mark of what is measured: runs of other code do not count."""
    marks = hashlib.sha256()
    for folder in ("plugins", "roles", "playbooks", "tests/benchmarks", "emulator/mimecast_emulator"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".yml", ".yaml") and file.name != "report.py":
                marks.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return marks.hexdigest()[:16]


def load(mark: str) -> dict[str, list[Measured]]:
    """Return the runs of this very code that are kept, by job."""
    found: dict[str, list[Measured]] = {}
    for line in RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []:
        run = json.loads(line)
        if run["source"] == mark:
            found.setdefault(identity(run), []).append(run)
    return found


def keep(measured: Measured) -> None:
    """Append one run to the file of results."""
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(measured) + "\n")
