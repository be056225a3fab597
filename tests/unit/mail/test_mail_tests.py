# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail test holds only where every reading of the rules agrees; else it says what is open, or who decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, mail_tests
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.mail_tests import Judgement
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict
from ansible_collections.mailops.mimecast.plugins.module_utils._model.mail_tests import BYPASSES, EXPECT
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import bypasses

EVERYONE = {"type": "everyone"}
EMPTY: Mapping[str, Sequence[Entry]] = {
    **dict.fromkeys(accounts.TYPES, ()),
    "internal_domain": [{"domain": "example.com"}],
}
MESSAGE = {"from": "a@partner.example", "to": "jo@example.com", "ip": "192.0.2.10"}
BLOCK = {"name": "Block", "action": "block_sender", "applies_from": EVERYONE, "applies_to": EVERYONE}
PERMIT = {
    "name": "Permit",
    "action": "permit_sender",
    "applies_from": EVERYONE,
    "applies_to": EVERYONE,
    "addresses_based_on": "return_address",
    "source_ips": ["192.0.2.0/24"],
    "override": True,
}
ROUTE = {"name": "To A", "route": "A", "applies_from": EVERYONE, "applies_to": EVERYONE}


def judged(entries: Mapping[str, Sequence[Entry]], **expect: Any) -> Judgement:
    record = {"name": "A test", "message": MESSAGE, "expect": expect}
    tests = mail_tests.read([(record, "mimecast_site.mail_tests[0]")], "2026-06-15")
    return mail_tests.judged(tests, Engine(accounts.built(entries)))[0]


def test_what_is_expected_and_certain_holds() -> None:
    found = judged({**EMPTY, "blocked_sender_policy": [BLOCK]}, refused=True)
    assert (found.status, found.holds, found.why) == ("holds", True, "")


def test_what_is_certain_and_not_expected_names_the_policy_that_decides() -> None:
    found = judged({**EMPTY, "blocked_sender_policy": [BLOCK]}, refused=False)
    assert str(found.problem) == (
        "mimecast_site.mail_tests[0]: mail test 'A test': expected refused: false, got true, decided by blocked sender "
        'policy "Block"'
    )
    assert found.decided_by == ('blocked sender policy "Block"',)


def test_what_a_refusal_makes_void_is_decided_by_the_policy_that_refuses() -> None:
    found = judged({**EMPTY, "blocked_sender_policy": [BLOCK]}, permitted=True)
    assert found.decided_by == ('blocked sender policy "Block"',)


def test_what_depends_on_a_reading_does_not_hold_and_says_on_which() -> None:
    found = judged({**EMPTY, "blocked_sender_policy": [BLOCK], "ip_permit": [PERMIT]}, refused=True)
    assert (found.status, [question.id for question in found.depends_on]) == ("depends", ["S7"])
    assert found.why == (
        "expected refused: true, which depends on S7: refused: true by S7 (a, b); refused: false by S7 (c)"
    )
    assert not found.lacks_facts


def test_what_is_open_and_not_expected_does_not_matter() -> None:
    entries = {**EMPTY, "blocked_sender_policy": [BLOCK], "ip_permit": [PERMIT]}
    assert judged(entries, greylisted=False).holds


def test_a_route_is_named_without_its_host() -> None:
    entries = {**EMPTY, "delivery_route_policy": [ROUTE], "delivery_route": [{"name": "A", "hostname": "a.example"}]}
    assert judged(entries, route="A").holds
    assert judged(EMPTY, route="none").holds
    assert judged(entries, route="B").why == (
        'expected route: B, got A (a.example), decided by delivery route policy "To A"'
    )
    assert judged(EMPTY, refused=True).why == "expected refused: true, got false, because no policy decides it"


def test_checks_that_are_skipped_are_compared_in_any_order() -> None:
    entries = {**EMPTY, "ip_permit": [PERMIT]}
    assert judged(entries, skips=["spam_scanning", "greylisting", "reputation"]).holds
    assert judged(entries, skips=["spam_scanning"]).why.startswith("expected skips: spam_scanning, got greylisting, ")


@pytest.mark.parametrize("expect", [{"refused": False}, {"route": "A"}, {"altered_to": ""}], ids=str)
def test_what_an_account_may_have_of_unknown_types_is_told_from_what_it_cannot_mend(expect: dict[str, Any]) -> None:
    unknown = {"internal_domain": EMPTY["internal_domain"], "sender_group": ()}
    assert judged(unknown, **expect).lacks_facts
    refused = {**unknown, "anti_spoofing_policy": (), "blocked_sender_policy": [BLOCK], "ip_permit": ()}
    assert not judged(refused, **expect).lacks_facts


def test_a_test_that_depends_on_a_reading_in_any_account_does_not_wait_for_the_account() -> None:
    entries = {"internal_domain": EMPTY["internal_domain"], "sender_group": (), "anti_spoofing_bypass_policy": ()}
    found = judged({**entries, "blocked_sender_policy": [BLOCK], "ip_permit": [PERMIT]}, refused=False)
    assert {"S7", "unknown:anti_spoofing_policy"} <= {question.id for question in found.depends_on}
    assert not found.lacks_facts


def test_everything_that_a_site_file_can_expect_is_told_by_a_verdict() -> None:
    words = [field.name for field in EXPECT.fields]
    assert words == [*mail_tests._DECIDES]
    assert all(mail_tests._EFFECTS.get(word, word) in Verdict("inbound").effects for word in words)


def test_a_test_that_depends_on_more_than_a_line_can_tell_names_what_it_depends_on_alone() -> None:
    judgement = judged(
        {"delivery_route_policy": [{**ROUTE, "applies_to": {"type": "internal_addresses"}}]}, refused=False, route="A"
    )
    assert "M10" in {question.id for question in judgement.depends_on}
    assert judgement.why.startswith("expected refused: false, route: A, which depends on unknown:internal_domain ")
    assert judgement.why.endswith(" more")
    assert len(judgement.why) < 300


def test_a_block_that_an_unknown_permit_may_lift_says_what_to_add_to_the_site_file() -> None:
    entries = {**EMPTY, "blocked_sender_policy": [BLOCK]}
    assert judged(entries, refused=True).status == mail_tests.HOLDS
    found = judged({kind: of for kind, of in entries.items() if kind != "ip_permit"}, refused=True)
    assert found.status == mail_tests.DEPENDS
    assert found.why.endswith(
        "list the permitted senders policies as ip_permits in the site file, or write ip_permits: []"
    )


BYPASS = {"name": "Vendor", "option": "-", "applies_from": EVERYONE, "applies_to": EVERYONE}
URL, IMPERSONATION = "url_protection_bypass_policy", "impersonation_protection_bypass_policy"


def test_the_checks_that_a_test_can_name_are_those_of_bypass_policies() -> None:
    assert tuple(bypasses.BYPASSES) == BYPASSES


def test_checks_that_bypass_policies_let_pass_are_all_of_them() -> None:
    entries = {**EMPTY, URL: [BYPASS], IMPERSONATION: [BYPASS]}
    assert judged(entries, bypasses=["impersonation_protection", "url_protection"]).holds
    found = judged(entries, bypasses=["url_protection"])
    assert found.status == "fails"
    assert found.why == (
        "expected bypasses: url_protection, got impersonation_protection, url_protection, decided by impersonation "
        'protection bypass policy "Vendor" or URL protection bypass policy "Vendor"'
    )
    assert judged(EMPTY, bypasses=[]).holds


@pytest.mark.parametrize("expected", [[], ["url_protection"]])
def test_bypass_policies_that_nobody_knows_make_a_test_depend_and_never_hold(expected: list[str]) -> None:
    found = judged({name: entries for name, entries in EMPTY.items() if name != URL}, bypasses=expected)
    assert (found.status, [question.id for question in found.depends_on]) == ("depends", [f"unknown:{URL}"])
    assert found.lacks_facts
    assert set(found.got["bypasses"]) == {frozenset(), frozenset({"url_protection"})}


def test_a_test_that_the_unknown_cannot_mend_is_not_left_to_the_account() -> None:
    entries = {name: found for name, found in EMPTY.items() if name != URL}
    assert not judged({**entries, IMPERSONATION: [BYPASS]}, bypasses=[]).lacks_facts


def test_a_refused_message_passes_no_check_whatever_nobody_knows() -> None:
    entries = {name: found for name, found in EMPTY.items() if name != URL}
    assert judged({**entries, "blocked_sender_policy": [BLOCK]}, bypasses=[]).holds


def test_unknown_bypass_policies_only_matter_to_answers_that_need_them() -> None:
    entries = {name: found for name, found in EMPTY.items() if name not in (URL, IMPERSONATION)}
    assert judged(entries, refused=False, skips=[]).holds
