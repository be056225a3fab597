# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules S1 to S12: which of the policies that match acts."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.tests.unit.mail.small import (
    DAY,
    EVERYONE,
    INSIDE,
    OUTSIDE,
    SENDER,
    account,
    address,
    asked,
    block,
    by_name,
    depends_on,
    domain,
    group,
    members,
    permit,
    policy,
    readings_of,
    spare,
)

FULL = {"S4": "abcdef", "S5": "abcd", "S6": "abc", "S7": "abc"}


def route(name: str, *sides: Any, **more: Any) -> Any:
    return policy(name, *sides, **{"route": f"Route {name}", **more})


def test_s1_the_most_specific_policy_acts_and_says_what_the_others_lack() -> None:
    found = asked(account(blocked_sender_policy=[block("Wide", OUTSIDE), spare("Narrow", address(SENDER))]))
    assert found.certain
    assert found.values("refused") == (False,)
    assert by_name(found)['blocked sender policy "Wide"'] == 'no: "Narrow" goes before it: it is more specific (S1)'


def test_s1_policies_of_different_types_add_up() -> None:
    lists = account(
        greylisting_policy=[policy("Grey", action="greylist")], delivery_route_policy=[route("Main", EVERYONE, INSIDE)]
    )
    found = asked(lists)
    assert (found.values("greylisted"), found.values("routes")) == ((True,), (("Route Main",),))


def test_s2_every_impersonation_bypass_that_matches_acts() -> None:
    bypasses = [policy("All", option="Basic"), policy("Partner", domain("partner.example"), option="Strict")]
    found = asked(account(impersonation_protection_bypass_policy=bypasses))
    assert [bypass.names for bypass in found.verdicts[0].bypasses] == [("All", "Partner")]


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (EVERYONE, OUTSIDE),
        (OUTSIDE, address(SENDER)),
        (domain("partner.example"), address(SENDER)),
        (EVERYONE, domain("*")),
    ],
)
def test_s3_levels_rise_from_everyone_to_one_address(less: Any, more: Any) -> None:
    found = asked(account(blocked_sender_policy=[block("Less", less), spare("More", more)]))
    assert (found.certain, found.values("refused")) == (True, (False,))


def test_s3_internal_addresses_are_more_than_everyone() -> None:
    found = asked(account(blocked_sender_policy=[block("All", EVERYONE, EVERYONE), spare("Inside", EVERYONE, INSIDE)]))
    assert (found.certain, found.values("refused")) == (True, (False,))


def test_s4_whether_a_group_or_a_domain_is_more_specific_is_open() -> None:
    lists = account(
        sender_group=[members("Partners", SENDER)],
        blocked_sender_policy=[block("Domain", domain("partner.example")), spare("Group", group("Partners"))],
    )
    found = asked(lists)
    assert not found.certain
    assert depends_on(found) == ["S4"]
    assert readings_of(found, "S4", "refused") == {
        "a": {False},
        "b": {True},
        "c": {False},
        "d": {False},
        "e": {True},
        "f": {True},
    }
    assert found.headline.startswith("depends on S4: (a, c, d): ")


def test_s4_the_place_of_one_type_alone_counts_where_ranks_are_added() -> None:
    ends = block("Ends", address(SENDER), INSIDE)
    domains = spare("Domains", domain("partner.example"), domain("example.com"))
    found = asked(account(blocked_sender_policy=[ends, domains]))
    assert readings_of(found, "S5", "refused")["c"] == {True, False}
    assert depends_on(found)[:2] == ["S4", "S5"]


def test_s5_a_specific_sender_against_a_specific_recipient_is_open() -> None:
    sides = [block("Sender", address(SENDER), EVERYONE), spare("Recipient", EVERYONE, address("kim@example.com"))]
    found = asked(account(blocked_sender_policy=sides))
    assert readings_of(found, "S5", "refused") == {"a": {True}, "b": {False}, "c": {True, False}, "d": {True, False}}


def test_s6_whether_naming_servers_makes_more_specific_is_open() -> None:
    policies = [block("Anywhere", OUTSIDE), spare("Server", EVERYONE, source_ips=["192.0.2.0/24"])]
    found = asked(account(blocked_sender_policy=policies))
    assert readings_of(found, "S6", "refused") == {"a": {True}, "b": {True}, "c": {False}}


def test_s6_naming_servers_may_decide_between_equal_scopes() -> None:
    policies = [block("Anywhere", OUTSIDE), spare("Server", OUTSIDE, source_ips=["192.0.2.0/24"])]
    found = asked(account(blocked_sender_policy=policies))
    assert readings_of(found, "S6", "refused") == {"a": {True, False}, "b": {False}, "c": {False}}


def test_s7_a_broad_override_against_a_narrow_policy_is_disputed() -> None:
    policies = [spare("Broad", EVERYONE, override=True), block("Narrow", address(SENDER))]
    found = asked(account(blocked_sender_policy=policies))
    assert depends_on(found) == ["S7"]
    assert readings_of(found, "S7", "refused") == {"a": {False}, "b": {True}, "c": {False}}
    assert "(a, c): nothing known refuses it" in found.headline
    assert '(b): refused by blocked sender policy "Narrow"' in found.headline


def test_s7_of_equally_specific_policies_the_one_that_overrides_acts_for_sure() -> None:
    policies = [spare("With", OUTSIDE, override=True), block("Without", OUTSIDE)]
    found = asked(account(blocked_sender_policy=policies))
    assert (found.certain, found.values("refused")) == (True, (False,))
    told = by_name(found)['blocked sender policy "Without"']
    assert told == 'no: "With" goes before it: it overrides (S7)'


def test_s7_a_more_specific_policy_that_overrides_too_acts_for_sure() -> None:
    policies = [spare("Broad", EVERYONE, override=True), block("Narrow", address(SENDER), override=True)]
    found = asked(account(blocked_sender_policy=policies))
    assert (found.certain, found.values("refused")) == (True, (True,))


def test_s7_a_permit_that_overrides_may_lift_a_block() -> None:
    lists = account(blocked_sender_policy=[block("Block")], ip_permit=[permit("Permit", override=True)])
    assert readings_of(asked(lists), "S7", "refused") == {"a": {True}, "b": {True}, "c": {False}}


def test_s7_a_permit_that_is_not_known_may_lift_a_block() -> None:
    lists = {
        kind: found for kind, found in account(blocked_sender_policy=[block("Block")]).items() if kind != "ip_permit"
    }
    assert readings_of(asked(lists), "S7", "refused") == {"a": {True}, "b": {True}, "c": {True, False}}


def test_s8_equal_delivery_routes_are_taken_at_random() -> None:
    found = asked(account(delivery_route_policy=[route("One", EVERYONE, INSIDE), route("Two", EVERYONE, INSIDE)]))
    assert (found.certain, found.values("routes")) == (True, (("Route One", "Route Two"),))
    assert "at random" in found.headline


def test_s8_which_of_equal_policies_of_another_type_acts_is_open() -> None:
    found = asked(account(blocked_sender_policy=[block("One"), spare("Two")]))
    assert [question.partition(" ")[0] for question in depends_on(found)] == ["S8"]
    assert set(found.values("refused")) == {True, False}


def test_s8_equal_policies_that_do_the_same_leave_nothing_open() -> None:
    found = asked(account(blocked_sender_policy=[block("One"), block("Two")]))
    assert found.headline == 'certain: refused by blocked sender policy "One" or "Two"'


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"enabled": False}, "it is disabled"),
        ({"valid_from": "2026-06-16"}, "it begins on 2026-06-16"),
        ({"valid_until": "2026-06-14"}, "it ended on 2026-06-14"),
    ],
)
def test_s9_what_is_disabled_not_begun_or_over_does_nothing(more: Any, why: str) -> None:
    found = asked(account(blocked_sender_policy=[block("Block", **more)]))
    assert (found.certain, found.values("refused")) == (True, (False,))
    assert by_name(found)['blocked sender policy "Block"'] == f"no: {why} (S9)"


@pytest.mark.parametrize("more", [{"valid_from": DAY}, {"valid_until": DAY}, {"valid_from": "", "valid_until": ""}])
def test_s9_the_first_and_the_last_day_count(more: Any) -> None:
    assert asked(account(blocked_sender_policy=[block("Block", **more)])).values("refused") == (True,)


def test_s10_a_bidirectional_policy_acts_on_answers_too() -> None:
    sides = address("kim@example.com"), domain("partner.example")
    assert asked(account(blocked_sender_policy=[block("Block", *sides)])).values("refused") == (False,)
    found = asked(account(blocked_sender_policy=[block("Block", *sides, bidirectional=True)]))
    assert found.values("refused") == (True,)


@pytest.mark.parametrize(
    ("based_on", "envelope", "header"),
    [("return_address", True, False), ("message_from", False, True), ("both", True, True)],
)
def test_s11_the_sender_that_a_policy_is_based_on_is_compared(based_on: str, envelope: bool, header: bool) -> None:
    lists = account(blocked_sender_policy=[block("Block", domain("bad.example"), addresses_based_on=based_on)])
    by_envelope = asked(lists, envelope_from="a@bad.example", header_from="a@good.example")
    by_header = asked(lists, envelope_from="a@good.example", header_from="a@bad.example")
    assert (by_envelope.values("refused"), by_header.values("refused")) == ((envelope,), (header,))


def test_s12_a_side_that_a_new_policy_leaves_out_is_everyone() -> None:
    found = asked(account(ip_permit=[{"name": "Permit", "source_ips": ["192.0.2.0/24"]}]))
    assert found.values("permitted") == (True,)


@pytest.mark.parametrize("rule", FULL)
def test_the_readings_of_a_rule_are_those_that_its_tests_name(rule: str) -> None:
    assert "".join(reading.id for reading in RULES[rule].readings) == FULL[rule]
