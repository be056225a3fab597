# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that tells what is left to a person as numbered lines."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: todo
short_description: List the steps for a person as numbered lines
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Turns C(manual) of a module's result into numbered lines. The last lines are the records to paste into the site file
    after the steps are done, with today's date.
options:
  _input:
    description: The value of C(manual) in the result of a module.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
---
- name: Permit the addresses of the scanner
  mailops.mimecast.mimecast_ip_permit:
    entries:
      - {name: Scanner, source_ips: [192.0.2.10]}
  register: permits

- name: Show the steps for a person
  ansible.builtin.debug:
    msg: "{{ permits.manual | mailops.mimecast.todo }}"
  when: permits.manual | default([]) | length > 0
"""

RETURN = r"""
---
_value:
  description: The lines, without line breaks.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._report import summary_text
from ansible_collections.mailops.mimecast.plugins.module_utils._run.planning import today
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain


def as_todo(manual: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what a task returned under ``manual`` as numbered lines, and the records to paste afterwards."""
    return summary_text.jobs(plain(manual), today())


class FilterModule:
    """The collection's filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by name."""
        return {"todo": as_todo}
