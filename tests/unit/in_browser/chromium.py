# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium that opens one file, driven over the DevTools protocol.

May not know what the page is about.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 30.0
_ANSWER_SECONDS = 30.0


def installed() -> str | None:
    """Return the path of a Chromium that is installed, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """A browser with a profile of its own, for as long as the ``with`` block lasts. ``events`` is what it told."""

    def __init__(self, program: str) -> None:
        self.events: list[dict[str, Any]] = []
        self._program = program
        self._count = 0

    def __enter__(self) -> Browser:
        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self._process = subprocess.Popen(
            [
                self._program,
                "--headless=new",
                *root,
                "--disable-gpu",
                # A picture must not be taken while something still moves.
                "--force-prefers-reduced-motion",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self._profile.name}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._socket = websocket.create_connection(self._page_address(), timeout=_ANSWER_SECONDS)
            for domain in ("Page", "Runtime", "Log", "Network"):
                self.send(f"{domain}.enable")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._profile.cleanup()

    def _page_address(self) -> str:
        ready = Path(self._profile.name, "DevToolsActivePort")
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if ready.exists() and (lines := ready.read_text().splitlines()):
                direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with direct.open(f"http://127.0.0.1:{lines[0]}/json/list", timeout=_ANSWER_SECONDS) as answer:
                    pages = [page for page in json.load(answer) if page["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
            self._pause()
        raise RuntimeError("the browser did not start")

    def _pause(self) -> None:
        """Let the browser go on for a moment, or notice that it has ended."""
        try:
            self._process.wait(0.05)
        except subprocess.TimeoutExpired:
            return

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its answer. Raises RuntimeError when the browser refuses it."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message: dict[str, Any] = json.loads(self._socket.recv())
            if message.get("id") == self._count:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result
            self.events.append(message)

    def open(self, path: Path) -> None:
        """Open a file and wait until it is loaded."""
        self.events.clear()
        self.send("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(json.loads(self._socket.recv()))
        # Without the focus, which a person's window has, nothing can be copied.
        self.send("Page.bringToFront")

    def value(self, script: str) -> Any:
        """Return the value of a JavaScript expression; a promise is waited for, as for a click of the user."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def width(self, pixels: int, height: int = 900) -> None:
        """Make the window so wide."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=pixels, height=height, deviceScaleFactor=1, mobile=pixels < 600
        )

    def scheme(self, name: str) -> None:
        """Make the system of the user ``light`` or ``dark``."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self) -> bytes:
        """Return what is in the window, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot")["data"])

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key and let go of it."""
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    def printed(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        return base64.b64decode(self.send("Page.printToPDF", printBackground=True)["data"])

    def processor_seconds(self) -> float:
        """Return how long all processes of the browser have worked so far, however busy the machine is.

        Linux tells it in /proc; elsewhere it is 0.
        """
        ticks: dict[int, int] = {}
        parents: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                # After the name: state, parent, and from the 12th on the times of the process and its dead children.
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
            ticks[int(stat.parent.name)] = sum(map(int, fields[11:15]))
        family = {self._process.pid}
        while born := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= born
        return sum(ticks.get(pid, 0) for pid in family) / os.sysconf("SC_CLK_TCK")

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """Return what the browser told of these kinds."""
        return [event["params"] for event in self.events if event.get("method") in methods]
