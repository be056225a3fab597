# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has to do in the Administration Console, for what has no API, and how it is recorded as done.

A hand-off is tied to a fingerprint of the desired object: another desired object has another fingerprint, so a record
of ``console_done`` cannot go stale unnoticed. Pure: it knows neither Ansible nor HTTP.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible

_LOG_IN = "Log in to the Mimecast Administration Console and open {menu}."


def fingerprint(resource: Resource, wanted: Desired) -> str:
    """Return 16 hexadecimal digits for the object as the user wants it, without secrets."""
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
    # Ansible prints steps as JSON, where double quotes would become escapes.
    title, name = resource.title, f"'{visible(wanted.key)}'"
    steps = [_LOG_IN.format(menu=resource.console.menu)]
    if wanted.state == "absent":
        return [*steps, f"Delete the {title} {name} if it exists.", _record(resource, wanted)]
    if resource.create or resource.support == "console":
        steps.append(
            f"Open the {title} {name}. If there is none, click {resource.console.new} and enter {name} as "
            f"{resource.key_field.console}."
        )
        start = {field.name: field.on_create for field in resource.fields if field.on_create}
    else:
        steps.append(f"Open the {title} {name}.")
        start = {}
    for field in resource.fields:
        if field.name == resource.key or not field.readable():
            continue
        if field.name in wanted.values:
            steps += _setting(field, wanted)
        elif field.name in start:
            steps.append(f"On a new one, set {field.console} to {field.words(start[field.name])}.")
    if resource.console.note:
        steps.append(resource.console.note)
    return [*steps, _record(resource, wanted)]


def _record(resource: Resource, wanted: Desired) -> str:
    return (
        "Save, then record it in the site file under console_done: "
        f"{{fingerprint: {fingerprint(resource, wanted)}, by: <your address>, at: <today>}}."
    )


def _setting(field: Field, wanted: Desired) -> list[str]:
    value = wanted.values[field.name]
    if not field.owned:
        return [f"Set {part.console} to {part.words(setting)}." for part, setting in field.parts(value)]
    steps = []
    mode, without = wanted.modes[field.name], sorted(wanted.without.get(field.name, ()))
    if mode == "exact":
        steps.append(f"Make {field.console} exactly: {field.words(value)}.")
    elif value:
        steps.append(f"Make sure that {field.console} contains: {field.words(value)}.")
    if without:
        steps.append(f"Remove from {field.console}: {', '.join(without)}.")
    return steps


def record_of(done: list[Mapping[str, Any]], mark: str) -> Entry | None:
    """Return the record that says this hand-off was carried out, or None."""
    for record in done:
        if str(record.get("fingerprint", "")).lower() == mark:
            return dict(record)
    return None


def fitting_nothing(done: Iterable[Mapping[str, Any]], about: Mapping[str, str]) -> list[str]:
    """Return a sentence for every record that fits no entry, with the nearest fingerprint that there is.

    Args:
        about: fingerprint of every entry -> what it stands for.
    """
    told = []
    for record in done:
        mark = str(record.get("fingerprint", "")).lower()
        if mark in about:
            continue
        near = difflib.get_close_matches(mark, about, n=1, cutoff=0.7)
        hint = (
            f"did you mean {near[0]}, {about[near[0]]}?"
            if near
            else "its entry was changed or removed later; remove the record too"
        )
        who = f"by {record.get('by')} at {record.get('at')}"
        told.append(f"console_done: the record {mark or 'without a fingerprint'} ({who}) matches no entry; {hint}")
    return told
