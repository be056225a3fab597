# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dotted paths in the JSON of requests and answers: what stands there, and what is put there.

It knows nothing of descriptors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, Row


def first(row: Row, paths: Iterable[str]) -> Any:
    """Return the value at the first of the dotted ``paths`` that the row has, or ABSENT."""
    for path in paths:
        value: Any = row
        for step in path.split("."):
            value = value.get(step, ABSENT) if isinstance(value, Mapping) else ABSENT
        if value is not ABSENT:
            return value
    return ABSENT


def placed(path: str, value: Any) -> Entry:
    """Return a body that holds ``value`` at a dotted path."""
    *outer, member = path.split(".")
    body: Entry = {member: value}
    for step in reversed(outer):
        body = {step: body}
    return body


def merge(body: Entry, more: Mapping[str, Any]) -> None:
    """Put ``more`` into ``body``, mappings into mappings."""
    for member, value in more.items():
        if isinstance(value, Mapping) and isinstance(body.get(member), dict):
            merge(body[member], value)
        else:
            body[member] = value
