# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Message tracking shows the mail of a seeded log, and what the policies of the account did to it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import ACCOUNTS, Api
from mimecast_emulator.testing import RunningEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = {"seed": 7, "count": 120, "days": 10}
SPOOFED = {
    "description": "Spoofed",
    "option": "apply",
    "fromPart": "both",
    "from": {"type": "internal_addresses"},
    "to": {"type": "internal_addresses"},
}


def stamp(**ago: float) -> str:
    return (datetime.now(timezone.utc) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%S+0000")


def searched(api: Api, to: str = "example.com", **wanted: Any) -> list[dict[str, Any]]:
    item = {"start": stamp(days=11), "advancedTrackAndTraceOptions": {"to": to}, **wanted}
    envelope = api.legacy("message-finder/search", item, pageSize=500)
    assert envelope["fail"] == []
    rows: list[dict[str, Any]] = envelope["data"][0]["trackedEmails"]
    return rows


def statuses(rows: list[dict[str, Any]]) -> set[str]:
    return {row["status"] for row in rows}


@pytest.fixture
def mail(api: Api) -> Api:
    """An account with mail, whose group of blocked senders holds one domain."""
    groups = api.emulator.state("demo")["groups"]
    groups["blocked-senders"]["members"] = [{"domain": "news.example"}]
    api.emulator.set_state("demo", {"mail_log": LOG, "groups": groups})
    return api


def test_a_fresh_account_has_no_mail(api: Api) -> None:
    assert searched(api) == []


def test_rows_have_the_members_that_live_rows_have_newest_first(mail: Api) -> None:
    rows = searched(mail)
    assert set(rows[0]) == {
        "id", "status", "info", "fromEnv", "fromHdr", "to", "received", "sent", "subject", "senderIP", "attachments",
        "route", "spamScore", "detectionLevel",
    }  # fmt: skip
    times = [row["received"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert {row["route"] for row in rows} == {"inbound", "internal"}


def test_the_same_seed_gives_the_same_mail_and_another_seed_other_mail(mail: Api) -> None:
    def senders() -> list[str]:
        return [row["fromEnv"]["emailAddress"] for row in searched(mail)]

    former = senders()
    mail.emulator.set_state("demo", {"mail_log": LOG})
    assert senders() == former
    mail.emulator.set_state("demo", {"mail_log": {**LOG, "seed": 8}})
    assert senders() != former


def test_the_policies_that_the_account_holds_now_decide(mail: Api) -> None:
    own = ("@example.com", "@example.org")
    spoofed = [row for row in searched(mail, route=["inbound"]) if row["fromHdr"]["emailAddress"].endswith(own)]
    assert spoofed
    assert "rejected" not in statuses(spoofed)
    mail.emulator.set_state("demo", {"anti_spoofing_policies": {"spoofed": SPOOFED}})
    refused = [row for row in searched(mail) if "Anti-Spoofing" in row["info"]]
    assert len(refused) == len(spoofed)


def test_blocked_senders_are_refused_and_listed_as_rejections(mail: Api) -> None:
    rows = [row for row in searched(mail) if row["fromEnv"]["emailAddress"] == "list@news.example"]
    assert {(row["status"], row["info"]) for row in rows} == {("rejected", "Sender address blocked")}
    envelope = mail.legacy("gateway/get-rejections", {"start": stamp(days=11)})
    found = envelope["data"][0]["rejections"]
    assert {row["fromAddress"] for row in found if row["info"] == "Sender address blocked"} == {"list@news.example"}
    (row,) = mail.legacy(
        "gateway/get-rejections", {"start": stamp(days=11), "searchBy": {"fieldName": "from", "value": "x@y.example"}}
    )["data"]
    assert row["rejections"] == []


def test_spam_is_held_unless_its_sender_is_permitted(mail: Api) -> None:
    def held() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = mail.legacy("gateway/get-hold-message-list", {"start": stamp(days=11)})["data"]
        return rows

    assert {row["route"] for row in held()} == {"INBOUND"}
    everyone = {"description": "Everyone", "option": "permit_sender"}
    mail.emulator.set_state("demo", {"permitted_sender_policies": {"everyone": everyone}})
    assert held() == []


def test_an_unknown_triplet_is_greylisted_once(mail: Api) -> None:
    mail.emulator.set_state("demo", {"greylisting_policies": {"all": {"description": "All", "option": "apply"}}})
    rows = [row for row in searched(mail) if row["status"] == "deferred"]
    triplets = [(row["senderIP"], row["fromEnv"]["emailAddress"], row["to"][0]["emailAddress"]) for row in rows]
    assert triplets
    assert len(set(triplets)) == len(triplets)


def info(api: Api, row: dict[str, Any]) -> Any:
    return api.legacy("message-finder/get-message-info", {"id": row["id"]})["data"][0]


def test_information_is_keyed_by_recipient_in_any_case_and_names_definition_and_not_policy(mail: Api) -> None:
    state = {
        "delivery_routes": {"vault": {"description": "Vault", "hostname": "vault.example.com"}},
        "delivery_route_policies": {"all": {"description": "All mail", "route": "vault"}},
        "permitted_sender_policies": {"everyone": {"description": "Everyone", "option": "permit_sender"}},
    }
    mail.emulator.set_state("demo", state)
    told = [info(mail, row) for row in searched(mail, to="jo@example.com", status=["archived"])[:20]]
    (key,) = told[0]["deliveredMessage"]
    assert key != "jo@example.com"
    assert key.lower() == "jo@example.com"
    policies = [entry.get("policyInfo") for found in told for entry in found["deliveredMessage"].values()]
    assert None in policies, "now and then they are not told"
    expected = [("Permitted Senders", "Permit Sender"), ("Delivery Routing", "Vault")]
    assert [(found["policyType"], found["policyName"]) for found in policies[0] or policies[1]] == expected
    assert told[0]["spamInfo"]["spamProcessingDetail"]["permittedSender"]["info"] == "whitelist"
    assert told[0]["recipientInfo"]["messageInfo"]["fromEnvelope"] is None


def test_what_was_refused_was_delivered_to_nobody(mail: Api) -> None:
    assert "deliveredMessage" not in info(mail, searched(mail, status=["rejected"])[0])


def test_an_id_of_something_else_is_not_found(mail: Api) -> None:
    group = mail.get("/directory/cloud-gateway/v1/groups")["groups"][0]["id"]
    envelope = mail.legacy("message-finder/get-message-info", {"id": group})
    assert envelope["fail"][0]["errors"][0]["code"] == "err_not_found"


def refused(api: Api, item: dict[str, Any]) -> str:
    envelope = api.legacy("message-finder/search", item)
    assert (envelope["meta"]["status"], envelope["data"]) == (200, [])
    return str(envelope["fail"][0]["errors"][0]["code"])


def test_a_search_has_to_name_something_and_may_not_go_back_thirty_days(api: Api) -> None:
    options = {"advancedTrackAndTraceOptions": {"to": "example.com"}}
    assert refused(api, {}) == "err_validation_at_least_one_not_null"
    only_route = {"advancedTrackAndTraceOptions": {"route": "inbound"}}
    assert refused(api, only_route) == "err_validation_at_least_one_not_null"
    assert refused(api, {"start": stamp(days=30), **options}) == "err_track_and_trace_invalid_start_date"
    assert searched(api, start=stamp(days=29, hours=23)) == []


def test_a_domain_does_not_match_its_sub_domains(mail: Api) -> None:
    rows = searched(mail, advancedTrackAndTraceOptions={"from": "partner.example", "route": "inbound"})
    found = {row["fromEnv"]["emailAddress"] for row in rows} | {row["fromHdr"]["emailAddress"] for row in rows}
    assert {"sam@partner.example", "ann@partner.example"} <= found
    rows = searched(mail, advancedTrackAndTraceOptions={"from": "mail.partner.example"})
    senders = {(row["fromEnv"]["emailAddress"], row["fromHdr"]["emailAddress"]) for row in rows}
    assert senders
    assert all("news@mail.partner.example" in pair for pair in senders)


@pytest.mark.parametrize(
    "options",
    [{"senderIP": "192.0.2.10"}, {"subject": "Message"}, {"to": "jo@example.com", "route": "internal"}],
    ids=str,
)
def test_a_search_can_be_narrowed(mail: Api, options: dict[str, str]) -> None:
    rows = searched(mail, advancedTrackAndTraceOptions=options)
    assert rows
    assert {row["senderIP"] for row in rows} <= {options.get("senderIP", row["senderIP"]) for row in rows}
    assert {row["route"] for row in rows} <= {options.get("route", row["route"]) for row in rows}


def test_rows_come_in_pages_whose_size_is_told_as_nought(mail: Api) -> None:
    item = {"start": stamp(days=11), "advancedTrackAndTraceOptions": {"to": "example.com"}}
    first = mail.legacy("message-finder/search", item, pageSize=5)
    assert (first["meta"]["pagination"]["pageSize"], len(first["data"][0]["trackedEmails"])) == (0, 5)
    token = first["meta"]["pagination"]["next"]
    second = mail.legacy("message-finder/search", item, pageSize=5, pageToken=token)
    shown = [envelope["data"][0]["trackedEmails"][0]["received"] for envelope in (first, second)]
    assert shown[0] > shown[1]


@pytest.fixture
def unpaged() -> Iterator[Api]:
    """The API application of an account whose message tracking has no pages."""
    with RunningEmulator(ACCOUNTS, dialect=["tracking_pages=no"], strict=True) as running:
        yield Api(running, "demo")


def test_where_tracking_has_no_pages_the_oldest_rows_are_left_out_without_a_word(unpaged: Api) -> None:
    unpaged.emulator.set_state("demo", {"mail_log": {**LOG, "count": 1000}})
    rows = searched(unpaged)
    assert len(rows) == 100
    assert len(searched(unpaged, start=rows[9]["received"])) == 10


def test_a_dialect_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="S7=perhaps is not known, expected one of S4=a"):
        RunningEmulator(dialect=["S7=perhaps"], strict=True)
