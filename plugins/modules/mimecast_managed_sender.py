#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_managed_sender
short_description: Permit or block a sender for one recipient
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - A managed sender is one user's rule for one sender. Mail from a permitted sender skips spam checks and quarantine
    for this user. Mail from a blocked sender is rejected. Members of the groups C(Permitted senders) and C(Blocked
    Senders) count for all users, see M(mailops.mimecast.mimecast_sender_group).
  - B(Managed senders cannot be read back.) The API accepts them, but has no call to list them. So every task that
    sends something reports a change. It says that it sent the entry, not that the entry is in effect. For the same
    reason, a site file cannot have managed senders.
  - It accepts only addresses. To undo an entry, use the Administration Console, or replace it by sending the other
    action.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
attributes:
  idempotent:
    support: partial
    details: Entries cannot be read back. Every run sends those that O(snapshot) does not show, and reports a change.
options:
  sender:
    description:
      - Email address of the sender.
    type: str
  recipient:
    description:
      - Email address of the user of the account that the rule is for.
    type: str
  action:
    description:
      - V(permit) lets the sender's mail through, V(block) rejects it.
    type: str
    choices: [permit, block]
  entries:
    description:
      - Several entries in one task. Options beside O(entries) are defaults for all of them. One API call takes up to a
        hundred.
    type: list
    elements: dict
    suboptions:
      sender:
        description:
          - Email address of the sender.
        type: str
      recipient:
        description:
          - Email address of the user of the account that the rule is for.
        type: str
      action:
        description:
          - V(permit) lets the sender's mail through, V(block) rejects it.
        type: str
        choices: [permit, block]
  snapshot:
    description:
      - Rows of a snapshot of managed senders, as M(mailops.mimecast.mimecast_snapshot) exports them. Entries in the
        snapshot are not sent again.
      - No source shows the format of these rows. The task understands rows with C(sender), C(to) and C(type), as the
        API returns them elsewhere. It ignores other rows, and then sends every entry.
      - A snapshot does not have changes that somebody made after it was created.
    type: list
    elements: dict
  accept_risk:
    description:
      - Safety checks to override, by the name in the error message.
    type: list
    elements: str
    choices:
      - permit_own_domain
notes:
  - It needs the API product C(cloudgateway) and the role permission C(Gateway | Managed Senders | Edit). To check
    whether a permitted sender is in one of your own domains, it needs C(Directories | Internal | Read).
  - 'How sure its calls are: observed: C(permitOrBlockSender) (permit or block); documented: all others.
    See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_sender_group
  - module: mailops.mimecast.mimecast_snapshot
"""

EXAMPLES = r"""
---
- name: Permit a partner for one user
  mailops.mimecast.mimecast_managed_sender:
    sender: orders@partner.example
    recipient: jo@example.com
    action: permit

- name: Block a newsletter for two users
  mailops.mimecast.mimecast_managed_sender:
    sender: news@bulk.example
    action: block
    entries:
      - recipient: jo@example.com
      - recipient: sam@example.com
"""

RETURN = r"""
---
sent:
  description: Entries that were sent, in the format of the options. In check mode, entries that would be sent. They
    are not read back.
  returned: success
  type: list
  elements: dict
  sample: [{sender: orders@partner.example, recipient: jo@example.com, action: permit}]
diff:
  description: The same as text. The state before is not known.
  returned: success
  type: list
  elements: dict
  sample: [{before_header: managed senders (not readable), after_header: managed senders (sent), before: '',
    after: "permit orders@partner.example for jo@example.com\n"}]
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import managed_sender


def main() -> None:
    """Run the module."""
    _ansible.main(managed_sender.DEFINITION)


if __name__ == "__main__":
    main()
