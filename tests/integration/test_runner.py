# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Site and drift as AWX runs them: by ansible-runner, from a private data directory laid out as AWX lays it out.

AWX gives the runner the environment from the credential types' injectors without writing it to a file
(``suppress_env_files``), answers the vault prompt, keeps no file of the output and takes each event from the runner.
The runner itself writes the environment of its process into ``artifacts/<ident>/command``, a file of the job's user
alone; AWX stores a copy in which secret inputs are masked and deletes the directory when the job ends. So that one
place is where secrets may stand, and these tests look at everything else.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ansible_collections.mailops.mimecast.tests.integration.accounts import writes
from ansible_collections.mailops.mimecast.tests.integration.runs import HERE, environments
from mimecast_emulator.testing import RunningEmulator

pytest.importorskip("ansible_runner", reason="ansible-runner is not installed in this environment")

AWX = HERE.parents[1] / "playbooks/files/awx"
RUN_SECONDS = 300
# Acorn's secret comes from the AWX credential, harbour's is an encrypted variable of its host.
ACCOUNTS = {"acorn": "canary-runner-acorn-1c2d", "harbour": "canary-runner-harbour-3e4f"}
VAULT_PASSWORD = "canary-runner-vault-5a6b"
SMTP_PASSWORD = "canary-runner-smtp-7c8d"
SECRETS = [*ACCOUNTS.values(), VAULT_PASSWORD, SMTP_PASSWORD]
SITE: dict[str, list[dict[str, Any]]] = {
    "delivery_routes": [
        {
            "name": "Exchange",
            "hostname": "mail.example.com",
            "smtp_authentication": {"mechanisms": ["LOGIN"], "username": "relay", "password": SMTP_PASSWORD},
        }
    ],
    "ip_permits": [{"name": "Permitted IP Addresses", "source_ips": ["192.0.2.10"]}],
    "users": [{"email": "jo@example.com", "name": "Jo Smith"}],
}


@dataclass(frozen=True)
class Job:
    """A job that has ended: its status, exit code and events, and the directory that AWX would delete now."""

    status: str
    code: int
    events: tuple[dict[str, Any], ...]
    directory: Path

    def changed(self) -> set[tuple[str, str]]:
        """Host and type of every object of which a task reports a change."""
        return {
            (data["host"], change["resource"])
            for data in self.results("runner_on_ok")
            if data["res"].get("changed")
            for change in data["res"]["plan"]
        }

    def results(self, kind: str) -> list[dict[str, Any]]:
        """What the events of one kind carry."""
        return [event["event_data"] for event in self.events if event["event"] == kind]

    def messages(self) -> list[str]:
        """The messages of what failed."""
        return [str(data["res"].get("msg")) for data in self.results("runner_on_failed")]


class Awx:
    """Runs jobs for two accounts of an emulator with the ansible-core of one environment."""

    def __init__(self, environment: Path, scratch: Path, emulator: RunningEmulator) -> None:
        self._environment = environment
        self._scratch = scratch
        self._emulator = emulator
        self._jobs = 0

    def job(self, playbook: str, *options: str, answers: Mapping[str, str]) -> Job:
        """Run a playbook of the project with the answers of its survey."""
        self._jobs += 1
        directory = self._scratch / f"awx_{self._jobs}"
        shutil.copytree(AWX / "project", directory / "project")
        for name in ("inventory", "env"):
            (directory / name).mkdir()
        self._write_inventory(directory / "inventory/hosts")
        # AWX marks every answer as no template.
        answered = "".join(f"{name}: !unsafe {json.dumps(value)}\n" for name, value in answers.items())
        (directory / "env/extravars").write_text(f"awx_job_id: {self._jobs}\n{answered}", encoding="utf-8")
        (directory / "env/cmdline").write_text(" ".join(["--ask-vault-pass", *options]), encoding="utf-8")
        settings = {"job_timeout": RUN_SECONDS, "suppress_ansible_output": True, "suppress_output_file": True}
        (directory / "env/settings").write_text(json.dumps(settings), encoding="utf-8")
        status, code = _run(
            {
                "ident": str(self._jobs),
                "private_data_dir": str(directory),
                "playbook": playbook,
                "inventory": str(directory / "inventory/hosts"),
                "passwords": {r"Vault password:\s*?$": VAULT_PASSWORD},
                "envvars": {**self._process(directory), **self.injected()},
                "suppress_env_files": True,
            }
        )
        return Job(status, code, _events(directory), directory)

    def injected(self) -> dict[str, str]:
        """The environment that AWX makes of acorn's credential; inputs that are empty come as empty variables."""
        inputs = {
            "client_id": "acorn",
            "client_secret": ACCOUNTS["acorn"],
            "base_url": self._emulator.base_url,
            "read_only": False,
        }
        kind = yaml.safe_load((AWX / "credential_type.yml").read_text(encoding="utf-8"))
        render = ImmutableSandboxedEnvironment()
        return {
            name: render.from_string(template).render(inputs) for name, template in kind["injectors"]["env"].items()
        }

    def _process(self, directory: Path) -> dict[str, str]:
        return {
            "PATH": f"{self._environment / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(directory),
            "LC_ALL": "C.UTF-8",
            "no_proxy": "127.0.0.1",
            "JOB_ID": str(self._jobs),
            "MAX_EVENT_RES": "700000",
            "AWX_PRIVATE_DATA_DIR": str(directory),
            "ANSIBLE_FORCE_COLOR": "True",
            "ANSIBLE_RETRY_FILES_ENABLED": "False",
            "ANSIBLE_REMOTE_TEMP": str(directory / "remote"),
        }

    def _write_inventory(self, file: Path) -> None:
        """Write the inventory as AWX does: a program that prints it as JSON."""
        own = {"mimecast_client_id": "harbour", "mimecast_client_secret": self._encrypted(ACCOUNTS["harbour"])}
        common = {"ansible_connection": "local", "mimecast_site": SITE}
        inventory = {
            "all": {"hosts": list(ACCOUNTS), "vars": {}},
            "_meta": {"hostvars": {"acorn": common, "harbour": {**common, **own}}},
        }
        file.write_text(f"#! /usr/bin/env python3\nprint({json.dumps(inventory)!r})\n", encoding="utf-8")
        file.chmod(0o700)

    def _encrypted(self, value: str) -> dict[str, str]:
        """A value as ansible-inventory exports it to AWX where it stands encrypted in a file."""
        password = self._scratch / "vault-password"
        password.write_text(VAULT_PASSWORD, encoding="utf-8")
        ended = subprocess.run(
            [self._environment / "bin/ansible-vault", "encrypt", "--vault-password-file", password, "--output", "-"],
            input=value,
            env={"PATH": os.defpath, "HOME": str(self._scratch), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=True,
        )
        return {"__ansible_vault": ended.stdout}


def _run(arguments: Mapping[str, Any]) -> tuple[str, int]:
    """Run ansible-runner in a process of its own: it forks, which is not safe beside the emulator's thread."""
    program = (
        "import ansible_runner, json, sys;"
        "ended = ansible_runner.run(**json.load(sys.stdin)); print(json.dumps([ended.status, ended.rc]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(arguments),
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    status, code = json.loads(ended.stdout)
    return status, code


def _events(directory: Path) -> tuple[dict[str, Any], ...]:
    """The events of a job, in order."""
    files = directory.glob("artifacts/*/job_events/*.json")
    return tuple(
        sorted((json.loads(file.read_text(encoding="utf-8")) for file in files), key=lambda file: int(file["counter"]))
    )


@dataclass(frozen=True)
class Day:
    """An operator's day: predict, drift before, apply, apply again, drift after; and the writes of each."""

    jobs: Mapping[str, Job]
    writes: Mapping[str, int]


# The defaults of the surveys.
EVERYTHING = {"mimecast_hosts": "all"}
REPORT = {"mimecast_hosts": "all", "mimecast_drift_fail": "true"}
JOBS: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "predict": ("site.yml", ("--check", "--diff"), EVERYTHING),
    "refuse": ("site.yml", ("--diff",), {**EVERYTHING, "mimecast_read_only": "true"}),
    "drift before": ("drift.yml", ("--check", "--diff", "-vvvv"), REPORT),
    "apply": ("site.yml", ("--diff", "-vvvv"), EVERYTHING),
    "apply again": ("site.yml", ("--diff",), EVERYTHING),
    "drift after": ("drift.yml", ("--check", "--diff"), REPORT),
}


@pytest.fixture(scope="module", params=environments(), ids=lambda path: path.name)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """All jobs, one after the other."""
    jobs: dict[str, Job] = {}
    written: dict[str, int] = {}
    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        awx = Awx(request.param, tmp_path_factory.mktemp("awx"), emulator)
        for name, (playbook, options, answers) in JOBS.items():
            emulator.clear_requests()
            jobs[name] = awx.job(playbook, *options, answers=answers)
            written[name] = len(writes(emulator))
    return Day(jobs, written)


def test_the_jobs_end_as_awx_is_to_show_them(day: Day) -> None:
    ended = {name: (job.status, job.code) for name, job in day.jobs.items()}
    assert ended == {
        "predict": ("successful", 0),
        "refuse": ("failed", 2),
        "drift before": ("failed", 2),
        "apply": ("successful", 0),
        "apply again": ("successful", 0),
        "drift after": ("successful", 0),
    }, {name: job.messages() for name, job in day.jobs.items()}


def test_only_the_apply_writes(day: Day) -> None:
    assert {name for name, count in day.writes.items() if count} == {"apply"}


def test_the_events_say_what_changed_and_the_prediction_says_the_same(day: Day) -> None:
    resources = ("delivery_route", "ip_permit", "user")
    assert day.jobs["apply"].changed() == {(host, name) for host in ACCOUNTS for name in resources}
    assert day.jobs["predict"].changed() == day.jobs["apply"].changed()
    assert day.jobs["apply again"].changed() == set()


def test_the_events_carry_a_headed_diff_of_every_object(day: Day) -> None:
    for name in ("predict", "apply"):
        headers = {
            (data["host"], block["after_header"])
            for data in day.jobs[name].results("runner_on_ok")
            for block in data["res"].get("diff") or []
        }
        assert len(headers) == len(ACCOUNTS) * sum(len(entries) for entries in SITE.values())
        shown = {
            (data["host"], data["task_action"])
            for data in day.jobs[name].results("runner_on_file_diff")
            if data["diff"] and not data["task_action"].endswith("site_plan")
        }
        assert len(shown) == len(ACCOUNTS) * len(SITE)


def test_drift_publishes_its_summary_for_the_workflow(day: Day) -> None:
    for name, drifted in (("drift before", len(ACCOUNTS)), ("drift after", 0)):
        (artifact,) = [result["artifact_data"] for result in day.jobs[name].results("playbook_on_stats")]
        assert artifact["mimecast_drift"]["drift"] == drifted
        assert artifact["mimecast_drift"]["error"] == 0


def test_no_secret_stands_in_what_a_job_leaves_behind(day: Day) -> None:
    for name, job in day.jobs.items():
        left = [
            file
            for file in job.directory.rglob("*")
            # The inventory is AWX's own, written with what its operators keep in it.
            if file.is_file() and file.name != "command" and file.parent.name != "inventory"
        ]
        assert any(file.parent.name == "job_events" for file in left)
        for file in left:
            text = file.read_text(encoding="utf-8", errors="replace")
            assert (name, str(file), [secret for secret in SECRETS if secret in text]) == (name, str(file), [])


def test_no_event_holds_a_secret(day: Day) -> None:
    for name, job in day.jobs.items():
        shown = json.dumps(job.events)
        assert (name, [secret for secret in SECRETS if secret in shown]) == (name, [])


def test_the_process_record_of_the_runner_has_one_secret_that_awx_masks_and_only_its_user_can_read(day: Day) -> None:
    for job in day.jobs.values():
        (file,) = job.directory.glob("artifacts/*/command")
        record = json.loads(file.read_text(encoding="utf-8"))
        holding = {name for name, value in record.pop("env").items() if any(secret in value for secret in SECRETS)}
        assert holding == {"MIMECAST_CLIENT_SECRET"}
        assert [secret for secret in SECRETS if secret in json.dumps(record)] == []
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_account_can_have_its_own_encrypted_secret_beside_the_jobs_credential(day: Day) -> None:
    hosts = {host for host, _action in day.jobs["apply"].changed()}
    assert hosts == set(ACCOUNTS)
