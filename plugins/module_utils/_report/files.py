# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the drift report into a directory: drift.json, drift.md and drift.html.

Here the clock is read and files are written; what stands in them is made elsewhere. It knows neither Ansible nor HTTP.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import document, markdown, page

FORMATS = ("json", "md", "html")
MODE = 0o640

OPTIONS: dict[str, dict[str, Any]] = {
    "accounts": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "name": {"type": "str", "required": True},
            "region": {"type": "str"},
            "result": {"type": "dict"},
            "error": {"type": "str"},
            "events": {"type": "list", "elements": "dict"},
        },
    },
    "directory": {"type": "path", "required": True},
    "formats": {
        "type": "list",
        "elements": "str",
        "choices": ["json", "md", "html"],
        "default": ["json", "md", "html"],
    },
    "title": {"type": "str", "default": "Mimecast drift report"},
}


def run(params: Mapping[str, Any]) -> Entry:
    """Write the report over the accounts in ``params`` and return its summary and the paths of the files.

    Raises:
        Failure: the directory is not there or nothing can be written into it.
    """
    directory = Path(params["directory"]).absolute()
    check_directory(directory)
    report = document.document(params["title"], now(), params["accounts"])
    return {
        "changed": False,
        "files": write(report, directory, params["formats"]),
        "summary": document.summary(report),
        "accounts": [
            {name: account[name] for name in ("name", "status", "error", "advice", "since")}
            for account in report["accounts"]
        ],
        "msg": document.sentence(report),
    }


def now() -> str:
    """Return the present moment as ISO 8601 in UTC, to the second."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_directory(directory: Path) -> None:
    """Raise Failure unless files can be made in ``directory``; that is tried, since rights alone do not tell."""
    if not directory.exists():
        raise Failure(f"directory: {directory} does not exist; make it first")
    if not directory.is_dir():
        raise Failure(f"directory: {directory} is not a directory")
    try:
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".drift-"):
            pass
    except OSError as error:
        raise Failure(f"directory: nothing can be written into {directory}: {error.strerror}") from None


def write(report: Mapping[str, Any], directory: Path, formats: Sequence[str]) -> dict[str, str]:
    """Write the report in each of ``formats``, readable for owner and group, and return the paths by format.

    Raises:
        Failure: a file cannot be written. What was there before is still whole then.
    """
    texts = {
        "json": lambda: json.dumps(report, indent=1) + "\n",
        "md": lambda: markdown.markdown(report),
        "html": lambda: page.page(report),
    }
    paths = {}
    for word in FORMATS:
        if word in formats:
            path = directory / f"drift.{word}"
            try:
                replace(path, texts[word]())
            except OSError as error:
                raise Failure(f"{path} cannot be written: {error.strerror}") from None
            paths[word] = str(path)
    return paths


def replace(path: Path, text: str) -> None:
    """Put a file in place in one step: a reader sees the old one or the new one, never a part.

    It is readable for owner and group.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mimecast-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), MODE)
            file.write(text)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
