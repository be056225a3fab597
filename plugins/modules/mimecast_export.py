#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_export
short_description: Write an account into a site file
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Reads some or all of the types that the collection manages, and writes them into a site file that you can review
    and apply. It changes nothing in the account.
  - The file is written on the controller, whatever connection the host has. No Python interpreter of a target is
    needed. The file is replaced in one step, and only its owner and group can read it.
  - Objects that a directory or Mimecast itself owns are left out and counted. A type that cannot be read is named with
    the reason, and never written as empty. Mimecast does not return passwords, so these become variables.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.files
options:
  dest:
    description:
      - File to write. Its folder has to exist.
    type: path
    required: true
  types:
    description:
      - 'Types to read, by their keys in the site file. Default: all types.'
    type: list
    elements: str
    choices:
      - sender_groups
      - delivery_routes
      - delivery_route_policies
      - dkim_definitions
      - dkim_policies
      - ip_permits
      - blocked_sender_policies
      - anti_spoofing_policies
      - anti_spoofing_bypass_policies
      - greylisting_policies
      - address_alteration_sets
      - address_alteration_policies
      - managed_urls
      - web_security_url_policies
      - users
      - role_members
      - attachment_sets
      - internal_domains
      - outbound_ips
      - emergency_contact
  scan_users:
    description:
      - Read every user of the account to find out who holds a role. This costs one request per user, and more than
        an hour for ten thousand users.
    type: bool
    default: false
notes:
  - Each type needs the permissions of its own module.
  - How sure the calls for each type are is in the notes of the type's module. See O(min_confidence).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Export the whole account
  mailops.mimecast.mimecast_export:
    dest: "accounts/{{ inventory_hostname }}.yml"

- name: Export only the groups
  mailops.mimecast.mimecast_export:
    dest: groups.yml
    types: [sender_groups]
"""

RETURN = r"""
---
dest:
  description: The file.
  returned: success
  type: str
  sample: /srv/accounts/harbour.yml
left_out:
  description: For each type, how many objects a directory or Mimecast itself owns.
  returned: success
  type: dict
  sample: {sender_groups: 1, users: 240}
unreadable:
  description: Types that could not be read, and why.
  returned: success
  type: dict
  sample: {ip_permits: 'listPermittedSendersPolicies: refused with app_forbidden'}
diff:
  description: The text of the file before and after.
  returned: with C(--diff)
  type: dict
  sample: {before_header: /srv/accounts/harbour.yml, after_header: /srv/accounts/harbour.yml, before: '',
    after: "---\nmimecast_site:\n"}
api:
  description: What the run cost.
  returned: always
  type: dict
  contains:
    reads: {description: Requests that read., type: int}
    writes: {description: Requests that changed something., type: int}
    tokens: {description: Tokens that were fetched., type: int}
    seconds_waited: {description: Seconds spent waiting for the API., type: float}
  sample:
    reads: 4
    writes: 1
    tokens: 1
    seconds_waited: 0.0
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import export


def main() -> None:
    """Run the module."""
    _ansible.main(export.DEFINITION)


if __name__ == "__main__":
    main()
