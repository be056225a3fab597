# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects of an account as entries of a site file, and a finding for everything that such a file cannot contain.

A site file accepts every entry: a single refused one would make the whole file unusable. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import plain, unknown_word
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current


def shaped(resource: Resource, found: Sequence[Current]) -> tuple[list[Entry], list[Entry]]:
    """Return objects as entries of a site file, sorted by name, and findings; with an id if a name is not unique.

    A setting that an object does not have and a site file cannot clear is left out: the entry would be refused.
    """
    names = Counter(current.key for current in found)
    entries: list[Entry] = []
    findings: list[Entry] = []
    for current in sorted(found, key=lambda current: (current.key, current.id)):
        if current.unreadable:
            findings.append(_finding(resource, current, f"it cannot be read: {current.unreadable}"))
            continue
        entry, reasons = _sayable(resource, _told(resource, resource.settings(current.entry)))
        findings += [_finding(resource, current, reason) for reason in reasons]
        if entry is not None:
            entries.append({**entry, "id": current.id} if names[current.key] > 1 else entry)
    return entries, findings


def computed(resource: Resource, found: Sequence[Current]) -> list[Entry]:
    """Return what the API says about objects and a site file cannot contain, each with its name, sorted by name."""
    names = [field.name for field in resource.computed]
    return [
        {resource.key: current.key, **{name: current.entry[name] for name in names if name in current.entry}}
        for current in sorted(found, key=lambda current: (current.key, current.id))
        if not current.unreadable
    ]


def _finding(resource: Resource, current: Current, reason: str) -> Entry:
    return {"type": resource.plural, "name": current.key, "reason": reason}


def _told(resource: Resource, entry: Entry) -> Entry:
    """Return what an object has, as a person would write it."""
    said = [name for name, value in entry.items() if value != "" or _may_be_empty(resource.field(name))]
    return {name: resource.field(name).brief(entry[name]) for name in said}


def _may_be_empty(field: Field) -> bool:
    """Whether a site file takes an empty text for a setting."""
    return field.clear is not ABSENT or bool(field.reference)


def _sayable(resource: Resource, entry: Entry) -> tuple[Entry | None, list[str]]:
    """Return the part of an entry that a site file takes, or None, and why the rest is left out.

    A setting that is left out of a file is left alone.
    """
    if not parse(resource, entry, "")[1]:
        return entry, []
    kept: Entry = {}
    reasons: list[str] = []
    for name, value in entry.items():
        field = resource.field(name)
        value = _without_odd_parts(field, value, reasons)
        problems = field.parse(value, name)[1]
        if not problems:
            kept[name] = value
        elif field.required and not resource.singleton and not field.unknown_words(value):
            return None, [f"it is left out, because a site file cannot contain it: {problems[0]}"]
        else:
            reasons.append(f"{name} is left out, {_why(field, value, problems)}")
    problems = parse(resource, kept, "")[1]
    return (
        (None, [f"it is left out, because a site file cannot contain it: {problems[0]}"])
        if problems
        else (kept, reasons)
    )


def _why(field: Field, value: Any, problems: Sequence[Problem]) -> str:
    words = field.unknown_words(value)
    return (
        unknown_word(plain(value) if field.whole else words[0][1])
        if words
        else f"a site file cannot contain it: {problems[0]}"
    )


def _without_odd_parts(field: Field, value: Any, reasons: list[str]) -> Any:
    """Return the records of a list, each without what a site file cannot say of it and does not need to."""
    if not field.item_key:
        return value
    parts = {inner.name: inner for inner in field.fields if not inner.required}
    items = []
    for item in value:
        odd = dict(_odd(parts, item)) if isinstance(item, dict) else {}
        reasons += [f"{field.name}: {field.identity(item)}: {reason}" for reason in odd.values()]
        items.append({name: part for name, part in item.items() if name not in odd} if odd else item)
    return field.brief(items) if items != value else value


def _odd(parts: dict[str, Field], item: Entry) -> Iterator[tuple[str, str]]:
    for name, inner in parts.items():
        if name in item:
            for problem in inner.parse(item[name], name)[1]:
                yield name, f"a site file cannot contain its {name}, so it is left out: {problem.message}"
