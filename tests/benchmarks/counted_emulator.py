# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator in a process of its own, which tells what each contender sent and got.

It prints its URL, then answers each line of standard input with one line of JSON: what passed since the line before. It
ends with its input. It may not know what is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter

from mimecast_emulator.emulator import Emulator
from mimecast_emulator.messages import Request, Response
from mimecast_emulator.server import Server


class Counted(Emulator):
    """An emulator that also counts the bytes of bodies, which its log does not tell."""

    def __init__(self, secrets: dict[str, str]) -> None:
        super().__init__(secrets, preview=True)
        self._received = 0
        self._sent = 0

    def respond(self, request: Request) -> Response:
        """Answer a request, and count it."""
        response = super().respond(request)
        self._received += len(request.body)
        self._sent += len(response.body)
        return response

    def take(self) -> dict[str, object]:
        """Return what passed since the last time, and forget it. Bytes are those of bodies, without headers."""
        entries = self.journal.entries()
        told = {
            "operations": Counter(str(entry["operation"]) for entry in entries),
            "refused": sum(entry["status"] >= 400 for entry in entries),
            "writes": sum(bool(entry["write"]) for entry in entries),
            "bytes_received": self._received,
            "bytes_sent": self._sent,
        }
        self.journal.clear()
        self._received = self._sent = 0
        return told


async def serve(accounts: int, latency_ms: int) -> None:
    """Serve accounts called account-0000 and so on until the input ends."""
    emulator = Counted({f"account-{number:04}": "benchmark-secret" for number in range(accounts)})
    server = Server(emulator, latency_ms)
    print(await server.start(0), flush=True)
    loop = asyncio.get_running_loop()
    try:
        while await loop.run_in_executor(None, sys.stdin.readline):
            print(json.dumps(emulator.take()), flush=True)
    finally:
        await server.stop()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
