# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lint of the two accounts of the demonstration: one is clean, in the other the last provider has left faults."""

from __future__ import annotations

import datetime
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2.nativetypes import NativeEnvironment

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import site_plan
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from ansible_collections.mailops.mimecast.tests.contract.composition import play

DEMO = Path(__file__).resolve().parents[2] / "playbooks/demo"
DAY = "2026-11-27"
SECRETS = {"demo_secrets": {"scanner": "Example-only", "gate": "Example-only"}}

LEFT = {
    ("high", "domain_without_anti_spoofing", "harbour-freight.example", ""),
    ("high", "permit_free_mail", "Permitted senders", "gmail.com"),
    ("high", "permit_look_alike", "Permitted senders", "harbour-frieght.example"),
    ("high", "spf_shared_cloud", "Our cloud may send as us", "spf.protection.outlook.com"),
    ("medium", "orphaned_anti_spoofing", "Anti-Spoofing for harbour-lines.example", "harbour-lines.example"),
    ("medium", "wildcard_member", "Permitted senders", "*.aalborg-shipping.example"),
    ("low", "expired", "Survey of 2025 may send as us", ""),
}
"""What is wrong in the second account, before the site was applied and afterwards."""

SHOWN_LATER = {
    ("medium", "blocked_and_permitted", "Permitted senders", "bank-alert-centre.example"),
    ("medium", "tied_policies", "Terminal to its own server", "Terminal to the spare server"),
}
"""What shows when there is something beside it: the provider's block list, and the route that is meant."""

TO_BE_MENDED = {
    ("high", "domain_without_anti_spoofing", "harbour.example", ""),
    ("high", "domain_without_anti_spoofing", "terminal.harbour.example", ""),
}
"""What applying the site mends. Until then everything takes the route of the old gateway."""


def variables(host: str) -> dict[str, Any]:
    """Return the variables of a host of the demonstration, templates filled in."""
    files = [*DEMO.glob("group_vars/customers/*.yml")] if host == "harbour" else []
    raw: dict[str, Any] = dict(SECRETS)
    for file in [*files, *DEMO.glob(f"host_vars/{host}/*.yml")]:
        raw |= yaml.safe_load(file.read_text(encoding="utf-8"))
    filled = _filled(raw, raw)
    return {name: filled[name] for name in ("mimecast_baseline", "mimecast_site") if name in filled}


def _filled(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(part, known) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, known) for part in value]
    return NativeEnvironment().from_string(value).render(known) if isinstance(value, str) and "{{" in value else value


class _Seeded:
    """The emulator as the demonstration prepares it, under the name that tests know its account by."""

    def __init__(self, account: Account) -> None:
        self._running = account.running

    def state(self, _account: str) -> Any:
        return self._running.state(ACCOUNT)

    def set_state(self, _account: str, tables: Any) -> None:
        self._running.set_state(ACCOUNT, tables)


def prepared(account: Account, host: str) -> None:
    """Give an account what the demonstration gives the one of a host."""
    account.running.reset(ACCOUNT)
    runpy.run_path(str(DEMO.parent / "files/demo.py"))["prepare"](_Seeded(account), host)


def found(account: Account) -> set[tuple[str, str, str, str]]:
    """Return what lint finds in an account as it is, as severity, id, name and item."""
    client = Client(Connection(account.running.base_url, ACCOUNT, SECRET))
    try:
        reader = Reader(client, MANAGED)
        listed = [resource for resource in MANAGED.values() if resource.list]
        entries = {
            resource.name: [row.entry for row in reader.everything(resource, True, False)] for resource in listed
        }
    finally:
        client.close()
    return {(told.severity, told.id, told.name, told.item) for told in lint.findings(entries, DAY)}


def found_in_drift(account: Account, host: str, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str, str, str]]:
    """Return the same as drift tells it to a user."""
    moment = datetime.datetime.fromisoformat(f"{DAY}T12:00:00+00:00")
    monkeypatch.setattr(site_plan, "_now", lambda: moment)
    said = {name.removeprefix("mimecast_"): value for name, value in variables(host).items()}
    result = account.task("mimecast_site_plan", {**said, "lint": "warn"})
    assert not result.get("failed"), result
    return {(told["severity"], told["id"], told["name"], told["item"]) for told in result["lint"]}


def apply(account: Account, host: str) -> None:
    played = play(account, variables(host))
    assert not played.failed, played.message


def test_nothing_is_found_in_the_account_that_is_looked_after(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(account, "acorn")
    apply(account, "acorn")
    assert found(account) == set()
    assert found_in_drift(account, "acorn", monkeypatch) == set()


def test_what_the_last_provider_left_is_found_and_nothing_else(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(account, "harbour")
    assert found(account) == LEFT | TO_BE_MENDED
    assert found_in_drift(account, "harbour", monkeypatch) == LEFT | TO_BE_MENDED
    apply(account, "harbour")
    assert found(account) == LEFT | SHOWN_LATER
    assert found_in_drift(account, "harbour", monkeypatch) == LEFT | SHOWN_LATER
