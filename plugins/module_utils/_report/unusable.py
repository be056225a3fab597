# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Account files that an inventory could not use -> what a report and a summary say of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry


def unusable(left_out: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Return account files that the inventory could not use as accounts of a report, each an error.

    Args:
        left_out: ``file`` and ``reason`` of each, as the variable mimecast_left_out has them.
    """
    return [
        {
            "name": str(given["file"]).rpartition("/")[2],
            "file": str(given["file"]),
            "error": f"the account file {given['file']} cannot be used: {given['reason']}",
        }
        for given in left_out
    ]
