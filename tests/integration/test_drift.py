# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook mailops.mimecast.drift: what differs is named exactly, nothing is written, no account hides another."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, operations, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

DRIFT = "mailops.mimecast.drift"
SITE = "mailops.mimecast.site"
WANTED: dict[str, Any] = {
    "delivery_routes": [
        {"name": "Exchange on-premises", "hostname": "mail.example.com", "port": 25},
        {"name": "Exchange DR", "hostname": "192.0.2.25"},
    ],
    "delivery_route_policies": [
        {
            "name": name,
            "route": "Exchange on-premises",
            "applies_from": {"type": "everyone"},
            "applies_to": {"type": "email_domain", "domain": domain},
            "enabled": True,
        }
        for name, domain in (("Inbound to Exchange", "example.com"), ("Inbound for the shop", "example.org"))
    ],
    "sender_groups": [
        {"name": "Blocked Senders", "members": ["spammer@bad.example", "worse.example"], "members_mode": "exact"},
        {"name": "Reviewers", "members": ["jo@example.com"], "members_mode": "exact"},
        {"name": "IT Helpdesk"},
    ],
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.10"]}],
}
CALM: dict[str, Any] = {"delivery_routes": WANTED["delivery_routes"]}


def account(emulator: RunningEmulator, name: str, site: Any, **more: Any) -> dict[str, Any]:
    """The variables of a host that is an account."""
    return {
        "mimecast_base_url": emulator.base_url,
        "mimecast_client_id": name,
        "mimecast_client_secret": f"{name}-secret",
        "mimecast_retry_budget": 0.2,
        "mimecast_site": site,
        **more,
    }


def drift(ansible: Ansible, hosts: dict[str, Any], directory: Path, **variables: Any) -> Run:
    """Run the playbook; the report goes into ``directory``."""
    return ansible.play(DRIFT, hosts, variables={"mimecast_drift_directory": str(directory), **variables})


def report(directory: Path) -> dict[str, Any]:
    """The report that was written."""
    found: dict[str, Any] = json.loads((directory / "drift.json").read_text(encoding="utf-8"))
    return found


def by_name(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The accounts of a report."""
    return {account["name"]: account for account in found["accounts"]}


def change_seven_things(emulator: RunningEmulator, name: str) -> None:
    """What people did in the console: one change of each kind, each of another object."""
    state = copy.deepcopy(emulator.state(name))
    (route,) = [row for row in state["delivery_routes"].values() if row["description"] == "Exchange on-premises"]
    route["port"] = 2525
    (reviewers,) = [row for row in state["groups"].values() if row["description"] == "Reviewers"]
    reviewers["members"].append({"emailAddress": "mallory@example.com"})
    blocked = state["groups"]["blocked-senders"]
    blocked["members"] = [member for member in blocked["members"] if member.get("domain") != "worse.example"]
    routes = state["delivery_routes"]
    state["delivery_routes"] = {key: row for key, row in routes.items() if row["description"] != "Exchange DR"} | {
        "old-relay": {"description": "Old relay", "hostname": "198.51.100.9"}
    }
    (policy,) = [
        row for row in state["delivery_route_policies"].values() if row["description"] == "Inbound for the shop"
    ]
    policy["enabled"] = False
    (permit,) = [row for row in state["permitted_sender_policies"].values() if row["description"] == "Scanner"]
    permit["sourceIPs"] = ["198.51.100.0/24"]
    tables = ("delivery_routes", "groups", "delivery_route_policies", "permitted_sender_policies")
    emulator.set_state(name, {table: state[table] for table in tables})


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Accounts for all tests of this file."""
    names = (*ACCOUNTS, *MANY, *CALM_HOSTS, *DIFFERING)
    with RunningEmulator({name: f"{name}-secret" for name in names}, strict=True) as running:
        yield running


MANY = [f"customer-{number:02}" for number in range(50)]
DIFFERING = ("changed", "half", "refused")
"""Accounts that were what their site files say until seven things were changed in the console."""

CALM_HOSTS = ("same", "silent", "undefined", "misspelt", "telephone", "german", "yesterday")
"""Accounts beside them."""


@pytest.fixture(scope="module")
def changed(ansible: Ansible, emulator: RunningEmulator) -> RunningEmulator:
    """The accounts in which seven things were changed."""
    emulator.set_faults([])
    for name in DIFFERING:
        emulator.reset(name)
    run = ansible.play(SITE, {name: account(emulator, name, WANTED) for name in DIFFERING})
    assert (run.code, run.failures) == (0, [])
    for name in DIFFERING:
        change_seven_things(emulator, name)
    return emulator


class Report(NamedTuple):
    """A run of the playbook with what it reported, and what it asked of each account."""

    run: Run
    found: dict[str, dict[str, Any]]
    files: dict[str, str]
    operations: dict[str, Counter[str]]
    writes: int


def reported(ansible: Ansible, emulator: RunningEmulator, hosts: dict[str, Any], folder: Path, **more: Any) -> Report:
    """Run the playbook, and return all that it says and does."""
    emulator.clear_requests()
    run = drift(ansible, hosts, folder, **more)
    asked = {name: operations(emulator, name) for name in hosts}
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    return Report(run, by_name(report(folder)), files, asked, len(writes(emulator)))


@pytest.fixture(scope="module")
def failing(ansible: Ansible, changed: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A run that fails where something differs, over an account that differs and one that breaks off half way."""
    fault = {"account": "half", "path": "group", "skip": 1, "times": None, "fault": {"kind": "status", "status": 500}}
    changed.set_faults([fault])
    changed.reset("same")
    hosts = {name: account(changed, name, WANTED) for name in ("changed", "half", "same")}
    folder = tmp_path_factory.mktemp("failing")
    told = reported(ansible, changed, hosts, folder, mimecast_drift_fail=True, mimecast_drift_audit=True)
    changed.set_faults([])
    return told


@pytest.fixture(scope="module")
def audited(ansible: Ansible, changed: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A run that asks who changed what, over accounts of every kind: none of them hides another."""
    refused = {"account": "refused", "path": "audit", "times": None, "fault": {"kind": "status", "status": 403}}
    changed.set_faults([refused])
    unknown = {"users": [{"email": "jo@example.com", "name": "{{ no_such_variable }}"}]}
    no_secret = {"mimecast_client_secret": "canary-client-55ef"}
    hosts = {
        **{name: account(changed, name, CALM) for name in MANY[:4]},
        "changed": account(changed, "changed", WANTED),
        "refused": account(changed, "refused", WANTED),
        "same": account(changed, "same", {"delivery_routes": []}),
        "elm": {},
        "undefined": account(changed, "undefined", unknown),
        "misspelt": account(changed, "misspelt", {"delivery_routs": []}),
        "telephone": account(changed, "telephone", CALM, mimecast_apply_via="telephone", mimecast_region="uk"),
        "german": account(changed, "german", CALM, mimecast_region="de"),
        "yesterday": account(changed, "yesterday", CALM, mimecast_drift_audit_days=-1),
        "silent": account(changed, "silent", WITH_SECRETS),
        "willow": account(changed, "willow", WITH_SECRETS, **no_secret),
    }
    told = reported(ansible, changed, hosts, tmp_path_factory.mktemp("audited"), mimecast_drift_audit=True)
    changed.set_faults([])
    return told


WITH_SECRETS: dict[str, Any] = {
    "delivery_routes": [
        {
            "name": "Relay",
            "hostname": "mail.example.com",
            "smtp_authentication": {"mechanisms": ["LOGIN"], "username": "relay", "password": "canary-smtp-91ab"},
        }
    ],
    "users": [{"email": "jo@example.com", "password": "canary-user-27cd"}],
}


def test_seven_changes_are_named_exactly_and_nothing_is_written(failing: Report) -> None:
    assert failing.run.code == 2
    failures = [task.rpartition(" : ")[2] for host, task, _message in failing.run.failures if host == "changed"]
    assert failures == ["Fail if accounts drifted"]
    assert failing.writes == 0
    found = failing.found["changed"]
    told = {
        (compared["type"], compared["name"], compared["status"]): {field["name"] for field in compared["fields"]}
        for compared in found["objects"]
        if compared["status"] != "in_sync"
    }
    assert {key: fields for key, fields in told.items() if key[2] == "drifted"} == {
        ("delivery_routes", "Exchange on-premises", "drifted"): {"port"},
        ("sender_groups", "Reviewers", "drifted"): {"members"},
        ("sender_groups", "Blocked Senders", "drifted"): {"members"},
        ("delivery_route_policies", "Inbound for the shop", "drifted"): {"enabled"},
        ("ip_permits", "Scanner", "drifted"): {"source_ips"},
    }
    assert {key for key in told if key[2] != "drifted"} == {
        ("delivery_routes", "Exchange DR", "missing"),
        ("delivery_routes", "Old relay", "extra"),
    }
    assert sorted(failing.files) == ["drift.html", "drift.json", "drift.md"]
    route = next(compared for compared in found["objects"] if compared["name"] == "Exchange on-premises")
    assert route["changed_by"]
    assert found["since"]


def test_an_account_that_breaks_off_half_way_is_an_error_with_its_reason(failing: Report) -> None:
    assert failing.run.code == 2
    half = failing.found["half"]
    assert (half["status"], half["objects"]) == ("error", [])
    assert "500" in half["error"]
    assert failing.found["same"]["status"] == "drift"


@pytest.fixture(scope="module")
def alone(ansible: Ansible, changed: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Any]:
    """A run in check mode over an account that differs, which tells the workflow, and its report."""
    folder = tmp_path_factory.mktemp("alone")
    run = ansible.play(
        DRIFT,
        {"changed": account(changed, "changed", WANTED)},
        "--check",
        variables={"mimecast_drift_directory": str(folder)},
        environment={"ANSIBLE_SHOW_CUSTOM_STATS": "1"},
    )
    return run, report(folder)


def test_drift_alone_does_not_fail_the_run_and_the_workflow_is_told(alone: tuple[Run, Any]) -> None:
    run, found = alone
    assert (run.code, run.failures) == (0, [])
    assert found["totals"]["drift"] == 1
    stats = run.output.partition("CUSTOM STATS")[2]
    assert "mimecast_drift" in stats
    assert "drifted_accounts" in stats


def test_of_fifty_accounts_one_that_is_down_is_an_error_and_hides_none(
    any_ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    down = MANY[17]
    emulator.set_faults([{"account": down, "times": None, "fault": {"kind": "status", "status": 503}}])
    emulator.clear_requests()

    run = drift(any_ansible, {name: account(emulator, name, CALM) for name in MANY}, tmp_path)

    emulator.set_faults([])
    assert (run.code, writes(emulator)) == (0, [])
    found = report(tmp_path)
    assert (found["totals"]["accounts"], found["totals"]["error"], found["totals"]["drift"]) == (50, 1, 49)
    assert by_name(found)[down]["status"] == "error"
    assert "503" in by_name(found)[down]["error"]
    alone = operations(emulator, MANY[0])
    assert alone == {"createToken": 1, "listDeliveryRouteDefinitions": 1}
    assert all(operations(emulator, name) == alone for name in MANY if name != down)


@pytest.mark.parametrize(
    ("directory", "said"),
    [
        ("absent", "does not exist; create it first"),
        ("file", "is not a directory"),
        ("/proc", "nothing can be written"),
    ],
)
def test_a_directory_that_takes_no_report_is_told_before_any_request(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path, directory: str, said: str
) -> None:
    (tmp_path / "file").touch()
    emulator.clear_requests()

    run = drift(ansible, {"acorn": account(emulator, "acorn", CALM)}, tmp_path / directory)

    assert run.code == 2
    ((_host, _task, message),) = run.failures
    assert message.startswith("directory: ")
    assert said in message
    assert emulator.requests() == []


def test_a_mistake_in_one_site_file_is_an_error_of_that_account_alone(audited: Report) -> None:
    found = audited.found
    assert audited.run.code == 0
    assert {name: found[name]["status"] for name in ("undefined", "elm", "misspelt", "german")} == {
        "undefined": "error",
        "elm": "error",
        "misspelt": "error",
        "german": "drift",
    }
    assert "no_such_variable" in found["undefined"]["error"]
    assert "did you mean" in found["misspelt"]["error"]
    assert "Neither mimecast_site nor mimecast_baseline" in found["elm"]["error"]


def test_an_account_costs_one_task(audited: Report) -> None:
    """Of all hosts but the first, which also runs what is done once a play."""
    results = [result for result in audited.run.results if result.host in MANY[1:4]]
    assert {(result.host, result.status) for result in results} == {(name, "ok") for name in MANY[1:4]}
    told = [(result.host, result.task.rpartition(" : ")[2]) for result in results]
    assert sorted(told) == [(name, "Compare the account with its site file") for name in MANY[1:4]]


WRONG = {
    "mimecast_drift_formats": ["pdf"],
    "mimecast_drift_fail": "maybe",
    "mimecast_drift_audit": "perhaps",
    "mimecast_drift_audit_days": "soon",
}
"""Settings of the whole run that cannot be."""


@pytest.fixture(scope="module")
def refused(ansible: Ansible, emulator: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run with all of them, which asks for nothing and writes nothing."""
    emulator.clear_requests()
    folder = tmp_path_factory.mktemp("refused")
    run = drift(ansible, {name: account(emulator, name, CALM) for name in MANY[:2]}, folder, **WRONG)
    assert emulator.requests() == []
    assert list(folder.iterdir()) == []
    return run


@pytest.mark.parametrize("variable", WRONG)
def test_a_setting_that_cannot_be_is_refused_before_any_request(refused: Run, variable: str) -> None:
    assert refused.code == 2
    assert variable in refused.failures[0][2]


def test_a_setting_of_one_account_that_cannot_be_is_an_error_of_that_account_alone(audited: Report) -> None:
    found = audited.found
    assert audited.run.code == 0
    assert {name: (found[name]["status"], found[name]["region"]) for name in ("telephone", "german", "yesterday")} == {
        "telephone": ("error", "uk"),
        "german": ("drift", "de"),
        "yesterday": ("error", None),
    }
    assert "apply_via must be one of: auto, api, console, got: telephone" in found["telephone"]["error"]
    assert "audit_days: -1 is negative" in found["yesterday"]["error"]


def test_an_audit_log_that_is_refused_is_a_warning_of_the_account(audited: Report) -> None:
    found = audited.found["refused"]
    assert (audited.run.code, found["status"], found["since"]) == (0, "drift", None)
    (warning,) = [warning for warning in found["warnings"] if "audit log" in warning]
    assert warning.startswith("it is not known who changed it, because the audit log could not be read: getAuditEvents")


def test_who_changed_it_costs_one_request_of_an_account_that_differs(audited: Report) -> None:
    assert [audited.operations[name]["getAuditEvents"] for name in ("changed", "same")] == [1, 0]
    assert [audited.operations[name]["createToken"] for name in ("changed", "same")] == [1, 1]


def test_an_account_that_the_run_lost_earlier_is_an_error_and_hides_none(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    hosts = {
        "acorn": account(emulator, "acorn", CALM, fails=True, mimecast_region="uk"),
        "harbour": account(emulator, "harbour", CALM),
    }

    ansible.play("drift_after_failure.yml", hosts, variables={"mimecast_drift_directory": str(tmp_path)})

    found = by_name(report(tmp_path))
    assert (found["acorn"]["status"], found["acorn"]["region"]) == ("error", "uk")
    assert found["acorn"]["error"] == "the run did not get as far as looking at this account; its output says why"
    assert found["harbour"]["status"] == "drift"


def test_no_secret_is_in_the_report(audited: Report) -> None:
    assert (audited.found["silent"]["status"], audited.found["willow"]["status"]) == ("drift", "error")
    for text in audited.files.values():
        assert "canary" not in text


def test_a_play_in_batches_writes_one_report_over_all_hosts(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    hosts = {name: account(emulator, name, CALM) for name in MANY[:5]}

    run = ansible.play(
        "drift_in_batches.yml",
        hosts,
        variables={"mimecast_drift_directory": str(tmp_path), "mimecast_drift_fail": True},
    )

    assert run.code == 2
    assert len([result for result in run.results if result.task.endswith("One report over all accounts")]) <= 5
    assert report(tmp_path)["totals"]["drift"] == 5


def test_hosts_that_share_an_account_are_errors_by_name_and_hide_none(
    any_ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    hosts = {name: account(emulator, "acorn", CALM) for name in ("north", "south")}
    hosts |= {name: account(emulator, name, CALM) for name in MANY[:2]}
    emulator.clear_requests()

    run = any_ansible.plays(
        [{"hosts": "all", "serial": 1, "roles": ["mailops.mimecast.drift"]}],
        hosts,
        variables={"mimecast_drift_directory": str(tmp_path), "mimecast_drift_fail": True},
    )

    assert (run.code, writes(emulator)) == (2, [])
    found = by_name(report(tmp_path))
    assert [found[name]["status"] for name in hosts] == ["error", "error", "drift", "drift"]
    for name in ("north", "south"):
        assert found[name]["error"].startswith("the hosts north, south reach one account with the same credentials")
        assert found[name]["objects"] == []
    assert "the hosts north, south reach one account" in run.output


@pytest.mark.parametrize(("lifted", "status"), [({}, "error"), ({"mimecast_shared_site": True}, "drift")])
def test_one_site_for_several_accounts_makes_them_errors_unless_it_is_meant(
    any_ansible: Ansible, emulator: RunningEmulator, tmp_path: Path, lifted: dict[str, bool], status: str
) -> None:
    hosts = {name: account(emulator, name, {}) for name in MANY[:3]}
    given = {"mimecast_drift_directory": str(tmp_path), "mimecast_site": CALM, **lifted}

    run = any_ansible.play(DRIFT, hosts, variables=given)

    assert (run.code, run.failures) == (0, [])
    found = by_name(report(tmp_path))
    assert {name: found[name]["status"] for name in hosts} == dict.fromkeys(hosts, status)
    told = f"the hosts {', '.join(MANY[:3])} have different credentials and one mimecast_site"
    assert [found[name]["error"].startswith(told) for name in hosts] == [status == "error"] * 3


def test_a_run_of_the_site_in_check_mode_makes_the_same_report_through_the_callback(
    ansible: Ansible, changed: RunningEmulator, alone: tuple[Run, Any], tmp_path: Path
) -> None:
    hosts = {
        "changed": account(changed, "changed", WANTED),
        "misspelt": account(changed, "misspelt", {"delivery_routs": []}),
    }

    run = ansible.play(
        SITE,
        hosts,
        "--check",
        "--diff",
        environment={
            "ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.drift_report,task_results",
            "MIMECAST_DRIFT_REPORT_DIRECTORY": str(tmp_path),
        },
    )

    assert run.code == 2
    assert "Drift report: 2 accounts: 0 in sync, 1 with drift, 1 not checked." in run.output
    by_callback = by_name(report(tmp_path))
    assert "did you mean" in by_callback["misspelt"]["error"]

    def told(account: dict[str, Any]) -> list[dict[str, Any]]:
        return [found for found in account["objects"] if found["status"] not in ("extra", "in_sync")]

    by_playbook = by_name(alone[1])["changed"]
    assert told(by_callback["changed"]) == told(by_playbook)
    # What the account has beyond its site file is not known to a run of the site.
    assert {**by_callback["changed"]["summary"], "extra": 1} == by_playbook["summary"]


def test_a_real_run_writes_no_report_through_the_callback(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    emulator.reset("willow")

    run = ansible.play(
        SITE,
        {"willow": account(emulator, "willow", CALM)},
        environment={
            "ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.drift_report,task_results",
            "MIMECAST_DRIFT_REPORT_DIRECTORY": str(tmp_path),
        },
    )

    assert run.code == 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_carried_out_after_it_was_predicted_is_not_reported_by_the_callback(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    emulator.reset("willow")

    run = ansible.play(
        "predicted_then_applied.yml",
        {"willow": account(emulator, "willow", CALM)},
        environment={
            "ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.drift_report,task_results",
            "MIMECAST_DRIFT_REPORT_DIRECTORY": str(tmp_path),
        },
    )

    assert run.code == 0
    assert list(tmp_path.iterdir()) == []
