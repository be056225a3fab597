# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences of mail tests and of the gates about mail: what is not known is not empty, and nothing is written."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

GATE = "A change that breaks a mail test"
JUDGED = "tests/unit/mail/test_mail_tests.py"
MADE = "tests/contract/test_mail_tests.py"

MUTATIONS = (
    Mutation(
        GATE,
        "preflight._AboutMail.told",
        "a mail test that fails stops nothing",
        "test_a_test_that_a_plan_would_break_is_named_and_nothing_is_written",
        (in_utils("_run/preflight.py", "refuse([*problems, *(", "refuse([*("),),
        MADE,
    ),
    Mutation(
        GATE,
        "preflight._AboutMail.told",
        "a plan with a new permit is not refused",
        "test_a_plan_that_permits_something_new_is_refused_where_nothing_may_be",
        (in_utils("_run/preflight.py", "*(permits if gate else ())", "*()"),),
        MADE,
    ),
    Mutation(
        GATE,
        "mail_tests._judged",
        "a test that depends on a reading passes",
        "test_what_depends_on_a_reading_does_not_hold_and_says_on_which",
        (
            in_utils(
                "_mail/mail_tests.py",
                "if seen == Leaf(tuple(meant.values())):",
                "if isinstance(seen, Branch) or seen == Leaf(tuple(meant.values())):",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        GATE,
        "mail_tests._may_hold",
        "a test that fails in every account is left to the account",
        "test_a_test_that_depends_on_a_reading_in_any_account_does_not_wait_for_the_account",
        (
            in_utils(
                "_mail/mail_tests.py",
                "return all(value in (want, *unknown)",
                "return any(unknown) or all(value in (want,)",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        GATE,
        "mail_accounts.of_account",
        "an unreadable type counts as empty",
        "test_a_type_that_cannot_be_read_is_not_taken_for_empty",
        (in_utils("_run/mail_accounts.py", "unread[name] = str(error)", "entries[name] = []"),),
        MADE,
    ),
    Mutation(
        GATE,
        "mail_accounts.as_planned",
        "a test uses the account as it is before the change",
        "test_a_member_that_comes_and_one_that_goes_count_before_they_do",
        (in_utils("_run/mail_accounts.py", "belief = belief.after(plan.resource, plan.changes)", "belief = belief"),),
        MADE,
    ),
    Mutation(
        GATE,
        "mail_accounts.as_is",
        "open manual steps count as done",
        "test_a_permit_that_is_handed_over_is_new_until_it_is_recorded",
        (in_utils("_run/mail_accounts.py", "wish.key) not in to_do", "wish.key)"),),
        MADE,
    ),
    Mutation(
        GATE,
        "mail_tests._seen",
        "unknown bypass policies count as none",
        "test_bypass_policies_that_nobody_knows_make_a_test_depend_and_never_hold",
        (in_utils("_mail/mail_tests.py", 'if "bypasses" in words else []', 'if "nothing" in words else []'),),
        JUDGED,
    ),
    Mutation(
        GATE,
        "mail_impact.of_plans",
        "excluded readings count in the impact of a plan",
        "test_the_impact_of_a_plan_and_its_gate_leave_an_excluded_reading_out",
        (in_utils("_run/mail_impact.py", "settling.of_site(site))", "settling.of_site(None))"),),
        "tests/contract/test_mail_rules.py",
    ),
    Mutation(
        GATE,
        "spf_records.read",
        "a record that DNS does not return counts as missing",
        "test_a_record_that_cannot_be_read_is_not_looked_at_and_that_is_said",
        (in_utils("_run/spf_records.py", "unread[domain] = str(error)", 'served[domain] = ""'),),
        "tests/contract/test_lint_asks_dns.py",
    ),
    Mutation(
        GATE,
        "replaying._informed",
        "an empty list of permits is not compared with the mail",
        "test_an_empty_list_of_permits_is_held_against_the_mail_like_any_other",
        (in_utils("_run/replaying.py", "is_open = permits_are_told or not", "is_open = not"),),
        "tests/contract/test_replay.py",
    ),
)
