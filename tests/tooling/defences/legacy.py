# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences of what is written as a whole, and of members that are objects of their own."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

LEGACY = "tests/contract/test_legacy_policies.py"
OVERTAKEN = "tests/contract/test_overtaken.py"
WHOLE = "An update that loses what it does not name"
BETWEEN = "A change that passes through an empty list"
EFFECT = "Judged by spelling, not by effect"

MUTATIONS = (
    Mutation(
        WHOLE,
        "executor._Execution._update",
        "a call that replaces the whole object gets only the changes",
        "test_what_nobody_speaks_of_is_sent_back_as_it_was_read",
        (
            in_utils(
                "_api/executor.py",
                "        if self._resource.full_update:\n            body = self._resource.full_update.body",
                "        if step is None:\n            body = self._resource.full_update.body",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        WHOLE,
        "legacy_policy.changed",
        "the end date stays if the validity should have no end",
        "test_an_end_of_validity_that_goes_leaves_no_date_behind",
        (
            in_utils(
                "_resources/_families/legacy_policy.py",
                'if name not in (f"{side}Date", f"{side}Eternal")}',
                "if name}",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        WHOLE,
        "applying.Applying._compare_unspoken",
        "lost settings are not reported",
        "test_what_reads_otherwise_afterwards_without_being_meant_is_warned_of",
        (in_utils("_run/applying.py", "            self._compare_unspoken(change)\n", ""),),
        LEGACY,
    ),
    Mutation(
        WHOLE,
        "web_security_url_policy._target",
        "the first of several targets is used",
        "test_a_policy_with_several_targets_is_left_alone",
        (in_utils("_resources/web_security_url_policy.py", "    if len(targets) != 1:\n", "    if not targets:\n"),),
        LEGACY,
    ),
    Mutation(
        BETWEEN,
        "member_writer.MemberWriter._take_former_out",
        "the old definition is deleted before the new one is seen",
        "test_what_is_not_seen_to_be_in_drives_nothing_out",
        (
            in_utils(
                "_api/member_writer.py",
                "            self._look_for(records, target)\n            self._remember(",
                "            self._remember(",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        BETWEEN,
        "member_writer.MemberWriter._take_out_and_put_in",
        "a removed definition is not put back if the new one is refused",
        "test_what_was_taken_out_and_is_refused_is_put_back",
        (in_utils("_api/member_writer.py", "            self._put_back(former, target)\n", ""),),
        LEGACY,
    ),
    Mutation(
        BETWEEN,
        "member_calls.ChildCalls.remove",
        "the new definition is deleted together with the old one",
        "test_a_definition_that_changes_is_put_in_before_the_old_one_goes",
        (in_utils("_api/member_calls.py", "if name in going and record not in keep:", "if name in going:"),),
        LEGACY,
    ),
    Mutation(
        BETWEEN,
        "members.MemberReader._read_records",
        "of two contradicting definitions, the last one is used",
        "test_two_that_contradict_each_other_become_the_one_that_is_wanted",
        (
            in_utils(
                "_api/members.py",
                "record if former == record else members.joined(former, record)",
                "record",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        "A part of a list is taken for the whole",
        "folders.unfolded",
        "nested sets that an answer leaves out are not read",
        "test_sets_are_found_however_deep_they_stand",
        (
            in_utils(
                "_api/folders.py",
                "        if _are_missing(row, inside):\n            inside = _",
                "        if not row:\n            inside = _",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        "A service that rewrites names",
        "refusals.near_name",
        "a set that the service renames is created again in every run",
        "test_what_got_another_name_and_can_never_be_deleted_is_not_created_a_second_time",
        (in_utils("_plan/refusals.py", "if not resource.delete else []", "if resource is None else []"),),
        OVERTAKEN,
    ),
    Mutation(
        EFFECT,
        "address_alteration_set._all_to_one",
        "a whole domain becomes one address",
        "test_a_whole_domain_is_not_turned_into_one_address_unless_that_is_meant",
        (
            in_utils(
                "_resources/address_alteration_set.py",
                'if is_domain(record["original_address"]) and not',
                "if record is None and not",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        EFFECT,
        "address_alteration_set._outside",
        "addresses are rewritten to another company's",
        "test_an_address_outside_is_refused",
        (in_utils("_resources/address_alteration_set.py", "    if not strange:\n", "    if strange or mine:\n"),),
        LEGACY,
    ),
    Mutation(
        EFFECT,
        "address_alteration_set._too_many",
        "a run starts with more definitions than the API accepts",
        "test_the_maximum_of_definitions_costs_the_fewest_requests_and_one_more_is_refused",
        (
            in_utils(
                "_resources/address_alteration_set.py",
                "    if found <= max(MOST_DEFINITIONS, former):\n",
                "    if found:\n",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        EFFECT,
        "altered_addresses.altered",
        "a definition for every address is accepted",
        "test_a_definition_for_every_address_is_refused",
        (
            in_utils(
                "_resources/_families/altered_addresses.py",
                '    if (not at and written == "*") or (at and local in _ANY and domain in _ANY):\n',
                "    if value is None:\n",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        EFFECT,
        "web_security_url_policy._allows_a_suffix",
        "a domain where anybody can publish pages is allowed",
        "test_allowing_a_domain_where_anybody_can_have_pages_is_refused",
        (
            in_utils(
                "_resources/web_security_url_policy.py",
                "if broad_domains.is_suffix(host))",
                "if host is None)",
            ),
        ),
        LEGACY,
    ),
    Mutation(
        EFFECT,
        "web_security_url_policy._too_many",
        "a run starts with more URLs than an account can hold",
        "test_more_urls_than_an_account_holds_are_refused_over_all_policies_of_a_task",
        (
            in_utils(
                "_resources/web_security_url_policy.py", "    if found <= max(MOST_URLS, former):\n", "    if found:\n"
            ),
        ),
        LEGACY,
    ),
)
