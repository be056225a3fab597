# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source without an account: its options, what it remembers, when it reads, and how it is found."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.extensions.eda.plugins.event_source import audit_events
from ansible_collections.mailops.mimecast.extensions.eda.plugins.event_source.audit_events import (
    AuditSourceError,
    Memory,
    settings,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import DEFAULT_URL

ROOT = Path(__file__).resolve().parents[3]
SOURCE = Path("extensions/eda/plugins/event_source/audit_events.py")
CANARY = "canary-client-secret"
NOON = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_account_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in audit_events.spec():
        monkeypatch.delenv(f"MIMECAST_{name.upper()}", raising=False)


def event(name: str, text: str = "", time: str = "2026-01-31T12:00:00+0000") -> dict[str, Any]:
    """An event as a read returns it; its text is its id unless another is given."""
    said = {"user": "admin@example.com", "kind": "New Policy", "category": "policy_logs", "object": ""}
    return {"id": name, "time": time, "text": text or name, **said}


def ids(events: list[dict[str, Any]]) -> list[str]:
    return [event["id"] for event in events]


def test_every_option_is_documented_as_it_is() -> None:
    documented = yaml.safe_load(audit_events.DOCUMENTATION)["options"]
    spec = audit_events.spec()
    assert documented.keys() == spec.keys()
    for name, option in spec.items():
        shown = {word: documented[name].get(word) for word in ("type", "elements", "default")}
        assert shown == {word: option.get(word) for word in ("type", "elements", "default")}, name


def test_the_examples_use_options_that_there_are() -> None:
    for example in yaml.safe_load(audit_events.EXAMPLES):
        options = example["mailops.mimecast.audit_events"] or {}
        assert options.keys() <= audit_events.spec().keys()


def test_an_option_that_is_left_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMECAST_CLIENT_ID", "from-the-environment")
    chosen = settings({"client_id": "", "base_url": "", "proxy": None})
    assert chosen.connection.client_id == "from-the-environment"
    assert chosen.connection.base_url == DEFAULT_URL


def test_an_option_that_is_set_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMECAST_CLIENT_ID", "from-the-environment")
    assert settings({"client_id": "acorn"}).connection.client_id == "acorn"


def test_the_source_can_only_read() -> None:
    assert settings({"read_only": False}).connection.read_only


def test_what_ansible_rulebook_adds_to_the_arguments_is_no_option() -> None:
    assert settings({"eda_feedback_queue": object(), "account": "acorn"}).account == "acorn"


def test_a_misspelt_option_is_named_with_the_right_word() -> None:
    with pytest.raises(AuditSourceError, match=r"intervall: unknown option.*interval"):
        settings({"intervall": 60})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("interval", 9),
        ("interval", 0),
        ("interval", "nan"),
        ("lookback", -1),
        ("lookback", 61 * 86400),
        ("overlap", -1),
        ("overlap", 86401),
    ],
)
def test_seconds_out_of_bounds_are_refused(name: str, value: Any) -> None:
    with pytest.raises(AuditSourceError, match=f"{name} must be from"):
        settings({name: value})


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(AuditSourceError, match="interval"):
        settings({"interval": "often"})


def test_no_refusal_and_no_description_holds_a_secret() -> None:
    with pytest.raises(AuditSourceError) as refused:
        settings({"client_secret": CANARY, "interval": CANARY, "timeout": CANARY})
    assert CANARY not in str(refused.value)
    assert CANARY not in repr(settings({"client_secret": CANARY, "access_token": CANARY, "proxy": CANARY}))


def test_an_event_is_new_once() -> None:
    memory = Memory()
    assert ids(memory.new([event("1"), event("2")], NOON, NOON)) == ["1", "2"]
    assert ids(memory.new([event("1"), event("3"), event("2")], NOON, NOON + MINUTE)) == ["3"]


def test_new_events_come_oldest_first() -> None:
    late = event("1", time="2026-01-31T11:59:00+0000")
    assert ids(Memory().new([event("2"), late], NOON, NOON)) == ["1", "2"]


def test_an_event_whose_id_is_spelled_anew_is_not_new() -> None:
    memory = Memory()
    memory.new([event("1", "a change"), event("2", "another")], NOON, NOON)
    assert memory.new([event("8", "a change"), event("9", "another")], NOON, NOON + MINUTE) == []


def test_an_event_whose_text_is_told_another_way_is_not_new() -> None:
    memory = Memory()
    memory.new([event("1", "at 12:00 GMT")], NOON, NOON)
    assert memory.new([event("1", "at 13:00 CET")], NOON, NOON + MINUTE) == []


def test_a_second_event_of_equal_content_is_new() -> None:
    memory = Memory()
    assert ids(memory.new([event("1", "same"), event("2", "same")], NOON, NOON)) == ["1", "2"]
    assert ids(memory.new([event("1", "same"), event("2", "same"), event("3", "same")], NOON, NOON)) == ["3"]


def test_events_without_an_id_are_told_apart_by_their_content() -> None:
    memory = Memory()
    assert len(memory.new([event("", "one"), event("", "two")], NOON, NOON)) == 2
    assert [fresh["text"] for fresh in memory.new([event("", "two"), event("", "three")], NOON, NOON)] == ["three"]


def test_a_row_that_two_pages_repeat_is_one_event() -> None:
    assert ids(Memory().new([event("1"), event("2"), event("2"), event("3")], NOON, NOON)) == ["1", "2", "3"]


def test_a_repeated_row_does_not_hide_a_later_event_of_equal_content() -> None:
    memory = Memory()
    memory.new([event("1", "same"), event("1", "same")], NOON, NOON)
    assert ids(memory.new([event("1", "same"), event("2", "same")], NOON, NOON)) == ["2"]


def test_an_event_that_one_read_does_not_show_is_still_known() -> None:
    memory = Memory()
    memory.new([event("1")], NOON, NOON)
    memory.new([], NOON, NOON + MINUTE)
    assert memory.new([event("1")], NOON, NOON + 2 * MINUTE) == []


def test_what_no_read_can_show_any_more_is_forgotten() -> None:
    memory = Memory()
    memory.new([event(str(number)) for number in range(100)], NOON, NOON)
    memory.new([], NOON + MINUTE, NOON + MINUTE)
    assert not memory._ids
    assert not memory._given


def test_a_read_begins_some_time_before_the_last_one() -> None:
    assert audit_events.start_of_read(NOON, NOON - 60 * MINUTE, NOON + MINUTE, 900) == NOON - 15 * MINUTE


def test_a_read_never_begins_before_the_source() -> None:
    assert audit_events.start_of_read(NOON, NOON - MINUTE, NOON + MINUTE, 900) == NOON - MINUTE


def test_after_reads_that_failed_for_hours_nothing_is_left_out() -> None:
    assert audit_events.start_of_read(NOON, NOON - MINUTE, NOON + 600 * MINUTE, 0) == NOON


def test_no_read_asks_for_more_than_mimecast_keeps() -> None:
    later = NOON + timedelta(days=100)
    assert later - timedelta(days=60) < audit_events.start_of_read(NOON, NOON, later, 900) < later


def test_the_pause_doubles_with_each_failure_up_to_a_quarter_of_an_hour() -> None:
    assert [audit_events.pause_after(60, failures) for failures in (1, 2, 3, 4, 1000)] == [120, 240, 480, 900, 900]


def test_a_long_interval_stays_as_it_is() -> None:
    assert audit_events.pause_after(3600, 5) == 3600


def test_the_source_runs_by_its_path_and_finds_its_collection(tmp_path: Path) -> None:
    home = tmp_path / "ansible_collections/mailops"
    home.mkdir(parents=True)
    (home / "mimecast").symlink_to(ROOT)
    program = (
        "import asyncio, runpy, sys; source = runpy.run_path(sys.argv[1]); "
        "assert asyncio.iscoroutinefunction(source['main']); assert sys.argv[2] in sys.path"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, home / "mimecast" / SOURCE, tmp_path],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
