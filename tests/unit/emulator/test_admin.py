# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The admin endpoints: request log, state, faults, health."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import requests

from mimecast_emulator.testing import RunningEmulator

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

GROUPS = "/directory/cloud-gateway/v1/groups"


def admin(api: Api, method: str, path: str, body: Any = None) -> requests.Response:
    return requests.request(method, f"{api.emulator.base_url}/_emulator/{path}", json=body, timeout=5)


def test_health_needs_no_token(api: Api) -> None:
    assert admin(api, "GET", "health").status_code == 200


def test_an_unknown_admin_path_is_a_404(api: Api) -> None:
    assert admin(api, "GET", "nothing").status_code == 404


def test_the_log_holds_each_request_in_order(api: Api) -> None:
    admin(api, "DELETE", "requests")
    api.send("GET", GROUPS, query="x")
    api.send("POST", GROUPS, {"description": "New"})
    api.send("GET", "/nowhere")
    assert admin(api, "GET", "requests").json() == [
        {
            "account": "demo",
            "method": "GET",
            "path": GROUPS,
            "query": {"query": "x"},
            "operation": "listGroups",
            "status": 200,
            "write": False,
            "fault": None,
            "body": None,
            "remarks": [],
            "members": {},
        },
        {
            "account": "demo",
            "method": "POST",
            "path": GROUPS,
            "query": {},
            "operation": "createGroup",
            "status": 201,
            "write": True,
            "fault": None,
            "body": {"description": "New"},
            "remarks": [],
            "members": {"blocked-senders": 0, "permitted-senders": 0, "it-helpdesk": 0, "domain-users": 1, "new": 0},
        },
        {
            "account": "demo",
            "method": "GET",
            "path": "/nowhere",
            "query": {},
            "operation": None,
            "status": 403,
            "write": False,
            "fault": None,
            "body": None,
            "remarks": [],
            "members": {},
        },
    ]
    admin(api, "DELETE", "requests")
    assert admin(api, "GET", "requests").json() == []


def test_token_calls_and_legacy_reads_are_no_writes(api: Api) -> None:
    api.legacy("directory/find-groups")
    entries = {entry["operation"]: entry["write"] for entry in api.emulator.requests() if entry["account"] == "demo"}
    assert entries == {"createToken": False, "legacyFindGroups": False}


def test_a_write_to_a_preview_operation_that_is_off_is_still_logged_as_a_write() -> None:
    with RunningEmulator({"demo": "demo-secret"}, preview=False, strict=True) as emulator:
        form = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo-secret"}
        token = requests.post(f"{emulator.base_url}/oauth/token", data=form, timeout=5).json()["access_token"]
        path = "/policy-management/cloud-gateway/v1/attachment-management/definitions"
        headers = {"Authorization": f"Bearer {token}"}
        requests.post(emulator.base_url + path, json={}, headers=headers, timeout=5)
        entry = emulator.requests()[-1]
    assert (entry["operation"], entry["status"], entry["write"]) == ("createAttachmentSet", 403, True)


def test_the_log_holds_no_secret(api: Api) -> None:
    api.legacy("user/create-user", {"emailAddress": "jo@example.com", "password": "canary"})
    login = {"authMechanisms": ["LOGIN"], "username": "relay", "password": "canary"}
    api.send("PATCH", "/policy-management/cloud-gateway/v1/delivery-route/definitions/x", {"smtpAuthentication": login})
    log = str(api.emulator.requests())
    assert "canary" not in log
    assert "demo-secret" not in log
    assert log.count("'***'") == 3  # the secret of the token call, and one password for each request above


def test_the_state_of_all_accounts_or_of_one_can_be_read(api: Api) -> None:
    assert set(admin(api, "GET", "state").json()) == {"demo", "other"}
    assert set(admin(api, "GET", "state?account=demo").json()) == {
        "delivery_routes",
        "delivery_route_policies",
        "dkim_definitions",
        "dkim_policies",
        "managed_urls",
        "permitted_sender_policies",
        "blocked_sender_policies",
        "anti_spoofing_policies",
        "anti_spoofing_bypass_policies",
        "greylisting_policies",
        "address_alteration_sets",
        "address_alteration_policies",
        "web_security_url_policies",
        "groups",
        "roles",
        "users",
        "attachment_sets",
        "internal_domains",
        "pending_domains",
        "outbound_ips",
        "emergency_contact",
        "managed_senders",
        "external_domains",
        "user_delegates",
        "journaling_services",
        "directory_integrations",
        "cloud_integrated_policies",
        "threat_subscriptions",
        "threat_batches",
        "dmarc_domains",
        "dmarc_domain_groups",
        "dmarc_policy_presets",
        "dmarc_notifications",
        "dmarc_users",
        "dmarc_vendors",
        "dns",
        "gateway",
        "audit",
        "purge_list",
        "snapshots",
        "mail_log",
    }
    assert admin(api, "GET", "state?account=nobody").status_code == 404


def test_named_tables_are_replaced_and_the_others_stay(api: Api) -> None:
    before = admin(api, "GET", "state?account=demo").json()
    assert admin(api, "PUT", "state?account=demo", {"users": {"jo@example.com": {}}}).status_code == 200
    after = admin(api, "GET", "state?account=demo").json()
    assert list(after["users"]) == ["jo@example.com"]
    assert after["groups"] == before["groups"]


def test_what_is_read_can_be_put_back(api: Api) -> None:
    api.create(GROUPS, {"description": "New"})
    before = admin(api, "GET", "state?account=demo").json()
    assert admin(api, "PUT", "state?account=other", before).status_code == 200
    after = admin(api, "GET", "state?account=other").json()
    del before["audit"], after["audit"]
    assert after == before


def test_a_reset_gives_the_fresh_seed(api: Api) -> None:
    fresh = admin(api, "GET", "state?account=demo").json()
    api.create(GROUPS, {"description": "New"})
    assert admin(api, "PUT", "state?account=demo&reset=true", {}).status_code == 200
    assert admin(api, "GET", "state?account=demo").json() == fresh


def test_ids_stay_valid_when_the_state_is_replaced(api: Api) -> None:
    secure_id = api.create(GROUPS, {"description": "New"})
    groups = api.emulator.state("demo")["groups"]
    groups["new"]["description"] = "Renamed"
    api.emulator.set_state("demo", {"groups": groups})
    assert api.get(f"{GROUPS}/{secure_id}")["description"] == "Renamed"


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"colours": {}}, "colours"),
        ({"groups": {"x": {}}}, "groups/x"),
        ({"groups": {"x": {"description": "X", "parent": "y"}}}, "groups/x/parent"),
        ({"users": {"Jo@example.com": {}}}, "users"),
        ({"users": {"jo@example.com": {"role": "King"}}}, "users/jo@example.com/role"),
        ({"roles": {}}, "users/admin@example.com/role"),
        ({"delivery_routes": {"r": {"description": "R", "hostname": "h", "port": 0}}}, "delivery_routes/r/port"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_by_place_and_changes_nothing(
    api: Api, tables: dict[str, Any], place: str
) -> None:
    before = api.emulator.state("demo")
    answer = admin(api, "PUT", "state?account=demo", tables)
    assert answer.status_code == 400
    assert place in answer.json()["error"]
    assert api.emulator.state("demo") == before


def test_what_the_state_shows_is_a_copy(api: Api) -> None:
    api.emulator.state("demo")["groups"].clear()
    assert api.emulator.state("demo")["groups"]


def test_fault_rules_can_be_put(api: Api) -> None:
    assert admin(api, "PUT", "faults", [{"fault": {"kind": "empty_400"}}]).status_code == 200
    assert api.send("GET", "/identity/whoami").status_code == 400
    assert admin(api, "PUT", "faults", [{"fault": {"kind": "x"}}]).status_code == 400


def test_a_group_of_a_hundred_thousand_members_loads_in_seconds_and_pages_quickly(api: Api) -> None:
    members = [{"emailAddress": f"u{number}@m.example", "note": "n"} for number in range(100_000)]
    groups = {**api.emulator.state("demo")["groups"], "big": {"description": "Big", "members": members}}
    begin = time.monotonic()
    admin(api, "PUT", "state?account=demo", {"groups": groups})
    assert time.monotonic() - begin < 10
    group = api.get(GROUPS, query="Big")["groups"][0]["id"]
    token = api.legacy("directory/get-group-members", {"id": group}, pageSize=500)["meta"]["pagination"]["next"]
    begin = time.monotonic()
    for _time in range(20):
        paged = api.legacy("directory/get-group-members", {"id": group}, pageSize=500, pageToken=token)
    assert len(paged["data"][0]["groupMembers"]) == 500
    assert (time.monotonic() - begin) / 20 < 0.1
    begin = time.monotonic()
    api.legacy("directory/remove-group-member", {"id": group, "emailAddress": "u5@m.example"})
    assert time.monotonic() - begin < 0.5
