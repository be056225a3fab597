#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_attachment_set
short_description: Manage Attachment Set definitions
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - An attachment set sets which attachments are let through, stripped, linked or held. It also
    detects pornographic images. It has no effect until an Attachment Management policy uses it.
  - The lower O(image_hold_probability), the more images are held.
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
  name:
    description:
      - Description of the set. It identifies the set, so it cannot be changed.
      - Required to create the object.
    type: str
  folder:
    description:
      - Folder of the set.
      - Required to create the object.
    type: str
  default_action:
    description:
      - V(block) blocks the listed content types and lets the others through. V(allow) lets the
        listed ones through and blocks the others.
    type: str
    choices:
      - block
      - allow
  block_dangerous_file_types:
    description:
      - Block file types on Mimecast's list of dangerous types even if they are allowed (with
        O(default_action=allow)).
    type: bool
  image_hold_probability:
    description:
      - Hold mail with an image that is pornographic with more than this probability, V(1) to
        V(100) percent. V(off) switches the detection off.
    type: raw
  encrypted_archives:
    description:
      - Action for archives that are protected by a password.
    type: str
    choices:
      - allow
      - block
      - link
      - hold
  unreadable_archives:
    description:
      - Action for archives that cannot be opened.
    type: str
    choices:
      - allow
      - block
      - link
      - hold
  content_types:
    description:
      - Content types, and the action for each.
    type: list
    elements: raw
  notify:
    description:
      - Whom to notify when an attachment is blocked or held.
    type: dict
    suboptions:
      group:
        description:
          - 'Name of a profile group whose members are notified. Empty: no group.'
        type: str
      sender:
        description:
          - Whether to notify the sender.
        type: bool
      recipient:
        description:
          - Whether to notify the recipient.
        type: bool
  state:
    description:
      - Whether the attachment set should exist.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one attachment set if several have the same O(name). Otherwise leave it out: IDs
        are not stable.'
    type: str
  content_types_mode:
    description:
      - What to do with O(content_types). V(add) adds the listed items and keeps all others, V(remove)
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
          - Description of the set. It identifies the set, so it cannot be changed.
          - Required to create the object.
        type: str
      folder:
        description:
          - Folder of the set.
          - Required to create the object.
        type: str
      default_action:
        description:
          - V(block) blocks the listed content types and lets the others through. V(allow) lets
            the listed ones through and blocks the others.
        type: str
        choices:
          - block
          - allow
      block_dangerous_file_types:
        description:
          - Block file types on Mimecast's list of dangerous types even if they are allowed (with
            O(default_action=allow)).
        type: bool
      image_hold_probability:
        description:
          - Hold mail with an image that is pornographic with more than this probability, V(1)
            to V(100) percent. V(off) switches the detection off.
        type: raw
      encrypted_archives:
        description:
          - Action for archives that are protected by a password.
        type: str
        choices:
          - allow
          - block
          - link
          - hold
      unreadable_archives:
        description:
          - Action for archives that cannot be opened.
        type: str
        choices:
          - allow
          - block
          - link
          - hold
      content_types:
        description:
          - Content types, and the action for each.
        type: list
        elements: raw
      notify:
        description:
          - Whom to notify when an attachment is blocked or held.
        type: dict
        suboptions:
          group:
            description:
              - 'Name of a profile group whose members are notified. Empty: no group.'
            type: str
          sender:
            description:
              - Whether to notify the sender.
            type: bool
          recipient:
            description:
              - Whether to notify the recipient.
            type: bool
      state:
        description:
          - Whether the attachment set should exist.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one attachment set if several have the same O(name). Otherwise leave it out:
            IDs are not stable.'
        type: str
      content_types_mode:
        description:
          - What to do with O(content_types). V(add) adds the listed items and keeps all others,
            V(remove) removes the listed items, V(exact) adds the listed items and removes all
            others.
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
notes:
  - 'A set cannot be in the root folder: it needs a O(folder).'
  - Reading needs the API product C(policymanagement) and the role permission C(Gateway | Policies
    | Read).
  - Changing needs the API product C(policymanagement) and the role permission C(Gateway | Policies
    | Edit).
  - 'How sure its calls are: inferred: C(listAttachmentSets) (list), C(getAttachmentSet) (read
    one in full), C(createAttachmentSet) (create), C(updateAttachmentSet) (change), C(deleteAttachmentSet)
    (delete). See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Hold images that are probably pornographic
  mailops.mimecast.mimecast_attachment_set:
    name: Image control
    folder: Attachment sets
    image_hold_probability: 70
    notify: {group: IT Helpdesk, sender: false, recipient: true}

- name: Block programs, and hold archives that cannot be opened
  mailops.mimecast.mimecast_attachment_set:
    name: Image control
    encrypted_archives: hold
    content_types:
      - {type: exe, action: block}
      - {type: iso, action: hold}
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
    - name: Image control
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
    _ansible.main(types.definition("attachment_set"))


if __name__ == "__main__":
    main()
