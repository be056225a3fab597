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
  - 'A delivery route definition names the mail server that Mimecast delivers mail to. It has
    no effect by itself: a delivery route policy (M(mailops.mimecast.mimecast_delivery_route_policy))
    sets which mail uses it.'
  - A change of O(hostname) or O(port) takes effect within minutes, for all mail on the route.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
attributes:
  idempotent:
    support: partial
    details:
      - O(update_password=always) sends the password in every run, and reports a change.
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
      - 'TCP port of the mail server. Default for a new route: 25.'
    type: int
  alternate_route:
    description:
      - Name of the route to use if this one fails. An empty string removes it.
    type: str
  smtp_authentication:
    description:
      - Sign in to the mail server before delivery. An empty mapping removes the setting. What
        is sent for that is inferred, so the task fails if the login is still there afterwards.
      - If any part changes, all parts are sent, including the password if it is in the file.
    type: dict
    suboptions:
      mechanisms:
        description:
          - Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).
          - Required if C(smtp_authentication) is set for the first time.
        type: list
        elements: str
      username:
        description:
          - Name to sign in with.
          - Required if C(smtp_authentication) is set for the first time.
        type: str
      password:
        description:
          - Password to sign in with. Mimecast does not return it, see O(update_password).
          - Required if C(smtp_authentication) is set for the first time.
        type: str
      domain:
        description:
          - Domain to sign in to.
        type: str
  state:
    description:
      - Whether the delivery route should exist.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one delivery route if several have the same O(name). Otherwise leave it out: IDs
        are not stable.'
    type: str
  update_password:
    description:
      - When to send the password, which cannot be read back. V(on_create) sends it only with
        a new object. V(always) sends it in every run, so every run reports a change.
    type: str
    choices:
      - on_create
      - always
    default: on_create
  entries:
    description:
      - Several objects in one task. Each entry takes the options of this module that describe
        an object. Options beside O(entries) are defaults for all of them.
      - One task with many entries reads the account once. A loop reads it once per item.
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
          - 'TCP port of the mail server. Default for a new route: 25.'
        type: int
      alternate_route:
        description:
          - Name of the route to use if this one fails. An empty string removes it.
        type: str
      smtp_authentication:
        description:
          - Sign in to the mail server before delivery. An empty mapping removes the setting.
            What is sent for that is inferred, so the task fails if the login is still there afterwards.
          - If any part changes, all parts are sent, including the password if it is in the file.
        type: dict
        suboptions:
          mechanisms:
            description:
              - Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).
              - Required if C(smtp_authentication) is set for the first time.
            type: list
            elements: str
          username:
            description:
              - Name to sign in with.
              - Required if C(smtp_authentication) is set for the first time.
            type: str
          password:
            description:
              - Password to sign in with. Mimecast does not return it, see O(update_password).
              - Required if C(smtp_authentication) is set for the first time.
            type: str
          domain:
            description:
              - Domain to sign in to.
            type: str
      state:
        description:
          - Whether the delivery route should exist.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one delivery route if several have the same O(name). Otherwise leave it out:
            IDs are not stable.'
        type: str
      update_password:
        description:
          - When to send the password, which cannot be read back. V(on_create) sends it only with
            a new object. V(always) sends it in every run, so every run reports a change.
        type: str
        choices:
          - on_create
          - always
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
      - mimecast_host
      - purge_everything
  purge:
    description:
      - Also delete every object of this type that is not in the entries and whose name matches
        O(purge_match).
      - If the entries keep no object at all, the task is refused unless you set O(accept_risk=purge_everything).
    type: bool
    default: false
  purge_match:
    description:
      - Purge only objects whose name matches this pattern. C(*) and C(?) are wildcards.
    type: str
    default: '*'
  max_deletes:
    description:
      - Maximum number of deletions per run. If there are more, the task fails before any change.
      - The same maximum applies separately to items removed from lists inside objects, such as
        members. It counts the items of all lists that lose more than a quarter of their items.
        A list that loses less does not count.
    type: int
    default: 10
  deletions:
    description:
      - Which deletions to make. An object can only be deleted after the objects that use it.
        V(none) leaves deletions to a later task, V(only) makes only these deletions, V(all) does
        everything in one task.
    type: str
    choices:
      - all
      - none
      - only
    default: all
notes:
  - 'Do not rename a route while mail waits on it: the queues show its name.'
  - Mimecast refuses to delete a route that a policy or another route still uses; remove those
    first.
  - Reading needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Read).
  - Changing needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Edit).
  - 'How sure its calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Set two mail servers, the second in case the first fails
  mailops.mimecast.mimecast_delivery_route:
    entries:
      - name: Exchange on-premises
        hostname: mail.example.com
        alternate_route: Exchange DR
      - name: Exchange DR
        hostname: 192.0.2.25

- name: Add a smart host that needs a password
  mailops.mimecast.mimecast_delivery_route:
    name: Smart host
    hostname: smtp.example.net
    port: 587
    smtp_authentication:
      mechanisms: [LOGIN, PLAIN]
      username: relay@example.net
      password: "{{ smart_host_password | default('example-only') }}"

- name: Remove the smart host
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
    _ansible.main(types.definition("delivery_route"))


if __name__ == "__main__":
    main()
