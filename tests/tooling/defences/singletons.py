# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences around what an account has once and is replaced as a whole, and around what is sent and never read back."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

SINGLE = "tests/contract/test_singletons.py"
SENT = "tests/contract/test_managed_senders.py"
REPLACED = "Replaced as a whole"
NEVER_READ = "Never read back"

MUTATIONS = (
    Mutation(
        REPLACED,
        "applying.Applying._as_it_is",
        "nobody looks right before all is replaced",
        "test_an_address_that_a_colleague_adds_in_between_stays",
        (in_utils("_run/applying.py", "        if not single and (not", "        if single or (not"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "applying.Applying._differing",
        "what nobody speaks of may change before all is emptied",
        "test_an_address_that_a_colleague_adds_before_all_are_taken_away_is_told",
        (in_utils("_run/applying.py", "former if self._resource.singleton else wish.values", "wish.values"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "executor._Execution._kept",
        "a request holds only what changes",
        "test_what_is_not_written_is_in_the_request_as_it_was",
        (in_utils("_api/executor.py", "item = {**self._kept(step), **_identity", "item = {**_identity"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "outbound_ip._from_api",
        "an answer without the list is an empty list",
        "test_an_answer_without_the_list_is_not_an_empty_list",
        (in_utils("_resources/outbound_ip.py", "    if _MEMBER not in row:\n", "    if False:\n"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "outbound_ip._emptied",
        "all addresses may go without a word",
        "test_what_is_to_hold_nothing_is_emptied_by_a_deletion_once",
        (in_utils("_resources/outbound_ip.py", '        Guard("no_outbound_ips", _emptied),\n', ""),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "outbound_ip._private",
        "private addresses are taken",
        "test_an_address_that_cannot_be_meant_is_refused",
        (
            in_utils(
                "_resources/outbound_ip.py", 'return f"{listed(private)}: {told}" if private', 'return "" if private'
            ),
        ),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "refusals.unfinished",
        "a part of a contact is sent where none is set",
        "test_a_contact_that_is_not_set_yet_needs_all_that_one_needs",
        (in_utils("_plan/planner.py", "    problems += refusals.unfinished(resource, where, entry)\n", ""),),
        SINGLE,
    ),
    Mutation(
        NEVER_READ,
        "managed_senders._send",
        "what the API does not answer is called taken",
        "test_what_the_api_does_not_answer_is_not_called_taken",
        (in_utils("_run/managed_senders.py", "[item for item in batch if item.stands_in(told)]", "batch"),),
        SENT,
    ),
    Mutation(
        NEVER_READ,
        "managed_senders._refuse_own",
        "senders of own domains are permitted",
        "test_a_sender_of_an_own_domain_is_permitted_on_purpose_alone",
        (in_utils("_run/managed_senders.py", 'if item.action == "permit"]', 'if item.action == "x"]'),),
        SENT,
    ),
    Mutation(
        NEVER_READ,
        "managed_senders.run",
        "check mode sends",
        "test_check_mode_tells_what_would_be_sent_and_sends_nothing",
        (in_utils("_run/managed_senders.py", "        if not call.check_mode:\n", "        if True:\n"),),
        SENT,
    ),
)
