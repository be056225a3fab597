# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places in drift.html that a chat message can point to: one for each account and each of its objects.

Pure. A place stays the same from report to report as long as account and object keep their names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def of_account(name: str) -> str:
    """Return what follows ``drift.html#`` for an account, in letters that every chat keeps as one link.

    It begins with a slash, as nothing else in the page does.
    """
    return f"/{_part(name)}"


def of_objects(account: str, objects: Sequence[tuple[str, str]]) -> list[str]:
    """Return the place of each object of an account, no two of them equal.

    Args:
        objects: type and name of each.
    """
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for identity in objects:
        seen[identity] += 1
        twin = f"/{seen[identity]}" if seen[identity] > 1 else ""
        found.append("".join(f"/{_part(each)}" for each in (account, *identity)) + twin)
    return found


def _part(name: str) -> str:
    return "".join(character if character in _PLAIN else _hex(character) for character in name)


def _hex(character: str) -> str:
    return "".join(f"~{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
