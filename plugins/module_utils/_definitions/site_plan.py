# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_site_plan: the state of every object of a site."""

from __future__ import annotations

import datetime

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site, site_plan


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


DEFINITION = of_account(
    {**site.OPTIONS, **site_plan.OPTIONS},
    lambda params, call: site_plan.run(params, RESOURCES, _now(), call),
    judge=lambda written: site.check_what_is_said(written, RESOURCES),
    from_host=(*site.OPTIONS, *site.MAIL_TESTS, *site.LINT, "impact"),
    leaves_sharing=lambda written: written.get("read_only") is True,
)
