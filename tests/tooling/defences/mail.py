# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences of the mail engine: an answer that guesses is worse than none."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

GUESSES = "An answer about mail that guesses"
WRONG = "An answer about mail that is wrong"
WINNERS = "tests/unit/mail/test_winner_rules.py"
MATCHING = "tests/unit/mail/test_matching_rules.py"
ORDER = "tests/unit/mail/test_order_rules.py"
ANSWERS = "tests/unit/mail/test_answers.py"
LAWS = "tests/unit/mail/test_laws.py"

MUTATIONS = (
    Mutation(
        GUESSES,
        "winners._levels",
        "the order of the console's list counts as certain",
        "test_s4_whether_a_group_or_a_domain_is_more_specific_is_open",
        (in_utils("_mail/winners.py", 'ask(RULES["S4"].question) if kinds & {*MIDDLE["a"]} else "a"', '"a"'),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "winners._levels",
        "a single type in the middle counts as harmless",
        "test_s4_the_place_of_one_type_alone_counts_where_ranks_are_added",
        (in_utils("_mail/winners.py", 'if kinds & {*MIDDLE["a"]} else', 'if len(kinds & {*MIDDLE["a"]}) > 1 else'),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "winners._most_specific",
        "the sender side decides",
        "test_s5_a_specific_sender_against_a_specific_recipient_is_open",
        (in_utils("_mail/winners.py", '_MEASURES[ask(RULES["S5"].question)]', '_MEASURES["a"]'),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "winners._overriding",
        "an override goes first",
        "test_s7_a_broad_override_against_a_narrow_policy_is_disputed",
        (in_utils("_mail/winners.py", 'lambda: ask(RULES["S7"].question) in "ac"', "lambda: True"),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "winners._narrowed_first",
        "source networks count as not making a policy more specific",
        "test_s6_whether_naming_servers_makes_more_specific_is_open",
        (in_utils("_mail/winners.py", 'lambda: ask(RULES["S6"].question) == "c"', "lambda: False"),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "winners._decided",
        "the first of equal policies acts",
        "test_s8_which_of_equal_policies_of_another_type_acts_is_open",
        (in_utils("_mail/winners.py", "(way, taken[way.id])", "(way, taken[question.readings[0].id])"),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "refusals._is_lifted",
        "a permit counts as never lifting a block",
        "test_s7_a_permit_that_overrides_may_lift_a_block",
        (in_utils("_mail/refusals.py", 'or weighing.reading("S7") != "c":', "or True:"),),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "refusals._is_lifted",
        "a permit that is not known counts as never lifting a block",
        "test_s7_a_permit_that_is_not_known_may_lift_a_block",
        (
            in_utils(
                "_mail/refusals.py", 'return weighing.reading("S7") == "c" and weighing', "return False and weighing"
            ),
        ),
        WINNERS,
    ),
    Mutation(
        GUESSES,
        "wildcards._domain_expression",
        "a star matches one label, without a question",
        "test_m3_a_policy_for_a_pattern_is_open_for_the_domain_itself",
        (in_utils("_mail/wildcards.py", 'for reading in "abc"]', 'for reading in "aaa"]'),),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "wildcards._by_expression",
        "a regular expression matches any part, without a question",
        "test_m1_an_expression_stands_for_what_it_finds_and_what_cannot_be_read_is_open",
        (in_utils("_mail/wildcards.py", "if bool(whole) == bool(part):", "if True:"),),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "wildcards._readable",
        "every expression is tried",
        "test_m1_no_expression_takes_for_ever",
        (
            in_utils(
                "_mail/wildcards.py",
                "if _NESTED.search(written) or len(_QUANTIFIERS.findall(written)) > _MOST_QUANTIFIERS:",
                "if False:",
            ),
        ),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "signatures.Addresses._file_group",
        "members of sub-groups are ignored, without a question",
        "test_m5_whether_members_of_a_sub_group_count_is_open",
        (
            in_utils(
                "_mail/signatures.py", "for group in _all_below(own.name, self._below).values():", "for group in ():"
            ),
        ),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "signatures.Addresses._sides",
        "a sub-domain of an internal domain is external, without a question",
        "test_m8_a_sub_domain_of_an_internal_domain_is_open",
        (
            in_utils(
                "_mail/signatures.py",
                "elif any(parent in self._account.domains for parent in _parents(domain)):",
                "elif False:",
            ),
        ),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "signatures.Addresses._file_members",
        "a group with unreadable members counts as empty",
        "test_a_group_whose_members_are_not_known_is_open",
        (in_utils("_mail/signatures.py", "if group.members is None:", "if False:"),),
        ANSWERS,
    ),
    Mutation(
        GUESSES,
        "matching.Matching.in_networks",
        "an unreadable network counts as empty",
        "test_a_network_that_cannot_be_read_is_open",
        (in_utils("_mail/matching.py", "if odd else truth", "if False else truth"),),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "delivery._routed",
        "routes use the original recipient, without a question",
        "test_m10_whether_routes_see_the_altered_recipient_is_open",
        (in_utils("_mail/delivery.py", 'and weighing.reading("M10") == "b" else', "and False else"),),
        MATCHING,
    ),
    Mutation(
        GUESSES,
        "weighing._refusal",
        "a match of the header always comes in time",
        "test_p14_whether_the_header_can_undo_what_the_envelope_decides_is_open",
        (in_utils("_mail/weighing.py", 'ask(RULES["P14"].question) == "a" else late', "False else late"),),
        ORDER,
    ),
    Mutation(
        GUESSES,
        "permits._early",
        "a permit that matches both senders skips everything",
        "test_p7_a_permit_that_fits_both_senders_is_open",
        (in_utils("_mail/permits.py", 'and ask(RULES["P7"].question) == "b" else does', "and False else does"),),
        ORDER,
    ),
    Mutation(
        GUESSES,
        "weighing.Weighing.refusal",
        "a type with unknown policies counts as doing nothing",
        "test_what_is_not_known_of_one_type_leaves_open_what_it_decides",
        (
            in_utils(
                "_mail/weighing.py",
                "        if self.account.is_unknown(kind):\n            return Decision(REFUSE)",
                "        if False:\n            return Decision(REFUSE)",
            ),
        ),
        ANSWERS,
    ),
    Mutation(
        GUESSES,
        "hypotheses.is_whole",
        "an unfinished calculation counts as finished",
        "test_what_cannot_be_worked_out_is_never_certain",
        (in_utils("_mail/hypotheses.py", "return isinstance(node, Leaf)", "return True"),),
        ANSWERS,
    ),
    Mutation(
        GUESSES,
        "hypotheses.Settled.admissible",
        "evidence against every reading excludes them all",
        "test_evidence_against_every_reading_excludes_none",
        (
            in_utils(
                "_mail/hypotheses.py",
                "if reading.id not in excluded) or question.readings",
                "if reading.id not in excluded)",
            ),
        ),
        ANSWERS,
    ),
    Mutation(
        WRONG,
        "matching.idle",
        "a policy acts after its last day",
        "test_s9_what_is_disabled_not_begun_or_over_does_nothing",
        (
            in_utils(
                "_mail/matching.py", 'if policy.valid_until and day > policy.valid_until else ""', 'if False else ""'
            ),
        ),
        WINNERS,
    ),
    Mutation(
        WRONG,
        "matching._directions",
        "bi-directional policies act in one direction only",
        "test_s10_a_bidirectional_policy_acts_on_answers_too",
        (
            in_utils(
                "_mail/matching.py",
                "if policy.bidirectional and sides[0] != sides[1] else [sides]",
                "if False else [sides]",
            ),
        ),
        WINNERS,
    ),
    Mutation(
        WRONG,
        "matching.sees",
        "every policy compares both senders",
        "test_s11_the_sender_that_a_policy_is_based_on_is_compared",
        (
            in_utils(
                "_mail/matching.py",
                "return policy.based_on == policies.BOTH or policy.based_on == _BASED_ON[seen_by]",
                "return True",
            ),
        ),
        WINNERS,
    ),
    Mutation(
        WRONG,
        "signatures.Addresses._of_domain",
        "a domain in a group covers its sub-domains",
        "test_m4_a_domain_in_a_group_does_not_cover_a_sub_domain",
        (
            in_utils(
                "_mail/signatures.py",
                "yield from self._members.get(domain, ())",
                "yield from (pair for name in (domain, *_parents(domain)) for pair in self._members.get(name, ()))",
            ),
        ),
        MATCHING,
    ),
    Mutation(
        WRONG,
        "refusals._is_approved",
        "a record with ten terms counts",
        "test_m11_the_connecting_address_is_compared_with_the_domains_of_the_policy",
        (in_utils("_mail/refusals.py", "MOST_TERMS = 9", "MOST_TERMS = 99"),),
        MATCHING,
    ),
    Mutation(
        WRONG,
        "alterations.Alterations.of",
        "any matching definition alters",
        "test_m9_the_most_exact_definition_alters_the_recipient",
        (in_utils("_mail/delivery.py", "if alteration.exactness == most}", "}"),),
        MATCHING,
    ),
    Mutation(
        WRONG,
        "signatures.Sources.places",
        "an IPv4 address inside IPv6 counts as another address",
        "test_ipv4_inside_of_ipv6_counts_as_ipv4",
        (
            in_utils(
                "_mail/signatures.py", 'address = getattr(address, "ipv4_mapped", None) or address', "address = address"
            ),
        ),
        MATCHING,
    ),
    Mutation(
        WRONG,
        "hypotheses._followed",
        "one question may get two readings in two stages",
        "test_the_answer_has_the_case_of_every_single_hypothesis",
        (
            in_utils(
                "_mail/hypotheses.py",
                "_answered(_followed(below, then, known), id, way.id, {})",
                "_followed(below, then, known)",
            ),
        ),
        LAWS,
    ),
    Mutation(
        WRONG,
        "matching.Matching._joined",
        "classes of mail share policies that do not match them",
        "test_what_a_pattern_fits_for_sure_and_what_it_may_fit_are_apart",
        (
            in_utils(
                "_mail/matching.py",
                "key = frozenset(ordered)",
                "key = frozenset((pair, ()) for pair, _conditions in ordered)",
            ),
        ),
        ANSWERS,
    ),
)
