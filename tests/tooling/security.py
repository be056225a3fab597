# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for dangerous code with bandit, and for known vulnerabilities of the pinned libraries with pip-audit.

What bandit passes over stands with its reason in pyproject.toml. pip-audit asks a service; where that cannot be reached
or does not know a library, this says so and nothing is claimed about it. It knows nothing of what the code does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("plugins", "playbooks", "extensions/eda", "emulator/mimecast_emulator")
REQUIREMENTS = "tests/requirements-dev.txt"
AUDIT_SECONDS = 120


def run(arguments: Sequence[str], seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """Run a Python module as a program in the checkout. Raises TimeoutExpired after ``seconds``."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds)


def code() -> int:
    """Print what bandit finds and return 1 if there is anything."""
    done = run(["bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *SOURCES])
    if done.returncode:
        print(done.stdout + done.stderr)
    else:
        print(f"bandit: nothing found in {', '.join(SOURCES)}")
    return int(done.returncode != 0)


def libraries() -> int:
    """Print which of the pinned libraries have known vulnerabilities and return 1 if any has."""
    options = ["--format", "json", "--progress-spinner", "off", "--timeout", "10", "--no-deps", "--disable-pip"]
    try:
        done = run(["pip_audit", *options, "--requirement", REQUIREMENTS], AUDIT_SECONDS)
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print("pip-audit: SKIPPED, the service that knows of vulnerabilities could not be asked")
        return 0
    unknown = [library["name"] for library in found if "skip_reason" in library]
    wrong = [library for library in found if library.get("vulns")]
    if len(unknown) == len(found):
        print(f"pip-audit: SKIPPED, the service that was asked knows none of the libraries of {REQUIREMENTS}")
        return 0
    print(f"pip-audit: {len(found) - len(unknown)} libraries of {REQUIREMENTS} looked up, {len(wrong)} vulnerable")
    if unknown:
        print(f"pip-audit: SKIPPED {len(unknown)} that the service does not know: {', '.join(sorted(unknown))}")
    for library in wrong:
        print(f"  {library['name']} {library['version']}: {', '.join(each['id'] for each in library['vulns'])}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(code() | libraries())
