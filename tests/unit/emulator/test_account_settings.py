# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has once: it is read, replaced as a whole, and emptied. And managed senders, which nothing lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

OUTBOUND = "/email/cloud-gateway/v1/outbound-ip-addresses"
CONTACT = "/account/cloud-gateway/v1/emergency-contact"
JO = {"contactName": "Jo", "contactEmailAddress": "jo@example.com", "mobilePhone": "+447700900123"}


def addresses(api: Api) -> list[str]:
    return [item["outboundIpAddress"] for item in api.get(OUTBOUND)["outboundIpAddresses"]]


def test_outbound_addresses_are_sent_as_texts_and_read_as_objects(api: Api) -> None:
    assert addresses(api) == []
    assert api.send("PUT", OUTBOUND, {"outboundIpAddresses": ["192.0.2.1", "192.0.2.2"]}).status_code == 204
    assert addresses(api) == ["192.0.2.1", "192.0.2.2"]


def test_a_put_replaces_every_address_and_a_delete_takes_all(api: Api) -> None:
    api.send("PUT", OUTBOUND, {"outboundIpAddresses": ["192.0.2.1", "192.0.2.2"]})
    api.send("PUT", OUTBOUND, {"outboundIpAddresses": ["192.0.2.2", "192.0.2.3"]})
    assert addresses(api) == ["192.0.2.2", "192.0.2.3"]
    assert api.send("DELETE", OUTBOUND).status_code == 204
    assert addresses(api) == []


def test_a_contact_is_replaced_and_what_the_request_leaves_out_is_gone(api: Api) -> None:
    assert api.get(CONTACT) == {}
    api.send("PUT", CONTACT, {**JO, "telephone": "1"})
    assert api.get(CONTACT)["telephone"] == "1"
    api.send("PUT", CONTACT, JO)
    assert api.get(CONTACT) == JO


def test_a_contact_needs_its_three_members(api: Api) -> None:
    status, code, field = api.refusal("PUT", CONTACT, {"contactName": "Jo", "mobilePhone": "+447700900123"})
    assert (status, code, field) == (400, "err_validation_null", "contactEmailAddress")


def test_a_managed_sender_is_taken_again_and_for_own_recipients_alone(api: Api) -> None:
    item = {"action": "permit", "sender": "A@partner.example", "to": "jo@example.com"}
    for action, word in (("permit", "Permit"), ("permit", "Permit"), ("block", "Block")):
        answer = api.legacy("managedsender/permit-or-block-sender", {**item, "action": action})
        (row,) = answer["data"]
        assert (row["sender"], row["to"], row["type"]) == ("a@partner.example", "jo@example.com", word)
        assert row["id"].startswith("MTOKEN:")
    refused = api.legacy("managedsender/permit-or-block-sender", item, {**item, "to": "jo@elsewhere.example"})
    assert len(refused["data"]) == len(refused["fail"]) == 1
