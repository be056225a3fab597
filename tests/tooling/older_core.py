# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pytest plugin: gives an ansible-core that lacks ansible.module_utils.testing, as those before 2.19 do, its like.

Contract tests open the door of a module with it. It knows how AnsibleModule takes its arguments, and no module.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any
from unittest import mock

from ansible.module_utils import basic
from ansible.module_utils.common import warnings

NAME = "ansible.module_utils.testing"


@contextlib.contextmanager
def patch_module_args(args: Mapping[str, Any]) -> Iterator[None]:
    """Let every AnsibleModule that is made meanwhile take these arguments, and begin without warnings of another."""
    given = json.dumps({"ANSIBLE_MODULE_ARGS": dict(args)}).encode()
    with mock.patch.object(basic, "_ANSIBLE_ARGS", given), mock.patch.object(warnings, "_global_warnings", []):
        yield


if importlib.util.find_spec(NAME) is None:
    stand_in = ModuleType(NAME)
    stand_in.__dict__["patch_module_args"] = patch_module_args
    sys.modules[NAME] = stand_in
