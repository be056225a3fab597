# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks name servers: those that a task names, or those of this machine. It knows nothing of Mimecast and of Ansible."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options

try:
    import dns.exception
    import dns.resolver
except ImportError:  # asked for by name when a module needs it
    dns = None  # type: ignore[assignment]  # the only library that not every module needs

OPTIONS: Options = {
    "nameservers": {"type": "list", "elements": "str"},
    "nameserver_port": {"type": "int", "default": 53},
    "dns_timeout": {"type": "float", "default": 5.0},
}

Ask = Callable[[str, str], "list[Any]"]
"""(domain, type of record) -> the records that DNS serves, none where there are none; raises DnsError."""


class DnsError(Exception):
    """DNS did not answer, which does not mean that there is no record."""


def check(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the options that say which name servers are asked."""
    problems = []
    for index, address in enumerate(params.get("nameservers") or []):
        try:
            ipaddress.ip_address(address)
        except ValueError:
            shown = wording.shown(address)
            problems.append(Problem(f"nameservers[{index}]", f"{shown} is not an IP address, such as '192.0.2.53'"))
    port = params.get("nameserver_port")
    if isinstance(port, int) and not 1 <= port <= 65535:
        problems.append(Problem("nameserver_port", f"{port} is out of range, expected 1 to 65535"))
    return problems


def asking(params: Mapping[str, Any]) -> Ask:
    """Return what asks the name servers that the options name.

    Raises:
        Failure: dnspython is missing, or there is no name server.
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

    def ask(domain: str, kind: str) -> list[Any]:
        try:
            return list(resolver.resolve(domain, kind))
        except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
            return []
        except dns.exception.DNSException as error:
            raise DnsError(f"DNS did not answer for {domain} ({type(error).__name__})") from None

    return ask


def texts(ask: Ask, domain: str) -> list[str]:
    """Return the texts of the TXT records that DNS serves for a domain.

    Raises:
        DnsError: DNS did not answer.
    """
    return [b"".join(served.strings).decode("utf-8", "replace") for served in ask(domain, "TXT")]
