# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command: what it prints, where it listens, how it ends, what it keeps."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from mimecast_emulator import statefile
from mimecast_emulator.cli import account_option, main
from mimecast_emulator.emulator import Emulator

GROUPS = "/directory/cloud-gateway/v1/groups"
SECONDS = 10


@contextmanager
def served(*options: str, ending: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """The base URL of a command that is ended by a signal afterwards, and must end cleanly."""
    command = [sys.executable, "-m", "mimecast_emulator.cli", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+\n", line)
            yield line.split()[-1]
            process.send_signal(ending)
            rest, errors = process.communicate(timeout=SECONDS)
            assert (process.returncode, rest, errors) == (0, "", "")
        finally:
            process.kill()


def signed_in(base_url: str, account: str = "demo", secret: str = "demo-secret") -> requests.Session:
    session = requests.Session()
    form = {"grant_type": "client_credentials", "client_id": account, "client_secret": secret}
    answer = session.post(f"{base_url}/oauth/token", data=form, timeout=SECONDS)
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return session


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_the_account_demo_without_preview_until_a_signal(ending: signal.Signals) -> None:
    with served(ending=ending) as base_url:
        session = signed_in(base_url)
        assert session.get(base_url + GROUPS, timeout=SECONDS).status_code == 200
        path = "/policy-management/cloud-gateway/v1/permitted-senders/policies"
        assert session.get(base_url + path, timeout=SECONDS).status_code == 403


def test_it_serves_accounts_preview_faults_and_latency_as_told(tmp_path: Path) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps([{"account": "b", "operation": "whoAmI", "fault": {"kind": "empty_400"}}]))
    with served(
        "--account", "a:1", "--account", "b:2:3", "--preview", "--faults", str(faults), "--latency-ms", "30"
    ) as base_url:
        path = "/policy-management/cloud-gateway/v1/permitted-senders/policies"
        assert signed_in(base_url, "a", "1").get(base_url + path, timeout=SECONDS).status_code == 200
        second = signed_in(base_url, "b", "2:3")
        assert second.get(base_url + GROUPS, timeout=SECONDS).elapsed.total_seconds() >= 0.03
        statuses = [second.get(f"{base_url}/identity/whoami", timeout=SECONDS).status_code for _time in range(2)]
    assert statuses == [400, 200]


def test_state_survives_a_restart_and_so_do_ids(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with served("--state", str(file)) as base_url:
        session = signed_in(base_url)
        created = session.post(base_url + GROUPS, json={"description": "Kept"}, timeout=SECONDS).json()["id"]
        gone = session.post(base_url + GROUPS, json={"description": "Gone"}, timeout=SECONDS).json()["id"]
        session.post(f"{base_url}/api/directory/delete-group", json={"data": [{"id": gone}]}, timeout=SECONDS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with served("--state", str(file)) as base_url:
        session = signed_in(base_url)
        assert session.get(f"{base_url}{GROUPS}/{created}", timeout=SECONDS).json()["description"] == "Kept"
        session.post(base_url + GROUPS, json={"description": "Gone"}, timeout=SECONDS)
        assert session.get(f"{base_url}{GROUPS}/{gone}", timeout=SECONDS).status_code == 404


def test_accounts_in_the_state_file_that_are_not_served_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    for name in ("a", "b"):
        accounts = Emulator({name: "secret"}, preview=False).accounts
        statefile.save(file, accounts, former=statefile.load(file, accounts))
    assert set(json.loads(file.read_text())) == {"a", "b"}


@pytest.mark.parametrize("content", ["{", "[]", '{"demo": {}}', '{"demo": {"tables": {"x": {}}, "retired": []}}'])
def test_a_file_that_is_no_state_file_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any
) -> None:
    file = tmp_path / "state.json"
    file.write_text(content)
    assert main(["serve", "--port", "0", "--state", str(file)]) == 1
    assert "state.json" in capsys.readouterr().err
    assert file.read_text() == content
    assert os.listdir(tmp_path) == ["state.json"]


def test_a_faults_file_that_does_not_fit_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in ("{", '[{"fault": {"kind": "x"}}]'):
        file = tmp_path / "faults.json"
        file.write_text(content)
        assert main(["serve", "--port", "0", "--faults", str(file)]) == 1
        assert capsys.readouterr().err.startswith("mimecast-emulator: ")


@pytest.mark.parametrize("text", ["demo", ":x", "demo:"])
def test_an_account_must_be_id_and_secret(text: str) -> None:
    with pytest.raises(Exception, match="ID:SECRET"):
        account_option(text)
