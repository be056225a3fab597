#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_outbound_ip
short_description: Manage the IP addresses that may send mail through Mimecast
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Mimecast accepts outbound mail of your organisation only from these addresses. It rejects
    a server that is not in the list with V(Open relay not allowed). Anyone who can send from
    a listed address can send as you.
  - An account has one such list. The API replaces all of it. So the task reads it right before
    it writes it, and keeps what you do not name.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  addresses:
    description:
      - Public IP addresses of your own mail servers. Mimecast accepts only single addresses,
        no networks. O(addresses_mode) sets what happens to addresses that you do not name.
    type: list
    elements: str
  state:
    description:
      - V(absent) empties the outbound IP list of the account.
    type: str
    choices:
      - present
      - absent
    default: present
  addresses_mode:
    description:
      - What to do with O(addresses). V(add) adds the listed items and keeps all others, V(remove)
        removes the listed items, V(exact) adds the listed items and removes all others.
    type: str
    choices:
      - add
      - remove
      - exact
    default: add
  entries:
    description:
      - The options that describe it, as a list with one item. The role sets it. In a task, set
        the options directly.
    type: list
    elements: dict
    suboptions:
      addresses:
        description:
          - Public IP addresses of your own mail servers. Mimecast accepts only single addresses,
            no networks. O(addresses_mode) sets what happens to addresses that you do not name.
        type: list
        elements: str
      state:
        description:
          - V(absent) empties the outbound IP list of the account.
        type: str
        choices:
          - present
          - absent
      addresses_mode:
        description:
          - What to do with O(addresses). V(add) adds the listed items and keeps all others, V(remove)
            removes the listed items, V(exact) adds the listed items and removes all others.
        type: str
        choices:
          - add
          - remove
          - exact
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
      - no_outbound_ips
  max_deletes:
    description:
      - Maximum number of deletions per run. If there are more, the task fails before any change.
      - The same maximum applies separately to items removed from lists inside objects, such as
        members. It counts the items of all lists that lose more than a quarter of their items.
        A list that loses less does not count.
    type: int
    default: 10
notes:
  - A change can take two hours to reach all of Mimecast's servers. Add a new server before you
    move mail to it. Remove an old server after mail has stopped leaving through it.
  - If somebody changes the list in the console between the last read and the write, their change
    is lost. The API has no way to prevent this.
  - Reading needs the API product C(cloudgateway) or C(emailsecurityonboarding) and the role permission
    C(Account | Settings | Read).
  - Changing needs the API product C(cloudgateway) or C(emailsecurityonboarding) and the role
    permission C(Account | Settings | Edit).
  - 'How sure its calls are: observed: C(getOutboundIps) (read); documented: all others. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Permit a new mail server
  mailops.mimecast.mimecast_outbound_ip:
    addresses: [192.0.2.10]

- name: Permit exactly these servers
  mailops.mimecast.mimecast_outbound_ip:
    addresses: [192.0.2.10, 198.51.100.7]
    addresses_mode: exact
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
    - addresses:
        - 192.0.2.10
        - 198.51.100.7
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
    _ansible.main(types.definition("outbound_ip"))


if __name__ == "__main__":
    main()
