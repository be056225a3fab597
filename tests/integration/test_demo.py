# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration keeps its promises: it ends with 0 only if each of them held."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable

from ansible_collections.mailops.mimecast.tests.integration.runs import CHECKOUT, RUN_SECONDS
from ansible_collections.mailops.mimecast.tests.tooling import pictures


def test_every_promise_of_the_demonstration_holds() -> None:
    shown = subprocess.run(
        [sys.executable, CHECKOUT / "playbooks/files/demo.py"],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert (shown.returncode, shown.stderr) == (0, ""), shown.stdout
    assert "all promises held" in shown.stdout
    for kind in ("sender", "delivery", "IP", "user", "administrator", "attachment"):
        assert f"--- before: {kind} " in shown.stdout
    assert steady(pictures.texts((pictures.IMAGES / "demo.svg").read_text("utf-8"))) == steady(
        pictures.digest(shown.stdout.splitlines())
    ), "run make pictures"


def steady(lines: Iterable[str]) -> list[str]:
    """Return headings, commands and promises without numbers: which diff is shown differs from run to run."""
    return [re.sub(r"\d+", "0", line.strip()) for line in lines if line.strip().startswith(("===", "$", "✓"))]
