# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every change leaves an event, whoever makes it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

GROUPS = "/directory/cloud-gateway/v1/groups"
SETS = "/policy-management/cloud-gateway/v1/attachment-management/definitions"
ROUTES = "/policy-management/cloud-gateway/v1/delivery-route/definitions"


def stamp(**ago: int) -> str:
    return (datetime.now(timezone.utc) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%S+0000")


def events(api: Api, **wanted: Any) -> Any:
    span = {"startDateTime": stamp(days=1), "endDateTime": stamp(minutes=-1)}
    return api.legacy("audit/get-audit-events", {**span, **wanted})


def test_a_fresh_account_has_no_events(api: Api) -> None:
    assert events(api)["data"] == []


def test_api_changes_are_recorded_newest_first(api: Api) -> None:
    secure_id = api.create(SETS, {"description": "Images", "folder": "Sets"})
    api.patch(f"{SETS}/{secure_id}", {"imageHoldProbability": 70})
    api.send("DELETE", f"{SETS}/{secure_id}")
    rows = events(api)["data"]
    assert [row["auditType"] for row in rows] == ["Definition Deleted", "Existing Definition Changed", "New Definition"]
    assert set(rows[0]) == {"id", "auditType", "user", "eventTime", "eventInfo", "category"}
    assert {row["user"] for row in rows} == {"api-application"}
    assert {row["category"] for row in rows} == {"policy_logs"}


def test_the_text_of_an_event_holds_the_whole_object(api: Api) -> None:
    policy = {
        "description": "Permit scanner",
        "option": "permit_sender",
        "from": {"type": "everyone"},
        "to": {"type": "email_domain", "domain": "example.com"},
        "sourceIPs": ["192.0.2.1/32"],
    }
    api.create("/policy-management/cloud-gateway/v1/permitted-senders/policies", policy)
    (row,) = events(api)["data"]
    assert row["auditType"] == "New Policy"
    for text in ("Permitted Senders Policy", "Permit scanner", "permit_sender", "example.com", "192.0.2.1/32"):
        assert text in row["eventInfo"]


def test_the_text_of_an_event_ends_with_date_time_address_and_application(api: Api) -> None:
    api.create(GROUPS, {"description": "One"})
    (row,) = events(api)["data"]
    day, _t, time = row["eventTime"].partition("T")
    assert row["eventInfo"].endswith(f", Date: {day}, Time: {time}, IP: 203.0.113.70, Application: API")


def test_ids_of_events_are_opaque_different_and_stay(api: Api) -> None:
    for name in ("One", "Two"):
        api.create(GROUPS, {"description": name})
    first, again = ([row["id"] for row in events(api)["data"]] for _time in range(2))
    assert first == again
    assert len(set(first)) == 2
    assert all(re.fullmatch(r"[\w-]{220}", event_id) for event_id in first)


@pytest.mark.parametrize("zone", ["+0000", "+00:00", "-05:00", "Z"])
def test_a_span_may_name_its_zone_in_each_way_that_clients_do(api: Api, zone: str) -> None:
    api.create(GROUPS, {"description": "One"})
    start, end = (stamp(**ago)[: -len("+0000")] + zone for ago in ({"hours": 12}, {"hours": -1}))
    assert len(events(api, startDateTime=start, endDateTime=end)["data"]) == 1


def test_members_are_named_in_the_event_of_their_group(api: Api) -> None:
    group = api.get(GROUPS)["groups"][0]["id"]
    api.legacy("directory/add-group-member", {"id": group, "domain": "a.example"}, {"id": group, "domain": "b.example"})
    newest = events(api)["data"][0]
    assert (newest["auditType"], newest["category"]) == ("Existing Group Changed", "profile_group_logs")
    assert "b.example" in newest["eventInfo"]


def test_no_event_holds_a_password(api: Api) -> None:
    login = {"authMechanisms": ["LOGIN"], "username": "relay", "password": "canary"}
    route = {"description": "R", "hostname": "h.example", "port": 25, "smtpAuthentication": login}
    api.create(ROUTES, route)
    api.legacy("user/create-user", {"emailAddress": "jo@example.com", "password": "canary"})
    assert len(events(api)["data"]) == 2
    assert "canary" not in str(events(api))


def test_a_failed_write_leaves_no_event(api: Api) -> None:
    api.send("POST", SETS, {"description": "Images"})
    api.legacy("user/update-user", {"emailAddress": "nobody@example.com", "name": "x"})
    assert events(api)["data"] == []


def test_changes_of_the_state_are_recorded_as_console_changes_of_the_rows_that_differ(api: Api) -> None:
    sets = api.emulator.state("demo")["attachment_sets"]
    sets["default-attachment-set"]["defaultAction"] = "block"
    sets["second"] = {"description": "Second", "folder": "Sets"}
    api.emulator.set_state("demo", {"attachment_sets": sets})
    api.emulator.set_state("demo", {"attachment_sets": sets})
    rows = events(api)["data"]
    assert [row["auditType"] for row in rows] == ["New Definition", "Existing Definition Changed"]
    assert {row["user"] for row in rows} == {"admin@example.com"}
    assert "Second" in rows[0]["eventInfo"]


def test_events_can_be_filtered_by_text_and_category(api: Api) -> None:
    api.create(GROUPS, {"description": "One"})
    api.create(SETS, {"description": "Two", "folder": "Sets"})
    assert len(events(api, query="ONE")["data"]) == 1
    assert len(events(api, categories=["policy_logs"])["data"]) == 1
    assert events(api, categories=["account_logs"])["data"] == []


def test_events_outside_the_span_are_left_out(api: Api) -> None:
    api.create(GROUPS, {"description": "One"})
    assert events(api, endDateTime=stamp(hours=1))["data"] == []


@pytest.mark.parametrize(("start", "end"), [(61, 0), (1, 2)])
def test_a_span_may_go_back_sixty_days_and_not_be_upside_down(api: Api, start: int, end: int) -> None:
    envelope = events(api, startDateTime=stamp(days=start), endDateTime=stamp(days=end))
    assert envelope["fail"][0]["errors"][0]["field"] == "startDateTime"


def test_events_come_in_pages(api: Api) -> None:
    for number in range(3):
        api.create(GROUPS, {"description": f"Group {number}"})
    span = {"startDateTime": stamp(days=1), "endDateTime": stamp(minutes=-1)}
    first = api.legacy("audit/get-audit-events", span, pageSize=2)
    token = first["meta"]["pagination"]["next"]
    last = api.legacy("audit/get-audit-events", span, pageSize=2, pageToken=token)
    assert (len(first["data"]), len(last["data"]), first["meta"]["pagination"]["totalCount"]) == (2, 1, 3)


def test_categories_cover_all_events(api: Api) -> None:
    codes = {row["code"] for row in api.legacy("audit/get-categories")["data"]}
    assert codes == {"account_logs", "policy_logs", "profile_group_logs", "user_account_and_role_logs"}
