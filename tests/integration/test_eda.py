# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source as ansible-rulebook runs it, a task with a queue, against the emulator.

May not know how the source is made. ansible-rulebook itself, which needs Java, does not run here.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

import pytest

from ansible_collections.mailops.mimecast.extensions.eda.plugins.event_source import audit_events
from mimecast_emulator.testing import RunningEmulator

ACCOUNT = "acorn"
CANARY = "canary-client-secret"
INTERVAL = 0.02
SECONDS = 10.0
"""How long any test waits for something that has to happen."""
READ = "getAuditEvents"
T = TypeVar("T")


@pytest.fixture
def emulator() -> Iterator[RunningEmulator]:
    with RunningEmulator({ACCOUNT: CANARY}, strict=True) as running:
        yield running


@pytest.fixture(autouse=True)
def short_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a test read more often than anybody may read a real account."""
    monkeypatch.setattr(audit_events, "LEAST_INTERVAL", INTERVAL)
    for name in audit_events.spec():
        monkeypatch.delenv(f"MIMECAST_{name.upper()}", raising=False)


def row(name: str, minutes_ago: float = 0, **more: str) -> dict[str, str]:
    """An event of the audit trail, as Mimecast tells it."""
    moment = datetime.now(timezone.utc) - timedelta(minutes=minutes_ago)
    return {
        "id": name,
        "auditType": "Existing Policy Changed",
        "user": "admin@example.com",
        "eventTime": moment.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "eventInfo": f"Policy {name}, Application: Administration Console",
        "category": "policy_logs",
        **more,
    }


class Source:
    """A source that is running, what it is reading and what it has put into the queue."""

    def __init__(
        self, emulator: RunningEmulator, queue: asyncio.Queue[dict[str, Any]], task: asyncio.Task[None]
    ) -> None:
        self.emulator = emulator
        self.queue = queue
        self.task = task

    async def events(self, count: int) -> list[dict[str, Any]]:
        """The next events; the source must not have ended."""
        found: list[dict[str, Any]] = []
        for _number in range(count):
            event = asyncio.ensure_future(self.queue.get())
            await asyncio.wait({event, self.task}, timeout=SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not event.done():
                event.cancel()
                raise AssertionError(f"{len(found)} of {count} events came, source ended: {self.task.done()}")
            found.append(event.result())
        return found

    async def ids(self, count: int) -> list[str]:
        """The ids of the next events."""
        return [str(event["id"]) for event in await self.events(count)]

    async def quiet(self) -> None:
        """Two whole reads bring nothing."""
        await self.reads(3)
        assert self.queue.empty(), self.queue.get_nowait()

    async def reads(self, count: int) -> None:
        """So many requests for events are answered from now on."""
        wanted = self.answered() + count
        await until(lambda: self.answered() >= wanted)

    def answered(self) -> int:
        """How many requests for events were answered as they ought to be."""
        return sum(request["operation"] == READ and request["fault"] is None for request in self.emulator.requests())

    def set_trail(self, *rows: dict[str, str]) -> None:
        """Replace the audit trail."""
        self.emulator.set_state(ACCOUNT, {"audit": list(rows)})


async def until(true: Callable[[], bool]) -> None:
    """Wait for something, but not for ever."""
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)


def arguments(emulator: RunningEmulator, **options: Any) -> dict[str, Any]:
    connection = {"base_url": emulator.base_url, "client_id": ACCOUNT, "client_secret": CANARY, "retry_budget": 0}
    return {**connection, "interval": INTERVAL, **options}


@asynccontextmanager
async def running(emulator: RunningEmulator, room: int = 0, **options: Any) -> AsyncIterator[Source]:
    """A source that has made its first read, or has tried to."""
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(room)
    task = asyncio.create_task(audit_events.main(queue, arguments(emulator, **options)))
    source = Source(emulator, queue, task)
    try:
        await until(lambda: task.done() or any(request["operation"] == READ for request in emulator.requests()))
        yield source
    finally:
        task.cancel()
        await asyncio.wait({task}, timeout=SECONDS)


def run(scenario: Awaitable[T]) -> T:
    """Run a test's scenario in an event loop of its own."""

    async def bounded() -> T:
        return await asyncio.wait_for(scenario, 3 * SECONDS)

    return asyncio.run(bounded())


def faults(emulator: RunningEmulator, kind: str, operation: str = READ, **rule: Any) -> None:
    """Let something go wrong; the words of the rule are the emulator's, others are of the fault."""
    words = {name: rule.pop(name) for name in ("skip", "times") if name in rule}
    emulator.set_faults([{"operation": operation, **words, "fault": {"kind": kind, **rule}}])


def test_a_console_change_is_sent_as_one_event_with_all_that_is_known(emulator: RunningEmulator) -> None:
    async def scenario() -> None:
        async with running(emulator, account="acorn") as source:
            groups = emulator.state(ACCOUNT)["groups"]
            emulator.set_state(ACCOUNT, {"groups": {**groups, "vip": {"description": "VIP"}}})
            (event,) = await source.events(1)
            assert set(event) == {"account", "id", "time", "user", "kind", "category", "object", "text"}
            assert event["account"] == "acorn"
            assert event["kind"] == "New Group"
            assert event["user"] == "admin@example.com"
            assert "VIP" in event["text"]
            await source.quiet()

    run(scenario())


def test_what_happened_before_the_start_is_not_sent(emulator: RunningEmulator) -> None:
    emulator.set_state(ACCOUNT, {"audit": [row("before", minutes_ago=1)]})

    async def scenario() -> None:
        async with running(emulator) as source:
            source.set_trail(row("before", minutes_ago=1), row("late, and before", minutes_ago=1), row("after"))
            assert await source.ids(1) == ["after"]
            await source.quiet()

    run(scenario())


def test_with_lookback_earlier_events_are_sent_oldest_first(emulator: RunningEmulator) -> None:
    emulator.set_state(ACCOUNT, {"audit": [row("long ago", 90), row("an hour", 60), row("a minute", 1)]})

    async def scenario() -> None:
        async with running(emulator, lookback=4000) as source:
            assert await source.ids(2) == ["an hour", "a minute"]
            await source.quiet()

    run(scenario())


def test_events_of_several_pages_are_sent_once_each(emulator: RunningEmulator) -> None:
    emulator.set_state(ACCOUNT, {"audit": [row(str(number), 10 - number) for number in range(5)]})

    async def scenario() -> None:
        async with running(emulator, lookback=3600, page_size=2) as source:
            assert await source.ids(5) == ["0", "1", "2", "3", "4"]
            await source.reads(6)
            await source.quiet()

    run(scenario())


def test_a_row_that_two_pages_repeat_is_sent_once(emulator: RunningEmulator) -> None:
    emulator.set_state(ACCOUNT, {"audit": [row(str(number), 10 - number) for number in range(5)]})
    faults(emulator, "repeat_rows", times=None)

    async def scenario() -> None:
        async with running(emulator, lookback=3600, page_size=2) as source:
            assert await source.ids(5) == ["0", "1", "2", "3", "4"]
            emulator.set_faults([])
            await source.quiet()

    run(scenario())


def test_an_event_that_shows_late_is_sent_within_the_overlap(emulator: RunningEmulator) -> None:
    early = row("early", minutes_ago=1)
    emulator.set_state(ACCOUNT, {"audit": [early]})

    async def scenario() -> None:
        async with running(emulator, lookback=3600, overlap=600) as source:
            assert await source.ids(1) == ["early"]
            source.set_trail(row("too late", minutes_ago=20), row("late", minutes_ago=5), early)
            assert await source.ids(1) == ["late"]
            await source.quiet()

    run(scenario())


def test_an_event_whose_id_is_spelled_anew_is_not_sent_again(emulator: RunningEmulator) -> None:
    trail = [row(str(number), 10 - number) for number in range(3)]
    emulator.set_state(ACCOUNT, {"audit": trail})

    async def scenario() -> None:
        async with running(emulator, lookback=3600) as source:
            await source.events(3)
            source.set_trail(*({**event, "id": f"anew-{event['id']}"} for event in trail))
            await source.quiet()

    run(scenario())


def test_a_queue_that_is_full_loses_nothing(emulator: RunningEmulator) -> None:
    emulator.set_state(ACCOUNT, {"audit": [row(str(number), 10 - number) for number in range(5)]})

    async def scenario() -> None:
        async with running(emulator, room=1, lookback=3600) as source:
            await until(source.queue.full)
            assert await source.ids(5) == ["0", "1", "2", "3", "4"]
            await source.quiet()

    run(scenario())


def test_only_what_is_asked_for_is_sent(emulator: RunningEmulator) -> None:
    trail = [
        row("wanted", 5, eventInfo="Profile Group Blocked Senders: changed"),
        row("another object", 4, eventInfo="Profile Group VIP: changed"),
        row("another category", 3, eventInfo="Blocked Senders were searched for", category="case_review_logs"),
    ]
    emulator.set_state(ACCOUNT, {"audit": trail})

    async def scenario() -> None:
        async with running(
            emulator, lookback=3600, objects=["blocked senders"], categories=["policy_logs"], query="group"
        ) as source:
            (event,) = await source.events(1)
            assert (event["id"], event["object"]) == ("wanted", "blocked senders")
            await source.quiet()

    run(scenario())


def test_changes_of_named_users_and_texts_are_left_out(emulator: RunningEmulator) -> None:
    trail = [
        row("own user", 5, user="Automation@example.com"),
        row("own application", 4, eventInfo="Policy changed, Application: Site Files"),
        row("somebody", 3),
    ]
    emulator.set_state(ACCOUNT, {"audit": trail})

    async def scenario() -> None:
        async with running(
            emulator,
            lookback=3600,
            exclude_users=["automation@EXAMPLE.com"],
            exclude_text=["application: site files"],
        ) as source:
            assert await source.ids(1) == ["somebody"]
            await source.quiet()

    run(scenario())


def test_reads_that_fail_are_told_and_what_happened_meanwhile_is_sent(
    emulator: RunningEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with running(emulator, account="acorn") as source:
            await source.reads(1)
            faults(emulator, "status", status=503, times=3)
            source.set_trail(row("during the outage"))
            assert await source.ids(1) == ["during the outage"]
            await source.quiet()

    run(scenario())
    lines = [record.getMessage() for record in caplog.records if record.name == audit_events.LOG.name]
    assert len(lines) == 4, lines
    assert all(line.startswith("acorn: getAuditEvents: the API answers HTTP 503") for line in lines[:3])
    assert [line.rpartition("; ")[2] for line in lines[:3]] == ["reading again in 0 seconds"] * 3
    assert lines[3] == "acorn: the audit events can be read again"


def test_an_outage_longer_than_the_overlap_loses_nothing(
    emulator: RunningEmulator, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    minutes_ago = [60.0]
    monkeypatch.setattr(audit_events, "_now", lambda: datetime.now(timezone.utc) - timedelta(minutes=minutes_ago[0]))

    async def scenario() -> None:
        async with running(emulator, overlap=60) as source:
            await source.reads(1)
            faults(emulator, "status", status=503, times=None)
            source.set_trail(row("early in the outage", minutes_ago=55))
            minutes_ago[0] = 30
            await until(lambda: caplog.text.count("HTTP 503") >= 2)
            minutes_ago[0] = 20
            emulator.set_faults([])
            assert await source.ids(1) == ["early in the outage"]
            await source.quiet()

    run(scenario())


@pytest.mark.parametrize("kind", ["truncate", "reset", "not_json", "empty_400", "repeat_page_token"])
def test_a_page_that_cannot_be_read_is_not_the_end_of_the_list(
    emulator: RunningEmulator, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    emulator.set_state(ACCOUNT, {"audit": [row(str(number), 10 - number) for number in range(5)]})
    faults(emulator, kind, skip=1, times=1)

    async def scenario() -> None:
        async with running(emulator, lookback=3600, page_size=2) as source:
            assert await source.ids(5) == ["0", "1", "2", "3", "4"]
            await source.quiet()

    run(scenario())
    assert "reading again in" in caplog.text


def test_an_account_that_cannot_be_reached_is_tried_again(
    emulator: RunningEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        task = asyncio.create_task(audit_events.main(queue, arguments(emulator, base_url="http://127.0.0.1:1")))
        await until(lambda: caplog.text.count("cannot be reached") >= 2)
        assert not task.done()
        task.cancel()
        await asyncio.wait({task}, timeout=SECONDS)

    run(scenario())


def test_a_token_that_has_expired_is_renewed_without_a_word(
    emulator: RunningEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with running(emulator) as source:
            faults(emulator, "expire_token", times=1)
            await source.reads(2)
            source.set_trail(row("after"))
            assert await source.ids(1) == ["after"]

    run(scenario())
    assert [record for record in caplog.records if record.name == audit_events.LOG.name] == []
    assert sum(request["operation"] == "createToken" for request in emulator.requests()) == 2


def test_many_reads_need_one_token_and_one_request_each(emulator: RunningEmulator) -> None:
    async def scenario() -> None:
        async with running(emulator) as source:
            await source.reads(10)

    run(scenario())
    operations = [request["operation"] for request in emulator.requests()]
    assert operations.count("createToken") == 1
    assert set(operations) == {"createToken", READ}
    assert not any(request["write"] for request in emulator.requests() if request["operation"] == READ)


def test_the_budget_for_waiting_is_that_of_each_read(
    emulator: RunningEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with running(emulator, retry_budget=0.25) as source:
            for _read in range(5):
                faults(emulator, "rate_limit", reset_ms=100, times=1)
                await source.reads(1)

    run(scenario())
    assert [record for record in caplog.records if record.name == audit_events.LOG.name] == []
    assert sum(request["fault"] is not None for request in emulator.requests()) == 5


def ended(emulator: RunningEmulator, **options: Any) -> audit_events.AuditSourceError:
    """The error that the source ends with, by itself."""

    async def scenario() -> None:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        await asyncio.wait_for(audit_events.main(queue, arguments(emulator, **options)), SECONDS)

    with pytest.raises(audit_events.AuditSourceError) as error:
        asyncio.run(scenario())
    assert CANARY not in "".join(traceback.format_exception(error.type, error.value, error.tb))
    return error.value


def test_credentials_that_are_refused_end_the_source(emulator: RunningEmulator) -> None:
    error = ended(emulator, account="acorn", client_secret=f"{CANARY}-old")
    assert str(error).startswith("acorn: the API refused the credentials: check client_id and client_secret")


@pytest.mark.parametrize("kind", ["permission", "app_forbidden"])
def test_a_permission_that_is_refused_ends_the_source_and_is_named(emulator: RunningEmulator, kind: str) -> None:
    faults(emulator, kind, times=None)
    assert "needs product auditevents, role permission 'Account | Logs | Read'" in str(ended(emulator))


def test_a_permission_that_is_taken_away_later_ends_the_source(emulator: RunningEmulator) -> None:
    faults(emulator, "permission", skip=3, times=None)
    assert "lacks a permission" in str(ended(emulator))


def test_tokens_that_are_never_accepted_end_the_source(emulator: RunningEmulator) -> None:
    faults(emulator, "expire_token", times=None)
    assert "not even a new one" in str(ended(emulator))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"intervall": 60}, "intervall: unknown option"),
        ({"client_secret": ""}, "no credentials"),
        ({"base_url": "http://api.example.com"}, "base_url must be https"),
    ],
)
def test_wrong_options_end_the_source_before_any_request(
    emulator: RunningEmulator, options: dict[str, Any], said: str
) -> None:
    assert said in str(ended(emulator, **options))
    assert emulator.requests() == []


def cancelled(emulator: RunningEmulator, ready: Callable[[], bool], **options: Any) -> float:
    """Cancel a source when it is ready to be, and return the seconds until its loop had ended, threads included."""

    async def scenario() -> float:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        task = asyncio.create_task(audit_events.main(queue, arguments(emulator, **options)))
        await until(ready)
        start = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return start

    start = asyncio.run(scenario())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("asyncio_")]
    return time.monotonic() - start


def test_a_source_that_waits_for_its_next_read_can_be_cancelled(emulator: RunningEmulator) -> None:
    assert cancelled(emulator, lambda: len(emulator.requests()) >= 2, interval=60) < 5


def test_a_source_whose_read_waits_for_the_rate_limit_can_be_cancelled(emulator: RunningEmulator) -> None:
    faults(emulator, "rate_limit", reset_ms=60000, times=None)
    assert cancelled(emulator, lambda: len(emulator.requests()) >= 2, retry_budget=120) < 5


def test_a_source_whose_read_is_under_way_can_be_cancelled(emulator: RunningEmulator) -> None:
    faults(emulator, "slow", delay_ms=1000, times=None)
    assert cancelled(emulator, lambda: len(emulator.requests()) >= 2) < 5


def test_no_secret_gets_into_the_queue_or_the_log(
    emulator: RunningEmulator, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)

    async def scenario() -> list[dict[str, Any]]:
        async with running(emulator) as source:
            for kind in ("not_json", "truncate", "reset", "empty_400", "expire_token"):
                faults(emulator, kind, times=1)
                await source.reads(1)
            source.set_trail(row("after"))
            return await source.events(1)

    events = run(scenario())
    ended(emulator, client_secret=f"{CANARY}-old")
    assert "reading again in" in caplog.text
    assert CANARY not in caplog.text
    assert CANARY not in str(events)
    assert CANARY not in "".join(capfd.readouterr())
