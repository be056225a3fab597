# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of an answer: which members it has and of which types, and where two shapes differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mimecast_emulator.recording.comparison import TYPES


def places(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every innermost value of an answer with its path; rows of a list share one, addresses are no names."""
    if isinstance(value, dict) and value:
        for name, member in value.items():
            step = "*" if "@" in name else name
            yield from places(member, f"{path}.{step}" if path else step)
    elif isinstance(value, list) and value:
        for item in value:
            yield from places(item, f"{path}[]")
    else:
        yield path, value


def members(body: Any) -> dict[str, str]:
    """Return the path of every member with its type, or its types."""
    found: dict[str, set[str]] = {}
    for path, value in places(body):
        found.setdefault(path, set()).add(TYPES[type(value)])
    return {path: " or ".join(sorted(types)) for path, types in sorted(found.items())}


def differences(recorded: Mapping[str, Any], status: int, headers: Mapping[str, str], body: Any) -> list[str]:
    """Return where an answer differs from a recorded one, each as one line that says what was recorded.

    Args:
        recorded: where it has a ``part``, nothing else of the answer was recorded.
    """
    found = [] if status == recorded["status"] else [f"status: {recorded['status']}"]
    answered = members(body)
    for path, kind in recorded["members"].items():
        if path not in answered:
            found.append(f"missing {path}: {kind}")
        elif answered[path] != kind:
            found.append(f"type of {path}: {kind}")
    part = recorded.get("part", "")
    found += [f"unrecorded {path}" for path in answered if path.startswith(part) and path not in recorded["members"]]
    values = dict(places(body))
    for path, value in recorded.get("values", {}).items():
        if path in values and values[path] != value:
            found.append(f"value of {path}: {value!r}")
    for name, value in recorded.get("headers", {}).items():
        if headers.get(name) != value:
            found.append(f"header {name}: {value}")
    return found
