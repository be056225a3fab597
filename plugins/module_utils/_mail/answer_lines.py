# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers as lines for a person: each in one line first, then its trace, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Answer
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import BYPASSES, resource_of
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import LIMITS
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.steps import DEPENDS, NO, YES, Step

_NEVER_READ = "never read"
"""Where a bypass is known from that a person keeps, and that no list of a site file can name."""
_ORIGINS = {
    accounts.ACCOUNT: "Read from the account",
    accounts.SITE_FILE: "From the site file alone",
    accounts.UNKNOWN: "Not known, because it was not read and the site file does not name it",
    _NEVER_READ: "Not known, because no public call reads it and no trusted source of the site file asks for it",
}
_ACTS = {YES: "acts", DEPENDS: "may act", NO: "does nothing"}
"""What a policy does, those that act first."""


def headline(answer: Answer) -> str:
    """Return which message was asked about, and the answer in one line."""
    message = answer.message.as_data()
    server = f" by {message['ip']}" if "ip" in message else ""
    return f"{message['from']} to {message['to']}{server}: {answer.headline}"


def lines(answers: Sequence[Answer], account: Account, unread: Mapping[str, str]) -> Iterator[str]:
    """Yield all of it.

    Args:
        account: that the answers are about. unread: name of a type -> why it could not be read.
    """
    for answer in answers:
        yield headline(answer)
        yield from (f"  {_trace(step)}" for step in sorted(answer.steps, key=lambda step: [*_ACTS].index(step.acts)))
        for question in answer.depends_on:
            yield f"  {question.id}: {question.sentence}"
            yield from (f"    {reading.id}: {reading.sentence}" for reading in question.readings)
        for excluded in answer.excluded:
            yield f"  {excluded.question} ({excluded.reading}) does not count, by mail_rules: {excluded.evidence}"
    for origin, told in _ORIGINS.items():
        names = [resource_of(name).plural for name in accounts.TYPES if _origin(account, name) == origin]
        if names:
            yield f"{told}: {', '.join(names)}"
    yield from (f"Could not be read: {name}: {why}" for name, why in unread.items())
    yield from (f"Limit: {limit}" for limit in LIMITS)


def _origin(account: Account, name: str) -> str:
    return _NEVER_READ if name in BYPASSES and account.is_unknown(name) else account.origins[name]


def _trace(step: Step) -> str:
    return f"{step.policy} {_ACTS[step.acts]}: {step.why} ({step.rule}: {step.source})"
