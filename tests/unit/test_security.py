# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection keeps to itself, what it never does, and how little it needs to be allowed.

Secrets are planted words that begin with "canary", hostile names are those that act where they are shown. What
docs/security.md promises is tested here. Certificates and proxies have a file of their own, test_tls.py.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import gzip
import html.parser
import ipaddress
import json
import os
import re
import stat
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from urllib3.util import parse_url

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection, transport
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Request
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Outcome
from ansible_collections.mailops.mimecast.plugins.module_utils._model import (
    entries,
    fields,
    site_file,
    spelling,
    wording,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List, Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import changes, diff, planner
from ansible_collections.mailops.mimecast.plugins.module_utils._report import document, files, markdown, page, site_text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import failures
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import unknown_options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import Task
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS
from ansible_collections.mailops.mimecast.tests.tooling.generate import least_privilege, needs
from ansible_collections.mailops.mimecast.tests.unit.listeners import TOKEN, Listener, Peer, api
from mimecast_emulator.testing import RunningEmulator

ROOT = Path(__file__).resolve().parents[2]
SECRET = "canary-client-secret"
PASSWORD = "canary-password"
ROUTE = MANAGED["delivery_route"]
WITH_SECRET = [resource for resource in MANAGED.values() if resource.has_secret]
HOSTILE = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "{{ lookup('pipe', 'id') }}",
    "{% for one in range(9) %}x{% endfor %}",
    "{# remark #}",
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "\x9b31mred",
    "good\nTASK [all is well] ok: [localhost]",
    "good\r\nchanged: [localhost]",
    "good\x1b\nok: [localhost]",
    "good\u2028ok: [localhost]",
    "good\u202egnp.exe",
    "\u2066good\u2069\u200b",
    "`` ``` `",
    "| cell | cell |\n|---|",
    "[link](javascript:alert(1)) ![x](//evil.example/x) @everyone",
    "]]> --> </noscript></script>",
    "<!--<script </script x",
    "!!python/object/apply:os.system ['id']",
    "- &anchor *alias: value # remark",
    "---\nmimecast_site: {}",
    "%0d%0aSet-Cookie: x",
    "~",
    "null",
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a developer's shell says about proxies counts."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningEmulator]:
    """An emulator that offers everything."""
    with RunningEmulator({"demo": SECRET}, strict=True) as emulator:
        yield emulator


def connected(url: str, **options: Any) -> Client:
    """Return a client that does not wait."""
    options = {"timeout": 5.0, "retry_budget": 0.0, **options}
    return Client(Connection(url, "demo", SECRET, **options), sleep=lambda seconds: None)


def listed(url: str, **options: Any) -> list[Any]:
    """Read the list of routes."""
    assert ROUTE.list
    return list(connected(url, **options).rows(ROUTE.list))


def written(url: str, **options: Any) -> Any:
    """Send one write that holds a password."""
    assert ROUTE.create
    return connected(url, **options).write(ROUTE.create, {}, [{"smtpAuthentication": {"password": PASSWORD}}])


def shows_only(text: str) -> bool:
    """Whether every character of one line shows itself: none acts on a terminal, ends the line or turns it around."""
    return text.isprintable()


# --- Who gets the credentials ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", ["/oauth/token", "/policy-management"])
@pytest.mark.parametrize("call", [listed, written])
def test_no_redirect_carries_anything_to_another_host(status: int, place: str, call: Callable[[str], Any]) -> None:
    with Listener(api) as elsewhere:

        def redirect(peer: Peer) -> None:
            while request := peer.request():
                if place.encode() in request.split(b"\r\n")[0]:
                    peer.answer({}, f"{status} Elsewhere", Location=elsewhere.url + "/")
                else:
                    peer.answer({"access_token": TOKEN})

        with (
            Listener(redirect) as server,
            pytest.raises(ApiError, match="redirects to another address, which is not followed"),
        ):
            call(server.url)
        assert elsewhere.connections == 0


def test_a_netrc_neither_replaces_nor_joins_the_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login canary-login password canary-netrc\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth("http://127.0.0.1/") == ("canary-login", "canary-netrc")
    with Listener(api) as server:
        assert listed(server.url) == []
        assert re.findall(r"Authorization: (.*)\r\n", server.received) == [f"Bearer {TOKEN}"]
        assert f"client_secret={SECRET}" in server.received


def test_the_secret_travels_in_the_form_only_and_the_token_in_its_header_only() -> None:
    with Listener(api) as server:
        listed(server.url)
        assert server.received.count(SECRET) == 1
        assert server.received.count(TOKEN) == 1
        assert not re.search(r"^(GET|POST) \S*canary", server.received, re.MULTILINE)


def accepted_or_told(url: str) -> str:
    """Return the address as it is used, or an empty string when it was refused as an address is."""
    try:
        return connection.check_base_url(url)
    except ApiError as error:
        if "base_url must be https" in str(error):
            return ""
        raise


@given(url=st.text(max_size=40) | st.from_regex(r"https?://[0-9a-z.@:\\/#?%\[\]\-]{1,24}", fullmatch=True))
@settings(max_examples=400, deadline=None)
def test_any_address_is_accepted_or_refused_in_a_sentence(url: str) -> None:
    accepted = accepted_or_told(url)
    if not accepted:
        return
    parts = urlsplit(accepted)
    assert "@" not in parts.netloc
    if parts.scheme == "http":
        host = parse_url(requests.Request("GET", accepted + "/oauth/token").prepare().url or "").host or ""
        assert ipaddress.ip_address(host.strip("[]")).is_loopback


@pytest.mark.parametrize(
    "url",
    [
        f"https://:{PASSWORD}@x.example",
        f"https://{PASSWORD}@x.example",
        "https://[::1",
        "https://x:99999",
        "https://x?y=",
    ],
)
def test_an_address_with_a_password_or_a_mistake_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ApiError, match="base_url must be https") as refused:
        connection.check_base_url(url)
    assert "canary" not in str(refused.value)


def deleted_paths(identity: str) -> list[str]:
    """Delete the object of an id and return the paths of the requests that a server gets for it."""
    assert ROUTE.delete
    with Listener(api) as server:
        client = connected(server.url)
        client.sign_in()
        with contextlib.suppress(ApiError):
            client.write(ROUTE.delete, {"id": identity}, [{}])
        # What the client sends begins where the body of the request before it ends.
        return re.findall(r"DELETE (\S+) HTTP/1", server.received)


@pytest.mark.parametrize(
    "identity", ["../users", "a/../../b", "a?b=c", "a#b", "%2e%2e", "a b", "a\\b", "a;b", "a\r\nb"]
)
def test_an_id_cannot_lead_a_request_to_another_path(identity: str) -> None:
    assert ROUTE.delete
    family, _brace, _rest = ROUTE.delete.path.partition("{")
    paths = deleted_paths(identity)
    assert len(paths) == 1
    assert re.fullmatch(re.escape(family) + r"[A-Za-z0-9._~%-]+", paths[0])
    assert unquote(paths[0].removeprefix(family)) == identity


@pytest.mark.parametrize("identity", ["", ".", ".."])
def test_an_id_that_would_be_a_path_itself_sends_no_request(identity: str) -> None:
    assert deleted_paths("an-id") != []
    assert deleted_paths(identity) == []


# --- What a server can do to us --------------------------------------------------------------------------------------


def endless(peer: Peer) -> None:
    """Answer without end."""
    while peer.request():
        peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            peer.send(b"10000\r\n" + b" " * 65536 + b"\r\n")


def bomb(peer: Peer) -> None:
    """Answer with little that becomes much."""
    body = gzip.compress(b" " * (8 << 20))
    while peer.request():
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
        peer.send(head.encode() + body)


@pytest.mark.parametrize("script", [endless, bomb])
def test_an_answer_without_end_is_given_up_before_and_after_signing_in(
    script: Callable[[Peer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 1 << 20)
    with Listener(script) as server:
        with pytest.raises(ApiError, match="is larger than 1 MiB"):
            listed(server.url)
        assert ROUTE.list
        with pytest.raises(ApiError, match="is larger than 1 MiB"):
            list(Client(Connection(server.url, access_token="x"), sleep=lambda seconds: None).rows(ROUTE.list))


def drip(start: bytes) -> Callable[[Peer], None]:
    """Return a server that says ``start`` and then one byte at a time, each within the time-out."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(start)
        until = time.monotonic() + 6
        while time.monotonic() < until:
            peer.send(b"x")
            peer.connection.settimeout(0.05)
            try:
                if not peer.receive():
                    return
            except TimeoutError:
                continue

    return script


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "],
    ids=["in the body", "in a header"],
)
def test_a_server_that_drips_is_given_up_in_time(start: bytes) -> None:
    with Listener(drip(start)) as server:
        began = time.monotonic()
        with pytest.raises(ApiError, match="did not answer in time"):
            listed(server.url, timeout=0.4)
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("reset", ["0", "-5", "nan", "-inf"])
def test_a_rate_limit_that_names_no_time_is_not_answered_by_a_flood(reset: str) -> None:
    def limit(peer: Peer) -> None:
        while peer.request():
            peer.answer({}, "429 Too Many Requests", X_RateLimit_Reset=reset)

    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        assert len(waited) < 100, "repeated without waiting"

    assert ROUTE.list
    with Listener(limit) as server, pytest.raises(ApiError, match="the API still limits the rate"):
        list(Client(Connection(server.url, "demo", SECRET, retry_budget=5.0), sleep=wait).rows(ROUTE.list))
    assert sum(waited) > 1


@pytest.mark.parametrize("body", ["[" * 200_000, '{"a":' * 200_000, "1" * 10_000, '"\\ud800"', '{"data": 1}', "null"])
def test_json_that_is_made_to_hurt_is_told_in_a_sentence(body: str) -> None:
    def hurt(peer: Peer) -> None:
        while request := peer.request():
            if b"/oauth/token" in request:
                peer.answer({"access_token": TOKEN})
            else:
                peer.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())

    with Listener(hurt) as server, pytest.raises(ApiError):
        listed(server.url)


@pytest.mark.parametrize("text", ["\u0660" * 10_000 + ".example", "\u30fb" * 10_000 + "x.example", "a" * 100_000])
@pytest.mark.parametrize("normalize", [spelling.domain, spelling.address, spelling.sender, spelling.hostname])
def test_a_name_without_end_is_refused_at_once(normalize: Callable[[Any], Any], text: str) -> None:
    began = time.monotonic()
    with pytest.raises(spelling.Malformed):
        normalize(f"jo@{text}" if normalize is spelling.address else text)
    assert time.monotonic() - began < 1


# --- Secrets ---------------------------------------------------------------------------------------------------------


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it came of, also what its traceback would not show."""
    if error is not None:
        yield error
        yield from chain(error.__cause__)
        yield from chain(error.__context__)


def echo(status: str) -> Callable[[Peer], None]:
    """Return an API that gives back what it was sent, in every place where a message may stand."""

    def script(peer: Peer) -> None:
        while request := peer.request():
            if b"/oauth/token" in request and status != "401 Unauthorized":
                peer.answer({"access_token": TOKEN})
                continue
            sent = request.decode("latin-1")
            body = sent.partition("\r\n\r\n")[2]
            item = json.loads(body) if body.startswith("{") else {}
            wrong = {"code": "err_echo", "message": sent, "retryable": False}
            peer.answer({"fail": [{"key": item, "errors": [wrong], **wrong}], "errors": [wrong]}, status)

    return script


def broken(peer: Peer) -> None:
    """Answer the token request, then break off or answer what is no JSON, the request inside."""
    while request := peer.request():
        if b"/oauth/token" in request:
            peer.answer({"access_token": TOKEN})
        else:
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(request), request))


def refused_token(peer: Peer) -> None:
    """Answer the token request with its own text."""
    while request := peer.request():
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(request), request))


def hung_up(peer: Peer) -> None:
    """Answer nothing."""
    peer.request()


@pytest.mark.parametrize("call", [listed, written])
@pytest.mark.parametrize(
    "script",
    [
        *(echo(status) for status in ("400 Bad Request", "401 Unauthorized", "403 Forbidden", "409 Conflict")),
        echo("500 Internal Server Error"),
        broken,
        refused_token,
        hung_up,
    ],
    ids=["400", "401", "403", "409", "500", "not JSON", "token not JSON", "hung up"],
)
def test_no_error_nor_what_it_came_of_holds_what_was_sent(
    script: Callable[[Peer], None], call: Callable[[str], Any]
) -> None:
    with Listener(script) as server, pytest.raises(ApiError) as told:
        call(server.url)
    shown = "".join(traceback.format_exception(told.value))
    held = " ".join(f"{cause} {cause!r} {cause.args} {_inside(cause)}" for cause in chain(told.value))
    assert re.findall("canary[a-z-]*", shown) == []
    assert re.findall("canary[a-z-]*", held) == []


def _inside(error: BaseException) -> str:
    """Return what an error carries beside its text: a document that was parsed, a request that was prepared."""
    parts = [getattr(error, "doc", "")]
    for name in ("request", "response"):
        exchanged = getattr(error, name, None)
        parts += [
            str(getattr(exchanged, "body", "")),
            str(getattr(exchanged, "headers", "")),
            str(getattr(exchanged, "_content", "")),
        ]
    return " ".join(str(part) for part in parts)


def test_nothing_that_is_shown_by_mistake_shows_a_secret() -> None:
    secretive = Connection(
        client_id="demo", client_secret=SECRET, access_token="canary-given", proxy="http://o:canary@p"
    )
    client = Client(secretive)
    request = Request("POST", "/", body={"password": PASSWORD}, form={"client_secret": SECRET}, token="canary-token")
    step = changes.Step("create", {"password": PASSWORD})
    wanted = entries.Desired("", "jo@example.com", "present", {"password": PASSWORD})
    task = Task(ROUTE, [wanted], Settings.of({"client_secret": SECRET, "password": PASSWORD}))
    call = Call(secretive)
    for thing in (secretive, client, client.transport.route, request, client.tally, task, call, step, wanted):
        assert "canary" not in repr(thing), type(thing).__name__


def planted(resource: Resource) -> st.SearchStrategy[tuple[Entry, str]]:
    """Yield entries with a secret in its place, in a wrong place, under a wrong name, in a wrong shape."""
    return st.builds(
        lambda change, more, secret: (more(change(valid(resource, secret), secret)), secret),
        st.sampled_from(MISPLACED),
        st.sampled_from(BESIDE),
        st.from_regex(r"canary[a-z]{0,8}[ '\"$\\{}%:,#\n\x1b\u202e-]{0,3}[a-z0-9]{2,6}", fullmatch=True),
    )


def valid(resource: Resource, secret: str) -> Entry:
    """Return an entry with every secret of its resource in its place."""
    entry: Entry = {}
    for field in resource.fields:
        if field.samples and (field.required or field.secret or isinstance(field, Map)):
            entry[field.name] = copy.deepcopy(field.samples[0])
            if field.secret:
                entry[field.name] = secret
            for inner in field.fields:
                if inner.secret:
                    entry[field.name][inner.name] = secret
    return entry


def at_secret(change: Callable[[str], Any]) -> Callable[[Entry, str], Entry]:
    """Return a change of the value of every secret, wherever it stands."""

    def apply(entry: Entry, secret: str) -> Entry:
        return {
            name: change(secret)
            if value == secret
            else {inner: change(secret) if setting == secret else setting for inner, setting in value.items()}
            if isinstance(value, dict)
            else value
            for name, value in entry.items()
        }

    return apply


def renamed(name: str) -> Callable[[Entry, str], Entry]:
    """Return a change that misspells the name of every secret."""

    def apply(entry: Entry, secret: str) -> Entry:
        return {
            name if value == secret else word: (
                {name if setting == secret else inner: setting for inner, setting in value.items()}
                if isinstance(value, dict)
                else value
            )
            for word, value in entry.items()
        }

    return apply


def outer(change: Callable[[str], Any]) -> Callable[[Entry, str], Entry]:
    """Return a change that puts the secret in place of what should hold it."""

    def apply(entry: Entry, secret: str) -> Entry:
        return {
            name: change(secret) if value == secret or isinstance(value, dict) else value
            for name, value in entry.items()
        }

    return apply


MISPLACED: tuple[Callable[[Entry, str], Any], ...] = (
    lambda entry, secret: entry,
    at_secret(lambda secret: [secret]),
    at_secret(lambda secret: [[secret], {"value": secret}]),
    at_secret(lambda secret: {"value": secret}),
    at_secret(lambda secret: {"value": [secret]}),
    outer(lambda secret: secret),
    outer(lambda secret: [secret]),
    outer(lambda secret: {"value": secret}),
    outer(lambda secret: {"password": {"value": secret}}),
    *(renamed(name) for name in ("passwrod", "Password", "pass word", "pwd", "x", "entries")),
    lambda entry, secret: secret,
    lambda entry, secret: [secret],
    lambda entry, secret: {**entry, "update_password": secret},
    lambda entry, secret: {**entry, "force_password_change": secret},
    lambda entry, secret: {**entry, "password_note": secret},
    lambda entry, secret: {
        **entry,
        "smtp_authentication": {**(entry.get("smtp_authentication") or {}), "secret": secret},
    },
    lambda entry, secret: {
        **entry,
        "smtp_authentication": {"mechanisms": secret, "username": "relay", "password": secret},
    },
)
BESIDE: tuple[Callable[[Any], Any], ...] = (
    lambda entry: entry,
    lambda entry: {**entry, "update_password": "always"} if isinstance(entry, dict) else entry,
    lambda entry: {**entry, "state": "absent"} if isinstance(entry, dict) else entry,
    lambda entry: (
        {**entry, "state": "presnt", "port": "many", "disabled": "maybe"} if isinstance(entry, dict) else entry
    ),
    lambda entry: (
        {name: value for name, value in entry.items() if name != "name"} if isinstance(entry, dict) else entry
    ),
)


def told(resource: Resource, entry: Any, flat: bool, check_mode: bool, url: str) -> Any:
    """Return all that a task tells about an entry, whatever becomes of it, in the order in which a door looks."""
    connection = {"base_url": url, "client_id": "demo", "client_secret": SECRET, "retry_budget": 0}
    options = {**connection, **(entry if flat and isinstance(entry, dict) else {"entries": [entry]})}
    definition = DEFINITIONS[f"mimecast_{resource.name}"]
    problems = [str(problem) for problem in definition.check(options)]
    site = [
        str(problem)
        for problem in site_file.check(RESOURCES, {resource.plural: [entry]}, {resource.plural: [entry, entry]})
    ]
    if problems:
        return problems, site
    validation = ArgumentSpecValidator(_ansible.argument_spec(definition.options)).validate(options)
    if validation.error_messages:
        return validation.error_messages, site
    try:
        params = validation.validated_parameters
        return definition.run(params, Call(Connection.of(params), check_mode)), site
    except Failure as failure:
        return str(failure), failure.result, site


@pytest.mark.parametrize("resource", WITH_SECRET, ids=lambda resource: resource.name)
def test_no_result_diff_plan_or_error_holds_a_secret_wherever_it_was_written(
    resource: Resource, running: RunningEmulator
) -> None:
    @given(planted(resource), st.booleans(), st.booleans())
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def hold(entry_and_secret: tuple[Any, str], flat: bool, check_mode: bool) -> None:
        entry, secret = entry_and_secret
        running.reset("demo")
        shown = told(resource, entry, flat, check_mode, running.base_url)
        for text in (str(shown), repr(shown), json.dumps(shown, default=str)):
            assert secret not in text
            assert "canary" not in text

    hold()


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "apply"])
@pytest.mark.parametrize("resource", WITH_SECRET, ids=lambda resource: resource.name)
@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "403 Forbidden", "500 Internal Server Error"])
def test_an_api_that_gives_back_what_it_was_sent_gives_nothing_away(
    status: str, resource: Resource, check_mode: bool
) -> None:
    def script(peer: Peer) -> None:
        while request := peer.request():
            if b"/oauth/token" in request:
                peer.answer({"access_token": TOKEN})
            elif b"canary" in request or request.startswith(b"POST") or b"/" not in request:
                sent = json.loads(request.partition(b"\r\n\r\n")[2] or b"{}")
                keys = sent.get("data") or [sent]
                wrong = {"code": "err_echo", "message": request.decode(), "field": "x"}
                failures = [{"key": key, "errors": [wrong]} for key in keys]
                peer.answer({"fail": failures, "data": [], "errors": [wrong], "id": "1"}, status)
            else:
                peer.answer({"definitions": [], "users": [], "data": []})

    with Listener(script) as server:
        shown = told(resource, valid(resource, PASSWORD), False, check_mode, server.url)
    assert "canary" not in str(shown)
    assert "canary" not in json.dumps(shown, default=str)


@pytest.mark.parametrize("resource", WITH_SECRET, ids=lambda resource: resource.name)
def test_every_argument_specification_hides_what_its_descriptor_calls_secret(resource: Resource) -> None:
    secrets = {field.name for field in fields.walk(resource.fields) if field.secret}
    assert secrets
    found = list(_options_of({"options": DEFINITIONS[f"mimecast_{resource.name}"].options}))
    hidden = {name for name, option in found if option.get("no_log")}
    shown = {name for name, option in found if not option.get("no_log")}
    assert secrets <= hidden
    assert not secrets & shown


WHOLE_LISTS = ("site", "baseline", "lists")
TAKES_A_SITE = [name for name, definition in DEFINITIONS.items() if "site" in definition.options]


@pytest.mark.parametrize(
    ("module", "part"),
    [(name, part) for name in TAKES_A_SITE for part in WHOLE_LISTS if part in DEFINITIONS[name].options],
)
def test_of_a_whole_site_only_the_secrets_are_hidden(module: str, part: str) -> None:
    definition = DEFINITIONS[module]
    spec = definition.options
    # Where Ansible fails or logs before the collection is asked, nothing of the site is shown.
    assert spec[part]["no_log"]
    entry = {**valid(ROUTE, PASSWORD), "name": "Shown"}
    options: dict[str, Any] = {part: {ROUTE.plural: [entry, "malformed", {"smtp_authentication": 7}], "users": 7}}
    secrets = {"client_secret": SECRET} if "client_secret" in spec else {}
    validated = ArgumentSpecValidator(_ansible.argument_spec(spec)).validate({**options, **secrets})
    hidden = _ansible.hidden_values(definition, validated.validated_parameters, validated._no_log_values)
    assert hidden == {PASSWORD, *secrets.values()}


def _options_of(option: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, inner in (option.get("options") or {}).items():
        yield name, inner
        yield from _options_of(inner)


@pytest.mark.parametrize("name", ["client_secret", "access_token", "proxy"])
def test_every_module_hides_the_credentials_it_is_given(name: str) -> None:
    for module, definition in DEFINITIONS.items():
        if "base_url" in definition.options:
            assert definition.options[name]["no_log"], module


def test_an_exported_account_has_variables_where_passwords_were() -> None:
    entry = {**valid(ROUTE, PASSWORD)}
    entry["smtp_authentication"].pop("password")
    text = site_text.site_file(MANAGED, {"site": {ROUTE.plural: [entry]}})
    assert "password: '{{ vault_mimecast_exchange_on_premises_password | default('''') }}'" in text


# --- Names that act --------------------------------------------------------------------------------------------------


def unsafe_loader() -> type[yaml.SafeLoader]:
    """Return a YAML loader that tells what Ansible would never template."""

    class Loader(yaml.SafeLoader):
        pass

    def unsafe(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> tuple[str, Any]:
        return "unsafe", loader.construct_scalar(node)

    Loader.add_constructor("!unsafe", unsafe)
    return Loader


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("resource", MANAGED.values(), ids=lambda resource: resource.name)
def test_an_exported_name_stays_a_name(resource: Resource, name: str) -> None:
    entry: Entry = {} if resource.singleton else {resource.key: name, "id": name}
    for field in resource.fields:
        if resource.singleton:
            entry[field.name] = [name] if isinstance(field, Set) else name
        if isinstance(field, Records):
            entry[field.name] = [{inner.name: name for inner in field.fields}]
        elif isinstance(field, Map):
            entry[field.name] = {inner.name: name for inner in field.fields if not inner.secret}
    found = entry if resource.singleton else [entry]
    text = site_text.site_file(MANAGED, {"site": {resource.plural: found}})
    read = yaml.load(text, unsafe_loader())["mimecast_site"][resource.plural]
    expected = ("unsafe", name) if any(mark in name for mark in ("{{", "{%", "{#")) else name
    values = [value for value in _scalars(read) if value not in ("exact",) and "vault_mimecast" not in str(value)]
    assert set(values) == {expected}
    assert all(shows_only(line) for line in text.split("\n"))


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield value


def hostile_plan(resource: Resource, name: str) -> tuple[changes.Plan, changes.Plan]:
    """Return what is planned where an account holds an object of that name: its purge, and a refused one."""
    entry: Entry = {resource.key: name}
    here = changes.Current(name, "id-1", entry)
    busy = changes.Current(name, "id-2", entry, occupied="it still has 2 sub-groups")
    purge = changes.Options(purge=True, accept_risk=frozenset({"purge_everything"}))
    refusing = changes.Options(purge=True, max_deletes=0)
    return planner.plan(resource, [], [here], purge), planner.plan(resource, [], [busy], refusing)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "resource", [resource for resource in MANAGED.values() if resource.purgeable], ids=lambda resource: resource.name
)
def test_a_name_in_the_account_forges_no_line_of_a_diff_or_a_message(resource: Resource, name: str) -> None:
    allowed, refused = hostile_plan(resource, name)
    (block,) = diff.render(allowed.changes)
    assert shows_only(block["before_header"])
    assert shows_only(block["after_header"])
    assert all(shows_only(line) for line in block["before"].split("\n"))
    assert all(shows_only(str(problem)) for problem in refused.problems)
    left = {change.identity: change for change in allowed.changes}
    outcome = Outcome([(allowed.changes[0], name, "err_x")], ApiError("stopped"), allowed.changes[0])
    assert shows_only(failures.not_in_effect(allowed, left, outcome, []))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_the_account_forges_no_line_where_it_is_the_nearest_word(name: str) -> None:
    assert shows_only(wording.nearest(name[:-1], [name]))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("resource", MANAGED.values(), ids=lambda resource: resource.name)
def test_a_word_in_a_site_file_forges_no_line_of_a_message(resource: Resource, name: str) -> None:
    called = resource.fields[0].name if resource.singleton else resource.key
    nested = [{called: "x", name: 1}, {name: {name: [name]}}, {called: name, "state": name}]
    maps = [{field.name: {name: 1}} for field in resource.fields if isinstance(field, Map)]
    lists = [{field.name: [name, {name: 1}]} for field in resource.fields if isinstance(field, (Set, Records, List))]
    every = [*nested, *maps, *lists]
    parts = [{resource.plural: entry} for entry in every] if resource.singleton else [{resource.plural: every}]
    problems = [found for part in parts for found in site_file.check(RESOURCES, {**part, name: []}, {name: 1})]
    problems += unknown_options({name: 1}, {})
    assert problems
    assert all(shows_only(str(problem)) for problem in problems)


def reported(name: str) -> Entry:
    """Return a drift report with a name in every place that comes from an account or from who changed it."""
    value = {"name": name, "members": [{"member": name, "note": name}], "on": True}
    objects: list[Entry] = [
        {
            "resource": "sender_group",
            "name": name,
            "where": name,
            "status": status,
            "operation": "update",
            "before": value,
            "after": {**value, "name": name + "!"},
            "moves": {name: name},
            "reason": name,
            "manual": {"fingerprint": "0" * 16, "steps": [name]} if status == "handoff" else None,
        }
        for status in ("in_sync", "drifted", "missing", "extra", "unverifiable", "handoff")
    ]
    event = {"time": "2026-01-01T00:00:00Z", "user": name, "kind": name, "object": name, "text": name}
    result = {"objects": objects, "unreadable": {"users": name}, "warnings": [name], "problems": [name, name]}
    accounts: list[Entry] = [
        {"name": f"a {name}", "region": name, "result": result, "events": [event]},
        {"name": "second", "error": name},
        {"name": "third", "result": {"objects": objects}},
    ]
    return document.document(name, "2026-01-02T00:00:00Z", accounts)


class Tags(html.parser.HTMLParser):
    """Keeps the elements of a page with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _value in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_adds_nothing_to_the_page_of_a_report(name: str) -> None:
    text = page.page(reported(name))
    assert Tags(text).found == Tags(page.page(reported("plain"))).found
    data = text.partition('id="data">')[2].partition("\n")[0].removesuffix("</script>")
    assert json.loads(data)["accounts"]
    assert "<" not in data
    assert all(shows_only(line) for line in text.split("\n"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_adds_nothing_to_the_markdown_of_a_report(name: str) -> None:
    text, plain = markdown.markdown(reported(name)), markdown.markdown(reported("plain"))
    assert [_mark(line) for line in text.split("\n")] == [_mark(line) for line in plain.split("\n")]
    assert all(shows_only(line) for line in text.split("\n"))


def _mark(line: str) -> str:
    """Return what a line is: a heading, an item, a row of a table, code, or text."""
    found = re.match(r"(#{1,6} |- (\[ \] )?|\||```(?=`*[^`]*$)|[-+ ])?", line)
    return found[0].strip() if found else ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_a_name_in_the_json_of_a_report(name: str, tmp_path: Path) -> None:
    report = reported(name)
    path = Path(files.write(report, tmp_path, ["json"])["json"])
    assert json.loads(path.read_text(encoding="utf-8")) == report
    assert all(shows_only(line) for line in path.read_text(encoding="utf-8").split("\n"))


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A machine whose users let everybody read and write their files."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_report_is_readable_for_its_owner_and_group_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[int] = []
    replace = os.replace

    def watched(source: str, target: Path) -> None:
        moved.append(stat.S_IMODE(os.stat(source).st_mode))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    (tmp_path / "drift.json").write_text("old", encoding="utf-8")
    (tmp_path / "drift.json").chmod(0o666)
    paths = files.write(reported("x"), tmp_path, ["json", "md", "html"])
    assert moved == [0o640] * 3
    assert [stat.S_IMODE(os.stat(path).st_mode) for path in paths.values()] == [0o640] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drift.html", "drift.json", "drift.md"]


@pytest.mark.usefixtures("open_umask")
def test_a_report_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "drift.json").mkdir()
    with pytest.raises(Failure, match="cannot be written"):
        files.write(reported("canary"), tmp_path, ["json"])
    assert [path.name for path in tmp_path.iterdir()] == ["drift.json"]


def test_a_report_takes_the_place_of_a_link_and_does_not_follow_it(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched", encoding="utf-8")
    directory = tmp_path / "reports"
    directory.mkdir()
    (directory / "drift.md").symlink_to(victim)
    files.write(reported("x"), directory, ["md"])
    assert victim.read_text(encoding="utf-8") == "untouched"
    assert not (directory / "drift.md").is_symlink()


def tasks(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every task (module, options) of a role or playbook, blocks included."""
    for task in value if isinstance(value, list) else []:
        for name, options in task.items() if isinstance(task, dict) else ():
            if isinstance(options, list):
                yield from tasks(options)
            elif isinstance(options, dict):
                yield str(name), options


WRITING = ("copy", "template", "file", "assemble", "get_url", "unarchive", "lineinfile", "blockinfile", "replace")
PLAYS = sorted(
    path
    for pattern in (
        "roles/*/tasks/*.yml",
        "roles/*/handlers/*.yml",
        "playbooks/*.yml",
        "playbooks/files/awx/project/*.yml",
    )
    for path in ROOT.glob(pattern)
)


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_play_writes_no_file_that_everybody_can_read(path: Path) -> None:
    for name, options in tasks(yaml.load(path.read_text(encoding="utf-8"), unsafe_loader())):
        module = name.rsplit(".", 1)[-1]
        if module in WRITING:
            assert isinstance(options.get("mode"), str), f"{module} without a mode"
            assert int(options["mode"], 8) & 0o137 == 0 or options.get("state") == "directory"
        assert module not in ("shell", "command", "raw", "script", "expect"), "starts a program"


# --- What the collection never does ----------------------------------------------------------------------------------

SOURCES = sorted(ROOT.glob("plugins/**/*.py"))
NETWORK = {"requests", "urllib3", "urllib", "http", "socket", "ssl", "ftplib", "smtplib", "dns", "aiohttp", "httpx"}
ALLOWED_NETWORK = {
    "transport.py": {"requests", "urllib3"},
    "connection.py": {"urllib", "ssl"},
    "envelopes.py": {"urllib"},
    "dns_lookup.py": {"dns"},
}
FORBIDDEN_IMPORTS = {"subprocess", "pickle", "marshal", "shelve", "ctypes", "multiprocessing", "pty", "code"}
FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "system",
    "popen",
    "load",
    "unsafe_load",
    "full_load",
    "print",
}
WRITES_FILES = {"open", "write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "fdopen", "chmod", "fchmod"}


def names_of(path: Path) -> tuple[set[str], set[str]]:
    """Return the top-level modules that a file imports, and the names of what it calls."""
    imported, called = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call):
            called.add(getattr(node.func, "id", getattr(node.func, "attr", "")))
    return imported, called


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_plugin_starts_no_program_runs_no_text_and_speaks_to_nobody_else(path: Path) -> None:
    imported, called = names_of(path)
    assert imported & FORBIDDEN_IMPORTS == set()
    # re.compile makes a pattern, not code; no other call of that name is known.
    assert (called & FORBIDDEN_CALLS) - {"compile"} == set()
    assert imported & NETWORK <= ALLOWED_NETWORK.get(path.name, set())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_plugin_writes_no_file_but_the_report_and_those_of_a_run(path: Path) -> None:
    allowed = {("_report", "files.py"), ("plugin_utils", "_run_file.py")}
    assert names_of(path)[1] & WRITES_FILES == set() or path.parts[-2:] in allowed


# --- Least privilege -------------------------------------------------------------------------------------------------


def test_the_page_about_privileges_is_current() -> None:
    for path, text in least_privilege.generated().items():
        assert path.read_text(encoding="utf-8") == text


def test_an_application_for_looking_may_change_nothing() -> None:
    for use, (_modules, changing) in least_privilege.USES.items():
        wanted = least_privilege.application(use)[2].split("; ")
        changes = {allowed for allowed in wanted if re.search(r"\| (Edit|Purge|Backup|Export)", allowed)}
        assert changing or changes <= {operation.permission for operation in listed_with_edit()}


def listed_with_edit() -> list[Operation]:
    """Return the lists for which Mimecast has no permission to read."""
    return [resource.list for resource in MANAGED.values() if resource.list and resource.list.id == "getManagedUrls"]


def test_every_operation_names_what_it_needs() -> None:
    for module in needs.reaching():
        for operation in needs.operations_of(module):
            assert operation.permission, operation.id
            assert operation.products, operation.id


def test_checking_needs_no_permission_to_change_anything() -> None:
    for resource in MANAGED.values():
        for operation in needs.reads_of(resource):
            assert operation.permission.endswith("Read") or operation in listed_with_edit(), operation.id
