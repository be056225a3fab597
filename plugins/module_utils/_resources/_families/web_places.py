# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places of the web that a policy names: a domain with all below it, or one address. Nothing is looked up.

It knows neither policies nor the API.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown


def place(value: Any) -> str:
    """Return a domain, or an address of the web, in one spelling: its host in lower case, the rest as it is.

    Raises:
        Malformed: it is neither, or matches every place that exists.
    """
    written = spelling.text(value)
    scheme, mark, rest = written.rpartition("://")
    host, slash, path = rest.partition("/")
    if not host.strip("*.") or "*" in host:
        raise Malformed(f"{shown(written)} contains a wildcard, or no host; name each domain")
    if "@" in host or " " in written:
        raise Malformed(f"{shown(written)} is not a web address, expected 'https://example.com/page'")
    name, colon, port = host.partition(":")
    if colon and not port.isdigit():
        raise Malformed(f"{shown(written)} has no number behind the ':' of its host")
    # A host alone is the same place with the slash behind it and without.
    end = "" if path == "" else slash + path
    return f"{scheme.lower()}{mark}{spelling.hostname(name)}{colon}{port}{end}"


def host_of(written: str) -> str:
    """Return the host of a place."""
    return written.rpartition("://")[2].partition("/")[0].partition(":")[0]


def is_whole_host(written: str) -> bool:
    """Whether a place is all that its host has."""
    return "/" not in written.rpartition("://")[2]


def is_domain(written: str) -> bool:
    """Whether a place is written as a domain, without scheme, port and path."""
    return "://" not in written and ":" not in written and is_whole_host(written)
