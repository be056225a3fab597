#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_mail_check
short_description: Find out what happens to a message
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Shows which policies act on a message and which do not, each with the reason, the rule and its source. It also
    shows the outcome, such as refused, permitted, greylisted, altered, or the delivery route.
  - If no source settles a rule, the module works out every possible reading. An answer is certain if all readings give
    the same result. Otherwise it says what it depends on. It never says that a message is delivered.
  - It never changes anything. With O(against=site_file) it needs no account, no credentials and no network.
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.reads
options:
  from:
    description:
      - Envelope sender, the address that bounces go to. V(<>) is an empty sender.
    type: str
  header_from:
    description:
      - Sender address that the reader sees. By default, the envelope sender.
    type: str
  to:
    description:
      - Address of one recipient.
    type: str
  ip:
    description:
      - IP address of the server that hands over the message. If a policy names networks and you leave this out, the
        answer may depend on it.
    type: str
  hostname:
    description:
      - Host name of that server.
    type: str
  messages:
    description:
      - Several messages, instead of the one in the options beside it.
    type: list
    elements: dict
    suboptions:
      from:
        description:
          - Envelope sender, the address that bounces go to. V(<>) is an empty sender.
        type: str
      header_from:
        description:
          - Sender address that the reader sees. By default, the envelope sender.
        type: str
      to:
        description:
          - Address of one recipient.
        type: str
      ip:
        description:
          - IP address of the server that hands over the message. If a policy names networks and you leave this out,
            the answer may depend on it.
        type: str
      hostname:
        description:
          - Host name of that server.
        type: str
  against:
    description:
      - V(site_file) answers only from the site and its baseline. A list that is there counts as all that the account
        has. What is in other lists counts as not known.
      - V(account) answers from the account as it is. What the API does not show, such as permitted senders policies,
        comes from the site.
      - V(planned) answers from the account as it will be after you apply the site and finish the manual steps.
    type: str
    choices: [site_file, account, planned]
    default: site_file
  lists:
    description:
      - Lists that replace those of the site and its baseline, under the keys of the site file. By default, the
        variables C(mimecast_sender_groups), C(mimecast_delivery_routes) and so on of the host.
    type: dict
  limits:
    description:
      - With O(against=planned), how far applying the site may go, as in M(mailops.mimecast.mimecast_site_preflight).
    type: dict
  apply_via:
    description:
      - 'V(auto) uses the API. If the API does not offer the calls, the task hands over to a person: the result says
        what to do in the Administration Console. V(api) fails instead. V(console) always hands over.'
    type: str
    choices:
      - auto
      - api
      - console
    default: auto
notes:
  - Reading needs the permissions of the modules for the types that affect mail.
  - How sure the calls for each type are is in the notes of the type's module. See O(min_confidence).
seealso:
  - module: mailops.mimecast.mimecast_site_check
  - module: mailops.mimecast.mimecast_site_preflight
"""

EXAMPLES = r"""
---
- name: Check a message against the site file
  mailops.mimecast.mimecast_mail_check:
    from: news@vendor.example
    to: jo@example.com
    ip: 192.0.2.10
    site:
      internal_domains:
        - {domain: example.com}
      sender_groups:
        - {name: Blocked Senders, members: [vendor.example]}
      anti_spoofing_policies: []
      blocked_sender_policies: []

- name: Check two messages against the account
  mailops.mimecast.mimecast_mail_check:
    against: account
    messages:
      - {from: ann@partner.example, to: jo@example.com, ip: 192.0.2.10}
      - {from: <>, to: jo@example.com}
  register: mail

- name: Show the answers
  ansible.builtin.debug:
    msg: "{{ mail.lines }}"
"""

RETURN = r"""
---
headlines:
  description: The answer for each message in one line.
  returned: success
  type: list
  elements: str
  sample:
    - 'a@bad.example to jo@example.com: certain: refused by blocked sender policy "Block bad.example"'
lines:
  description: The complete text. First each answer in one line, with every policy below it, what it does and why. Then
    where the facts come from, and what no answer covers.
  returned: success
  type: list
  elements: str
  sample:
    - 'a@bad.example to jo@example.com: certain: refused by blocked sender policy "Block bad.example"'
    - '  blocked sender policy "Block bad.example" acts: the sender is in its scope, domain bad.example'
answers:
  description: One item for each message.
  returned: success
  type: list
  elements: dict
  sample:
    - message: {from: a@bad.example, to: jo@example.com, ip: 203.0.113.7}
      certain: true
      headline: 'refused by blocked sender policy "Block bad.example"'
      depends_on: []
      from_site_file: [ip_permit]
  contains:
    message:
      description: The message in normalised spelling, and the day.
      type: dict
    certain:
      description: Whether every reading of the rules gives the same result.
      type: bool
    headline:
      description: The answer in one line.
      type: str
    depends_on:
      description: What the answer depends on, each with its readings.
      type: list
      elements: dict
    cases:
      description: The result of every combination of readings.
      type: list
      elements: dict
    steps:
      description: Every policy with what it does, why, the rule, its source, and where the facts about the policy come
        from.
      type: list
      elements: dict
    excluded:
      description: Readings that mail of the account has excluded, with the evidence.
      type: list
      elements: dict
    from_site_file:
      description: Types that were taken from the site file.
      type: list
      elements: str
    limits:
      description: What no answer covers.
      type: list
      elements: str
known_from:
  description: For every type that affects mail, whether it is known from the V(account), from the V(site_file), or is
    V(unknown).
  returned: success
  type: dict
  sample: {blocked_sender_policy: account, ip_permit: site_file, url_protection_bypass_policy: unknown}
unreadable:
  description: What could not be read, and why.
  returned: success
  type: dict
  sample: {ip_permit: 'listPermittedSendersPolicies: refused with app_forbidden'}
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import mail_check


def main() -> None:
    """Run the module."""
    _ansible.main(mail_check.DEFINITION)


if __name__ == "__main__":
    main()
