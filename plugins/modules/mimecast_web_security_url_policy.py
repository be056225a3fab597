#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_web_security_url_policy
short_description: Manage web security URL policies
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - A web security URL policy sets which websites people may open, and which they may not, whatever
    Web Security finds there. It applies to browsing, not to links in mail. For those, use managed
    URLs.
  - Web Security no longer checks what you allow. Allow as little as possible.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Name of the policy. It identifies the policy, so it cannot be changed.
      - Required to create the object.
    type: str
  urls:
    description:
      - URLs to allow or block. O(urls_mode) sets what happens to entries that you do not name.
    type: list
    elements: raw
  applies_from:
    description:
      - Sender side of the mail that this policy applies to. If several policies match, the more
        specific scope wins.
      - Required to create the object.
    type: dict
    suboptions:
      type:
        description:
          - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
            needs C(email), V(address_attribute_value) needs C(attribute).
          - Required if C(applies_from) is given.
        type: str
        choices:
          - everyone
          - internal_addresses
          - external_addresses
          - email_domain
          - profile_group
          - address_attribute_value
          - individual_email_address
      domain:
        description:
          - Domain. It matches exactly, without subdomains. Wildcards and regular expressions,
            as in the console, are sent as you write them (V(*.example.com) matches exactly one
            more label, not V(example.com) itself). It is inferred that the API accepts them.
        type: str
      group:
        description:
          - Name of a profile group.
        type: str
      email:
        description:
          - Email address, or a pattern as for C(domain).
        type: str
      attribute:
        description:
          - Address attribute.
        type: dict
        suboptions:
          id:
            description:
              - ID of the attribute.
              - Required if C(attribute) is given.
            type: str
          value:
            description:
              - Value that the attribute must have.
              - Required if C(attribute) is given.
            type: str
  applies_to:
    description:
      - Recipient side of the mail that this policy applies to. If several policies match, the
        more specific scope wins.
      - Required to create the object.
    type: dict
    suboptions:
      type:
        description:
          - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
            needs C(email), V(address_attribute_value) needs C(attribute).
          - Required if C(applies_to) is given.
        type: str
        choices:
          - everyone
          - internal_addresses
          - external_addresses
          - email_domain
          - profile_group
          - address_attribute_value
          - individual_email_address
      domain:
        description:
          - Domain. It matches exactly, without subdomains. Wildcards and regular expressions,
            as in the console, are sent as you write them (V(*.example.com) matches exactly one
            more label, not V(example.com) itself). It is inferred that the API accepts them.
        type: str
      group:
        description:
          - Name of a profile group.
        type: str
      email:
        description:
          - Email address, or a pattern as for C(domain).
        type: str
      attribute:
        description:
          - Address attribute.
        type: dict
        suboptions:
          id:
            description:
              - ID of the attribute.
              - Required if C(attribute) is given.
            type: str
          value:
            description:
              - Value that the attribute must have.
              - Required if C(attribute) is given.
            type: str
  enabled:
    description:
      - Whether the policy is active. A disabled policy keeps its settings.
    type: bool
  override:
    description:
      - Policy override. Mimecast checks this policy before policies of the same type without
        it.
    type: bool
  valid_from:
    description:
      - 'First day (V(YYYY-MM-DD)) on which the policy is active. Empty: no start date.'
    type: str
  valid_until:
    description:
      - 'Last day (V(YYYY-MM-DD)) on which the policy is active. Empty: no end date.'
    type: str
  state:
    description:
      - Whether the web security URL policy should exist.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one web security URL policy if several have the same O(name). Otherwise leave it
        out: IDs are not stable.'
    type: str
  urls_mode:
    description:
      - What to do with O(urls). V(add) adds the listed items and keeps all others, V(remove)
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
          - Name of the policy. It identifies the policy, so it cannot be changed.
          - Required to create the object.
        type: str
      urls:
        description:
          - URLs to allow or block. O(urls_mode) sets what happens to entries that you do not
            name.
        type: list
        elements: raw
      applies_from:
        description:
          - Sender side of the mail that this policy applies to. If several policies match, the
            more specific scope wins.
          - Required to create the object.
        type: dict
        suboptions:
          type:
            description:
              - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                needs C(email), V(address_attribute_value) needs C(attribute).
              - Required if C(applies_from) is given.
            type: str
            choices:
              - everyone
              - internal_addresses
              - external_addresses
              - email_domain
              - profile_group
              - address_attribute_value
              - individual_email_address
          domain:
            description:
              - Domain. It matches exactly, without subdomains. Wildcards and regular expressions,
                as in the console, are sent as you write them (V(*.example.com) matches exactly
                one more label, not V(example.com) itself). It is inferred that the API accepts
                them.
            type: str
          group:
            description:
              - Name of a profile group.
            type: str
          email:
            description:
              - Email address, or a pattern as for C(domain).
            type: str
          attribute:
            description:
              - Address attribute.
            type: dict
            suboptions:
              id:
                description:
                  - ID of the attribute.
                  - Required if C(attribute) is given.
                type: str
              value:
                description:
                  - Value that the attribute must have.
                  - Required if C(attribute) is given.
                type: str
      applies_to:
        description:
          - Recipient side of the mail that this policy applies to. If several policies match,
            the more specific scope wins.
          - Required to create the object.
        type: dict
        suboptions:
          type:
            description:
              - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                needs C(email), V(address_attribute_value) needs C(attribute).
              - Required if C(applies_to) is given.
            type: str
            choices:
              - everyone
              - internal_addresses
              - external_addresses
              - email_domain
              - profile_group
              - address_attribute_value
              - individual_email_address
          domain:
            description:
              - Domain. It matches exactly, without subdomains. Wildcards and regular expressions,
                as in the console, are sent as you write them (V(*.example.com) matches exactly
                one more label, not V(example.com) itself). It is inferred that the API accepts
                them.
            type: str
          group:
            description:
              - Name of a profile group.
            type: str
          email:
            description:
              - Email address, or a pattern as for C(domain).
            type: str
          attribute:
            description:
              - Address attribute.
            type: dict
            suboptions:
              id:
                description:
                  - ID of the attribute.
                  - Required if C(attribute) is given.
                type: str
              value:
                description:
                  - Value that the attribute must have.
                  - Required if C(attribute) is given.
                type: str
      enabled:
        description:
          - Whether the policy is active. A disabled policy keeps its settings.
        type: bool
      override:
        description:
          - Policy override. Mimecast checks this policy before policies of the same type without
            it.
        type: bool
      valid_from:
        description:
          - 'First day (V(YYYY-MM-DD)) on which the policy is active. Empty: no start date.'
        type: str
      valid_until:
        description:
          - 'Last day (V(YYYY-MM-DD)) on which the policy is active. Empty: no end date.'
        type: str
      state:
        description:
          - Whether the web security URL policy should exist.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one web security URL policy if several have the same O(name). Otherwise leave
            it out: IDs are not stable.'
        type: str
      urls_mode:
        description:
          - What to do with O(urls). V(add) adds the listed items and keeps all others, V(remove)
            removes the listed items, V(exact) adds the listed items and removes all others.
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
      - allow_suffix
      - purge_everything
      - unknown_scope
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
  - The API replaces a policy as a whole. Right before it writes, the task reads the policy. It
    sends back the settings that you do not name as it read them, and warns if they differ afterwards.
    If somebody changes the policy between that read and the write, their change is lost. The
    API has no way to prevent this.
  - A policy with several targets is listed as unreadable, and the task does not change it.
  - It is inferred that all policies can be read at once. No public source shows it.
  - An account can have at most 5,000 URLs in all policies together.
  - Reading needs the API product C(policymanagement) and the role permission C(Web Security |
    Policies | Read).
  - Changing needs the API product C(policymanagement) and the role permission C(Web Security
    | Policies | Edit).
  - 'How sure its calls are: inferred: C(getWebPolicies) (list, read one in full); documented:
    all others. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Permit a site with tools, and block one with games
  mailops.mimecast.mimecast_web_security_url_policy:
    name: Tools and games
    applies_from: {type: everyone}
    applies_to: {type: everyone}
    urls:
      - {value: tools.example, type: domain, action: allow}
      - {value: games.example, type: domain, action: block}

- name: Permit another page
  mailops.mimecast.mimecast_web_security_url_policy:
    name: Tools and games
    urls:
      - {value: "https://portal.example/login", type: url, action: allow}

- name: Remove the block
  mailops.mimecast.mimecast_web_security_url_policy:
    name: Tools and games
    urls:
      - {value: games.example, type: domain, action: block, state: absent}
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
    - name: Example policy
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
    _ansible.main(types.definition("web_security_url_policy"))


if __name__ == "__main__":
    main()
