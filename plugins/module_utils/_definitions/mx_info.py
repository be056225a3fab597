# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_mx_info: the MX records that domains need, and those that DNS serves."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mx_records, one_type

DEFINITION = of_account(
    mx_records.OPTIONS,
    lambda params, call: mx_records.run(params, call.connection, MANAGED),
    spared=lambda params, call: "" if params.get("domains") else one_type.spared(RESOURCES["mx"], params, call),
    resource=RESOURCES["mx"],
    objects="domains",
)
