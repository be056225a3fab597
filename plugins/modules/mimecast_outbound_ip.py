#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_outbound_ip
short_description: Manage the addresses that may send mail through Mimecast
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Mimecast takes mail that leaves your organisation from these addresses alone. A server that
    is not in the list is turned away with V(Open relay not allowed); whoever sends from one that
    is can send as you.
  - An account has one such list. The API replaces all of it, so it is read right before it is
    written, and what you do not name is kept.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  addresses:
    description:
      - 'Public addresses of your own mail servers, each by itself: Mimecast takes no networks.
        O(addresses_mode) says what happens to the addresses that are not named.'
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
      - What O(addresses) says about the items that it does not name. V(add) leaves them alone,
        V(remove) takes the named ones away, V(exact) takes away every other.
    type: str
    choices:
      - add
      - remove
      - exact
    default: add
  entries:
    description:
      - The options that describe it, as a list of one. The role sets it; a task says them as
        they are.
    type: list
    elements: dict
    suboptions:
      addresses:
        description:
          - 'Public addresses of your own mail servers, each by itself: Mimecast takes no networks.
            O(addresses_mode) says what happens to the addresses that are not named.'
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
          - What O(addresses) says about the items that it does not name. V(add) leaves them alone,
            V(remove) takes the named ones away, V(exact) takes away every other.
        type: str
        choices:
          - add
          - remove
          - exact
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
      - no_outbound_ips
  max_deletes:
    description:
      - Most objects that one run may delete. More are refused before any change.
      - 'Items that are taken out of a list inside an object, such as members, are counted by
        themselves: as many may go in one run, from all lists that lose more than a quarter of
        what they hold. A list that loses less is not counted.'
    type: int
    default: 10
notes:
  - A change can take two hours to reach all of Mimecast's servers. Add a new server before you
    move mail to it, and take an old one away when no mail leaves through it any more.
  - 'Whoever changes the list in the console between the last look and the write is overwritten:
    the API offers nothing against it.'
  - Reading needs the API product C(cloudgateway) or C(emailsecurityonboarding) and the role permission
    C(Account | Settings | Read).
  - Changing needs the API product C(cloudgateway) or C(emailsecurityonboarding) and the role
    permission C(Account | Settings | Edit).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: A new mail server may send
  mailops.mimecast.mimecast_outbound_ip:
    addresses: [192.0.2.10]

- name: These servers and no others
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
    _ansible.main(types.definition("outbound_ip"))


if __name__ == "__main__":
    main()
