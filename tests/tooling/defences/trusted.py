# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences for entries that stand for entries of other types: nothing too open, nothing forgotten, one owner each."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Edit, Mutation, in_utils

TRUSTED = "tests/contract/test_trusted_source.py"
OPEN, LEFT, OWNERS = "A vendor is trusted too far", "What was made for a vendor stays", "Two entries manage one object"
SOURCE = "_resources/trusted_source.py"

MUTATIONS = (
    Mutation(
        OPEN,
        "trusted_source._lacks",
        "a source needs neither networks nor domains",
        "test_a_source_that_opens_too_much_is_refused_at_its_place",
        (in_utils(SOURCE, "    if not (sources or domains):", "    if False:"),),
        tests=TRUSTED,
    ),
    Mutation(
        OPEN,
        "trusted_source._lacks",
        "the networks of a source may be the whole internet",
        "test_a_source_that_opens_too_much_is_refused_at_its_place",
        (in_utils(SOURCE, "    if whole:", "    if False:"),),
        tests=TRUSTED,
    ),
    Mutation(
        OPEN,
        "trusted_source._entries",
        "a source of domains alone gets policies without networks",
        "test_domains_alone_open_nothing_but_a_bypass",
        (
            in_utils(
                SOURCE,
                "[no_action if by_network else absent]",
                "[no_action if not gone else absent]",
            ),
        ),
        tests=TRUSTED,
    ),
    Mutation(
        OPEN,
        "trusted_source._told",
        "there is no warning about a source without an end",
        "test_a_source_without_an_end_is_warned_of",
        (in_utils(SOURCE, '    if entry.get("valid_until"):\n        return ()', "    if True:\n        return ()"),),
        tests=TRUSTED,
    ),
    Mutation(
        LEFT,
        "trusted_source._has_ended",
        "the last day of a source is ignored",
        "test_a_source_ends_by_itself_on_the_day_after_its_last",
        (in_utils(SOURCE, 'return bool(entry.get("valid_until")) and entry["valid_until"] < today', "return False"),),
        tests=TRUSTED,
    ),
    Mutation(
        LEFT,
        "trusted_source._policy",
        "networks are added and never removed",
        "test_one_network_that_changes_is_changed_everywhere_and_nowhere_else",
        (in_utils(SOURCE, '"source_ips_mode": "exact"', '"source_ips_mode": "add"'),),
        tests=TRUSTED,
    ),
    Mutation(
        LEFT,
        "trusted_source._entries",
        "a bypass that is no longer needed stays",
        "test_a_source_that_names_no_spf_domain_any_more_keeps_no_bypass",
        (in_utils(SOURCE, "[_spf_bypass(entry) if by_spf else absent]", "[_spf_bypass(entry)] if by_spf else []"),),
        tests=TRUSTED,
    ),
    Mutation(
        LEFT,
        "trusted_source._entries",
        "at the end, nobody is asked to delete what was created by hand",
        "test_bypasses_are_handed_over_until_they_are_recorded_and_again_at_the_end",
        (
            in_utils(
                SOURCE,
                '    for word in entry.get("also") or ():',
                '    for word in () if gone else entry.get("also") or ():',
            ),
        ),
        tests=TRUSTED,
    ),
    Mutation(
        LEFT,
        "preflight._wanted",
        "a source has no effect if you choose only the role of one type",
        "test_tags_of_one_type_do_the_part_of_that_type",
        (
            in_utils(
                "_run/preflight.py",
                "site.named({**chosen, **composites.standing(known)}, params, today)",
                "site.named(chosen, params, today)",
            ),
        ),
        tests=TRUSTED,
    ),
    Mutation(
        LEFT,
        "_action._from_host",
        "a list in the site file hides the entries of a source",
        "test_what_a_source_stands_for_joins_a_list_that_is_given",
        (
            Edit(
                "plugins/plugin_utils/_action.py",
                "return {**options, **host.beside(resource, options[definition.objects])}",
                "return options",
            ),
        ),
        tests=TRUSTED,
    ),
    Mutation(
        OWNERS,
        "composites._written_too",
        "a user may write an entry that a source already has",
        "test_an_entry_that_a_source_represents_must_not_have_an_entry_of_its_own",
        (in_utils("_model/composites.py", "            if keeper:", "            if False:"),),
        tests=TRUSTED,
    ),
    Mutation(
        OWNERS,
        "composites.check",
        "two sources may have the same object",
        "test_two_sources_may_not_stand_for_one_object",
        (in_utils("_model/composites.py", "if wish and other is not composite:", "if False:"),),
        tests=TRUSTED,
    ),
)
