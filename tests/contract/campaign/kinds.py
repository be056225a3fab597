# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types that a campaign plays with: those whose objects, or members of them, a run makes at once.

What an account has once, what is there already and only adopted, and what waits for somebody else is tried by
tests/contract/test_singletons.py and test_domains.py, faults included.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import _all


def takes_part(resource: Resource) -> bool:
    """Whether a campaign can play with a type."""
    return not (resource.singleton or resource.adopt_only)


MANAGED: dict[str, Resource] = {name: resource for name, resource in _all.MANAGED.items() if takes_part(resource)}
