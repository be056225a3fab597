#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_audit_info
short_description: Read who changed what in an account
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Reads the audit events of an account, filtered by time, text, category and object.
  - Mimecast keeps the events for about 60 days.
  - The text of an event has the whole policy that was changed. So you also see changes to objects that the API does
    not offer otherwise, such as Permitted Senders policies and attachment sets.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.reads
options:
  start:
    description:
      - Start of the period, such as V(2026-01-31T08:00:00Z). By default, one day before O(end).
    type: str
  end:
    description:
      - End of the period. By default, now.
    type: str
  query:
    description:
      - Text to search for in the events.
    type: str
  categories:
    description:
      - Categories of events.
    type: list
    elements: str
  objects:
    description:
      - Only events whose text names one of these objects.
    type: list
    elements: str
notes:
  - Reading needs the API product C(auditevents) and the role permission C(Account | Logs | Read).
  - 'How sure its calls are: observed: C(getAuditEvents) (read the events). See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_site_plan
"""

EXAMPLES = r"""
---
- name: Find out who changed these two since yesterday
  mailops.mimecast.mimecast_audit_info:
    objects: [Blocked Senders, Exchange on-premises]
  register: audit

- name: Show them
  ansible.builtin.debug:
    msg: "{{ audit.events | map(attribute='user') | unique }}"
"""

RETURN = r"""
---
events:
  description: The events, oldest first.
  returned: success
  type: list
  elements: dict
  sample: [{id: eNoVzl0, time: '2026-11-24T08:12:09+0000', user: kim@example.com, kind: Existing Policy Changed,
    category: policy_logs, object: Inbound to Exchange, text: 'Policy Inbound to Exchange changed'}]
  contains:
    id:
      description: Id of the event.
      type: str
    time:
      description: When it happened.
      type: str
    user:
      description: Who did it.
      type: str
    kind:
      description: What was done, such as V(Existing Policy Changed).
      type: str
    category:
      description: Category of the event.
      type: str
    object:
      description: Which of O(objects) it names, if any.
      type: str
    text:
      description: Text of the event.
      type: str
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import audit_info


def main() -> None:
    """Run the module."""
    _ansible.main(audit_info.DEFINITION)


if __name__ == "__main__":
    main()
