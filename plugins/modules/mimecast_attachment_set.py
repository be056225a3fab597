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
  - An attachment set says which attachments are let through, stripped, linked or held, the detection
    of pornographic images among them. It does nothing until an Attachment Management policy uses
    it.
  - The lower O(image_hold_probability), the more images are held.
  - Mimecast's public API has no call for this. The paths used here are inferred from those of
    the same family and may never work on your account. Where they do not, the task says what
    to do in the Administration Console, see O(apply_via) and RV(manual).
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Description of the set. It identifies the set, so it cannot be changed.
      - Required to create the object.
    type: str
  folder:
    description:
      - Folder that the set stands in.
      - Required to create the object.
    type: str
  default_action:
    description:
      - V(block) blocks the content types that are named and lets the others through, V(allow)
        lets the named ones through and blocks the others.
    type: str
    choices:
      - block
      - allow
  block_dangerous_file_types:
    description:
      - Block what is on Mimecast's list of dangerous types even where it is allowed, (with O(default_action=allow)).
    type: bool
  image_hold_probability:
    description:
      - Hold mail with an image that is pornographic with more than this probability, V(1) to
        V(100) percent. V(off) ends the detection.
    type: raw
  encrypted_archives:
    description:
      - What happens to archives that are protected by a password.
    type: str
    choices:
      - allow
      - block
      - link
      - hold
  unreadable_archives:
    description:
      - What happens to archives that cannot be opened.
    type: str
    choices:
      - allow
      - block
      - link
      - hold
  content_types:
    description:
      - Content types and what happens to them.
    type: list
    elements: raw
  notify:
    description:
      - Who is told when an attachment is blocked or held.
    type: dict
    suboptions:
      group:
        description:
          - Name of a profile group whose members are told. An empty string means none.
        type: str
      sender:
        description:
          - Whether the sender is told.
        type: bool
      recipient:
        description:
          - Whether the recipient is told.
        type: bool
  state:
    description:
      - Whether the attachment set is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one attachment set where several have the same O(name). Leave it out otherwise:
        ids are not stable.'
    type: str
  content_types_mode:
    description:
      - What O(content_types) says about the items that it does not name. V(add) leaves them alone,
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
          - Description of the set. It identifies the set, so it cannot be changed.
          - Required to create the object.
        type: str
      folder:
        description:
          - Folder that the set stands in.
          - Required to create the object.
        type: str
      default_action:
        description:
          - V(block) blocks the content types that are named and lets the others through, V(allow)
            lets the named ones through and blocks the others.
        type: str
        choices:
          - block
          - allow
      block_dangerous_file_types:
        description:
          - Block what is on Mimecast's list of dangerous types even where it is allowed, (with
            O(default_action=allow)).
        type: bool
      image_hold_probability:
        description:
          - Hold mail with an image that is pornographic with more than this probability, V(1)
            to V(100) percent. V(off) ends the detection.
        type: raw
      encrypted_archives:
        description:
          - What happens to archives that are protected by a password.
        type: str
        choices:
          - allow
          - block
          - link
          - hold
      unreadable_archives:
        description:
          - What happens to archives that cannot be opened.
        type: str
        choices:
          - allow
          - block
          - link
          - hold
      content_types:
        description:
          - Content types and what happens to them.
        type: list
        elements: raw
      notify:
        description:
          - Who is told when an attachment is blocked or held.
        type: dict
        suboptions:
          group:
            description:
              - Name of a profile group whose members are told. An empty string means none.
            type: str
          sender:
            description:
              - Whether the sender is told.
            type: bool
          recipient:
            description:
              - Whether the recipient is told.
            type: bool
      state:
        description:
          - Whether the attachment set is to be there.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one attachment set where several have the same O(name). Leave it out otherwise:
            ids are not stable.'
        type: str
      content_types_mode:
        description:
          - What O(content_types) says about the items that it does not name. V(add) leaves them
            alone, V(remove) takes the named ones away, V(exact) takes away every other.
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
  apply_via:
    description:
      - 'V(auto) uses the API and, where it does not offer the calls, hands over to a person:
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
      - 'What was done by hand. A record counts for exactly the object that it was made for: another
        wanted object has another fingerprint.'
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
          - Anything worth keeping, such as a ticket.
        type: str
notes:
  - 'A set cannot stand in the root: it needs a O(folder).'
  - Reading needs the API product C(policymanagement) and the role permission C(Gateway | Policies
    | Read).
  - Changing needs the API product C(policymanagement) and the role permission C(Gateway | Policies
    | Edit).
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

- name: Block programs, hold archives that cannot be looked into
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
    _ansible.main(types.definition("attachment_set"))


if __name__ == "__main__":
    main()
