# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand: the rules, which requests they affect, and what they do to items and answers.

May not know about the HTTP server or accounts.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import envelopes
from .contract import Json, Operation
from .envelopes import Answer

# Kinds that happen before or after the operation.
BEFORE_OR_AFTER = frozenset({"status", "reset"})

MEMBER_LISTS = ("groupMembers", "roleMembers")
# The rows of a legacy answer that has them inside its single item.
ROW_LISTS = ("folders", "groupMembers", "users", "items")


@dataclass(frozen=True, slots=True)
class Substitute:
    """An answer instead of that of the operation, which then does not happen. ``headers`` override the usual ones."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _failing(status: int, code: str, message: str) -> Substitute:
    return Substitute(status, {}, envelopes.encoded(envelopes.gateway_fail(code, message)))


def _rate_limited(fault: Json) -> Substitute:
    answer = _failing(429, "rate_limit_exceeded", "Too many calls")
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(fault["reset_ms"])}
    return Substitute(answer.status, headers, answer.body)


def _not_json(_fault: Json) -> Substitute:
    page = b"<!DOCTYPE html><html><body><h1>Service page</h1></body></html>"
    return Substitute(200, {"Content-Type": "text/html"}, page)


# Kinds that answer in the place of the operation. The code of `permission` is inferred, its status is documented
# (CONTRACT section 1.1); that of `rate_limit` is inferred.
SUBSTITUTES: Mapping[str, Callable[[Json], Substitute]] = {
    "rate_limit": _rate_limited,
    "not_json": _not_json,
    "expire_token": lambda _: _failing(401, "token_expired", "The token has expired"),
    "app_forbidden": lambda _: _failing(403, "app_forbidden", "The application may not call this resource"),
    "permission": lambda _: _failing(403, "err_permission_denied", "The role of the application lacks a permission"),
    "empty_400": lambda _: Substitute(400, {}, b""),
    "redirect": lambda fault: Substitute(302, {"Location": fault["location"]}, b""),
    "huge": lambda fault: Substitute(200, {}, b'{"padding":"' + b"x" * fault["bytes"] + b'"}'),
}


SHORT = 12  # characters

RENAMINGS: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "short": lambda name: name[:SHORT].rstrip(),
    "wide": lambda name: name.replace(" ", "  "),
}


class Rule:
    """One fault and the requests that it affects."""

    def __init__(self, rule: Json) -> None:
        self.fault: Json = rule["fault"]
        self._operation: str | None = rule.get("operation")
        self._method: str | None = rule.get("method")
        self._path = re.compile(rule["path"]) if rule.get("path") is not None else None
        self._account: str | None = rule.get("account")
        self._skip: int = rule.get("skip", 0)
        self._left: int | None = rule.get("times", 1)
        self._probability: float = rule.get("probability", 1.0)

    def hits(self, request: Target, chance: random.Random) -> bool:
        """Whether the fault happens to this request; counts it when it does."""
        if not self._fits(request) or self._left == 0:
            return False
        if self._skip:
            self._skip -= 1
            return False
        if self._probability < 1.0 and chance.random() >= self._probability:
            return False
        if self._left is not None:
            self._left -= 1
        return True

    def _fits(self, request: Target) -> bool:
        return (
            self._operation in (None, request.operation)
            and self._method in (None, request.method)
            and self._account in (None, request.account)
            and (self._path is None or self._path.search(request.path) is not None)
        )


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule can look at."""

    operation: str | None
    method: str
    path: str
    account: str | None


class Faults:
    """The rules in force; the first one that hits wins."""

    def __init__(self, rules: Sequence[Json] = (), seed: int = 0) -> None:
        self._rules = [Rule(rule) for rule in rules]
        self.lagging = any(rule.fault["kind"] == "lag" for rule in self._rules)
        self._chance = random.Random(seed)  # nosec B311  # repeatable chance, not a secret

    @classmethod
    def of(cls, definition: Any) -> Faults:
        """Rules from a list, or from an object with ``seed`` and ``rules``."""
        if isinstance(definition, list):
            return cls(definition)
        return cls(definition["rules"], definition.get("seed", 0))

    def pick(self, request: Target) -> Json | None:
        """The fault that happens to a request, or None."""
        return next((rule.fault for rule in self._rules if rule.hits(request, self._chance)), None)


def split_items(operation: Operation, body: Any, fault: Json) -> tuple[Any, list[int]]:
    """The body without the items that a ``fail_items`` fault matches, and the positions of those items."""
    name = _items_name(operation, body)
    if name is None:
        return body, []
    pattern = re.compile(fault.get("match", ""))
    items = body[name]
    hit = [number for number, item in enumerate(items) if pattern.search(json.dumps(item))]
    return {**body, name: [item for number, item in enumerate(items) if number not in hit]}, hit


def renamed(body: Any, to: str) -> Any:
    """The body with the names of objects as a service might store them: in capitals, cut, with other spaces."""
    if not isinstance(body, dict):
        return body
    changed: Json = dict(body)
    if isinstance(body.get("data"), list):
        changed["data"] = [renamed(item, to) for item in body["data"]]
    if isinstance(body.get("policy"), dict):
        changed["policy"] = renamed(body["policy"], to)
    if isinstance(body.get("description"), str):
        changed["description"] = RENAMINGS[to](body["description"])
    return changed


def spoilt(answer: Any, fault: Json) -> Any:
    """The answer with one member changed in each object whose JSON ``match`` fits and that has this member.

    ``member`` may be a path with dots. Without a ``value``, the member is left out.
    """
    if isinstance(answer, list):
        return [spoilt(item, fault) for item in answer]
    if not isinstance(answer, dict):
        return answer
    path = fault["member"].split(".")
    if path[0] in answer and re.search(fault.get("match", ""), json.dumps(answer)):
        return _changed(answer, path, fault)
    return {name: spoilt(value, fault) for name, value in answer.items()}


def _changed(row: Json, path: Sequence[str], fault: Json) -> Json:
    name, *inner = path
    if inner:
        below = row.get(name)
        return {**row, name: _changed(below, inner, fault)} if isinstance(below, dict) else row
    if "value" in fault:
        return {**row, name: fault["value"]}
    return {other: value for other, value in row.items() if other != name}


def with_nulls(answer: Any) -> Any:
    """The answer with null for members without a value: empty texts and lists, and members that only other rows have.

    A list of rows stays a list.
    """
    if isinstance(answer, dict):
        return {name: with_nulls(value) for name, value in answer.items()}
    if not isinstance(answer, list):
        return answer
    rows = [row for row in answer if isinstance(row, dict)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [_filled(item, names) if isinstance(item, dict) else item for item in answer]


def _filled(row: Json, names: Sequence[str]) -> Json:
    filled = {**dict.fromkeys(names), **row}
    return {
        name: None if value == "" or (value == [] and name not in ROW_LISTS) else with_nulls(value)
        for name, value in filled.items()
    }


def has_items(operation: Operation, body: Any) -> bool:
    """Whether any item is left in a body."""
    name = _items_name(operation, body)
    return name is not None and bool(body[name])


def with_failed_items(operation: Operation, answer: Answer | None, body: Any, hit: list[int], code: str) -> Answer:
    """The answer to the whole ``body``, in which the items at the positions ``hit`` failed.

    ``answer`` is that to the other items; None when there were none.
    """
    if operation.style == "legacy":
        envelope = envelopes.legacy(()) if answer is None or answer.body is None else answer.body
        failed = [envelopes.fail_item(body["data"][number], code, "refused on demand") for number in hit]
        return Answer(200, {**envelope, "fail": [*envelope["fail"], *failed]})
    results: list[Json] = [] if answer is None or answer.body is None else list(answer.body["results"])
    for number in hit:
        results.insert(number, {"success": False})
    return Answer(200, {"results": results})


def _items_name(operation: Operation, body: Any) -> str | None:
    if not isinstance(body, dict):
        return None
    names = ("data",) if operation.style == "legacy" else MEMBER_LISTS
    return next((name for name in names if isinstance(body.get(name), list)), None)
