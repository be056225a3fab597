# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types that a campaign plays with: those whose objects have names.

What an account has once has neither a name nor an end; tests/contract/test_singletons.py tries its faults.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import _all

MANAGED: dict[str, Resource] = {name: resource for name, resource in _all.MANAGED.items() if not resource.singleton}
