# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX is given as data: the credential type, the surveys, the project and the execution environment."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import StrictUndefined, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ansible_collections.mailops.mimecast.plugins.inventory import mimecast_accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import DEFAULT_URL
from ansible_collections.mailops.mimecast.plugins.module_utils._run import preflight

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "playbooks/files/awx"
# What AWX lets an input of a custom credential type say (its CredentialTypeInputField).
INPUT_WORDS = {
    "id",
    "label",
    "type",
    "format",
    "choices",
    "help_text",
    "multiline",
    "secret",
    "default",
    "ask_at_runtime",
}
QUESTION_TYPES = {"text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"}


def load(file: Path) -> Any:
    """A YAML file, as any reader of YAML sees it."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


TYPE = load(DATA / "credential_type.yml")
INPUTS = {field["id"]: field for field in TYPE["inputs"]["fields"]}
INJECTED: dict[str, str] = TYPE["injectors"]["env"]
SURVEYS = load(DATA / "surveys.yml")


def test_awx_takes_every_input() -> None:
    for field in INPUTS.values():
        assert set(field) <= INPUT_WORDS
        assert field["type"] in ("string", "boolean")
        assert field["type"] == "string" or "secret" not in field
    assert set(TYPE["inputs"]["required"]) <= set(INPUTS)
    assert TYPE["kind"] == "cloud"


def test_what_is_secret_for_a_module_is_secret_for_awx() -> None:
    options = connection.OPTIONS
    assert {name for name, field in INPUTS.items() if field.get("secret")} == {
        name for name in INPUTS if options[name].get("no_log")
    }


def test_an_input_offers_the_choices_of_its_option() -> None:
    options = connection.OPTIONS
    assert {name: field.get("choices") for name, field in INPUTS.items()} == {
        name: options[name].get("choices") for name in INPUTS
    }


def test_each_input_is_injected_as_the_variable_that_the_modules_read() -> None:
    assert set(INJECTED) == {f"MIMECAST_{name.upper()}" for name in INPUTS}
    for name, template in INJECTED.items():
        used = meta.find_undeclared_variables(ImmutableSandboxedEnvironment().parse(template))
        assert used == {name.removeprefix("MIMECAST_").lower()}


def test_awx_can_render_the_injectors_when_every_input_is_given() -> None:
    given = {name: False if field["type"] == "boolean" else f"<{name}>" for name, field in INPUTS.items()}
    strict = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for name, template in INJECTED.items():
        assert strict.from_string(template).render(given) == str(given[name.removeprefix("MIMECAST_").lower()])


def test_an_address_that_is_left_empty_is_the_default_of_the_modules() -> None:
    assert ImmutableSandboxedEnvironment().from_string(INJECTED["MIMECAST_BASE_URL"]).render() == DEFAULT_URL


@pytest.mark.parametrize("name", SURVEYS)
def test_a_survey_asks_what_awx_can_ask_and_suggests_an_answer_that_is_allowed(name: str) -> None:
    assert set(SURVEYS[name]) == {"name", "description", "spec"}
    for question in SURVEYS[name]["spec"]:
        assert question["type"] in QUESTION_TYPES
        if "default" not in question:
            continue
        if question["type"] == "multiplechoice":
            assert question["default"] in question["choices"]
        else:
            assert question["min"] <= len(question["default"]) <= question["max"]


@pytest.mark.parametrize("name", SURVEYS)
def test_no_question_needs_an_answer_because_schedules_and_rulebooks_give_none(name: str) -> None:
    # AWX ignores the default of a required question (variables_needed_to_start).
    assert {question["variable"] for question in SURVEYS[name]["spec"] if question["required"]} == set()


@pytest.mark.parametrize("name", SURVEYS)
def test_no_answer_can_loosen_what_the_credential_or_the_inventory_refuses(name: str) -> None:
    refusing = {"mimecast_read_only", "mimecast_no_new_permits"}
    for question in SURVEYS[name]["spec"]:
        if question["variable"] in refusing:
            assert question["choices"] == ["true"]
            assert "default" not in question


@pytest.mark.parametrize(("name", "role"), [("apply", "site"), ("drift", "drift")])
def test_every_answer_is_a_variable_that_the_playbook_reads(name: str, role: str) -> None:
    files = [
        ROOT / f"playbooks/{role}.yml",
        *(file for part in (role, "backup") for file in (ROOT / "roles" / part).rglob("*.yml")),
    ]
    read = {word for file in files for word in re.findall(r"mimecast_[a-z_]+", file.read_text(encoding="utf-8"))}
    read |= {f"mimecast_{option}" for option in (*connection.OPTIONS, *preflight.OPTIONS)}
    assert {question["variable"] for question in SURVEYS[name]["spec"]} <= read


def test_the_projects_inventory_and_account_are_right() -> None:
    config = load(DATA / "project/inventory/mimecast_accounts.yml")
    accounts = (DATA / "project/inventory" / config["directory"]).resolve()
    assert config["plugin"] == mimecast_accounts.InventoryModule.NAME
    assert [mimecast_accounts.account(load(file), file.name).name for file in accounts.glob("*.yml")] == ["acorn"]


def test_an_execution_environment_is_built_with_what_the_collection_needs(tmp_path: Path) -> None:
    pytest.importorskip("ansible_builder", reason="ansible-builder is not installed in this environment")
    ended = subprocess.run(
        [
            Path(sys.executable).parent / "ansible-builder",
            "create",
            *(
                "--file",
                DATA / "execution-environment.yml",
                "--context",
                tmp_path,
                "--output-filename",
                "Containerfile",
            ),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr

    assert "mailops.mimecast" in (tmp_path / "_build/requirements.yml").read_text(encoding="utf-8")
    image = (tmp_path / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-core>=2.16" in image
    assert "ansible-runner>=2.4" in image


def test_ansible_builder_finds_the_python_requirements_in_the_collection(tmp_path: Path) -> None:
    pytest.importorskip("ansible_builder", reason="ansible-builder is not installed in this environment")
    home = tmp_path / "ansible_collections/mailops"
    home.mkdir(parents=True)
    (home / "mimecast").symlink_to(ROOT)
    ended = subprocess.run(
        [Path(sys.executable).parent / "ansible-builder", "introspect", tmp_path],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for line in (ROOT / "meta/ee-requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert line in ended.stdout
