# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who owns an object: the account, or a directory that synchronises it."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row


def is_synchronised(row: Row) -> bool:
    """Whether a directory brings the object (CONTRACT 3.6 and 3.9: documented), in whatever case the answer says so."""
    words = (str(row.get("source")).lower(), str(row.get("addressType")).lower())
    return words[0] == "ldap" or "ldap" in words[1]
