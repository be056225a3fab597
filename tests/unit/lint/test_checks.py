# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check finds its fault, exactly that, and nothing in an account in which nothing is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import acceptances, lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import POLICIES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import SEVERITIES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.unit.lint.accounts import (
    DAY,
    DNS,
    Entries,
    clean,
    found,
    member,
    policy,
    told,
    with_more,
)
from ansible_collections.mailops.mimecast.tests.unit.lint.plants import PLANTS, Plant

every_plant = pytest.mark.parametrize("plant", PLANTS.values(), ids=list(PLANTS))


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert told(clean()) == []
    assert lint.unseen(clean(), DNS) == {}


@every_plant
def test_a_fault_is_found_and_nothing_else(plant: Plant) -> None:
    assert told(plant.account(), plant.dns) == [plant.found]


@every_plant
def test_a_finding_says_what_why_who_says_so_and_what_to_do(plant: Plant) -> None:
    (finding,) = found(plant.account(), plant.dns)
    assert finding.severity in SEVERITIES
    assert all((finding.what, finding.why, finding.source, finding.remedy))
    field = finding.place.partition(".")[0]
    assert field in {setting.name for setting in RESOURCES[finding.resource].fields}
    data = json.loads(json.dumps(finding.as_data()))
    assert data["accepted"] is None
    assert (data["id"], data["name"], data["item"]) == plant.found


@every_plant
def test_a_fault_is_found_in_an_account_that_is_read_backwards(plant: Plant) -> None:
    backwards = {name: entries[::-1] for name, entries in reversed(plant.account().items())}
    assert told(backwards, plant.dns) == [plant.found]


def test_every_check_has_a_fault_that_shows_it() -> None:
    shown = {plant.found[0] for plant in PLANTS.values()}
    assert shown == lint.CHECKS.keys() - {check.id for check in acceptances.CHECKS}


@pytest.mark.parametrize("check", lint.CHECKS.values(), ids=list(lint.CHECKS))
def test_a_check_reads_types_that_there_are(check: Any) -> None:
    assert {*check.reads, *check.whole} <= RESOURCES.keys()
    assert check.source


def test_every_type_of_policies_about_mail_is_looked_at() -> None:
    assert {name for name in RESOURCES if name.endswith("_policy")} - {*POLICIES} == {"web_security_url_policy"}


# --- No false alarms ----------------------------------------------------------------------------------------------


def route(name: str, sender: str, recipient: str, **more: Any) -> Entries:
    """Return the clean account with another delivery route policy."""
    return with_more(delivery_route_policy=[policy(name, sender, recipient, **{"route": "Exchange", **more})])


def permit(name: str, sender: str, *networks: str, **more: Any) -> Entries:
    """Return the clean account with another permit."""
    return with_more(ip_permit=[policy(name, sender, source_ips=list(networks), **more)])


def spoofing(name: str, sender: str, **more: Any) -> Entries:
    """Return the clean account with another anti-spoofing policy."""
    entry = {"action": "apply", "addresses_based_on": "both", **more}
    return with_more(anti_spoofing_policy=[policy(name, sender, **entry)])


HARMLESS: dict[str, Entries] = {
    "a /17 and private networks": permit("Provider", "everyone", "8.0.0.0/17", "10.0.0.0/8"),
    "an address at a free-mail service": member("Permitted senders", "jo@yahoo.co.uk"),
    "an own domain from one server": permit("Us", "domain:acorn.example", "192.0.2.64/28"),
    "an expression for a sender": permit("Any", "domain:^(acorn|oak)[.]net$"),
    "a domain below an own one": member("Permitted senders", "news.acorn.example"),
    "a permit of either address": permit("Head", "domain:partner.example", "192.0.2.64/28", addresses_based_on="both"),
    "a network that is blocked in part": permit("Casino", "email:*@casino.example", "203.0.113.0/24"),
    "an exception in a permitted domain": member("Blocked Senders", "jo@partner.example"),
    "own senders are blocked where they come in": with_more(
        blocked_sender_policy=[policy("Us", "domain:acorn.example", action="block_sender")]
    ),
    "a block of some of the permitted servers": with_more(
        ip_permit=[policy("Casino", "everyone", "everyone", source_ips=["203.0.113.0/24"])]
    ),
    "a policy for a group in a group": with_more(
        sender_group=[
            {"name": "Spare", "members": []},
            {"name": "Spares", "parent": "Spare", "members": ["a.example"]},
        ],
        greylisting_policy=[policy("Spare", "group:Spare", action="take_no_action")],
    ),
    "a route by an attribute": route(
        "Inbound",
        "everyone",
        "internal_addresses",
        applies_to={"type": "address_attribute_value", "attribute": {"id": "1", "value": "x"}},
    ),
    "protection of a domain below an own one": spoofing("Below", "domain:mail.acorn.example"),
    "protection of a domain that is being registered": spoofing("New", "domain:acorn-new.example"),
    "a default policy for nobody yet": with_more(
        sender_group=[{"name": "Blocked Senders", "members": []}],
        blocked_sender_policy=[
            policy("Default Blocked Senders Policy", "group:Blocked Senders", action="block_sender")
        ],
    ),
    "no action for a domain of others": spoofing("Theirs", "domain:vendor.example", action="take_no_action"),
    "a smart host for what leaves": route("Smart host", "internal_addresses", "external_addresses"),
    "a route that load and time decide": route("Later", "everyone", "domain:acorn.example", valid_from="2027-01-01"),
    "another server": with_more(
        anti_spoofing_policy=[
            policy("Scanner may", "everyone", action="take_no_action", source_ips=["192.0.2.240/28"], override=True)
        ]
    ),
    "an exception that overrides": with_more(
        greylisting_policy=[
            policy("Vendor", "everyone", action="take_no_action", source_ips=["192.0.2.240/28"], override=True)
        ]
    ),
    "an exception of the same rank": with_more(
        greylisting_policy=[policy("Vendor", "everyone", action="take_no_action", source_ips=["192.0.2.240/28"])]
    ),
    "servers that are blocked but for some": with_more(
        ip_permit=[policy("Casino", "everyone", source_ips=["203.0.113.192/28"])],
        blocked_sender_policy=[policy("Not these", "everyone", "everyone", action="take_no_action")],
    ),
    "an exception that does not override": with_more(
        greylisting_policy=[
            policy("Greylist", "everyone", action="greylist", override=True),
            policy("Vendor", "everyone", action="take_no_action", source_ips=["192.0.2.240/28"]),
        ]
    ),
    "an override for a while": route(
        "For now", "everyone", "domain:acorn.example", route="Exchange DR", override=True, valid_until="2027-02-01"
    ),
    "a policy that ends in 31 days": with_more(
        ip_permit=[policy("Drill", "everyone", source_ips=["203.0.113.0/26"], valid_until="2026-12-28")]
    ),
    "a parked policy that ends soon": with_more(
        ip_permit=[policy("Drill", "everyone", source_ips=["203.0.113.0/26"], valid_until="2026-12-01", enabled=False)]
    ),
    "a built-in group": route("Blocked too", "group:Blocked Senders", "domain:acorn.example"),
}


@pytest.mark.parametrize("account", HARMLESS.values(), ids=list(HARMLESS))
def test_what_is_harmless_is_not_told(account: Entries) -> None:
    assert told(account) == []


def test_a_route_of_the_same_effect_is_a_duplicate_only_as_long_as_it_lasts() -> None:
    short = policy("A first one", "everyone", "domain:acorn.example", route="Exchange", valid_until="2027-11-01")
    assert told(with_more(delivery_route_policy=[short])) == [("duplicate_policy", "A first one", "Inbound")]


def test_what_one_record_leads_to_in_a_circle_is_followed_once() -> None:
    circle = {"spf.survey.example": "v=spf1 include:b.example -all", "b.example": "v=spf1 redirect=spf.survey.example"}
    assert told(clean(), circle) == []


# --- What is not known --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", list(clean()))
def test_what_is_not_known_is_no_fault_and_is_said(missing: str) -> None:
    account = {name: entries for name, entries in clean().items() if name != missing}
    assert told(account) == []
    reading = {name for name, check in lint.CHECKS.items() if missing in (*check.reads, *check.whole)}
    assert lint.unseen(account, DNS).keys() >= reading


def test_of_a_part_of_an_account_only_what_it_says_is_a_fault() -> None:
    nothing_else = {
        "internal_domain": clean()["internal_domain"],
        "delivery_route_policy": [policy("Inbound", "everyone", "domain:acorn.example", route="Exchnage")],
        "anti_spoofing_policy": [policy("Old", "domain:old.example", action="apply", addresses_based_on="both")],
        "sender_group": [{"name": "Permitted senders", "members": [{"member": "gmail.com"}]}],
    }
    assert [finding.id for finding in lint.findings(nothing_else, DAY, whole=())] == ["permit_free_mail"]
    assert "domain_without_route" in lint.unseen(nothing_else, whole=())


def test_without_records_of_dns_nothing_is_said_of_them_but_that() -> None:
    assert lint.findings(clean(), DAY) == []
    assert {name for name, missing in lint.unseen(clean()).items() if missing == ("dns",)} == {
        name for name, check in lint.CHECKS.items() if check.asks_dns
    }


def test_a_group_whose_members_a_directory_keeps_may_have_everybody_in_it() -> None:
    account = clean()
    for entry in account["sender_group"]:
        if entry["name"] == "Holding people":
            del entry["members"]
    assert told(account) == []
