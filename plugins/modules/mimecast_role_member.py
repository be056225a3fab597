#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_role_member
short_description: Manage who holds an administrator role
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - This module manages which users have an administrator role. A user has at most one role, so
    a new role replaces the old one. The diff shows the old one.
  - If the API does not offer a call to change it, the task says what to do in the console. It
    reads the role of every named user, so it sees when this is done.
  - Mimecast's public API has no call for this. The paths used here are inferred from those of
    the same family and may never work on your account. If they do not, the task says what to
    do in the Administration Console, see O(apply_via) and RV(manual).
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
attributes:
  idempotent:
    support: partial
    details:
      - What a person has to do in the console is reported as a change in every run, until O(console_done)
        records it or the API shows that it was done.
options:
  role:
    description:
      - Name of the role, as the console shows it. Create roles in the console.
      - Required to create the object.
    type: str
  members:
    description:
      - Email addresses of the users who hold the role.
    type: list
    elements: raw
  members_mode:
    description:
      - What to do with O(members). V(add) adds the listed items and keeps all others, V(remove)
        removes the listed items, V(exact) adds the listed items and removes all others.
    type: str
    choices:
      - add
      - remove
      - exact
    default: add
  entries:
    description:
      - Several objects in one task. Each entry takes the options of this module that describe
        an object. Options beside O(entries) are defaults for all of them.
      - One task with many entries reads the account once. A loop reads it once per item.
    type: list
    elements: dict
    suboptions:
      role:
        description:
          - Name of the role, as the console shows it. Create roles in the console.
          - Required to create the object.
        type: str
      members:
        description:
          - Email addresses of the users who hold the role.
        type: list
        elements: raw
      members_mode:
        description:
          - What to do with O(members). V(add) adds the listed items and keeps all others, V(remove)
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
      - protected_role
  max_deletes:
    description:
      - Maximum number of deletions per run. If there are more, the task fails before any change.
      - The same maximum applies separately to items removed from lists inside objects, such as
        members. It counts the items of all lists that lose more than a quarter of their items.
        A list that loses less does not count.
    type: int
    default: 10
  apply_via:
    description:
      - 'V(auto) uses the API. If the API does not offer the calls, the task hands over to a person:
        the result says what to do in the Administration Console. V(api) fails instead. V(console)
        always hands over.'
    type: str
    choices:
      - auto
      - api
      - console
    default: auto
  console_done:
    description:
      - 'Records of what was done by hand. A record is valid only for exactly the object that
        it was made for: if you change the object, its fingerprint changes.'
    type: list
    elements: dict
    suboptions:
      fingerprint:
        description:
          - Fingerprint that the hand-off named.
        type: str
        required: true
      by:
        description:
          - Who did it.
        type: str
        required: true
      at:
        description:
          - When it was done.
        type: str
        required: true
      note:
        description:
          - Any remark, such as a ticket number.
        type: str
  scan_users:
    description:
      - Read every user of the account to find out who holds a role. This costs one request per
        user, and more than an hour for ten thousand users.
    type: bool
    default: false
notes:
  - To find out who else holds a role, the task has to read every user of the account, one request
    each. O(members_mode=exact) needs O(scan_users=true) for this.
  - Reading needs the API product C(emailsecurityonboarding) or C(userandgroupmanagement) and
    the role permission C(Directories | Roles | Read), C(Directories | Internal | Read).
  - Changing needs the API product C(emailsecurityonboarding) and the role permission C(Directories
    | Roles | Edit).
  - 'How sure its calls are: observed: C(legacyGetProfile) (read one member); inferred: C(listRoleMembers)
    (list the members), C(addRoleMembers) (add members), C(removeRoleMembers) (remove members);
    documented: all others. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Create the user
  mailops.mimecast.mimecast_user:
    email: jo@example.com
    name: Jo Smith

- name: Give the role
  mailops.mimecast.mimecast_role_member:
    role: Basic Administrator
    members: [jo@example.com]

- name: Take the role from everybody else
  mailops.mimecast.mimecast_role_member:
    role: Basic Administrator
    members: [jo@example.com]
    members_mode: exact
    scan_users: true
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
    - role: Basic Administrator
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
    _ansible.main(types.definition("role_member"))


if __name__ == "__main__":
    main()
