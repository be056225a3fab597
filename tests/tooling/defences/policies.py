# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences of gateway policies: whose mail they act on, and what nobody here knows."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

JUDGED = "tests/unit/test_gateway_policies.py"
WIRE = "tests/contract/test_gateway_policies.py"
_BLOCKED = "_resources/blocked_sender_policy.py"
_FLOW = "_resources/_families/mail_flow.py"
_SCOPES = "_resources/_families/scopes.py"

MUTATIONS = (
    Mutation(
        "All mail rejected",
        "blocked_sender_policy._everyone",
        "a policy that blocks everyone is accepted",
        "test_a_policy_that_blocks_all_incoming_mail_is_created_only_on_purpose",
        (
            in_utils(
                _BLOCKED,
                'Guard("block_everyone", _everyone), Guard(',
                'Guard("none", lambda before, after: ""), Guard(',
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "mail_flow.is_everyone",
        "a wildcard for everyone counts as one sender",
        "test_a_policy_that_blocks_all_incoming_mail_is_created_only_on_purpose",
        (
            in_utils(
                "_model/patterns.py", "return any(_matches_most(part) for part in _parts(pattern))", "return False"
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "mail_flow.directions",
        "the other direction of a policy is not checked",
        "test_a_policy_that_blocks_all_incoming_mail_is_created_only_on_purpose",
        (in_utils(_FLOW, 'if entry.get("bidirectional") is True:', "if False:"),),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "blocked_sender_policy._together",
        "each blocking policy is checked separately",
        "test_policies_that_together_block_the_internet_are_refused_at_the_one_too_many",
        (in_utils(_BLOCKED, 'joint_guards=(JointGuard("block_everyone", _together),),', "joint_guards=(),"),),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "blocked_sender_policy._own_people",
        "mail from your own users is blocked",
        "test_what_the_own_people_send_is_blocked_only_on_purpose",
        (in_utils(_BLOCKED, ', Guard("block_own_senders", _own_people))', ",)"),),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "mail_flow.own_among",
        "a wildcard that matches your own domain is not recognised",
        "test_what_an_own_domain_sends_is_blocked_only_on_purpose",
        (in_utils(_FLOW, "any(patterns.may_be(domain, name) for domain in domains)", "name in domains"),),
        WIRE,
    ),
    Mutation(
        "Anybody sends as you",
        "anti_spoofing_bypass_policy._opens_for_all",
        "a bypass for everybody is accepted",
        "test_everybody_bypasses_anti_spoofing_only_on_purpose",
        (
            in_utils(
                "_resources/anti_spoofing_bypass_policy.py",
                'guards=(Guard("bypass_everyone", _opens_for_all),)',
                "guards=()",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Anybody sends as you",
        "mail_flow.is_narrowed",
        "the whole internet counts as specific networks",
        "test_everybody_bypasses_anti_spoofing_only_on_purpose",
        (in_utils(_FLOW, " and not source_ranges.whole_internet([entry])", ""),),
        JUDGED,
    ),
    Mutation(
        "Anybody sends as you",
        "anti_spoofing_policy._alarm",
        "anti-spoofing is switched off without a warning",
        "test_anti_spoofing_that_is_switched_off_for_the_own_people_is_warned_of",
        (in_utils("_resources/anti_spoofing_policy.py", "    alarm=_alarm,\n", ""),),
        JUDGED,
    ),
    Mutation(
        "A wildcard that is changed on its way",
        "patterns.domain",
        "a regular expression is sent in lower case",
        "test_a_domain_has_one_spelling_and_a_pattern_is_kept",
        (
            in_utils(
                "_model/patterns.py",
                "    if not _STARS.fullmatch(written):\n        return written\n",
                "    if not _STARS.fullmatch(written):\n        return written.lower()\n",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "An unknown value is overwritten",
        "scopes._unknown_is_overwritten",
        "an unknown scope is overwritten",
        "test_a_scope_of_an_unknown_type_is_overwritten_only_on_purpose",
        (in_utils(_SCOPES, "if after and kind not in TYPES and", "if False and"),),
        JUDGED,
    ),
    Mutation(
        "An unknown value is overwritten",
        "scopes._beside_unknown",
        "an id beside an unknown type counts as part of the type",
        "test_a_scope_that_nobody_knows_is_shown_kept_and_never_overwritten",
        (in_utils(_SCOPES, ' and not name.lower().endswith("id")', ""),),
        WIRE,
    ),
    Mutation(
        "An unknown value is overwritten",
        "shaping._sayable",
        "an export leaves out a policy because of one unknown value",
        "test_an_action_that_nobody_knows_is_left_out_of_an_export_and_the_policy_is_not",
        (in_utils("_run/shaping.py", "not resource.singleton and not field.unknown_words(value):", "resource.key:"),),
        WIRE,
    ),
)
