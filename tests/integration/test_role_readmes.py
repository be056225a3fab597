# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README of each role says: every name in it is there, and its example runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS
from ansible_collections.mailops.mimecast.tests.integration.runs import CHECKOUT, Ansible, Run
from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

ROLES = sorted(path.parent for path in (CHECKOUT / "roles").glob("*/README.md"))
FOR_A_TYPE = {resource.role for resource in RESOURCES.values()} | {"removals"}
WORDS = re.compile(r"\bmimecast_[a-z][a-z_]*[a-z]\b")

every_role = pytest.mark.parametrize("role", ROLES, ids=lambda path: path.name)


def known(role: Path) -> set[str]:
    """Return the names that mean something where a role is used."""
    files = [file.read_text(encoding="utf-8") for file in role.rglob("*.yml")]
    hosts = {"mimecast_site", "mimecast_baseline", "mimecast_region", "mimecast_backup", "mimecast_hosts"}
    return {
        *(word for text in files for word in WORDS.findall(text)),
        *(f"mimecast_{option}" for option in connection.OPTIONS),
        *(file.stem for file in (CHECKOUT / "plugins/modules").glob("*.py")),
        *(f"mimecast_{resource.plural}" for resource in RESOURCES.values()),
        *hosts,
    }


def examples(role: Path) -> list[dict[str, Any]]:
    """Return the plays that stand in the README of a role."""
    blocks = re.findall(r"```yaml\n(.*?)```", (role / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return [play for block in blocks for play in yaml.safe_load(block)]


@every_role
def test_every_name_in_the_readme_is_there(role: Path) -> None:
    text = (role / "README.md").read_text(encoding="utf-8")
    assert set(WORDS.findall(text)) - known(role) == set()
    assert "tasks_from" not in text


@every_role
def test_the_readme_of_a_role_for_a_type_has_an_example(role: Path) -> None:
    assert examples(role) or role.name not in FOR_A_TYPE


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """One account."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def run(ansible: Ansible, emulator: RunningEmulator) -> Run:
    """The examples of all roles one after the other, in check mode."""
    environment = {
        "MIMECAST_BASE_URL": emulator.base_url,
        "MIMECAST_CLIENT_ID": "acorn",
        "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"],
    }
    plays = [play for role in ROLES for play in examples(role)]
    with NameServer({"example.com": []}) as dns:
        asking = {"nameservers": ["127.0.0.1"], "nameserver_port": dns.port}
        asked_by = ("mimecast_mx", "mimecast_domain_onboarding")
        variables = {f"{role}_{name}": value for role in asked_by for name, value in asking.items()}
        return ansible.plays(plays, {}, "--check", variables=variables, environment=environment)


def test_every_example_runs_in_check_mode(run: Run, emulator: RunningEmulator) -> None:
    assert (run.code, run.failures) == (0, [])
    assert not any(request["write"] for request in emulator.requests())


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_the_examples_speak_of_every_type(run: Run, resource: Any) -> None:
    planned = {change["resource"] for result in run.changes for change in result.data.get("plan", [])}
    read = {domain["domain"] for result in run.results for domain in result.data.get("domains", [])}
    assert resource.name in planned or (not resource.list and read)
