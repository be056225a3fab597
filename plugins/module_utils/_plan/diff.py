# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes -> Ansible's diff: one headed block an object, both sides text, one list item a line, without secrets.

Only what changes is shown. Of a long list that is the items that come and go, with the number of those that stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed, visible
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
        "replace": ("now", f"replaced, because {listed(change.because)} cannot be changed"),
        "hand_off": ("now" if change.before else "not readable through the API", "by hand in the console"),
    }
    before_word, after_word = states[change.operation]
    told = _notes(change)
    return {
        "before_header": f"{header} ({before_word})",
        "after_header": f"{header} ({after_word})",
        "before": text(change.before, told, {}),
        "after": text(change.after, told, change.moves),
    }


def _notes(change: Change) -> dict[str, list[str]]:
    """Return, by setting, what else there is to know of it."""
    return {
        name: notes(change.counts.get(name, 0), len(change.replaces.get(name, ())), name in change.partial)
        for name in change.fields
    }


def notes(same: int, again: int = 0, partial: bool = False) -> list[str]:
    """Return notes about a list that only shows the items that are added and removed.

    Args:
        same: how many items stay. again: how many are taken out and put in again. partial: there may be others.
    """
    told = {
        f"{same} more stay as they are": bool(same),
        f"{again} {'is' if again == 1 else 'are'} removed and added again, to change": bool(again),
        "its other items cannot be read": partial,
    }
    return [note for note, holds in told.items() if holds]


def text(entry: Mapping[str, Any], told: Mapping[str, Sequence[str]], moves: Mapping[str, str]) -> str:
    """Return an entry as lines of YAML, sorted by name; an empty one as an empty string.

    Args:
        told: notes by setting, which stand below it. With one, a list that shows no item is not called empty.
    """
    lines: list[str] = []
    for name in sorted(entry):
        below = told.get(name, ())
        lines += [f"{name}:"] if below and entry[name] == [] else _lines(name, entry[name], "", moves)
        lines += [f"# {name}: {note}" for note in below]
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
