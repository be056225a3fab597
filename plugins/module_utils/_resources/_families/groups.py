# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the groups that every account has; other descriptors refer to groups by name too."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import look_alikes, spelling

BLOCKED, PERMITTED = BUILTIN = ("Blocked Senders", "Permitted senders")
"""As the API spells them, different capitals included (CONTRACT 3.6: observed)."""

group_name = spelling.one_of_ignoring_case(*BUILTIN)


def group_or_none(value: object) -> str:
    """Return the name of a group, or an empty string for none."""
    return str(group_name(value)) if value != "" else ""


def near_builtin(name: str) -> str:
    """Return the built-in group that a reader takes ``name`` for although it is another name, or ""."""
    if name in BUILTIN:
        return ""
    words = look_alikes.as_read(name)
    return next((builtin for builtin in BUILTIN if _is_near(words, look_alikes.as_read(builtin))), "")


def _is_near(words: list[str], others: list[str]) -> bool:
    if "".join(words) == "".join(others):
        return True
    pairs = zip(words, others, strict=False)
    return len(words) == len(others) and all(look_alikes.one_slip_apart(word, other) for word, other in pairs)
