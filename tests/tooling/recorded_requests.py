# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plugin of pytest: writes every distinct request that emulators of a test run were sent into REQUESTS_FILE.

Two requests are distinct if their operation, their query or the shape of their body differs. Texts that may be words of
the API, such as those of an enumeration, belong to the shape; names, addresses, ids and numbers do not.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from mimecast_emulator.contract import Json
from mimecast_emulator.journal import Journal, redacted

REQUESTS: dict[str, Json] = {}
_WORD = re.compile(r"[A-Za-z_]{1,40}")
# An id or the token of a page is one text, however many words chance has put into it.
_VARIES = re.compile(r"[\w-]{20,}=*|\w+")


def pytest_configure() -> None:
    """Listen to what emulators log, from the first test on."""
    add = Journal.add

    def recorded(journal: Journal, entry: Json) -> None:
        add(journal, entry)
        if entry["operation"]:
            request = {name: entry[name] for name in ("operation", "method", "path", "query")}
            _keep({**request, "body": redacted(entry["body"])})

    pytest.MonkeyPatch().setattr(Journal, "add", recorded)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what a worker of pytest-xdist has heard."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["requests"] = list(REQUESTS.values())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker hands over; one that has crashed hands over nothing."""
    for request in getattr(node, "workeroutput", {}).get("requests", []):
        _keep(request)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write what was heard, beside what is in the file already."""
    if hasattr(config, "workeroutput"):
        return
    path = Path(os.environ["REQUESTS_FILE"])
    for request in json.loads(path.read_text("utf-8")) if path.exists() else []:
        _keep(request)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(REQUESTS.values()), indent=1), "utf-8")


def _keep(request: Json) -> None:
    REQUESTS.setdefault(json.dumps(shape(request), sort_keys=True), request)


def shape(request: Json) -> Json:
    """Return what makes a request distinct."""
    return {name: _form(request[name]) for name in ("operation", "query", "body")}


def _form(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _form(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(_form(inner), sort_keys=True) for inner in value})
    if isinstance(value, str) and not _WORD.fullmatch(value):
        return _VARIES.sub("_", value)[:40]
    return type(value).__name__ if isinstance(value, (int, float)) and not isinstance(value, bool) else value
