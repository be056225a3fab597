# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replays a plan over the recent mail of an account, and learns from it how the account reads its policies.

It only reads. A message is evidence only if it came after the last change of policies: what held before is not known.
It knows nothing of Ansible.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound
from ansible_collections.mailops.mimecast.plugins.module_utils._mail import settling
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.calibration import Calibration, calibrated
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import INBOUND, TAKEN, Tracked
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Leaf, Settled
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import PERMIT
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.replay import replayed
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import LIMITS
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import many
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit, moments, tracking
from ansible_collections.mailops.mimecast.plugins.module_utils._run.tracking import MOST_DAYS

MOST_INFORMED = 200
"""So many messages are asked about one by one, at most OF_A_CLASS of those that policies do not tell apart."""
OF_A_CLASS = 3

SPREADING = datetime.timedelta(minutes=5)
"""A change of a policy may need so long to act everywhere (rule S9: KB 34000376923795)."""

_DECIDING = ("polic", "definition", "group", "folder", "domain", "alteration", "sender")
"""What the kind or the category of an audit event holds that may be about what decides about mail (inferred)."""


Accounts = Callable[[], tuple[Account, Account]]


def check(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the option."""
    days = int(params.get("replay_days") or 0)
    if 0 <= days <= MOST_DAYS:
        return []
    return [
        Problem("replay_days", f"{days} is not possible, expected 0 to {MOST_DAYS}: Mimecast tracks 30 days of mail")
    ]


def of_plan(client: Client, accounts: Accounts, days: int, now: datetime.datetime, known: Settled) -> Entry:
    """Return what a plan would have done to the mail of the last days.

    Mail that cannot be read is reported as ``unreadable`` with the reason and without a count: it is not "no mail".

    Args:
        accounts: reads the account as it is, and as it will be. now: the present moment, in UTC.
        known: readings that the site file excludes for the account.
    """
    try:
        return {"days": days, "unreadable": "", **_replay(client, accounts, days, now, known)}
    except ApiError as error:
        told = f"mail could not be replayed, and it is not known what the plan would have done to it: {error}"
        return {"days": days, "unreadable": str(error), "warnings": [told]}


def _replay(client: Client, accounts: Accounts, days: int, now: datetime.datetime, known: Settled) -> Entry:
    before, after = accounts()
    if not before.domains:
        raise ApiError("the search for mail needs the internal domains of the account, and none could be read")
    mail = tracking.read(client, sorted(before.domains), days, now)
    calibration, warnings = _calibration(client, Engine(before), mail.messages, now)
    settled, none_left = settling.together(known, calibration.settled)
    warnings += [
        f"mail_rules: the readings of {rule} that the site excludes contradict the mail of the "
        "account, so no reading is excluded"
        for rule in none_left
    ]
    if calibration.contradicting:
        told = many(calibration.contradicting, "message")
        warnings.append(
            f"{told} had a result that no reading explains, so a part of the account is not visible: see contradictions"
        )
    found = replayed(before, after, mail.messages, now.date().isoformat(), settled)
    return {
        "since": mail.since,
        **found.as_data(),
        "calibration": calibration.as_data(),
        "mail_rules": settling.records(calibration.settled.exclusions, known),
        "from_site_file": list(before.from_site_file),
        "warnings": [*mail.warnings, *warnings],
        "limits": list(LIMITS),
    }


def _calibration(
    client: Client, engine: Engine, messages: Sequence[Tracked], now: datetime.datetime
) -> tuple[Calibration, list[str]]:
    """Return what the messages show that came after the last change of policies, and warnings."""
    try:
        since = _last_change(client, now)
    except ApiError as error:
        told = f"nothing is learned from mail: it cannot be read whether policies were changed in between: {error}"
        return Calibration(0), [told]
    telling = [message for message in messages if message.received >= since]
    return calibrated(engine, _informed(client, engine, telling)), []


def _last_change(client: Client, now: datetime.datetime) -> str:
    """Return the moment from which on mail tells something about the policies that there are now."""
    events = audit.events(client, {}, audit.days_back(MOST_DAYS + 1, now), now)
    changes = [event for event in events if _decides(event)]
    if not changes:
        return ""
    last = moments.told(changes[-1]["time"])
    return moments.written((last or now) + SPREADING)


def _decides(event: Entry) -> bool:
    told = f"{event['kind']} {event['category']}".lower()
    return any(word in told for word in _DECIDING)


def _informed(client: Client, engine: Engine, messages: Iterable[Tracked]) -> list[Tracked]:
    """Return messages, with all that tracking knows of a few of each class whose fate is open.

    Where permits are what a site file says, the fate of every class is: an empty list says as much as any other.
    """
    asked: Counter[Any] = Counter()
    permits_are_told = PERMIT in engine.account.from_site_file
    found = []
    for message in messages:
        if message.direction == INBOUND and message.evidence.refused_by == TAKEN:
            mail = engine.matching.mail_class(message.message)
            is_open = permits_are_told or not isinstance(engine.outcome(mail), Leaf)
            if is_open and asked[mail] < OF_A_CLASS and asked.total() < MOST_INFORMED:
                asked[mail] += 1
                message = _informed_of(client, message)
        found.append(message)
    return found


def _informed_of(client: Client, message: Tracked) -> Tracked:
    try:
        return tracking.informed(client, message)
    except NotFound:
        return message
