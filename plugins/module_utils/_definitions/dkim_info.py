# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_dkim_info: the DKIM records that definitions need, and those that DNS serves."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import dkim_records

DEFINITION = of_account(
    dkim_records.OPTIONS,
    lambda params, call: dkim_records.run(params, call.connection, MANAGED, call.check_mode),
)
