# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A setting of a report -> lines of text that a person reads side by side.

Pure, and it knows no field of any object, no Markdown and no HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible


def rows(field: Mapping[str, Any]) -> list[Entry]:
    """Return a setting as rows to put side by side: ``setting``, and ``before`` and ``after`` as lists of lines.

    A side that is not there is None, an empty list has no lines, and ``same`` says how many items of a list stay. A
    mapping has one row for each of its settings that differs.
    """
    sides = {side: field[side] for side in ("before", "after") if side in field}
    if sides and all(isinstance(value, Mapping) for value in sides.values()):
        names = list(dict.fromkeys(name for value in sides.values() for name in value))
        inner = [
            {
                "name": f"{field['name']}.{name}",
                **{side: value[name] for side, value in sides.items() if name in value},
            }
            for name in names
            if len(sides) == 1 or any(name not in value for value in sides.values()) or not _same(sides, name)
        ]
        return [row for setting in inner for row in rows(setting)]
    return [
        {
            "setting": visible(str(field["name"])),
            "before": _lines(sides["before"]) if "before" in sides else None,
            "after": _lines(sides["after"]) if "after" in sides else None,
            "same": field.get("same", 0),
        }
    ]


def _same(sides: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    return bool(sides["before"][name] == sides["after"][name])


def _lines(value: Any) -> list[str]:
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else [_plain(value)]


def _plain(value: Any) -> str:
    """Return one value as a person reads it."""
    if isinstance(value, Mapping):
        known = {name: setting for name, setting in value.items() if setting not in ("", None)}
        first = next(iter(known), None)
        rest = ", ".join(f"{visible(str(name))}: {_plain(known[name])}" for name in known if name != first)
        return (_plain(known[first]) if first is not None else "(nothing)") + (f" ({rest})" if rest else "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(item) for item in value) or "(nothing)"
    if value is None:
        return "(nothing)"
    return visible(str(value)) or "(empty)"
