# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, permissions, headers and the shape of refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from mimecast_emulator.envelopes import Answer
from mimecast_emulator.operations import HANDLERS
from mimecast_emulator.rates import Rates
from mimecast_emulator.testing import RunningEmulator
from mimecast_emulator.tokens import LIFETIME, Tokens

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

TOKEN = "/oauth/token"
GRANT = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo-secret"}
POLICIES = "/policy-management/cloud-gateway/v1/delivery-route/policies"


def test_a_token_lives_1799_seconds(emulator: RunningEmulator) -> None:
    answer = requests.post(emulator.base_url + TOKEN, data=GRANT, timeout=5)
    body = answer.json()
    assert answer.status_code == 200
    assert body.pop("access_token")
    assert body == {"token_type": "Bearer", "expires_in": 1799, "scope": ""}


def test_credentials_may_come_in_http_basic(emulator: RunningEmulator) -> None:
    form = {"grant_type": "client_credentials"}
    answer = requests.post(emulator.base_url + TOKEN, data=form, auth=("demo", "demo-secret"), timeout=5)
    assert answer.status_code == 200


@pytest.mark.parametrize("change", [{"client_secret": "wrong"}, {"client_id": "nobody"}, {"client_id": "other"}])
def test_wrong_credentials_are_a_flat_401(emulator: RunningEmulator, change: dict[str, str]) -> None:
    answer = requests.post(emulator.base_url + TOKEN, data={**GRANT, **change}, timeout=5)
    assert answer.status_code == 401
    assert answer.json()["fail"][0]["code"] == "unauthorized"


def test_a_grant_that_does_not_fit_is_a_400(emulator: RunningEmulator) -> None:
    assert requests.post(emulator.base_url + TOKEN, data={"grant_type": "password"}, timeout=5).status_code == 400


def test_several_tokens_of_an_account_live_at_once(emulator: RunningEmulator, api: Api) -> None:
    requests.post(emulator.base_url + TOKEN, data=GRANT, timeout=5)
    assert api.send("GET", "/identity/whoami").status_code == 200


def test_ids_are_spelled_anew_after_a_token_and_the_former_ones_stay_valid() -> None:
    path = "/policy-management/cloud-gateway/v1/blocked-senders/policies"
    with RunningEmulator({"demo": "demo-secret"}, strict=True) as emulator, requests.Session() as session:

        def sign_in() -> None:
            token = session.post(emulator.base_url + TOKEN, data=GRANT, timeout=5).json()["access_token"]
            session.headers["Authorization"] = f"Bearer {token}"

        def spelling() -> str:
            return str(session.get(emulator.base_url + path, timeout=5).json()["definitions"][0]["id"])

        sign_in()
        first, again = spelling(), spelling()
        sign_in()
        later = spelling()
        assert first == again != later
        assert session.get(f"{emulator.base_url}{path}/{first}", timeout=5).status_code == 200


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic ZGVtbzpkZW1v", "Bearer"])
def test_a_call_without_a_valid_token_is_a_flat_401(api: Api, header: str | None) -> None:
    api.session.headers["Authorization"] = header  # type: ignore[assignment]  # None leaves the header out
    answer = api.send("GET", "/identity/whoami")
    assert (answer.status_code, answer.json()["fail"][0]["code"]) == (401, "unauthorized")


def test_a_token_expires() -> None:
    now = [0.0]
    tokens = Tokens({"demo": "demo-secret"}, lambda: now[0])
    token = tokens.grant("demo", "demo-secret")
    assert token is not None
    now[0] = LIFETIME - 1
    assert tokens.look_up(token) == ("valid", "demo")
    now[0] = LIFETIME
    assert tokens.look_up(token) == ("expired", "demo")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/nowhere"),
        ("PUT", POLICIES),
        ("GET", "/api/directory/find-groups"),
        ("POST", "/api/ttp/url/decode-url"),
    ],
)
def test_a_path_that_is_not_served_is_app_forbidden_and_never_404(api: Api, method: str, path: str) -> None:
    answer = api.send(method, path)
    assert (answer.status_code, answer.json()["fail"][0]["code"]) == (403, "app_forbidden")


def test_authentication_comes_before_the_path(emulator: RunningEmulator) -> None:
    assert requests.get(f"{emulator.base_url}/nowhere", timeout=5).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/policy-management/cloud-gateway/v1/permitted-senders/policies",
        "/policy-management/cloud-gateway/v1/attachment-management/definitions",
        "/role/cloud-gateway/v1/roles/x/members",
    ],
)
def test_preview_operations_answer_exactly_like_unknown_paths_unless_asked_for(path: str) -> None:
    with RunningEmulator({"demo": "demo-secret"}, preview=False, strict=True) as emulator:
        token = requests.post(emulator.base_url + TOKEN, data=GRANT, timeout=5).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        preview = requests.get(emulator.base_url + path, headers=headers, timeout=5)
        unknown = requests.get(f"{emulator.base_url}/nowhere", headers=headers, timeout=5)
    assert (preview.status_code, preview.content) == (unknown.status_code, unknown.content)
    assert preview.status_code == 403


def test_rate_headers_count_down_over_all_calls_of_an_account() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    assert rates.headers("demo") == rates.headers("other")
    now[0] = 0.581
    assert rates.headers("demo") == {
        "X-RateLimit-Limit": "800",
        "X-RateLimit-Remaining": "798",
        "X-RateLimit-Reset": "4419",
    }
    now[0] = 5.0
    assert rates.headers("demo")["X-RateLimit-Remaining"] == "799"


def test_every_answer_has_rate_headers_and_whom_nobody_knows_another_limit(api: Api) -> None:
    answers = [api.send("GET", path) for path in ("/identity/whoami", "/directory/cloud-gateway/v1/groups", "/nowhere")]
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers]
    assert left == [left[0], left[0] - 1, left[0] - 2]
    api.session.headers["Authorization"] = "Bearer wrong"
    assert api.send("GET", "/identity/whoami").headers["X-RateLimit-Limit"] == "5000"


def test_only_what_succeeded_says_that_nobody_may_keep_it(api: Api) -> None:
    success, refused = (api.send("GET", path).headers for path in ("/identity/whoami", "/nowhere"))
    assert (success["Cache-Control"], success["Pragma"]) == ("no-store", "no-cache")
    assert not {"Cache-Control", "Pragma"} & refused.keys()


def test_a_rest_body_that_does_not_fit_names_code_message_and_field(api: Api) -> None:
    body = {"description": "", "from": {"type": "email_domain"}, "to": {"type": "nobody"}, "colour": "red"}
    answer = api.send("POST", POLICIES, body)
    assert answer.status_code == 400
    assert {(error["field"], error["code"]) for error in answer.json()["errors"]} == {
        ("description", "err_validation_blank"),
        ("from.domain", "err_validation_null"),
        ("to.type", "err_validation_value_not_allowed"),
        ("definitionId", "err_validation_null"),
        ("colour", "err_deserialise"),
    }


def test_a_rest_body_that_is_no_json_is_refused(api: Api) -> None:
    answer = api.session.post(api.emulator.base_url + POLICIES, data=b"{", timeout=5)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "err_deserialise")


def test_a_legacy_item_that_does_not_fit_is_a_failure_in_a_200_with_the_item_as_key(api: Api) -> None:
    item = {"emailAddress": "nobody"}
    answer = api.send("POST", "/api/user/create-user", {"data": [item]})
    assert answer.status_code == 200
    fail = answer.json()["fail"][0]
    assert fail["key"] == item
    assert fail["errors"][0]["code"] == "err_validation_invalid_email_address"
    assert fail["errors"][0]["field"] == "emailAddress"


@pytest.mark.parametrize("body", [b'{"data": null}', b"{", b"[]"])
def test_a_legacy_body_of_the_wrong_kind_is_err_deserialise(api: Api, body: bytes) -> None:
    answer = api.session.post(f"{api.emulator.base_url}/api/directory/find-groups", data=body, timeout=5)
    assert answer.status_code == 400
    assert answer.json()["meta"]["status"] == 400
    assert answer.json()["fail"][0]["errors"][0]["code"] == "err_deserialise"


def test_a_legacy_list_needs_no_body_at_all(api: Api) -> None:
    answer = api.session.post(f"{api.emulator.base_url}/api/directory/find-groups", timeout=5)
    assert answer.json()["meta"]["status"] == 200


def test_page_sizes_beyond_the_cap_are_refused(api: Api) -> None:
    assert api.refusal("GET", "/user/cloud-gateway/v1/users", pageSize=101) == (
        400,
        "err_validation_range",
        "pageSize",
    )
    assert api.refusal("GET", "/user/cloud-gateway/v1/users", pageSize="many")[0] == 400
    assert api.legacy("directory/find-groups", pageSize=501)["meta"]["status"] == 400


def test_a_page_token_of_another_list_is_refused(api: Api) -> None:
    token = api.get("/user/cloud-gateway/v1/users", pageSize=1)["meta"]["nextPage"]
    assert api.refusal("GET", "/role/cloud-gateway/v1/roles", pageToken=token)[2] == "pageToken"
    assert api.refusal("GET", "/role/cloud-gateway/v1/roles", pageToken="x")[2] == "pageToken"


def test_rest_pages_follow_each_other_until_no_next_page_is_named(api: Api) -> None:
    names: list[str] = []
    query: dict[str, Any] = {"pageSize": 3}
    while query:
        page = api.get("/role/cloud-gateway/v1/roles", **query)
        names += [role["roleName"] for role in page["roles"]]
        query = {"pageSize": 3, "pageToken": page["meta"]["nextPage"]} if page["meta"] else {}
    assert len(names) == len(set(names)) == 7


def test_legacy_pages_count_their_rows_and_lead_both_ways(api: Api) -> None:
    first = api.legacy("directory/find-groups", pageSize=2)["meta"]["pagination"]
    last = api.legacy("directory/find-groups", pageSize=2, pageToken=first["next"])["meta"]["pagination"]
    assert (first["pageSize"], first["totalCount"], "previous" in first) == (2, 3, False)
    assert (last["pageSize"], last["totalCount"], "next" in last) == (1, 3, False)
    back = api.legacy("directory/find-groups", pageSize=2, pageToken=last["previous"])["meta"]["pagination"]
    assert back["pageSize"] == 2


def test_an_empty_legacy_result_has_no_total(api: Api) -> None:
    assert api.legacy("directory/find-groups", {"query": "nothing"})["meta"]["pagination"] == {"pageSize": 0}


def test_an_error_of_the_emulator_itself_is_a_500(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "whoAmI", lambda call: Answer(200, {"colour": "red"}))
    assert "colour" in api.send("GET", "/identity/whoami").json()["emulator_error"]
    monkeypatch.setitem(HANDLERS, "whoAmI", lambda call: 1 / 0)
    answer = api.send("GET", "/identity/whoami")
    assert (answer.status_code, "ZeroDivision" in answer.text) == (500, True)
