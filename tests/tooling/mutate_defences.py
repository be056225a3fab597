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
ARCHITECTURE = "tests/unit/test_architecture.py"
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
        (_util("_plan/refusals.py", "if count <= scope.options.max_deletes:", "if count >= 0:"),),
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
        (_util("_model/fields.py", "for word in words if word not in known]", "for word in words if word is None]"),),
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
        "_resources/ip_permit._without_source",
        "a permit without addresses is let through",
        "test_a_permit_for_everybody_is_refused",
        (_util("_resources/ip_permit.py", 'if not after.get("source_ips"):', "if after is None:"),),
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
                "found.setdefault(row_id(row) or str(len(found)), row)",
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
                "if (part := planner.achieved(change, left.get(change.identity)))]",
                "if (part := change)]",
            ),
        ),
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
