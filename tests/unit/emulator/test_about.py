# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the account and its gateway say about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api


def test_gateway_details_hold_one_mx_object_and_the_spf_text(api: Api) -> None:
    details = api.get("/email/cloud-gateway/v1/gateway-details")
    assert details["region"] == "eu"
    assert details["inboundMxRecords"] == {"hostname": "eu-smtp-inbound-1.mimecast.com", "priority": 10}
    assert details["spf"] == "v=spf1 include:eu._netblocks.mimecast.com ~all"


def test_gateway_details_may_hold_several_mx_objects(api: Api) -> None:
    records = [{"hostname": f"eu-smtp-inbound-{n}.mimecast.com", "priority": 10} for n in (1, 2)]
    api.emulator.set_state("demo", {"gateway": {"region": "eu", "inboundMxRecords": records}})
    assert api.get("/email/cloud-gateway/v1/gateway-details")["inboundMxRecords"] == records


def test_the_account_answer_holds_secrets_as_live_answers_do(api: Api) -> None:
    (account,) = api.legacy("account/get-account")["data"]
    assert account["passphrase"]
    assert account["supportCode"]
    assert account["accountCode"] == api.get("/identity/whoami")["account-codes"]["cg"]
    assert account["userCount"] == 3


def test_the_account_answer_has_every_member_that_was_recorded(api: Api) -> None:
    (account,) = api.legacy("account/get-account")["data"]
    assert len(account) == 30
    assert isinstance(account["maxRetention"], int)
    assert account["policyInheritance"] is False
    assert account["contentAdministratorDefaultView"] == "Metadata"


def test_accounts_are_apart(api: Api, other_api: Api) -> None:
    api.create("/directory/cloud-gateway/v1/groups", {"description": "Mine"})
    assert other_api.get("/directory/cloud-gateway/v1/groups", query="Mine")["groups"] == []
    codes = {client.get("/identity/whoami")["account-codes"]["cg"] for client in (api, other_api)}
    assert len(codes) == 2
