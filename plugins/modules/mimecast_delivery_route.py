#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_delivery_route
short_description: Manage delivery routes
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - 'A delivery route definition names the mail server that Mimecast hands mail to. It does nothing
    by itself: a delivery route policy (M(mailops.mimecast.mimecast_delivery_route_policy)) says
    which mail takes it.'
  - A change of O(hostname) or O(port) takes effect for all mail on the route, within minutes.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Description of the route. It identifies the route, so it cannot be changed.
      - Required to create the object.
    type: str
  hostname:
    description:
      - Fully qualified name or IP address of the mail server, reachable from the internet.
      - Required to create the object.
    type: str
  port:
    description:
      - TCP port of the mail server. A new route gets 25 where nothing is said.
    type: int
  alternate_route:
    description:
      - Name of the route to use when this one fails. An empty string takes it away.
    type: str
  smtp_authentication:
    description:
      - 'Sign in to the mail server before delivering. An empty mapping takes it away: no source
        shows how, so what is sent is inferred, and the task fails if the login is still there
        afterwards.'
      - When any part of it changes, all of it is sent, the password included where it is in the
        file.
    type: dict
    suboptions:
      mechanisms:
        description:
          - Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).
          - Required where C(smtp_authentication) is set for the first time.
        type: list
        elements: str
      username:
        description:
          - Name to sign in with.
          - Required where C(smtp_authentication) is set for the first time.
        type: str
      password:
        description:
          - Password to sign in with. Mimecast never gives it back, see O(update_password).
          - Required where C(smtp_authentication) is set for the first time.
        type: str
      domain:
        description:
          - Domain to sign in to.
        type: str
  state:
    description:
      - Whether the delivery route is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one delivery route where several have the same O(name). Leave it out otherwise:
        ids are not stable.'
    type: str
  update_password:
    description:
      - The password cannot be read back. V(on_create) sends it only with a new object, V(always)
        sends it on every run, which is then always changed.
    type: str
    choices:
      - on_create
      - always
    default: on_create
  entries:
    description:
      - Many objects in one task, each with the options of this module that describe one. Options
        beside O(entries) are defaults for each of them.
      - One task with many entries reads the account once, a loop reads it once an item.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Description of the route. It identifies the route, so it cannot be changed.
          - Required to create the object.
        type: str
      hostname:
        description:
          - Fully qualified name or IP address of the mail server, reachable from the internet.
          - Required to create the object.
        type: str
      port:
        description:
          - TCP port of the mail server. A new route gets 25 where nothing is said.
        type: int
      alternate_route:
        description:
          - Name of the route to use when this one fails. An empty string takes it away.
        type: str
      smtp_authentication:
        description:
          - 'Sign in to the mail server before delivering. An empty mapping takes it away: no
            source shows how, so what is sent is inferred, and the task fails if the login is
            still there afterwards.'
          - When any part of it changes, all of it is sent, the password included where it is
            in the file.
        type: dict
        suboptions:
          mechanisms:
            description:
              - Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).
              - Required where C(smtp_authentication) is set for the first time.
            type: list
            elements: str
          username:
            description:
              - Name to sign in with.
              - Required where C(smtp_authentication) is set for the first time.
            type: str
          password:
            description:
              - Password to sign in with. Mimecast never gives it back, see O(update_password).
              - Required where C(smtp_authentication) is set for the first time.
            type: str
          domain:
            description:
              - Domain to sign in to.
            type: str
      state:
        description:
          - Whether the delivery route is to be there.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one delivery route where several have the same O(name). Leave it out otherwise:
            ids are not stable.'
        type: str
      update_password:
        description:
          - The password cannot be read back. V(on_create) sends it only with a new object, V(always)
            sends it on every run, which is then always changed.
        type: str
        choices:
          - on_create
          - always
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
      - mimecast_host
      - purge_everything
  purge:
    description:
      - Also delete every object of this type that is not among the entries, within O(purge_match).
      - Where no entry names an object that is to stay, O(accept_risk=purge_everything) says that
        this is meant.
    type: bool
    default: false
  purge_match:
    description:
      - Pattern (C(*) and C(?)) that a name has to match to be purged.
    type: str
    default: '*'
  max_deletes:
    description:
      - Most objects that one run may delete. More are refused before any change.
      - 'Items that are taken out of a list inside an object, such as members, are counted by
        themselves: as many may go in one run, from all lists that lose more than a quarter of
        what they hold. A list that loses less is not counted.'
    type: int
    default: 10
  deletions:
    description:
      - What others still use can be deleted only after them. V(none) leaves deletions to a later
        task, V(only) is that later task, V(all) does both at once.
    type: str
    choices:
      - all
      - none
      - only
    default: all
notes:
  - 'Do not rename a route while mail waits on it: its name is shown in the queues.'
  - Mimecast refuses to delete a route that a policy or another route still uses; remove those
    first.
  - Reading needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Read).
  - Changing needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Edit).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Two mail servers, the second for when the first fails
  mailops.mimecast.mimecast_delivery_route:
    entries:
      - name: Exchange on-premises
        hostname: mail.example.com
        alternate_route: Exchange DR
      - name: Exchange DR
        hostname: 192.0.2.25

- name: A smart host that asks for a password
  mailops.mimecast.mimecast_delivery_route:
    name: Smart host
    hostname: smtp.example.net
    port: 587
    smtp_authentication:
      mechanisms: [LOGIN, PLAIN]
      username: relay@example.net
      password: "{{ smart_host_password | default('example-only') }}"

- name: No smart host any more
  mailops.mimecast.mimecast_delivery_route:
    name: Smart host
    state: absent
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
    - name: Exchange on-premises
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
diff:
  description: What changes as text, one block an object, without secrets.
  returned: success
  type: list
  elements: dict
named:
  description: Whether the task, or the site of its host, says anything about this type.
  returned: success
  type: bool
api:
  description: What the run cost.
  returned: always
  type: dict
  contains:
    reads: {description: Requests that read., type: int}
    writes: {description: Requests that changed something., type: int}
    tokens: {description: Tokens that were fetched., type: int}
    seconds_waited: {description: Seconds spent waiting for the API., type: float}
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import types


def main() -> None:
    """Run the module."""
    _ansible.main(types.definition("delivery_route"))


if __name__ == "__main__":
    main()
