# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that an alteration begins with and ends with: one address, a whole domain, or a local part anywhere.

It knows neither sets nor the API.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

_ANY = ("", "*")


def altered(value: Any) -> str:
    """Return an address, ``@domain`` for a whole domain, or ``local@*``, in one spelling.

    ``*@domain`` is how older pages write ``@domain`` (CONTRACT 3.5: documented; that both mean the same is inferred).

    Raises:
        Malformed: it is none of these, or matches every address that exists.
    """
    written = spelling.text(value)
    local, at, domain = written.rpartition("@")
    if (not at and written == "*") or (at and local in _ANY and domain in _ANY):
        raise Malformed(f"{shown(written)} matches every address; name an address or a domain")
    if not at:
        raise Malformed(f"{shown(written)} is not an address, expected 'name@example.com', '@example.com' or 'name@*'")
    if domain == "*":
        return f"{spelling.address(f'{local}@example.com').rpartition('@')[0]}@*"
    return f"@{spelling.domain(domain)}" if local in _ANY else spelling.address(written)


def is_domain(address: str) -> bool:
    """Whether it stands for a whole domain."""
    return address.startswith("@")


def domain_of(address: str) -> str:
    """Return the domain of an address, "" where it is any."""
    domain = address.rpartition("@")[2]
    return "" if domain == "*" else domain
