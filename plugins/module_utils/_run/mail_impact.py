# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What plans do to mail: compares the account as it is with the account as it will be. It knows nothing of Ansible.

Only a run with changes loads it.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, settling
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.impact import Impact, impact
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts

_FEW = 5


def of_plans(found: Accounts, today: str, site: Any) -> Impact | None:
    """Return what plans do to mail; if they do not concern mail, read nothing and return None.

    Args:
        site: as written; it may exclude readings of open rules.
    """
    if not any(plan.changes and plan.resource.name in accounts.TYPES for plan in found.plans):
        return None
    return impact(found.present.account, found.planned.account, today, settling.of_site(site))


def as_data(found: Impact | None) -> Entry:
    """Return it as plain values, with the lines that a person reads."""
    if found is None:
        return {"changes": [], "permits_something_new": False, "days": [], "not_exact": [], "lines": []}
    lines = [change.sentence for change in found.changes]
    lines += [f"There may be more than that: {why}" for why in found.not_exact]
    return {**found.as_data(), "lines": [visible(line) for line in lines]}


def new_permits(found: Impact | None) -> list[Problem]:
    """Return a problem if plans let mail pass that was stopped or checked before, under any reading."""
    if found is None or not found.permits_something_new:
        return []
    told = [change.sentence for change in found.changes if change.permits] or list(found.not_exact)
    return [Problem("no_new_permits", f"the plan lets mail pass that does not pass now: {first_of(told, _FEW)}")]
