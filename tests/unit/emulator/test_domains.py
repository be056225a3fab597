# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Internal domains and the state of their MX records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/domain/cloud-gateway/v1/internal-domains"
ONE = {"hostname": "eu-smtp-inbound-1.mimecast.com", "priority": 10}
TWO = {"hostname": "eu-smtp-inbound-2.mimecast.com.", "priority": 10}


def domain_id(api: Api) -> str:
    return str(api.get(PATH)["domains"][0]["id"])


def test_the_seed_has_three_domains(api: Api) -> None:
    assert [row["domain"] for row in api.get(PATH)["domains"]] == ["example.com", "example.org", "example.net"]


def test_external_domains_are_read_in_pages_and_one_by_one(api: Api) -> None:
    path = "/domain/cloud-gateway/v1/external-domains"
    assert api.get(path) == {"domains": [], "meta": {}}
    api.emulator.set_state("demo", {"external_domains": {"partner.example": {}, "vendor.example": {}}})
    page = api.get(path, pageSize=1)
    (row,) = api.get(path, pageSize=1, pageToken=page["meta"]["nextPage"])["domains"]
    assert row["domain"] == "vendor.example"
    assert api.get(f"{path}/{row['id']}") == {"domain": "vendor.example"}
    assert api.refusal("GET", f"{path}/{domain_id(api)}")[0] == 404


def test_the_single_read_has_no_id(api: Api) -> None:
    assert api.get(f"{PATH}/{domain_id(api)}") == {
        "domain": "example.com",
        "local": True,
        "sendOnly": False,
        "inboundType": "known",
    }


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ([], "mx_missing"),
        ([ONE], "mx_single_host"),
        ([ONE, TWO], "mx_ok"),
        ([ONE, {**TWO, "priority": 20}], "mx_priority_mismatch"),
        ([ONE, {"hostname": "mail.example.com", "priority": 10}], "mx_non_mimecast"),
        ([ONE, {**TWO, "priority": 70000}], "mx_invalid_priority"),
    ],
)
def test_mx_records_come_from_the_dns_table(api: Api, records: list[Any], status: str) -> None:
    api.emulator.set_state("demo", {"dns": {"Example.com": records}})
    answer = api.send("POST", f"{PATH}/verify", {"domains": ["EXAMPLE.com"]})
    assert answer.json() == {"mxRecords": records, "status": status}


def test_only_internal_domains_can_be_verified(api: Api) -> None:
    body = {"domains": ["example.com", "elsewhere.example"]}
    assert api.refusal("POST", f"{PATH}/verify", body) == (400, "err_domain_not_internal", "domains[1]")
    assert api.refusal("POST", f"{PATH}/verify", {"domains": []})[1] == "err_validation_size"


def test_dns_records_are_texts(api: Api) -> None:
    api.emulator.set_state("demo", {"dns": {"example.com": [ONE]}})
    assert api.get(f"{PATH}/{domain_id(api)}/dns-records/mx") == {
        "domain": "example.com",
        "recordType": "mx",
        "records": ["10 eu-smtp-inbound-1.mimecast.com."],
    }
    assert api.get(f"{PATH}/{domain_id(api)}/dns-records/txt")["records"] == []
    assert api.refusal("GET", f"{PATH}/{domain_id(api)}/dns-records/srv")[2] == "record_type"
