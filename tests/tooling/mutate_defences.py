# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes away each defence against a class of bugs, in a copy, and demands that the test named for it fails.

`mutate_defences.py [-k WORDS] [--table]`. It knows a few lines of the collection by heart; when one of them has
changed, it says so and fails, so that no mutation is skipped in silence. The exit code is 1 if any test does not fail.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "plugins",
    "tests/__init__.py",
    "tests/contract",
    "tests/unit/test_architecture.py",
    "tests/unit/test_client.py",
    "tests/unit/test_envelopes.py",
    "tests/unit/test_effects.py",
    "tests/tooling/generate",
    "docs/site.schema.json",
    "meta",
    "pyproject.toml",
    "playbooks",
    "roles",
    "galaxy.yml",
)
TESTS = "tests/contract/test_bug_classes.py"
CAMPAIGN = "tests/contract/test_torture.py"
COMPOSITION = "tests/contract/test_composition.py"
OUTCOMES = "tests/contract/test_composition_outcomes.py"
LIMITS = "tests/contract/test_composition_limits.py"
OVERTAKEN = "tests/contract/test_overtaken.py"
ARCHITECTURE = "tests/unit/test_architecture.py"
UNREADABLE = "tests/contract/test_unreadable.py"
ENVELOPES = "tests/unit/test_envelopes.py"
CLIENT = "tests/unit/test_client.py"
JUDGED = "tests/unit/test_effects.py"
EFFECTS = "tests/contract/test_effects.py"
INPUT = "tests/contract/test_input.py"
RIGHT = "tests/contract/test_right_account.py"
EXPORT = "tests/contract/test_export.py"
MEMBERS = "tests/contract/test_members.py"
REMOVALS = "tests/contract/test_removals.py"
GROUPS = "tests/contract/test_groups_and_roles.py"
HARDSHIPS = "tests/contract/test_hardships.py"
LIES = "test_no_seed_makes_a_task_lie"
UTILS = "plugins/module_utils/"
JUDGE = "tests/contract/campaign/"
PASSED, FAILED = 0, 1
"""Exit codes of pytest: anything else is no judgement."""


@dataclass(frozen=True)
class Edit:
    """One line of the collection and what stands in its place while the defence is gone."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutation:
    """A defence and what is left when it is gone.

    Attributes:
        bug: class of bugs. where: file and function of the defence. test: fails without it. tests: its file.
    """

    bug: str
    where: str
    what: str
    test: str
    edits: tuple[Edit, ...]
    tests: str = TESTS

    def words(self) -> str:
        """Return what ``-k`` looks at."""
        return f"{self.bug} {self.where} {self.test}".lower()

    @property
    def file(self) -> str:
        """Where its test stands."""
        return CAMPAIGN if self.test == LIES else self.tests


def _util(name: str, old: str, new: str) -> Edit:
    return Edit(UTILS + name, old, new)


_SEEN = _util(
    "_api/member_writer.py", "        self._look_for(records, target)\n        return True\n", "        return True\n"
)

MUTATIONS = (
    Mutation(
        "1 Order of a list counts as a change",
        "networks.Networks.parse, networks.Networks.differ",
        "sets are compared as lists",
        "test_01_order_of_a_list_is_no_change",
        (
            _util(
                "_model/lists.py",
                "return None if items is None else sorted(set(items)), problems",
                "return items, problems",
            ),
            _util(
                "_model/networks.py",
                "return items if problems else merged(items), problems",
                "return items, problems",
            ),
            _util(
                "_model/networks.py",
                "        known, odd = _known(there)\n        kept",
                "        if there != wish.value:\n"
                "            return Difference(there, wish.value, wish.value, wish.value)\n"
                "        known, odd = _known(there)\n        kept",
            ),
            _util(
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
            _util(
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
        (_util("_model/scalars.py", "        return tolerant(self.spell)(value)\n", "        return value\n"),),
    ),
    Mutation(
        "2 Case or spelling",
        "networks.Networks.differ",
        "networks are compared as text",
        "test_02_case_and_spelling_are_no_change",
        (
            _util(
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
        "values keep the type in which they were written",
        "test_03_text_for_a_number_or_a_truth_value_is_no_change",
        (
            _util(
                "_model/spelling.py",
                "        return number\n\n    return normalize",
                "        return value\n\n    return normalize",
            ),
            _util(
                "_model/spelling.py",
                "    if word in _FALSE:\n        return False\n",
                "    if word in _FALSE:\n        return value\n",
            ),
        ),
    ),
    Mutation(
        "4 Option defaults overwrite values",
        "planner._differences",
        "fields that nobody wrote count as their defaults",
        "test_04_what_is_not_written_is_neither_compared_nor_sent",
        (
            _util(
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
        "an empty value counts as not written",
        "test_05_empty_clears_and_absent_leaves_alone",
        (
            _util(
                "_model/entries.py",
                "name: value for name, value in raw.items() if value is not None and",
                'name: value for name, value in raw.items() if value not in (None, "", [], {}) and',
            ),
        ),
    ),
    Mutation(
        "6 Check mode writes",
        "one_type.Run.carry_out",
        "check mode goes on to apply (the read-only client still keeps it back)",
        "test_06_check_mode_sends_no_write",
        (
            _util(
                "_run/one_type.py",
                "if self._by_hand or self._task.check_mode or not self.plan.effective:",
                "if self._by_hand or not self.plan.effective:",
            ),
        ),
    ),
    Mutation(
        "6 Check mode writes",
        "client.Client._call",
        "a read-only connection sends writes",
        "test_06_check_mode_sends_no_write",
        (_util("_api/client.py", "if operation.writes and self._connection.read_only:", "if False:"),),
    ),
    Mutation(
        "7 Check mode says the wrong thing",
        "one_type.Run._report",
        "check mode always says changed",
        "test_07_check_mode_says_what_apply_then_does",
        (
            _util(
                "_run/one_type.py",
                '"changed": bool(effective),',
                '"changed": bool(effective) or self._task.check_mode,',
            ),
        ),
    ),
    Mutation(
        "7 Check mode says the wrong thing",
        "maps.Map.as_read",
        "a prediction leaves out the defaults of maps",
        "test_07_check_mode_says_what_apply_then_does",
        (_util("_model/maps.py", "return {**self._defaults(), **readable} if", "return readable if"),),
    ),
    Mutation(
        "8 Check mode fails without the parent",
        "call.Call.belief",
        "check mode believes in nothing that earlier tasks would have made",
        "test_08_check_mode_believes_in_what_an_earlier_task_creates",
        (_util("_run/call.py", "return self.memory.belief if self.check_mode else Belief()", "return Belief()"),),
    ),
    Mutation(
        "9 No diff",
        "diff.render",
        "only changes of existing objects are shown",
        "test_09_a_diff_shows_creation_change_and_deletion",
        (_util("_plan/diff.py", 'if change.operation != "none"]', 'if change.operation == "update"]'),),
    ),
    Mutation(
        "10 Noisy diff",
        "diff._lines",
        "a list stands on one line",
        "test_10_a_diff_marks_what_changes_and_nothing_else",
        (
            _util(
                "_plan/diff.py",
                'return [f"{indent}{name}:", *(f"{indent}- {_item(item, moves)}" for item in value)]',
                'return [f"{indent}{name}: " + ", ".join(_item(item, moves) for item in value)]',
            ),
        ),
    ),
    Mutation(
        "10 Noisy diff",
        "maps.Map.differ",
        "a map is shown as a whole when a part of it changes",
        "test_10_a_diff_marks_what_changes_and_nothing_else",
        (
            _util(
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
        (_util("_model/fields.py", "return HIDDEN if self.secret else value", "return value"),),
    ),
    Mutation(
        "11 Secret in a result",
        "maps.Map.as_read",
        "secrets count as what an object is",
        "test_11_no_secret_is_in_a_result",
        (
            _util(
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
        (_util("_model/entries.py", "again = self.update_password == ALWAYS", "again = True"),),
    ),
    Mutation(
        "12 Write-only field",
        "entries.Desired.wish",
        "a secret is never sent again",
        "test_12_a_secret_is_sent_once_or_always_as_the_user_says",
        (_util("_model/entries.py", "again = self.update_password == ALWAYS", "again = False"),),
    ),
    Mutation(
        "13 Only page one is read",
        "client.Client.rows",
        "the first page is the end",
        "test_13_what_stands_on_a_later_page_is_not_created_again",
        (
            _util(
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
            _util(
                "_api/limits.py",
                "answer.status == 429 or answer.status >= 500",
                "answer.status >= 500",
            ),
        ),
    ),
    Mutation(
        "14 Rate limits",
        "limits.reset_seconds",
        "the time to wait is taken for seconds",
        "test_14_a_rate_limit_is_waited_out_in_milliseconds",
        (_util("_api/limits.py", '(("X-RateLimit-Reset", 0.001)', '(("X-RateLimit-Reset", 1.0)'),),
    ),
    Mutation(
        "15 Minutes with many objects",
        "lists.Lists.read",
        "a list is read whenever it is asked for",
        "test_15_many_objects_cost_one_list_of_each_type",
        (_util("_api/lists.py", "        if resource.name not in self._rows:\n", "        if resource.name:\n"),),
    ),
    Mutation(
        "Purge surprises",
        "refusals.too_many",
        "max_deletes is not counted",
        "test_a_purge_takes_no_more_than_it_may",
        (_util("_plan/refusals.py", "if count <= max(0, scope.options.max_deletes):", "if count >= 0:"),),
    ),
    Mutation(
        "Purge surprises",
        "deletions.swept",
        "purge_match is not looked at",
        "test_a_purge_takes_no_more_than_it_may",
        (_util("_plan/deletions.py", "fnmatch.fnmatchcase(found.key, options.purge_match)", "bool(found.key)"),),
    ),
    Mutation(
        "Token expiry",
        "client.Client._call",
        "an expired token is not renewed",
        "test_a_token_that_expires_in_the_middle_is_renewed",
        (_util("_api/client.py", "if _is_refused_token(answer) and not renewed", "if False and not renewed"),),
    ),
    Mutation(
        "Typing errors ignored",
        "fields.unknown_keys",
        "an unknown key is passed over",
        "test_a_typing_error_in_a_key_is_refused_with_the_nearest_word",
        (_util("_model/fields.py", "        if word not in known\n", "        if word is None\n"),),
    ),
    Mutation(
        "Module missing from its action group",
        "meta/runtime.yml",
        "a module is not named",
        "test_every_module_that_talks_to_the_api_is_in_the_action_group",
        (Edit("meta/runtime.yml", "    - mimecast_user\n", ""),),
    ),
    Mutation(
        "Reason of the API lost",
        "envelopes.code_of, executor._raise_first",
        "codes are dropped",
        "test_what_the_api_gives_as_its_reason_is_passed_on",
        (_util("_api/executor.py", "code = failures[0].code\n", 'code = "refused"\n'),),
    ),
    Mutation(
        "A lost answer makes a duplicate",
        "client.Client._call",
        "a write is repeated after a 5xx",
        "test_a_write_of_unknown_outcome_is_looked_for_and_not_repeated",
        (
            _util(
                "_api/client.py",
                "            if operation.writes and not limits.is_rate_limit(answer):\n",
                "            if operation is None:\n",
            ),
        ),
    ),
    Mutation(
        "Reported without being read back",
        "one_type.Run._verify",
        "what is left to do after reading back is passed over",
        "test_a_write_that_the_api_takes_and_forgets_is_not_reported_as_done",
        (
            _util(
                "_run/one_type.py",
                "        left = {change.identity: change for change in after.effective}\n",
                "        left: dict[tuple[str, str], Change] = {}\n",
            ),
        ),
    ),
    Mutation(
        "The wrong one of two objects",
        "planner._not_told_apart",
        "the first of several objects of a name is taken",
        "test_two_objects_of_one_name_are_refused",
        (_util("_plan/planner.py", "    if len(matches) > 1:\n", "    if len(matches) > 99:\n"),),
    ),
    Mutation(
        "A permit for everybody",
        "_resources/ip_permit._permits_everyone",
        "a permit without addresses is let through",
        "test_a_permit_for_everybody_is_refused",
        (_util("_resources/ip_permit.py", "if _is_open(after):", "if after is None:"),),
    ),
    Mutation(
        "Done before all of it was judged",
        "preflight._judged",
        "the preflight refuses nothing",
        "test_a_problem_in_the_last_type_keeps_the_first_from_being_written",
        (_util("_run/preflight.py", "    refuse(list(dict.fromkeys(problems)))\n", ""),),
        COMPOSITION,
    ),
    Mutation(
        "Deleted while others use it",
        "one_type.Run._now_and_later",
        "what others use is deleted at once",
        "test_what_is_used_goes_when_everything_has_let_go_of_it",
        (_util("_run/one_type.py", 'if self._task.settings.deletions != "none":', "if True:"),),
        COMPOSITION,
    ),
    Mutation(
        "A failure hides what was left",
        "one_type._predicted_or_applied",
        "a task that breaks off does not name the deletions that it leaves",
        "test_a_task_that_breaks_off_names_the_deletions_that_it_leaves_itself",
        (_util("_run/one_type.py", "call.memory.leave(resource, asked, listed(part.left))", "pass"),),
        OUTCOMES,
    ),
    Mutation(
        "A change passed over as in sync",
        "memory.Memory.is_in_sync",
        "what a role may do is not looked at",
        "test_a_role_that_may_do_more_than_the_preflight_knew_is_not_spared",
        (_util("_run/memory.py", "== _essence(resource, asked)", "is not None"),),
    ),
    Mutation(
        "The account is read again and again",
        "preflight._settings",
        "settings that a type has not keep its role from being spared",
        "test_a_setting_that_a_type_has_not_does_not_make_it_be_read_again",
        (_util("_run/preflight.py", " if word in known}", "}"),),
    ),
    Mutation(
        "Remembered in a later run",
        "_run_file.RunFile",
        "the memory is kept where every run finds it",
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
        "the token is kept as it is",
        "test_the_token_of_a_run_lies_sealed_on_the_disk",
        (
            Edit("plugins/plugin_utils/_token.py", "self._seal.encrypt(token.encode())", "token.encode()"),
            Edit("plugins/plugin_utils/_token.py", "self._seal.decrypt(self._file.read())", "self._file.read()"),
        ),
    ),
    Mutation(
        "A part of the house that knows too much",
        "test_architecture",
        "the planner imports the API",
        "test_imports_go_one_way",
        (
            _util(
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
        "what is left to do after reading back is passed over",
        LIES,
        (
            _util(
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
            _util(
                "_api/client.py",
                "            if operation.writes and not limits.is_rate_limit(answer):\n",
                "            if operation is None:\n",
            ),
        ),
    ),
    Mutation(
        "Seen by the fault campaign",
        "lists.Lists.read",
        "rows that pages repeat are not folded",
        LIES,
        (
            _util(
                "_api/lists.py",
                'found.setdefault(row_id(row) or f"row {len(found)}", row)',
                "found[str(len(found))] = row",
            ),
        ),
    ),
    Mutation(
        "Seen by the fault campaign",
        "client.Client.rows",
        "the first page is the end",
        LIES,
        (
            _util(
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
            _util(
                "_run/one_type.py",
                "if (part := planner.achieved(change, left.get(change.identity)))\n",
                "if (part := change)\n",
            ),
        ),
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._as_it_is",
        "nothing is looked at again before it is written",
        "test_an_address_that_a_colleague_adds_in_between_is_kept_and_told",
        (_util("_run/applying.py", "if not change.id or self._resource.get is None:", "if change is not None:"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._compared",
        "an object is written by its id whatever it is called by now",
        "test_what_was_renamed_in_the_meantime_is_neither_changed_nor_deleted",
        (_util("_run/applying.py", "if found.key != change.key:", "if False:"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying._planned_anew",
        "what would be refused by now is sent",
        "test_what_would_be_refused_by_now_is_not_sent",
        (_util("_run/applying.py", "        if plan.problems:\n", "        if False:\n"),),
        OVERTAKEN,
    ),
    Mutation(
        "Overtaken while it runs",
        "applying.Applying.compare",
        "what was written is not compared with what is read back",
        "test_what_a_colleague_changes_right_after_is_told",
        (_util("_run/applying.py", "            if differing:\n", "            if False:\n"),),
        OVERTAKEN,
    ),
    Mutation(
        "Two runs at once",
        "creations.Creations._is_amiss",
        "what was created beside another of its name stays",
        "test_of_two_that_create_one_name_at_once_the_later_takes_its_own_away",
        (_util("_run/creations.py", 'made.sight == "latter" or (', "False or ("),),
        OVERTAKEN,
    ),
    Mutation(
        "Two runs at once",
        "creations.Creations._sight",
        "both runs take their own away",
        "test_two_runs_that_create_one_name_at_once_leave_one_object",
        (_util("_run/creations.py", '"former" if ids[0] == made.id else "latter"', '"latter"'),),
        OVERTAKEN,
    ),
    Mutation(
        "Two runs at once",
        "creations.Creations._sight",
        "what cannot be told from another is taken away",
        "test_what_cannot_be_told_from_another_is_not_taken_away",
        (_util("_run/creations.py", 'return "unclear" if made.id not in ids else ', "return "),),
        OVERTAKEN,
    ),
    Mutation(
        "A row slips through between pages",
        "planning.Planning.plan",
        "a list that came in pages is not read again before something is created",
        "test_a_row_that_slips_through_between_pages_is_not_created_again",
        (
            _util(
                "_run/planning.py", "if creating and self._reader.read_again(", "if False and self._reader.read_again("
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "applying.Applying._look",
        "nothing is waited for",
        "test_with_a_lagging_list_three_runs_make_one_object",
        (_util("_run/applying.py", "pause = next(pauses, 0.0) if awaited", "pause = 0.0 if awaited"),),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "creations.Creations._sight",
        "what the list does not show is not read by its id",
        "test_what_a_list_does_not_show_within_the_budget_is_accepted_and_not_visible_yet",
        (
            _util(
                "_run/creations.py",
                "made.row = made.row or self._reader.read_alone(self._resource, made.id)",
                "made.row = {}",
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "creations.Creations.note",
        "a creation of unknown outcome is not waited for",
        "test_a_creation_of_unknown_outcome_is_waited_for_before_it_is_sent_again",
        (
            _util(
                "_run/creations.py", "if change.key in outcome.created or unsure:", "if change.key in outcome.created:"
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "Lists lag behind writes",
        "creations.Creations.is_made",
        "what was created and is not visible is created again",
        "test_what_is_not_visible_at_all_is_not_created_again",
        (
            _util(
                "_run/creations.py",
                'return change.operation == "create" and made is not None and bool(made.id)',
                "return False",
            ),
        ),
        OVERTAKEN,
    ),
    Mutation(
        "A service that rewrites names",
        "creations.Creations._is_amiss",
        "what got another name stays",
        "test_a_service_that_rewrites_names_gets_no_object_more_in_every_run",
        (_util("_run/creations.py", 'made.sight == "renamed" and spelling', "False and spelling"),),
        OVERTAKEN,
    ),
    Mutation(
        "A service that rewrites names",
        "creations.Creations._is_amiss",
        "what somebody else has renamed is taken for a name that the service keeps",
        "test_what_somebody_else_renames_at_once_is_not_deleted",
        (_util("_run/creations.py", "spelling.is_rewritten(made.change.key, made.called)", "bool(made.called)"),),
        OVERTAKEN,
    ),
    Mutation(
        "What cannot be read stops too much",
        "wire._decoded",
        "a setting of an unknown shape ends the run",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            _util(
                "_model/wire.py",
                "    except _SHAPE_ERRORS:\n",
                "    except _NoError:\n",
            ),
            _util(
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
        "an object without what it cannot be without counts as read",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            _util(
                "_model/wire.py",
                'if field.required and value in (ABSENT, ""):',
                "if field.required and not resource.fields:",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "lists.Items.check_shape",
        "whatever stands in the place of a list is read as one",
        "test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else",
        (
            _util(
                "_model/lists.py",
                "        if not isinstance(value, list):\n            raise Unreadable",
                "        if value is self:\n            raise Unreadable",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "refusals.unreadable",
        "an entry about what cannot be read is carried out",
        "test_an_entry_about_what_cannot_be_read_is_refused_before_anything_is_sent",
        (
            _util(
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
        "test_what_may_be_there_under_a_name_that_cannot_be_read_is_not_created_a_second_time",
        (_util("_plan/refusals.py", "if other and not matches:", "if other and matches:"),),
        UNREADABLE,
    ),
    Mutation(
        "What cannot be read stops too much",
        "planner._left_alone",
        "nobody is told of what cannot be read",
        "test_what_cannot_be_read_is_left_alone_with_a_warning_while_others_are_applied",
        (
            _util(
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
        "a purge takes what cannot be read",
        "test_a_purge_takes_nothing_that_cannot_be_read",
        (
            _util(
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
        "a reference that leads nowhere is read as none",
        "test_a_reference_that_leads_nowhere_is_a_finding_of_the_object_that_has_it",
        (
            _util(
                "_api/reader.py",
                "if not self._names[known] and not resource.unlisted_root:",
                "if resource is None:",
            ),
            _util(
                "_model/wire.py",
                'if field.required and value in (ABSENT, ""):',
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
            _util(
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
            _util(
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
        "what cannot be read back counts as done",
        "test_an_object_that_cannot_be_read_back_is_reported_as_sent_and_not_as_in_effect",
        (
            _util(
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
        "an error that nobody foresaw says nothing of what was sent",
        "test_an_error_that_nobody_foresaw_after_a_write_says_that_something_was_sent",
        (
            _util(
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
        "only small letters make an object that of a directory",
        "test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that",
        (
            _util(
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
        "only small letters make a user that of a directory",
        "test_a_user_of_a_directory_is_left_to_it_however_the_answer_spells_that",
        (
            _util(
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
        "an export says what no site file takes",
        "test_a_note_or_a_name_that_no_site_file_can_say_is_a_remark_and_the_export_stays_usable",
        (
            _util(
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
        "a name that no site file can say is taken for one",
        "test_a_note_or_a_name_that_no_site_file_can_say_is_a_remark_and_the_export_stays_usable",
        (
            _util(
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
            _util(
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
        "the text of an error is shown as its code",
        "test_a_failure_of_any_shape_is_a_refusal_with_its_code_and_nothing_else",
        (
            _util(
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
        "a row that is no object ends the run",
        "test_a_row_that_is_no_object_counts_and_tells_nothing",
        (
            _util(
                "_api/envelopes.py",
                "yield row if isinstance(row, Mapping) else {}",
                "yield row",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A test that does not bite",
        "envelopes.path_of",
        "an id may hold what separates paths",
        "test_every_character_of_an_id_that_means_something_in_a_path_is_quoted",
        (
            _util(
                "_api/envelopes.py",
                'quote(value, safe="")',
                "quote(value)",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A test that does not bite",
        "envelopes.path_of",
        "an id may hold what ends a path",
        "test_every_character_of_an_id_that_means_something_in_a_path_is_quoted",
        (
            _util(
                "_api/envelopes.py",
                'quote(value, safe="")',
                'quote(value, safe="?#")',
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A test that does not bite",
        "envelopes.path_of",
        "an id may be a path itself",
        "test_an_id_that_would_be_another_path_is_never_sent",
        (
            _util(
                "_api/envelopes.py",
                'if value in ("", ".", ".."):',
                'if value in ("",):',
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A test that does not bite",
        "envelopes.parse_answer",
        "a status inside of an answer is passed over",
        "test_a_status_inside_of_an_answer_counts_although_the_answer_says_200",
        (
            _util(
                "_api/envelopes.py",
                "int(inner) >= 400 and not",
                "int(inner) >= 4000 and not",
            ),
        ),
        ENVELOPES,
    ),
    Mutation(
        "A test that does not bite",
        "limits.reset_seconds",
        "waits may be next to none",
        "test_how_long_to_wait_is_read_from_what_the_api_says",
        (
            _util(
                "_api/limits.py",
                "max(seconds, fallback / 25)",
                "seconds",
            ),
        ),
        CLIENT,
    ),
    Mutation(
        "A test that does not bite",
        "deletions.deletion",
        "an object of a directory is deleted by its name",
        "test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that",
        (
            _util(
                "_plan/deletions.py",
                "    problems += refusals.foreign(where, found)\n",
                "",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A test that does not bite",
        "deletions.swept",
        "a purge takes what a directory owns",
        "test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that",
        (
            _util(
                "_plan/changes.py",
                "return self.belongs and not self.foreign",
                "return self.belongs",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A test that does not bite",
        "applying.Applying.send",
        "a run that plans anew passes over new problems",
        "test_a_run_that_plans_anew_stops_at_a_problem_that_was_not_there_before",
        (
            _util(
                "_run/applying.py",
                "if by_hand or again.problems:",
                "if by_hand:",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A test that does not bite",
        "errors.ApiError.is_unknown_id",
        "any failure to read by an id is taken for absent",
        "test_only_an_id_that_the_api_does_not_know_is_absent",
        (
            _util(
                "_api/errors.py",
                "return isinstance(self, NotFound) or self.status == 400",
                "return True",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "A test that does not bite",
        "reader.Reader._read_if_there",
        "any failure to read a name is taken for no name",
        "test_a_name_that_the_api_fails_to_give_stops_the_task_and_is_not_taken_for_no_name",
        (
            _util(
                "_api/reader.py",
                "            if not error.is_unknown_id:\n                raise\n            return None",
                "            return None",
            ),
        ),
        UNREADABLE,
    ),
    Mutation(
        "Judged by spelling",
        "networks._public",
        "IPv4 inside of IPv6 is not counted",
        "test_every_public_address_is_the_whole_internet_however_it_is_written",
        (_util("_model/networks.py", "    ipv4 |= netaddr.IPSet(cidr.ipv4() for cidr in inside)\n", ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "networks._public",
        "private networks count as the internet",
        "test_private_networks_are_not_the_internet",
        (_util("_model/networks.py", "return ipv4 - netaddr.IPSet(_NOT_PUBLIC), covered", "return ipv4, covered"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "planner.plan, refusals.together",
        "permits are judged one by one",
        "test_permits_of_one_file_are_judged_together_at_the_one_that_is_too_much",
        (_util("_plan/planner.py", " + refusals.together(scope, changes)\n", "\n"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "planner.plan_unread, refusals.together",
        "a hand-off is not judged as a whole",
        "test_a_hand_off_is_judged_as_what_the_api_is_asked_for",
        (_util("_plan/planner.py", "    problems += refusals.together(scope, judged)\n", ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "source_ranges.grown_over",
        "a permit that becomes narrower is refused",
        "test_a_wide_permit_that_is_there_is_warned_of_and_may_become_narrower_but_not_wider",
        (
            _util(
                "_resources/_families/source_ranges.py",
                "if found[version] > max(limit, former[version]):",
                "if found[version] > limit:",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "_resources/ip_permit._rather_wide",
        "a wide permit is not warned of",
        "test_a_permit_of_the_limit_is_warned_of_and_a_narrow_one_is_not",
        (_util("_resources/ip_permit.py", "    joint_remark=_rather_wide,\n", ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "groups._as_read",
        "letters that cannot be seen tell names apart",
        "test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created",
        (_util("_resources/_families/groups.py", "if unicodedata.category(character) not in _UNSEEN", "if character"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "groups._as_read",
        "letters of other scripts are others",
        "test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created",
        (_util("_resources/_families/groups.py", ".casefold().translate(_LATIN)", ".casefold()"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "groups._is_near",
        "a slip makes another name",
        "test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created",
        (
            _util(
                "_resources/_families/groups.py", "return len(words) == len(others) and all(", "return False and all("
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "_resources/sender_group._free_mail",
        "free-mail domains are permitted",
        "test_domains_of_everybody_are_not_permitted_without_a_word_and_warned_of_when_blocked",
        (_util("_resources/sender_group.py", '        Guard("permit_free_mail", _free_mail),\n', ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "_resources/sender_group._suffix",
        "public suffixes are permitted",
        "test_domains_of_everybody_are_not_permitted_without_a_word_and_warned_of_when_blocked",
        (_util("_resources/sender_group.py", '        Guard("permit_public_suffix", _suffix),\n', ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "_resources/sender_group._own_domain",
        "an own domain is permitted",
        "test_an_own_domain_is_permitted_only_on_purpose_and_looked_for_only_when_one_comes",
        (_util("_resources/sender_group.py", "own = sorted(set(mine) & set(domains))", "own: list[str] = []"),),
        EFFECTS,
    ),
    Mutation(
        "Judged by spelling",
        "mail_hosts._address",
        "IPv4 inside of IPv6 hides where a route leads",
        "test_a_route_to_where_no_mail_server_can_be_is_refused",
        (
            _util(
                "_resources/_families/mail_hosts.py",
                'return getattr(address, "ipv4_mapped", None) or address',
                "return address",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "_resources/delivery_route._mimecast",
        "a route leads back to Mimecast",
        "test_a_route_back_to_mimecast_needs_a_word",
        (_util("_resources/delivery_route.py", 'return told if mail_hosts.is_mimecast(host) else ""', 'return ""'),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling",
        "_resources/delivery_route_policy._routes_everything",
        "all mail is handed to a new route",
        "test_all_mail_is_handed_to_one_more_route_only_on_purpose",
        (
            _util(
                "_resources/delivery_route_policy.py",
                "    if not (after and _takes_all(after)):",
                "    if after or not (after and _takes_all(after)):",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Administrators locked out",
        "roles.last_manager",
        "users of one file are judged one by one",
        "test_all_super_administrators_of_a_file_are_judged_together",
        (_util("_resources/_families/roles.py", "if user not in going}", "if user not in mine}"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "inquiries.Facts",
        "a disabled administrator counts as one who is left",
        "test_all_super_administrators_of_a_file_are_judged_together",
        (_util("_run/inquiries.py", "if user not in disabled}, complete)", "}, complete)"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "_resources/user._going",
        "a purge is not looked at",
        "test_the_last_super_administrator_keeps_signing_in_whatever_word_is_given",
        (
            _util(
                "_resources/user.py",
                'if after is None or after.get("disabled") is True else []',
                'if after and after.get("disabled") is True else []',
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "_resources/user._going",
        "the account is asked about users who stay as they are",
        "test_the_role_of_a_user_is_asked_for_only_when_a_user_can_sign_in_no_more",
        (_util("_resources/user.py", 'if after is None or after.get("disabled") is True else []', "if True else []"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "inquiries.Facts.read",
        "a read that fails counts as one that is not allowed",
        "test_that_the_role_of_a_user_may_not_be_read_is_a_warning_and_that_it_cannot_be_read_is_not",
        (_util("_run/inquiries.py", "                    raise\n", "                    pass\n"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "_resources/role_member._all_disabled",
        "a role is left to disabled users",
        "test_a_role_is_not_left_to_those_who_cannot_sign_in",
        (_util("_resources/role_member.py", "    if not set(mine) <= set(disabled):\n", "    if mine:\n"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "lists.left_behind",
        "a role that others move out of is not looked at",
        "test_moving_to_another_role_is_judged_by_who_stays_behind",
        (_util("_plan/planner.py", "left = lists.left_behind(scope, changes)", "left: list[Change] = []"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "lists.gaining_first",
        "the only one who manages roles leaves before another one comes",
        "test_who_is_to_manage_roles_does_before_another_one_ceases_to",
        (
            _util(
                "_plan/lists.py", "    return sorted(changes, key=rank) if origins", "    return list(changes) if rank"
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "members.MemberReader._with_origins",
        "a role of which the holders cannot be read counts as one that nobody leaves",
        "test_where_a_holder_of_a_role_cannot_be_read_nobody_is_disabled_nor_moved",
        (_util("_api/members.py", "            self.read_surely(", "            self.read_into("),),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous is not seen",
        "_resources/ip_permit.IP_PERMIT",
        "a policy without source addresses is passed over",
        "test_a_permit_for_everybody_is_listed_and_warned_of",
        (
            _util(
                "_resources/ip_permit.py",
                'belongs=lambda row: row.get("description") != _DEFAULT',
                'belongs=lambda row: bool(row.get("sourceIPs"))',
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous is not seen",
        "site_plan._Account._extra",
        "drift does not warn of it",
        "test_a_permit_for_everybody_is_listed_and_warned_of",
        (_util("_run/site_plan.py", "                if alarm:\n", "                if False:\n"),),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous is not seen",
        "_resources/ip_permit._permits",
        "a policy that is switched off is refused as one that acts",
        "test_a_permit_for_everybody_is_switched_off_deleted_or_purged",
        (_util("_resources/ip_permit.py", 'return entry.get("enabled", True) is not False and', "return"),),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous is not seen",
        "planner._of_changes",
        "a permit for everybody that is in the file is not warned of",
        "test_a_permit_for_everybody_is_exported_with_a_remark_and_shows_no_change",
        (
            _util(
                "_plan/planner.py",
                "for message in (resource.alarm(change.entry), remark) if message]",
                "for message in (remark,) if message]",
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "An unknown word is called in sync",
        "scalars.word_of",
        "what nobody knows is the default",
        "test_a_word_that_nobody_knows_is_shown_as_it_is_and_never_in_sync",
        (
            _util(
                "_model/scalars.py",
                "return words.get(str(found).lower(), found) if",
                "return words.get(str(found).lower(), missing) if",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "An unknown word is called in sync",
        "planner._unknown_words",
        "it is overwritten without a warning",
        "test_a_policy_of_an_unknown_option_is_shown_as_it_is_and_not_in_sync",
        (_util("_plan/planner.py", "for found in resource.field(name).unknown_words(value)]", "for found in ()]"),),
        EFFECTS,
    ),
    # --- What users write, and which account is meant ---
    Mutation(
        "What YAML makes of text",
        "scalars._expect_text",
        "what YAML has made of text without quotes is taken for the text",
        "test_text_that_yaml_has_made_something_else_of_is_refused",
        (
            _util(
                "_model/scalars.py",
                '    if not isinstance(value, str):\n        raise Malformed(f"expected text, and YAML made {',
                '    if isinstance(value, bytes):\n        raise Malformed(f"expected text, and YAML made {',
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "What YAML makes of text",
        "scalars.Secret.judged",
        "a number is taken for a password",
        "test_a_password_that_yaml_has_made_a_number_of_is_refused_and_not_shown",
        (
            _util(
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
            _util(
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
        "what has ended is not warned of",
        "test_what_has_ended_is_warned_of",
        (_util("_run/planning.py", "warnings=(*plan.warnings, *late)", "warnings=plan.warnings"),),
        tests=INPUT,
    ),
    Mutation(
        "A list in one text",
        "_action._lists_split",
        "a text for a list is not split",
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
        "numbers of the connection are not looked at",
        "test_a_wait_without_an_end_is_refused",
        (_util("_api/connection.py", "    check_numbers(connection)\n", ""),),
        tests=INPUT,
    ),
    Mutation(
        "A header that holds another",
        "connection.check_token",
        "a token is sent whatever it holds",
        "test_a_token_with_a_line_end_is_refused_and_not_shown",
        (_util("_api/connection.py", "    check_token(connection.access_token)\n", ""),),
        tests=INPUT,
    ),
    Mutation(
        "A file that never ends",
        "_host.refuse_endless",
        "aliases are written out however many",
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
        "A half of a file lost",
        "_files.keys_twice",
        "a key that stands twice is passed over",
        "test_a_key_that_stands_twice_is_found",
        (
            Edit(
                "plugins/plugin_utils/_files.py", "            if key.value in first:", "            if not key.value:"
            ),
        ),
        tests=INPUT,
    ),
    Mutation(
        "A half of a file lost",
        "_host.Host.misspelled",
        "a variable that is the site but for capitals is passed over",
        "test_a_variable_that_is_the_site_but_for_capitals_is_refused",
        (
            Edit(
                "plugins/plugin_utils/_host.py",
                '(meant := name.lower().replace("-", "_")) in known',
                "(meant := name) in known",
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
        "the code of the account is not compared",
        "test_credentials_of_another_account_end_a_task_before_anything_is_read",
        (_util("_run/session.py", "        account.confirm(client, connection.account_code)\n", ""),),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "call.Call._to_be_confirmed",
        "every task asks again which account it reaches",
        "test_the_account_is_confirmed_once_a_run",
        (
            _util(
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
                "        SHARED_CREDENTIALS: [_names(group) for group in twice],",
                "        SHARED_CREDENTIALS: [],",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "_accounts.shared",
        "one site may be for several accounts",
        "test_one_site_for_two_accounts_is_refused_before_anything_is_read",
        (
            Edit(
                "plugins/plugin_utils/_accounts.py",
                "        SHARED_SITE: [_names(group) for group in many],",
                "        SHARED_SITE: [],",
            ),
        ),
        tests=RIGHT,
    ),
    Mutation(
        "The wrong account",
        "site_text.site_file",
        "an export does not say whose it is",
        "test_an_export_has_the_code_of_its_account",
        (_util("_report/site_text.py", '    if read.get("account_code"):', "    if not read:"),),
        tests=RIGHT,
    ),
    Mutation(
        "A file of half an account",
        "files.replace",
        "a file is written in its place",
        "test_a_file_is_replaced_in_one_step_or_stays_as_it_was",
        (_util("_report/export.py", "            files.replace(path, text)\n", "            path.write_text(text)\n"),),
        tests=EXPORT,
    ),
    Mutation(
        "A file of half an account",
        "_action.ActionModule._runs_here",
        "a file needs an interpreter of the target",
        "test_an_account_is_kept_in_one_task_whatever_connection_its_host_has",
        (Edit("plugins/plugin_utils/_action.py", "        if definition.writes_here:", "        if False:"),),
        tests=EXPORT,
    ),
    Mutation(
        "A change that passes through an empty list",
        "members.steps",
        "who goes is taken out before who comes",
        "test_a_swap_never_empties_the_list",
        (
            _util(
                "_plan/members.py",
                "    return confirmed(result)\n",
                "    return sorted(result, key=lambda step: step.kind == 'add')\n",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "members.steps",
        "all members that change are taken out and then put in",
        "test_changed_notes_never_empty_the_list",
        (_util("_plan/members.py", "    again = set(replaced(field, difference))\n", "    again: set[str] = set()\n"),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._replace",
        "who is replaced is taken out before an addition is tried",
        "test_nobody_is_taken_out_where_nobody_can_be_put_in",
        (
            _util(
                "_api/member_writer.py",
                'answers = self._send("add", records, target)\n        if UNNAMED',
                "answers = {record[self._key]: min(self._members.benign) for record in records}\n        if UNNAMED",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._are_in",
        "who goes is taken out although not all who come were taken",
        "test_nobody_is_taken_out_where_nobody_can_be_put_in",
        (
            _util(
                "_api/member_writer.py",
                "        if any(change is target.change for change, _name, _code in self.refused):\n",
                "        if target is None:\n",
            ),
            _util(
                "_api/member_writer.py",
                "        self._look_for(records, target)\n        return True\n",
                "        return True\n",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._are_in",
        "who comes is taken for there without being seen",
        "test_who_comes_has_to_be_seen_before_anybody_goes",
        (
            _util(
                "_api/member_writer.py",
                "        self._look_for(records, target)\n        return True\n",
                "        return True\n",
            ),
        ),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._replace",
        "who was taken out and is refused is not put back",
        "test_the_first_refusal_ends_a_replacement_and_those_taken_out_are_put_back",
        (_util("_api/member_writer.py", "            self._put_back(leaving, target)\n", ""),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "member_writer.MemberWriter._replace",
        "one batch follows the other without being seen",
        "test_those_who_cannot_be_put_back_are_one_batch_and_named",
        (_util("_api/member_writer.py", "            self._look_for(again, target)\n", ""),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "results.taken_out",
        "who was taken out and not put in again is not named",
        "test_those_who_cannot_be_put_back_are_one_batch_and_named",
        (_util("_run/results.py", "            if gone:\n", "            if not keys:\n"),),
        MEMBERS,
    ),
    Mutation(
        "A change that passes through an empty list",
        "results.not_known_to_be_in",
        "who may be out is not named where nothing can be read back",
        "test_where_nothing_can_be_read_back_those_who_may_be_out_are_named",
        (_util("_run/applying.py", "            out += outcome.out\n", ""),),
        MEMBERS,
    ),
    Mutation(
        "Much is taken away without a word",
        "refusals.thinned",
        "items of lists are not counted",
        "test_most_of_a_list_goes_only_where_max_deletes_says_so",
        (_util("_plan/refusals.py", "        if gone * 4 > held\n", "        if gone > held\n"),),
        REMOVALS,
    ),
    Mutation(
        "Much is taken away without a word",
        "refusals.thinned",
        "a few of many count like most of a list",
        "test_a_few_of_many_and_most_of_few_go_without_a_word",
        (_util("_plan/refusals.py", "        if gone * 4 > held\n", "        if gone * 400 > held\n"),),
        REMOVALS,
    ),
    Mutation(
        "Much is taken away without a word",
        "site_file._merge_lists",
        "what a site adds replaces what its baseline calls the whole",
        "test_one_member_of_a_host_does_not_replace_an_exact_baseline",
        (
            _util(
                "_model/site_file.py",
                "    if not {theirs, ours} <= set(MODES):\n",
                '    if "exact" in (theirs, ours):\n',
            ),
        ),
        REMOVALS,
    ),
    Mutation(
        "Purge by accident",
        "refusals.purge_of_all",
        "an empty list purges whatever it finds",
        "test_an_empty_list_purges_only_with_a_word_that_says_so",
        (_util("_plan/refusals.py", "    if named or not purged or", "    if scope or named or not purged or"),),
        REMOVALS,
    ),
    Mutation(
        "Purge by accident",
        "refusals.purge_of_all",
        "a list that names only what is to go counts as one that names something",
        "test_an_empty_list_purges_only_with_a_word_that_says_so",
        (_util("_plan/refusals.py", 'any(wanted.state == "present" for wanted in desired)', "bool(desired)"),),
        REMOVALS,
    ),
    Mutation(
        "A diff that says what is not so",
        "diff.text",
        "a list of which no item is shown is called empty",
        "test_a_diff_calls_no_list_empty_that_is_not",
        (_util("_plan/diff.py", "if below and entry[name] == [] else", "if below is None else"),),
        GROUPS,
    ),
    Mutation(
        "A diff that says what is not so",
        "diff.notes",
        "a list that was read in part is shown as if it were the whole",
        "test_a_diff_says_that_who_else_holds_a_role_cannot_be_read",
        (
            _util(
                "_plan/diff.py",
                '"what else is in it cannot be read": partial',
                '"what else is in it cannot be read": False',
            ),
        ),
        GROUPS,
    ),
    Mutation(
        "A diff that says what is not so",
        "planning.Planning.hand_off",
        "what a person has to do is planned as if it were sent",
        "test_what_the_api_does_not_offer_is_handed_over_until_it_is_recorded",
        (
            _util(
                "_run/planning.py",
                "changes.append(change.become(HandOff, **{name: getattr(change, name) for name in told}))",
                "changes.append(change if told and change.steps else change.become(HandOff, after=change.after))",
            ),
        ),
        GROUPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "reports.Seen.not_offered",
        "the refusal of a role counts as a call that is not offered",
        "test_only_a_gateway_that_refuses_a_first_read_leaves_the_work_to_a_person",
        (Edit(f"{JUDGE}reports.py", ' if request["fault"] != "permission"}', "}"),),
        CAMPAIGN,
    ),
    Mutation(
        "A judge that excuses too much",
        "test_torture.known_to",
        "the judge asks the planner",
        "test_the_judge_is_a_second_opinion",
        (
            Edit(
                f"{JUDGE}goals.py",
                "import functools\n",
                "import functools\nimport ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner\n",
            ),
        ),
        CAMPAIGN,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge.drained",
        "a built-in group may be empty in between",
        "test_the_judge_finds_a_built_in_group_that_is_drained_in_between",
        (Edit(f"{JUDGE}judge.py", "if max(staying, missing) > BATCH:", "if False:"),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge._judge_overtaken",
        "what somebody else added may get lost without a word",
        "test_the_judge_finds_what_somebody_else_added_and_the_task_took_out_without_a_word",
        (Edit(f"{JUDGE}judge.py", "and spares and name not in told:", "and not name:"),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "judge_composition.judge_killed",
        "a killed run may leave anything behind",
        "test_the_judge_finds_what_a_killed_run_left_that_nobody_asked_for",
        (Edit(f"{JUDGE}judge_composition.py", "    yield from bystanders(jobs, seen)\n", ""),),
        HARDSHIPS,
    ),
    Mutation(
        "A judge that excuses too much",
        "worlds.Wire._mortal",
        "no run is ever killed",
        "test_runs_are_killed_and_the_next_one_makes_the_site",
        (Edit(f"{JUDGE}worlds.py", "            if self._dead:\n", "            if False:\n"),),
        HARDSHIPS,
    ),
)


def copied(into: Path) -> Path:
    """Copy what the tests need to ``into`` and return the root of the copied collection."""
    collection = into / "ansible_collections" / "mailops" / "mimecast"
    for name in COPIED:
        source, target = ROOT / name, collection / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return collection


def judged(collection: Path, tests: Sequence[str], seconds: float = 120.0) -> tuple[int, str]:
    """Run tests of the copy and return pytest's exit code and the last line that says why."""
    environment = {**os.environ, "PYTHONPATH": str(collection.parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    made = subprocess.run(
        command, cwd=collection, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    reasons = re.findall(r"^E +(\S.*)$", made.stdout, re.MULTILINE)
    return made.returncode, (reasons or [made.stdout[-300:] + made.stderr[-300:]])[0][:140]


def edited(collection: Path, mutation: Mutation) -> Iterator[tuple[Path, str, str]]:
    """Yield (file, text before, text after) of a mutation.

    Raises:
        LookupError: the lines of the defence are not there, or not only once.
    """
    for edit in mutation.edits:
        path = collection / edit.file
        before = path.read_text(encoding="utf-8")
        if before.count(edit.old) < 1:
            raise LookupError(f"{edit.file} does not hold {edit.old!r} any more: bring the mutation up to date")
        yield path, before, before.replace(edit.old, edit.new)


def tried(collection: Path, mutation: Mutation) -> tuple[bool, str]:
    """Return whether the test fails without the defence, and why."""
    kept: list[tuple[Path, str]] = []
    try:
        for path, before, after in edited(collection, mutation):
            kept.append((path, before))
            path.write_text(after, encoding="utf-8")
        code, reason = judged(collection, [f"{mutation.file}::{mutation.test}"])
    except LookupError as error:
        return False, str(error)
    except subprocess.TimeoutExpired:
        return True, "the test does not end"
    finally:
        for path, before in reversed(kept):
            path.write_text(before, encoding="utf-8")
    return code == FAILED, reason if code == FAILED else f"pytest ended with {code}: {reason}"


def main() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(description="Removes each defence in a copy and demands that its test fails.")
    parser.add_argument("-k", default="", help="only mutations whose class, place or test holds this text")
    parser.add_argument("--table", action="store_true", help="print rows for docs/bug_classes.md")
    given = parser.parse_args()
    chosen = [mutation for mutation in MUTATIONS if given.k.lower() in mutation.words()]
    with tempfile.TemporaryDirectory(prefix="mimecast-mutations-") as place:
        collection = copied(Path(place))
        code, reason = judged(collection, [TESTS])
        if code != PASSED:
            print(f"the tests do not pass as the sources are: {reason}")
            return 1
        survived = 0
        for mutation in chosen:
            failed, reason = tried(collection, mutation)
            survived += not failed
            if given.table:
                print(f"| {mutation.bug} | `{mutation.where}` | `{mutation.test}` | {mutation.what} |")
            else:
                print(
                    f"{'fails' if failed else 'SURVIVES'}  {mutation.bug}: {mutation.what} ({mutation.test}): {reason}",
                    flush=True,
                )
    print(f"{len(chosen)} defences taken away, {len(chosen) - survived} noticed, {survived} not")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
