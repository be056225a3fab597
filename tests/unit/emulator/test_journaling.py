# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journaling services: one connection each, and two spellings of some members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/journaling/cloud-gateway/v1/services"
SMTP = {"description": "To us", "smtpJournalingConnection": {"emailAddress": "journal@example.com"}}
MAILBOX = {"emailAddress": "j@example.com", "mailbox": "j", "password": "canary", "host": "pop.example.com"}
POP3 = {"description": "From us", "pop3JournalingConnection": MAILBOX}


def test_a_new_service_has_the_documented_defaults_and_has_seen_no_mail(api: Api) -> None:
    service = api.get(f"{PATH}/{api.create(PATH, SMTP)}")
    connection = service["smtpJournalingConnection"]
    assert (service["transferProtocol"], service["messageFormat"]) == ("smtp", "exchange_env")
    assert (service["queueSize"], service["statusInfo"]) == (0, {"status": "not_active"})
    assert (connection["usesTls"], connection["inactivityTimeout"]) == (True, 180)
    assert connection["hostnames"]
    assert "enabled" not in service


def test_services_are_listed_with_ids_and_without_pages(api: Api) -> None:
    for number in range(30):
        api.create(PATH, {**SMTP, "description": f"Number {number}"})
    answer = api.get(PATH)
    assert [row["description"] for row in answer["journalingServices"]] == [f"Number {n}" for n in range(30)]
    assert answer["meta"] == {}
    assert api.get(f"{PATH}/{answer['journalingServices'][7]['id']}")["description"] == "Number 7"


@pytest.mark.parametrize("body", [{"description": "None"}, {**SMTP, **POP3}])
def test_a_service_has_exactly_one_connection(api: Api, body: Any) -> None:
    assert api.refusal("POST", PATH, body)[0] == 400
    assert api.get(PATH)["journalingServices"] == []


def test_a_change_is_spelled_its_own_way_and_touches_nothing_else(api: Api) -> None:
    path = f"{PATH}/{api.create(PATH, SMTP)}"
    before = api.get(path)["smtpJournalingConnection"]
    api.patch(path, {"smtpJournalingConnection": {"useTls": False}})
    assert api.get(path)["smtpJournalingConnection"] == {**before, "usesTls": False}
    assert api.refusal("PATCH", path, {"smtpJournalingConnection": {"usesTls": True}})[1] == "err_deserialise"


def test_another_protocol_needs_its_whole_connection(api: Api) -> None:
    path = f"{PATH}/{api.create(PATH, SMTP)}"
    part = {"emailAddress": "j@example.com"}
    switch = {"transferProtocol": "pop3", "pop3JournalingConnection": part}
    assert api.refusal("PATCH", path, switch) == (400, "err_validation_null", "pop3JournalingConnection.mailbox")
    api.patch(path, {"transferProtocol": "pop3", "pop3JournalingConnection": MAILBOX})
    service = api.get(path)
    assert (service["transferProtocol"], service["pop3JournalingConnection"]["port"]) == ("pop3", 995)
    assert "smtpJournalingConnection" not in service


def test_the_connection_of_the_other_protocol_is_refused(api: Api) -> None:
    path = f"{PATH}/{api.create(PATH, SMTP)}"
    refusal = api.refusal("PATCH", path, {"pop3JournalingConnection": MAILBOX})
    assert refusal == (400, "err_validation_value_not_allowed", "pop3JournalingConnection")


def test_the_password_is_neither_kept_nor_told(api: Api) -> None:
    path = f"{PATH}/{api.create(PATH, POP3)}"
    api.patch(path, {"pop3JournalingConnection": {"password": "canary"}})
    assert "canary" not in str([api.get(path), api.emulator.state("demo"), api.emulator.requests()])
    (row,) = api.emulator.state("demo")["journaling_services"].values()
    assert (row["passwordSet"], row["passwordChanges"]) == (True, 2)


def test_the_legacy_style_reads_all_or_one_and_dates_in_its_own_way(api: Api) -> None:
    secure_id = api.create(PATH, SMTP)
    api.create(PATH, POP3)
    rows = api.emulator.state("demo")["journaling_services"]
    rows["to-us"] |= {"status": "ok", "lastReceivedDateTime": "2026-11-01T08:00:00Z"}
    api.emulator.set_state("demo", {"journaling_services": rows})
    all_rows = api.legacy("journaling/get-service")["data"]
    assert [row["transferProtocol"] for row in all_rows] == ["smtp", "pop3"]
    (row,) = api.legacy("journaling/get-service", {"id": secure_id})["data"]
    assert (row["statusInfo"]["status"], row["statusInfo"]["lastReceived"]) == ("ok", "2026-11-01T08:00:00+0000")


def test_a_deleted_service_is_unknown(api: Api) -> None:
    path = f"{PATH}/{api.create(PATH, SMTP)}"
    assert api.send("DELETE", path).status_code == 204
    assert api.refusal("GET", path)[0] == 404
