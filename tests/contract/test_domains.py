# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains: how recipients are checked, and the way of a new one from its registration to its being internal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.meanwhile import meanwhile
from mimecast_emulator.nameserver import NameServer

INTERNAL = MANAGED["internal_domain"]
MODULE = "mimecast_pending_domain"
NEW = "new.example"
REGISTER, EXTEND, VERIFY = "createPendingDomain", "generatePendingDomainTokens", "verifyPendingDomains"
Rows = dict[str, Any]


@pytest.fixture
def dns() -> Iterator[NameServer]:
    with NameServer({NEW: []}) as server:
        yield server


def asking(dns: NameServer, **more: Any) -> dict[str, Any]:
    """Return the options of a task that verifies, by the name server of the test."""
    own = {"nameservers": ["127.0.0.1"], "nameserver_port": dns.port, "dns_timeout": 0.3}
    return {"domain": NEW, "verify": True, **own, **more}


def register(account: Account) -> str:
    """Register the domain and return its token."""
    assert account.task(MODULE, {"domain": NEW})["changed"]
    token: str = account.table("pending_domains")[NEW]["token"]
    return token


def publish(account: Account, dns: NameServer, mimecast_too: bool = True) -> None:
    """Have DNS serve the token; what Mimecast sees may be another matter."""
    rows = account.table("pending_domains")
    dns.texts[NEW] = ["v=spf1 -all", rows[NEW]["token"]]
    account.set_table("pending_domains", {NEW: {**rows[NEW], "published": mimecast_too}})
    account.running.clear_requests()


def predicted_and_done(account: Account, options: dict[str, Any]) -> dict[str, Any]:
    account.running.clear_requests()
    predicted = account.task(MODULE, options, check=True)
    assert account.writes() == []
    made = account.task(MODULE, options)
    assert not made.get("failed"), made
    for part in ("changed", "diff", "plan"):
        assert predicted[part] == made[part], part
    return made


def idle(account: Account, options: dict[str, Any]) -> dict[str, Any]:
    account.running.clear_requests()
    result = account.task(MODULE, options)
    assert not result.get("failed"), result
    assert not result["changed"]
    assert account.writes() == []
    return result


# --- The way of a new domain ------------------------------------------------------------------------------------------


def test_a_domain_is_registered_once_and_told_with_the_record_to_publish(either_door: Account) -> None:
    result = predicted_and_done(either_door, {"domain": "NEW.example."})
    (report,) = result["domains"]
    token = either_door.table("pending_domains")[NEW]["token"]
    assert report["record"] == f'{NEW}. IN TXT "{token}"'
    assert report["status"] == "pending"
    again = idle(either_door, {"domain": NEW})
    assert again["domains"] == result["domains"]


def test_a_pending_domain_is_told_with_what_it_waits_for(account: Account, dns: NameServer) -> None:
    token = register(account)
    (warning,) = idle(account, {"domain": NEW})["warnings"]
    assert f'publish {NEW}. IN TXT "{token}"; then run with verify: true' in warning
    result = idle(account, asking(dns))
    assert "DNS does not serve it yet" in result["warnings"][0]
    assert result["domains"][0]["served"] is False


def test_a_domain_whose_token_dns_serves_is_verified_and_then_in_sync(either_door: Account, dns: NameServer) -> None:
    register(either_door)
    publish(either_door, dns)
    result = predicted_and_done(either_door, asking(dns))
    assert either_door.writes() == [VERIFY]
    assert result["domains"] == [{"domain": NEW, "status": "internal", "record": None, "expires": None, "served": None}]
    assert NEW in either_door.table("internal_domains")
    idle(either_door, asking(dns))
    idle(either_door, {"domain": NEW})


def test_mimecast_makes_an_anti_spoofing_policy_for_a_new_domain(account: Account, dns: NameServer) -> None:
    register(account)
    publish(account, dns)
    account.task(MODULE, asking(dns))
    policies = [row["description"] for row in account.table("anti_spoofing_policies").values()]
    assert policies == [f"Default Anti-Spoofing Policy for {NEW}"]


def test_a_domain_below_one_of_your_own_is_internal_at_once(account: Account) -> None:
    result = account.task(MODULE, {"domain": "mail.example.com"})
    assert result["domains"][0]["status"] == "internal"
    idle(account, {"domain": "mail.example.com"})


def test_without_verify_nothing_is_verified_and_no_dns_is_asked(account: Account, dns: NameServer) -> None:
    register(account)
    publish(account, dns)
    result = idle(account, {"domain": NEW})
    assert result["domains"][0]["served"] is None


@pytest.mark.parametrize("trouble", ["fail", "silent"])
def test_what_dns_does_not_answer_is_not_known(account: Account, dns: NameServer, trouble: str) -> None:
    register(account)
    publish(account, dns)
    getattr(dns, trouble).add(NEW)
    result = idle(account, asking(dns))
    assert result["domains"][0]["served"] is None
    assert f"DNS did not answer for {NEW}" in result["warnings"][0]


def test_a_token_of_somebody_else_is_not_the_one(account: Account, dns: NameServer) -> None:
    register(account)
    dns.texts[NEW] = ["mimecast-site-verification=0123"]
    assert idle(account, asking(dns))["domains"][0]["served"] is False


def test_a_token_that_has_ended_is_extended_and_not_verified(account: Account, dns: NameServer) -> None:
    register(account)
    publish(account, dns)
    row = account.table("pending_domains")[NEW]
    account.set_table("pending_domains", {NEW: {**row, "expiryDateTime": "2026-01-01T00:00:00Z"}})
    result = predicted_and_done(account, asking(dns))
    assert account.writes() == [EXTEND]
    assert result["domains"][0]["record"] != f'{NEW}. IN TXT "{row["token"]}"'
    assert result["domains"][0]["status"] == "pending"


def test_an_empty_list_asks_nothing(account: Account) -> None:
    result = idle(account, {"entries": []})
    assert result["named"]
    assert account.operations() == []


# --- Waiting ----------------------------------------------------------------------------------------------------------


def test_a_run_waits_for_dns_no_longer_than_it_is_told_to(account: Account, dns: NameServer) -> None:
    register(account)
    account.running.clear_requests()
    message = account.task(MODULE, asking(dns, wait=1))["msg"]
    assert message.startswith(f"not verified within 1 seconds: {NEW}")
    assert "DNS does not serve it yet" in message
    assert account.writes() == []


def test_a_domain_that_is_served_within_the_time_is_verified(account: Account, dns: NameServer) -> None:
    token = register(account)
    row = account.table("pending_domains")[NEW]
    account.set_table("pending_domains", {NEW: {**row, "published": True}})
    asked: list[str] = []

    class Later(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.append(name)
            return [token] if len(asked) > 2 else ["nothing yet"]

    dns.texts = Later({NEW: []})
    result = account.task(MODULE, asking(dns, wait=5))
    assert not result.get("failed"), result
    assert result["domains"][0]["status"] == "internal"


def test_check_mode_does_not_wait(account: Account, dns: NameServer) -> None:
    register(account)
    result = account.task(MODULE, asking(dns, wait=60), check=True)
    assert not result["changed"]
    assert result["api"]["seconds_waited"] == 0


def test_a_domain_that_mimecast_does_not_verify_fails_the_task_by_name(account: Account, dns: NameServer) -> None:
    register(account)
    publish(account, dns, mimecast_too=False)
    account.connection["retry_budget"] = 0.5
    result = account.task(MODULE, asking(dns))
    assert result["failed"]
    assert result["msg"].startswith(f"0 of 1 changes are in effect. not seen to be in effect: {NEW}")
    assert not result["changed"]
    assert NEW in account.table("pending_domains")


# --- What goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [{"kind": "reset", "when": "after"}, {"kind": "status", "status": 502, "when": "after"}]
)
def test_a_registration_of_unknown_outcome_is_looked_for_and_not_repeated(account: Account, fault: Rows) -> None:
    account.running.set_faults([{"operation": REGISTER, "times": 1, "fault": fault}])
    result = account.task(MODULE, {"domain": NEW})
    assert result["changed"]
    assert result["domains"][0]["status"] == "pending"
    assert account.writes() == [REGISTER]
    idle(account, {"domain": NEW})


@pytest.mark.parametrize("operation", ["listPendingDomains", "listInternalDomains"])
def test_a_list_that_cannot_be_read_is_never_an_empty_one(account: Account, operation: str) -> None:
    account.connection["retry_budget"] = 0
    for fault in ({"kind": "status", "status": 503, "when": "before"}, {"kind": "app_forbidden"}, {"kind": "truncate"}):
        account.running.set_faults([{"operation": operation, "times": None, "fault": fault}])
        account.running.clear_requests()
        assert account.task(MODULE, {"domain": NEW})["failed"]
        assert account.writes() == []


def test_a_domain_without_a_name_may_be_any(account: Account) -> None:
    register(account)
    fault = {"kind": "spoil", "member": "domain", "value": 7}
    account.running.set_faults([{"operation": "listPendingDomains", "times": None, "fault": fault}])
    account.running.clear_requests()
    assert (
        "the name of a domain of the account cannot be read" in account.task(MODULE, {"domain": "other.example"})["msg"]
    )
    assert account.writes() == []


def test_a_pending_domain_is_given_up_once_and_an_internal_one_never(account: Account) -> None:
    register(account)
    gone = {"domain": NEW, "state": "absent"}
    predicted_and_done(account, gone)
    assert account.table("pending_domains") == {}
    idle(account, gone)
    for check in (True, False):
        message = account.task(MODULE, {"domain": "example.com", "state": "absent"}, check=check)["msg"]
        assert message.startswith("refused: 'example.com' is already an internal domain")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "domain: is required"),
        ({"domain": "localhost"}, "domain: 'localhost' is not a domain"),
        ({"entries": [{"domain": NEW}, {"domain": "NEW.example"}]}, "is already at entries[0]"),
        ({"domain": NEW, "wait": -1}, "wait: -1 is negative"),
        ({"domain": NEW, "nameservers": ["ns1"]}, "nameservers[0]: 'ns1' is not an IP address"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_asked(
    account: Account, options: Rows, problem: str
) -> None:
    assert problem in account.task(MODULE, options)["msg"]
    assert account.operations() == []


# --- Internal domains -------------------------------------------------------------------------------------------------


def test_a_domain_that_is_not_there_is_not_made_and_told_where_it_comes_from(either_door: Account) -> None:
    for check in (True, False):
        message = either_door.refused(INTERNAL, {"domain": "exmaple.com", "inbound_type": "ldap"}, check=check)
        assert "there is no internal domain 'exmaple.com', did you mean 'example.com'?" in message
        assert "register it with mimecast_pending_domain" in message
    assert either_door.writes() == []


def test_recipients_are_not_left_unchecked_without_a_word(account: Account) -> None:
    message = account.refused(INTERNAL, {"domain": "example.com", "inbound_type": "any"})
    assert "would accept mail for any recipient of the domain, even if it does not exist; now it is known" in message
    accepted = {"domain": "example.com", "inbound_type": "any", "accept_risk": ["take_any_recipient"]}
    account.predicted_and_applied(INTERNAL, accepted)
    account.unchanged(INTERNAL, {"domain": "example.com", "inbound_type": "any"})


def test_a_domain_that_goes_in_the_meantime_is_not_written(account: Account) -> None:
    def without(rows: Rows) -> Rows:
        return {name: row for name, row in rows.items() if name != "example.com"}

    with meanwhile(account, "listInternalDomains", "internal_domains", without, after=True):
        message = account.refused(INTERNAL, {"domain": "example.com", "inbound_type": "ldap"})
    assert "somebody else has deleted the internal domain 'example.com'" in message
    assert account.writes() == []
