# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of every module that asks DNS."""

from __future__ import annotations


class ModuleDocFragment:
    """Which DNS servers to query, and how; with lint, whether to query any."""

    DOCUMENTATION = r"""
---
options:
  nameservers:
    description:
      - IP addresses of the DNS servers to query. By default, the system's.
    type: list
    elements: str
  nameserver_port:
    description:
      - Port of O(nameservers).
    type: int
    default: 53
  dns_timeout:
    description:
      - Seconds to wait for DNS.
    type: float
    default: 5.0
"""

    LINT = r"""
---
options:
  lint_dns:
    description:
      - Whether lint asks DNS for the SPF records that anti-spoofing bypass policies name, and for the records that
        these include. If a record cannot be read, the task warns and does not check it.
      - Set O(nameservers), O(nameserver_port) and O(dns_timeout) to choose the DNS servers.
    type: bool
    default: false
    version_added: 2.0.0
requirements:
  - dnspython, with O(lint_dns=true)
"""
