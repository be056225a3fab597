# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences against objects that are replaced without a word, or lost while they are."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Edit, Mutation, in_utils

REPLACEMENTS = "tests/contract/test_replacements.py"
URLS = "tests/contract/test_managed_urls.py"
DKIM = "tests/contract/test_dkim.py"
BUG = "Lost while it is replaced"

MUTATIONS = (
    Mutation(
        BUG,
        "planner._update",
        "an object that cannot be changed is planned as a change",
        "test_a_replacement_is_announced_with_its_reason_and_happens_as_announced",
        (
            in_utils(
                "_plan/planner.py",
                "    made = replacement.replaced(resource, change, _creating)\n",
                "    made = change\n",
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
        "settings that the user does not write are lost",
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
        "the old object is not put back if the new one is refused",
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
        "applying.Applying._see_the_last_replacement",
        "the next object is deleted before the last new one was seen",
        "test_the_next_object_stays_until_the_previous_new_one_is_visible",
        (
            in_utils(
                "_run/applying.py",
                "            self._see_the_last_replacement(change)\n",
                "            pass\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "replacement.incomplete",
        "an interrupted run cannot create the object again",
        "test_an_object_that_an_interrupted_run_could_not_create_again_is_not_replaced",
        (
            in_utils(
                "_plan/replacement.py",
                'if change.operation != "replace" or resource.replace != "delete_first":\n',
                "if change:\n",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "replacement.resumed",
        "after a lost answer, only the user's settings are created",
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
        "failures.gone",
        "an object that was deleted and not created again is not named",
        "test_what_cannot_be_put_back_is_said_to_be_gone",
        (
            in_utils(
                "_run/failures.py",
                'if change.operation == "replace" and change.identity in left',
                "if not change and change.identity in left",
            ),
        ),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "failures.not_known_to_be_in",
        "an object that may be gone is not named if nothing can be read back",
        "test_what_cannot_be_put_back_nor_read_is_said_to_be_unsure",
        (in_utils("_run/failures.py", "        for change in outcome.gone\n", "        for change in ()\n"),),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "planner.achieved",
        "a replacement that only deleted counts as no change",
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
        BUG,
        "creations.Creations._sight",
        "the old object in a lagging list counts as somebody else's",
        "test_the_old_one_that_a_list_still_shows_is_waited_for",
        (in_utils("_run/creations.py", "if len(ids) > 1 and self._resource.exists_code:", "if not made:"),),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "applying.Applying._look",
        "a person is told to delete an object that is gone",
        "test_the_old_one_that_a_list_shows_for_longer_is_not_called_somebody_elses",
        (in_utils("_run/applying.py", "if problem.where not in self.creations.twofold)", "if problem)"),),
        REPLACEMENTS,
    ),
    Mutation(
        BUG,
        "applying._is_unsure",
        "an object that does not appear yet is created again",
        "test_a_replacement_of_unknown_outcome_is_waited_for_before_it_is_sent_again",
        (in_utils("_run/applying.py", " or _is_unsure(change, outcome)]", "]"),),
        REPLACEMENTS,
    ),
    Mutation(
        "Mail leaves unsigned",
        "_resources/dkim_definition._replaces_key",
        "a key is replaced without a warning",
        "test_a_key_is_not_replaced_without_the_word",
        (
            in_utils(
                "_resources/dkim_definition.py",
                '    guards=(Guard("replace_dkim_key", _replaces_key),),\n',
                '    guards=(Guard("replace_dkim_key", lambda before, after: ""),),\n',
            ),
        ),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "_resources/dkim_definition._used",
        "a key is replaced although a policy signs with it",
        "test_a_key_that_a_policy_uses_is_not_replaced_even_with_the_word",
        (in_utils("_resources/dkim_definition.py", "    if not policies:\n", "    if policies:\n"),),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "inquiries.Facts._dkim_uses",
        "an unreadable policy counts as one that uses no key",
        "test_a_policy_that_cannot_be_read_may_use_the_key",
        (in_utils("_run/inquiries.py", '"" if policy.unreadable else', '"nothing" if policy.unreadable else'),),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "replacer.Replacer._look_for",
        "the old key is deleted before the new one is seen",
        "test_where_the_new_key_cannot_be_seen_the_old_one_stays",
        (
            in_utils(
                "_api/replacer.py",
                "            self._look_for(change, new_id)\n            self._writes",
                "            self._writes",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "replacer.Replacer._taken_back",
        "the new key stays although the old one cannot be deleted",
        "test_where_the_old_key_cannot_be_deleted_the_new_one_is_taken_back",
        (
            in_utils(
                "_api/replacer.py",
                "            self._writes.delete(change, new_id)\n        except ApiError as failure",
                "            pass\n        except ApiError as failure",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "creations.Creations._sight",
        "the old key beside the new one counts as somebody else's",
        "test_the_old_key_of_which_it_is_not_known_whether_it_is_gone_is_deleted_again",
        (
            in_utils(
                "_run/creations.py",
                'if made.change.operation == "replace" and len(ids) == 2',
                "if not made and len(ids) == 2",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "replacement.unfinished",
        "what a killed run left stops every later run",
        "test_a_run_that_was_killed_between_the_two_is_finished_by_the_next",
        (
            in_utils(
                "_plan/replacement.py",
                "        if because(resource, differences) and not differing(new):\n",
                "        if not differences and not differing(new):\n",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "replacement.unfinished",
        "of any two objects with one name, the one that differs is deleted",
        "test_two_keys_of_a_name_that_no_replacement_explains_are_not_guessed_at",
        (
            in_utils(
                "_plan/replacement.py",
                "            if resource.settings(become) == resource.settings(new.entry):\n",
                "            if become:\n",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "Mail leaves unsigned",
        "applying.Applying._differing",
        "a colleague's change during the replacement of a key is overwritten",
        "test_what_a_colleague_changes_meanwhile_is_carried_over",
        (
            in_utils(
                "_run/applying.py",
                'whole = change.operation == "replace" or',
                "whole =",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "A lookup that fails counts as missing",
        "dkim_records._report",
        "if DNS does not answer, a record counts as not published",
        "test_dns_serves_it_or_not_or_nobody_knows",
        (
            in_utils(
                "_run/dns_lookup.py",
                "        except dns.exception.DNSException as error:\n            raise",
                "        except dns.exception.DNSException as error:\n            return []\n            raise",
            ),
        ),
        DKIM,
    ),
    Mutation(
        "6 Check mode writes",
        "dkim_records.run",
        "check mode makes Mimecast check a record",
        "test_mimecast_looks_for_it_only_when_it_is_asked_and_never_in_check_mode",
        (in_utils("_run/dkim_records.py", "verify and not check_mode and not", "verify and not"),),
        DKIM,
    ),
    Mutation(
        "A link allowed or blocked for too many",
        "_resources/managed_url._suffix",
        "every page below a public suffix is permitted",
        "test_what_opens_or_shuts_a_whole_domain_of_many_is_refused_without_its_word",
        (in_utils("_resources/managed_url.py", "is_suffix(domain):", "is_suffix(f'{domain}.'):"),),
        URLS,
    ),
    Mutation(
        "A link allowed or blocked for too many",
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
        "many URLs may be missing at once during a replacement",
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
