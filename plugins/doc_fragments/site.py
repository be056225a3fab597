# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of every module that takes a whole site."""

from __future__ import annotations


class ModuleDocFragment:
    """A site and its baseline."""

    DOCUMENTATION = r"""
---
options:
  site:
    description:
      - Settings of one account, as lists under the keys of a site file.
      - L(The site file,https://github.com/mailops/mimecast/blob/main/docs/site_file.md) explains every key.
        C(docs/site.schema.json) lets an editor check and complete them.
    type: dict
  baseline:
    description:
      - Settings that all accounts share, under the same keys. Entries with the same natural key are merged, and the
        site overrides the baseline.
    type: dict
"""
