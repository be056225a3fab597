# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the emulator's log of requests tells of the states that an account went through, one write after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BATCH = 10
"""Most members that one call takes (CONTRACT 3.6)."""


def sizes(groups: Mapping[str, Any]) -> dict[str, int]:
    """Return how many members each row of the table of groups has."""
    return {key: len(row["members"]) for key, row in groups.items()}


def too_few(requests: Iterable[Mapping[str, Any]], before: Mapping[str, int], wanted: Mapping[str, int]) -> list[str]:
    """Return every write after which a group held fewer members than its start and its end allow minus one batch.

    Args:
        requests: the log. before, wanted: how many members each group had, and was to have; a group that is not in
            both is not judged.
    """
    floors = {group: min(before[group], wanted[group]) - BATCH for group in before.keys() & wanted.keys()}
    return [
        f"{request['operation']}: {group} held {size} members, {floors[group]} is the least"
        for request in requests
        for group, size in request["members"].items()
        if size < floors.get(group, 0)
    ]
