# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a call failed, each reason in one sentence, and which error a refusal of the API becomes.

No error holds a body, a header or a secret. It knows operations, not how they are sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Confidence, Operation

_NOT_OF_A_CODE = re.compile(r"[^A-Za-z0-9_.-]")
_LONGEST_CODE = 80
_REQUEST_IDS = ("x-request-id", "x-mc-req-id")


class ApiError(Exception):
    """A call that failed, in one sentence.

    Attributes:
        operation: operationId. status: HTTP status or 0. code: the API's own code or "".
    """

    def __init__(self, message: str, operation: str = "", status: int = 0, code: str = "") -> None:
        super().__init__(message)
        self.operation = operation
        self.status = status
        self.code = code

    @property
    def is_unknown_id(self) -> bool:
        """Whether the API does not know the requested object: 404, or 400 for an id that it cannot use (inferred)."""
        return isinstance(self, NotFound) or self.status == 400


class NotOffered(ApiError):
    """403 app_forbidden: no product of the API application has the call, or it does not exist (CONTRACT 2.3)."""


class NotSure(NotOffered):
    """A call is less sure than the run requires: it was not sent, so it counts as not offered."""


class NotFound(ApiError):
    """The object is not there (any more)."""


class OutcomeUnknown(ApiError):
    """A write was sent, and it is not known whether it took effect: read again before anything else."""


class Unreachable(ApiError):
    """No connection was made, so nothing can have taken effect."""


class WrongAccount(ApiError):
    """The credentials reach the wrong account, or it is not known which one they reach."""


class ReadOnly(ApiError):
    """A write was refused before anything was sent."""


def not_sure(operation: Operation, level: Confidence) -> NotSure:
    """Return the error for a call that a run refuses to send."""
    return NotSure(
        f"{operation.id} was not sent: the call is {operation.confidence}, and min_confidence is {level}. To send it, "
        f"set mimecast_min_confidence: {operation.confidence}; the API ledger says what is known about it",
        operation.id,
    )


def code_word(value: Any) -> str:
    """Return a code that is safe to show: without characters that a code does not have."""
    return _NOT_OF_A_CODE.sub("", str(value or ""))[:_LONGEST_CODE]


def refusal(operation: Operation, status: int, code: str, headers: Mapping[str, str] | None = None) -> ApiError:
    """Return the error for a refusal, with what the user can do about it.

    Args:
        headers: of the answer; the id of the request is told, for Mimecast's support.
    """
    trace = next((headers[name] for name in _REQUEST_IDS if headers and headers.get(name)), "")
    traced = f" [request {code_word(trace)}]" if trace else ""
    said = f"{operation.id}: refused with {code or f'HTTP {status}'}{traced}"
    needs = _needs(operation)
    if code == "app_forbidden":
        outside = "" if operation.catalogue else "; the call is not in Mimecast's public catalogue"
        return NotOffered(
            f"{said}: the API application does not offer this call{outside}{needs}", operation.id, status, code
        )
    if status == 404 or code.endswith("_not_found"):
        return NotFound(f"{said}: it does not exist (any more)", operation.id, status, code)
    if status == 401:
        return ApiError(f"{said}: the token is not accepted, not even a new one", operation.id, status, code)
    if status == 403 or code == "err_xdk_operation_forbidden_for_address":
        return ApiError(
            f"{said}: the role of the API application lacks a permission, or the account does not manage "
            f"the address{needs}",
            operation.id,
            status,
            code,
        )
    return ApiError(f"{said}{needs if status == 409 else ''}", operation.id, status, code)


def _needs(operation: Operation) -> str:
    """Return the products and the permission that a call needs, for a message."""
    product = " or ".join(operation.products)
    return f" (needs product {product}, role permission '{operation.permission}')" if product else ""
