# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the account and its gateway say about themselves: CONTRACT section 3.10.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..call import Call, Handler
from ..envelopes import Answer


def get_gateway_details(call: Call) -> Answer:
    """Region, MX host and SPF text (TF: documented)."""
    shown = {name: value for name, value in call.account.gateway.items() if name != "accountName"}
    return Answer(200, shown)


def get_account(call: Call) -> Answer:
    """Properties of the account, with two secrets as in live answers (J1: observed)."""
    account = call.account
    return Answer(
        200,
        envelopes.legacy(
            [
                {
                    "accountCode": account.gateway.get("accountCode", ""),
                    "accountName": account.gateway.get("accountName", ""),
                    "region": account.gateway.get("region", ""),
                    "type": "full",
                    "gateway": True,
                    "archive": False,
                    "userCount": len(account.visible_users()),
                    "passphrase": "emulated-passphrase",
                    "supportCode": "emulated-support-code",
                    "packages": ["Email Security [1000]", "Advanced Administration [1011]"],
                }
            ]
        ),
    )


def who_am_i(call: Call) -> Answer:
    """Identity of the API application (TF: documented)."""
    code = call.account.gateway.get("accountCode", "")
    return Answer(200, {"version": "2.0", "type": "application", "account-codes": {"cg": code}})


HANDLERS: Mapping[str, Handler] = {
    "getGatewayDetails": get_gateway_details,
    "getAccount": get_account,
    "whoAmI": who_am_i,
}
