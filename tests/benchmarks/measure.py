# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one command and writes what it cost as JSON: python measure.py RESULT SECONDS COMMAND...

A process of its own: the kernel counts into a command's peak memory what the process that started it had, so that one
has to be small. It may not know what is measured, and imports next to nothing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time


def below(process: int) -> list[int]:
    """Return the processes that a process started, and those that they started, the youngest first."""
    try:
        with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
            children = [int(word) for word in file.read().split()]
    except OSError:
        return []
    return [descendant for child in reversed(children) for descendant in (*below(child), child)]


def end(process: int) -> None:
    """End a command and all that it started. Ansible puts what it starts into sessions of their own."""
    # Stopped, it starts no others while those that there are end.
    tell(process, signal.SIGSTOP)
    for victim in (*below(process), process):
        tell(victim, signal.SIGKILL)


def tell(process: int, number: signal.Signals) -> None:
    """Send a signal to a process that may have ended."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def main(result: str, seconds: float, command: list[str]) -> None:
    """Run a command, at most for some seconds, and write the file ``result``.

    wall, user and system are seconds, the latter two with all processes that it waited for; memory is the peak of its
    largest process in bytes; code is negative for a signal.
    """
    began = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    limit = threading.Timer(seconds, end, [process.pid])
    limit.start()
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    limit.cancel()
    with open(result, "w", encoding="utf-8") as file:
        json.dump(
            {
                "code": os.waitstatus_to_exitcode(status),
                "wall": wall,
                "user": usage.ru_utime,
                "system": usage.ru_stime,
                "memory": usage.ru_maxrss * 1024,
                "ended": wall < seconds,
            },
            file,
        )


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
