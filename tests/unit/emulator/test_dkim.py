# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DKIM definitions for outbound mail, the policies that use them, and their records in DNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

BASE = "/policy-management/cloud-gateway/v1/dns-authentication-outbound"
PATH = f"{BASE}/definitions"
KEY = {"description": "Key", "domain": "Example.com", "selector": "first", "signDkim": True, "keyLength": 1024}


def test_a_definition_comes_back_with_its_record(api: Api) -> None:
    secure_id = api.create(PATH, KEY)
    (row,) = api.get(PATH)["definitions"]
    assert row.pop("id") != secure_id
    assert row == api.get(f"{PATH}/{secure_id}")
    assert row["publicKey"].startswith("v=DKIM1; k=rsa; p=")
    assert (row["domain"], row["dnsAddress"], row["validated"]) == (
        "example.com",
        "first._domainkey.example.com",
        False,
    )


def test_every_definition_has_a_key_of_its_own_and_a_selector(api: Api) -> None:
    for _number in range(2):
        api.create(PATH, {"description": "Key", "domain": "example.com"})
    first, second = api.get(PATH)["definitions"]
    assert first["publicKey"] != second["publicKey"]
    assert first["selector"].startswith("mimecast2")


@pytest.mark.parametrize("member", ["domain", "selector", "keyLength"])
def test_a_key_cannot_be_changed(api: Api, member: str) -> None:
    secure_id = api.create(PATH, KEY)
    assert api.refusal("PATCH", f"{PATH}/{secure_id}", {member: KEY[member]})[0] == 400
    api.patch(f"{PATH}/{secure_id}", {"description": "Other", "signDkim": False})
    assert api.get(f"{PATH}/{secure_id}")["signDkim"] is False


def test_what_a_policy_uses_is_not_deleted(api: Api) -> None:
    secure_id = api.create(PATH, KEY)
    everyone = {"from": {"type": "everyone"}, "to": {"type": "everyone"}}
    policy = api.create(f"{BASE}/policies", {"description": "Sign", "definitionId": secure_id, **everyone})
    assert api.get(f"{BASE}/policies/{policy}")["definitionId"]
    assert api.refusal("DELETE", f"{PATH}/{secure_id}") == (409, "err_definition_in_use", "")
    api.send("DELETE", f"{BASE}/policies/{policy}")
    assert api.send("DELETE", f"{PATH}/{secure_id}").status_code == 204


def test_a_record_is_found_in_dns_or_not(api: Api) -> None:
    secure_id = api.create(PATH, KEY)
    assert api.send("POST", f"{PATH}/{secure_id}/verify").json() == {"validated": False}
    row = api.get(f"{PATH}/{secure_id}")
    api.emulator.set_state("demo", {"dns": {row["dnsAddress"]: [{"text": row["publicKey"]}]}})
    assert api.send("POST", f"{PATH}/{secure_id}/verify").json() == {"validated": True}
    assert api.get(f"{PATH}/{secure_id}")["validated"] is True
