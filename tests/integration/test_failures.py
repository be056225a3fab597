# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account that cannot be reached or does not let the run in: one clear sentence each, through both doors.

One host a case and door, in one run for each ansible-core.
"""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, DOORS, host
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

JO = {"email": "jo@example.com"}
# Each account has a fault of its own, for every request but the one for a token.
FAULTS = {
    "acorn": {"kind": "app_forbidden"},
    "harbour": {"kind": "not_json"},
    "willow": {"kind": "status", "status": 503},
}
MESSAGES = {
    "no credentials": r"no credentials: set client_id and client_secret "
    r"\(variables of the host: mimecast_client_id and mimecast_client_secret; "
    r"in the environment: MIMECAST_CLIENT_ID and MIMECAST_CLIENT_SECRET\)",
    "wrong credentials": r"the API refused the credentials: check client_id and client_secret, and that the API "
    r"application is enabled for this region",
    "not offered": r"listUsers: refused with app_forbidden: the API application does not offer this call "
    r"\(needs product userandgroupmanagement or emailsecurityonboarding, "
    r"role permission 'Directories \| Internal \| Read'\)",
    "not JSON": r"listUsers: 127\.0\.0\.1:\d+ answered something that is not JSON; check base_url and proxy",
    "down": r"listUsers: the API answers HTTP 503; given up after waiting 0\.0 seconds \(retry_budget 0\)",
    "nothing listens": r"createToken: 127\.0\.0\.1:\d+ cannot be reached, check base_url, the network and the proxy; "
    r"given up after waiting 0\.0 seconds \(retry_budget 0\)",
    "unknown certificate": r"the certificate of 127\.0\.0\.1:\d+ is not signed by a known authority; "
    r"give its authority in ca_path",
    "plain http": r"base_url must be https, such as 'https://api\.services\.mimecast\.com' "
    r"\(plain http only to a numeric loopback address, for the emulator\)",
}


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an HTTPS server whose certificate nobody has signed."""
    place = tmp_path_factory.mktemp("tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*write_certificate(place))
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def write_certificate(place: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 and its key; return both paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = (place / "certificate.pem", place / "key.pem")
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@pytest.fixture(scope="module")
def closed() -> Iterator[str]:
    """An address at which nothing listens: its port is taken, and never opened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(scope="module")
def run(ansible: Ansible, self_signed: str, closed: str) -> Run:
    """One run, in which every host fails for a reason of its own."""
    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        emulator.set_faults(
            [
                {"operation": "listUsers", "account": account, "times": None, "fault": fault}
                for account, fault in FAULTS.items()
            ]
        )
        cases: dict[str, dict[str, Any]] = {
            "no credentials": {"client_id": "", "client_secret": ""},
            "wrong credentials": {"client_secret": "wrong"},
            "not offered": {"account": "acorn"},
            "not JSON": {"account": "harbour"},
            "down": {"account": "willow"},
            "nothing listens": {"base_url": closed},
            "unknown certificate": {"base_url": self_signed},
            "plain http": {"base_url": "http://api.example.com"},
        }
        hosts = {
            f"{name}: {door}": {**host(emulator, case.get("account", "acorn"), door, users=JO), **case}
            for name, case in cases.items()
            for door in DOORS
        }
        return ansible.run_modules(hosts)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_is_one_sentence_that_says_what_to_do(run: Run, name: str, door: str) -> None:
    assert re.fullmatch(MESSAGES[name], run.message(f"{name}: {door}"))


def test_the_run_fails(run: Run) -> None:
    assert run.code == 2


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", MESSAGES)
def test_a_failure_claims_no_change(run: Run, name: str, door: str) -> None:
    assert not run.of(f"{name}: {door}").data.get("changed")
