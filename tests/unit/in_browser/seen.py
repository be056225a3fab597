# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees on the page of a report, and what they do with it."""

from __future__ import annotations

from collections.abc import Callable

from ansible_collections.mailops.mimecast.tests.unit.in_browser.chromium import Browser

Show = Callable[..., Browser]
"""Opens the page over accounts."""


def shown(browser: Browser) -> list[str]:
    """Names of the accounts in sight."""
    found: list[str] = browser.value(
        "[...document.querySelectorAll('details.account')].filter(node => !node.hidden)"
        ".map(node => node.querySelector('h3').textContent)"
    )
    return found


def cards(browser: Browser) -> list[str]:
    """Names of the objects in sight, with all accounts open."""
    browser.value("document.getElementById('open').click()")
    found: list[str] = browser.value(
        "new Promise(done => setTimeout(() => "
        "done([...document.querySelectorAll('.account:not([hidden]) .object .head > h4')]"
        ".map(node => node.lastChild.textContent)), 50))"
    )
    return found


def search(browser: Browser, text: str) -> None:
    """Type into the search field."""
    browser.value(
        f"(() => {{ const field = document.getElementById('find'); field.value = {text!r};"
        "field.dispatchEvent(new Event('input')); })()"
    )


def click(browser: Browser, selector: str) -> None:
    """Click on an element."""
    browser.value(f"document.querySelector({selector!r}).click()")
