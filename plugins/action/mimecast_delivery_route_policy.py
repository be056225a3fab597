# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of mimecast_delivery_route_policy: it runs the module on the controller.

Written by make generate.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import types
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _action


class ActionModule(_action.ActionModule):
    """Runs mimecast_delivery_route_policy."""

    definition = types.definition("delivery_route_policy")
