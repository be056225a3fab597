# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lint asks DNS for SPF records only when told to, and a record that it cannot read is never taken for a good one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._run import spf_records
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS
from mimecast_emulator.nameserver import NameServer

DOMAIN = "spf.survey.example"
BYPASS = {
    "name": "Survey may",
    "action": "enable_bypass",
    "spf_domains": [DOMAIN],
    "applies_from": {"type": "everyone"},
    "applies_to": {"type": "internal_addresses"},
}
SITE = {"anti_spoofing_bypass_policies": [BYPASS]}
FINE = "v=spf1 ip4:192.0.2.0/28 -all"
TEN = "v=spf1 " + " ".join(f"a:s{number}.survey.example" for number in range(10)) + " -all"
CHECK, DRIFT = "mimecast_site_check", "mimecast_site_plan"


@pytest.fixture
def dns() -> Iterator[NameServer]:
    with NameServer({}, texts={DOMAIN: [FINE]}) as server:
        yield server


def asking(dns: NameServer, **more: Any) -> dict[str, Any]:
    own = {"nameservers": ["127.0.0.1"], "nameserver_port": dns.port, "dns_timeout": 0.3}
    return {"site": SITE, "lint": "warn", "lint_dns": True, **own, **more}


def of_files(dns: NameServer, **more: Any) -> dict[str, Any]:
    result = DOORS["action"](CHECK, asking(dns, **more), False)
    assert not result.get("failed"), result["msg"]
    return result


def spf_findings(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(told["id"], told["item"]) for told in result["lint"] if told["id"].startswith("spf_")]


def unread(result: dict[str, Any]) -> list[str]:
    return [line for line in result["warnings"] if "is not looked at" in line]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({DOMAIN: [FINE]}, []),
        ({DOMAIN: ["v=spf1 mx +all"]}, ["spf_all"]),
        ({DOMAIN: [TEN]}, ["spf_too_many_terms"]),
        ({DOMAIN: ["v=spf1 include:a.example -all"], "a.example": ["V=SPF1 all"]}, ["spf_all"]),
        ({DOMAIN: ["v=spf1 redirect=a.example"], "a.example": ["v=spf1 include:amazonses.com"]}, ["spf_shared_cloud"]),
        ({DOMAIN: ["google-site-verification=1", "v=spf10 +all"]}, ["spf_no_record"]),
        ({}, ["spf_no_record"]),
    ],
    ids=["fine", "everybody", "ten terms", "everybody, included", "shared cloud, included", "other texts", "no domain"],
)
def test_records_are_read_with_those_that_they_lead_to(
    dns: NameServer, texts: dict[str, list[str]], found: list[str]
) -> None:
    dns.texts = {"amazonses.com": ["v=spf1 -all"], **texts}
    result = of_files(dns)
    assert spf_findings(result) == [(id, DOMAIN) for id in found]
    assert unread(result) == []


def test_dns_is_not_asked_unless_that_is_wanted(dns: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    dns.texts = {DOMAIN: ["v=spf1 +all"]}
    monkeypatch.setattr(spf_records, "read", lambda *_: pytest.fail("DNS was asked"))
    assert spf_findings(of_files(dns, lint_dns=False)) == []


@pytest.mark.parametrize("how", ["fail", "silent"])
def test_a_record_that_cannot_be_read_is_not_looked_at_and_that_is_said(dns: NameServer, how: str) -> None:
    setattr(dns, how, {DOMAIN})
    result = of_files(dns)
    assert spf_findings(result) == []
    (warning,) = unread(result)
    assert warning.startswith(f"lint: the SPF record of '{DOMAIN}' is not looked at: DNS did not answer for {DOMAIN} (")


def test_what_lies_below_a_record_that_cannot_be_read_hides_no_finding(dns: NameServer) -> None:
    dns.texts = {DOMAIN: ["v=spf1 include:gone.example +all"]}
    dns.fail = {"gone.example"}
    result = of_files(dns)
    assert spf_findings(result) == [("spf_all", DOMAIN)]
    assert ["gone.example" in line for line in unread(result)] == [True]


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([FINE, "v=spf1 +all"], "DNS serves 2 of them, so none counts"),
        (["v=spf1 include:%{i}.survey.example -all"], "it differs for each message"),
    ],
    ids=["two records", "macro"],
)
def test_what_is_not_one_record_is_not_looked_at(dns: NameServer, records: list[str], why: str) -> None:
    dns.texts = {DOMAIN: records}
    result = of_files(dns)
    assert spf_findings(result) == []
    (warning,) = unread(result)
    assert why in warning


def test_a_finding_that_is_accepted_is_not_gone_because_dns_did_not_answer(dns: NameServer) -> None:
    record = {"id": "spf_all", "name": BYPASS["name"], "item": DOMAIN, "reason": "CHG-1", "until": "2999-01-31"}
    site = {**SITE, "lint_accepted": [record]}
    unused = ("acceptance_unused", BYPASS["name"])

    def told() -> list[tuple[str, str]]:
        return [(finding["id"], finding["name"]) for finding in of_files(dns, site=site)["lint"]]

    assert unused in told()
    dns.fail = {DOMAIN}
    assert unused not in told()


def test_no_more_records_are_read_than_a_limit(dns: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spf_records, "MOST", 3)
    links = {f"s{number}.example": [f"v=spf1 include:s{number + 1}.example"] for number in range(9)}
    dns.texts = {DOMAIN: ["v=spf1 include:s0.example"], **links}
    (warning,) = unread(of_files(dns))
    assert "'s2.example' is not looked at: 3 records were read before it" in warning


def test_lint_that_fails_a_check_still_tells_what_is_not_looked_at(dns: NameServer) -> None:
    dns.fail = {DOMAIN}
    assert len(unread(of_files(dns, lint="fail"))) == 1
    dns.fail, dns.texts = set(), {DOMAIN: ["v=spf1 +all"]}
    result = DOORS["action"](CHECK, asking(dns, lint="fail"), False)
    assert "(spf_all)" in result["msg"]


def test_drift_asks_dns_about_the_policies_that_the_account_has(account: Account, dns: NameServer) -> None:
    account.task("mimecast_anti_spoofing_bypass_policy", BYPASS)
    account.running.clear_requests()
    dns.texts = {DOMAIN: ["v=spf1 +all"]}
    site: dict[str, Any] = {"delivery_routes": []}
    result = account.task(DRIFT, asking(dns, site=site))
    assert spf_findings(result) == [("spf_all", DOMAIN)]
    assert account.writes() == []
    dns.fail = {DOMAIN}
    assert len(unread(account.task(DRIFT, asking(dns, site=site)))) == 1


@pytest.mark.parametrize("task", [CHECK, DRIFT])
def test_a_name_server_that_cannot_be_is_refused_before_anything_is_sent(
    account: Account, dns: NameServer, task: str
) -> None:
    options = asking(dns, nameservers=["ns1.example.com"])
    result = DOORS["action"](task, options if task == CHECK else {**account.connection, **options}, False)
    assert "nameservers[0]: 'ns1.example.com' is not an IP address" in result["msg"]
    assert account.operations() == []
