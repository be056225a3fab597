# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tutorial works as it stands: every file and every command of it, in order, where there is nothing else.

It knows the page and what a person does with it: typing commands into two terminals, saving files, comparing what is
printed with what the page shows. It may not know what any of it means.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/tutorial.md"
WHEELS = ROOT / ".cache/wheels"
REPOSITORY = "https://github.com/mailops/mimecast"
PORT = "8080"
MARK = "@@ended"
# A comment says what the block below it is: a file to save, what runs in the second terminal, what is to fail.
BLOCK = re.compile(r"(?:<!-- (?P<note>[^\n]*) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of the page and the lines that it is said to print; ``...`` stands for anything."""

    line: str
    shown: tuple[str, ...]


def commands(text: str) -> list[Command]:
    """Return the commands of a block."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return [Command(line, tuple(shown)) for line, shown in found]


def missing(shown: tuple[str, ...], printed: str) -> list[str]:
    """Return the lines that are shown and were not printed in this order."""
    left = iter(printed.splitlines())
    return [
        line
        for line in shown
        if line.strip(". ") and not any(re.fullmatch(pattern(line), other.strip()) for other in left)
    ]


def pattern(line: str) -> str:
    """Return the regular expression of a line in which ``...`` stands for anything."""
    return ".*".join(re.escape(part.strip()) for part in line.strip().split("..."))


class Terminal:
    """A shell in a folder, with an environment of its own and nothing of the caller's."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, line: str) -> tuple[int, str]:
        """Return the exit status of a command and what it printed."""
        self._type(f"{line}\nprintf '\\n%s %s\\n' {MARK} $?\n")
        printed: list[str] = []
        for answer in self._lines():
            if answer.startswith(MARK):
                return int(answer.split()[1]), "\n".join(printed)
            printed.append(answer)
        raise AssertionError(f"the terminal closed in {line}: {printed}")

    def start(self, line: str, until: str) -> list[str]:
        """Start a command that does not end, and return what it printed up to a line."""
        self._type(f"{line}\n")
        printed = []
        for answer in self._lines():
            printed.append(answer)
            if re.fullmatch(pattern(until), answer.strip()):
                return printed
        raise AssertionError(f"{line} ended: {printed}")

    def folder(self) -> Path:
        """Return the folder that the terminal is in."""
        return Path(self.run("pwd")[1].strip())

    def close(self) -> None:
        """End the shell and what it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._shell.pid, signal.SIGTERM)
        self._shell.wait(timeout=10)
        for stream in (self._shell.stdin, self._shell.stdout):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()

    def _type(self, text: str) -> None:
        assert self._shell.stdin is not None
        self._shell.stdin.write(text)
        self._shell.stdin.flush()

    def _lines(self) -> Iterator[str]:
        assert self._shell.stdout is not None
        for line in self._shell.stdout:
            yield line.rstrip("\n")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with the checkout as it is, in the place of the published one."""
    place = tmp_path_factory.mktemp("published")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place / name)
    someone = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com"]
    for arguments in (["init", "--quiet"], ["add", "--all"], [*someone, "commit", "--quiet", "--message", "All"]):
        subprocess.run(["git", *arguments], cwd=place, check=True, capture_output=True)
    return place


@pytest.fixture
def environment(tmp_path: Path, published: Path) -> dict[str, str]:
    """What a new user's terminal has: a home without anything, Python, git and curl; packages come from a folder."""
    if not (WHEELS / ".ready").exists():
        subprocess.run(["make", "--no-print-directory", ".cache/wheels/.ready"], cwd=ROOT, check=True)
    home, programs = tmp_path / "home", tmp_path / "programs"
    home.mkdir()
    programs.mkdir()
    python = programs / "python3"
    python.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).resolve()}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return {
        "HOME": str(home),
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "no_proxy": "127.0.0.1",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(WHEELS),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{published}.insteadOf",
        "GIT_CONFIG_VALUE_0": REPOSITORY,
        # Ansible asks the password database, not HOME, where this is.
        "ANSIBLE_REMOTE_TEMP": str(tmp_path / "remote"),
    }


def free_port() -> str:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def blocks() -> list[tuple[str, str, str]]:
    """Return the page's blocks in order: what the comment above it says, its language, and its text."""
    page = PAGE.read_text(encoding="utf-8").replace(PORT, free_port())
    return [(found["note"] or "", found["kind"], found["text"]) for found in BLOCK.finditer(page)]


def test_every_block_of_the_tutorial_says_what_is_done_with_it() -> None:
    for note, kind, text in blocks():
        assert kind == "console" or note.startswith("file "), text
    assert len(re.findall(r"^```\w", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) == len(blocks())


# Half a minute of work, most of it pip's, which takes minutes on a machine that is busy.
@pytest.mark.timeout(900)
def test_the_tutorial_ends_as_it_says(tmp_path: Path, environment: dict[str, str]) -> None:
    place = tmp_path / "place"
    place.mkdir()
    first, second = Terminal(place, environment), Terminal(place, environment)
    try:
        for note, kind, text in blocks():
            if kind != "console":
                (first.folder() / note.removeprefix("file ")).write_text(text, encoding="utf-8")
            elif note == "terminal 2":
                *before, last = commands(text)
                assert [second.run(command.line)[0] for command in before] == [0] * len(before)
                second.start(last.line, last.shown[-1])
            else:
                for command in commands(text):
                    status, printed = first.run(command.line)
                    assert (status != 0) == (note == "fails"), f"{command.line}\n{printed}"
                    assert not missing(command.shown, printed), f"{command.line}\n{printed}"
    finally:
        first.close()
        second.close()
    assert list(place.iterdir()) == []
