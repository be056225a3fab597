# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up whether this run shows a summary at its end."""

from __future__ import annotations

DOCUMENTATION = r"""
name: summary_is_shown
short_description: Whether the run shows a summary at its end
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Returns whether a callback plugin of the collection shows the summary at the end of this run. The summary lists
    everything that you have to do by hand.
  - The roles of the collection use it. If there is no summary, they print themselves what you have to do by hand.
seealso:
  - plugin: mailops.mimecast.summary
    plugin_type: callback
  - plugin: mailops.mimecast.summary
    plugin_type: lookup
"""

EXAMPLES = r"""
---
- name: Print what to do by hand, if no summary does
  ansible.builtin.debug:
    msg: "{{ result.manual | mailops.mimecast.todo }}"
  when: not lookup('mailops.mimecast.summary_is_shown')
"""

RETURN = r"""
_raw:
  description:
    - A list with one boolean.
  type: list
  elements: bool
"""

from collections.abc import Sequence
from typing import Any

from ansible.plugins.lookup import LookupBase

from ansible_collections.mailops.mimecast.plugins.plugin_utils._run_summary import is_told_at_the_end


class LookupModule(LookupBase):
    """Reads the file by which a callback plugin says that it shows the summary."""

    def run(self, terms: Sequence[str], variables: Any = None, **options: Any) -> list[Any]:
        """Return a list with whether the summary is shown."""
        self.set_options(var_options=variables, direct=options)
        return [is_told_at_the_end()]
