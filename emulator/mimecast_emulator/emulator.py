# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request in, one answer out: authentication, routing, validation, faults, the request log.

May not know about the HTTP server: what has to happen to the connection is said in the answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import contract as contracts
from . import envelopes, state
from .account import Account
from .call import Call, Handler
from .contract import Contract, Json, Operation
from .dialect import Dialect
from .envelopes import Answer, Refused
from .faults import (
    BEFORE_OR_AFTER,
    SUBSTITUTES,
    Faults,
    Target,
    has_items,
    renamed,
    split_items,
    spoilt,
    with_failed_items,
    with_nulls,
)
from .ids import ForeignIdError, GarbledIdError
from .journal import Journal
from .messages import Ending, NotDecodableError, Request, Response, credentials, decoded_body
from .operations import HANDLERS
from .paging import REST_PAGE, BadTokenError, Pager, RowRepeatingPager, RowSkippingPager, TokenRepeatingPager
from .past import Past
from .rates import Rates
from .spelling import spelled
from .tokens import LIFETIME, Tokens, bearer

LOG = logging.getLogger("mimecast_emulator")

TOKEN_OPERATION = "createToken"
UNKEPT = {"Cache-Control": "no-store", "Pragma": "no-cache", "X-Robots-Tag": "noindex, nofollow"}
BROKEN_ID = Answer(400)


@dataclass(slots=True)
class Exchange:
    """What is known about a request so far, while the emulator answers it.

    ``sent`` is its body, ``body`` is the body after changes, and ``remarks`` say how they differ, or would differ.
    """

    request: Request
    sent: Any = None
    body: Any = None
    remarks: list[str] = field(default_factory=list)
    token: str = ""
    account: str | None = None
    operation: Operation | None = None
    path_values: dict[str, str] = field(default_factory=dict)
    fault: Json | None = None

    def strikes(self, kind: str) -> bool:
        """Whether the fault of this request is of a kind."""
        return self.fault is not None and self.fault["kind"] == kind


class Emulator:
    """Several accounts behind one gateway.

    It ignores unknown members and nulls of a body and notes them in the log of requests; a ``strict`` one refuses them.
    """

    def __init__(
        self,
        secrets: Mapping[str, str],
        preview: bool,
        contract: Contract | None = None,
        rotate_ids: bool = False,
        dialect: Dialect | None = None,
        strict: bool = False,
    ) -> None:
        self.contract = contract or contracts.load()
        self.preview = preview
        self.strict = strict
        self.accounts = {name: Account(name, rotate_ids=rotate_ids) for name in secrets}
        self.speak(dialect or Dialect())
        for account in self.accounts.values():
            state.reset(account)
        self.tokens = Tokens(secrets, time.monotonic)
        self.faults = Faults()
        self.past = Past(time.monotonic)
        self.journal = Journal()
        self._rates = Rates(time.monotonic)

    def speak(self, dialect: Dialect) -> None:
        """Uses a dialect from now on, for every account."""
        self.dialect = dialect
        for account in self.accounts.values():
            account.dialect = dialect

    def respond(self, request: Request) -> Response:
        """Answers a request and logs it."""
        exchange = Exchange(request)
        response = self._respond(exchange)
        self.journal.add(
            {
                "account": exchange.account,
                "method": request.method,
                "path": request.path,
                "query": dict(request.query),
                "operation": exchange.operation.id if exchange.operation else None,
                "status": response.status,
                "write": exchange.operation.writes if exchange.operation else request.method != "GET",
                "fault": exchange.fault["kind"] if exchange.fault else None,
                "body": exchange.sent,
                "remarks": exchange.remarks,
                "members": self._group_sizes(exchange),
            }
        )
        return response

    def _group_sizes(self, exchange: Exchange) -> dict[str, int]:
        """How many members each group of the account has once a write is done; nothing for a read."""
        if exchange.account is None or exchange.operation is None or not exchange.operation.writes:
            return {}
        return {key: len(row["members"]) for key, row in self.accounts[exchange.account].tables["groups"].items()}

    def _respond(self, exchange: Exchange) -> Response:
        request = exchange.request
        try:
            exchange.sent = exchange.body = decoded_body(request)
            broken_body = False
        except NotDecodableError:
            broken_body = True
        routed = self.contract.route(request.method, request.path)
        if routed is not None:
            exchange.operation, exchange.path_values = routed
        refused = self._identify(exchange)
        if refused is not None:
            return self._send(exchange, refused)
        exchange.fault = self.faults.pick(
            Target(
                exchange.operation.id if exchange.operation else None, request.method, request.path, exchange.account
            )
        )
        if exchange.fault is not None:
            instead = self._instead(exchange, exchange.fault)
            if instead is not None:
                return instead
        operation = exchange.operation
        if operation is None or (operation.preview and not self.preview):
            return self._send(exchange, app_forbidden())
        if broken_body:
            violation = contracts.Violation("err_deserialise", "is not JSON", ())
            return self._send(exchange, envelopes.invalid(operation, [violation], None))
        return self._finish(exchange, self._performed(exchange, operation))

    def _performed(self, exchange: Exchange, operation: Operation) -> Answer:
        """The answer of an operation; an error of the emulator becomes a 500 and a line in its log."""
        try:
            answer = self._perform(exchange, operation)
        except Exception as error:
            LOG.exception("emulator error in %s", operation.id)
            return Answer(500, {"emulator_error": repr(error)})
        # A 400 without a body stands for a broken id and is no part of the document.
        problem = None if answer == BROKEN_ID else self.contract.answer_problem(operation, answer.status, answer.body)
        if problem is None:
            return spelled(answer, operation, self.dialect)
        LOG.error("emulator error: %s", problem)
        return Answer(500, {"emulator_error": problem})

    def _identify(self, exchange: Exchange) -> Answer | None:
        """Finds the account of a request, or the answer that refuses it (R7, CTG: observed)."""
        authorization = exchange.request.headers.get("authorization", "")
        if exchange.operation is not None and exchange.operation.id == TOKEN_OPERATION:
            client_id = credentials(exchange.body, authorization)[0]
            exchange.account = client_id if client_id in self.accounts else None
            return None
        exchange.token = bearer(authorization)
        found, account = self.tokens.look_up(exchange.token)
        exchange.account = account
        if found == "valid":
            return None
        code = "token_expired" if found == "expired" else "unauthorized"
        return Answer(401, envelopes.gateway_fail(code, "The bearer token is missing, unknown or no longer valid"))

    def _instead(self, exchange: Exchange, fault: Json) -> Response | None:
        """The answer of a fault that comes in the place of the operation."""
        kind = fault["kind"]
        if kind in BEFORE_OR_AFTER and fault.get("when", "before") == "before":
            return self._strike(exchange, fault)
        if kind not in SUBSTITUTES:
            return None
        if kind == "expire_token":
            self.tokens.expire(exchange.token)
        substitute = SUBSTITUTES[kind](fault)
        return Response(
            substitute.status, {**self._headers(exchange, substitute.status), **substitute.headers}, substitute.body
        )

    def _strike(self, exchange: Exchange, fault: Json) -> Response:
        """The answer of a 5xx or reset fault."""
        if fault["kind"] == "reset":
            return Response(0, {}, b"", Ending.RESET)
        return self._send(exchange, Answer(fault["status"], envelopes.gateway_fail("server_error", "Failed on demand")))

    def _finish(self, exchange: Exchange, answer: Answer) -> Response:
        """The answer as it is sent, after the faults that come behind the operation."""
        fault = exchange.fault
        if fault is not None and fault["kind"] in BEFORE_OR_AFTER:
            return self._strike(exchange, fault)
        if exchange.strikes("spoil"):
            answer = Answer(answer.status, spoilt(answer.body, fault or {}))
        if exchange.strikes("nulls"):
            answer = Answer(answer.status, with_nulls(answer.body))
        response = self._send(exchange, answer)
        if fault is not None and fault["kind"] == "truncate":
            return Response(response.status, response.headers, response.body, Ending.CUT)
        if fault is not None and fault["kind"] == "slow":
            return Response(response.status, response.headers, response.body, delay_ms=fault["delay_ms"])
        return response

    def _perform(self, exchange: Exchange, operation: Operation) -> Answer:
        """Validates a request and lets its handler answer it."""
        if operation.id == TOKEN_OPERATION:
            return self._grant(exchange, operation)
        parameters, violations = self.contract.parameters(operation, exchange.path_values, exchange.request.query)
        if operation.takes_body and (exchange.body is not None or operation.body_required):
            violations += self._body_violations(exchange, operation)
        body = exchange.body
        if violations:
            return envelopes.invalid(operation, violations, body)
        account = self.accounts[exchange.account or ""]
        try:
            pager = self._pager(exchange, operation, account, parameters)
            account = self._shown(exchange, operation, account)
            if exchange.strikes("rename"):
                body = renamed(body, (exchange.fault or {})["to"])
            if exchange.strikes("fail_items"):
                return self._with_failing_items(exchange, operation, account, parameters, pager)
            return HANDLERS[operation.id](Call(account, operation, parameters, body, pager))
        except GarbledIdError:
            return BROKEN_ID
        except BadTokenError:
            violation = contracts.Violation("err_validation_value_not_allowed", "is not a token", ("pageToken",))
            return envelopes.invalid(operation, [violation], body)
        except Refused as refused:
            return envelopes.refusal(operation, refused)

    def _body_violations(self, exchange: Exchange, operation: Operation) -> list[contracts.Violation]:
        """What is wrong with a body, after the members that are passed over are out of it."""
        violations = self.contract.body(operation, exchange.body)
        if not violations:
            return []
        fitted, exchange.remarks = self.contract.fitted(operation, exchange.body)
        if self.strict or not exchange.remarks:
            return violations
        exchange.body = fitted
        return self.contract.body(operation, fitted)

    def _shown(self, exchange: Exchange, operation: Operation, account: Account) -> Account:
        """The account that a request works on: as it is, a copy that nobody keeps, or as it was a while ago."""
        if exchange.strikes("ignore_write"):
            return account.copy()
        if operation.writes:
            if self.faults.lagging:
                self.past.keep(account)
            return account
        if exchange.strikes("lag"):
            return self.past.behind(account, operation.id, exchange.fault or {})
        return account

    def _with_failing_items(
        self, exchange: Exchange, operation: Operation, account: Account, parameters: Json, pager: Pager
    ) -> Answer:
        fault = exchange.fault or {}
        rest, hit = split_items(operation, exchange.body, fault)
        handler: Handler = HANDLERS[operation.id]
        answer = handler(Call(account, operation, parameters, rest, pager)) if has_items(operation, rest) else None
        if not hit:
            return answer or handler(Call(account, operation, parameters, exchange.body, pager))
        return with_failed_items(operation, answer, exchange.body, hit, fault["code"])

    def _pager(self, exchange: Exchange, operation: Operation, account: Account, parameters: Json) -> Pager:
        kind = Pager
        if exchange.strikes("repeat_rows"):
            kind = RowRepeatingPager
        elif exchange.strikes("skip_rows"):
            kind = RowSkippingPager
        elif exchange.strikes("repeat_page_token"):
            kind = TokenRepeatingPager
        if not operation.paged:
            return kind(account.ids, operation.id, None, None)
        scope = f"{operation.id} {listed_object(exchange, account)}"
        if operation.style == "rest":
            return kind(account.ids, scope, parameters.get("pageSize", REST_PAGE), parameters.get("pageToken"))
        asked = ((exchange.body or {}).get("meta") or {}).get("pagination") or {}
        size = asked.get("pageSize", REST_PAGE if "pageToken" in asked else None)
        return kind(account.ids, scope, size, asked.get("pageToken"))

    def _grant(self, exchange: Exchange, operation: Operation) -> Answer:
        """A token for valid credentials: CONTRACT section 1.1 (R7: observed). A refusal echoes what was sent, as live
        answers may (TF, AKONIS): clients must not log it."""
        violations = self.contract.body(operation, exchange.body)
        if violations:
            return Answer(400, envelopes.gateway_fail(violations[0].code, f"{violations[0].field} is not acceptable"))
        sent = credentials(exchange.body, exchange.request.headers.get("authorization", ""))
        token = self.tokens.grant(*sent)
        if token is None:
            echo = f"client_id={sent[0]}, client_secret={sent[1]}"
            return Answer(401, envelopes.gateway_fail("unauthorized", f"Unknown client or wrong secret: {echo}"))
        self.accounts[sent[0]].ids.renew()
        return Answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": ""})

    def _send(self, exchange: Exchange, answer: Answer) -> Response:
        body = b"" if answer.body is None else envelopes.encoded(answer.body)
        return Response(answer.status, self._headers(exchange, answer.status), body)

    def _headers(self, exchange: Exchange, status: int) -> dict[str, str]:
        """What every answer says of itself; what succeeded is not to be kept by anybody (J1: observed)."""
        unkept = UNKEPT if status < 300 else {}
        return {"Content-Type": "application/json", **unkept, **self._rates.headers(exchange.account)}


def app_forbidden() -> Answer:
    """The answer to every path that is not served, existing or not (ANVIL, TMBC: observed)."""
    return Answer(403, envelopes.gateway_fail("app_forbidden", "The application may not call this resource"))


def listed_object(exchange: Exchange, account: Account) -> str:
    """The key of the object whose rows are listed, or empty. A page token is valid only for this object.

    Raises GarbledIdError.
    """
    items = exchange.body.get("data", []) if isinstance(exchange.body, dict) else []
    named = [*exchange.path_values.values(), *(item["id"] for item in items if "id" in item)]
    try:
        return " ".join(account.ids.key(secure_id) for secure_id in named)
    except ForeignIdError:
        return ""
