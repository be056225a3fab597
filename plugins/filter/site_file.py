# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that writes an account as the text of a site file."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: site_file
short_description: Write an account as a site file
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Turns what M(mailops.mimecast.mimecast_info) read into the text of a site file, ordered and with comments.
  - Passwords, which Mimecast never gives back, become variables. Text that looks like a template is marked C(!unsafe).
options:
  _input:
    description: Result of M(mailops.mimecast.mimecast_info).
    type: dict
    required: true
"""

EXAMPLES = r"""
---
- name: Read the account
  mailops.mimecast.mimecast_info:
  register: account

- name: Keep it as a site file
  ansible.builtin.copy:
    content: "{{ account | mailops.mimecast.site_file }}"
    dest: site.yml
    mode: "0640"
"""

RETURN = r"""
---
_value:
  description: Text of a site file.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._report import site_text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED


def as_site_file(read: Any) -> str:
    """Return an account that mimecast_info read as the text of a site file."""
    return site_text.site_file(MANAGED, read)


class FilterModule:
    """The collection's filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by name."""
        return {"site_file": as_site_file}
