# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file for one run of ansible-playbook, through which its tasks exchange data.

Ansible makes a directory for each of its processes, readable for its owner only, and removes it at the end. So nothing
of one run can reach a later one, whatever a cache of facts keeps. A file is named by a digest of what it is about.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


class RunFile:
    """One such file.

    Args:
        directory: of this run. kind: of what is kept. group: whose files tell each other something.
        about: what tells this file from the others of its group.
    """

    def __init__(self, directory: str, kind: str, group: str, about: Sequence[str]) -> None:
        family = f"mimecast-{kind}-{digest([group])}"
        self._path = Path(directory) / f"{family}-{digest(about)}"
        self._family = f"{family}-*"

    def read(self) -> bytes:
        """Return what an earlier task has written, or nothing."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""

    def others(self) -> list[bytes]:
        """Return what the other files of the group hold."""
        return [path.read_bytes() for path in sorted(self._path.parent.glob(self._family)) if path != self._path]

    def write(self, content: bytes) -> None:
        """Write it as a whole: a reader sees the former content or this one, never a part."""
        handle, name = tempfile.mkstemp(dir=self._path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, self._path)

    def read_or_write(self, make: Callable[[], bytes]) -> bytes:
        """Return what the file holds; the first task to ask makes it, and others wait for it meanwhile."""
        with open(f"{self._path}.lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.read():
                self.write(make())
            return self.read()


def digest(parts: Sequence[Any]) -> str:
    """Return a digest of these parts, for example for the name of a file. It does not show them."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
