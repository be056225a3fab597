# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of answers: REST, legacy and gateway style, and the refusals that become them.

May not know about accounts or the HTTP server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .contract import Json, Operation, Violation


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body; ``body`` None means that the answer has none."""

    status: int
    body: Json | None = None


class Refused(Exception):
    """The account says no. REST: ``status`` with ``errors[]``; legacy: an entry of ``fail[]`` in a 200."""

    def __init__(self, code: str, message: str, *, field: str = "", status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.status = status


def encoded(body: Any) -> bytes:
    """A JSON value as it is sent."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def gateway_fail(code: str, message: str) -> Json:
    """The flat form that the gateway itself answers with: CONTRACT section 2.3 (R7, ANVIL, TMBC: observed)."""
    return {"fail": [{"code": code, "message": message}]}


def rest_errors(errors: Iterable[tuple[str, str, str]]) -> Json:
    """``{"errors": [{code, message, field}]}`` of (code, message, field) triples (TF: documented, no live sample)."""
    return {
        "errors": [
            {"code": code, "message": message, **({"field": field} if field else {})} for code, message, field in errors
        ]
    }


def fail_item(key: Any, code: str, message: str, field: str = "") -> Json:
    """One entry of a legacy ``fail[]``; ``key`` echoes the item as it was sent, secrets included (R7: observed)."""
    error: Json = {"code": code, "message": message, "retryable": False}
    if field:
        error["field"] = field
    return {"errors": [error]} if key is None else {"key": key, "errors": [error]}


def legacy(data: Sequence[Json], fail: Sequence[Json] = (), status: int = 200, pagination: Json | None = None) -> Json:
    """A legacy envelope: CONTRACT section 2.1 (R7, J1: observed)."""
    meta: Json = {"status": status}
    if pagination is not None:
        meta["pagination"] = pagination
    return {"meta": meta, "data": list(data), "fail": list(fail)}


def refusal(operation: Operation, refused: Refused) -> Answer:
    """A refusal of the whole request in the style of its operation."""
    if operation.style == "legacy":
        return Answer(200, legacy((), [fail_item(None, refused.code, refused.message, refused.field)]))
    return Answer(refused.status, rest_errors([(refused.code, refused.message, refused.field)]))


def invalid(operation: Operation, violations: Sequence[Violation], body: Any) -> Answer:
    """A request that does not fit the contract. REST: 400. Legacy: 200 where items do not fit (R7: observed), else 400;
    nothing of the request is done (both inferred)."""
    if operation.style == "legacy":
        status = 200 if all(_is_about_an_item(item) for item in violations) else 400
        fail = [
            fail_item(_item(body, item.path), item.code, f"{item.field or 'body'} {item.message}", _last_name(item))
            for item in violations
        ]
        return Answer(status, legacy((), fail, status=status))
    return Answer(400, rest_errors((item.code, item.message, item.field) for item in violations))


def _is_about_an_item(found: Violation) -> bool:
    return found.path[:1] == ("data",) and len(found.path) > 1 and found.code != "err_deserialise"


def _item(body: Any, path: tuple[str | int, ...]) -> Any:
    match path:
        case ("data", int() as number, *_rest):
            item = body["data"][number]
            return item if isinstance(item, dict) else None
    return None


def _last_name(item: Violation) -> str:
    names = [part for part in item.path if isinstance(part, str)]
    return names[-1] if names else ""
