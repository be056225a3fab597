# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tests in each dialect of the emulator: `in_dialects.py [argument of pytest...]`.

The exit code is 1 if a test failed in any of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ansible_collections.mailops.mimecast.tests.contract.dialects import DIALECTS

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "ansible_collections.mailops.mimecast.tests.tooling.spoken_dialect"


def main(arguments: list[str]) -> int:
    """Run pytest once for each dialect; return the exit code."""
    status = 0
    for words in DIALECTS:
        print(" ".join(words), flush=True)
        chosen = [option for word in words for option in ("--dialect", word)]
        command = [sys.executable, "-m", "pytest", "--quiet", "-p", PLUGIN, *chosen, *arguments]
        status |= subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
