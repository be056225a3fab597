# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the mail of an account has shown is handed on by its site file, to every answer about that account."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS
from ansible_collections.mailops.mimecast.tests.contract.test_replay import OVERRIDDEN, replay_of, with_mail

PREFLIGHT, DRIFT, ASK = "mimecast_site_preflight", "mimecast_site_plan", "mimecast_mail_check"
MESSAGE = {"from": "ann@partner.example", "to": "jo@example.com", "ip": "192.0.2.10"}
FIRST = {"name": "First takes it", "message": MESSAGE, "expect": {"route": "First"}}
S7_B = {"rule": "S7", "excluded": "b", "evidence": "test mail of 2026-11-20: routed by First"}
KNOWN: dict[str, Any] = {"delivery_routes": [], "ip_permits": []}


def overridden(account: Account) -> Account:
    """Give an account mail in which reading b of S7 shows not to be so."""
    account.running.set_dialect(["S7=a"])
    account.running.set_state(ACCOUNT, OVERRIDDEN)
    return with_mail(account)


def test_what_replay_excludes_is_handed_on_and_then_told_no_more(account: Account) -> None:
    overridden(account)
    (record,) = replay_of(account, site=KNOWN)["mail_rules"]
    assert (record["rule"], record["excluded"]) == ("S7", "b")
    assert record["evidence"].endswith("to jo@example.com: taken, not permitted, routed by First")
    again = replay_of(account, site={**KNOWN, "mail_rules": [record]})
    assert (again["mail_rules"], again["warnings"]) == ([], [])
    assert [found["reading"] for found in again["calibration"]["excluded"]] == ["b"]


@pytest.mark.parametrize(("rules", "status"), [([], "depends"), ([S7_B], "holds")], ids=["open", "excluded"])
def test_mail_tests_and_answers_leave_an_excluded_reading_out(
    account: Account, rules: list[dict[str, str]], status: str
) -> None:
    overridden(account)
    site = {**KNOWN, "mail_rules": rules, "mail_tests": [FIRST]}
    for task in (PREFLIGHT, DRIFT):
        (test,) = account.task(task, {"site": site, "mail_tests": "warn"})["mail_tests"]
        assert test["status"] == status
    answered = account.task(ASK, {"site": site, "against": "account", **MESSAGE})
    assert answered["answers"][0]["certain"] is (status == "holds")
    evidence = [line for line in answered["lines"] if S7_B["evidence"] in line]
    assert bool(evidence) is (status == "holds")


def test_the_impact_of_a_plan_and_its_gate_leave_an_excluded_reading_out(account: Account) -> None:
    block = {
        "name": "Broad",
        "action": "block_sender",
        "applies_from": {"type": "email_domain", "domain": "partner.example"},
        "applies_to": {"type": "everyone"},
        "override": True,
    }
    assert not account.task("mimecast_blocked_sender_policy", block).get("failed")
    account.running.clear_requests()
    narrow = {**block, "name": "Narrow", "action": "take_no_action", "override": False}
    narrow["applies_from"] = {"type": "individual_email_address", "email": "ann@partner.example"}
    options = {"no_new_permits": True}

    def gate(*excluded: str) -> bool:
        rules = [{"rule": "S7", "excluded": reading, "evidence": "test mail"} for reading in excluded]
        site = {"blocked_sender_policies": [narrow], "ip_permits": [], "mail_rules": rules}
        return bool(account.task(PREFLIGHT, {"site": site, **options}, check=True).get("failed"))

    assert gate()
    assert not gate("b")
    assert gate("a")
    assert account.writes() == []


def test_a_record_that_contradicts_the_mail_of_the_account_causes_a_warning_and_excludes_nothing(
    account: Account,
) -> None:
    overridden(account)
    others = [{**S7_B, "excluded": reading} for reading in ("a", "c")]
    found = replay_of(account, site={**KNOWN, "mail_rules": others})
    assert found["warnings"] == [
        "mail_rules: the readings of S7 that the site excludes contradict the mail of the "
        "account, so no reading is excluded"
    ]


@pytest.mark.parametrize(
    ("part", "records", "message"),
    [
        (
            "site",
            [{**S7_B, "rule": "S77"}],
            "mimecast_site.mail_rules[0].rule: 'S77' is no open rule, did you mean 'S7'?",
        ),
        ("site", [{**S7_B, "rule": "S1"}], "mimecast_site.mail_rules[0].rule: 'S1' is no open rule"),
        (
            "site",
            [{**S7_B, "excluded": "z"}],
            "mimecast_site.mail_rules[0].excluded: 'z' is no reading of S7, expected one of a, b, c",
        ),
        (
            "site",
            [{**S7_B, "excluded": reading} for reading in "abc"],
            "mimecast_site.mail_rules[2].excluded: no reading of S7 is left then; one of them has to hold",
        ),
        ("site", [S7_B, S7_B], "mimecast_site.mail_rules[1]: reading 'b' of S7 is already at"),
        ("site", [{"rule": "S7", "excluded": "b"}], "mimecast_site.mail_rules[0].evidence: is required"),
        ("baseline", [S7_B], "mimecast_baseline.mail_rules: belongs in mimecast_site: the mail of one account shows"),
    ],
    ids=["misspelled", "not open", "no reading", "none left", "twice", "no evidence", "baseline"],
)
def test_a_record_that_cannot_be_is_refused_with_its_place(part: str, records: list[Any], message: str) -> None:
    written = {"site": KNOWN, part: {**(KNOWN if part == "site" else {}), "mail_rules": records}}
    result = DOORS["action"]("mimecast_site_check", written, False)
    assert result["failed"]
    assert message in result["msg"]
