# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences against changes that pass through an empty list, and against taking much away without a word."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

MEMBERS = "tests/contract/test_members.py"
REMOVALS = "tests/contract/test_removals.py"
GROUPS = "tests/contract/test_groups_and_roles.py"

MUTATIONS = (
    Mutation(
        "A change that passes through an empty list",
        "members.steps",
        "members are removed before new ones are added",
        "test_a_swap_never_empties_the_list",
        (
            in_utils(
                "_plan/members.py",
                "    return confirmed(result)\n",
                "    return sorted(result, key=lambda step: step.kind == 'add')\n",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "members.steps",
        "all changed members are removed and then added",
        "test_changed_notes_never_empty_the_list",
        (
            in_utils(
                "_plan/members.py", "    again = set(replaced(field, difference))\n", "    again: set[str] = set()\n"
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._replace",
        "a member is removed before the addition of its replacement is tried",
        "test_nobody_is_removed_if_nobody_can_be_added",
        (
            in_utils(
                "_api/member_writer.py",
                'answers = self._send("add", coming, target)\n        if UNNAMED',
                "answers = {self._calls.name_of(record): min(self._members.benign) for record in coming}\n"
                "        if UNNAMED",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._are_in",
        "members are removed although not all new ones were accepted",
        "test_nobody_is_removed_if_nobody_can_be_added",
        (
            in_utils(
                "_api/member_writer.py",
                "        if any(change is target.change for change, _name, _code in self.refused):\n",
                "        if target is None:\n",
            ),
            in_utils(
                "_api/member_writer.py",
                "        self._look_for(records, target)\n        return True\n",
                "        return True\n",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._are_in",
        "a new member counts as added without a read",
        "test_who_comes_has_to_be_seen_before_anybody_goes",
        (
            in_utils(
                "_api/member_writer.py",
                "        self._look_for(records, target)\n        return True\n",
                "        return True\n",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._replace",
        "a removed member is not put back after the refusal of the new one",
        "test_the_first_refusal_ends_a_replacement_and_those_taken_out_are_put_back",
        (in_utils("_api/member_writer.py", "            self._put_back(former, target)\n", ""),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._replace",
        "the next batch is sent before the last one was read back",
        "test_those_who_cannot_be_put_back_are_one_batch_and_named",
        (in_utils("_api/member_writer.py", "            self._look_for(again, target)\n", ""),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "failures.taken_out",
        "a member that was removed and not added again is not named",
        "test_those_who_cannot_be_put_back_are_one_batch_and_named",
        (in_utils("_run/failures.py", "            if gone:\n", "            if not keys:\n"),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "failures.not_known_to_be_in",
        "a member that may be missing is not named if nothing can be read back",
        "test_where_nothing_can_be_read_back_those_who_may_be_out_are_named",
        (in_utils("_run/applying.py", "            out += outcome.out\n", ""),),
        MEMBERS,
    ),
    Mutation(
        "Many items removed without a warning",
        "refusals.thinned",
        "removed items of lists are not counted",
        "test_most_of_a_list_goes_only_where_max_deletes_says_so",
        (in_utils("_plan/refusals.py", "        if gone * 4 > held\n", "        if gone > held\n"),),
        REMOVALS,
    ),
    Mutation(
        "Many items removed without a warning",
        "refusals.thinned",
        "a few items of many count like most of a list",
        "test_a_few_of_many_and_most_of_few_go_without_a_word",
        (in_utils("_plan/refusals.py", "        if gone * 4 > held\n", "        if gone * 400 > held\n"),),
        REMOVALS,
    ),
    Mutation(
        "Many items removed without a warning",
        "site_file._merge_lists",
        "additions of a site replace the whole list of its baseline",
        "test_one_member_of_a_host_does_not_replace_an_exact_baseline",
        (
            in_utils(
                "_model/site_file.py",
                "    if not {theirs, ours} <= set(MODES):\n",
                '    if "exact" in (theirs, ours):\n',
            ),
        ),
        REMOVALS,
    ),
    Mutation(
        "Purge by accident",
        "refusals.purge_of_all",
        "an empty list purges every object",
        "test_an_empty_list_purges_only_with_a_word_that_says_so",
        (in_utils("_plan/refusals.py", "    if named or not purged or", "    if scope or named or not purged or"),),
        REMOVALS,
    ),
    Mutation(
        "Purge by accident",
        "refusals.purge_of_all",
        "a list with only deletions counts as a list of objects to keep",
        "test_an_empty_list_purges_only_with_a_word_that_says_so",
        (in_utils("_plan/refusals.py", 'any(wanted.state == "present" for wanted in desired)', "bool(desired)"),),
        REMOVALS,
    ),
    Mutation(
        "A diff that is wrong",
        "diff.text",
        "a list with no shown items is called empty",
        "test_a_diff_calls_no_list_empty_that_is_not",
        (in_utils("_plan/diff.py", "if below and entry[name] == [] else", "if below is None else"),),
        GROUPS,
    ),
    Mutation(
        "A diff that is wrong",
        "diff.notes",
        "a partly read list is shown as if it were complete",
        "test_a_diff_says_that_who_else_holds_a_role_cannot_be_read",
        (
            in_utils(
                "_plan/diff.py",
                '"its other items cannot be read": partial',
                '"its other items cannot be read": False',
            ),
        ),
        GROUPS,
    ),
    Mutation(
        "A diff that is wrong",
        "hand_off.handed_off",
        "manual steps are planned as if they were sent",
        "test_what_the_api_does_not_offer_is_handed_over_until_it_is_recorded",
        (
            in_utils(
                "_plan/hand_off.py",
                "changes.append(change.become(HandOff, **{name: getattr(change, name) for name in told}))",
                "changes.append(change if told and change.steps else change.become(HandOff, after=change.after))",
            ),
        ),
        GROUPS,
    ),
)
