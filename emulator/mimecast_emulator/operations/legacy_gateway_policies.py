# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocked senders and anti-spoofing bypass in the legacy style: CONTRACT section 3.5. Both styles show the same
policies.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from .. import envelopes
from ..account import Account
from ..call import Call, Handler, each_item, read_or_foreign
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row
from . import legacy_policies


@dataclass(frozen=True, slots=True)
class Family:
    """A family: the table of its policies, and which conditions they have."""

    table: str
    conditions: tuple[str, ...]


BLOCKED = Family("blocked_sender_policies", ("sourceIPs",))
BYPASS = Family("anti_spoofing_bypass_policies", ("sourceIPs", "spfDomains"))


def get_policies(family: Family, call: Call) -> Answer:
    """The policies that are asked for by their ids; all without one (XSOAR: observed)."""
    named = [call.key(family.table, item["id"]) for item in call.items if "id" in item]
    keys = named or list(call.account.tables[family.table])
    return Answer(200, envelopes.legacy([_rendered(call.account, family, key) for key in keys]))


def create_policies(family: Family, call: Call) -> Answer:
    """New policies; an item with an id replaces that policy (XSOAR: observed, undocumented)."""

    def create(item: Json) -> Json:
        if "id" in item:
            return _replaced(family, call, item)
        key = call.account.add(family.table, _row(family, call, item))
        return _rendered(call.account, family, key)

    return each_item(call, create)


def update_policy(family: Family, call: Call) -> Answer:
    """Replaces a whole policy: members that are left out are lost (CONTRACT quirk 18: XSOAR)."""
    return each_item(call, partial(_replaced, family, call))


def delete_policies(family: Family, call: Call) -> Answer:
    """Deletes policies (CYWARE: documented); what is not there is refused (inferred)."""

    def delete(item: Json) -> Json:
        call.account.remove(family.table, call.key(family.table, item["id"]))
        return {"id": item["id"]}

    return each_item(call, delete)


def delete_blocked(call: Call) -> Answer:
    """Deletes one policy; one that is not there is a 404 in a 200 (R7: observed)."""
    secure_id = call.items[0]["id"]
    read_or_foreign(call, secure_id)
    try:
        key = call.key(BLOCKED.table, secure_id)
    except Refused:
        return Answer(200, envelopes.legacy((), status=404))
    call.account.remove(BLOCKED.table, key)
    return Answer(200, envelopes.legacy([{"id": secure_id}]))


def _replaced(family: Family, call: Call, item: Json) -> Json:
    key = call.key(family.table, item["id"])
    call.account.change(family.table, key, _row(family, call, item))
    return _rendered(call.account, family, key)


def _row(family: Family, call: Call, item: Json) -> Row:
    policy = item.get("policy", {})
    if not policy.get("description"):
        raise Refused("err_validation_null", "must be given", field="policy.description")
    return {**legacy_policies.stored(call, policy, family.conditions), "option": item["option"]}


def _rendered(account: Account, family: Family, key: str) -> Json:
    row = account.tables[family.table][key]
    policy = legacy_policies.rendered(account, row)
    return {"option": row["option"], "id": account.ids.issue(family.table, key), "policy": policy}


HANDLERS: Mapping[str, Handler] = {
    "legacyCreateBlockedSenderPolicy": partial(create_policies, BLOCKED),
    "legacyGetBlockedSenderPolicies": partial(get_policies, BLOCKED),
    "legacyDeleteBlockedSenderPolicy": delete_blocked,
    "legacyCreateBypassPolicy": partial(create_policies, BYPASS),
    "legacyGetBypassPolicies": partial(get_policies, BYPASS),
    "legacyUpdateBypassPolicy": partial(update_policy, BYPASS),
    "legacyDeleteBypassPolicies": partial(delete_policies, BYPASS),
}
