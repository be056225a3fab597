#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_mx_info
short_description: Find out which MX records to publish and to remove
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Compares, for each domain, the MX records that DNS serves with those that the account expects, and returns the
    exact records to publish and to remove.
  - It changes nothing, neither in the account nor in DNS. Feed the result to a collection for your DNS provider.
  - It warns when no enabled delivery route policy covers a domain, because mail would queue once its MX records
    point to Mimecast.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.reads
  - mailops.mimecast.name_servers
requirements:
  - dnspython
options:
  domains:
    description:
      - Domains that receive mail. Required unless O(from_site) finds them.
    type: list
    elements: str
  from_site:
    description:
      - If the task names no objects, use those of C(mimecast_baseline) and C(mimecast_site) of the host, merged.
        If these do not have this type either, the task does nothing. The roles set this option.
    type: bool
    default: false
notes:
  - To move a domain to Mimecast, create the route, then the policy, then change MX records. After that, keep the old
    servers running until the TTL of the old records has passed.
  - Reading needs the API product C(cloudgateway) or C(emailsecurityonboarding), C(domainmanagement) and
    C(policymanagement), and the role permission C(Account | Settings | Read), C(Directories | Internal | Read) and
    C(Gateway | Policies | Read).
  - The gateway details name only one host of a pair. The module works out the other one from the pattern of Mimecast's
    inbound hosts (C(-inbound-1) and C(-inbound-2)).
  - 'How sure its calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_delivery_route_policy
"""

EXAMPLES = r"""
---
- name: Find what to change in DNS
  mailops.mimecast.mimecast_mx_info:
    domains: [example.com]
  register: mx

- name: Show the records to publish and to remove
  ansible.builtin.debug:
    msg: "{{ mx.domains | map(attribute='publish') }} {{ mx.domains | map(attribute='remove') }}"
"""

RETURN = r"""
---
domains:
  description: One report for each domain.
  returned: success
  type: list
  elements: dict
  sample:
    - domain: example.com
      internal: true
      covered_by_policy: true
      verification: mx_missing
      expected: [{hostname: eu-smtp-inbound-1.mimecast.com, priority: 10}]
      served: [{hostname: mail.example.com, priority: 10}]
      publish: [example.com. IN MX 10 eu-smtp-inbound-1.mimecast.com.]
      remove: [example.com. IN MX 10 mail.example.com.]
      in_sync: false
  contains:
    domain:
      description: The domain.
      type: str
    internal:
      description: Whether it is an internal domain of the account.
      type: bool
    covered_by_policy:
      description: Whether an enabled delivery route policy covers its mail.
      type: bool
    verification:
      description: What Mimecast's own check says, such as V(mx_ok).
      type: str
    expected:
      description: Records that the account expects.
      type: list
      elements: dict
    served:
      description: Records that DNS serves now, or null if DNS did not answer.
      type: list
      elements: dict
    publish:
      description: Records to publish, as lines of a zone file, or null if not known.
      type: list
      elements: str
    remove:
      description: Records to remove, as lines of a zone file, or null if not known.
      type: list
      elements: str
    in_sync:
      description: Whether there is nothing to do, or null if this is not known.
      type: bool
named:
  description: Whether the task, or the site of its host, has this type.
  returned: success
  type: bool
  sample: true
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import mx_info


def main() -> None:
    """Run the module."""
    _ansible.main(mx_info.DEFINITION)


if __name__ == "__main__":
    main()
