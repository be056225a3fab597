# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_snapshot: what the API says of an account, kept as it was said."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._run import snapshot

DEFINITION = of_account(
    snapshot.OPTIONS,
    lambda params, call: snapshot.run(params, call.connection, call.check_mode),
    judge=snapshot.check,
)
