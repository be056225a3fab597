# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory of account files as ansible-inventory and ansible-playbook see it, on both ansible-cores."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import environments
from mimecast_emulator.testing import RunningEmulator

RUN_SECONDS = 60.0
VAULT_PASSWORD = "made for this test"
SECRET = "canary-inventory-secret-4e5f"


@dataclass(frozen=True)
class Provider:
    """A provider's checkout: an inventory configuration, a directory of account files, and the tools of one venv."""

    environment: Path
    home: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file of the checkout."""
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, tool: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a tool of ansible-core in the checkout, with its inventory and vault password; an empty one is unset."""
        settings = {
            "PATH": f"{self.environment / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "1000",
            "no_proxy": "127.0.0.1",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_INVENTORY": str(self.home / "inventory/mimecast_accounts.yml"),
            "ANSIBLE_VAULT_PASSWORD_FILE": str(self.home / "vault-password"),
            **variables,
        }
        return subprocess.run(
            [str(self.environment / "bin" / tool), *arguments],
            cwd=self.home,
            env={name: value for name, value in settings.items() if value},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )

    def encrypted(self, value: str, name: str) -> str:
        """A value as ansible-vault writes it into a YAML file."""
        ended = self.run("ansible-vault", "encrypt_string", "--name", name, value)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def listed(self, *arguments: str) -> dict[str, Any]:
        """The inventory as ansible-inventory lists it."""
        ended = self.run("ansible-inventory", "--list", *arguments)
        assert ended.returncode == 0, ended.stderr
        found: dict[str, Any] = json.loads(ended.stdout)
        return found


@pytest.fixture(params=environments(), ids=lambda path: path.name)
def provider(request: pytest.FixtureRequest, tmp_path: Path) -> Provider:
    """A provider with one account, acorn."""
    return with_acorn(request.param, tmp_path)


def with_acorn(environment: Path, home: Path) -> Provider:
    """Return a provider with one account, acorn."""
    made = Provider(environment, home)
    made.write("vault-password", VAULT_PASSWORD)
    made.write("inventory/mimecast_accounts.yml", configuration())
    made.write("accounts/acorn.yml", "region: uk\ntags: [gold]\nmimecast_site: {users: [{email: jo@acorn.example}]}\n")
    return made


def configuration(**options: str) -> str:
    """The inventory plugin's configuration, with the account files beside the inventory's directory."""
    return json.dumps({"plugin": "mailops.mimecast.mimecast_accounts", "directory": "../accounts", **options})


def test_accounts_are_hosts_in_groups_by_region_and_tag(provider: Provider) -> None:
    provider.write("accounts/harbour.yml", "region: us\ntags: [gold, on-premises]\n")
    provider.write("accounts/.draft.yml", "region: [")
    provider.write("accounts/README.md", "Not an account.")

    found = provider.listed()

    assert found["mimecast_accounts"]["hosts"] == ["acorn", "harbour"]
    assert found["region_uk"]["hosts"] == ["acorn"]
    assert found["region_us"]["hosts"] == ["harbour"]
    assert found["tag_gold"]["hosts"] == ["acorn", "harbour"]
    assert found["tag_on_premises"]["hosts"] == ["harbour"]
    acorn = found["_meta"]["hostvars"]["acorn"]
    assert acorn["ansible_connection"] == "local"
    assert acorn["mimecast_account_file"] == "../accounts/acorn.yml"
    assert acorn["mimecast_left_out"] == []


def test_an_encrypted_value_stays_encrypted_and_its_file_needs_no_password_to_be_listed(provider: Provider) -> None:
    provider.write("accounts/harbour.yml", provider.encrypted(SECRET, "client_secret"))

    ended = provider.run("ansible-inventory", "--list", ANSIBLE_VAULT_PASSWORD_FILE="")

    assert ended.returncode == 0, ended.stderr
    assert "__ansible_vault" in json.loads(ended.stdout)["_meta"]["hostvars"]["harbour"]["mimecast_client_secret"]


def test_a_whole_file_may_be_encrypted(provider: Provider) -> None:
    file = provider.write("accounts/harbour.yml", "region: us\n")
    assert provider.run("ansible-vault", "encrypt", str(file)).returncode == 0

    assert provider.listed()["region_us"]["hosts"] == ["harbour"]


def test_without_the_password_only_the_encrypted_file_is_left_out(provider: Provider) -> None:
    file = provider.write("accounts/harbour.yml", "region: us\n")
    assert provider.run("ansible-vault", "encrypt", str(file)).returncode == 0

    ended = provider.run("ansible-inventory", "--list", ANSIBLE_VAULT_PASSWORD_FILE="")

    assert json.loads(ended.stdout)["mimecast_accounts"]["hosts"] == ["acorn"]
    assert "../accounts/harbour.yml: the file is encrypted and none of the vault passwords given decrypts it" in flat(
        ended.stderr
    )


BROKEN: dict[str, tuple[dict[str, str], str]] = {
    "broken YAML": (
        {"syntax.yml": f"client_secret: {SECRET}\nregion: [us\ntags: gold: x\n"},
        "../accounts/syntax.yml: line 3, column ",
    ),
    "not UTF-8": ({"bytes.yml": "\udcff\udcfe"}, "../accounts/bytes.yml: the file is not YAML in UTF-8"),
    "an unknown key": (
        {"unknown.yml": f"client_secret: {SECRET}\nregoin: us\n"},
        "../accounts/unknown.yml: regoin: unknown key",
    ),
    "a newer layout": ({"newer.yml": "schema: 2\n"}, "../accounts/newer.yml: schema: the file has version 2"),
    "two files of one account": (
        {"harbour.yml": "region: us\n", "twin.yml": "name: Harbour\n"},
        "../accounts/harbour.yml: another file has the same name: ../accounts/twin.yml",
    ),
    "the wrong suffix": ({"suffix.yaml": "region: us\n"}, "../accounts/suffix.yaml: the name of an account file"),
    "a dangling link": ({"link.yml": "->nowhere"}, "../accounts/link.yml: the file cannot be read"),
}


@pytest.fixture(scope="module", params=environments(), ids=lambda path: path.name)
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Provider:
    """A provider with one account, acorn, among files that are broken in every way."""
    made = with_acorn(request.param, tmp_path_factory.mktemp("broken"))
    for files, _message in BROKEN.values():
        for file, text in files.items():
            path = made.home / "accounts" / file
            if text.startswith("->"):
                path.symlink_to(text.removeprefix("->"))
            else:
                path.write_bytes(os.fsencode(text))
    return made


@pytest.fixture(scope="module")
def left_out(broken: Provider) -> subprocess.CompletedProcess[str]:
    """The inventory without the broken files."""
    return broken.run("ansible-inventory", "--list")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_and_the_other_accounts_stay(
    left_out: subprocess.CompletedProcess[str], name: str
) -> None:
    files, message = BROKEN[name]
    assert left_out.returncode == 0, left_out.stderr
    assert message in flat(left_out.stderr)
    assert SECRET not in left_out.stderr + left_out.stdout
    found = json.loads(left_out.stdout)
    assert found["mimecast_accounts"]["hosts"] == ["acorn"]
    named = json.dumps(found["_meta"]["hostvars"]["acorn"]["mimecast_left_out"])
    assert [file for file in files if f'"../accounts/{file}"' not in named] == []


@pytest.fixture(scope="module")
def refused(broken: Provider) -> subprocess.CompletedProcess[str]:
    """The inventory that refuses broken files."""
    broken.write("refusing/mimecast_accounts.yml", configuration(broken_files="fail"))
    inventory = {"ANSIBLE_INVENTORY": str(broken.home / "refusing/mimecast_accounts.yml")}
    return broken.run("ansible-inventory", "--list", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1", **inventory)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_fails_the_inventory_where_that_is_asked_for(
    refused: subprocess.CompletedProcess[str], name: str
) -> None:
    _files, message = BROKEN[name]
    assert refused.returncode != 0
    assert message in flat(refused.stderr)
    assert SECRET not in refused.stderr + refused.stdout


@pytest.mark.parametrize("directory", ["../nowhere", "../vault-password", "../empty"])
def test_a_directory_that_cannot_be_used_fails_the_inventory_by_its_name(provider: Provider, directory: str) -> None:
    (provider.home / "empty").mkdir()
    provider.write("inventory/mimecast_accounts.yml", configuration(directory=directory))

    ended = provider.run("ansible-inventory", "--list", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1")

    assert ended.returncode != 0
    assert f"{directory.removeprefix('..')}: the" in flat(ended.stderr)


def test_a_site_play_reaches_the_accounts_with_their_own_secrets_and_the_providers_baseline(provider: Provider) -> None:
    for name, secret in ACCOUNTS.items():
        head = f"client_id: {name}\nvars: {{person: jo.{name}}}\n" + provider.encrypted(secret, "client_secret")
        provider.write(f"accounts/{name}.yml", head + 'mimecast_site: {users: [{email: "{{ person }}@example.com"}]}\n')
    provider.write(
        "inventory/group_vars/mimecast_accounts.yml",
        "mimecast_baseline: {ip_permits: [{name: Monitoring, source_ips: [192.0.2.10]}]}\n",
    )

    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        ended = provider.run("ansible-playbook", "mailops.mimecast.site", "--diff", MIMECAST_BASE_URL=emulator.base_url)

        assert ended.returncode == 0, ended.stdout + ended.stderr
        for name in ACCOUNTS:
            assert f"jo.{name}@example.com" in emulator.state(name)["users"]
        assert {request["account"] for request in writes(emulator)} == set(ACCOUNTS)


def test_what_several_sources_of_one_inventory_leave_out_is_listed_together(provider: Provider) -> None:
    for number in (1, 2):
        provider.write(f"part{number}/accounts/acorn{number}.yml", "mimecast_site: {}\n")
        provider.write(f"part{number}/accounts/broken{number}.yml", "client_id: [\n")
        provider.write(f"part{number}/mimecast_accounts.yml", "plugin: mailops.mimecast.mimecast_accounts\n")
    sources = [str(provider.home / f"part{number}/mimecast_accounts.yml") for number in (1, 2)]
    ended = provider.run("ansible-inventory", "--list", ANSIBLE_INVENTORY=",".join(sources))
    variables = json.loads(ended.stdout)["_meta"]["hostvars"]

    for name in ("acorn1", "acorn2"):
        first, second = variables[name]["mimecast_left_out"]
        assert ("broken1.yml" in str(first), "broken2.yml" in str(second)) == (True, True)


def test_an_account_file_that_cannot_be_used_is_an_error_of_both_drift_reports(provider: Provider) -> None:
    provider.write("accounts/acorn.yml", "client_id: acorn\nmimecast_site: {delivery_routes: []}\n")
    provider.write("accounts/broken.yml", "client_id: [\n")
    by_playbook, by_callback = provider.home / "playbook", provider.home / "callback"
    for folder in (by_playbook, by_callback):
        folder.mkdir()

    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        account = {"MIMECAST_BASE_URL": emulator.base_url, "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"]}
        drift = ["mailops.mimecast.drift", "-e", f"mimecast_drift_directory={by_playbook}"]
        first = provider.run("ansible-playbook", *drift, **account)
        second = provider.run("ansible-playbook", *drift, "-e", "mimecast_drift_fail=true", **account)
        site = provider.run(
            "ansible-playbook",
            "mailops.mimecast.site",
            "--check",
            ANSIBLE_CALLBACKS_ENABLED="mailops.mimecast.drift_report",
            MIMECAST_DRIFT_REPORT_DIRECTORY=str(by_callback),
            **account,
        )

    assert (first.returncode, second.returncode) == (0, 2), first.stdout + first.stderr
    assert "2 accounts, 1 unusable file: 1 in sync, 0 with drift, 1 not checked" in first.stdout
    assert "0 new, 1 still there, 0 gone" in second.stdout
    assert "Drift report: 2 accounts, 1 unusable file: 1 in sync, 0 with drift, 1 not checked" in site.stdout
    assert "Failed:\n  broken.yml: the account file ../accounts/broken.yml cannot be used: line 2" in site.stdout
    assert "Mimecast: 2 accounts: 1 failed, 1 in sync" in site.stdout
    for folder in (by_playbook, by_callback):
        (found, _calm) = json.loads((folder / "drift.json").read_text(encoding="utf-8"))["accounts"]
        assert (found["name"], found["file"], found["status"]) == ("broken.yml", "../accounts/broken.yml", "error")
        assert found["error"].startswith("the account file ../accounts/broken.yml cannot be used: line 2, column 1")


def flat(text: str) -> str:
    """A text without the line breaks that Ansible puts into messages."""
    return " ".join(text.split())
