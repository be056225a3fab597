# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""drift.html as text: what it asks of a browser, and what stands in it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._report import document, page
from ansible_collections.mailops.mimecast.tests.unit.report_samples import (
    GENERATED,
    HOSTILE,
    account,
    calm,
    item,
    several,
)


def html_of(*accounts: Any, title: str = "Drift", former: Any = None) -> str:
    """The page over accounts."""
    return page.page(document.document(title, GENERATED, accounts, former))


def test_the_page_names_no_other_place() -> None:
    text = html_of(*several())
    assert re.findall(r"https?:|//[a-z]|\burl\(|@import|<link|<img|<iframe|\bsrc=|\bhref=\"[^#]", text) == []


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else() -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html_of())
    assert [part.split()[0] for part in policy.split("; ")] == [
        "default-src",
        "script-src",
        "style-src",
        "base-uri",
        "form-action",
    ]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_never_becomes_markup(name: str) -> None:
    object_ = item(
        "user", name, "drifted", "update", before={name: name}, after={name: [name]}, reason=name, where=name
    )
    error = {"name": name, "region": name, "error": name}
    plain, hostile = (
        html_of(account("a", item("user", "b", "missing")), {"name": "c"}),
        html_of(account(name, object_), error),
    )
    count = re.compile(r"<(?:script|/script|img|!--)")
    assert len(count.findall(hostile)) == len(count.findall(plain))
    assert all(
        character.isprintable() or character == "\n" for character in html_of(account(name, object_), error, title=name)
    )


def test_objects_in_sync_are_named_while_they_are_few_and_counted_when_they_are_many() -> None:
    text = html_of(account("acorn", *calm(page.FEW)), account("birch", *calm(60)))
    assert "user11@example.com" in text
    assert "user12@example.com" not in text
    assert '"in_sync":60' in text


def test_a_reader_without_scripts_sees_the_accounts() -> None:
    (text,) = re.findall(r"<noscript>(.*)</noscript>", html_of(*several()))
    assert all(f"<td>{name}</td>" in text for name in ("acorn", "birch", "cedar", "elm"))
