# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an account is reached: variables of its host, wherever a task stands, and what wins over what.

No play here says anything about connections, and no host has one of its own: nothing listens where Ansible's default
one leads.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

SITE = {"users": [{"email": "jo@example.com", "name": "Jo Smith"}]}
USER = {"email": "postmaster@example.com"}
WORDS = ("option", "defaults", "variable", "environment")
"""Where credentials may stand; the first that has any wins. Each has an account of its own."""

HOSTS_OF = {playbook: (f"{playbook}-1", f"{playbook}-2") for playbook in ("site", "drift", "export", "check")}
"""Playbook of the collection -> its hosts, which have the names of their accounts."""


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Accounts for all tests of this file."""
    names = (*WORDS, *(name for names in HOSTS_OF.values() for name in names))
    with RunningEmulator({**ACCOUNTS, **{name: f"{name}-secret" for name in names}}, strict=True) as running:
        yield running


def credentials(word: str) -> dict[str, str]:
    """Return the credentials of the account of a place, under the names of the options."""
    return {"client_id": word, "client_secret": f"{word}-secret"}


def task(name: str, module: str, options: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a task that calls a module of the collection."""
    return {"name": name, f"mailops.mimecast.mimecast_{module}": options, **more}


@pytest.fixture(scope="module")
def asked(ansible: Ansible, emulator: RunningEmulator) -> dict[str, str]:
    """Which account each task asked: the tasks run one after the other, each with one place less."""
    group = {"group/mailops.mimecast.mimecast": credentials("defaults")}
    variables = {f"mimecast_{name}": value for name, value in credentials("variable").items()}
    tasks = {
        # Those of which the environment has the word do not follow each other.
        "empty": task("empty", "user", USER),
        "option": task("option", "user", {**USER, **credentials("option")}, module_defaults=group),
        "defaults": task("defaults", "user", USER, module_defaults=group),
        "variable": task("variable", "user", USER),
        "environment": task("environment", "user", USER),
    }
    environment = {
        "MIMECAST_BASE_URL": emulator.base_url,
        **{f"MIMECAST_{name.upper()}": value for name, value in credentials("environment").items()},
    }
    hosts = {
        **dict.fromkeys(("option", "defaults", "variable"), variables),
        "environment": {},
        "empty": dict.fromkeys(variables, ""),
    }
    plays = [{"name": word, "hosts": word, "tasks": [own]} for word, own in tasks.items()]
    emulator.clear_requests()
    run = ansible.plays(plays, hosts, environment=environment, connection="")
    assert (run.code, run.failures) == (0, [])
    accounts = [request["account"] for request in emulator.requests() if request["account"]]
    in_turn = [name for name, _requests in itertools.groupby(accounts)]
    return dict(zip(tasks, in_turn, strict=True))


@pytest.mark.parametrize("word", WORDS)
def test_a_task_comes_before_module_defaults_before_the_host_before_the_environment(
    asked: dict[str, str], word: str
) -> None:
    assert asked[word] == word


def test_a_variable_that_is_empty_is_not_set(asked: dict[str, str]) -> None:
    assert asked["empty"] == "environment"


@pytest.fixture(scope="module")
def own_play(ansible: Ansible, emulator: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A play of a user's own with every role that is not for a type, and a task of each kind."""
    directory = str(tmp_path_factory.mktemp("kept"))
    variables: dict[str, Any] = {
        "mimecast_site": SITE,
        "mimecast_backup_directory": directory,
        "mimecast_backup_name": "copy",
        "mimecast_drift_directory": directory,
    }
    tasks = [
        task("Entries", "user", {"from_site": True}),
        task("Info", "info", {"types": ["users"]}),
        task("Plan", "site_plan", {}),
        task("Preflight", "site_preflight", {}),
        task("Check", "site_check", {}),
        task("Audit", "audit_info", {}),
        task("Snapshots", "snapshot", {"type": "profile_groups"}),
    ]
    play = {
        "name": "A play of one's own",
        "hosts": "all",
        "roles": ["mailops.mimecast.backup", "mailops.mimecast.drift"],
        "tasks": tasks,
    }
    emulator.clear_requests()
    return ansible.plays([play], {"acorn": site_host(emulator, "acorn", **variables)}, connection="")


def test_every_module_and_role_in_a_play_of_ones_own_reaches_the_account_of_its_host(
    own_play: Run, emulator: RunningEmulator
) -> None:
    assert (own_play.code, own_play.failures) == (0, [])
    assert {result.status for result in own_play.results} <= {"ok", "skipped"}
    assert {request["account"] for request in emulator.requests() if request["account"]} == {"acorn"}


@pytest.fixture(scope="module")
def asked_by_playbooks(ansible: Ansible, emulator: RunningEmulator) -> set[str]:
    """Which accounts were asked when each playbook had run, over hosts of its own."""
    hosts = {
        name: site_host(emulator, name, f"{name}-secret", mimecast_site=SITE)
        for names in HOSTS_OF.values()
        for name in names
    }
    plays = [
        {"import_playbook": f"mailops.mimecast.{playbook}", "vars": {"mimecast_hosts": ",".join(names)}}
        for playbook, names in HOSTS_OF.items()
    ]
    emulator.clear_requests()
    run = ansible.plays(plays, hosts, connection="")
    assert (run.code, run.failures) == (0, [])
    return {request["account"] for request in emulator.requests() if request["account"]}


@pytest.mark.parametrize("playbook", HOSTS_OF)
def test_every_playbook_of_the_collection_reaches_the_account_of_each_host(
    asked_by_playbooks: set[str], playbook: str
) -> None:
    names = set(HOSTS_OF[playbook])
    assert asked_by_playbooks & names == (set() if playbook == "check" else names)
