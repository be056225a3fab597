# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The format of the API's requests and answers: REST bodies, legacy envelopes, rows, pages, failures and codes.

Pure: text and plain data in, plain data or an error out. It sends nothing. Facts: CONTRACT sections 1 and 2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import (
    ApiError,
    OutcomeUnknown,
    code_word,
    refusal,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Row

_NEXT_PATHS = (
    "meta.nextPage",
    "meta.nextPageToken",
    "meta.pagination.nextPageToken",
    "meta.pagination.nextPage",
    "meta.pagination.next",
    "nextToken",
)


@dataclass(frozen=True)
class ItemFailure:
    """One item of a batch that the API refused: which, and the code it gave."""

    item: Mapping[str, Any]
    code: str


@dataclass(frozen=True)
class Page:
    """Which part of a list to request: ``size`` rows, from ``token`` on; "" is the start."""

    size: int
    token: str = ""


def path_of(operation: Operation, ids: Mapping[str, str]) -> str:
    """Return the path of a call.

    Raises:
        ApiError: an id would lead the request to another path.
    """
    path = operation.path
    for name, value in ids.items():
        if value in ("", ".", ".."):
            raise ApiError(f"{operation.id} was not sent: the object has no usable id", operation.id)
        path = path.replace("{" + name + "}", quote(value, safe=""))
    return path


def request_body(operation: Operation, items: Sequence[Mapping[str, Any]]) -> Any:
    """Return the body of a call about ``items``; a REST call takes one, unless the operation has ``rows``."""
    if operation.envelope == "legacy":
        return {"data": [dict(item) for item in items]}
    if operation.method in ("GET", "DELETE"):
        return None
    if operation.rows:
        return {operation.rows[0]: [dict(item) for item in items]}
    return dict(items[0]) if items else None


def page_query(operation: Operation, page: Page) -> dict[str, str]:
    """Return the query that asks for one page of a REST list."""
    return {"pageSize": str(page.size), **_from(page)} if operation.paged else {}


def item_of(operation: Operation, ids: Mapping[str, str], item: Mapping[str, Any]) -> Row:
    """Return the item that a legacy request is about, empty if it is about nothing in particular.

    Args:
        item: what is asked for, beside the object that ``ids`` name.
    """
    return {**dict(operation.asks), **({operation.identify: ids["id"]} if "id" in ids else {}), **item}


def page_body(operation: Operation, ids: Mapping[str, str], item: Mapping[str, Any], page: Page) -> Row | None:
    """Return the body that asks for one page of a legacy list; None for all of one that is not paged (quirk 11).

    Args:
        item: what the list is asked for, beside the object whose rows they are.
    """
    asked = item_of(operation, ids, item)
    if not operation.paged:
        return {"data": [asked]} if asked else None
    meta = {"pagination": {"pageSize": page.size, **_from(page)}}
    return {"meta": meta} if operation.unfiltered and not asked else {"meta": meta, "data": [asked] if asked else []}


def _from(page: Page) -> dict[str, str]:
    return {"pageToken": page.token} if page.token else {}


def parse_answer(operation: Operation, host: str, answer: Answer) -> Row:
    """Return the JSON object that an answer holds; without a body an empty one.

    Raises:
        ApiError: it is a refusal, a redirect or no JSON. OutcomeUnknown: a write was answered by something else.
    """
    status = answer.status
    if 300 <= status < 400:
        message = f"{operation.id}: {host} redirects to another address, which is not followed; check base_url"
        raise ApiError(message, operation.id, status)
    if status >= 400:
        raise refusal(operation, status, code_of(answer.content), answer.headers)
    if not answer.content:
        return {}
    found = _parse(answer.content)
    if found is ABSENT:
        unsure = "; it is not known whether the change took effect" if operation.writes else ""
        kind = OutcomeUnknown if operation.writes else ApiError
        message = f"{operation.id}: {host} answered something that is not JSON{unsure}; check base_url and proxy"
        raise kind(message, operation.id, status)
    if not isinstance(found, dict):
        raise ApiError(f"{operation.id}: the answer is not a JSON object", operation.id, status)
    inner = str(first(found, ("meta.status",)))
    if inner.isdecimal() and int(inner) >= 400 and not found.get("fail"):
        raise refusal(operation, int(inner), "", answer.headers)
    return found


def parse_token(operation: Operation, host: str, answer: Answer) -> str:
    """Return the token that an answer gives.

    Raises:
        ApiError: the credentials are refused, or there is none in it.
    """
    if answer.status in (400, 401, 403):
        raise ApiError(
            "the API refused the credentials: check client_id and client_secret, and that the API application "
            "is enabled for this region",
            operation.id,
            answer.status,
        )
    token = parse_answer(operation, host, answer).get("access_token")
    if not isinstance(token, str) or not token:
        raise ApiError("the API accepted the credentials but gave no token", operation.id, answer.status)
    return token


def check_failures(operation: Operation, answer: Row) -> None:
    """Check that a legacy answer holds no failure.

    Raises:
        ApiError: for the first one; the status was 200 all the same.
    """
    found = failures_of(answer)
    if found:
        raise refusal(operation, 200, found[0].code)


def rows_of(operation: Operation, answer: Row) -> Iterator[Row]:
    """Yield the rows of one page; an answer without any of the documented names is an error, not the end.

    A row that is not an object is passed on unchanged: it counts, and is not lost.

    Raises:
        ApiError: it holds no rows.
    """
    if operation.envelope == "legacy":
        data = answer.get("data")
        if not isinstance(data, list):
            raise ApiError(f"{operation.id}: the answer holds no rows", operation.id)
        if not operation.rows:
            yield from _objects(data)
            return
        for item in data:
            inner = item.get(operation.rows[0], []) if isinstance(item, Mapping) else None
            if not isinstance(inner, list):
                raise ApiError(f"{operation.id}: the answer holds no rows", operation.id)
            yield from _objects(inner)
        return
    for name in operation.rows:
        rows = answer.get(name)
        if isinstance(rows, list):
            yield from _objects(rows)
            return
    raise ApiError(f"{operation.id}: the answer holds no rows", operation.id)


def _objects(rows: Sequence[Any]) -> Iterator[Row]:
    for row in rows:
        yield row if isinstance(row, Mapping) else {}


def first_object(operation: Operation, answer: Row) -> Row:
    """Return the first object that a legacy answer is about, an empty one where it is about none.

    Raises:
        ApiError: something stands there that is no object.
    """
    data = answer.get("data") or []
    if not isinstance(data, list) or not all(isinstance(item, Mapping) for item in data[:1]):
        raise ApiError(f"{operation.id}: the answer holds no object", operation.id)
    return data[0] if data else {}


def next_page_token(operation: Operation, answer: Row) -> str:
    """Return the token of the next page, or "" where this one is the last."""
    found = first(answer, _NEXT_PATHS) if operation.paged else ABSENT
    return str(found) if found is not ABSENT and found else ""


def failures_of(answer: Row) -> list[ItemFailure]:
    """Return the failures that a legacy answer holds, whatever its status."""
    result = []
    for failure in _listed(answer.get("fail")):
        told = failure if isinstance(failure, Mapping) else {}
        key = told.get("key")
        errors = _listed(told.get("errors")) or [failure]
        result.append(ItemFailure(key if isinstance(key, Mapping) else {}, _code_of_error(errors[0]) or "refused"))
    return result


def _listed(value: Any) -> list[Any]:
    """Return the items of a list; anything else that is there is the only one."""
    return value if isinstance(value, list) else [value] if value else []


def _code_of_error(error: Any) -> str:
    """Return the code of an error, which may be told by the code alone; any other text is not shown."""
    if isinstance(error, Mapping):
        code = error.get("code")
        return code_word(code) if isinstance(code, (str, int)) else ""
    return error if isinstance(error, str) and error == code_word(error) else ""


def refused_items(operation: Operation, items: Sequence[Mapping[str, Any]], answer: Row) -> list[ItemFailure]:
    """Return those of ``items`` that the answer to a write refuses."""
    if operation.envelope == "legacy":
        return failures_of(answer)
    results = answer.get("results")
    if not isinstance(results, list):
        return []
    return [
        ItemFailure(item, "refused")
        for item, result in zip(items, results, strict=False)
        if isinstance(result, Mapping) and result.get("success") is False
    ]


def code_of(content: bytes) -> str:
    """Return the first error code of an answer in any of the known shapes, or ""."""
    answer = _parse(content)
    if not isinstance(answer, Mapping):
        return ""
    if answer.get("fail"):
        return failures_of(answer)[0].code
    errors = answer.get("errors")
    found = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    place = f".{code_word(found.get('field'))}" if found.get("field") else ""
    return code_word(found.get("code")) + place


def _parse(content: bytes) -> Any:
    """Return the JSON of an answer, or ABSENT. Errors are raised elsewhere: what json raises holds the whole text."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return ABSENT
