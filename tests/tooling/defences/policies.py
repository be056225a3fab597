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
        "a policy that blocks everyone is let through",
        "test_a_policy_that_blocks_all_mail_that_comes_in_is_made_only_on_purpose",
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
        "a wildcard for everyone is taken for somebody",
        "test_a_policy_that_blocks_all_mail_that_comes_in_is_made_only_on_purpose",
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
        "the other direction of a policy is not looked at",
        "test_a_policy_that_blocks_all_mail_that_comes_in_is_made_only_on_purpose",
        (in_utils(_FLOW, 'if entry.get("bidirectional") is True:', "if False:"),),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "blocked_sender_policy._together",
        "blocking policies are judged one by one",
        "test_policies_that_block_the_internet_together_are_refused_at_the_one_that_is_too_much",
        (in_utils(_BLOCKED, 'joint_guards=(JointGuard("block_everyone", _together),),', "joint_guards=(),"),),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "blocked_sender_policy._own_people",
        "what the own people send is blocked",
        "test_what_the_own_people_send_is_blocked_only_on_purpose",
        (in_utils(_BLOCKED, ', Guard("block_own_senders", _own_people))', ",)"),),
        JUDGED,
    ),
    Mutation(
        "All mail rejected",
        "mail_flow.own_among",
        "a wildcard for an own domain is not compared",
        "test_what_an_own_domain_sends_is_blocked_only_on_purpose",
        (in_utils(_FLOW, "any(patterns.may_be(domain, name) for domain in domains)", "name in domains"),),
        WIRE,
    ),
    Mutation(
        "Anybody sends as you",
        "anti_spoofing_bypass_policy._opens_for_all",
        "a bypass for everybody is let through",
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
        "all of the internet counts as certain networks",
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
        "an expression is sent in small letters",
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
        "An unknown word is overwritten",
        "scopes._unknown_is_overwritten",
        "a scope that nobody knows is overwritten",
        "test_a_scope_of_an_unknown_type_is_overwritten_only_on_purpose",
        (in_utils(_SCOPES, "if after and kind not in TYPES and", "if False and"),),
        JUDGED,
    ),
    Mutation(
        "An unknown word is overwritten",
        "scopes._beside_unknown",
        "an id beside an unknown type counts as a part of it",
        "test_a_scope_that_nobody_knows_is_shown_kept_and_never_overwritten",
        (in_utils(_SCOPES, ' and not name.lower().endswith("id")', ""),),
        WIRE,
    ),
    Mutation(
        "An unknown word is overwritten",
        "shaping._sayable",
        "a policy is left out of an export for one unknown word",
        "test_an_action_that_nobody_knows_is_left_out_of_an_export_and_the_policy_is_not",
        (in_utils("_run/shaping.py", "not resource.singleton and not field.unknown_words(value):", "resource.key:"),),
        WIRE,
    ),
)
