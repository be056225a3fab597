# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the mail engine, over random small accounts and messages."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.tests.unit.mail import naive, worlds

many = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(worlds.entries(), worlds.messages, worlds.readings)
def test_under_each_single_hypothesis_a_naive_loop_says_the_same(
    entries: dict[str, Any], message: Message, readings: dict[str, str]
) -> None:
    found = Engine(accounts.built(entries, spf=worlds.SPF)).under(message, worlds.asking(readings))
    asked = {
        "from": message.envelope_from,
        "header_from": message.header_from,
        "to": message.recipient,
        "ip": message.ip,
        "hostname": message.hostname,
        "day": message.day,
    }
    wanted = naive.effects(naive.World(entries, asked, readings, worlds.SPF))
    by = wanted.pop("by")
    assert found.effects == wanted
    assert all(str(name) in str(found) for name in by.values())
