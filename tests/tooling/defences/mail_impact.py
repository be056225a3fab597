# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences of the impact of a change: mail that changes and is not told, and a gate that lets something pass."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

IMPACT = "An impact that misses or invents mail"
GATE = "A gate that lets a new permit pass"
TESTS_OF_IMPACT = "tests/unit/mail/test_impact.py"

MUTATIONS = (
    Mutation(
        IMPACT,
        "divisions._is_refused",
        "unknown policies count as refusing mail",
        "test_policies_that_were_not_known_may_have_refused_nothing",
        (in_utils("_mail/divisions.py", "and not lifting and not is_unknown(policies.BLOCK)", "and not lifting"),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        IMPACT,
        "divisions._state",
        "a policy for some of the mail hides a change from all of it",
        "test_a_policy_that_goes_before_a_change_hides_it_from_its_own_mail_alone",
        (in_utils("_mail/divisions.py", "and asked.is_sure(masks)]", "]"),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        IMPACT,
        "comparing._difference",
        "further effects on refused mail are shown too",
        "test_mail_that_is_refused_no_longer_is_told_once_whatever_else_becomes_of_it",
        (in_utils("_mail/comparing.py", " or _REFUSED in (before, after)", ""),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        IMPACT,
        "covers.is_whole",
        "policies for some servers count for all mail of their senders",
        "test_a_policy_for_some_of_the_mail_does_not_cover_all_of_it",
        (in_utils("_mail/covers.py", "any(not rest and mask ==", "any(mask =="),),
        "tests/unit/mail/test_covers.py",
    ),
    Mutation(
        IMPACT,
        "impact._told_together",
        "what is not worked out is not told",
        "test_what_is_not_worked_out_is_told_and_the_gate_stays_shut",
        (in_utils("_mail/impact.py", "comparison.unfinished.add(facet.name)", "pass"),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        IMPACT,
        "asks.Form.is_changed",
        "changes of members count as no change",
        "test_members_that_come_into_a_group_are_told_by_name",
        (in_utils("_mail/asks.py", "masks[sender] & self.moved[0] or ", ""),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        IMPACT,
        "stars.names",
        "a name already in use is used for other senders",
        "test_a_name_that_is_taken_is_not_used",
        (in_utils("_mail/stars.py", "(name for name in longer if is_free(name))", "iter(longer)"),),
        "tests/unit/mail/test_stars.py",
    ),
    Mutation(
        GATE,
        "impact._later_days",
        "a permit that begins tomorrow is ignored",
        "test_the_gate_asks_whether_any_mail_passes_that_did_not",
        (in_utils("_mail/impact.py", "for each in begins | ended if", "for each in set() if"),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        GATE,
        "impact.permits_something_new",
        "a regular expression that cannot be listed counts as no permit",
        "test_an_expression_is_told_as_what_is_not_exact_and_the_gate_stays_shut",
        (in_utils("_mail/impact.py", "bool(self.not_exact) or any(", "any("),),
        TESTS_OF_IMPACT,
    ),
    Mutation(
        GATE,
        "comparing.permits",
        "the removal of a block counts as no permit",
        "test_the_gate_asks_whether_any_mail_passes_that_did_not",
        (in_utils("_mail/comparing.py", "return bool(before) and not after", "return False"),),
        TESTS_OF_IMPACT,
    ),
)
