# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the collection, installs it into an empty folder and looks at what a user gets.

It knows ansible-galaxy and ansible-doc of the environment it is run in; it may not know what the collection does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
WORK = CHECKOUT / ".cache" / "package"
TOOLS = Path(sys.executable).parent

# galaxy.yml says what stays behind; this says what may come along, so that nothing new comes along unnoticed.
SHIPPED = {
    "CHANGELOG.md",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "changelogs",
    "docs",
    "emulator",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
LEFTOVERS = ("__pycache__", "*.pyc", "*.egg-info", "*.retry", "*.log")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of ansible-core from the checkout, with the folder of the installed collection as its only one."""
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(WORK)}
    return subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=CHECKOUT, env=environment, check=False, capture_output=True, text=True
    )


def install() -> Path:
    """Build and install the collection; return the folder it was installed to.

    Raises RuntimeError with the tool's own words if it cannot be built or installed.
    """
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    built = run("ansible-galaxy", "collection", "build", "--output-path", WORK)
    if built.returncode != 0:
        raise RuntimeError(built.stderr)
    (tarball,) = WORK.glob("*.tar.gz")
    placed = run("ansible-galaxy", "collection", "install", "--offline", "--force", "--collections-path", WORK, tarball)
    if placed.returncode != 0:
        raise RuntimeError(placed.stderr)
    (manifest,) = WORK.glob("ansible_collections/*/*/MANIFEST.json")
    return manifest.parent


def problems(installed: Path) -> list[str]:
    """Say what should not be in the installed collection, and which modules cannot be read there."""
    found = [f"{path.name} is in the package" for path in sorted(installed.iterdir()) if path.name not in SHIPPED]
    for pattern in LEFTOVERS:
        found += [f"{path.relative_to(installed)} is in the package" for path in installed.rglob(pattern)]
    collection = f"{installed.parent.name}.{installed.name}"
    modules = [f"{collection}.{path.stem}" for path in installed.glob("plugins/modules/*.py")]
    if not modules:
        return [*found, "no module is in the package"]
    documentation = run("ansible-doc", "--type", "module", "--json", *modules)
    if documentation.returncode != 0:
        found.append(documentation.stderr)
    return found


def main() -> int:
    installed = install()
    found = problems(installed)
    for problem in found:
        print(problem)
    files = [path for path in installed.rglob("*") if path.is_file()]
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) // 1024} KiB")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
