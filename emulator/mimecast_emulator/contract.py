# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract: reads openapi.yaml, and finds out which operation a request is and whether its body fits.

May not know about accounts, handlers or the HTTP server.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Literal

import jsonschema_rs
import yaml

from .tolerance import Fitting, place

Json = dict[str, Any]
Style = Literal["rest", "legacy", "token"]

METHODS = ("get", "post", "put", "patch", "delete")
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?")

# keyword of JSON Schema -> code of the answer. The err_validation_* words and err_deserialise are those of CONTRACT
# section 2.1; which word stands for which keyword is inferred.
CODES: Mapping[str, str] = {
    "required": "err_validation_null",
    "minLength": "err_validation_blank",
    "enum": "err_validation_value_not_allowed",
    "const": "err_validation_value_not_allowed",
    "type": "err_deserialise",
    "additionalProperties": "err_deserialise",
    "oneOf": "err_validation_at_least_one_not_null",
    "maxLength": "err_validation_size",
    "minItems": "err_validation_size",
    "maxItems": "err_validation_size",
    "minimum": "err_validation_range",
    "maximum": "err_validation_range",
}
FORMAT_CODES: Mapping[str, str] = {"email": "err_validation_invalid_email_address"}
FALLBACK_CODE = "err_validation_value_not_allowed"


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a request does not fit: code, text without any value, and the path of the member."""

    code: str
    message: str
    path: tuple[str | int, ...]

    @property
    def field(self) -> str:
        """The path as text, for example ``groupMembers[2].note``; empty for the body as a whole."""
        return place(self.path)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document, reduced to what answering it needs."""

    id: str
    method: str
    path: str
    style: Style
    preview: bool
    writes: bool
    paged: bool
    body_required: bool
    takes_body: bool
    successes: frozenset[int]


def is_cidr(text: str) -> bool:
    """Whether ``text`` is a network with a prefix length. A bare address is not: CONTRACT quirk 23 (XSOAR, DOCS1)."""
    if "/" not in text:
        return False
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def is_python_regex(text: str) -> bool:
    """Whether ``text`` is a regular expression that this program can use."""
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def is_day_or_moment(text: str) -> bool:
    """Whether ``text`` is a day or a moment in UTC: our clients send days, other clients send moments."""
    if not MOMENT.fullmatch(text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


FORMATS: dict[str, Callable[..., bool]] = {
    "cidr": is_cidr,
    "python-regex": is_python_regex,
    "day-or-moment": is_day_or_moment,
}


def compile_schema(schema: Json, components: Json) -> Callable[[Any], Iterable[Any]]:
    """A function that lists the errors of an instance; ``#/components`` references are resolved in ``components``."""
    validator = jsonschema_rs.Draft202012Validator(
        {**schema, "components": components}, validate_formats=True, formats=FORMATS
    )
    errors: Callable[[Any], Iterable[Any]] = validator.iter_errors
    return errors


def read_document() -> Json:
    """The OpenAPI document that comes with the package."""
    text = resources.files(__package__).joinpath("openapi.yaml").read_bytes()
    # The pure Python loader needs more than a second for this document.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: Json = yaml.load(text, Loader=loader)  # nosec B506  # a safe loader either way
    return document


@functools.cache
def load() -> Contract:
    """The contract, read once for each process."""
    return Contract(read_document())


class Contract:
    """Routes and shapes of a document."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._components: Json = document["components"]
        self._specs: dict[str, Json] = {}
        self._routes: Json = {}
        self._validators: dict[tuple[str, str], Callable[[Any], Iterable[Any]] | None] = {}
        self.operations: dict[str, Operation] = {}
        for path, item in document["paths"].items():
            for method in METHODS:
                if method in item:
                    self._add(path, method, item[method])

    def _add(self, path: str, method: str, spec: Json) -> None:
        operation = Operation(
            id=spec["operationId"],
            method=method.upper(),
            path=path,
            style=spec["x-envelope"],
            preview=spec.get("x-preview", False),
            writes=spec["x-changes-state"],
            paged=spec["x-pagination"] != "none",
            body_required=spec.get("requestBody", {}).get("required", False),
            takes_body="requestBody" in spec,
            successes=frozenset(int(status) for status in spec["responses"] if status < "300"),
        )
        self.operations[operation.id] = operation
        self._specs[operation.id] = spec
        node = self._routes
        for segment in path.strip("/").split("/"):
            node = node.setdefault("{}" if segment.startswith("{") else segment, {})
        node.setdefault("", {})[operation.method] = operation

    def route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation of a method and a path with its path parameters, or None if there is none."""
        node = self._routes
        values: list[str] = []
        for segment in path.strip("/").split("/"):
            if segment in node:
                node = node[segment]
            elif "{}" in node and segment:
                node = node["{}"]
                values.append(segment)
            else:
                return None
        operation: Operation | None = node.get("", {}).get(method)
        if operation is None:
            return None
        names = re.findall(r"\{(\w+)\}", operation.path)
        return operation, dict(zip(names, values, strict=True))

    def parameters(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, str]
    ) -> tuple[Json, list[Violation]]:
        """Path and query parameters with their declared types, and what is wrong with them.

        Query members that the document does not name are ignored.
        """
        declared = [self._resolve(parameter) for parameter in self._specs[operation.id].get("parameters", ())]
        values: Json = dict(path)
        for parameter in declared:
            name = parameter["name"]
            if parameter["in"] == "query" and name in query:
                values[name] = as_declared(query[name], parameter["schema"])
        schema = {"type": "object", "properties": {item["name"]: item["schema"] for item in declared}}
        return values, self._violations((operation.id, "parameters"), schema, values)

    def body(self, operation: Operation, body: Any) -> list[Violation]:
        """What is wrong with a decoded request body."""
        return self._violations((operation.id, "body"), self._body_schema(operation), body)

    def fitted(self, operation: Operation, body: Any) -> tuple[Any, list[str]]:
        """A body without its unknown members and nulls, and the places of these."""
        fitting = Fitting(self._resolve)
        return fitting.fit(self._body_schema(operation), body), fitting.remarks()

    def _body_schema(self, operation: Operation) -> Json:
        content = self._specs[operation.id]["requestBody"]["content"]
        schema: Json = (content.get(JSON_TYPE) or content[FORM_TYPE])["schema"]
        return schema

    def answer_problem(self, operation: Operation, status: int, body: Any) -> str | None:
        """Why an answer breaks the contract, or None. A problem is an error of the emulator."""
        responses = self._specs[operation.id]["responses"]
        if str(status) not in responses:
            return f"{operation.id}: status {status} is not in the contract"
        content = self._resolve(responses[str(status)]).get("content")
        if content is None:
            return None if body is None else f"{operation.id}: status {status} takes no body"
        if body is None:
            return f"{operation.id}: status {status} needs a body"
        problems = self._check((operation.id, str(status)), content[JSON_TYPE]["schema"], body)
        first = next(iter(problems), None)
        return None if first is None else f"{operation.id}: {list(first.instance_path)}: {first.message}"

    def _check(self, key: tuple[str, str], schema: Json, instance: Any) -> Iterable[Any]:
        validator = self._validators.get(key)
        if validator is None:
            validator = self._validators[key] = compile_schema(schema, self._components)
        return validator(instance)

    def _violations(self, key: tuple[str, str], schema: Json, instance: Any) -> list[Violation]:
        return [violation(error) for error in self._check(key, schema, instance)]

    def _resolve(self, spec: Json) -> Json:
        if "$ref" not in spec:
            return spec
        target: Any = self.document
        for part in spec["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        resolved: Json = target
        return resolved


def as_declared(text: str, schema: Json) -> str | int:
    """A query value in the type of its schema; it stays text if it has another type, so that validation refuses it."""
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d{1,9}", text):
        return int(text)
    return text


def violation(error: Any) -> Violation:
    """A validator's error in the words of the contract. Never holds a value: it could be a password."""
    kind = error.kind
    keyword = str(kind.name)
    details = kind.as_dict()
    path = tuple(error.instance_path)
    if keyword == "required":
        return Violation(CODES[keyword], "must be given", (*path, details["property"]))
    if keyword == "additionalProperties":
        return Violation(CODES[keyword], "is not known here", (*path, details["unexpected"][0]))
    if keyword == "format":
        code = FORMAT_CODES.get(details["format"], FALLBACK_CODE)
        return Violation(code, f"must be of format {details['format']}", path)
    if keyword == "oneOf":
        return Violation(CODES[keyword], "exactly one of the alternatives must be given", path)
    return Violation(CODES.get(keyword, FALLBACK_CODE), f"does not satisfy {keyword}", path)
