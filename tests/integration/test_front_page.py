# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front page shows what really happens: its first site file, its first diff, its playbook of modules.

It compares what the page shows with what a new account answers, and knows no module.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import CHECKOUT, Ansible
from ansible_collections.mailops.mimecast.tests.tooling import pictures
from mimecast_emulator.testing import RunningEmulator

PAGE = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SITE = "mailops.mimecast.site"


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def environment(emulator: RunningEmulator) -> dict[str, str]:
    """The credentials of an account, where the page puts them."""
    return {
        "MIMECAST_BASE_URL": emulator.base_url,
        "MIMECAST_CLIENT_ID": "acorn",
        "MIMECAST_CLIENT_SECRET": ACCOUNTS["acorn"],
    }


def test_the_first_site_file_has_the_diff_beside_it(
    any_ansible: Ansible, emulator: RunningEmulator, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "mysite.yml"
    file.write_text(blocks("yaml")[0], encoding="utf-8")
    command, shown = blocks("console")[0].split("\n", 1)
    assert command == f"$ ansible-playbook {SITE} -e @mysite.yml --check --diff"
    run = any_ansible.play(SITE, {}, "-e", f"@{file}", "--check", "--diff", environment=environment)
    assert (run.code, writes(emulator)) == (0, [])
    assert shown in run.screen


def test_the_playbook_of_modules_has_ten_lines_and_changes_nothing_the_second_time(
    any_ansible: Ansible, environment: dict[str, str]
) -> None:
    (block,) = [text for text in blocks("yaml") if "\n  tasks:\n" in text]
    assert len(block.splitlines()) == 10
    plays = yaml.safe_load(block)
    names = [task["name"] for task in plays[0]["tasks"]]
    for expected in (names, []):
        run = any_ansible.plays(plays, {}, environment=environment)
        assert (run.code, [result.task for result in run.changes]) == (0, expected)


def test_the_picture_of_a_question_about_mail_shows_the_answer_of_today(any_ansible: Ansible) -> None:
    words = pictures.question().removeprefix("$ ansible-playbook ").split()
    options = [str(CHECKOUT / word) if word.startswith("playbooks/") else word for word in words[1:]]
    answered = pictures.answer(any_ansible.play(words[0], {}, *options).screen.splitlines())
    shown = pictures.texts((pictures.IMAGES / "mail_check.svg").read_text("utf-8"))
    assert " ".join(shown).split() == " ".join([pictures.question(), *answered]).split(), "run make pictures"
