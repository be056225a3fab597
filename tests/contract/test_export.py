# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account becomes a site file, the file shows no change, and makes another account the same."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._report import site_text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import doors, sites
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.conftest import fresh
from ansible_collections.mailops.mimecast.tests.contract.test_site_plan import SITE, applied

HOSTILE = '{{ lookup("pipe", "id") }} {% raw %} <script> =cmd()'


class _Loader(yaml.SafeLoader):
    """Reads what Ansible reads; a variable that is not set is empty."""


def _unsafe(loader: yaml.SafeLoader, node: yaml.Node) -> str:
    assert isinstance(node, yaml.ScalarNode)
    return str(loader.construct_scalar(node))


_Loader.add_constructor("!unsafe", _unsafe)


def exported(account: Account, *types: str) -> str:
    read = account.task("mimecast_info", {"types": list(types)} if types else {})
    assert not read.get("failed"), read
    return site_text.site_file(MANAGED, read)


def loaded(text: str) -> dict[str, Any]:
    variables = text.replace("{{ vault_", "{{ unset_vault_")
    found: dict[str, Any] = yaml.load(variables, _Loader)["mimecast_site"]
    for entry in found.get("delivery_routes", []):
        if entry["smtp_authentication"]:
            entry["smtp_authentication"]["password"] = "Example-only"
    return found


def test_an_export_shows_no_change_and_makes_an_empty_account_the_same(account: Account) -> None:
    applied(account)
    login = {"mechanisms": ["LOGIN"], "username": "relay", "password": "Example-only"}
    account.apply(MANAGED["delivery_route"], {"name": sites.name_of("delivery_route"), "smtp_authentication": login})
    text = exported(account)
    plan = account.task("mimecast_site_plan", {"site": loaded(text)})
    assert not plan.get("changed", True), plan.get("msg") or plan["problems"] or plan["diff"]
    assert plan["summary"]["extra"] == 0
    other = fresh(account.running, "action")
    for resource in MANAGED.values():
        other.apply(resource, {"entries": loaded(text)[resource.plural]})
    assert exported(other) == text


def test_names_that_look_like_templates_are_marked(account: Account) -> None:
    account.apply(MANAGED["delivery_route"], {"name": HOSTILE, "hostname": "mail.example.com"})
    account.apply(MANAGED["sender_group"], {"name": "Vendors", "members": [{"member": "a.example", "note": HOSTILE}]})
    text = exported(account)
    for line in text.splitlines():
        assert "{{" not in line.replace("{{ vault_mimecast_", "") or "!unsafe" in line
    names = [entry["name"] for entry in loaded(text)["delivery_routes"]]
    assert HOSTILE in names


def test_two_objects_of_one_name_are_exported_with_their_ids_and_a_comment(account: Account) -> None:
    applied(account)
    policies = account.table("delivery_route_policies")
    account.set_table("delivery_route_policies", {**policies, "twin": next(iter(policies.values()))})
    text = exported(account, "delivery_route_policies")
    entries = loaded(text)["delivery_route_policies"]
    assert [len(entry["id"]) > 100 for entry in entries if "id" in entry] == [True, True]
    assert "1 names are not unique" in text
    plan = account.apply(MANAGED["delivery_route_policy"], {"entries": entries})
    assert not plan["changed"]


def test_what_could_not_be_read_is_a_comment_and_not_an_empty_list(plain_account: Account) -> None:
    text = exported(plain_account)
    assert "# ip_permits: could not be read, so they are missing here." in text
    assert "ip_permits" not in loaded(text)


def test_what_a_directory_or_mimecast_owns_is_left_out_and_counted(account: Account) -> None:
    text = exported(account, "users", "ip_permits", "attachment_sets")
    assert "directory.user@example.com" not in text
    assert "Default Permitted Senders Policy" not in text
    assert "Default Attachment Set" not in text
    assert text.count("1 more belong to a directory or to Mimecast itself") == 3


def test_an_account_is_kept_in_one_task_whatever_connection_its_host_has(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def needs_an_interpreter(*_self: Any, **_given: Any) -> None:
        raise AssertionError("a Python interpreter of the target would be looked for")

    monkeypatch.setattr(doors._Elsewhere, "_execute_module", needs_an_interpreter)
    applied(account)
    file = tmp_path / "account.yml"
    with doors.new_run(door="module") as run:
        kept = doors.run_task(run, "mimecast_export", {**account.connection, "dest": str(file)})
    assert kept["changed"], kept
    assert loaded(file.read_text()) == loaded(exported(account))
    assert account.writes() == []


def test_a_file_that_is_as_the_account_is_left_alone(account: Account, tmp_path: Path) -> None:
    file = tmp_path / "account.yml"
    options = {"dest": str(file)}
    predicted = account.task("mimecast_export", options, check=True)
    assert (predicted["changed"], file.exists()) == (True, False)
    made = account.task("mimecast_export", options)
    assert made["diff"] == predicted["diff"]
    assert made["diff"]["before"] == ""
    assert made["diff"]["after"] == file.read_text()
    assert (made["changed"], stat.S_IMODE(file.stat().st_mode)) == (True, 0o640)
    assert not account.task("mimecast_export", options)["changed"]
    file.chmod(0o644)
    assert account.task("mimecast_export", options)["changed"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["account.yml"]


def test_a_file_is_replaced_in_one_step_or_stays_as_it_was(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "account.yml"
    file.write_text("what was there\n")

    replace = os.replace

    def broken(source: Any, target: Any) -> None:
        if Path(target) == file:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", broken)
    told = account.task("mimecast_export", {"dest": str(file)})
    assert told["failed"]
    assert told["msg"].endswith("cannot be written: No space left on device")
    assert file.read_text() == "what was there\n"
    assert os.listdir(tmp_path) == ["account.yml"]


@pytest.mark.parametrize("dest", ["nowhere/account.yml", "."])
def test_a_file_that_cannot_be_is_told_before_the_account_is_read(account: Account, tmp_path: Path, dest: str) -> None:
    told = account.task("mimecast_export", {"dest": f"{tmp_path}/{dest}"})
    assert told["failed"]
    assert told["msg"].startswith("dest: ")
    assert account.operations() == []


def test_every_type_of_the_site_can_be_exported() -> None:
    assert set(SITE) - {"mx"} == {resource.plural for resource in MANAGED.values()}
