#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_site_check
short_description: Check a site file without an account
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Checks a site file and a baseline as the other modules would, and names every mistake with
    its place in the file and what would be right. It needs no account, no credentials and no
    network.
  - What only the account can tell, such as whether a group outside the file exists, is checked
    by the modules before they change anything.
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.reads
"""

EXAMPLES = r"""
---
- name: Check a site before anything is sent
  mailops.mimecast.mimecast_site_check:
    site:
      delivery_routes:
        - {name: Exchange on-premises, hostname: mail.example.com}
      ip_permits:
        - {name: Permitted IP Addresses, source_ips: [192.0.2.10]}
"""

RETURN = r"""
---
counts:
  description: How many entries the merged site has under each key.
  returned: success
  type: dict
  sample: {delivery_routes: 2, ip_permits: 1}
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import site_check


def main() -> None:
    """Run the module."""
    _ansible.main(site_check.DEFINITION)


if __name__ == "__main__":
    main()
