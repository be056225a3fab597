# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook mailops.mimecast.drift: what differs is named exactly, nothing is written, no account hides another."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    with RunningEmulator({**ACCOUNTS, **{name: f"{name}-secret" for name in MANY}}) as running:
        yield running


MANY = [f"customer-{number:02}" for number in range(50)]


@pytest.fixture
def changed(ansible: Ansible, emulator: RunningEmulator) -> RunningEmulator:
    """An account that was what its site file says until seven things were changed in the console."""
    emulator.set_faults([])
    emulator.reset("acorn")
    run = ansible.play(SITE, {"acorn": account(emulator, "acorn", WANTED)})
    assert (run.code, run.failures) == (0, [])
    change_seven_things(emulator, "acorn")
    emulator.clear_requests()
    return emulator


def test_seven_changes_are_named_exactly_and_nothing_is_written(
    ansible: Ansible, changed: RunningEmulator, tmp_path: Path
) -> None:
    run = drift(
        ansible,
        {"acorn": account(changed, "acorn", WANTED)},
        tmp_path,
        mimecast_drift_fail=True,
        mimecast_drift_audit=True,
    )

    assert run.code == 2
    assert [task.rpartition(" : ")[2] for _host, task, _message in run.failures] == ["Nothing differs"]
    assert writes(changed) == []
    found = by_name(report(tmp_path))["acorn"]
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
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drift.html", "drift.json", "drift.md"]
    route = next(compared for compared in found["objects"] if compared["name"] == "Exchange on-premises")
    assert route["changed_by"]
    assert found["since"]


def test_drift_alone_does_not_fail_the_run_and_the_workflow_is_told(
    ansible: Ansible, changed: RunningEmulator, tmp_path: Path
) -> None:
    run = ansible.play(
        DRIFT,
        {"acorn": account(changed, "acorn", WANTED)},
        "--check",
        variables={"mimecast_drift_directory": str(tmp_path)},
        environment={"ANSIBLE_SHOW_CUSTOM_STATS": "1"},
    )

    assert (run.code, run.failures) == (0, [])
    assert report(tmp_path)["totals"]["drift"] == 1
    stats = run.output.partition("CUSTOM STATS")[2]
    assert "mimecast_drift" in stats
    assert "drifted_accounts" in stats


def test_of_fifty_accounts_one_that_is_down_is_an_error_and_hides_none(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    down = MANY[17]
    emulator.set_faults([{"account": down, "times": None, "fault": {"kind": "status", "status": 503}}])
    emulator.clear_requests()

    run = drift(ansible, {name: account(emulator, name, CALM) for name in MANY}, tmp_path)

    emulator.set_faults([])
    assert (run.code, writes(emulator)) == (0, [])
    found = report(tmp_path)
    assert (found["totals"]["accounts"], found["totals"]["error"], found["totals"]["drift"]) == (50, 1, 49)
    assert by_name(found)[down]["status"] == "error"
    assert "503" in by_name(found)[down]["error"]
    alone = operations(emulator, MANY[0])
    assert alone == {"createToken": 1, "listDeliveryRouteDefinitions": 1}
    assert all(operations(emulator, name) == alone for name in MANY if name != down)


def test_an_account_that_breaks_off_half_way_is_an_error_with_its_reason(
    ansible: Ansible, changed: RunningEmulator, tmp_path: Path
) -> None:
    changed.reset("willow")
    changed.set_faults(
        [{"account": "acorn", "path": "group", "skip": 1, "times": None, "fault": {"kind": "status", "status": 500}}]
    )
    hosts = {name: account(changed, name, WANTED) for name in ("acorn", "willow")}

    run = drift(ansible, hosts, tmp_path, mimecast_drift_fail=True)

    changed.set_faults([])
    found = by_name(report(tmp_path))
    assert run.code == 2
    assert (found["acorn"]["status"], found["acorn"]["objects"]) == ("error", [])
    assert "500" in found["acorn"]["error"]
    assert found["willow"]["status"] == "drift"


@pytest.mark.parametrize(
    ("directory", "said"),
    [("absent", "does not exist; make it first"), ("file", "is not a directory"), ("/proc", "nothing can be written")],
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


def test_a_mistake_in_one_site_file_is_an_error_of_that_account_alone(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    hosts = {
        "acorn": account(emulator, "acorn", {"users": [{"email": "jo@example.com", "name": "{{ no_such_variable }}"}]}),
        "harbour": account(emulator, "harbour", {"delivery_routs": []}),
        "willow": account(emulator, "willow", CALM),
        "elm": {},
    }

    run = drift(ansible, hosts, tmp_path)

    found = by_name(report(tmp_path))
    assert run.code == 0
    assert {name: account["status"] for name, account in found.items()} == {
        "acorn": "error",
        "elm": "error",
        "harbour": "error",
        "willow": "drift",
    }
    assert "no_such_variable" in found["acorn"]["error"]
    assert "did you mean" in found["harbour"]["error"]
    assert "Neither mimecast_site nor mimecast_baseline" in found["elm"]["error"]


def test_an_account_costs_one_task(ansible: Ansible, emulator: RunningEmulator, tmp_path: Path) -> None:
    """Of all hosts but the first, which also runs what is done once a play."""
    run = drift(
        ansible, {name: account(emulator, name, CALM) for name in MANY[:4]}, tmp_path, mimecast_drift_audit=True
    )

    assert (run.code, run.failures) == (0, [])
    told = {(result.host, result.task.rpartition(" : ")[2]) for result in run.results if result.host != MANY[0]}
    assert told == {(name, "What differs") for name in MANY[1:4]}
    assert len([result for result in run.results if result.host != MANY[0]]) == 3


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("mimecast_drift_formats", ["pdf"]),
        ("mimecast_drift_fail", "maybe"),
        ("mimecast_drift_audit", "perhaps"),
        ("mimecast_drift_audit_days", "soon"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_before_any_request(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path, variable: str, value: Any
) -> None:
    emulator.clear_requests()

    run = drift(ansible, {name: account(emulator, name, CALM) for name in MANY[:2]}, tmp_path, **{variable: value})

    assert run.code == 2
    assert variable in run.failures[0][2]
    assert emulator.requests() == []
    assert list(tmp_path.iterdir()) == []


def test_a_setting_of_one_account_that_cannot_be_is_an_error_of_that_account_alone(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    hosts = {
        "acorn": account(emulator, "acorn", CALM, mimecast_apply_via="telephone", mimecast_region="uk"),
        "harbour": account(emulator, "harbour", CALM, mimecast_region="de"),
        "willow": account(emulator, "willow", CALM, mimecast_drift_audit=True, mimecast_drift_audit_days=-1),
    }

    run = drift(ansible, hosts, tmp_path)

    found = by_name(report(tmp_path))
    assert run.code == 0
    assert {name: (account["status"], account["region"]) for name, account in found.items()} == {
        "acorn": ("error", "uk"),
        "harbour": ("drift", "de"),
        "willow": ("error", None),
    }
    assert "apply_via must be one of: auto, api, console, got: telephone" in found["acorn"]["error"]
    assert "audit_days: -1 is negative" in found["willow"]["error"]


def test_an_audit_log_that_is_refused_is_a_warning_of_the_account(
    ansible: Ansible, changed: RunningEmulator, tmp_path: Path
) -> None:
    changed.set_faults([{"path": "audit", "times": None, "fault": {"kind": "status", "status": 403}}])

    run = drift(ansible, {"acorn": account(changed, "acorn", WANTED)}, tmp_path, mimecast_drift_audit=True)

    changed.set_faults([])
    found = by_name(report(tmp_path))["acorn"]
    assert (run.code, found["status"], found["since"]) == (0, "drift", None)
    (warning,) = [warning for warning in found["warnings"] if "audit log" in warning]
    assert warning.startswith("who changed it is not known, the audit log could not be read: getAuditEvents")


def test_who_changed_it_costs_one_request_of_an_account_that_differs(
    ansible: Ansible, changed: RunningEmulator, tmp_path: Path
) -> None:
    changed.reset("willow")
    hosts = {
        "acorn": account(changed, "acorn", WANTED),
        "willow": account(changed, "willow", {"delivery_routes": []}),
    }

    drift(ansible, hosts, tmp_path, mimecast_drift_audit=True)

    assert [operations(changed, name)["getAuditEvents"] for name in hosts] == [1, 0]
    assert [operations(changed, name)["createToken"] for name in hosts] == [1, 1]


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


def test_no_secret_is_in_the_report(ansible: Ansible, emulator: RunningEmulator, tmp_path: Path) -> None:
    signing_in = {"mechanisms": ["LOGIN"], "username": "relay", "password": "canary-smtp-91ab"}
    site = {
        "delivery_routes": [{"name": "Relay", "hostname": "mail.example.com", "smtp_authentication": signing_in}],
        "users": [{"email": "jo@example.com", "password": "canary-user-27cd"}],
    }
    hosts = {
        "acorn": account(emulator, "acorn", site),
        "harbour": account(emulator, "harbour", site, mimecast_client_secret="canary-client-55ef"),
    }

    drift(ansible, hosts, tmp_path)

    assert report(tmp_path)["totals"]["error"] == 1
    for path in tmp_path.iterdir():
        assert "canary" not in path.read_text(encoding="utf-8")


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


def test_a_run_of_the_site_in_check_mode_makes_the_same_report_through_the_callback(
    ansible: Ansible, changed: RunningEmulator, tmp_path: Path
) -> None:
    reports = {name: tmp_path / name for name in ("playbook", "callback")}
    for directory in reports.values():
        directory.mkdir()
    hosts = {
        "acorn": account(changed, "acorn", WANTED),
        "harbour": account(changed, "harbour", {"delivery_routs": []}),
    }

    run = ansible.play(
        SITE,
        hosts,
        "--check",
        "--diff",
        environment={
            "ANSIBLE_CALLBACKS_ENABLED": "mailops.mimecast.drift_report,task_results",
            "MIMECAST_DRIFT_REPORT_DIRECTORY": str(reports["callback"]),
        },
    )
    drift(ansible, hosts, reports["playbook"])

    assert run.code == 2
    assert "Drift report: 2 accounts: 0 in sync, 1 with drift, 1 error." in run.output
    by_callback, by_playbook = (by_name(report(reports[name])) for name in ("callback", "playbook"))
    assert "did you mean" in by_callback["harbour"]["error"]

    def told(account: dict[str, Any]) -> list[dict[str, Any]]:
        return [found for found in account["objects"] if found["status"] not in ("extra", "in_sync")]

    assert told(by_callback["acorn"]) == told(by_playbook["acorn"])
    # What the account has beyond its site file is not known to a run of the site.
    assert {**by_callback["acorn"]["summary"], "extra": 1} == by_playbook["acorn"]["summary"]


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
