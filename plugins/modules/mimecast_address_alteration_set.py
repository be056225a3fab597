#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_address_alteration_set
short_description: Manage address alteration sets and their definitions
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - An address alteration set has definitions that replace one recipient address with another.
    For example, after a merger, mail to C(jo@old.example) reaches C(jo@new.example). A set does
    nothing until an address alteration policy (M(mailops.mimecast.mimecast_address_alteration_policy))
    names it.
  - If several definitions of a set match, the most exact one wins. A whole address is more exact
    than a local part, and a local part is more exact than a domain.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Name of the set. It identifies the set, so it cannot be changed. A new set is created
        at the top level. An existing set is found at any level.
      - Required to create the object.
    type: str
  definitions:
    description:
      - Definitions of the set. O(definitions_mode) sets what happens to definitions that you
        do not name. The original address, the type and the routing together identify a definition.
    type: list
    elements: raw
  id:
    description:
      - 'Picks one address alteration set if several have the same O(name). Otherwise leave it
        out: IDs are not stable.'
    type: str
  definitions_mode:
    description:
      - What to do with O(definitions). V(add) adds the listed items and keeps all others, V(remove)
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
          - Name of the set. It identifies the set, so it cannot be changed. A new set is created
            at the top level. An existing set is found at any level.
          - Required to create the object.
        type: str
      definitions:
        description:
          - Definitions of the set. O(definitions_mode) sets what happens to definitions that
            you do not name. The original address, the type and the routing together identify
            a definition.
        type: list
        elements: raw
      id:
        description:
          - 'Picks one address alteration set if several have the same O(name). Otherwise leave
            it out: IDs are not stable.'
        type: str
      definitions_mode:
        description:
          - What to do with O(definitions). V(add) adds the listed items and keeps all others,
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
      - alter_all_to_one
      - alter_to_outside
      - too_many_definitions
  max_deletes:
    description:
      - Maximum number of deletions per run. If there are more, the task fails before any change.
      - The same maximum applies separately to items removed from lists inside objects, such as
        members. It counts the items of all lists that lose more than a quarter of their items.
        A list that loses less does not count.
    type: int
    default: 10
notes:
  - The API can neither rename nor delete a set, so there is no O(ignore:state). To empty a set,
    use O(definitions_mode=exact) and an empty list. Delete the set in the Administration Console.
  - A definition cannot be changed. The task adds a new one and reads it back before it removes
    the old one. If the API refuses the new one because of the old one, the task removes old ones
    first, at most 50 at a time. At the first refusal it adds the removed ones again, and stops.
  - Definitions outside a set, in the root folder, act on all mail. The module does not manage
    them.
  - The API creates at most 3,000 definitions. Those made in the Administration Console do not
    count, but the API does not show which these are. If you have such definitions, override the
    safety check C(too_many_definitions). If there is no room for another definition, a definition
    cannot be changed, because the new one does not fit beside the old one. Then remove some first.
  - Reading needs the API product C(policymanagement) and the role permission C(Gateway | Policies
    | Read).
  - Changing needs the API product C(policymanagement) and the role permission C(Gateway | Policies
    | Edit).
  - 'How sure its calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Redirect mail for the old company to the new one
  mailops.mimecast.mimecast_address_alteration_set:
    name: Merger
    definitions:
      - original_address: "@example.org"
        new_address: "@example.com"
        address_type: envelope_to
        routing: inbound
      - original_address: jo@example.org
        new_address: sales@example.com
        address_type: envelope_to
        routing: inbound

- name: Remove the exception for Jo
  mailops.mimecast.mimecast_address_alteration_set:
    name: Merger
    definitions:
      - original_address: jo@example.org
        new_address: sales@example.com
        address_type: envelope_to
        routing: inbound
        state: absent

- name: Keep exactly these definitions
  mailops.mimecast.mimecast_address_alteration_set:
    name: Rebranding
    definitions_mode: exact
    definitions:
      - {original_address: "@example.net", new_address: "@example.com", address_type: from, routing: outbound}
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
    - name: Merger
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
    _ansible.main(types.definition("address_alteration_set"))


if __name__ == "__main__":
    main()
