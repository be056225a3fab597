#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_dkim_definition
short_description: Manage the keys that outbound mail is signed with
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - 'A DKIM definition is a key for one domain. Mimecast makes it and keeps its private half;
    receivers find the public half in DNS, under the selector of the domain. It signs nothing
    by itself: a DKIM policy (M(mailops.mimecast.mimecast_dkim_policy)) says which mail it signs.'
  - The record to publish comes back in C(entries) as C(dns_record). M(mailops.mimecast.mimecast_dkim_info)
    tells whether DNS serves it.
  - 'Only O(name) and O(sign_dkim) belong to a definition for longer than its key. Another O(domain),
    O(selector) or O(key_length) is another key and another DNS record: the new definition is
    made and read back before the old one is deleted, and only where O(accept_risk=replace_dkim_key)
    says that this is meant and no policy uses the definition.'
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Description of the definition. It identifies the definition, so it cannot be changed.
      - Required to create the object.
    type: str
  domain:
    description:
      - Domain whose mail is signed.
      - 'Mimecast cannot change it: another value replaces the object.'
      - Required to create the object.
    type: str
  selector:
    description:
      - Selector under which receivers find the key. Mimecast makes one up where nothing is said.
      - 'Mimecast cannot change it: another value replaces the object.'
    type: str
  key_length:
    description:
      - Length of the key in bits, V(1024) or V(2048). A new one gets 2048 where nothing is said.
      - 'Mimecast cannot change it: another value replaces the object.'
    type: int
  sign_dkim:
    description:
      - Whether mail is signed. A new one signs where nothing is said.
    type: bool
  state:
    description:
      - Whether the DKIM definition is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one DKIM definition where several have the same O(name). Leave it out otherwise:
        ids are not stable.'
    type: str
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
          - Description of the definition. It identifies the definition, so it cannot be changed.
          - Required to create the object.
        type: str
      domain:
        description:
          - Domain whose mail is signed.
          - 'Mimecast cannot change it: another value replaces the object.'
          - Required to create the object.
        type: str
      selector:
        description:
          - Selector under which receivers find the key. Mimecast makes one up where nothing is
            said.
          - 'Mimecast cannot change it: another value replaces the object.'
        type: str
      key_length:
        description:
          - Length of the key in bits, V(1024) or V(2048). A new one gets 2048 where nothing is
            said.
          - 'Mimecast cannot change it: another value replaces the object.'
        type: int
      sign_dkim:
        description:
          - Whether mail is signed. A new one signs where nothing is said.
        type: bool
      state:
        description:
          - Whether the DKIM definition is to be there.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one DKIM definition where several have the same O(name). Leave it out otherwise:
            ids are not stable.'
        type: str
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
      - replace_dkim_key
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
  - 'To give a domain another key without unsigned mail: make a second definition with a selector
    of its own, publish its record, wait for DNS, let the policy use it, and delete the old one
    some days later.'
  - Where the file does not say the selector, Mimecast makes one up. It is kept, and carried over
    to another key.
  - 'Whether Mimecast takes a second key for a selector that is in use is in no public source.
    Where it refuses, the old definition stays as it is: name another selector.'
  - A run that is killed while it replaces a definition may leave two of its name. The next run
    sees that the one is what the other was to be replaced by, and deletes the other.
  - Reading needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Read).
  - Changing needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Edit).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: A key for the mail of a domain
  mailops.mimecast.mimecast_dkim_definition:
    name: Key of example.com
    domain: example.com
  register: dkim

- name: Show the record to publish
  ansible.builtin.debug:
    msg: "{{ dkim.entries | map(attribute='dns_record', default={}) | list }}"

- name: The next key, with a selector of its own
  mailops.mimecast.mimecast_dkim_definition:
    name: Key of example.com, 2027
    domain: example.com
    selector: mimecast2027

- name: The old key goes, when no policy uses it any more
  mailops.mimecast.mimecast_dkim_definition:
    name: Key of example.com
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
    - name: Key of example.com
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
    _ansible.main(types.definition("dkim_definition"))


if __name__ == "__main__":
    main()
