# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to the machine itself that Ansible takes for one to another machine.

With it a task runs as an ordinary module, as it does when it is delegated elsewhere. May not know about the collection.
"""

from __future__ import annotations

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: own_machine
short_description: Run modules on this machine, as if it were another
description:
  - Does what the connection local does, under another name.
extends_documentation_fragment:
  - connection_pipelining
"""


class Connection(LocalConnection):  # type: ignore[misc]  # ansible-core publishes no types
    """Runs what it is given on this machine."""

    transport = "own_machine"
