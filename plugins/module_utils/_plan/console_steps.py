# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has to do in the Administration Console, for what has no API, and how it is recorded as done.

A hand-off is tied to a fingerprint of the desired object: another desired object has another fingerprint, so a record
of ``console_done`` cannot go stale unnoticed. Pure: it knows neither Ansible nor HTTP.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Desired, Entry, Field, Resource

_LOG_IN = "Log in to the Mimecast Administration Console and open {menu}."


def fingerprint(resource: Resource, wanted: Desired) -> str:
    """Return 16 hexadecimal digits that stand for the object as the user wants it, secrets left out."""
    readable = {name: value for name, value in wanted.values.items() if resource.field(name).readable()}
    essence = [
        resource.name,
        wanted.state,
        readable,
        {name: sorted(items) for name, items in wanted.without.items() if items},
        {name: mode for name, mode in wanted.modes.items() if mode != "add"},
    ]
    return hashlib.sha256(json.dumps(essence, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]


def manual_steps(resource: Resource, wanted: Desired) -> list[str]:
    """Return what to do in the console, one sentence a step, with the exact values."""
    title, name = resource.title, json.dumps(wanted.key, ensure_ascii=False)
    steps = [_LOG_IN.format(menu=resource.console.menu)]
    if wanted.state == "absent":
        return [*steps, f"Delete the {title} {name} if it is there.", _record(resource, wanted)]
    if resource.create:
        steps.append(
            f"Open the {title} {name}. If there is none, click {resource.console.new} and enter {name} as "
            f"{resource.key_field.console}."
        )
        start = {one.name: one.on_create for one in resource.fields if one.on_create}
    else:
        steps.append(f"Open the {title} {name}.")
        start = {}
    for one in resource.fields:
        if one.name == resource.key or not one.readable():
            continue
        if one.name in wanted.values:
            steps += _setting(one, wanted.values[one.name], wanted)
        elif one.name in start:
            steps.append(f"On a new one, set {one.console} to {_words(one, start[one.name])}.")
    if resource.console.note:
        steps.append(resource.console.note)
    return [*steps, _record(resource, wanted)]


def _record(resource: Resource, wanted: Desired) -> str:
    return (
        "Save, then record it in the site file under console_done: "
        f"{{fingerprint: {fingerprint(resource, wanted)}, by: <your address>, at: <today>}}."
    )


def _setting(one: Field, value: Any, wanted: Desired) -> list[str]:
    if not one.owned:
        if one.kind == "map" and not one.whole:
            inside = {inner.name: inner for inner in one.fields}
            return [f"Set {inside[name].console} to {_words(inside[name], inner)}." for name, inner in value.items()]
        return [f"Set {one.console} to {_words(one, value)}."]
    steps = []
    mode, without = wanted.modes[one.name], sorted(wanted.without.get(one.name, ()))
    if mode == "exact":
        steps.append(f"Make {one.console} exactly: {_words(one, value)}.")
    elif value:
        steps.append(f"Make sure that {one.console} contains: {_words(one, value)}.")
    if without:
        steps.append(f"Take out of {one.console}: {', '.join(without)}.")
    return steps


def _words(one: Field, value: Any) -> str:
    """Return a value in the words of the console."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if one.kind == "map":
        kind = str(value.get("type", "")).replace("_", " ").title()
        rest = [_plain(setting) for name, setting in value.items() if name != "type"]
        return ": ".join([kind, *rest])
    if one.kind in ("list", "set", "records"):
        return ", ".join(_plain(item) for item in value) or "nothing"
    return _plain(value).replace("_", " ") if one.choices else (_plain(value) or "nothing")


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(setting) for setting in value.values() if setting)
    return str(value)


def record_of(done: list[Mapping[str, Any]], mark: str) -> Entry | None:
    """Return the record that says this hand-off was carried out, or None."""
    for record in done:
        if str(record.get("fingerprint", "")).lower() == mark:
            return dict(record)
    return None
