# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Option of every callback plugin that tells the summary of a run."""

from __future__ import annotations


class ModuleDocFragment:
    """The file of the summary."""

    DOCUMENTATION = r"""
---
options:
  file:
    description:
      - File to write the summary to, as Markdown. It has at most 60,000 characters, with the most important part
        first. Its directory must exist.
    type: str
    ini:
      - section: callback_mimecast_summary
        key: file
    env:
      - name: MIMECAST_SUMMARY_FILE
    vars:
      - name: mimecast_summary_file
"""
