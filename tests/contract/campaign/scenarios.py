# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a scenario out of a seed: everything follows from that one number, so that any run can be repeated."""

from __future__ import annotations

import random

from ansible_collections.mailops.mimecast.tests.contract.campaign import faults, hardships
from ansible_collections.mailops.mimecast.tests.contract.campaign.accounts import account
from ansible_collections.mailops.mimecast.tests.contract.campaign.sites import SiteMaker, apart, in_two_turns
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Scenario, is_whole


def scenario(seed: int, family: str = "") -> Scenario:
    """Return what a seed stands for; ``family`` gives it a hardship of that family, whatever its own is."""
    return hardships.made_harder(_without_hardship(seed), family)


def _without_hardship(seed: int) -> Scenario:
    chance = random.Random(seed)
    whole = is_whole(seed)
    has_unwise = chance.random() < 0.12
    preview = chance.random() < 0.95
    start = account(chance)
    jobs = SiteMaker(chance, start, preview).jobs(has_unwise)
    if not whole:
        jobs = apart(jobs)
    if not whole and preview and chance.random() < 0.3:
        jobs = in_two_turns(jobs)
    # Of its own, so that a new type changes nothing of which way a seed goes.
    way = random.Random(f"way {seed}").choices(["handed", "action", "module"], [94, 3, 3])[0] if preview else "handed"
    handed = way == "handed"
    rotate_ids = handed and chance.random() < 0.25
    rules = faults.fault_rules(chance, [job.resource for job in jobs], whole, rotate_ids)
    late = frozenset(chance.sample(range(1, 40), chance.randint(1, 3))) if chance.random() < 0.2 else frozenset()
    return Scenario(
        seed=seed,
        start=start,
        jobs=tuple(jobs),
        faults={"seed": seed, "rules": rules},
        strikes=tuple(faults.strikes(chance)) if handed else (),
        late=late if handed else frozenset(),
        page_size=chance.choice([0, 0, 2, 2, 3, 7]),
        rotate_ids=rotate_ids,
        preview=preview,
        way=way,
    )
