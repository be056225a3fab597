#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_user
short_description: Manage internal users that no directory synchronises
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - 'An internal user that is kept by hand, on a domain that the account already has. Users that
    a directory synchronises are refused: change them in the directory.'
  - 'The API cannot delete a user. O(state=absent) disables it: it can no longer sign in, its
    mail is still delivered.'
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  email:
    description:
      - Email address. It identifies the user, so it cannot be changed.
      - Required to create the object.
    type: str
  name:
    description:
      - Display name.
    type: str
  disabled:
    description:
      - Whether the user is kept from signing in.
    type: bool
  password:
    description:
      - Cloud password. Mimecast never gives it back, see O(update_password).
    type: str
  force_password_change:
    description:
      - 'Sent together with O(password): whether the user has to choose another at the next sign-in.'
    type: bool
  state:
    description:
      - Whether the user is to be there.
      - 'The API cannot delete a user, so V(absent) sets C(disabled: true) unless O(purge_address=true).'
    type: str
    choices:
      - present
      - absent
    default: present
  update_password:
    description:
      - The password cannot be read back. V(on_create) sends it only with a new object, V(always)
        sends it on every run, which is then always changed.
    type: str
    choices:
      - on_create
      - always
    default: on_create
  purge_address:
    description:
      - 'With O(state=absent): also put the address on the purge list, which removes it and its
        data. This cannot be undone once Mimecast has purged it.'
    type: bool
    default: false
  entries:
    description:
      - Many objects in one task, each with the options of this module that describe one. Options
        beside O(entries) are defaults for each of them.
      - One task with many entries reads the account once, a loop reads it once an item.
    type: list
    elements: dict
    suboptions:
      email:
        description:
          - Email address. It identifies the user, so it cannot be changed.
          - Required to create the object.
        type: str
      name:
        description:
          - Display name.
        type: str
      disabled:
        description:
          - Whether the user is kept from signing in.
        type: bool
      password:
        description:
          - Cloud password. Mimecast never gives it back, see O(update_password).
        type: str
      force_password_change:
        description:
          - 'Sent together with O(password): whether the user has to choose another at the next
            sign-in.'
        type: bool
      state:
        description:
          - Whether the user is to be there.
          - 'The API cannot delete a user, so V(absent) sets C(disabled: true) unless O(purge_address=true).'
        type: str
        choices:
          - present
          - absent
      update_password:
        description:
          - The password cannot be read back. V(on_create) sends it only with a new object, V(always)
            sends it on every run, which is then always changed.
        type: str
        choices:
          - on_create
          - always
      purge_address:
        description:
          - 'With O(state=absent): also put the address on the purge list, which removes it and
            its data. This cannot be undone once Mimecast has purged it.'
        type: bool
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
      - disable_administrator
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
  - Whether accounts may use POP or SMTP, and whether a password expires, cannot be read through
    the API and is therefore not managed.
  - A purge is carried out by Mimecast later. Until then the user is still listed and the task
    says so by failing.
  - Reading needs the API product C(userandgroupmanagement) or C(emailsecurityonboarding) and
    the role permission C(Directories | Internal | Read).
  - Changing needs the API product C(userandgroupmanagement) and the role permission C(Directories
    | Internal | Edit), C(Directories | Internal | Purge Address).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: A user that no directory knows
  mailops.mimecast.mimecast_user:
    email: scanner@example.com
    name: Scanner on the second floor
    password: "{{ scanner_password | default('Example-only-1') }}"

- name: The user may not sign in any more
  mailops.mimecast.mimecast_user:
    email: scanner@example.com
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
    - email: alex@example.com
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
    _ansible.main(types.definition("user"))


if __name__ == "__main__":
    main()
