# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about the migration from 1.0.0: what is old is refused in its words, what is new runs.

It compares the page with what runs, and knows no module.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import CHECKOUT, Ansible, Run
from mimecast_emulator.testing import RunningEmulator

PAGE = (CHECKOUT / "docs/migrate_from_1.md").read_text(encoding="utf-8")
SITE = "mailops.mimecast.site"
REMOVED_FILE = "Could not find specified file in role: tasks/removal"


def blocks(note: str) -> list[Any]:
    """Return what the blocks below a comment of the page hold."""
    found = re.findall(rf"^<!-- {re.escape(note)} -->\n```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return [yaml.safe_load(block) for block in found]


((OLD_SITE,), (NEW_SITE,)) = (blocks(f"site of {version}") for version in ("1.0.0", "2.0.0"))
OLD_PLAYS, NEW_PLAYS = (blocks(f"play of {version}") for version in ("1.0.0", "2.0.0"))


class Account:
    """An account of its own, and runs against it."""

    def __init__(self, ansible: Ansible, emulator: RunningEmulator) -> None:
        self._ansible = ansible
        self._emulator = emulator
        self._environment = {
            "MIMECAST_BASE_URL": emulator.base_url,
            "MIMECAST_CLIENT_ID": "acorn",
            "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"],
        }

    def apply(self, what: str | list[Any], site: Any, *options: str) -> Run:
        """Run a playbook by its name, or plays, with a site."""
        if isinstance(what, list):
            return self._ansible.plays(what, {}, *options, variables=site, environment=self._environment)
        return self._ansible.play(what, {}, *options, variables=site, environment=self._environment)

    @property
    def writes(self) -> int:
        """Requests so far that could have changed something."""
        return len(writes(self._emulator))


@pytest.fixture
def account(any_ansible: Ansible, emulator: RunningEmulator) -> Account:
    """A new account."""
    return Account(any_ansible, emulator)


def changes(run: Run) -> list[tuple[str, str]]:
    """Return type and name of all objects that a run changed."""
    assert run.code == 0, run.output
    return [(change["resource"], change["name"]) for result in run.changes for change in result.data.get("plan") or []]


def test_the_old_site_is_refused_with_the_words_of_the_page_before_anything_is_sent(account: Account) -> None:
    run = account.apply(SITE, OLD_SITE)
    ((_host, _task, message),) = run.failures
    told = re.search(r"^```text\n(.*?)\n```", PAGE, re.DOTALL | re.MULTILINE)
    assert told
    for line in told.group(1).splitlines():
        assert line in message
    assert (len(message.splitlines()), account.writes) == (2, 0)


def test_what_is_alike_in_both_sites_is_applied_as_it_was_and_the_rest_is_what_the_page_tells_of(
    account: Account,
) -> None:
    """The names below are those of the entries that differ between the two files of the page."""
    kept = {
        plural: [entry for entry in entries if entry in NEW_SITE["mimecast_site"][plural]]
        for plural, entries in OLD_SITE["mimecast_site"].items()
    }
    assert changes(account.apply(SITE, {"mimecast_site": kept})) == [("delivery_route", "Exchange on-premises")]
    rest = [
        ("sender_group", "2024"),
        ("sender_group", "Blocked Senders"),
        ("delivery_route_policy", "Inbound to Exchange"),
    ]
    assert changes(account.apply(SITE, NEW_SITE)) == rest
    assert changes(account.apply(SITE, NEW_SITE)) == []


def test_the_page_shows_each_old_play_and_what_replaces_it() -> None:
    assert len(OLD_PLAYS) == len(NEW_PLAYS) == 3


@pytest.mark.parametrize("play", OLD_PLAYS)
def test_an_old_play_fails_with_the_words_of_the_page_and_sends_nothing(play: list[Any], account: Account) -> None:
    run = account.apply(play, NEW_SITE)
    told = [*re.findall(r"fails with \*(.+?)\*", PAGE), REMOVED_FILE]
    assert run.code != 0
    assert [words for words in told if words in " ".join(run.output.split())] == [told[OLD_PLAYS.index(play)]]
    assert account.writes == 0


@pytest.mark.parametrize("play", NEW_PLAYS)
def test_a_new_play_is_predicted_applied_and_leaves_nothing_to_do(play: list[Any], account: Account) -> None:
    predicted = changes(account.apply(play, NEW_SITE, "--check"))
    assert account.writes == 0
    assert changes(account.apply(play, NEW_SITE)) == predicted != []
    assert changes(account.apply(play, NEW_SITE)) == []
