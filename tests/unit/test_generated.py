# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the descriptors stands where it has to; where a type is left out, a test names the place."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS
from ansible_collections.mailops.mimecast.tests.tooling.generate import main, new_resource, roles, texts
from ansible_collections.mailops.mimecast.tests.tooling.generate.roles import USED

ROOT = Path(__file__).resolve().parents[2]
FILES = main.generated()
every_type = pytest.mark.parametrize("resource", MANAGED.values(), ids=list(MANAGED))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_generated_file_is_current(path: Path) -> None:
    assert main.differences(path, FILES[path]) == []


def test_a_commit_of_any_generated_file_is_checked() -> None:
    config = yaml.safe_load((texts.ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (hook,) = (hook for repo in config["repos"] for hook in repo["hooks"] if hook["id"] == "generated")
    names = [str(path.relative_to(texts.ROOT)) for path in FILES]
    assert [name for name in names if not re.search(hook["files"], name)] == []


def test_a_file_that_is_not_current_is_named_with_what_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "ROOT", tmp_path)
    path = tmp_path / "page.md"
    assert main.differences(path, None) == []
    path.write_text("one\n", "utf-8")
    assert main.differences(path, "one\n") == []
    assert main.differences(path, "two\n")[-2:] == ["-one\n", "+two\n"]
    assert main.differences(path, None)[:2] == ["--- page.md\n", "+++ nothing\n"]


@every_type
def test_a_type_has_both_doors_and_a_role_that_calls_them(resource: Resource) -> None:
    name = f"mimecast_{resource.name}"
    assert name in DEFINITIONS
    assert {ROOT / f"plugins/modules/{name}.py", ROOT / f"plugins/action/{name}.py"} <= FILES.keys()
    tasks = yaml.safe_load((ROOT / f"roles/{resource.role}/tasks/main.yml").read_text("utf-8"))
    assert f"mailops.mimecast.{name}" in {module for task in tasks for module in task}


@every_type
def test_what_others_use_goes_at_the_end(resource: Resource) -> None:
    tasks = yaml.safe_load((ROOT / "roles/removals/tasks/main.yml").read_text("utf-8"))
    removed = [task for task in tasks if f"mailops.mimecast.mimecast_{resource.name}" in task]
    assert [task["tags"] for task in removed] == ([[resource.role]] if resource.name in USED else [])


def test_the_playbook_of_a_site_calls_the_role_of_every_type_in_the_order_of_work() -> None:
    plays: list[dict[str, Any]] = yaml.safe_load((ROOT / "playbooks/site.yml").read_text("utf-8"))
    called = [call["role"].rpartition(".")[2] for play in plays for call in play.get("roles", [])]
    wanted = [*roles.by_role(), roles.REMOVALS]
    assert [role for role in called if role in wanted] == wanted
    assert {resource.role for resource in RESOURCES.values()} <= {*called}


HANDWRITTEN = [
    *ROOT.glob("plugins/module_utils/_resources/*.py"),
    *ROOT.glob("plugins/modules/*.py"),
    *ROOT.glob("roles/*/README.md"),
    *ROOT.glob("roles/*/meta/main.yml"),
]


@pytest.mark.parametrize("path", HANDWRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_to_be_written(path: Path) -> None:
    assert texts.TO_BE_WRITTEN not in path.read_text("utf-8")


@every_type
def test_the_examples_of_a_module_call_it(resource: Resource) -> None:
    text = (ROOT / f"plugins/modules/mimecast_{resource.name}.py").read_text("utf-8")
    found = next(
        ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "EXAMPLES"
    )
    tasks = yaml.safe_load(found)
    assert any(f"mailops.mimecast.mimecast_{resource.name}" in task for task in tasks)


@pytest.mark.parametrize(("name", "before"), [("aardvark", "address_alteration_policy"), ("quarantine", "role_member")])
def test_a_new_type_is_registered_in_alphabetical_order_and_worked_on_last(name: str, before: str) -> None:
    text = new_resource.registered(new_resource.REGISTER.read_text("utf-8"), name)
    lines = text.splitlines()
    place = next(number for number, line in enumerate(lines) if f".{name} import" in line)
    assert f".{before} import" in lines[place + 1]
    assert f"        {name.upper()},\n        MX,\n" in text


def test_a_page_without_a_place_for_what_is_generated_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 1 times"):
        texts.with_parts("nothing here", "part")
    with pytest.raises(ValueError, match="0 lines begin with"):
        texts.with_line("nothing here", "| Roles |", "line")
