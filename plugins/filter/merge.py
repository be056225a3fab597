# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters that make one site of a baseline and a host's own site, and tell where each entry stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _export


def merge(baseline: Any, site: Any) -> dict[str, Any]:
    """Return the merged site; entries that are no mappings stay as they are, for the check to name."""
    return site_file.merge(RESOURCES, baseline, site)


def entry_paths(baseline: Any, site: Any) -> dict[str, list[str]]:
    """Return, for each list of the merged site, the path of every entry."""
    return site_file.entry_paths(RESOURCES, baseline, site)


def names(site: Any) -> dict[str, list[str]]:
    """Return the names of what a site wants to be there."""
    return site_file.names(RESOURCES, site)


def as_site_file(read: Any) -> str:
    """Return an account that mimecast_info read as the text of a site file."""
    return _export.site_file(MANAGED, read)


class FilterModule:
    """The collection's filters."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"merge": merge, "entry_paths": entry_paths, "names": names, "site_file": as_site_file}
