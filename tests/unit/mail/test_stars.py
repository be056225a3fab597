# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names for every combination of patterns with stars."""

from __future__ import annotations

import itertools
import re

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import stars
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import (
    domain_expression,
    local_expression,
)

WORDS = ["".join(letters) for count in range(1, 8) for letters in itertools.product("abq.", repeat=count)]
DOMAINS = [word for word in WORDS if "." in word and all(word.split("."))]


def combinations(expressions: list[str], names: list[str]) -> set[tuple[bool, ...]]:
    compiled = [re.compile(each) for each in expressions]
    return {tuple(bool(each.fullmatch(name)) for each in compiled) for name in names}


@pytest.mark.parametrize(
    "patterns",
    [["*.a"], ["*.a.b"], ["*.a", "*.b.a"], ["*a.b"], ["a*.b", "*b.b"], ["*.*.a"], ["a.*.b", "*.b"], ["*ab*.a"], ["*"]],
)
def test_there_is_a_domain_for_every_combination_that_there_is_and_for_no_other(patterns: list[str]) -> None:
    expressions = [domain_expression(pattern, reading) for pattern in patterns for reading in "abc"]
    found = stars.names(expressions, lambda name: True, of_domains=True)
    assert combinations(expressions, list(found.names)) == combinations(expressions, DOMAINS)
    assert len(found.names) == len(combinations(expressions, DOMAINS))
    assert found.all


@pytest.mark.parametrize("patterns", [["a*"], ["a*", "*b"], ["*a*b*"], ["a.*", "*"], ["ab"]])
def test_there_is_a_local_part_for_every_combination(patterns: list[str]) -> None:
    expressions = [local_expression(pattern) for pattern in patterns]
    found = stars.names(expressions, lambda name: True, of_domains=False)
    assert combinations(expressions, list(found.names)) == combinations(expressions, WORDS)


def test_a_name_that_is_taken_is_not_used() -> None:
    taken = {"0.a", "00.a", "b.a"}
    found = stars.names([domain_expression("*.a", "a")], lambda name: name not in taken, of_domains=True)
    assert len(found.names) == 2
    assert taken.isdisjoint(found.names)


def test_more_patterns_than_can_be_walked_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stars, "MOST_STATES", 10)
    assert not stars.names([domain_expression("*abc*.a", "b")], lambda name: True, of_domains=True).all
