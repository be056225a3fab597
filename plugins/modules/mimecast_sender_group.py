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
  - 'A profile group holds email addresses and whole domains. Two of them are built in and act
    on all mail: what is in V(Blocked Senders) is rejected, what is in V(Permitted senders) skips
    spam and reputation checks (envelope from only).'
  - A domain covers exactly itself, not its sub-domains, and there are no wildcards. A blocked
    sender stays blocked even where it is permitted too.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Name of the group. It identifies the group, so it cannot be changed. The built-in groups
        are found whatever the case.
      - Required to create the object.
    type: str
  parent:
    description:
      - Name of the group that it stands in. Without one, a new group stands at the top.
    type: str
  members:
    description:
      - Email addresses and domains, each as text or as a mapping with a note. O(members_mode)
        says what happens to the members that are not named.
    type: list
    elements: raw
  state:
    description:
      - Whether the sender group is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one sender group where several have the same O(name). Leave it out otherwise: ids
        are not stable.'
    type: str
  members_mode:
    description:
      - What O(members) says about the items that it does not name. V(add) leaves them alone,
        V(remove) takes the named ones away, V(exact) takes away every other.
    type: str
    choices:
      - add
      - remove
      - exact
    default: add
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
          - Name of the group. It identifies the group, so it cannot be changed. The built-in
            groups are found whatever the case.
          - Required to create the object.
        type: str
      parent:
        description:
          - Name of the group that it stands in. Without one, a new group stands at the top.
        type: str
      members:
        description:
          - Email addresses and domains, each as text or as a mapping with a note. O(members_mode)
            says what happens to the members that are not named.
        type: list
        elements: raw
      state:
        description:
          - Whether the sender group is to be there.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one sender group where several have the same O(name). Leave it out otherwise:
            ids are not stable.'
        type: str
      members_mode:
        description:
          - What O(members) says about the items that it does not name. V(add) leaves them alone,
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
      - delete_with_members
      - empty_builtin_group
      - near_builtin_name
      - permit_free_mail
      - permit_own_domain
      - permit_public_suffix
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
  - Reading members needs C(Services | Directory Sync | Read), removing them C(Services | Directory
    Sync | Edit).
  - Some accounts refuse changes of the built-in groups (C(err_xdk_operation_forbidden_for_address)).
    The task then fails and names the members that were refused.
  - Who comes is put in before anybody goes. A changed note means that the member is taken out
    and put in again, at most ten members at a time. At the first refusal the task puts back whom
    it has taken out, and stops.
  - Reading needs the API product C(userandgroupmanagement) or C(emailsecurityonboarding) and
    the role permission C(Directories | Groups | Read), C(Services | Directory Sync | Read).
  - Changing needs the API product C(userandgroupmanagement) and the role permission C(Directories
    | Groups | Edit), C(Services | Directory Sync | Edit).
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

- name: Exactly these partners are permitted
  mailops.mimecast.mimecast_sender_group:
    name: Permitted Senders
    members: [partner.example, supplier.example]
    members_mode: exact

- name: Let one of them go again
  mailops.mimecast.mimecast_sender_group:
    name: Permitted Senders
    members: [supplier.example]
    members_mode: remove

- name: A group of your own inside another
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
    _ansible.main(types.definition("sender_group"))


if __name__ == "__main__":
    main()
