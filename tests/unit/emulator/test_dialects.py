# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where sources disagree about the live service, a switch takes each side."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api
from mimecast_emulator import contract
from mimecast_emulator.dialect import READINGS
from mimecast_emulator.spelling import SPELLINGS

POLICIES = "/policy-management/cloud-gateway/v1"
EVERYONE = {"type": "everyone"}
POLICY = {"description": "P", "option": "block_sender", "from": EVERYONE, "to": EVERYONE}
ROUTE = {"description": "R", "hostname": "mail.example.com", "port": 25}
LOGIN = {"authMechanisms": ["LOGIN"], "username": "relay", "password": "canary"}


def speak(api: Api, question: str, word: str) -> None:
    api.emulator.set_dialect([f"{question}={word}"])


@pytest.mark.parametrize(
    ("word", "keys"),
    [("documented", {"policies", "definitions"}), ("policies", {"policies"}), ("definitions", {"definitions"})],
)
def test_lists_of_policies_have_the_key_of_the_dialect(api: Api, word: str, keys: set[str]) -> None:
    speak(api, "list_key", word)
    lists = [api.get(f"{POLICIES}/{family}/policies") for family in ("blocked-senders", "greylisting")]
    assert {key for body in lists for key in body} - {"meta"} == keys
    assert "definitions" in api.get(f"{POLICIES}/delivery-route/definitions")


@pytest.mark.parametrize(("word", "names"), [("policyId", ["policyId"]), ("id", ["id"]), ("both", ["id", "policyId"])])
def test_a_new_policy_is_named_as_the_dialect_says(api: Api, word: str, names: list[str]) -> None:
    speak(api, "created", word)
    answer = api.send("POST", f"{POLICIES}/blocked-senders/policies", POLICY).json()
    assert sorted(answer) == names
    for secure_id in answer.values():
        assert api.get(f"{POLICIES}/blocked-senders/policies/{secure_id}")["description"] == "P"


def test_the_login_of_a_single_route_is_flat_or_nested(api: Api) -> None:
    path = f"{POLICIES}/delivery-route/definitions"
    secure_id = api.create(path, {**ROUTE, "smtpAuthentication": LOGIN})
    flat = api.get(f"{path}/{secure_id}")
    speak(api, "route_login", "nested")
    shown = {"authMechanisms": ["LOGIN", ""], "username": "relay"}
    assert flat == {**ROUTE, **shown}
    assert api.get(f"{path}/{secure_id}") == {**ROUTE, "smtpAuthentication": shown}


@pytest.mark.parametrize("word", READINGS["next_page"])
def test_the_next_page_is_told_where_the_dialect_says(api: Api, word: str) -> None:
    speak(api, "next_page", word)
    body = api.get("/user/cloud-gateway/v1/users", pageSize=2)
    token: Any = body
    for part in word.split("."):
        token = token[part]
    last = api.get("/user/cloud-gateway/v1/users", pageSize=2, pageToken=token)
    assert (len(last["users"]), last["meta"]) == (1, {})
    assert "nextToken" not in last


def test_dates_of_policies_are_days_or_moments(api: Api) -> None:
    path = f"{POLICIES}/blocked-senders/policies"
    secure_id = api.create(path, {**POLICY, "fromDateTime": "2026-12-01", "toDateTime": "2026-12-31"})
    speak(api, "policy_dates", "date-time")
    rows = [api.get(f"{path}/{secure_id}"), api.get(path)["definitions"][-1]]
    told = {(row["fromDateTime"], row["toDateTime"]) for row in rows}
    assert told == {("2026-12-01T00:00:00Z", "2026-12-31T23:59:59Z")}


def test_writes_have_the_status_of_the_dialect(api: Api) -> None:
    api.emulator.set_dialect(["created_status=200", "changed_status=200"])
    path = f"{POLICIES}/blocked-senders/policies"
    made = api.send("POST", path, POLICY)
    changed = api.send("PATCH", f"{path}/{made.json()['policyId']}", {"description": "Q"})
    assert [(answer.status_code, bool(answer.json())) for answer in (made, changed)] == [(200, True), (200, False)]


@pytest.mark.parametrize(("word", "told"), [("na", "na"), ("null", None), ("empty", ""), ("absent", "nothing")])
def test_the_profile_of_a_user_without_a_role_says_what_the_dialect_does(api: Api, word: str, told: Any) -> None:
    speak(api, "no_role", word)
    (profile,) = api.legacy("user/get-profile", {"emailAddress": "postmaster@example.com"})["data"]
    assert profile.get("role", "nothing") == told


@pytest.mark.parametrize("question", SPELLINGS)
def test_each_spelling_touches_an_operation_and_has_a_default(question: str) -> None:
    assert any(SPELLINGS[question].touches(operation) for operation in contract.load().operations.values())
    assert len(READINGS[question]) > 1


def test_a_refusal_is_spelled_as_ever(api: Api) -> None:
    api.emulator.set_dialect(["created_status=200", "created=id", "list_key=policies"])
    assert api.refusal("POST", f"{POLICIES}/blocked-senders/policies", {})[0] == 400


def endpoint(api: Api, method: str, body: Any = None) -> requests.Response:
    return requests.request(method, f"{api.emulator.base_url}/_emulator/dialects", json=body, timeout=5)


def test_dialects_are_listed_and_changed_at_their_end_point(api: Api) -> None:
    assert endpoint(api, "PUT", {"list_key": "policies", "S7": "b"}).status_code == 200
    told = endpoint(api, "GET").json()
    assert {question: told[question]["answer"] for question in ("list_key", "S7", "S5")} == {
        "list_key": "policies",
        "S7": "b",
        "S5": "a",
    }
    assert set(told["next_page"]["answers"]) == set(READINGS["next_page"])
    assert "policies" in api.get(f"{POLICIES}/blocked-senders/policies")


@pytest.mark.parametrize("wrong", [{"list_key": "rows"}, {"nothing": "a"}, ["list_key"], {"S7": 1}])
def test_a_dialect_that_is_not_known_changes_nothing(api: Api, wrong: Any) -> None:
    assert endpoint(api, "PUT", wrong).status_code == 400
    assert endpoint(api, "GET").json()["list_key"]["answer"] == "documented"
