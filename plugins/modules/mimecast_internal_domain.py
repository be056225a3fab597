#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_internal_domain
short_description: Manage how recipients of internal domains are checked
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Mimecast takes mail for the account's internal domains alone. How it finds out whether a recipient
    exists is one setting of the domain, and the only one that the API can change.
  - A domain is neither made nor deleted here. The module C(mimecast_pending_domain) registers
    one, which becomes internal when it is verified; it is deleted in the console.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  domain:
    description:
      - Name of the domain. It identifies the domain, so it cannot be changed.
      - Required to create the object.
    type: str
  inbound_type:
    description:
      - How a recipient is checked. V(known) takes mail for recipients that Mimecast knows, V(ldap)
        for those of the directory, V(smtp) asks your mail server, V(smtp_null) asks it with an
        empty sender, V(backup_mx) is for a domain that Mimecast is the second mail exchanger
        of, V(any) takes mail for anybody.
    type: str
    choices:
      - any
      - smtp
      - ldap
      - known
      - backup_mx
      - smtp_null
  id:
    description:
      - 'Picks one internal domain where several have the same O(domain). Leave it out otherwise:
        ids are not stable.'
    type: str
  entries:
    description:
      - Many objects in one task, each with the options of this module that describe one. Options
        beside O(entries) are defaults for each of them.
      - One task with many entries reads the account once, a loop reads it once an item.
    type: list
    elements: dict
    suboptions:
      domain:
        description:
          - Name of the domain. It identifies the domain, so it cannot be changed.
          - Required to create the object.
        type: str
      inbound_type:
        description:
          - How a recipient is checked. V(known) takes mail for recipients that Mimecast knows,
            V(ldap) for those of the directory, V(smtp) asks your mail server, V(smtp_null) asks
            it with an empty sender, V(backup_mx) is for a domain that Mimecast is the second
            mail exchanger of, V(any) takes mail for anybody.
        type: str
        choices:
          - any
          - smtp
          - ldap
          - known
          - backup_mx
          - smtp_null
      id:
        description:
          - 'Picks one internal domain where several have the same O(domain). Leave it out otherwise:
            ids are not stable.'
        type: str
  from_site:
    description:
      - Where the task names no objects, take those of C(mimecast_baseline) and C(mimecast_site)
        of the host, merged. Where they say nothing about this type either, nothing is done. The
        roles set it.
    type: bool
    default: false
  entry_paths:
    description:
      - Where each of O(entries) stands in the user's file, for messages. The collection sets
        it.
    type: list
    elements: str
  memory:
    description:
      - What the tasks of a run tell each other. The collection sets it.
    type: dict
  accept_risk:
    description:
      - Refusals to lift on purpose, by the word that the refusal names.
    type: list
    elements: str
    choices:
      - take_any_recipient
notes:
  - Mail for recipients that the check does not find is rejected. See that the directory is complete
    first.
  - Reading needs the API product C(domainmanagement) or C(emailsecurityonboarding) and the role
    permission C(Directories | Internal | Read).
  - Changing needs the API product C(domainmanagement) or C(emailsecurityonboarding) and the role
    permission C(Directories | Internal | Edit).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Recipients are those of the directory
  mailops.mimecast.mimecast_internal_domain:
    domain: example.com
    inbound_type: ldap

- name: Several domains
  mailops.mimecast.mimecast_internal_domain:
    inbound_type: known
    entries:
      - domain: example.org
      - domain: example.net
"""

RETURN = r"""
---
entries:
  description: The objects named in the task as they are now, in the shape of the options. In check mode, as they
    would be.
  returned: success
  type: list
  elements: dict
  sample:
    - domain: example.com
plan:
  description: What changes, one item an object, without secrets.
  returned: success
  type: list
  elements: dict
  contains:
    operation: {description: 'V(create), V(update), V(replace), V(delete) or V(hand_off).', type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Natural key of the object., type: str}
    where: {description: Where it stands in the user's file., type: str}
    fields: {description: Settings that change., type: list, elements: str}
    before: {description: Those settings as they are., type: dict}
    after: {description: Those settings as they are to be., type: dict}
    counts: {description: 'Lists of which items stay as they are, and how many.', type: dict}
    moves: {description: 'Members that leave another object, and which.', type: dict}
    replaces: {description: 'Members that are taken out and put in again, because they change.', type: dict}
    because: {description: 'Settings that the API takes only when an object is created, so that it is replaced.',
      type: list, elements: str}
    calls: {description: Operations of the API that are used., type: list, elements: str}
  sample:
    - operation: update
      resource: delivery_route
      name: Exchange
      where: mimecast_site.delivery_routes[0]
      fields:
        - port
      before:
        port: 25
      after:
        port: 587
      calls:
        - updateDeliveryRouteDefinition
manual:
  description: What a person has to do in the Administration Console, one item an object.
  returned: success
  type: list
  elements: dict
  contains:
    fingerprint: {description: Stands for the object as it is wanted., type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Natural key of the object., type: str}
    where: {description: Where it stands in the user's file., type: str}
    steps: {description: 'What to do, in order.', type: list, elements: str}
  sample:
    - fingerprint: 605ce054a5d5b123
      resource: ip_permit
      name: Permitted
      where: mimecast_site.ip_permits[0]
      steps:
        - Log in to the Mimecast Administration Console and open Gateway | Policies | Permitted Senders.
diff:
  description: What changes as text, one block an object, without secrets.
  returned: success
  type: list
  elements: dict
  sample:
    - before_header: delivery route Exchange (now)
      after_header: delivery route Exchange (wanted)
      before: 'port: 25

        '
      after: 'port: 587

        '
named:
  description: Whether the task, or the site of its host, says anything about this type.
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import types


def main() -> None:
    """Run the module."""
    _ansible.main(types.definition("internal_domain"))


if __name__ == "__main__":
    main()
