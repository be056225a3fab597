# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The place in the user's files where a value was written, if ansible-core knows it.

Values from YAML carry their place: from ansible-core 2.19 on as a tag, before that as an attribute of texts, lists and
mappings. A message that begins with a path into a variable or an option gets the place behind it. It knows nothing of
what the values mean.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

try:
    from ansible._internal._datatag._tags import Origin
except ImportError:  # before ansible-core 2.19
    Origin = None

_PATH = re.compile(r"([A-Za-z_]\w*(?:\[\d+\]|\.[^\s:.\[\]]+)*): ")
_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


@dataclass(frozen=True)
class Place:
    """A line and a column of a file, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{shortened(self.file)}, line {self.line}, column {self.column}"


def shortened(file: str) -> str:
    """Return a path as seen from the working directory where the file lies in it."""
    inside = os.path.relpath(file)
    return file if inside.startswith(os.pardir) else inside


def place(value: Any) -> Place | None:
    """Return where a value was written, or None where that is not known."""
    if Origin is not None:
        tag = Origin.get_tag(value)
        found = (tag.path, tag.line_num, tag.col_num or 1) if tag else None
    else:
        found = getattr(value, "ansible_pos", None)
    return Place(str(found[0]), int(found[1]), int(found[2])) if found and found[0] and found[1] else None


def files_of(value: Any, seen: set[int] | None = None) -> Iterator[str]:
    """Yield the files in which a value or a part of it was written, some of them more than once."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    found = place(value)
    if found:
        yield found.file
    if isinstance(value, (Mapping, list, tuple)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from files_of(inner, seen)


def located(message: str, roots: Mapping[str, Any]) -> str:
    """Return a message, each line that begins with a path with the place where that was written.

    Args:
        roots: what a path may begin with: variables and options by name, each value as Ansible read it.
    """
    return "\n".join(f"{line}{_behind(line, roots)}" for line in message.split("\n"))


def _behind(line: str, roots: Mapping[str, Any]) -> str:
    path = _PATH.match(line)
    found = place_of(path.group(1), roots) if path else None
    return f" ({found})" if found else ""


def place_of(path: str, roots: Mapping[str, Any]) -> Place | None:
    """Return where the value at a path was written, or the nearest one around it, or None."""
    value: Any = roots
    found = None
    for index, name in _STEP.findall(path):
        if index and isinstance(value, (list, tuple)) and int(index) < len(value):
            value = value[int(index)]
        elif name and isinstance(value, Mapping) and name in value:
            value = value[name]
        else:
            break
        found = place(value) or found
    return found
