# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Site files are checked without an account: by the playbook mailops.mimecast.check, and by the hook before a commit.

The example pipelines, which use both, are run command by command against emulated accounts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import (
    CHECKOUT,
    RUN_SECONDS,
    Ansible,
    Run,
    environments,
)
from mimecast_emulator.testing import RunningEmulator

CHECK_PLAYBOOK = "mailops.mimecast.check"
HOOK = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
PRE_COMMIT = shutil.which("pre-commit", path=f"{CHECKOUT / '.venv/bin'}:{os.environ['PATH']}")
EXAMPLES = CHECKOUT / "docs/examples"
RIGHT = {"delivery_routes": [{"name": "A", "hostname": "mail.example.com"}]}
WRONG = {"delivery_routes": [{"name": "A", "hostname": "mail.example.com", "prot": 25}]}
PORT = "unknown key, did you mean 'port'?"


# --- The playbook -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inventory_run(ansible: Ansible) -> Run:
    """One run over hosts of all kinds; none of them has a connection to an account."""
    return ansible.play(
        CHECK_PLAYBOOK,
        {
            "right": {"mimecast_site": RIGHT, "mimecast_baseline": RIGHT},
            "wrong": {"mimecast_site": WRONG},
            "wrong_baseline": {"mimecast_baseline": WRONG, "mimecast_site": RIGHT},
            "wrong_together": {
                "mimecast_baseline": {"ip_permits": [{"name": "P", "valid_from": "2027-05-01"}]},
                "mimecast_site": {"ip_permits": [{"name": "P", "valid_until": "2027-04-01"}]},
            },
            "templates": {"mimecast_site": {"users": [{"email": "jo@{{ domain }}"}]}, "domain": "example.com"},
            "wrong_template": {"mimecast_site": {"users": [{"email": "jo@{{ domain }}"}]}, "domain": "example"},
            "nothing": {},
        },
        environment={"MIMECAST_BASE_URL": "http://127.0.0.1:1"},
    )


def told(run: Run) -> dict[str, str]:
    """What each host that failed was told."""
    return {host: message for host, _task, message in run.failures}


def test_the_playbook_checks_every_host_of_an_inventory(inventory_run: Run) -> None:
    assert inventory_run.code == 2
    messages = told(inventory_run)
    assert sorted(messages) == ["nothing", "wrong", "wrong_baseline", "wrong_template", "wrong_together"]
    assert messages["wrong"].startswith(f"mimecast_site.delivery_routes[0].prot: {PORT}")
    assert messages["wrong_baseline"].startswith(f"mimecast_baseline.delivery_routes[0].prot: {PORT}")
    assert messages["wrong_template"].startswith("mimecast_site.users[0].email: 'example' is not a domain")


def test_the_playbook_sees_what_only_baseline_and_site_together_show(inventory_run: Run) -> None:
    assert told(inventory_run)["wrong_together"] == (
        "mimecast_site.ip_permits[0]: valid_until 2027-04-01 is before valid_from 2027-05-01"
    )


def test_a_host_without_a_site_is_told_what_is_missing(inventory_run: Run) -> None:
    assert told(inventory_run)["nothing"].startswith(
        "Neither mimecast_site nor mimecast_baseline contains anything, so there is nothing to compare"
    )


@pytest.mark.parametrize(("site", "code"), [(RIGHT, 0), (WRONG, 2)], ids=["right", "wrong"])
def test_the_playbook_checks_one_file_without_an_inventory(ansible: Ansible, site: Any, code: int) -> None:
    run = ansible.play(CHECK_PLAYBOOK, {}, variables={"mimecast_site": site})
    assert run.code == code
    assert (PORT in run.output) == bool(code)


# --- The hook ---------------------------------------------------------------------------------------------------------


class Repository:
    """A git repository of a user, and the hook called in it as pre-commit calls it."""

    def __init__(self, folder: Path, environment: Path) -> None:
        self.folder = folder
        self._variables = {
            "PATH": f"{environment / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder.parent),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Jo",
            "GIT_AUTHOR_EMAIL": "jo@example.com",
            "GIT_COMMITTER_NAME": "Jo",
            "GIT_COMMITTER_EMAIL": "jo@example.com",
        }
        folder.mkdir()
        self.run("git", "init", "--quiet", "--initial-branch", "main")

    def run(self, *command: str | Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Run a program in the repository; return its exit code and all that it wrote."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**self._variables, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )
        return done.returncode, done.stdout

    def write(self, files: Mapping[str, str]) -> None:
        """Write files and let git know them."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.run("git", "add", "--all")

    def hook(self, *options: str, environment: Mapping[str, str] | None = None) -> tuple[int, list[str]]:
        """Call the hook with the files that its types name; return its exit code and what it wrote, line by line."""
        _code, listed = self.run("git", "ls-files", "-z")
        suffixes = {"yaml": (".yml", ".yaml"), "json": (".json",)}
        wanted = tuple(suffix for kind in HOOK["types_or"] for suffix in suffixes[kind])
        files = [name for name in listed.split("\0") if name.endswith(wanted)]
        code, output = self.run(CHECKOUT / HOOK["entry"], *options, *files, environment=environment)
        return code, output.splitlines()


@pytest.fixture(scope="module", params=environments(), ids=lambda path: path.name)
def environment(request: pytest.FixtureRequest) -> Path:
    """The virtual environment whose ansible-playbook the hook finds."""
    found: Path = request.param
    return found


@pytest.fixture
def repository(environment: Path, tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "repository with a blank", environment)


@pytest.fixture
def newest(tmp_path: Path) -> Repository:
    """An empty repository with the newest Ansible alone, for what does not depend on it."""
    return Repository(tmp_path / "repository", environments()[-1])


def site(text: str) -> str:
    return f"mimecast_site:\n  {text}\n"


ENCRYPTED = "$ANSIBLE_VAULT;1.1;AES256\n61626364\n"
SECRET = "canary-secret"
MISTAKEN = {
    "right.yml": site("users: [{email: jo@example.com}]"),
    "a/wrong.yml": site("users: [{email: jo}, {email: sam@example.com, diabled: true}]"),
    "b/base line.yaml": "mimecast_baseline:\n  ip_permits: [{name: P, source_ips: [192.0.2.10/24]}]\n",
    "c.json": '{"mimecast_site": {"user": []}}',
    "broken.yml": f"mimecast_site:\n  users: [{{password: {SECRET}\n",
    "template.yml": site(f'users: [{{email: jo@example.com, password: "{{{{ {SECRET} | "}}]'),
    "twice.yml": f"mimecast_site:\n  users: [{{email: jo@example.com, password: {SECRET}}}]\n  users: []\n",
    "half.yml": """\
domain: example.com
elsewhere: {secret: "{{ lookup('ansible.builtin.env', 'NOWHERE') }}"}
mimecast_site:
  delivery_routes:
    - {name: A, hostname: "mail.{{ domain }}", port: "{{ 25 + 500 }}", alternate_route: "{{ other }}"}
    - {name: B, hostname: "{{ lookup('ansible.builtin.env', 'NOWHERE') }}", port: "{{ 'smtp' }}"}
    - name: C
      hostname: "{{ inventory_hostname }}"
      smtp_authentication:
        usrname: relay
        password: !vault |
          $ANSIBLE_VAULT;1.1;AES256
          61626364
    - {name: D, smtp_authentication: {username: relay, password: "{{ elsewhere.secret }}"}}
  delivery_route_policies:
    - name: P
      route: A
      applies_to: {type: email_domain, domain: "{{ unknown }}"}
      enabled: "{{ maybe | default(omit) }}"
      source_ips: "{{ networks }}"
      valid_until: "{{ 'no date' | nobody.knows.this_filter }}"
  sender_groups:
    - {name: G, members: ["{{ unknown }}", "jo@{{ domain }}", {member: "{{ unknown }}", state: gone}, bad]}
mimecast_baseline: "{{ common }}"
""",
}
NOTHING_WRONG = {
    "cloudformation.yml": "Resources: !Ref x\n",
    "documents.yml": "a: 1\n---\nb: 2\n",
    "not_yaml.yml": "a: [1\n",
    "playbook.yml": "- hosts: all\n  vars: {mimecast_site: {user: []}}\n",
    "group_vars/all.yml": "mimecast_client_id: abc\n",
    "right.yml": site("users: [{email: jo@example.com}]"),
    "unknown.yml": site('users: [{email: "{{ nobody }}"}]'),
    "lookup.yml": site("users: [{email: \"{% set ask = lookup %}{{ ask('ansible.builtin.pipe', 'touch asked') }}\"}]"),
    "vault.yml": ENCRYPTED,
}


@pytest.fixture(scope="module")
def mistaken(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[str]]:
    """One run of the hook over all files with mistakes, without what is known and in which line."""
    repository = Repository(tmp_path_factory.mktemp("mistaken") / "repository", environment)
    repository.write(MISTAKEN)
    code, lines = repository.hook()
    return code, [re.sub(r" \((known:|line) .*", "", line) for line in lines]


def of(run: tuple[int, list[str]], *files: str) -> list[str]:
    """What a run of the hook says of some files."""
    return [line for line in run[1] if line.startswith(tuple(f"{file}: " for file in files))]


def test_the_hook_names_every_mistake_by_file_and_path_in_one_run(mistaken: tuple[int, list[str]]) -> None:
    assert mistaken[0] == 1
    assert of(mistaken, "right.yml", "a/wrong.yml", "b/base line.yaml", "c.json") == [
        "a/wrong.yml: mimecast_site.users[0].email: 'jo' is not an email address, expected 'name@example.com'",
        "a/wrong.yml: mimecast_site.users[1].diabled: unknown key, did you mean 'disabled'?",
        "b/base line.yaml: mimecast_baseline.ip_permits[0].source_ips[0]: '192.0.2.10/24' has host bits set, the "
        "network is '192.0.2.0/24'",
        "c.json: mimecast_site.user: unknown key, did you mean 'users'?",
    ]


def test_a_file_that_ansible_cannot_read_is_told_by_place_and_without_its_content(
    mistaken: tuple[int, list[str]],
) -> None:
    broken, template, twice = of(mistaken, "broken.yml", "template.yml", "twice.yml")
    assert broken.endswith("this is not YAML")
    assert template == "template.yml: mimecast_site.users[0].password: line 1 of this template cannot be read by Jinja"
    assert twice == "twice.yml: line 3: the key 'users' is in line 2 too, and only the last one counts"
    assert SECRET not in "\n".join(mistaken[1])


def test_what_only_applying_can_know_is_passed_over_by_name_and_the_rest_is_checked(
    mistaken: tuple[int, list[str]],
) -> None:
    *wrong, passed_over = of(mistaken, "half.yml")
    assert sorted(wrong) == [
        "half.yml: mimecast_site.delivery_routes[1].port: expected a whole number from 1 to 65535, got 'smtp'",
        "half.yml: mimecast_site.delivery_routes[2].smtp_authentication.usrname: unknown key, did you mean 'username'?",
        "half.yml: mimecast_site.sender_groups[0].members[2].state: 'gone' is not one of present, absent",
        "half.yml: mimecast_site.sender_groups[0].members[3].member: 'bad' is not a domain, expected a name such as "
        "'example.com'",
    ]
    begin, _applied, places = passed_over.partition("applied: ")
    assert begin == "half.yml: not checked, known only when it is "
    assert places.split(", ") == [
        "mimecast_baseline",
        "mimecast_site.delivery_routes[0].alternate_route",
        "mimecast_site.delivery_routes[1].hostname",
        "mimecast_site.delivery_routes[2].hostname",
        "mimecast_site.delivery_routes[2].smtp_authentication.password",
        "mimecast_site.delivery_routes[3].smtp_authentication.password",
        "mimecast_site.delivery_route_policies[0].applies_to.domain",
        "mimecast_site.delivery_route_policies[0].enabled",
        "mimecast_site.delivery_route_policies[0].source_ips",
        "mimecast_site.delivery_route_policies[0].valid_until",
        "mimecast_site.sender_groups[0].members[0]",
        "mimecast_site.sender_groups[0].members[2].member",
    ]


def test_files_without_a_site_and_values_that_cannot_be_known_do_not_fail_a_commit(repository: Repository) -> None:
    repository.write(NOTHING_WRONG)
    # Ansible may be told to leave undefined variables as they are.
    assert repository.hook(environment={"ANSIBLE_ERROR_ON_UNDEFINED_VARS": "false"}) == (
        0,
        [
            "lookup.yml: not checked, known only when it is applied: mimecast_site.users[0].email",
            "unknown.yml: not checked, known only when it is applied: mimecast_site.users[0].email",
            "vault.yml: not checked, known only when it is applied: the whole file, it is encrypted",
        ],
    )
    assert not (repository.folder / "asked").exists()


def test_without_files_there_is_nothing_to_do(repository: Repository) -> None:
    assert repository.hook() == (0, [])


def test_options_before_two_hyphens_are_for_ansible(repository: Repository) -> None:
    repository.write({"site.yml": site('users: [{email: "{{ who }}"}]'), "whole.yml": site("users: [{email: jo}]")})
    password = repository.folder.parent / "password"
    password.write_text("example-only\n", encoding="utf-8")
    vault = ["--vault-password-file", str(password)]
    assert repository.run("ansible-vault", "encrypt", *vault, "whole.yml")[0] == 0

    code, lines = repository.hook("-e", "who=jo", *vault, "--")

    assert code == 1
    assert lines == [
        f"{name}: mimecast_site.users[0].email: 'jo' is not an email address, expected 'name@example.com' (line 2)"
        for name in ("site.yml", "whole.yml")
    ]


def test_neither_an_inventory_nor_the_network_is_asked(repository: Repository) -> None:
    repository.write(
        {
            "site.yml": site("users: []"),
            "inventory.sh": "#!/bin/sh\ntouch asked\n",
            "ansible.cfg": "[defaults]\ninventory = inventory.sh\n",
        }
    )
    (repository.folder / "inventory.sh").chmod(0o755)
    # http_proxy leads nowhere: a request would fail.
    code, lines = repository.hook(environment={"http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"})
    assert (code, lines) == (0, [])
    assert not (repository.folder / "asked").exists()


def test_a_run_that_ansible_refuses_is_told_in_its_own_words(repository: Repository) -> None:
    repository.write({"site.yml": site("users: []")})
    code, lines = repository.hook("-e", "@nowhere.yml", "--")
    assert code == 2
    assert "nowhere.yml" in "\n".join(lines)


def test_git_refuses_a_commit_with_a_site_file_that_is_not_right(newest: Repository) -> None:
    hook = newest.folder / ".git/hooks/pre-commit"
    hook.write_text(
        f"#!/bin/sh\nexec '{CHECKOUT / HOOK['entry']}' $(git diff --cached --name-only)\n", encoding="utf-8"
    )
    hook.chmod(0o755)
    newest.write({"site.yml": site("users: [{email: jo}]")})
    code, output = newest.run("git", "commit", "--quiet", "--message", "Jo")
    assert code != 0
    assert "site.yml: mimecast_site.users[0].email: 'jo' is not an email address" in output

    newest.write({"site.yml": site("users: [{email: jo@example.com}]")})
    assert newest.run("git", "commit", "--quiet", "--message", "Jo") == (0, "")


@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed in this environment")
def test_pre_commit_runs_the_hook(newest: Repository, tmp_path: Path) -> None:
    source = tmp_path / "hooks"
    for name in (".pre-commit-hooks.yaml", "galaxy.yml", "playbooks/files", "plugins", "meta"):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (CHECKOUT / name).is_dir() else shutil.copy2)(CHECKOUT / name, target)
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Hooks"]):
        assert newest.run("git", "-C", source, *command)[0] == 0
    newest.write({"site.yml": site("users: [{email: jo}]"), "other.yml": "a: 1\n"})

    code, output = newest.run(
        str(PRE_COMMIT),
        "try-repo",
        source,
        HOOK["id"],
        "--all-files",
        environment={"PRE_COMMIT_HOME": str(tmp_path / "cache")},
    )

    assert code == 1
    assert "site.yml: mimecast_site.users[0].email: 'jo' is not an email address" in output


# --- The example pipelines --------------------------------------------------------------------------------------------


@pytest.fixture
def emulator() -> Iterator[RunningEmulator]:
    """Accounts that offer what Mimecast offers today."""
    with RunningEmulator(ACCOUNTS, preview=False, strict=True) as running:
        yield running


def commands(pipeline: str) -> dict[str, list[str]]:
    """The commands of each job of an example pipeline that ansible-playbook runs."""
    document = yaml.safe_load((EXAMPLES / pipeline).read_text(encoding="utf-8"))
    jobs = document.get("jobs", document)
    return {
        name: [line for line in _lines(job) if line.startswith(("ansible-playbook ", "mkdir "))]
        for name, job in jobs.items()
        if isinstance(job, dict) and _lines(job)
    }


def _lines(job: Mapping[str, Any]) -> list[str]:
    return job.get("script") or [step["run"] for step in job.get("steps", []) if "run" in step]


def test_both_example_pipelines_run_the_same_commands() -> None:
    assert commands("github-actions.yml") == commands("gitlab-ci.yml")


def test_the_example_pipelines_check_predict_apply_and_compare(newest: Repository, emulator: RunningEmulator) -> None:
    shutil.copytree(EXAMPLES / "repository", newest.folder, dirs_exist_ok=True)
    jobs = commands("github-actions.yml")
    account = {
        "MIMECAST_BASE_URL": emulator.base_url,
        "MIMECAST_CLIENT_ID": "acorn",
        "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"],
        "no_proxy": "127.0.0.1",
        "ANSIBLE_LOCAL_TEMP": str(newest.folder.parent / "temporary"),
    }

    def job(name: str, **environment: str) -> list[int]:
        emulator.clear_requests()
        return [newest.run("/bin/sh", "-c", line, environment=environment)[0] for line in jobs[name]]

    assert job("check") == [0]
    assert emulator.requests() == []
    assert job("predict", **account, MIMECAST_READ_ONLY="true") == [0]
    assert writes(emulator) == []
    assert job("drift", **account) == [0, 2]
    assert job("apply", **account) == [0]
    assert writes(emulator) != []
    assert job("drift", **account) == [0, 0]
    assert sorted(os.listdir(newest.folder / "reports")) == ["drift.html", "drift.json", "drift.md"]
