# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of a site file by which findings of lint are accepted: their settings, and what is wrong with them.

It does not know which findings there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field, unknown_keys
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, shown

KEY = "lint_accepted"
_EXAMPLE = "- {id: permit_free_mail, name: Permitted Senders, item: gmail.com, reason: CHG-1234, until: 2027-01-31}"

FIELDS: tuple[Field, ...] = (
    Text("id", ("What is accepted, as the finding says it.",), normalize=spelling.name, required=True),
    Text(
        "name",
        ("Name of the object that the finding is about, as it is: no pattern.",),
        normalize=spelling.name,
        required=True,
    ),
    Text(
        "item",
        (
            "What in the object the finding is about, where it says so: a member, a domain, the other policy. A record "
            "without it does not accept a finding that has one.",
        ),
    ),
    Text("reason", ("Why it may stay, such as the number of a change.",), normalize=spelling.name, required=True),
    Date(
        "until",
        ("Last day (V(YYYY-MM-DD)) on which it is accepted. Afterwards the record is a finding too.",),
        required=True,
        last=True,
    ),
)
_BY_NAME = {field.name: field for field in FIELDS}


def check(records: Any, where: str) -> list[Problem]:
    """Return everything that is wrong with the records of a baseline or a site.

    Args:
        where: their place in the user's file.
    """
    if records is None:
        return []
    if not isinstance(records, (list, tuple)):
        return [
            Problem(where, f"expected a list, got {kind(records)}; begin each record with '- ', such as '{_EXAMPLE}'")
        ]
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], str] = {}
    for index, record in enumerate(records):
        place = f"{where}[{index}]"
        wrong = list(_wrong(record, place))
        problems += wrong
        if not wrong:
            first = seen.setdefault(_identity(record), place)
            if first != place:
                problems.append(Problem(place, f"{shown(record['id'])} of that name stands already at {first}"))
    return problems


def _wrong(record: Any, place: str) -> Iterator[Problem]:
    if not isinstance(record, Mapping):
        yield Problem(place, f"expected a mapping, got {kind(record)}; write '{_EXAMPLE}'")
        return
    yield from unknown_keys(record, _BY_NAME, place)
    for name, field in _BY_NAME.items():
        value, problems = field.parse(record[name], at(place, name)) if record.get(name) is not None else ("", [])
        yield from problems
        if field.required and value == "" and not problems:
            yield Problem(at(place, name), "is required")


def merged(baseline: Any, site: Any) -> list[Entry]:
    """Return the records of a baseline and a site that were found to be right, each value in its one spelling.

    Of two records about the same finding that of the site counts.
    """
    found: dict[tuple[str, ...], Entry] = {}
    for record in _all(baseline, site):
        found[_identity(record)] = _read(record)
    return list(found.values())


def _all(*parts: Any) -> Iterable[Mapping[str, Any]]:
    return [record for part in parts for record in (part or {}).get(KEY) or []]


def _read(record: Mapping[str, Any]) -> Entry:
    return {name: _BY_NAME[name].parse(value, "")[0] for name, value in record.items() if value is not None}


def _identity(record: Mapping[str, Any]) -> tuple[str, ...]:
    read = _read(record)
    return tuple(str(read.get(name, "")).casefold() for name in ("id", "name", "item"))
