# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP server: carries requests to the emulator and its answers back, on the loopback interface only.

May not know about paths other than the prefix of the admin endpoints.
"""

from __future__ import annotations

import asyncio
import socket
import struct

from aiohttp import web

from . import admin
from .emulator import Emulator
from .messages import Ending, Request, Response

HOST = "127.0.0.1"
SHUTDOWN_SECONDS = 0.5  # for answers under way
# SO_LINGER with a time of zero makes close() send a reset instead of an orderly end.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Server:
    """One emulator behind one port."""

    def __init__(self, emulator: Emulator, latency_ms: int) -> None:
        self._emulator = emulator
        self._latency = latency_ms / 1000
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=SHUTDOWN_SECONDS)

    async def start(self, port: int) -> str:
        """Listens on ``port`` (0 picks a free one) and returns the base URL. Raises OSError when the port is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        return f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stops listening and closes all connections."""
        await self._runner.cleanup()

    async def _handle(self, raw: web.BaseRequest) -> web.StreamResponse:
        request = Request(
            raw.method,
            raw.path,
            dict(raw.query),
            {name.lower(): value for name, value in raw.headers.items()},
            # Not raw.read(): that refuses bodies above one megabyte, and a state can be larger.
            await raw.content.read(),
        )
        if request.path.startswith(admin.PREFIX):
            return _plain(admin.respond(self._emulator, request))
        response = self._emulator.respond(request)
        delay = self._latency + response.delay_ms / 1000
        if delay:
            await asyncio.sleep(delay)
        if response.ending is Ending.RESET:
            return _reset(raw)
        if response.ending is Ending.CUT:
            return await _cut(raw, response)
        return _plain(response)


def _plain(response: Response) -> web.Response:
    return web.Response(status=response.status, headers=response.headers, body=response.body)


def _reset(raw: web.BaseRequest) -> web.StreamResponse:
    if raw.transport is not None:
        connection = raw.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        raw.transport.abort()
    return web.Response(status=500)


async def _cut(raw: web.BaseRequest, response: Response) -> web.StreamResponse:
    stream = web.StreamResponse(status=response.status, headers=response.headers)
    stream.content_length = len(response.body)
    await stream.prepare(raw)
    await stream.write(response.body[: len(response.body) // 2])
    if raw.transport is not None:
        raw.transport.close()
    return stream
