# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which policy of one type acts on a message: the most specific of those that apply.

What the vendor does not say is asked of the account's dialect.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from ..account import Account
from ..rows import Row
from .log import Message
from .matching import SEVERAL, is_expression, matched_by

CONSOLE_ORDER = (
    "everyone",
    "internal_addresses",
    "external_addresses",
    "email_domain",
    "profile_group",
    "address_attribute_value",
    "individual_email_address",
)
DOMAIN_LAST = (*CONSOLE_ORDER[:3], "profile_group", "email_domain", *CONSOLE_ORDER[5:])


@dataclass(frozen=True)
class Winner:
    """The policy that acts, and the sender address that made it apply."""

    policy: Row
    compared: str


def winner(account: Account, table: str, message: Message) -> Winner | None:
    """The policy of a table that acts on a message, or None where none applies.

    Of policies that nothing tells apart any one acts: for delivery routes that is documented, for others inferred.
    """
    found = [
        Winner(policy, compared)
        for policy in account.tables[table].values()
        if (compared := matched_by(account, policy, message))
    ]
    best = [
        candidate for candidate in found if not any(_beats(account, other.policy, candidate.policy) for other in found)
    ]
    if not best:
        return None
    return random.Random(f"{table} {message.number}").choice(best)  # nosec B311  # not a secret


def _beats(account: Account, policy: Row, other: Row) -> bool:
    """Whether a policy is considered before another one that applies as well."""
    overrides, overridden = policy["override"], other["override"]
    if overrides != overridden and not account.dialect.says("S7", "equal"):
        return bool(overrides)
    if _is_more_specific(account, policy, other):
        return True
    return bool(overrides) and not overridden and not _is_more_specific(account, other, policy)


def _is_more_specific(account: Account, policy: Row, other: Row) -> bool:
    mine, theirs = _ranks(account, policy), _ranks(account, other)
    if account.dialect.says("S5", "from_first") and mine != theirs:
        return mine > theirs
    if account.dialect.says("S5", "to_first") and mine != theirs:
        return mine[::-1] > theirs[::-1]
    if account.dialect.says("S5", "sum") and sum(mine) != sum(theirs):
        return sum(mine) > sum(theirs)
    if account.dialect.says("S5", "both") and mine != theirs:
        return mine[0] >= theirs[0] and mine[1] >= theirs[1]
    return account.dialect.says("S6", "counts") and bool(policy["sourceIPs"]) and not other["sourceIPs"]


def _ranks(account: Account, policy: Row) -> tuple[float, float]:
    """How specific both ends are; of two domains or addresses, the one that stands for less is more specific."""
    order = CONSOLE_ORDER if account.dialect.says("S4", "console") else DOMAIN_LAST
    first, second = (order.index(policy[end]["type"]) + _exactness(policy[end]) for end in ("from", "to"))
    return first, second


def _exactness(target: Row) -> float:
    """How exact a name is: the name itself, several or one with a star, an expression, everything."""
    name = target.get("domain") or target.get("emailAddress") or ""
    if not name.strip("*@."):
        return 0.0
    if is_expression(name):
        return 0.1
    return 0.2 if "*" in name or name.lower().startswith(SEVERAL) else 0.3
