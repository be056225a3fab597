# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_mail_check: what happens to a message."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_check, site

DEFINITION = of_account(
    {**site.OPTIONS, **site.LISTS, **mail_check.OPTIONS},
    lambda params, call: mail_check.run(params, RESOURCES, call),
    judge=lambda written: mail_check.check(written, RESOURCES),
    from_host=(*site.OPTIONS, *site.LISTS, "limits", "apply_via"),
)
