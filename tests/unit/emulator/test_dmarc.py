# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DMARC Analyzer: objects known by plain numbers that refer to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

BASE = "/dmarc-analyzer/v1"
DOMAINS, GROUPS, PRESETS = f"{BASE}/domains", f"{BASE}/domain-groups", f"{BASE}/dmarc-policy-preset"
NOTIFICATIONS, USERS, VENDORS = f"{BASE}/notifications", f"{BASE}/users", f"{BASE}/sources/vendors"
GROUP = {"name": "Marketing", "type": "static"}
PRESET = {"name": "Watch", "version": "DMARC1", "policy": "none"}
PERSON = {"userName": "Jo", "userEmail": "jo@example.com", "userPermission": "limited"}


@pytest.fixture
def domain(api: Api) -> str:
    """The number of the managed domain a.example."""
    (row,) = api.send("POST", DOMAINS, {"items": ["A.example"]}).json()["items"]
    assert row["domain"] == "a.example"
    return str(row["id"])


def made(api: Api, path: str, body: Any) -> str:
    answer = api.send("POST", path, body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_domain_is_active_until_it_is_said_not_to_be(api: Api, domain: str) -> None:
    assert api.get(f"{DOMAINS}/{domain}") == {"id": domain, "domain": "a.example", "activityStatus": "active"}
    api.patch(f"{DOMAINS}/{domain}", {"activityStatus": "inactive"})
    assert [row["activityStatus"] for row in api.get(DOMAINS)["items"]] == ["inactive"]
    assert api.refusal("PATCH", f"{DOMAINS}/{domain}", {"domain": "b.example"})[0] == 400


@pytest.mark.parametrize("names", [["b.example", "a.example"], ["b.example", "B.example"]])
def test_a_second_domain_of_a_name_is_refused_and_nothing_is_taken_in(api: Api, domain: str, names: list[str]) -> None:
    assert api.refusal("POST", DOMAINS, {"items": names}) == (400, "err_domain_exists", "items[1]")
    assert [row["id"] for row in api.get(DOMAINS)["items"]] == [domain]


def test_numbers_are_never_given_again(api: Api, domain: str) -> None:
    assert api.send("DELETE", DOMAINS, id=domain).status_code == 204
    assert api.refusal("GET", f"{DOMAINS}/{domain}")[0] == 404
    assert api.refusal("DELETE", DOMAINS, id=domain)[0] == 404
    (row,) = api.send("POST", DOMAINS, {"items": ["a.example"]}).json()["items"]
    assert int(row["id"]) == int(domain) + 1


def test_a_deletion_that_names_nothing_deletes_nothing(api: Api, domain: str) -> None:
    assert api.refusal("DELETE", DOMAINS)[0] == 404
    assert len(api.get(DOMAINS)["items"]) == 1


def test_a_group_is_written_with_numbers_and_read_with_objects(api: Api, domain: str) -> None:
    number = made(api, GROUPS, {**GROUP, "includedDomains": [domain]})
    expected = {"includedDomains": [{"id": domain, "domain": "a.example"}], "domainsCount": 1}
    assert api.get(f"{GROUPS}/{number}") == {"id": number, **GROUP, **expected}


def test_domains_come_to_a_group_and_leave_it(api: Api, domain: str) -> None:
    path = f"{GROUPS}/{made(api, GROUPS, GROUP)}"
    for _time in range(2):
        assert api.send("POST", f"{path}/association", domainId=domain).status_code == 204
    assert api.get(path)["domainsCount"] == 1
    assert api.refusal("DELETE", DOMAINS, id=domain)[0] == 409
    assert api.send("DELETE", f"{path}/association", domainId=domain).status_code == 204
    assert api.refusal("DELETE", f"{path}/association", domainId=domain) == (404, "err_not_found", "domainId")
    assert api.send("DELETE", DOMAINS, id=domain).status_code == 204


def test_a_group_is_replaced_as_a_whole(api: Api, domain: str) -> None:
    path = f"{GROUPS}/{made(api, GROUPS, {**GROUP, 'includedDomains': [domain]})}"
    dynamic = {"name": "All", "type": "dynamic", "includeDomainsRegex": [".*"]}
    assert api.send("PUT", path, dynamic).status_code == 204
    assert api.get(path) == {"id": path.rpartition("/")[2], **dynamic}


def test_a_reference_to_nothing_is_refused(api: Api) -> None:
    refusal = api.refusal("POST", GROUPS, {**GROUP, "includedDomains": ["9"]})
    assert refusal == (400, "err_not_found", "includedDomains[0]")
    assert api.get(GROUPS)["items"] == []


def test_a_preset_is_told_as_a_whole_and_found_in_the_list_by_its_number(api: Api) -> None:
    number = made(api, PRESETS, PRESET)
    made(api, PRESETS, {**PRESET, "name": "Other"})
    answer = api.send("PUT", f"{PRESETS}/{number}", {**PRESET, "policy": "reject"})
    whole = {"id": number, **PRESET, "policy": "reject", "isDefaultPolicy": False}
    assert (answer.status_code, answer.json()) == (200, whole)
    assert api.get(PRESETS, id=number)["items"] == [whole]
    assert len(api.get(PRESETS)["items"]) == 2
    assert api.send("DELETE", PRESETS, id=number).status_code == 204
    assert api.get(PRESETS, id=number)["items"] == []


def test_a_notification_keeps_its_type_and_is_deleted_by_ids(api: Api, domain: str) -> None:
    number = made(api, f"{NOTIFICATIONS}/dnsMonitor", {"email": ["jo@example.com"], "domains": [domain]})
    path = f"{NOTIFICATIONS}/{number}"
    assert api.get(path)["domains"] == [{"id": domain, "domain": "a.example"}]
    answer = api.send("PUT", path, {"email": ["jo@example.com"], "frequency": "daily"})
    assert answer.json() == {"id": number, "type": "dnsMonitor", "email": ["jo@example.com"], "frequency": "daily"}
    assert api.refusal("DELETE", NOTIFICATIONS, id=number)[0] == 404
    assert api.send("DELETE", NOTIFICATIONS, ids=number).status_code == 204
    assert api.get(NOTIFICATIONS)["items"] == []


@pytest.mark.parametrize("addresses", [[], ["a@example.com", "b@example.com"]])
def test_a_notification_has_exactly_one_address(api: Api, addresses: list[str]) -> None:
    assert api.refusal("POST", f"{NOTIFICATIONS}/dmarcSummary", {"email": addresses})[1] == "err_validation_size"


def test_a_notification_of_an_unknown_type_is_refused(api: Api) -> None:
    assert api.refusal("POST", f"{NOTIFICATIONS}/other", {"email": ["a@example.com"]})[0] == 400


def test_a_user_is_read_by_number_or_address_and_changed_by_number_alone(api: Api) -> None:
    group = made(api, GROUPS, GROUP)
    number = made(api, USERS, {**PERSON, "allowedGroups": [group]})
    found = api.get(f"{USERS}/{number}")
    assert found == api.get(f"{USERS}/JO@example.com")
    assert found["allowedGroups"] == [{"id": group, "name": "Marketing"}]
    assert api.refusal("PUT", f"{USERS}/jo@example.com", {"userPermission": "full"})[0] == 404
    assert api.send("PUT", f"{USERS}/{number}", {"userPermission": "full"}).json() == {
        "id": number,
        **PERSON,
        "userPermission": "full",
    }
    assert api.refusal("POST", USERS, PERSON)[1] == "err_user_already_exists"
    assert api.send("DELETE", f"{USERS}/{number}").status_code == 204


def test_vendors_are_read_in_pages_and_one_by_one(api: Api) -> None:
    api.emulator.set_state("demo", {"dmarc_vendors": {"6001": {"name": "One"}, "6002": {"name": "Two"}}})
    page = api.get(VENDORS, pageSize=1)
    assert page["items"] == [{"id": "6001", "name": "One"}]
    assert api.get(VENDORS, pageSize=1, pageToken=page["meta"]["nextPage"])["items"][0]["name"] == "Two"
    assert api.get(f"{VENDORS}/6002") == {"id": "6002", "name": "Two"}


def test_delegations_are_not_served(api: Api) -> None:
    assert api.send("GET", f"{BASE}/delegated-domains").status_code == 403
