# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of mail that lint names: those that answers do not use have a test with their id here."""

from __future__ import annotations

import re

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.tests.unit.lint.accounts import clean, told

NAMED = {rule for check in lint.CHECKS.values() for rule in re.findall(r"\b[SMP]\d{1,2}\b", check.source)}


def test_every_rule_that_lint_names_has_a_test_with_its_id_in_its_name() -> None:
    here = {name.split("_")[1].upper() for name in globals() if name.startswith("test_")}
    assert NAMED - RULES.keys() - here == set()


def test_p17_removing_a_domain_leaves_its_policy() -> None:
    account = clean()
    assert told(account) == []
    left = [entry for entry in account["internal_domain"] if entry["domain"] != "acorn-holding.example"]
    assert "orphaned_anti_spoofing" in {id for id, _name, _item in told({**account, "internal_domain": left})}


def test_p17_a_new_domain_has_no_policy_of_its_own() -> None:
    account = clean()
    account["internal_domain"] = [*account["internal_domain"], {"domain": "acorn-next.example"}]
    assert ("domain_without_anti_spoofing", "acorn-next.example", "") in told(account)
