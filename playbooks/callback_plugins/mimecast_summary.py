# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The callback mailops.mimecast.summary for the playbooks beside it: Ansible loads what stands here by itself."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.callback import summary

DOCUMENTATION = summary.DOCUMENTATION


class CallbackModule(summary.CallbackModule):
    """Needs no configuration."""

    CALLBACK_NAME = "mimecast_summary"
    CALLBACK_NEEDS_ENABLED = False
