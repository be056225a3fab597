# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies of Cloud Integrated: known by number, listed by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/email/cloud-integrated/v1/policies"
ROUTES = {"senders": {"route": "ALL"}, "recipients": {"route": "INTERNAL"}}
BODY: dict[str, Any] = {"name": "Standard", "protectionMode": "MONITOR_ONLY", "targets": ROUTES}


def test_a_policy_is_read_as_it_was_written_with_its_number_and_account(api: Api) -> None:
    number = api.create(PATH, BODY)
    assert api.get(f"{PATH}/{number}") == {"policyId": number, "accountId": "CUKDEMO", **BODY}


def test_a_change_keeps_what_is_not_sent(api: Api) -> None:
    path = f"{PATH}/{api.create(PATH, {**BODY, 'description': 'Why'})}"
    api.patch(path, {**BODY, "protectionMode": "ACTIVE"})
    found = api.get(path)
    assert (found["protectionMode"], found["description"]) == ("ACTIVE", "Why")


def test_the_number_of_a_deleted_policy_is_not_given_again(api: Api) -> None:
    number = api.create(PATH, BODY)
    assert api.send("DELETE", f"{PATH}/{number}").status_code == 204
    assert api.refusal("GET", f"{PATH}/{number}")[0] == 404
    assert int(api.create(PATH, BODY)) == int(number) + 1


def test_the_default_policy_is_always_there(api: Api) -> None:
    found = api.get(f"{PATH}/default-policy")
    assert "isDefault" not in found
    assert api.refusal("DELETE", f"{PATH}/{found['policyId']}")[1] == "err_permission_denied"
    assert api.get(f"{PATH}/{found['policyId']}") == found


def test_nothing_lists_policies_and_nothing_known_changes_the_default_one(api: Api) -> None:
    assert api.send("GET", PATH).status_code == 403
    assert api.send("PATCH", f"{PATH}/default-policy", BODY).status_code == 403


@pytest.mark.parametrize("change", [{"protectionMode": "active"}, {"actions": {"malware": "MOVE_TO_JUNK"}}])
def test_words_are_those_of_the_document(api: Api, change: Any) -> None:
    assert api.refusal("POST", PATH, {**BODY, **change})[1] == "err_validation_value_not_allowed"
