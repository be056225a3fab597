# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What mail shows excludes readings, keeps the messages that show it, and never more than it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import TYPES, Account, built
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine, answer
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.calibration import Calibration, calibrated
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evaluation import verdict
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import TAKEN, Evidence, Tracked
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import BLOCK, SPOOFING
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import SPAM, By, Verdict

DAY = "2026-11-20"
EVERYONE = {"type": "everyone"}
ROUTES = ("First", "Second")
REFUSED = Evidence(refused_by=BLOCK)


def account(**entries: Any) -> Account:
    """Return an account of which every type is known."""
    known: dict[str, Any] = {name: [] for name in TYPES}
    known["internal_domain"] = [{"domain": "example.com"}]
    known["delivery_route"] = [{"name": name, "hostname": f"{name.lower()}.example.com", "port": 25} for name in ROUTES]
    return built({**known, **entries})


def policy(name: str, **settings: Any) -> dict[str, Any]:
    return {"name": name, "applies_from": EVERYONE, "applies_to": EVERYONE, **settings}


OVERRIDE = account(
    delivery_route_policy=[
        policy("Broad", route="First", override=True),
        policy("Narrow", route="Second", applies_from={"type": "email_domain", "domain": "partner.example"}),
    ]
)
"""S7 decides: (a) and (c) take the first route, (b) the second."""


def tracked(evidence: Evidence, to: str = "jo@example.com", sender: str = "sam@partner.example") -> Tracked:
    message = Message(sender, to, DAY, ip="192.0.2.10")
    return Tracked(message, "id-1", f"{DAY}T08:00:00+0000", "inbound", "archived", evidence)


def routed(name: str, **more: Any) -> Tracked:
    return tracked(Evidence(refused_by=TAKEN, route=name), **more)


def excluded(found: Calibration) -> set[tuple[str, str]]:
    return {(proof.question.id, proof.reading.id) for proof in found.proofs}


def test_a_route_that_was_taken_excludes_the_readings_that_lead_elsewhere() -> None:
    assert excluded(calibrated(Engine(OVERRIDE), [routed("First")])) == {("S7", "b")}
    found = calibrated(Engine(OVERRIDE), [routed("Second")])
    assert excluded(found) == {("S7", "a"), ("S7", "c")}
    assert {proof.messages for proof in found.proofs} == {(routed("Second"),)}


def test_what_is_excluded_makes_an_answer_certain_with_its_evidence() -> None:
    message = tracked(Evidence()).message
    assert not answer(message, OVERRIDE).certain
    settled = calibrated(Engine(OVERRIDE), [routed("Second")]).settled
    assert answer(message, OVERRIDE, settled).certain
    evidence = settled.exclusions[0].evidence
    assert evidence == (
        f"{DAY}T08:00:00+0000 sam@partner.example from 192.0.2.10 to jo@example.com: taken, routed by Second"
    )


def test_what_tracking_does_not_show_excludes_nothing() -> None:
    found = calibrated(Engine(OVERRIDE), [tracked(Evidence()), tracked(Evidence(refused_by=TAKEN))])
    assert (found.considered, found.proofs, found.contradicting) == (2, (), 0)


@pytest.mark.parametrize("direction", ["outbound", "internal", ""])
def test_mail_of_other_ways_is_no_evidence(direction: str) -> None:
    assert calibrated(Engine(OVERRIDE), [replace(routed("First"), direction=direction)]) == Calibration(0)


def test_a_message_that_contradicts_every_reading_is_told_and_excludes_nothing() -> None:
    found = calibrated(Engine(OVERRIDE), [tracked(Evidence(refused_by=SPOOFING)), routed("Second")])
    assert excluded(found) == {("S7", "a"), ("S7", "c")}
    assert found.contradicting == 1
    (told,) = found.as_data()["contradictions"]
    assert told["message"]["happened"] == "refused by anti-spoofing policy"
    assert any("Broad" in verdict for verdict in told["expected"])


def test_messages_that_contradict_each_other_exclude_nothing_and_are_told() -> None:
    found = calibrated(Engine(OVERRIDE), [routed("First"), routed("Second", to="kim@example.com")])
    assert found.proofs == ()
    assert {message.evidence.route for message in found.conflict} == {"First", "Second"}


BLOCKED = account(
    blocked_sender_policy=[
        policy("All", action="block_sender", applies_from={"type": "email_domain", "domain": "partner.example"}),
        policy("Not these", action="take_no_action", override=True),
    ]
)


def test_a_block_for_one_recipient_alone_may_be_personal_and_is_no_evidence() -> None:
    alone = calibrated(Engine(BLOCKED), [tracked(REFUSED), tracked(REFUSED)])
    assert (alone.considered, alone.proofs) == (0, ())
    found = calibrated(Engine(BLOCKED), [tracked(REFUSED), tracked(REFUSED, to="kim@example.com")])
    assert excluded(found) == {("S7", "a"), ("S7", "c")}


TOGETHER = account(
    delivery_route_policy=[
        policy("Group", route="First", applies_from={"type": "profile_group", "group": "Partners"}),
        policy("Domain", route="Second", applies_from={"type": "email_domain", "domain": "partner.example"}),
    ],
    sender_group=[
        {"name": "Partners", "members": []},
        {"name": "Below", "parent": "Partners", "members": ["sam@partner.example"]},
    ],
)
"""The route of the group needs that sub-groups count (M5=b) and that groups are more specific than domains (S4)."""


def test_one_message_can_exclude_readings_of_several_rules() -> None:
    found = excluded(calibrated(Engine(TOGETHER), [routed("First")]))
    assert ("M5", "a") in found
    assert {reading for question, reading in found if question == "S4"} == {"b", "e", "f"}


def test_a_message_that_several_rules_explain_excludes_none_of_their_readings() -> None:
    assert calibrated(Engine(TOGETHER), [routed("Second")]).proofs == ()


@given(st.lists(st.sampled_from([("First", "a"), ("Second", "b")]), min_size=1, max_size=4), st.randoms())
def test_the_order_of_messages_does_not_matter(routes: list[tuple[str, str]], chance: Any) -> None:
    messages = [routed(route, to=f"{local}@example.com") for route, local in routes]
    shuffled = sorted(messages, key=lambda _message: chance.random())
    first, second = (calibrated(Engine(OVERRIDE), found) for found in (messages, shuffled))
    assert excluded(first) == excluded(second)
    assert bool(first.conflict) == bool(second.conflict)


@given(st.data())
def test_a_reading_under_which_everything_happened_is_never_excluded(data: st.DataObject) -> None:
    """Messages are drawn from what one reading of S4, M5 and S7 leads to."""
    truth = {"S4": data.draw(st.sampled_from("abcdef")), "M5": data.draw(st.sampled_from("ab"))}
    engine = Engine(TOGETHER)
    mail = engine.matching.mail_class(routed("First").message)
    found = verdict(engine.matching, mail, lambda question: truth.get(question.id, question.readings[0].id))
    happened = routed(found.routes[0].partition(" (")[0])
    calibration = calibrated(engine, [happened])
    assert excluded(calibration).isdisjoint(truth.items())


@pytest.mark.parametrize(
    ("evidence", "possible", "contradicts"),
    [
        (Evidence(), Verdict("inbound"), False),
        (REFUSED, Verdict("inbound"), True),
        (REFUSED, Verdict("inbound", refused_by=By(BLOCK, ("All",))), False),
        (REFUSED, Verdict("inbound", refused_by=By(SPOOFING, ("All",))), True),
        (Evidence(refused_by=TAKEN), Verdict("inbound", refused_by=By(BLOCK, ("All",))), True),
        (Evidence(greylisted=True), Verdict("inbound", refused_by=By(BLOCK, ("All",))), False),
        (Evidence(greylisted=True), Verdict("inbound"), True),
        (Evidence(permitted=False), Verdict("inbound", skips=(SPAM,)), True),
        (Evidence(permitted=True), Verdict("inbound"), True),
        (Evidence(permitted=True), Verdict("inbound", refused_by=By(SPOOFING, ("All",))), False),
        (Evidence(route="Vault"), Verdict("inbound", routes=("Vault (vault.example.com:25)", "Other")), False),
        (Evidence(route="Vault"), Verdict("inbound", routes=("Vault",)), False),
        (Evidence(route="Vault"), Verdict("inbound", routes=("Vault 2 (vault.example.com:25)",)), True),
    ],
)
def test_evidence_contradicts_what_cannot_be(evidence: Evidence, possible: Verdict, contradicts: bool) -> None:
    assert evidence.contradicts(possible) == contradicts


def test_no_subject_and_no_id_is_told() -> None:
    told = calibrated(Engine(OVERRIDE), [routed("Second")]).as_data()["excluded"][0]
    assert set(told["evidence"][0]) == {"from", "header_from", "to", "ip", "day", "received", "status", "happened"}
    assert "id-1" not in str(told)
