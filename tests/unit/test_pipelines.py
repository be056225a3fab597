# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pipelines, hooks and contributors are told to run exists: commands, options, variables, files, targets.

tests/integration/test_check.py runs the commands of the pipelines.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.cli.playbook import PlaybookCLI

from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs/examples"
REPOSITORY = EXAMPLES / "repository"
PIPELINES = ("github-actions.yml", "gitlab-ci.yml")


def load(path: Path) -> Any:
    """A YAML file, as any reader of YAML sees it."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


HOOKS = {hook["id"]: hook for hook in load(ROOT / ".pre-commit-hooks.yaml")}
RELEASE = load(ROOT / "galaxy.yml")["version"].partition("-")[0]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")


def jobs(pipeline: str) -> dict[str, dict[str, Any]]:
    """The jobs of an example pipeline."""
    document = load(EXAMPLES / pipeline)
    found = document.get("jobs", document)
    return {name: job for name, job in found.items() if isinstance(job, dict) and ("script" in job or "steps" in job)}


def commands(pipeline: str) -> Iterator[tuple[str, str]]:
    """Every command of an example pipeline with the name of its job."""
    before = load(EXAMPLES / pipeline).get("default", {}).get("before_script", [])
    for name, job in jobs(pipeline).items():
        own = job.get("script") or [step["run"] for step in job["steps"] if "run" in step]
        for command in (*before, *own):
            yield name, command


def known_variables() -> set[str]:
    """Every variable that a playbook or a role takes."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "playbooks").glob("*.yml")]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "roles").glob("*/defaults/main.yml")]
    return set(re.findall(r"\bmimecast_[a-z_]+\b", "\n".join(texts)))


def options_of_ansible_playbook() -> set[str]:
    program = PlaybookCLI(["ansible-playbook", "any.yml"])
    program.init_parser()
    return {word for action in program.parser._actions for word in action.option_strings}


def wrong_with(command: str) -> str:
    """What of a command does not exist, or an empty string."""
    program, *words = shlex.split(command)
    if program == "ansible-playbook":
        return wrong_with_playbook(words)
    if program == "pre-commit":
        hooks = [word for word in words[1:] if not word.startswith("-")]
        return "" if words[0] == "run" and set(hooks) <= set(HOOKS) else f"{hooks} are not our hooks"
    if (program, *words[:2]) in (("pip", "install", "-r"), ("ansible-galaxy", "collection", "install")):
        return "" if (REPOSITORY / words[-1]).is_file() else f"there is no {words[-1]}"
    return "" if program == "mkdir" else f"{program} is not known here"


def wrong_with_playbook(words: list[str]) -> str:
    options = [word for word in words if word.startswith("-")]
    unknown = set(options) - options_of_ansible_playbook()
    if unknown:
        return f"ansible-playbook has no {unknown}"
    values = {word: words[index + 1] for index, word in enumerate(words) if word in ("-i", "-e")}
    if not (REPOSITORY / values.get("-i", ".")).exists():
        return f"there is no {values['-i']}"
    for index, word in enumerate(words):
        name = words[index + 1].split("=")[0] if word == "-e" else ""
        if name and not name.startswith("@") and name not in known_variables():
            return f"nothing takes {name}"
    playbooks = [word for word in words if word.startswith("mailops.mimecast.")]
    if len(playbooks) != 1 or not (ROOT / f"playbooks/{playbooks[0].split('.')[-1]}.yml").is_file():
        return f"{playbooks} is no playbook of the collection"
    return ""


# --- Pipelines --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_every_command_of_a_pipeline_exists_with_its_options_and_files(pipeline: str) -> None:
    found = [f"{job}: {command}: {wrong}" for job, command in commands(pipeline) if (wrong := wrong_with(command))]
    assert found == []


@pytest.mark.parametrize(
    "command",
    [
        "ansible-playbook -i inventory mailops.mimecast.sites",
        "ansible-playbook -i inventories mailops.mimecast.site",
        "ansible-playbook -i inventory mailops.mimecast.site --chekc",
        "ansible-playbook -i inventory mailops.mimecast.drift -e mimecast_drift_directroy=x",
        "pre-commit run mimecast-check",
        "pip install -r requirement.txt",
        "make test",
    ],
)
def test_a_command_that_does_not_exist_would_be_noticed(command: str) -> None:
    assert wrong_with(command) != ""


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_a_pipeline_checks_predicts_applies_and_compares(pipeline: str) -> None:
    found = list(commands(pipeline))
    playbooks = {job: command for job, command in found if command.startswith("ansible-playbook")}
    assert list(playbooks) == ["check", "predict", "apply", "drift"]
    assert ("check", "pre-commit run mimecast-site-check --all-files") in found
    assert [job for job, command in playbooks.items() if "--check" in command.split()] == ["predict"]
    assert "mimecast_drift_fail=true" in playbooks["drift"]


def test_the_variables_of_the_environment_are_those_that_the_modules_read() -> None:
    read = {f"MIMECAST_{name.upper()}" for name in connection.OPTIONS}
    for text in [*((EXAMPLES / pipeline).read_text(encoding="utf-8") for pipeline in PIPELINES), PAGE]:
        written = set(re.findall(r"\bMIMECAST_[A-Z_]+\b", text))
        assert {"MIMECAST_CLIENT_ID", "MIMECAST_CLIENT_SECRET"} <= written <= read


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_a_pull_request_never_has_what_may_apply(pipeline: str) -> None:
    environments = {name: job.get("environment") for name, job in jobs(pipeline).items()}
    names = {
        name: environment["name"] if isinstance(environment, dict) else environment
        for name, environment in environments.items()
    }
    assert names == {"check": None, "predict": "mimecast-read", "apply": "mimecast-apply", "drift": "mimecast-read"}
    assert "secrets." not in str(jobs(pipeline)["check"])


def test_github_runs_each_job_when_it_is_meant_to() -> None:
    document = load(EXAMPLES / "github-actions.yml")
    assert set(document[True]) == {"pull_request", "push", "schedule"}  # YAML 1.1 reads `on` as a truth value
    assert document["permissions"] == {"contents": "read"}
    events = {name: re.findall(r"github\.event_name == '(\w+)'", job["if"]) for name, job in document["jobs"].items()}
    assert events == {
        "check": ["pull_request"],
        "predict": ["pull_request"],
        "apply": ["push"],
        "drift": ["schedule"],
    }
    assert document["jobs"]["apply"]["concurrency"]["cancel-in-progress"] is False


def test_gitlab_runs_each_job_when_it_is_meant_to() -> None:
    found = {
        name: re.findall(r'\$CI_PIPELINE_SOURCE == "(\w+)"', str(job["rules"]))
        for name, job in jobs("gitlab-ci.yml").items()
    }
    assert found == {
        "check": ["merge_request_event"],
        "predict": ["merge_request_event"],
        "apply": ["push"],
        "drift": ["schedule"],
    }
    document = load(EXAMPLES / "gitlab-ci.yml")
    assert {job["stage"] for job in jobs("gitlab-ci.yml").values()} == set(document["stages"])


def test_the_report_of_drift_is_kept_although_drift_fails_the_job() -> None:
    (directory,) = {
        re.findall(r"mimecast_drift_directory=(\S+)", command)[0]
        for pipeline in PIPELINES
        for job, command in commands(pipeline)
        if job == "drift" and "mailops.mimecast.drift" in command
    }
    (upload,) = [
        step for step in jobs("github-actions.yml")["drift"]["steps"] if "upload-artifact" in step.get("uses", "")
    ]
    assert upload["with"]["path"] == directory
    assert upload["if"] == "${{ !cancelled() }}"
    artifacts = jobs("gitlab-ci.yml")["drift"]["artifacts"]
    assert (artifacts["paths"], artifacts["when"]) == ([f"{directory}/"], "always")


def test_the_example_repository_asks_for_what_the_collection_needs() -> None:
    wanted = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8").splitlines()
    needed = (ROOT / "meta/ee-requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {line for line in needed if line and line[0] != "#"} <= set(wanted)
    lowest = re.fullmatch(r">=(\d+\.\d+)\.0", load(ROOT / "meta/runtime.yml")["requires_ansible"])
    assert lowest
    assert f"ansible-core>={lowest[1]}" in wanted


def test_the_examples_name_the_release_of_the_collection() -> None:
    (collection,) = load(REPOSITORY / "collections/requirements.yml")["collections"]
    (repo,) = load(EXAMPLES / "pre-commit-config.yaml")["repos"]
    assert (collection["version"], repo["rev"]) == (RELEASE, RELEASE)
    assert collection["name"] == f"{repo['repo']}.git" == f"{load(ROOT / 'galaxy.yml')['repository']}.git"


def test_every_host_of_the_example_repository_has_a_site_that_is_right() -> None:
    hosts = load(REPOSITORY / "inventory/hosts.yml")["all"]["hosts"]
    files = sorted((REPOSITORY / "inventory/host_vars").iterdir())
    assert [path.stem for path in files] == sorted(hosts)
    for path in files:
        assert site_file.check(RESOURCES, None, load(path)[site_file.SITE_NAME]) == []


# --- Hooks ------------------------------------------------------------------------------------------------------------


def test_the_hook_is_a_program_of_the_collection() -> None:
    for hook in HOOKS.values():
        program = ROOT / hook["entry"]
        assert hook["language"] == "script"
        assert os.access(program, os.X_OK)
        assert program.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_the_example_uses_hooks_that_there_are() -> None:
    (repo,) = load(EXAMPLES / "pre-commit-config.yaml")["repos"]
    assert {hook["id"] for hook in repo["hooks"]} == set(HOOKS)


TOOL = "tests/tooling/tool.sh"
LOCAL_HOOKS = [hook for repo in load(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]


def has(program: str) -> bool:
    """Whether `make setup` installs a program."""
    pinned = re.findall(r"^([\w-]+)==", (ROOT / "tests/requirements-dev.txt").read_text("utf-8"), re.MULTILINE)
    return program == "python" or program in pinned or f"{program}-py" in pinned


@pytest.mark.parametrize("hook", LOCAL_HOOKS, ids=lambda hook: hook["id"])
def test_the_checks_of_a_contributor_s_commit_are_tools_of_the_checkout(hook: dict[str, Any]) -> None:
    script, program, *words = hook["entry"].split()
    assert (hook["language"], script) == ("script", TOOL)
    assert has(program)
    assert [word for word in words if word.endswith(".py") and not (ROOT / word).is_file()] == []


def test_a_hook_of_a_checkout_without_tools_says_how_to_get_them(tmp_path: Path) -> None:
    script = tmp_path / TOOL
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / TOOL, script)
    ended = subprocess.run([script, "ruff", "check"], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr == f'ruff is not in .venv: run "make setup" in {tmp_path} first\n'


# --- What people are told ---------------------------------------------------------------------------------------------


def console(text: str) -> list[str]:
    """The commands of a page: what stands behind a dollar sign in its console blocks."""
    blocks = re.findall(r"^ *```console\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines() if "$ " in line[:6]]


def test_every_playbook_command_of_the_page_about_pipelines_exists() -> None:
    found = [command for command in console(PAGE) if command.startswith("ansible-playbook")]
    assert len(found) >= 3
    assert [f"{command}: {wrong}" for command in found if (wrong := wrong_with(command))] == []


def test_the_page_about_pipelines_shows_what_the_examples_hold() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
    assert load(EXAMPLES / "pre-commit-config.yaml") in blocks
    for name in re.findall(r"\bexamples/[\w./-]+", PAGE):
        assert (ROOT / "docs" / name).exists(), name


def test_a_path_into_the_collection_leads_somewhere() -> None:
    for text in (PAGE, CONTRIBUTING):
        for path in re.findall(r"ansible_collections/mailops/mimecast/([\w./-]+)", text):
            assert (ROOT / path).exists(), path


def test_every_target_that_contributors_are_told_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    told = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", CONTRIBUTING))
    assert {"setup", "demo", "test", "unit", "changelog", "build"} <= told <= targets


def test_every_choice_of_tests_that_contributors_are_told_finds_some() -> None:
    for kind, word in re.findall(r"make (\w+) ARGS='-k (\w+)'", CONTRIBUTING):
        names = [path.read_text(encoding="utf-8") + path.name for path in (ROOT / f"tests/{kind}").rglob("test_*.py")]
        emulator = (ROOT / "emulator/mimecast_emulator/openapi.yaml").read_text(encoding="utf-8")
        # The page about adding a resource makes the one that the contract tests would find.
        assert any(word in text for text in names) or (kind == "contract" and word in emulator.lower())


@pytest.mark.parametrize("file", ["tests/requirements-dev.txt", "tests/tooling/requirements-oldest.txt"])
def test_the_library_behind_the_example_of_the_makefile_is_pinned(file: str) -> None:
    # `-n` is an option of pytest-xdist; pytest itself refuses it.
    assert re.search(r"^# .*make unit ARGS='-n \d", MAKEFILE, re.MULTILINE)
    assert re.search(r"^pytest-xdist==[\d.]+$", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("program", sorted(set(re.findall(r"\.venv/bin/([\w-]+)", CONTRIBUTING))))
def test_every_program_that_contributors_are_told_is_installed_by_make_setup(program: str) -> None:
    assert has(program)


def test_every_file_that_contributors_are_told_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", CONTRIBUTING)
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]+|[\w-]+\.(?:yml|md))`", CONTRIBUTING)
    missing = [target for target in (*links, *paths) if not (ROOT / target.rstrip("/")).exists()]
    assert len(links) >= 4
    assert missing == []


def test_ansible_test_installs_what_the_emulator_needs() -> None:
    project = (ROOT / "emulator/pyproject.toml").read_text(encoding="utf-8")
    (needed,) = re.findall(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    installed = (ROOT / "tests/unit/requirements.txt").read_text(encoding="utf-8").splitlines()
    assert set(re.findall(r'"([^"]+)"', needed)) <= set(installed)


def imported(path: Path) -> set[str]:
    """The top-level names of all modules that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


def test_ansible_test_installs_every_library_that_a_unit_test_imports() -> None:
    own = {"ansible_collections", "mimecast_emulator"}
    # ansible-test and ansible-core, and what comes with them and with requests
    brought = {"ansible", "jinja2", "pytest", "urllib3", "yaml"}
    used = set[str]().union(*map(imported, (ROOT / "tests/unit").rglob("*.py")))
    lines = (ROOT / "tests/unit/requirements.txt").read_text(encoding="utf-8").splitlines()
    installed = {re.split(r"[<>=]", line)[0].lower() for line in lines if line and not line.startswith("#")}
    packages = {"dns": "dnspython", "websocket": "websocket-client"}
    others = used - own - brought - set(sys.stdlib_module_names)
    assert {packages.get(name, name.replace("_", "-")) for name in others} - installed == set()


def test_issue_forms_are_what_github_reads() -> None:
    folder = ROOT / ".github/ISSUE_TEMPLATE"
    forms = [load(path) for path in sorted(folder.glob("*.yml")) if path.name != "config.yml"]
    assert len(forms) == 3
    for form in forms:
        assert form["name"]
        assert form["description"]
        identities = [element["id"] for element in form["body"] if element["type"] != "markdown"]
        assert len(identities) == len(set(identities))
        for element in form["body"]:
            assert element["type"] in ("markdown", "textarea", "input", "dropdown", "checkboxes")
            assert element["attributes"]["value" if element["type"] == "markdown" else "label"]
    for link in load(folder / "config.yml")["contact_links"]:
        assert set(link) == {"name", "url", "about"}


def test_a_question_goes_where_the_readme_sends_it() -> None:
    """GitHub Discussions would be a second place: the community asks for one, the forum."""
    question, _vulnerability = load(ROOT / ".github/ISSUE_TEMPLATE/config.yml")["contact_links"]
    communication = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Communication")[2]
    assert f"]({question['url']})" in communication
