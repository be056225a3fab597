# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``mimecast-emulator``.

May not know about the API.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from . import admin, statefile
from .dialect import dialect_of
from .emulator import Emulator
from .recording import command
from .recording.recorder import RecordingError
from .server import Server
from .state import StateError

DEFAULT_ACCOUNT = ("demo", "demo-secret")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(message)s")
    try:
        status: int = options.run(options)
    except (StateError, RecordingError, OSError) as error:
        print(f"mimecast-emulator: {error}", file=sys.stderr)
        return 1
    return status


def account_option(text: str) -> tuple[str, str]:
    """``ID:SECRET`` as a pair. Raises ArgumentTypeError."""
    name, colon, secret = text.partition(":")
    if not (name and colon and secret):
        raise argparse.ArgumentTypeError("must have the form ID:SECRET")
    return name, secret


def dialect_option(text: str) -> str:
    """``QUESTION=ANSWER`` where both are known. Raises ArgumentTypeError."""
    try:
        dialect_of([text])
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mimecast-emulator", description="A local Mimecast API 2.0.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve on the loopback interface until SIGTERM or SIGINT")
    serve.add_argument("--port", type=int, default=8080, help="0 picks a free port (default: 8080)")
    serve.add_argument(
        "--account",
        type=account_option,
        action="append",
        metavar="ID:SECRET",
        help="an account and the secret of its API application; may be repeated (default: demo:demo-secret)",
    )
    serve.add_argument("--preview", action="store_true", help="also serve operations that Mimecast does not offer yet")
    serve.add_argument(
        "--state", type=Path, metavar="FILE", help="read the state from FILE and save it there at the end"
    )
    serve.add_argument("--faults", type=Path, metavar="FILE", help="JSON file with fault rules")
    serve.add_argument("--rotate-ids", action="store_true", help="spell every id that is given out another way")
    serve.add_argument(
        "--dialect",
        type=dialect_option,
        action="append",
        default=[],
        metavar="QUESTION=ANSWER",
        help="which side to take where the sources disagree about the live service; may be repeated",
    )
    serve.add_argument(
        "--strict", action="store_true", help="refuse unknown members and nulls instead of noting them in the log"
    )
    serve.add_argument("--latency-ms", type=int, default=0, help="delay of every answer, in milliseconds")
    serve.set_defaults(run=run_serve)
    command.add(commands)
    return parser


def run_serve(options: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT. Raises StateError, OSError."""
    asyncio.run(_serve(options))
    return 0


async def _serve(options: argparse.Namespace) -> None:
    emulator = Emulator(
        dict(options.account or [DEFAULT_ACCOUNT]),
        options.preview,
        rotate_ids=options.rotate_ids,
        dialect=dialect_of(options.dialect),
        strict=options.strict,
    )
    former = statefile.load(options.state, emulator.accounts) if options.state else {}
    if options.faults:
        admin.set_faults(emulator, _faults(options.faults))
    server = Server(emulator, options.latency_ms)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    print(f"listening on {await server.start(options.port)}", flush=True)
    await stopped.wait()
    await server.stop()
    if options.state:
        statefile.save(options.state, emulator.accounts, former)


def _faults(path: Path) -> object:
    try:
        rules: object = json.loads(path.read_bytes())
    except ValueError as error:
        raise StateError(f"{path} is not JSON: {error}") from error
    return rules


if __name__ == "__main__":
    sys.exit(main())
