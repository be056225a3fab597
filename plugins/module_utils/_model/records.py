# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of records in a site file beside its types: what is wrong with each, and which is there twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field, unknown_keys
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind


@dataclass(frozen=True)
class Records:
    """What the records of a list may say.

    Attributes:
        fields: their settings. required: names of those that each has to have, be it in a baseline or in a site.
        called: what one is called. example: one as it is written.
        identity: a record as it is read -> what tells it apart. told: the same record -> how a person knows it.
    """

    fields: Sequence[Field]
    required: Sequence[str]
    called: str
    example: str
    identity: Callable[[Entry], Hashable]
    told: Callable[[Entry], str]

    def check(self, written: Any, where: str) -> list[Problem]:
        """Return everything that is wrong with the records of a baseline or a site, each by itself.

        Args:
            where: their place in the user's file.
        """
        if written is None:
            return []
        if not isinstance(written, (list, tuple)):
            told = f"expected a list, got {kind(written)}; begin each {self.called} with '- ', such as '{self.example}'"
            return [Problem(where, told)]
        problems: list[Problem] = []
        seen: dict[Hashable, str] = {}
        for index, record in enumerate(written):
            place = f"{where}[{index}]"
            wrong = list(self._wrong(record, place))
            problems += wrong
            if not wrong:
                read = self.read(record)
                first = seen.setdefault(self.identity(read), place)
                if first != place:
                    problems.append(Problem(place, f"{self.told(read)} is already at {first}"))
        return problems

    def _wrong(self, record: Any, place: str) -> Iterator[Problem]:
        if not isinstance(record, Mapping):
            yield Problem(place, f"expected a mapping, got {kind(record)}; write '{self.example}'")
            return
        yield from unknown_keys(record, {field.name: field for field in self.fields}, place)
        for field in self.fields:
            where = at(place, field.name)
            value, problems = field.parse(record[field.name], where) if _says(record, field) else ("", [])
            yield from problems
            if field.name in self.required and value == "" and not problems:
                yield Problem(where, "is required")

    def read(self, record: Mapping[str, Any]) -> Entry:
        """Return a record that was found to be right, each value in its one spelling."""
        return {field.name: field.parse(record[field.name], "")[0] for field in self.fields if _says(record, field)}


def _says(record: Mapping[str, Any], field: Field) -> bool:
    return record.get(field.name) is not None
