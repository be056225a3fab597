# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests as the server received them, what their bodies say, and the responses that it has to send.

May not know about accounts or operations.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from urllib.parse import parse_qs

from .contract import FORM_TYPE
from .tokens import basic


class Ending(Enum):
    """How the connection ends after an answer."""

    NORMAL = auto()
    RESET = auto()
    CUT = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the server received it. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What the server has to send."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    ending: Ending = Ending.NORMAL
    delay_ms: int = 0


class NotDecodableError(ValueError):
    """A body that is neither JSON nor a form."""


def decoded_body(request: Request) -> Any:
    """The body as JSON values, None when it is empty. Raises NotDecodableError."""
    if not request.body:
        return None
    if request.headers.get("content-type", "").startswith(FORM_TYPE):
        form = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in form.items()}
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise NotDecodableError from error


def credentials(body: Any, authorization: str) -> tuple[str, str]:
    """Client id and secret of a token call, from HTTP Basic or the form; empty when not given."""
    in_header = basic(authorization)
    if in_header is not None:
        return in_header
    form = body if isinstance(body, dict) else {}
    return str(form.get("client_id", "")), str(form.get("client_secret", ""))
