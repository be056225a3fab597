# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Continuous integration covers every supported ansible-core, and a release is what its tag says.

It reads the workflows and what they call; nothing of them can be run without GitHub.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.tests.tooling import check_release
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / ".github/workflows"
VERSION = "2.1.0"


def workflow(name: str) -> Any:
    """A workflow of the repository. YAML 1.1 reads its `on` as a truth value."""
    return yaml.safe_load((WORKFLOWS / name).read_text("utf-8"))


def cores() -> dict[str, tuple[str, ...]]:
    """CORES of noxfile.py, which cannot be imported without nox."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    (found,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "CORES"
    )
    return dict(found)


CELLS = [(core.rpartition(".")[0], python) for core, pythons in cores().items() for python in pythons]


def commands(job: dict[str, Any]) -> str:
    """Everything that a job runs."""
    return "\n".join(step["run"] for step in job.get("steps", ()) if "run" in step)


def test_continuous_integration_tests_every_core_on_every_python() -> None:
    job = workflow("ci.yml")["jobs"]["matrix"]
    assert [(cell["core"], cell["python"]) for cell in job["strategy"]["matrix"]["include"]] == CELLS
    cell = "core${{ matrix.core }}-py${{ matrix.python }}"
    assert [f"{session}({cell})" in commands(job) for session in ("matrix", "sanity")] == [True, True]


def test_the_oldest_core_of_the_matrix_is_the_one_that_the_collection_admits() -> None:
    admitted = yaml.safe_load((ROOT / "meta/runtime.yml").read_text("utf-8"))["requires_ansible"]
    assert admitted == f">={CELLS[0][0]}.0"


def test_readers_are_told_every_core_that_is_tested() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (told,) = re.findall(r"Tested with ansible-core ([\d., \nand]+?), each", readme)
    assert re.findall(r"2\.\d+", told) == list(dict.fromkeys(core for core, _python in CELLS))


def test_everything_is_tested_for_a_pull_request_every_week_and_before_a_release() -> None:
    ci = workflow("ci.yml")
    assert {"push", "pull_request", "schedule", "workflow_call"} == set(ci[True])
    assert ci["jobs"]["all-green"]["needs"] == [name for name in ci["jobs"] if name != "all-green"]
    jobs = workflow("release.yml")["jobs"]
    assert jobs["checks"]["uses"] == "./.github/workflows/ci.yml"
    waiting = {name: job.get("needs") for name, job in jobs.items()}
    assert waiting == {
        "checks": None,
        "collection": "checks",
        "emulator": "checks",
        "release": ["collection", "emulator"],
        "galaxy": "release",
    }


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.name)
def test_every_make_target_of_a_workflow_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for job in workflow(path.name)["jobs"].values():
        called = re.findall(r"^make ([a-z -]+)", commands(job).replace("${{ matrix.target }}", ""), re.MULTILINE)
        called += job.get("strategy", {}).get("matrix", {}).get("target", [])
        assert {target for words in called for target in words.split()} <= targets


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_only_its_releasing_jobs_write(path: Path) -> None:
    found = workflow(path.name)
    assert found["permissions"] == {"contents": "read"}
    writing = {name for name, job in found["jobs"].items() if "write" in job.get("permissions", {}).values()}
    assert writing == ({"collection", "release"} if path.name == "release.yml" else set())


def listed(name: str) -> set[str]:
    """A list of antsibull-nox.toml, which Python 3.10 has no parser for."""
    (found,) = re.findall(rf"^{name} = (\[.*?\])$", (ROOT / "antsibull-nox.toml").read_text("utf-8"), re.M | re.S)
    return set(ast.literal_eval(found))


def test_the_extra_checks_except_what_there_is_and_nothing_else() -> None:
    others = [path for path in (ROOT / "plugins").rglob("*.*") if path.suffix not in (".py", ".pyc")]
    assert listed("no_unwanted_files_skip_paths") == {str(path.relative_to(ROOT)) for path in others}
    assert listed("exclusions") == {name for name, made in DEFINITIONS.items() if "client_id" not in made.options}


def test_the_tools_of_renovate_do_not_touch_what_users_need() -> None:
    ignored = json.loads((ROOT / ".github/renovate.json").read_text("utf-8"))["ignorePaths"]
    lower_bounds = ["requirements.txt", "meta/ee-requirements.txt", "emulator/pyproject.toml"]
    assert {*lower_bounds, "tests/tooling/requirements-oldest.txt"} <= set(ignored)
    assert [name for name in ignored if "*" not in name and not (ROOT / name).is_file()] == []


# --- A release --------------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is ready to be released as VERSION."""
    (tmp_path / "galaxy.yml").write_text(f"version: {VERSION}\n", "utf-8")
    (tmp_path / "changelogs/fragments").mkdir(parents=True)
    (tmp_path / "changelogs/changelog.yaml").write_text(f"releases:\n  {VERSION}: {{}}\n", "utf-8")
    return tmp_path


def test_a_checkout_that_is_ready_may_be_released(checkout: Path) -> None:
    assert list(check_release.problems(checkout, VERSION)) == []


def test_a_tag_that_is_not_the_version_is_refused(checkout: Path) -> None:
    assert list(check_release.problems(checkout, "2.2.0")) == [
        "galaxy.yml has version 2.1.0, the tag 2.2.0",
        "changelogs/changelog.yaml has no release 2.2.0: run make changelog",
    ]


def test_a_version_in_the_making_is_refused(checkout: Path) -> None:
    (checkout / "galaxy.yml").write_text("version: 2.1.0-dev0\n", "utf-8")
    assert next(check_release.problems(checkout, "2.1.0-dev0")).startswith("'2.1.0-dev0' is not a version to release")


def test_a_change_that_no_release_tells_of_is_named(checkout: Path) -> None:
    (checkout / "changelogs/fragments/routes.yml").write_text("bugfixes: []\n", "utf-8")
    assert list(check_release.problems(checkout, VERSION)) == [
        "changelogs/fragments/routes.yml is in no release: run make changelog"
    ]
