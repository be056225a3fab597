#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_trusted_source
short_description: Let the mail of a vendor pass until a given day
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - A trusted source is a vendor whose mail has to come through, such as a phishing simulation,
    a service that sends in your name, or a scanner. You write one entry for everything that Mimecast
    needs, which is an IP permit, an anti-spoofing policy, an anti-spoofing bypass policy, a greylisting
    policy and managed URLs. Each object is named C(Trusted source:) and the name of the source.
    It is checked, compared and read back as if you had written it yourself.
  - After O(valid_until), or with O(state=absent), all of these objects are removed. The policies
    expire on that day even without a run. Managed URLs do not expire by themselves.
  - The API cannot create IP permits and the policies that O(also) names. For these, the task
    hands over exact steps to a person. The result says which checks still apply to mail of the
    source.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
attributes:
  idempotent:
    support: partial
    details:
      - What a person has to do in the console is reported as a change in every run, until O(console_done)
        records it or the API shows that it was done.
options:
  name:
    description:
      - Name of the vendor. The names of all its objects contain it.
      - Required to create the object.
    type: str
  networks:
    description:
      - Networks that the vendor sends from. Name all of them, and no wider ones. Mail from them
        skips reputation checks, greylisting, spam scanning and anti-spoofing. Required unless
        you set O(domains).
    type: list
    elements: str
  domains:
    description:
      - Domains whose SPF records name the servers that may send as one of your addresses. Mimecast
        compares the connecting server with these records, not with the SPF record of the sender.
        At most nine, and never a domain whose record ends in C(+all).
    type: list
    elements: str
  link_domains:
    description:
      - Domains of the links in the vendor's mail. Every page on them opens, whatever Mimecast
        finds there. No public source says whether this includes sub-domains and links with C(http://),
        so name these separately.
    type: list
    elements: str
  reason:
    description:
      - Whom you trust and why, such as the number of a change request. It stays in the file.
      - Required to create the object.
    type: str
  valid_until:
    description:
      - Last day (V(YYYY-MM-DD)) on which the vendor is trusted. Without it, every run warns.
    type: str
  applies_to:
    description:
      - Recipient side of the mail that this policy applies to. If several policies match, the
        more specific scope wins.
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
  also:
    description:
      - 'More checks that mail of the vendor should skip. The API cannot switch these off, but
        a person can: V(impersonation_protection), V(url_protection), V(attachment_protection),
        V(attachment_management), V(dns_authentication). The result has the steps for each. Name
        only checks that you have a licence for and that the vendor needs to skip.'
    type: list
    elements: str
  state:
    description:
      - Whether the trusted source should exist.
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
      name:
        description:
          - Name of the vendor. The names of all its objects contain it.
          - Required to create the object.
        type: str
      networks:
        description:
          - Networks that the vendor sends from. Name all of them, and no wider ones. Mail from
            them skips reputation checks, greylisting, spam scanning and anti-spoofing. Required
            unless you set O(domains).
        type: list
        elements: str
      domains:
        description:
          - Domains whose SPF records name the servers that may send as one of your addresses.
            Mimecast compares the connecting server with these records, not with the SPF record
            of the sender. At most nine, and never a domain whose record ends in C(+all).
        type: list
        elements: str
      link_domains:
        description:
          - Domains of the links in the vendor's mail. Every page on them opens, whatever Mimecast
            finds there. No public source says whether this includes sub-domains and links with
            C(http://), so name these separately.
        type: list
        elements: str
      reason:
        description:
          - Whom you trust and why, such as the number of a change request. It stays in the file.
          - Required to create the object.
        type: str
      valid_until:
        description:
          - Last day (V(YYYY-MM-DD)) on which the vendor is trusted. Without it, every run warns.
        type: str
      applies_to:
        description:
          - Recipient side of the mail that this policy applies to. If several policies match,
            the more specific scope wins.
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
      also:
        description:
          - 'More checks that mail of the vendor should skip. The API cannot switch these off,
            but a person can: V(impersonation_protection), V(url_protection), V(attachment_protection),
            V(attachment_management), V(dns_authentication). The result has the steps for each.
            Name only checks that you have a licence for and that the vendor needs to skip.'
        type: list
        elements: str
      state:
        description:
          - Whether the trusted source should exist.
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
  console_done:
    description:
      - 'Records of what was done by hand. A record is valid only for exactly the object that
        it was made for: if you change the object, its fingerprint changes.'
    type: list
    elements: dict
    suboptions:
      fingerprint:
        description:
          - Fingerprint that the hand-off named.
        type: str
        required: true
      by:
        description:
          - Who did it.
        type: str
        required: true
      at:
        description:
          - When it was done.
        type: str
        required: true
      note:
        description:
          - Any remark, such as a ticket number.
        type: str
notes:
  - This module sends nothing. It works out the entries of a source, and the modules of their
    types apply them.
  - Only the source manages the objects with these names. If you write an entry for one yourself,
    it is refused.
  - If you remove a domain from O(link_domains) or a check from O(also), the collection does not
    remove the objects for it. Delete these yourself.
seealso:
  - module: mailops.mimecast.mimecast_ip_permit
  - module: mailops.mimecast.mimecast_anti_spoofing_policy
  - module: mailops.mimecast.mimecast_greylisting_policy
  - module: mailops.mimecast.mimecast_anti_spoofing_bypass_policy
  - module: mailops.mimecast.mimecast_managed_url
"""

EXAMPLES = r"""
---
- name: Work out what a phishing simulation needs
  mailops.mimecast.mimecast_trusted_source:
    name: Phishing drill
    networks: [192.0.2.16/28, 198.51.100.7]
    link_domains: [landing.drill.example]
    reason: CHG-2041, security awareness
    valid_until: "2099-03-31"
    also: [url_protection]
  register: drill

- name: Show what is still checked, and what a person has to do
  ansible.builtin.debug:
    msg: "{{ drill.sources | map(attribute='still_checked') }} {{ drill.manual | map(attribute='steps') }}"

- name: Create its greylisting policy
  mailops.mimecast.mimecast_greylisting_policy:
    entries: "{{ drill.lists.greylisting_policies.entries }}"
    entry_paths: "{{ drill.lists.greylisting_policies.entry_paths }}"
"""

RETURN = r"""
---
sources:
  description: Entries of each source today, in the order of the task.
  returned: success
  type: list
  elements: dict
  contains:
    name: {description: Its name., type: str}
    where: {description: Its place in your file., type: str}
    stands_for: {description: 'Its entries, by the keys of the site file.', type: dict}
    still_checked: {description: 'What Mimecast still checks in its mail, one sentence for each check. Empty if the
        source has ended.', type: list, elements: str}
    told: {description: 'Warnings about it, such as that it has ended.', type: list, elements: str}
  sample:
    - name: Phishing drill
      where: mimecast_site.trusted_sources[0]
      stands_for:
        greylisting_policies:
          - name: 'Trusted source: Phishing drill'
      still_checked:
        - 'Blocked senders: a block beats every permit.'
      told: []
lists:
  description: For each type that the API manages, all entries of the task. C(entries) and C(entry_paths) are for
    the options of the type's module.
  returned: success
  type: dict
  sample:
    greylisting_policies:
      entries: []
      entry_paths: []
console_done:
  description: Records of manual steps, for the modules of types that may be handed over.
  returned: success
  type: list
  elements: dict
  sample:
    - fingerprint: 605ce054a5d5b123
      by: Kim
      at: '2026-11-24'
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
    _ansible.main(types.definition("trusted_source"))


if __name__ == "__main__":
    main()
