# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection works whichever side the live service takes where sources disagree about it.

A sample: `make contract-dialects` runs every contract test in each dialect.
"""

from __future__ import annotations

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.conftest import fresh
from ansible_collections.mailops.mimecast.tests.contract.dialects import DIALECTS
from mimecast_emulator.dialect import READINGS
from mimecast_emulator.testing import RunningEmulator

USER = "jo@example.com"

in_every_dialect = pytest.mark.parametrize("speaking", DIALECTS, ids=range(1, len(DIALECTS) + 1), indirect=True)


@pytest.fixture
def speaking(request: pytest.FixtureRequest, emulator: RunningEmulator) -> Account:
    """An account whose API speaks another dialect for one test."""
    account = fresh(emulator, "action")
    emulator.set_dialect(request.param)
    return account


def test_the_dialects_take_every_side_of_every_question() -> None:
    taken = {word for words in DIALECTS for word in words}
    others = {f"{question}={answer}" for question, answers in READINGS.items() for answer in list(answers)[1:]}
    assert others <= taken


@in_every_dialect
@pytest.mark.parametrize("resource", MANAGED.values())
def test_what_is_predicted_is_applied_in_every_dialect(speaking: Account, resource: Resource) -> None:
    entry = samples.full_entry(resource)
    speaking.predicted_and_applied(resource, entry)
    speaking.unchanged(resource, entry)


@in_every_dialect
@pytest.mark.parametrize("resource", samples.DELETED)
def test_what_goes_is_gone_in_every_dialect(speaking: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    speaking.apply(resource, entry)
    gone = {**samples.identity(resource, entry), "state": "absent"}
    speaking.predicted_and_applied(resource, gone)
    speaking.unchanged(resource, gone)


@in_every_dialect
@pytest.mark.parametrize("resource", samples.PAGED)
def test_no_page_is_missed_in_any_dialect(speaking: Account, resource: Resource) -> None:
    entries = samples.many_entries(resource, 5)
    speaking.apply(resource, {"entries": entries})
    speaking.connection["page_size"] = 2
    assert len(speaking.unchanged(resource, {"entries": entries})["entries"]) == 5


@pytest.mark.parametrize("told", READINGS["no_role"])
def test_a_user_without_a_role_holds_none_however_the_profile_says_it(plain_account: Account, told: str) -> None:
    plain_account.running.set_dialect([f"no_role={told}"])
    result = plain_account.apply(MANAGED["role_member"], {"role": "Basic Administrator", "members": [USER]}, check=True)
    unread = "# members: its other items cannot be read\n"
    assert result["diff"][0]["before"] == f"members:\n{unread}"
