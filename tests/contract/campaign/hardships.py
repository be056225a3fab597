# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what goes wrong beside faults on the way: one family of hardship in a seed at most, each behind a switch.

Each family takes its chance from a source of its own: switching one off, or on, changes no seed of another.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Hardship, Kill, Scenario

SHARE = 0.5
"""Of the seeds, so many have a hardship."""


def made_harder(made: Scenario, family: str) -> Scenario:
    """Return a scenario with its hardship, as far as that family is tried; with one of ``family`` if that is named."""
    chance = random.Random(f"hardship {made.seed}")
    drawn = chance.choice(list(FAMILIES)) if chance.random() < SHARE else ""
    chosen = family or (drawn if drawn in TRIED else "")
    return FAMILIES[chosen](made, chance) if chosen else made


def _killed(made: Scenario, chance: random.Random) -> Scenario:
    """Let runs be killed at a write each, one after the other."""
    kills = tuple(
        Kill(chance.random(), chance.random() < 0.6, chance.random() < 0.4) for _number in range(chance.randint(1, 3))
    )
    return replace(made, hardship=Hardship("kill", kills=kills))


FAMILIES: Mapping[str, Callable[[Scenario, random.Random], Scenario]] = {
    "kill": _killed,
}
TRIED = frozenset({"kill"})
"""The families that seeds have."""
