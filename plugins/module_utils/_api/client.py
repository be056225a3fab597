# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One session with the Mimecast API: token, envelopes, pages, retries, limits, errors, read-only guard.

It knows HTTP and JSON, not Ansible and not what the objects mean. No error holds a body, a header or a secret.
Facts: CONTRACT sections 1 and 2.
"""

from __future__ import annotations

import ipaddress
import json
import math
import os
import queue
import re
import ssl
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Row

try:
    import requests
    import urllib3
    from requests.auth import AuthBase

    HAS_REQUESTS = True
except ImportError:  # the sanity tests import this file without the run-time requirements
    AuthBase = object  # type: ignore[assignment,misc]  # never used: a missing requirement is reported first
    HAS_REQUESTS = False

DEFAULT_URL = "https://api.services.mimecast.com"
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_NEXT_PATHS = (
    "meta.nextPage",
    "meta.nextPageToken",
    "meta.pagination.nextPageToken",
    "meta.pagination.nextPage",
    "meta.pagination.next",
)
T = TypeVar("T")
_CODE = re.compile(r"[^A-Za-z0-9_.-]")
_REQUEST_ID = ("x-request-id", "x-mc-req-id")
_SAFE_WORD_LENGTH = 80
_CONNECT_BUDGET = 2.0
_WHOLE_ANSWER = 2.0
"""How many times the time-out an answer may take from its first byte to its last."""
_UNREACHED = b"cannot be reached, check base_url, the network and the proxy"


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


class NotOffered(ApiError):
    """403 app_forbidden: no product of the API application has the call, or it does not exist (CONTRACT 2.3)."""


class NotFound(ApiError):
    """The object is not there (any more)."""


class OutcomeUnknown(ApiError):
    """A write was sent and nobody knows whether it took effect: read again before anything else."""


class Unreachable(ApiError):
    """No connection was made, so nothing can have taken effect."""


class ReadOnly(ApiError):
    """A write was refused before anything was sent."""


@dataclass(frozen=True)
class Connection:
    """How to reach an account. ``retry_budget`` and ``timeout`` are seconds; ``page_size`` 0 means the most."""

    base_url: str = DEFAULT_URL
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    timeout: float = 30.0
    retry_budget: float = 120.0
    page_size: int = 0
    validate_certs: bool = True
    ca_path: str = ""
    proxy: str = field(default="", repr=False)
    read_only: bool = False


@dataclass
class Tally:
    """What a run has cost so far."""

    reads: int = 0
    writes: int = 0
    tokens: int = 0
    seconds_waited: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, reads: int = 0, writes: int = 0, tokens: int = 0, seconds: float = 0.0) -> None:
        """Add to it; calls may be made side by side."""
        with self.lock:
            self.reads += reads
            self.writes += writes
            self.tokens += tokens
            self.seconds_waited += seconds


@dataclass(frozen=True)
class ItemFailure:
    """One item of a batch that the API refused: which, and the code it gave."""

    item: Mapping[str, Any]
    code: str


class _Bearer(AuthBase):
    """Sets the token by hand, so that a .netrc of the user cannot replace it."""

    def __init__(self) -> None:
        self.token = ""

    def __call__(self, request: Any) -> Any:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def check_base_url(url: str) -> str:
    """Return the URL without a trailing slash.

    Raises:
        ApiError: neither https nor plain http to a numeric loopback address.
    """
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.port != 0 and not ("@" in parts.netloc or parts.query or parts.fragment)
    except ValueError:
        parts, whole = urlsplit(""), False
    if not (whole and (parts.scheme == "https" or (parts.scheme == "http" and _on_loopback(parts.hostname)))):
        raise ApiError(
            "base_url must be https, such as 'https://api.services.mimecast.com' "
            "(plain http only to a numeric loopback address, for the emulator)"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def check_ca_path(path: str) -> str:
    """Return the file or folder of certificate authorities.

    Raises:
        ApiError: it is not there, or holds no certificate.
    """
    if not path:
        return ""
    if not os.path.exists(path):
        raise ApiError(f"ca_path: {path} does not exist")
    try:
        context = ssl.create_default_context()
        context.load_verify_locations(**{"capath" if os.path.isdir(path) else "cafile": path})
    except OSError:
        raise ApiError(f"ca_path: {path} holds no certificate in PEM form") from None
    return path


def check_proxy(proxy: str, base_url: str) -> dict[str, str]:
    """Return the proxy for each scheme.

    Raises:
        ApiError: credentials would pass it in clear.
    """
    if not proxy:
        return {}
    try:
        host = urlsplit(proxy).hostname
    except ValueError:
        raise ApiError("proxy must be a URL, such as 'http://proxy.example.com:3128'") from None
    if base_url.startswith("http:") and not _on_loopback(host):
        raise ApiError("proxy goes with an https base_url: over plain http it would read the credentials")
    return {"https": proxy, "http": proxy}


def _on_loopback(host: str | None) -> bool:
    """Whether a host is a numeric address of this machine."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


class Client:
    """Calls of one account over one keep-alive session. The token is fetched when it is first needed."""

    def __init__(self, connection: Connection, sleep: Callable[[float], None] = time.sleep) -> None:
        self._connection = connection
        self._base_url = check_base_url(connection.base_url)
        self._host = urlsplit(self._base_url).netloc
        self._sleep = sleep
        self._bearer = _Bearer()
        self._bearer.token = connection.access_token
        self._signing_in = threading.Lock()
        self.tally = Tally()
        if not connection.access_token and not (connection.client_id and connection.client_secret):
            raise ApiError(
                "no credentials: set client_id and client_secret (or MIMECAST_CLIENT_ID and MIMECAST_CLIENT_SECRET)"
            )
        self._session = requests.Session()
        self._session.auth = self._bearer
        self._session.headers.update({"Accept": "application/json", "User-Agent": "mailops.mimecast"})
        # Plain http never leaves this machine, so no proxy of the environment may see it.
        self._session.trust_env = self._base_url.startswith("https")
        self._verify = (check_ca_path(connection.ca_path) or True) if connection.validate_certs else False
        self._proxies = check_proxy(connection.proxy, self._base_url)
        if not connection.validate_certs:
            # The task warns once in its own words; urllib3 would do so once a request.
            warnings.filterwarnings("ignore", category=urllib3.exceptions.InsecureRequestWarning)

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def read(
        self, operation: Operation, ids: Mapping[str, str] | None = None, item: Mapping[str, Any] | None = None
    ) -> Row:
        """Return one answer: the whole body (REST) or the first row (legacy)."""
        answer = self._call(operation, ids or {}, _request_body(operation, [item] if item else []), {})
        if operation.envelope == "rest":
            return answer
        failures = _failures(answer)
        if failures:
            raise self._refused(operation, 200, failures[0].code)
        rows = answer.get("data") or []
        return rows[0] if rows else {}

    def rows(
        self,
        operation: Operation,
        ids: Mapping[str, str] | None = None,
        item: Mapping[str, Any] | None = None,
    ) -> Iterator[Row]:
        """Yield every row of a list, page after page.

        Args:
            item: what a legacy list is asked for, beside the object whose rows they are.

        Raises:
            ApiError: a page could not be read, its rows are not there, or a page token was given twice.
        """
        size = min(self._connection.page_size or operation.page_limit, operation.page_limit)
        token = ""
        seen: set[str] = set()
        while True:
            answer = self._page(operation, ids or {}, item or {}, size, token)
            yield from _rows_of(operation, answer)
            found = first(answer, _NEXT_PATHS) if operation.paged else ABSENT
            token = str(found) if found is not ABSENT and found else ""
            if not token:
                return
            if token in seen:
                raise ApiError(
                    f"{operation.id}: the API gave one page token twice, so the list cannot be read to its end",
                    operation.id,
                )
            seen.add(token)

    def _page(
        self, operation: Operation, ids: Mapping[str, str], item: Mapping[str, Any], size: int, token: str
    ) -> Row:
        if operation.envelope == "rest":
            query = {"pageSize": str(size), **({"pageToken": token} if token else {})} if operation.paged else {}
            return self._call(operation, ids, None, query)
        pagination = {"pageSize": size, **({"pageToken": token} if token else {})}
        asked = {**({operation.identify: ids["id"]} if "id" in ids else {}), **item}
        body = {"meta": {"pagination": pagination}, "data": [asked] if asked else []}
        answer = self._call(operation, ids, body, {})
        failures = _failures(answer)
        if failures:
            raise self._refused(operation, 200, failures[0].code)
        return answer

    def write(
        self, operation: Operation, ids: Mapping[str, str], items: Sequence[Mapping[str, Any]]
    ) -> tuple[Row, list[ItemFailure]]:
        """Send one write and return its answer and the items that were refused.

        A REST call takes one item, the body itself, unless the operation has ``rows``: then the items go under it.

        Raises:
            OutcomeUnknown: it may or may not have taken effect. ReadOnly: nothing was sent.
        """
        answer = self._call(operation, ids, _request_body(operation, items), {})
        if operation.envelope == "legacy":
            return answer, _failures(answer)
        results = answer.get("results")
        if not isinstance(results, list):
            return answer, []
        return answer, [
            ItemFailure(item, "refused")
            for item, result in zip(items, results, strict=False)
            if isinstance(result, Mapping) and result.get("success") is False
        ]

    def _call(self, operation: Operation, ids: Mapping[str, str], body: Any, query: Mapping[str, str]) -> Row:
        if operation.writes and self._connection.read_only:
            raise ReadOnly(f"{operation.id} was not sent: this run may only read", operation.id)
        path = operation.path
        for name, value in ids.items():
            if value in ("", ".", ".."):
                raise ApiError(f"{operation.id} was not sent: the object has no usable id", operation.id)
            path = path.replace("{" + name + "}", quote(value, safe=""))
        self.sign_in()
        renewed = False
        delay = 0.25
        while True:
            token = self._bearer.token
            status, headers, content = self._send(operation, path, body, query)
            if status == 401 and not renewed and not self._connection.access_token:
                renewed = True
                self._renew(token)
                continue
            if status == 429:
                self._wait(_reset_seconds(headers, delay), operation)
            elif status >= 500 or status == 0:
                if operation.writes:
                    reason = f"HTTP {status}" if status else content.decode()
                    raise OutcomeUnknown(
                        f"{operation.id}: {reason}; it is not known whether the change took effect",
                        operation.id,
                        status,
                    )
                self._wait(delay, operation, status, content)
            else:
                return self._answer(operation, status, headers, content)
            delay = min(delay * 2, 10.0)

    def _send(
        self, operation: Operation, path: str, body: Any, query: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and body of one request; status 0 and the reason when there was no answer."""
        self.tally.add(writes=int(operation.writes), reads=int(not operation.writes))
        try:
            return self._exchange(operation.method, path, query, json_body=body)
        except requests.exceptions.RequestException as error:
            refusal, reason = self._refusal(operation, error), _transport_reason(self._host, error)
        # Raised here and not in the handler: what requests raises holds the request, credentials included.
        if refusal:
            raise refusal
        return 0, {}, reason.encode()

    def _refusal(self, operation: Operation, error: Exception) -> ApiError | None:
        """Return why there is no connection, or None where it is worth trying again."""
        if isinstance(error, requests.exceptions.SSLError):
            return ApiError(_tls_message(self._host, error), operation.id)
        if isinstance(error, requests.exceptions.ProxyError):
            return ApiError(f"the proxy for {self._host} cannot be reached or refuses", operation.id)
        if operation.writes and _not_sent(error):
            return Unreachable(f"{self._host} cannot be reached; {operation.id} was not sent", operation.id)
        return None

    def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        json_body: Any = None,
        form: Mapping[str, str] | None = None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        # The call for a token carries none, while others side by side still use the one that there is.
        auth = _Bearer() if form else self._bearer

        def exchange() -> tuple[int, Mapping[str, str], bytes]:
            with self._session.request(
                method,
                self._base_url + path,
                params=dict(query) or None,
                json=json_body,
                data=dict(form) if form else None,
                auth=auth,
                timeout=self._connection.timeout,
                # With each request, not on the session, where REQUESTS_CA_BUNDLE and HTTPS_PROXY would win over them.
                verify=self._verify,
                proxies=self._proxies,
                allow_redirects=False,
                stream=True,
            ) as response:
                chunks, size = [], 0
                for chunk in response.iter_content(65536):
                    size += len(chunk)
                    if size > MAX_ANSWER_BYTES:
                        raise ApiError(f"the answer of {self._host} is larger than {MAX_ANSWER_BYTES >> 20} MiB")
                    chunks.append(chunk)
                return response.status_code, response.headers, b"".join(chunks)

        return _within(_WHOLE_ANSWER * self._connection.timeout, exchange)

    def sign_in(self) -> None:
        """Fetch a token unless there is one, so that calls side by side do not each fetch their own."""
        self._renew("")

    def _renew(self, spent: str) -> None:
        """Fetch a token in the place of ``spent``, unless a call side by side has done so."""
        with self._signing_in:
            if self._bearer.token == spent:
                self._sign_in()

    def _sign_in(self) -> None:
        """Fetch a token; the credentials travel in the form only (CONTRACT 1.1: observed)."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._connection.client_id,
            "client_secret": self._connection.client_secret,
        }
        operation = Operation("createToken", "POST", "/oauth/token")
        delay = 0.25
        while True:
            self.tally.add(tokens=1)
            status, headers, content = self._token_answer(operation, form)
            if status == 429 or status >= 500 or status == 0:
                seconds = _reset_seconds(headers, delay) if status == 429 else delay
                self._wait(seconds, operation, status, content)
                delay = min(delay * 2, 10.0)
                continue
            if status in (400, 401, 403):
                raise ApiError(
                    "the API refused the credentials: check client_id and client_secret, and that the API application "
                    "is enabled for this region",
                    operation.id,
                    status,
                )
            answer = self._answer(operation, status, headers, content)
            token = answer.get("access_token")
            if not isinstance(token, str) or not token:
                raise ApiError("the API accepted the credentials but gave no token", operation.id, status)
            self._bearer.token = token
            return

    def _token_answer(self, operation: Operation, form: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        try:
            return self._exchange("POST", operation.path, {}, form=form)
        except requests.exceptions.RequestException as error:
            refusal, reason = self._refusal(operation, error), _transport_reason(self._host, error)
        if refusal:
            raise refusal
        return 0, {}, reason.encode()

    def _wait(self, seconds: float, operation: Operation, status: int = 429, reason: bytes = b"") -> None:
        """Wait before a repetition, or give up when the budget would be exceeded."""
        budget = self._connection.retry_budget
        if reason.endswith(_UNREACHED):
            budget = min(budget, _CONNECT_BUDGET)
        if self.tally.seconds_waited + seconds > budget:
            if status == 429:
                message = f"{operation.id}: still limited in rate"
            elif status:
                message = f"{operation.id}: the API answers HTTP {status}"
            else:
                message = f"{operation.id}: {reason.decode()}"
            raise ApiError(
                f"{message}; given up after waiting {self.tally.seconds_waited:.1f} seconds (retry_budget "
                f"{self._connection.retry_budget:.0f})",
                operation.id,
                status,
            )
        self._sleep(seconds)
        self.tally.add(seconds=seconds)

    def _answer(self, operation: Operation, status: int, headers: Mapping[str, str], content: bytes) -> Row:
        if 300 <= status < 400:
            raise ApiError(
                f"{operation.id}: {self._host} redirects elsewhere, which is not followed; check base_url",
                operation.id,
                status,
            )
        if status >= 400:
            raise self._refused(operation, status, _code_of(content), headers)
        if not content:
            return {}
        answer = _parsed(content)
        if answer is ABSENT:
            unsure = "; it is not known whether the change took effect" if operation.writes else ""
            kind = OutcomeUnknown if operation.writes else ApiError
            raise kind(
                f"{operation.id}: {self._host} answered something that is not JSON{unsure}; check base_url and proxy",
                operation.id,
                status,
            )
        if not isinstance(answer, dict):
            raise ApiError(f"{operation.id}: the answer is not a JSON object", operation.id, status)
        inner = first(answer, ("meta.status",))
        if isinstance(inner, int) and inner >= 400 and not answer.get("fail"):
            raise self._refused(operation, inner, "", headers)
        return answer

    def _refused(
        self, operation: Operation, status: int, code: str, headers: Mapping[str, str] | None = None
    ) -> ApiError:
        """Return the error for a refusal, with what the user can do about it."""
        trace = next((headers[name] for name in _REQUEST_ID if headers and headers.get(name)), "")
        traced = f" [request {_CODE.sub('', trace)[:_SAFE_WORD_LENGTH]}]" if trace else ""
        said = f"{operation.id}: refused with {code or f'HTTP {status}'}{traced}"
        needs = _needs(operation)
        if code == "app_forbidden":
            outside = "" if operation.catalogue else "; the call is not in Mimecast's public catalogue"
            return NotOffered(
                f"{said}: the API application does not offer this call{outside}{needs}", operation.id, status, code
            )
        if status == 404 or code.endswith("_not_found"):
            return NotFound(f"{said}: it is not there (any more)", operation.id, status, code)
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
        return ApiError(f"{said}{needs if status in (403, 409) else ''}", operation.id, status, code)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what ``work`` returns or raise what it raises; ReadTimeout when that takes longer than ``seconds``.

    The time-out of a socket begins anew with every byte, so it does not end an answer that drips.
    """
    done: queue.SimpleQueue[Callable[[], T]] = queue.SimpleQueue()

    def run() -> None:
        try:
            value = work()
        except Exception as error:  # raised again in the thread that waits
            done.put(_raiser(error))
        else:
            done.put(lambda: value)

    threading.Thread(target=run, daemon=True).start()
    try:
        finish = done.get(timeout=seconds)
    except queue.Empty:
        raise requests.exceptions.ReadTimeout from None
    return finish()


def _raiser(error: Exception) -> Callable[[], Any]:
    def finish() -> Any:
        raise error

    return finish


def _needs(operation: Operation) -> str:
    product = " or ".join(operation.products)
    return f" (needs product {product}, role permission '{operation.permission}')" if product else ""


def _request_body(operation: Operation, items: Sequence[Mapping[str, Any]]) -> Any:
    if operation.envelope == "legacy":
        return {"data": [dict(one) for one in items]}
    if operation.method in ("GET", "DELETE"):
        return None
    if operation.rows:
        return {operation.rows[0]: [dict(one) for one in items]}
    return dict(items[0]) if items else None


def _rows_of(operation: Operation, answer: Row) -> Iterator[Row]:
    """Yield the rows of one page; an answer without any of the documented names is an error, not the end."""
    if operation.envelope == "legacy":
        data = answer.get("data")
        if not isinstance(data, list):
            raise ApiError(f"{operation.id}: the answer holds no rows", operation.id)
        if not operation.rows:
            yield from data
            return
        for item in data:
            inner = item.get(operation.rows[0]) if isinstance(item, Mapping) else None
            yield from inner if isinstance(inner, list) else []
        return
    for name in operation.rows:
        rows = answer.get(name)
        if isinstance(rows, list):
            yield from rows
            return
    raise ApiError(f"{operation.id}: the answer holds no rows", operation.id)


def _failures(answer: Row) -> list[ItemFailure]:
    failures = []
    for one in answer.get("fail") or []:
        errors = one.get("errors") or [one] if isinstance(one, Mapping) else [{}]
        key = one.get("key") if isinstance(one, Mapping) else None
        code = _word(errors[0].get("code")) or "refused"
        failures.append(ItemFailure(key if isinstance(key, Mapping) else {}, code))
    return failures


def _code_of(content: bytes) -> str:
    """Return the first error code of an answer in any of the known shapes, or ""."""
    answer = _parsed(content)
    if not isinstance(answer, Mapping):
        return ""
    if answer.get("fail"):
        return _failures(answer)[0].code
    errors = answer.get("errors")
    found = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    place = f".{_word(found.get('field'))}" if found.get("field") else ""
    return _word(found.get("code")) + place


def _parsed(content: bytes) -> Any:
    """Return the JSON of an answer, or ABSENT. Errors are raised elsewhere: what json raises holds the whole text."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return ABSENT


def _word(value: Any) -> str:
    """Return a code as it may be shown: no character that could carry anything but a code."""
    return _CODE.sub("", str(value or ""))[:_SAFE_WORD_LENGTH]


def _reset_seconds(headers: Mapping[str, str], fallback: float) -> float:
    """Return how long to wait: X-RateLimit-Reset is in milliseconds, Retry-After in seconds (CONTRACT 2.4)."""
    for name, unit in (("X-RateLimit-Reset", 0.001), ("X-Mimecast-RateLimit-Reset", 0.001), ("Retry-After", 1.0)):
        try:
            seconds = float(headers[name]) * unit
        except (KeyError, ValueError):
            continue
        # No time, or next to none again and again, would be a flood of requests.
        return max(seconds, fallback / 25) if math.isfinite(seconds) and seconds > 0 else fallback
    return fallback


def _tls_message(host: str, error: Exception) -> str:
    reason = str(error)
    if "self-signed" in reason or "self signed" in reason or "unable to get local issuer" in reason:
        return f"the certificate of {host} is not signed by a known authority; give its authority in ca_path"
    if "expired" in reason:
        return f"the certificate of {host} has expired"
    if "mismatch" in reason or "doesn't match" in reason:
        return f"the certificate of {host} is for another host name; check base_url"
    return f"no secure connection to {host} could be made (TLS)"


def _not_sent(error: Exception) -> bool:
    """Whether the connection was never made, so that nothing can have taken effect."""
    inner = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.exceptions.ConnectTimeout) or type(inner).__name__ in (
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
    )


def _transport_reason(host: str, error: Exception) -> str:
    if _not_sent(error):
        return f"{host} {_UNREACHED.decode()}"
    if isinstance(error, requests.exceptions.Timeout):
        return f"{host} did not answer in time (timeout)"
    return f"the connection to {host} broke off"
