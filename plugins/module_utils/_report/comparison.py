# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two reports -> what is new, what still differs, and what is gone.

Pure. An account that is missing from one of the two is not compared: its differences are neither called new nor gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry

Identity = tuple[str, str]
"""(type, name)"""


def compared(accounts: Sequence[Entry], generated: str, former: Mapping[str, Any]) -> Entry:
    """Mark each difference of ``accounts`` as new or still there, and return what there is to tell of the two reports.

    Args:
        accounts: of this report; their ``change`` and ``first_seen`` and those of their objects are set.
        generated: the time stamp of this report.
        former: an earlier report.
    """
    earlier = {account["name"]: account for account in former["accounts"]}
    told: Entry = {"generated": former["generated"], "new": 0, "still": 0, "gone": [], "recovered": []}
    left: list[str] = []
    for account in accounts:
        before = earlier.get(account["name"])
        if before is None:
            left.append(account["name"])
            continue
        was = before["status"] == "error" if account["status"] == "error" else before["status"] != "ok"
        _mark(account, before if was else None, generated, former["generated"])
        if account["status"] == "error":
            told[account["change"]] += 1
        elif before["status"] == "error":
            told["recovered"].append(account["name"])
        if not (_looked_at(account) and _looked_at(before)):
            left.append(account["name"])
            continue
        known = _differences(before)
        for found in _differences(account).values():
            _mark(found, known.get((found["type"], found["name"])), generated, former["generated"])
            told[found["change"]] += 1
        told["gone"] += _gone(account, known)
    here = {account["name"] for account in accounts}
    return {**told, "not_compared": [*left, *(name for name in earlier if name not in here)]}


def _mark(found: Entry, before: Mapping[str, Any] | None, generated: str, earlier: str) -> None:
    if found["status"] not in ("ok", "in_sync"):
        found["change"] = "still" if before else "new"
        found["first_seen"] = (before.get("first_seen") or earlier) if before else generated


def _looked_at(account: Mapping[str, Any]) -> bool:
    return bool(account["status"] != "error" or account["objects"])


def _differences(account: Mapping[str, Any]) -> dict[Identity, Any]:
    return {(found["type"], found["name"]): found for found in account["objects"] if found["status"] != "in_sync"}


def _gone(account: Mapping[str, Any], known: Mapping[Identity, Mapping[str, Any]]) -> Iterator[Entry]:
    there = _differences(account)
    for identity, found in known.items():
        if identity not in there and found["type"] not in account["unreadable"]:
            yield {"account": account["name"], **{word: found[word] for word in ("type", "title", "name", "status")}}
