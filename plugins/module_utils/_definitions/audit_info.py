# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_audit_info: who changed what in an account."""

from __future__ import annotations

import datetime

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


DEFINITION = of_account(audit.OPTIONS, lambda params, call: audit.run(params, call.connection, _now()))
