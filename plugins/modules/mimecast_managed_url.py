#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_managed_url
short_description: Manage URLs that are blocked or permitted
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - 'URL Protection rewrites the links in inbound mail, and checks the page when somebody clicks.
    A managed URL decides in advance: a blocked link never opens, a permitted link always opens.'
  - 'Mimecast cannot change a managed URL. If a setting differs, the task deletes the old one
    and creates a new one, and the diff says so. It takes one URL at a time: the next one stays
    until the list shows the new one. Settings that your file does not name are carried over.
    If Mimecast refuses the new one, the task creates the old one again, and stops.'
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  url:
    description:
      - URL as it is in links, with C(http://) or C(https://), without a fragment. Upper and lower
        case matter in its path. A single slash at its end does not.
      - It identifies the managed URL.
      - Required to create the object.
    type: str
  action:
    description:
      - V(block) prevents everybody from opening the page. V(permit) lets everybody open it, whatever
        Mimecast finds there.
      - Mimecast cannot change it, so another value replaces the object.
      - Required to create the object.
    type: str
    choices:
      - block
      - permit
  match_type:
    description:
      - 'V(explicit) matches only this URL. V(domain) matches every page of its domain, and O(url)
        then names no page. Default for a new one: V(explicit) (inferred).'
      - Mimecast cannot change it, so another value replaces the object.
    type: str
    choices:
      - explicit
      - domain
  comment:
    description:
      - Reason for the entry. An empty string removes it.
      - Mimecast cannot change it, so another value replaces the object.
    type: str
  disable_rewrite:
    description:
      - Leave the link in the mail as it is. For permitted URLs.
      - Mimecast cannot change it, so another value replaces the object.
    type: bool
  disable_user_awareness:
    description:
      - Do not ask the reader what they think of the link. For permitted URLs.
      - Mimecast cannot change it, so another value replaces the object.
    type: bool
  disable_log_click:
    description:
      - Do not log who clicks. For permitted URLs.
      - Mimecast cannot change it, so another value replaces the object.
    type: bool
  state:
    description:
      - Whether the managed URL should exist.
    type: str
    choices:
      - present
      - absent
    default: present
  entries:
    description:
      - Several objects in one task. Each entry takes the options of this module that describe
        an object. Options beside O(entries) are defaults for all of them.
      - One task with many entries reads the account once. A loop reads it once per item.
    type: list
    elements: dict
    suboptions:
      url:
        description:
          - URL as it is in links, with C(http://) or C(https://), without a fragment. Upper and
            lower case matter in its path. A single slash at its end does not.
          - It identifies the managed URL.
          - Required to create the object.
        type: str
      action:
        description:
          - V(block) prevents everybody from opening the page. V(permit) lets everybody open it,
            whatever Mimecast finds there.
          - Mimecast cannot change it, so another value replaces the object.
          - Required to create the object.
        type: str
        choices:
          - block
          - permit
      match_type:
        description:
          - 'V(explicit) matches only this URL. V(domain) matches every page of its domain, and
            O(url) then names no page. Default for a new one: V(explicit) (inferred).'
          - Mimecast cannot change it, so another value replaces the object.
        type: str
        choices:
          - explicit
          - domain
      comment:
        description:
          - Reason for the entry. An empty string removes it.
          - Mimecast cannot change it, so another value replaces the object.
        type: str
      disable_rewrite:
        description:
          - Leave the link in the mail as it is. For permitted URLs.
          - Mimecast cannot change it, so another value replaces the object.
        type: bool
      disable_user_awareness:
        description:
          - Do not ask the reader what they think of the link. For permitted URLs.
          - Mimecast cannot change it, so another value replaces the object.
        type: bool
      disable_log_click:
        description:
          - Do not log who clicks. For permitted URLs.
          - Mimecast cannot change it, so another value replaces the object.
        type: bool
      state:
        description:
          - Whether the managed URL should exist.
        type: str
        choices:
          - present
          - absent
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
      - block_own_domain
      - permit_free_mail
      - permit_public_suffix
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
notes:
  - Between the two requests of a replacement, a click on the link is checked as if there were
    no entry. A run that is killed at that moment leaves the URL without an entry, and the next
    run creates it from the file. So the file must contain O(action) for a URL to be replaced.
  - Replacements do not count for O(max_deletes), because the object still exists afterwards.
  - 'One URL has one entry: the API refuses a second one, whatever its settings are.'
  - 'Listing needs the permission to edit: Mimecast has no permission to read.'
  - No public source says how a match of a whole domain treats the hosts below it.
  - Reading needs the API product C(policymanagement) and the role permission C(Services | Targeted
    Threat Protection - URL Protect | Edit).
  - Changing needs the API product C(policymanagement) and the role permission C(Services | Targeted
    Threat Protection - URL Protect | Edit), C(Services | URL Protection | Edit).
  - 'How sure its calls are: observed: C(getManagedUrls) (list), C(createManagedUrl) (create),
    C(deleteManagedUrl) (delete). See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Block a domain
  mailops.mimecast.mimecast_managed_url:
    url: https://login.bad.example
    action: block
    match_type: domain
    comment: CHG-1234

- name: Permit the page of an exercise, and do not rewrite its link
  mailops.mimecast.mimecast_managed_url:
    url: https://exercise.partner.example/start
    action: permit
    disable_rewrite: true
    disable_user_awareness: true

- name: Block exactly these pages of a host
  mailops.mimecast.mimecast_managed_url:
    entries:
      - {url: "https://files.bad.example/a", action: block}
      - {url: "https://files.bad.example/b", action: block}
    purge: true
    purge_match: https://files.bad.example/*

- name: Remove the permit for the exercise
  mailops.mimecast.mimecast_managed_url:
    url: https://exercise.partner.example/start
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
    - url: https://www.partner.example
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
    _ansible.main(types.definition("managed_url"))


if __name__ == "__main__":
    main()
