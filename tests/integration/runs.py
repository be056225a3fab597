# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of ansible-playbook: which environments there are, how one is started, what came of it.

May not know about the collection or the emulator.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
OLDEST = ".venv-oldest"
DEFAULT_ENVIRONMENTS = f"{OLDEST}:.venv"
RUN_SECONDS = 300.0
Hosts = Mapping[str, Mapping[str, Any]]


def environments() -> list[Path]:
    """The virtual environments whose ansible-playbook is tested, as MIMECAST_TEST_VENVS lists them."""
    named = os.environ.get("MIMECAST_TEST_VENVS", DEFAULT_ENVIRONMENTS).split(":")
    return [CHECKOUT / path for path in named if path]


def environments_for_once() -> list[Path]:
    """Those for what comes out alike on every ansible-core: `make test` runs it with the newest alone."""
    return [path for path in environments() if path.name != OLDEST]


@dataclass(frozen=True)
class Result:
    """What one task came to on one host. ``status`` is ok, failed, skipped or unreachable."""

    host: str
    task: str
    status: str
    data: Mapping[str, Any]

    def as_reported(self) -> dict[str, Any]:
        """What the collection reported, without what Ansible adds, which differs from door to door."""
        added = {"invocation"} if self.data.get("warnings") else {"invocation", "warnings"}
        return {name: value for name, value in self.data.items() if name not in added and name[0] != "_"}


@dataclass(frozen=True)
class Run:
    """A run of ansible-playbook that has ended.

    ``output`` is all it wrote: standard output, errors and log. ``screen`` is standard output alone, ``directory`` is
    where it was started.
    """

    code: int
    output: str
    screen: str
    results: tuple[Result, ...]
    directory: Path

    def of(self, host: str, task: str = "") -> Result:
        """The result of a task on a host; without a task, of the only one that was not skipped."""
        found = [result for result in self.on(host) if task in ("", result.task)]
        assert len(found) == 1, f"{len(found)} results of {task or 'any task'} on {host}, failed: {self.failures}"
        return found[0]

    def on(self, host: str) -> list[Result]:
        """The results of the tasks that a host did not skip, in order."""
        return [result for result in self.results if result.host == host and result.status != "skipped"]

    @property
    def changes(self) -> list[Result]:
        """What a run changed, or says it would change."""
        return [result for result in self.results if result.data.get("changed")]

    @property
    def failures(self) -> list[tuple[str, str, str]]:
        """Host, task and message of everything that failed."""
        return [
            (result.host, result.task, without_places(str(result.data.get("msg"))))
            for result in self.results
            if result.status == "failed"
        ]

    def message(self, host: str) -> str:
        """The message with which the only task of a host failed, without places in files."""
        result = self.of(host)
        assert result.status == "failed", f"{host}: {result}"
        return without_places(str(result.data["msg"]))


def without_places(message: str) -> str:
    """A message without the places in files that the newer ansible-cores know, and the older ones only in part."""
    return re.sub(r" \([^()]*, line \d+, column \d+\)$", "", message, flags=re.MULTILINE)


class Ansible:
    """The ansible-playbook of one virtual environment. Each run gets a directory of its own under ``scratch``."""

    def __init__(self, environment: Path, scratch: Path) -> None:
        self._environment = environment
        self._scratch = scratch
        self._runs = 0

    def run_modules(self, hosts: Hosts, *options: str, environment: Mapping[str, str] | None = None) -> Run:
        """Run the modules of modules.yml that hosts have variables for; a variable holds the options of a task."""
        return self.play("modules.yml", {**hosts, "bystander": {}}, *options, environment=environment)

    def plays(self, plays: Sequence[Mapping[str, Any]], hosts: Hosts, *options: str, **more: Any) -> Run:
        """Run plays that a test has made; they gather no facts. The rest is as for a playbook."""
        file = self._scratch / f"plays-{self._runs + 1}.yml"
        file.write_text(json.dumps([_without_facts(play) for play in plays]), encoding="utf-8")
        return self.play(str(file), hosts, *options, **more)

    def play(
        self,
        playbook: str,
        hosts: Hosts,
        *options: str,
        variables: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        connection: str = "local",
    ) -> Run:
        """Run a playbook of this folder, one with a path of its own, or one of a collection, for hosts with variables.

        Tasks run in the controller unless a host's variables name another connection; without ``connection`` the hosts
        have Ansible's default one. Nothing of the caller's environment reaches the run but what ``environment`` holds.
        Without hosts there is no inventory.
        """
        self._runs += 1
        place = self._scratch / f"run-{self._runs}"
        place.mkdir()
        (place / "hosts.json").write_text(json.dumps(_inventory(hosts, connection)), encoding="utf-8")
        (place / "variables.json").write_text(json.dumps(variables or {}), encoding="utf-8")
        ended = subprocess.run(
            [
                str(self._environment / "bin/ansible-playbook"),
                *(["-i", "hosts.json"] if hosts else []),
                *(["-e", "@variables.json"] if variables else []),
                *options,
                str(HERE / "playbooks" / playbook) if playbook.endswith(".yml") else playbook,
            ],
            cwd=place,
            env={**self._variables(place), **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )
        log = place / "ansible.log"
        return Run(
            ended.returncode,
            "\n".join([ended.stdout, ended.stderr, log.read_text(encoding="utf-8") if log.exists() else ""]),
            ended.stdout,
            _results(place / "results.jsonl"),
            place,
        )

    def _variables(self, place: Path) -> dict[str, str]:
        return {
            "PATH": f"{self._environment / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self._scratch),
            "LC_ALL": "C.UTF-8",
            "no_proxy": "127.0.0.1",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_PIPELINING": "1",
            "ANSIBLE_LOG_PATH": str(place / "ansible.log"),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "plugins/callback"),
            "ANSIBLE_CALLBACKS_ENABLED": "task_results",
            "ANSIBLE_CONNECTION_PLUGINS": str(HERE / "plugins/connection"),
            # The playbook takes the options of a task from a variable, which is unsafe only beside gathered facts.
            "ANSIBLE_INJECT_FACT_VARS": "0",
            # Ansible asks the password database, not HOME, where these are.
            "ANSIBLE_REMOTE_TEMP": str(place / "remote"),
            "ANSIBLE_ASYNC_DIR": str(place / "async"),
            "TASK_RESULTS_FILE": str(place / "results.jsonl"),
        }


def _without_facts(play: Mapping[str, Any]) -> dict[str, Any]:
    return dict(play) if "import_playbook" in play else {"gather_facts": False, **play}


def _inventory(hosts: Hosts, connection: str) -> dict[str, Any]:
    """Return an inventory in which each variable of a host is also a group: of all hosts that have it."""
    common = {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    variables = {name for given in hosts.values() for name in given}
    return {
        "all": {
            "hosts": {name: dict(given) for name, given in hosts.items()},
            "vars": {**common, **({"ansible_connection": connection} if connection else {})},
            "children": {
                variable: {"hosts": {name: {} for name, given in hosts.items() if variable in given}}
                for variable in sorted(variables)
            },
        }
    }


def _results(file: Path) -> tuple[Result, ...]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return tuple(Result(**json.loads(line)) for line in lines)
