# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, and the page of a report opened in it.

Without a browser these tests do not run and say so, loudly; continuous integration fails then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from ansible_collections.mailops.mimecast.tests.unit.in_browser.chromium import NAMES, Browser, installed
from ansible_collections.mailops.mimecast.tests.unit.in_browser.seen import Show
from ansible_collections.mailops.mimecast.tests.unit.test_report_page import html_of

AXE = Path(__file__).resolve().parents[3] / ".cache/npm/node_modules/axe-core/axe.min.js"


def untested(what: str) -> NoReturn:
    """Skip what cannot be tested here, so that run_parts.py tells it last, or fail in continuous integration."""
    told = f"NOT TESTED: {what}. `make browser` brings it where it may"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    program = installed()
    if program is None:
        untested(f"the page of the report in a browser, because none of {', '.join(NAMES)} is in PATH")
    with Browser(program) as running:
        yield running


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens the page over accounts; afterwards the browser must have nothing to complain of, and asked for nothing."""
    path = tmp_path / "drift.html"

    def opened(
        *accounts: Any, width: int = 1280, height: int = 900, scheme: str = "light", former: Any = None
    ) -> Browser:
        path.write_text(html_of(*accounts, former=former), encoding="utf-8")
        browser.scheme(scheme)
        browser.width(width, height)
        browser.open(path)
        return browser

    yield opened
    assert browser.told("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled") == []
    assert {event["request"]["url"] for event in browser.told("Network.requestWillBeSent")} == {path.as_uri()}
    assert browser.told("Page.javascriptDialogOpening") == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The script axe-core, which judges how a page does for people who do not see it or use no mouse."""
    if not AXE.exists():
        untested("whether the page of the report can be used without eyes or a mouse, because axe-core is not here")
    return AXE.read_text(encoding="utf-8")
