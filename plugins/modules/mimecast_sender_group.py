#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_sender_group
short_description: Manage profile groups and their members
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - A profile group contains email addresses and whole domains. Two groups are built in and act
    on all mail. Mail from members of V(Blocked Senders) is rejected. Mail from members of V(Permitted
    senders) skips spam and reputation checks (only the envelope sender counts).
  - A domain matches only itself, not its subdomains, and there are no wildcards. A sender that
    is both blocked and permitted is blocked.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Name of the group. It identifies the group, so it cannot be changed. For the built-in
        groups, upper and lower case do not matter.
      - Required to create the object.
    type: str
  parent:
    description:
      - Name of the parent group. Without it, a new group is at the top level.
    type: str
  members:
    description:
      - Email addresses and domains, each as text or as a mapping with a note. O(members_mode)
        sets what happens to members that you do not name.
    type: list
    elements: raw
  state:
    description:
      - Whether the sender group should exist.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one sender group if several have the same O(name). Otherwise leave it out: IDs
        are not stable.'
    type: str
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
      name:
        description:
          - Name of the group. It identifies the group, so it cannot be changed. For the built-in
            groups, upper and lower case do not matter.
          - Required to create the object.
        type: str
      parent:
        description:
          - Name of the parent group. Without it, a new group is at the top level.
        type: str
      members:
        description:
          - Email addresses and domains, each as text or as a mapping with a note. O(members_mode)
            sets what happens to members that you do not name.
        type: list
        elements: raw
      state:
        description:
          - Whether the sender group should exist.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one sender group if several have the same O(name). Otherwise leave it out:
            IDs are not stable.'
        type: str
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
      - delete_with_members
      - empty_builtin_group
      - near_builtin_name
      - permit_free_mail
      - permit_own_domain
      - permit_public_suffix
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
  - Reading members needs C(Services | Directory Sync | Read), removing them C(Services | Directory
    Sync | Edit).
  - Some accounts refuse changes of the built-in groups (C(err_xdk_operation_forbidden_for_address)).
    The task then fails and names the members that were refused.
  - The task adds new members before it removes others. To change a note, it removes the member
    and adds it again, at most ten members at a time. If the API refuses a member, the task adds
    the removed members again, and stops.
  - Reading needs the API product C(userandgroupmanagement) or C(emailsecurityonboarding) and
    the role permission C(Directories | Groups | Read), C(Services | Directory Sync | Read).
  - Changing needs the API product C(userandgroupmanagement) and the role permission C(Directories
    | Groups | Edit), C(Services | Directory Sync | Edit).
  - 'How sure its calls are: observed: C(legacyGetGroupMembers) (list the members), C(legacyAddGroupMembers)
    (add members), C(legacyRemoveGroupMembers) (remove members); documented: all others. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Block a sender and a whole domain
  mailops.mimecast.mimecast_sender_group:
    name: Blocked Senders
    members:
      - spammer@bad.example
      - member: worse.example
        note: CHG-1234 phishing wave

- name: Permit exactly these partners
  mailops.mimecast.mimecast_sender_group:
    name: Permitted Senders
    members: [partner.example, supplier.example]
    members_mode: exact

- name: Remove one of them
  mailops.mimecast.mimecast_sender_group:
    name: Permitted Senders
    members: [supplier.example]
    members_mode: remove

- name: Create a group inside another one
  mailops.mimecast.mimecast_sender_group:
    name: Service desk
    parent: IT Helpdesk
    members: [servicedesk@example.com]
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
    - name: Partners
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
    _ansible.main(types.definition("sender_group"))


if __name__ == "__main__":
    main()
