# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences against the bugs that are reported most, and against those of plays made of roles."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import LIES, Edit, Mutation, in_utils

COMPOSITION = "tests/contract/test_composition.py"
OUTCOMES = "tests/contract/test_composition_outcomes.py"
LIMITS = "tests/contract/test_composition_limits.py"
ARCHITECTURE = "tests/unit/test_architecture.py"
PROMISES = "tests/unit/test_promises.py"
REMOVALS = "plugins/plugin_utils/_removals.py"

MUTATIONS = (
    Mutation(
        "1 Order of a list counts as a change",
        "networks.Networks.parse, networks.Networks.differ",
        "sets are compared as lists",
        "test_01_order_of_a_list_is_no_change",
        (
            in_utils(
                "_model/lists.py",
                "return None if items is None else sorted(set(items)), problems",
                "return items, problems",
            ),
            in_utils(
                "_model/networks.py",
                "return items if problems else merged(items), problems",
                "return items, problems",
            ),
            in_utils(
                "_model/networks.py",
                "        known, odd = _known(there)\n        kept",
                "        if there != wish.value:\n"
                "            return Difference(there, wish.value, wish.value, wish.value)\n"
                "        known, odd = _known(there)\n        kept",
            ),
            in_utils(
                "_model/networks.py",
                'if mode != "remove" and set(wish.value) == set(there):',
                'if mode != "remove" and wish.value == there:',
            ),
        ),
    ),
    Mutation(
        "2 Case or spelling",
        "scalars.Scalar._spelled",
        "what the user wrote is not normalised",
        "test_02_case_and_spelling_are_no_change",
        (
            in_utils(
                "_model/scalars.py",
                "            return self.spell(value)\n        try",
                "            return value\n        try",
            ),
        ),
    ),
    Mutation(
        "2 Case or spelling",
        "scalars.Scalar.canonical",
        "what the API answers is not normalised",
        "test_02_case_and_spelling_are_no_change",
        (in_utils("_model/scalars.py", "        return tolerant(self.spell)(value)\n", "        return value\n"),),
    ),
    Mutation(
        "2 Case or spelling",
        "networks.Networks.differ",
        "networks are compared as text",
        "test_02_case_and_spelling_are_no_change",
        (
            in_utils(
                "_model/networks.py",
                "        known, odd = _known(there)\n        kept",
                "        if there:\n            return super().differ(present, wish)\n"
                "        known, odd = _known(there)\n        kept",
            ),
        ),
    ),
    Mutation(
        "3 Text, number, truth value",
        "spelling.integer, spelling.boolean",
        "values keep the type that the user wrote",
        "test_03_text_for_a_number_or_a_truth_value_is_no_change",
        (
            in_utils(
                "_model/spelling.py",
                "        return number\n\n    return normalize",
                "        return value\n\n    return normalize",
            ),
            in_utils(
                "_model/spelling.py",
                "    if word in _FALSE:\n        return False\n",
                "    if word in _FALSE:\n        return value\n",
            ),
        ),
    ),
    Mutation(
        "4 Option defaults overwrite values",
        "planner._differences",
        "fields that the user did not write are set to their defaults",
        "test_04_what_is_not_written_is_neither_compared_nor_sent",
        (
            in_utils(
                "_plan/planner.py",
                "    secret_written = any(",
                "    plain = [field for field in resource.fields if field.default is not ABSENT and not field.owned]\n"
                "    defaults = {field.name: field.default for field in plain}\n"
                "    wanted = replace(wanted, values={**defaults, **wanted.values})\n"
                "    secret_written = any(",
            ),
        ),
    ),
    Mutation(
        "5 A field cannot be cleared",
        "entries.parse",
        "an empty value counts as left out",
        "test_05_empty_clears_and_absent_leaves_alone",
        (
            in_utils(
                "_model/entries.py",
                "name: value for name, value in raw.items() if value is not None and",
                'name: value for name, value in raw.items() if value not in (None, "", [], {}) and',
            ),
        ),
    ),
    Mutation(
        "6 Check mode writes",
        "one_type.Run.carry_out",
        "check mode goes on to apply (the read-only client still stops it)",
        "test_06_check_mode_sends_no_write",
        (
            in_utils(
                "_run/one_type.py",
                "if self.by_hand or self.task.check_mode or not self.plan.effective:",
                "if self.by_hand or not self.plan.effective:",
            ),
        ),
    ),
    Mutation(
        "6 Check mode writes",
        "client.Client._call",
        "a read-only connection sends writes",
        "test_06_check_mode_sends_no_write",
        (in_utils("_api/client.py", "if operation.writes and self._connection.read_only:", "if False:"),),
    ),
    Mutation(
        "7 Check mode says the wrong thing",
        "judging.Part.report",
        "check mode always says changed",
        "test_07_check_mode_says_what_apply_then_does",
        (
            in_utils(
                "_run/judging.py",
                '"changed": bool(effective),',
                '"changed": bool(effective) or self.task.check_mode,',
            ),
        ),
    ),
    Mutation(
        "7 Check mode says the wrong thing",
        "maps.Map.as_read",
        "a prediction leaves out the defaults of maps",
        "test_07_check_mode_says_what_apply_then_does",
        (in_utils("_model/maps.py", "return {**self._defaults(), **readable} if", "return readable if"),),
    ),
    Mutation(
        "8 Check mode fails without the parent",
        "call.Call.belief",
        "check mode ignores what earlier tasks would have created",
        "test_08_check_mode_believes_in_what_an_earlier_task_creates",
        (in_utils("_run/call.py", "return self.memory.belief if self.check_mode else Belief()", "return Belief()"),),
    ),
    Mutation(
        "9 No diff",
        "diff.render",
        "only changes of existing objects are shown",
        "test_09_a_diff_shows_creation_change_and_deletion",
        (in_utils("_plan/diff.py", 'if change.operation != "none"]', 'if change.operation == "update"]'),),
    ),
    Mutation(
        "10 Noisy diff",
        "diff._lines",
        "a list is on one line",
        "test_10_a_diff_marks_what_changes_and_nothing_else",
        (
            in_utils(
                "_plan/diff.py",
                'return [f"{indent}{name}:", *(f"{indent}- {_item(item, moves)}" for item in value)]',
                'return [f"{indent}{name}: " + ", ".join(_item(item, moves) for item in value)]',
            ),
        ),
    ),
    Mutation(
        "10 Noisy diff",
        "maps.Map.differ",
        "the whole map is shown if a part of it changes",
        "test_10_a_diff_marks_what_changes_and_nothing_else",
        (
            in_utils(
                "_model/maps.py",
                "before={name: now[name] for name in differing},",
                "before=present | {name: now[name] for name in differing},",
            ),
        ),
    ),
    Mutation(
        "11 Secret in a result",
        "fields.Field.shown",
        "secrets are shown as they are",
        "test_11_no_secret_is_in_a_result",
        (in_utils("_model/fields.py", "return HIDDEN if self.secret else value", "return value"),),
    ),
    Mutation(
        "11 Secret in a result",
        "maps.Map.as_read",
        "secrets are part of the object in the result",
        "test_11_no_secret_is_in_a_result",
        (
            in_utils(
                "_model/maps.py",
                "readable = {inner.name: setting for inner, setting in self._inside(value) if inner.readable()}",
                "readable = dict(value)",
            ),
        ),
    ),
    Mutation(
        "12 Write-only field",
        "entries.Desired.wish",
        "a secret is sent on every run",
        "test_12_a_secret_is_sent_once_or_always_as_the_user_says",
        (in_utils("_model/entries.py", "again = self.update_password == ALWAYS", "again = True"),),
    ),
    Mutation(
        "12 Write-only field",
        "entries.Desired.wish",
        "a secret is never sent again",
        "test_12_a_secret_is_sent_once_or_always_as_the_user_says",
        (in_utils("_model/entries.py", "again = self.update_password == ALWAYS", "again = False"),),
    ),
    Mutation(
        "13 Only page one is read",
        "client.Client.rows",
        "only the first page is read",
        "test_13_what_stands_on_a_later_page_is_not_created_again",
        (
            in_utils(
                "_api/client.py",
                "            if not token:\n                return\n",
                "            if seen is not None:\n                return\n",
            ),
        ),
    ),
    Mutation(
        "14 Rate limits",
        "limits.is_passing",
        "a limited call fails",
        "test_14_a_rate_limit_is_waited_out_in_milliseconds",
        (
            in_utils(
                "_api/limits.py",
                "answer.status == 429 or answer.status >= 500",
                "answer.status >= 500",
            ),
        ),
    ),
    Mutation(
        "14 Rate limits",
        "limits.reset_seconds",
        "the waiting time is read as seconds",
        "test_14_a_rate_limit_is_waited_out_in_milliseconds",
        (in_utils("_api/limits.py", '(("X-RateLimit-Reset", 0.001)', '(("X-RateLimit-Reset", 1.0)'),),
    ),
    Mutation(
        "15 Minutes with many objects",
        "lists.Lists.read",
        "a list is read again each time that it is needed",
        "test_15_many_objects_cost_one_list_of_each_type",
        (in_utils("_api/lists.py", "        if resource.name not in self._rows:\n", "        if resource.name:\n"),),
    ),
    Mutation(
        "Purge surprises",
        "refusals.too_many",
        "max_deletes has no effect",
        "test_a_purge_takes_no_more_than_it_may",
        (in_utils("_plan/refusals.py", "if count <= max(0, scope.options.max_deletes):", "if count >= 0:"),),
    ),
    Mutation(
        "Purge surprises",
        "deletions.swept",
        "purge_match has no effect",
        "test_a_purge_takes_no_more_than_it_may",
        (in_utils("_plan/deletions.py", "fnmatch.fnmatchcase(found.key, options.purge_match)", "bool(found.key)"),),
    ),
    Mutation(
        "Token expiry",
        "client.Client._call",
        "an expired token is not renewed",
        "test_a_token_that_expires_in_the_middle_is_renewed",
        (in_utils("_api/client.py", "if _is_refused_token(answer) and not renewed", "if False and not renewed"),),
    ),
    Mutation(
        "Typing errors ignored",
        "fields.unknown_keys",
        "an unknown key is ignored",
        "test_a_typing_error_in_a_key_is_refused_with_the_nearest_word",
        (in_utils("_model/fields.py", "        if word not in known\n", "        if word is None\n"),),
    ),
    Mutation(
        "Module missing from its action group",
        "meta/runtime.yml",
        "a module is missing from the group",
        "test_every_module_that_talks_to_the_api_is_in_the_action_group",
        (Edit("meta/runtime.yml", "    - mimecast_user\n", ""),),
    ),
    Mutation(
        "Reason of the API lost",
        "envelopes.code_of, executor._raise_first",
        "codes are dropped",
        "test_what_the_api_gives_as_its_reason_is_passed_on",
        (in_utils("_api/executor.py", "code = failures[0].code\n", 'code = "refused"\n'),),
    ),
    Mutation(
        "A lost answer makes a duplicate",
        "client.Client._call",
        "a write is repeated after a 5xx",
        "test_a_write_of_unknown_outcome_is_looked_for_and_not_repeated",
        (
            in_utils(
                "_api/client.py",
                "            if operation.writes and not limits.is_rate_limit(answer):\n",
                "            if operation is None:\n",
            ),
        ),
    ),
    Mutation(
        "Reported without being read back",
        "one_type.Run._verify",
        "differences found in the read-back are ignored",
        "test_a_write_that_the_api_takes_and_forgets_is_not_reported_as_done",
        (
            in_utils(
                "_run/one_type.py",
                "        left = {change.identity: change for change in after.effective}\n",
                "        left: dict[tuple[str, str], Change] = {}\n",
            ),
        ),
    ),
    Mutation(
        "The wrong one of two objects",
        "planner._not_told_apart",
        "the first of several objects with one name is used",
        "test_two_objects_of_one_name_are_refused",
        (in_utils("_plan/planner.py", "    if len(matches) > 1:\n", "    if len(matches) > 99:\n"),),
    ),
    Mutation(
        "A permit for everybody",
        "_resources/ip_permit._permits_everyone",
        "a permit without addresses is accepted",
        "test_a_permit_for_everybody_is_refused",
        (in_utils("_resources/ip_permit.py", "if _is_open(after):", "if after is None:"),),
    ),
    Mutation(
        "Applied before everything was checked",
        "whole_site.judged",
        "the preflight refuses nothing",
        "test_a_problem_in_the_last_type_keeps_the_first_from_being_written",
        (in_utils("_run/whole_site.py", "    refuse(list(dict.fromkeys(problems)))\n", ""),),
        COMPOSITION,
    ),
    Mutation(
        "Deleted while others use it",
        "judging.Part._now_and_later",
        "an object that others use is deleted at once",
        "test_an_object_in_use_is_deleted_after_everything_that_uses_it",
        (in_utils("_run/judging.py", 'if self.task.settings.deletions != "none":', "if True:"),),
        COMPOSITION,
    ),
    Mutation(
        "A deletion that never happens",
        "_removals.promised",
        "a role that deletes only after a failure counts as one that follows",
        "test_who_does_not_follow_promises_nothing",
        (Edit(REMOVALS, "((task, False) for task", "((task, True) for task"),),
        PROMISES,
    ),
    Mutation(
        "A deletion that never happens",
        "_removals._promise",
        "the condition of the role removals is ignored",
        "test_a_condition_is_part_of_the_promise",
        (Edit(REMOVALS, "holds=holds(later)", "holds=True"),),
        PROMISES,
    ),
    Mutation(
        "A deletion that never happens",
        "_removals.Promise.kept",
        "a task ignores deletions that the role removals will not make",
        "test_a_task_fails_by_name_where_the_condition_does_not_hold",
        (Edit(REMOVALS, '{**made, "failed": True, "msg": message}', "dict(made)"),),
        PROMISES,
    ),
    Mutation(
        "A deletion that never happens",
        "_removals.Promise.kept",
        "a task does not say which deletions depend on a condition",
        "test_a_task_says_by_name_what_depends_on_a_condition",
        (Edit(REMOVALS, '{**made, "warnings": [*made.get("warnings", []), remark]}', "dict(made)"),),
        PROMISES,
    ),
    Mutation(
        "A failure hides what was left",
        "one_type._predicted_or_applied",
        "a task that fails does not name the deletions that it left to others",
        "test_a_task_that_breaks_off_names_the_deletions_that_it_leaves_itself",
        (in_utils("_run/one_type.py", "call.memory.leave(resource, asked, listed(part.left))", "pass"),),
        OUTCOMES,
    ),
    Mutation(
        "A change skipped as in sync",
        "memory.Memory.is_in_sync",
        "what a role may do is ignored",
        "test_a_role_that_may_do_more_than_the_preflight_knew_is_not_spared",
        (in_utils("_run/memory.py", "== _essence(resource, asked)", "is not None"),),
    ),
    Mutation(
        "The account is read again and again",
        "whole_site.settings",
        "a role reads again because of settings that its type does not have",
        "test_a_setting_that_a_type_has_not_does_not_make_it_be_read_again",
        (in_utils("_run/whole_site.py", " if word in known}", "}"),),
    ),
    Mutation(
        "Remembered in a later run",
        "_run_file.RunFile",
        "every run finds the memory of the others",
        "test_the_memory_of_a_run_ends_with_it",
        (Edit("plugins/plugin_utils/_run_file.py", "Path(directory) /", "Path(tempfile.gettempdir()) /"),),
        LIMITS,
    ),
    Mutation(
        "One account's memory for another",
        "_memory.MemoryFile",
        "all accounts of a host share one memory",
        "test_what_is_believed_of_one_account_is_not_believed_of_another",
        (Edit("plugins/plugin_utils/_memory.py", "for name in _WHO", "for name in ()"),),
    ),
    Mutation(
        "A token that other credentials can use",
        "_token.SealedToken",
        "the seal does not depend on the client secret",
        "test_other_credentials_do_not_get_the_token_of_a_run",
        (Edit("plugins/plugin_utils/_token.py", "[*application, connection.client_secret]", "application"),),
    ),
    Mutation(
        "A token that can be read",
        "_token.SealedToken",
        "the token is stored in plain text",
        "test_the_token_of_a_run_lies_sealed_on_the_disk",
        (
            Edit("plugins/plugin_utils/_token.py", "self._seal.encrypt(token.encode())", "token.encode()"),
            Edit("plugins/plugin_utils/_token.py", "self._seal.decrypt(self._file.read())", "self._file.read()"),
        ),
    ),
    Mutation(
        "A part of the code that knows too much",
        "test_architecture",
        "the planner imports the API",
        "test_imports_go_one_way",
        (
            in_utils(
                "_plan/order.py",
                "from __future__ import annotations\n",
                "from __future__ import annotations\n\n"
                "from ansible_collections.mailops.mimecast.plugins.module_utils._api import client  # noqa: F401\n",
            ),
        ),
        ARCHITECTURE,
    ),
    Mutation(
        "Seen by the fault campaign",
        "one_type.Run._verify",
        "differences found in the read-back are ignored",
        LIES,
        (
            in_utils(
                "_run/one_type.py",
                "        left = {change.identity: change for change in after.effective}\n",
                "        left: dict[tuple[str, str], Change] = {}\n",
            ),
        ),
    ),
    Mutation(
        "Seen by the fault campaign",
        "client.Client._call",
        "a write is repeated after a 5xx or a broken connection",
        LIES,
        (
            in_utils(
                "_api/client.py",
                "            if operation.writes and not limits.is_rate_limit(answer):\n",
                "            if operation is None:\n",
            ),
        ),
    ),
    Mutation(
        "Seen by the fault campaign",
        "lists.Lists.read",
        "rows that appear on two pages count twice",
        LIES,
        (
            in_utils(
                "_api/lists.py",
                'found.setdefault(row_id(row) or f"row {len(found)}", row)',
                "found[str(len(found))] = row",
            ),
        ),
    ),
    Mutation(
        "Seen by the fault campaign",
        "client.Client.rows",
        "only the first page is read",
        LIES,
        (
            in_utils(
                "_api/client.py",
                "            if not token:\n                return\n",
                "            if seen is not None:\n                return\n",
            ),
        ),
    ),
    Mutation(
        "Seen by the fault campaign",
        "planner.achieved",
        "a task that stopped half way reports everything as done",
        LIES,
        (
            in_utils(
                "_run/one_type.py",
                "if (part := planner.achieved(self.resource, change, left.get(change.identity)))\n",
                "if (part := change)\n",
            ),
        ),
    ),
)
