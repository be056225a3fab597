# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One spelling for URLs, put together from their parts or as a person writes them. Nothing is looked up.

This file knows nothing of Ansible, HTTP or Mimecast's resources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<authority>[^/?#]+)"
    r"(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?"
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:]+)(?::(?P<port>\d+))?")


@dataclass(frozen=True)
class Url:
    """A URL in its parts; each may be empty but for the host."""

    scheme: str
    host: str
    port: str
    path: str
    query: str

    def __str__(self) -> str:
        """Return it in its one spelling: what leads to the same page is written the same."""
        scheme = f"{self.scheme}://" if self.scheme else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        query = f"?{self.query}" if self.query else ""
        return f"{scheme}{host}{port}{'' if self.path == '/' and not query else self.path}{query}"

    @property
    def is_whole_host(self) -> bool:
        """Whether it names a host and no page of it."""
        return self.path == "/" and not self.query


def url(value: Any) -> str:
    """Return a URL in its one spelling: scheme and host in lower case, no slash alone at the end.

    Raises:
        Malformed: not a URL, or one with what no link is compared by: a fragment, a name and a password.
    """
    return str(parts(value))


def parts(value: Any) -> Url:
    """Return the parts of a URL, scheme and host in lower case; the path begins with a slash.

    Raises:
        Malformed: as ``url``.
    """
    written = spelling.text(value)
    match = _URL.fullmatch(written)
    if match and "@" in match["authority"]:  # not shown: it may hold a password
        raise Malformed("a URL must not have a user name or a password before its host")
    place = _AUTHORITY.fullmatch(match["authority"]) if match else None
    if match is None or place is None or " " in written:
        raise Malformed(f"{shown(written)} is not a URL, expected one such as 'https://www.example.com/page'")
    if match["fragment"]:
        raise Malformed(f"{shown(written)} has a fragment, which is not compared; leave out {shown(match['fragment'])}")
    return Url(
        (match["scheme"] or "").lower(),
        spelling.hostname(place["host"]),
        _port(place["port"]),
        match["path"] or "/",
        match["query"] or "",
    )


def _port(written: str | None) -> str:
    return str(spelling.integer(1, 65535)(written)) if written else ""
