# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract knows about each place of a body: its members, types and words.

May not know about recordings or HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..contract import JSON_TYPE, Contract, Json, Operation

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
SHORTEST_WORD = 2
PROMISED_HEADERS = frozenset({"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"})
"""Headers of every answer: CONTRACT section 2.4 (J1: observed)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A place of a body, with the schemas that may describe it; none where the contract says nothing."""

    document: Json
    schemas: tuple[Json, ...] = ()

    @classmethod
    def of(cls, document: Json, *schemas: Json) -> Known:
        """The place that any of these schemas describes, references and alternatives unfolded."""
        return cls(document, tuple(found for schema in schemas for found in _alternatives(document, schema)))

    @property
    def is_map(self) -> bool:
        """Whether names of members are data here, such as addresses."""
        return any(isinstance(schema.get("additionalProperties"), dict) for schema in self.schemas)

    @property
    def is_open(self) -> bool:
        """Whether members may be here that the contract does not name."""
        return any("additionalProperties" not in found and "properties" not in found for found in self.schemas)

    @property
    def names(self) -> frozenset[str]:
        """The members that may be here."""
        return frozenset(name for schema in self.schemas for name in schema.get("properties", ()))

    @property
    def required(self) -> frozenset[str]:
        """The members that must be here, whichever schema is meant."""
        needed = [frozenset(schema.get("required", ())) for schema in self.schemas if "object" in _types(schema)]
        return frozenset.intersection(*needed) if needed else frozenset()

    @property
    def types(self) -> frozenset[str]:
        """The types of JSON Schema that a value may have here; none where the contract does not tell."""
        found = [_types(schema) for schema in self.schemas]
        return frozenset().union(*found) if all(found) else frozenset()

    @property
    def words(self) -> frozenset[str]:
        """The values that the contract lists here; none where any value may be."""
        return frozenset(
            word
            for schema in self.schemas
            for word in (*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ()))
            if isinstance(word, str)
        )

    @property
    def only_words(self) -> bool:
        """Whether no text but a listed one may be here."""
        texts = [schema for schema in self.schemas if "string" in _types(schema)]
        return bool(texts) and all("enum" in schema or "const" in schema for schema in texts)

    def member(self, name: str) -> Known:
        """The place of a member."""
        found = [schema["properties"][name] for schema in self.schemas if name in schema.get("properties", ())]
        if not found:
            found = [
                schema["additionalProperties"]
                for schema in self.schemas
                if isinstance(schema.get("additionalProperties"), dict)
            ]
        return Known.of(self.document, *found)

    @property
    def item(self) -> Known:
        """The place of the items of a list."""
        return Known.of(self.document, *(schema["items"] for schema in self.schemas if "items" in schema))


def answers(contract: Contract, operation: Operation, status: int) -> Known:
    """What an answer of an operation holds; nothing is known of a status that the contract does not name."""
    response = _resolved(contract.document, _spec(contract, operation)["responses"].get(str(status), {}))
    content = response.get("content", {}).get(JSON_TYPE)
    return Known.of(contract.document, content["schema"]) if content else Known(contract.document)


def requests(contract: Contract, operation: Operation) -> Known:
    """What the body of a request of an operation holds."""
    content = _spec(contract, operation).get("requestBody", {}).get("content", {}).get(JSON_TYPE)
    return Known.of(contract.document, content["schema"]) if content else Known(contract.document)


def statuses(contract: Contract, operation: Operation) -> frozenset[int]:
    """The statuses that an operation may answer."""
    return frozenset(int(status) for status in _spec(contract, operation)["responses"])


def query(contract: Contract, operation: Operation) -> Known:
    """The members of the query of an operation, as one object."""
    declared = [_resolved(contract.document, found) for found in _spec(contract, operation).get("parameters", ())]
    properties = {found["name"]: found["schema"] for found in declared if found["in"] == "query"}
    return Known.of(contract.document, {"type": "object", "properties": properties})


def segments(contract: Contract) -> frozenset[str]:
    """Every fixed segment of a path of the contract."""
    return frozenset(part for path in contract.document["paths"] for part in path.split("/") if "{" not in part)


def vocabulary(contract: Contract) -> frozenset[str]:
    """The words of which the names of members and the paths of the contract are made, in lower case."""
    names = {*_member_names(contract.document), *segments(contract)}
    return frozenset(word for name in names for word in words_of(name) if len(word) >= SHORTEST_WORD)


def words_of(name: str) -> list[str]:
    """The words of a name such as ``fromPart`` or ``source_ips``, in lower case."""
    return [word.lower() for word in WORD.findall(name)]


def _member_names(spec: Any) -> Iterator[str]:
    if isinstance(spec, dict):
        properties = spec.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for inner in spec.values():
            yield from _member_names(inner)
    elif isinstance(spec, list):
        for inner in spec:
            yield from _member_names(inner)


def _spec(contract: Contract, operation: Operation) -> Json:
    spec: Json = contract.document["paths"][operation.path][operation.method.lower()]
    return spec


def _resolved(document: Json, spec: Json) -> Json:
    while "$ref" in spec:
        target: Any = document
        for part in spec["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        spec = target
    return spec


def _alternatives(document: Json, schema: Json) -> list[Json]:
    schema = _resolved(document, schema)
    inner = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    whole = [_merged(document, schema)]
    # Alternatives that name no member of their own only say which of the members go together.
    apart = [found for part in inner for found in _alternatives(document, part) if found.keys() - {"required", "not"}]
    return apart if apart and "properties" not in schema else [*whole, *apart]


def _merged(document: Json, schema: Json) -> Json:
    merged = {name: value for name, value in schema.items() if name != "allOf"}
    for part in schema.get("allOf", ()):
        for found in _alternatives(document, part):
            properties = {**merged.get("properties", {}), **found.get("properties", {})}
            required = [*merged.get("required", ()), *found.get("required", ())]
            merged = {**found, **merged}
            if properties:
                merged.update(properties=properties, required=required)
    return merged


def _types(schema: Json) -> frozenset[str]:
    told = schema.get("type", ())
    if told:
        return frozenset([told] if isinstance(told, str) else told)
    if "properties" in schema:
        return frozenset({"object"})
    return frozenset({"string"} if "enum" in schema or "const" in schema else ())
