# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about adding a resource is right: its steps, done in a copy of the project, make a tested type."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/adding_a_resource.md").read_text("utf-8")
GENERATE = "tests/tooling/generate"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
WRITTEN = dict(re.findall(r"^`([\w./]+)`:\n\n```(?:python|yaml|markdown)\n(.*?)^```", PAGE, re.S | re.M))
"""What the page shows of files that a person writes, by file."""
DESCRIPTOR = "plugins/module_utils/_resources/greylisting_policy.py"
MODULE = "plugins/modules/mimecast_greylisting_policy.py"
REGISTER = "plugins/module_utils/_resources/_all.py"
EXAMPLES = r'(?<=^EXAMPLES = r"""\n).*?(?=""")'


class Copy:
    """A copy of the project in which nothing of the original is imported."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "ansible_collections/mailops/mimecast"
        self.root.mkdir(parents=True)
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.root / name)
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(folder), str(self.root / "emulator")]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def python(self, *arguments: str) -> str:
        """Run Python there; it has to succeed. Return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            check=False,
            cwd=self.root,
            env=self._environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def read(self, path: str) -> str:
        """Return the text of a file there."""
        return (self.root / path).read_text("utf-8")

    def replace(self, path: str, pattern: str, text: str) -> None:
        """Put a text into the one place of a file that a pattern matches."""
        before = self.read(path)
        after, count = re.subn(pattern, lambda _found: text, before, flags=re.S | re.M)
        assert count == 1, (path, pattern)
        (self.root / path).write_text(after, "utf-8")


def without_the_type(made: Copy) -> None:
    """Take greylisting policies out of a copy, and have all that follows from the descriptors follow."""
    for path in (DESCRIPTOR, MODULE):
        (made.root / path).unlink()
    made.replace(REGISTER, r"^from \S+greylisting_policy import \(?\s*GREYLISTING_POLICY,?\s*?\)?\n", "")
    made.replace(REGISTER, r"^ +GREYLISTING_POLICY,\n", "")
    made.python(f"{GENERATE}/main.py")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy without the type in which every step of the page was done, up to `make generate`."""
    made = Copy(tmp_path_factory.mktemp("copy"))
    without_the_type(made)
    assert "mimecast_greylisting_policy" not in made.read("meta/runtime.yml")
    begin = re.search(r"make resource NAME=(\w+) FAMILY=(\w+) ROLE=(\w+)", PAGE)
    assert begin
    name, family, role = begin.groups()
    told = made.python(f"{GENERATE}/new_resource.py", "--name", name, "--family", family, "--role", role)
    assert WRITTEN
    assert all(path in told for path in WRITTEN)
    made.replace(DESCRIPTOR, r"\A.*\Z", WRITTEN[DESCRIPTOR])
    made.replace(MODULE, EXAMPLES, WRITTEN[MODULE])
    made.python(f"{GENERATE}/main.py")
    return made


def test_two_files_are_written_by_hand_and_shown_as_they_are() -> None:
    assert set(WRITTEN) == {DESCRIPTOR, MODULE}
    assert WRITTEN[DESCRIPTOR] == (ROOT / DESCRIPTOR).read_text("utf-8")
    found = re.search(EXAMPLES, (ROOT / MODULE).read_text("utf-8"), re.S | re.M)
    assert found
    assert WRITTEN[MODULE] == found.group()


def test_the_descriptor_of_the_page_is_short() -> None:
    written = [line for line in WRITTEN[DESCRIPTOR].splitlines() if line]
    assert len([line for line in written if not line.startswith("#")]) <= 25


def test_what_the_steps_make_is_what_the_project_has(copy: Copy) -> None:
    for path in (DESCRIPTOR, MODULE, "plugins/action/mimecast_greylisting_policy.py", "meta/runtime.yml"):
        assert copy.read(path) == (ROOT / path).read_text("utf-8"), path


def test_after_the_steps_every_generated_file_is_current(copy: Copy) -> None:
    copy.python(f"{GENERATE}/main.py", "--check")


def test_the_new_type_keeps_the_laws_of_every_type(copy: Copy) -> None:
    printed = copy.python(*PYTEST, "tests/contract/test_resources.py", "-k", "greylisting")
    assert int(re.findall(r"(\d+) passed", printed)[0]) > 20


def test_the_documentation_of_the_project_is_complete_with_the_new_type(copy: Copy) -> None:
    files = ("test_generated.py", "test_documentation.py", "test_architecture.py")
    copy.python(*PYTEST, *(f"tests/unit/{name}" for name in files))
