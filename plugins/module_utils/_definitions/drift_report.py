# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_drift_report: what was found out about accounts, kept as reports."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._report import files

DEFINITION = Definition(files.OPTIONS, lambda params, call: files.run(params), over_hosts=True)
