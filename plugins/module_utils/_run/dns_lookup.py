# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions to DNS, with the name servers and the patience that a task asks for.

What is not there and what nobody answers are two things. It knows nothing of records, accounts or Ansible.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem

try:
    import dns.exception
    import dns.resolver
except ImportError:  # asked for by name when a module runs that needs it
    dns = None  # type: ignore[assignment]  # a library that few modules need

Lookup = Callable[[str, str], Sequence[Any]]
"""(name, type of records) -> the records as dnspython has them, none where there are none; DnsError where unknown."""


class DnsError(Exception):
    """DNS did not answer, which does not mean that there is no record."""


def problems(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the name servers as written."""
    found = []
    for index, address in enumerate(params.get("nameservers") or []):
        try:
            ipaddress.ip_address(address)
        except ValueError:
            shown = wording.shown(address)
            found.append(Problem(f"nameservers[{index}]", f"{shown} is not an IP address, such as '192.0.2.53'"))
    port = params.get("nameserver_port")
    if isinstance(port, int) and not 1 <= port <= 65535:
        found.append(Problem("nameserver_port", f"{port} is out of range, expected 1 to 65535"))
    return found


def lookup(params: Mapping[str, Any]) -> Lookup:
    """Return what asks DNS as a task wants it.

    Raises:
        Failure: the library is missing, or this machine has no name server.
    """
    if dns is None:
        raise Failure("the Python library dnspython is missing; install it for this module: pip install dnspython")
    servers = params.get("nameservers")
    try:
        resolver = dns.resolver.Resolver(configure=not servers)
    except dns.resolver.NoResolverConfiguration:
        raise Failure("this machine has no name server set up; name one in nameservers") from None
    if servers:
        resolver.nameservers = list(servers)
        resolver.port = int(params.get("nameserver_port") or 53)
    resolver.lifetime = float(params.get("dns_timeout") or 5.0)

    def ask(name: str, kind: str) -> Sequence[Any]:
        try:
            return list(resolver.resolve(name, kind))
        except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
            return []
        except dns.exception.DNSException as error:
            raise DnsError(f"DNS did not answer for {name} ({type(error).__name__})") from None

    return ask


def texts(lookup: Lookup, name: str) -> list[str]:
    """Return the texts of the TXT records that DNS serves under a name, each whole: DNS cuts them into pieces.

    Raises:
        DnsError: DNS did not answer.
    """
    return [b"".join(served.strings).decode("utf-8", "replace") for served in lookup(name, "TXT")]
