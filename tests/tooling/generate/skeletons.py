# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a new type begins with: one descriptor for each family, and the part of a role that is written by hand."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import BEGIN, END, LICENCE, TO_BE_WRITTEN

_MODULE_UTILS = "ansible_collections.mailops.mimecast.plugins.module_utils"

_GATEWAY_POLICY = f'''{LICENCE}"""{TO_BE_WRITTEN} what {{titles}} do, and the source of the facts."""

from __future__ import annotations

from {_MODULE_UTILS}._model.resources import Console, Resource
from {_MODULE_UTILS}._resources._families import gateway_policy

_FAMILY = gateway_policy.Family("{{word}}")

{{constant}} = Resource(
    name="{{name}}",
    plural="{{plural}}",
    role="{{role}}",
    title="{{title}}",
    summary="Manage {{titles}}",
    doc=("{TO_BE_WRITTEN} what it does to mail.",),
    console=Console("Gateway | Policies | {TO_BE_WRITTEN} the menu", "New Policy"),
    fields=_FAMILY.fields(),
    **_FAMILY.shared(),
)
'''
DESCRIPTORS = {"gateway_policy": _GATEWAY_POLICY}
"""Family -> skeleton of a descriptor; in braces what follows from the name."""

ROLE_META = f"""{LICENCE}---
galaxy_info:
  author: mailops contributors
  description: Manages {{words}}.
  license: GPL-3.0-or-later
  min_ansible_version: "2.16"
dependencies: []
"""
ROLE_README = f"""# {{role}}

{TO_BE_WRITTEN} what the role is for, and what an administrator has to know about it.

## Example

```yaml
- name: Manage {{words}}
  hosts: localhost
  connection: local
  gather_facts: false
  roles:
    - role: mailops.mimecast.{{role}}
      vars:
        mimecast_{{plural}}: []
```

## Variables

{BEGIN}
{END}

Result: `mimecast_{{plural}}_result`.
"""
