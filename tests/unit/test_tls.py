# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who gets the credentials: the API whose certificate fits, and nobody else on the way.

Certificates are made for each run. What was sent to whom is read from the servers' own record of bytes.
"""

from __future__ import annotations

import datetime
import ssl
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.unit.listeners import TOKEN, Listener, Peer, api, tunnel

trustme = pytest.importorskip("trustme")

SECRET = "canary-client-secret"
PROXY_PASSWORD = "canary-proxy-password"
ROUTES = MANAGED["delivery_route"].list
LAST_YEAR = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=365)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a developer's shell says about proxies and authorities counts."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NETRC", "/dev/null")


@pytest.fixture(scope="module")
def authority() -> Any:
    """The authority that the API's certificate comes from; no system knows it."""
    return trustme.CA()


@pytest.fixture(scope="module")
def stranger() -> Any:
    """An authority that nobody asked for."""
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with the authority's certificate."""
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture(scope="module")
def other_bundle(stranger: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with the stranger's certificate."""
    path = tmp_path_factory.mktemp("stranger") / "stranger.pem"
    stranger.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture
def server(authority: Any) -> Iterator[Listener]:
    """An API whose certificate is right in every way."""
    with Listener(api, context(authority.issue_cert("127.0.0.1"))) as listener:
        yield listener


def context(certificate: Any) -> ssl.SSLContext:
    """Return what a server needs to present a certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


def self_signed() -> ssl.SSLContext:
    """Return a server that vouches for itself."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own = trustme.CA()
    with own.cert_pem.tempfile() as certificate, own.private_key_pem.tempfile() as key:
        made.load_cert_chain(certificate, key)
    return made


def listed(url: str, **options: Any) -> list[Any]:
    """Read the list of routes as a task does."""
    assert ROUTES
    options = {"timeout": 5.0, "retry_budget": 0.0, **options}
    client = Client(Connection(url, "demo", SECRET, **options), sleep=lambda seconds: None)
    try:
        return list(client.rows(ROUTES))
    finally:
        client.close()


def refusal(url: str, **options: Any) -> str:
    """Return the sentence that a task fails with: one line, without anything secret."""
    with pytest.raises(ApiError) as refused:
        listed(url, **options)
    message = str(refused.value)
    assert "\n" not in message
    assert "canary" not in message
    return message


# --- Certificates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presented", "sentence"),
    [
        (
            lambda authority: context(authority.issue_cert("elsewhere.example")),
            "the certificate of 127.0.0.1:{port} is for another host name; check base_url",
        ),
        (
            lambda authority: context(authority.issue_cert("127.0.0.1", not_after=LAST_YEAR)),
            "the certificate of 127.0.0.1:{port} has expired",
        ),
        (
            lambda authority: self_signed(),
            "the certificate of 127.0.0.1:{port} is not signed by a known authority; give its authority in ca_path",
        ),
        (
            lambda authority: context(trustme.CA().issue_cert("127.0.0.1")),
            "the certificate of 127.0.0.1:{port} is not signed by a known authority; give its authority in ca_path",
        ),
    ],
    ids=["wrong host name", "expired", "self-signed", "unknown authority"],
)
def test_a_certificate_that_does_not_fit_is_refused_before_anything_is_sent(
    presented: Callable[[Any], ssl.SSLContext], sentence: str, authority: Any, bundle: str
) -> None:
    with Listener(api, presented(authority)) as server:
        assert refusal(server.url, ca_path=bundle, retry_budget=5.0) == sentence.format(port=server.port)
        assert server.connections == 1
    assert server.received == ""


def test_the_authorities_of_the_system_do_not_vouch_for_a_private_one(server: Listener) -> None:
    assert "is not signed by a known authority" in refusal(server.url)
    assert server.received == ""


def test_an_authority_in_ca_path_is_accepted(server: Listener, bundle: str) -> None:
    assert listed(server.url, ca_path=bundle) == []
    assert SECRET in server.received


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_ca_path_counts_and_not_the_environment(
    variable: str, server: Listener, bundle: str, other_bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, bundle)
    assert "is not signed by a known authority" in refusal(server.url, ca_path=other_bundle)
    assert server.received == ""
    monkeypatch.setenv(variable, other_bundle)
    assert listed(server.url, ca_path=bundle) == []


def test_without_ca_path_an_authority_of_the_environment_counts(
    server: Listener, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    assert listed(server.url) == []


def test_a_ca_path_that_is_not_there_is_named(server: Listener, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pem")
    assert refusal(server.url, ca_path=missing) == f"ca_path: {missing} does not exist"
    assert server.received == ""


def test_a_ca_path_without_a_certificate_is_named(server: Listener, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("canary: not a certificate\n", encoding="utf-8")
    assert refusal(server.url, ca_path=str(wrong)) == f"ca_path: {wrong} holds no certificate in PEM form"
    assert server.received == ""


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_nothing_older_than_tls_1_2_is_spoken(authority: Any, bundle: str) -> None:
    old = context(authority.issue_cert("127.0.0.1"))
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.TLSv1_1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with Listener(api, old) as server:
        assert "no secure connection to 127.0.0.1" in refusal(server.url, ca_path=bundle)
        assert server.handshakes == 0


def test_a_server_that_speaks_no_tls_gets_nothing_that_is_secret(bundle: str) -> None:
    def plain(peer: Peer) -> None:
        peer.receive()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with Listener(plain) as server:
        refusal(server.url.replace("http:", "https:"), ca_path=bundle)
    assert "canary" not in server.received
    assert "oauth" not in server.received


def test_verification_can_be_switched_off_and_says_so(recwarn: pytest.WarningsRecorder) -> None:
    doors = pytest.importorskip("ansible.module_utils.testing") and _doors()
    warnings.simplefilter("always")
    with Listener(api, self_signed()) as server:
        options = {"base_url": server.url, "client_id": "demo", "client_secret": SECRET, "validate_certs": False}
        result = doors["action"]("mimecast_info", {**options, "types": ["delivery_routes"]}, False)
        assert not result.get("failed"), result
        assert result["warnings"] == [
            "validate_certs is false: anybody between here and the API can read the credentials and change what is sent"
        ]
    assert [str(warning.message) for warning in recwarn if "InsecureRequest" in warning.category.__name__] == []


def _doors() -> Any:
    """Return both doors; the oldest ansible-core admitted lacks what they are opened with in a test."""
    from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS

    return DOORS


# --- Proxies ---------------------------------------------------------------------------------------------------------


def through(proxy: Listener) -> str:
    """Return the proxy's address with a password."""
    return f"http://ops:{PROXY_PASSWORD}@127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_sees_the_host_and_no_secret(
    variable: str, server: Listener, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Listener(tunnel) as proxy:
        monkeypatch.setenv(variable, through(proxy))
        assert listed(server.url, ca_path=bundle) == []
        assert proxy.received.startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.")
    assert SECRET not in proxy.received
    assert TOKEN not in proxy.received
    assert "Proxy-Authorization" not in server.received


def test_a_proxy_that_opens_the_tunnel_is_refused(
    server: Listener, bundle: str, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = context(stranger.issue_cert("127.0.0.1"))
    seen: list[bytes] = []

    def open_it(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inside = opener.wrap_socket(peer.connection, server_side=True)
        seen.append(inside.recv(65536))

    with Listener(open_it) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", through(proxy))
        assert "is not signed by a known authority" in refusal(server.url, ca_path=bundle)
    assert seen == []
    assert server.received == ""


def test_the_option_proxy_counts_and_not_the_environment(
    server: Listener, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Listener(tunnel) as wanted, Listener(tunnel) as other:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{other.port}")
        assert listed(server.url, ca_path=bundle, proxy=f"http://127.0.0.1:{wanted.port}") == []
        assert (wanted.connections, other.connections) == (1, 0)


def test_a_host_that_the_environment_excepts_is_reached_without_the_proxy(
    server: Listener, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Listener(tunnel) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        assert listed(server.url, ca_path=bundle) == []
        assert proxy.connections == 0


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_what_is_not_encrypted_never_leaves_the_machine_through_a_proxy_of_the_environment(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Plain HTTP is for loopback alone, so that nobody can listen; a proxy of the environment would be such a listener.
    monkeypatch.delenv("REQUEST_METHOD", raising=False)
    with Listener(api) as server, Listener(tunnel) as proxy:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        assert listed(server.url) == []
        assert proxy.connections == 0


def test_what_is_not_encrypted_is_not_given_to_a_proxy_elsewhere() -> None:
    with Listener(api) as server:
        assert refusal(server.url, proxy="http://proxy.example:3128") == (
            "proxy needs an https base_url: over plain http, the proxy could read the credentials"
        )
        assert server.received == ""


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_a_proxy_that_refuses_is_told_without_its_password(status: str, server: Listener, bundle: str) -> None:
    def refuse(peer: Peer) -> None:
        peer.request()
        peer.answer({"detail": "canary-body"}, status)

    with Listener(refuse) as proxy:
        message = refusal(server.url, ca_path=bundle, proxy=through(proxy))
        assert message == f"the proxy for 127.0.0.1:{server.port} cannot be reached or refuses"
    assert server.received == ""
