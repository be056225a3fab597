# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends one request and returns its answer, or why none came. The only file of this package that opens connections.

It knows the library ``requests``, certificates and proxies, and no operation of the API. What the library raises holds
the request, credentials included, so it never leaves this file.
"""

from __future__ import annotations

import queue
import threading
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Route
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.exchange import Answer, NoAnswer, Request

try:
    import requests
    import urllib3
    from requests.auth import AuthBase

    HAS_REQUESTS = True
except ImportError:  # the sanity tests import this file without the run-time requirements
    AuthBase = object  # type: ignore[assignment,misc]  # never used: a missing requirement is reported first
    HAS_REQUESTS = False

MAX_ANSWER_BYTES = 64 * 1024 * 1024
T = TypeVar("T")
_CHUNK_BYTES = 65536
_WHOLE_ANSWER = 2.0
"""How many times the time-out an answer may take from its first byte to its last."""


class _Bearer(AuthBase):
    """Sets the token by hand, so that a .netrc of the user cannot replace it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Transport:
    """One keep-alive session along a route."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.session = requests.Session()
        self.session.headers.update({"Accept": "application/json", "User-Agent": "mailops.mimecast"})
        # Plain http never leaves this machine, so no proxy of the environment may see it.
        self.session.trust_env = route.is_encrypted
        if not route.verify:
            # The task warns once in its own words; urllib3 would do so once a request.
            warnings.filterwarnings("ignore", category=urllib3.exceptions.InsecureRequestWarning)

    def close(self) -> None:
        """End the session."""
        self.session.close()

    def send(self, request: Request) -> Answer | NoAnswer:
        """Send one request and return what came of it.

        Raises:
            ApiError: the answer is larger than an answer can be.
        """
        try:
            return run_within(_WHOLE_ANSWER * self.route.timeout, lambda: self._exchange(request))
        except requests.exceptions.RequestException as error:
            return _no_answer(self.route.host, error)

    def _exchange(self, request: Request) -> Answer:
        with self.session.request(
            request.method,
            self.route.base_url + request.path,
            params=dict(request.query) or None,
            json=request.body,
            data=dict(request.form) or None,
            auth=_Bearer(request.token),
            timeout=self.route.timeout,
            # With each request, not on the session, where REQUESTS_CA_BUNDLE and HTTPS_PROXY would win over them.
            verify=self.route.verify,
            proxies=dict(self.route.proxies),
            allow_redirects=False,
            stream=True,
        ) as response:
            return Answer(response.status_code, response.headers, self._read_whole(response))

    def _read_whole(self, response: requests.Response) -> bytes:
        chunks, size = [], 0
        for chunk in response.iter_content(_CHUNK_BYTES):
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise ApiError(f"the answer of {self.route.host} is larger than {MAX_ANSWER_BYTES >> 20} MiB")
            chunks.append(chunk)
        return b"".join(chunks)


def run_within(seconds: float, work: Callable[[], T]) -> T:
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


def _no_answer(host: str, error: Exception) -> NoAnswer:
    """Return why there is no answer, in words that hold nothing of what the library raised."""
    if isinstance(error, requests.exceptions.SSLError):
        return NoAnswer(_tls_message(host, error), final=True)
    if isinstance(error, requests.exceptions.ProxyError):
        return NoAnswer(f"the proxy for {host} cannot be reached or refuses", final=True)
    if _is_unsent(error):
        return NoAnswer(f"{host} cannot be reached, check base_url, the network and the proxy", left=False)
    if isinstance(error, requests.exceptions.Timeout):
        return NoAnswer(f"{host} did not answer in time (timeout)")
    return NoAnswer(f"the connection to {host} broke off")


def _is_unsent(error: Exception) -> bool:
    """Whether the connection was never made, so that nothing can have taken effect."""
    inner = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.exceptions.ConnectTimeout) or type(inner).__name__ in (
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
    )


def _tls_message(host: str, error: Exception) -> str:
    reason = str(error)
    if "self-signed" in reason or "self signed" in reason or "unable to get local issuer" in reason:
        return f"the certificate of {host} is not signed by a known authority; give its authority in ca_path"
    if "expired" in reason:
        return f"the certificate of {host} has expired"
    if "mismatch" in reason or "doesn't match" in reason:
        return f"the certificate of {host} is for another host name; check base_url"
    return f"no secure connection to {host} could be made (TLS)"
