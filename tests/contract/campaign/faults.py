# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what goes wrong: faults of the API on the way, and a second writer."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Strike

FORBIDDEN = "err_xdk_operation_forbidden_for_address"
BENIGN = ("err_folder_group_member_already_exists", "err_folder_email_address_not_found")


def fault_rules(chance: random.Random, kinds: Sequence[str], whole: bool, rotate_ids: bool) -> list[Entry]:
    """Return the rules of a scenario that touches some types.

    Args:
        whole: the account is looked at before the first task, so a fault in any list would keep most runs from writing.
    """
    operations = [
        operation
        for kind in kinds
        for operation in MANAGED[kind].operations
        if operation is not MANAGED[kind].get or MANAGED[kind].singleton
    ]
    writing = [operation for operation in operations if operation.writes] * (5 if whole else 1)
    skips = [0, 0, 1, 1, 1, 2, 3] if whole else [0, 0, 0, 0, 1, 1, 3]
    rules = []
    for _number in range(chance.choice([0, 1, 2, 2, 3, 4, 6])):
        operation = chance.choice([*operations, *writing])
        rule: Entry = {"operation": operation.id}
        if chance.random() < 0.15:
            rule = {"method": chance.choice(["GET", "POST", "PATCH", "DELETE"])}
        if chance.random() < 0.08:
            rule = {"operation": "createToken"}
        rule |= {"skip": chance.choice(skips), "times": chance.choice([1, 1, 1, 2, 3, None])}
        if chance.random() < 0.2:
            rule["probability"] = 0.4
        rules.append({**rule, "fault": _fault(chance, operation.writes)})
    if chance.random() < 0.12:
        rules.append({"method": "GET", "times": None, "fault": {"kind": "repeat_rows"}})
    # Where ids never repeat, a row that comes twice cannot be told from a second object of the name.
    return [rule for rule in rules if not (rotate_ids and rule["fault"]["kind"].startswith("repeat_"))]


def _fault(chance: random.Random, writes: bool) -> Entry:
    when = chance.choice(["before", "after"])
    plain: list[Entry] = [
        {"kind": "rate_limit", "reset_ms": chance.choice([0, 5, 50, 700, 4000])},
        {"kind": "status", "status": chance.choice([500, 502, 503, 504]), "when": when},
        {"kind": "status", "status": chance.choice([500, 503]), "when": "after"},
        {"kind": "reset", "when": when},
        {"kind": "truncate"},
        {"kind": "not_json"},
        {"kind": "expire_token"},
        {"kind": "slow", "delay_ms": 3},
        {"kind": "empty_400"},
        {"kind": "permission"},
        {"kind": "app_forbidden"},
        {"kind": "redirect", "location": "https://elsewhere.example/"},
    ]
    reading: list[Entry] = [{"kind": "repeat_page_token"}, {"kind": "repeat_rows"}, {"kind": "repeat_rows"}]
    writing: list[Entry] = [
        {"kind": "ignore_write"},
        {"kind": "ignore_write"},
        {
            "kind": "fail_items",
            "code": chance.choice([FORBIDDEN, *BENIGN]),
            "match": chance.choice(["", "[13579]@", "d"]),
        },
        {"kind": "fail_items", "code": FORBIDDEN, "match": "sender1"},
    ]
    return chance.choice([*plain, *(writing if writes else reading)])


def strikes(chance: random.Random) -> Iterator[Strike]:
    """Yield when a second writer strikes, in one scenario of four."""
    if chance.random() < 0.25:
        for _number in range(chance.randint(1, 4)):
            yield Strike(chance.choice([1, 1, 2, 2, 3, 4, 5, 8]), chance.randrange(1 << 30))
