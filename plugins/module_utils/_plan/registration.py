# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The next step for a domain that should become internal: register, extend, verify, give up, or wait. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Change,
    Creation,
    Deletion,
    Unchanged,
    Update,
)

PENDING, INTERNAL = {"status": "pending"}, {"status": "internal"}
LIFE_DAYS = 30
"""How long a token is good for from when it was made or extended (CONTRACT 3.8)."""


@dataclass(frozen=True)
class Pending:
    """A domain that waits for its verification, as the account has it.

    Attributes:
        token: what DNS has to serve, "" where the account does not show it. expires: when the token ends, as the API
            writes it.
        ended: whether that has passed. served: whether DNS serves the token; None where that is not known.
    """

    domain: str
    id: str
    token: str
    expires: str
    ended: bool
    served: bool | None = None

    @property
    def record(self) -> str:
        """The record to publish, as a line of a zone file, or ""."""
        return f'{self.domain}. IN TXT "{self.token}"' if self.token else ""


@dataclass(frozen=True)
class Job:
    """One step for a domain: what it changes, and what is sent for it; "" where nothing is."""

    change: Change
    action: Literal["", "register", "extend", "verify", "delete"] = ""


def planned(resource: Resource, wish: Desired, pending: Mapping[str, Pending], internal: frozenset[str]) -> Job:
    """Return the one next step for a domain. A domain that is internal needs none."""
    found = pending.get(wish.key)
    blank = Unchanged(resource.name, resource.title, wish.key, wish.where, id=found.id if found else "")
    if wish.state == "absent":
        return Job(blank.become(Deletion, present=PENDING, before=PENDING), "delete") if found else Job(blank)
    if wish.key in internal and not found:
        return Job(blank.become(Unchanged, present=INTERNAL, entry=INTERNAL))
    if found is None:
        return Job(blank.become(Creation, entry=PENDING, after=PENDING), "register")
    blank = blank.become(Unchanged, present=PENDING, entry=PENDING)
    if found.ended:
        before, after = {"token": f"ended {found.expires}"}, {"token": f"extended by {LIFE_DAYS} days"}
        return Job(blank.become(Update, before=before, after=after), "extend")
    if found.served:
        return Job(blank.become(Update, entry=INTERNAL, before=PENDING, after=INTERNAL), "verify")
    return Job(blank)


def refused(wish: Desired, pending: Mapping[str, Pending], internal: frozenset[str]) -> list[Problem]:
    """Return a problem for a domain that should be given up but is not pending any more."""
    if wish.state != "absent" or wish.key not in internal or wish.key in pending:
        return []
    told = f"refused: {shown(wish.key)} is already an internal domain, and the API cannot delete one; do that by hand"
    return [Problem(wish.where, told)]
