# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has once: it is read and replaced as a whole, and nothing of it may be lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import info, one_type, site_plan
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.damage import Answers, damages
from ansible_collections.mailops.mimecast.tests.contract.meanwhile import meanwhile
from ansible_collections.mailops.mimecast.tests.contract.test_unreadable import NOW

OUTBOUND, CONTACT = MANAGED["outbound_ip"], MANAGED["emergency_contact"]
SINGLE = [resource for resource in MANAGED.values() if resource.singleton]
JO = {"name": "Jo Example", "email": "jo@example.com", "mobile_phone": "+44 7700 900123"}
ROW = {"contactName": "Jo Example", "contactEmailAddress": "jo@example.com", "mobilePhone": "+447700900123"}
EMPTIED = {"accept_risk": ["no_outbound_ips"]}


def servers(account: Account) -> list[str]:
    """Return the addresses that may send."""
    return sorted(account.table("outbound_ips"))


def contact(account: Account) -> dict[str, Any]:
    row: dict[str, Any] = account.table("emergency_contact")["contact"]
    return row


# --- Nothing is lost when all is replaced -----------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["add", "remove"])
def test_an_address_that_a_colleague_adds_in_between_stays(account: Account, mode: str) -> None:
    account.apply(OUTBOUND, {"addresses": ["192.0.2.1", "192.0.2.2"]})
    wanted = {"addresses": ["192.0.2.2" if mode == "remove" else "192.0.2.3"], "addresses_mode": mode}
    with meanwhile(account, "getOutboundIps", "outbound_ips", lambda rows: {**rows, "192.0.2.9": {}}, after=True):
        result = account.apply(OUTBOUND, wanted)
    assert "somebody else changed addresses" in result["warnings"][0]
    expected = {"add": ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.9"], "remove": ["192.0.2.1", "192.0.2.9"]}
    assert servers(account) == expected[mode]
    assert account.writes() == ["putOutboundIps"]


def test_what_a_colleague_sets_beside_it_in_between_stays(account: Account) -> None:
    account.apply(CONTACT, JO)
    beside = {**ROW, "telephone": "020 7946 0000", "alternateEmailAddresses": []}
    with meanwhile(account, "getEmergencyContact", "emergency_contact", lambda _rows: {"contact": beside}, after=True):
        account.apply(CONTACT, {"name": "Sam Example"})
    assert contact(account) == {**beside, "contactName": "Sam Example"}


def test_an_address_that_a_colleague_adds_before_all_are_taken_away_is_told(account: Account) -> None:
    account.apply(OUTBOUND, {"addresses": ["192.0.2.1"]})
    with meanwhile(account, "getOutboundIps", "outbound_ips", lambda rows: {**rows, "192.0.2.9": {}}, after=True):
        result = account.apply(OUTBOUND, {"state": "absent", **EMPTIED})
    assert "somebody else changed addresses" in result["warnings"][0]
    assert "192.0.2.9" in result["diff"][0]["before"]
    assert servers(account) == []


def test_a_member_that_nobody_here_knows_is_written_back_as_it_was(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.apply(CONTACT, JO)
    answers = Answers(monkeypatch)
    answers.damage(CONTACT.get, lambda row: {**row, "language": "en", "nothing": None})
    with pytest.raises(Failure):
        one_type.run(CONTACT, {"name": "Sam"}, RESOURCES, Call(Connection(**account.connection)))
    ((operation, body),) = answers.writes
    assert operation == "putEmergencyContact"
    assert body == {**ROW, "contactName": "Sam", "language": "en"}


def test_what_is_not_written_is_in_the_request_as_it_was(account: Account) -> None:
    account.apply(CONTACT, {**JO, "telephone": "1", "alternate_emails": ["a@partner.example"]})
    account.predicted_and_applied(CONTACT, {"email": "sam@example.com"})
    assert contact(account) == {
        **ROW,
        "contactEmailAddress": "sam@example.com",
        "telephone": "1",
        "alternateEmailAddresses": ["a@partner.example"],
    }


# --- What cannot be read is not replaced ------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", SINGLE)
def test_whatever_is_wrong_with_an_answer_is_told_and_nothing_unread_is_replaced(
    account: Account, monkeypatch: pytest.MonkeyPatch, resource: Resource
) -> None:
    account.apply(resource, samples.full_entry(resource))
    answers, connection = Answers(monkeypatch), Connection(**account.connection)
    (row,) = _rows(answers, resource, connection)
    for place, kind, change in damages(row):
        if not place:
            continue
        damage = f"{place} is {kind}"
        answers.damage(resource.get, change)
        read = info.run({"types": [resource.plural]}, connection, MANAGED)
        if resource.plural in read["site"]:
            assert parse(resource, read["site"][resource.plural], "")[1] == [], damage
        else:
            assert len(read["findings"]) == 1, damage
            told = _refusal(resource, samples.first_entry(resource), Call(connection))
            assert "exists, but cannot be read" in told, damage
            assert answers.writes == [], damage
        plan = site_plan.run({"site": {resource.plural: {}}}, RESOURCES, NOW, Call(connection))
        assert plan["problems"] == [], damage


def _rows(answers: Answers, resource: Resource, connection: Connection) -> list[Any]:
    seen: list[Any] = []

    def look(row: Any) -> Any:
        seen.append(row)
        return row

    answers.damage(resource.get, look)
    info.run({"types": [resource.plural]}, connection, MANAGED)
    answers.heal()
    return seen


def _refusal(resource: Resource, entry: dict[str, Any], call: Call) -> str:
    with pytest.raises(Failure) as refused:
        one_type.run(resource, entry, RESOURCES, call)
    return str(refused.value)


def test_an_answer_without_the_list_is_not_an_empty_list(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch, live=True)
    answers.damage(OUTBOUND.get, lambda _row: {})
    message = account.refused(OUTBOUND, {"addresses": ["192.0.2.1"]})
    assert "outboundIpAddresses is missing, so it is not known which addresses there are" in message
    assert answers.writes == []


@pytest.mark.parametrize("items", [["192.0.2.1", {"outboundIpAddress": "192.0.2.2"}], ["192.0.2.1", "192.0.2.2"]])
def test_addresses_are_read_as_texts_and_as_objects(
    account: Account, monkeypatch: pytest.MonkeyPatch, items: list[Any]
) -> None:
    answers = Answers(monkeypatch, live=True)
    answers.damage(OUTBOUND.get, lambda row: {"outboundIpAddresses": items})
    account.unchanged(OUTBOUND, {"addresses": ["192.0.2.2/32", "192.0.2.1"], "addresses_mode": "exact"})


def test_no_list_at_all_is_an_empty_one(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch, live=True)
    answers.damage(OUTBOUND.get, lambda row: {"outboundIpAddresses": None})
    assert account.apply(OUTBOUND, {"addresses": ["192.0.2.1"]}, check=True)["changed"]


# --- Emptying it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [{"state": "absent"}, {"addresses": [], "addresses_mode": "exact"}])
def test_what_is_to_hold_nothing_is_emptied_by_a_deletion_once(either_door: Account, wanted: dict[str, Any]) -> None:
    either_door.apply(OUTBOUND, {"addresses": ["192.0.2.1"]})
    assert "would remove all 1 addresses" in either_door.refused(OUTBOUND, wanted)
    result = either_door.predicted_and_applied(OUTBOUND, {**wanted, **EMPTIED})
    assert [change["calls"] for change in result["plan"]] == [["deleteOutboundIps"]]
    assert result["entries"] == [{"addresses": []}]
    either_door.unchanged(OUTBOUND, wanted)


def test_what_is_emptied_and_filled_in_one_run_is_predicted(account: Account) -> None:
    account.apply(OUTBOUND, {"addresses": ["192.0.2.1"]})
    tasks: list[tuple[Resource, dict[str, Any]]] = [
        (OUTBOUND, {"state": "absent", **EMPTIED}),
        (OUTBOUND, {"addresses": ["192.0.2.2"]}),
    ]
    predicted = account.one_after_the_other(tasks, check=True)
    made = account.one_after_the_other(tasks)
    assert [result["diff"] for result in predicted] == [result["diff"] for result in made]
    assert servers(account) == ["192.0.2.2"]


def test_many_addresses_at_once_do_not_go_unnoticed(account: Account) -> None:
    account.apply(OUTBOUND, {"addresses": [f"192.0.2.{number}" for number in range(1, 20)]})
    one = {"addresses": ["192.0.2.1"], "addresses_mode": "exact"}
    assert "18 items would be removed from lists" in account.refused(OUTBOUND, one)
    account.predicted_and_applied(OUTBOUND, {**one, "max_deletes": 18})


# --- What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("10.0.0.1", "10.0.0.1: not an address of the internet"),
        ("::1", "::1: not an address of the internet"),
        ("192.0.2.0/24", "'192.0.2.0/24' is more than one address"),
        ("192.0.2.1-192.0.2.9", "'192.0.2.1-192.0.2.9' is more than one address"),
        ("mail.example.com", "'mail.example.com' is not an IP address"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(account: Account, address: str, reason: str) -> None:
    assert reason in account.refused(OUTBOUND, {"addresses": [address]})
    assert account.writes() == []


def test_a_private_address_that_is_there_already_keeps_nothing_from_being_changed(account: Account) -> None:
    account.set_table("outbound_ips", {"10.0.0.1": {}})
    account.apply(OUTBOUND, {"addresses": ["192.0.2.1"]})
    assert servers(account) == ["10.0.0.1", "192.0.2.1"]


def test_a_contact_that_is_not_set_yet_needs_all_that_one_needs(account: Account) -> None:
    message = account.refused(CONTACT, {"name": "Jo", "telephone": "1"})
    assert message.splitlines() == [
        "email: is required: the emergency contact has none yet",
        "mobile_phone: is required: the emergency contact has none yet",
    ]
    assert account.writes() == []


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"mobile_phone": "07700 900123"}, "mobile_phone: '07700 900123' is not an international phone number"),
        ({"mobile_phone": 447700900123}, "mobile_phone: expected text, but YAML read"),
        ({"name": "x" * 61}, "name: 61 characters long"),
        (
            {"alternate_emails": [f"a{number}@example.com" for number in range(5)]},
            "5 addresses, at most 4 are possible",
        ),
    ],
)
def test_a_contact_that_cannot_be_kept_is_refused(account: Account, settings: dict[str, Any], reason: str) -> None:
    assert reason in account.refused(CONTACT, {**JO, **settings})


@pytest.mark.parametrize("resource", SINGLE)
def test_a_write_that_changes_nothing_fails(account: Account, resource: Resource) -> None:
    assert resource.update
    fault = {"operation": resource.update.id, "times": None, "fault": {"kind": "ignore_write"}}
    account.running.set_faults([fault])
    message = account.refused(resource, samples.first_entry(resource))
    assert f"not seen to be in effect: {resource.title} of the account" in message


# --- The site file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", SINGLE)
@pytest.mark.parametrize("wrong", ["text", [], [{}], 7])
def test_it_stands_in_a_site_file_as_a_mapping(resource: Resource, wrong: Any) -> None:
    (problem,) = site_file.check(RESOURCES, None, {resource.plural: wrong})
    assert str(problem).startswith(
        f"mimecast_site.{resource.plural}: expected a mapping, because an account has only one"
    )


def test_a_baseline_and_a_site_say_it_together() -> None:
    baseline = {"emergency_contact": JO, "outbound_ips": {"addresses": ["192.0.2.1"], "addresses_mode": "exact"}}
    site = {"emergency_contact": {"name": "Sam"}, "outbound_ips": {"addresses": ["192.0.2.2"]}}
    merged = site_file.merge(RESOURCES, baseline, site)
    assert merged["emergency_contact"] == [{**JO, "name": "Sam"}]
    assert merged["outbound_ips"] == [{"addresses": ["192.0.2.1", "192.0.2.2"], "addresses_mode": "exact"}]


def test_a_mistake_is_told_at_its_place() -> None:
    site = {"emergency_contact": {"nmae": "Jo"}, "outbound_ips": {"addresses": ["192.0.2.1", "x"]}}
    assert [str(problem).partition(": ")[0] for problem in site_file.check(RESOURCES, None, site)] == [
        "mimecast_site.outbound_ips.addresses[1]",
        "mimecast_site.emergency_contact.nmae",
    ]


def test_the_details_of_the_gateway_are_read_on_request(account: Account) -> None:
    assert "gateway" not in account.task("mimecast_info", {"types": ["emergency_contact"]})
    told = account.task("mimecast_info", {"types": ["emergency_contact"], "gateway": True})["gateway"]
    assert told["region"] == "eu"
    assert told["outbound_hostnames"] == sorted(told["outbound_hostnames"])
    fault = {"operation": "getGatewayDetails", "times": None, "fault": {"kind": "app_forbidden"}}
    account.running.set_faults([fault])
    result = account.task("mimecast_info", {"types": ["emergency_contact"], "gateway": True})
    assert "gateway" not in result
    assert "does not offer this call" in result["unreadable"]["gateway"]


def test_a_task_that_says_nothing_tells_what_is_there(account: Account) -> None:
    account.running.set_state(ACCOUNT, {"emergency_contact": {"contact": ROW}})
    result = account.unchanged(CONTACT, {})
    assert result["entries"][0]["name"] == "Jo Example"
