# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused or warned of is judged by what it does to mail, and not by how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field, Wish
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current, Options, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan, plan_unread
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED

PERMIT, GROUP, ROUTE = MANAGED["ip_permit"], MANAGED["sender_group"], MANAGED["delivery_route"]
POLICY = MANAGED["delivery_route_policy"]
EVERYONE = {"type": "everyone"}


def wanted(name: str, *entries: Entry) -> list[Desired]:
    found = []
    for index, entry in enumerate(entries):
        desired, problems = parse(MANAGED[name], entry, f"site[{index}]")
        assert desired, problems
        found.append(desired)
    return found


def there(entry: Entry) -> Current:
    return Current(entry["name"], f"id of {entry['name']}", {"enabled": True, "action": "permit_sender", **entry})


def permits(*lists: list[str], present: tuple[Current, ...] = (), accepted: str = "") -> Plan:
    """Plan one permit for each of some lists of networks."""
    entries = [{"name": f"P{index}", "source_ips": networks} for index, networks in enumerate(lists)]
    return plan(PERMIT, wanted("ip_permit", *entries), present, Options(accept_risk=frozenset({accepted})))


def told(made: Plan) -> str:
    return "\n".join(map(str, made.problems))


@pytest.mark.parametrize(
    "networks",
    [
        ["0.0.0.0/2"],
        ["16.0.0.0/7"],
        ["16.0.0.0-32.255.255.255"],
        ["2000::/19"],
        ["::ffff:16.0.0.0/103"],
        ["2002::/16"],
        ["16.0.0.0/8", "18.0.0.0/9", "20.0.0.0/32"],
    ],
    ids=" ".join,
)
def test_a_permit_wider_than_the_limit_is_refused_unless_its_word_is_given(networks: list[str]) -> None:
    assert "site[0]: refused: source_ips of 'P0' let" in told(permits(networks))
    assert "(accept_risk: [wide_permit] if you mean it)" in told(permits(networks))
    assert not permits(networks, accepted="wide_permit").problems


def test_a_permit_of_the_limit_is_warned_of_and_a_narrow_one_is_not() -> None:
    for network, warned in (("16.0.0.0/8", True), ("16.0.0.0/15", True), ("16.0.0.0/16", False), ("2a00::/32", False)):
        made = permits([network])
        assert not made.problems, network
        assert bool(made.warnings) == warned, network
    assert (
        "131,072 public IPv4 addresses pass, more than a /16 network has (65,536)"
        in permits(["16.0.0.0/15"]).warnings[0]
    )


def test_permits_of_one_file_are_judged_together_at_the_one_that_is_too_much() -> None:
    made = permits(["16.0.0.0/9"], ["192.0.2.1"], ["17.0.0.0/8"], ["192.0.2.2"])
    assert [problem.where for problem in made.problems] == ["site[2]"]
    assert "source_ips of 'P2', 'P0', 'P1' and 1 more together let 25,165,826 public IPv4 addresses pass" in told(made)


def test_the_whole_internet_in_several_permits_is_refused_whatever_word_is_given() -> None:
    made = permits(["0.0.0.0/1"], ["128.0.0.0/1"], accepted="wide_permit")
    assert told(made) == "site[1]: refused: source_ips 0.0.0.0/0 is the whole internet; name the networks that you mean"


@pytest.mark.parametrize(
    "networks", [["::ffff:0:0/96"], ["::/3"], ["2000::/3"], ["1.0.0.0-223.255.255.255"]], ids=" ".join
)
def test_every_public_address_is_the_whole_internet_however_it_is_written(networks: list[str]) -> None:
    _desired, problems = parse(PERMIT, {"name": "P", "source_ips": networks}, "site[0]")
    assert "is the whole internet" in str(problems[0])


def test_private_networks_are_not_the_internet() -> None:
    made = permits(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "224.0.0.0/4"])
    assert (made.problems, made.warnings) == ((), ())


def test_an_existing_wide_permit_causes_a_warning_and_may_only_become_narrower() -> None:
    wide = there({"name": "P0", "source_ips": ["16.0.0.0/6"]})
    same = permits(["16.0.0.0/6"], present=(wide,))
    assert not same.problems
    assert not same.effective
    assert "let 67,108,864 public IPv4 addresses pass" in same.warnings[0]
    narrower = wanted("ip_permit", {"name": "P0", "source_ips": ["16.0.0.0/7"], "source_ips_mode": "exact"})
    assert not plan(PERMIT, narrower, [wide], Options()).problems
    assert "wide_permit" in told(permits(["20.0.0.0/8"], present=(wide,)))


def test_a_hand_off_is_judged_as_what_the_api_is_asked_for() -> None:
    halves = wanted("ip_permit", *({"name": net, "source_ips": [net]} for net in ("0.0.0.0/1", "128.0.0.0/1")))
    assert "0.0.0.0/0 is the whole internet" in told(plan_unread(PERMIT, halves, Options()))
    wide = wanted("ip_permit", {"name": "P", "source_ips": ["16.0.0.0/7"]})
    assert "wide_permit" in told(plan_unread(PERMIT, wide, Options()))
    off = wanted("ip_permit", {"name": "P", "enabled": False})
    assert not plan_unread(PERMIT, off, Options()).problems


def test_a_permit_for_everybody_may_be_switched_off_and_not_on() -> None:
    present = there({"name": "P0", "source_ips": []})
    off, on = (wanted("ip_permit", {"name": "P0", "enabled": word}) for word in (False, True))
    assert not plan(PERMIT, off, [present], Options()).problems
    assert "permit every sender" in told(plan(PERMIT, on, [there({**present.entry, "enabled": False})], Options()))
    assert "permits every sender" in plan(PERMIT, on, [present], Options()).warnings[0]


def group(members: list[str], name: str = "Permitted senders", accepted: str = "") -> Plan:
    present = [Current("Permitted senders", "1", {"name": "Permitted senders", "members": [{"member": "gmail.com"}]})]
    present += [Current("Blocked Senders", "2", {"name": "Blocked Senders", "members": []})]
    entry = {"name": name, "members": members}
    return plan(GROUP, wanted("sender_group", entry), present, Options(accept_risk=frozenset({accepted})))


@pytest.mark.parametrize(
    ("domain", "word"),
    [
        ("outlook.com", "permit_free_mail"),
        ("yahoo.co.uk", "permit_free_mail"),
        ("hotmail.fr", "permit_free_mail"),
        ("co.uk", "permit_public_suffix"),
        ("com.au", "permit_public_suffix"),
        ("onmicrosoft.com", "permit_public_suffix"),
    ],
)
def test_free_mail_domains_are_permitted_only_on_purpose_and_blocked_with_a_warning(domain: str, word: str) -> None:
    assert f"(accept_risk: [{word}] if you mean it)" in told(group([domain]))
    assert not group([domain], accepted=word).problems
    blocked = group([domain], "Blocked Senders")
    assert not blocked.problems
    assert domain in blocked.warnings[0]
    assert not group([domain], "Partners").problems


@pytest.mark.parametrize(
    "member", ["jo@gmail.com", "gmail.com", "partner.example", "hotmail.partner.example", "co.example"]
)
def test_addresses_and_what_is_permitted_already_are_no_matter(member: str) -> None:
    assert (group([member]).problems, group([member]).warnings) == ((), ())


@pytest.mark.parametrize(
    "name",
    [
        "Blocked Sender",
        "Blocked  Sender",
        "Blocked-Senders",
        "BlockedSenders",
        "Bl\u043eck\u0435d Send\u0435rs",
        "Blocked\u200bSenders",
        "Blocked Sen\u200bder",
        "Blocked S\u200dender\u200ds",
        "\u202eBlocked Senders",
        "Bl0cked Senders",
        "Block\u00e9d Senders",
        "\uff22locked Senders",
        "Blokced Senders",
        "Permited Sender",
        "Permitted Senders\u3164",
        "permitted-senders",
    ],
    ids=ascii,
)
def test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created(name: str) -> None:
    message = told(group([], name))
    assert "is not the built-in group" in message
    assert message.isascii()
    assert not group([], name, "near_builtin_name").problems


@pytest.mark.parametrize(
    "name", ["Blocked Senders UK", "Blocked Vendors", "Permitted partners", "Blocked", "blocked senders"]
)
def test_other_names_are_created_without_a_word(name: str) -> None:
    assert not group([], name).problems


def route(host: str, *present: Current, accepted: str = "") -> Plan:
    entries = wanted("delivery_route", {"name": "R", "hostname": host})
    return plan(ROUTE, entries, present, Options(accept_risk=frozenset({accepted})))


NO_MAIL_SERVER = (
    "127.0.0.1 127.9.9.9 ::1 ::ffff:127.0.0.1 localhost.localdomain mail.localhost 0.0.0.0 :: 0.1.2.3 169.254.169.254 "
    "fd00:ec2::254 metadata.google.internal fe80::1 224.0.0.1 ff02::1 255.255.255.255 ::ffff:169.254.1.1 [::1] "
    "MAIL.LOCALHOST."
)


@pytest.mark.parametrize("host", NO_MAIL_SERVER.split())
def test_a_route_to_where_no_mail_server_can_be_is_refused(host: str) -> None:
    assert "mail would wait and then bounce" in told(route(host, accepted="mimecast_host"))
    assert "accept_risk" not in told(route(host))


def test_a_route_back_to_mimecast_needs_a_word() -> None:
    for host in ("eu-smtp-inbound-1.mimecast.com", "za-smtp-inbound-2.mimecast.co.za", "mimecast.com"):
        assert "(accept_risk: [mimecast_host] if you mean it)" in told(route(host)), host
        assert not route(host, accepted="mimecast_host").problems
    assert not route("notmimecast.com").problems


def test_a_route_to_a_private_address_is_warned_of() -> None:
    for host in ("10.1.2.3", "192.168.0.9", "fd12::1", "mail.corp", "exchange.contoso.local"):
        assert not route(host).problems
        assert "does not reach over the internet" in route(host).warnings[0], host
    assert not route("192.0.2.25").warnings


def test_a_route_that_is_there_already_stays() -> None:
    present = Current("R", "1", {"name": "R", "hostname": "127.0.0.1", "port": 25})
    entries = wanted("delivery_route", {"name": "R", "hostname": "127.0.0.1", "port": 26})
    assert not plan(ROUTE, entries, [present], Options()).problems


def everything(present: tuple[Current, ...] = (), accepted: str = "", **more: Any) -> Plan:
    entry = {"name": "A", "route": "R", "applies_from": EVERYONE, "applies_to": EVERYONE, **more}
    options = Options(accept_risk=frozenset({accepted}), known={"delivery_route": {"R": 1, "S": 1}})
    return plan(POLICY, wanted("delivery_route_policy", entry), present, options)


def test_a_route_for_all_mail_is_created_only_on_purpose() -> None:
    assert "(accept_risk: [route_everything] if you mean it)" in told(everything())
    assert not everything(accepted="route_everything").problems
    for narrower in ({"applies_to": {"type": "internal_addresses"}}, {"enabled": False}, {"source_ips": ["192.0.2.1"]}):
        assert not everything(**narrower).problems, narrower
    present = Current("A", "1", everything().changes[0].entry or {})
    assert not everything((present,), bidirectional=True).problems
    assert "including outbound mail, to the route 'S'" in told(everything((present,), route="S"))


def test_all_of_the_internet_narrows_no_policy() -> None:
    for whole in (["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["::/0"]):
        assert "would send all mail" in told(everything(source_ips=whole)), whole


def test_a_policy_that_takes_what_leaves_the_company_is_warned_of() -> None:
    inside, outside = {"type": "internal_addresses"}, {"type": "external_addresses"}
    for more in (
        {"applies_to": outside},
        {"applies_from": inside},
        {"applies_from": inside, "applies_to": outside},
        {"applies_from": outside, "bidirectional": True},
        {"applies_to": inside, "bidirectional": True},
    ):
        made = everything(**more)
        assert not made.problems, more
        assert made.warnings == ("site[0]: sends all outbound mail to the route 'R'",), more
        present = Current("A", "1", made.changes[0].entry or {})
        assert not everything((present,), **more, enabled=False).warnings
    for more in ({"applies_to": inside}, {"applies_from": outside}, {"applies_to": outside, "enabled": False}):
        assert not everything(**more).warnings, more


def choices() -> Iterator[tuple[str, Field, Field]]:
    """Yield every choice among words of every descriptor, with the field of the resource that it stands in."""
    for resource in MANAGED.values():
        for outer in resource.fields:
            for field in () if outer.apart else (outer, *outer.fields):
                if isinstance(field, Choice) and len(field.choices) > 1:
                    yield resource.name, outer, field


def with_word(outer: Field, field: Field, word: str) -> Any:
    """Return a value of a field with a word in it."""
    if isinstance(outer, Map):
        return {field.name: word}
    if isinstance(outer, Records):
        return [{**outer.samples[0][0], field.name: word}]
    return word


def with_unknown(first: Any, second: Any) -> Any:
    """Return the first of two rows, with an unknown word wherever they differ."""
    if isinstance(first, dict):
        return {name: with_unknown(first[name], second[name]) for name in first}
    if isinstance(first, list):
        return [with_unknown(*pair) for pair in zip(first, second, strict=True)]
    return first if first == second else "something_new"


@pytest.mark.parametrize(("resource", "outer", "field"), list(choices()), ids=lambda part: getattr(part, "name", part))
def test_an_unknown_value_is_shown_unchanged_and_never_in_sync(resource: str, outer: Field, field: Field) -> None:
    rows = [outer.encode(with_word(outer, field, word), lambda *_: "") for word in field.choices[:2]]
    found = outer.decode(with_unknown(*rows), lambda *_: "")
    assert found == with_word(outer, field, "something_new"), resource
    assert [word for _path, word in outer.unknown_words(found)] == ["something_new"]
    for word in field.choices:
        value = with_word(outer, field, word)
        assert outer.differ(found, Wish(value)), word
        assert not outer.unknown_words(value)
