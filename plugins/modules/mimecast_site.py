#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_site
short_description: Bring a whole account to what its site file says
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - 'Compares an account with its site and makes the differences go away, all types in one task:
    one token, each list of the account read once, lists side by side.'
  - Everything is judged before the first change is sent. What is refused in one place, such as
    a policy for a route that is nowhere, or a list that cannot be read, keeps the whole site
    from being applied.
  - 'Then the types are applied in the order of what they need: groups, delivery routes, their
    policies, IP permits, users, administrator roles, attachment sets. What others use is deleted
    at the end. Each type is read back before the next; what did not take effect fails the task,
    which names it and all that was not begun.'
  - Only what the site says is compared and changed. Everything else in the account is left alone,
    unless C(purge) is set for its type.
  - Where a run takes long, a line every few seconds tells how far it is.
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  only:
    description:
      - Keys of the site file to look at; the others are left alone. Without it, all are meant.
    type: list
    elements: str
    choices:
      - sender_groups
      - delivery_routes
      - delivery_route_policies
      - ip_permits
      - users
      - role_members
      - attachment_sets
  types:
    description:
      - How far a run may go, for each type of object.
    type: dict
    suboptions:
      sender_groups:
        description:
          - For C(sender_groups).
        type: dict
        suboptions:
          accept_risk:
            description:
              - Refusals to lift on purpose, by the word that the refusal names.
            type: list
            elements: str
            choices:
              - delete_with_members
              - empty_builtin_group
          purge:
            description:
              - Also delete every object of this type that is not among the entries, within C(purge_match).
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
            type: int
            default: 10
      delivery_routes:
        description:
          - For C(delivery_routes).
        type: dict
        suboptions:
          purge:
            description:
              - Also delete every object of this type that is not among the entries, within C(purge_match).
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
            type: int
            default: 10
      delivery_route_policies:
        description:
          - For C(delivery_route_policies).
        type: dict
        suboptions:
          purge:
            description:
              - Also delete every object of this type that is not among the entries, within C(purge_match).
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
            type: int
            default: 10
      ip_permits:
        description:
          - For C(ip_permits).
        type: dict
        suboptions:
          purge:
            description:
              - Also delete every object of this type that is not among the entries, within C(purge_match).
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
            type: int
            default: 10
      users:
        description:
          - For C(users).
        type: dict
        suboptions:
          max_deletes:
            description:
              - Most objects that one run may delete. More are refused before any change.
            type: int
            default: 10
      role_members:
        description:
          - For C(role_members).
        type: dict
        suboptions:
          accept_risk:
            description:
              - Refusals to lift on purpose, by the word that the refusal names.
            type: list
            elements: str
            choices:
              - protected_role
      attachment_sets:
        description:
          - For C(attachment_sets).
        type: dict
        suboptions:
          purge:
            description:
              - Also delete every object of this type that is not among the entries, within C(purge_match).
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
            type: int
            default: 10
  scan_users:
    description:
      - Look at every user of the account to find out who holds a role. That is one request a
        user, and more than an hour for ten thousand users.
    type: bool
    default: false
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
notes:
  - 'C(mx) of the site is not for the API to change: see M(mailops.mimecast.mimecast_mx_info).'
  - It needs the permissions of the modules for the types that the site names.
seealso:
  - module: mailops.mimecast.mimecast_site_check
  - module: mailops.mimecast.mimecast_site_plan
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: The account is what the site says
  mailops.mimecast.mimecast_site:
    site:
      delivery_routes:
        - {name: Exchange on-premises, hostname: mail.example.com}
      delivery_route_policies:
        - name: Inbound to Exchange
          route: Exchange on-premises
          applies_from: {type: everyone}
          applies_to: {type: email_domain, domain: example.com}
      sender_groups:
        - {name: Blocked Senders, members: [bad.example], members_mode: exact}
  register: account

- name: Only the groups, and no group that the site does not name
  mailops.mimecast.mimecast_site:
    baseline:
      sender_groups:
        - {name: Blocked Senders, members: [bad.example]}
    site:
      sender_groups:
        - {name: Blocked Senders, members: [worse.example]}
    only: [sender_groups]
    types:
      sender_groups: {purge: true, purge_match: Customer *, max_deletes: 2}
"""

RETURN = r"""
---
plan:
  description: What changes, one item an object, without secrets.
  returned: success
  type: list
  elements: dict
  contains:
    operation:
      description: V(create), V(update), V(delete) or V(hand_off).
      type: str
    resource:
      description: Type of the object.
      type: str
    name:
      description: Natural key of the object.
      type: str
    where:
      description: Where it stands in the user's file.
      type: str
    fields:
      description: Settings that change.
      type: list
      elements: str
    before:
      description: Those settings as they are.
      type: dict
    after:
      description: Those settings as they are to be.
      type: dict
    counts:
      description: Lists of which items stay as they are, and how many.
      type: dict
    moves:
      description: Members that leave another object, and which.
      type: dict
    calls:
      description: Operations of the API that are used.
      type: list
      elements: str
manual:
  description: What a person has to do in the Administration Console, one item an object.
  returned: success
  type: list
  elements: dict
  contains:
    fingerprint:
      description: Stands for the object as it is wanted.
      type: str
    resource:
      description: Type of the object.
      type: str
    name:
      description: Natural key of the object.
      type: str
    where:
      description: Where it stands in the user's file.
      type: str
    steps:
      description: What to do, in order.
      type: list
      elements: str
diff:
  description: What changes as text, one block an object, without secrets.
  returned: success
  type: list
  elements: dict
api:
  description: What the run cost.
  returned: always
  type: dict
  contains:
    reads:
      description: Requests that read.
      type: int
    writes:
      description: Requests that changed something.
      type: int
    tokens:
      description: Tokens that were fetched.
      type: int
    seconds_waited:
      description: Seconds spent waiting for the API.
      type: float
unchanged:
  description: Names of the objects that were as the site says, under the keys of the site file.
  returned: success
  type: dict
  sample:
    delivery_routes:
      - Exchange on-premises
    sender_groups: []
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible


def main() -> None:
    """Run the module."""
    _ansible.main("mimecast_site")


if __name__ == "__main__":
    main()
