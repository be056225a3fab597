# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which policy of one type acts on a message: the most specific one that applies.

The account's dialect decides what the vendor does not document.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ..account import Account
from ..dialect import MIDDLE
from ..rows import Row
from .matching import SEVERAL, Candidate, is_expression

EXACT, NAMES_SEVERAL, EXPRESSION, CATCH_ALL = 3, 2, 1, 0
PER_LEVEL = 100  # exactness decides inside of a level only


def winner(account: Account, table: str, found: Sequence[Candidate], number: int) -> Candidate | None:
    """The policy of a table that acts on a message, or None.

    If policies are equal, any one acts: documented for delivery routes, inferred for others.
    ``number`` is the message's.
    """
    says, left = account.dialect.says, list(found)
    if not says("S7", "b"):
        left = _preferred(left, "override")
    if says("S6", "c"):
        left = _preferred(left, "sourceIPs")
    left = [policy for policy in left if not any(_is_more_specific(account, other, policy) for other in left)]
    if says("S6", "b"):
        left = _preferred(left, "sourceIPs")
    if says("S7", "b"):
        left = _preferred(left, "override")
    if not left:
        return None
    return random.Random(f"{table} {number}").choice(left)  # nosec B311  # not a secret


def _preferred(left: list[Candidate], member: str) -> list[Candidate]:
    """Those whose policy has something set; all where none has."""
    return [candidate for candidate in left if candidate.policy[member]] or left


def _is_more_specific(account: Account, mine: Candidate, theirs: Candidate) -> bool:
    (sender, recipient), (other_sender, other_recipient) = _ranks(account, mine), _ranks(account, theirs)
    if account.dialect.says("S5", "a"):
        return (sender, recipient) > (other_sender, other_recipient)
    if account.dialect.says("S5", "b"):
        return (recipient, sender) > (other_recipient, other_sender)
    if account.dialect.says("S5", "c"):
        return sender + recipient > other_sender + other_recipient
    differ = (sender, recipient) != (other_sender, other_recipient)
    return differ and sender >= other_sender and recipient >= other_recipient


def _ranks(account: Account, candidate: Candidate) -> tuple[int, int]:
    """How specific both sides are; of two domains or addresses, the one that stands for less is more specific."""
    middle = next(order for letter, order in zip("abcdef", MIDDLE, strict=True) if account.dialect.says("S4", letter))
    order = ("everyone", "internal_addresses", "external_addresses", *middle, "individual_email_address")
    first, second = (
        order.index(side["type"]) * PER_LEVEL + _exactness(side) for side in (candidate.sender, candidate.recipient)
    )
    return first, second


def _exactness(target: Row) -> int:
    """How exact a name is: the name itself, several or a domain with a star, an expression, everything (documented)."""
    name = target.get("domain") or target.get("emailAddress") or ""
    if name and not name.strip("*@."):
        return CATCH_ALL
    if name.lower().startswith(SEVERAL):
        return NAMES_SEVERAL
    if is_expression(name) or ("*" in name and "@" in name.lstrip("@")):
        return EXPRESSION
    return NAMES_SEVERAL if "*" in name else EXACT
