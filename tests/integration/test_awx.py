# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What awx_setup.yml asks of AWX. It runs with stand-ins for the modules of awx.awx, which note their options.

The stand-ins judge nothing; awx_options.json holds the options of the real modules, and a test compares it with the
collection wherever that is installed.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mailops.mimecast.tests.integration.runs import HERE, Ansible, Run

DOCUMENTED = json.loads((HERE / "awx_options.json").read_text(encoding="utf-8"))
MODULES: dict[str, dict[str, Any]] = DOCUMENTED["modules"]
DATA = HERE.parents[1] / "playbooks/files/awx"
PROJECT_URL = "https://git.example.com/mail/accounts.git"
SECRET = "canary-awx-client-secret-8d2e"
ONE_ACCOUNT = {
    "mimecast_awx_project_url": PROJECT_URL,
    "mimecast_awx_client_id": "acorn",
    "mimecast_awx_client_secret": SECRET,
    "mimecast_awx_image": "registry.example.com/mimecast-ee:1",
    "mimecast_awx_vault_credential": "Mimecast vault",
}
PROVIDER = {"mimecast_awx_project_url": PROJECT_URL, "mimecast_awx_slices": 4}


@dataclass(frozen=True)
class Setup:
    """A run of the playbook, and the tasks that reached AWX: module, arguments, whether the log shows nothing."""

    run: Run
    calls: tuple[dict[str, Any], ...]

    def asked(self, module: str) -> list[dict[str, Any]]:
        """The arguments of every task of a module."""
        return [call["arguments"] for call in self.calls if call["module"] == module]


def set_up(ansible: Ansible, scratch: Path, variables: dict[str, Any]) -> Setup:
    """Run the playbook with stand-ins for awx.awx, as talkative as support asks for."""
    recorded = scratch / "calls.jsonl"
    recorded.touch()
    actions = scratch / "ansible_collections/awx/awx/plugins/action"
    actions.mkdir(parents=True)
    for name in MODULES:
        shutil.copy(HERE / "plugins/recorded_action.py", actions / f"{name}.py")
    run = ansible.play(
        "mailops.mimecast.awx_setup",
        {},
        "-vvvv",
        "--diff",
        variables=variables,
        environment={"ANSIBLE_COLLECTIONS_PATH": str(scratch), "RECORDED_CALLS_FILE": str(recorded)},
    )
    return Setup(run, tuple(json.loads(line) for line in recorded.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def one_account(ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """AWX set up for one account, with everything that can be given."""
    return set_up(ansible, tmp_path_factory.mktemp("awx"), ONE_ACCOUNT)


@pytest.fixture(scope="module")
def provider(ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """AWX set up for many accounts, whose secrets are in the project."""
    return set_up(ansible, tmp_path_factory.mktemp("awx"), PROVIDER)


def test_every_task_gives_options_that_the_real_module_has(one_account: Setup, provider: Setup) -> None:
    for setup in (one_account, provider):
        assert (setup.run.code, setup.run.failures) == (0, [])
    for call in (*one_account.calls, *provider.calls):
        found = ArgumentSpecValidator(MODULES[call["module"]]).validate(call["arguments"])
        assert (call["module"], found.error_messages) == (call["module"], [])


def test_the_credential_type_reaches_awx_with_its_own_templates_unrendered(one_account: Setup) -> None:
    (asked,) = one_account.asked("credential_type")
    assert asked == yaml.safe_load((DATA / "credential_type.yml").read_text(encoding="utf-8"))


def test_the_credential_holds_what_was_given_and_its_task_shows_nothing(one_account: Setup) -> None:
    (call,) = (call for call in one_account.calls if call["module"] == "credential")
    assert call["arguments"]["inputs"] == {"client_id": "acorn", "client_secret": SECRET}
    assert call["no_log"]
    assert SECRET not in one_account.run.output


def test_a_provider_whose_accounts_have_their_own_secrets_gets_no_credential_and_no_image(provider: Setup) -> None:
    assert provider.asked("credential") == []
    assert provider.asked("execution_environment") == []
    assert [template["credentials"] for template in provider.asked("job_template")] == [[], []]
    assert [template for template in provider.asked("job_template") if "execution_environment" in template] == []


def test_apply_runs_the_site_and_drift_only_checks(one_account: Setup) -> None:
    apply, drift = one_account.asked("job_template")
    assert (apply["playbook"], apply["job_type"]) == ("site.yml", "run")
    assert (drift["playbook"], drift["job_type"]) == ("drift.yml", "check")
    for template in (apply, drift):
        assert (DATA / "project" / template["playbook"]).exists()
        assert template["credentials"] == ["Mimecast", "Mimecast vault"]
        assert template["survey_spec"]["spec"]


def test_an_apply_of_many_accounts_is_sliced_and_a_report_is_not(provider: Setup) -> None:
    apply, drift = provider.asked("job_template")
    assert int(apply["job_slice_count"]) == 4
    assert "job_slice_count" not in drift


def test_the_workflow_applies_only_after_drift_and_an_approval(one_account: Setup) -> None:
    (workflow,) = one_account.asked("workflow_job_template")
    nodes = {node["identifier"]: node for node in workflow["workflow_nodes"]}
    leads_to = {
        name: {outcome: [next_["identifier"] for next_ in found] for outcome, found in node.get("related", {}).items()}
        for name, node in nodes.items()
    }
    assert leads_to == {
        "drift": {"failure_nodes": ["approval"]},
        "approval": {"success_nodes": ["apply"]},
        "apply": {},
    }
    assert {name: node["unified_job_template"]["type"] for name, node in nodes.items()} == {
        "drift": "job_template",
        "approval": "workflow_approval",
        "apply": "job_template",
    }
    templates = {template["name"] for template in one_account.asked("job_template")}
    assert {nodes[name]["unified_job_template"]["name"] for name in ("drift", "apply")} == templates


def test_the_schedule_starts_the_workflow_every_night(one_account: Setup) -> None:
    (schedule,) = one_account.asked("schedule")
    assert schedule["unified_job_template"] == one_account.asked("workflow_job_template")[0]["name"]
    assert "FREQ=DAILY" in schedule["rrule"]


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "mimecast_awx_project_url is not set"),
        ({"mimecast_awx_project_url": PROJECT_URL, "mimecast_awx_client_id": "acorn"}, "one is set and the other"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_made(
    ansible: Ansible, tmp_path: Path, variables: dict[str, Any], message: str
) -> None:
    setup = set_up(ansible, tmp_path, variables)

    assert setup.run.code != 0
    assert message in str(setup.run.failures)
    assert setup.calls == ()


def test_the_options_on_file_are_those_of_the_collection() -> None:
    if importlib.util.find_spec("ansible_collections.awx") is None:
        pytest.skip("awx.awx is not installed (it comes with the package ansible 12 or 13)")
    found = importlib.util.find_spec("ansible_collections.awx.awx")
    assert found is not None
    assert found.submodule_search_locations
    modules = Path(next(iter(found.submodule_search_locations))) / "plugins/modules"
    assert {name: _options(_documentation(modules / f"{name}.py")["options"]) for name in MODULES} == MODULES


def _documentation(module: Path) -> dict[str, Any]:
    """What the literal DOCUMENTATION of a module says."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION":
            found: dict[str, Any] = yaml.safe_load(ast.literal_eval(node.value))
            return found
    raise AssertionError(f"{module} documents nothing")


def _options(documented: dict[str, Any]) -> dict[str, Any]:
    """Documented options as an argument specification."""
    return {
        name: {
            "type": option.get("type", "str"),
            **{word: option[word] for word in ("elements", "choices", "required", "aliases") if option.get(word)},
            **({"options": _options(option["suboptions"])} if "suboptions" in option else {}),
        }
        for name, option in documented.items()
    }
