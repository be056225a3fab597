# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Managed senders: sent, never read back, and never claimed to be in effect."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._run.managed_senders import NOT_READ_BACK
from ansible_collections.mailops.mimecast.tests.contract.account import Account

MODULE = "mimecast_managed_sender"
ONE = {"sender": "Orders@partner.example", "recipient": "jo@example.com", "action": "permit"}
TOLD = {**ONE, "sender": "orders@partner.example"}
SEND = "permitOrBlockSender"


def sent(account: Account) -> dict[str, str]:
    return {key: row["type"] for key, row in account.table("managed_senders").items()}


def many(count: int) -> dict[str, Any]:
    recipients = [{"recipient": f"user{number}@example.com"} for number in range(count)]
    return {"sender": "news@bulk.example", "action": "block", "entries": recipients}


def test_it_is_sent_each_time(either_door: Account) -> None:
    for _run in range(2):
        result = either_door.task(MODULE, ONE)
        assert result["changed"]
        assert result["sent"] == [TOLD]
        assert result["diff"][0]["after"] == "permit orders@partner.example for jo@example.com\n"
    assert either_door.writes() == [SEND, SEND]
    assert sent(either_door) == {"orders@partner.example jo@example.com": "Permit"}


def test_a_task_says_that_nothing_reads_it_back(account: Account) -> None:
    assert account.task(MODULE, ONE)["warnings"] == [f"1 managed senders: {NOT_READ_BACK}"]


def test_check_mode_tells_what_would_be_sent_and_sends_nothing(account: Account) -> None:
    predicted = account.task(MODULE, ONE, check=True)
    assert account.writes() == []
    made = account.task(MODULE, ONE)
    assert (predicted["sent"], predicted["diff"]) == (made["sent"], made["diff"])
    assert predicted["changed"]


def test_what_a_snapshot_shows_is_not_sent_again(account: Account) -> None:
    row = {"id": "MTOKEN:1", "sender": "ORDERS@partner.example", "to": "jo@example.com", "type": "Permit"}
    result = account.task(MODULE, {**ONE, "snapshot": [{"odd": [1]}, row]})
    assert not result["changed"]
    assert account.operations() == []
    assert account.task(MODULE, {**ONE, "snapshot": [{**row, "type": "Block"}]})["changed"]


def test_a_hundred_go_into_one_call(account: Account) -> None:
    result = account.task(MODULE, many(120))
    assert account.writes() == [SEND, SEND]
    assert len(result["sent"]) == len(sent(account)) == 120


def test_what_is_refused_is_told_by_name_and_the_rest_is_sent(account: Account) -> None:
    options = many(2)
    options["entries"].append({"recipient": "jo@elsewhere.example"})
    result = account.task(MODULE, options)
    assert result["failed"]
    assert result["changed"]
    assert result["msg"].startswith(
        "2 of 3 were accepted by the API; refused: block news@bulk.example for jo@elsewhere"
    )
    assert len(result["sent"]) == len(sent(account)) == 2


@pytest.mark.parametrize(
    "fault", [{"kind": "reset", "when": "after"}, {"kind": "status", "status": 502, "when": "after"}]
)
def test_what_nobody_knows_of_is_not_called_sent(account: Account, fault: dict[str, Any]) -> None:
    account.running.set_faults([{"operation": SEND, "times": 1, "fault": fault}])
    result = account.task(MODULE, ONE)
    assert result["failed"]
    assert result["sent"] == []
    assert result["changed"]
    assert "not known to be accepted: permit orders@partner.example for jo@example.com" in result["msg"]


def test_what_the_api_does_not_answer_is_not_called_taken(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "write", lambda *_request: ({"data": []}, []))
    result = account.task(MODULE, ONE)
    assert result["msg"].startswith(
        "0 of 1 were accepted by the API; not known to be accepted: permit orders@partner.example"
    )
    assert result["sent"] == []


def test_a_sender_of_an_own_domain_is_permitted_on_purpose_alone(account: Account) -> None:
    own = {**ONE, "sender": "boss@example.org"}
    for check in (True, False):
        message = account.task(MODULE, own, check=check)["msg"]
        assert message.startswith("refused: boss@example.org is in one of your own domains")
    assert account.writes() == []
    assert account.task(MODULE, {**own, "action": "block"})["changed"]
    assert account.task(MODULE, {**own, "accept_risk": ["permit_own_domain"]})["changed"]


def test_own_domains_that_may_not_be_read_are_warned_of(account: Account) -> None:
    fault = {"operation": "listInternalDomains", "times": None, "fault": {"kind": "app_forbidden"}}
    account.running.set_faults([fault])
    result = account.task(MODULE, ONE)
    assert any("it could not be read whether a permitted sender" in warning for warning in result["warnings"])


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            {**ONE, "sender": "partner.example"},
            "sender: 'partner.example' is not an email address; a whole domain goes",
        ),
        ({**ONE, "sender": "*@partner.example"}, "sender: '*@partner.example' has a wildcard"),
        ({**ONE, "recipient": "example.com"}, "recipient: 'example.com' is not an email address"),
        ({**ONE, "action": "permitt"}, "action: 'permitt'"),
        ({"sender": "a@b.example"}, "recipient: is required\naction: is required"),
        ({**ONE, "entries": [{}, {"action": "block"}]}, "entries[1]: the rule of jo@example.com for orders@partner"),
        ({**ONE, "entries": ["x"]}, "entries[0]: expected a mapping of sender, recipient, action, got text"),
        ({**ONE, "entries": [{"sendr": "a@b.example"}]}, "entries[0].sendr: unknown key, did you mean 'sender'?"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_asked(
    account: Account, options: dict[str, Any], problem: str
) -> None:
    assert problem in account.task(MODULE, options)["msg"]
    assert account.operations() == []
