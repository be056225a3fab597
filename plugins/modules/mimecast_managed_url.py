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
  - 'URL Protection rewrites the links in inbound mail and looks at the page when somebody clicks.
    A managed URL decides for a link beforehand: a blocked one never opens, a permitted one always
    does.'
  - Mimecast cannot change a managed URL. Where a setting differs, the old one is deleted and
    a new one created in its place, one URL at a time; the diff says so. What your file does not
    say is carried over. Where the new one is refused, the old one is put back as it was, and
    the task stops.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  url:
    description:
      - The URL as links have it, with C(http://) or C(https://), without a fragment. Capitals
        count in its path. A slash alone at its end does not.
      - It identifies the managed URL.
      - Required to create the object.
    type: str
  action:
    description:
      - V(block) keeps everybody from opening the page. V(permit) lets everybody open it, whatever
        Mimecast finds there.
      - 'Mimecast cannot change it: another value replaces the object.'
      - Required to create the object.
    type: str
    choices:
      - block
      - permit
  match_type:
    description:
      - V(explicit) takes this URL alone, V(domain) every page of its domain; O(url) then names
        no page. A new one is V(explicit) where nothing is said (inferred).
      - 'Mimecast cannot change it: another value replaces the object.'
    type: str
    choices:
      - explicit
      - domain
  comment:
    description:
      - Why it is there. An empty string takes it away.
      - 'Mimecast cannot change it: another value replaces the object.'
    type: str
  disable_rewrite:
    description:
      - Leave the link in the mail as it is. For permitted URLs.
      - 'Mimecast cannot change it: another value replaces the object.'
    type: bool
  disable_user_awareness:
    description:
      - Do not ask the reader what they think of the link. For permitted URLs.
      - 'Mimecast cannot change it: another value replaces the object.'
    type: bool
  disable_log_click:
    description:
      - Do not log who clicks. For permitted URLs.
      - 'Mimecast cannot change it: another value replaces the object.'
    type: bool
  state:
    description:
      - Whether the managed URL is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  entries:
    description:
      - Many objects in one task, each with the options of this module that describe one. Options
        beside O(entries) are defaults for each of them.
      - One task with many entries reads the account once, a loop reads it once an item.
    type: list
    elements: dict
    suboptions:
      url:
        description:
          - The URL as links have it, with C(http://) or C(https://), without a fragment. Capitals
            count in its path. A slash alone at its end does not.
          - It identifies the managed URL.
          - Required to create the object.
        type: str
      action:
        description:
          - V(block) keeps everybody from opening the page. V(permit) lets everybody open it,
            whatever Mimecast finds there.
          - 'Mimecast cannot change it: another value replaces the object.'
          - Required to create the object.
        type: str
        choices:
          - block
          - permit
      match_type:
        description:
          - V(explicit) takes this URL alone, V(domain) every page of its domain; O(url) then
            names no page. A new one is V(explicit) where nothing is said (inferred).
          - 'Mimecast cannot change it: another value replaces the object.'
        type: str
        choices:
          - explicit
          - domain
      comment:
        description:
          - Why it is there. An empty string takes it away.
          - 'Mimecast cannot change it: another value replaces the object.'
        type: str
      disable_rewrite:
        description:
          - Leave the link in the mail as it is. For permitted URLs.
          - 'Mimecast cannot change it: another value replaces the object.'
        type: bool
      disable_user_awareness:
        description:
          - Do not ask the reader what they think of the link. For permitted URLs.
          - 'Mimecast cannot change it: another value replaces the object.'
        type: bool
      disable_log_click:
        description:
          - Do not log who clicks. For permitted URLs.
          - 'Mimecast cannot change it: another value replaces the object.'
        type: bool
      state:
        description:
          - Whether the managed URL is to be there.
        type: str
        choices:
          - present
          - absent
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
      - block_own_domain
      - permit_free_mail
      - permit_public_suffix
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
notes:
  - Between the two requests of a replacement a click on the link is judged as if there were no
    entry. A run that is killed just then leaves the URL without one; the next run creates it
    as the file says. So O(action) has to be in the file of a URL that is to be replaced.
  - 'Replacements do not count for O(max_deletes): what is replaced is there afterwards.'
  - 'One URL has one entry: the API refuses a second one, whatever its settings are.'
  - 'Listing asks for the permission to edit: Mimecast has none to read.'
  - How a domain that is matched whole treats the hosts below it is in no public source.
  - Reading needs the API product C(policymanagement) and the role permission C(Services | Targeted
    Threat Protection - URL Protect | Edit).
  - Changing needs the API product C(policymanagement) and the role permission C(Services | Targeted
    Threat Protection - URL Protect | Edit), C(Services | URL Protection | Edit).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Nobody opens a page of this domain
  mailops.mimecast.mimecast_managed_url:
    url: https://login.bad.example
    action: block
    match_type: domain
    comment: CHG-1234

- name: The exercise of this year opens for everybody, and its link stays as it is
  mailops.mimecast.mimecast_managed_url:
    url: https://exercise.partner.example/start
    action: permit
    disable_rewrite: true
    disable_user_awareness: true

- name: Many at once, and nothing else below that host
  mailops.mimecast.mimecast_managed_url:
    entries:
      - {url: "https://files.bad.example/a", action: block}
      - {url: "https://files.bad.example/b", action: block}
    purge: true
    purge_match: https://files.bad.example/*

- name: The link is judged like all others again
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
    _ansible.main(types.definition("managed_url"))


if __name__ == "__main__":
    main()
