# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules P2 to P16: what the types of policies do, in which order, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.unit.mail.small import (
    EVERYONE,
    INSIDE,
    SENDER,
    account,
    address,
    asked,
    block,
    by_name,
    domain,
    group,
    members,
    permit,
    policy,
    readings_of,
    spare,
)

SPOOFED = {"envelope_from": "kim@example.com"}
SPOOF = policy("Spoof", INSIDE, INSIDE, action="apply")
GREY = policy("Grey", action="greylist")
ALL = ("reputation", "greylisting", "spam_scanning")


def test_p2_anti_spoofing_comes_before_blocks_and_those_before_permits() -> None:
    lists = account(anti_spoofing_policy=[SPOOF], blocked_sender_policy=[block("Block")], ip_permit=[permit("Permit")])
    found = asked(lists, **SPOOFED)
    assert found.headline == 'certain: refused by anti-spoofing policy "Spoof"'
    told = by_name(found)
    before = 'the message is refused before, by anti-spoofing policy "Spoof"'
    assert told['blocked sender policy "Block"'] == f"no: {before} (P2)"
    assert told['permitted senders policy "Permit"'] == f"no: {before} (P3)"


def test_p3_any_block_beats_a_narrower_permit() -> None:
    found = asked(account(blocked_sender_policy=[block("Block")], ip_permit=[permit("Permit", address(SENDER))]))
    assert found.headline == 'certain: refused by blocked sender policy "Block"'


def test_p3_a_permitted_address_in_a_blocked_domain_stays_blocked() -> None:
    groups = [members("Blocked Senders", "partner.example"), members("Permitted senders", SENDER)]
    assert asked(account(sender_group=groups)).values("refused") == (True,)


def test_p4_take_no_action_for_the_address_is_the_way_around_a_block() -> None:
    lists = account(
        sender_group=[members("Blocked Senders", "partner.example")],
        blocked_sender_policy=[spare("Way out", address(SENDER))],
    )
    found = asked(lists)
    assert (found.certain, found.values("refused")) == (True, (False,))
    assert by_name(found)['blocked sender policy "Way out"'] == (
        "yes: it says take_no_action, so that no other policy of its type acts (P4)"
    )


def test_p6_a_permit_skips_reputation_greylisting_and_spam_scanning() -> None:
    found = asked(account(ip_permit=[permit("Permit", source_ips=["192.0.2.0/24"])], greylisting_policy=[GREY]))
    assert (found.certain, found.values("skips"), found.values("greylisted")) == (True, (ALL,), (False,))
    told = by_name(found)['greylisting policy "Grey"']
    assert told == 'no: greylisting is skipped, by permitted senders policy "Permit" (P6)'


def test_p7_a_permit_by_the_header_alone_skips_spam_scanning_alone() -> None:
    lists = account(
        ip_permit=[permit("Permit", domain("partner.example"), addresses_based_on="message_from")],
        greylisting_policy=[GREY],
    )
    found = asked(lists, envelope_from="bounce@mailer.example", header_from=SENDER)
    assert (found.certain, found.values("skips")) == (True, (("spam_scanning",),))
    assert found.values("greylisted") == (True,)


def test_p7_a_permit_that_fits_both_senders_is_open() -> None:
    found = asked(account(ip_permit=[permit("Permit", addresses_based_on="both")]))
    assert readings_of(found, "P7", "skips") == {"a": {ALL}, "b": {("spam_scanning",)}}


def test_p7_the_default_permit_knows_the_envelope_alone() -> None:
    lists = account(sender_group=[members("Permitted senders", "partner.example")])
    assert asked(lists).values("skips") == (ALL,)
    assert asked(lists, envelope_from="a@mailer.example", header_from=SENDER).values("permitted") == (False,)


def test_p8_a_permit_does_not_skip_anti_spoofing() -> None:
    found = asked(account(anti_spoofing_policy=[SPOOF], ip_permit=[permit("Permit", override=True)]), **SPOOFED)
    assert found.headline == 'certain: refused by anti-spoofing policy "Spoof"'


def test_p9_dns_authentication_is_passed_by_a_policy_of_its_own_alone() -> None:
    lists = account(ip_permit=[permit("Permit")])
    assert asked(lists).values("bypasses") == ((),)
    lists["inbound_dns_authentication_policy"] = [policy("Ignore", option="No checks")]
    assert asked(lists).values("bypasses") == (("inbound_dns_authentication_policy",),)


def test_p11_greylisting_turns_the_first_attempt_away_and_refuses_nothing() -> None:
    found = asked(account(greylisting_policy=[GREY]))
    assert (found.certain, found.values("greylisted"), found.values("refused")) == (True, (True,), (False,))


def test_p11_greylisting_policies_of_the_header_are_open() -> None:
    grey = policy("Grey", domain("partner.example"), action="greylist", addresses_based_on="message_from")
    found = asked(account(greylisting_policy=[grey]), envelope_from="a@mailer.example", header_from=SENDER)
    assert readings_of(found, "P14", "greylisted") == {"a": {False}, "b": {True}}


@pytest.mark.parametrize("action", ["apply", "apply_exclude_mimecast_ips"])
def test_p12_anti_spoofing_refuses_whatever_an_spf_record_says(action: str) -> None:
    lists = account(anti_spoofing_policy=[policy("Spoof", domain("example.com"), INSIDE, action=action)])
    found = asked(lists, **SPOOFED)
    assert (found.certain, found.values("refused")) == (True, (True,))


def test_p12_an_spf_based_bypass_lets_pass_and_is_named() -> None:
    bypass = policy("Vendor", action="enable_bypass", spf_domains=["spf.vendor.example"])
    found = asked(account(anti_spoofing_policy=[SPOOF], anti_spoofing_bypass_policy=[bypass]), **SPOOFED)
    assert (found.values("refused"), found.values("spoofing_bypassed")) == ((False,), (True,))


def test_p13_mail_from_outside_to_outside_is_refused_unless_it_may_relay() -> None:
    found = asked(account(), recipient="a@other.example")
    assert readings_of(found, "unknown:relay", "refused") == {"yes": {False}, "no": {True}}


def test_p13_a_default_policy_blocks_the_built_in_group() -> None:
    found = asked(account(sender_group=[members("Blocked Senders", "partner.example")]))
    assert found.headline == 'certain: refused by blocked sender policy "Default Blocked Senders Policy"'


def test_p14_whether_the_header_can_undo_what_the_envelope_decides_is_open() -> None:
    spared = spare("Spare", address("news@partner.example"), addresses_based_on="message_from")
    lists = account(blocked_sender_policy=[block("Block", domain("mailer.example")), spared])
    found = asked(lists, envelope_from="a@mailer.example", header_from="news@partner.example")
    assert readings_of(found, "P14", "refused") == {"a": {True}, "b": {False}}


def test_p14_a_block_by_the_header_refuses_all_the_same() -> None:
    lists = account(blocked_sender_policy=[block("Block", domain("bad.example"), addresses_based_on="message_from")])
    found = asked(lists, header_from="a@bad.example")
    assert (found.certain, found.values("refused")) == (True, (True,))


def test_p16_without_a_route_mail_to_inside_waits_and_mail_to_outside_goes_to_the_mx() -> None:
    assert asked(account()).values("routes") == (("none",),)
    assert "waits up to 4 days and bounces" in asked(account()).headline
    outbound = asked(account(), **SPOOFED, recipient="a@other.example")
    assert outbound.values("routes") == (("MX of the domain",),)


def test_a_route_is_told_with_its_host_and_port() -> None:
    lists = account(
        delivery_route_policy=[policy("Main", EVERYONE, INSIDE, route="Exchange")],
        delivery_route=[{"name": "Exchange", "hostname": "mx.example.com", "port": 25}],
    )
    assert asked(lists).values("routes") == (("Exchange (mx.example.com:25)",),)


def test_outbound_mail_is_signed_and_meets_no_check_of_what_comes_in() -> None:
    lists = account(
        dkim_policy=[policy("Sign", INSIDE, EVERYONE, definition="Key")],
        blocked_sender_policy=[block("Block")],
        greylisting_policy=[GREY],
    )
    found = asked(lists, **SPOOFED, recipient="a@other.example")
    assert (found.certain, found.values("signed_with"), found.values("refused")) == (True, ("Key",), (False,))
    assert (
        by_name(found)['greylisting policy "Grey"'] == "no: the message is outbound, and the type is not looked at (P2)"
    )


def test_a_bounce_has_no_sender_and_is_in_no_group_or_domain() -> None:
    lists: Any = account(
        sender_group=[members("Blocked Senders", "partner.example")],
        blocked_sender_policy=[block("Group", group("Blocked Senders")), block("All domains", domain("*"))],
    )
    found = asked(lists, envelope_from="", header_from="mailer-daemon@partner.example")
    assert (found.certain, found.values("refused")) == (True, (False,))
