# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run remembers: tasks about one object believe each other, and nothing reaches another account, host or run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

GROUP = {"name": "New partners"}
ROUTE = {"name": "Main", "hostname": "mail.example.com"}
POLICY: dict[str, Any] = {
    "name": "From partners",
    "route": "Main",
    "applies_from": {"type": "profile_group", "group": "New partners"},
    "applies_to": {"type": "internal_addresses"},
}
GONE = {"state": "absent"}
CANARY = "canary-memory-4d5e"


@pytest.fixture
def emulator() -> Iterator[RunningEmulator]:
    """Fresh accounts for each test."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running


def task(name: str, module: str, options: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a task that calls the module of a type."""
    return {"name": name, f"mailops.mimecast.mimecast_{module}": options, **more}


TASKS = (
    task("Create a route", "delivery_route", ROUTE),
    task("Change it", "delivery_route", {"name": "Main", "port": 2525}),
    task("Change it back", "delivery_route", {"name": "Main", "port": 25}),
    task("Create a group", "sender_group", GROUP),
    task("Fill it", "sender_group", {**GROUP, "members": ["a.example", "b.example"]}),
    task("Empty it", "sender_group", {**GROUP, "members": ["a.example", "b.example"], "members_mode": "remove"}),
    task("Policy that names both", "delivery_route_policy", POLICY),
    task("Policy goes", "delivery_route_policy", {"name": "From partners", **GONE}),
    task("Group goes", "sender_group", {**GROUP, **GONE}),
    task("Route goes", "delivery_route", {"name": "Main", **GONE}),
    task("Nothing is left to go", "delivery_route", {"name": "Main", **GONE}),
    task("A user", "user", {"email": "jo@example.com", "name": "Jo"}),
    task("Gets a role", "role_member", {"role": "Basic Administrator", "members": ["jo@example.com"]}),
    task("Gets another", "role_member", {"role": "Gateway Administrator", "members": ["jo@example.com"]}),
    task("Is gone", "user", {"email": "jo@example.com", **GONE}),
)

ELSEWHERE = (
    "Create a route",
    "Create a group",
    "Fill it",
    "Empty it",
    "Policy that names both",
    "Policy goes",
    "Group goes",
    "Route goes",
    "Nothing is left to go",
)
"""Those that also run as ordinary modules, one after the other: each hands on what the next has to know."""


def told(run: Run, host: str) -> list[tuple[str, Any, Any, Any]]:
    """Return what each task says, in order."""
    return [
        (result.task, result.data.get("changed"), result.data.get("diff"), result.data.get("plan"))
        for result in run.on(host)
    ]


def test_single_tasks_about_the_same_objects_predict_what_they_then_do(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    hosts = {
        "action": site_host(emulator, "acorn"),
        "module": site_host(emulator, "harbour", ansible_connection="own_machine"),
    }
    elsewhere = [step for step in TASKS if step["name"] in ELSEWHERE]
    plays = [
        {"name": "One after the other", "hosts": "action", "tasks": TASKS},
        {"name": "On another machine", "hosts": "module", "tasks": elsewhere},
    ]
    predicted = ansible.plays(plays, hosts, "--check", "--diff")
    assert not any(request["write"] for request in emulator.requests())
    applied = ansible.plays(plays, hosts, "--diff")
    for run in (predicted, applied):
        assert (run.code, run.failures) == (0, [])
    for host, tasks in (("action", TASKS), ("module", elsewhere)):
        assert told(predicted, host) == told(applied, host)
        assert [name for name, *_said in told(applied, host)] == [step["name"] for step in tasks]
        unchanged = [name for name, changed, _diff, _plan in told(applied, host) if not changed]
        assert unchanged == ["Nothing is left to go"]


def test_a_cache_of_facts_carries_nothing_into_a_later_run(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    cache = {"ANSIBLE_CACHE_PLUGIN": "jsonfile", "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(tmp_path)}
    hosts = {"acorn": site_host(emulator, "acorn")}
    fact = {"name": "A fact", "ansible.builtin.set_fact": {"told": True, "cacheable": True}}
    first = [
        fact,
        *(task("Earlier", module, options) for module, options in (("sender_group", GROUP), ("delivery_route", ROUTE))),
    ]
    policy = task("Policy", "delivery_route_policy", POLICY)
    together = ansible.plays(
        [{"name": "Both", "hosts": "all", "tasks": [*first, policy]}], hosts, "--check", environment=cache
    )
    assert (together.code, together.failures) == (0, [])
    later = ansible.plays([{"name": "Later", "hosts": "all", "tasks": [policy]}], hosts, "--check", environment=cache)
    assert "there is no sender group 'New partners'" in later.message("acorn")
    files = [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()]
    assert any("told" in text for text in files)
    assert not any("partners" in text.lower() for text in files)


def test_two_hosts_of_one_account_and_two_accounts_of_one_host_believe_nothing_of_each_other(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    hosts = {"first": site_host(emulator, "acorn"), "second": site_host(emulator, "acorn")}
    other = {"client_id": "harbour", "client_secret": ACCOUNTS["harbour"]}
    plays = [
        {
            "name": "First",
            "hosts": "first",
            "tasks": [task("Group", "sender_group", GROUP), task("Route", "delivery_route", ROUTE)],
        },
        {
            "name": "Both",
            "hosts": "all",
            "tasks": [
                task("Its own", "delivery_route_policy", POLICY, ignore_errors=True),
                task("Of another account", "delivery_route_policy", {**POLICY, **other}, ignore_errors=True),
            ],
        },
    ]
    run = ansible.plays(plays, hosts, "--check")
    assert run.of("first", "Its own").status == "ok"
    for host, name in (("second", "Its own"), ("first", "Of another account"), ("second", "Of another account")):
        assert "there is no sender group 'New partners'" in run.of(host, name).data["msg"], (host, name)


def test_a_play_does_not_take_what_an_earlier_play_found_in_sync(ansible: Ansible, emulator: RunningEmulator) -> None:
    site = {"delivery_routes": [ROUTE]}
    hosts = {"first": site_host(emulator, "acorn", mimecast_site=site), "second": site_host(emulator, "acorn")}
    from_site = task("From the site", "delivery_route", {"from_site": True})
    elsewhere = task("Elsewhere", "delivery_route", {"name": "Main", "hostname": "b.example.com"})
    plays = [
        {"name": "Applied", "hosts": "first", "tasks": [from_site]},
        {"name": "Judged", "hosts": "first", "tasks": [task("Preflight", "site_preflight", {}), from_site]},
        {"name": "Changed", "hosts": "second", "tasks": [elsewhere]},
        {"name": "Applied anew", "hosts": "first", "tasks": [from_site]},
    ]
    run = ansible.plays(plays, hosts)
    assert (run.code, run.failures) == (0, [])
    found = [result.status for result in run.results if result.task == "From the site"]
    assert found == ["ok", "skipped", "ok"]
    assert emulator.state("acorn")["delivery_routes"]["main"]["hostname"] == "mail.example.com"


@pytest.mark.parametrize("options", [[], ["--check"]], ids=["apply", "check"])
def test_nothing_is_left_on_the_disk_and_no_secret_was_ever_there(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path, options: Sequence[str]
) -> None:
    login = {"mechanisms": ["LOGIN"], "username": "relay", "password": CANARY}
    route = {**ROUTE, "smtp_authentication": login}
    site = {"delivery_routes": [route], "users": [{"email": "jo@example.com", "password": CANARY}]}
    hosts = {"acorn": site_host(emulator, "acorn", mimecast_site=site)}
    kept = tmp_path / "kept"
    kept.mkdir()
    files = f"{kept}/*/mimecast-memory-*"
    lying = f"{{{{ lookup('ansible.builtin.pipe', 'stat -c %a {files} && cat {files}') }}}}"
    name = "What lies there while the play runs"
    look = {"name": name, "ansible.builtin.debug": {"msg": lying}}
    plays = [
        {
            "name": "Play",
            "hosts": "all",
            "roles": ["mailops.mimecast.delivery_routing", "mailops.mimecast.administrators"],
            "tasks": [look],
        }
    ]
    run = ansible.plays(plays, hosts, *options, environment={"ANSIBLE_LOCAL_TEMP": str(kept)})
    assert (run.code, run.failures) == (0, [])
    mode, said = str(run.of("acorn", name).data["msg"]).split("\n", 1)
    assert mode == "600"
    assert "belief" in said
    assert not re.search(f"{CANARY}|{ACCOUNTS['acorn']}", said + run.output)
    assert list(kept.rglob("*")) == []


def test_what_a_task_in_the_background_changes_is_not_taken_for_in_sync(
    ansible: Ansible, emulator: RunningEmulator
) -> None:
    background = {"async": 60, "poll": 1}
    elsewhere = {"name": "Main", "hostname": "b.example.com"}
    tasks = [
        task("Made", "delivery_route", {"from_site": True}, **background),
        task("Judged", "site_preflight", {}),
        task("Changed", "delivery_route", elsewhere, **background),
        task("Changed back", "delivery_route", {"from_site": True}),
    ]
    host = site_host(emulator, "acorn", mimecast_site={"delivery_routes": [ROUTE]})
    run = ansible.plays([{"name": "Play", "hosts": "all", "tasks": tasks}], {"acorn": host})
    assert (run.code, run.failures) == (0, [])
    assert [result.task for result in run.changes] == ["Made", "Changed", "Changed back"]
    assert not any("memory" in result.data for result in run.results)
