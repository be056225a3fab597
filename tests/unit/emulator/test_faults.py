# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from mimecast_emulator.emulator import Emulator
from mimecast_emulator.state import StateError

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

GROUPS = "/directory/cloud-gateway/v1/groups"
MEMBERS = "/api/directory/add-group-member"
WHOAMI = "/identity/whoami"


def fault(kind: str, **members: Any) -> dict[str, Any]:
    return {"kind": kind, **members}


def inject(api: Api, what: dict[str, Any], **rule: Any) -> None:
    api.emulator.set_faults([{"fault": what, **rule}])


def group_names(api: Api) -> list[str]:
    return [row["description"] for row in api.emulator.state("demo")["groups"].values()]


def listed(api: Api) -> list[str]:
    return [row["description"] for row in api.get(GROUPS)["groups"]]


def helpdesk(api: Api) -> str:
    return str(api.get(GROUPS, query="helpdesk")["groups"][0]["id"])


def test_a_rate_limit_says_how_long_to_wait_in_milliseconds(api: Api) -> None:
    inject(api, fault("rate_limit", reset_ms=50))
    answer = api.send("GET", WHOAMI)
    assert (answer.status_code, answer.headers["X-RateLimit-Reset"]) == (429, "50")
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert api.send("GET", WHOAMI).status_code == 200


@pytest.mark.parametrize(("when", "happened"), [("before", False), ("after", True)])
def test_a_5xx_comes_before_or_after_the_write(api: Api, when: str, happened: bool) -> None:
    inject(api, fault("status", status=503, when=when))
    assert api.send("POST", GROUPS, {"description": "New"}).status_code == 503
    assert ("New" in group_names(api)) is happened


@pytest.mark.parametrize(("when", "happened"), [("before", False), ("after", True)])
def test_a_reset_comes_before_or_after_the_write(api: Api, when: str, happened: bool) -> None:
    inject(api, fault("reset", when=when))
    with pytest.raises(requests.ConnectionError):
        api.send("POST", GROUPS, {"description": "New"})
    assert ("New" in group_names(api)) is happened
    assert api.send("GET", WHOAMI).status_code == 200


def test_a_slow_answer_comes_late_but_its_work_is_done_at_once(api: Api) -> None:
    inject(api, fault("slow", delay_ms=300))
    with pytest.raises(requests.Timeout):
        api.session.post(api.emulator.base_url + GROUPS, json={"description": "New"}, timeout=0.1)
    assert "New" in group_names(api)


def test_a_cut_answer_promises_its_whole_length(api: Api) -> None:
    inject(api, fault("truncate"))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        api.send("GET", GROUPS)
    assert api.send("GET", GROUPS).status_code == 200


def test_an_answer_may_be_no_json(api: Api) -> None:
    inject(api, fault("not_json"))
    answer = api.send("GET", WHOAMI)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")


def test_an_expired_token_stays_expired(api: Api) -> None:
    inject(api, fault("expire_token"))
    for _time in range(2):
        answer = api.send("GET", WHOAMI)
        assert (answer.status_code, answer.json()["fail"][0]["code"]) == (401, "token_expired")


@pytest.mark.parametrize("style", ["rest", "legacy"])
def test_a_repeated_page_token_never_ends(api: Api, style: str) -> None:
    inject(api, fault("repeat_page_token"), times=None)

    def next_token(*token: str) -> str:
        paging: dict[str, Any] = {"pageSize": 2, **({"pageToken": token[0]} if token else {})}
        if style == "rest":
            return str(api.get(GROUPS, **paging)["meta"]["nextPage"])
        return str(api.legacy("directory/find-groups", **paging)["meta"]["pagination"]["next"])

    first = next_token()
    assert next_token(first) == next_token(first) == first


def test_repeated_rows_show_the_last_row_of_the_former_page_again(api: Api) -> None:
    inject(api, fault("repeat_rows"), times=None)
    first = api.get(GROUPS, pageSize=2)
    second = api.get(GROUPS, pageSize=2, pageToken=first["meta"]["nextPage"])
    names = [row["description"] for page in (first, second) for row in page["groups"]]
    assert names == ["Blocked Senders", "Permitted senders", "Permitted senders", "IT Helpdesk", "Domain Users"]


def test_skipped_rows_are_missing_where_a_page_begins(api: Api) -> None:
    inject(api, fault("skip_rows"), times=None)
    first = api.get(GROUPS, pageSize=2)
    second = api.get(GROUPS, pageSize=2, pageToken=first["meta"]["nextPage"])
    names = [row["description"] for page in (first, second) for row in page["groups"]]
    assert names == ["Blocked Senders", "Permitted senders", "Domain Users"]


def test_a_lagging_list_shows_a_write_after_so_many_reads(api: Api) -> None:
    inject(api, fault("lag", reads=2), operation="listGroups", times=None)
    secure_id = api.create(GROUPS, {"description": "New"})
    shown = ["New" in listed(api) for _time in range(4)]
    assert shown == [False, False, True, True]
    assert api.get(f"{GROUPS}/{secure_id}")["description"] == "New"


def test_a_lagging_list_shows_a_write_after_so_much_time(api: Api) -> None:
    inject(api, fault("lag", ms=3_600_000), operation="listGroups", times=None)
    before = listed(api)
    api.create(GROUPS, {"description": "New"})
    api.create(GROUPS, {"description": "Newer"})
    assert listed(api) == before
    inject(api, fault("lag", ms=1), operation="listGroups", times=None)
    api.create(GROUPS, {"description": "Newest"})
    assert any(listed(api) == [*before, "New", "Newer", "Newest"] for _time in range(100))


@pytest.mark.parametrize(
    ("to", "kept"),
    [
        ("upper", "PARTNERS IN KENT"),
        ("lower", "partners in kent"),
        ("short", "Partners in"),
        ("wide", "Partners  in  Kent"),
    ],
)
def test_a_name_may_be_kept_otherwise_than_written(api: Api, to: str, kept: str) -> None:
    inject(api, fault("rename", to=to))
    api.create(GROUPS, {"description": "Partners in Kent"})
    assert group_names(api)[-1] == kept
    inject(api, fault("rename", to=to))
    api.legacy("directory/create-group", {"description": "Partners in Kent"})
    assert group_names(api)[-1] == kept


def test_matching_items_of_a_legacy_batch_fail_and_the_others_succeed(api: Api) -> None:
    group = helpdesk(api)
    code = "err_xdk_operation_forbidden_for_address"
    inject(api, fault("fail_items", code=code, match="bad"))
    items = [{"id": group, "domain": f"{name}.example"} for name in ("good", "bad", "fine")]
    envelope = api.send("POST", MEMBERS, {"data": items}).json()
    assert [row["domain"] for row in envelope["data"]] == ["good.example", "fine.example"]
    assert [(entry["key"], entry["errors"][0]["code"]) for entry in envelope["fail"]] == [(items[1], code)]
    assert api.get(f"{GROUPS}/{group}")["userCount"] == 2


def test_matching_items_of_a_rest_batch_keep_their_place(api: Api) -> None:
    inject(api, fault("fail_items", code="x", match="bad"), times=2)
    path = f"{GROUPS}/{helpdesk(api)}/members"
    members = [{"domain": f"{name}.example"} for name in ("bad", "good", "bad2")]
    inject(api, fault("fail_items", code="x", match="bad"), times=2)
    assert [row["success"] for row in api.send("POST", path, {"groupMembers": members}).json()["results"]] == [
        False,
        True,
        False,
    ]
    all_bad = {"groupMembers": [{"domain": "bad.example"}]}
    assert api.send("POST", path, all_bad).json() == {"results": [{"success": False}]}


@pytest.mark.parametrize(
    ("kind", "status", "code"), [("app_forbidden", 403, "app_forbidden"), ("permission", 403, "err_permission_denied")]
)
def test_a_call_may_be_forbidden(api: Api, kind: str, status: int, code: str) -> None:
    inject(api, fault(kind))
    answer = api.send("GET", WHOAMI)
    assert (answer.status_code, answer.json()["fail"][0]["code"]) == (status, code)


def test_an_ignored_write_looks_like_a_success(api: Api) -> None:
    inject(api, fault("ignore_write"))
    secure_id = api.create(GROUPS, {"description": "New"})
    assert "New" not in group_names(api)
    assert api.refusal("GET", f"{GROUPS}/{secure_id}")[0] == 404


def test_an_ignored_call_spells_ids_as_ever() -> None:
    account = Emulator({"demo": "demo-secret"}, preview=True).accounts["demo"]
    assert account.copy().ids.issue("groups", "vip") == account.ids.issue("groups", "vip")


def test_a_member_of_one_object_can_be_spoilt_or_left_out(api: Api) -> None:
    name = '"description": "IT Helpdesk"'
    inject(api, fault("spoil", match=name, member="userCount", value="many"), times=None)
    counts = {row["description"]: row["userCount"] for row in api.get(GROUPS)["groups"]}
    assert [found for found, count in counts.items() if count == "many"] == ["IT Helpdesk"]
    inject(api, fault("spoil", match=name, member="userCount"))
    without = [row["description"] for row in api.get(GROUPS)["groups"] if "userCount" not in row]
    assert without == ["IT Helpdesk"]


def test_a_member_inside_an_object_can_be_spoilt(api: Api) -> None:
    policies = "/policy-management/cloud-gateway/v1/blocked-senders/policies"
    inject(api, fault("spoil", member="from.type", value=7))
    assert {row["from"]["type"] for row in api.get(policies)["definitions"]} == {7}


def test_what_has_no_value_can_be_null(api: Api) -> None:
    state = api.emulator.state("demo")
    members = [{"emailAddress": "jo@example.com", "note": "CHG-1"}, {"domain": "bulk.example"}]
    state["groups"]["it-helpdesk"]["members"] = members
    api.emulator.set_state("demo", {"groups": state["groups"]})
    secure_id = helpdesk(api)
    inject(api, fault("nulls"))
    rows = api.legacy("directory/get-group-members", {"id": secure_id})["data"][0]["groupMembers"]
    assert [(row["emailAddress"], row["notes"]) for row in rows] == [("jo@example.com", "CHG-1"), (None, None)]


def test_an_empty_400_a_redirect_and_a_huge_body(api: Api) -> None:
    inject(api, fault("empty_400"))
    answer = api.send("GET", WHOAMI)
    assert (answer.status_code, answer.content) == (400, b"")
    inject(api, fault("redirect", location="http://127.0.0.1:9/elsewhere"))
    answer = api.send("GET", WHOAMI)
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://127.0.0.1:9/elsewhere")
    inject(api, fault("huge", bytes=3_000_000))
    assert len(api.send("GET", WHOAMI).content) > 3_000_000


def test_the_token_call_can_fail_too(api: Api) -> None:
    inject(api, fault("status", status=500), operation="createToken", account="demo")
    form = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo-secret"}
    statuses = [
        requests.post(f"{api.emulator.base_url}/oauth/token", data=form, timeout=5).status_code for _time in range(2)
    ]
    assert statuses == [500, 200]


@pytest.mark.parametrize(
    "rule",
    [
        {"operation": "whoAmI"},
        {"method": "GET"},
        {"path": "^/identity/"},
        {"account": "demo"},
        {"operation": None, "method": None, "path": None, "account": None},
    ],
)
def test_a_rule_hits_the_requests_that_it_describes(api: Api, rule: dict[str, Any]) -> None:
    inject(api, fault("empty_400"), **rule)
    assert api.send("GET", WHOAMI).status_code == 400


@pytest.mark.parametrize(
    "rule", [{"operation": "listRoles"}, {"method": "POST"}, {"path": "^/directory"}, {"account": "other"}]
)
def test_a_rule_leaves_other_requests_alone(api: Api, rule: dict[str, Any]) -> None:
    inject(api, fault("empty_400"), **rule)
    assert api.send("GET", WHOAMI).status_code == 200


def test_a_rule_skips_and_counts(api: Api) -> None:
    inject(api, fault("empty_400"), skip=1, times=2)
    assert [api.send("GET", WHOAMI).status_code for _time in range(5)] == [200, 400, 400, 200, 200]


def test_chance_is_the_same_for_the_same_seed(api: Api) -> None:
    runs = []
    for _time in range(2):
        rule = {"times": None, "probability": 0.5, "fault": fault("empty_400")}
        api.emulator.set_faults({"seed": 7, "rules": [rule]})
        runs.append([api.send("GET", WHOAMI).status_code for _time in range(20)])
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 400}


def test_the_log_names_the_fault(api: Api) -> None:
    inject(api, fault("rate_limit", reset_ms=1))
    api.emulator.clear_requests()
    api.send("GET", WHOAMI)
    api.send("GET", WHOAMI)
    assert [entry["fault"] for entry in api.emulator.requests()] == ["rate_limit", None]


@pytest.mark.parametrize(
    "rules",
    [
        [{"fault": {"kind": "earthquake"}}],
        [{"fault": {"kind": "slow"}}],
        [{"fault": {"kind": "slow", "delay_ms": 1, "when": "after"}}],
        [{"fault": {"kind": "reset"}, "path": "["}],
        [{"fault": {"kind": "fail_items", "code": "x", "match": "\\p{L}"}}],
        [{"fault": {"kind": "reset"}, "operations": "whoAmI"}],
        {"seed": 1},
    ],
)
def test_rules_that_do_not_fit_are_refused(api: Api, rules: Any) -> None:
    with pytest.raises(StateError):
        api.emulator.set_faults(rules)
