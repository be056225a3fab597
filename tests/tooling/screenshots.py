# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes pictures of drift.html to be looked at: the demonstration's accounts after somebody was in the console.

Wide and narrow, light and dark, as the page opens and with one decision or another open, into .cache/screenshots.
Nothing outside this machine is asked.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ansible_collections.mailops.mimecast.playbooks.files.demo import ACCOUNTS, DEMO, prepare
from ansible_collections.mailops.mimecast.tests.unit.in_browser.chromium import Browser, installed
from mimecast_emulator.testing import RunningEmulator

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / ".cache/screenshots"
SECRET = "made for this run"
_OPEN = (
    "[...document.querySelectorAll('.decision > summary')].find(node => node.textContent.includes('{}')).click();"
    "document.getElementById('{}').scrollIntoView()"
)
LOOKS = {
    "opens": "0",
    "decision": _OPEN.format("mail test", "need"),
    "missing": _OPEN.format("breaks a mail test", "need"),
    "several": _OPEN.format("2 accounts", "decisions"),
}


def play(folder: Path, emulator: RunningEmulator, playbook: str, *arguments: str) -> None:
    """Run a playbook over the demonstration's accounts.

    Raises:
        SystemExit: it failed.
    """
    variables = folder / "variables.json"
    secrets = dict.fromkeys((*ACCOUNTS, "scanner", "gate"), SECRET)
    variables.write_text(json.dumps({"demo_base_url": emulator.base_url, "demo_secrets": secrets}), encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "MIMECAST_"))}
    ended = subprocess.run(
        [
            str(Path(sys.executable).with_name("ansible-playbook")),
            *("-i", str(DEMO / "hosts.yml"), "-e", f"@{variables}", playbook, *arguments),
        ],
        cwd=folder,
        env={**own, "ANSIBLE_HOME": str(folder / "ansible"), "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.exit(ended.stdout)


def visit_the_console(emulator: RunningEmulator, name: str) -> None:
    """Change an account as a person in the console would: ports, a server that nobody asked for, a policy."""
    state = copy.deepcopy(emulator.state(name))
    routes, policies = state["delivery_routes"], state["delivery_route_policies"]
    for row in routes.values():
        row["port"] = 2525
    routes["old-relay"] = {"description": "Old relay", "hostname": "198.51.100.9"}
    if name == ACCOUNTS[0]:
        policies.pop(next(iter(policies)))
    emulator.set_state(name, {"delivery_routes": routes, "delivery_route_policies": policies})


def report(folder: Path) -> Path:
    """Return the page about the accounts, compared with the report before anybody changed anything."""
    settings = {
        "mimecast_drift_directory": str(folder),
        "mimecast_drift_audit": True,
        "mimecast_drift_command": "ansible-playbook -i inventory",
    }
    drift = ("mailops.mimecast.drift", "-e", json.dumps(settings))
    with RunningEmulator(dict.fromkeys(ACCOUNTS, SECRET), preview=True, strict=True) as emulator:
        for name in ACCOUNTS:
            prepare(emulator, name)
        play(folder, emulator, str(DEMO.with_suffix(".yml")), "--skip-tags", "mx")
        play(folder, emulator, *drift)
        for name in ACCOUNTS:
            visit_the_console(emulator, name)
        rules = [{"account": ACCOUNTS[1], "path": "audit", "times": None, "fault": {"kind": "status", "status": 403}}]
        emulator.set_faults(rules)
        play(folder, emulator, *drift)
    return folder / "drift.html"


def main() -> int:
    """Make the pictures and tell where they are."""
    program = installed()
    if program is None:
        sys.exit("no Chromium is installed: `make browser` brings it where it may")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder, Browser(program) as browser:
        page = report(Path(folder))
        for width, height in ((1280, 800), (360, 740)):
            for scheme in ("light", "dark"):
                browser.scheme(scheme)
                browser.width(width, height)
                for look, script in LOOKS.items():
                    browser.open(page)
                    browser.value(script)
                    path = TARGET / f"drift-{look}-{width}-{scheme}.png"
                    path.write_bytes(browser.picture())
                    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
