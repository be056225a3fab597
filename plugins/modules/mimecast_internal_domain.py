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
  - Mimecast accepts mail only for internal domains of the account. A domain has a setting for
    how Mimecast checks that a recipient exists. It is the only setting of a domain that the API
    can change.
  - This module neither creates nor deletes a domain. The module C(mimecast_pending_domain) registers
    a domain, which becomes internal when it is verified. Delete a domain in the console.
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
      - How Mimecast checks a recipient. V(known) accepts recipients that Mimecast knows, V(ldap)
        those in the directory. V(smtp) asks your mail server, V(smtp_null) asks it with an empty
        sender. V(backup_mx) is for a domain for which Mimecast is the second mail exchanger.
        V(any) accepts every recipient.
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
      - 'Picks one internal domain if several have the same O(domain). Otherwise leave it out:
        IDs are not stable.'
    type: str
  entries:
    description:
      - Several objects in one task. Each entry takes the options of this module that describe
        an object. Options beside O(entries) are defaults for all of them.
      - One task with many entries reads the account once. A loop reads it once per item.
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
          - How Mimecast checks a recipient. V(known) accepts recipients that Mimecast knows,
            V(ldap) those in the directory. V(smtp) asks your mail server, V(smtp_null) asks it
            with an empty sender. V(backup_mx) is for a domain for which Mimecast is the second
            mail exchanger. V(any) accepts every recipient.
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
          - 'Picks one internal domain if several have the same O(domain). Otherwise leave it
            out: IDs are not stable.'
        type: str
  from_site:
    description:
      - If the task names no objects, use those of C(mimecast_baseline) and C(mimecast_site) of
        the host, merged. If these do not have this type either, the task does nothing. The roles
        set this option.
    type: bool
    default: false
  entry_paths:
    description:
      - Place of each of the O(entries) in your file, for messages. The collection sets it.
    type: list
    elements: str
  memory:
    description:
      - Data that the tasks of a run share. The collection sets it.
    type: dict
  accept_risk:
    description:
      - Safety checks to override, by the name in the error message.
    type: list
    elements: str
    choices:
      - take_any_recipient
notes:
  - Mimecast rejects mail for recipients that the check does not find. First make sure that the
    directory is complete.
  - Reading needs the API product C(domainmanagement) or C(emailsecurityonboarding) and the role
    permission C(Directories | Internal | Read).
  - Changing needs the API product C(domainmanagement) or C(emailsecurityonboarding) and the role
    permission C(Directories | Internal | Edit).
  - 'How sure its calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Accept only recipients of the directory
  mailops.mimecast.mimecast_internal_domain:
    domain: example.com
    inbound_type: ldap

- name: Set several domains
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
  description: What changes, one item per object, without secrets.
  returned: success
  type: list
  elements: dict
  contains:
    operation: {description: 'V(create), V(update), V(replace), V(delete) or V(hand_off).', type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Natural key of the object., type: str}
    where: {description: Its place in your file., type: str}
    fields: {description: Settings that change., type: list, elements: str}
    before: {description: Those settings as they are., type: dict}
    after: {description: Those settings in the desired state., type: dict}
    counts: {description: 'For each list, how many items stay as they are.', type: dict}
    moves: {description: 'Members that leave another object, and the name of that object.', type: dict}
    replaces: {description: 'Members that are removed and added again, because they change.', type: dict}
    because: {description: Settings that the API accepts only when it creates an object. The object is replaced because
        they differ., type: list, elements: str}
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
  description: What a person has to do in the Administration Console, one item per object.
  returned: success
  type: list
  elements: dict
  contains:
    fingerprint: {description: Identifies the desired state of the object., type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Natural key of the object., type: str}
    where: {description: Its place in your file., type: str}
    steps: {description: 'What to do, in order.', type: list, elements: str}
  sample:
    - fingerprint: 605ce054a5d5b123
      resource: ip_permit
      name: Permitted
      where: mimecast_site.ip_permits[0]
      steps:
        - Log in to the Mimecast Administration Console and open Gateway | Policies | Permitted Senders.
diff:
  description: What changes, as text, one block per object, without secrets.
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import types


def main() -> None:
    """Run the module."""
    _ansible.main(types.definition("internal_domain"))


if __name__ == "__main__":
    main()
