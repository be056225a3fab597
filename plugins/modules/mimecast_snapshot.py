#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_snapshot
short_description: Create, list, export and restore Mimecast's own backups
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Mimecast can back up managed senders, managed URLs and profile groups by itself. Policies and definitions have no
    such backup; keep them as a site file.
  - The requests are documented, but their answers are not. So the module returns answers as they are.
extends_documentation_fragment:
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
attributes:
  diff_mode:
    description: Returns what changes.
    support: none
    details: No source shows what is in a snapshot.
  idempotent:
    support: partial
    details: O(operation=restore) restores in every run, and reports a change.
options:
  operation:
    description:
      - V(create) creates a snapshot unless one with the same O(name) is listed. V(restore) always restores.
    type: str
    choices: [create, list, export, restore]
    default: list
  type:
    description:
      - What to back up.
    type: str
    choices: [managed_senders, managed_urls, profile_groups]
  name:
    description:
      - Name of the snapshot to create.
    type: str
  comment:
    description:
      - Reason for the snapshot.
    type: str
  source:
    description:
      - ID of the snapshot to export or to restore.
    type: str
  mode:
    description:
      - V(append) adds the contents of the snapshot. V(overwrite) also removes everything that is not in the snapshot.
    type: str
    choices: [append, overwrite]
  unit:
    description:
      - What to restore. V(recipient) goes with managed senders, V(blocked) and V(permitted) with managed URLs,
        V(groupid) with profile groups.
    type: str
    choices: [all, recipient, blocked, permitted, groupid]
    default: all
  values:
    description:
      - Recipients or the group id that O(unit) asks for.
    type: list
    elements: str
notes:
  - It needs the API product C(accountmanagement) and the role permissions C(Account Menu | Config Snapshot | Backup),
    C(List) and C(Export).
  - 'How sure its calls are: documented: all. See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Back up the groups before a change
  mailops.mimecast.mimecast_snapshot:
    operation: create
    type: profile_groups
    name: before CHG-1234

- name: List the snapshots
  mailops.mimecast.mimecast_snapshot:
    type: profile_groups
  register: backups
"""

RETURN = r"""
---
snapshots:
  description: Answers of the API, one item per snapshot, unchanged.
  returned: success
  type: list
  elements: dict
  sample: [{id: 0b7c, name: Before the move, backupType: profilegroups, createTime: '2026-11-24T08:12:09+0000'}]
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
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import snapshot


def main() -> None:
    """Run the module."""
    _ansible.main(snapshot.DEFINITION)


if __name__ == "__main__":
    main()
