#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_site_preflight
short_description: Check a whole site before anything is changed
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Compares an account with its whole site. If any part would be refused, the task fails and names every reason, before
    the first change of any type. Reasons are, for example, a policy for a route that does not exist, a dangerous
    request, or a list that cannot be read.
  - It fetches one token and reads each list once, several lists in parallel. It never changes anything.
  - Put it before the roles of a play, as the playbook C(mailops.mimecast.site) does. It remembers which types are in
    sync. The roles that follow in the same play skip these types and send no request for them.
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.reads
options:
  mail_tests:
    description:
      - What to do if one of the C(mail_tests) of the site fails. V(fail) fails the task, and names the test, the
        expected result, the actual result, and the policy that decides. V(warn) only warns. V(off) runs no mail tests.
    type: str
    choices:
      - fail
      - warn
      - 'off'
    default: fail
  lists:
    description:
      - Lists that replace those of the site and its baseline, under the keys of the site file.
        By default, the variables C(mimecast_sender_groups), C(mimecast_delivery_routes) and so on of the host.
    type: dict
  limits:
    description:
      - Limits of a run, under the keys of the site file. For each type they are the options C(accept_risk), C(purge),
        C(purge_match) and C(max_deletes) of its module. By default, the variables of the roles, such as
        C(mimecast_sender_groups_purge), that the host has.
    type: dict
  tags:
    description:
      - Check only the types whose role has one of these tags. Give C(ansible_run_tags) here. A role has its name as
        its tag. V(all) means every role. A tag that no role has is a warning.
    type: list
    elements: str
    default: [all]
  skip_tags:
    description:
      - Leave out the types whose role has one of these tags. Give C(ansible_skip_tags) here.
    type: list
    elements: str
    default: []
  impact:
    description:
      - In check mode, report what the plan does to mail. If the plan changes objects that decide about mail, the task
        also reads the other lists that do. By default, it reports if the site has mail tests, which
        read these lists anyway.
    type: bool
  no_new_permits:
    description:
      - Fail if the plan lets mail pass that was stopped or checked before. An uncertain result counts too. This holds
        with and without check mode.
    type: bool
    default: false
  scan_users:
    description:
      - Read every user of the account to find out who holds a role. This costs one request per user, and more than
        an hour for ten thousand users.
    type: bool
    default: false
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
  memory:
    description:
      - Data that the tasks of a run share. The collection sets it.
    type: dict
notes:
  - Reading needs the permissions of the modules for the types that the site names.
  - A site and a baseline that name no type at all are refused. With nothing to compare, everything would look in sync.
  - How sure the calls for each type are is in the notes of the type's module. See O(min_confidence).
seealso:
  - module: mailops.mimecast.mimecast_site_check
  - module: mailops.mimecast.mimecast_site_plan
"""

EXAMPLES = r"""
---
- name: Check the whole site of the host before the first change
  mailops.mimecast.mimecast_site_preflight:
    tags: "{{ ansible_run_tags }}"
    skip_tags: "{{ ansible_skip_tags }}"
  register: preflight

- name: End here if the account is in sync
  ansible.builtin.meta: end_host
  when: preflight.roles | length == 0

- name: Check a site that is in the task
  mailops.mimecast.mimecast_site_preflight:
    site:
      delivery_routes:
        - {name: Exchange on-premises, hostname: mail.example.com}
      sender_groups:
        - {name: Blocked Senders, members: [bad.example]}
    limits:
      sender_groups: {purge: true, purge_match: Customer *, max_deletes: 2}
"""

RETURN = r"""
---
roles:
  description: Roles that have something to do, in the order of work. This includes C(mx) if the site names domains.
  returned: success
  type: list
  elements: str
  sample: [sender_groups, delivery_routing]
plan:
  description: What changes, one item per object, without secrets, in the format of the modules for the types.
  returned: success
  type: list
  elements: dict
  sample:
    - operation: create
      resource: sender_group
      name: Partners
      where: mimecast_site.sender_groups[0]
      fields: [members]
      before: {}
      after: {name: Partners, members: [{member: partner.example}]}
      calls: [createGroup]
unchanged:
  description: Names of the objects in sync, under the keys of the site file.
  returned: success
  type: dict
  sample:
    delivery_routes: [Exchange on-premises]
    sender_groups: []
impact:
  description: What applying the site does to mail. Empty if the plan changes nothing that affects mail.
  returned: success
  type: dict
  sample:
    lines: ['Mail from bad.example to internal addresses: not refused -> refused']
    changes: []
    permits_something_new: false
    days: ['2026-11-24']
    not_exact: []
  contains:
    lines: {description: One sentence for each kind of mail that is treated differently., type: list, elements: str}
    changes: {description: 'The same as data, each with an example.', type: list, elements: dict}
    permits_something_new: {description: Whether some mail passes that is refused or checked today., type: bool}
    days: {description: The days that were checked., type: list, elements: str}
    not_exact: {description: 'Why the list may be incomplete. Empty if it is complete.', type: list, elements: str}
mail_tests:
  description: One item for every mail test of the site. If a test fails the task, the failure has these items too.
  returned: success
  type: list
  elements: dict
  sample:
    - name: Our partner may write
      where: mimecast_site.mail_tests[0]
      message: {from: ann@partner.example, to: jo@example.com, ip: 192.0.2.10}
      status: holds
      expected: {refused: false}
  contains:
    name: {description: Name of the test., type: str}
    where: {description: Its place in your file., type: str}
    message: {description: The message., type: dict}
    status:
      description: V(holds), V(fails), or V(depends) if not all readings of the rules agree.
      type: str
    expected: {description: Expected result., type: dict}
    got: {description: All possible results., type: dict}
    decided_by: {description: Policies that decide about the unexpected result., type: list, elements: str}
    depends_on: {description: What it depends on., type: list, elements: str}
    why: {description: Why the test does not pass., type: str}
    headline: {description: "The answer for the message in one line, if the test fails.", type: str}
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import site_preflight


def main() -> None:
    """Run the module."""
    _ansible.main(site_preflight.DEFINITION)


if __name__ == "__main__":
    main()
