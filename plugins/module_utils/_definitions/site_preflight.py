# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_site_preflight: what a site would change, judged before anything is."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import preflight, site

DEFINITION = of_account(
    {**site.OPTIONS, **site.LISTS, **preflight.OPTIONS},
    lambda params, call: preflight.run(params, RESOURCES, call),
    judge=lambda written: site.check_what_is_said(written, RESOURCES),
    from_host=(*site.OPTIONS, *site.LISTS, *(name for name in preflight.OPTIONS if name not in preflight.OF_THE_RUN)),
)
