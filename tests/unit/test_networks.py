# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks count by the addresses that they cover, however they are written."""

from __future__ import annotations

import ipaddress
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Wish
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

FIELD = Networks("source_ips", (), api="sourceIPs", owned=True)
SET = Networks("source_ips", (), api="sourceIPs")
SMALL = 2**10
"""Addresses of 10.0.0.0/22, in which the networks of these tests lie: few enough to count them one by one."""

address = st.integers(0, SMALL - 1).map(
    lambda number: str(ipaddress.IPv4Address(int(ipaddress.IPv4Address("10.0.0.0")) + number))
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A single address, CIDR, a range or a glob within 10.0.0.0/22."""
    first, last = sorted([draw(address), draw(address)], key=ipaddress.IPv4Address)
    third, low = draw(st.integers(0, 3)), draw(st.integers(0, 254))
    high = draw(st.integers(low + 1, 255))
    cidr = ipaddress.ip_network(f"{first}/{draw(st.integers(22, 32))}", strict=False)
    return draw(
        st.sampled_from(
            [first, str(cidr), f"{first}-{last}", f"{first} - {last}", f"10.0.{third}.*", f"10.0.{third}.{low}-{high}"]
        )
    )


def covered(item: str) -> set[int]:
    """Return the addresses of an item as numbers, read without the code under test."""
    if item.endswith("*"):
        item = item.replace("*", "0") + "/24"
    if "-" not in item:
        network = ipaddress.ip_network(item)
        return set(range(int(network[0]), int(network[-1]) + 1))
    first, last = (end.strip() for end in item.split("-"))
    if "." not in last:
        last = f"{first.rpartition('.')[0]}.{last}"
    return set(range(int(ipaddress.ip_address(first)), int(ipaddress.ip_address(last)) + 1))


def all_of(items: list[str]) -> set[int]:
    return set().union(*(covered(item) for item in items))


several = st.lists(written(), max_size=6)


@given(several)
def test_parsing_keeps_exactly_the_addresses_in_the_fewest_networks(items: list[str]) -> None:
    parsed, problems = FIELD.parse(items, "at")
    assert problems == []
    assert all_of(parsed) == all_of(items)
    assert sum(len(covered(item)) for item in parsed) == len(all_of(items))
    assert all("/" in item for item in parsed)
    assert FIELD.parse(parsed, "at")[0] == parsed


@given(several, st.integers())
def test_the_order_of_networks_does_not_count(items: list[str], seed: int) -> None:
    shuffled = random.Random(seed).sample(items, len(items))
    assert FIELD.parse(items, "")[0] == FIELD.parse(shuffled, "")[0]


@settings(deadline=None)  # a wide network has many pieces
@given(several, st.integers(23, 32))
def test_the_same_addresses_in_another_spelling_are_no_change(items: list[str], length: int) -> None:
    parsed = FIELD.parse(items, "")[0]
    pieces = [
        str(piece)
        for cidr in map(ipaddress.ip_network, parsed)
        for piece in cidr.subnets(new_prefix=max(length, cidr.prefixlen))
    ]
    for mode in ("add", "exact"):
        assert FIELD.differ(pieces, Wish(parsed, mode=mode)) is None
    assert SET.differ(pieces, Wish(parsed)) is None


@given(several, several, st.sampled_from(["add", "exact"]))
def test_what_comes_and_goes_is_what_the_addresses_say(there: list[str], items: list[str], mode: str) -> None:
    present, wanted = FIELD.canonical(FIELD.parse(there, "")[0]), FIELD.parse(items, "")[0]
    have, want = all_of(present), all_of(wanted)
    after = want if mode == "exact" else have | want
    edit = FIELD.differ(present, Wish(wanted, mode=mode))
    if edit is None:
        assert have == after
        return
    staying = [item for item in present if item not in edit.before]
    assert all_of(edit.before) >= have - after
    assert all_of(staying) | all_of(edit.after) == all_of(edit.sent) == after
    assert edit.unchanged == len(staying)
    assert FIELD.differ(edit.result, Wish(wanted, mode=mode)) is None


@given(several, several)
def test_taking_out_cuts_no_network_up(there: list[str], items: list[str]) -> None:
    present, named = FIELD.parse(there, "")[0], FIELD.parse(items, "")[0]
    without = all_of(named)
    edit = FIELD.differ(present, Wish([], frozenset(named), "remove"))
    inside = [item for item in present if covered(item) <= without]
    cut = [item for item in present if covered(item) & without and item not in inside]
    assert bool(edit and edit.problem) == bool(cut)
    assert (edit.before if edit else []) == inside
    assert (edit.result if edit else present) == [item for item in present if item not in inside]


@given(several)
def test_overlaps_are_named_and_nothing_else(items: list[str]) -> None:
    sets = [covered(item) for item in items]
    pairs = [(a, b) for index, a in enumerate(sets) for b in sets[:index] if a & b and a != b]
    assert bool(FIELD.remarks(items, "at")) == bool(pairs)


def test_an_overlap_is_told_with_its_place_and_both_networks() -> None:
    assert FIELD.remarks(["192.0.2.0/24", "198.51.100.1", "192.0.2.9"], "site.x[0].source_ips") == [
        "site.x[0].source_ips[2]: '192.0.2.9' and '192.0.2.0/24' overlap"
    ]


def test_an_overlap_is_a_warning_of_the_plan() -> None:
    policy = RESOURCES["delivery_route_policy"]
    entry = {"name": "A", "source_ips": ["192.0.2.0/24", "192.0.2.128-192.0.2.130"]}
    desired, problems = parse(policy, entry, "site[0]")
    assert desired, problems
    made = plan(policy, [desired], [Current("A", "1", {"name": "A", "source_ips": ["192.0.2.*"]})], Options())
    assert made.warnings == ("site[0].source_ips[1]: '192.0.2.128-192.0.2.130' and '192.0.2.0/24' overlap",)
    assert made.effective == ()


def test_a_part_of_a_wider_network_is_refused_with_its_place() -> None:
    policy = RESOURCES["delivery_route_policy"]
    entry = {"name": "A", "source_ips": ["192.0.2.128/25"], "source_ips_mode": "remove"}
    desired = parse(policy, entry, "site[0]")[0]
    assert desired
    there = Current("A", "1", {"name": "A", "source_ips": ["192.0.2.0/24"]})
    assert str(plan(policy, [desired], [there], Options()).problems[0]) == (
        "site[0].source_ips: refused: 192.0.2.128/25 is a part of 192.0.2.0/24, which is not split; name 192.0.2.0/24 "
        "to remove all of it, or say with source_ips_mode: exact what should remain"
    )


ODD = "203.0.113.7/24"
"""A network that no site file could say: it has host bits."""


def test_an_item_that_a_site_file_cannot_contain_stays_unless_the_list_is_exact() -> None:
    there = ["192.0.2.0/24", ODD]
    assert FIELD.differ(there, Wish(["192.0.2.0/25"])) is None
    added = FIELD.differ(there, Wish(["198.51.100.0/24"]))
    assert added
    assert added.sent == ["192.0.2.0/24", "198.51.100.0/24", ODD]
    exact = FIELD.differ(there, Wish(["192.0.2.0/24"], mode="exact"))
    assert exact
    assert (exact.before, exact.sent) == ([ODD], ["192.0.2.0/24"])
    FIELD.check_shape(there)


@pytest.mark.parametrize("item", [None, 7, "", "none such", "192.0.2", ["192.0.2.0/24"]])
def test_a_list_with_an_item_that_is_no_network_cannot_be_read(item: object) -> None:
    with pytest.raises(Unreadable, match="item 2: "):
        FIELD.check_shape(["192.0.2.0/24", item])


@pytest.mark.parametrize(
    "halves", [["0.0.0.0/1", "128.0.0.0/1"], ["*.*.*.*"], ["0.0.0.0-255.255.255.255"], ["::/1", "8000::/1"]]
)
def test_a_permit_for_everybody_in_pieces_is_refused(halves: list[str]) -> None:
    permit = RESOURCES["ip_permit"]
    problems = parse(permit, {"name": "A", "source_ips": halves}, "site[0]")[1]
    assert "is the whole internet" in str(problems[0])
    desired = parse(permit, {"name": "A", "source_ips": halves[:1]}, "site[0]")[0]
    if desired:
        there = Current("A", "1", {"name": "A", "source_ips": halves[1:]})
        assert "is the whole internet" in str(plan(permit, [desired], [there], Options()).problems[0])


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("192.0.2.10", "192.0.2.10/32"),
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("2001:DB8::1", "2001:db8::1/128"),
        ("2001:0db8:0000::/48", "2001:db8::/48"),
        ("192.0.2.0/255.255.255.0", "192.0.2.0/24"),
        ("192.0.2.*", "192.0.2.0/24"),
        ("192.0.2-3.*", "192.0.2.0/23"),
        ("192.0.2.1-30", "192.0.2.1-192.0.2.30"),
        ("192.0.2.1 - 192.0.2.30", "192.0.2.1-192.0.2.30"),
        ("192.0.2.0-192.0.2.255", "192.0.2.0/24"),
        ("2001:db8::-2001:db8::ffff", "2001:db8::/112"),
    ],
)
def test_a_network_has_one_spelling(written: str, spelled: str) -> None:
    assert networks.network(written) == spelled


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("192.0.2.10/24", "the network is '192.0.2.0/24'"),
        ("2001:db8::1/64", "the network is '2001:db8::/64'"),
        ("192.0.2", "is not an IP address"),
        ("192.0.2.0/33", "is not an IP address"),
        ("mail.example.com", "is not an IP address"),
        ("mail-2.example.com", "is not an IP address"),
        ("192.0.2.*.1", "is not an IP address"),
        ("192.*.2.1", "is not an IP address"),
        ("10", "is not an IP address"),
        ("10/8", "is not an IP address"),
        ("192.0.02.1", "is not an IP address"),
        ("192.0.2.0/+24", "is not an IP address"),
        ("-", "is not an IP address"),
        ("192.0.2.30-192.0.2.1", "expected '192.0.2.1-192.0.2.30'"),
        ("192.0.2.1-2001:db8::1", "mixes IPv4 and IPv6"),
    ],
)
def test_what_is_no_network_is_refused_with_the_one_that_is_meant(written: str, hint: str) -> None:
    with pytest.raises(spelling.Malformed, match=hint):
        networks.network(written)


@given(st.ip_addresses(), st.integers(0, 128))
def test_every_network_is_what_python_takes_it_for(address: Any, length: int) -> None:
    network = ipaddress.ip_network(f"{address}/{min(length, address.max_prefixlen)}", strict=False)
    spelled = networks.network(str(network))
    assert ipaddress.ip_network(spelled) == network
    assert networks.network(spelled) == spelled


@given(several, several)
def test_spans_are_the_addresses_and_one_list_of_them_covers_another_or_not(wide: list[str], narrow: list[str]) -> None:
    spans, others = networks.merged_spans(wide), networks.merged_spans(narrow)
    assert {number for _version, first, last in spans for number in range(first, last + 1)} == all_of(wide)
    assert networks.covers(spans, others) == (all_of(narrow) <= all_of(wide))


@given(st.lists(several, max_size=5))
def test_lists_that_meet_have_an_address_in_common(lists: list[list[str]]) -> None:
    found = sorted(networks.meeting([networks.merged_spans(items) for items in lists]))
    pairs = [(a, b) for b in range(len(lists)) for a in range(b) if all_of(lists[a]) & all_of(lists[b])]
    assert found == sorted(pairs)


def test_spans_of_one_version_of_ip_cover_none_of_the_other() -> None:
    ipv4, ipv6 = (networks.merged_spans([item]) for item in ("0.0.0.0/0", "::/0"))
    assert not networks.covers(ipv6, ipv4)
    assert not networks.covers(ipv4, ipv6)
    assert list(networks.meeting([ipv4, ipv6])) == []
    assert networks.merged_spans(["nothing", "192.0.2.1"]) == networks.merged_spans(["192.0.2.1/32"])
