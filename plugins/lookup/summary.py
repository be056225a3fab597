# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up what the earlier plays of this run did or would do."""

from __future__ import annotations

DOCUMENTATION = r"""
name: summary
short_description: What earlier plays did or would do to each account
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Returns the summary of the run, as it is when a play begins. Use it with C(ansible.builtin.set_stats), in a play
    after the one that works on the accounts.
  - The playbook C(mailops.mimecast.site) does so. In a play of your own, enable P(mailops.mimecast.summary#callback).
    Without it, and before anything was predicted or changed, the summary is empty.
seealso:
  - plugin: mailops.mimecast.summary
    plugin_type: callback
  - plugin: mailops.mimecast.summary_is_shown
    plugin_type: lookup
"""

EXAMPLES = r"""
---
- name: Tell the workflow
  ansible.builtin.set_stats:
    data:
      mimecast_summary: "{{ lookup('mailops.mimecast.summary') }}"
  run_once: true
"""

RETURN = r"""
_raw:
  description:
    - A list with one mapping. C(totals) has the numbers of all accounts.
      C(accounts) has every account that is not in sync or has a failed mail test or a finding of lint, with its
      C(status) (V(failed), V(different), V(changed) or V(in_sync)), its numbers and its C(error).
    - C(changes) has each change once, with its accounts, but at most 200 changes. C(changes_left_out) is the number
      of others.
    - C(mail_tests_failed) has each mail test that failed, and C(findings) has each finding of lint. Each of them is
      there once, as C(text), with C(why) and its accounts. Both lists have at most 200 items.
    - C(check_mode) is true if nothing was changed.
  type: list
  elements: dict
"""

import json
from collections.abc import Sequence
from typing import Any

from ansible.plugins.lookup import LookupBase

from ansible_collections.mailops.mimecast.plugins.plugin_utils._run_summary import told_file


class LookupModule(LookupBase):
    """Reads the file in which the callback plugin keeps the summary."""

    def run(self, terms: Sequence[str], variables: Any = None, **options: Any) -> list[Any]:
        """Return a list with the summary."""
        self.set_options(var_options=variables, direct=options)
        return [json.loads(told_file().read() or b"{}")]
