# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an answer is spelled where the sources disagree about it. Handlers know one spelling; the others are made here.

May not know about accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .contract import Json, Operation
from .dialect import Dialect, default
from .envelopes import Answer

POLICIES = "/policy-management/cloud-gateway/v1/"
LOGIN = ("authMechanisms", "username", "domain")
TIMES = {"from": "T00:00:00Z", "to": "T23:59:59Z"}
NEXT_PAGE = "nextPage"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A question about the spelling of answers: the operations that it touches, and another answer to it."""

    touches: Callable[[Operation], bool]
    spell: Callable[[Answer, str], Answer]


def _is_policies(operation: Operation) -> bool:
    return operation.path.startswith(POLICIES) and "/policies" in operation.path


def _is_list(operation: Operation) -> bool:
    return operation.method == "GET" and operation.style == "rest" and operation.paged


def _list_key(answer: Answer, word: str) -> Answer:
    body = {word if name in ("policies", "definitions") else name: value for name, value in _body(answer).items()}
    return Answer(answer.status, body)


def _created(answer: Answer, word: str) -> Answer:
    secure_id = _body(answer)["policyId"]
    return Answer(answer.status, {"id": secure_id} if word == "id" else {"id": secure_id, "policyId": secure_id})


def _route_login(answer: Answer, _word: str) -> Answer:
    body = _body(answer)
    login = {name: body[name] for name in LOGIN if name in body}
    rest = {name: value for name, value in body.items() if name not in LOGIN}
    return Answer(answer.status, {**rest, "smtpAuthentication": login} if login else rest)


def _next_page(answer: Answer, word: str) -> Answer:
    body = _body(answer)
    token = body["meta"].get(NEXT_PAGE)
    if token is None:
        return answer
    *way, name = word.split(".")
    found: Json = {name: token}
    for member in reversed(way):
        found = {member: found}
    return Answer(answer.status, {**body, "meta": {}, **found})


def _policy_dates(answer: Answer, _word: str) -> Answer:
    """Days as moments; those of a list's rows alike."""

    def moments(value: Any) -> Any:
        if isinstance(value, list):
            return [moments(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {name: _moment(name, item) for name, item in value.items()}

    return Answer(answer.status, {name: _moment(name, moments(item)) for name, item in _body(answer).items()})


def _moment(name: str, value: Any) -> Any:
    return f"{value}{TIMES[name.removesuffix('DateTime')]}" if name in ("fromDateTime", "toDateTime") else value


def _status(answer: Answer, word: str) -> Answer:
    return answer if answer.status == 200 else Answer(int(word), {} if answer.body is None else answer.body)


def _body(answer: Answer) -> Json:
    return answer.body or {}


SPELLINGS: Mapping[str, Spelling] = {
    "list_key": Spelling(lambda operation: _is_policies(operation) and _is_list(operation), _list_key),
    "created": Spelling(lambda operation: _is_policies(operation) and operation.method == "POST", _created),
    "route_login": Spelling(lambda operation: operation.id == "getDeliveryRouteDefinition", _route_login),
    "next_page": Spelling(_is_list, _next_page),
    "policy_dates": Spelling(lambda operation: _is_policies(operation) and operation.method == "GET", _policy_dates),
    "created_status": Spelling(lambda operation: 201 in operation.successes, _status),
    "changed_status": Spelling(lambda operation: 204 in operation.successes, _status),
}
"""By question of the dialect; what it says by default is what handlers answer."""


def spelled(answer: Answer, operation: Operation, dialect: Dialect) -> Answer:
    """A successful answer as a dialect spells it; any other as it is."""
    if answer.status >= 300:
        return answer
    for question, word in dialect.chosen.items():
        spelling = SPELLINGS.get(question)
        if spelling and word != default(question) and spelling.touches(operation):
            answer = spelling.spell(answer, word)
    return answer
