# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A play of roles that a user writes: what it takes from the variables of a host, what it refuses, what it says.

All hosts are in the same runs: check mode and for real. Each has an account of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.integration.accounts import site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Result, Run
from mimecast_emulator.testing import RunningEmulator

SECRET = "plays-secret"
ROLES = list(dict.fromkeys(f"mailops.mimecast.{resource.role}" for resource in RESOURCES.values()))
FEW = [role for role in ROLES if role.rpartition(".")[2] in ("sender_groups", "delivery_routing", "administrators")]
"""The roles of the types that most hosts speak of."""
NEW_GROUP: dict[str, Any] = {
    "sender_groups": [{"name": "New partners", "members": ["partner.example"]}],
    "delivery_routes": [{"name": "Main", "hostname": "mail.example.com"}],
    "delivery_route_policies": [
        {
            "name": "From new partners",
            "route": "Main",
            "applies_from": {"type": "profile_group", "group": "New partners"},
            "applies_to": {"type": "internal_addresses"},
        }
    ],
}
PEOPLE = [{"email": "jo@example.com", "name": "Jo Smith"}]
HOSTS: dict[str, dict[str, Any]] = {
    "new_group": {"mimecast_site": NEW_GROUP},
    "silent": {},
    "empty_lists": {
        f"mimecast_{resource.plural}": {} if resource.singleton else []
        for resource in RESOURCES.values()
        if resource.name != "mx"
    },
    "typo": {"mimecast_users": [{"email": "jo@example.com"}, {"email": "sam@example.com", "nmae": "Sam"}]},
    "site_typo": {"mimecast_site": {"users": [{"email": "sam@example.com", "nmae": "Sam"}]}},
    "key_typo": {"mimecast_site": {"user": PEOPLE}},
    "undefined": {
        "mimecast_site": {"users": PEOPLE, "delivery_routes": [{"name": "A", "hostname": "{{ nowhere }}"}]},
    },
    "undefined_list": {"mimecast_users": [{"email": "{{ nowhere }}@example.com"}]},
    "site_is_a_template": {"mimecast_site": "{{ sites_of_all.one }}", "sites_of_all": {"one": {"users": PEOPLE}}},
    "baseline_is_a_template": {
        "mimecast_baseline": "{{ {'users': people} }}",
        "mimecast_site": {"users": [{"email": "jo@example.com", "disabled": False}]},
        "people": PEOPLE,
    },
    "list_is_a_template": {
        "mimecast_users": "{{ people }}",
        "people": [{"email": "{{ first }}@example.com", "name": "Jo Smith"}],
        "first": "jo",
    },
    "part_is_a_template": {"mimecast_site": {"users": "{{ people }}", "sender_groups": []}, "people": PEOPLE},
    "list_wins": {
        "mimecast_users": PEOPLE,
        "mimecast_baseline": {"users": [{"email": "kim@example.com"}]},
        "mimecast_site": {"users": [{"email": "sam@example.com"}], "sender_groups": [{"name": "Reviewers"}]},
    },
}
OF_ALL = ("silent", "empty_lists")
"""The hosts that play all roles."""
FAILING = {"typo", "site_typo", "key_typo", "undefined", "undefined_list"}
TEMPLATES = {"site_is_a_template", "baseline_is_a_template", "list_is_a_template", "part_is_a_template"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """An account for each host."""
    with RunningEmulator(dict.fromkeys(HOSTS, SECRET), strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator) -> tuple[Run, Run]:
    """The plays of roles in check mode, and for real."""
    for account in HOSTS:
        emulator.reset(account)
    emulator.clear_requests()
    hosts = {name: site_host(emulator, name, SECRET, **variables) for name, variables in HOSTS.items()}
    plays = [
        {"name": "All roles", "hosts": ",".join(OF_ALL), "roles": ROLES},
        {"name": "Roles of one's own", "hosts": ",".join(name for name in HOSTS if name not in OF_ALL), "roles": FEW},
    ]
    predicted = ansible.plays(plays, hosts, "--check", "--diff", connection="")
    assert not any(request["write"] for request in emulator.requests())
    return predicted, ansible.plays(plays, hosts, "--diff", connection="")


def changes(run: Run, host: str) -> list[tuple[Any, Any]]:
    """Return the diffs and plans of a host, in order."""
    return [(result.data["diff"], result.data["plan"]) for result in run.changes if result.host == host]


def objects(run: Run, host: str) -> list[tuple[str, str]]:
    """Return type and name of every object that a host changes."""
    return [(change["resource"], change["name"]) for _diff, plan in changes(run, host) for change in plan]


def failure(run: Run, host: str) -> Result:
    """Return the only task of a host that failed, which was its last."""
    *_before, last = run.on(host)
    assert last.status == "failed", (host, last)
    return last


def test_hosts_fail_or_succeed_as_meant(runs: tuple[Run, Run]) -> None:
    for run in runs:
        assert {host for host, _task, _message in run.failures} == FAILING


def test_a_policy_may_name_a_group_that_the_same_play_makes(runs: tuple[Run, Run]) -> None:
    predicted, applied = (changes(run, "new_group") for run in runs)
    assert predicted == applied
    assert objects(runs[1], "new_group") == [
        ("sender_group", "New partners"),
        ("delivery_route", "Main"),
        ("delivery_route_policy", "From new partners"),
    ]


def test_roles_take_site_and_connection_from_the_variables_of_the_host(
    runs: tuple[Run, Run], emulator: RunningEmulator
) -> None:
    assert {row["description"] for row in emulator.state("new_group")["delivery_routes"].values()} == {"Main"}
    assert not emulator.state("silent")["delivery_routes"]


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_a_role_that_finds_nothing_to_do_says_so_once(runs: tuple[Run, Run], resource: Any) -> None:
    for run in runs:
        said = [str(result.data.get("msg", "")) for result in run.on("silent")]
        about = [text for text in said if re.search(rf"\bmimecast_{resource.plural}\b", text)]
        assert len(about) == 1
        assert about[0].startswith(("Neither ", "None of "))
        assert about[0].count("\n") <= 1


def test_a_host_without_a_site_is_asked_nothing(runs: tuple[Run, Run], emulator: RunningEmulator) -> None:
    accounts = [request["account"] for request in emulator.requests()]
    assert "silent" not in accounts
    assert [r["operation"] for r in emulator.requests() if r["account"] == "empty_lists"] == []


def test_lists_that_are_empty_are_not_nothing_to_do(runs: tuple[Run, Run]) -> None:
    said = [str(result.data.get("msg", "")) for result in runs[1].on("empty_lists")]
    assert [text for text in said if text.startswith(("Neither ", "None of ")) and "mimecast_mx" not in text] == []


MESSAGES = {
    "typo": ".users[1].nmae: unknown key, did you mean 'name'?",
    "site_typo": "mimecast_site.users[0].nmae: unknown key, did you mean 'name'?",
    "key_typo": "mimecast_site.user: unknown key, did you mean 'users'?",
}


@pytest.mark.parametrize("host", MESSAGES)
def test_a_typing_error_is_one_line_with_its_place_and_the_nearest_word(runs: tuple[Run, Run], host: str) -> None:
    for run in runs:
        message = str(failure(run, host).data["msg"])
        assert MESSAGES[host].replace(".users[1]", "entries[1]", host == "typo") in message
        assert len(message.splitlines()) == 1
        assert len(message) < 400


@pytest.mark.parametrize("host", ["undefined", "undefined_list"])
def test_a_variable_that_is_not_there_fails_the_role_and_is_never_left_out(
    runs: tuple[Run, Run], emulator: RunningEmulator, host: str
) -> None:
    for run in runs:
        assert "'nowhere' is undefined" in str(failure(run, host).data["msg"])
    assert not emulator.state(host)["delivery_routes"]
    assert set(emulator.state(host)["users"]) <= {*emulator.state("silent")["users"], "jo@example.com"}


@pytest.mark.parametrize("host", sorted(TEMPLATES))
def test_what_is_one_big_template_counts_like_any_other(runs: tuple[Run, Run], host: str) -> None:
    for run in runs:
        assert objects(run, host) == [("user", "jo@example.com")]
    assert runs[1].on(host)


def test_a_list_of_a_role_wins_over_what_baseline_and_site_say_of_its_type(runs: tuple[Run, Run]) -> None:
    for run in runs:
        assert objects(run, "list_wins") == [("sender_group", "Reviewers"), ("user", "jo@example.com")]
