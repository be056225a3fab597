# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes away each defence against a class of bugs, in a copy, and demands that the test named for it fails.

`mutate_defences.py [-k WORDS] [--table]`. Each defence knows a few lines of the collection by heart; when they have
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
from pathlib import Path

from ansible_collections.mailops.mimecast.tests.tooling.defences._all import ALL
from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import TESTS, Mutation

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "plugins",
    "tests/__init__.py",
    "tests/contract",
    "tests/unit",
    "tests/tooling/definitions.py",
    "tests/tooling/generate",
    "docs/site.schema.json",
    "meta",
    "pyproject.toml",
    "playbooks",
    "roles",
    "galaxy.yml",
)
PASSED, FAILED = 0, 1
"""Exit codes of pytest: anything else is no judgement."""


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
    parser.add_argument("--table", action="store_true", help="print rows for docs/bug_classes.md, and try nothing")
    given = parser.parse_args()
    chosen = [mutation for mutation in ALL if given.k.lower() in mutation.words()]
    if given.table:
        print(
            "\n".join(
                f"| {mutation.bug} | `{mutation.where}` | `{mutation.test}` | {mutation.what} |" for mutation in chosen
            )
        )
        return 0
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
            verdict = "fails" if failed else "SURVIVES"
            print(f"{verdict}  {mutation.bug}: {mutation.what} ({mutation.test}): {reason}", flush=True)
    print(f"{len(chosen)} defences taken away, {len(chosen) - survived} noticed, {survived} not")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
