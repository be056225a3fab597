# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_site_check: whether the files of a site are right, without the account."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning, site, site_check

DEFINITION = Definition(
    {**site.OPTIONS, **site.MAIL_TESTS, **site.LINT},
    lambda params, call: site_check.run(params, RESOURCES, planning.today()),
    judge=lambda written: site.check_what_is_said(written, RESOURCES),
    from_host=(*site.OPTIONS, *site.MAIL_TESTS, *site.LINT),
    looks_at_files=True,
)
