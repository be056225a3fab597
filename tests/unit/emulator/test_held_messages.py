# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Held messages are counted, let go on or refused, and what else the account tells in the legacy style."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

LOG = {"seed": 7, "count": 120, "days": 10}
CONTACT = "/account/cloud-gateway/v1/emergency-contact"
SENDERS = "/email/cloud-gateway/v1/managed-senders/senders/bulk-delete"


@pytest.fixture
def mail(api: Api) -> Api:
    api.emulator.set_state("demo", {"mail_log": LOG})
    return api


def held(api: Api) -> Any:
    start = (datetime.now(timezone.utc) - timedelta(days=11)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    return api.legacy("gateway/get-hold-message-list", {"admin": True, "start": start}, pageSize=500)["data"]


def counted(api: Api) -> int:
    return sum(row["numberOfItems"] for row in api.send("POST", "/api/gateway/get-hold-summary-list").json()["data"])


def status(api: Api, secure_id: str) -> str:
    return str(api.legacy("message-finder/get-message-info", {"id": secure_id})["data"][0]["status"])


def test_as_many_are_counted_as_are_listed(mail: Api) -> None:
    assert counted(mail) == len(held(mail)) > 2


def test_a_released_message_is_delivered_and_held_no_more(mail: Api) -> None:
    first, *others = (row["id"] for row in held(mail))
    assert mail.legacy("gateway/hold-release", {"id": first})["data"] == [{"id": first, "release": True}]
    assert len(held(mail)) == counted(mail) == len(others)
    assert status(mail, first) == "archived"
    assert mail.legacy("gateway/hold-release", {"id": first})["fail"][0]["errors"][0]["code"] == "err_not_found"


def test_rejected_messages_are_refused_one_by_one(mail: Api) -> None:
    first, second, *_others = (row["id"] for row in held(mail))
    mail.legacy("gateway/hold-release", {"id": second})
    answer = mail.legacy("gateway/hold-reject", {"ids": [first, second], "message": "No", "notify": False})
    assert answer["data"] == [{"id": first, "reject": True}]
    assert answer["fail"][0]["key"] == {"id": second}
    assert (status(mail, first), status(mail, second)) == ("rejected", "archived")


def test_decisions_about_held_messages_are_part_of_the_state(mail: Api) -> None:
    first = held(mail)[0]["id"]
    mail.legacy("gateway/hold-release", {"id": first})
    log = mail.emulator.state("demo")["mail_log"]
    mail.emulator.set_state("demo", {"mail_log": LOG})
    before = counted(mail)
    mail.emulator.set_state("demo", {"mail_log": log})
    assert counted(mail) == before - 1


def decisions(api: Api, **members: Any) -> Any:
    start = (datetime.now(timezone.utc) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    (entry,) = api.legacy("gateway/get-held-release-logs", {"start": start, **members}, pageSize=500)["data"]
    return entry["heldReleaseLogs"]


def test_what_was_decided_is_in_the_log_from_then_on(mail: Api) -> None:
    assert decisions(mail) == []
    first, second, *_others = held(mail)
    mail.legacy("gateway/hold-release", {"id": first["id"]})
    mail.legacy("gateway/hold-reject", {"ids": [second["id"]], "message": "No", "notify": False})
    assert {row["subject"]: row["status"] for row in decisions(mail)} == {
        first["subject"]: "released",
        second["subject"]: "rejected",
    }
    assert decisions(mail, end="2026-01-01T00:00:00+0000") == []


@pytest.mark.parametrize(
    ("search", "count"),
    [
        ({"searchBy": {"fieldName": "subject", "value": "no such subject"}}, 0),
        ({"searchBy": {"fieldName": "operator", "value": "API-application"}}, 2),
        ({"searchBy": {"fieldName": "all", "value": "spam scanning"}}, 2),
        ({"filterBy": [{"fieldName": "status", "value": "rejected"}]}, 1),
        ({"filterBy": [{"fieldName": "attachments", "value": "true"}]}, 0),
    ],
)
def test_decisions_are_searched_and_filtered(mail: Api, search: Any, count: int) -> None:
    first, second, *_others = (row["id"] for row in held(mail))
    mail.legacy("gateway/hold-release", {"id": first})
    mail.legacy("gateway/hold-reject", {"ids": [second], "message": "No", "notify": False})
    assert len(decisions(mail, **search)) == count


def test_nothing_is_under_way(mail: Api) -> None:
    assert mail.legacy("gateway/find-processing-messages")["data"] == [{"messages": []}]


def test_internal_domains_are_read_all_or_by_name(api: Api) -> None:
    names = [row["domain"] for row in api.legacy("domain/get-internal-domain")["data"]]
    assert names == ["example.com", "example.org", "example.net"]
    (row,) = api.legacy("domain/get-internal-domain", {"domain": "Example.org"})["data"]
    assert (row["local"], row["sendOnly"], row["inboundType"]) == (True, False, "known")


def test_packages_have_a_name_and_an_id(api: Api) -> None:
    rows = api.legacy("provisioning/get-packages")["data"]
    assert rows[0] == {"products": {"id": "1000", "name": "Email Security"}}


def test_support_information_names_the_jurisdiction(api: Api) -> None:
    (row,) = api.send("POST", "/api/account/get-support-info", {}).json()["data"]
    assert row["hostingJurisdiction"] == "EU"


def test_part_of_the_emergency_contact_can_be_changed_once_there_is_one(api: Api) -> None:
    assert api.refusal("PATCH", CONTACT, {"telephone": "+1 202 555 0101"})[0] == 400
    whole = {"contactName": "Jo", "contactEmailAddress": "jo@example.com", "mobilePhone": "+1 202 555 0100"}
    api.send("PUT", CONTACT, whole)
    api.patch(CONTACT, {"telephone": "+1 202 555 0101"})
    assert api.get(CONTACT) == {**whole, "telephone": "+1 202 555 0101"}


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": ["a.example"], "type": "manual", "action": "block"}])
def test_a_deletion_of_managed_senders_names_whom_and_one_choice_at_most(api: Api, body: Any) -> None:
    assert api.refusal("POST", SENDERS, body)[0] == 400


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ({"ids": ["Sender@a.example"]}, {"other@a.example", "b@b.example"}),
        ({"ids": ["a.example"]}, {"b@b.example"}),
        ({"ids": ["a.example"], "action": "permit"}, {"other@a.example", "b@b.example"}),
        ({"ids": ["a.example"], "type": "auto"}, {"sender@a.example", "other@a.example", "b@b.example"}),
    ],
)
def test_managed_senders_are_deleted_by_address_or_domain(api: Api, body: Any, left: set[str]) -> None:
    for action, sender in (("permit", "sender@a.example"), ("block", "other@a.example"), ("block", "b@b.example")):
        item = {"action": action, "sender": sender, "to": "admin@example.com"}
        api.legacy("managedsender/permit-or-block-sender", item)
    answer = api.send("POST", SENDERS, body)
    rows = api.emulator.state("demo")["managed_senders"].values()
    assert {row["sender"] for row in rows} == left
    assert answer.json() == {"deletedCount": 3 - len(left)}
