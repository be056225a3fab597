# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends every distinct request of the tests to Prism, a mock that validates requests against the contract by itself.

`contract_mock.py [FILE]`: FILE holds the requests, as recorded_requests.py writes them. The exit code is 1 if the mock
refuses one that tests/tooling/prism/known.yml does not list, or if it refuses none of one that is listed.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
PRISM = CACHE / "prism/node_modules/.bin/prism"
CONTRACT = ROOT / "emulator/mimecast_emulator/openapi.yaml"
KNOWN = ROOT / "tests/tooling/prism/known.yml"
START_SECONDS = 60.0
TOKEN_CALL = "createToken"
Request = Mapping[str, Any]
Refused = tuple[str, str]


@contextlib.contextmanager
def prism() -> Iterator[str]:
    """Give the address of a mock that serves the contract on loopback, for as long as the block lasts.

    Raises:
        TimeoutError: it does not start; its log says why.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = CACHE / "logs/prism-mock.log"
    with log.open("w", encoding="utf-8") as out:
        command = [str(PRISM), "mock", "--host", "127.0.0.1", "--port", str(port), str(CONTRACT)]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            _await(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise TimeoutError(f"Prism does not answer, see {log.relative_to(ROOT)}")


def refusals(session: requests.Session, address: str, request: Request) -> list[Refused]:
    """Return what the mock refuses of a request: its operation, and a line for each fault."""
    answer = session.request(
        request["method"],
        address + request["path"],
        params=request["query"],
        headers={"Authorization": "Bearer any"},
        timeout=30,
        **_body(request),
    )
    faults = json.loads(answer.headers.get("sl-violations", "[]"))
    if "stoplight.io/prism/errors" in answer.text:
        # It found no such call, or may not make it.
        faults.append({"location": ["request"], "message": answer.json().get("title")})
    # What the mock makes up to answer with is its own affair.
    of_request = [fault for fault in faults if fault["location"][0] == "request"]
    lines = [f"{'.'.join(map(str, fault['location']))}: {fault['message']}" for fault in of_request]
    return [(request["operation"], line) for line in lines]


def is_judging(session: requests.Session, address: str, recorded: Sequence[Request]) -> bool:
    """Whether the mock refuses requests with a member that the contract does not have."""
    with_members = [
        request for request in recorded if isinstance(request["body"], dict) and request["operation"] != TOKEN_CALL
    ]
    wrong = [{**request, "body": {**request["body"], "noSuchMember": 1}} for request in with_members]
    return bool(wrong) and all(refusals(session, address, request) for request in wrong)


def _body(request: Request) -> dict[str, Any]:
    if request["body"] is None:
        return {}
    return {"data" if request["operation"] == TOKEN_CALL else "json": request["body"]}


def unlisted(found: Sequence[Refused], known: Sequence[Mapping[str, str]]) -> list[str]:
    """Return a line for each refusal that is not known, and for each known one that does not occur."""
    fits = [
        [number for number, entry in enumerate(known) if name == entry["operation"] and line.startswith(entry["says"])]
        for name, line in found
    ]
    lines = [f"{name}: {line}" for (name, line), numbers in zip(found, fits, strict=True) if not numbers]
    occurring = {number for numbers in fits for number in numbers}
    gone = [entry for number, entry in enumerate(known) if number not in occurring]
    lines += [f"{entry['operation']}: listed in {KNOWN.name}, and not refused any more" for entry in gone]
    return sorted(set(lines))


def main(arguments: Sequence[str]) -> int:
    """Ask the mock about every request; return the exit code."""
    file = Path(arguments[0]) if arguments else CACHE / "requests.json"
    recorded = json.loads(file.read_text("utf-8"))
    known = yaml.safe_load(KNOWN.read_text("utf-8"))
    with prism() as address, requests.Session() as session:
        session.trust_env = False
        if not is_judging(session, address, recorded):
            print("Prism takes a member that the contract does not have, so what it says is worth nothing")
            return 1
        found = [refused for request in recorded for refused in refusals(session, address, request)]
    lines = unlisted(found, known)
    operations = {request["operation"] for request in recorded}
    print(f"{len(recorded)} distinct requests of {len(operations)} operations, {len(lines)} faults")
    print("".join(f"  {line}\n" for line in lines), end="")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
