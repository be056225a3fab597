# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocked senders and anti-spoofing bypass in the legacy style are the policies that the REST style shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

REST = "/policy-management/cloud-gateway/v1"
BLOCKED, BYPASS = "policy/blockedsenders", "policy/antispoofing-bypass"
EVERYONE = {"type": "everyone"}
POLICY = {"description": "Mine", "from": {"type": "email_domain", "emailDomain": "News.example"}, "to": EVERYONE}
BLOCK = {"option": "block_sender", "policy": POLICY}
SPF = {"option": "enable_bypass", "policy": {**POLICY, "conditions": {"spfDomains": ["a.example"], "hostnames": ["h"]}}}


def made(api: Api, base: str, item: Any) -> Any:
    (row,) = api.legacy(f"{base}/create-policy", item)["data"]
    return row


def test_a_policy_of_one_style_is_read_in_the_other(api: Api) -> None:
    made(api, BLOCKED, BLOCK)
    row = api.get(f"{REST}/blocked-senders/policies")["definitions"][-1]
    assert (row["description"], row["from"]) == ("Mine", {"type": "email_domain", "domain": "news.example"})
    legacy = [row["policy"]["description"] for row in api.legacy(f"{BLOCKED}/get-policy")["data"]]
    assert legacy == ["Default Blocked Senders Policy", "Mine"]


def test_a_bypass_keeps_the_conditions_that_it_has(api: Api) -> None:
    row = made(api, BYPASS, SPF)
    assert row["policy"]["conditions"] == {"spfDomains": ["a.example"]}
    assert api.get(f"{REST}/anti-spoofing-bypass/policies")["definitions"][0]["spfDomains"] == ["a.example"]


@pytest.mark.parametrize(
    ("flat", "read"),
    [
        ({"fromType": "everyone"}, EVERYONE),
        ({"fromType": "email_domain", "fromValue": "b.example"}, {"type": "email_domain", "emailDomain": "b.example"}),
        (
            {"fromType": "individual_email_address", "fromValue": "jo@b.example"},
            {"type": "individual_email_address", "emailAddress": "jo@b.example"},
        ),
    ],
)
def test_a_scope_may_be_written_flat(api: Api, flat: dict[str, str], read: dict[str, str]) -> None:
    row = made(api, BLOCKED, {"option": "block_sender", "policy": {"description": "Flat", **flat}})
    assert (row["policy"]["from"], row["policy"]["to"]) == (read, EVERYONE)


def test_an_item_with_an_id_replaces_the_whole_policy(api: Api) -> None:
    secure_id = made(api, BLOCKED, BLOCK)["id"]
    made(api, BLOCKED, {"id": secure_id, "option": "no_action", "policy": {"description": "Other"}})
    (row,) = api.legacy(f"{BLOCKED}/get-policy", {"id": secure_id})["data"]
    assert (row["option"], row["policy"]["description"], row["policy"]["from"]) == ("no_action", "Other", EVERYONE)


def test_a_bypass_is_replaced_and_deleted(api: Api) -> None:
    secure_id = made(api, BYPASS, SPF)["id"]
    update = {"id": secure_id, "option": "disable_bypass", "policy": {"description": "Other"}}
    (row,) = api.legacy(f"{BYPASS}/update-policy", update)["data"]
    assert (row["option"], row["policy"]["conditions"]) == ("disable_bypass", {})
    answer = api.legacy(f"{BYPASS}/delete-policy", {"id": secure_id}, {"id": secure_id})
    assert (len(answer["data"]), answer["fail"][0]["errors"][0]["code"]) == (1, "err_not_found")


def test_deleting_a_blocked_senders_policy_twice_is_a_404_in_a_200(api: Api) -> None:
    secure_id = made(api, BLOCKED, BLOCK)["id"]
    assert api.legacy(f"{BLOCKED}/delete-policy", {"id": secure_id})["data"] == [{"id": secure_id}]
    answer = api.send("POST", f"/api/{BLOCKED}/delete-policy", {"data": [{"id": secure_id}]})
    assert (answer.status_code, answer.json()) == (200, {"meta": {"status": 404}, "data": [], "fail": []})
    assert api.send("POST", f"/api/{BLOCKED}/delete-policy", {"data": [{"id": secure_id[:-3]}]}).status_code == 400


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        ({}, "policy.description"),
        ({"description": "Mine", "fromType": "email_domain"}, "policy.fromValue"),
        ({"description": "Mine", "from": {"type": "free_mail_domains"}}, "policy.from.type"),
    ],
)
def test_a_policy_that_says_too_little_is_refused(api: Api, policy: Any, field: str) -> None:
    (refused,) = api.legacy(f"{BLOCKED}/create-policy", {"option": "block_sender", "policy": policy})["fail"]
    assert refused["errors"][0]["field"] == field


def test_both_styles_of_a_state_can_be_saved_and_read_again(api: Api) -> None:
    made(api, BLOCKED, BLOCK)
    made(api, BYPASS, SPF)
    api.emulator.set_state("other", {"blocked_sender_policies": api.emulator.state("demo")["blocked_sender_policies"]})
    assert "mine" in api.emulator.state("other")["blocked_sender_policies"]
