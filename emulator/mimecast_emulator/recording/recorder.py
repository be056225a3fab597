# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording: what was kept of a session, and its file.

May not know about HTTP.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from ..contract import Json
from .redaction import Exchange, Redaction

FORMAT = "mimecast-emulator recording 1"


class RecordingError(ValueError):
    """A file that is no recording, or that must not be written."""


class Recorder:
    """Collects what is kept, from several threads. The exchanges themselves are forgotten at once."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._entries: list[Json] = []
        self._lock = threading.Lock()

    def keep(self, exchange: Exchange) -> None:
        """Keeps the shape of an exchange."""
        with self._lock:
            self._entries.append(self._redaction.entry(exchange))

    def content(self) -> Json:
        """The recording."""
        with self._lock:
            return {"format": FORMAT, "exchanges": list(self._entries)}


def claim(path: Path) -> None:
    """Makes an empty file that its owner alone may read. Raises RecordingError when something is there already."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise RecordingError(f"{path} is there already: name another file") from error


def save(path: Path, content: Json) -> None:
    """Writes a recording into the file that was claimed."""
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="ascii")


def load(path: Path) -> list[Json]:
    """The exchanges of a recording. Raises RecordingError."""
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        raise RecordingError(f"{path} is not JSON") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise RecordingError(f"{path} is not a recording: its format is not {FORMAT!r}")
    exchanges: list[Json] = content["exchanges"]
    return exchanges
