#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_dkim_definition
short_description: Manage the DKIM keys that sign outbound mail
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - A DKIM definition is a key for one domain. Mimecast creates it and keeps its private half.
    Receivers find the public half in DNS, under the selector of the domain. The key signs nothing
    by itself. A DKIM policy (M(mailops.mimecast.mimecast_dkim_policy)) sets which mail it signs.
  - The result has the record to publish in C(entries) as C(dns_record). M(mailops.mimecast.mimecast_dkim_info)
    checks whether DNS serves it.
  - You can change O(sign_dkim) at any time. Another O(domain), O(selector) or O(key_length) means
    another key and another DNS record. The task then creates the new definition and reads it
    back before it deletes the old one. It does so only with O(accept_risk=replace_dkim_key),
    and only if no policy uses the definition.
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
      - Mimecast cannot change it, so another value replaces the object.
      - Required to create the object.
    type: str
  selector:
    description:
      - 'Selector under which receivers find the key. Default: Mimecast chooses one.'
      - Mimecast cannot change it, so another value replaces the object.
    type: str
  key_length:
    description:
      - 'Length of the key in bits, V(1024) or V(2048). Default for a new definition: 2048.'
      - Mimecast cannot change it, so another value replaces the object.
    type: int
  sign_dkim:
    description:
      - Whether mail is signed. A new definition signs by default.
    type: bool
  state:
    description:
      - Whether the DKIM definition should exist.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one DKIM definition if several have the same O(name). Otherwise leave it out: IDs
        are not stable.'
    type: str
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
          - Description of the definition. It identifies the definition, so it cannot be changed.
          - Required to create the object.
        type: str
      domain:
        description:
          - Domain whose mail is signed.
          - Mimecast cannot change it, so another value replaces the object.
          - Required to create the object.
        type: str
      selector:
        description:
          - 'Selector under which receivers find the key. Default: Mimecast chooses one.'
          - Mimecast cannot change it, so another value replaces the object.
        type: str
      key_length:
        description:
          - 'Length of the key in bits, V(1024) or V(2048). Default for a new definition: 2048.'
          - Mimecast cannot change it, so another value replaces the object.
        type: int
      sign_dkim:
        description:
          - Whether mail is signed. A new definition signs by default.
        type: bool
      state:
        description:
          - Whether the DKIM definition should exist.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one DKIM definition if several have the same O(name). Otherwise leave it out:
            IDs are not stable.'
        type: str
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
      - replace_dkim_key
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
  - 'To change the key of a domain without unsigned mail: create a second definition with its
    own selector, publish its record, wait for DNS, change the policy to use it, and delete the
    old definition some days later.'
  - If your file sets no selector, Mimecast chooses one. The task keeps it, and uses it for a
    new key too.
  - No public source says whether Mimecast accepts a second key for a selector that is in use.
    If it refuses, the old definition stays as it is. Name another selector then.
  - A run that is killed while it replaces a definition may leave two with the same name. The
    next run recognises the replacement, and deletes the old one.
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
- name: Create a key for a domain
  mailops.mimecast.mimecast_dkim_definition:
    name: Key of example.com
    domain: example.com
  register: dkim

- name: Show the record to publish
  ansible.builtin.debug:
    msg: "{{ dkim.entries | map(attribute='dns_record', default={}) | list }}"

- name: Create the next key, with another selector
  mailops.mimecast.mimecast_dkim_definition:
    name: Key of example.com, 2027
    domain: example.com
    selector: mimecast2027

- name: Delete the old key when no policy uses it
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
    _ansible.main(types.definition("dkim_definition"))


if __name__ == "__main__":
    main()
