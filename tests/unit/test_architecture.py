# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of the house may know which, and how large a part may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UTILS = ROOT / "plugins/module_utils"
PACKAGE = "ansible_collections.mailops.mimecast.plugins.module_utils"
MAY_KNOW: dict[str, set[str]] = {
    "_model": set(),
    "_resources": {"_model"},
    "_plan": {"_model"},
    "_mail": {"_model", "_resources"},
    "_api": {"_model", "_plan"},
    "_run": {"_model", "_resources", "_plan", "_mail", "_api"},
    "_report": {"_model", "_resources", "_plan", "_mail"},
    "_definitions": {"_model", "_resources", "_plan", "_mail", "_api", "_run", "_report"},
    "_ansible": {"_model", "_resources", "_plan", "_mail", "_api", "_run", "_report", "_definitions"},
}
"""Wing -> the wings that it may import. Nothing may import what is not named here."""

MAY_SEND = {
    "_api/transport.py": {"requests", "urllib3"},
    "_api/connection.py": {"urllib", "ssl"},
    "_api/envelopes.py": {"urllib"},
    "_run/dns_lookup.py": {"dns"},
}
SENDING = {"requests", "urllib", "http", "socket", "urllib3", "ssl", "dns", "asyncio", "subprocess"}
FILES = sorted(UTILS.rglob("*.py"))
MODULES = sorted((ROOT / "plugins/modules").glob("*.py"))


def place(path: Path) -> str:
    """Return where a file of module_utils stands, such as ``_plan/diff.py``."""
    return path.relative_to(UTILS).as_posix()


def wing_of(name: str) -> str:
    """Return the wing of a file, named by its place or by its dotted path."""
    return name.replace("/", ".").removesuffix(".py").split(".")[0]


def imported(text: str) -> Iterator[str]:
    """Yield the full dotted name of everything that a Python text imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(text: str) -> set[str]:
    """Return the wings of module_utils that a Python text imports."""
    return {wing_of(name.removeprefix(f"{PACKAGE}.")) for name in imported(text) if name.startswith(f"{PACKAGE}.")}


def against_the_direction(where: str, text: str) -> set[str]:
    """Return the wings that a file imports and may not know."""
    wing = wing_of(where)
    return own(text) - MAY_KNOW[wing] - {wing}


@pytest.mark.parametrize("path", FILES, ids=place)
def test_imports_go_one_way(path: Path) -> None:
    assert against_the_direction(place(path), path.read_text()) == set()


@pytest.mark.parametrize("wing", MAY_KNOW)
def test_an_import_of_what_stands_above_is_noticed(wing: str) -> None:
    for other in MAY_KNOW.keys() - MAY_KNOW[wing] - {wing}:
        assert against_the_direction(f"{wing}/file.py", f"from {PACKAGE}.{other} import name") == {other}
        assert against_the_direction(f"{wing}/file.py", f"from {PACKAGE} import {other}") == {other}


@pytest.mark.parametrize("wing", MAY_KNOW)
def test_no_two_files_of_a_wing_need_each_other(wing: str) -> None:
    files = [path for path in FILES if wing_of(place(path)) == wing]
    names = {f"{PACKAGE}.{place(path).removesuffix('.py').replace('/', '.')}": path for path in files}
    needs = {
        name: {found for found in names for full in imported(path.read_text()) if f"{full}.".startswith(f"{found}.")}
        for name, path in names.items()
    }
    while free := [name for name, others in needs.items() if not others]:
        needs = {name: others - {*free} for name, others in needs.items() if name not in free}
    assert needs == {}


@pytest.mark.parametrize("path", FILES, ids=place)
def test_only_the_glue_knows_ansible(path: Path) -> None:
    knows = any(name.split(".")[0] == "ansible" for name in imported(path.read_text()))
    assert knows == (place(path) == "_ansible.py")


@pytest.mark.parametrize("path", FILES, ids=place)
def test_only_what_sends_knows_a_network(path: Path) -> None:
    found = {name.split(".")[0] for name in imported(path.read_text())} & SENDING
    assert found <= MAY_SEND.get(place(path), set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_its_documentation_and_one_call(path: Path) -> None:
    tree = ast.parse(path.read_text())
    documentation = [node for node in tree.body if isinstance(node, ast.Assign)]
    lines = len(path.read_text().splitlines()) - sum((node.end_lineno or 0) - node.lineno + 1 for node in documentation)
    assert lines <= 60
    assert own(path.read_text()) == {"_ansible"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_has_its_other_door(path: Path) -> None:
    assert (ROOT / "plugins/action" / path.name).exists()
