# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the judge of the fault campaign must not excuse."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import CAMPAIGN, Edit, Mutation

HARDSHIPS = "tests/contract/test_hardships.py"
JUDGE = "tests/contract/campaign/"

MUTATIONS = (
    Mutation(
        "A judge that excuses too much",
        "reports.Seen.not_offered",
        "a missing permission counts as a call that is not offered",
        "test_only_a_gateway_that_refuses_a_first_read_leaves_the_work_to_a_person",
        (Edit(f"{JUDGE}reports.py", ' if request["fault"] != "permission"}', "}"),),
        CAMPAIGN,
    ),
    Mutation(
        "A judge that excuses too much",
        "test_torture.known_to",
        "the judge asks the planner",
        "test_the_judge_is_a_second_opinion",
        (
            Edit(
                f"{JUDGE}goals.py",
                "import functools\n",
                "import functools\nimport ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner\n",
            ),
        ),
        CAMPAIGN,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge.drained",
        "a built-in group may be empty for a moment",
        "test_the_judge_finds_a_built_in_group_that_is_drained_in_between",
        (Edit(f"{JUDGE}judge.py", "if max(staying, missing) > BATCH:", "if False:"),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge._judge_overtaken",
        "another client's addition may be lost without a warning",
        "test_the_judge_finds_an_item_of_somebody_else_that_the_task_removed_silently",
        (Edit(f"{JUDGE}judge.py", "and spares and name not in told and", "and not name and"),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "reports.Seen.overwrote",
        "a network may be lost without a warning although nothing was read right before the write",
        "test_only_a_change_between_a_read_and_the_write_right_after_it_may_be_lost_silently",
        (Edit(f"{JUDGE}reports.py", "looked = bool(former) and", "looked = True or"),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge_composition.judge_killed",
        "a killed run may leave anything behind",
        "test_the_judge_finds_what_a_killed_run_left_that_nobody_asked_for",
        (Edit(f"{JUDGE}judge_composition.py", "    yield from bystanders(jobs, seen)\n", ""),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "worlds.Wire._mortal",
        "no run is ever killed",
        "test_runs_are_killed_and_the_next_one_makes_the_site",
        (Edit(f"{JUDGE}worlds.py", "            if self._dead:\n", "            if False:\n"),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "kinds.KINDS",
        "a type is left out of the campaign",
        "test_every_type_takes_part_or_says_which_tests_try_it",
        (Edit(f"{JUDGE}kinds.py", "in {*MANAGED, *STANDING}", "in MANAGED"),),
        CAMPAIGN,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge_composition._judge_differences",
        "the role of an entry that represents others may be left out",
        "test_the_judge_finds_a_role_that_is_not_named_for_what_an_entry_stands_for",
        (Edit(f"{JUDGE}judge_composition.py", ", *(source.resource for source in sources)]", "]"),),
        CAMPAIGN,
    ),
)
