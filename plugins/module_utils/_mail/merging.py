# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions of mail put together where they differ in one dimension alone, so that few words tell of them."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import (
    HEADERS,
    HOSTNAMES,
    RECIPIENTS,
    SENDERS,
    SERVERS,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import SAME, Region

_ORDER = (SERVERS, HOSTNAMES, HEADERS, RECIPIENTS, SENDERS)


def merged(regions: Iterable[Region]) -> list[Region]:
    """Return the fewest regions found that hold the same mail."""
    found = [_with_empty_header(region) for region in regions]
    count = 0
    while len(found) != count:
        count = len(found)
        for dimension in _ORDER:
            found = _merged_in(dimension, found)
    return found


def _merged_in(dimension: int, regions: Iterable[Region]) -> list[Region]:
    """Return regions with those as one that differ in one dimension alone."""
    together: dict[Region, Mask] = {}
    for region in regions:
        rest = region.cut(dimension, 0)
        together[rest] = together.get(rest, 0) | region.masks[dimension]
    return [rest.cut(dimension, mask) for rest, mask in together.items()]


def _with_empty_header(region: Region) -> Region:
    """Return a region with the empty header, where there is no such mail, as if there were: it makes no difference."""
    if region.senders == SAME or region.masks[SENDERS] & 1:
        return region
    return region.cut(HEADERS, region.masks[HEADERS] | 1)
