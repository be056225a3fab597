# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences around what is replaced as a whole, what is never read back, what is adopted, and what has to be waited for.

Those are what an account has once, managed senders, internal domains and pending domains.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

SINGLE = "tests/contract/test_singletons.py"
SENT = "tests/contract/test_managed_senders.py"
REPLACED = "Replaced as a whole"
NEVER_READ = "Never read back"
DOMAINS = "tests/contract/test_domains.py"
WAITED_FOR = "Waiting for DNS"

MUTATIONS = (
    Mutation(
        REPLACED,
        "applying.Applying._looked_at",
        "the object is not read right before it is replaced as a whole",
        "test_an_address_that_a_colleague_adds_in_between_stays",
        (
            in_utils(
                "_run/applying.py",
                "        if self._resource.singleton:\n            return self._compared",
                "        if self._resource.singleton:\n            return change or self._compared",
            ),
        ),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "applying.Applying._differing",
        "other settings may change unnoticed before all is cleared",
        "test_an_address_that_a_colleague_adds_before_all_are_taken_away_is_told",
        (in_utils("_run/applying.py", " or self._resource.singleton\n", "\n"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "executor._Execution._kept",
        "a request holds only what changes",
        "test_what_is_not_written_is_in_the_request_as_it_was",
        (in_utils("_api/executor.py", "body = {**self._kept(), **encode", "body = {**encode"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "outbound_ip._from_api",
        "an answer without the list counts as an empty list",
        "test_an_answer_without_the_list_is_not_an_empty_list",
        (in_utils("_resources/outbound_ip.py", "    if _MEMBER not in row:\n", "    if False:\n"),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "outbound_ip._emptied",
        "all addresses may be removed without a warning",
        "test_what_is_to_hold_nothing_is_emptied_by_a_deletion_once",
        (in_utils("_resources/outbound_ip.py", '        Guard("no_outbound_ips", _emptied),\n', ""),),
        SINGLE,
    ),
    Mutation(
        REPLACED,
        "outbound_ip._private",
        "private addresses are accepted",
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
        "a part of a contact is sent although none is set",
        "test_a_contact_that_is_not_set_yet_needs_all_that_one_needs",
        (in_utils("_plan/planner.py", "    problems += refusals.unfinished(resource, where, entry)\n", ""),),
        SINGLE,
    ),
    Mutation(
        NEVER_READ,
        "managed_senders._send",
        "a value that the API does not return is called accepted",
        "test_what_the_api_does_not_answer_is_not_called_taken",
        (in_utils("_run/managed_senders.py", "[item for item in batch if item.stands_in(told)]", "batch"),),
        SENT,
    ),
    Mutation(
        NEVER_READ,
        "managed_senders._refuse_own",
        "senders in your own domains are permitted",
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
    Mutation(
        WAITED_FOR,
        "pending_domains._Registrar._is_served",
        "if DNS does not answer, the token counts as published",
        "test_what_dns_does_not_answer_is_not_known",
        (
            in_utils(
                "_run/pending_domains.py",
                "            self._served[found.token] = None\n",
                "            self._served[found.token] = True\n",
            ),
        ),
        DOMAINS,
    ),
    Mutation(
        WAITED_FOR,
        "registration.planned",
        "verification is asked for whatever DNS serves",
        "test_a_token_of_somebody_else_is_not_the_one",
        (in_utils("_plan/registration.py", "    if found.served:\n", "    if found.served is not None:\n"),),
        DOMAINS,
    ),
    Mutation(
        WAITED_FOR,
        "registration.planned",
        "verification is asked for with an expired token",
        "test_a_token_that_has_ended_is_extended_and_not_verified",
        (in_utils("_plan/registration.py", "    if found.ended:\n", "    if False:\n"),),
        DOMAINS,
    ),
    Mutation(
        WAITED_FOR,
        "pending_domains._Registrar._look_back",
        "what was sent counts as done",
        "test_a_domain_that_mimecast_does_not_verify_fails_the_task_by_name",
        (in_utils("_run/pending_domains.py", "for job in todo if not _shows(job, look)]", "for job in todo[:0]]"),),
        DOMAINS,
    ),
    Mutation(
        WAITED_FOR,
        "pending_domains._Registrar._looked_up",
        "the message does not say how long it waits",
        "test_check_mode_does_not_wait",
        (in_utils("_run/pending_domains.py", "0 if call.check_mode else int(", "int("),),
        DOMAINS,
    ),
    Mutation(
        WAITED_FOR,
        "pending_domains._name",
        "a domain without a name is ignored",
        "test_a_domain_without_a_name_may_be_any",
        (in_utils("_run/pending_domains.py", "    if not isinstance(name, str) or not name:\n", "    if False:\n"),),
        DOMAINS,
    ),
    Mutation(
        WAITED_FOR,
        "internal_domain._takes_anybody",
        "recipients are not checked",
        "test_recipients_are_not_left_unchecked_without_a_word",
        (
            in_utils(
                "_resources/internal_domain.py", '    guards=(Guard("take_any_recipient", _takes_anybody),),\n', ""
            ),
        ),
        DOMAINS,
    ),
)
