# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers: what is certain, what they depend on, where what they know is from, and what has shown itself already."""

from __future__ import annotations

import json

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, answer_lines, hypotheses, policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine, answer, said
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    NOTHING_SETTLED,
    Ask,
    Exclusion,
    Question,
    Reading,
    Settled,
    explored,
    is_whole,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.tests.unit.mail.small import (
    DAY,
    EVERYONE,
    SENDER,
    account,
    address,
    asked,
    asked_of,
    block,
    by_name,
    depends_on,
    domain,
    group,
    members,
    permit,
    policy,
    spare,
)

DISPUTED = account(blocked_sender_policy=[spare("Broad", override=True), block("Narrow", address(SENDER))])


def test_an_answer_is_plain_data() -> None:
    data = asked(DISPUTED).as_data()
    assert json.loads(json.dumps(data)) == data
    assert data["certain"] is False
    assert data["depends_on"][0]["id"] == "S7"
    assert {case["readings"]["S7"]: case["verdict"]["refused"] for case in data["cases"]} == {
        "a": False,
        "b": True,
        "c": False,
    }


def test_what_depends_on_more_than_a_line_can_tell_names_what_it_depends_on_alone() -> None:
    found = asked({"internal_domain": [{"domain": "example.com"}]})
    assert found.headline.startswith("depends on unknown:anti_spoofing_policy, unknown:anti_spoofing_bypass_policy, ")
    assert found.headline.endswith(" more")
    assert len(found.headline) < 240
    assert len(found.cases) > 6


def test_a_policy_may_act_where_others_of_its_type_are_not_known() -> None:
    lists = account(sender_group=[members("Blocked Senders", "partner.example")])
    del lists["blocked_sender_policy"]
    told = by_name(asked(lists))['blocked sender policy "Default Blocked Senders Policy"']
    assert told == "depends: which other policies of its type there are is not known (S1)"


def test_a_reading_that_mail_has_refuted_is_not_counted() -> None:
    settled = Settled((Exclusion("S7", "b", "the message of 3 June was taken"),))
    found = asked_of(DISPUTED, settled, {})
    assert (found.certain, found.values("refused")) == (True, (False,))
    assert found.as_data()["excluded"] == [
        {"question": "S7", "reading": "b", "evidence": "the message of 3 June was taken"}
    ]


def test_evidence_that_makes_no_difference_is_not_told() -> None:
    settled = Settled((Exclusion("M5", "b", "the message of 3 June was taken"),))
    assert asked_of(DISPUTED, settled, {}).excluded == ()


def test_evidence_against_every_reading_excludes_none() -> None:
    settled = Settled(tuple(Exclusion("S7", reading.id, "") for reading in RULES["S7"].readings))
    assert depends_on(asked_of(DISPUTED, settled, {})) == ["S7"]


def test_every_step_names_policy_rule_source_and_origin() -> None:
    found = asked(DISPUTED)
    defaults = {"Default Blocked Senders Policy", "Default Permitted Senders Policy", "Broad", "Narrow"}
    assert {step.policy.split('"')[1] for step in found.steps} == defaults
    assert all(step.source == RULES[step.rule].source for step in found.steps)
    assert {step.origin for step in found.steps} == {"account", "default"}
    assert by_name(found)['blocked sender policy "Narrow"'] == "depends: it says block_sender (S1)"


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        (
            domain("other.example"),
            "no: the sender of the envelope is not in its scope, email_domain other.example (M2)",
        ),
        (group("Partners"), "depends: it says block_sender (S1)"),
    ],
)
def test_a_policy_that_does_not_act_says_why(sender: dict[str, str], why: str) -> None:
    found = asked(account(blocked_sender_policy=[block("Block", sender)]))
    assert by_name(found)['blocked sender policy "Block"'] == why


@pytest.mark.parametrize(
    ("based_on", "senders"),
    [("return_address", "envelope"), ("message_from", "header"), ("both", "envelope and of the header")],
)
def test_a_policy_that_does_not_fit_says_which_sender_it_compares(based_on: str, senders: str) -> None:
    entry = block("Block", domain("other.example"), addresses_based_on=based_on)
    told = by_name(asked(account(blocked_sender_policy=[entry])))['blocked sender policy "Block"']
    assert told == f"no: the sender of the {senders} is not in its scope, email_domain other.example (M2)"


def test_taking_no_action_under_one_reading_alone_is_not_certain() -> None:
    spared = spare("Way out", domain("partner.example"))
    found = asked(account(blocked_sender_policy=[block("Block", override=True), spared]))
    told = by_name(found)['blocked sender policy "Way out"']
    assert told == "depends: it says take_no_action, so that no other policy of its type acts (P4)"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("blocked_sender_policy", "refused by some blocked sender policy that is not known"),
        ("ip_permit", "permitted by some permitted senders policy that is not known"),
        ("address_alteration_policy", "altered by some address alteration policy that is not known"),
        ("delivery_route_policy", "its delivery route is not known"),
    ],
)
def test_what_is_not_known_is_said_in_words(kind: str, told: str) -> None:
    found = asked({name: entries for name, entries in account().items() if name != kind})
    assert any(told in said(verdict) for verdict in found.verdicts)


def test_a_group_whose_members_are_not_known_is_open() -> None:
    found = asked(account(blocked_sender_policy=[block("Block", group("Staff"))]))
    assert depends_on(found) == ["unknown:group Staff (sender)"]
    assert "unknown:group Staff (sender)" in found.headline


@pytest.mark.parametrize(
    "scope", [{"type": "free_mail_domains"}, {"type": "address_attribute_value", "attribute": {}}, None]
)
def test_a_scope_that_cannot_be_read_is_open(scope: dict[str, str] | None) -> None:
    lists = account(blocked_sender_policy=[{**block("Block"), "applies_from": scope}])
    assert [question.partition(" ")[0] for question in depends_on(asked(lists))] == ["unknown:scope"]


def test_how_specific_an_unreadable_scope_is_is_open() -> None:
    strange = {**spare("Strange"), "applies_from": {"type": "free_mail_domains"}}
    found = asked(account(blocked_sender_policy=[strange, block("Domain", domain("partner.example"))]))
    assert "unknown:specificity free_mail_domains" in depends_on(found)


def test_a_policy_that_does_not_say_what_it_does_is_open() -> None:
    found = asked(account(blocked_sender_policy=[policy("Block", action=None)]))
    assert depends_on(found) == ['unknown:action of blocked sender policy "Block"']


def test_every_type_that_decides_is_asked_about_when_it_is_not_known() -> None:
    found = answer(Message(SENDER, "kim@example.com", DAY, ip="192.0.2.10"), accounts.built({}))
    asked_for = {question.id for case in found.cases for question, _reading in case.readings}
    spoofing = {"unknown:anti_spoofing_policy", "unknown:anti_spoofing_bypass_policy"}
    later = {"unknown:blocked_sender_policy", "unknown:ip_permit", "unknown:greylisting_policy"}
    assert {*spoofing, *later, "unknown:address_alteration_policy"} <= asked_for
    assert {"unknown:internal_domain example.com", "unknown:internal_domain partner.example"} <= asked_for
    assert not found.certain


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("anti_spoofing_policy", {"refused": {True, False}}),
        ("blocked_sender_policy", {"refused": {True, False}}),
        ("sender_group", {"refused": {True, False}}),
        ("ip_permit", {"permitted": {True, False}, "refused": {False}}),
        ("greylisting_policy", {"greylisted": {True, False}, "refused": {False}}),
        ("address_alteration_policy", {"altered_to": {"", "not known"}, "routes": {("none",), ("not known",)}}),
        ("delivery_route_policy", {"routes": {("not known",)}}),
    ],
)
def test_what_is_not_known_of_one_type_leaves_open_what_it_decides(name: str, values: dict[str, set[object]]) -> None:
    found = asked({kind: entries for kind, entries in account().items() if kind != name})
    assert {effect: {*found.values(effect)} for effect in values} == values


def test_an_answer_says_what_a_site_file_alone_knows() -> None:
    known = accounts.built(account(ip_permit=[permit("Permit")]), {"ip_permit": "site_file"})
    found = answer(Message(SENDER, "kim@example.com", DAY, ip="192.0.2.10"), known)
    assert found.from_site_file == ("ip_permit",)
    assert next(step for step in found.steps if "Permit" in step.policy and step.acts == "yes").origin == "site_file"


def test_absent_entries_are_not_there() -> None:
    lists = account(blocked_sender_policy=[{"name": "Block", "state": "absent"}])
    assert asked(lists).values("refused") == (False,)


def test_policies_that_do_the_same_are_named_side_by_side() -> None:
    found = asked(
        account(
            blocked_sender_policy=[
                block("One", domain("partner.example")),
                block("Two", EVERYONE, address("kim@example.com")),
            ]
        )
    )
    assert found.headline == 'certain: refused by blocked sender policy "One" or "Two"'


def test_only_questions_that_matter_are_asked() -> None:
    lists = account(
        blocked_sender_policy=[block("Wide"), spare("Narrow", address("other@partner.example"), override=True)],
        greylisting_policy=[policy("Grey", action="greylist")],
    )
    assert len(asked(lists).cases) == 1


def test_what_cannot_be_worked_out_is_never_certain() -> None:
    def evaluate(ask: Ask) -> int:
        return sum(
            int(ask(Question(f"q{place}", "", (Reading("0", ""), Reading("1", ""))))) << place for place in range(13)
        )

    assert hypotheses.MOST_CASES < 2**13
    assert not is_whole(explored(evaluate))


def test_what_a_pattern_fits_for_sure_and_what_it_may_fit_are_apart() -> None:
    engine = Engine(accounts.built(account(blocked_sender_policy=[block("Block", domain("*.partner.example"))])))
    messages = [Message(f"jo@{name}.partner.example", "kim@example.com", DAY, ip="192.0.2.10") for name in ("a", "a.b")]
    assert [engine.answer(message).certain for message in messages] == [True, False]


def test_classes_are_shared_by_the_members_of_a_group() -> None:
    members = [f"user{number}@many.example" for number in range(500)]
    lists = account(
        sender_group=[{"name": "Many", "members": [{"member": member} for member in members]}],
        blocked_sender_policy=[block("Block", group("Many"))],
    )
    engine = Engine(accounts.built(lists), NOTHING_SETTLED)
    assert len({engine.matching.mail_class(Message(member, "kim@example.com", DAY)) for member in members}) == 1


def test_a_bypass_that_no_list_can_name_is_not_asked_of_the_site_file() -> None:
    known = accounts.built({name: [] for name in accounts.TYPES if name not in policies.BYPASSES})
    told = [*answer_lines.lines([], known, {})]
    titles = ", ".join(policies.resource_of(kind).plural for kind in policies.BYPASSES)
    assert (
        f"Not known, because no public call reads it and no trusted source of the site file asks for it: {titles}"
        in told
    )
    assert not any("the site file does not name it" in line for line in told)
