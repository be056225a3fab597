# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site plan replayed over the mail of the last days: it only reads, and an error is never "no mail"."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._run import tracking
from ansible_collections.mailops.mimecast.plugins.module_utils._run.tracking import Mail
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from mimecast_emulator.testing import RunningEmulator

LOG = {"seed": 11, "count": 200, "days": 4}
DOMAINS = ("example.com", "example.net", "example.org")
SITE = {
    "blocked_sender_policies": [
        {
            "name": "Partner",
            "action": "block_sender",
            "applies_from": {"type": "email_domain", "domain": "partner.example"},
            "applies_to": {"type": "everyone"},
        }
    ]
}
SEARCH, INFORMATION, EVENTS = tracking.SEARCH.id, tracking.INFORMATION.id, "getAuditEvents"


def ago(**span: float) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**span)
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


def with_mail(account: Account, **more: Any) -> Account:
    """Give an account mail, and no changes of late."""
    log = {**LOG, "until": ago(hours=1), **more}
    account.running.set_state(ACCOUNT, {"mail_log": log})
    account.running.set_state(ACCOUNT, {"audit": []})
    account.running.clear_requests()
    return account


def replay_of(account: Account, site: Any = None, **options: Any) -> dict[str, Any]:
    result = account.task("mimecast_site_plan", {"site": SITE if site is None else site, "replay_days": 5, **options})
    assert not result.get("failed"), result
    assert account.writes() == []
    found: dict[str, Any] = result["replay"]
    return found


def test_a_plan_tells_which_mail_it_would_have_stopped(either_door: Account) -> None:
    found = replay_of(with_mail(either_door))
    assert (found["days"], found["unreadable"], found["warnings"]) == (5, "", [])
    assert found["messages"] + found["left_out"] == LOG["count"]
    (kind,) = found["changes"]
    assert kind["after"] == 'refused by blocked sender policy "Partner"'
    assert {example["from"].rpartition("@")[2] for example in kind["examples"]} == {"partner.example"}
    assert found["changed"] == kind["messages"] >= 20


def test_a_plan_that_changes_nothing_changes_no_mail(account: Account) -> None:
    assert replay_of(with_mail(account), site={"delivery_routes": []})["changes"] == []


def test_nothing_is_asked_unless_that_is_wanted(account: Account) -> None:
    result = with_mail(account).task("mimecast_site_plan", {"site": SITE})
    assert result["replay"] == {}
    assert SEARCH not in account.operations()


def test_neither_subjects_nor_ids_are_told(account: Account) -> None:
    found = replay_of(with_mail(account))
    assert "Message 1" not in str(found)
    assert set(found["changes"][0]["examples"][0]) <= {
        "from", "header_from", "to", "ip", "day", "received", "status", "happened"
    }  # fmt: skip


@pytest.mark.parametrize(("days", "said"), [(-1, "-1 is not possible"), (30, "30 is not possible, expected 0 to 29")])
def test_days_that_cannot_be_are_refused_before_anything_is_sent(account: Account, days: int, said: str) -> None:
    result = account.task("mimecast_site_plan", {"site": SITE, "replay_days": days})
    assert said in result["msg"]
    assert account.operations() == []


GREYLISTED = {
    "greylisting_policies": [
        {
            "name": "Partner",
            "action": "greylist",
            "applies_from": {"type": "email_domain", "domain": "partner.example"},
            "applies_to": {"type": "everyone"},
        }
    ]
}


def test_of_a_type_that_holds_what_cannot_be_told_nothing_is_certain(account: Account) -> None:
    row = {
        "description": "Odd",
        "option": "block_sender",
        "from": {"type": "everyone"},
        "sourceIPs": ["203.0.113.0/24"],
    }
    account.running.set_state(ACCOUNT, {"blocked_sender_policies": {"odd": row}})
    with_mail(account)
    known = replay_of(account, site=GREYLISTED)
    assert (known["changed"] > 0, known["may_change"]) == (True, 0)
    fault = {"kind": "spoil", "member": "from", "value": "nobody", "match": '"Odd"'}
    account.running.set_faults([{"operation": "listBlockedSendersPolicies", "times": None, "fault": fault}])
    found = replay_of(account, site=GREYLISTED)
    assert (found["changed"], found["may_change"] > 0) == (0, True)


@pytest.mark.parametrize("kind", ["status", "truncate", "not_json", "app_forbidden"])
def test_mail_that_cannot_be_read_is_never_no_mail(account: Account, kind: str) -> None:
    with_mail(account).a_fault(SEARCH, kind, **({"status": 500} if kind == "status" else {}))
    found = replay_of(account)
    assert "messages" not in found
    assert SEARCH in found["unreadable"]
    (warning,) = found["warnings"]
    assert warning.startswith("mail could not be replayed, and it is not known what the plan would have done to it: ")


def test_mail_of_an_account_whose_domains_are_not_known_is_never_no_mail(account: Account) -> None:
    with_mail(account).a_fault("listInternalDomains", "app_forbidden")
    found = replay_of(account)
    assert "messages" not in found
    assert (
        found["unreadable"] == "the search for mail needs the internal domains of the account, and none could be read"
    )


def test_a_page_that_repeats_a_row_counts_no_message_twice(account: Account) -> None:
    with_mail(account).running.set_faults([{"operation": SEARCH, "times": None, "fault": {"kind": "repeat_rows"}}])
    assert len(read(account.running, page_size=7).messages) == LOG["count"]


def test_a_page_that_cannot_be_read_is_never_the_end(account: Account) -> None:
    account.connection["page_size"] = 5
    with_mail(account).a_fault(SEARCH, status=500, skip=1)
    assert "messages" not in replay_of(account)


OVERRIDDEN: dict[str, Any] = {
    "delivery_routes": {
        "first": {"description": "First", "hostname": "first.example.com"},
        "second": {"description": "Second", "hostname": "second.example.com"},
    },
    "delivery_route_policies": {
        "broad": {"description": "Broad", "route": "first", "override": True},
        "narrow": {
            "description": "Narrow",
            "route": "second",
            "from": {"type": "email_domain", "domain": "partner.example"},
        },
    },
}


@pytest.mark.parametrize(
    ("so", "excluded", "route"), [("a", ["b"], "First"), ("b", ["a", "c"], "Second"), ("c", ["b"], "First")]
)
def test_mail_settles_what_is_open_and_the_evidence_is_kept(
    account: Account, so: str, excluded: list[str], route: str
) -> None:
    account.running.set_dialect([f"S7={so}"])
    account.running.set_state(ACCOUNT, OVERRIDDEN)
    found = replay_of(with_mail(account))["calibration"]
    assert [(told["question"], told["reading"]) for told in found["excluded"]] == [("S7", other) for other in excluded]
    assert found["excluded"][0]["evidence"][0]["happened"] == f"taken, not permitted, routed by {route}"
    assert 1 <= account.reads()[INFORMATION] <= 200


def test_mail_that_came_before_the_last_change_of_policies_is_no_evidence(account: Account) -> None:
    account.running.set_state(ACCOUNT, OVERRIDDEN)
    with_mail(account)
    event = {
        "id": "event-1",
        "auditType": "Existing Policy Changed",
        "user": "admin@example.com",
        "eventTime": ago(minutes=30),
        "eventInfo": "Delivery Route Policy 'Narrow'",
        "category": "policy_logs",
    }
    account.running.set_state(ACCOUNT, {"audit": [event]})
    found = replay_of(account)["calibration"]
    assert (found["considered"], found["excluded"]) == (0, [])
    logon = {**event, "auditType": "User Logged On", "category": "authentication_logs"}
    account.running.set_state(ACCOUNT, {"audit": [logon]})
    assert replay_of(account)["calibration"]["considered"] > 0


def test_nothing_is_learned_where_it_is_not_known_whether_policies_changed(account: Account) -> None:
    account.running.set_state(ACCOUNT, OVERRIDDEN)
    with_mail(account).a_fault(EVENTS, "app_forbidden")
    found = replay_of(account)
    assert (found["calibration"]["considered"], found["messages"] > 0) == (0, True)
    assert found["warnings"][0].startswith(
        "nothing is learned from mail: it cannot be read whether policies were changed"
    )


HIDDEN = {
    "description": "Hidden",
    "option": "permit_sender",
    "from": {"type": "email_domain", "domain": "partner.example"},
}


@pytest.mark.parametrize("hidden", [{}, {"p": HIDDEN}], ids=["there are none", "there is one"])
def test_an_empty_list_of_permits_is_held_against_the_mail_like_any_other(
    plain_account: Account, hidden: dict[str, Any]
) -> None:
    plain_account.running.set_state(ACCOUNT, {"permitted_sender_policies": hidden})
    found = replay_of(with_mail(plain_account), site={**SITE, "ip_permits": []})
    assert found["from_site_file"] == ["ip_permit"]
    assert found["changed"] > 0
    told = found["calibration"]["contradictions"]
    assert {message["message"]["from"].rpartition("@")[2] for message in told} == (
        {"partner.example"} if hidden else set()
    )
    assert ["so a part of the account is not visible" in line for line in found["warnings"]] == [True] * bool(hidden)
    assert 1 <= plain_account.reads()[INFORMATION] <= 200


def test_a_message_that_is_gone_is_asked_about_in_vain(account: Account) -> None:
    account.running.set_state(ACCOUNT, OVERRIDDEN)
    with_mail(account).a_fault(INFORMATION, "fail_items", code="err_not_found")
    assert replay_of(account)["calibration"]["excluded"] == []


def read(running: RunningEmulator, days: int = 5, **connection: Any) -> Mail:
    client = Client(Connection(base_url=running.base_url, client_id=ACCOUNT, client_secret=SECRET, **connection))
    mail = tracking.read(client, DOMAINS, days, datetime.datetime.now(datetime.timezone.utc))
    client.close()
    return mail


def test_every_message_is_read_once_whatever_the_size_of_pages(account: Account) -> None:
    whole = read(with_mail(account).running)
    assert len(whole.messages) == LOG["count"]
    assert {message.direction for message in whole.messages} == {"inbound", "outbound", "internal"}
    small = read(account.running, page_size=7)
    assert [(m.received, m.message) for m in small.messages] == [(m.received, m.message) for m in whole.messages]
    assert whole.warnings == ()


def test_only_so_many_days_are_read(account: Account) -> None:
    recent = read(with_mail(account).running, days=1)
    assert 0 < len(recent.messages) < LOG["count"]
    assert min(message.received for message in recent.messages) >= recent.since


def test_where_tracking_has_no_pages_nothing_is_lost() -> None:
    with RunningEmulator({ACCOUNT: SECRET}, dialect=["tracking_pages=no"], strict=True) as running:
        running.set_state(ACCOUNT, {"mail_log": {**LOG, "count": 1500, "days": 2, "until": ago(hours=1)}})
        mail = read(running)
    assert (len(mail.messages), mail.warnings) == (1500, ())


def test_what_comes_at_once_and_is_more_than_an_answer_holds_is_said() -> None:
    with RunningEmulator({ACCOUNT: SECRET}, dialect=["tracking_pages=no"], strict=True) as running:
        running.set_state(ACCOUNT, {"mail_log": {**LOG, "count": 400, "days": 1e-6, "until": ago(hours=1)}})
        mail = read(running)
    assert len(mail.messages) < 400
    assert all("than one answer can contain" in warning for warning in mail.warnings)
    assert mail.warnings


def test_the_newest_messages_are_read_where_there_are_too_many(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracking, "MOST_MESSAGES", 50)
    mail = read(with_mail(account).running)
    assert len(mail.messages) == 50
    assert mail.since == mail.messages[-1].received
    assert mail.warnings == (f"message tracking: the newest 50 messages were read, they go back to {mail.since}",)


def test_of_a_message_to_several_nobody_knows_what_happened_to_which(account: Account) -> None:
    several = [{"emailAddress": "jo@example.com"}, {"emailAddress": "kim@example.org"}, {"emailAddress": "x@y.example"}]
    fault = {"kind": "spoil", "member": "to", "value": several, "match": '"route":\\s*"inbound"'}
    with_mail(account).running.set_faults([{"operation": SEARCH, "times": None, "fault": fault}])
    inbound = [message for message in read(account.running).messages if message.direction == "inbound"]
    assert {message.message.recipient for message in inbound} == {"jo@example.com", "kim@example.org"}
    assert {str(message.evidence) for message in inbound} == {"unknown"}


@pytest.mark.parametrize(
    ("member", "value"), [("to", "nobody"), ("received", "soon"), ("fromEnv.emailAddress", "not an address")]
)
def test_rows_that_cannot_be_read_are_said(account: Account, member: str, value: str) -> None:
    fault = {"kind": "spoil", "member": member, "value": value, "match": '"jo@vendor\\.example"'}
    with_mail(account).running.set_faults([{"operation": SEARCH, "times": None, "fault": fault}])
    mail = read(account.running)
    assert 0 < len(mail.messages) < LOG["count"]
    assert any("could not be read" in warning for warning in mail.warnings)
