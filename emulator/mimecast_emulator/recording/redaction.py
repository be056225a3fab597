# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns one request and its answer into what a recording keeps of them.

Only three things get into a recording: what the contract itself says, words that are listed here, and stand-ins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from ..contract import Contract, Json, Operation
from . import known
from .known import Known
from .standins import Standins

IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")
HTTP_STATUS = range(100, 600)
NUMBER = re.compile(r"\d{1,7}", re.ASCII)
DIRECTIVES = re.compile(
    r"(?:(?:no-store|no-cache|no-transform|must-revalidate|private|public|noindex|nofollow|nosniff|(?:max-age|s-maxage)=\d{1,7})"
    r"(?:,\s*|$))+"
)
MEDIA_TYPE = re.compile(
    r"(?:application/(?:json|problem\+json|xml|octet-stream|zip|gzip|pdf)|text/(?:html|plain|csv|xml))"
    r"(?:;\s*charset=(?:utf-8|us-ascii|iso-8859-1))?",
    re.IGNORECASE,
)
ENCODINGS = re.compile("identity|gzip|deflate|br|chunked", re.IGNORECASE)

HEADER_VALUES: Mapping[str, re.Pattern[str]] = {
    "content-type": MEDIA_TYPE,
    "content-encoding": ENCODINGS,
    "transfer-encoding": ENCODINGS,
    "cache-control": DIRECTIVES,
    "pragma": DIRECTIVES,
    "x-robots-tag": DIRECTIVES,
    "x-content-type-options": DIRECTIVES,
    "retry-after": NUMBER,
    "x-ratelimit-limit": NUMBER,
    "x-ratelimit-remaining": NUMBER,
    "x-ratelimit-reset": NUMBER,
    "x-mimecast-ratelimit-reset": NUMBER,
}
"""Headers of which the value is kept, when it has this form; of any other header it is not."""

HEADER_NAMES = frozenset(HEADER_VALUES) | {
    "connection",
    "content-length",
    "content-security-policy",
    "date",
    "etag",
    "expires",
    "keep-alive",
    "last-modified",
    "location",
    "server",
    "set-cookie",
    "strict-transport-security",
    "vary",
    "via",
    "www-authenticate",
    "x-cache",
    "x-frame-options",
    "x-mc-req-id",
    "x-request-id",
    "x-xss-protection",
}
"""Headers of which the name is kept."""

CODES = frozenset(
    {
        "app_forbidden",
        "err_account_not_found",
        "err_audit_log_incorrect_region",
        "err_deserialise",
        "err_developer_key",
        "err_folder_email_address_not_found",
        "err_folder_group_member_already_exists",
        "err_managed_url_exists_code",
        "err_managed_url_not_found",
        "err_not_found",
        "err_permission_denied",
        "err_track_and_trace_invalid_start_date",
        "err_validation_at_least_one_not_null",
        "err_validation_blank",
        "err_validation_invalid_email_address",
        "err_validation_null",
        "err_validation_value_not_allowed",
        "err_xdk_binding_expired",
        "err_xdk_invalid_signature",
        "err_xdk_operation_forbidden_for_address",
        "rate_limit_exceeded",
        "token_expired",
        "unauthorized",
        "xdk_failure",
    }
)
"""Codes of failures that are kept: CONTRACT sections 2.1 and 2.3, and those of the emulator."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was forwarded, and the answer."""

    method: str
    path: str
    query: str
    sent: bytes
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


class Redaction:
    """Reduces exchanges of one session to shapes.

    ``named`` are names of members and headers that the user of the account has looked at and lets be kept.
    """

    def __init__(self, contract: Contract, named: Collection[str] = ()) -> None:
        self._contract = contract
        self._named = frozenset(named)
        self._words = known.vocabulary(contract)
        self._segments = known.segments(contract)
        self._standins = Standins()

    def entry(self, exchange: Exchange) -> Json:
        """What a recording keeps of an exchange."""
        routed = self._contract.route(exchange.method, exchange.path)
        operation = routed[0] if routed else None
        asked, answered, query = self._known(operation, exchange.status)
        return {
            "operation": operation.id if operation else None,
            "method": exchange.method,
            "path": operation.path if operation else self._path(exchange.path),
            "query": self._value(query, dict(parse_qsl(exchange.query, keep_blank_values=True))),
            "request": self._body(asked, exchange.sent, ""),
            "status": exchange.status,
            "headers": [self._header(name.lower(), value) for name, value in exchange.headers],
            "answer": self._body(answered, exchange.body, _type(exchange.headers)),
        }

    def _known(self, operation: Operation | None, status: int) -> tuple[Known, Known, Known]:
        if operation is None:
            nothing = Known(self._contract.document)
            return nothing, nothing, nothing
        return (
            known.requests(self._contract, operation),
            known.answers(self._contract, operation, status),
            known.query(self._contract, operation),
        )

    def _path(self, path: str) -> str:
        parts = path.split("/")
        return "/".join(part if part in self._segments else f"{{{self._standins.name(part)}}}" for part in parts)

    def _header(self, name: str, value: str) -> list[str | None]:
        if name not in HEADER_NAMES and name not in self._named:
            return [self._standins.name(name), None]
        form = HEADER_VALUES.get(name)
        return [name, value if form is not None and form.fullmatch(value) else None]

    def _body(self, place: Known, body: bytes, media_type: str) -> Json:
        """A body in JSON as its shape, any other as its size alone."""
        if not body:
            return {"kind": "empty"}
        opaque = {"kind": "opaque", "size": len(body), "type": media_type or None}
        if media_type and "json" not in media_type:
            return opaque
        try:
            return {"kind": "json", "size": len(body), "value": self._value(place, json.loads(body))}
        except (ValueError, RecursionError):
            return opaque

    def _value(self, place: Known, value: Any, way: tuple[str, ...] = ()) -> Any:
        if isinstance(value, list):
            return [self._value(place.item, item, way) for item in value]
        if isinstance(value, dict):
            return {
                self._member(place, name): self._value(place.member(name), member, (*way, name))
                for name, member in value.items()
            }
        return value if _says_nothing_of_the_account(place, value, way) else self._standins.of(value)

    def _member(self, place: Known, name: str) -> str:
        """A name that the contract knows here, that its words could form, or else a stand-in."""
        if name in place.names or name in self._named:
            return name
        if place.is_map or not IDENTIFIER.fullmatch(name):
            return self._standins.name(name)
        words = known.words_of(name)
        whole = "".join(words) == name.replace("_", "").lower()
        return name if whole and self._words.issuperset(words) else self._standins.name(name)


def _says_nothing_of_the_account(place: Known, value: Any, way: tuple[str, ...]) -> bool:
    if isinstance(value, str):
        return value in place.words or (way[-1:] == ("code",) and value in CODES)
    return way == ("meta", "status") and isinstance(value, int) and value in HTTP_STATUS


def _type(headers: Sequence[tuple[str, str]]) -> str:
    """The media type of an answer; another word for one that is not listed, nothing where there is none."""
    told = next((value for name, value in headers if name.lower() == "content-type"), "")
    return told if not told or MEDIA_TYPE.fullmatch(told) else "another type"
