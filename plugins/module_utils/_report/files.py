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
from ansible_collections.mailops.mimecast.plugins.module_utils._report import decisions, document, markdown, page
from ansible_collections.mailops.mimecast.plugins.module_utils._report.unusable import unusable

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
    "left_out": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {"file": {"type": "str", "required": True}, "reason": {"type": "str", "required": True}},
    },
    "directory": {"type": "path", "required": True},
    "formats": {
        "type": "list",
        "elements": "str",
        "choices": ["json", "md", "html"],
        "default": ["json", "md", "html"],
    },
    "title": {"type": "str", "default": "Mimecast drift report"},
    "generated": {"type": "str"},
    "compare_with": {"type": "path"},
    "command": {"type": "str", "default": decisions.COMMAND},
}


def run(params: Mapping[str, Any]) -> Entry:
    """Write the report over the accounts in ``params`` and return its summary and the paths of the files.

    Raises:
        Failure: the directory is not there, nothing can be written into it, or the report to compare with is none.
    """
    directory = Path(params["directory"]).absolute()
    check_directory(directory)
    generated = params.get("generated") or now()
    accounts = [*params["accounts"], *unusable(params.get("left_out") or ())]
    earlier, warnings = _earlier(params.get("compare_with"), directory)
    report = document.document(
        params["title"], generated, accounts, earlier, params.get("command") or decisions.COMMAND
    )
    return {
        "changed": False,
        "generated": generated,
        "warnings": warnings,
        "files": write(report, directory, params["formats"]),
        "summary": document.summary(report),
        "accounts": [
            {name: account[name] for name in ("name", "status", "error", "advice", "since", "link")}
            for account in report["accounts"]
        ],
        "decisions": [
            {"what": decisions.label(each), **{word: each[word] for word in ("status", "accounts", "command")}}
            for each in report["decisions"]
        ],
        "lines": decisions.lines(report["decisions"]),
        "msg": document.sentence(report),
        "compared": document.versus(report),
    }


def _earlier(path: str | None, directory: Path) -> tuple[Any, list[str]]:
    """Return the report to compare with, or None, and warnings.

    Args:
        path: the one that is asked for; without one that which is about to be replaced counts, if there is one.

    Raises:
        Failure: what is asked for cannot be read or is no report.
    """
    place = Path(path).absolute() if path else directory / "drift.json"
    if not path and not place.exists():
        return None, []
    why = "it is not a drift report with this layout"
    try:
        report = json.loads(place.read_text(encoding="utf-8"))
        if isinstance(report, dict) and report.get("schema") == document.SCHEMA and document.whole(report):
            return report, []
    except OSError as error:
        why = str(error.strerror)
    except ValueError:
        pass
    told = f"{place} cannot be compared with: {why}"
    if path:
        raise Failure(f"compare_with: {told}")
    return None, [told]


def now() -> str:
    """Return the present moment as ISO 8601 in UTC, to the second."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_directory(directory: Path) -> None:
    """Raise Failure unless files can be made in ``directory``; that is tried, since rights alone do not tell."""
    if not directory.exists():
        raise Failure(f"directory: {directory} does not exist; create it first")
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
