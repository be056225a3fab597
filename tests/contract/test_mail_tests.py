# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail tests of a site: on the account as it will be before a write, as it is in drift; and single messages."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import vendors
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS

EVERYONE = {"type": "everyone"}
INTERNAL = {"type": "internal_addresses"}
BLOCK = MANAGED["blocked_sender_policy"]
BLOCKED = [{"name": "Blocked Senders", "members": ["bad.example"]}]
PREFLIGHT, DRIFT, ASK = "mimecast_site_preflight", "mimecast_site_plan", "mimecast_mail_check"


def mail_test(name: str, sender: str, **expect: Any) -> dict[str, Any]:
    return {"name": name, "message": {"from": sender, "to": "jo@example.com", "ip": "192.0.2.10"}, "expect": expect}


BAD_IS_REFUSED = mail_test("bad.example stays outside", "a@bad.example", refused=True)
BAD_MAY_WRITE = mail_test("bad.example may write", "a@bad.example", refused=False)
SITE = {"sender_groups": BLOCKED, "mail_tests": [BAD_IS_REFUSED]}
BROKEN = {"sender_groups": BLOCKED, "mail_tests": [BAD_MAY_WRITE]}
TOLD = (
    "mimecast_site.mail_tests[0]: mail test 'bad.example may write': expected refused: false, got true, decided by "
    'blocked sender policy "Default Blocked Senders Policy"'
)


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {test["name"]: test["status"] for test in result["mail_tests"]}


def blocking(account: Account, domain: str) -> None:
    """Give the account a policy that a site does not name."""
    entry = {"action": "block_sender", "applies_from": {"type": "email_domain", "domain": domain}}
    account.apply(BLOCK, {"name": f"Block {domain}", **entry, "applies_to": EVERYONE})
    account.running.clear_requests()


@pytest.mark.parametrize("check", [True, False], ids=["check", "apply"])
def test_a_test_that_a_plan_would_break_is_named_and_nothing_is_written(account: Account, check: bool) -> None:
    result = account.task(PREFLIGHT, {"site": BROKEN}, check=check)
    assert (result["failed"], result["msg"]) == (True, TOLD)
    assert statuses(result) == {"bad.example may write": "fails"}
    assert account.writes() == []


def test_a_mail_test_checks_the_planned_account_before_a_write_and_the_present_one_in_drift(account: Account) -> None:
    assert statuses(account.task(PREFLIGHT, {"site": SITE})) == {"bad.example stays outside": "holds"}
    drift = account.task(DRIFT, {"site": SITE})
    assert statuses(drift) == {"bad.example stays outside": "fails"}
    assert drift["amiss"] == [
        "mimecast_site.mail_tests[0]: mail test 'bad.example stays outside': expected refused: true, got false, "
        "because no policy decides it"
    ]
    account.apply(MANAGED["sender_group"], {"entries": BLOCKED})
    drift = account.task(DRIFT, {"site": SITE})
    assert (statuses(drift), drift["changed"]) == ({"bad.example stays outside": "holds"}, False)


def test_drift_differs_where_a_test_does_not_hold_although_every_object_is_in_sync(account: Account) -> None:
    account.apply(MANAGED["sender_group"], {"entries": BLOCKED})
    result = account.task(DRIFT, {"site": BROKEN})
    assert (result["changed"], result["plan"], result["amiss"]) == (True, [], [TOLD])


def broken_by(result: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Name of each mail test -> the differences that break it."""
    return {
        test["name"]: [(found["resource"], found["name"]) for found in test["broken_by"]]
        for test in result["mail_tests"]
    }


def test_drift_names_the_differences_that_break_a_test_and_no_others(account: Account) -> None:
    vendors_blocked = {
        "name": "Block the vendors",
        "action": "block_sender",
        "applies_from": {"type": "profile_group", "group": "Vendors"},
        "applies_to": EVERYONE,
    }
    site = {
        "delivery_routes": [{"name": f"Route {number}", "hostname": "mx.example.com"} for number in range(5)],
        "sender_groups": [*BLOCKED, {"name": "Vendors", "members": ["vendor.example"]}, {"name": "Crowd"}],
        "blocked_sender_policies": [vendors_blocked],
        "mail_tests": [
            BAD_IS_REFUSED,
            mail_test("Vendors stay outside", "a@vendor.example", refused=True),
            mail_test("A partner may write", "a@partner.example", refused=False),
            BAD_MAY_WRITE,
        ],
    }
    assert broken_by(account.task(DRIFT, {"site": site})) == {
        "bad.example stays outside": [("sender_group", "Blocked Senders")],
        "Vendors stay outside": [("sender_group", "Vendors"), ("blocked_sender_policy", "Block the vendors")],
        "A partner may write": [],
        "bad.example may write": [],
    }


def test_no_difference_breaks_a_test_that_fails_with_all_of_them_fixed_too(account: Account) -> None:
    account.apply(MANAGED["sender_group"], {"entries": BLOCKED})
    site = {**BROKEN, "delivery_routes": [{"name": "DR", "hostname": "dr.example.com"}]}
    result = account.task(DRIFT, {"site": site})
    assert result["summary"]["missing"] == 1
    assert broken_by(result) == {"bad.example may write": []}


def test_a_policy_that_only_the_account_has_breaks_the_test_that_it_decides(account: Account) -> None:
    blocking(account, "partner.example")
    blocking(account, "other.example")
    site = {
        "blocked_sender_policies": [],
        "mail_tests": [mail_test("A partner may write", "a@partner.example", refused=False)],
    }
    result = account.task(DRIFT, {"site": site})
    assert broken_by(result) == {"A partner may write": [("blocked_sender_policy", "Block partner.example")]}


def test_what_breaks_a_test_costs_no_request(account: Account) -> None:
    account.task(DRIFT, {"site": {"sender_groups": BLOCKED, "mail_tests": [BAD_MAY_WRITE]}})
    holding = account.reads()
    account.running.clear_requests()
    account.task(DRIFT, {"site": SITE})
    assert account.reads() == holding


@pytest.mark.parametrize("task", [PREFLIGHT, DRIFT])
def test_a_test_may_warn_or_be_left_out(account: Account, task: str) -> None:
    account.apply(MANAGED["sender_group"], {"entries": BLOCKED})
    warned = account.task(task, {"site": BROKEN, "mail_tests": "warn"})
    assert (warned.get("failed", False), TOLD in warned["warnings"]) == (False, True)
    account.running.clear_requests()
    off = account.task(task, {"site": BROKEN, "mail_tests": "off"})
    assert (off["mail_tests"], off.get("failed", False), off["warnings"]) == ([], False, [])
    reads = account.reads()
    account.running.clear_requests()
    account.task(task, {"site": {"sender_groups": BLOCKED}})
    assert reads == account.reads()


@pytest.mark.parametrize("task", [PREFLIGHT, DRIFT])
def test_what_the_site_does_not_name_is_read_for_a_test_and_each_list_once(account: Account, task: str) -> None:
    blocking(account, "worse.example")
    site = {"sender_groups": BLOCKED, "mail_tests": [mail_test("Worse stays out", "a@worse.example", refused=True)]}
    assert statuses(account.task(task, {"site": site})) == {"Worse stays out": "holds"}
    reads = account.reads()
    lists = [MANAGED[name].list for name in accounts.TYPES if name in MANAGED]
    assert {operation.id: reads[operation.id] for operation in lists if operation} == {
        operation.id: 1 for operation in lists if operation
    }


def test_a_type_that_cannot_be_read_is_not_taken_for_empty(account: Account) -> None:
    assert BLOCK.list is not None
    account.a_fault(BLOCK.list.id, status=500)
    site = {"delivery_routes": [], "mail_tests": [mail_test("A partner may write", "a@partner.example", refused=False)]}
    result = account.task(PREFLIGHT, {"site": site})
    assert result["msg"] == (
        "mimecast_site.mail_tests[0]: mail test 'A partner may write': expected refused: false, which depends on "
        "unknown:blocked_sender_policy"
    )
    drift = account.task(DRIFT, {"site": site})
    assert any("what the account has of blocked_sender_policy is not known" in told for told in drift["warnings"])


def test_only_groups_that_decide_about_mail_are_looked_into(account: Account) -> None:
    account.apply(MANAGED["sender_group"], {"entries": [{"name": "Crowd"}, {"name": "Vendors"}]})
    entry = {"action": "block_sender", "applies_from": {"type": "profile_group", "group": "Vendors"}}
    account.apply(BLOCK, {"name": "Block the vendors", **entry, "applies_to": EVERYONE})
    account.running.clear_requests()
    account.task(DRIFT, {"site": {"mail_tests": [BAD_IS_REFUSED]}})
    members = MANAGED["sender_group"].members
    assert members is not None
    assert account.reads()[members.list.id] == 3  # the two that are built in, and Vendors


def test_a_member_that_comes_and_one_that_goes_count_before_they_do(account: Account) -> None:
    account.apply(MANAGED["sender_group"], {"name": "Blocked Senders", "members": ["old.example", "kept.example"]})
    group = {"name": "Blocked Senders", "members": ["kept.example", "new.example"], "members_mode": "exact"}
    site = {
        "sender_groups": [group],
        "mail_tests": [
            mail_test("old may write again", "a@old.example", refused=False),
            mail_test("new stays out", "a@new.example", refused=True),
            mail_test("kept stays out", "a@kept.example", refused=True),
        ],
    }
    assert set(statuses(account.task(PREFLIGHT, {"site": site})).values()) == {"holds"}


def test_what_a_purge_takes_away_does_not_count_any_more(account: Account) -> None:
    blocking(account, "worse.example")
    test = mail_test("Worse may write", "a@worse.example", refused=False)
    site = {"blocked_sender_policies": [{"name": "Block worse.example", "state": "absent"}], "mail_tests": [test]}
    assert statuses(account.task(PREFLIGHT, {"site": site})) == {"Worse may write": "holds"}


def test_tests_are_made_whatever_part_of_the_site_is_chosen(account: Account) -> None:
    result = account.task(PREFLIGHT, {"site": {**BROKEN, "delivery_routes": []}, "tags": ["delivery_routing"]})
    assert statuses(result) == {"bad.example may write": "holds"}
    result = account.task(PREFLIGHT, {"site": BROKEN, "tags": ["sender_groups"]})
    assert result["msg"] == TOLD


# --- What a plan does to mail -----------------------------------------------------------------------------------------

UNBLOCKED = {"sender_groups": [{"name": "Blocked Senders", "members": ["kept.example"], "members_mode": "exact"}]}


@pytest.fixture
def blocked(account: Account) -> Account:
    """An account with two blocked domains."""
    account.apply(MANAGED["sender_group"], {"name": "Blocked Senders", "members": ["kept.example", "bad.example"]})
    account.running.clear_requests()
    return account


def test_what_a_plan_does_to_mail_is_told_in_check_mode_and_in_drift(blocked: Account) -> None:
    for result in (
        blocked.task(PREFLIGHT, {"site": UNBLOCKED, "impact": True}, check=True),
        blocked.task(DRIFT, {"site": UNBLOCKED, "impact": True}),
    ):
        assert any(line.endswith("refused -> not refused") for line in result["impact"]["lines"])
        assert {change["example"]["from"].rpartition("@")[2] for change in result["impact"]["changes"]} == {
            "bad.example"
        }
        assert result["impact"]["permits_something_new"]
    assert blocked.writes() == []


def test_nothing_more_is_read_where_nobody_asks_for_it(blocked: Account) -> None:
    result = blocked.task(PREFLIGHT, {"site": UNBLOCKED}, check=True)
    reads = blocked.reads()
    blocked.running.clear_requests()
    blocked.task(PREFLIGHT, {"site": UNBLOCKED, "impact": False}, check=True)
    assert (result["impact"], reads) == ({}, blocked.reads())


@pytest.mark.parametrize("check", [True, False], ids=["check", "apply"])
def test_a_plan_that_permits_something_new_is_refused_where_nothing_may_be(blocked: Account, check: bool) -> None:
    refused = blocked.task(PREFLIGHT, {"site": UNBLOCKED, "no_new_permits": True}, check=check)
    assert refused["failed"]
    assert refused["msg"].startswith("no_new_permits: the plan lets mail pass that does not pass now: ")
    taken = blocked.task(PREFLIGHT, {"site": {"sender_groups": BLOCKED}, "no_new_permits": True}, check=check)
    assert not taken.get("failed"), taken
    assert blocked.writes() == []


def test_a_permit_that_is_handed_over_is_new_until_it_is_recorded(plain_account: Account) -> None:
    permit = {"name": "Vendor", "source_ips": ["192.0.2.0/24"]}
    options = {"site": {"ip_permits": [permit]}, "no_new_permits": True}
    result = plain_account.task(PREFLIGHT, options)
    assert result["msg"].startswith("no_new_permits: ")
    (job,) = plain_account.task("mimecast_ip_permit", {"entries": [permit]})["manual"]
    done = [{"fingerprint": job["fingerprint"], "by": "jo@example.com", "at": "2026-02-02"}]
    recorded = plain_account.task(PREFLIGHT, {**options, "site": {"ip_permits": [permit], "console_done": done}})
    assert not recorded.get("failed"), recorded["msg"]


# --- The files alone --------------------------------------------------------------------------------------------------


def of_files(options: dict[str, Any]) -> dict[str, Any]:
    return DOORS["action"]("mimecast_site_check", options, False)


CLOSED = {
    "internal_domains": [{"domain": "example.com"}],
    "anti_spoofing_policies": [],
    "anti_spoofing_bypass_policies": [],
    "blocked_sender_policies": [],
    "ip_permits": [],
}


def test_the_file_alone_is_tested_without_an_account(account: Account) -> None:
    result = of_files({"site": {**CLOSED, **BROKEN}})
    assert (result["failed"], result["msg"]) == (True, TOLD)
    assert statuses(of_files({"site": {**CLOSED, **SITE}})) == {"bad.example stays outside": "holds"}
    assert account.operations() == []


def test_what_the_file_alone_cannot_tell_is_a_warning(account: Account) -> None:
    result = of_files({"site": {"mail_tests": [BAD_IS_REFUSED]}})
    assert not result.get("failed"), result
    assert statuses(result) == {"bad.example stays outside": "depends"}
    assert "unknown:blocked_sender_policy" in result["warnings"][0]


# --- Single messages --------------------------------------------------------------------------------------------------

MESSAGE = {"from": "a@bad.example", "to": "jo@example.com", "ip": "192.0.2.10"}
REFUSED = (
    'a@bad.example to jo@example.com by 192.0.2.10: certain: refused by blocked sender policy "Default Blocked Senders '
    'Policy"'
)


def test_a_message_is_answered_from_the_file_the_account_and_the_plan(account: Account) -> None:
    found = {
        against: account.task(ASK, {**MESSAGE, "against": against, "site": {**CLOSED, **SITE}})
        for against in ("site_file", "account", "planned")
    }
    assert found["site_file"]["headlines"] == found["planned"]["headlines"] == [REFUSED]
    assert found["account"]["headlines"] != [REFUSED]
    assert found["site_file"]["api"]["reads"] == 0
    assert found["site_file"]["known_from"]["greylisting_policy"] == "unknown"
    assert found["planned"]["known_from"]["greylisting_policy"] == "account"
    assert any(line.startswith("From the site file alone: ") for line in found["site_file"]["lines"])
    assert account.writes() == []


def test_many_messages_are_answered_in_one_task(account: Account) -> None:
    messages = [MESSAGE, {"from": "<>", "to": "jo@example.com"}]
    result = account.task(ASK, {"messages": messages, "against": "planned", "site": SITE})
    assert result["headlines"][0] == REFUSED
    assert [answer["message"]["from"] for answer in result["answers"]] == ["a@bad.example", "<>"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"from": "a@bad.example"}, "to: is required"),
        ({**MESSAGE, "ip": "192.0.2.0/24"}, "ip: '192.0.2.0/24' is more than one address"),
        ({**MESSAGE, "messages": [MESSAGE]}, "from: goes into each of the messages; the two exclude each other"),
        ({"messages": [{**MESSAGE, "form": "a@b.example"}]}, "messages[0].form: unknown key, did you mean 'from'?"),
    ],
)
def test_a_message_that_cannot_be_is_refused_with_its_place(account: Account, options: Any, message: str) -> None:
    result = account.task(ASK, {**options, "site": SITE})
    assert result["failed"]
    assert result["msg"].startswith(message), result["msg"]
    assert account.operations() == []


def of_bypasses(sender_ip: str, *expected: str) -> dict[str, Any]:
    message = {"from": "drill@bank.example", "to": "jo@example.com", "ip": sender_ip}
    return {"name": "Drill", "message": message, "expect": {"bypasses": [*expected]}}


DRILL = of_bypasses("198.51.100.7", "impersonation_protection", "url_protection")
KNOWN = {
    "internal_domains": [{"domain": "example.com"}],
    "sender_groups": [],
    "anti_spoofing_policies": [],
    "blocked_sender_policies": [],
    "ip_permits": [],
}


@pytest.mark.parametrize(
    ("trusted", "test", "status"),
    [
        ({"trusted_sources": [vendors.BYPASSED]}, DRILL, "holds"),
        ({"trusted_sources": [vendors.BYPASSED]}, of_bypasses("192.0.2.99"), "holds"),
        ({"trusted_sources": [vendors.SIMULATION]}, DRILL, "fails"),
        ({"trusted_sources": []}, of_bypasses("198.51.100.7"), "holds"),
        ({}, of_bypasses("198.51.100.7"), "depends"),
        ({}, DRILL, "depends"),
    ],
    ids=["asked for", "from elsewhere", "not asked for", "nobody is trusted", "not known", "not known, expected"],
)
def test_bypasses_are_those_that_trusted_sources_ask_for_and_open_where_the_file_names_none(
    account: Account, trusted: dict[str, Any], test: dict[str, Any], status: str
) -> None:
    site = {**KNOWN, **trusted, "mail_tests": [test]}
    assert statuses(DOORS["action"]("mimecast_site_check", {"site": site, "mail_tests": "warn"}, False)) == {
        "Drill": status
    }
    planned = account.task(PREFLIGHT, {"site": {**site, "internal_domains": []}, "mail_tests": "warn"})
    assert statuses(planned) == {"Drill": status}


def test_a_test_of_bypasses_that_nobody_knows_is_a_warning_in_check_and_stops_a_site(account: Account) -> None:
    site = {**KNOWN, "mail_tests": [DRILL]}
    checked = DOORS["action"]("mimecast_site_check", {"site": site}, False)
    assert not checked.get("failed")
    assert any("depends on unknown:impersonation_protection_bypass_policy, " in line for line in checked["warnings"])
    assert account.task(PREFLIGHT, {"site": {"sender_groups": BLOCKED, "mail_tests": [DRILL]}})["failed"]
    assert account.writes() == []


def test_what_a_person_has_still_to_do_breaks_a_test_like_any_other_difference(account: Account) -> None:
    site = {**KNOWN, "internal_domains": [], "trusted_sources": [vendors.BYPASSED], "mail_tests": [DRILL]}
    result = account.task(DRIFT, {"site": site})
    broken = {resource for resource, _name in broken_by(result)["Drill"]}
    assert broken == {"impersonation_protection_bypass_policy", "url_protection_bypass_policy"}
    assert {found["status"] for found in result["objects"] if found["resource"] in broken} == {"handoff"}
