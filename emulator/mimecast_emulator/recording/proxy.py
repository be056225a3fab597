# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy between a client and an account: forwards what only reads, refuses the rest, hands on what it saw.

May not know what a recording keeps.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from ..contract import Contract
from ..emulator import TOKEN_OPERATION
from .redaction import Exchange

HOST = "127.0.0.1"
SECONDS = 60.0  # for the account to answer
LONGEST_BODY = 10_000_000  # bytes of a request
FORWARDED = ("authorization", "accept", "content-type", "user-agent", "x-request-id", "x-mc-req-id")
NOT_RETURNED = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "location", "set-cookie"})
REFUSED = 405

Keep = Callable[[Exchange], None]


class UpstreamError(ValueError):
    """An address that nothing may be forwarded to."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where the account is: a host that is reached through TLS, or one on this machine."""

    host: str
    port: int | None
    secure: bool

    @classmethod
    def at(cls, address: str) -> Upstream:
        """The upstream at a base URL. Raises UpstreamError."""
        parts = urlsplit(address)
        try:
            port = parts.port
        except ValueError as error:
            raise UpstreamError(f"The port of {parts.hostname} must be a number up to 65535") from error
        if not parts.hostname or parts.username or parts.path.strip("/") or parts.query or parts.fragment:
            raise UpstreamError("The address must be a base URL, such as https://api.services.mimecast.com")
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
            raise UpstreamError("The address must begin with https://, or lead to an emulator on this machine")
        return cls(parts.hostname, port, parts.scheme == "https")

    def connection(self) -> http.client.HTTPConnection:
        """A new connection, whose certificate is verified. It follows no redirect."""
        if self.secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self.host, self.port, timeout=SECONDS, context=context)
        return http.client.HTTPConnection(self.host, self.port, timeout=SECONDS)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refusal(contract: Contract, method: str, path: str, body: bytes) -> str | None:
    """Why a request is not forwarded, or None for a token and for what only reads."""
    if not path.startswith("/"):
        return "The request must name a path, such as /identity/whoami"
    if method == "GET":
        return "A GET with a body is not forwarded" if body else None
    routed = contract.route(method, path)
    if routed is None:
        return f"{method} to a path that the contract does not know may change the account: not forwarded"
    if routed[0].writes or method != "POST":
        return f"{routed[0].id} changes the account: not forwarded, for a recording only reads"
    return None


def server(upstream: Upstream, contract: Contract, port: int, keep: Keep) -> ThreadingHTTPServer:
    """A server on the loopback interface that forwards to ``upstream``. Raises OSError when the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        """One connection of a client."""

        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *_args: object) -> None:  # the name is the base class's
            """Nothing is logged: a path can hold an address."""

        def _handle(self) -> None:
            body = self._read()
            if body is None:
                return
            path, _mark, query = self.path.partition("?")
            why_not = refusal(contract, self.command, path, body)
            if why_not is not None:
                self._say(REFUSED, why_not)
                return
            try:
                exchange = self._forward(path, query, body)
            except (OSError, http.client.HTTPException) as error:
                self._say(502, f"The account did not answer: {type(error).__name__}")
                return
            routed = contract.route(self.command, path)
            if routed is None or routed[0].id != TOKEN_OPERATION:
                keep(exchange)
            self._answer(exchange)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _handle

        def _read(self) -> bytes | None:
            size = self.headers.get("content-length", "0")
            if "transfer-encoding" in self.headers or not size.isdecimal() or int(size) > LONGEST_BODY:
                self.close_connection = True
                self._say(411, "The request must have a Content-Length of at most 10 MB")
                return None
            return self.rfile.read(int(size))

        def _forward(self, path: str, query: str, body: bytes) -> Exchange:
            # Only these headers: another one could make a write of a read, as X-HTTP-Method-Override does.
            headers = {name: self.headers[name] for name in FORWARDED if name in self.headers}
            connection = upstream.connection()
            try:
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                found = answer.read()
                return Exchange(self.command, path, query, body, answer.status, answer.getheaders(), found)
            finally:
                connection.close()

        def _answer(self, exchange: Exchange) -> None:
            self.send_response_only(exchange.status)
            for name, value in exchange.headers:
                # Whoever followed a redirect would go past this proxy.
                if name.lower() not in NOT_RETURNED:
                    self.send_header(name, value)
            if exchange.status not in (204, 304):
                self.send_header("Content-Length", str(len(exchange.body)))
            self.end_headers()
            self.wfile.write(exchange.body)

        def _say(self, status: int, message: str) -> None:
            body = json.dumps({"fail": [{"code": "recording", "message": message}]}).encode()
            self.send_response_only(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    return ThreadingHTTPServer((HOST, port), Handler)
