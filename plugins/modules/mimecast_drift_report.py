#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_drift_report
short_description: Write one drift report over many accounts
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Combines the results of M(mailops.mimecast.mimecast_site_plan) for all accounts into one report. C(drift.json) is
    for programs, C(drift.md) is for a pull request or a chat, and C(drift.html) is for people, one file that needs no
    network.
  - An account that could not be read is in the report as an error. It does not hide the other accounts.
  - Hosts of the run that share an account or a site are errors too, if the task M(mailops.mimecast.mimecast_site_plan)
    of each has O(mailops.mimecast.mimecast_site_plan#module:read_only=true).
  - The module does not connect to an account. It also writes the report in check mode, and never counts it as a
    change.
extends_documentation_fragment:
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.reads
attributes:
  diff_mode:
    details: This module changes no account.
options:
  accounts:
    description:
      - Result of each account.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the account.
        type: str
        required: true
      region:
        description:
          - Region of the account. The report shows it beside the name.
        type: str
      result:
        description:
          - Result of M(mailops.mimecast.mimecast_site_plan), even if it failed. If the result has no objects, the
            report shows its message as the reason why the account could not be read.
        type: dict
      error:
        description:
          - Why the account could not be read.
          - An account with neither this nor a result is reported as not reached by the run.
        type: str
      events:
        description:
          - Audit events from M(mailops.mimecast.mimecast_audit_info). They show who changed an object that is not in
            sync, and when. By default, the report uses the events in O(accounts[].result), see
            O(mailops.mimecast.mimecast_site_plan#module:audit_days).
        type: list
        elements: dict
  left_out:
    description:
      - Account files that the inventory could not use, from the variable C(mimecast_left_out) of
        P(mailops.mimecast.mimecast_accounts#inventory). Each counts as an account with an error.
    type: list
    elements: dict
    default: []
    suboptions:
      file:
        description:
          - Path of the file.
        type: str
        required: true
      reason:
        description:
          - Why it cannot be used.
        type: str
        required: true
    version_added: 2.0.0
  directory:
    description:
      - Directory for the files, on the machine that runs the task. It must exist. The task checks this first. With an
        empty O(formats), it does nothing else.
    type: path
    required: true
  formats:
    description:
      - Files to write.
    type: list
    elements: str
    choices: [json, md, html]
    default: [json, md, html]
  title:
    description:
      - Title of the report.
    type: str
    default: Mimecast drift report
  generated:
    description:
      - Time when the accounts were read, as ISO 8601 in UTC, such as V(2026-11-28T03:00:00Z). By default, now.
    type: str
    version_added: 2.0.0
  compare_with:
    description:
      - A C(drift.json) of an earlier run. The report then shows what is new since that run, what is still different,
        and what is gone. By default, the one in O(directory), which the new report replaces.
    type: path
    version_added: 2.0.0
  command:
    description:
      - Start of the commands in the report, which readers copy.
    type: str
    default: ansible-playbook
    version_added: 2.0.0
notes:
  - Only their owner and group can read the files. They have addresses and settings of the accounts, never a secret.
  - The shape of C(drift.json) is published as C(docs/drift.schema.json).
seealso:
  - module: mailops.mimecast.mimecast_site_plan
  - module: mailops.mimecast.mimecast_audit_info
"""

EXAMPLES = r"""
---
- name: Compare the account with its site file
  mailops.mimecast.mimecast_site_plan:
    site: "{{ mimecast_site }}"
  register: plan

- name: Write the report
  mailops.mimecast.mimecast_drift_report:
    directory: /var/lib/drift
    accounts:
      - name: acorn
        result: "{{ plan }}"
      - name: harbour
        error: the token was refused
"""

RETURN = r"""
---
files:
  description: Paths of the files, by format.
  returned: success
  type: dict
  sample: {json: /var/lib/drift/drift.json, html: /var/lib/drift/drift.html}
summary:
  description: The totals, to decide by.
  returned: success
  type: dict
  sample: {accounts: 2, ok: 1, drift: 1, error: 0, drifted_accounts: [harbour], failed_accounts: [],
    objects: {in_sync: 41, drifted: 1, missing: 0, extra: 0, unverifiable: 0, handoff: 2}}
  contains:
    accounts:
      description: Number of accounts.
      type: int
    ok:
      description: Number of accounts that match their site files.
      type: int
    drift:
      description: Number of accounts with an object that is drifted, missing, or to do by hand.
      type: int
    error:
      description: Number of accounts that could not be read, or whose site file would be refused.
      type: int
    objects:
      description: Number of objects by state, over all accounts.
      type: dict
      sample: {in_sync: 41, drifted: 1, missing: 0, extra: 2, unverifiable: 0, handoff: 0}
    drifted_accounts:
      description: Names of the accounts with drift.
      type: list
      elements: str
    failed_accounts:
      description: Names of the accounts with an error.
      type: list
      elements: str
    unusable:
      description: Number of account files that cannot be used. They count as accounts and as errors.
      type: int
    unusable_files:
      description: Paths of those files.
      type: list
      elements: str
generated:
  description: Time stamp of the report.
  returned: success
  type: str
  sample: '2026-11-28T03:00:00Z'
compared:
  description: What changed since the earlier report, in one sentence. Empty without an earlier report.
  returned: success
  type: str
  sample: 2 new, 5 still there, 1 gone
decisions:
  description: What a person has to decide. Each decision is listed once, with all accounts that it concerns.
  returned: success
  type: list
  elements: dict
  sample:
    - what: 'delivery route old-server: hostname'
      status: update
      accounts: [cust05, cust12]
      command: ansible-playbook mailops.mimecast.site --limit cust05,cust12 --tags delivery_routing --check --diff
  contains:
    what:
      description: In a few words.
      type: str
    status:
      description: V(error), V(mail), or the state of the object.
      type: str
    accounts:
      description: Names of the accounts.
      type: list
      elements: str
    command:
      description: Command that shows what applying would do, or that reads again. May be empty.
      type: str
lines:
  description: The most urgent decisions as lines to print.
  returned: success
  type: list
  elements: str
  sample: ['delivery route old-server: hostname (cust05, cust12)']
accounts:
  description: State of each account. Accounts that need attention come first.
  returned: success
  type: list
  elements: dict
  sample: [{name: harbour, status: drift, error: null, advice: null, since: '2026-11-23'}]
  contains:
    name:
      description: Name of the account.
      type: str
    status:
      description: V(ok), V(drift) or V(error).
      type: str
    error:
      description: Why the account could not be read, or an empty string.
      type: str
    advice:
      description: What to do.
      type: str
    since:
      description: The earliest audit event about an object that is not in sync, or null.
      type: str
    link:
      description: Text to add after C(drift.html#) to open the page at this account.
      type: str
msg:
  description: The report in one sentence.
  returned: success
  type: str
  sample: "300 accounts: 298 in sync, 1 with drift, 1 not checked"
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import drift_report


def main() -> None:
    """Run the module."""
    _ansible.main(drift_report.DEFINITION)


if __name__ == "__main__":
    main()
