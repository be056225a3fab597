# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module of the collection can do."""

from __future__ import annotations


class ModuleDocFragment:
    """Attributes of the modules."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode. It then changes nothing.
    support: full
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
"""

    ACTION_GROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/mailops.mimecast.mimecast) in C(module_defaults) to set the connection once.
    support: full
    membership:
      - mailops.mimecast.mimecast
"""

    MANAGES = r"""
options: {}
attributes:
  diff_mode:
    description: Returns what changes, one block for each object, also in check mode.
    support: full
"""

    READS = r"""
options: {}
attributes:
  diff_mode:
    description: Returns what changes.
    support: N/A
    details: This module changes nothing.
"""

    FILES = r"""
options: {}
attributes:
  diff_mode:
    description: Returns the text of the file before and after, also in check mode.
    support: full
"""
