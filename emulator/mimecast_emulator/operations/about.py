# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the account and its gateway return about themselves: CONTRACT section 3.10.

May not know about HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .. import envelopes
from ..call import Call, Handler
from ..contract import Json
from ..envelopes import Answer

ACCOUNT: Json = {
    "archive": False,
    "gateway": True,
    "passphrase": "emulated-passphrase",
    "supportCode": "emulated-support-code",
    "maxRetention": 30,
    "maxRetentionConfirmed": True,
    "minRetentionEnabled": False,
    "automatedSegmentPurge": True,
    "type": "full",
    "policyInheritance": False,
    "databaseCode": "emulated",
    "searchReason": False,
    "contentAdministratorDefaultView": "Metadata",
    "adminSessionTimeout": 60,
    "exportApi": False,
    "exgestAllowQuery": False,
    "exgestAllowExtraction": True,
    "expressAccount": False,
    "cybergraphV2Enabled": False,
    "adminEmail": "",
    "contactEmail": "admin@example.com",
    "domain": "",
    "mimecastId": "01-0000-00001",
    "contactName": "Administrator",
    "telephone": "+1 202 555 0100",
    "packages": ["Email Security [1000]", "Advanced Administration [1011]"],
}


def get_gateway_details(call: Call) -> Answer:
    """Region, MX host and SPF text (TF: documented)."""
    shown = {name: value for name, value in call.account.gateway.items() if name != "accountName"}
    return Answer(200, shown)


def get_account(call: Call) -> Answer:
    """Properties of the account, with two secrets as in live answers. Members and their types are observed (J1, XSOAR),
    the values are made up."""
    account, gateway = call.account, call.account.gateway
    told = {
        "accountCode": gateway.get("accountCode", ""),
        "accountName": gateway.get("accountName", ""),
        "region": gateway.get("region", ""),
        "userCount": len(account.visible_users()),
    }
    return Answer(200, envelopes.legacy([{**ACCOUNT, **told}]))


def get_packages(call: Call) -> Answer:
    """The products of the account; the members are documented (POSTMAN), how a name becomes two of them is inferred."""
    packages = (re.fullmatch(r"(.+) \[(\d+)\]", text) for text in ACCOUNT["packages"])
    rows = [{"products": {"id": found[2], "name": found[1]}} for found in packages if found]
    return Answer(200, envelopes.legacy(rows))


def get_support_info(call: Call) -> Answer:
    """Who helps the account and from where (BLINK: documented); the values are made up."""
    region = call.account.gateway.get("region", "").upper()
    return Answer(
        200,
        envelopes.legacy(
            [
                {
                    "supportPackage": "Emulated",
                    "hostingJurisdiction": region,
                    "supportJurisdiction": region,
                    "renewalDate": "2099-12-31",
                    "customerAdvocate": "",
                    "mainProduct": "Email Security",
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
    "getPackages": get_packages,
    "getSupportInfo": get_support_info,
}
