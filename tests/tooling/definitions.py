# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module of the collection by its name: those of the types, and those that have a file of their own."""

from __future__ import annotations

import importlib
from pathlib import Path

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import types
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES

TYPES = (*MANAGED, *composites.standing(RESOURCES))
"""The types that have a module made from their descriptor."""

_FOLDER = Path(__file__).resolve().parents[2] / "plugins/module_utils/_definitions"
_SHARED = {"definition", "types"}
_OWN = sorted({path.stem for path in _FOLDER.glob("*.py")} - _SHARED)


def _of_file(name: str) -> Definition:
    found: Definition = importlib.import_module(f"{types.__package__}.{name}").DEFINITION
    return found


DEFINITIONS: dict[str, Definition] = {
    **{f"mimecast_{name}": types.definition(name) for name in TYPES},
    **{f"mimecast_{name}": _of_file(name) for name in _OWN},
}
