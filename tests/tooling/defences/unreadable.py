# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences against objects that cannot be read, and against tests that do not bite."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

UNREADABLE = "tests/contract/test_unreadable.py"
ENVELOPES = "tests/unit/test_envelopes.py"
CLIENT = "tests/unit/test_client.py"

MUTATIONS = (
    Mutation(
        "What cannot be read stops too much",
        "wire._decoded",
        "a setting of an unknown shape ends the run",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            in_utils(
                "_model/wire.py",
                "    except _SHAPE_ERRORS:\n",
                "    except _NoError:\n",
            ),
            in_utils(
                "_model/wire.py",
                "_SHAPE_ERRORS = (AttributeError",
                "class _NoError(Exception):\n    pass\n\n\n_SHAPE_ERRORS = (AttributeError",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "wire.decode",
        "an object without a required setting counts as read",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            in_utils(
                "_model/wire.py",
                'if field.required and not resource.singleton and value in (ABSENT, ""):',
                "if field.required and not resource.fields:",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "lists.Items.check_shape",
        "any value in place of a list is read as a list",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            in_utils(
                "_model/lists.py",
                "        if not isinstance(value, list):\n            raise Unreadable",
                "        if value is self:\n            raise Unreadable",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "lists.List.check_item",
        "null in a list is ignored",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            in_utils(
                "_model/lists.py",
                "        check_text(item)\n",
                "        if item is not None:\n            check_text(item)\n",
            ),
            in_utils(
                "_model/lists.py", 'for item in value if item != ""]', 'for item in value if item not in ("", None)]'
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "networks.Networks.check_item",
        "text that is not a network is read and sent back as one",
        "test_a_list_with_an_item_that_is_no_network_cannot_be_read",
        (in_utils("_model/networks.py", "raise Unreadable(str(error)) from None", "return"),),
        "tests/unit/test_networks.py",
    ),
    Mutation(
        "What cannot be read stops too much",
        "refusals.unreadable",
        "an entry about an unreadable object is applied",
        "test_an_entry_about_what_cannot_be_read_is_refused_before_anything_is_sent",
        (
            in_utils(
                "_plan/planner.py",
                " or refusals.unreadable(scope, wanted, matches)",
                "",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "refusals.unreadable",
        "an object whose name cannot be read is created a second time",
        "test_an_object_that_may_exist_under_an_unreadable_name_is_not_created_again",
        (
            in_utils(
                "_plan/refusals.py",
                '    if other:\n        told = f"there is a',
                '    if other and not other:\n        told = f"there is a',
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "planner._left_alone",
        "there is no warning about an unreadable object",
        "test_what_cannot_be_read_is_left_alone_with_a_warning_while_others_are_applied",
        (
            in_utils(
                "_plan/planner.py",
                ", *_left_alone(scope, kept))",
                ")",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "deletions.swept",
        "a purge deletes an unreadable object",
        "test_a_purge_takes_nothing_that_cannot_be_read",
        (
            in_utils(
                "_plan/deletions.py",
                " or found.unreadable",
                "",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "reader.Reader._read_name",
        "a reference that leads nowhere counts as no reference",
        "test_a_reference_that_leads_nowhere_is_a_finding_of_the_object_that_has_it",
        (
            in_utils(
                "_api/reader.py",
                "if not self._names[known] and not resource.unlisted_root:",
                "if resource is None:",
            ),
            in_utils(
                "_model/wire.py",
                'if field.required and not resource.singleton and value in (ABSENT, ""):',
                "if field.required and not resource.fields:",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "members.MemberReader.read_into",
        "a member that cannot be read ends the run",
        "test_a_member_that_cannot_be_read_keeps_its_group_from_being_changed",
        (
            in_utils(
                "_api/members.py",
                "            except Unreadable as error:\n                return replace",
                "            except NotImplementedError as error:\n                return replace",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "members.MemberReader.read_into",
        "a group that is gone ends the run",
        "test_a_group_whose_members_are_not_there_is_a_finding",
        (
            in_utils(
                "_api/members.py",
                "                if not error.is_unknown_id:\n",
                "                if error:\n",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "one_type.Run._is_unknown",
        "what cannot be read back counts as changed",
        "test_an_object_that_cannot_be_read_back_is_reported_as_sent_and_not_as_in_effect",
        (
            in_utils(
                "_run/one_type.py",
                "return change.identity in named and change.identity not in present",
                "return not named",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "session.session",
        "an unexpected error does not say that something was sent",
        "test_an_error_that_nobody_foresaw_after_a_write_says_that_something_was_sent",
        (
            in_utils(
                "_run/session.py",
                "    except Exception as error:\n",
                "    except NotImplementedError as error:\n",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "directory.is_synchronised",
        "a directory's object is recognised only in lower case",
        "test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that",
        (
            in_utils(
                "_resources/_families/directory.py",
                'str(row.get("source")).lower()',
                'str(row.get("source"))',
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "directory.is_synchronised",
        "a directory's user is recognised only in lower case",
        "test_a_user_of_a_directory_is_left_to_it_however_the_answer_spells_that",
        (
            in_utils(
                "_resources/_families/directory.py",
                'str(row.get("addressType")).lower()',
                'str(row.get("addressType"))',
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "shaping._sayable",
        "an export has values that a site file refuses",
        "test_an_export_leaves_out_what_a_site_file_cannot_contain_and_stays_usable",
        (
            in_utils(
                "_run/shaping.py",
                '    if not parse(resource, entry, "")[1]:\n',
                "    if entry:\n",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "reader._check_identity",
        "an export has names that a site file cannot have",
        "test_an_export_leaves_out_what_a_site_file_cannot_contain_and_stays_usable",
        (
            in_utils(
                "_api/reader.py",
                'for problem in resource.key_field.parse(found.key, "")[1]:',
                "for problem in ():",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "envelopes.failures_of",
        "errors of another shape than expected end the run",
        "test_a_failure_of_any_shape_is_a_refusal_with_its_code_and_nothing_else",
        (
            in_utils(
                "_api/envelopes.py",
                "return value if isinstance(value, list) else [value] if value else []",
                "return value or []",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "What cannot be read stops too much",
        "envelopes._code_of_error",
        "an error's text is shown as its code",
        "test_a_failure_of_any_shape_is_a_refusal_with_its_code_and_nothing_else",
        (
            in_utils(
                "_api/envelopes.py",
                'return error if isinstance(error, str) and error == code_word(error) else ""',
                "return code_word(error)",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "What cannot be read stops too much",
        "envelopes._objects",
        "a row that is not an object ends the run",
        "test_a_row_that_is_no_object_counts_and_tells_nothing",
        (
            in_utils(
                "_api/envelopes.py",
                "yield row if isinstance(row, Mapping) else {}",
                "yield row",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A defence that no test covered",
        "envelopes.path_of",
        "an id may contain a slash",
        "test_every_character_of_an_id_that_means_something_in_a_path_is_quoted",
        (
            in_utils(
                "_api/envelopes.py",
                'quote(value, safe="")',
                "quote(value)",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A defence that no test covered",
        "envelopes.path_of",
        "an id may contain what ends a path",
        "test_every_character_of_an_id_that_means_something_in_a_path_is_quoted",
        (
            in_utils(
                "_api/envelopes.py",
                'quote(value, safe="")',
                'quote(value, safe="?#")',
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A defence that no test covered",
        "envelopes.path_of",
        "an id may be a path itself",
        "test_an_id_that_would_be_another_path_is_never_sent",
        (
            in_utils(
                "_api/envelopes.py",
                'if value in ("", ".", ".."):',
                'if value in ("",):',
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A defence that no test covered",
        "envelopes.parse_answer",
        "a status inside an answer is ignored",
        "test_a_status_inside_of_an_answer_counts_although_the_answer_says_200",
        (
            in_utils(
                "_api/envelopes.py",
                "int(inner) >= 400 and not",
                "int(inner) >= 4000 and not",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A defence that no test covered",
        "limits.reset_seconds",
        "waiting times may be almost zero",
        "test_how_long_to_wait_is_read_from_what_the_api_says",
        (
            in_utils(
                "_api/limits.py",
                "max(seconds, fallback / 25)",
                "seconds",
            ),
        ),
        CLIENT,
    ),
    Mutation(
        "A defence that no test covered",
        "deletions.deletion",
        "an object of a directory is deleted by its name",
        "test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that",
        (
            in_utils(
                "_plan/deletions.py",
                "    problems += refusals.foreign(where, found)\n",
                "",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A defence that no test covered",
        "deletions.swept",
        "a purge deletes what a directory owns",
        "test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that",
        (
            in_utils(
                "_plan/changes.py",
                "return self.belongs and not self.foreign",
                "return self.belongs",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A defence that no test covered",
        "applying.Applying.send",
        "a run that plans again ignores new problems",
        "test_a_run_that_plans_anew_stops_at_a_problem_that_was_not_there_before",
        (
            in_utils(
                "_run/applying.py",
                "if by_hand or again.problems:",
                "if by_hand:",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A defence that no test covered",
        "errors.ApiError.is_unknown_id",
        "any failure to read by an id counts as absent",
        "test_only_an_id_that_the_api_does_not_know_is_absent",
        (
            in_utils(
                "_api/errors.py",
                "return isinstance(self, NotFound) or self.status == 400",
                "return True",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A defence that no test covered",
        "reader.Reader._read_if_there",
        "any failure to read a name counts as no name",
        "test_a_failed_read_of_a_name_stops_the_task_and_does_not_count_as_no_name",
        (
            in_utils(
                "_api/reader.py",
                "            if not error.is_unknown_id:\n                raise\n            return None",
                "            return None",
            ),
        ),
        UNREADABLE,
    ),
)
