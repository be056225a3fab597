# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences against what somebody else does meanwhile, against lists that lag, and names that a service rewrites."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

OVERTAKEN = "tests/contract/test_overtaken.py"

MUTATIONS = (
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._looked_at",
        "objects are not read again right before a write",
        "test_an_address_that_a_colleague_adds_in_between_is_kept_and_told",
        (in_utils("_run/applying.py", "if not change.id or self._resource.get is None:", "if change:"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._as_it_is",
        "what an earlier round sent counts as not sent if a later read fails",
        "test_what_an_earlier_round_changed_is_in_effect_though_a_later_look_fails",
        (in_utils("_run/applying.py", "if change.identity not in self._begun:", "if change:"),),
        "tests/contract/test_unreadable.py",
    ),
    Mutation(
        "Overtaken while it runs",
        "failures.not_in_effect",
        "what cannot be read back is reported as not in effect",
        "test_a_change_that_cannot_be_read_back_is_not_reported_as_not_in_effect",
        (in_utils("_run/failures.py", "bool(unseen or apart.unread)", "bool(unseen)"),),
        "tests/contract/test_unreadable.py",
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._compared",
        "an object is written by its id even if it has another name by now",
        "test_what_was_renamed_in_the_meantime_is_neither_changed_nor_deleted",
        (in_utils("_run/applying.py", "if found.key != change.key:", "if False:"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "executor._Execution._check_is_same",
        "members are removed even if the group has another name by now",
        "test_nobody_is_removed_from_a_group_that_was_renamed_while_members_were_added",
        (in_utils("_api/executor.py", "if found is None or found.key != change.key:", "if found is None:"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "one_type.Run._verify",
        "an object that became unreadable and was not changed counts as changed",
        "test_an_object_that_is_no_longer_the_judged_one_is_not_changed",
        (in_utils("_run/one_type.py", "unknown.keys() - applying.undone", "unknown"),),
        "tests/unit/test_run_among_others.py",
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._planned_anew",
        "a change that would now be refused is sent",
        "test_a_change_that_would_now_be_refused_is_not_sent",
        (in_utils("_run/applying.py", "        if plan.problems:\n", "        if False:\n"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying.compare",
        "what was written is not compared with what is read back",
        "test_what_a_colleague_changes_right_after_is_told",
        (in_utils("_run/applying.py", "            if differing:\n", "            if False:\n"),),
        OVERTAKEN,
    ),
    Mutation(
        "Two runs at once",
        "creations.Creations._is_amiss",
        "a second object with the same name stays",
        "test_if_two_runs_create_one_name_at_once_the_later_deletes_its_own_object",
        (in_utils("_run/creations.py", 'made.sight == "latter" or (', "False or ("),),
        OVERTAKEN,
    ),
    Mutation(
        "Two runs at once",
        "creations.Creations._sight",
        "both runs delete the object that they created",
        "test_two_runs_that_create_one_name_at_once_leave_one_object",
        (in_utils("_run/creations.py", '"former" if ids[0] == made.id else "latter"', '"latter"'),),
        OVERTAKEN,
    ),
    Mutation(
        "Two runs at once",
        "creations.Creations._sight",
        "an object is deleted although it may be the other run's",
        "test_an_object_that_may_be_of_the_other_run_is_not_deleted",
        (in_utils("_run/creations.py", 'return "unclear" if made.id not in ids else ', "return "),),
        OVERTAKEN,
    ),
    Mutation(
        "A row slips through between pages",
        "planning.Planning.plan",
        "a paged list is not read again before a creation",
        "test_a_row_that_slips_through_between_pages_is_not_created_again",
        (
            in_utils(
                "_run/planning.py", "if creating and self._reader.read_again(", "if False and self._reader.read_again("
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "applying.Applying._look",
        "the run does not wait",
        "test_with_a_lagging_list_three_runs_make_one_object",
        (in_utils("_run/applying.py", "pause = next(pauses, 0.0) if awaited", "pause = 0.0 if awaited"),),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "creations.Creations._sight",
        "an object that the list does not show is not read by its id",
        "test_what_a_list_does_not_show_within_the_budget_is_accepted_and_not_visible_yet",
        (
            in_utils(
                "_run/creations.py",
                "made.row = made.row or self._reader.read_alone(self._resource, made.id)",
                "made.row = {}",
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "creations.Creations.note",
        "the run does not wait for a creation whose outcome is unknown",
        "test_a_creation_of_unknown_outcome_is_waited_for_before_it_is_sent_again",
        (
            in_utils(
                "_run/creations.py", "if change.key in outcome.created or unsure:", "if change.key in outcome.created:"
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "creations.Creations.is_made",
        "an object that the list does not show yet is created again",
        "test_what_is_not_visible_at_all_is_not_created_again",
        (
            in_utils(
                "_run/creations.py",
                'return change.operation == "create" and made is not None and bool(made.id)',
                "return False",
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "executor.Outcome.took",
        "what the API accepted before a task stopped is reported as not in effect",
        "test_what_was_taken_before_a_task_stopped_is_waited_for",
        (in_utils("_api/executor.py", "return self.taken or change.identity in sent", "return self.taken"),),
        OVERTAKEN,
    ),
    Mutation(
        "A service that rewrites names",
        "creations.Creations._is_amiss",
        "an object that got another name stays",
        "test_a_service_that_rewrites_names_gets_no_object_more_in_every_run",
        (in_utils("_run/creations.py", 'made.sight == "renamed" and spelling', "False and spelling"),),
        OVERTAKEN,
    ),
    Mutation(
        "A service that rewrites names",
        "creations.Creations._is_amiss",
        "an object renamed by somebody else counts as renamed by the service",
        "test_what_somebody_else_renames_at_once_is_not_deleted",
        (in_utils("_run/creations.py", "spelling.is_rewritten(made.change.key, made.called)", "bool(made.called)"),),
        OVERTAKEN,
    ),
)
