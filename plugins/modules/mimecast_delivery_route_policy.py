#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_delivery_route_policy
short_description: Manage delivery route policies
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - A delivery route policy says which mail takes which delivery route (M(mailops.mimecast.mimecast_delivery_route)).
    Every internal domain needs one before its MX records point to Mimecast, or its mail queues
    (up to 4 days, then it bounces).
  - Where two policies have the same scope, Mimecast picks one of them at random for each message.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
options:
  name:
    description:
      - Narrative of the policy. It identifies the policy, so it cannot be changed.
      - Required to create the object.
    type: str
  route:
    description:
      - Name of the delivery route that the mail takes.
      - Required to create the object.
    type: str
  applies_from:
    description:
      - Sender side of the mail this policy applies to. The more specific scope wins where several
        policies fit.
      - Required to create the object.
    type: dict
    suboptions:
      type:
        description:
          - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
            needs C(email), V(address_attribute_value) needs C(attribute).
          - Required where C(applies_from) is given.
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
          - Domain, exactly; sub-domains are not included. The wildcards and regular expressions
            of the console are sent as they are written (V(*.example.com) is one label more, not
            V(example.com) itself); that the API takes them is inferred.
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
              - Id of the attribute.
              - Required where C(attribute) is given.
            type: str
          value:
            description:
              - Value that the attribute must have.
              - Required where C(attribute) is given.
            type: str
  applies_to:
    description:
      - Recipient side of the mail this policy applies to. The more specific scope wins where
        several policies fit.
      - Required to create the object.
    type: dict
    suboptions:
      type:
        description:
          - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
            needs C(email), V(address_attribute_value) needs C(attribute).
          - Required where C(applies_to) is given.
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
          - Domain, exactly; sub-domains are not included. The wildcards and regular expressions
            of the console are sent as they are written (V(*.example.com) is one label more, not
            V(example.com) itself); that the API takes them is inferred.
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
              - Id of the attribute.
              - Required where C(attribute) is given.
            type: str
          value:
            description:
              - Value that the attribute must have.
              - Required where C(attribute) is given.
            type: str
  addresses_based_on:
    description:
      - 'Which sender address is compared: V(return_address) is the envelope from, V(message_from)
        the header from, V(both) either.'
    type: str
    choices:
      - return_address
      - message_from
      - both
  enabled:
    description:
      - Whether the policy acts. A disabled one keeps its settings.
    type: bool
  override:
    description:
      - Considered before policies of the same type that do not override.
    type: bool
  bidirectional:
    description:
      - Applies with both ends swapped too.
    type: bool
  enforced:
    description:
      - Policy enforcement, which matters where linked accounts inherit policies. The Administration
        Console does not show it.
    type: bool
  valid_from:
    description:
      - First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from ever.
    type: str
  valid_until:
    description:
      - Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.
    type: str
  source_ips:
    description:
      - 'Only mail from these addresses: networks in CIDR notation, single addresses, ranges (V(192.0.2.1-192.0.2.30))
        and globs (V(192.0.2.*)). They are compared by the addresses that they cover together,
        and sent in CIDR notation.'
      - O(source_ips_mode=add) makes sure that the addresses are covered and O(source_ips_mode=exact)
        that no other is. O(source_ips_mode=remove) takes out every network that lies in the named
        ones; where only a part of a network is named, the task is refused, because the rest would
        have to be guessed.
    type: list
    elements: str
  state:
    description:
      - Whether the delivery route policy is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  id:
    description:
      - 'Picks one delivery route policy where several have the same O(name). Leave it out otherwise:
        ids are not stable.'
    type: str
  source_ips_mode:
    description:
      - What O(source_ips) says about the items that it does not name. V(add) leaves them alone,
        V(remove) takes the named ones away, V(exact) takes away every other.
    type: str
    choices:
      - add
      - remove
      - exact
    default: add
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
          - Narrative of the policy. It identifies the policy, so it cannot be changed.
          - Required to create the object.
        type: str
      route:
        description:
          - Name of the delivery route that the mail takes.
          - Required to create the object.
        type: str
      applies_from:
        description:
          - Sender side of the mail this policy applies to. The more specific scope wins where
            several policies fit.
          - Required to create the object.
        type: dict
        suboptions:
          type:
            description:
              - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                needs C(email), V(address_attribute_value) needs C(attribute).
              - Required where C(applies_from) is given.
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
              - Domain, exactly; sub-domains are not included. The wildcards and regular expressions
                of the console are sent as they are written (V(*.example.com) is one label more,
                not V(example.com) itself); that the API takes them is inferred.
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
                  - Id of the attribute.
                  - Required where C(attribute) is given.
                type: str
              value:
                description:
                  - Value that the attribute must have.
                  - Required where C(attribute) is given.
                type: str
      applies_to:
        description:
          - Recipient side of the mail this policy applies to. The more specific scope wins where
            several policies fit.
          - Required to create the object.
        type: dict
        suboptions:
          type:
            description:
              - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                needs C(email), V(address_attribute_value) needs C(attribute).
              - Required where C(applies_to) is given.
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
              - Domain, exactly; sub-domains are not included. The wildcards and regular expressions
                of the console are sent as they are written (V(*.example.com) is one label more,
                not V(example.com) itself); that the API takes them is inferred.
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
                  - Id of the attribute.
                  - Required where C(attribute) is given.
                type: str
              value:
                description:
                  - Value that the attribute must have.
                  - Required where C(attribute) is given.
                type: str
      addresses_based_on:
        description:
          - 'Which sender address is compared: V(return_address) is the envelope from, V(message_from)
            the header from, V(both) either.'
        type: str
        choices:
          - return_address
          - message_from
          - both
      enabled:
        description:
          - Whether the policy acts. A disabled one keeps its settings.
        type: bool
      override:
        description:
          - Considered before policies of the same type that do not override.
        type: bool
      bidirectional:
        description:
          - Applies with both ends swapped too.
        type: bool
      enforced:
        description:
          - Policy enforcement, which matters where linked accounts inherit policies. The Administration
            Console does not show it.
        type: bool
      valid_from:
        description:
          - First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from ever.
        type: str
      valid_until:
        description:
          - Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.
        type: str
      source_ips:
        description:
          - 'Only mail from these addresses: networks in CIDR notation, single addresses, ranges
            (V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). They are compared by the addresses
            that they cover together, and sent in CIDR notation.'
          - O(source_ips_mode=add) makes sure that the addresses are covered and O(source_ips_mode=exact)
            that no other is. O(source_ips_mode=remove) takes out every network that lies in the
            named ones; where only a part of a network is named, the task is refused, because
            the rest would have to be guessed.
        type: list
        elements: str
      state:
        description:
          - Whether the delivery route policy is to be there.
        type: str
        choices:
          - present
          - absent
      id:
        description:
          - 'Picks one delivery route policy where several have the same O(name). Leave it out
            otherwise: ids are not stable.'
        type: str
      source_ips_mode:
        description:
          - What O(source_ips) says about the items that it does not name. V(add) leaves them
            alone, V(remove) takes the named ones away, V(exact) takes away every other.
        type: str
        choices:
          - add
          - remove
          - exact
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
      - route_everything
      - unknown_scope
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
  - Reading needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Read).
  - Changing needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role
    permission C(Gateway | Policies | Edit).
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: The mail server
  mailops.mimecast.mimecast_delivery_route:
    name: Exchange on-premises
    hostname: mail.example.com

- name: Mail to example.com goes to it
  mailops.mimecast.mimecast_delivery_route_policy:
    name: Inbound to Exchange
    route: Exchange on-premises
    applies_from: {type: everyone}
    applies_to: {type: email_domain, domain: example.com}

- name: A migration that ends by itself
  mailops.mimecast.mimecast_delivery_route_policy:
    name: Pilot users
    route: Exchange on-premises
    applies_from: {type: everyone}
    applies_to: {type: individual_email_address, email: pilot@example.com}
    override: true
    valid_until: "2027-03-31"
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
    _ansible.main(types.definition("delivery_route_policy"))


if __name__ == "__main__":
    main()
