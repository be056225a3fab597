#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_user
short_description: Manage internal users that are not synchronised from a directory
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Manages the internal users that you create yourself, in a domain that the account already
    has. A user that is synchronised from a directory is refused. Change such a user in the directory.
  - The API cannot delete a user. O(state=absent) disables the user. The user can no longer sign
    in, but Mimecast still delivers mail to the user.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
attributes:
  idempotent:
    support: partial
    details:
      - O(update_password=always) sends the password in every run, and reports a change.
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
      - Whether the user is prevented from signing in.
    type: bool
  password:
    description:
      - Cloud password. Mimecast does not return it, see O(update_password).
    type: str
  force_password_change:
    description:
      - Whether the user must choose a new password at the next sign-in. Sent together with O(password).
    type: bool
  state:
    description:
      - Whether the user should exist.
      - 'The API cannot delete a user, so V(absent) sets C(disabled: true) unless O(purge_address=true).'
    type: str
    choices:
      - present
      - absent
    default: present
  update_password:
    description:
      - When to send the password, which cannot be read back. V(on_create) sends it only with
        a new object. V(always) sends it in every run, so every run reports a change.
    type: str
    choices:
      - on_create
      - always
    default: on_create
  purge_address:
    description:
      - 'With O(state=absent): also put the address on the purge list. Mimecast then removes the
        address and its data. You cannot undo this once Mimecast has purged it.'
    type: bool
    default: false
  entries:
    description:
      - Several objects in one task. Each entry takes the options of this module that describe
        an object. Options beside O(entries) are defaults for all of them.
      - One task with many entries reads the account once. A loop reads it once per item.
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
          - Whether the user is prevented from signing in.
        type: bool
      password:
        description:
          - Cloud password. Mimecast does not return it, see O(update_password).
        type: str
      force_password_change:
        description:
          - Whether the user must choose a new password at the next sign-in. Sent together with
            O(password).
        type: bool
      state:
        description:
          - Whether the user should exist.
          - 'The API cannot delete a user, so V(absent) sets C(disabled: true) unless O(purge_address=true).'
        type: str
        choices:
          - present
          - absent
      update_password:
        description:
          - When to send the password, which cannot be read back. V(on_create) sends it only with
            a new object. V(always) sends it in every run, so every run reports a change.
        type: str
        choices:
          - on_create
          - always
      purge_address:
        description:
          - 'With O(state=absent): also put the address on the purge list. Mimecast then removes
            the address and its data. You cannot undo this once Mimecast has purged it.'
        type: bool
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
      - disable_administrator
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
  - The API does not show whether a user may use POP or SMTP, and whether a password expires.
    So the module does not manage these settings.
  - Mimecast purges an address some time later. Until then, the user is still listed, and the
    task fails and says so.
  - Reading needs the API product C(userandgroupmanagement) or C(emailsecurityonboarding) and
    the role permission C(Directories | Internal | Read).
  - Changing needs the API product C(userandgroupmanagement) and the role permission C(Directories
    | Internal | Edit), C(Directories | Internal | Purge Address).
  - 'How sure its calls are: inferred: C(legacyAddToPurgeList) (delete); documented: all others.
    See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Create a user
  mailops.mimecast.mimecast_user:
    email: scanner@example.com
    name: Scanner on the second floor
    password: "{{ scanner_password | default('Example-only-1') }}"

- name: Disable the user
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
    _ansible.main(types.definition("user"))


if __name__ == "__main__":
    main()
