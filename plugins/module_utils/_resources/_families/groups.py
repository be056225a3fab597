# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the groups that every account has; other descriptors refer to groups by name too."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling

BUILTIN = ("Blocked Senders", "Permitted senders")
"""As the API spells them, different capitals included (CONTRACT 3.6: observed)."""

group_name = spelling.one_of_ignoring_case(*BUILTIN)


def group_or_none(value: object) -> str:
    """Return the name of a group, or an empty string for none."""
    return str(group_name(value)) if value != "" else ""
