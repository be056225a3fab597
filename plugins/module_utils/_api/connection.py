# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection to an account, and whether it is safe: address, credentials, certificate authorities, proxy.

It opens no connection and knows no library that does.
"""

from __future__ import annotations

import ipaddress
import math
import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import CONFIDENCE, Confidence

DEFAULT_URL = "https://api.services.mimecast.com"

OPTIONS: dict[str, dict[str, Any]] = {
    "base_url": {"type": "str", "default": DEFAULT_URL},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "account_code": {"type": "str"},
    "access_token": {"type": "str", "no_log": True},
    "timeout": {"type": "float", "default": 30.0},
    "retry_budget": {"type": "float", "default": 120.0},
    "page_size": {"type": "int", "default": 0},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "proxy": {"type": "str", "no_log": True},
    "read_only": {"type": "bool", "default": False},
    "min_confidence": {"type": "str", "choices": list(CONFIDENCE), "default": CONFIDENCE[-1]},
}
"""The options of every module that talks to an account. The environment has them as MIMECAST_BASE_URL and so on."""

LONGEST = 86400.0
"""Seconds: a wait that is longer is a typing error."""


class Tokens:
    """Where to keep a token for later tasks with the same credentials: this class keeps none."""

    def recall(self) -> str:
        """Return the token that is kept, or an empty string."""
        return ""

    def keep(self, token: str) -> None:
        """Keep a token that was just fetched."""


@dataclass(frozen=True)
class Connection:
    """How to reach an account. ``retry_budget`` and ``timeout`` are seconds; ``page_size`` 0 means the most.

    Attributes:
        account_code: the account that is meant; where it is given, no other one is read or changed.
        min_confidence: how sure a call has to be to be sent; the call for a token always is.
    """

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
    min_confidence: Confidence = CONFIDENCE[-1]
    account_code: str = ""
    tokens: Tokens = field(default_factory=Tokens, repr=False, compare=False)

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Connection:
        """Return how to reach the account from checked options."""
        return cls(**{name: params[name] for name in OPTIONS if params.get(name) is not None})


@dataclass(frozen=True)
class Route:
    """The checked part of a connection: which way requests go. It holds no credentials of the account.

    Attributes:
        base_url: without a trailing slash. timeout: seconds for one answer.
        verify: whether the certificate is verified, or the file or folder of the authorities that count.
        proxies: the proxy for each scheme.
    """

    base_url: str
    timeout: float
    verify: bool | str
    proxies: Mapping[str, str] = field(repr=False)

    @property
    def host(self) -> str:
        """Host and port, as messages name it."""
        return urlsplit(self.base_url).netloc

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read the traffic."""
        return self.base_url.startswith("https")


def check(connection: Connection) -> Route:
    """Return which way requests go.

    Raises:
        ApiError: something of the connection is missing or not safe. Nothing was sent.
    """
    base_url = check_base_url(connection.base_url)
    check_credentials(connection)
    check_token(connection.access_token)
    check_numbers(connection)
    return Route(
        base_url=base_url,
        timeout=connection.timeout,
        verify=(check_ca_path(connection.ca_path) or True) if connection.validate_certs else False,
        proxies=check_proxy(connection.proxy, base_url),
    )


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
    if not (whole and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname)))):
        raise ApiError(
            "base_url must be https, such as 'https://api.services.mimecast.com' "
            "(plain http only to a numeric loopback address, for the emulator)"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def check_credentials(connection: Connection) -> None:
    """Check that there are credentials.

    Raises:
        ApiError: there is neither a token nor an id with its secret.
    """
    if not connection.access_token and not (connection.client_id and connection.client_secret):
        raise ApiError(
            "no credentials: set client_id and client_secret (variables of the host: mimecast_client_id and "
            "mimecast_client_secret; in the environment: MIMECAST_CLIENT_ID and MIMECAST_CLIENT_SECRET)"
        )


def check_token(token: str) -> None:
    """Check that a token can be sent as it is.

    Raises:
        ApiError: it holds what no token holds, such as the line end of a file; the message does not hold it.
    """
    if not re.fullmatch(r"[\x21-\x7e]*", token):
        raise ApiError(
            "access_token has a line break, a blank or a character beyond ASCII, which no token has; remove it, for "
            "example with the filter trim"
        )


def check_numbers(connection: Connection) -> None:
    """Check that every wait ends.

    Raises:
        ApiError: a number of the connection is none, or not in its range.
    """
    if not (math.isfinite(connection.timeout) and 0 < connection.timeout <= LONGEST):
        raise ApiError(f"timeout is {connection.timeout:g}; write seconds, more than 0 and at most {LONGEST:.0f}")
    if not (math.isfinite(connection.retry_budget) and 0 <= connection.retry_budget <= LONGEST):
        raise ApiError(f"retry_budget is {connection.retry_budget:g}; write seconds, from 0 to {LONGEST:.0f}")
    if connection.page_size < 0:
        raise ApiError(
            f"page_size is {connection.page_size}; write a number of rows, or 0 for as many as the API gives"
        )


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
    if base_url.startswith("http:") and not is_loopback(host):
        raise ApiError("proxy needs an https base_url: over plain http, the proxy could read the credentials")
    return {"https": proxy, "http": proxy}


def is_loopback(host: str | None) -> bool:
    """Whether a host is a numeric address of this machine."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
