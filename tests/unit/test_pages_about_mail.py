# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/mail_tests.md shows what is so: of its file as it stands, with the entry that it adds, and with what mends it.

It knows the page, and the engine of mail without an account.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import answer_lines, messages
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_accounts, mail_tests, site
from ansible_collections.mailops.mimecast.tests.unit.test_documentation import blocks

PAGE = Path(__file__).resolve().parents[2] / "docs/mail_tests.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILE, ENTRY = blocks(PAGE, "yaml")[:2]
DAY = "2026-11-27"


def written(*added: dict[str, Any]) -> dict[str, Any]:
    """Return the file of the page with more blocked senders policies."""
    found = yaml.safe_load(FILE)["mimecast_site"]
    return {**found, "blocked_sender_policies": [*found["blocked_sender_policies"], *added]}


(ADDED,) = yaml.safe_load(ENTRY)
STATES = {"as it stands": written(), "open": written(ADDED), "mended": written({**ADDED, "override": True})}


@pytest.mark.parametrize(("state", "fails"), [("as it stands", True), ("open", True), ("mended", False)])
def test_the_page_shows_what_the_tests_of_its_file_say(state: str, fails: bool) -> None:
    said = {"site": STATES[state]}
    told = [str(problem) for problem in mail_tests.of_file(said, site.named(RESOURCES, said, DAY), DAY).problems]
    assert bool(told) == fails
    assert all(line in TEXT for line in told)


def printed(state: str) -> list[str]:
    """Return what is printed when somebody asks for the message of the first test, as a result shows it."""
    account = mail_accounts.of_site_file(site.named(RESOURCES, {"site": STATES[state]}, DAY)).account
    message = messages.of(STATES[state]["mail_tests"][0]["message"], DAY)
    return [json.dumps(line) for line in answer_lines.lines([Engine(account).answer(message)], account, {})]


def test_every_line_that_the_page_shows_of_an_answer_is_printed() -> None:
    asked = [block for block in blocks(PAGE, "console") if "mailops.mimecast.mail_check" in block]
    lines = [line.strip() for block in asked for line in block.splitlines()]
    shown = [line.removesuffix(",").removesuffix("...") for line in lines if line.startswith('"')]
    answers = [line for state in STATES for line in printed(state)]
    assert shown
    assert [line for line in shown if not any(answer.startswith(line) for answer in answers)] == []
