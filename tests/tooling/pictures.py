# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the pictures of the documentation, in docs/images, from what the demonstration really does.

``demo.svg`` is a terminal with ``make demo``, ``mail_check.svg`` one with the question of README.md, ``drift.png`` the
page of the drift report. Tests compare the texts of the first two with what is printed. Nothing outside this machine is
asked.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from ansible_collections.mailops.mimecast.tests.tooling import screenshots
from ansible_collections.mailops.mimecast.tests.unit.in_browser.chromium import Browser, installed

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
COLUMNS = 110
# One diff of the demonstration is enough to see what they look like.
TASKS_SHOWN = 1
POLICIES_SHOWN = 6
# A picture fetches nothing: without these rules the reader's own monospaced font is taken.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
_STYLES = (
    (r"=== ", "bold"),
    (r"\$ ", "bold cyan"),
    (r"TASK \[", "bold"),
    (r" *✓| +\+|.*: certain: |.*\bacts: ", "green"),
    (r" +-(?!--)", "red"),
)


def digest(lines: Iterable[str]) -> Iterator[str]:
    """Yield what a picture shows of the demonstration: headings, commands, promises, and the diff of a task."""
    tasks = 0
    for line in lines:
        if line.startswith("=== "):
            yield from ("", line.rstrip(" ="))
        elif line.startswith("TASK ["):
            tasks += 1
        shown = line.startswith(("TASK [", "    ")) and 0 < tasks <= TASKS_SHOWN
        if shown or line.startswith(("$ ", "  ✓ ")):
            yield re.sub(r", in \d+ s$", "", line)


def answer(lines: Iterable[str]) -> list[str]:
    """Return the first line of the answer about a message, and of some policies what they do."""
    told = [json.loads(found[1]) for line in lines if (found := re.match(r' {8}(".*"),?$', line))]
    return told[: POLICIES_SHOWN + 1]


def printed(command: list[str]) -> list[str]:
    """Return the lines that a program of this environment prints in the checkout.

    Raises:
        SystemExit: it failed.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "MIMECAST_"))}
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**own, "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.exit(ended.stdout + ended.stderr)
    return ended.stdout.splitlines()


def question() -> str:
    """Return the command of README.md that asks what happens to a message."""
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("$ ansible-playbook mailops.mimecast.mail_check "))


def terminal(name: str, title: str, lines: Iterable[str]) -> str:
    """Return a picture of a terminal; ``name`` keeps its ids apart from those of others on one page."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in lines:
        style = next((style for pattern, style in _STYLES if re.match(pattern, line)), "")
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        for part in textwrap.wrap(line, COLUMNS, subsequent_indent=indent, break_on_hyphens=False) or [""]:
            console.print(Text(part, style=style))
    return console.export_svg(title=title, code_format=_FORMAT, unique_id=name)


def texts(picture: str) -> list[str]:
    """Return the lines that stand in a picture of a terminal, without blanks around them and without its title."""
    found = (
        "".join(node.itertext()).replace("\N{NO-BREAK SPACE}", " ").strip()
        for node in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")
        if "clip-path" in node.attrib
    )
    return [line for line in found if line]


def drift_page() -> bytes:
    """Return a picture of the drift report about the accounts of the demonstration, after somebody changed them.

    Raises:
        SystemExit: there is no browser, or a playbook failed.
    """
    program = installed()
    if program is None:
        sys.exit("no Chromium is installed: `make browser` installs it if it may")
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, Browser(program) as browser:
        page = screenshots.report(Path(folder))
        browser.scheme("light")
        browser.width(1280, 800)
        browser.open(page)
        return browser.picture()


def main() -> int:
    """Make the pictures and print where they are."""
    IMAGES.mkdir(exist_ok=True)
    demo = digest(printed([sys.executable, "playbooks/files/demo.py"]))
    command = question()
    asked = [str(Path(sys.executable).with_name("ansible-playbook")), *command.split()[2:]]
    trace = [command, *answer(printed(asked))]
    made = {
        "demo.svg": terminal("demo", "make demo", demo).encode(),
        "mail_check.svg": terminal("mail", "What happens to this message?", trace).encode(),
        "drift.png": drift_page(),
    }
    for name, content in made.items():
        (IMAGES / name).write_bytes(content)
        print(f"docs/images/{name}: {len(content) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
