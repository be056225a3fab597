# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recording proxy in front of an emulator: what it forwards, what it refuses, and what it leaves in the file."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import ACCOUNTS
from mimecast_emulator import contract
from mimecast_emulator.cli import main
from mimecast_emulator.recording import proxy
from mimecast_emulator.recording.proxy import Upstream, UpstreamError
from mimecast_emulator.recording.recorder import Recorder
from mimecast_emulator.recording.redaction import Redaction
from mimecast_emulator.testing import RunningEmulator

CONTRACT = contract.load()
SECONDS = 10
NAME = "Kanarie"
DOMAIN = "kanarie.net"
PERSON = f"jo@{DOMAIN}"
TRACES = re.compile("kanarie|198\\.51\\.100|1987-06", re.IGNORECASE)
"""What stands for the account. A year alone would also be found in a size or a stand-in, by chance."""
POLICY = {"description": NAME, "from": {"type": "email_domain", "domain": DOMAIN}, "sourceIPs": ["198.51.100.0/28"]}
TABLES: dict[str, Any] = {
    "groups": {"k": {"description": NAME, "members": [{"emailAddress": PERSON, "note": NAME}, {"domain": DOMAIN}]}},
    "delivery_routes": {"k": {"description": NAME, "hostname": f"mail.{DOMAIN}", "port": 2525}},
    "delivery_route_policies": {"k": {**POLICY, "route": "k"}},
    "blocked_sender_policies": {"k": {**POLICY, "option": "block_sender", "fromDateTime": "1987-06-05"}},
    "greylisting_policies": {"k": {**POLICY, "option": "apply"}},
    "anti_spoofing_policies": {"k": {**POLICY, "option": "apply", "hostnames": [f"h.{DOMAIN}"]}},
    "anti_spoofing_bypass_policies": {"k": {**POLICY, "option": "enable_bypass", "spfDomains": [DOMAIN]}},
    "permitted_sender_policies": {"k": {**POLICY, "option": "permit_sender"}},
    "mail_log": {"seed": 7, "count": 60, "days": 5, "senders": [f"sam@{DOMAIN}"], "ips": ["198.51.100.7"]},
}
ITEMS: dict[str, Any] = {
    "getAuditEvents": {"startDateTime": "2020-01-01T00:00:00+0000", "endDateTime": "2030-01-01T00:00:00+0000"},
    "searchMessages": {"advancedTrackAndTraceOptions": {"from": DOMAIN}},
    "legacyGetProfile": {"emailAddress": PERSON},
    "legacyFindGroups": {"query": NAME},
}
WRITES = [found for found in CONTRACT.operations.values() if found.writes]
READS = [found for found in CONTRACT.operations.values() if not found.writes and found.style != "token"]


class Recorded:
    """A proxy in front of an address."""

    def __init__(self, upstream: str) -> None:
        self.recorder = Recorder(Redaction(CONTRACT))
        self.server = proxy.server(Upstream.at(upstream), CONTRACT, 0, self.recorder.keep)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.session = requests.Session()
        self.session.trust_env = False

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        """The answer through the proxy."""
        return self.session.request(method, self.url + path, timeout=SECONDS, allow_redirects=False, **options)

    def sign_in(self) -> str:
        """The token of the account demo, which the session has from then on."""
        form = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": ACCOUNTS["demo"]}
        token = str(self.send("POST", "/oauth/token", data=form).json()["access_token"])
        self.session.headers["Authorization"] = f"Bearer {token}"
        return token

    def entries(self) -> list[dict[str, Any]]:
        """What was kept."""
        entries: list[dict[str, Any]] = self.recorder.content()["exchanges"]
        return entries


@contextmanager
def recorded(upstream: str) -> Iterator[Recorded]:
    running = Recorded(upstream)
    thread = threading.Thread(target=running.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield running
    finally:
        running.session.close()
        running.server.shutdown()
        running.server.server_close()
        thread.join()


@pytest.fixture
def emulator() -> Iterator[RunningEmulator]:
    """An account with canaries in it."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        running.set_state("demo", TABLES)
        yield running


@pytest.fixture
def through(emulator: RunningEmulator) -> Iterator[Recorded]:
    """The proxy in front of that account."""
    with recorded(emulator.base_url) as running:
        yield running


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a body, names of members too."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def ids(body: Any) -> list[str]:
    """The ids of the rows of an answer."""
    return [text for text in texts(body) if len(text) > 40 and " " not in text]


def test_every_read_is_recorded_and_no_value_of_the_account_is_in_the_file(through: Recorded) -> None:
    token = through.sign_in()
    found = token
    for operation in READS:
        listed = through.send("GET", operation.path.split("/{")[0]).text if "{" in operation.path else "{}"
        named = ids(json.loads(listed)) or [NAME]
        path = re.sub(r"\{record_type\}", "mx", re.sub(r"\{\w+_id\}", named[0], operation.path))
        item = ITEMS.get(operation.id)
        body = {"data": [item] if item else []} if operation.method == "POST" else None
        answer = through.send(operation.method, path, json=body, params={"pageSize": 50, NAME: PERSON})
        found += answer.text
    file = json.dumps(through.recorder.content(), ensure_ascii=False)
    # Where ids are looked for is not always an operation itself.
    assert {entry["operation"] for entry in through.entries()} - {None} == {operation.id for operation in READS}
    assert sum(entry["status"] == 200 for entry in through.entries()) >= len(READS) / 2
    assert len(TRACES.findall(found)) > 40
    assert TRACES.findall(file) == []
    assert token not in file
    assert [secure_id for secure_id in set(re.findall(r'"id": ?"([^"]{20,})"', found)) if secure_id in file] == []


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: operation.id)
def test_a_write_is_refused_and_never_arrives(emulator: RunningEmulator, operation: Any) -> None:
    with recorded(emulator.base_url) as through:
        answer = through.send(operation.method, re.sub(r"\{\w+\}", "x", operation.path), json={"data": []})
        assert answer.status_code == 405
        assert f"{operation.id} changes the account" in answer.json()["fail"][0]["message"]
        assert through.entries() == []
    assert emulator.requests() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/email/send-email"),
        ("POST", "/api/account/../directory/delete-group"),
        ("POST", "/api/account/%2e%2e/directory/delete-group"),
        ("HEAD", "/identity/whoami"),
        ("OPTIONS", "/identity/whoami"),
        ("DELETE", "/identity/whoami"),
        ("PUT", "/unknown"),
        ("GET", "http://evil.example/x"),
    ],
)
def test_what_is_not_known_to_read_is_refused(
    emulator: RunningEmulator, through: Recorded, method: str, path: str
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", through.server.server_address[1], timeout=SECONDS)
    connection.request(method, path)
    assert connection.getresponse().status == 405
    connection.close()
    assert (emulator.requests(), through.entries()) == ([], [])


def test_a_get_with_a_body_is_refused(emulator: RunningEmulator, through: Recorded) -> None:
    assert through.send("GET", "/identity/whoami", json={}).status_code == 405
    assert emulator.requests() == []


def test_a_token_is_handed_on_and_nothing_of_it_is_kept(emulator: RunningEmulator, through: Recorded) -> None:
    through.sign_in()
    assert [request["operation"] for request in emulator.requests()] == ["createToken"]
    assert through.entries() == []


def test_the_client_gets_the_answer_of_the_account(emulator: RunningEmulator, through: Recorded) -> None:
    through.sign_in()
    answer = through.send("GET", "/directory/cloud-gateway/v1/groups", params={"pageSize": 1})
    assert [row["description"] for row in answer.json()["groups"]] == [NAME]
    assert answer.headers["X-RateLimit-Limit"] == "800"
    assert emulator.requests()[-1]["query"] == {"pageSize": "1"}


@contextmanager
def upstream(reply: bytes, received: list[bytes], context: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a server that answers every request with the same bytes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                raw, _address = listening.accept()
                with context.wrap_socket(raw, server_side=True) if context else raw as connection:
                    received.append(connection.recv(65536))
                    connection.sendall(reply)
            except OSError:
                return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            thread.join(SECONDS)


def test_a_redirect_is_not_followed_and_its_address_is_kept_from_the_client_and_the_file() -> None:
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/kanarie\r\nContent-Length: 0\r\n\r\n"
    with upstream(reply, []) as port, recorded(f"http://127.0.0.1:{port}") as through:
        answer = through.send("GET", "/identity/whoami")
        assert (answer.status_code, "Location" in answer.headers) == (302, False)
        assert ["location", None] in through.entries()[0]["headers"]
        assert TRACES.findall(json.dumps(through.entries())) == []


def test_a_header_that_could_make_a_write_of_a_read_is_not_forwarded() -> None:
    received: list[bytes] = []
    with upstream(b"HTTP/1.1 204 No\r\n\r\n", received) as port, recorded(f"http://127.0.0.1:{port}") as through:
        headers = {"X-HTTP-Method-Override": "DELETE", "Cookie": "a=b", "X-Request-Id": "7"}
        assert through.send("GET", "/identity/whoami", headers=headers).status_code == 204
    assert b"x-request-id: 7" in received[0].lower()
    assert b"override" not in received[0].lower()
    assert b"cookie" not in received[0].lower()


def test_an_account_whose_certificate_no_authority_vouches_for_gets_nothing() -> None:
    trustme = pytest.importorskip("trustme")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    received: list[bytes] = []
    with upstream(b"", received, context) as port, recorded(f"https://localhost:{port}") as through:
        answer = through.send("GET", "/identity/whoami")
        assert (answer.status_code, received) == (502, [])
        assert "SSLCertVerificationError" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "http://api.services.mimecast.com",
        "ftp://localhost",
        "https://",
        "https://user:secret@api.services.mimecast.com",
        "https://api.services.mimecast.com/api",
        "https://api.services.mimecast.com:port",
        "http://localhost.evil.example",
    ],
)
def test_an_upstream_is_reached_through_tls_or_is_on_this_machine(address: str) -> None:
    with pytest.raises(UpstreamError) as raised:
        Upstream.at(address)
    assert "secret" not in str(raised.value)


def test_the_command_says_where_the_file_is_and_compare_reads_it(
    emulator: RunningEmulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recording.json"
    command = [sys.executable, "-m", "mimecast_emulator.cli", "record", str(file)]
    command += ["--upstream", emulator.base_url, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        assert requests.get(f"{url}/identity/whoami", timeout=SECONDS).status_code == 401
        process.send_signal(signal.SIGTERM)
        told, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert f"look at it: less {file}" in told
    assert "Nothing was sent to anyone" in told
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert [entry["status"] for entry in json.loads(file.read_text())["exchanges"]] == [401]
    assert main(["compare", str(file)]) == 0
    assert capsys.readouterr().out == "1 answers, 0 differences\n"


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "recording.json"
    file.write_text("mine")
    assert main(["record", str(file), "--upstream", "http://127.0.0.1:9", "--port", "0"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
