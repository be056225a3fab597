# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences against objects that are replaced without a word, or lost while they are."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Edit, Mutation, in_utils

REPLACEMENTS = "tests/contract/test_replacements.py"
URLS = "tests/contract/test_managed_urls.py"
BUG = "Lost while it is replaced"

MUTATIONS = (
    Mutation(
        BUG,
        "planner._update",
        "what cannot be changed is planned as a change",
        "test_a_replacement_is_announced_with_its_reason_and_happens_as_announced",
        (
            in_utils(
                "_plan/planner.py",
                "    return replacement.replaced(resource, change, _creating), problems\n",
                "    return change, problems\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "diff._block",
        "a replacement looks like a change",
        "test_a_replacement_is_announced_with_its_reason_and_happens_as_announced",
        (
            in_utils(
                "_plan/diff.py",
                'f"replaced, because {listed(change.because)} cannot be changed"',
                '"wanted"',
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "replacement.replaced",
        "what the user does not write is not carried over",
        "test_what_a_replacement_is_not_about_is_carried_over",
        (
            in_utils(
                "_plan/replacement.py",
                "resource.settings(change.entry)\n",
                "{**change.after, resource.key: change.key}\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "replacer.Replacer._old_before_new",
        "the old one is not put back where the new one is refused",
        "test_where_the_new_one_is_refused_the_old_one_is_as_it_was",
        (
            in_utils(
                "_api/replacer.py",
                "        except Exception:\n            self._put_back(change, creation)\n            raise\n",
                "        except Exception:\n            raise\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "replacement.resumed",
        "after a lost answer only what the user wrote is created",
        "test_what_a_lost_answer_took_away_comes_with_all_that_is_carried_over",
        (
            in_utils(
                "_plan/replacement.py",
                '    if former is None or change.operation != "create" or former.entry is None:\n',
                "    if former or change:\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "results.gone",
        "what was deleted and is not there is not named",
        "test_what_cannot_be_put_back_is_said_to_be_gone",
        (
            in_utils(
                "_run/results.py",
                'if change.operation == "replace" and change.identity in left',
                "if not change and change.identity in left",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "results.not_known_to_be_in",
        "what may be gone is not named where nothing can be read back",
        "test_what_cannot_be_put_back_nor_read_is_said_to_be_unsure",
        (in_utils("_run/results.py", "        for change in outcome.gone\n", "        for change in ()\n"),),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "planner.achieved",
        "a replacement of which only the deletion took effect counts as none",
        "test_what_cannot_be_put_back_is_said_to_be_gone",
        (
            in_utils(
                "_plan/planner.py",
                '    if change.operation == "replace" and left.operation == "create":\n',
                "    if not change:\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        "A link opened or shut for many",
        "_resources/managed_url._suffix",
        "every page below a public suffix is permitted",
        "test_what_opens_or_shuts_a_whole_domain_of_many_is_refused_without_its_word",
        (in_utils("_resources/managed_url.py", "is_suffix(domain):", "is_suffix(f'{domain}.'):"),),
        URLS,
    ),
    Mutation(
        "A link opened or shut for many",
        "_resources/managed_url._own_domain",
        "every link to an own domain is blocked",
        "test_what_opens_or_shuts_a_whole_domain_of_many_is_refused_without_its_word",
        (
            in_utils(
                "_resources/managed_url.py",
                '    return f"would block every link',
                '    return "" and f"would block every link',
            ),
        ),
        URLS,
    ),
    Mutation(
        "15 Minutes with many objects",
        "lists.Lists.find",
        "a list is searched from its beginning for every name",
        "test_a_list_is_searched_once_however_many_names_are_looked_for",
        (
            in_utils(
                "_api/lists.py",
                "        if resource.name not in self._by_key:\n            by_key",
                "        if resource:\n            by_key",
            ),
        ),
        URLS,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge.left_open",
        "many URLs may be gone at once while they are replaced",
        "test_the_judge_finds_urls_that_are_gone_at_once",
        (
            Edit(
                "tests/contract/campaign/judge.py",
                "gone := staying - moment[URLS]) > 1:",
                "gone := staying - moment[URLS]) > 9:",
            ),
        ),
        "tests/contract/test_hardships.py",
    ),
)
