# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook domain_onboarding, as users run it: what each run says, until the mail of a domain comes to Mimecast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, site_host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

NEW = "new.example"
PLAYBOOK = "mailops.mimecast.domain_onboarding"
SHOWN = "mailops.mimecast.domain_onboarding : Show where each domain stands and what to do next"
DOMAIN = {
    "domain": NEW,
    "inbound_type": "ldap",
    "route": {"name": "Mail server", "hostname": "mail.new.example"},
    "dkim": {"selector": "mc1"},
}


@pytest.fixture
def dns() -> Iterator[NameServer]:
    with NameServer({NEW: []}) as server:
        yield server


@pytest.fixture
def account() -> Iterator[RunningEmulator]:
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running


def test_each_run_says_where_a_domain_stands_until_its_mail_comes_to_mimecast(
    any_ansible: Ansible, account: RunningEmulator, dns: NameServer
) -> None:
    hosts = {"acorn": _host(account, dns)}

    def told(*options: str) -> tuple[str, list[str], Run]:
        account.clear_requests()
        run = any_ansible.play(PLAYBOOK, hosts, *options)
        assert (run.code, run.failures) == (0, [])
        lines = run.of("acorn", SHOWN).data["msg"]
        return lines[0], [line.strip() for line in lines if " IN " in line], run

    stage, (record,), _run = told()
    assert stage == f"{NEW}: pending"
    _publish(account, dns, record.split('"')[1])
    stage, records, _run = told()
    assert stage == f"{NEW}: recipients checked"
    key, *exchangers = records
    dns.texts[f"mc1._domainkey.{NEW}"] = ["".join(key.split('"')[1::2])]
    dns.records[NEW] = [{"hostname": line.split()[-1].rstrip(".")} for line in exchangers]
    stage, _records, _run = told("--check")
    assert (stage, writes(account)) == (f"{NEW}: recipients checked", [])
    stage, _records, _run = told()
    assert (stage, [request["operation"] for request in writes(account)]) == (
        f"{NEW}: receiving",
        ["createDnsAuthenticationOutboundPolicy"],
    )
    stage, _records, run = told()
    assert (stage, run.changes, writes(account)) == (f"{NEW}: receiving", [], [])


def _host(account: RunningEmulator, dns: NameServer) -> dict[str, Any]:
    return site_host(
        account,
        "acorn",
        mimecast_domain_onboarding=[DOMAIN],
        mimecast_domain_onboarding_nameservers=["127.0.0.1"],
        mimecast_domain_onboarding_nameserver_port=dns.port,
    )


def _publish(account: RunningEmulator, dns: NameServer, token: str) -> None:
    """Have DNS serve a token, and Mimecast see it."""
    dns.texts[NEW] = [token]
    row = account.state("acorn")["pending_domains"][NEW]
    account.set_state("acorn", {"pending_domains": {NEW: {**row, "published": row["token"] == token}}})
