# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Greylisting policies: which senders have to try again (CONTRACT 3.2, family greylisting)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy

_FAMILY = gateway_policy.Family("greylisting", dates=("fromDate", "toDate"))
_ACTIONS = {"greylist": "apply", "take_no_action": "no_action"}

GREYLISTING_POLICY = Resource(
    name="greylisting_policy",
    plural="greylisting_policies",
    role="gateway_policies",
    title="greylisting policy",
    summary="Manage Greylisting policies",
    doc=("Greylisting rejects the first delivery attempt of an unknown sender, and accepts the second.",),
    console=Console("Gateway | Policies | Greylisting", "New Policy"),
    fields=_FAMILY.fields(gateway_policy.option("Select Option", _ACTIONS, "What happens to mail of unknown senders.")),
    **_FAMILY.shared(),
)
