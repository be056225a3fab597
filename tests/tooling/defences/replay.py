# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences around mail that is read and learned from: it is whole or that is said, and proves no more than it shows."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

READ = "tests/contract/test_replay.py"
LEARNED = "tests/unit/mail/test_calibration.py"
SHOWN = "Conclusions that mail does not support"

MUTATIONS = (
    Mutation(
        SHOWN,
        "tracking._Tracking._rows",
        "an answer without a next page counts as complete",
        "test_where_tracking_has_no_pages_nothing_is_lost",
        (in_utils("_run/tracking.py", "        if len(pages) == 1 and len(rows) >= FULL:\n", "        if False:\n"),),
        READ,
    ),
    Mutation(
        SHOWN,
        "tracking._Tracking._rows",
        "rows beyond one answer are left out without a warning",
        "test_what_comes_at_once_and_is_more_than_an_answer_holds_is_said",
        (in_utils("_run/tracking.py", "            self._cut.add(moments.written(start))\n", ""),),
        READ,
    ),
    Mutation(
        SHOWN,
        "tracking._message",
        "the outcome of one recipient counts for all",
        "test_of_a_message_to_several_nobody_knows_what_happened_to_which",
        (in_utils("_run/tracking.py", " if alone else Evidence()\n", "\n"),),
        READ,
    ),
    Mutation(
        SHOWN,
        "replaying.of_plan",
        "unreadable mail counts as no mail",
        "test_mail_that_cannot_be_read_is_never_no_mail",
        (
            in_utils(
                "_run/replaying.py",
                '"unreadable": str(error), "warnings": [told]}',
                '"unreadable": "", "messages": 0, "warnings": []}',
            ),
        ),
        READ,
    ),
    Mutation(
        SHOWN,
        "replaying._replay",
        "an account without known domains counts as having no mail",
        "test_mail_of_an_account_whose_domains_are_not_known_is_never_no_mail",
        (in_utils("_run/replaying.py", "    if not before.domains:\n", "    if False:\n"),),
        READ,
    ),
    Mutation(
        SHOWN,
        "tracking._once",
        "a repeated row counts as another message",
        "test_a_page_that_repeats_a_row_counts_no_message_twice",
        (
            in_utils(
                "_run/tracking.py",
                "_once(row for page in pages for row in page)",
                "[row for page in pages for row in page]",
            ),
        ),
        READ,
    ),
    Mutation(
        SHOWN,
        "replaying._calibration",
        "mail counts as evidence for later policies",
        "test_mail_that_came_before_the_last_change_of_policies_is_no_evidence",
        (in_utils("_run/replaying.py", "if message.received >= since]", "if since is not None]"),),
        READ,
    ),
    Mutation(
        SHOWN,
        "replay.replayed",
        "mail is compared with the policies of the day on which it came",
        "test_mail_is_judged_as_of_the_day_of_the_plan",
        (in_utils("_mail/replay.py", "replace(message.message, day=self._day)", "message.message"),),
        "tests/unit/mail/test_replay.py",
    ),
    Mutation(
        SHOWN,
        "calibration._telling",
        "a personal block counts as one of the account",
        "test_a_block_for_one_recipient_alone_may_be_personal_and_is_no_evidence",
        (in_utils("_mail/calibration.py", "if len(found) == 1}", "if not found}"),),
        LEARNED,
    ),
    Mutation(
        SHOWN,
        "calibration.calibrated",
        "a message that no reading explains contradicts the others",
        "test_a_message_that_contradicts_every_reading_is_told_and_excludes_nothing",
        (in_utils("_mail/calibration.py", "        if not ways:\n", "        if not ways and not possible:\n"),),
        LEARNED,
    ),
    Mutation(
        SHOWN,
        "calibration.calibrated",
        "messages that contradict each other exclude everything",
        "test_messages_that_contradict_each_other_exclude_nothing_and_are_told",
        (in_utils("_mail/calibration.py", "    if not _is_possible([*clues], {}):\n", "    if False:\n"),),
        LEARNED,
    ),
    Mutation(
        SHOWN,
        "evidence.Evidence.contradicts",
        "a permit noted on refused mail counts as a contradiction",
        "test_evidence_contradicts_what_cannot_be",
        (in_utils("_mail/evidence.py", "        return verdict.refused_by is None and (\n", "        return (\n"),),
        LEARNED,
    ),
)
