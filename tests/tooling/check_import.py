# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the collection and lets galaxy-importer look at it, as Galaxy does; any error or warning is a failure.

It runs in an environment that has galaxy-importer (see noxfile.py), and may not know what the collection does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
WORK = CHECKOUT / ".cache" / "importer"
SETTINGS = Path(__file__).with_name("galaxy-importer.cfg")
TOOLS = Path(sys.executable).parent
SECONDS = 300.0

# What nothing in the collection could mend, with the reason.
NOT_OURS = {
    r"WARNING: ERROR +Failed to find mailops\.mimecast\.\w+ playbook\.": (
        "the importer names the folder ansible_collections as search path, and ansible-lint looks for another in it;"
        " ansible-playbook takes either"
    ),
    r"WARNING: \S+\.py:\d+:\d+: (E203|W503) ": (
        "`ruff format` puts a space before the colon of a slice and breaks a line before an operator, as PEP 8 advises;"
        " flake8 takes both for mistakes"
    ),
}


def run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment. Raises TimeoutExpired after SECONDS."""
    environment = {
        **os.environ,
        # The importer starts ansible-doc and ansible-lint by their names.
        "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
        "GALAXY_IMPORTER_CONFIG": str(SETTINGS),
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def build() -> Path:
    """Build the collection and return its tarball. Raises RuntimeError with the tool's own words."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    built = run([TOOLS / "ansible-galaxy", "collection", "build", "--output-path", WORK], CHECKOUT)
    if built.returncode != 0:
        raise RuntimeError(built.stdout)
    (tarball,) = WORK.glob("*.tar.gz")
    return tarball


def complaints(log: str) -> list[str]:
    """Return the lines that are an error or a warning."""
    return [line for line in log.splitlines() if re.match(r"(CRITICAL|ERROR|WARNING)\b", line)]


def excuse(line: str) -> str | None:
    """Return why nothing in the collection could mend what a line complains of; None where something could."""
    return next((reason for pattern, reason in NOT_OURS.items() if re.match(pattern, line)), None)


def main() -> int:
    tarball = build()
    done = run([sys.executable, "-m", "galaxy_importer.main", tarball.name], WORK)
    found = complaints(done.stdout)
    ours = [line for line in found if excuse(line) is None]
    for line in found:
        reason = excuse(line)
        print(line if reason is None else f"passed over: {line}\n  {reason}")
    if done.returncode != 0:
        print(done.stdout)
    print(f"galaxy-importer: {len(ours)} errors and warnings to mend, {len(found) - len(ours)} passed over")
    return int(bool(ours) or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
