# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a run of one type may go, and how it works: the options of a task, read once.

It knows neither Ansible nor the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry

DEFAULT_MAX_DELETES = 10


@dataclass(frozen=True)
class Settings:
    """What the user allows.

    Attributes:
        purge: delete what the task does not name, as far as its name matches ``purge_match``. A task that names nothing
            needs a word of ``accept_risk`` for it.
        max_deletes: most objects that one run may delete, and most items that it may take out of lists which lose more
            than a quarter of theirs.
        accept_risk: words of the refusals that are lifted.
        deletions: ``all``; ``none``, to leave them to the end of the play; ``only``, those that were left.
        apply_via: ``auto``, ``api`` or ``console``.
        scan_users: look at every user for a list that the API does not offer.
        console_done: what was done by hand.
    """

    purge: bool = False
    purge_match: str = "*"
    max_deletes: int = DEFAULT_MAX_DELETES
    accept_risk: frozenset[str] = frozenset()
    deletions: str = "all"
    apply_via: str = "auto"
    scan_users: bool = False
    console_done: tuple[Entry, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Settings:
        """Return the settings in checked options, with defaults for the others."""
        limit = params.get("max_deletes")
        return cls(
            purge=bool(params.get("purge")),
            purge_match=params.get("purge_match") or "*",
            max_deletes=DEFAULT_MAX_DELETES if limit is None else int(limit),
            accept_risk=frozenset(params.get("accept_risk") or ()),
            deletions=params.get("deletions") or "all",
            apply_via=params.get("apply_via") or "auto",
            scan_users=bool(params.get("scan_users")),
            console_done=tuple(params.get("console_done") or ()),
        )

    def as_data(self) -> Entry:
        """Return the settings as plain data, in the shape of the options."""
        return {
            **asdict(self),
            "accept_risk": sorted(self.accept_risk),
            "console_done": [dict(record) for record in self.console_done],
        }
