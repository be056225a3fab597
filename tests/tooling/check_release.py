# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says why a version is not ready to be released: `check_release.py VERSION`.

A release is what a tag names: galaxy.yml has its version, the changelog tells of it, and no fragment waits for a later
one.
The exit code is 1 if anything is wrong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).resolve().parents[2]


def problems(checkout: Path, version: str) -> Iterator[str]:
    """Yield why the checkout is not the release of a version, a sentence each."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"{version!r} is not a version to release: expected three numbers, such as 2.0.0"
    named = yaml.safe_load((checkout / "galaxy.yml").read_text("utf-8"))["version"]
    if named != version:
        yield f"galaxy.yml has version {named}, the tag {version}"
    changes = checkout / "changelogs"
    if version not in yaml.safe_load((changes / "changelog.yaml").read_text("utf-8"))["releases"]:
        yield f"changelogs/changelog.yaml has no release {version}: run make changelog"
    for fragment in sorted(changes.glob("fragments/*.yml")):
        yield f"changelogs/fragments/{fragment.name} is in no release: run make changelog"


def main(version: str) -> int:
    """Print every problem; return the exit code."""
    found = list(problems(CHECKOUT, version))
    for problem in found:
        print(problem)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
