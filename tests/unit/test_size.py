# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a file and a function of the house may be, and that a loop says what it goes over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UTILS = "plugins/module_utils"
FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 50, 5
WRITTEN_BY_PEOPLE = ("plugins", "emulator", "extensions", "playbooks", "tests")
FILES = {
    path.relative_to(ROOT).as_posix(): path for folder in WRITTEN_BY_PEOPLE for path in (ROOT / folder).rglob("*.py")
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_large(where: str, text: str) -> Iterator[str]:
    """Say what is too large in a file of module_utils, and at which place."""
    if (lines := len(text.splitlines())) > FILE_LINES:
        yield f"{where}: {lines} lines, more than {FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            place = f"{where}:{node.lineno} {node.name}"
            if (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES:
                yield f"{place}: {lines} lines, more than {FUNCTION_LINES}"
            if (count := len(parameters(node.args))) > PARAMETERS:
                yield f"{place}: {count} parameters, more than {PARAMETERS}"


def parameters(of: ast.arguments) -> list[str]:
    """Return the names of a function's parameters without self and cls."""
    nodes = [*of.posonlyargs, *of.args, *of.kwonlyargs, *(node for node in (of.vararg, of.kwarg) if node)]
    return [node.arg for node in nodes if node.arg not in ("self", "cls")]


def nameless(where: str, text: str) -> Iterator[str]:
    """Say where a loop, a comprehension or a lambda calls what it has in hand ``one``."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            names = {found.id for found in ast.walk(node.target) if isinstance(found, ast.Name)}
            line = node.target.lineno
        elif isinstance(node, ast.Lambda):
            names, line = set(parameters(node.args)), node.lineno
        else:
            continue
        if "one" in names:
            yield f"{where}:{line}: 'one' does not say what it is"


def faults(where: str, text: str) -> list[str]:
    """Return all that is wrong in a file."""
    sizes = too_large(where, text) if where.startswith(UTILS) else ()
    return [*sizes, *nameless(where, text)]


@pytest.mark.parametrize("where", sorted(FILES))
def test_a_file_keeps_to_the_size_and_says_what_it_loops_over(where: str) -> None:
    assert faults(where, FILES[where].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "pass\n" * (FILE_LINES + 1),
        "def long() -> None:\n" + "    pass\n" * FUNCTION_LINES,
        "class Of:\n    async def long(self) -> None:\n" + "        pass\n" * FUNCTION_LINES,
        "def wide(a, b, c, *, d, e, f): ...",
        "def wide(a, b, c, d, *e, **f): ...",
        "for one in (): ...",
        "[one for one in ()]",
        "{name: one for name, one in ()}",
        "sorted((), key=lambda one: one)",
    ],
)
def test_what_is_too_large_or_nameless_is_noticed(text: str) -> None:
    assert faults(f"{UTILS}/file.py", text) != []


@pytest.mark.parametrize(
    "text",
    [
        "pass\n" * FILE_LINES,
        "def long() -> None:\n" + "    pass\n" * (FUNCTION_LINES - 1),
        "class Of:\n    def wide(self, a, b, c, d, e): ...",
        "[entry for entry in one]",
    ],
)
def test_what_just_fits_passes(text: str) -> None:
    assert faults(f"{UTILS}/file.py", text) == []
