#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_pending_domain
short_description: Register domains and prove that they are yours
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - First you register a new domain of the account, and Mimecast gives you a token. Publish the token in a TXT record
    in the DNS of the domain. The token is valid for at most 30 days. When Mimecast has seen it, the domain becomes
    internal, and Mimecast accepts its mail. A sub-domain of one of your domains becomes internal at once.
  - This takes several runs, and each continues where the last one ended. An internal domain is in sync. For a pending
    domain, the result has the record to publish, and says whether DNS serves it. An expired token is extended.
  - It is inferred what the requests to register and to verify a domain contain, and that the TXT record is at the
    domain itself. No public source shows this.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
  - mailops.mimecast.name_servers
requirements:
  - dnspython, with O(verify=true)
options:
  domain:
    description:
      - Name of the domain.
    type: str
  state:
    description:
      - V(absent) removes a pending domain. The API cannot delete an internal domain.
    type: str
    choices: [present, absent]
    default: present
  entries:
    description:
      - Several domains in one task. Options beside O(entries) are defaults for all of them.
    type: list
    elements: dict
    suboptions:
      domain:
        description:
          - Name of the domain.
        type: str
      state:
        description:
          - V(absent) removes a pending domain. The API cannot delete an internal domain.
        type: str
        choices: [present, absent]
  entry_paths:
    description:
      - Place of each of the C(entries) in your file, for messages. The collection sets it.
    type: list
    elements: str
  from_site:
    description:
      - If the task names no objects, use those of C(mimecast_baseline) and C(mimecast_site) of the host, merged.
        If these do not have this type either, the task does nothing. The roles set this option.
    type: bool
    default: false
  verify:
    description:
      - Ask DNS for the token of each pending domain, and let Mimecast verify the domains whose token DNS serves.
      - Without it, the task queries no DNS and verifies nothing.
    type: bool
    default: false
  wait:
    description:
      - Maximum number of seconds to wait for DNS to serve the tokens, and for Mimecast to show what was sent. Check
        mode does not wait. The task then fails if a domain was pending before the task and still is.
      - With V(0), DNS is queried once, and a warning names each domain that has to wait longer.
    type: int
    default: 0
notes:
  - For a new internal domain, Mimecast creates an anti-spoofing policy. The policy stays if you delete the domain.
  - It needs the API product C(domainmanagement) and the role permissions
    C(Directories | Internal | Register New Domain) and C(Directories | Internal | Read).
  - 'How sure its calls are: inferred: C(createPendingDomain) (register), C(verifyPendingDomains)
    (verify); documented: all others. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_internal_domain
"""

EXAMPLES = r"""
---
- name: Register a domain
  mailops.mimecast.mimecast_pending_domain:
    domain: new.example
  register: registered

- name: Show the record to publish
  ansible.builtin.debug:
    msg: "{{ registered.domains | map(attribute='record') }}"
"""

RETURN = r"""
---
domains:
  description: State of each domain.
  returned: success
  type: list
  elements: dict
  sample:
    - domain: new.example
      status: pending
      record: 'new.example. IN TXT "mimecast-site-verification=0123456789"'
      expires: '2026-12-24T08:12:09+0000'
      served: false
  contains:
    domain:
      description: The domain.
      type: str
    status:
      description: V(pending), V(internal), or V(absent) for one that is not registered.
      type: str
    record:
      description: The record to publish, as a line of a zone file, or null if there is none or the account does not
        show it.
      type: str
    expires:
      description: When the token ends, or null.
      type: str
    served:
      description: Whether DNS serves the token, or null if this is not known.
      type: bool
plan:
  description: What changes, one item per domain.
  returned: success
  type: list
  elements: dict
  sample: [{operation: create, resource: pending_domain, name: new.example, where: '', fields: [status], before: {},
    after: {status: pending}, calls: [createPendingDomain]}]
diff:
  description: What changes as text, one block per domain.
  returned: success
  type: list
  elements: dict
  sample: [{before_header: pending domain new.example (absent), after_header: pending domain new.example (present),
    before: '', after: "status: pending\n"}]
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import pending_domain


def main() -> None:
    """Run the module."""
    _ansible.main(pending_domain.DEFINITION)


if __name__ == "__main__":
    main()
