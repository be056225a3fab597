# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule has a source and a test, and what is open has readings."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import YES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import LIMITS, MIDDLE, RULES, Rule
from ansible_collections.mailops.mimecast.tests.tooling.generate.mail_rules import STATUS
from ansible_collections.mailops.mimecast.tests.unit.mail.small import account, asked

HERE = Path(__file__).parent
TESTS = [
    node.name
    for path in HERE.glob("test_*_rules.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
]


def without_test(rules: Iterable[str], tests: Iterable[str]) -> list[str]:
    """Return the rules that no test has in its name."""
    named = {name.split("_")[1] for name in tests}
    return [rule for rule in rules if rule.lower() not in named]


def test_every_rule_has_a_test_with_its_id_in_its_name() -> None:
    assert without_test(RULES, TESTS) == []


def test_a_rule_without_a_test_is_named() -> None:
    assert without_test(["S1", "S10"], ["test_s1_the_most_specific_acts"]) == ["S10"]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.status in STATUS
    assert rule.source
    assert rule.sentence.endswith(".")
    ids = [reading.id for reading in rule.readings]
    assert ids == [chr(ord("a") + place) for place in range(len(ids))]
    assert len(ids) != 1
    assert bool(ids) or rule.status not in ("unknown", "disputed")


def test_the_readings_of_s4_are_every_order_of_the_middle() -> None:
    assert len({*MIDDLE.values()}) == 6
    assert {frozenset(order) for order in MIDDLE.values()} == {frozenset(MIDDLE["a"])}
    assert [reading.id for reading in RULES["S4"].readings] == [*MIDDLE]


def test_every_answer_says_what_it_does_not_tell() -> None:
    assert asked(account()).as_data()["limits"] == [*LIMITS]


def test_a_reading_is_no_word_for_a_fact() -> None:
    assert YES not in {reading.id for rule in RULES.values() for reading in rule.readings}
