# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a body holds beyond its schema that the live service is known, or likely, to pass over: members that nobody
documents, and members without a value. Clients of other people send both.

May not know about operations or accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]

# A null where the items of a legacy body belong is refused (CONTRACT section 2.1, from an excerpt).
NEVER_NULL: Path = ("data",)


def place(path: Path) -> str:
    """A path as text, for example ``groupMembers[2].note``; empty for the body as a whole."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


@dataclass(slots=True)
class Fitting:
    """A body cut to what its schema knows, and the places of what was left out."""

    resolve: Callable[[Json], Json]
    unknown: list[Path] = field(default_factory=list)
    null: list[Path] = field(default_factory=list)

    def remarks(self) -> list[str]:
        """What was left out, for the log of requests; only names of members, never a value."""
        found = (("unknown members", self.unknown), ("null members", self.null))
        return [f"{what}: {', '.join(map(place, paths))}" for what, paths in found if paths]

    def fit(self, schema: Json, value: Any, path: Path = ()) -> Any:
        """A copy of ``value`` without the members that ``schema`` does not know or that must not be null."""
        schema = self.resolve(schema)
        if isinstance(value, list) and "items" in schema:
            return [self.fit(schema["items"], item, (*path, number)) for number, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        known = schema.get("properties", {})
        kept: Json = {}
        for name, member in value.items():
            here = (*path, name)
            if name in known:
                if member is None and here != NEVER_NULL and not self._admits_null(known[name]):
                    self.null.append(here)
                else:
                    kept[name] = self.fit(known[name], member, here)
            elif schema.get("additionalProperties") is False:
                self.unknown.append(here)
            else:
                kept[name] = member
        return kept

    def _admits_null(self, schema: Json) -> bool:
        return "null" in self.resolve(schema).get("type", ())
