# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""drift.html for everybody: without a mouse, without eyes, on a phone, in the dark."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._report import document
from ansible_collections.mailops.mimecast.tests.unit.in_browser.chromium import Browser
from ansible_collections.mailops.mimecast.tests.unit.in_browser.seen import Show, click
from ansible_collections.mailops.mimecast.tests.unit.report_samples import (
    EXTRA,
    HOSTILE,
    MEMBERS,
    MISSING,
    OF_MAIL,
    PORT,
    account,
    breaking,
    item,
    several,
    sixty,
)

EVERYTHING_DRAWN = (
    "document.querySelectorAll('.object, .account').forEach(node => { node.style.contentVisibility = 'visible'; })"
)
"""axe-core takes what is out of sight and not drawn yet for something that others lie upon."""
EVERYTHING_OPEN = (
    "new Promise(done => { document.querySelectorAll('details').forEach(node => { node.open = true; });"
    f"setTimeout(() => {{ {EVERYTHING_DRAWN}; done(true); }}, 200); }})"
)


def findings(seen: Browser, axe: str) -> tuple[list[Any], int]:
    """What axe-core finds fault with, or cannot judge, and how many of its rules the page keeps."""
    seen.value(f"{axe};0")
    found = seen.value(
        "axe.run().then(made => ({"
        "wrong: [...made.violations, ...made.incomplete].map(each => [each.id, each.nodes.map(node => node.html)]),"
        "kept: made.passes.length}))"
    )
    return found["wrong"], found["kept"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_as_it_opens_and_with_everything_open(show: Show, axe: str, width: int, scheme: str) -> None:
    former = document.document("Drift", "2026-11-22T03:00:00Z", [account("cust08", MEMBERS), account("of-mail", PORT)])
    changed = {"time": "2026-11-21T09:00:00+0000", "user": "sam@example.com", "kind": "Route Changed", "object": ""}
    events = [{**changed, "text": "'Exchange on-premises': port"}]
    of_mail = account("of-mail", PORT, **OF_MAIL, events=events, audited_days=30)
    broken = account("broken", MISSING, EXTRA, **breaking(MISSING, EXTRA))
    seen = show(*sixty(), of_mail, broken, width=width, scheme=scheme, former=former)
    seen.value(EVERYTHING_DRAWN)
    wrong, kept = findings(seen, axe)
    assert (wrong, kept > 20) == ([], True)
    seen.value(EVERYTHING_OPEN)
    assert findings(seen, axe)[0] == []


def test_axe_finds_no_fault_with_a_page_where_nothing_differs_or_nothing_matches(show: Show, axe: str) -> None:
    assert findings(show(account("acorn")), axe)[0] == []
    seen = show(*several())
    seen.value(
        "(() => { const field = document.getElementById('find'); field.value = 'no such thing';"
        "field.dispatchEvent(new Event('input')); })()"
    )
    assert findings(seen, axe)[0] == []


def test_axe_finds_a_fault_that_is_made(show: Show, axe: str) -> None:
    seen = show(*several())
    seen.value("document.getElementById('print').textContent = ''")
    assert [rule for rule, _nodes in findings(seen, axe)[0]] == ["button-name"]


def test_the_page_is_worked_from_top_to_bottom_with_the_tab_key(show: Show) -> None:
    """Every control that is in sight gets the focus, in the order of the page, and the focus can be seen."""
    seen = show(account("acorn", MEMBERS, MISSING), {"name": "birch", "error": "503"})
    reached: list[list[object]] = []
    for _step in range(60):
        seen.press("Tab", 9)
        found = seen.value(
            "(() => { const node = document.activeElement; if (node === document.body) return null;"
            "const style = getComputedStyle(node); return [node.tagName, node.id || node.textContent, "
            "style.outlineStyle !== 'none' || node.matches('.skip')]; })()"
        )
        if found is None or found in reached[-1:]:
            break
        reached.append(found)
    assert [name for _tag, name, visible in reached if not visible] == []
    names = [name for _tag, name, _visible in reached]
    assert names[0] == "Skip to what needs a decision"
    expected = ["print", "theme", "birch", "acorn", "find", "type", "open", "close"]
    assert [name for name in names if name in expected] == expected
    controls = seen.value(
        "[...document.querySelectorAll('a[href], button, input, select, summary')].filter(node => "
        "node.checkVisibility() && node.getClientRects().length).length"
    )
    assert len(reached) == controls


def test_a_decision_opens_and_is_copied_with_the_keyboard(show: Show) -> None:
    seen = show(account("acorn", MEMBERS))
    seen.value(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.taken = text; }}});"
        "document.querySelector('.decision > summary').focus()"
    )
    seen.press("Enter", 13, "\r")
    assert seen.value("document.querySelector('.decision').open")
    seen.value("new Promise(done => setTimeout(() => done(0), 50))")
    seen.press("Tab", 9)
    assert seen.value("document.activeElement.getAttribute('aria-label')") == "Copy the command"
    seen.press("Enter", 13, "\r")
    assert seen.value("new Promise(done => setTimeout(() => done(window.taken), 50))").endswith("--check --diff")
    assert seen.value("document.activeElement.getAttribute('aria-label')") == "Copy the command"


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_wider_than_the_window_with_everything_open(show: Show, width: int) -> None:
    hostile = [item("user", "n" * 200, "drifted", "update", before={"x": name * 40}, reason=name) for name in HOSTILE]
    seen = show(*sixty(), account("w" * 200, *hostile), width=width)
    seen.value(EVERYTHING_OPEN)
    assert seen.value("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_pressed_on_a_phone_is_large_enough(show: Show) -> None:
    """24 by 24 pixels, as WCAG 2.2 asks in 2.5.8; a link within a sentence may be smaller."""
    seen = show(*sixty(), width=360)
    small = seen.value(
        "[...document.querySelectorAll('button, summary, select, input:not([type=checkbox])')].filter(node => {"
        "const box = node.getBoundingClientRect(); return box.width && (box.width < 24 || box.height < 24); })"
        ".map(node => node.textContent)"
    )
    assert small == []


def test_the_dark_page_is_printed_as_a_light_one(show: Show) -> None:
    seen = show(*several(), scheme="dark")
    click(seen, "#theme")
    click(seen, "#theme")
    seen.send("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    colour = seen.value("getComputedStyle(document.body).backgroundColor")
    seen.send("Emulation.setEmulatedMedia", media="")
    assert colour == "rgb(255, 255, 255)"
