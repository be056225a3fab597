# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The impact of a change: every class of mail that another thing becomes of, and nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, divisions, policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import Ask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import AddressClasses
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.forms import Mail
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.impact import Impact, impact
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import REFUSAL, Facet, Region
from ansible_collections.mailops.mimecast.tests.benchmarks import impact_of_a_change
from ansible_collections.mailops.mimecast.tests.unit.mail import universes, worlds

DAY = worlds.DAY
EVERYONE = {"type": "everyone"}
INTERNAL = {"type": "internal_addresses"}


def domain(name: str) -> dict[str, str]:
    return {"type": "email_domain", "domain": name}


def address(name: str) -> dict[str, str]:
    return {"type": "individual_email_address", "email": name}


def group(name: str) -> dict[str, str]:
    return {"type": "profile_group", "group": name}


def permit(name: str = "Partner", **settings: Any) -> dict[str, Any]:
    always = {"name": name, "action": "permit_sender", "addresses_based_on": "return_address", "override": False}
    return {**always, "applies_from": EVERYONE, "applies_to": EVERYONE, **settings}


def block(name: str = "Spammer", **settings: Any) -> dict[str, Any]:
    return {"name": name, "action": "block_sender", "applies_from": EVERYONE, "applies_to": EVERYONE, **settings}


def account(**entries: Any) -> accounts.Account:
    """Return an account with one internal domain, in which nothing else is unknown."""
    known: dict[str, Any] = {name: [] for name in accounts.TYPES} | {accounts.DOMAIN: [{"domain": "corp.example"}]}
    return accounts.built({**known, **entries})


def sentences(found: Impact) -> list[str]:
    """Return what is told about mail to domains that are internal for sure."""
    return [change.sentence for change in found.changes if "sub-domains of internal" not in change.sentence]


# In 22143 a route and a refusal ask the same of the envelope sender, who may be the header's sender too.
@pytest.mark.parametrize("seed", [*range(80), 22143])
def test_it_tells_of_exactly_the_messages_that_brute_force_finds(seed: int) -> None:
    assert universes.faults(seed) == []


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_an_account_that_stays_as_it_is_has_none(seed: int) -> None:
    before, _after = universes.Universe(seed).accounts()
    assert impact(before, before, DAY).changes == ()


@pytest.mark.parametrize("seed", range(1, 40, 4))
def test_the_order_of_policies_makes_no_difference(seed: int) -> None:
    universe = universes.Universe(seed)
    found = impact(*universe.accounts(), DAY)
    for kind in worlds.KINDS:
        for entries in (universe.before, universe.after):
            random.Random(seed).shuffle(entries.get(kind, []))
    assert impact(*universe.accounts(), DAY).as_data() == found.as_data()


@pytest.mark.parametrize("idle", [{"enabled": False}, {"valid_until": "2026-06-14"}])
def test_a_policy_that_does_nothing_has_none(idle: dict[str, Any]) -> None:
    assert impact(account(), account(blocked_sender_policy=[block(**idle)]), DAY).changes == ()


def test_a_permit_that_goes_is_told_with_whose_mail_it_was() -> None:
    before = account(ip_permit=[permit(applies_from=domain("partner.example"))])
    assert sentences(impact(before, account(), DAY)) == [
        "Mail from partner.example to internal addresses: permitted -> nothing"
    ]


def test_networks_are_told_by_themselves_where_everybody_sends_and_receives() -> None:
    every = {"name": "All", "action": "greylist", "applies_from": EVERYONE, "applies_to": EVERYONE}
    cloud = {**every, "name": "Cloud", "action": "take_no_action", "override": True, "source_ips": ["198.51.100.0/24"]}
    found = impact(account(greylisting_policy=[every]), account(greylisting_policy=[every, cloud]), DAY)
    assert sentences(found)[0].startswith("198.51.100.0/24: greylisted -> not greylisted")


def test_what_is_refused_all_the_same_is_left_out() -> None:
    blocks = [block(applies_from=address("jo@partner.example"))]
    after = account(blocked_sender_policy=blocks, ip_permit=[permit(applies_from=domain("partner.example"))])
    assert sentences(impact(account(blocked_sender_policy=blocks), after, DAY)) == [
        "Mail from partner.example except jo@partner.example to internal addresses: nothing -> permitted"
    ]


def test_mail_that_is_refused_no_longer_is_told_once_whatever_else_becomes_of_it() -> None:
    blocks = [block(applies_from=domain("partner.example"))]
    permits = [permit(applies_from=domain("partner.example"))]
    assert sentences(impact(account(blocked_sender_policy=blocks), account(ip_permit=permits), DAY)) == [
        "Mail from partner.example to internal addresses: refused -> not refused"
    ]


def test_a_policy_that_goes_before_a_change_hides_it_from_its_own_mail_alone() -> None:
    way_out = block("Way out", action="take_no_action", override=True, applies_from=domain("partner.example"))
    found = impact(account(blocked_sender_policy=[way_out]), account(blocked_sender_policy=[way_out, block()]), DAY)
    assert sentences(found) == [
        "Mail from everyone except partner.example to internal addresses: not refused -> refused"
    ]


def test_policies_that_were_not_known_may_have_refused_nothing() -> None:
    groups = [{"name": "Blocked Senders", "members": [{"member": "a@x.example"}]}]
    known: dict[str, Any] = {name: [] for name in accounts.TYPES if name != policies.BLOCK}
    before = accounts.built({**known, accounts.DOMAIN: [{"domain": "corp.example"}], accounts.GROUP: groups})
    found = impact(before, account(sender_group=groups), DAY)
    assert found.of(Message("a@x.example", "jo@corp.example", DAY, ip="192.0.2.1"))


def test_ten_thousand_members_of_a_group_are_one_class() -> None:
    members = [{"member": f"user{number}@partner.example"} for number in range(10_000)]
    groups = [{"name": "Partners", "members": members}]
    found = impact(
        account(sender_group=groups),
        account(sender_group=groups, ip_permit=[permit(applies_from=group("Partners"))]),
        DAY,
    )
    assert sentences(found) == ['Mail from the group "Partners" to internal addresses: nothing -> permitted']
    assert {change.classes for change in found.changes} == {1}


def test_members_that_come_into_a_group_are_told_by_name() -> None:
    def with_members(*names: str) -> accounts.Account:
        members = [{"member": name} for name in names]
        entries = [block(applies_from=group("Bad"))]
        return account(sender_group=[{"name": "Bad", "members": members}], blocked_sender_policy=entries)

    found = impact(with_members("a@x.example", "b@x.example"), with_members("b@x.example", "c@x.example"), DAY)
    assert sorted(sentences(found)) == [
        "Mail from a@x.example to internal addresses: refused -> not refused",
        "Mail from c@x.example to internal addresses: not refused -> refused",
    ]


def test_what_a_reading_decides_is_told_with_the_reading() -> None:
    wide = block("Wide", override=True)
    narrow = block("Narrow", action="take_no_action", applies_from=domain("partner.example"))
    found = impact(account(blocked_sender_policy=[narrow]), account(blocked_sender_policy=[narrow, wide]), DAY)
    told = {
        change.depends_on: change.sentence
        for change in found.changes
        if change.example.recipient.endswith("@corp.example")
    }
    assert told["S7",] == "Mail from partner.example to internal addresses: not refused -> refused under S7 (a, c)"
    assert told[()] == "Mail from everyone except partner.example to internal addresses: not refused -> refused"


@pytest.mark.parametrize(
    ("before", "after", "permits"),
    [
        ({}, {"ip_permit": [permit()]}, True),
        ({"ip_permit": [permit()]}, {}, False),
        ({"blocked_sender_policy": [block()]}, {}, True),
        ({}, {"blocked_sender_policy": [block()]}, False),
        ({"blocked_sender_policy": [block()]}, {"blocked_sender_policy": [block()], "ip_permit": [permit()]}, False),
        ({}, {"ip_permit": [permit(valid_from="2026-07-01")]}, True),
        ({"ip_permit": [permit(valid_until="2026-07-01")]}, {"ip_permit": [permit()]}, True),
    ],
    ids=["permit", "no permit", "no block", "block", "permit of what is blocked", "later", "longer"],
)
def test_the_gate_asks_whether_any_mail_passes_that_did_not(
    before: dict[str, Any], after: dict[str, Any], permits: bool
) -> None:
    assert impact(account(**before), account(**after), DAY).permits_something_new is permits


def test_a_permit_that_would_lift_a_block_under_one_reading_is_something_new() -> None:
    blocks = [block(applies_from=domain("partner.example"))]
    permits = [permit(override=True, applies_from=domain("partner.example"))]
    found = impact(account(blocked_sender_policy=blocks), account(blocked_sender_policy=blocks, ip_permit=permits), DAY)
    assert "refused" in {change.facet.name for change in found.changes if change.permits}
    assert all("S7" in change.depends_on for change in found.changes)


def test_a_policy_that_begins_later_is_looked_at_on_its_day() -> None:
    found = impact(
        account(), account(blocked_sender_policy=[block(valid_from="2026-07-01", valid_until="2026-07-31")]), DAY
    )
    assert found.days == (DAY, "2026-07-01", "2026-08-01")
    assert {change.days for change in found.changes} == {("2026-07-01",)}
    assert sentences(found) == [
        "Mail from everyone to internal addresses: not refused -> refused (from 2026-07-01 until 2026-08-01)"
    ]


def test_an_expression_is_told_as_what_is_not_exact_and_the_gate_stays_shut() -> None:
    found = impact(account(), account(ip_permit=[permit(applies_from=address("^.*@par(t|d)ner"))]), DAY)
    assert found.not_exact == ("not exact for ^.*@par(t|d)ner: not every address that it stands for can be told",)
    assert found.permits_something_new


def test_what_is_not_worked_out_is_told_and_the_gate_stays_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divisions, "MOST_STEPS", 0)
    every = {"name": "All", "action": "greylist", "applies_from": EVERYONE, "applies_to": EVERYONE}
    found = impact(account(), account(greylisting_policy=[every]), DAY)
    assert found.not_exact == (
        "the effect on greylisting is not worked out in full, because the policies divide mail into too many classes",
    )
    assert found.permits_something_new


def test_the_account_of_a_large_company_is_worked_out_with_few_looks_at_its_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(divisions, "MOST_STEPS", 1500)
    found = impact(*impact_of_a_change.large(seed=0, members=1000), DAY)
    assert found.changes
    assert not found.not_exact


def test_every_facet_has_a_name_for_what_is_not_worked_out() -> None:
    from ansible_collections.mailops.mimecast.plugins.module_utils._mail.impact import _FACETS, _UNFINISHED

    assert {facet.name for facet in _FACETS} == {*_UNFINISHED}


def test_each_example_is_a_message_that_its_change_is_about() -> None:
    for seed in range(20):
        found = impact(*universes.Universe(seed).accounts(), DAY)
        assert all(change in found.of(change.example) for change in found.changes)


def test_it_is_plain_data() -> None:
    found = impact(account(), account(ip_permit=[permit(applies_from=domain("partner.example"))]), DAY).as_data()
    assert found["permits_something_new"] is True
    assert found["changes"][0]["becomes"] == [{"readings": {}, "before": "nothing", "after": "permitted"}]
    assert found["changes"][0]["example"]["from"] == "someone@partner.example"


def test_every_type_of_policy_is_a_part_of_some_facet() -> None:
    from ansible_collections.mailops.mimecast.plugins.module_utils._mail.impact import _FACETS

    assert {kind for facet in _FACETS for kind in facet.own} == {*policies.KINDS}


def cuts(before: accounts.Account, after: accounts.Account, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often mail is cut before it is known which of it a change of blocks concerns."""
    made = []
    cut = divisions._cut

    def counted(region: Region, ask: Ask) -> list[Region]:
        made.append(ask)
        return cut(region, ask)

    monkeypatch.setattr(divisions, "_cut", counted)
    pair = Matching(before), Matching(after)
    stage = Facet("refused", frozenset(REFUSAL), frozenset()).stages[1]
    division = divisions.Division(Mail(pair, AddressClasses(pair), DAY), stage)
    assert [*division.regions(division.whole)]
    monkeypatch.undo()
    return len(made)


NO_ACTION = block("None", action="take_no_action", applies_to=domain("corp.example"))


@pytest.mark.parametrize("others", [[], [NO_ACTION]], ids=["alone", "beside another action"])
def test_blocks_of_many_senders_are_cut_out_together(
    others: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for count in (3, 40):
        blocks = [block(f"Block {number}", applies_from=domain(f"firm{number}.example")) for number in range(count)]
        before, after = [*blocks, *others], [*blocks, *others, block("All")]
        pair = account(blocked_sender_policy=before), account(blocked_sender_policy=after)
        made.append(cuts(*pair, monkeypatch))
    assert made[0] == made[1]


def forms(before: list[dict[str, Any]], after: list[dict[str, Any]], kind: str) -> int:
    """Return as how many policies those of a type are looked at."""
    pair = Matching(account(**{kind: before})), Matching(account(**{kind: after}))
    found = Mail(pair, AddressClasses(pair), DAY).forms
    return sum(form.policy.kind == kind and form.policy.origin != "default" for form in found)


def of_firms(*names: str, **settings: Any) -> list[dict[str, Any]]:
    return [permit(name, applies_from=domain(f"firm{place}.example"), **settings) for place, name in enumerate(names)]


def test_policies_that_differ_in_their_senders_alone_are_looked_at_as_one() -> None:
    few, many = (of_firms(*(f"P{number}" for number in range(count))) for count in (2, 40))
    made = [forms(found, [*found, permit("New", applies_from=EVERYONE)], "ip_permit") for found in (few, many)]
    assert made[0] == made[1]


def test_permits_that_compare_both_senders_stay_apart_for_one_may_fit_each() -> None:
    found = of_firms("P1", "P2", addresses_based_on="both")
    assert forms(found, found, "ip_permit") >= 4


def test_policies_stay_apart_whose_names_are_before_and_after_that_of_a_changed_one() -> None:
    """A tie is known by the first names in it (S8)."""
    beside, across = of_firms("A", "B"), of_firms("A", "C")
    changed = permit("B2", applies_from=domain("new.example"))
    made = [forms(found, [*found, changed], "ip_permit") for found in (beside, across)]
    assert made[1] == made[0] + 1
