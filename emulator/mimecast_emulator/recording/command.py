# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The subcommands ``record`` and ``compare``."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from .. import contract as contracts
from . import proxy, recorder
from .comparison import differences
from .proxy import Upstream, UpstreamError
from .recorder import Recorder
from .redaction import Redaction

NEXT = """{count} answers of your account, as shapes and stand-ins, are in {path}
Nothing was sent to anyone. Before you give it to somebody, look at it: less {path}
See where it differs from the contract: mimecast-emulator compare {path}"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds both subcommands."""
    record = commands.add_parser("record", help="forward reads to an account and keep the shapes of its answers")
    record.add_argument("file", type=Path, metavar="FILE", help="the recording; must not be there yet")
    record.add_argument(
        "--upstream", type=_upstream, required=True, metavar="URL", help="such as https://api.services.mimecast.com"
    )
    record.add_argument("--port", type=int, default=8081, help="0 picks a free port (default: 8081)")
    record.add_argument(
        "--keep-name",
        action="append",
        default=[],
        metavar="NAME",
        help="a member or header whose name you want to keep although the contract does not know it; may be repeated",
    )
    record.set_defaults(run=run_record)
    compare = commands.add_parser("compare", help="tell where a recording and the contract differ")
    compare.add_argument("file", type=Path, metavar="RECORDING")
    compare.set_defaults(run=run_compare)


def run_record(options: argparse.Namespace) -> int:
    """Records until SIGTERM or SIGINT, then says where the recording is. Raises RecordingError, OSError."""
    contract = contracts.load()
    kept = Recorder(Redaction(contract, options.keep_name))
    with proxy.server(options.upstream, contract, options.port, kept.keep) as server:
        recorder.claim(options.file)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        print(f"listening on http://{proxy.HOST}:{server.server_address[1]}", flush=True)
        try:
            server.serve_forever(poll_interval=0.1)
        finally:
            content = kept.content()
            recorder.save(options.file, content)
    print(NEXT.format(count=len(content["exchanges"]), path=options.file))
    return 0


def run_compare(options: argparse.Namespace) -> int:
    """Prints each difference and how often it was seen; returns 1 for any. Raises RecordingError, OSError."""
    exchanges = recorder.load(options.file)
    found = differences(contracts.load(), exchanges)
    for difference, count in found.items():
        print(f"{difference} ({count})")
    print(f"{len(exchanges)} answers, {len(found)} differences")
    return 1 if found else 0


def _upstream(text: str) -> Upstream:
    try:
        return Upstream.at(text)
    except UpstreamError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
