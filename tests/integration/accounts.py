# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated accounts of the integration tests, and hosts that manage them.

May not know about playbooks or what modules do.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from mimecast_emulator.testing import RunningEmulator

ACCOUNTS = {name: f"{name}-secret" for name in ("acorn", "harbour", "willow")}

# A task runs inside the controller, or as an ordinary module where its host is reached in another way.
DOORS: dict[str, dict[str, Any]] = {"action": {}, "module": {"ansible_connection": "own_machine"}}


def host(emulator: RunningEmulator, account: str, door: str = "action", **variables: Any) -> dict[str, Any]:
    """The variables of a host that manages an account, with the options of the modules that it is to run."""
    credentials = {"base_url": emulator.base_url, "client_id": account, "client_secret": ACCOUNTS[account]}
    return {**credentials, **DOORS[door], **variables}


def site_host(emulator: RunningEmulator, account: str, secret: str = "", **variables: Any) -> dict[str, Any]:
    """The variables of a host as users write them: how it is reached, and whatever it is to be."""
    reached = {
        "mimecast_base_url": emulator.base_url,
        "mimecast_client_id": account,
        "mimecast_client_secret": secret or ACCOUNTS[account],
        "mimecast_retry_budget": 0,
    }
    return {**reached, **variables}


def writes(emulator: RunningEmulator) -> list[dict[str, Any]]:
    """The requests so far that changed something or would have."""
    return [request for request in emulator.requests() if request["write"]]


def operations(emulator: RunningEmulator, account: str) -> Counter[str]:
    """How often each operation was asked for so far, by one account."""
    return Counter(request["operation"] for request in emulator.requests() if request["account"] == account)
