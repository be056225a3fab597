#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_domain_onboarding
short_description: Report the progress of new domains and the next steps
version_added: 2.0.0
author: mailops contributors (@mailops)
description:
  - You move a new domain to Mimecast in steps. Register it and prove it with a TXT record. Protect it from spoofing,
    give it a delivery route, and set how its recipients are checked. Sign its outbound mail. Finally, point its MX
    records to Mimecast. A person has to do some of these steps in DNS.
  - This module plans these steps for the role P(mailops.mimecast.domain_onboarding#role). Its input is the domains and
    the results of the role's tasks. It returns the entries of each type that you can apply now, the progress of each
    domain, and what a person has to do next.
  - It sends no request.
  - The module plans no change for a domain before the domain is verified. No policy signs with a key before DNS serves
    its record. The module returns the MX records only when the delivery route, its policy and the check of the
    recipients exist.
  - If a policy for the same mail exists, the module uses it, whatever its name. Mimecast creates an anti-spoofing
    policy itself, and if two policies have the same scope, either may win.
extends_documentation_fragment:
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.reads
options:
  domains:
    description:
      - The domains to move to Mimecast.
    type: list
    elements: dict
    required: true
    suboptions:
      domain:
        description:
          - Name of the domain.
        type: str
        required: true
      inbound_type:
        description:
          - How Mimecast checks a recipient, see M(mailops.mimecast.mimecast_internal_domain). Mail for
            recipients that the check does not find is rejected.
        type: str
        choices: [known, ldap, smtp, smtp_null, backup_mx]
        required: true
      route:
        description:
          - Mail server that receives the domain's mail. Either the name of an existing delivery route, or a mapping
            with C(name), C(hostname), C(port) and C(alternate_route) for a new one, see
            M(mailops.mimecast.mimecast_delivery_route).
          - If the route has to sign in to its server, create it with its own module, and write its name here.
        type: raw
        required: true
      route_policy:
        description:
          - Name of the delivery route policy. By default, the existing policy for the domain's mail, or C(Inbound for)
            and the domain.
        type: str
      anti_spoofing_policy:
        description:
          - Name of the anti-spoofing policy. By default, the existing policy that protects the domain, or
            C(Anti-Spoofing for) and the domain.
        type: str
      dkim:
        description:
          - Key that signs the domain's outbound mail. With an empty mapping, Mimecast chooses the settings. If you
            leave it out, the domain gets no key.
        type: dict
        suboptions:
          name:
            description:
              - Description of the DKIM definition. By default, C(DKIM key of) and the domain.
            type: str
          selector:
            description:
              - Selector under which receivers find the key.
            type: str
          key_length:
            description:
              - Length of the key in bits, V(1024) or V(2048).
            type: int
          policy:
            description:
              - Name of the DKIM policy. By default, the existing policy that signs the domain's mail, or C(DKIM for)
                and the domain.
            type: str
  found:
    description:
      - Results of earlier tasks, by their subject. The role sets it.
      - C(pending_domains), C(anti_spoofing_policies), C(delivery_routes), C(delivery_route_policies),
        C(internal_domains), C(dkim_definitions) and C(dkim_policies) are those of the modules of these types,
        C(account) is that of M(mailops.mimecast.mimecast_info), C(dkim) that of
        M(mailops.mimecast.mimecast_dkim_info), and C(mx) that of M(mailops.mimecast.mimecast_mx_info).
    type: dict
    default: {}
seealso:
  - module: mailops.mimecast.mimecast_pending_domain
  - module: mailops.mimecast.mimecast_mx_info
"""

EXAMPLES = r"""
---
- name: Find the first steps for a new domain
  mailops.mimecast.mimecast_domain_onboarding:
    domains:
      - domain: new.example
        inbound_type: known
        route: {name: Mail server, hostname: mail.example.com}
        dkim: {selector: mimecast2026}
"""

RETURN = r"""
---
entries:
  description: Entries that you can apply now, by type. Each is a list for the module of the type.
  returned: success
  type: dict
  sample: {pending_domains: [{domain: new.example}], anti_spoofing_policies: []}
domains:
  description: The progress of each domain.
  returned: success
  type: list
  elements: dict
  sample:
    - domain: new.example
      stage: pending
      steps: {verified: open, protected: open, routed: open, recipients_checked: open, receiving: open}
      next:
        - do: publish this TXT record, and run again
          records: ['new.example. IN TXT "mimecast-site-verification=0123456789"']
          known_from: DNS does not serve it yet
  contains:
    domain:
      description: The domain.
      type: str
    stage:
      description:
        - Stage of the domain. V(not_registered), V(pending), V(verified), V(protected) by an anti-spoofing policy,
          V(routed) by a delivery route policy, V(recipients_checked), V(signed) with DKIM, or V(receiving) if its MX
          records are those that the account expects. All earlier stages are reached or not wanted.
      type: str
    steps:
      description: Each step as V(done), V(open), V(planned) in check mode, V(unknown), or V(not_wanted).
      type: dict
    next:
      description: What a person has to do next.
      type: list
      elements: dict
      contains:
        do: {description: What to do., type: str}
        records:
          description: DNS records for this step, as lines of a zone file.
          type: list
          elements: str
        known_from: {description: Where this is known from., type: str}
report:
  description: The same as text, line by line.
  returned: success
  type: list
  elements: str
  sample: ['new.example: pending']
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import domain_onboarding


def main() -> None:
    """Run the module."""
    _ansible.main(domain_onboarding.DEFINITION)


if __name__ == "__main__":
    main()
