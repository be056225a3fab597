# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains that wait to be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH, INTERNAL = "/domain/cloud-gateway/v1/pending-domains", "/domain/cloud-gateway/v1/internal-domains"
NAMES = {"domains": ["new.example"]}


def pending(api: Api) -> list[Any]:
    rows: list[Any] = api.get(PATH)["domains"]
    return rows


def names(api: Api) -> list[str]:
    return [row["domain"] for row in api.get(INTERNAL)["domains"]]


def change(api: Api, **members: Any) -> None:
    row = api.emulator.state("demo")["pending_domains"]["new.example"]
    api.emulator.set_state("demo", {"pending_domains": {"new.example": {**row, **members}}})


def test_a_registration_makes_a_token(api: Api) -> None:
    answer = api.send("POST", PATH, {"domain": "NEW.example"})
    assert answer.status_code == 201
    (row,) = pending(api)
    assert row["token"] == answer.json()["token"]
    assert "published" not in row
    assert api.get(f"{PATH}/{row['id']}")["domain"] == "new.example"
    assert api.refusal("POST", PATH, {"domain": "new.example"})[:2] == (400, "err_domain_exists")


def test_only_a_published_token_makes_a_domain_internal_with_a_policy_of_its_own(api: Api) -> None:
    api.send("POST", PATH, {"domain": "new.example"})
    api.send("POST", f"{PATH}/verify", NAMES)
    assert "new.example" not in names(api)
    change(api, published=True)
    api.send("POST", f"{PATH}/verify", NAMES)
    assert "new.example" in names(api)
    assert pending(api) == []
    (policy,) = api.emulator.state("demo")["anti_spoofing_policies"].values()
    assert policy["from"] == {"type": "email_domain", "domain": "new.example"}
    assert api.send("GET", "/policy-management/cloud-gateway/v1/anti-spoofing/policies").status_code == 200


def test_a_token_that_has_ended_proves_nothing_and_is_another_when_it_is_extended(api: Api) -> None:
    api.send("POST", PATH, {"domain": "new.example"})
    former = pending(api)[0]["token"]
    change(api, published=True, expiryDateTime="2026-01-01T00:00:00Z")
    api.send("POST", f"{PATH}/verify", NAMES)
    assert "new.example" not in names(api)
    body = {"domains": ["new.example", "unknown.example"]}
    first, second = api.send("POST", f"{PATH}/generate-token", body).json()["results"]
    assert (first["status"], second) == ("extended", {"domain": "unknown.example", "status": "failed"})
    assert first["token"] == pending(api)[0]["token"] != former


def test_a_domain_below_an_own_one_is_internal_at_once(api: Api) -> None:
    api.send("POST", PATH, {"domain": "mail.example.com", "inboundType": "ldap"})
    assert pending(api) == []
    assert "mail.example.com" in names(api)


def test_a_pending_domain_is_given_up(api: Api) -> None:
    api.send("POST", PATH, {"domain": "new.example"})
    assert api.send("DELETE", f"{PATH}/{pending(api)[0]['id']}").status_code == 204
    assert pending(api) == []


def test_of_an_internal_domain_only_the_check_can_be_changed(api: Api) -> None:
    path = f"{INTERNAL}/{api.get(INTERNAL)['domains'][0]['id']}"
    api.patch(path, {"inboundType": "ldap"})
    assert api.get(path)["inboundType"] == "ldap"
    assert api.refusal("PATCH", path, {"inboundType": "nobody"})[0] == 400
    assert api.refusal("PATCH", path, {"inboundType": "any", "sendOnly": True})[0] == 400
