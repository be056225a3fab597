# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook mailops.mimecast.export, and the copy that mailops.mimecast.site keeps before a change."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.playbooks.files import demo
from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host, writes
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


def site(ansible: Ansible, emulator: RunningEmulator, *options: str, **variables: Any) -> Run:
    hosts = {"acorn": site_host(emulator, "acorn", **variables)}
    return ansible.play("mailops.mimecast.site", hosts, *options)


def export(ansible: Ansible, emulator: RunningEmulator, folder: Path | str) -> Run:
    hosts = {"acorn": site_host(emulator, "acorn", mimecast_export_directory=str(folder))}
    return ansible.play("mailops.mimecast.export", hosts)


def changed(run: Run) -> list[str]:
    assert run.code == 0, run.output
    return [result.task for result in run.on("acorn") if result.data.get("changed")]


def test_an_exported_account_shows_no_change(ansible: Ansible, emulator: RunningEmulator, tmp_path: Path) -> None:
    assert changed(site(ansible, emulator, mimecast_site=SITE))
    groups = emulator.state("acorn")["groups"]
    groups["hostile"] = {"description": HOSTILE, "members": [{"domain": "a.example", "note": HOSTILE}]}
    emulator.set_state("acorn", {"groups": groups})
    emulator.clear_requests()
    exported = export(ansible, emulator, tmp_path)
    assert exported.code == 0, exported.output
    file = tmp_path / "acorn.yml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert "canary-relay" not in file.read_text() + exported.output
    checked = site(ansible, emulator, "--check", "--diff", "-e", f"@{file}")
    assert changed(checked) == []
    assert "pwned" not in checked.output.replace("echo pwned", "")
    assert writes(emulator) == []


def test_no_interpreter_of_a_target_is_needed_to_keep_a_file(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    none = {"ansible_python_interpreter": "/nowhere/shims/python3", "mimecast_export_directory": str(tmp_path)}
    exported = ansible.play("mailops.mimecast.export", {"acorn": site_host(emulator, "acorn", **none)})
    assert exported.code == 0, exported.output
    assert [result.task for result in exported.on("acorn")] == ["The account as a site file"]
    assert (tmp_path / "acorn.yml").is_file()
    backup = {"mimecast_backup": True, "mimecast_backup_directory": str(tmp_path)}
    assert changed(site(ansible, emulator, mimecast_site=SITE, **none, **backup))
    assert len(list(tmp_path.glob("acorn-*.yml"))) == 1


def test_a_folder_is_meant_from_where_the_run_was_started(ansible: Ansible, emulator: RunningEmulator) -> None:
    exported = export(ansible, emulator, ".")
    assert (exported.directory / "acorn.yml").is_file()
    saved = site(ansible, emulator, mimecast_site=SITE, mimecast_backup=True)
    assert changed(saved)
    assert len(list(saved.directory.glob("acorn-*.yml"))) == 1


def test_a_folder_that_is_not_there_is_told(ansible: Ansible, emulator: RunningEmulator, tmp_path: Path) -> None:
    run = export(ansible, emulator, tmp_path / "nowhere")
    assert run.code == 2
    assert "nowhere" in run.failures[0][2]


def test_a_copy_is_kept_before_a_change_and_only_then(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path
) -> None:
    backup = {"mimecast_site": SITE, "mimecast_backup": True, "mimecast_backup_directory": str(tmp_path)}
    predicted = site(ansible, emulator, "--check", **backup)
    assert predicted.code == 0, predicted.output
    assert list(tmp_path.iterdir()) == []
    assert writes(emulator) == []
    assert changed(site(ansible, emulator, **backup))
    copies = list(tmp_path.glob("acorn-*.yml"))
    assert len(copies) == 1
    assert "smtp.example.net" not in copies[0].read_text()
    assert len(emulator.state("acorn")["snapshots"]) == 3
    order = [request["operation"] for request in emulator.requests() if request["write"]]
    assert order[:3] == ["createSnapshot"] * 3
    emulator.clear_requests()
    assert changed(site(ansible, emulator, **backup)) == []
    assert writes(emulator) == []
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["acorn", "harbour"])
def test_the_accounts_of_the_demonstration_survive_the_way_through_a_file(
    ansible: Ansible, emulator: RunningEmulator, tmp_path: Path, name: str
) -> None:
    demo.prepare(emulator, name)
    variables = {
        "mimecast_base_url": emulator.base_url,
        "mimecast_client_id": name,
        "mimecast_client_secret": ACCOUNTS[name],
        "demo_secrets": {"scanner": "canary-Scanner-1", "gate": "canary-Gate-1"},
        "mimecast_export_directory": str(tmp_path),
    }
    inventory = ("-i", str(demo.DEMO / "hosts.yml"), "--limit", name, "--skip-tags", "mx")

    def play(playbook: str, *options: str) -> Run:
        run = ansible.play(f"mailops.mimecast.{playbook}", {}, *inventory, *options, variables=variables)
        assert run.code == 0, run.output
        return run

    play("site")
    play("export")
    file = tmp_path / f"{name}.yml"
    text = file.read_text()
    exported = ("-e", f"@{file}", "-e", '{"mimecast_baseline": {}}')
    assert [result.task for result in play("site", "--check", *exported).on(name) if result.data.get("changed")] == []
    domains = emulator.state(name)["internal_domains"]
    emulator.reset(name)
    emulator.set_state(name, {"internal_domains": domains})
    passwords = dict.fromkeys(re.findall(r"vault_mimecast_\w+", text), "canary-Scanner-1")
    play("site", *exported, "-e", json.dumps({"mimecast_role_members_accept_risk": ["protected_role"], **passwords}))
    play("export")
    assert file.read_text() == text
