#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_emergency_contact
short_description: Manage the emergency contact of the account
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - The emergency contact is the person that Mimecast contacts about problems with the account
    or its mail. It has no effect on mail.
  - An account has one contact, and the API replaces all of it. So the task reads it right before
    it writes it, and keeps the settings that you do not name. If none is set yet, O(name), O(email)
    and O(mobile_phone) are required.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Name of the person, at most 60 characters.
      - Required if none is set yet.
    type: str
  email:
    description:
      - Email address of the person.
      - Required if none is set yet.
    type: str
  mobile_phone:
    description:
      - Mobile phone number with V(+) and the country's code, in quotes. Spaces and hyphens do
        not count.
      - Required if none is set yet.
    type: str
  telephone:
    description:
      - Another phone number, in quotes, in the form to show.
    type: str
  alternate_emails:
    description:
      - Up to four more addresses. Addresses that are not in the list are removed.
    type: list
    elements: str
  entries:
    description:
      - The options that describe it, as a list with one item. The role sets it. In a task, set
        the options directly.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the person, at most 60 characters.
          - Required if none is set yet.
        type: str
      email:
        description:
          - Email address of the person.
          - Required if none is set yet.
        type: str
      mobile_phone:
        description:
          - Mobile phone number with V(+) and the country's code, in quotes. Spaces and hyphens
            do not count.
          - Required if none is set yet.
        type: str
      telephone:
        description:
          - Another phone number, in quotes, in the form to show.
        type: str
      alternate_emails:
        description:
          - Up to four more addresses. Addresses that are not in the list are removed.
        type: list
        elements: str
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
notes:
  - Set at least one address outside your own mail system, because that system may be in trouble.
  - If somebody changes the contact in the console between the last read and the write, their
    change is lost. The API has no way to prevent this.
  - Reading needs the API product C(accountmanagement) or C(emailsecurityonboarding) and the role
    permission C(Account | Settings | Read).
  - Changing needs the API product C(accountmanagement) or C(emailsecurityonboarding) and the
    role permission C(Account | Settings | Edit).
  - 'How sure its calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Set the emergency contact
  mailops.mimecast.mimecast_emergency_contact:
    name: Jo Example
    email: jo@example.com
    mobile_phone: "+44 7700 900123"

- name: Change the phone number only
  mailops.mimecast.mimecast_emergency_contact:
    telephone: "020 7946 0000"
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
    - name: Jo Example
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
    _ansible.main(types.definition("emergency_contact"))


if __name__ == "__main__":
    main()
