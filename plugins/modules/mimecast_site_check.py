#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_site_check
short_description: Check a site file without an account
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Checks a site file and a baseline like the other modules do. It names every mistake with its place in the file and
    what would be right. It needs no account, no credentials and no network.
  - Only the account can answer some questions, such as whether a group outside the file exists. The modules check
    these before they change anything.
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.reads
  - mailops.mimecast.name_servers
  - mailops.mimecast.name_servers.lint
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
  lint:
    description:
      - What to do about findings of L(lint,https://github.com/mailops/mimecast/blob/main/docs/lint.md) in the files.
        For each finding of high or medium severity that is not accepted, V(warn) warns and V(fail) fails the task.
        V(off) does not run lint.
    type: str
    choices:
      - fail
      - warn
      - 'off'
    default: warn
"""

EXAMPLES = r"""
---
- name: Check a site without an account
  mailops.mimecast.mimecast_site_check:
    site:
      delivery_routes:
        - {name: Exchange on-premises, hostname: mail.example.com}
      ip_permits:
        - {name: Permitted IP Addresses, source_ips: [192.0.2.10]}
"""

RETURN = r"""
---
counts:
  description: How many entries the merged site has under each key.
  returned: success
  type: dict
  sample: {delivery_routes: 2, ip_permits: 1}
lint:
  description: Findings of lint, the worst first.
  returned: success
  type: list
  elements: dict
  sample:
    - id: unused_group
      severity: low
      resource: sender_group
      name: Old partners
      place: ''
      item: ''
      what: no policy uses the group
      why: People add senders to it and expect an effect.
      source: selectcybersecurity.com/best-practice
      remedy: Delete the group. If a policy in the console uses it, accept the finding with that reason.
  contains:
    id: {description: Id of the check., type: str}
    severity: {description: 'V(high), V(medium) or V(low).', type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Name of the object., type: str}
    place: {description: Setting that the finding is about., type: str}
    item: {description: 'Item of a list that the finding is about, or the other object.', type: str}
    what: {description: What was found., type: str}
    why: {description: What is wrong with that., type: str}
    source: {description: Who says so., type: str}
    remedy: {description: What to do., type: str}
    accepted: {description: Reason and last day of the acceptance., type: dict}
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
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import site_check


def main() -> None:
    """Run the module."""
    _ansible.main(site_check.DEFINITION)


if __name__ == "__main__":
    main()
