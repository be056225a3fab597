# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who changed what can be read, and Mimecast's own backups be made."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit
from ansible_collections.mailops.mimecast.tests.contract.account import Account

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.timezone.utc)


def test_a_change_is_found_by_the_object_it_names(account: Account) -> None:
    account.apply(MANAGED["delivery_route"], {"name": "Traced", "hostname": "mail.example.com"})
    account.apply(MANAGED["delivery_route"], {"name": "Other", "hostname": "mail.example.com"})
    read = account.task("mimecast_audit_info", {"objects": ["Traced"]})
    assert [(event["object"], event["kind"]) for event in read["events"]] == [("Traced", "New Definition")]
    assert len(account.task("mimecast_audit_info", {})["events"]) > 1


def test_events_on_later_pages_are_found(account: Account) -> None:
    entries = [{"name": f"Traced {index}", "hostname": "mail.example.com"} for index in range(5)]
    account.apply(MANAGED["delivery_route"], {"entries": entries})
    account.connection["page_size"] = 2
    read = account.task("mimecast_audit_info", {"objects": ["Traced"]})
    assert len(read["events"]) == 5


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": "yesterday"}, "start: 'yesterday' is not a moment"),
        ({"start": "2026-11-23T10:00:00Z", "end": "2026-11-22T10:00:00Z"}, "end: is before start"),
        ({"start": "2026-01-01T00:00:00Z"}, "start: is more than 60 days back"),
    ],
)
def test_a_period_that_cannot_be_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(Failure, match=message):
        audit.period(options, NOW)


def test_the_period_is_the_last_day_where_nothing_is_said() -> None:
    assert audit.period({}, NOW) == (NOW - datetime.timedelta(days=1), NOW)


@pytest.mark.parametrize(("days", "hours"), [(1, 24), (59, 59 * 24), (60, 60 * 24 - 1), (10**12, 60 * 24 - 1)])
def test_days_back_end_where_there_are_no_events_any_more(days: int, hours: int) -> None:
    """The limit is kept away from: clocks differ, and by then the account has been read."""
    start = audit.days_back(days, NOW)
    assert start == NOW - datetime.timedelta(hours=hours)
    later = NOW + datetime.timedelta(minutes=59)
    assert audit.period({"start": start.isoformat()}, later) == (start, later)


def test_a_snapshot_is_made_once(account: Account) -> None:
    options = {"operation": "create", "type": "profile_groups", "name": "before a change"}
    assert account.task("mimecast_snapshot", options, check=True)["changed"]
    assert account.writes() == []
    assert account.task("mimecast_snapshot", options)["changed"]
    assert not account.task("mimecast_snapshot", options)["changed"]
    assert account.writes() == ["createSnapshot"]


def test_a_snapshot_is_listed_exported_and_restored(account: Account) -> None:
    account.apply(MANAGED["sender_group"], {"name": "Vendors", "members": ["a.example"]})
    account.task("mimecast_snapshot", {"operation": "create", "type": "profile_groups", "name": "kept"})
    listed = account.task("mimecast_snapshot", {"type": "profile_groups"})["snapshots"]
    source = listed[0]["id"]
    assert account.task("mimecast_snapshot", {"operation": "export", "source": source})["snapshots"]
    account.apply(MANAGED["sender_group"], {"name": "Vendors", "members": [], "members_mode": "exact"})
    restore = {"operation": "restore", "type": "profile_groups", "source": source, "mode": "overwrite"}
    assert account.task("mimecast_snapshot", restore)["changed"]
    account.unchanged(MANAGED["sender_group"], {"name": "Vendors", "members": ["a.example"], "members_mode": "exact"})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"operation": "create", "type": "profile_groups"}, "name: is required to create"),
        ({}, "type: is required to list"),
        ({"operation": "export"}, "source: is required to export"),
        (
            {"operation": "restore", "type": "managed_urls", "source": "x", "mode": "append", "unit": "recipient"},
            "unit: of managed_urls is one of all, blocked, permitted",
        ),
        ({"operation": "create", "typ": "x"}, "typ: unknown option, did you mean 'type'?"),
    ],
)
def test_options_that_do_not_go_together_are_refused(account: Account, options: dict[str, Any], message: str) -> None:
    result = account.task("mimecast_snapshot", options)
    assert result["failed"]
    assert message in result["msg"]
    assert account.operations() == []
