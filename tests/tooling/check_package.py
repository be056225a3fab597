# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the collection, installs it as a user does who has nothing yet, and applies the demonstration's site with it.

The user's environment has ansible-core, requests and netaddr, and an empty home. The emulator that the site is applied
to runs here, with the checkout's libraries. This knows ansible-galaxy, ansible-doc and ansible-playbook, and of the
collection only what stands in playbooks/demo.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from mimecast_emulator.testing import RunningEmulator

CHECKOUT = Path(__file__).resolve().parents[2]
WORK = CHECKOUT / ".cache" / "package"
HOME = WORK / "home"
USER_TOOLS = WORK / "venv" / "bin"
OWN_TOOLS = Path(sys.executable).parent
LIBRARIES = ("ansible-core", "requests", "netaddr")
SECONDS = 300.0

# galaxy.yml says what stays behind; this says what may come along, so that nothing new comes along unnoticed.
SHIPPED = {
    ".ansible-lint",
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
SHIPPED_EXTENSIONS = {"eda"}
# All that plugins, roles and playbooks may use of the collection.
USED = {"meta", "plugins", "roles", "playbooks"}
LEFTOVERS = ("__pycache__", "*.pyc", "*.egg-info", "*.retry", "*.log")


class Refused(Exception):
    """A program ended otherwise than with success; the text is what it said."""


def run(command: Sequence[str | Path], environment: Mapping[str, str], folder: Path = WORK) -> str:
    """Run a program that has no environment but the given one; return what it printed.

    Raises:
        Refused: it did not succeed.
        subprocess.TimeoutExpired: it did not end within SECONDS.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        env={"LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise Refused(f"{Path(command[0]).name} {' '.join(map(str, command[1:]))}\n{done.stdout}")
    return done.stdout


def run_as_user(tool: str, *arguments: str | Path) -> str:
    """Run a tool of the user's environment. Raises what `run` raises."""
    return run([USER_TOOLS / tool, *arguments], {"PATH": f"{USER_TOOLS}:/usr/bin:/bin", "HOME": str(HOME)})


def prepare() -> None:
    """Make the user's empty home and their environment, with the releases that the checkout's tests are run with."""
    shutil.rmtree(WORK, ignore_errors=True)
    HOME.mkdir(parents=True)
    uv = (OWN_TOOLS / "uv", "--quiet")
    # Where packages come from is set by whoever runs this, for uv or for the whole machine.
    settings = {**os.environ, "UV_CACHE_DIR": str(CHECKOUT / ".cache" / "uv"), "UV_SYSTEM_CERTS": "1"}
    run([*uv, "venv", "--python", sys.executable, USER_TOOLS.parent], settings)
    pins = CHECKOUT / "tests" / "requirements-dev.txt"
    run([*uv, "pip", "install", "--python", USER_TOOLS / "python", "--constraint", pins, *LIBRARIES], settings)


def install() -> Path:
    """Build the collection and install it from its tarball; return the folder it was installed to."""
    build: list[str | Path] = [OWN_TOOLS / "ansible-galaxy", "collection", "build", "--output-path", WORK]
    run(build, {"PATH": os.defpath, "HOME": str(HOME)}, CHECKOUT)
    (tarball,) = WORK.glob("*.tar.gz")
    run_as_user("ansible-galaxy", "collection", "install", "--offline", tarball)
    (manifest,) = HOME.glob(".ansible/collections/ansible_collections/*/*/MANIFEST.json")
    return manifest.parent


def strangers(installed: Path) -> Iterator[str]:
    """Say what should not be in the installed collection."""
    for folder, expected in ((installed, SHIPPED), (installed / "extensions", SHIPPED_EXTENSIONS)):
        for path in sorted(folder.iterdir()) if folder.exists() else ():
            if path.name not in expected:
                yield f"{path.relative_to(installed)} is in the package"
    for pattern in LEFTOVERS:
        for path in installed.rglob(pattern):
            yield f"{path.relative_to(installed)} is in the package"


def documented(installed: Path) -> int:
    """Read the documentation of every module where it is installed; return how many there are. Raises Refused."""
    collection = f"{installed.parent.name}.{installed.name}"
    modules = [f"{collection}.{path.stem}" for path in installed.glob("plugins/modules/*.py")]
    if not modules:
        raise Refused("no module is in the package")
    run_as_user("ansible-doc", "--type", "module", "--json", *modules)
    return len(modules)


def leave_what_is_used(installed: Path) -> None:
    """Delete all but what plugins, roles and playbooks may use, to find out that they use nothing else."""
    for path in installed.iterdir():
        if path.is_dir() and path.name not in USED:
            shutil.rmtree(path)
        elif path.is_file() and path.name not in ("MANIFEST.json", "FILES.json"):
            path.unlink()


def play(demo: Path, emulator: RunningEmulator, passwords: dict[str, str]) -> list[dict[str, Any]]:
    """Apply the demonstration's site; return the requests that were sent. Raises Refused if a task failed."""
    connection = WORK / "connection.json"
    connection.write_text(json.dumps({"demo_base_url": emulator.base_url, "demo_secrets": passwords}), encoding="utf-8")
    connection.chmod(0o600)
    emulator.clear_requests()
    # Of all that the site has, MX records alone need one more library, dnspython.
    run_as_user(
        *("ansible-playbook", "--inventory", demo / "hosts.yml", "--extra-vars", f"@{connection}"),
        *("--skip-tags", "mx", demo.with_suffix(".yml")),
    )
    return emulator.requests()


def apply_demo(installed: Path) -> Iterator[str]:
    """Apply the demonstration's site to fresh accounts, twice; say what was not as it should be. Raises Refused."""
    demo = installed / "playbooks" / "demo"
    accounts = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in demo.glob("accounts/*.yml")}
    passwords = {name: secrets.token_urlsafe(24) for name in (*accounts, "scanner", "gate")}
    with RunningEmulator({name: passwords[name] for name in accounts}, preview=True, strict=True) as emulator:
        for name, content in accounts.items():
            present = emulator.state(name)
            merged = {table: {**present[table], **rows} for table, rows in content["tables"].items()}
            # What is null there is taken out.
            there = {
                table: {key: row for key, row in rows.items() if row is not None} for table, rows in merged.items()
            }
            emulator.set_state(name, there)
        writers = {request["account"] for request in play(demo, emulator, passwords) if request["write"]}
        if writers != set(accounts):
            yield f"the site was applied to {sorted(writers)}, and not to {sorted(accounts)}"
        again = play(demo, emulator, passwords)
    writes = sum(request["write"] for request in again)
    if writes or not again:
        yield f"applied again, the site led to {len(again)} requests, {writes} of them writes"


def main() -> int:
    try:
        prepare()
        installed = install()
        found = list(strangers(installed))
        modules = documented(installed)
        files = [path for path in installed.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) // 1024
        leave_what_is_used(installed)
        found += apply_demo(installed)
    except Refused as error:
        print(error)
        return 1
    for problem in found:
        print(problem)
    print(f"{len(files)} files, {size} KiB, {modules} modules")
    if not found:
        used = ", ".join(sorted(USED))
        print(f"with {', '.join(LIBRARIES)} alone, playbooks/demo was applied from {used} of the package")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
