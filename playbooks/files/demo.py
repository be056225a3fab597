# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration behind ``make demo``: playbooks/demo.yml against local emulators, and whether each promise held.

It predicts, applies, applies again, lets a mail test stop a mistake, and shows what an account gets whose API lacks the
calls of three types. It exits with 0 only if every promise held. Nothing outside this machine is asked, and nothing
outlives the run but the log.
It may not know how the collection works, only what a user sees of it.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import yaml

from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "playbooks" / "demo"
LOG = ROOT / ".cache" / "demo" / "demo.log"
RESULTS = LOG.with_name("results.jsonl")
ACCOUNTS = ("acorn", "harbour")
EXCERPT_LINES = 14
PLAYBOOK_SECONDS = 300
BOLD, GREEN, RED, DIM, PLAIN = "\033[1m", "\033[32m", "\033[31m", "\033[2m", "\033[0m"

Event = dict[str, Any]


class Paper:
    """What the user reads: headings, marks and lines, in colour where the terminal takes it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._colour = stream.isatty() and "NO_COLOR" not in os.environ
        self._mark = "✓✗" if (stream.encoding or "").lower().startswith("utf") else "+x"
        self.failed: list[str] = []

    def line(self, text: str = "", colour: str = "") -> None:
        """Print one line."""
        self._stream.write(f"{colour}{text}{PLAIN}\n" if colour and self._colour else f"{text}\n")
        self._stream.flush()

    def heading(self, text: str) -> None:
        """Print the heading of a part."""
        self.line()
        self.line(f"=== {text} {'=' * max(3, 100 - len(text))}", BOLD)

    def promise(self, text: str, kept: bool) -> None:
        """Print whether a promise was kept, and remember the ones that were not."""
        self.line(f"  {self._mark[0] if kept else self._mark[1]} {text}", GREEN if kept else RED)
        if not kept:
            self.failed.append(text)


@dataclass(frozen=True)
class Run:
    """One run of the playbook: its exit status, what the collection's tasks answered, what reached the emulator."""

    status: int
    events: Sequence[Event]
    requests: Sequence[Mapping[str, Any]]

    @property
    def writes(self) -> int:
        """Requests that could change an account."""
        return sum(bool(request["write"]) for request in self.requests)

    @property
    def changed(self) -> dict[tuple[str, str], tuple[Any, Any, Any]]:
        """(host, task) -> changed, diff and plan of every task of the collection."""
        return {
            (event["host"], event["task"]): (event["changed"], event["diff"], event["plan"]) for event in self.events
        }

    @property
    def changes(self) -> list[Event]:
        """Every planned change of every task."""
        return [change for event in self.events if event["changed"] for change in event["plan"] or ()]

    @property
    def manual(self) -> list[Event]:
        """What is left for a person to do."""
        return [{"host": event["host"], **each} for event in self.events for each in event["manual"] or ()]


@dataclass
class Stage:
    """A directory for one demonstration: secrets that nobody else can read, Ansible's settings, the log."""

    directory: Path
    log: TextIO
    paper: Paper
    full: bool
    secrets: Mapping[str, str] = field(
        default_factory=lambda: {name: secrets.token_urlsafe(24) for name in (*ACCOUNTS, "scanner", "gate")}
    )

    def play(self, emulator: RunningEmulator, nameserver: NameServer, arguments: Sequence[str], diffs: bool) -> Run:
        """Run the playbook, show an excerpt of what Ansible prints, and return what came of it.

        Args:
            diffs: whether the excerpt shows an example of each task's diff.

        Raises:
            OSError: ansible-playbook is not where this interpreter is.
        """
        self.paper.line(
            f"$ ansible-playbook -i playbooks/demo/hosts.yml playbooks/demo.yml {shlex.join(arguments)}", DIM
        )
        events = self.directory / "events"
        events.unlink(missing_ok=True)
        emulator.clear_requests()
        with subprocess.Popen(
            [*self._command(emulator, nameserver), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=self._environment(events),
            cwd=self.directory,
        ) as process:
            limit = threading.Timer(PLAYBOOK_SECONDS, process.kill)
            limit.start()
            try:
                for line in excerpt(self._logged(process.stdout or ()), diffs, self.full):
                    self.paper.line(line)
                process.wait()
            except BaseException:
                process.terminate()
                raise
            finally:
                limit.cancel()
        answered = events.read_text(encoding="utf-8") if events.exists() else ""
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(answered)
        return Run(process.returncode, [json.loads(line) for line in answered.splitlines()], emulator.requests())

    def _command(self, emulator: RunningEmulator, nameserver: NameServer) -> list[str]:
        connection = self._private(
            "connection.json",
            {
                "demo_base_url": emulator.base_url,
                "demo_secrets": self.secrets,
                "demo_nameserver_port": nameserver.port,
            },
        )
        playbook = [str(DEMO.with_suffix(".yml")), "-i", str(DEMO / "hosts.yml"), "-e", f"@{connection}"]
        return [str(Path(sys.executable).with_name("ansible-playbook")), *playbook]

    def keeps_secrets(self) -> bool:
        """Whether no secret stands in what was printed and answered so far."""
        self.log.flush()
        written = LOG.read_text(encoding="utf-8") + RESULTS.read_text(encoding="utf-8")
        return not any(secret in written for secret in self.secrets.values())

    def extra(self, name: str, variables: Mapping[str, Any]) -> list[str]:
        """Return arguments that hand variables to the playbook, which runs in the stage's directory."""
        return ["-e", f"@{self._private(name, variables).name}"]

    def _private(self, name: str, content: Mapping[str, Any]) -> Path:
        path = self.directory / name
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file)
        return path

    def _environment(self, events: Path) -> dict[str, str]:
        """Return the environment without the user's own Ansible settings and Mimecast credentials."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "MIMECAST_"))
        }
        settings = self.directory / "ansible.cfg"
        settings.touch()
        return {
            **inherited,
            "ANSIBLE_CONFIG": str(settings),
            "ANSIBLE_HOME": str(self.directory / "ansible"),
            "ANSIBLE_CALLBACK_PLUGINS": str(DEMO / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "demo_events",
            "ANSIBLE_NOCOLOR": "1",
            "MIMECAST_DEMO_EVENTS": str(events),
            "PYTHONUNBUFFERED": "1",
            "LC_ALL": "C.UTF-8",
            "no_proxy": "127.0.0.1",
        }

    def _logged(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.log.write(line)
            yield line.rstrip("\n")


def excerpt(lines: Iterable[str], diffs: bool, full: bool) -> Iterator[str]:
    """Yield what matters of Ansible's output: each task that did something, and if wanted a short diff of each type."""
    if full:
        yield from lines
        return
    section: list[str] = []
    for line in lines:
        if line.startswith(("TASK [", "PLAY [", "PLAY RECAP")):
            yield from _section(section, diffs)
            section = []
        section.append(line)
    yield from _section(section, diffs)


def _section(lines: Sequence[str], diffs: bool) -> Iterator[str]:
    """Yield what is shown of one task: nothing where it only looked."""
    if not lines or lines[0].startswith("PLAY ["):
        return
    if lines[0].startswith("PLAY RECAP"):
        yield from lines[:1]
        yield from (line for line in lines[1:] if line)
        return
    blocks, others = _split(lines[1:])
    told = [line for line in others if line.startswith(("changed:", "fatal:", "failed:", "[ERROR]", "[WARNING]"))]
    if not told:
        return
    yield lines[0].rstrip(" *")
    # A headline says "--- before: sender group Partners (absent)".
    kinds: dict[str, list[str]] = {}
    for block in blocks if diffs else ():
        kinds.setdefault(block[0].split()[2], block)
    for block in kinds.values():
        yield from (f"    {line}" for line in block[:EXCERPT_LINES])
        if len(block) > EXCERPT_LINES:
            yield f"    ... {len(block) - EXCERPT_LINES} more lines in the log"
    if kinds and len(blocks) > len(kinds):
        yield f"    ... {len(blocks) - len(kinds)} more objects in the log"
    yield from (f"  {line}" for line in told)


def _split(lines: Iterable[str]) -> tuple[list[list[str]], list[str]]:
    """Return the diffs, one list of lines an object, and the other lines."""
    blocks: list[list[str]] = []
    others: list[str] = []
    inside = False
    for line in lines:
        if line.startswith("--- before"):
            blocks.append([])
            inside = True
        if inside and not line:
            inside = False
        (blocks[-1] if inside else others).append(line)
    return blocks, others


def prepare(emulator: RunningEmulator, account: str) -> None:
    """Give an account of the emulator what stands in playbooks/demo/accounts, on top of what a new one has.

    A row that is null there is taken out.
    """
    content = yaml.safe_load((DEMO / "accounts" / f"{account}.yml").read_text(encoding="utf-8"))
    present = emulator.state(account)
    tables = {name: {**present[name], **rows} for name, rows in content["tables"].items()}
    emulator.set_state(
        account,
        {name: {key: row for key, row in rows.items() if row is not None} for name, rows in tables.items()},
    )


def mx_records() -> dict[str, list[dict[str, Any]]]:
    """Return the MX records that DNS serves for the domains of both accounts."""
    found: dict[str, list[dict[str, Any]]] = {}
    for account in ACCOUNTS:
        content = yaml.safe_load((DEMO / "accounts" / f"{account}.yml").read_text(encoding="utf-8"))
        found |= content["mx_records"]
    return found


def numbers(run: Run, emulator: RunningEmulator) -> tuple[int, int]:
    """Return how many objects a run found as they are to be, and how many members the groups of the accounts have."""
    calm = [names for event in run.events for names in (event["unchanged"] or {}).values()]
    domains = [event["domains"] or () for event in run.events]
    groups = [group for account in ACCOUNTS for group in emulator.state(account)["groups"].values()]
    return sum(map(len, [*calm, *domains])), sum(len(group["members"]) for group in groups)


def predict_apply_repeat(stage: Stage, nameserver: NameServer) -> None:
    """Parts 1 to 4: accounts whose API application has every call."""
    paper = stage.paper
    with RunningEmulator({name: stage.secrets[name] for name in ACCOUNTS}, preview=True) as emulator:
        for account in ACCOUNTS:
            prepare(emulator, account)

        paper.heading("1. What would change? Nothing is written; one example of each diff is shown")
        predicted = stage.play(emulator, nameserver, ["--check", "--diff"], diffs=True)
        kinds = Counter(change["operation"] for change in predicted.changes)
        paper.line()
        paper.promise("the prediction went through for both accounts", predicted.status == 0)
        paper.promise(f"{len(predicted.requests)} requests, {predicted.writes} of them writes", predicted.writes == 0)
        paper.promise(
            f"predicted: {kinds['create']} objects to create, {kinds['update']} to change, {kinds['delete']} to delete",
            min(kinds["create"], kinds["update"], kinds["delete"]) > 0,
        )

        paper.heading("2. Apply it")
        applied = stage.play(emulator, nameserver, ["--diff"], diffs=False)
        paper.line()
        paper.promise("every change took effect and was read back", applied.status == 0)
        paper.promise("every task changed just what was predicted, to the letter", applied.changed == predicted.changed)

        paper.heading("3. Apply it again")
        repeated = stage.play(emulator, nameserver, ["--diff"], diffs=False)
        objects, members = numbers(repeated, emulator)
        paper.line()
        paper.promise(
            f"nothing left to do for {objects} objects with {members} members",
            repeated.status == 0
            and not any(event["changed"] for event in repeated.events)
            and objects >= 40
            and members >= 500,
        )
        paper.promise(f"{len(repeated.requests)} requests, {repeated.writes} of them writes", repeated.writes == 0)
        differing = [domain for event in repeated.events for domain in event["domains"] or () if not domain["in_sync"]]
        paper.line(f"  DNS is not part of the account. It still differs for {len(differing)} domains:")
        for domain in differing:
            for what in ("publish", "remove"):
                for record in domain[what]:
                    paper.line(f"    {what:<8} {record}")
        stop_at_a_mail_test(stage, emulator, nameserver)


def stop_at_a_mail_test(stage: Stage, emulator: RunningEmulator, nameserver: NameServer) -> None:
    """Part 4: somebody blocks a customer, and a mail test says that its orders have to come in."""
    paper = stage.paper
    paper.heading("4. Somebody blocks a customer by mistake: a mail test stops it before anything is written")
    senders = yaml.safe_load((DEMO / "host_vars/acorn/senders.yml").read_text(encoding="utf-8"))
    mistake = stage.extra("mistake.json", {"acorn_blocked": [*senders["acorn_blocked"], "oak-customer.example"]})
    stopped = stage.play(emulator, nameserver, ["--limit", "acorn", *mistake], diffs=False)
    paper.line()
    named = any("A customer's order reaches the workshop" in str(event["msg"]) for event in stopped.events)
    paper.promise("the run failed, and named the mail test", stopped.status != 0 and named)
    paper.promise(f"{len(stopped.requests)} requests, {stopped.writes} of them writes", stopped.writes == 0)


def hand_over(stage: Stage, nameserver: NameServer) -> None:
    """Parts 5 and 6: an account whose API lacks the calls of three types, as every real one does today."""
    paper = stage.paper
    with RunningEmulator({"acorn": stage.secrets["acorn"]}, preview=False) as emulator:
        prepare(emulator, "acorn")
        paper.heading("5. What the public API does not offer today becomes a list of steps to do by hand")
        first = stage.play(emulator, nameserver, ["--limit", "acorn"], diffs=False)
        for job in first.manual:
            paper.line()
            paper.line(f"  To do: {job['resource'].replace('_', ' ')} {job['name']} ({job['where']})", BOLD)
            for number, step in enumerate(job["steps"], 1):
                paper.line(f"    {number}. {step}")
        paper.line()
        types = {job["resource"] for job in first.manual}
        paper.promise("what the API offers was applied", first.status == 0 and first.writes > 0)
        paper.promise(
            "the rest was handed over with its steps", types == {"ip_permit", "attachment_set", "role_member"}
        )

        paper.heading("6. Somebody did it and recorded it under console_done")
        users = emulator.state("acorn")["users"]
        holders = {"jo@acorn.example": "Basic Administrator", "sam@acorn.example": "Help Desk Administrator"}
        emulator.set_state(
            "acorn", {"users": {**users, **{email: {**users[email], "role": role} for email, role in holders.items()}}}
        )
        done = [
            {"fingerprint": job["fingerprint"], "by": "jo@acorn.example", "at": "2026-02-02"} for job in first.manual
        ]
        record = stage.extra("console_done.json", {"mimecast_baseline": {"console_done": done}})
        second = stage.play(emulator, nameserver, ["--limit", "acorn", *record], diffs=False)
        paper.line()
        paper.promise(
            f"{len(done)} fingerprints recorded: nothing left to do",
            second.status == 0 and not any(event["changed"] for event in second.events) and not second.manual,
        )
        paper.promise(
            "roles were looked up, the others count on the record until the site file changes", not second.writes
        )


def next_steps(paper: Paper) -> None:
    """Print where to go from here."""
    paper.line()
    paper.line("Where to look next", BOLD)
    for line in (
        f"  Everything Ansible printed {os.path.relpath(LOG)}; results of tasks: {RESULTS.name} beside it",
        "  The two site files         playbooks/demo/host_vars/*/site.yml, playbooks/demo/group_vars/customers",
        "  What you can write there   README.md, docs/, ansible-doc mailops.mimecast.mimecast_sender_group",
        "",
        "The same playbook for a real account, with a file of yours that begins with 'mimecast_site:'",
        "  export MIMECAST_CLIENT_ID=...  MIMECAST_CLIENT_SECRET=...   (MIMECAST_BASE_URL only for another address)",
        "  ansible-playbook mailops.mimecast.site -e @mysite.yml --check --diff",
    ):
        paper.line(line)


def main() -> int:
    """Run the demonstration; return 0 if every promise held."""
    parser = argparse.ArgumentParser(description="Shows the collection at work on local emulators.")
    parser.add_argument("--full", action="store_true", help="show all that Ansible prints instead of an excerpt")
    options = parser.parse_args()
    paper = Paper(sys.stdout)
    began = time.monotonic()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text("", encoding="utf-8")
    with (
        tempfile.TemporaryDirectory(prefix="mimecast-demo-") as directory,
        LOG.open("w", encoding="utf-8") as log,
        NameServer(mx_records()) as nameserver,
    ):
        paper.line(
            "Two made-up Mimecast accounts live in an emulator on this machine: Acorn Joinery, a small company, and"
        )
        paper.line("Harbour Freight, a customer of a service provider. Their site files are in playbooks/demo.")
        stage = Stage(Path(directory), log, paper, options.full)
        predict_apply_repeat(stage, nameserver)
        hand_over(stage, nameserver)
        paper.heading("Summary")
        paper.promise("no secret is in anything that was printed or answered", stage.keeps_secrets())
    seconds = time.monotonic() - began
    paper.promise(f"all promises held, in {seconds:.0f} s", not paper.failed)
    next_steps(paper)
    return 1 if paper.failed else 0


if __name__ == "__main__":
    # Ends as Ctrl-C does: Ansible, the emulator and the directory with the secrets go too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
