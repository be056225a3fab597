# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of an account is worked out once, whoever asks for it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts, Known


@pytest.mark.parametrize(("work", "name"), [("as_is", "present"), ("as_planned", "planned")])
def test_an_account_is_made_once_and_only_when_it_is_asked_for(
    work: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Known] = []

    def make(*_given: Any) -> Known:
        made.append(Known({}, {}))
        return made[-1]

    monkeypatch.setattr(mail_accounts, work, make)
    found = Accounts(cast("Any", None), Belief(), (), {})
    assert not made
    assert getattr(found, name).account is getattr(found, name).account
    assert len(made) == 1
