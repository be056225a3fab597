# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences around new domains: nothing too early, no policy twice, no MX record before the mail can come."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

TESTS = "tests/contract/test_domain_onboarding.py"
BUG = "Mail lost while a domain is onboarded"

MUTATIONS = (
    Mutation(
        BUG,
        "onboarding_entries.may_be_written",
        "a domain that is not verified is configured",
        "test_a_domain_that_waits_for_its_txt_record_does_not_fail_the_run",
        (
            in_utils(
                "_run/onboarding_entries.py",
                '    if found.status(wish.domain) != "internal" or found.policies is None:\n',
                "    if found.policies is None:\n",
            ),
        ),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_entries.may_sign",
        "a key signs before DNS serves it",
        "test_nothing_signs_with_a_key_that_dns_does_not_serve",
        (
            in_utils(
                "_run/onboarding_entries.py",
                '    return told.get("published") is True or (',
                "    return bool(told) or (",
            ),
        ),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_entries.may_sign",
        "if DNS does not answer, the key signs",
        "test_where_dns_says_nothing_the_word_of_mimecast_counts",
        (in_utils("_run/onboarding_entries.py", ' and told.get("validated") is True)', " and bool(told))"),),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_entries.Found.of",
        "unreadable policies count as missing",
        "test_policies_that_cannot_be_read_are_not_taken_for_missing",
        (in_utils("_run/onboarding_entries.py", "        if unread:\n", "        if False:\n"),),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_entries._acts_on_all",
        "a policy for a part of the mail counts as one for all mail",
        "test_a_policy_that_takes_a_part_of_the_mail_is_left_alone",
        (in_utils("_run/onboarding_entries.py", ' and not mail_flow.is_narrowed(entry, "hostnames")\n', "\n"),),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_entries._policy",
        "a second policy is created beside the one that Mimecast created itself",
        "test_the_policy_that_mimecast_made_by_itself_is_taken",
        (in_utils("_run/onboarding_entries.py", "    if written or usual in there or not there:\n", "    if True:\n"),),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_entries._policy",
        "the first of several policies is used",
        "test_of_several_policies_about_the_same_mail_the_user_says_which",
        (in_utils("_run/onboarding_entries.py", "    if len(there) > 1:\n", "    if False:\n"),),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_report._mail",
        "MX records are shown before the recipients are checked",
        "test_mx_records_are_not_told_before_everything_that_takes_the_mail_is_there",
        (
            in_utils(
                "_run/onboarding_report.py",
                'for step in ("protected", "routed", "recipients_checked")):\n',
                'for step in ("protected", "routed")):\n',
            ),
        ),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding_report.report",
        "a disabled policy counts as routing the mail",
        "test_a_policy_that_is_switched_off_keeps_the_mx_records_where_they_are",
        (in_utils("_run/onboarding_report.py", '        steps["routed"] = OPEN\n', "        pass\n"),),
        TESTS,
    ),
    Mutation(
        BUG,
        "onboarding._of_domain",
        "a route's secret is returned",
        "test_what_cannot_be_right_is_refused_with_its_place_before_anything_is_asked",
        (
            in_utils(
                "_run/onboarding.py",
                "        others = [name for name in route if name not in _ROUTE]\n",
                "        others = list[str]()\n",
            ),
        ),
        TESTS,
    ),
)
