# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes -> Ansible's diff: one headed block an object, both sides text, one list item a line, without secrets.

Only what changes is shown. Of a long list that is the items that come and go, with the number of those that stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change

# What begins like a number may be one, a date or a time to a reader of YAML, unless a sign in it speaks against that.
_PLAIN = re.compile(r"(?:[A-Za-z/]|(?=.*[/@])[0-9.])[A-Za-z0-9 ._/@:+-]*\Z")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def render(changes: Iterable[Change]) -> list[dict[str, str]]:
    """Return one ``{before, after, before_header, after_header}`` for every change that changes something."""
    return [_block(change) for change in changes if change.operation != "none"]


def _block(change: Change) -> dict[str, str]:
    header = f"{change.title} {visible(change.key)}"
    states = {
        "create": ("absent", "present"),
        "delete": ("present", "absent"),
        "update": ("now", "wanted"),
        "hand_off": ("not readable through the API", "to be done in the console"),
    }
    before_word, after_word = states[change.operation]
    return {
        "before_header": f"{header} ({before_word})",
        "after_header": f"{header} ({after_word})",
        "before": text(change.before, change.counts, {}),
        "after": text(change.after, change.counts, change.moves),
    }


def text(entry: Mapping[str, Any], counts: Mapping[str, int], moves: Mapping[str, str]) -> str:
    """Return an entry as lines of YAML, sorted by name; an empty one as an empty string."""
    lines: list[str] = []
    for name in sorted(entry):
        lines += _lines(name, entry[name], "", moves)
        if counts.get(name):
            lines.append(f"# {name}: {counts[name]} more stay as they are")
    return "".join(f"{line}\n" for line in lines)


def _lines(name: str, value: Any, indent: str, moves: Mapping[str, str]) -> list[str]:
    if isinstance(value, Mapping) and value:
        inner = [line for key in sorted(value) for line in _lines(key, value[key], indent + "  ", moves)]
        return [f"{indent}{name}:", *inner]
    if isinstance(value, (list, tuple)) and value:
        return [f"{indent}{name}:", *(f"{indent}- {_item(item, moves)}" for item in value)]
    return [f"{indent}{name}: {_scalar(value)}"]


def _item(item: Any, moves: Mapping[str, str]) -> str:
    if not isinstance(item, Mapping):
        return _scalar(item)
    shown = {key: value for key, value in item.items() if value != ""}
    first = next(iter(shown.values()), "")
    origin = f"  # from {_scalar(moves[first])}" if first in moves else ""
    if len(shown) == 1:
        return _scalar(first) + origin
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in shown.items()) + "}" + origin


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.match(value) and ": " not in value and value[-1] not in ": " and value.lower() not in _WORDS
    return value if plain else _quoted(value)


def _quoted(value: str) -> str:
    """Return text in the quotes of YAML, with a number for every character that a terminal would act on, not show."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in escaped) + '"'
