#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_dkim_info
short_description: Show which DKIM records to publish, and whether DNS serves them
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - Returns, for each DKIM definition, the DNS record to publish, and whether DNS serves it now. Feed the result to a
    collection for your DNS provider.
  - It changes no setting, neither in the account nor in DNS.
  - On request, Mimecast checks the record too, like the button in the console. The result has Mimecast's answer.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.reads
  - mailops.mimecast.name_servers
requirements:
  - dnspython
options:
  names:
    description:
      - Names of the DKIM definitions to check. By default, all of the account.
    type: list
    elements: str
  verify:
    description:
      - Let Mimecast check each record too. Check mode does not ask for this. The task never reports a change for it.
      - It needs the permission to edit, so Mimecast probably keeps the result as C(validated) (inferred). A connection
        with O(read_only=true) does not send it.
    type: bool
    default: false
notes:
  - If DNS does not answer, the result says so. The module never treats this as a missing record.
  - Reading needs the API product C(policymanagement) or C(emailsecurityonboarding) and the role permission
    C(Gateway | Policies | Read); O(verify) needs C(Gateway | Policies | Edit).
  - 'How sure its calls are: inferred: C(verifyDnsOutboundDefinition) (let Mimecast look for a record);
    documented: all others. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_dkim_definition
  - module: mailops.mimecast.mimecast_dkim_policy
"""

EXAMPLES = r"""
---
- name: Find the records to publish, and those that DNS serves
  mailops.mimecast.mimecast_dkim_info:
  register: dkim

- name: Show the records that DNS does not serve yet
  ansible.builtin.debug:
    msg: "{{ dkim.definitions | selectattr('published', 'sameas', false) | map(attribute='dns_record') | list }}"

- name: Let Mimecast check the record of a new key
  mailops.mimecast.mimecast_dkim_info:
    names: [Key of example.com]
    verify: true
"""

RETURN = r"""
---
definitions:
  description: One report for each definition.
  returned: success
  type: list
  elements: dict
  sample:
    - name: Signing key of example.com
      domain: example.com
      selector: mimecast20260101
      key_length: 2048
      sign_dkim: true
      validated: false
      dns_record: {name: mimecast20260101._domainkey.example.com, type: TXT, value: 'v=DKIM1; k=rsa; p=MIIBIjANBg'}
      served: []
      published: false
      verification: null
  contains:
    name:
      description: Name of the definition.
      type: str
    domain:
      description: Domain whose mail it signs.
      type: str
    selector:
      description: Selector under which receivers find the key.
      type: str
    key_length:
      description: Length of the key in bits.
      type: int
    sign_dkim:
      description: Whether it signs.
      type: bool
    validated:
      description: Whether Mimecast found the record in its last check.
      type: bool
    dns_record:
      description: The record to publish, or null if Mimecast does not show it.
      type: dict
      contains:
        name: {description: Its name., type: str}
        type: {description: Its type., type: str}
        value: {description: Its value., type: str}
    served:
      description: Values that DNS serves under its name now, or null if DNS did not answer.
      type: list
      elements: str
    published:
      description: Whether DNS serves the record, whatever its spaces, or null if this is not known.
      type: bool
    verification:
      description:
        - Mimecast's answer to its own check of the record, or null if it was not asked or did not answer. No source
          shows the format of the answer, so the module returns it unchanged.
      type: dict
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import dkim_info


def main() -> None:
    """Run the module."""
    _ansible.main(dkim_info.DEFINITION)


if __name__ == "__main__":
    main()
