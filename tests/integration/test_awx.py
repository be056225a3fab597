# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What awx_setup.yml makes in AWX, and that it can be launched.

The modules are the real ones of awx.awx; AWX itself is a double that refuses what AWX refuses.
"""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2.nativetypes import NativeEnvironment

from ansible_collections.mailops.mimecast.tests.integration.awx_double import TOKEN, Double
from ansible_collections.mailops.mimecast.tests.integration.awx_rules import Item, create, set_survey
from ansible_collections.mailops.mimecast.tests.integration.runs import CHECKOUT, Ansible, Run

DATA = CHECKOUT / "playbooks/files/awx"
PLAYBOOKS = tuple(path.name for path in (DATA / "project").glob("*.yml"))
RULEBOOK = CHECKOUT / "extensions/eda/rulebooks/drift_on_console_change.yml"
COLLECTIONS = CHECKOUT / ".cache/awx"
PROJECT_URL = "https://git.example.com/mail/accounts.git"
SECRET = "canary-awx-client-secret-8d2e"
VAULT = "Mimecast vault"
ONE_ACCOUNT = {
    "mimecast_awx_project_url": PROJECT_URL,
    "mimecast_awx_client_id": "acorn",
    "mimecast_awx_client_secret": SECRET,
    "mimecast_awx_image": "registry.example.com/mimecast-ee:1",
    "mimecast_awx_vault_credential": VAULT,
}
PROVIDER = {
    "mimecast_awx_collection": "ansible.controller",
    "mimecast_awx_organization": "Customers",
    "mimecast_awx_name": "Mail",
    "mimecast_awx_project_url": PROJECT_URL,
    "mimecast_awx_ask_variables": True,
    "mimecast_awx_slices": 4,
}


@dataclass(frozen=True)
class Setup:
    """AWX after a run of the playbook."""

    awx: Double
    run: Run

    def template(self, name: str) -> Item:
        """A job template by its name."""
        return self.awx.named("job_templates")[name]

    def credentials(self, template: str) -> list[str]:
        """The names of the credentials of a job template."""
        members = self.awx.state.members.get((self.template(template)["id"], "credentials"), [])
        return [self.awx.state.items["credentials"][number]["name"] for number in members]

    def launch(self, template: Item, **given: Any) -> tuple[int, Item]:
        """Launch a template over the API: HTTP status and answer."""
        return request(self.awx, f"/api/v2/job_templates/{template['id']}/launch/", given)


def request(awx: Double, path: str, given: Item | None = None) -> tuple[int, Item]:
    """Send a request as a program with a token does; a POST if something is given."""
    asked = urllib.request.Request(
        awx.url + path,
        data=None if given is None else json.dumps(given).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def environment(awx: Double, *collections: Path) -> dict[str, str]:
    """How a run finds the modules and AWX."""
    assert (COLLECTIONS / "ansible_collections/awx").exists(), "awx.awx is missing: run `make .cache/awx/.ready`"
    return {
        "ANSIBLE_COLLECTIONS_PATH": ":".join(map(str, (COLLECTIONS, *collections))),
        "CONTROLLER_HOST": awx.url,
        "CONTROLLER_OAUTH_TOKEN": TOKEN,
    }


def set_up(ansible: Ansible, awx: Double, variables: dict[str, Any], *collections: Path) -> Run:
    """Run the playbook, as talkative as support asks for."""
    options = ("-vvvv", "--diff")
    settings = environment(awx, *collections)
    return ansible.play("mailops.mimecast.awx_setup", {}, *options, variables=variables, environment=settings)


@pytest.fixture(scope="module")
def one_account(ansible: Ansible) -> Iterator[Setup]:
    """AWX set up for one account, with everything that can be given."""
    with Double(("Default",), PLAYBOOKS) as awx:
        vault = create(awx.state, "credential_types", {"name": "Vault", "kind": "vault", "inputs": {"fields": []}})
        create(awx.state, "credentials", {"name": VAULT, "credential_type": vault["id"]})
        yield Setup(awx, set_up(ansible, awx, ONE_ACCOUNT))


@pytest.fixture(scope="module")
def provider(any_ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    """Automation Platform set up for many accounts, whose secrets are in the project."""
    scratch = tmp_path_factory.mktemp("controller")
    ansible_controller(scratch)
    with Double(("Default", "Customers"), PLAYBOOKS, prefix="/api/controller/") as awx:
        yield Setup(awx, set_up(any_ansible, awx, PROVIDER, scratch))


def ansible_controller(scratch: Path) -> None:
    """Make ansible.controller of awx.awx by the replacements that AWX's own template_galaxy.yml makes for it."""
    target = scratch / "ansible_collections/ansible/controller"
    shutil.copytree(COLLECTIONS / "ansible_collections/awx/awx", target)
    for file in (path for path in target.rglob("*") if path.suffix in (".py", ".yml")):
        text = file.read_text(encoding="utf-8").replace("awx.awx", "ansible.controller")
        file.write_text(text.replace('_COLLECTION_TYPE = "awx"', '_COLLECTION_TYPE = "controller"'), encoding="utf-8")


def test_the_credential_type_reaches_awx_with_its_own_templates_unrendered(one_account: Setup) -> None:
    wanted = yaml.safe_load((DATA / "credential_type.yml").read_text(encoding="utf-8"))
    made = one_account.awx.named("credential_types")[wanted["name"]]
    assert {name: made[name] for name in wanted} == wanted


def test_the_credential_holds_what_was_given_and_no_output_shows_a_secret(one_account: Setup) -> None:
    credential = one_account.awx.named("credentials")["Mimecast"]
    assert credential["inputs"] == {"client_id": "acorn", "client_secret": SECRET}
    assert SECRET not in one_account.run.output
    assert TOKEN not in one_account.run.output


def test_automation_platform_is_set_up_with_its_own_collection_behind_its_gateway(provider: Setup) -> None:
    assert (provider.run.code, provider.run.failures) == (0, [])
    assert {path.startswith("/api/controller/v2/") for _method, path in provider.awx.requests} == {True}
    assert set(provider.awx.named("job_templates")) == {"Mail apply", "Mail drift"}


def test_a_provider_whose_accounts_have_their_own_secrets_gets_no_credential_and_no_image(provider: Setup) -> None:
    assert provider.awx.named("credentials") == {}
    assert provider.awx.named("execution_environments") == {}
    assert provider.credentials("Mail apply") == provider.credentials("Mail drift") == []


def test_apply_runs_the_site_and_drift_only_checks(one_account: Setup) -> None:
    expected = {"Mimecast apply": ("site.yml", "run"), "Mimecast drift": ("drift.yml", "check")}
    image = one_account.awx.named("execution_environments")["Mimecast"]["id"]
    for name, (playbook, job_type) in expected.items():
        template = one_account.template(name)
        assert (template["playbook"], template["job_type"]) == (playbook, job_type)
        assert template["execution_environment"] == image
        assert sorted(one_account.credentials(name)) == ["Mimecast", VAULT]


def test_an_apply_of_many_accounts_is_sliced_and_a_report_is_not(provider: Setup) -> None:
    assert provider.template("Mail apply")["job_slice_count"] == 4
    assert provider.template("Mail drift")["job_slice_count"] == 1


def test_the_workflow_applies_only_after_drift_and_an_approval(one_account: Setup) -> None:
    state = one_account.awx.state
    nodes = one_account.awx.named("workflow_job_template_nodes")
    names = {node["id"]: name for name, node in nodes.items()}
    leads_to = {
        (name, outcome, names[number])
        for name, node in nodes.items()
        for outcome in ("success_nodes", "failure_nodes", "always_nodes")
        for number in state.members.get((node["id"], outcome), [])
    }
    assert leads_to == {("drift", "failure_nodes", "approval"), ("approval", "success_nodes", "apply")}
    started = {name: state.unified(node["unified_job_template"])[1] for name, node in nodes.items()}
    assert started["drift"] == one_account.template("Mimecast drift")
    assert started["apply"] == one_account.template("Mimecast apply")
    assert started["approval"]["name"] == "Mimecast: apply the site files?"
    assert started["approval"]["timeout"] == 79200
    assert nodes["drift"]["extra_data"] == {"mimecast_drift_fail": "true"}


def test_the_schedule_starts_the_workflow_every_night(one_account: Setup) -> None:
    schedule = one_account.awx.named("schedules")["Mimecast nightly"]
    workflow = one_account.awx.named("workflow_job_templates")["Mimecast drift and apply"]
    assert schedule["unified_job_template"] == workflow["id"]
    assert "FREQ=DAILY" in schedule["rrule"]


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("Mimecast apply", {"mimecast_hosts": "all"}),
        ("Mimecast drift", {"mimecast_hosts": "all", "mimecast_drift_fail": "true"}),
    ],
)
def test_a_launch_without_answers_overrides_nothing_of_the_inventory_and_the_credential(
    one_account: Setup, name: str, variables: dict[str, str]
) -> None:
    status, job = one_account.launch(one_account.template(name))
    assert (status, json.loads(job["extra_vars"])) == (201, variables)


def test_a_launch_can_give_every_answer_and_no_other_variable(one_account: Setup) -> None:
    answers = {
        "mimecast_hosts": "acorn",
        "mimecast_read_only": "true",
        "mimecast_no_new_permits": "true",
        "mimecast_backup": "true",
        "mimecast_backup_directory": "/srv/backups",
    }
    status, job = one_account.launch(
        one_account.template("Mimecast apply"),
        extra_vars={**answers, "mimecast_site": {"ip_permits": []}},
        job_type="check",
        limit="acorn",
        job_tags="ip_permits",
    )
    assert (status, json.loads(job["extra_vars"])) == (201, answers)
    assert (job["job_type"], job["limit"], job["job_tags"]) == ("check", "acorn", "ip_permits")
    assert job["ignored_fields"] == {"extra_vars": {"mimecast_site": {"ip_permits": []}}}


def test_no_launch_can_lift_what_the_credential_refuses(one_account: Setup) -> None:
    given = {"mimecast_read_only": "false"}
    status, answer = one_account.launch(one_account.template("Mimecast apply"), extra_vars=given)
    assert status == 400
    assert "mimecast_read_only" in str(answer["variables_needed_to_start"])


def test_a_launch_can_give_any_variable_where_the_set_up_allows_it(provider: Setup) -> None:
    given = {"mimecast_sender_groups_purge": True, "mimecast_sender_groups_accept_risk": ["purge_everything"]}
    template = provider.template("Mail apply")
    status, job = request(
        provider.awx, f"/api/controller/v2/job_templates/{template['id']}/launch/", {"extra_vars": given}
    )
    assert (status, json.loads(job["extra_vars"])) == (201, {"mimecast_hosts": "all", **given})


def test_the_rulebook_launches_a_report_of_the_account_that_was_changed(one_account: Setup) -> None:
    (ruleset,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    action = ruleset["rules"][0]["action"]["run_job_template"]
    event = {"account": "acorn", "text": "{{ 6 * 7 }}"}
    render = NativeEnvironment()
    name, organization, limit = (
        render.from_string(text).render(event=event)
        for text in (action["name"], action["organization"], action["job_args"]["limit"])
    )
    # As ansible-rulebook 1.3.2 does it: find the template by name, type and organization; launch it with the event.
    _status, found = request(one_account.awx, f"/api/v2/unified_job_templates/?name={name.replace(' ', '%20')}")
    (launch,) = (
        template["related"]["launch"]
        for template in found["results"]
        if template["type"] == "job_template" and template["summary_fields"]["organization"]["name"] == organization
    )
    given = {"limit": limit, "extra_vars": {"ansible_eda": {"event": event}}}
    status, job = request(one_account.awx, launch, given)

    assert status == 201
    assert (job["template"], job["job_type"], job["limit"]) == ("Mimecast drift", "check", "acorn")
    assert "ansible_eda" not in job["extra_vars"]


def test_a_second_run_changes_nothing(ansible: Ansible, one_account: Setup) -> None:
    assert (one_account.run.code, one_account.run.failures) == (0, [])
    assert one_account.run.changes
    written = one_account.awx.writes()

    second = set_up(ansible, one_account.awx, ONE_ACCOUNT)
    assert (second.code, second.failures) == (0, [])
    assert [result.task for result in second.changes] == []
    assert one_account.awx.writes() == written


def test_an_unknown_organization_is_named_before_anything_is_made(any_ansible: Ansible) -> None:
    with Double(("Default",), PLAYBOOKS) as awx:
        run = set_up(any_ansible, awx, {**ONE_ACCOUNT, "mimecast_awx_organization": "Defualt"})
        assert run.code != 0
        _host, _task, message = run.failures[-1]
        assert message.startswith("Cannot make the inventory Mimecast in the organization Defualt. Check")
        assert "returned 0 items, expected 1" in message
        assert awx.writes() == []


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "mimecast_awx_project_url is not set"),
        (
            {"mimecast_awx_project_url": PROJECT_URL, "mimecast_awx_client_id": "acorn"},
            "Only one of mimecast_awx_client_id and mimecast_awx_client_secret is set",
        ),
    ],
)
def test_what_is_missing_is_said_before_awx_is_asked(
    any_ansible: Ansible, variables: dict[str, Any], message: str
) -> None:
    with Double(("Default",), PLAYBOOKS) as awx:
        run = set_up(any_ansible, awx, variables)
        assert run.code != 0
        assert message in str(run.failures)
        assert awx.requests == []


def test_the_double_refuses_a_launch_without_a_required_answer_although_it_has_a_default() -> None:
    question = {"question_name": "Accounts", "variable": "mimecast_hosts", "type": "text", "default": "all"}
    template = {"id": 1, "name": "Mimecast drift", "survey_enabled": True}
    with Double((), ()) as awx:
        awx.state.items["job_templates"][1] = template
        for required, expected in ((True, 400), (False, 201)):
            spec = {"name": "Report drift", "description": "", "spec": [{**question, "required": required}]}
            set_survey(awx.state, template, spec)
            assert request(awx, "/api/v2/job_templates/1/launch/", {})[0] == expected


def test_the_double_reports_the_change_that_workflow_nodes_makes_on_every_run(any_ansible: Ansible) -> None:
    approval = {"name": "Apply?", "type": "workflow_approval", "timeout": 60}
    nodes = [{"identifier": "approval", "unified_job_template": approval}]
    tasks = [
        {"name": number, "awx.awx.workflow_job_template": {"name": "Apply", "workflow_nodes": nodes}}
        for number in ("first", "second", "third")
    ]
    with Double((), ()) as awx:
        run = any_ansible.plays([{"hosts": "localhost", "tasks": tasks}], {}, environment=environment(awx))
    assert (run.code, run.failures) == (0, [])
    assert [result.task for result in run.changes] == ["first", "second", "third"]
