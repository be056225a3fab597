# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gateway policies over the wire: patterns, own domains, and what a later service has that nobody here knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._report import site_text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import Account

BLOCKED = MANAGED["blocked_sender_policy"]
EVERYONE, INSIDE = {"type": "everyone"}, {"type": "internal_addresses"}
MINE = {"name": "Mine", "action": "block_sender", "applies_to": INSIDE}
TABLE = "blocked_sender_policies"


@pytest.mark.parametrize(
    "sender",
    [
        {"type": "email_domain", "domain": "*.bad.example"},
        {"type": "email_domain", "domain": r"^Mail\D+\.example$"},
        {"type": "individual_email_address", "email": "news*@bad.example"},
    ],
    ids=str,
)
def test_a_pattern_is_sent_as_it_is_written_and_stays(account: Account, sender: Entry) -> None:
    entry = {**MINE, "applies_from": sender}
    account.predicted_and_applied(BLOCKED, entry)
    assert account.table(TABLE)["mine"]["from"] == {
        "type": sender["type"],
        "emailAddress" if "email" in sender else "domain": next(
            value for name, value in sender.items() if name != "type"
        ),
    }
    account.unchanged(BLOCKED, entry)


@pytest.mark.parametrize(
    "sender",
    [
        {"type": "email_domain", "domain": "example.com"},
        {"type": "email_domain", "domain": "*.com"},
        {"type": "individual_email_address", "email": "*@example.com"},
        {"type": "email_domain", "domain": r"^example\.(com|org)$"},
    ],
    ids=str,
)
def test_what_an_own_domain_sends_is_blocked_only_on_purpose(account: Account, sender: Entry) -> None:
    entry = {**MINE, "applies_from": sender, "applies_to": {"type": "external_addresses"}}
    for written in (entry, {**entry, "applies_from": entry["applies_to"], "applies_to": sender, "bidirectional": True}):
        message = account.refused(BLOCKED, written)
        assert "would block what example.com" in message
        assert "accept_risk: [block_own_domain]" in message
    assert account.writes() == []
    account.predicted_and_applied(BLOCKED, {**entry, "accept_risk": ["block_own_domain"]})
    account.unchanged(BLOCKED, entry)


def test_own_domains_are_asked_for_only_where_a_policy_blocks_what_leaves(account: Account) -> None:
    sender = {"type": "email_domain", "domain": "example.com"}
    account.apply(BLOCKED, {**MINE, "applies_from": sender})
    assert "listInternalDomains" not in account.operations()
    account.a_fault("listInternalDomains", "app_forbidden")
    result = account.apply(BLOCKED, {**MINE, "applies_from": sender, "applies_to": EVERYONE})
    assert result["warnings"] == [
        "blocked sender policy: whether one of the blocked domains is your own could not be read"
    ]


def test_the_default_policy_is_neither_listed_nor_purged_nor_deleted(account: Account) -> None:
    account.apply(BLOCKED, {**MINE, "applies_from": {"type": "email_domain", "domain": "bad.example"}})
    purge = {"entries": [], "purge": True, "accept_risk": ["purge_everything"]}
    assert len(account.predicted_and_applied(BLOCKED, purge)["plan"]) == 1
    assert [*account.table(TABLE)] == ["default-blocked-senders-policy"]
    message = account.refused(BLOCKED, {"name": "Default Blocked Senders Policy", "state": "absent"})
    assert "built in and never deleted" in message


# --- A service of a later day ----------------------------------------------------------------------------------------

LATER: tuple[Entry, ...] = (
    {"type": "free_mail_domains"},
    {"type": "header_display_name", "headerDisplayName": "The Boss"},
    {"type": "something_new", "groupId": "changes with every answer", "list": [{"id": "too"}]},
)
POLICIES = [resource for resource in MANAGED.values() if "applies_from" in {field.name for field in resource.fields}]


def later(monkeypatch: pytest.MonkeyPatch, **members: Any) -> None:
    """Have every policy called Mine read with these members, whatever is kept."""
    read = Client.pages

    def of_a_later_service(*given: Any, **more: Any) -> Iterator[list[Row]]:
        for page in read(*given, **more):
            yield [{**row, **members} if row.get("description") == "Mine" else row for row in page]

    monkeypatch.setattr(Client, "pages", of_a_later_service)
    alone = Client.read
    monkeypatch.setattr(Client, "read", lambda *given, **more: {**alone(*given, **more), **members})


@pytest.mark.parametrize("scope", LATER, ids=lambda scope: scope["type"])
def test_a_scope_that_nobody_knows_is_shown_kept_and_never_overwritten(
    account: Account, monkeypatch: pytest.MonkeyPatch, scope: Entry
) -> None:
    account.apply(BLOCKED, {**MINE, "applies_from": {"type": "email_domain", "domain": "bad.example"}})
    kept = account.table(TABLE)["mine"]
    later(monkeypatch, **{"from": scope})
    read = account.task("mimecast_info", {"types": [BLOCKED.plural]})
    (entry,) = read["site"][BLOCKED.plural]
    assert "applies_from" not in entry
    account.unchanged(BLOCKED, entry)
    shown = " ".join([scope["type"], *([scope["headerDisplayName"]] if "headerDisplayName" in scope else [])])
    text = site_text.site_file(MANAGED, read)
    assert f"# \"Mine\": applies_from is left out, the account has '{shown}', which this collection does not" in text
    changed = account.predicted_and_applied(BLOCKED, {"name": "Mine", "override": True})
    assert changed["entries"][0]["applies_from"]["type"] == scope["type"]
    assert account.table(TABLE)["mine"] == {**kept, "override": True}
    assert "accept_risk: [unknown_scope]" in account.refused(BLOCKED, {"name": "Mine", "applies_from": EVERYONE})
    assert account.table(TABLE)["mine"]["from"] == kept["from"]
    account.predicted_and_applied(BLOCKED, {"name": "Mine", "state": "absent"})


def test_an_action_that_nobody_knows_is_left_out_of_an_export_and_the_policy_is_not(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.apply(BLOCKED, {**MINE, "applies_from": {"type": "email_domain", "domain": "bad.example"}})
    later(monkeypatch, option="hold_sender")
    read = account.task("mimecast_info", {"types": [BLOCKED.plural]})
    (entry,) = read["site"][BLOCKED.plural]
    assert "action" not in entry
    assert "action is left out, the account has 'hold_sender'" in read["findings"][0]["reason"]
    account.unchanged(BLOCKED, entry)
    account.predicted_and_applied(BLOCKED, {"name": "Mine", "enabled": False})
    assert account.table(TABLE)["mine"]["option"] == "block_sender"


def test_a_user_may_not_write_a_scope_that_nobody_knows(account: Account) -> None:
    message = account.refused(BLOCKED, {**MINE, "applies_from": {"type": "free_mail_domains"}})
    assert "'free_mail_domains' is not one of everyone" in message
    assert account.operations() == []
