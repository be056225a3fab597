# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""drift.html of many accounts: how long a person waits until it is there, until it is filtered, until it is printed.

The times are the browser's own. Those of opening and filtering are for a machine on which a page without accounts opens
in EMPTY milliseconds, and longer in proportion where that takes longer in the same run, as on a busy machine. That of
printing is what the processors worked, which on a machine with nothing else to do is not less than what a person waits.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.unit.in_browser.chromium import Browser
from ansible_collections.mailops.mimecast.tests.unit.report_samples import (
    EXTRA,
    MEMBERS,
    MISSING,
    PORT,
    account,
)
from ansible_collections.mailops.mimecast.tests.unit.test_report_page import html_of

EMPTY = 40.0
OPENS = 1000.0
FILTERS = 100.0
PRINTS = 5.0
TIMES = 3


def many(accounts: int, objects: int) -> list[Any]:
    """Accounts of which no object is as it should be, and no two objects have one name."""
    kinds = (PORT, MEMBERS, MISSING, EXTRA)
    return [
        account(
            f"customer-{number:03}",
            *({**kinds[index % 4], "name": f"{kinds[index % 4]['name']} {number}-{index}"} for index in range(objects)),
        )
        for number in range(accounts)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page without accounts."""
    path = tmp_path_factory.mktemp("speed")
    (path / "empty.html").write_text(html_of(), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path) -> float:
    """Open a page, and return after how many milliseconds it was there to be read."""
    browser.width(1280, 800)
    browser.open(path)
    milliseconds: float = browser.value(
        "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
    )
    return milliseconds


def slowness(browser: Browser, folder: Path) -> float:
    """How many times slower than meant this machine is now; never less than 1."""
    return max(1.0, opened(browser, folder / "empty.html") / EMPTY)


def filtered(browser: Browser, text: str) -> float:
    """Search, and return after how many milliseconds the page was laid out anew."""
    milliseconds: float = browser.value(
        "(() => { const start = performance.now(); const field = document.getElementById('find');"
        f"field.value = {text!r}; field.dispatchEvent(new Event('input'));"
        "document.body.getBoundingClientRect(); return performance.now() - start; })()"
    )
    return milliseconds


def test_five_hundred_accounts_with_twenty_thousand_objects_open_and_are_filtered_at_once(
    browser: Browser, folder: Path
) -> None:
    path = folder / "many.html"
    path.write_text(html_of(*many(500, 40)), encoding="utf-8")
    opens, filters = [], []
    for _time in range(TIMES):
        slow = slowness(browser, folder)
        opens.append(opened(browser, path) / slow)
        browser.value("new Promise(done => requestIdleCallback(() => setTimeout(done, 500)))")
        filters.append(max(filtered(browser, text) for text in ("customer-29", "worse", "no such thing", "")) / slow)
    assert min(opens) <= OPENS, opens
    assert min(filters) <= FILTERS, filters


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells what a process has worked")
def test_two_hundred_accounts_with_fifteen_thousand_objects_are_printed_in_five_seconds(
    browser: Browser, folder: Path
) -> None:
    path = folder / "printed.html"
    path.write_text(html_of(*many(200, 75)), encoding="utf-8")
    opened(browser, path)
    before = browser.processor_seconds()
    assert browser.printed().startswith(b"%PDF")
    assert 0 < browser.processor_seconds() - before <= PRINTS


def test_a_print_of_many_objects_has_every_one_of_them(browser: Browser, folder: Path) -> None:
    path = folder / "several.html"
    path.write_text(html_of(*many(10, 40), account("calm")), encoding="utf-8")
    opened(browser, path)
    browser.value("window.addEventListener('beforeprint', () => { window.paper = document.body.innerText; })")
    browser.send("Emulation.setEmulatedMedia", media="print")
    browser.printed()
    browser.send("Emulation.setEmulatedMedia", media="")
    paper = browser.value("window.paper")
    names = [found["name"] for each in many(10, 40) for found in each["result"]["objects"]]
    assert [name for name in names if name not in paper] == []
    assert "spammer@bad.example (note: CHG-1)" in paper
    assert "In sync\n\ncalm" in paper
    assert browser.value("[document.getElementById('paper'), document.body.className]") == [None, ""]
