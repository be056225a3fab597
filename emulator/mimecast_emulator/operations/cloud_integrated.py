# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies of Cloud Integrated. Nothing lists them, and the default one can only be read.

Facts and their sources: openapi.yaml.
May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Call, Handler
from ..contract import Json
from ..envelopes import Answer, Refused

TABLE = "cloud_integrated_policies"
FIRST_NUMBER = 7001


def get_default(call: Call) -> Answer:
    """The policy that always exists (TF: documented)."""
    for key, row in call.account.tables[TABLE].listed:
        if row.get("isDefault"):
            return Answer(200, _shown(call, key))
    raise Refused("err_not_found", "there is no default policy", status=404)


def get_policy(call: Call) -> Answer:
    """One policy (TF: documented)."""
    return Answer(200, _shown(call, _key(call)))


def create_policy(call: Call) -> Answer:
    """A new policy under the next number (TF: documented; that ids are numbers is in its fixtures)."""
    number = call.account.next_number(TABLE, FIRST_NUMBER)
    call.account.add(TABLE, dict(call.body), number)
    return Answer(201, {"policyId": number})


def update_policy(call: Call) -> Answer:
    """Changes the members that are sent and no other: the one client sends all of them, so this is inferred."""
    key = _key(call)
    call.account.change(TABLE, key, {**call.account.tables[TABLE][key], **call.body})
    return Answer(204)


def delete_policy(call: Call) -> Answer:
    """Deletes a policy; the default one stays (inferred)."""
    key = _key(call)
    if call.account.tables[TABLE][key].get("isDefault"):
        raise Refused("err_permission_denied", "the default policy cannot be deleted")
    call.account.remove(TABLE, key)
    return Answer(204)


def _key(call: Call) -> str:
    """The number in the path: clients compare it with the one they were given, so it is spelled one way only."""
    key: str = call.parameters["policyId"]
    if key not in call.account.tables[TABLE]:
        raise Refused("err_not_found", "names nothing", field="policyId", status=404)
    return key


def _shown(call: Call, key: str) -> Json:
    row = {name: value for name, value in call.account.tables[TABLE][key].items() if name != "isDefault"}
    return {"policyId": key, "accountId": call.account.gateway.get("accountCode", ""), **row}


HANDLERS: Mapping[str, Handler] = {
    "getCloudIntegratedDefaultPolicy": get_default,
    "getCloudIntegratedPolicy": get_policy,
    "createCloudIntegratedPolicy": create_policy,
    "updateCloudIntegratedPolicy": update_policy,
    "deleteCloudIntegratedPolicy": delete_policy,
}
