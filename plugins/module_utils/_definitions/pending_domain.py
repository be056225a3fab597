# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_pending_domain: a domain on its way to be one of an account."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import one_type, pending_domains

DEFINITION = of_account(
    pending_domains.OPTIONS,
    pending_domains.run,
    judge=pending_domains.check,
    spared=lambda params, call: one_type.spared(RESOURCES["pending_domain"], params, call),
    resource=RESOURCES["pending_domain"],
)
