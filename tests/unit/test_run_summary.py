# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the callbacks of the summary do when a run begins."""

from __future__ import annotations

import gc
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.plugins.callback import default

from ansible_collections.mailops.mimecast.plugins.callback import plan, summary


@pytest.mark.parametrize("kind", [plan.CallbackModule, summary.CallbackModule], ids=["plan", "summary"])
def test_what_is_loaded_is_left_out_of_the_search_for_garbage(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default.CallbackModule, "v2_playbook_on_start", lambda _self, _playbook: None)
    gc.unfreeze()
    try:
        kind().v2_playbook_on_start(SimpleNamespace())
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
