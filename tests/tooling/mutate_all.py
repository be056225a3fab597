# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the code that talks to an account, one operator, constant or argument at a time, and counts unseen changes.

`mutate_all.py [--only GLOB...] [--sample COUNT] [--seed SEED] [--names FILE] [--limit PERCENT] [--children COUNT]`.
mutmut makes the changes in a copy and runs the tests that reach them. Those that no test notices are listed, each with
its lines, unless mutants_equivalent.yml says why nobody could notice them. The exit code is 1 where more than the limit
are left.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".cache" / "mutation"
COLLECTION = Path("ansible_collections/mailops/mimecast")
SOURCES = COLLECTION / "plugins/module_utils"
COPIED = ("plugins", "tests", "meta", "playbooks", "roles", "docs", "galaxy.yml")
TARGETS = (
    "_api/client.py",
    "_api/envelopes.py",
    "_api/errors.py",
    "_api/executor.py",
    "_api/folders.py",
    "_api/limits.py",
    "_api/lists.py",
    "_api/member_calls.py",
    "_api/member_writer.py",
    "_api/members.py",
    "_api/reader.py",
    "_plan/*.py",
    "_run/applying.py",
    "_run/creations.py",
    "_run/failures.py",
    "_run/judging.py",
    "_run/one_type.py",
    "_run/planning.py",
    "_run/results.py",
    "_run/session.py",
)
"""Client, reader, executor, planner and runner, with the files that each of them was split into."""

NOT_TARGETS = ("_plan/belief.py", "_plan/diff.py", "_plan/console_steps.py")
"""What only predicts or shows."""

TESTS = (
    "tests/unit/test_calls.py",
    "tests/unit/test_client.py",
    "tests/unit/test_creations.py",
    "tests/unit/test_envelopes.py",
    "tests/unit/test_errors.py",
    "tests/unit/test_handing_over.py",
    "tests/unit/test_plan_of_many.py",
    "tests/unit/test_plan_of_moves.py",
    "tests/unit/test_plan_of_one.py",
    "tests/unit/test_planner.py",
    "tests/unit/test_reader.py",
    "tests/unit/test_reading.py",
    "tests/unit/test_refusals.py",
    "tests/unit/test_results.py",
    "tests/unit/test_run_among_others.py",
    "tests/unit/test_run_of_things.py",
    "tests/unit/test_session.py",
    "tests/unit/test_writing.py",
    "tests/contract/test_bug_classes.py",
    "tests/contract/test_groups_and_roles.py",
    "tests/unit/test_lists.py",
    "tests/contract/test_unreadable.py",
    "tests/contract/test_members.py",
    "tests/contract/test_overtaken.py",
)
"""The least that ought to notice; the whole of the tests takes minutes for each change."""

EXAMPLES = 25
"""Examples of a property that are tried for each change."""

EQUIVALENT = Path(__file__).with_name("mutants_equivalent.yml")
SETTINGS = """\
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider", "--timeout=120"]
[tool.mutmut]
source_paths = ["{sources}"]
only_mutate = {targets}
do_not_mutate = {others}
also_copy = ["ansible_collections"]
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 2.0
timeout_constant = 10.0
type_check_command = ["mypy", "--config-file", "mypy.ini", "--output=json", "{sources}"]
"""
MYPY = """\
[mypy]
cache_dir = {cache}
explicit_package_bases = True
check_untyped_defs = True
[mypy-ansible.*]
ignore_missing_imports = True
"""


@dataclass(frozen=True)
class Mutant:
    """One change of the code.

    Attributes:
        name: as mutmut calls it. status: what became of it, in mutmut's words. where: file and function.
        before, after: the lines that differ, without what stands around them.
    """

    name: str
    status: str
    where: str = ""
    before: str = ""
    after: str = ""


def copied(place: Path) -> None:
    """Copy what the tests need to ``place``, with what mutmut has to know."""
    collection = place / COLLECTION
    for name in COPIED:
        source, target = ROOT / name, collection / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "integration"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    planner = collection / "tests/unit/test_planner.py"
    planner.write_text(re.sub(r"max_examples=\d+", f"max_examples={EXAMPLES}", planner.read_text(encoding="utf-8")))


def settle(place: Path, only: Sequence[str]) -> None:
    """Write the settings of mutmut and of the type checker."""
    tests = [str(COLLECTION / test) for test in TESTS if (place / COLLECTION / test).exists()]
    text = SETTINGS.format(
        sources=SOURCES,
        targets=json.dumps([str(SOURCES / target) for target in only]),
        others=json.dumps([str(SOURCES / other) for other in NOT_TARGETS]),
        tests=json.dumps(tests),
    )
    (place / "pyproject.toml").write_text(text, encoding="utf-8")
    for directory in (place, place / "mutants"):
        directory.mkdir(exist_ok=True)
        (directory / "mypy.ini").write_text(MYPY.format(cache=ROOT / ".cache" / "mypy-mutation"), encoding="utf-8")


def run_mutmut(place: Path, children: int, names: Sequence[str]) -> None:
    """Make the changes and run the tests for each of them, or for those that are named.

    Raises:
        CalledProcessError: the tests fail without any change.
    """
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *names]
    with (place / "mutmut.log").open("wb") as log:
        subprocess.run(command, cwd=place, env=environment, stdout=log, stderr=log, check=True)


def generated(place: Path) -> list[str]:
    """Make the changes without running anything, and return their names."""
    code = (
        "import mutmut.__main__ as m; from pathlib import Path; Path('mutants').mkdir(exist_ok=True); "
        "m.copy_src_dir(); m.copy_also_copy_files(); m.setup_source_paths(); m.create_mutants(2)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=place, check=True, stdout=subprocess.DEVNULL)
    return sorted(known(place))


def known(place: Path) -> dict[str, Any]:
    """Return the exit code of the tests for each change, None where they were not run."""
    result: dict[str, Any] = {}
    for file in sorted((place / "mutants").rglob("*.py.meta")):
        result.update(json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"])
    return result


def judged(place: Path, names: Sequence[str]) -> list[Mutant]:
    """Return what became of each change; of one that no test noticed also its lines."""
    # Only the environment that make_venv.sh has made for this tool has mutmut.
    get_diff_for_mutant = importlib.import_module("mutmut.mutation.diff_apply").get_diff_for_mutant
    status_by_exit_code = importlib.import_module("mutmut.stats").status_by_exit_code
    codes = known(place)
    before = Path.cwd()
    os.chdir(place)
    try:
        found = []
        for name in names:
            mutant = Mutant(name, status_by_exit_code[codes[name]])
            if mutant.status in ("survived", "no tests"):
                mutant = _with_lines(mutant, get_diff_for_mutant(name))
            found.append(mutant)
        return found
    finally:
        os.chdir(before)


def _with_lines(mutant: Mutant, difference: str) -> Mutant:
    module, _dot, function = mutant.name.rpartition(".")
    function = re.sub(r"^x_?|__mutmut_\d+$", "", function).replace("ǁ", ".").strip(".")
    where = f"{module.split('.module_utils.')[-1]}.{function}"
    lines = [line for line in difference.splitlines() if not line.startswith(("---", "+++"))]
    sides = [" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"]
    return Mutant(mutant.name, mutant.status, where, *sides)


def equivalents() -> list[Mapping[str, str]]:
    """Return the changes that nobody could notice, each with its reason."""
    found: list[Mapping[str, str]] = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or []
    return found


def reason_for(mutant: Mutant, accepted: Sequence[Mapping[str, str]]) -> str:
    """Return why a change cannot be noticed, or an empty text."""
    for entry in accepted:
        if (
            fnmatch(mutant.where, entry["where"])
            and entry.get("before", "") in mutant.before
            and entry.get("after", "") in mutant.after
        ):
            return entry["reason"]
    return ""


def main() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(description="Counts changes of the code that no test notices.")
    parser.add_argument("--only", nargs="*", default=TARGETS, help="files below plugins/module_utils, as patterns")
    parser.add_argument("--sample", type=int, default=0, help="only so many changes, chosen by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--names", type=Path, help="only the changes that this file names, as mutmut does, one a line")
    parser.add_argument("--limit", type=float, default=5.0, help="percent of changes that may stay unnoticed")
    parser.add_argument("--children", type=int, default=2, help="tests run side by side")
    given = parser.parse_args()
    began = time.monotonic()
    shutil.rmtree(PLACE, ignore_errors=True)
    copied(PLACE)
    settle(PLACE, given.only)
    names = generated(PLACE)
    if given.names:
        named = given.names.read_text(encoding="utf-8").split()
        names = [name for name in names if name in named]
    if given.sample and given.sample < len(names):
        names = sorted(random.Random(given.seed).sample(names, given.sample))  # nosec B311  # repeatable chance
    print(f"{len(names)} of {len(known(PLACE))} changes are made, one at a time", flush=True)
    try:
        run_mutmut(PLACE, given.children, names)
    except subprocess.CalledProcessError:
        print((PLACE / "mutmut.log").read_text(encoding="utf-8", errors="replace")[-3000:])
        return 1
    accepted = equivalents()
    mutants = judged(PLACE, names)
    unseen = [mutant for mutant in mutants if mutant.where]
    left = [mutant for mutant in unseen if not reason_for(mutant, accepted)]
    for mutant in left:
        print(f"{mutant.status}  {mutant.where}\n    - {mutant.before}\n    + {mutant.after}")
    counted = Counter(mutant.status for mutant in mutants)
    equal = len(unseen) - len(left)
    share = 100 * len(left) / max(len(mutants) - equal, 1)
    print(", ".join(f"{count} {status}" for status, count in sorted(counted.items())))
    print(f"{equal} equivalent, {len(left)} unnoticed: {share:.1f} %, in {(time.monotonic() - began) / 60:.0f} minutes")
    return 1 if share > given.limit else 0


if __name__ == "__main__":
    sys.exit(main())
