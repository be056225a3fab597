# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers on loopback that keep every byte they are sent: an API, a proxy, and whatever a test wants to be.

What a client sends to whom is judged from what arrived, not from what it says. It knows nothing of the collection.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

TOKEN = "canary-token"
PATIENCE = 10.0
"""Seconds after which a connection that nobody uses is given up, so that no test can hang here."""


class Peer:
    """One accepted connection."""

    def __init__(self, connection: socket.socket, keep: Callable[[bytes], None]) -> None:
        self.connection = connection
        self._keep = keep

    def receive(self, size: int = 65536) -> bytes:
        """Return what arrives next, empty at the end."""
        data = self.connection.recv(size)
        self._keep(data)
        return data

    def request(self) -> bytes:
        """Return the next HTTP request with its body, empty when there is none any more."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.receive()
            if not more:
                return b""
            data += more
        head, _separator, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += self.receive()
        return head + b"\r\n\r\n" + body

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)

    def answer(self, value: Any, status: str = "200 OK", **headers: str) -> None:
        """Send one JSON answer; the connection stays open."""
        body = json.dumps(value).encode()
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: application/json"]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


class Listener:
    """Accepts on 127.0.0.1 for as long as the ``with`` block lasts; ``script`` speaks with each peer in its own thread.

    Attributes:
        connections: how many were accepted. handshakes: how many of them came to an agreement on TLS.
    """

    def __init__(self, script: Callable[[Peer], None], tls: ssl.SSLContext | None = None) -> None:
        self._script = script
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._data: list[bytes] = []
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self.handshakes = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def received(self) -> str:
        """All that arrived on any connection, above TLS."""
        return b"".join(self._data).decode("latin-1")

    def __enter__(self) -> Listener:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for open_socket in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _accept(self) -> None:
        while True:
            try:
                connection = self._socket.accept()[0]
            except OSError:
                return
            connection.settimeout(PATIENCE)
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
                self.handshakes += 1
            self._script(Peer(connection, self._data.append))
            connection.close()


def api(peer: Peer) -> None:
    """Play an API that knows no object: a token for anybody, and lists without rows."""
    while request := peer.request():
        if b" /oauth/token " in request:
            peer.answer({"access_token": TOKEN, "expires_in": 1800, "token_type": "Bearer"})
        else:
            peer.answer({"definitions": [], "data": [], "meta": {"status": 200}})


def tunnel(peer: Peer) -> None:
    """Play a proxy: connect through for CONNECT, answer any other request with 502."""
    request = peer.request()
    if not request.startswith(b"CONNECT "):
        peer.answer({}, "502 Bad Gateway")
        return
    host, _colon, port = request.split(b" ")[1].decode().rpartition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as far:
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=_pump, args=(far, peer.connection), daemon=True)
        back.start()
        while data := peer.receive():
            far.sendall(data)
        far.shutdown(socket.SHUT_RDWR)
        back.join(PATIENCE)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
