# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook mailops.mimecast.export, and the copy that mailops.mimecast.site keeps before a change.

Each host of ``HOSTS`` has an account of its own and is in the same runs as the others.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from ansible_collections.mailops.mimecast.playbooks.files import demo
from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

HOSTILE = "{{ lookup('pipe', 'echo pwned') }} <script> =cmd()"
LOGIN = {"mechanisms": ["LOGIN"], "username": "relay", "password": "canary-relay"}
SITE: dict[str, Any] = {
    "delivery_routes": [{"name": "Smart host", "hostname": "smtp.example.net", "smtp_authentication": LOGIN}],
    "sender_groups": [{"name": "Blocked Senders", "members": [{"member": "bücher.example", "note": "why"}]}],
    "ip_permits": [{"name": "Vendor", "source_ips": ["192.0.2.0/24", "2001:db8::/32"], "valid_until": "2027-01-31"}],
    "users": [{"email": "jo@example.com", "name": "Jo"}],
    "role_members": [{"role": "Basic Administrator", "members": ["jo@example.com"]}],
    "attachment_sets": [{"name": "Images", "folder": "Sets", "image_hold_probability": 70}],
}


SECRET = "export-secret"
HOSTS = ("exported", "copied", "foreign", "here", "nowhere")
"""To be exported; with copies; without an interpreter of its own; with paths of the run; with a folder that is not."""

EXPORT_TASK = "Write the account as a site file"


class Runs(NamedTuple):
    """The runs in their order, what each account had written after each, and the folder of the files."""

    predicted: Run
    applied: Run
    repeated: Run
    exported: Run
    checked: Run
    writes: dict[str, dict[str, list[str]]]
    folder: Path

    def files(self, pattern: str) -> list[Path]:
        """Return the files of a kind in the folder."""
        return sorted(self.folder.glob(pattern))


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """An account for each host."""
    with RunningEmulator(dict.fromkeys(HOSTS, SECRET), strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def runs(ansible: Ansible, emulator: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The site in check mode, for real and again; then the accounts as files, and one of them as the site."""
    folder = tmp_path_factory.mktemp("files")
    for account in HOSTS:
        emulator.reset(account)
    backup = {"mimecast_site": SITE, "mimecast_backup": True}
    small = {"mimecast_site": {"users": SITE["users"]}, "mimecast_backup": True}
    there = {"mimecast_backup_directory": str(folder), "mimecast_export_directory": str(folder)}
    hosts: dict[str, dict[str, Any]] = {
        "exported": {"mimecast_site": SITE, **there},
        "copied": {**backup, **there},
        "foreign": {**small, **there, "ansible_python_interpreter": "/nowhere/shims/python3"},
        "here": {**small, "mimecast_export_directory": "."},
        "nowhere": {"mimecast_export_directory": str(folder / "nowhere")},
    }
    counted: dict[str, dict[str, list[str]]] = {}

    def play(name: str, playbook: str, hosts_of_it: tuple[str, ...], *options: str) -> Run:
        emulator.clear_requests()
        variables = {host: site_host(emulator, host, SECRET, **hosts[host]) for host in hosts_of_it}
        run = ansible.play(f"mailops.mimecast.{playbook}", variables, *options)
        written = [request for request in emulator.requests() if request["write"]]
        counted[name] = {
            host: [request["operation"] for request in written if request["account"] == host] for host in hosts_of_it
        }
        return run

    predicted = play("predicted", "site", ("copied",), "--check")
    assert list(folder.iterdir()) == []
    applied = play("applied", "site", HOSTS[:4])
    repeated = play("repeated", "site", ("copied",))
    groups = emulator.state("exported")["groups"]
    groups["hostile"] = {"description": HOSTILE, "members": [{"domain": "a.example", "note": HOSTILE}]}
    emulator.set_state("exported", {"groups": groups})
    exported = play("exported", "export", ("exported", "foreign", "here", "nowhere"))
    del hosts["exported"]["mimecast_site"]
    checked = play("checked", "site", ("exported",), "--check", "--diff", "-e", f"@{folder / 'exported.yml'}")
    return Runs(predicted, applied, repeated, exported, checked, counted, folder)


def changed(run: Run, host: str) -> list[str]:
    """Return the tasks of a host that change something, or say they would; none of the run may have failed."""
    assert (run.code, run.failures) == (0, [])
    return [result.task for result in run.on(host) if result.data.get("changed")]


def test_an_exported_account_shows_no_change(runs: Runs) -> None:
    assert changed(runs.applied, "exported")
    assert runs.exported.of("exported").status == "ok"
    (file,) = runs.files("exported.yml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert "canary-relay" not in file.read_text() + runs.exported.output
    assert changed(runs.checked, "exported") == []
    assert "pwned" not in runs.checked.output.replace("echo pwned", "")
    assert runs.writes["exported"]["exported"] == runs.writes["checked"]["exported"] == []


def test_no_interpreter_of_a_target_is_needed_to_keep_a_file(runs: Runs) -> None:
    assert [(result.task, result.status) for result in runs.exported.on("foreign")] == [(EXPORT_TASK, "ok")]
    assert len(runs.files("foreign.yml")) == 1
    assert changed(runs.applied, "foreign")
    assert len(runs.files("foreign-*.yml")) == 1


def test_a_folder_is_meant_from_where_the_run_was_started(runs: Runs) -> None:
    assert (runs.exported.directory / "here.yml").is_file()
    assert changed(runs.applied, "here")
    assert len(list(runs.applied.directory.glob("here-*.yml"))) == 1


def test_a_folder_that_is_not_there_is_told(runs: Runs) -> None:
    assert runs.exported.code == 2
    ((host, _task, message),) = runs.exported.failures
    assert host == "nowhere"
    assert "nowhere" in message


def test_a_copy_is_kept_before_a_change_and_only_then(runs: Runs, emulator: RunningEmulator) -> None:
    assert changed(runs.predicted, "copied")
    assert runs.writes["predicted"]["copied"] == []
    assert changed(runs.applied, "copied")
    (copy,) = runs.files("copied-*.yml")
    assert "smtp.example.net" not in copy.read_text()
    assert len(emulator.state("copied")["snapshots"]) == 3
    assert runs.writes["applied"]["copied"][:3] == ["createSnapshot"] * 3
    assert changed(runs.repeated, "copied") == []
    assert runs.writes["repeated"]["copied"] == []
    assert len(runs.files("copied*")) == 1


def without_wildcards(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group without the members that no site file can say."""
    return {**group, "members": [member for member in group.get("members", ()) if "*" not in str(member)]}


def test_the_accounts_of_the_demonstration_survive_the_way_through_a_file(any_ansible: Ansible, tmp_path: Path) -> None:
    folder = tmp_path / "exported" / "host_vars"
    folder.mkdir(parents=True)
    names = yaml.safe_dump({"all": {"hosts": dict.fromkeys(demo.ACCOUNTS)}})
    (folder.parent / "hosts.yml").write_text(names, encoding="utf-8")
    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        for name in demo.ACCOUNTS:
            demo.prepare(emulator, name)
            groups = emulator.state(name)["groups"]
            emulator.set_state(name, {"groups": {key: without_wildcards(row) for key, row in groups.items()}})
        variables = {
            "mimecast_base_url": emulator.base_url,
            "mimecast_client_id": "{{ inventory_hostname }}",
            "mimecast_client_secret": "{{ inventory_hostname }}-secret",
            "demo_secrets": {"scanner": "canary-Scanner-1", "gate": "canary-Gate-1"},
            "mimecast_export_directory": str(folder),
        }
        inventory = ("-i", str(demo.DEMO / "hosts.yml"), "--skip-tags", "mx")

        def play(playbook: str, *options: str) -> Run:
            run = any_ansible.play(f"mailops.mimecast.{playbook}", {}, *inventory, *options, variables=variables)
            assert run.code == 0, run.output
            return run

        def written() -> dict[str, str]:
            return {name: (folder / f"{name}.yml").read_text(encoding="utf-8") for name in demo.ACCOUNTS}

        play("site")
        play("export")
        texts = written()
        exported = ("-i", str(folder.parent), "-e", '{"mimecast_baseline": {}}')
        assert play("site", "--check", *exported).changes == []
        for name in demo.ACCOUNTS:
            former = emulator.state(name)
            emulator.reset(name)
            groups = {key: row for key, row in emulator.state(name)["groups"].items() if key in former["groups"]}
            emulator.set_state(name, {"internal_domains": former["internal_domains"], "groups": groups})
        passwords = dict.fromkeys(re.findall(r"vault_mimecast_\w+", "".join(texts.values())), "canary-Scanner-1")
        risks = {
            "mimecast_role_members_accept_risk": ["protected_role"],
            "mimecast_sender_groups_accept_risk": ["permit_free_mail"],
        }
        assert play("site", *exported, "-e", json.dumps({**risks, **passwords})).changes
        play("export")
        assert written() == texts
