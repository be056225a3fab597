# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences for what users write, which account is meant, and which files are kept."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Edit, Mutation, in_utils

INPUT = "tests/contract/test_input.py"
RIGHT = "tests/contract/test_right_account.py"
EXPORT = "tests/contract/test_export.py"

MUTATIONS = (
    # --- What users write, and which account is meant ---
    Mutation(
        "Text that YAML changes",
        "scalars._expect_text",
        "a value that YAML converted counts as the text",
        "test_text_that_yaml_has_made_something_else_of_is_refused",
        (
            in_utils(
                "_model/scalars.py",
                '    if not isinstance(value, str):\n        raise Malformed(f"expected text, but YAML read {',
                '    if isinstance(value, bytes):\n        raise Malformed(f"expected text, but YAML read {',
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "Text that YAML changes",
        "scalars.Secret.judged",
        "a number is accepted as a password",
        "test_a_password_that_yaml_has_made_a_number_of_is_refused_and_not_shown",
        (
            in_utils(
                "_model/scalars.py",
                "        _expect_one_value(value)\n        if not isinstance(value, str):",
                "        _expect_one_value(value)\n        if isinstance(value, bytes):",
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "A permit that lasts longer than written",
        "scalars.Date.judged",
        "a time of day is dropped from a date",
        "test_a_time_of_day_is_not_dropped_from_a_date",
        (
            in_utils(
                "_model/scalars.py",
                "        day = self._spelled(value)\n",
                "        return self._spelled(value)\n        day = self._spelled(value)\n",
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "A permit that lasts longer than written",
        "entries.ended",
        "there is no warning about an entry that has ended",
        "test_what_has_ended_is_warned_of",
        (in_utils("_run/planning.py", "warnings=(*plan.warnings, *late)", "warnings=plan.warnings"),),
        tests=INPUT,
    ),
    Mutation(
        "A list written as text",
        "_action._lists_split",
        "text for a list is not split",
        "test_a_list_in_one_text_is_split_at_commas",
        (
            Edit(
                "plugins/plugin_utils/_action.py",
                "_lists_split(definition, plain(self._task.args))",
                "plain(self._task.args)",
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "A wait without an end",
        "connection.check_numbers",
        "the numbers of the connection are not checked",
        "test_a_wait_without_an_end_is_refused",
        (in_utils("_api/connection.py", "    check_numbers(connection)\n", ""),),
        tests=INPUT,
    ),
    Mutation(
        "Header injection",
        "connection.check_token",
        "a token is sent whatever characters it has",
        "test_a_token_with_a_line_end_is_refused_and_not_shown",
        (in_utils("_api/connection.py", "    check_token(connection.access_token)\n", ""),),
        tests=INPUT,
    ),
    Mutation(
        "A file that never ends",
        "_host.refuse_endless",
        "any number of YAML aliases is expanded",
        "test_aliases_that_no_machine_could_write_out_are_refused",
        (
            Edit(
                "plugins/plugin_utils/_host.py",
                "    if _size(value, {}, DEEPEST) > MOST_VALUES:",
                "    if not value and _size(value, {}, DEEPEST) > MOST_VALUES:",
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "Half of a file lost",
        "_files.keys_twice",
        "a duplicate key is ignored",
        "test_a_key_that_stands_twice_is_found",
        (
            Edit(
                "plugins/plugin_utils/_files.py", "            if key.value in first:", "            if not key.value:"
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "Half of a file lost",
        "_host.Host.misspelled",
        "a variable spelled like the site with other capitals is ignored",
        "test_a_variable_that_differs_from_the_site_only_in_capitals_is_refused",
        (
            Edit(
                "plugins/plugin_utils/_host.py",
                'and (meant := name.lower().replace("-", "_")) in _KNOWN_VARIABLES',
                "and (meant := name) in _KNOWN_VARIABLES",
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "A mistake without its place",
        "_origin.located",
        "messages do not name the place in a file",
        "test_a_message_names_the_place_of_what_it_is_about",
        (Edit("plugins/plugin_utils/_origin.py", '    return f" ({found})" if found else ""', '    return ""'),),
        tests=INPUT,
    ),
    Mutation(
        "The wrong account",
        "session.session, account.confirm",
        "the account code is not compared",
        "test_credentials_of_another_account_end_a_task_before_anything_is_read",
        (in_utils("_run/session.py", "        account.confirm(client, connection.account_code)\n", ""),),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "call.Call._to_be_confirmed",
        "every task reads the account code again",
        "test_the_account_is_confirmed_once_a_run",
        (
            in_utils(
                "_run/call.py",
                "        known = self.memory.account == self.connection.account_code\n",
                "        known = False\n",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "_accounts.shared",
        "hosts may share credentials",
        "test_hosts_that_share_credentials_are_refused_before_anything_is_read",
        (
            Edit(
                "plugins/plugin_utils/_accounts.py",
                "        SHARED_CREDENTIALS: [[each.name for each in group] for group in twice],",
                "        SHARED_CREDENTIALS: [],",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "_accounts.shared",
        "several accounts may share one site",
        "test_one_site_for_two_accounts_is_refused_before_anything_is_read",
        (
            Edit(
                "plugins/plugin_utils/_accounts.py",
                "        SHARED_SITE: [[each.name for each in group] for group in many],",
                "        SHARED_SITE: [],",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "_accounts.with_errors",
        "a report shows shared accounts like the others",
        "test_the_report_has_accounts_that_are_shared_as_errors_and_no_others",
        (
            Edit(
                "plugins/plugin_utils/_accounts.py",
                "if name in errors else account",
                "if not errors else account",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "_definitions.site_plan",
        "a plan accepts accounts that hosts share",
        "test_hosts_that_share_credentials_are_refused_before_anything_is_read",
        (
            Edit(
                "plugins/module_utils/_definitions/site_plan.py",
                'written.get("read_only") is True',
                "True",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "site_text.site_file",
        "an export does not say which account it is from",
        "test_an_export_has_the_code_of_its_account",
        (in_utils("_report/site_text.py", '    if read.get("account_code"):', "    if not read:"),),
        tests=RIGHT,
    ),
    Mutation(
        "A file with half an account",
        "files.replace",
        "a file is overwritten in place",
        "test_a_file_is_replaced_in_one_step_or_stays_as_it_was",
        (
            in_utils(
                "_report/export.py", "            files.replace(path, text)\n", "            path.write_text(text)\n"
            ),
        ),
        tests=EXPORT,
    ),
    Mutation(
        "A file with half an account",
        "_action.ActionModule._runs_here",
        "a file needs an interpreter of the target",
        "test_an_account_is_kept_in_one_task_whatever_connection_its_host_has",
        (Edit("plugins/plugin_utils/_action.py", "        if definition.writes_here:", "        if False:"),),
        tests=EXPORT,
    ),
)
