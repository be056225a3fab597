# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that tells what is left to a person as numbered lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._report import summary_text
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import today
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain


def as_todo(manual: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what a task returned under ``manual`` as numbered lines, and the records to paste afterwards."""
    return summary_text.jobs(plain(manual), today())


class FilterModule:
    """The collection's filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by name."""
        return {"todo": as_todo}
