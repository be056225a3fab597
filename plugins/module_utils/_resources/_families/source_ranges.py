# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of the internet the policies with exceptions for source addresses let pass.

All policies of one file are judged together, by the public addresses that they cover, however those are written: two
halves of the internet are the internet, also in two policies. Only policies that act count.
"""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, shown

REFUSED = {4: 8, 6: 20}
"""More public addresses than a network of this length has are refused, by version of IP."""

TOLD = {4: 16, 6: 32}
"""More public addresses than a network of this length has are worth a warning, by version of IP."""

_BITS = {4: 32, 6: 128}


def whole_internet(policies: Sequence[Entry]) -> str:
    """Return the networks that are every public address, if ``policies`` let them pass together, or ""."""
    return networks.whole_internet(_sources(policies))


def grown_over(lengths: dict[int, int], before: Sequence[Entry], after: Sequence[Entry]) -> str:
    """Return how many addresses ``after`` lets pass, if they are too many and more than before, or ""."""
    former, found = (networks.public_addresses(_sources(policies)) for policies in (before, after))
    for version, length in lengths.items():
        limit = 2 ** (_BITS[version] - length)
        if found[version] > max(limit, former[version]):
            return (
                f"{_names(after)} let {found[version]:,} public IPv{version} addresses pass, more than a /{length} "
                f"network has ({limit:,})"
            )
    return ""


def _sources(policies: Sequence[Entry]) -> list[str]:
    return [network for policy in policies for network in policy.get("source_ips") or ()]


def _names(policies: Sequence[Entry]) -> str:
    """Return the names of the policies that let most addresses pass."""
    widths = [(-max(networks.public_addresses(_sources([policy])).values()), policy["name"]) for policy in policies]
    names = [shown(name) for width, name in sorted(widths) if width]
    return f"source_ips of {first_of(names, 3)}{' together' if len(names) > 1 else ''}"
