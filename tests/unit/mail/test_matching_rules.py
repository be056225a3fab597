# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules M1 to M13: which policies match a message."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    FALSE,
    Truth,
    matcher,
)
from ansible_collections.mailops.mimecast.tests.unit.mail.small import (
    EVERYONE,
    INSIDE,
    OUTSIDE,
    account,
    address,
    asked,
    block,
    by_name,
    depends_on,
    domain,
    group,
    members,
    policy,
    readings_of,
    spare,
)

SPOOFED = {"envelope_from": "kim@example.com"}


def holds(truth: Truth) -> Any:
    """Return whether something holds: yes, no, or under which readings of which rule."""
    if truth is True or not truth:
        return bool(truth)
    return [(condition.question.id, "".join(sorted(condition.holds))) for condition in truth]


@pytest.mark.parametrize(
    ("pattern", "name", "found"),
    [
        (r"^.*\.partner\.example$", "a.partner.example", True),
        (r"^.*\.partner\.example$", "partner.example", False),
        (r"partner|vendor", "my.vendor.example", [("M1", "a")]),
        (r"(partner|vendor)\.example", "VENDOR.example".lower(), True),
        (r"^jo@.+$", "jo@partner.example", True),
        (r"([", "partner.example", [("unknown:expression ([", "yes")]),
        (r"(a+)+b", "partner.example", [("unknown:expression (a+)+b", "yes")]),
    ],
)
def test_m1_an_expression_stands_for_what_it_finds_and_what_cannot_be_read_is_open(
    pattern: str, name: str, found: Any
) -> None:
    assert holds(matcher(pattern)(name)) == found


def test_m1_no_expression_takes_for_ever() -> None:
    for pattern in (r".*.*.*.*b", r"(a*)*b", r"(a|a)*b", r"(\w+\s?)+b", r"(a{1,9}){1,9}b"):
        assert matcher(pattern)("a" * 64 + "@" + "a" * 60 + ".example") != FALSE


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (domain("*"), domain("^partner.*")),
        (domain("^partner.*"), domain("*.example")),
        (domain("*.example"), domain("partner.example")),
        (address("*@*"), address("^jo@.*")),
        (address("^jo@.*"), address("multi:jo@partner.example jim@partner.example")),
        (address("multi:jo@partner.example, jim@partner.example"), address("jo@partner.example")),
    ],
)
def test_m2_an_exact_scope_goes_before_a_pattern_and_a_pattern_before_a_catch_all(less: Any, more: Any) -> None:
    found = asked(account(blocked_sender_policy=[block("Less", less), spare("More", more)]))
    assert (found.certain, found.values("refused")) == (True, (False,))


@pytest.mark.parametrize(
    ("pattern", "name", "found"),
    [
        ("*.example.com", "a.example.com", True),
        ("*.example.com", "a.b.example.com", [("M3", "bc")]),
        ("*.example.com", "example.com", [("M3", "c")]),
        ("*.example.com", "example.org", False),
        ("*.example.com", "badexample.com", False),
        ("*.*.example.com", "a.b.example.com", True),
        ("*.*.example.com", "a.example.com", [("M3", "c")]),
        ("mail*.example.com", "mail1.example.com", True),
        ("mail*.example.com", "mail.a.example.com", [("M3", "bc")]),
        ("*", "example.com", True),
        ("*@*", "jo@example.com", True),
        ("*@*.example.com", "jo@a.example.com", True),
        ("*@example.com", "jo@example.com", True),
        ("jo*@example.com", "john@example.com", True),
        ("jo*@example.com", "kim@example.com", False),
        ("@example.com", "jo@example.com", False),
        ("multi:jo@example.com; kim@example.com", "kim@example.com", True),
        ("multi:jo@example.com; *@*.example.com", "kim@a.b.example.com", [("M3", "bc")]),
    ],
)
def test_m3_a_star_stands_for_one_label_and_more_is_open(pattern: str, name: str, found: Any) -> None:
    assert holds(matcher(pattern)(name)) == found


def test_m3_a_policy_for_a_pattern_is_open_for_the_domain_itself() -> None:
    found = asked(account(blocked_sender_policy=[block("Block", domain("*.partner.example"))]))
    assert readings_of(found, "M3", "refused") == {"a": {False}, "b": {False}, "c": {True}}


@pytest.mark.parametrize(
    ("member", "refused"),
    [
        ("partner.example", True),
        ("jo@partner.example", True),
        ("example", False),
        ("*.example", False),
        ("kim@partner.example", False),
    ],
)
def test_m4_a_member_of_a_group_is_an_address_or_exactly_one_domain(member: str, refused: bool) -> None:
    found = asked(account(sender_group=[members("Blocked Senders", member)]))
    assert (found.certain, found.values("refused")) == (True, (refused,))


def test_m4_a_domain_in_a_group_does_not_cover_a_sub_domain() -> None:
    lists = account(sender_group=[members("Blocked Senders", "partner.example")])
    assert asked(lists, envelope_from="jo@mail.partner.example").values("refused") == (False,)


def test_m5_whether_members_of_a_sub_group_count_is_open() -> None:
    groups = [
        members("Partners"),
        members("Close", parent="Partners"),
        members("Closest", "jo@partner.example", parent="Close"),
    ]
    lists = account(sender_group=groups, blocked_sender_policy=[block("Block", group("Partners"))])
    assert readings_of(asked(lists), "M5", "refused") == {"a": {False}, "b": {True}}


def test_m5_groups_that_stand_in_each_other_are_read_all_the_same() -> None:
    groups = [members("One", parent="Two"), members("Two", "jo@partner.example", parent="One")]
    lists = account(sender_group=groups, blocked_sender_policy=[block("Block", group("One"))])
    assert depends_on(asked(lists)) == ["M5"]


def test_m6_mail_to_a_list_matches_policies_of_the_address_of_the_list() -> None:
    lists = account(blocked_sender_policy=[block("Block", EVERYONE, address("all@example.com"))])
    assert asked(lists, recipient="all@example.com").values("refused") == (True,)
    assert asked(lists, recipient="kim@example.com").values("refused") == (False,)


def test_m7_each_recipient_is_judged_by_itself() -> None:
    lists = account(greylisting_policy=[policy("Grey", EVERYONE, address("kim@example.com"), action="greylist")])
    found = [
        asked(lists, recipient=recipient).values("greylisted") for recipient in ("kim@example.com", "jo@example.com")
    ]
    assert found == [(True,), (False,)]


def test_m8_internal_is_an_internal_domain_and_external_every_other() -> None:
    lists = account(anti_spoofing_policy=[policy("Inside", INSIDE, INSIDE, action="apply")])
    assert asked(lists, **SPOOFED).values("refused") == (True,)
    assert asked(lists).values("refused") == (False,)
    lists = account(blocked_sender_policy=[block("Outside", OUTSIDE)])
    assert asked(lists).values("refused") == (True,)
    assert asked(lists, **SPOOFED).values("refused") == (False,)


def test_m8_a_sub_domain_of_an_internal_domain_is_open() -> None:
    lists = account(anti_spoofing_policy=[policy("Inside", INSIDE, INSIDE, action="apply")])
    found = asked(lists, envelope_from="jo@mail.example.com")
    assert readings_of(found, "M8", "refused") == {"a": {False}, "b": {True}}


def definition(original: str, new: str, routing: str = "all", address_type: str = "envelope_to") -> dict[str, str]:
    return {"original_address": original, "new_address": new, "routing": routing, "address_type": address_type}


def altering(*definitions: dict[str, str]) -> Any:
    return account(
        address_alteration_set=[{"name": "Merger", "definitions": definitions}],
        address_alteration_policy=[policy("Alter", alteration_set="Merger")],
    )


@pytest.mark.parametrize(
    ("definitions", "altered_to"),
    [
        ([definition("@example.com", "@new.example"), definition("kim@*", "kit@*")], "kit@example.com"),
        ([definition("kim@*", "kit@*"), definition("kim@example.com", "kay@example.com")], "kay@example.com"),
        ([definition("@example.com", "@new.example")], "kim@new.example"),
        ([definition("@example.com", "all@new.example")], "all@new.example"),
        ([definition("kim@example.com", "kay@example.com", "outbound")], ""),
        ([definition("kim@example.com", "kay@example.com", "inbound")], "kay@example.com"),
        ([definition("kim@example.com", "kay@example.com", address_type="from")], ""),
        ([definition("@example.org", "@new.example")], ""),
    ],
)
def test_m9_the_most_exact_definition_alters_the_recipient(definitions: Any, altered_to: str) -> None:
    found = asked(altering(*definitions))
    assert (found.certain, found.values("altered_to")) == (True, (altered_to,))


def test_m9_a_set_without_a_policy_does_nothing() -> None:
    lists = {**altering(definition("@example.com", "@new.example")), "address_alteration_policy": []}
    assert asked(lists).values("altered_to") == ("",)


def test_m9_which_of_two_definitions_alike_acts_is_open() -> None:
    lists = altering(
        definition("kim@example.com", "one@example.com"),
        definition("kim@example.com", "two@example.com", address_type="all"),
    )
    assert set(asked(lists).values("altered_to")) == {"one@example.com", "two@example.com"}


def test_m10_whether_routes_see_the_altered_recipient_is_open() -> None:
    routes = [
        policy("Old", EVERYONE, domain("example.com"), route="Old"),
        policy("New", EVERYONE, domain("new.example"), route="New"),
    ]
    lists = {**altering(definition("@example.com", "@new.example")), "delivery_route_policy": routes}
    assert readings_of(asked(lists), "M10", "routes") == {"a": {("Old",)}, "b": {("New",)}}


def test_m10_is_not_asked_where_the_route_is_the_same() -> None:
    lists = altering(definition("@example.com", "@new.example"))
    lists["delivery_route_policy"] = [policy("All", route="Main")]
    assert asked(lists).certain


def bypassed(*domains: str) -> Any:
    return account(
        anti_spoofing_policy=[policy("Spoof", INSIDE, INSIDE, action="apply")],
        anti_spoofing_bypass_policy=[policy("Vendor", action="enable_bypass", spf_domains=[*domains])],
    )


@pytest.mark.parametrize(
    ("domains", "refused"),
    [
        (["spf.vendor.example"], False),
        (["spf.other.example"], True),
        (["spf.other.example", "spf.vendor.example"], False),
        (["spf.vendor.example", *(f"spf{number}.example" for number in range(9))], True),
    ],
)
def test_m11_the_connecting_address_is_compared_with_the_domains_of_the_policy(
    domains: list[str], refused: bool
) -> None:
    found = asked(bypassed(*domains), **SPOOFED)
    assert (found.certain, found.values("refused")) == (True, (refused,))


def test_m11_the_spf_record_of_the_sender_says_nothing() -> None:
    assert asked(
        bypassed("spf.other.example"), envelope_from="kim@example.com", header_from="a@spf.vendor.example"
    ).values("refused") == (True,)


def test_m11_an_spf_record_that_nobody_has_looked_up_is_open() -> None:
    assert depends_on(asked(bypassed("spf.new.example"), **SPOOFED)) == ["unknown:spf spf.new.example"]


def test_m12_a_bypass_without_domains_is_open() -> None:
    assert readings_of(asked(bypassed(), **SPOOFED), "M12", "refused") == {"a": {False}, "b": {True}}


def test_m13_whether_networks_and_host_names_both_count_is_open() -> None:
    narrowed = {"source_ips": ["192.0.2.0/24"], "hostnames": ["mx.vendor.example"]}
    lists = account(anti_spoofing_policy=[policy("Spoof", INSIDE, INSIDE, action="apply", **narrowed)])
    assert readings_of(asked(lists, **SPOOFED), "M13", "refused") == {"a": {False}, "b": {True}}
    both = asked(lists, **SPOOFED, hostname="mx.vendor.example")
    assert (both.certain, both.values("refused")) == (True, (True,))
    neither = asked(lists, **SPOOFED, ip="203.0.113.1")
    assert (neither.certain, neither.values("refused")) == (True, (False,))


@pytest.mark.parametrize(
    ("networks", "refused"),
    [(["192.0.2.0/24"], True), (["192.0.2.8-192.0.2.12"], True), (["192.0.2.*"], True), (["198.51.100.0/24"], False)],
)
def test_a_policy_with_source_networks_is_for_mail_from_there_alone(networks: list[str], refused: bool) -> None:
    found = asked(account(blocked_sender_policy=[block("Block", source_ips=networks)]))
    assert (found.certain, found.values("refused")) == (True, (refused,))
    if not refused:
        told = by_name(found)['blocked sender policy "Block"']
        assert told == "no: the message does not come from 198.51.100.0/24 (S1)"


@pytest.mark.parametrize("ip", ["192.0.2.10", "::ffff:192.0.2.10"])
@pytest.mark.parametrize("network", ["192.0.2.0/24", "::ffff:192.0.2.0/120"])
def test_ipv4_inside_of_ipv6_counts_as_ipv4(network: str, ip: str) -> None:
    lists = account(blocked_sender_policy=[block("Block", source_ips=[network])])
    assert asked(lists, ip=ip).values("refused") == (True,)


def test_a_network_that_cannot_be_read_is_open() -> None:
    lists = account(blocked_sender_policy=[block("Block", source_ips=["somewhere", "192.0.2.0/24"])])
    assert asked(lists).certain
    assert depends_on(asked(lists, ip="203.0.113.1")) == ["unknown:network somewhere"]


def test_a_message_from_nobody_knows_where_is_asked_about_by_each_kind_of_address() -> None:
    policies = [block("Net", source_ips=["192.0.2.0/24"]), spare("Host", source_ips=["192.0.2.7/32"], override=True)]
    found = asked(account(blocked_sender_policy=policies), ip="")
    fates = {"0.0.0.0": {False}, "192.0.2.0": {True}, "192.0.2.7": {False}}
    assert readings_of(found, "unknown:ip", "refused") == fates
    assert "an address in no network that a policy names" in found.headline
