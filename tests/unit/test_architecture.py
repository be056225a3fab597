# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may know about whom, and how large a module may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UTILS = ROOT / "plugins/module_utils"
LINE = ["_normalize", "_fields", "_resources", "_handoff", "_client", "_planner", "_diff", "_reader", "_executor"]
PURE = ["_normalize", "_fields", "_planner", "_diff", "_handoff", "_site", "_report", "_report_page"]
SENDING = {"requests", "urllib", "http", "socket", "urllib3", "ssl"}
MODULES = sorted((ROOT / "plugins/modules").glob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the top-level names of what a file imports; of the collection, the names of its own files."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            own = node.module.startswith("ansible_collections.mailops.mimecast.plugins.module_utils")
            rest = node.module.split(".")[5:] if own else []
            names = rest[:1] or [one.name for one in node.names] if own else [node.module]
        found |= {name.split(".")[0] for name in names}
    return found


@pytest.mark.parametrize("name", PURE)
def test_what_is_pure_knows_neither_ansible_nor_a_network(name: str) -> None:
    assert imported(UTILS / f"{name}.py") & (SENDING | {"ansible", "_client", "_ansible"}) == set()


@pytest.mark.parametrize("path", sorted((UTILS / "_resources").glob("*.py")), ids=lambda path: path.stem)
def test_a_descriptor_knows_only_the_words_it_is_written_in(path: Path) -> None:
    allowed = {"__future__", "_fields", "_normalize", "_resources", "collections", "typing", "ipaddress"}
    assert imported(path) <= allowed


@pytest.mark.parametrize("path", sorted(UTILS.glob("*.py")), ids=lambda path: path.stem)
def test_only_the_glue_knows_ansible(path: Path) -> None:
    assert ("ansible" in imported(path)) == (path.stem == "_ansible")


@pytest.mark.parametrize("path", sorted(UTILS.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_imports_the_glue_and_the_runner_is_known_only_to_the_last_in_line(path: Path) -> None:
    names = imported(path)
    assert "_ansible" not in names
    assert "_runner" not in names or path.stem in (
        "_ansible",
        "_info",
        "_mx",
        "_site_plan",
        "_site_run",
        "_audit",
        "_snapshot",
        "_report_files",
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_its_documentation_and_one_call(path: Path) -> None:
    tree = ast.parse(path.read_text())
    documentation = [node for node in tree.body if isinstance(node, ast.Assign)]
    lines = len(path.read_text().splitlines()) - sum((node.end_lineno or 0) - node.lineno + 1 for node in documentation)
    assert lines <= 60
    assert imported(path) == {"__future__", "_ansible"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_has_its_other_door(path: Path) -> None:
    assert (ROOT / "plugins/action" / path.name).exists()
