#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_info
short_description: Read an account in the shape of a site file
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Reads some or all of the types that the collection manages, and returns them in the format of a site file.
  - Objects that a directory or Mimecast itself owns are left out and counted. A type that cannot be read is named with
    the reason, and never returned as empty.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.reads
options:
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
  members:
    description:
      - Also read the members of each group and the holders of each role. This costs at least one more request per
        group.
    type: bool
    default: true
  scan_users:
    description:
      - Read every user of the account to find out who holds a role. This costs one request per user, and more than
        an hour for ten thousand users.
    type: bool
    default: false
  gateway:
    description:
      - Also return the details of the gateway as RV(gateway). They can only be read. No public source shows how to
        change them.
    type: bool
    default: false
  calls:
    description:
      - Also return the API calls that the collection uses for each type, and how sure each one is, as RV(calls). The
        words are those of O(min_confidence). This sends no request.
    type: bool
    default: false
    version_added: 2.0.0
notes:
  - Each type needs the permissions of its own module; O(gateway) needs C(Account | Settings | Read) of the API product
    C(cloudgateway).
  - If several objects have the same name, each gets its C(id). IDs can change between two runs.
  - How sure the calls for each type are is in the notes of the type's module. See O(min_confidence).
  - 'How sure its other calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_site_check
"""

EXAMPLES = r"""
---
- name: Read the whole account
  mailops.mimecast.mimecast_info:
  register: account

- name: Show the routes as a site file has them
  ansible.builtin.debug:
    msg: "{{ account.site.delivery_routes }}"

- name: Read only the names of the groups
  mailops.mimecast.mimecast_info:
    types: [sender_groups]
    members: false
"""

RETURN = r"""
---
site:
  description: Objects of the account, under the keys of a site file.
  returned: success
  type: dict
  sample:
    delivery_routes:
      - {name: Exchange on-premises, hostname: mail.example.com, port: 25}
details:
  description: Further data about objects that a site file cannot have, by type, such as the DNS records to publish.
  returned: success
  type: dict
  sample:
    dkim_definitions:
      - {name: Key of example.com, dns_address: mimecast20260101._domainkey.example.com, validated: true}
gateway:
  description:
    - The details of the gateway that the account shows. If the API application may not read them,
      RV(unreadable) says so under C(gateway).
  returned: when O(gateway=true)
  type: dict
  sample: {account_code: C1A2, region: eu, protection_mode: full, status: active, outbound_enabled: true,
    outbound_hostnames: [eu-smtp-outbound-1.mimecast.com], spf: 'v=spf1 include:eu._netblocks.mimecast.com ~all'}
  contains:
    account_code: {description: Code of the account., type: str}
    region: {description: Region that the account is in., type: str}
    protection_mode: {description: Protection mode., type: str}
    status: {description: Status., type: str}
    outbound_enabled: {description: Whether mail may leave through Mimecast., type: bool}
    outbound_hostnames: {description: Hosts for outbound mail., type: list, elements: str}
    inbound_mx_records: {description: The MX record to publish., type: dict}
    spf: {description: The SPF record to publish., type: str}
calls:
  description: The calls of the API that the collection uses, by type.
  returned: when O(calls=true)
  type: dict
  sample:
    managed_urls:
      - {use: list, operation: getAllManagedUrls, method: POST, path: /api/ttp/url/get-all-managed-urls,
         confidence: observed, catalogue: true}
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
findings:
  description:
    - Objects that cannot be read, or that a site file cannot describe completely.
    - The settings that it cannot describe are not in RV(site).
  returned: success
  type: list
  elements: dict
  sample: [{type: blocked_sender_policies, name: Old rule, reason: its condition has no option}]
  contains:
    type:
      description: Key of the site file.
      type: str
    name:
      description: Name of the object, empty for one that has none.
      type: str
    reason:
      description: What is wrong with the object, and what is left out.
      type: str
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import info


def main() -> None:
    """Run the module."""
    _ansible.main(info.DEFINITION)


if __name__ == "__main__":
    main()
