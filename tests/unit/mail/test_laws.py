# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the mail engine, over random small accounts and messages."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.examples import example
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import NO, cases, fixed
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import By, Verdict
from ansible_collections.mailops.mimecast.tests.unit.mail import naive, worlds

Lists = dict[str, Any]

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def engine(entries: Lists) -> Engine:
    return Engine(accounts.built(entries, spf=worlds.SPF))


def outcomes(entries: Lists, message: Message) -> list[Verdict]:
    return sorted(engine(entries).verdicts(message), key=repr)


def effects(entries: Lists, message: Message) -> list[str]:
    """Return what can become of a message, without who does it."""
    return sorted({repr(verdict.effects) for verdict in engine(entries).verdicts(message)})


def asked(message: Message) -> dict[str, str]:
    return {
        "from": message.envelope_from,
        "header_from": message.header_from,
        "to": message.recipient,
        "ip": message.ip,
        "hostname": message.hostname,
        "day": message.day,
    }


@many
@given(worlds.entries(), worlds.messages, worlds.readings)
def test_under_each_single_hypothesis_a_naive_loop_says_the_same(
    entries: Lists, message: Message, readings: dict[str, str]
) -> None:
    found = engine(entries).under(message, worlds.asking(readings))
    wanted = naive.effects(naive.World(entries, asked(message), readings, worlds.SPF))
    by = wanted.pop("by")
    assert found.effects == wanted
    assert all(str(name) in str(found) for name in by.values())


@many
@given(worlds.entries(), worlds.messages, worlds.readings)
def test_the_answer_has_the_case_of_every_single_hypothesis(
    entries: Lists, message: Message, readings: dict[str, str]
) -> None:
    found = engine(entries)
    ask = worlds.asking(readings)
    every = list(cases(found.outcome(found.matching.mail_class(message))))
    assert all(len({question.id for question, _reading in case.readings}) == len(case.readings) for case in every)
    fitting = [
        case.outcome for case in every if all(ask(question) == reading.id for question, reading in case.readings)
    ]
    assert len(fitting) == 1
    assert found.under(message, ask) in found.verdicts(message)


@some
@given(worlds.entries(), worlds.messages, st.integers())
def test_the_order_of_policies_does_not_matter(entries: Lists, message: Message, seed: int) -> None:
    turned = {name: random.Random(seed).sample(of, len(of)) for name, of in entries.items()}
    assert outcomes(turned, message) == outcomes(entries, message)


@some
@given(
    worlds.entries(),
    worlds.messages,
    st.sampled_from(worlds.KINDS).flatmap(lambda kind: st.tuples(st.just(kind), worlds.policy(kind))),
    st.sampled_from([{"enabled": False}, {"valid_until": "2026-06-14"}, {"valid_from": "2026-06-16"}]),
)
def test_a_policy_that_is_disabled_or_over_changes_nothing(
    entries: Lists, message: Message, added: tuple[str, dict[str, Any]], idle: dict[str, Any]
) -> None:
    kind, policy = added
    more = {**entries, kind: [*entries[kind], {**policy, "name": "Idle", **idle}]}
    assert outcomes(more, message) == outcomes(entries, message)


@some
@given(worlds.entries(), worlds.messages)
def test_a_narrower_duplicate_of_what_acts_changes_nothing(entries: Lists, message: Message) -> None:
    """By rule S1 alone: the duplicate goes before what it copies, and does the same."""
    before = engine(entries).verdicts(message)
    for by in deciding(before):
        copied = next((entry for entry in entries.get(by.kind, ()) if entry["name"] == by.names[0]), None)
        if copied is None or copied["bidirectional"]:
            continue
        narrower = {"type": "individual_email_address", "email": message.recipient}
        duplicate = {**copied, "name": "Duplicate", "applies_to": narrower}
        more = {**entries, by.kind: [*entries[by.kind], duplicate]}
        assert effects(more, message) == effects(entries, message)


def deciding(verdicts: Sequence[Verdict]) -> list[By]:
    """Return the policies that act alone, whatever holds."""
    named = [
        {by for by in (verdict.refused_by, verdict.permitted_by, verdict.greylisted_by) if by and len(by.names) == 1}
        for verdict in verdicts
    ]
    return sorted(set.intersection(*named), key=str)


@some
@given(worlds.entries(), worlds.messages)
def test_messages_of_one_class_meet_the_same_fate(entries: Lists, message: Message) -> None:
    shared = engine(entries)
    for sender in worlds.ADDRESSES:
        other = dataclasses.replace(message, envelope_from=sender)
        # Which question comes first is not part of an answer.
        assert set(shared.verdicts(other)) == set(engine(entries).verdicts(other))


@some
@given(worlds.entries(), worlds.messages)
def test_a_message_of_unknown_origin_meets_what_one_from_somewhere_meets(entries: Lists, message: Message) -> None:
    everywhere = [dataclasses.replace(message, ip=ip) for ip in worlds.IPS]
    found = {fate for somewhere in everywhere for fate in effects(entries, somewhere)}
    assert found == {*effects(entries, dataclasses.replace(message, ip=""))}


@some
@given(worlds.entries(), worlds.messages, st.sampled_from(worlds.KINDS))
def test_what_is_not_known_of_a_type_leaves_every_possibility_open(entries: Lists, message: Message, kind: str) -> None:
    less = {name: of for name, of in entries.items() if name != kind}
    known = {verdict.refused_by is not None for verdict in engine(entries).verdicts(message)}
    assert known <= {verdict.refused_by is not None for verdict in engine(less).verdicts(message)}


@some
@given(worlds.entries(), worlds.messages)
def test_an_answer_is_certain_exactly_when_all_its_cases_agree(entries: Lists, message: Message) -> None:
    answer = engine(entries).answer(message)
    different = {repr(case.outcome.effects) for case in answer.cases}
    assert answer.certain == (len(different) == 1) == answer.headline.startswith("certain: ")
    assert answer.certain == (not answer.depends_on)
    assert len(answer.steps) == len(engine(entries).account.policies)
    assert NO not in {step.acts for step in answer.steps if answer.certain and step.why.startswith("it says")}


@some
@given(worlds.entries())
def test_the_example_of_a_scope_is_in_it(entries: Lists) -> None:
    found = engine(entries)
    addresses = found.matching.addresses
    examples = {scope: example(scope, found.account) for scope in addresses.scopes}
    assert {scope for scope, address in examples.items() if not address} <= {
        scope
        for scope in addresses.scopes
        if scope.value.startswith("^") or scope.type.startswith(("profile", "address"))
    }
    for scope, address in examples.items():
        assert not address or addresses.signature(address).truths[scope] is True


@some
@given(worlds.entries(), worlds.messages)
def test_an_answer_is_one_that_some_readings_lead_to(entries: Lists, message: Message) -> None:
    assert engine(entries).under(message, fixed({})).effects in [
        verdict.effects for verdict in engine(entries).verdicts(message)
    ]
