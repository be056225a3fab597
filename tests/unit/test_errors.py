# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A refusal says what was refused, why, and what the user can do about it, and carries nothing else along."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import (
    ApiError,
    NotFound,
    NotOffered,
    code_word,
    refusal,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation

PLAIN = Operation("getX", "GET", "/x")
KNOWN = Operation("getX", "GET", "/x", products=("a", "b"), permission="X | Read")
PRIVATE = Operation("getX", "GET", "/x", catalogue=False, permission="X | Read")
NEEDS = " (needs product a or b, role permission 'X | Read')"
NOT_OFFERED = "getX: refused with app_forbidden: the API application does not offer this call"
LACKS = "the role of the API application lacks a permission, or the account does not manage the address"
FOREIGN = "err_xdk_operation_forbidden_for_address"


@pytest.mark.parametrize(
    ("operation", "status", "code", "kind", "told"),
    [
        (PLAIN, 400, "err_x", ApiError, "getX: refused with err_x"),
        (KNOWN, 400, "err_x", ApiError, "getX: refused with err_x"),
        (PLAIN, 500, "", ApiError, "getX: refused with HTTP 500"),
        (KNOWN, 409, "", ApiError, f"getX: refused with HTTP 409{NEEDS}"),
        (KNOWN, 410, "", ApiError, "getX: refused with HTTP 410"),
        (KNOWN, 403, "app_forbidden", NotOffered, NOT_OFFERED + NEEDS),
        (PRIVATE, 403, "app_forbidden", NotOffered, f"{NOT_OFFERED}; the call is not in Mimecast's public catalogue"),
        (PLAIN, 200, "app_forbidden", NotOffered, NOT_OFFERED),
        (PLAIN, 404, "", NotFound, "getX: refused with HTTP 404: it does not exist (any more)"),
        (PLAIN, 200, "err_x_not_found", NotFound, "getX: refused with err_x_not_found: it does not exist (any more)"),
        (PLAIN, 401, "err_x", ApiError, "getX: refused with err_x: the token is not accepted, not even a new one"),
        (PLAIN, 401, "", ApiError, "getX: refused with HTTP 401: the token is not accepted, not even a new one"),
        (KNOWN, 403, "err_x", ApiError, f"getX: refused with err_x: {LACKS}{NEEDS}"),
        (PLAIN, 403, "err_x", ApiError, f"getX: refused with err_x: {LACKS}"),
        (KNOWN, 200, FOREIGN, ApiError, f"getX: refused with {FOREIGN}: {LACKS}{NEEDS}"),
    ],
)
def test_a_refusal_says_what_it_is_about_and_what_is_needed(
    operation: Operation, status: int, code: str, kind: Any, told: str
) -> None:
    error = refusal(operation, status, code)
    assert error.__class__ is kind
    assert (str(error), error.operation, error.status, error.code) == (told, "getX", status, code)


@pytest.mark.parametrize(
    ("headers", "trace"),
    [
        (None, ""),
        ({}, ""),
        ({"x-request-id": ""}, ""),
        ({"x-other-id": "no"}, ""),
        ({"x-request-id": "id-1"}, " [request id-1]"),
        ({"x-mc-req-id": "id-2"}, " [request id-2]"),
        ({"x-mc-req-id": "id-2", "x-request-id": "id-1"}, " [request id-1]"),
        ({"x-mc-req-id": "id-2", "x-request-id": ""}, " [request id-2]"),
        ({"x-request-id": "id\x1b[31m <1>"}, " [request id31m1]"),
    ],
)
def test_a_refusal_tells_the_id_of_its_request_for_the_support_of_mimecast(headers: Any, trace: str) -> None:
    assert str(refusal(PLAIN, 400, "err_x", headers)) == f"getX: refused with err_x{trace}"


@pytest.mark.parametrize(
    ("error", "unknown"),
    [
        (NotFound("gone"), True),
        (NotFound("gone", "getX", 403), True),
        (ApiError("odd id", "getX", 400), True),
        (ApiError("odd", "getX", 401), False),
        (ApiError("odd"), False),
        (NotOffered("no", "getX", 403), False),
    ],
)
def test_only_what_the_api_does_not_know_is_an_unknown_id(error: ApiError, unknown: bool) -> None:
    assert error.is_unknown_id is unknown


def test_an_error_that_says_nothing_of_its_call_has_none() -> None:
    error = ApiError("gone")
    assert (error.operation, error.status, error.code) == ("", 0, "")


@pytest.mark.parametrize(
    ("found", "word"),
    [("err_X-1.y", "err_X-1.y"), (None, ""), (5, "5"), ("a b\n'c'/", "abc"), ("x" * 99, "x" * 80)],
)
def test_a_code_holds_nothing_but_what_a_code_is_made_of(found: Any, word: str) -> None:
    assert code_word(found) == word
