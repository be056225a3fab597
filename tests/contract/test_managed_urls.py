# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Managed URLs: how they are told apart, what is refused of them, and thousands of them in one task."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any
from unittest import mock

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import lists
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import Account

URL = MANAGED["managed_url"]
MANY = 5_000
MEMORY = 250 * 1024
"""Kilobytes that a task over many URLs may take, Python and its libraries among them."""
ALONE = f"""
import json, re, sys
from pathlib import Path
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import one_type
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
entries = [
    {{"url": f"https://host{{number}}.example/page", "action": "block", "comment": f"CHG-{{number}}"}}
    for number in range({MANY})
]
call = Call(Connection(**json.load(sys.stdin)))
result = one_type.run(MANAGED["managed_url"], {{"entries": entries}}, MANAGED, call)
peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([result["changed"], len(result["entries"]), int(peak[1])]))
"""
"""A task over many URLs in a process of its own."""


def blocked(url: str, **more: Any) -> dict[str, Any]:
    """Return an entry that blocks a URL."""
    return {"url": url, "action": "block", **more}


@pytest.mark.parametrize(
    ("there", "written"),
    [
        ("https://www.partner.example/", "https://www.partner.example"),
        ("https://www.partner.example", "HTTPS://WWW.Partner.Example/"),
        ("http://www.partner.example:8080/a?b=1", "http://www.partner.example:8080/a?b=1"),
        ("https://www.partner.example/?b=1", "https://www.partner.example?b=1"),
    ],
)
def test_one_url_is_one_url_however_it_is_written(account: Account, there: str, written: str) -> None:
    account.set_table("managed_urls", {"there": {"url": there, "action": "block"}})
    account.unchanged(URL, blocked(written))


@pytest.mark.parametrize(
    "other", ["https://www.partner.example/A", "https://www.partner.example/a?b", "http://www.partner.example/a"]
)
def test_what_leads_elsewhere_is_another_url(account: Account, other: str) -> None:
    account.set_table("managed_urls", {"there": {"url": "https://www.partner.example/a", "action": "block"}})
    result = account.predicted_and_applied(URL, blocked(other))
    assert [change["operation"] for change in result["plan"]] == ["create"]
    assert len(account.table("managed_urls")) == 2


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.example/#top", "leave out '#top'"),
        ("https://jo:canary@a.example/", "must not have a user name or a password"),
        ("https://*.a.example/", "wildcard"),
        ("https:///page", "is not a URL"),
        ("not a url", "is not a URL"),
        ("https://a.example:99999/", "out of range"),
    ],
)
def test_what_is_no_url_is_refused_before_any_request(account: Account, url: str, told: str) -> None:
    message = account.refused(URL, blocked(url))
    assert told in message
    assert "canary" not in message
    assert account.operations() == []


def test_of_a_page_the_whole_domain_cannot_be_meant(account: Account) -> None:
    message = account.refused(URL, blocked("https://a.example/page", match_type="domain"))
    assert "write the url 'https://a.example' if you mean it" in message
    assert account.operations() == []


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"url": "https://co.uk", "action": "permit"}, "permit_public_suffix"),
        ({"url": "https://sharepoint.com", "action": "permit"}, "permit_public_suffix"),
        ({"url": "https://outlook.com", "action": "permit"}, "permit_free_mail"),
        ({"url": "https://example.com", "action": "block"}, "block_own_domain"),
    ],
)
def test_what_opens_or_shuts_a_whole_domain_of_many_is_refused_without_its_word(
    account: Account, entry: dict[str, Any], word: str
) -> None:
    whole = {**entry, "match_type": "domain"}
    assert f"(accept_risk: [{word}] if you mean it)" in account.refused(URL, whole)
    assert account.writes() == []
    account.apply(URL, entry)
    account.running.clear_requests()
    assert word in account.refused(URL, whole)
    assert account.writes() == []
    account.predicted_and_applied(URL, {**whole, "accept_risk": [word]})


def test_a_domain_above_ones_own_is_ones_own(account: Account) -> None:
    account.set_table("internal_domains", {"mail.example.com": {}})
    assert "mail.example.com" in account.refused(URL, blocked("https://example.com", match_type="domain"))


def test_whatever_else_the_list_is_asked_for_it_is_asked_for_whole(account: Account) -> None:
    account.apply(URL, blocked("https://a.example"))
    asked = [request["body"] for request in account.running.requests() if request["operation"] == "getManagedUrls"]
    assert asked
    assert all("data" not in body for body in asked)


def test_a_second_one_of_a_url_in_the_account_is_not_guessed_at(account: Account) -> None:
    rows = {key: {"url": "https://a.example", "action": "block"} for key in ("first", "second")}
    account.set_table("managed_urls", rows)
    message = account.refused(URL, {"url": "https://a.example", "comment": "CHG-1"})
    assert "2 managed URL objects are called 'https://a.example'; delete all but one" in message
    assert account.writes() == []


def test_a_list_is_searched_once_however_many_names_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": str(number), "domain": f"host{number}.example", "action": "block"} for number in range(50)]
    searched: list[Any] = []

    def key_of(_resource: Resource, row: Any) -> str:
        searched.append(row)
        return str(row["domain"])

    monkeypatch.setattr(lists, "row_key", key_of)
    found = lists.Lists(mock.Mock(pages=lambda *_asked: [rows], page_size=lambda _list: 500), Progress(silent))
    assert [found.find(URL, f"host{number}.example")[0]["id"] for number in range(50)] == list(map(str, range(50)))
    assert len(searched) == len(rows)


def test_thousands_in_sync_cost_a_token_and_the_pages_of_the_list(account: Account) -> None:
    entries = [blocked(f"https://host{number}.example/page", comment=f"CHG-{number}") for number in range(MANY)]
    account.set_table("managed_urls", {f"url-{number}": entry for number, entry in enumerate(entries)})
    account.running.clear_requests()
    run = subprocess.run(
        [sys.executable, "-c", ALONE], input=json.dumps(account.connection), text=True, capture_output=True, check=True
    )
    changed, count, kilobytes = json.loads(run.stdout)
    assert (changed, count) == (False, MANY)
    assert kilobytes < MEMORY
    assert account.operations() == ["createToken", *["getManagedUrls"] * (MANY // 500)]
