# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is meant for one account reaches no other, and no two hosts of a play share what they must not."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play import Play
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _accounts
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import Run, new_run, run_task

GROUP = MANAGED["sender_group"]
CODE = "CUKCONTRACT"
SITE = {"sender_groups": [{"name": "Partners", "members": ["a.example"]}]}
NOT_OFFERED = {"operation": "whoAmI", "times": None, "skip": 0, "fault": {"kind": "app_forbidden"}}
TASKS: dict[str, dict[str, Any]] = {
    **{f"mimecast_{name}": {"entries": []} for name in MANAGED},
    "mimecast_sender_group": {"name": "Partners"},
    "mimecast_info": {},
    "mimecast_pending_domain": {"domain": "new.example"},
    "mimecast_managed_sender": {"sender": "a@partner.example", "recipient": "jo@example.com", "action": "permit"},
    "mimecast_audit_info": {},
    "mimecast_snapshot": {"type": "profile_groups"},
    "mimecast_site_plan": {"site": SITE},
    "mimecast_site_preflight": {"site": SITE},
}


@pytest.mark.parametrize("name", TASKS)
def test_credentials_of_another_account_end_a_task_before_anything_is_read(either_door: Account, name: str) -> None:
    told = either_door.task(name, {**TASKS[name], "account_code": "CUKOTHER"})
    assert told["failed"]
    assert f"account_code is 'CUKOTHER', and the credentials reach the account '{CODE}'" in told["msg"]
    assert either_door.operations() == ["createToken", "whoAmI"]


def test_the_code_of_the_right_account_is_taken_whatever_its_case(either_door: Account) -> None:
    either_door.apply(GROUP, {"name": "Partners", "account_code": CODE.lower()})
    assert either_door.reads()["whoAmI"] == 1


def test_without_a_code_nothing_more_is_asked(account: Account) -> None:
    account.apply(GROUP, {"name": "Partners"}, check=True)
    assert account.reads() == Counter({"createToken": 1, "listGroups": 1})


def test_the_account_is_confirmed_once_a_run(account: Account) -> None:
    options = {**account.connection, "account_code": CODE}
    with new_run() as run:
        for play in ("first", "second"):
            again = Run(run.directory, play=play)
            run_task(again, "mimecast_site_preflight", {**options, "site": SITE})
            for name in ("Partners", "Vendors"):
                assert not run_task(again, "mimecast_sender_group", {**options, "name": name}).get("failed")
    assert account.reads()["whoAmI"] == 1


def test_where_the_application_may_not_ask_who_it_is_the_gateway_tells(account: Account) -> None:
    account.running.set_faults([NOT_OFFERED])
    account.apply(GROUP, {"name": "Partners", "account_code": CODE})
    account.running.set_faults([NOT_OFFERED, {**NOT_OFFERED, "operation": "getGatewayDetails"}])
    told = account.refused(GROUP, {"name": "Partners", "account_code": CODE})
    assert "the run cannot find out which account the credentials reach" in told
    assert account.writes() == ["createGroup"]


def test_an_export_has_the_code_of_its_account(account: Account, tmp_path: Any) -> None:
    file = tmp_path / "account.yml"
    account.task("mimecast_export", {"dest": str(file)})
    assert f"\nmimecast_account_code: {CODE}\nmimecast_site:\n" in file.read_text()
    faults = [
        NOT_OFFERED,
        {**NOT_OFFERED, "operation": "getGatewayDetails", "fault": {"kind": "status", "status": 403}},
    ]
    account.running.set_faults(faults)
    account.task("mimecast_export", {"dest": str(file)})
    assert "mimecast_account_code" not in file.read_text()


# --- Several hosts in a play ------------------------------------------------------------------------------------------


def seen(of_hosts: Mapping[str, Mapping[str, Any]], host: str, environment: Mapping[str, str]) -> _accounts.Shared:
    """Return what hosts of a play share."""
    looked = [
        _accounts.host(name, variables, environment, lambda value, of: of["mine"])
        for name, variables in of_hosts.items()
    ]
    return _accounts.shared(looked)


def own(client_id: str, site: Any = None) -> dict[str, Any]:
    return {"mimecast_client_id": client_id, "mimecast_site": site}


ENVIRONMENT = {"MIMECAST_CLIENT_ID": "of the environment"}


@pytest.mark.parametrize(
    ("of_hosts", "environment", "credentials", "site"),
    [
        ({"a": own("1", {}), "b": own("2", {})}, {}, [], []),
        ({"a": own("1", {}), "b": own("1", {})}, {}, [["a", "b"]], []),
        ({"a": own("1", SITE), "b": own("1", SITE)}, {}, [["a", "b"]], []),
        ({"a": own("1", SITE), "b": own("2", SITE), "c": own("3", {})}, {}, [], [["a", "b"]]),
        ({"a": {}, "b": {}}, ENVIRONMENT, [["a", "b"]], []),
        ({"a": {}, "b": {}}, {}, [], []),
        ({"a": {}, "b": own("of the environment")}, ENVIRONMENT, [["a", "b"]], []),
        ({"a": own("{{ mine }}") | {"mine": "1"}, "b": own("{{ mine }}") | {"mine": "2"}}, {}, [], []),
        ({"a": own("{{ mine }}") | {"mine": "1"}, "b": own("{{ mine }}") | {"mine": "1"}}, {}, [["a", "b"]], []),
        ({"a": own("{{ lookup('vault', mine) }}"), "b": own("{{ lookup('vault', mine) }}")}, {}, [], []),
        ({"a": own("1", "{{ mine }}"), "b": own("2", "{{ mine }}")}, {}, [], []),
        (
            {
                "a": own("1") | {"mimecast_base_url": "https://uk.example"},
                "b": own("1") | {"mimecast_base_url": "https://us.example"},
            },
            {},
            [],
            [],
        ),
        ({str(number): own("1") for number in range(5)}, {}, [["0", "1", "2", "3", "4"]], []),
    ],
)
def test_what_hosts_of_a_play_share(
    of_hosts: dict[str, Any], environment: dict[str, str], credentials: list[list[str]], site: list[list[str]]
) -> None:
    assert seen(of_hosts, "a", environment) == {
        "mimecast_shared_credentials": credentials,
        "mimecast_shared_site": site,
    }


def test_a_refusal_names_three_of_the_hosts_that_share() -> None:
    found = {"mimecast_shared_credentials": [["a", "b", "c", "d", "e"]]}
    (told,) = _accounts.refusals(found, [])
    assert told.startswith("the hosts a, b, c and 2 more reach one account")


def a_play(account: Account, of_hosts: Mapping[str, Mapping[str, Any]], host: str) -> dict[str, Any]:
    """Return the variables of one host of a play."""
    reached = {f"mimecast_{name}": value for name, value in account.connection.items()}
    every = {name: {**reached, **variables} for name, variables in of_hosts.items()}
    return {
        **every[host],
        "inventory_hostname": host,
        "ansible_play_hosts_all": list(every),
        "hostvars": SimpleNamespace(raw_get=every.__getitem__),
    }


@pytest.mark.parametrize("task", ["mimecast_site_preflight", "mimecast_site_plan", "mimecast_export"])
def test_hosts_that_share_credentials_are_refused_before_anything_is_read(
    account: Account, tmp_path: Any, task: str
) -> None:
    options = {"dest": str(tmp_path / "a.yml")} if task == "mimecast_export" else {}
    hosts: dict[str, dict[str, Any]] = {"a": {"mimecast_site": SITE}, "b": {"mimecast_site": {"users": []}}}
    for host in hosts:
        with new_run(a_play(account, hosts, host)) as run:
            told = run_task(run, task, options)
        assert told["msg"].startswith("the hosts a, b reach one account with the same credentials"), told
        assert "mimecast_shared_credentials: true" in told["msg"]
    assert account.operations() == []
    lifted = {name: {**variables, "mimecast_shared_credentials": True} for name, variables in hosts.items()}
    with new_run(a_play(account, lifted, "a")) as run:
        assert not run_task(run, task, options).get("failed")


def test_one_site_for_two_accounts_is_refused_before_anything_is_read(account: Account) -> None:
    hosts: dict[str, dict[str, Any]] = {
        "a": {"mimecast_site": SITE},
        "b": {"mimecast_site": SITE, "mimecast_client_id": "other"},
    }
    with new_run(a_play(account, hosts, "a")) as run:
        told = run_task(run, "mimecast_site_preflight", {})
    assert told["msg"].startswith("the hosts a, b have different credentials and one mimecast_site"), told
    assert account.operations() == []
    lifted = {name: {**variables, "mimecast_shared_site": "yes"} for name, variables in hosts.items()}
    with new_run(a_play(account, lifted, "a")) as run:
        assert not run_task(run, "mimecast_site_preflight", {}).get("failed")


def reported(
    account: Account, directory: Any, hosts: Mapping[str, Mapping[str, Any]], options: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a report tells of hosts whose plans only read, each of which found something missing."""
    found = {"objects": [{"resource": "user", "name": "jo@example.com", "status": "missing"}]}
    accounts = [{"name": name, "result": found} for name in hosts]
    with new_run() as run:
        for name in hosts:
            mine = Run(run.directory, a_play(account, hosts, name))
            run_task(mine, "mimecast_site_plan", {"read_only": True, **(options or {})})
        return run_task(run, "mimecast_drift_report", {"directory": str(directory), "accounts": accounts})


OTHER = {"mimecast_site": SITE, "mimecast_client_id": "other"}
LIFTED = {"mimecast_shared_credentials": True}


@pytest.mark.parametrize(
    ("hosts", "errors"),
    [
        ({"a": {"mimecast_site": {}}, "b": {"mimecast_site": {"users": []}}, "c": {**OTHER}}, "ab"),
        ({"a": {"mimecast_site": 5}, "b": {"mimecast_site": {"users": []}}}, "ab"),
        ({"a": LIFTED, "b": {}, "c": OTHER}, "b"),
        ({"a": LIFTED, "b": LIFTED}, ""),
    ],
)
def test_the_report_has_accounts_that_are_shared_as_errors_and_no_others(
    account: Account, tmp_path: Any, hosts: dict[str, Any], errors: str
) -> None:
    told = reported(account, tmp_path, hosts)
    assert sorted(told["summary"]["failed_accounts"]) == sorted(errors)
    for found in told["accounts"]:
        shares = found["error"].startswith("the hosts a, b reach one account with the same credentials")
        assert shares == (found["name"] in errors)
    # What was found may be of another account.
    assert told["summary"]["objects"]["missing"] == len(hosts) - len(errors)


def test_the_report_has_accounts_of_one_site_as_errors(account: Account, tmp_path: Any) -> None:
    told = reported(account, tmp_path, {"a": {"mimecast_site": SITE}, "b": OTHER})
    assert sorted(told["summary"]["failed_accounts"]) == ["a", "b"]
    assert "have different credentials and one mimecast_site" in told["accounts"][0]["error"]


def test_a_plan_with_credentials_of_its_own_shares_on_purpose(account: Account, tmp_path: Any) -> None:
    told = reported(account, tmp_path, {"a": {}, "b": {}}, {"client_id": "mine"})
    assert told["summary"]["error"] == 0


def test_objects_that_do_not_stay_in_memory_are_not_taken_for_one_another() -> None:
    (one, other) = (
        _accounts.host(name, own(name, {}), {}, lambda value, of: value, lambda word, value: False) for name in "ab"
    )
    assert (one.site, other.site) == ("", "")


def test_a_plan_that_only_reads_leaves_to_the_report_what_is_shared(account: Account) -> None:
    with new_run(a_play(account, {"a": {"mimecast_site": SITE}, "b": {}}, "a")) as run:
        assert not run_task(run, "mimecast_site_plan", {"read_only": True}).get("failed")
        for task in ("mimecast_site_preflight", "mimecast_mail_check"):
            assert "mimecast_shared_credentials: true" in run_task(run, task, {"read_only": True})["msg"]


@pytest.mark.parametrize("accounts", ["acorn", ["acorn"], [{"result": {}}]])
def test_accounts_of_a_report_that_are_none_are_refused(tmp_path: Any, accounts: Any) -> None:
    with new_run() as run:
        assert run_task(run, "mimecast_drift_report", {"directory": str(tmp_path), "accounts": accounts})["failed"]


def test_what_a_play_gives_to_its_hosts_counts_too(tmp_path: Any) -> None:
    (tmp_path / "site.yml").write_text("mimecast_site: {users: []}\n")
    (tmp_path / "hosts.yml").write_text("all: {hosts: {a: {mimecast_client_id: one}, b: {}}}\n")
    loader = DataLoader()
    loader.set_basedir(str(tmp_path))
    inventory = InventoryManager(loader, [str(tmp_path / "hosts.yml")])
    manager = VariableManager(loader, inventory)
    given = {"hosts": "all", "vars_files": ["site.yml"], "vars": {"mimecast_client_id": "{{ inventory_hostname }}"}}
    play = Play.load(given, variable_manager=manager, loader=loader)
    hostvars = HostVars(inventory, manager, loader)
    found = {name: _accounts.variables_of(hostvars, play, name) for name in ("a", "b")}
    assert [variables["mimecast_client_id"] for variables in found.values()] == ["{{ inventory_hostname }}"] * 2
    hosts = [
        _accounts.host(name, variables, {"MIMECAST_CLIENT_ID": "env"}, lambda _written, of: of["inventory_hostname"])
        for name, variables in found.items()
    ]
    assert _accounts.shared(hosts) == {"mimecast_shared_credentials": [], "mimecast_shared_site": [["a", "b"]]}


def test_all_hosts_of_a_play_are_looked_at_once_a_play(tmp_path: Any) -> None:
    looks: list[str] = []

    def look(play: str) -> dict[str, str]:
        looks.append(play)
        return {"of": play}

    for play in ("first", "first", "second", "first"):
        assert _accounts.once(str(tmp_path), play, functools.partial(look, play)) == {"of": play}
    assert looks == ["first", "second"]
