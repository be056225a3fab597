# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Configuration snapshots of profile groups, managed senders and managed URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

GROUPS = "/directory/cloud-gateway/v1/groups"
KIND = {"backupType": "profilegroups"}


def snapshot(api: Api, operation: str, item: Any) -> Any:
    return api.send("POST", f"/config-snapshot/v1/{operation}", {"data": [item]}).json()


def member_names(api: Api) -> list[str]:
    members = api.emulator.state("demo")["groups"]["blocked-senders"]["members"]
    return [member["domain"] for member in members]


def add(api: Api, domain: str) -> None:
    group = api.get(GROUPS, query="Blocked")["groups"][0]["id"]
    api.legacy("directory/add-group-member", {"id": group, "domain": domain})


def remove(api: Api, domain: str) -> None:
    group = api.get(GROUPS, query="Blocked")["groups"][0]["id"]
    api.legacy("directory/remove-group-member", {"id": group, "domain": domain})


@pytest.fixture
def taken(api: Api) -> str:
    """The GUID of a snapshot in which the blocked group has the member one.example."""
    add(api, "one.example")
    (row,) = snapshot(api, "create", {**KIND, "name": "Before", "comment": "why"})["data"]
    return str(row["id"])


def test_a_snapshot_is_kept_in_the_account_and_listed_by_type(api: Api, taken: str) -> None:
    (row,) = snapshot(api, "list", KIND)["data"]
    assert (row["id"], row["name"], row["comment"], row["itemCount"]) == (taken, "Before", "why", 3)
    assert snapshot(api, "list", {"backupType": "managedurls"})["data"] == []


def test_an_export_holds_the_rows(api: Api, taken: str) -> None:
    (row,) = snapshot(api, "export", {"exportSource": taken})["data"]
    blocked = next(group for group in row["content"] if group["description"] == "Blocked Senders")
    assert blocked["members"] == [{"type": "created_manually", "domain": "one.example"}]


@pytest.mark.parametrize(
    ("mode", "expected"), [("append", {"one.example", "two.example"}), ("overwrite", {"one.example"})]
)
def test_append_adds_what_is_gone_and_overwrite_replaces(api: Api, taken: str, mode: str, expected: set[str]) -> None:
    remove(api, "one.example")
    add(api, "two.example")
    scope = {"unit": "groupid", "value": ["blocked-senders"]}
    answer = snapshot(api, "restore", {**KIND, "mode": mode, "restoreSource": taken, "scope": scope})
    assert answer["data"] == [{"restoreSource": taken, "restored": 1}]
    assert set(member_names(api)) == expected


def test_a_deleted_group_comes_back(api: Api) -> None:
    group = api.create(GROUPS, {"description": "Short lived"})
    (row,) = snapshot(api, "create", {**KIND, "name": "Before"})["data"]
    api.legacy("directory/delete-group", {"id": group})
    scope = {"unit": "all"}
    snapshot(api, "restore", {**KIND, "mode": "append", "restoreSource": row["id"], "scope": scope})
    assert "short-lived" in api.emulator.state("demo")["groups"]


def kept_senders(api: Api) -> dict[str, str]:
    rows = api.emulator.state("demo")["managed_senders"].values()
    return {row["to"].partition("@")[0]: row["type"] for row in rows}


@pytest.mark.parametrize(
    ("scope", "mode", "expected"),
    [
        ({"unit": "all"}, "append", {"jo": "Block", "kim": "Permit"}),
        ({"unit": "all"}, "overwrite", {"jo": "Permit", "kim": "Permit"}),
        ({"unit": "recipient", "value": ["Kim@example.com"]}, "overwrite", {"jo": "Block", "kim": "Permit"}),
        ({"unit": "recipient", "value": ["sam@example.com"]}, "overwrite", {"jo": "Block"}),
    ],
)
def test_a_snapshot_shows_managed_senders_and_puts_them_back(
    api: Api, scope: Any, mode: str, expected: dict[str, str]
) -> None:
    def say(action: str, recipient: str) -> None:
        item = {"action": action, "sender": "a@a.example", "to": f"{recipient}@example.com"}
        api.legacy("managedsender/permit-or-block-sender", item)

    say("permit", "jo")
    say("permit", "kim")
    (row,) = snapshot(api, "create", {"backupType": "managedsenders", "name": "Before"})["data"]
    (exported,) = snapshot(api, "export", {"exportSource": row["id"]})["data"]
    assert [entry["type"] for entry in exported["content"]] == ["Permit", "Permit"]
    api.emulator.set_state("demo", {"managed_senders": {}})
    say("block", "jo")
    item = {"backupType": "managedsenders", "mode": mode, "restoreSource": row["id"], "scope": scope}
    snapshot(api, "restore", item)
    assert kept_senders(api) == expected


@pytest.mark.parametrize(("unit", "expected"), [("blocked", ["block"]), ("all", ["block", "permit"])])
def test_a_snapshot_puts_managed_urls_back_by_their_action(api: Api, unit: str, expected: list[str]) -> None:
    for action in ("block", "permit"):
        api.legacy("ttp/url/create-managed-url", {"url": f"https://{action}.example/", "action": action})
    (row,) = snapshot(api, "create", {"backupType": "managedurls", "name": "Before"})["data"]
    api.emulator.set_state("demo", {"managed_urls": {}})
    scope = {"unit": unit}
    item = {"backupType": "managedurls", "mode": "append", "restoreSource": row["id"], "scope": scope}
    snapshot(api, "restore", item)
    assert sorted(url["action"] for url in api.emulator.state("demo")["managed_urls"].values()) == expected


def test_an_unknown_snapshot_and_a_wrong_scope_are_refused(api: Api, taken: str) -> None:
    assert snapshot(api, "export", {"exportSource": "x"})["fail"][0]["errors"][0]["code"] == "err_not_found"
    item = {**KIND, "mode": "append", "restoreSource": taken, "scope": {"unit": "blocked"}}
    assert snapshot(api, "restore", item)["fail"][0]["errors"][0]["field"] == "scope.unit"
