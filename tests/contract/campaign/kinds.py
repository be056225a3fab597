# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types that a campaign plays with: every one that the API manages, and those whose entries stand for others."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import _all

MANAGED: dict[str, Resource] = _all.MANAGED
STANDING: dict[str, Resource] = {name: resource for name, resource in _all.RESOURCES.items() if resource.stands_for}
"""Types without calls of their own: an entry stands for entries of other types."""
KINDS: dict[str, Resource] = {
    name: resource for name, resource in _all.RESOURCES.items() if name in {*MANAGED, *STANDING}
}
"""All of them, in the order of work."""
ELSEWHERE: dict[str, str] = {
    "pending_domain": "tests/contract/test_domain_onboarding.py",
    "mx": "tests/unit/test_mx.py",
}
"""What waits for somebody else, and which tests try it."""
