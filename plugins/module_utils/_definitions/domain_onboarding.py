# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_domain_onboarding: how far a domain is on its way, and what comes next."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._run import onboarding

DEFINITION = Definition(
    onboarding.OPTIONS,
    lambda params, call: onboarding.run(params, call.check_mode),
    judge=onboarding.check,
)
